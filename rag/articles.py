"""Read a folder of news articles.

The text of an article is what its file holds, character by character: only line ends become
``\\n`` and a byte order mark is dropped. What could not be read is returned beside the
articles, with the reason; one bad file or line never stops the rest.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath

import yaml
from charset_normalizer import from_bytes
from dateutil import parser as dateutil_parser

from rag.errors import NoArticles, UnknownArticle
from rag.records import Article, Refusal
from rag.sentences import sentence_bounds

MAX_BYTES = 10_000_000  # of one article: a file, or one line of a .jsonl file
TITLE_LENGTH = 160  # characters; a first sentence that serves as the title is cut near it

_DATE_LINE = re.compile(
    r"\s*date:?[ \t]+(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2}\S*)[ \t]*", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?=[ T]|$)")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_LINE_ID = re.compile(r"(?P<path>.+\.jsonl)#(?P<number>[1-9]\d*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader should know of an article that was taken."""

    article_id: str
    text: str  # one sentence


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder of articles holds."""

    articles: tuple[Article, ...]  # sorted by id
    refusals: tuple[Refusal, ...]  # in the order they were met
    remarks: tuple[Remark, ...]  # on articles, in their order


@dataclass(frozen=True, slots=True)
class _Fields:
    """The parts of an article as one format gives them; all but ``text`` may be empty."""

    text: str
    title: str = ""
    date: str = ""
    source: str = ""
    author: str = ""
    url: str = ""


class _RefusedError(Exception):
    """The file or line cannot become an article; the message says why."""


def load_articles(folder: Path, *, known: Mapping[str, Article] = {}) -> Loaded:
    """Read every article below ``folder``; hidden files and folders are left out.

    Args:
        folder: holds .txt, .md and .jsonl files, in subfolders too.
        known: articles of an earlier reading by id; one whose bytes have not changed is
            taken from here instead of being parsed again.

    Raises:
        NoArticles: the folder is missing, is no folder, or holds nothing readable.
    """
    if not folder.is_dir():
        found = "is not a folder" if folder.exists() else "does not exist"
        raise NoArticles(f"{folder} {found}.", fix=f"Put {_accepted()} files into that folder.")
    articles: list[Article] = []
    remarks: list[Remark] = []
    refusals: list[Refusal] = []
    first_with: dict[bytes, str] = {}
    for id, found_bytes in _pieces(folder, refusals):
        try:
            article, remark = _article(id, found_bytes, known)
            folded = " ".join(article.text.split()).casefold().encode()
            first = first_with.setdefault(hashlib.sha256(folded).digest(), id)
            if first != id:
                raise _RefusedError(f"It has the same text as {first}; remove one of them.")
        except _RefusedError as refused:
            refusals.append(Refusal(id, str(refused)))
            continue
        articles.append(article)
        remarks += [Remark(id, remark)] if remark else []
    if not articles:
        raise NoArticles(_nothing_readable(folder, refusals), fix=f"Put {_accepted()} files there.")
    return Loaded(
        tuple(sorted(articles, key=lambda article: article.id)), tuple(refusals), tuple(remarks)
    )


def read_article(folder: Path, article_id: str) -> Article:
    """Read one article again from its file.

    Raises:
        UnknownArticle: there is no such article, or its file can no longer be read.
    """
    line = _LINE_ID.fullmatch(article_id)
    path = line["path"] if line else article_id
    try:
        if str(PurePosixPath(path)) != path or _is_hidden(path):
            raise _RefusedError("It is no path of an article.")
        for id, found_bytes in _file_pieces(folder, path):
            if id == article_id:
                return _article(id, found_bytes, {})[0]
        raise _RefusedError("There is no such line.")
    except _RefusedError as refused:
        raise UnknownArticle(
            f"{article_id!r} is not an article of {folder}. {refused}",
            fix="See the ids of the articles with: rag list",
        ) from None


def parse_article(found_bytes: bytes, *, id: str) -> tuple[Article, str]:
    """Make an article of the bytes of a file, or of one line of a .jsonl file.

    Returns:
        The article, and a remark on it that is empty when there is nothing to remark.
    """
    return _article(id, found_bytes, {})


def _article(
    id: str, found_bytes: bytes | _RefusedError, known: Mapping[str, Article]
) -> tuple[Article, str]:
    if isinstance(found_bytes, _RefusedError):
        raise found_bytes
    sha256 = hashlib.sha256(found_bytes).hexdigest()
    before = known.get(id)
    if before is not None and before.sha256 == sha256 and before.date is not None:
        # An undated article is parsed again, so that a remark on its date is made again.
        return before, ""
    suffix = ".jsonl" if _LINE_ID.fullmatch(id) else PurePosixPath(id).suffix.lower()
    fields = READERS[suffix](decode(found_bytes))
    if not fields.text.strip():
        raise _RefusedError("It is empty; write the article into it or remove it.")
    try:
        "".join([fields.text, fields.title, fields.source, fields.author, fields.url]).encode()
    except UnicodeEncodeError:
        raise _RefusedError("It holds half a character (a lone surrogate); mend it.") from None
    day = parse_date(fields.date)
    remark = ""
    if fields.date and day is None:
        remark = f"{fields.date!r} is not a date, so the article has none; write YYYY-MM-DD."
    title = fields.title or title_of(fields.text)
    article = Article(
        id, title, day, fields.source, fields.author, fields.url, fields.text, sha256
    )
    return article, remark


def parse_txt(text: str) -> _Fields:
    """Read plain text that may start with ``date YYYY-MM-DD`` before its first words."""
    line = _DATE_LINE.match(text)
    if line and parse_date(line["date"]):
        return _Fields(text[line.end() :], date=line["date"])
    return _Fields(text)


def parse_markdown(text: str) -> _Fields:
    """Read Markdown with or without YAML front matter."""
    if not re.match(r"---[ \t]*\n", text):
        return parse_txt(text)
    front = _FRONT_MATTER.match(text)
    if not front:
        raise _RefusedError("Its front matter has no end; close it with a line ---.")
    try:
        # The base loader leaves every value as written: no number, date or truth value is guessed.
        fields = yaml.load(front["yaml"], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        number = mark.line + 2 if mark else 1
        raise _RefusedError(f"Line {number} of its front matter is not YAML; mend it.") from None
    if fields and not isinstance(fields, dict):
        raise _RefusedError("Its front matter has no 'key: value' lines; write title: and so on.")
    return _fields(fields or {}, text[front.end() :])


def parse_json_line(line: str) -> _Fields:
    """Read one JSON object with the keys title, date, source, author, url and text."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        raise _RefusedError("The line is not JSON; write one object a line.") from None
    if not isinstance(fields, dict):
        raise _RefusedError('The line is no JSON object; write {"title": …, "text": …}.')
    text = fields.get("text") or fields.get("body")
    if not isinstance(text, str):
        raise _RefusedError('The line has no text; put it under "text".')
    return _fields(fields, text.replace("\r\n", "\n").replace("\r", "\n"))


