"""Judge the lines between the top of a text and its first paragraph, as bylines and dates."""

import re

from rag.articles import bylines
from rag.articles.surroundings import is_section, kind_of_surrounding
from rag.language.furniture import DATELINE, is_prose

# By hand, reading what is left out of news_bulk.
HEAD_LINES = 12  # that a byline, a date and a source may stand among before the first paragraph
PROSE = 140  # characters; from such a line on it is the article

_ADDRESS = re.compile(r"<?https?://\S{4,400}")
_TIME = re.compile(r"\d{1,2}[:.]\d\d|[ap]\.?m", re.IGNORECASE)


def judge_head(lines: list[str]) -> dict[int, str]:
    """Say what the lines before the first paragraph are, by number; the title is not among them."""
    head = head_of(lines)
    verdicts: dict[int, str] = {}
    for place, (number, words) in enumerate(head):
        what = _kind_in_head(words)
        beside = [head[near][1] for near in (place - 1, place + 1) if 0 <= near < len(head)]
        near_origin = any(map(_tells_origin, beside))
        if not what and place and _ADDRESS.fullmatch(words):
            what = "an address"
        if not what and place and bylines.is_place_and_day(words):
            what = "a time stamp"
        if not what and place < 2 and len(head) > place + 1 and is_section(words):
            what = "a section"
        if not what and place and near_origin and bylines.is_name_line(words):
            what = "a byline"
        if not what and not place and near_origin and _stands_alone(words, head[1:]):
            what = "a byline"
        if what:
            verdicts[number] = what
        elif place and not near_origin and re.search(r"[.!?][\"”’)]*\Z", words):
            break
    return verdicts | _names_above(head, verdicts)


def _names_above(head: list[tuple[int, str]], verdicts: dict[int, str]) -> dict[int, str]:
    """Return the names, each on a line of its own, above one that is a byline."""
    found: dict[int, str] = {}
    below = ""
    for number, words in reversed(head[1:]):
        if number not in verdicts and below and bylines.is_name_line(words):
            found[number] = "a byline"
        elif verdicts.get(number) != "a byline" or not bylines.is_name_line(words):
            below = ""
            continue
        below = words
    return found


def head_of(lines: list[str]) -> list[tuple[int, str]]:
    """Return the lines before the first paragraph, without the buttons among them."""
    head = []
    for number, line in enumerate(lines):
        words = line.strip()
        if len(words) > PROSE and not bylines.without_stamp(words)[1]:
            break
        if words and (bylines.is_stamp(words) or kind_of_surrounding(words) != "a button"):
            head.append((number, words))
        if len(head) == HEAD_LINES:
            break
    return head


def _stands_alone(words: str, below: list[tuple[int, str]]) -> bool:
    """Tell whether a first line is a byline: names, and no other byline is below a title."""
    return bylines.is_name_line(words) and not any(bylines.authors_of(line) for _, line in below)


def title_line(lines: list[str], verdicts: dict[int, str], *, is_titled: bool) -> int:
    """Return the number of a first line with a byline, a date or a source below it, else -1."""
    written = [number for number, line in enumerate(lines) if line.strip()][:2]
    if len(written) < 2 or written[0] in verdicts:
        return -1
    first, below = (lines[number].strip() for number in written)
    is_heading = written[1] > written[0] + 1 and is_prose(below)
    if is_heading and not is_titled and kind_of_surrounding(first) == "a link":
        return written[0]  # "In pictures: the storm" is the title where the file has no other
    if written[1] not in verdicts:
        return -1
    # A headline may look like a link, never like an advert.
    if kind_of_surrounding(first) in {"", "a link"}:
        return written[0]
    return -1


def _kind_in_head(words: str) -> str:
    if bylines.is_stamp(words):
        # A time alone is an entry of a live blog, and stays above it.
        return (
            ""
            if _TIME.search(words) and not bylines.day_of(words) and len(words) < 25
            else ("a time stamp")
        )
    rest, stamp = bylines.without_stamp(words)
    if stamp and (
        bylines.authors_of(rest) or bylines.is_name_line(rest) or bylines.outlet_of(rest)
    ):
        return "a byline"
    if bylines.authors_of(words) or re.fullmatch(r"(?:by|von|par):?", words, re.IGNORECASE):
        return "a byline"
    if any(bylines.facts_of(words)) or bylines.named_with_role(words):
        return "a byline"
    if bylines.outlet_of(words) or bylines.labelled_outlet(words):
        return "a source"
    if (dateline := DATELINE.match(f"{words} The")) and dateline.end() > len(words):
        return "a dateline"  # on a line of its own
    return "a byline" if bylines.is_role_line(words) else ""


def _tells_origin(words: str) -> bool:
    return _kind_in_head(words) in {"a time stamp", "a source", "a byline"}
