"""Tell an exact search from a question, and what of either may be meant otherwise."""

import re

from rag.retrieval.search_language import FIELDS, NAMED, QUOTE

_FIELD = rf"(?i:{'|'.join(FIELDS)}):"
_OPERATOR = r"(?:AND|OR|NOT)(?!\S)"
_WORD = re.compile(r"[^\W_]")
_ANY = re.compile(
    rf"[{QUOTE}]|[^\W_]\*(?!\w)"
    rf"|(?<!\S)\(*(?:{_OPERATOR}|\*[^\W_]|{NAMED.pattern}|{_FIELD}(?!\S))"
)
_EXACT_PARTS = re.compile(  # what a question does not have, with its words
    rf"[{QUOTE}][^{QUOTE}]*[{QUOTE}](?:~\d*)?|(?<!\S)\(*{_OPERATOR}"
    rf"|\b{_FIELD}[^\s{QUOTE}]*|(?<![^\W_])[^\W_]+\*(?!\w)"
)
_LOWER = re.compile(r"(?<=\S)\s+(and|or|not)\s+(?=\S)")
_UNREAD = (  # outside an exact search: what some mean by it, and how that is written
    (re.compile(r"[^\W\d_]\*[^\W\d_]"),
     "An asterisk stands for letters at the end of a word only, as in sanction*."),
    (re.compile(r"(?<!\S)-[^\W_]"), "A minus leaves no word out; NOT does."),
)  # fmt: skip
_FOREIGN = (  # in any search
    (re.compile(r"(?<!\S)NEAR(?:/\d+)?(?![^\s(])"),
     'Words near one another are written "oil gas"~5; NEAR is a word.'),
    (re.compile(r"&&|\|\|"), "The operators are written AND, OR and NOT."),
)  # fmt: skip
AS_QUESTION = (
    "This is searched by meaning, as a question; without the question mark it is an exact search."
)


def has_signs(search: str) -> bool:
    """Tell whether anything of a search or a question is written as in the language."""
    return _ANY.search(search) is not None


def is_exact(search: str) -> bool:
    """Tell whether a search uses the language; a question with other words in it does not."""
    if not has_signs(search):
        return False
    asks = search.rstrip().endswith("?") and _WORD.search(_EXACT_PARTS.sub(" ", search))
    return not asks


def is_unfinished(search: str) -> bool:
    """Tell whether a quotation mark is open or a field empty, as while a search is being typed."""
    is_open = len(re.findall(f"[{QUOTE}]", search)) % 2 == 1
    return is_open or search.lower().endswith(tuple(f"{one}:" for one in FIELDS))


def hints_for(search: str, *, exact: bool) -> tuple[str, ...]:
    """Say in sentences what of a search is read otherwise than somebody may mean it.

    Args:
        search: as typed.
        exact: whether it is searched for exactly.
    """
    bare = _EXACT_PARTS.sub(" x ", search)
    foreign = tuple(hint for pattern, hint in _FOREIGN if pattern.search(bare))
    if exact:
        words = dict.fromkeys(_LOWER.findall(bare))
        return foreign + tuple(
            f"“{one}” is searched for as a word; the operator is written {one.upper()}."
            for one in words
        )
    if has_signs(search):
        return (AS_QUESTION, *foreign)
    return foreign + tuple(hint for pattern, hint in _UNREAD if pattern.search(search))
