"""The words of a text, and which of them a search or a comparison goes by."""

import re

from rag.language.function_words import STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_TERM = re.compile(r"[\"“”„]([^\"“”„]*)[\"“”„]|([^\s\"“”„]+)")
_QUOTED_OR_WORD = r"(?:[\"“”„][^\"“”„]*[\"“”„]|[^\s\"“”„]+)"
_OPERATORS = re.compile(
    rf"(?<!\S)NOT\s+{_QUOTED_OR_WORD}|\b(?i:speaker|source|since|until):{_QUOTED_OR_WORD}"
    r"|(?<!\S)(?:AND|OR|NOT)(?!\S)|~\d+|[()*]"
)
_LETTERS = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’]s?$")


def words_of(text: str) -> list[str]:
    """Return the words of a text as written, punctuation left out."""
    return [match[0] for match in _WORD.finditer(text)]


def without_possessive(word: str) -> str:
    """Return a word without the ending of a possessive: "Kallas" of "Kallas'" and "Kallas's"."""
    return _POSSESSIVE.sub("", word)


def content_words(text: str) -> list[str]:
    """Return the words of a question that tell what it is about, as written."""
    return [word for word in _LETTERS.findall(text) if word.lower() not in STOP_WORDS]


def has_all_words(text: str, words: str) -> bool:
    """Tell whether a text has each of some words, in capitals or not, inside longer ones too.

    Words in quotation marks must stand together.
    """
    wanted = search_terms(words)
    text = text.casefold()
    if any(" " in term for term in wanted):
        text = " ".join(text.split())
    return all(term.casefold() in text for term in wanted)


def search_terms(words: str) -> list[str]:
    """Return what a search is for: words, and phrases that stood in quotation marks."""
    found = (" ".join((match[1] or match[2]).split()) for match in _TERM.finditer(words))
    return [term for term in found if term]


def marked_terms(search: str) -> list[str]:
    """Return what is marked of a search that may be exact: without operators and what is left out.

    See ``rag.retrieval.search_language``.
    """
    return search_terms(_OPERATORS.sub(" ", search))
