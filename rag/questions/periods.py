"""Read from a question when the articles that it asks for appeared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rag.language.dates import MONTHS, YEAR, Day, find_dates

_BEFORE_MONTH = r"(?:in|of|on|by|early|mid|late|since|before|after|until|till|last|next|this)"
_LOWER_MONTH = re.compile(  # "may" and "march" are verbs, too
    rf"\b(?:(?P<sure>{'|'.join(name.lower() for name in MONTHS if name not in ('March', 'May'))})"
    rf"|(?<= )(?P<unsure>march|may)(?= \d)|(?<=\d )(?P<after>march|may))\b"
    rf"|\b{_BEFORE_MONTH}[ -](?P<in>march|may)\b"
)
_AFTER = re.compile(r"\b(?:after|since|later than) (?:the )?['\"‘“]?$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:before|until|till|up to) (?:the )?['\"‘“]?$", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:in|on|at|of|from|during|since|after|before|until|till|by|later than|up to)"
    r" (?:(?:the|early|mid|late|end of|start of|beginning of|middle of|spring|summer|autumn|fall"
    r"|winter)[ -]){0,3}$",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(
    rf"\b(?P<how>in|during|since|after|before|until|till|by|of|from) (?P<year>{YEAR})\b(?!-)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:(?P<day>today|yesterday)"
    r"|(?P<which>this|last|past) (?P<unit>week|month|year))\b",
    re.IGNORECASE,
)
_NEWEST = re.compile(
    r"\b(?:(?:the )?(?:very )?(?:latest|lastest|most recent|newest)|(?:most )?recently|currently"
    r"|(?P<while>still|now(?! that\b))"
    r"|at (?:the|this) moment|at present|right now|nowadays|these days|so far|by now|up to now"
    r"|to date|as of (?:now|today)|lately)\b",
    re.IGNORECASE,
)
_IN_THE_PAST = re.compile(r"\b(?:was|were|did|could|had|would)\b", re.IGNORECASE)
_SINCE_EVENT = re.compile(r"\bsince (?:the|his|her|its|their|that)\b[^?]*", re.IGNORECASE)
_DAYS = {"week": 7, "month": 30, "year": 365}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time that a question names; ``question[start:end]`` names it."""

    start: int
    end: int
    since: date | None  # inclusive
    until: date | None  # inclusive
    is_year: bool = False  # no more than a year is named: articles write it too
    is_guess: bool = False  # no year is named, and the last that can be meant is taken


def find_periods(question: str, today: date | None) -> list[Period]:
    """Return the periods that a question names, in its order.

    Args:
        question: as it is read.
        today: the day that "last week" counts from, and whose year a date without one has; None
            leaves such dates unread.
    """
    found = [
        period
        for day in find_dates(_with_capital_months(question))
        if (period := _named(question, day, today)) is not None
    ]
    taken = [(one.start, one.end) for one in found]
    found += [one for one in _years(question) if not _inside(one, taken)]
    if today is not None:
        for match in _RELATIVE.finditer(question):
            back = 1 if match["day"] else _DAYS[match["unit"].lower()]
            is_today = (match["day"] or "").lower() == "today"
            since = today if is_today else today - timedelta(back)
            found.append(Period(match.start(), match.end(), since, today))
    return sorted(found, key=lambda one: one.start)


def newest_words(question: str) -> list[tuple[int, int]]:
    """Return where a question says that it wants what is newest: "latest", "still", "so far"."""
    was = _IN_THE_PAST.search(question) is not None
    found = [match for match in _NEWEST.finditer(question) if not (was and match["while"])]
    return [match.span() for match in found]


def is_since_event(question: str) -> bool:
    """Tell whether a question asks what was after something that is no date: "since the summit"."""
    event = _SINCE_EVENT.search(question)
    return event is not None and not find_periods(event[0], date.max)


def with_preposition(question: str, period: Period) -> tuple[int, int]:
    """Return where a question names a period, the preposition before it included."""
    before = _PREPOSITION.search(question[: period.start])
    return (before.start() if before else period.start, period.end)


def _with_capital_months(question: str) -> str:
    """Return a question with its months as articles write them, each in its place."""
    for match in _LOWER_MONTH.finditer(question):
        start, end = next(match.span(name) for name, found in match.groupdict().items() if found)
        question = question[:start] + question[start:end].capitalize() + question[end:]
    return question


def _named(question: str, day: Day, today: date | None) -> Period | None:
    year = day.year or (today.year if today else 0)
    if not (year and day.month):
        return None
    try:
        first = date(year, day.month, day.day or 1)
    except ValueError:  # 31 June
        return None
    if not day.year and today and first > today:
        first = first.replace(year=year - 1, day=min(first.day, 28))
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    last = first if day.day else following - timedelta(1)
    since, until = _bounds(question[: day.start], first, last)
    return Period(day.start, day.end, since, until, is_guess=not day.year)


def _years(question: str) -> Iterator[Period]:
    for match in _BARE_YEAR.finditer(question):
        first, last = date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31)
        before = question[: match.start("year")]
        if match["how"].lower() == "before":
            bounds: tuple[date | None, date | None] = (None, first - timedelta(1))
        elif match["how"].lower() == "after":
            bounds = (last + timedelta(1), None)
        else:
            bounds = _bounds(before, first, last)
        yield Period(match.start("year"), match.end("year"), *bounds, is_year=True)


def _bounds(before: str, first: date, last: date) -> tuple[date | None, date | None]:
    if _AFTER.search(before):
        return first, None
    if _UNTIL.search(before):
        return None, last
    return first, last


def _inside(period: Period, taken: list[tuple[int, int]]) -> bool:
    return any(start <= period.start < end for start, end in taken)