READERS: Mapping[str, Callable[[str], _Fields]] = {
    ".txt": parse_txt,
    ".md": parse_markdown,
    ".jsonl": parse_json_line,
}


def decode(found_bytes: bytes) -> str:
    """Return the bytes as text: UTF-8, else UTF-16 by its mark, else the likeliest encoding."""
    for encoding in ("utf-8-sig", "utf-16"):
        if encoding == "utf-16" and not found_bytes.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = found_bytes.decode(encoding)
            break
        except UnicodeDecodeError:
            pass
    else:
        best = None if b"\0" in found_bytes else from_bytes(found_bytes).best()
        if best is None:
            raise _RefusedError("It is not text; save it as UTF-8 text.")
        text = str(best)
    if "\0" in text:
        raise _RefusedError("It is not text (it holds NUL characters); save it as UTF-8 text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_date(written: str) -> date | None:
    """Return the day that ``written`` names, or None if it names none or could be two.

    Of a time with a zone the day as written counts.
    """
    try:
        if year_first := _YEAR_FIRST.match(written):
            return date(int(year_first[1]), int(year_first[3]), int(year_first[4]))
        # dateutil fills in what is missing from a default day, and takes 2/3 for either day:
        # only a date that comes out the same every time is one.
        days = {
            dateutil_parser.parse(
                written, default=default, dayfirst=day_first, ignoretz=True
            ).date()
            for default in (datetime(2000, 1, 1), datetime(2001, 2, 2))
            for day_first in (False, True)
        }
    except (ValueError, OverflowError):
        return None
    return days.pop() if len(days) == 1 else None


def title_of(text: str) -> str:
    """Return the heading of a text, or else its first sentence, cut near TITLE_LENGTH.

    A heading is a short first line without full stop before a blank line; it stays in the text.
    """
    first, _, rest = text.lstrip().partition("\n")
    heading = first.strip().lstrip("#").strip()
    is_heading = bool(re.match(r"[^\S\n]*\n", rest)) and not heading.endswith(".")
    if is_heading and 0 < len(heading) <= TITLE_LENGTH:
        return " ".join(heading.split())
    sentences = [text[start:end] for start, end in sentence_bounds(text)]
    title = next((s for s in sentences if any(map(str.isalnum, s))), sentences[0])
    title = " ".join(title.lstrip("#").split()) or title
    if len(title) <= TITLE_LENGTH:
        return title
    kept = title[: TITLE_LENGTH - 1]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept) + "…"


