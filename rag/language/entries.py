"""Read the times that stand above the entries of a live blog."""

import re
from collections.abc import Iterator
from datetime import date

from rag.language.dates import find_dates
from rag.records import Article, Entry

LEAST = 3  # times on lines of their own that make a text a live blog (by hand)
LONGEST = 80  # characters of such a line

_CLOCK = (
    r"(?<![\d-])(?:\d{1,2}[:.]\d\d(?:[ ]?[aApP]\.?[mM]\.?)?|\d{1,2}[ ]?[aApP]\.?[mM]\.?)"
    r"(?:[ ](?:[A-Z]{2,4}\b|local time))?"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = (
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}}\.?,? )?"
    rf"(?:{_MONTH} \d{{1,2}}(?!\d|:)(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}(?:,? \d{{4}})?"
    r"|\d{4}-\d\d-\d\d)"
)
CLOCK_AND_DAY = rf"(?:{_DAY},? (?:at )?)?{_CLOCK}(?:,? (?:on )?{_DAY})?"
_TIME_LINE = re.compile(
    r"(?:(?:[Pp]osted|[Uu]pdated|[Pp]ublished)(?: at| on)?:? )?"
    r"(?:\d{1,2} ?(?:h|m|hours?|min(?:ute)?s?) ago )?"
    rf"\(?{CLOCK_AND_DAY}\)?[ ]?[|:–—-]?"
    r"|(?:\d{1,2} ?(?:hr?|min|m)s? ?){1,2}ago"
)


def is_time_line(line: str) -> bool:
    """Tell whether a line is a time of the day, perhaps with the day, and nothing else."""
    return len(line) <= LONGEST and bool(_TIME_LINE.fullmatch(line))


def time_line(moment: object) -> str:
    """Return a time as written for machines as such a line: "2024-05-03 11:42"; else ""."""
    found = re.match(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)", str(moment))
    return f"{found[1]} {found[2]}" if found else ""


def entries_of(article: Article) -> list[Entry]:
    """Return the entries of a live blog in the order of its text; none of another article."""
    found = list(_entries(article.text, article.date))
    return found if len(found) >= LEAST else []


def entry_at(article: Article, place: int) -> Entry | None:
    """Return the entry of a live blog that holds a place of its text."""
    before = [one for one in entries_of(article) if one.start <= place]
    return before[-1] if before else None


def _entries(text: str, written: date | None) -> Iterator[Entry]:
    for line in re.finditer(r"[^\n]+", text):
        words = line[0].strip()
        if not is_time_line(words):
            continue
        clock = re.search(_CLOCK, words)
        yield Entry(line.start(), clock[0] if clock else "", _day(words, written))


def _day(words: str, written: date | None) -> date | None:
    """Return the day that a time line names; one without a year is of the article's."""
    for one in find_dates(words):
        year = one.year or (written.year if written else 0)
        if year and one.month and one.day:
            try:
                return date(year, one.month, one.day)
            except ValueError:
                return None
    return None
