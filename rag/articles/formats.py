r"""Make articles of bytes, and the other way round.

The text of an article is what its file holds, character by character: only line ends become
``\n``, a byte order mark is dropped, and HTML and references (``&amp;``) in .jsonl are resolved.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import unescape
from pathlib import PurePosixPath
from typing import Any

import chardet
import yaml
from dateutil import parser as dateutil_parser

from rag.articles.cleaning import LeftOut, clean
from rag.articles.columns import (
    NONE,
    Columns,
    fields_of,
    is_address,
    is_known,
    note_on_unread,
)
from rag.articles.fields import Fields, NotAnArticle
from rag.articles.markdown import escaped_markdown, plain_markdown
from rag.articles.readers.cells import without_tags
from rag.articles.several import heads_of_several
from rag.language.furniture import DATELINE, without_furniture
from rag.language.sentences import sentence_bounds
from rag.records import Article

MAX_BYTES = 10_000_000  # of one article: a file, or one line of a .jsonl file
# Characters of an article that are found by their meaning, what comes after them by its words
# alone: a long novel's 150,000 words and more, some thousand passages, which two cores embed in
# half a minute. Else one file could hold up a build for many.
FOUND_BY_MEANING = 1_000_000
MOST_LISTED = 9  # lines that several articles begin in
PARAGRAPH = 100  # characters, from which a line below a first one is no heading's second line
NAMES = ("title", "date", "source", "author", "url")  # in front matter that this program writes
TITLE_LENGTH = 160  # characters; a first sentence that serves as the title is cut near it

_DATE_LINE = re.compile(
    r"\s*date:?[ \t]+(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:T[\d:.Z+-]*)?)[,:]?(?!\S)[ \t]*",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?=[ T]|\Z)")
_DAY_FIRST = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})(?=[ T,]|\Z)")  # as no American writes it
_JOINED = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T\d{4,6}Z?)?")
_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_LABEL = re.compile(r"\s*(?P<name>[A-Za-z][\w -]{1,24}):[ \t]+(?P<value>\S[^\n]*)(?:\n|\Z)")
_VALUE = re.compile(r"^(?P<name>[\w-]{1,40}:[ \t]+)(?P<value>[^\s\[{|>&!'][^\n]*)$", re.MULTILINE)
MOST_MENDED = 10_000  # characters of front matter, of which each line is read by itself
LEAST_LABELS = 2  # that are known, of those above a text
_HEADING = re.compile(r"\s*#[ \t]+(?P<words>\S[^\n]*)\n")
_TEXT_LABEL = re.compile(
    r"\A\s*(?:full )?(?:text|body|(?:markdown )?content|article):[ \t]*(?=\S|\n)", re.IGNORECASE
)
LINE_ID = re.compile(r"(?P<path>.+\.jsonl)#(?P<number>[1-9]\d*)", re.IGNORECASE | re.DOTALL)
# What stands above many articles and speaks of the article itself
_NO_TITLE = re.compile(
    r"\A(?:(?:editor['’]s )?note\b.*"
    r"|(?:correction|clarification)\b(?:.*[.!?][\"”’)]*|:?))[ \t]*\n+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was made of the bytes of one article."""

    article: Article
    notes: tuple[str, ...]  # sentences: what had to be guessed, or has no certain meaning
    left_out: tuple[LeftOut, ...]


def parse_article(data: bytes, article_id: str, columns: Columns = NONE) -> Parsed:
    """Make an article of the bytes of a file, or of one line of a .jsonl file.

    Raises:
        NotAnArticle: the bytes are too many, no text, empty, or not in the format.
    """
    if len(data) > MAX_BYTES:
        raise NotAnArticle(f"It is larger than {MAX_BYTES:,} bytes; split it.")
    text, guess = decode(data)
    if line := LINE_ID.fullmatch(article_id):
        fields = parse_json_line(text, columns, is_first=line["number"] == "1")
    else:
        fields = READERS[PurePosixPath(article_id).suffix.lower()](text)
    parsed = make_article(fields, article_id, hashlib.sha256(data).hexdigest())
    if guess:
        note = f"It was read as {guess}, which is a guess; save it as UTF-8."
        parsed = replace(parsed, notes=(note, *parsed.notes))
    return parsed