def _fields(given: Mapping[str, object], text: str) -> _Fields:
    def value(*keys: str) -> str:
        for key in keys:
            found = given.get(key)
            if isinstance(found, list):
                found = ", ".join(str(one) for one in found)
            if isinstance(found, str | int | float) and str(found).strip():
                return " ".join(str(found).split())
        return ""

    return _Fields(
        text=text,
        title=value("title"),
        date=value("date", "published_at", "publish_date"),
        source=value("source"),
        author=value("author", "authors"),
        url=value("url"),
    )


def _pieces(
    folder: Path, refusals: list[Refusal]
) -> Iterator[tuple[str, bytes | _RefusedError]]:
    """Yield every article's id and bytes, files in the order of their paths."""
    paths = []

    def unreadable(error: OSError) -> None:
        refusals.append(Refusal(_below(folder, Path(error.filename)), _reason(error)))

    for parent, folders, files in os.walk(folder, onerror=unreadable):
        for name in folders:
            if (Path(parent) / name).is_symlink() and not name.startswith("."):
                refusals.append(
                    Refusal(
                        _below(folder, Path(parent) / name),
                        "It is a link to a folder; put the files themselves here.",
                    )
                )
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths += [Path(parent) / name for name in files if not name.startswith(".")]
    for path in sorted(_below(folder, path) for path in paths):
        try:
            yield from _file_pieces(folder, path)
        except _RefusedError as refused:
            refusals.append(Refusal(path.encode("utf-8", "backslashreplace").decode(), str(refused)))


def _file_pieces(folder: Path, path: str) -> Iterator[tuple[str, bytes | _RefusedError]]:
    """Yield the id and bytes of every article in one file."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in READERS:
        raise _RefusedError(f"Its kind of file is not read; {_accepted()} files are.")
    try:
        path.encode()
    except UnicodeEncodeError:
        raise _RefusedError("Its name is not UTF-8; rename it.") from None
    try:
        file = (folder / path).resolve(strict=True)
        if not file.is_relative_to(folder.resolve()):
            raise _RefusedError("It is a link out of the folder; put the file itself here.")
        if not file.is_file():
            raise _RefusedError("It is not an ordinary file; remove it.")
        if suffix == ".jsonl":
            yield from _lines(file, path)
        elif file.stat().st_size > MAX_BYTES:
            raise _RefusedError(_too_large())
        else:
            yield path, file.read_bytes()
    except (OSError, ValueError) as error:
        raise _RefusedError(_reason(error)) from None


def _lines(file: Path, path: str) -> Iterator[tuple[str, bytes | _RefusedError]]:
    with file.open("rb") as lines:
        number = 0
        while line := lines.readline(MAX_BYTES + 1):
            number += 1
            size = len(line)
            while len(line) > MAX_BYTES and not line.endswith(b"\n"):
                line = lines.readline(MAX_BYTES + 1)
                size += len(line)
                if not line:
                    break
            if size > MAX_BYTES + 1:
                yield f"{path}#{number}", _RefusedError(_too_large())
            elif line.strip():
                yield f"{path}#{number}", line


def _reason(error: OSError | ValueError) -> str:
    why = error.strerror if isinstance(error, OSError) else str(error)
    return f"It cannot be read ({why}); mend or remove it."


def _too_large() -> str:
    return f"It is larger than {MAX_BYTES:,} bytes; split it."


def _below(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in PurePosixPath(path).parts)


def _accepted() -> str:
    *others, last = READERS
    return f"{', '.join(others)} or {last}"


def _nothing_readable(folder: Path, refusals: list[Refusal]) -> str:
    if not refusals:
        return f"{folder} holds no article."
    first = refusals[0]
    return f"{folder} holds no readable article; the first of {len(refusals)} refused is {first.path}: {first.reason}"
