"""Fill the fields that a file leaves empty with what the lines around its article say."""

import re
from collections.abc import Mapping
from dataclasses import replace

from rag.articles import bylines
from rag.articles.fields import Fields
from rag.articles.heads import HEAD_LINES
from rag.language.furniture import DATELINE

_NAMED = re.compile(
    r"(?:[Ee]ditor['’]s [Nn]ote: ){0,2}(?P<name>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){1,3})"
    r"(?:, .{2,80},)? (?:is|was|has|writes)\b"
)
_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)/(\d\d)/(\d\d)(?!\d)")

# What has days of its own
_OTHERS = frozenset({"a link", "an advert", "a caption", "a menu", "comments"})


def filled(fields: Fields, found: list[tuple[str, str]]) -> Fields:
    """Return the fields with what the lines left out say where the file says nothing.

    Args:
        fields: as the file has them, with the whole text.
        found: the lines left out, in order, and what each is.
    """
    known = {name: getattr(fields, name) for name in ("author", "date", "source", "url")}
    is_bare = False  # whether the author is a name on a line of its own
    for words, what in found:
        rest = bylines.without_stamp(words)[0]
        is_name = what == "a byline" and bylines.is_name_line(rest)
        if is_bare and is_name and rest not in known["author"]:
            known["author"] += f", {rest}"
        for name, value in _said_by(words, what).items():
            if value and not known[name]:
                known[name] = value
                is_bare |= name == "author" and is_name and value == rest
    for line in fields.text.split("\n")[:HEAD_LINES]:
        if dateline := DATELINE.match(line.lstrip()):
            known["source"] = known["source"] or dateline["agency"] or ""
            known["date"] = known["date"] or bylines.day_of(dateline[0])
    return replace(fields, **known)


def _said_by(words: str, what: str) -> Mapping[str, str]:
    """Return what a line says, by the names of the fields."""
    if what in _OTHERS:
        return {}
    rest, stamp = bylines.without_stamp(words)
    day = bylines.day_of(stamp or words) if stamp or what == "a time stamp" else ""
    if what == "a byline":
        return {"date": day} if words[0] in "-–—" else _said_by_byline(words, rest, day)
    if what == "a line on the author" and (named := _NAMED.match(words)):
        return {"author": named["name"]}
    if what == "a source":
        return {"source": bylines.outlet_of(words) or bylines.labelled_outlet(words), "date": day}
    if what == "an address":
        in_path = _DAY_IN_PATH.search(words)
        return {"url": words.strip("<>"), "date": "-".join(in_path.groups()) if in_path else ""}
    return {"date": day}


def _said_by_byline(words: str, rest: str, day: str) -> Mapping[str, str]:
    """Return what a byline says, of which all before the time stamp at its end is ``rest``."""
    author, other_day, source = bylines.facts_of(words)
    source = source or (bylines.outlet_of(rest) if day else "")
    if not author and not (day and source):
        author = bylines.authors_of(rest) or bylines.named_with_role(rest)
        author = author or (rest if bylines.is_name_line(rest) else "")
    return {"author": author, "date": day or other_day, "source": source}
