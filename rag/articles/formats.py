r"""Read a folder of news articles.

The text of an article is what its file holds, character by character: only line ends become
``\n`` and a byte order mark is dropped. What could not be read is returned beside the
articles, with the reason; one bad file or line never stops the rest.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import chardet
import yaml
from dateutil import parser as dateutil_parser

from rag.errors import NoArticles, UnknownArticle
from rag.language.sentences import sentence_bounds
from rag.records import Article, Refusal

MAX_BYTES = 10_000_000  # of one article: a file, or one line of a .jsonl file
TITLE_LENGTH = 160  # characters; a first sentence that serves as the title is cut near it

_DATE_LINE = re.compile(
    r"\s*date:?[ \t]+(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:T[\d:.Z+-]*)?)[,:]?(?!\S)[ \t]*",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?=[ T]|\Z)")
_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_LINE_ID = re.compile(r"(?P<path>.+\.jsonl)#(?P<number>[1-9]\d*)", re.IGNORECASE | re.DOTALL)
_NONE_KNOWN: Mapping[str, Article] = MappingProxyType({})


class NotAnArticle(Exception):
    """A file or line cannot become an article; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know of an article that was taken: what is missing from it, and why."""

    article_id: str
    text: str  # one sentence


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder of articles holds."""

    articles: tuple[Article, ...]  # sorted by id
    refusals: tuple[Refusal, ...]
    remarks: tuple[Remark, ...]  # none on an article that was known already


@dataclass(frozen=True, slots=True)
class Fields:
    """What a file says of its article, as written; all but ``text`` may be empty."""

    text: str
    title: str = ""
    date: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    left_out: tuple[str, ...] = ()  # names of fields whose values are not text


def load_articles(folder: Path, *, known: Mapping[str, Article] = _NONE_KNOWN) -> Loaded:
    """Read every article below ``folder``; hidden files and folders are passed over.

    Of articles with the same text, but for white space and case, only the first is taken.

    Args:
        folder: holds .txt, .md and .jsonl files, in subfolders too.
        known: articles of an earlier reading by id; one whose bytes have not changed is
            taken from here instead of being parsed again.

    Raises:
        NoArticles: the folder is missing, is no folder, or holds nothing readable.
    """
    if not folder.is_dir():
        found = "is not a folder" if folder.exists() else "does not exist"
        raise NoArticles(f"{folder} {found}.", fix=f"Make that folder and put {_KINDS} in it.")
    refusals: list[Refusal] = []
    paths = _paths(folder, refusals)
    loaded = _load(folder, paths, refusals, known)
    if not loaded.articles:
        raise NoArticles(_nothing_in(folder, refusals), fix=f"Put {_KINDS} there.")
    return loaded


def load_file(folder: Path, path: str) -> Loaded:
    """Read what ``load_articles`` would take from one file, which may be nothing."""
    return _load(folder, [path], [], _NONE_KNOWN)


def read_article(folder: Path, article_id: str) -> Article:
    """Read one article again from its file.

    Raises:
        UnknownArticle: there is no such article, or its file can no longer be read.
    """
    path = file_of(article_id)
    try:
        # No path but the one an article was loaded by may reach a file.
        if str(PurePosixPath(path)) != path or any(map(_is_hidden, PurePosixPath(path).parts)):
            raise NotAnArticle("That is not the path of an article.")
        for found_id, data in _read_file(folder, path):
            if found_id == article_id:
                return parse_article(data, article_id)[0]
        raise NotAnArticle("The file has no such line.")
    except NotAnArticle as reason:
        raise UnknownArticle(
            f"{article_id!r} cannot be read from {folder}: {reason}",
            fix="List the articles with: rag list",
        ) from None


def file_of(article_id: str) -> str:
    """Return the path of the file that holds an article."""
    line = _LINE_ID.fullmatch(article_id)
    return line["path"] if line else article_id


