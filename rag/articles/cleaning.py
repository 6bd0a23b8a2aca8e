"""Make of what a file holds the text that is stored: the article, and nothing around it.

This comes before anything points into the text. Characters that show nothing go, and lines that
are no part of the article; what they say of author, date and source fills the fields that the
file leaves empty. Headings and datelines stay: they are read with the text, and told apart from
its sentences later. Everything left out is returned beside the text.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from rag.articles import bylines
from rag.articles.boxes import boxes_in
from rag.articles.comments import comments_below
from rag.articles.dumps import without_dump
from rag.articles.fields import Fields
from rag.articles.heads import PROSE, head_of, judge_head, title_line
from rag.articles.line_breaks import joined_lines
from rag.articles.menus import menu_above
from rag.articles.origins import filled
from rag.articles.surroundings import (
    LONGEST,
    captions_in,
    is_list_head,
    kind_of_surrounding,
)
from rag.language.entries import CLOCK_AND_DAY, LEAST, is_time_line
from rag.language.furniture import is_prose

# By hand, reading what is left out of news_bulk.
FOOT_LINES = 3  # that a line on the author may be among
ENTRY_HEAD = 4  # lines below the time of an entry that say who wrote it
MOST_NAMES = 50  # of authors: the whole text is searched for each
MOST_COUNT = 5  # digits of a count of comments
LEAST_KEPT = 0.3  # of the characters: a file of captions alone is an article of captions
LEAST_LINES = 5  # numbers that follow one another and are those of lines
LEAST_ADVERTS = 3  # in a text of nothing else
ENOUGH = 1_000  # characters, some five paragraphs: an article whatever else there is

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
# Soft hyphens, zero-width spaces, marks of direction and order, control characters.
_UNSEEN = re.compile(
    "[\xad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\x01-\x08\x0e-\x1f\x7f]"
)
_JOINED = re.compile("[\ufb00-\ufb06]")  # letters that are one character only in fonts
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f]")
_GLUED_TIME = re.compile(
    rf"^({CLOCK_AND_DAY}) ?[|:–—-]? ?(?!Source:)(?=[\"“‘]?[A-Z][a-z])",
    re.MULTILINE,
)
# Of a link, as browsers put it behind the words when they save a page as text
_TARGET = re.compile(r"[ \t]?<(?:https?://|mailto:|#)[^<>\n]{1,2000}>")
# An item of a menu or of a list of other articles, as they write it
_LINK_ITEM = re.compile(
    rf"^[ \t]*(?:[*•]|\d{{1,2}}\.)[ \t][^<>\n]{{1,120}}{_TARGET.pattern}[ \t]*$", re.MULTILINE
)
# "Ada Moe is a writer. The opinions expressed in this commentary are her own."
_OPINION = re.compile(
    r"\b(?:views?|opinions?) expressed (?:in this|here|are|by)\b|\b(?:view|read) more opinions?\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"(?:\d{1,4} ){4,}\d{0,4}")
_BESIDE_COUNTS = frozenset({"a byline", "a time stamp", "a button", "a line on the author"})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of a file that are no part of its article."""

    words: str
    what: str  # "a byline", "a time stamp", "an advert", …


