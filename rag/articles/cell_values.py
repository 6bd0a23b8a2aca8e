"""Say in words what the cell of a table, or a value in JSON, holds."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

_SINCE_1970 = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")  # seconds, or thousandths of them
_FLAG = re.compile(r"\d{1,3}")  # as "published" may say whether, not when
_LABEL = re.compile(r"(?:Analysis|Review|Opinion)(?: by)? (?=[A-Z]\S* [A-Z])")
_BY = re.compile(r"\A[Bb]y:?\s+(?=\S)")
_NOBODY = frozenset({"social links navigation", "unknown", "anonymous"})  # nor what calibre writes
_LINK = re.compile(r"\[\[[^\[\]]+\]\]")  # as collectors of notes write a name
_LIST = re.compile(r"\[(?:\s*(?:'[^']*'|\"[^\"]*\")\s*,?)*\s*\]")  # as Python writes a list
_NOTHING = frozenset({"nan", "nat", "none", "null", "n/a", "#n/a", "[removed]"})  # as tables say it
# Of an object, what names it
_WORDS_OF = ("name", "main", "title", "content", "rendered", "basic", "value", "text", "html",
             "original", "by", "href", "permalink", "url", "streamid")  # fmt: skip
# Of a text in blocks, the kinds that are read; another one is a picture, a byline, an advert
_KIND_OF_BLOCK = ("type", "_type", "role")
_WORDS_OF_BLOCK = ("content", "text", "value", "html")
_READ_BLOCKS = frozenset("text paragraph p heading header h2 h3 h4 quote blockquote block body html"
                         " sanitized_html text/html text/plain cdata xhtml".split())  # fmt: skip

# Of a text in runs, as Telegram exports a message: how the words of one look, not struck out
_RUNS = frozenset("plain bold italic underline code pre spoiler blockquote link text_link mention"
                  " mention_name hashtag cashtag bot_command email phone bank_card"
                  " custom_emoji".split())  # fmt: skip
_STRUCK = "strikethrough"


def words_of(given: object) -> str | None:
    """Return the words of a value, "" if it says that there are none, None if it is not text."""
    if isinstance(given, str):
        return "" if given.strip().casefold() in _NOTHING else given
    if isinstance(given, date):  # or a datetime, which is one
        return given.isoformat()
    if isinstance(given, int | float) and not isinstance(given, bool):
        return str(given)
    if isinstance(given, Mapping):
        if given.get("family"):  # as keepers of references write a name
            return " ".join(str(given[part]) for part in ("given", "family") if given.get(part))
        return words_of(next((given[name] for name in _WORDS_OF if given.get(name)), None))
    if isinstance(given, list):
        parts = [words for one in given if one is not None and (words := words_of(one))]
        return ", ".join(parts)
    return None


def text_of(given: object) -> str | None:
    """Return the paragraphs of a text, which may be in sections or in blocks; None if it is none.

    Of lists only those of blocks, or of more than one paragraph, are taken.
    """
    if isinstance(given, Mapping) and isinstance(given.get("sections"), list):  # as fundus writes
        return _sections(given)
    if isinstance(given, list):
        if _is_runs(given):
            return "".join(map(_run, given))
        return "\n\n".join(filter(None, map(_block, given))) or None
    return words_of(given) if isinstance(given, str | Mapping) else None


def _is_runs(given: Sequence[object]) -> bool:
    """Tell whether a list is one text, in strings and in objects that say how their words look."""
    looks = [str(one.get("type")) for one in given if isinstance(one, Mapping)]
    strings = sum(isinstance(one, str) for one in given)
    return (
        bool(looks) and len(looks) + strings == len(given) and _RUNS.union((_STRUCK,)) >= set(looks)
    )


def _run(given: object) -> str:
    if isinstance(given, Mapping):
        given = "" if given.get("type") == _STRUCK else given.get("text")
    return given if isinstance(given, str) else ""


def _sections(body: Mapping[str, object]) -> str:
    """Return the paragraphs of a body in sections, each with its headline."""
    sections = body["sections"]
    parts = [body.get("summary")]
    for section in sections if isinstance(sections, list) else ():
        if isinstance(section, Mapping):
            parts += [section.get("headline"), section.get("paragraphs")]
    lists = [one for one in parts if isinstance(one, list)]
    return "\n\n".join(line for one in lists for line in one if isinstance(line, str))


def _block(given: object) -> str:
    """Return the words of one block of a text; "" if it is none of those that are read."""
    if isinstance(given, str):
        return given
    if not isinstance(given, Mapping):
        return ""
    kind = next((given[name] for name in _KIND_OF_BLOCK if given.get(name)), "text")
    if str(kind).casefold() not in _READ_BLOCKS:
        return ""
    runs = given.get("children")
    if isinstance(runs, list):
        return "".join(words_of(one) or "" for one in runs if isinstance(one, Mapping))
    words = next((given[name] for name in _WORDS_OF_BLOCK if name in given), "")
    return words if isinstance(words, str) else ""


def day_of(given: object) -> str | None:
    """Return a date as written, or that of a count of seconds since 1970."""
    if isinstance(given, Mapping) and (parts := given.get("date-parts") or given.get("date_parts")):
        first = parts[0] if isinstance(parts, list) else ()
        is_day = isinstance(first, list) and len(first) == 3
        return "-".join(str(part).rjust(2, "0") for part in first) if is_day else ""
    words = words_of(given)
    if words and _FLAG.fullmatch(words):
        return ""
    if not words or not _SINCE_1970.fullmatch(words.strip()):
        return words
    seconds = float(words)
    seconds /= 1000 if seconds > 1e11 else 1
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def names_of(given: object) -> str | None:
    """Return authors one behind another, each once and without what their piece is.

    Some collectors write all names as one before each of them, and a list as Python prints it.
    A number is the author's in some list, not a name.
    """
    author = words_of(given)
    if not author or isinstance(given, int | float):
        return None if author is None else ""
    names: Sequence[str] = author.split(", ")
    if _LIST.fullmatch(author):
        names = [one or other for one, other in re.findall(r"'([^']*)'|\"([^\"]*)\"", author)]
    elif ";" in author:
        names = [_in_order(name.strip()) for name in author.split(";")]
    names = [name[2:-2] if _LINK.fullmatch(name) else name for name in names]
    names = [_BY.sub("", _LABEL.sub("", name)) for name in names]
    names = [name for name in names if name and name.casefold() not in _NOBODY]
    if len(names) > 1 and names[0].lower() == " ".join(names[1:]).lower():
        names = names[1:]
    return ", ".join(dict.fromkeys(names))


def _in_order(name: str) -> str:
    """Return "Moe, Ada" as "Ada Moe"."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and ", " not in given else name


def address_of(given: object) -> str | None:
    """Return an address, of several the first."""
    return words_of(given[0] if isinstance(given, list) and given else given)