def make_article(fields: Fields, article_id: str, sha256: str) -> Parsed:
    """Make an article of what a file says, cleaned.

    Args:
        fields: as the file has them.
        article_id: see ``Article``.
        sha256: of the bytes they were read from.

    Raises:
        NotAnArticle: there is no text, or none that could be stored.
    """
    _check_storable(fields)
    heads = heads_of_several(fields.text)
    fields, left_out = clean(fields)
    if not fields.text:
        raise NotAnArticle("It is only what a page prints around an article; save the article too.")
    _check_storable(fields)
    day = parse_date(fields.date)
    notes = list(fields.notes)
    if fields.date and day is None:
        notes.append(f"{fields.date!r} is not one certain date; write it as YYYY-MM-DD.")
    if heads:
        first = map(str, heads[:MOST_LISTED])
        notes.append(
            f"It looks like {len(heads)} articles, which begin in lines {', '.join(first)}"
            f"{' …' if len(heads) > MOST_LISTED else ''}, and is read as one; save each in a file "
            "of its own."
        )
    article = Article(
        id=article_id,
        title=fields.title or title_of(fields.text),
        date=day,
        source=fields.source,
        author=fields.author,
        url=fields.url,
        text=fields.text,
        sha256=sha256,
    )
    if len(article.text) > FOUND_BY_MEANING:
        notes.append(
            f"It is very long: what comes after its first {FOUND_BY_MEANING:,} characters is found "
            "by its words, not by its meaning."
        )
    if fields.around:
        left_out = (LeftOut(fields.around, "around the article"), *left_out)
    return Parsed(article, tuple(notes), left_out)


def parse_txt(text: str) -> Fields:
    """Read plain text below labels such as "Title: …", or behind ``date YYYY-MM-DD``."""
    if front := _FRONT_MATTER.match(text):
        try:
            return _fields(_front(front["yaml"]), text[front.end() :])
        except NotAnArticle:
            pass  # a rule above a text
    labels, body = _labelled(text)
    if labels:
        return _fields(labels, body)
    line = _DATE_LINE.match(text)
    if not line:
        return Fields(text)
    # What names no date is left in the text.
    body = text[line.end() :] if parse_date(line["date"]) else text
    return Fields(body, date=line["date"])


def _labelled(text: str) -> tuple[dict[str, str], str]:
    """Return what labelled lines above a text say by their labels, of which it knows two or more.

    A heading may stand above them; a label that is not known counts where a known one is below.
    """
    heading = _HEADING.match(text)
    labels = {"title": heading["words"]} if heading else {}
    given: dict[str, str] = {}
    place = end = heading.end() if heading else 0
    while line := _LABEL.match(text, place):
        place = line.end()
        given[line["name"]] = line["value"]
        if is_known(line["name"]):
            labels |= given
            end = place
    if sum(map(is_known, labels)) - bool(heading) < LEAST_LABELS:
        return {}, text
    return labels, _TEXT_LABEL.sub("", text[end:])


def parse_markdown(text: str) -> Fields:
    """Read Markdown, with YAML front matter or as plain text."""
    if not re.match(r"---[ \t]*\n", text):
        return parse_txt(plain_markdown(text))
    front = _FRONT_MATTER.match(text)
    if not front:
        raise NotAnArticle("Its front matter has no end; close it with a line of three hyphens.")
    given, body = _front(front["yaml"]), plain_markdown(text[front.end() :])
    if _is_own(given):
        title, day, source, author, url = (" ".join(str(given.get(n, "")).split()) for n in NAMES)
        return Fields(body, title, day, source, author, url)
    return _fields(given, body)


def _front(written: str) -> Mapping[str, object]:
    """Return what the YAML above a text says by its names."""
    try:
        given = _yaml(written)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 2}" if mark else "its front matter"
        raise NotAnArticle(f"It is not YAML in {where}; mend it there.") from None
    if not isinstance(given or {}, dict):
        raise NotAnArticle("Its front matter has no names; write lines such as title: Words.")
    return given or {}