def parse_article(data: bytes, article_id: str) -> tuple[Article, tuple[str, ...]]:
    """Make an article of the bytes of a file, or of one line of a .jsonl file.

    Returns:
        The article, and a sentence for each thing that had to be guessed or left out.

    Raises:
        NotAnArticle: the bytes are too many, no text, empty, or not in the format.
    """
    if len(data) > MAX_BYTES:
        raise NotAnArticle(f"It is larger than {MAX_BYTES:,} bytes; split it.")
    suffix = ".jsonl" if _LINE_ID.fullmatch(article_id) else PurePosixPath(article_id).suffix
    text, guess = decode(data)
    fields = READERS[suffix.lower()](text)
    _check_storable(fields)
    day = parse_date(fields.date)
    notes = [f"Its {name} is not text and was left out." for name in fields.left_out]
    if guess:
        notes.append(f"It was read as {guess}, which is a guess; save it as UTF-8.")
    if fields.date and day is None:
        notes.append(f"{fields.date!r} is not one certain date; write it as YYYY-MM-DD.")
    article = Article(
        id=article_id,
        title=fields.title or title_of(fields.text),
        date=day,
        source=fields.source,
        author=fields.author,
        url=fields.url,
        text=fields.text,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return article, tuple(notes)


def parse_txt(text: str) -> Fields:
    """Read plain text that may start with ``date YYYY-MM-DD`` before its first words."""
    line = _DATE_LINE.match(text)
    if not line:
        return Fields(text)
    # What names no date is left in the text.
    body = text[line.end() :] if parse_date(line["date"]) else text
    return Fields(body, date=line["date"])


def parse_markdown(text: str) -> Fields:
    """Read Markdown, with YAML front matter or as plain text."""
    if not re.match(r"---[ \t]*\n", text):
        return parse_txt(text)
    front = _FRONT_MATTER.match(text)
    if not front:
        raise NotAnArticle("Its front matter has no end; close it with a line of three hyphens.")
    try:
        # The base loader keeps every value as written: "No" stays an author, not a truth value.
        given = yaml.load(front["yaml"], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 2}" if mark else "its front matter"
        raise NotAnArticle(f"It is not YAML in {where}; mend it there.") from None
    if not isinstance(given or {}, dict):
        raise NotAnArticle("Its front matter has no names; write lines such as title: Words.")
    return _fields(given or {}, text[front.end() :])


def format_markdown(fields: Fields) -> str:
    """Write what ``parse_markdown`` reads back as the same fields, each on one line.

    Raises:
        NotAnArticle: no file can hold them, or there is no text.
    """
    _check_storable(fields)
    names = ("title", "date", "source", "author", "url")
    known = {name: value for name in names if (value := " ".join(getattr(fields, name).split()))}
    front = yaml.safe_dump(known, allow_unicode=True, sort_keys=False) if known else ""
    return f"---\n{front}---\n{fields.text}"


def parse_json_line(line: str) -> Fields:
    """Read one JSON object with the keys title, date, source, author, url and text."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise NotAnArticle("It is not JSON; write one object a line.") from None
    if not isinstance(given, dict):
        raise NotAnArticle('It is not a JSON object; write {"title": "…", "text": "…"}.')
    text = given.get("text") or given.get("body") or ""
    if not isinstance(text, str):
        raise NotAnArticle('Its text is not a string; write "text": "…".')
    return _fields(given, _with_plain_line_ends(text))


READERS: Mapping[str, Callable[[str], Fields]] = {
    ".txt": parse_txt,
    ".md": parse_markdown,
    ".jsonl": parse_json_line,
}
_KINDS = ".txt, .md or .jsonl files"


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
        guess = chardet.detect(data, prefer_superset=True, compat_names=False)["encoding"] or ""
        text = data.decode(guess, errors="replace") if guess else "\0"
    if "\0" in text or (guess and "\ufffd" in text):
        raise NotAnArticle("It is not text; save it as UTF-8 text.")
    return _with_plain_line_ends(text), guess


def parse_date(written: str) -> date | None:
    """Return the day that ``written`` names, or None if it names none or could be two.

    Of a time with a zone, the day as written counts.
    """
    try:
        if year_first := _YEAR_FIRST.match(written):
            return date(int(year_first[1]), int(year_first[3]), int(year_first[4]))
        # dateutil fills what is missing from a default day and takes 2/3 for either day: what
        # is certain comes out the same each time.
        days = {
            dateutil_parser.parse(written, default=default, dayfirst=day_first, ignoretz=True)
            for default in (datetime(2000, 1, 1), datetime(2001, 2, 2))
            for day_first in (False, True)
        }
    except (ValueError, OverflowError):
        return None
    return days.pop().date() if len({day.date() for day in days}) == 1 else None


def title_of(text: str) -> str:
    """Return the heading of a text, else its first sentence, cut near TITLE_LENGTH.

    A heading is a short first line without a full stop before an empty line. It stays in the
    text, of which it is the first sentence or two.
    """
    # The first sentence, if it is longer than this, is cut anyway.
    head = re.sub(r"\A#{1,6}[ \t]+", "", text.lstrip()[: 10 * TITLE_LENGTH])
    heading = re.match(rf"(?=.*\w)(?P<words>.{{,{TITLE_LENGTH - 1}}}[^.\s])[ \t]*\n[ \t]*\n", head)
    if heading:
        return " ".join(heading["words"].split())
    sentences = [head[start:end] for start, end in sentence_bounds(head)]
    first = next((words for words in sentences if re.search(r"\w", words)), sentences[0])
    title = " ".join(first.split())
    if len(title) <= TITLE_LENGTH:
        return title
    kept = title[:TITLE_LENGTH]
    return kept[: kept.rfind(" ") if " " in kept else TITLE_LENGTH - 1] + "…"


def _fields(given: Mapping[str, object], text: str) -> Fields:
    """Pick the fields of an article out of front matter or a JSON object."""
    left_out = []

    def value(*names: str) -> str:
        for name in names:
            found = given.get(name)
            parts = found if isinstance(found, list) else [found]
            words = [str(part) for part in parts if isinstance(part, str | int | float)]
            if any(part is not None and not isinstance(part, str | int | float) for part in parts):
                left_out.append(name)
            if folded := " ".join(", ".join(words).split()):
                return folded
        return ""

    return Fields(
        text=text,
        title=value("title"),
        date=value("date", "published_at", "publish_date"),
        source=value("source"),
        author=value("author", "authors"),
        url=value("url"),
        left_out=tuple(left_out),
    )


def _check_storable(fields: Fields) -> None:
    """Refuse what no later stage could hold: no words at all, NUL, half a character."""
    if not fields.text.strip():
        raise NotAnArticle("It has no text; write the article into it or remove it.")
    everything = "".join(
        (fields.text, fields.title, fields.date, fields.source, fields.author, fields.url)
    )
    if "\0" in everything or re.search("[\ud800-\udfff]", everything):
        raise NotAnArticle("It holds a NUL character or half a character; remove that.")


def _load(
    folder: Path, paths: Iterable[str], refusals: list[Refusal], known: Mapping[str, Article]
) -> Loaded:
    """Read files in the order of their paths, and add to ``refusals`` what cannot be taken."""
    articles: list[Article] = []
    remarks: list[Remark] = []
    first_with: dict[bytes, str] = {}
    for article_id, data in _read_files(folder, paths, refusals):
        try:
            article, notes = _take(data, article_id, known)
            first = first_with.setdefault(_digest(article.text), article_id)
            if first != article_id:
                raise NotAnArticle(f"It has the same text as {first}; remove one of the two.")
        except NotAnArticle as reason:
            refusals.append(Refusal(article_id, str(reason)))
        else:
            articles.append(article)
            remarks += [Remark(article_id, note) for note in notes]
    articles.sort(key=lambda article: article.id)
    return Loaded(tuple(articles), tuple(refusals), tuple(remarks))


def _take(
    data: bytes, article_id: str, known: Mapping[str, Article]
) -> tuple[Article, tuple[str, ...]]:
    before = known.get(article_id)
    if before is not None and before.sha256 == hashlib.sha256(data).hexdigest():
        return before, ()
    return parse_article(data, article_id)


def _paths(folder: Path, refusals: list[Refusal]) -> list[str]:
    """Find every file below ``folder`` that is not hidden, and add what hides others."""

    def below(*parts: str) -> str:
        return Path(*parts).relative_to(folder).as_posix()

    paths = []
    for parent, subfolders, files in os.walk(
        folder,
        onerror=lambda error: refusals.append(_refusal(below(error.filename), _unreadable(error))),
    ):
        subfolders[:] = [name for name in subfolders if not _is_hidden(name)]
        paths += [below(parent, name) for name in files if not _is_hidden(name)]
        for name in subfolders:
            if Path(parent, name).is_symlink():
                reason = "It is a link to a folder; put the files here."
                refusals.append(_refusal(below(parent, name), reason))
    return sorted(paths)


def _read_files(
    folder: Path, paths: Iterable[str], refusals: list[Refusal]
) -> Iterator[tuple[str, bytes]]:
    """Yield the id and bytes of every article."""
    for path in paths:
        try:
            yield from _read_file(folder, path)
        except NotAnArticle as reason:
            refusals.append(_refusal(path, str(reason)))


def _refusal(path: str, reason: str) -> Refusal:
    return Refusal(path.encode("utf-8", "backslashreplace").decode(), reason)


def _read_file(folder: Path, path: str) -> Iterator[tuple[str, bytes]]:
    """Yield the id and bytes of every article in one file, at most one byte over the limit."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in READERS:
        raise NotAnArticle(f"It is not read, as only {_KINDS} are; convert or remove it.")
    if re.search("[\ud800-\udfff]", path):
        raise NotAnArticle("Its name is not UTF-8; rename it.")
    try:
        file = (folder / path).resolve(strict=True)
        if not file.is_relative_to(folder.resolve()):
            raise NotAnArticle("It is a link out of the folder; put the file itself here.")
        if not file.is_file():
            raise NotAnArticle("It is not an ordinary file; remove it.")
        with file.open("rb") as opened:
            if suffix != ".jsonl":
                yield path, opened.read(MAX_BYTES + 1)
                return
            number = 0
            while line := opened.readline(MAX_BYTES + 1):
                number += 1
                rest = line
                while rest and not rest.endswith(b"\n"):  # the rest of a line over the limit
                    rest = opened.readline(MAX_BYTES)
                if line.strip():
                    yield f"{path}#{number}", line.rstrip(b"\r\n")
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: a link to itself
        raise NotAnArticle(_unreadable(error)) from None


def _unreadable(error: Exception) -> str:
    why = error.strerror if isinstance(error, OSError) else error
    return f"It cannot be read ({why}); mend or remove it."


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def _digest(text: str) -> bytes:
    return hashlib.sha256(" ".join(text.split()).casefold().encode()).digest()


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _nothing_in(folder: Path, refusals: list[Refusal]) -> str:
    if not refusals:
        return f"{folder} holds no article."
    first = refusals[0]
    return (
        f"{folder} holds no readable article; {len(refusals)} refused, "
        f"the first: {first.path}: {first.reason}"
    )
