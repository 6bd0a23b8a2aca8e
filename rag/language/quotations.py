"""Find what stands between quotation marks.

Marks may be straight or typographic, double or single, and one of a pair may be missing. A
quotation of several paragraphs, each opened and only the last one closed, gives one quotation
a paragraph.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_DOUBLE = re.compile(r"''(?!'(?!\w))|``|[\"“”„‟«»]")
_OPENING = frozenset("“„‟«") | {"``"}
_CLOSING = frozenset("”»")
_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z]|\s*$)")
# What ends the words of a quotation whose closing mark is missing: ", said Kallas", ", she said".
_ATTRIBUTED = re.compile(
    r",\s+(?:(?:said|says)\s|(?:he|she|they|[A-Z]\w+(?: [A-Z]\w+){0,2})\s(?:said|says)\b)"
)
_SPACED = 300  # characters between two marks that stand apart from the words; by hand
# The mark is followed by a word; what is between has no further opening mark and ends where a
# word cannot go on, at best after punctuation ("the ministers' plan" has no closing mark).
_SINGLE = re.compile(
    r"(?<![\w'’‘])[‘'](?=[\w“\"(\[$£€])"
    r"(?:(?P<ended>(?:[^'‘’\n]|(?<=\w)['’](?=\w)|(?<=s)['’](?=\s\w)){2,}?[,.?!…])"
    r"|(?P<open>(?:[^'‘’\n]|(?<=\w)['’](?=\w)){2,}?))['’](?!\w)"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One run of quoted words, inside one paragraph. Offsets are characters of the text."""

    start: int  # of the opening mark
    end: int  # after the closing mark, or of the words where it is missing
    words_start: int
    words_end: int
    closed: bool  # False: the closing mark is missing, as before a further quoted paragraph


def find_quotations(text: str, paragraphs: Iterable[tuple[int, int]]) -> list[Quotation]:
    """Return the quotations of ``text`` in their order; none inside another, none empty."""
    bounds = list(paragraphs)
    found = []
    for number, (start, end) in enumerate(bounds):
        following = bounds[number + 1][0] if number + 1 < len(bounds) else len(text)
        goes_on = _opens_at(text, following)
        doubles = list(_doubles(text, start, end, goes_on=goes_on))
        found += doubles
        found += _singles(text, start, end, doubles)
    return sorted(found, key=lambda quotation: quotation.start)


def _opens_at(text: str, start: int) -> bool:
    return text[start : start + 1] in _OPENING or text[start : start + 1] in ('"', "'", "‘")


def _doubles(text: str, start: int, end: int, *, goes_on: bool) -> Iterator[Quotation]:
    opened: re.Match[str] | None = None
    for mark in _DOUBLE.finditer(text, start, end):
        if opened is None:
            if _may_open(text, mark, start):
                opened = mark
        elif _reopens(text, mark, opened):
            yield from _unclosed(text, opened, mark.start(), goes_on=False)
            opened = mark
        elif not _may_only_open(mark):
            yield from _quotation(text, opened, mark.start(), mark.end(), closed=True)
            opened = None
    if opened is not None:
        yield from _unclosed(text, opened, end, goes_on=goes_on or opened.start() == start)


def _may_open(text: str, mark: re.Match[str], start: int) -> bool:
    if mark[0] in _OPENING:
        return True
    if mark[0] in _CLOSING:
        return False
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end() : mark.end() + 1]
    if after == " " and before.isspace():  # '" Gender Queer "', where a link was
        closing = text.find(mark[0], mark.end(), mark.end() + _SPACED)
        return closing > 0 and not text[closing + len(mark[0]) :][:1].isalnum()
    return bool(after.strip()) and (not before.isalnum() or after.isupper()) and after not in ",.;)"


def _may_only_open(mark: re.Match[str]) -> bool:
    # The closing mark of „German“ quotations is an opening one elsewhere.
    return mark[0] in _OPENING and mark[0] != "“"


def _reopens(text: str, mark: re.Match[str], opened: re.Match[str]) -> bool:
    """Tell whether ``mark`` opens a new quotation though the last one was never closed."""
    before = text[mark.start() - 1]
    after = text[mark.end() : mark.end() + 1]
    if mark[0] == "“" and opened[0] != "„":
        return True
    return mark[0] in ('"', "''") and before.isspace() and after.isalnum()


def _unclosed(
    text: str, opened: re.Match[str], limit: int, *, goes_on: bool
) -> Iterator[Quotation]:
    """End a quotation without a closing mark with its paragraph, or else with its sentence."""
    end = limit
    if attribution := _ATTRIBUTED.search(text, opened.end(), limit):
        end = attribution.start()
    elif not goes_on and (sentence := _SENTENCE_END.search(text, opened.end(), limit)):
        end = sentence.end()
    yield from _quotation(text, opened, end, end, closed=False)


def _quotation(
    text: str, opened: re.Match[str], words_end: int, end: int, *, closed: bool
) -> Iterator[Quotation]:
    start = opened.end()
    while start < words_end and text[start].isspace():
        start += 1
    # The comma before a closing mark is the article's: the speaker's sentence may go on.
    while start < words_end and (text[words_end - 1].isspace() or text[words_end - 1] == ","):
        words_end -= 1
    if start < words_end:
        yield Quotation(opened.start(), end, start, words_end, closed)


def _singles(text: str, start: int, end: int, doubles: list[Quotation]) -> Iterator[Quotation]:
    starts = [double.start for double in doubles]  # rising, none overlaps another
    for mark in _SINGLE.finditer(text, start, end):
        before = bisect_right(starts, mark.start())
        inside = before > 0 and mark.start() < doubles[before - 1].end
        around = before < len(starts) and starts[before] < mark.end()
        if not inside and not around and mark.end() - mark.start() > 3:
            words_end = mark.end() - 1
            while text[words_end - 1] in ", ":
                words_end -= 1
            if words_end > mark.start() + 1:
                yield Quotation(mark.start(), mark.end(), mark.start() + 1, words_end, True)
