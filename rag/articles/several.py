"""Tell that a text holds several articles: headlines with a byline or a day of their own."""

import re

from rag.articles import bylines
from rag.language.entries import LEAST, is_time_line
from rag.language.furniture import DATELINE, is_prose

LONGEST = 160  # characters of a headline
HEAD = 3  # lines from a headline to its day

_RULE = re.compile(r"[-=_*–—~#• ]{3,}")


def heads_of_several(text: str) -> list[int]:
    """Return the numbers of the lines, from 1, that articles begin in; nothing of one article.

    Behind a rule, or two empty lines, each but the first has a headline and below it a day of its
    own, in a line of its own or in a dateline.
    """
    lines = [line.strip() for line in text.split("\n")]
    if sum(map(is_time_line, lines)) >= LEAST:
        return []  # a live blog
    starts = [number for number in range(len(lines)) if _may_begin(lines, number)]
    days = {number: day for number in starts if (day := _day_below(lines, number))}
    return [number + 1 for number in days] if len(set(days.values())) > 1 else []


def _may_begin(lines: list[str], number: int) -> bool:
    """Tell whether a line may be a headline, at the top or behind what parts articles."""
    words = lines[number]
    if not re.search(r"\w", words) or len(words) > LONGEST or is_prose(words):
        return False
    if bylines.is_stamp(words):
        return False
    above = number - 1
    while above >= 0 and not lines[above]:
        above -= 1
    return above < 0 or number - above > 2 or bool(_RULE.fullmatch(lines[above]))


def _day_below(lines: list[str], number: int) -> str:
    """Return the day that one of the first lines below a headline gives an article."""
    below = [line for line in lines[number + 1 : number + 3 * HEAD] if line][:HEAD]
    for words in below:
        if day := bylines.day_of(_origin(words)):
            return day
    return ""


def _origin(words: str) -> str:
    """Return what of a line says when an article was written, or ""."""
    if dateline := DATELINE.match(words):
        return dateline[0]
    if bylines.is_stamp(words):
        return "" if words.lower().startswith(("updated", "last updated")) else words
    rest, stamp = bylines.without_stamp(words)
    is_origin = (
        any(bylines.facts_of(words))
        or bylines.is_place_and_day(words)
        or bylines.authors_of(rest)
        or bylines.outlet_of(rest)
    )
    return stamp if is_origin else ""