def _yaml(written: str) -> Any:
    """Read YAML, and as a line of words what is none for a mark in it: "source: Post: News".

    The base loader keeps every value as written: "No" stays an author, not a truth value.
    """
    try:
        return yaml.load(written, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mended = _VALUE.sub(_quoted, written[:MOST_MENDED]) + written[MOST_MENDED:]
        try:
            return yaml.load(mended, Loader=yaml.BaseLoader)
        except yaml.YAMLError:
            raise error from None


def _quoted(line: re.Match[str]) -> str:
    """Return a line of YAML with its value in quotation marks, where it is not YAML by itself."""
    try:
        yaml.load(line[0], Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return line["name"] + "'" + line["value"].replace("'", "''") + "'"
    return line[0]


def _is_own(front: Mapping[str, object]) -> bool:
    """Tell whether front matter may be what ``format_markdown`` writes, and no clipper's."""
    is_plain = front.keys() <= set(NAMES) and all(isinstance(one, str) for one in front.values())
    return is_plain and not is_address(str(front.get("source", "")))


def format_markdown(fields: Fields) -> str:
    """Write what ``parse_markdown`` reads back as the same fields, each on one line.

    Raises:
        NotAnArticle: no file can hold them, or there is no text.
    """
    _check_storable(fields)
    known = {name: value for name in NAMES if (value := " ".join(getattr(fields, name).split()))}
    front = yaml.safe_dump(known, allow_unicode=True, sort_keys=False) if known else ""
    return f"---\n{front}---\n{escaped_markdown(fields.text)}"


def parse_json_line(line: str, columns: Columns = NONE, *, is_first: bool = False) -> Fields:
    """Read one JSON object whose keys name the fields of an article, as columns do.

    Of the first of a file it is said what is not read.
    """
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise NotAnArticle("It is not JSON; write one object a line.") from None
    if not isinstance(given, dict):
        raise NotAnArticle('It is not a JSON object; write {"title": "…", "text": "…"}.')
    fields = fields_of(given, columns)
    if is_first:
        fields = replace(fields, notes=fields.notes + note_on_unread(given, columns))
    return replace(fields, text=_with_plain_line_ends(unescape(without_tags(fields.text))))


READERS: Mapping[str, Callable[[str], Fields]] = {
    ".txt": parse_txt,
    ".md": parse_markdown,
    ".jsonl": parse_json_line,
}


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of ``data``, and its encoding if that had to be guessed, else "".

    UTF-8 and, by its mark, UTF-16 are certain.

    Raises:
        NotAnArticle: the bytes are not text.
    """
    guess = ""
    try:
        marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        if cut := _cut_off(data):
            return _with_plain_line_ends(cut), "UTF-8 that breaks off within its last character"
        guess = chardet.detect(data, prefer_superset=True, compat_names=False)["encoding"] or ""
        text = data.decode(guess, errors="replace") if guess else "\0"
    if "\0" in text or (guess and "\ufffd" in text):
        raise NotAnArticle("It is not text; save it as UTF-8 text.")
    return _with_plain_line_ends(text), guess


def _cut_off(data: bytes) -> str:
    """Return the text of UTF-8 without the beginning of a character at its end, or ""."""
    for missing in range(1, min(4, len(data))):
        if data[-missing] >= 0xC2:
            if data[:-missing].isascii():
                return ""
            try:
                return data[:-missing].decode("utf-8-sig")
            except UnicodeDecodeError:
                return ""
    return ""


def parse_date(written: str) -> date | None:
    """Return the day that ``written`` names, or None if it names none or could be two.

    Of a time with a zone, the day as written counts.
    """
    try:
        if year_first := _YEAR_FIRST.match(written):
            return date(int(year_first[1]), int(year_first[3]), int(year_first[4]))
        if day_first := _DAY_FIRST.match(written):
            return date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
        if joined := _JOINED.fullmatch(written):
            return date(int(joined[1]), int(joined[2]), int(joined[3]))
        # dateutil fills what is missing from a default day and takes 2/3 for either day: what
        # is certain comes out the same each time.
        days = {
            dateutil_parser.parse(written, default=default, dayfirst=day_first, ignoretz=True)
            for default in (datetime(2000, 1, 1), datetime(2001, 2, 2))
            for day_first in (False, True)
        }
    except (ValueError, ArithmeticError):  # of both, as too many digits are
        return None
    return days.pop().date() if len({day.date() for day in days}) == 1 else None


def title_of(text: str) -> str:
    """Return the heading of a text, else its first sentence, cut near TITLE_LENGTH.

    A heading is a short first line without a full stop before an empty line or a paragraph; it
    stays in the text.
    """
    # The first sentence, if it is longer than this, is cut anyway.
    head = _NO_TITLE.sub("", text.lstrip()[: 10 * TITLE_LENGTH])
    head = re.sub(r"\A#{1,6}[ \t]+", "", head)
    below = rf"(?:[ \t]*\n|[^\n]{{{PARAGRAPH},}})"
    line = rf"(?=.*\w)(?P<words>.{{,{TITLE_LENGTH - 1}}}[^.\s:])[ \t]*\n"
    heading = re.match(line + below, head)
    if heading and not DATELINE.match(head):
        return " ".join(heading["words"].split())
    bounds = without_furniture(head, sentence_bounds(head))
    sentences = [head[start:end] for start, end in bounds]
    first = next((words for words in sentences if re.search(r"\w", words)), sentences[0])
    title = " ".join(first.split())
    if len(title) <= TITLE_LENGTH:
        return title
    kept = title[:TITLE_LENGTH]
    return kept[: kept.rfind(" ") if " " in kept else TITLE_LENGTH - 1] + "…"


def _fields(given: Mapping[str, object], text: str) -> Fields:
    """Return the fields that labels or front matter name as columns do, with a text."""
    if not text.strip():
        return Fields(text)
    fields = fields_of({**given, "text": text})
    return replace(fields, text=text, notes=fields.notes + note_on_unread(given))


def _check_storable(fields: Fields) -> None:
    """Refuse what no later stage could hold: no words at all, NUL, half a character."""
    if not fields.text.strip():
        raise NotAnArticle("It has no text; write the article into it or remove it.")
    everything = "".join(
        (fields.text, fields.title, fields.date, fields.source, fields.author, fields.url)
    )
    if "\0" in everything or re.search("[\ud800-\udfff]", everything):
        raise NotAnArticle("It holds a NUL character or half a character; remove that.")


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
