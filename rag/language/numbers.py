"""Read the numbers that a text names, in digits or in words.

Vague amounts ("thousands of people") and "one", which is as often a pronoun, are no numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
_CURRENCIES = {"dollar": "$", "euro": "€", "pound": "£", "yen": "¥"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a text has it. Offsets are characters of the text, end exclusive."""

    start: int
    end: int
    value: float
    unit: str  # "%", a currency's sign, or empty


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
