"""Read the dates that a text names, and what a text of a certain date means by "yesterday"."""

import re
from bisect import bisect_left
from calendar import day_abbr, day_name, month_abbr, month_name
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = tuple(month_name[1:])
WEEKDAYS = tuple(day_name)
YEAR = r"(?:1\d|20)\d\d"  # a pattern: a number that is mostly a year
# Words that say when: lower-case, as tokens of a clause.
TIME_WORDS = frozenset(
    [name.lower() for name in (*WEEKDAYS, *MONTHS, *day_abbr, *month_abbr[1:])]
    + "tues thurs sept today yesterday tonight tomorrow morning afternoon evening night week month"
    " year recently earlier later afterward afterwards".split()
)
# A day, month or year as a question names it: "13 February 2025", "May 2020", "1999".
WRITTEN_DATE = re.compile(
    rf"\b(?:\d{{1,2}} )?(?:{'|'.join(MONTHS)})(?: \d{{1,2}}\b)?(?:,? \d{{4}})?|\b{YEAR}\b"
)

_MONTH = "|".join([*month_name[1:], *(f"{name}\\.?" for name in month_abbr[1:]), "Sept\\.?"])
_YEAR = rf"(?P<year>{YEAR})"
_DATES = tuple(
    re.compile(rf"(?<![\w-]){form}(?![\w-])")
    for form in (
        r"(?P<year>[12]\d{3})-(?P<digits>\d\d)-(?P<day>\d\d)",
        rf"(?P<month>{_MONTH})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s{_YEAR})?",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{_MONTH})(?:,?\s{_YEAR})?",
        rf"(?P<month>{_MONTH}),?\s(?:of\s)?{_YEAR}",
        rf"(?P<weekday>{'|'.join(day_name)})",
        rf"(?<=[a-z,]\s)(?P<month>{'|'.join(month_name[1:])})",
    )
)
_RELATIVE = re.compile(
    r"\b(?:(?P<day>today|tonight|yesterday|tomorrow)"
    r"|(?P<which>last|this|next)\s(?P<unit>month|year))\b",
    re.IGNORECASE,
)
_STEPS = {
    "today": 0,
    "tonight": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "last": -1,
    "this": 0,
    "next": 1,
}


@dataclass(frozen=True, slots=True)
class Day:
    """A date as a text has it, with 0 for what it leaves open."""

    start: int
    end: int
    year: int
    month: int
    day: int
    weekday: int  # 1 is Monday

    def agrees(self, other: "Day") -> bool:
        """Tell whether the other names all that this one does, and names it the same.

        A year that the other leaves open is not held against it.
        """
        return (
            self.year in (0, other.year or self.year)
            and self.month in (0, other.month)
            and self.day in (0, other.day)
            and self.weekday in (0, other.weekday)
        )


def written_date(day: date | None) -> str:
    """Return a date as it is shown: ``13 February 2025``, or ``undated``."""
    return f"{day.day} {day:%B %Y}" if day else "undated"


def find_dates(text: str) -> list[Day]:
    """Return the dates of ``text`` in order: full ones, months, days of the week."""
    found: list[Day] = []
    taken: list[tuple[int, int]] = []  # rising, none overlaps another
    for pattern in _DATES:
        new = [match for match in pattern.finditer(text) if not _overlaps(match, taken)]
        found += map(_day, new)
        taken = sorted([*taken, *(match.span() for match in new)])
    return sorted(found, key=lambda one: one.start)


def _overlaps(match: re.Match[str], taken: Sequence[tuple[int, int]]) -> bool:
    before = bisect_left(taken, (match.end(),))
    return before > 0 and taken[before - 1][1] > match.start()


def days_meant(text: str, written: date) -> list[Day]:
    """Return what a text of that date means by the dates it leaves partly open.

    Weekdays within a week of the date, "yesterday", "last year"; and the date itself.
    """
    meant = [_on(written)]
    for one in find_dates(text):
        if one.weekday:
            meant += [
                _on(written + timedelta(days=step))
                for step in range(-7, 8)
                if (written + timedelta(days=step)).isoweekday() == one.weekday
            ]
        elif not one.year:
            meant.append(Day(0, 0, written.year, one.month, one.day, 0))
    for match in _RELATIVE.finditer(text):
        if match["day"]:
            meant.append(_on(written + timedelta(days=_STEPS[match["day"].lower()])))
        elif match["unit"].lower() == "year":
            meant.append(Day(0, 0, written.year + _STEPS[match["which"].lower()], 0, 0, 0))
        else:
            months = written.year * 12 + written.month - 1 + _STEPS[match["which"].lower()]
            meant.append(Day(0, 0, months // 12, months % 12 + 1, 0, 0))
    return meant


def _on(day: date) -> Day:
    return Day(0, 0, day.year, day.month, day.day, day.isoweekday())


def _day(match: re.Match[str]) -> Day:
    parts = match.groupdict()
    month = int(parts.get("digits") or 0)
    if parts.get("month"):
        month = list(month_abbr).index(parts["month"][:3])
    weekday = parts.get("weekday")
    return Day(
        match.start(),
        match.end(),
        int(parts.get("year") or 0),
        month,
        int(parts.get("day") or 0),
        list(day_abbr).index(weekday[:3]) + 1 if weekday else 0,
    )
