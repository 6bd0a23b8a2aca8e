"""Read the numbers and the dates that a text names, in digits or in words.

Vague amounts ("thousands of people") and "one", which is as often a pronoun, are no numbers.
"""

import re
from calendar import day_abbr, day_name, month_abbr, month_name
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_UNITS = (
    {word: value for value, word in enumerate(_SMALL)}
    | {word: 10 * value for value, word in enumerate(_TENS, start=2)}
    | {word: value for value, word in enumerate(_ORDINALS) if value > 1}
    | {"thirtieth": 30, "dozen": 12, "twice": 2}
)
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12,
}  # fmt: skip
_PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2}
_WORD = "|".join(sorted(_UNITS.keys() - {"one"}, key=len, reverse=True))
_SCALE = "hundred|thousand|million|billion|trillion"
_PERCENT = r"(?P<percent>\s?%|[\s-]per\s?cent\b|\spercentage\b)"
_NUMBER = re.compile(
    rf"""(?<![\w]) (?<![A-Za-z]-) (?P<money>[$€£¥])?\s?
    (?: (?P<digits>(?<![\d.])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
        (?: (?:st|nd|rd|th|s)\b | (?P<short>k|mn?|bn|tn)\b | [\s-]?(?P<scale>{_SCALE})\b )?
      | (?P<fraction>(?:(?:a|one|two|three|four)[\s-])(?:half|third|quarter|fifth)s?|half)\b
      | (?P<words>(?:{_WORD}|(?:an?|one)(?=\s(?:{_SCALE})\b))\b
          (?:[\s-](?:and\s)?(?:{_WORD}|one|{_SCALE})\b)*)
    )
    (?:{_PERCENT} | \s?(?P<currency>dollars?|euros?|pounds?|yen)\b)?""",
    re.VERBOSE | re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s[A-Z]")
_MONTH = "|".join([*month_name[1:], *(f"{name}\\.?" for name in month_abbr[1:]), "Sept\\.?"])
_YEAR = r"(?P<year>1\d{3}|20\d\d)"
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
_CURRENCIES = {"dollar": "$", "euro": "€", "pound": "£", "yen": "¥"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a text has it. Offsets are characters of the text, end exclusive."""

    start: int
    end: int
    value: float
    unit: str  # "%", a currency's sign, or empty


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


def find_dates(text: str) -> list[Day]:
    """Return the dates of ``text`` in order: full ones, months, days of the week."""
    found: list[Day] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(_day(match))
    return sorted(found, key=lambda one: one.start)


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of ``text`` in order; those of its dates are among them."""
    found = []
    for match in _NUMBER.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if match["words"] and text[start].isupper() and _GOES_ON.match(text, match.end()):
            continue  # "Ten Hag" is a name
        if match["percent"]:
            unit = "%"
        elif match["currency"]:
            unit = _CURRENCIES[match["currency"].lower().removesuffix("s")]
        else:
            unit = match["money"] or ""
        values = list(_values(match))
        found += [Number(start, match.end(), value, unit) for value in values]
    return found


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


def _values(match: re.Match[str]) -> Iterator[float]:
    if match["digits"]:
        value = float(match["digits"].replace(",", ""))
        yield value * _SCALES.get((match["short"] or match["scale"] or "").lower(), 1)
    elif match["fraction"]:
        *count, part = re.split(r"[\s-]", match["fraction"].lower())
        times = {"two": 2, "three": 3, "four": 4}.get(count[0], 1) if count else 1
        yield times * _PARTS[part.removesuffix("s") if part != "half" else part]
    else:
        yield from _in_words(re.split(r"[\s-]", match["words"].lower()))


def _in_words(words: list[str]) -> Iterator[float]:
    """Yield the numbers that a run of number words spells; mostly it is one."""
    total = current = 0.0
    last = ""
    for word in words:
        if word == "and":
            continue
        if word in _SCALES:
            current = (current or 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, current = total + current, 0.0
        else:
            value = 1.0 if word in ("a", "an", "one") else float(_UNITS[word])
            # "twenty five" is one number, "two three" are two.
            if last in _UNITS and not (last in _TENS and 0 < value < 10):
                yield total + current
                total = current = 0.0
            current += value
        last = word
    yield total + current