def clean(fields: Fields) -> tuple[Fields, tuple[LeftOut, ...]]:
    """Return the fields with the text of the article alone, and what was left out of it."""
    whole, addresses = without_dump(plain_characters(fields.text))
    whole = joined_lines(whole)
    items = _LINK_ITEM.findall(whole)
    whole = _LINK_ITEM.sub("", whole)
    targets = _TARGET.findall(whole)
    text = _GLUED_TIME.sub(r"\1\n", _TARGET.sub("", whole))
    fields = replace(
        fields,
        text=text,
        title=plain_characters(fields.title),
        source=plain_characters(fields.source),
        author=plain_characters(fields.author),
    )
    written = fields.text.split("\n")
    lines, around, headline = _without_page(written)
    times = {number for number, line in enumerate(lines) if is_time_line(line.strip())}
    is_live = len(times) >= LEAST
    verdicts = judge_head(lines)
    if is_live:  # the times of its entries stay above them
        verdicts = {number: what for number, what in verdicts.items() if number not in times}
    verdicts.pop(headline, None)
    title = headline if headline >= 0 else title_line(lines, verdicts, is_titled=bool(fields.title))
    skipped = times if is_live else set()
    for number, line in enumerate(lines):
        words = line.strip()
        if not words or number in verdicts or number == title or number in skipped:
            continue
        what = _judge(words, lines, number)
        if is_live and not times.isdisjoint(range(number - ENTRY_HEAD, number)):
            what = _judge_in_entry(words, what)
        if what:
            verdicts[number] = what
    verdicts = boxes_in(lines) | verdicts
    verdicts.pop(headline, None)
    verdicts |= _signed(lines, verdicts)
    verdicts |= _listed(lines, verdicts)
    verdicts |= _bios(lines, verdicts, ", ".join([fields.author, *_reporters(lines, verdicts)]))
    verdicts |= _counts(lines, verdicts)
    verdicts = _spare(lines, verdicts) | around
    found = [(lines[number].strip(), what) for number, what in sorted(verdicts.items())]
    if headline >= 0 and not fields.title:
        fields = replace(fields, title=lines[headline].strip(" \t#"))
    reporters = _reporters(lines, verdicts)
    if is_live:
        found.append((lines[min(times)].strip(), "a time stamp"))
    fields = filled(fields, found)
    kept = [
        "\n\n".join(captions_in(line)) or line
        for number, line in enumerate(lines)
        if number not in verdicts
    ]
    text = "\n".join(kept)
    if verdicts or items:
        text = re.sub(r"\n{3,}", "\n\n", text).strip("\n")
    left_out = (
        *(LeftOut(item.strip(), "a link") for item in items),
        *(LeftOut(target.strip(), "the address of a link") for target in (*targets, *addresses)),
        *(
            LeftOut(words, what)
            for number, what in sorted(verdicts.items())
            if (words := written[number].strip())
        ),
    )
    return replace(fields, text=_apart(text, ", ".join([fields.author, *reporters]))), left_out


def _without_page(written: list[str]) -> tuple[list[str], dict[int, str], int]:
    """Return the lines with those of a page's menu and comments empty, what they are, its headline.

    The headline is the number of its line, -1 where no menu tells which it is.
    """
    menu = menu_above(written)
    around = dict.fromkeys(menu.lines if menu else (), "a menu")
    around |= dict.fromkeys(comments_below(written), "comments")
    lines = ["" if number in around else line for number, line in enumerate(written)]
    return lines, around, menu.headline if menu else -1


def plain_characters(text: str) -> str:
    """Return a text in composed characters, without those that show nothing, with plain spaces.

    Letters that a font joins are parted, or no word with them would be found.
    """
    text = unicodedata.normalize("NFC", text)
    text = _JOINED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _SPACES.sub(" ", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)))


def _judge(words: str, lines: list[str], number: int) -> str:
    """Say what a line is that is no part of the article, else ""."""
    if bylines.outlet_of(words) and words[-1] in "—–-":
        return "a source"
    if bylines.signed(words):
        above = (lines[place].strip() for place in range(number - 1, -1, -1))
        before = next(filter(None, above), "")
        # Below a quotation that stands alone, it is who said it.
        return "" if re.fullmatch(r"[\"“].*[\"”]", before) else "a byline"
    if re.match(r"(?i:by|updated|published|last updated|first published)\b", words):
        if bylines.authors_of(words):
            return "a byline"
        if bylines.is_stamp(words):
            return "a time stamp"
    if not re.search(r"[^\W_]", words):
        return "a rule"
    if re.fullmatch(r"[-–—] ?\d{1,4} ?[-–—]", words):
        return "a page number"
    if _is_count(words):
        return "line numbers"
    if _OPINION.search(words):
        return "a line on the author"
    return kind_of_surrounding(words)


def _is_count(words: str) -> bool:
    """Tell whether words are numbers that follow one another, as editors number lines."""
    if not _COUNT.fullmatch(words[:LONGEST]):
        return False
    numbers = [int(one) for one in words[:LONGEST].split()[:LEAST_LINES]]
    return numbers == list(range(numbers[0], numbers[0] + LEAST_LINES))


def _judge_in_entry(words: str, what: str) -> str:
    """Say what a line is at the top of a live blog's entry, where headings look like links."""
    if not what and bylines.is_from_line(words):
        return "a credit"
    return "" if what == "a link" and re.match(r"(?:Analysis|Opinion|Exclusive): ", words) else what


def _signed(lines: list[str], verdicts: dict[int, str]) -> dict[int, str]:
    """Return the names below quotations that stand elsewhere as those of reporters."""
    known = {
        lines[number].strip("-–— \t") for number, what in verdicts.items() if what == "a byline"
    }
    names = {name for line in known for name in _names(line)}
    return {
        number: "a byline"
        for number, line in enumerate(lines)
        if number not in verdicts
        and bylines.signed(line.strip())
        and not names.isdisjoint(_names(line.strip("-–— \t")))
    }


