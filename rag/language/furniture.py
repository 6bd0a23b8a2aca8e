"""Find what stands in an article's text and is no sentence: headings, times of entries, datelines.

They stay in the text, where they can be searched and read; they are only never a sentence.
What is no part of an article at all, an advert, a byline, is taken out before the text is stored.
"""

import re
from collections.abc import Iterator

from rag.language.countries import CITIES
from rag.language.entries import is_time_line

# By eye, over the headings of 8,373 articles of three papers.
HEADING_LENGTH = 120  # characters
HEADING_WORDS = 18
MOST_HEADINGS = 2  # that follow one another, as of a section and its first part; more are a list

# "BRUSSELS (AP) — ", "WASHINGTON – ", "New York (CNN Business) ", "PARIS, March 3 (Reuters) - ",
# "Seoul, South Korea — "
AGENCY = (
    r"A\.?P\.?|Associated Press|AFP|Agence France-Presse|ANI|ANSA|Bloomberg|dpa|DW|EFE|IANS|Kyodo"
    r"|PA|PTI|RFE/RL|Reuters|SDA|TASS|UPI|Xinhua|BBC|CBC|CNBC|CNN(?:\s?\w+)?|NPR|VOA"
)
_PLACE = (
    r"[A-Z][\w.’'-]{0,30}+(?:[ ,/]{1,2}(?:[A-Z][\w.’'-]{0,30}+|\d{1,2}(?:\d\d)?|of|de|la|and)){0,7}"
)
_CAPITALS = (
    r"[A-ZÀ-Þ][A-ZÀ-Þ.’'-]{1,30}+(?:[ ,/]{1,2}(?:[A-ZÀ-Þ][\w.’'-]{0,30}+|D\.C\.|\d{1,2}(?:\d\d)?"
    r")){0,6}"
)
_CITIES = "|".join(
    (*sorted(name.title() for name in CITIES), "Hong Kong", "New York", "Los Angeles", "Gaza City")
)
DATELINE = re.compile(
    rf"(?:(?:{_PLACE},? )?\((?P<agency>{AGENCY})\)(?: ?[—–−-]{{1,2}})?"
    rf"|(?:{_CAPITALS} ?|(?:{_CITIES})(?:, [A-Z]\w+(?: [A-Z]\w+)?)? )[—–−-]{{1,2}})"
    rf"[ \t]+(?=[\"“‘'(]?[^\W\d_a-zà-þ]|[\"“‘']?\d)"
)

_LINE = re.compile(r"[^\n]+")
_ENDS = re.compile(r"[.!?…。！？।][\"”’'»)\]]*\Z|[,;]\Z")
_MARKDOWN = re.compile(r"#{1,6}[ \t]+\S|(?:\*\*|__)[^*_]+(?:\*\*|__)\Z")
_ITEM = re.compile(r"[-–—•·►▪*‣]|\d{1,2}\)")
# What a line says, not what is below it: "Born: September 15, 1984", "When: through July 10"
_FACT = re.compile(
    r"(?:born|died|age|dates?|when|where|who|time|cost|price|tickets|location|stadium|venue"
    r"|incumbent|result|final|half-?time|score)\b[^:.]{0,20}:[ ]",
    re.IGNORECASE,
)
_LABEL_LENGTH = 60
_SPEAKS = re.compile(
    r"\b(?:sa(?:id|ys)|wr(?:ote|ites)|added|told|tweeted|asked|stated|reads?|posted|continued)\b"
)
_QUESTION_WORDS = 14
_QUOTES = re.compile(r"[,.!?][\"”]")  # '"Any quick fix is a dirty deal," said Kallas'


def furniture(text: str) -> list[tuple[int, int]]:
    """Return the start and end of everything in ``text`` that is no sentence, in order.

    A heading stands on a line of its own, has no full stop, and prose comes below it. Of a text
    without prose nothing is returned: then its lines are all there is.
    """
    lines = [(start, start + len(words), words) for start, words in _lines(text)]
    prose = [is_prose(words) for _, _, words in lines]
    found = []
    above = 0  # lines without a full stop that stand above this one without prose between
    for number, (start, end, words) in enumerate(lines):
        above = 0 if prose[number] else above + 1
        if (
            not re.search(r"\w", words)
            or is_time_line(words)
            or _MARKDOWN.match(words)
            or above
            and _may_be_heading(words)
            and _heads_prose(number, prose, above)
        ):
            found.append((start, end))
        elif dateline := DATELINE.match(words):
            found.append((start, start + dateline.end()))
    return found if any(prose) else []


def without_furniture(text: str, bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the bounds of sentences without those that are furniture; all if there are no others.

    A sentence behind a dateline starts where the dateline ends.
    """
    spans = furniture(text)
    kept = []
    place = 0
    for start, end in bounds:
        while place < len(spans) and spans[place][1] <= start:
            place += 1
        if place < len(spans) and spans[place][0] <= start:
            start = spans[place][1]
        if start < end:
            kept.append((start, end))
    return kept or bounds


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for line in _LINE.finditer(text):
        words = line[0].strip()
        if words:
            yield line.start() + line[0].index(words[0]), words


def is_prose(words: str) -> bool:
    """Tell whether a line is long, or ends as a sentence does."""
    return len(words) > HEADING_LENGTH or bool(
        (_ENDS.search(words) and not _is_question(words)) or _QUOTES.search(words)
    )


def _is_question(words: str) -> bool:
    """Tell whether a line is a question that may stand above its answer."""
    return (
        words.endswith("?")
        and words[0] not in "\"“‘'"
        and len(words.split()) <= _QUESTION_WORDS
        and not re.search(r"[.!?] ", words)
    )


def _may_be_heading(words: str) -> bool:
    if _ITEM.match(words) or _FACT.match(words) or len(words) > HEADING_LENGTH:
        return False
    if words.endswith(":"):
        return len(words) <= _LABEL_LENGTH and not _SPEAKS.search(words)
    if words[0].islower() or len(words.split()) > HEADING_WORDS:
        return False
    return _is_question(words) or not _ENDS.search(words)


def _heads_prose(number: int, prose: list[bool], above: int) -> bool:
    """Tell whether prose follows a line that is one of few without a full stop."""
    for below, follows in enumerate(prose[number + 1 : number + 1 + MOST_HEADINGS]):
        if follows:
            return above + below <= MOST_HEADINGS
    return False