def _listed(lines: list[str], verdicts: dict[int, str]) -> dict[int, str]:
    """Return the lines behind the last paragraph that list other articles, below "Most read"."""
    foot: list[int] = []
    listed: list[int] = []
    for number in range(len(lines) - 1, -1, -1):
        words = lines[number].strip()
        if is_list_head(words):
            listed = [*foot]
        elif words and number not in verdicts:
            if is_prose(words):
                break
            foot.append(number)
    return dict.fromkeys(listed, "a link")


def _reporters(lines: list[str], verdicts: dict[int, str]) -> list[str]:
    """Return the names in bylines."""
    words = [
        lines[number].strip() for number, what in sorted(verdicts.items()) if what == "a byline"
    ]
    return [bylines.authors_of(line) or line.strip("-–— ") for line in words]


def _bios(lines: list[str], verdicts: dict[int, str], author: str) -> dict[int, str]:
    """Return the lines that say who the authors are, as "Ada Moe covers the harbours" does.

    They stand behind the article, or between its title and its first paragraph.
    """
    known = "|".join(re.escape(name) for name in _names(author) if " " in name)
    if not known:
        return {}
    bio = re.compile(
        rf"(?:[-–—•* ]*)(?:{known})(?:,? (?:who|an?|the)\b.{{0,80}})? (?:is|was"
        r"|has (?:been|covered|written)|covers?|covered|writes?|reports?|reported"
        r"|joined|leads|edits|works|contributed|teaches|can be)\b(?! (?:said|told|quoted))",
    )
    surnames = "|".join(re.escape(name.split()[-1]) for name in _names(author) if " " in name)
    short = re.compile(
        rf"(?:{surnames}) (?:covers|writes (?:about|on)|reports on)\b", re.IGNORECASE
    )
    kept = [number for number, line in enumerate(lines) if line.strip() and number not in verdicts]
    head = {number for number, words in head_of(lines) if len(words) <= PROSE}
    bios = {
        number: "a line on the author"
        for number in kept[1:]
        if (number in head or number in kept[-FOOT_LINES:])
        and (bio.match(lines[number].strip()) or short.match(lines[number].strip()))
        and len(lines[number]) <= LONGEST
    }
    names = {name.casefold() for name in _names(author)}
    above = [kept[kept.index(number) - 1] for number in bios]
    return bios | {
        number: "a byline" for number in above[-1:] if lines[number].strip().casefold() in names
    }


def _counts(lines: list[str], verdicts: dict[int, str]) -> dict[int, str]:
    """Return the numbers above the first paragraph that count comments, beside what is left out.

    Any other number is one of the article: of a table, of a chapter.
    """
    written = [number for number, line in enumerate(lines) if line.strip()]
    places = {number: place for place, number in enumerate(written)}
    return {
        number: "a button"
        for number, words in head_of(lines)[1:]
        if words.isdecimal()
        and len(words) <= MOST_COUNT
        and any(
            verdicts.get(near) in _BESIDE_COUNTS
            for near in written[places[number] - 1 : places[number] + 2]
        )
    }


def _spare(lines: list[str], verdicts: dict[int, str]) -> dict[int, str]:
    """Return the verdicts without captions, or without any, where they would leave too little.

    Of several lines that are all adverts nothing is left: a page was saved without its article.
    """
    adverts = [number for number, what in verdicts.items() if what == "an advert"]
    if len(adverts) >= LEAST_ADVERTS and len(verdicts) == sum(map(bool, map(str.strip, lines))):
        return verdicts
    whole = sum(len(line) for line in lines)
    for spared in ((), ("a caption",), ("a caption", "a link", "an advert", "a credit")):
        left = {number: what for number, what in verdicts.items() if what not in spared}
        rest = [line for number, line in enumerate(lines) if number not in left and line.strip()]
        if rest and sum(map(len, rest)) >= min(LEAST_KEPT * whole, ENOUGH):
            return left
    return left if rest else {}


def _apart(text: str, author: str) -> str:
    """Return a text in which no reporter's name runs into the sentence behind it."""
    for name in dict.fromkeys(_names(author)):
        if len(name.split()) > 1:
            signed = rf"(?<=[.!?”\"’]) (?:[-–—]{{1,2}} ?)?{re.escape(name)} "
            text = re.sub(rf"{signed}(?=[A-Z“\"])(?!Jr\b|Sr\b|[A-Z]\. )", "\n\n", text)
    return text


def _names(author: str) -> list[str]:
    """Return the names in a field of authors, the first of very many."""
    return [name.strip() for name in re.split(r",|;| and | & ", author)][:MOST_NAMES]
