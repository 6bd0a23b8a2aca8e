"""Read a folder of news articles.

What could not be read is returned beside the articles, with the reason; one bad file or line
never stops the rest.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rag.articles.cleaning import LeftOut
from rag.articles.columns import NONE, SETTINGS, Columns, described, read_columns
from rag.articles.fields import NotAnArticle, Pieces
from rag.articles.formats import (
    LINE_ID,
    MAX_BYTES,
    READERS,
    Parsed,
    decode,
    make_article,
    parse_article,
)
from rag.articles.readers.cells import may_hold_tags
from rag.articles.readers.conversion import Converter
from rag.articles.readers.exports import may_be_export, split_export
from rag.articles.readers.kinds import KINDS as CONVERTED
from rag.articles.readers.kinds import (
    advice_for,
    converter_of,
    is_kept_by_programs,
    suffix_of,
    what_else,
)
from rag.errors import NoArticles
from rag.records import Article, Refusal

_ENDINGS = "|".join(re.escape(one[1:]) for one in (*READERS, *CONVERTED))
# The first part that ends as a file does: "2024/a.zip#b.jsonl#3" is of "2024/a.zip".
_PART_ID = re.compile(rf"(?P<path>.+?\.(?:{_ENDINGS}))#(?P<part>.+)", re.IGNORECASE | re.DOTALL)
# In which the fields of an article are found by the names of columns
HAVE_COLUMNS = frozenset({".jsonl", ".csv", ".tsv", ".json", ".ndjson", ".parquet", ".zip"})
_BESIDE_PAGE = re.compile(r"(?:_files|-Dateien|_fichiers|_archivos|_file)\Z")
_NONE_KNOWN: Mapping[str, Article] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know of an article that was taken: what is missing from it, and why."""

    article_id: str
    text: str  # one sentence


@dataclass(frozen=True, slots=True)
class Unread:
    """What is still to be read: the bytes of one article, or a file that is converted."""

    id: str  # of the article, or the file's path below the folder
    data: bytes  # empty where a file is converted
    sha256: str  # hex, of the bytes
    file: Path | None  # the one that is converted


Found = Unread | Parsed | Refusal
# Reads what is still to be read, and leaves the order as it is.
Reader = Callable[[Iterator[Found], Columns], Iterator[Parsed | Refusal]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder of articles holds."""

    articles: tuple[Article, ...]  # sorted by id
    refusals: tuple[Refusal, ...]
    remarks: tuple[Remark, ...]  # none on an article that was known already
    left_out: Mapping[str, tuple[LeftOut, ...]]  # by article id; as ``remarks``
    converters: Mapping[str, str]  # see ``converter_for``, by the ending of the files


def read_here(found: Iterator[Found], columns: Columns) -> Iterator[Parsed | Refusal]:
    """Read what is still to be read in this process."""
    with Converter(columns=columns) as converter:
        for one in found:
            if isinstance(one, Unread):
                yield from read(one, converter, columns)
            else:
                yield one


def load_articles(
    folder: Path,
    *,
    known: Mapping[str, Article] = _NONE_KNOWN,
    converters: Mapping[str, str] | None = None,
    reader: Reader = read_here,
) -> Loaded:
    """Read every article below ``folder``; what is hidden or kept by programs is passed over.

    Of articles with the same text and fields, but for white space and case, only the first is
    taken: another paper's print of a text is an article of its own.

    Args:
        folder: holds files of every kind that is read, in subfolders too.
        known: articles of an earlier reading by id; one whose bytes have not changed is
            taken from here instead of being parsed again.
        converters: what the known ones were made by, as ``Loaded.converters`` has it; those made
            by another one are parsed again. None: they were all made as they would be now.
        reader: reads what is not known.

    Raises:
        NoArticles: the folder is missing, is no folder, or holds nothing readable.
        RagError: its settings cannot be read.
    """
    if not folder.is_dir():
        found = "is not a folder" if folder.exists() else "does not exist"
        raise NoArticles(f"{folder} {found}.", fix="Make that folder and put articles in it.")
    refusals: list[Refusal] = []
    paths = paths_below(folder, refusals)
    columns = read_columns(folder)
    if converters is not None:
        known = {
            article_id: article
            for article_id, article in known.items()
            if converters.get(_kind(article_id), "") == converter_for(_kind(article_id), columns)
        }
    loaded = _load(folder, paths, refusals, known, columns, reader)
    if not loaded.articles:
        raise NoArticles(
            _nothing_in(folder, refusals), fix="Put articles there, as .txt, .html, .docx or .pdf."
        )
    return loaded


def load_file(folder: Path, path: str, columns: Columns = NONE) -> Loaded:
    """Read what ``load_articles`` would take from one file, which may be nothing.

    Args:
        folder: holds the file.
        path: below the folder.
        columns: beside those of the folder's settings.
    """
    columns = {**read_columns(folder), **columns}
    return _load(folder, [path], [], _NONE_KNOWN, columns, read_here)


def converter_for(suffix: str, columns: Columns) -> str:
    """Return what makes the text of files with an ending, with all that decides it, or ""."""
    made_by = [converter_of(suffix)] if suffix in CONVERTED else []
    if columns and suffix in HAVE_COLUMNS:
        made_by.append(described(columns))
    return ", ".join(made_by)


def file_of(article_id: str) -> str:
    """Return the path of the file that holds an article."""
    part = _PART_ID.fullmatch(article_id)
    return part["path"] if part else article_id


def _load(
    folder: Path,
    paths: Iterable[str],
    refusals: list[Refusal],
    known: Mapping[str, Article],
    columns: Columns,
    reader: Reader,
) -> Loaded:
    """Read files in the order of their paths, and add to ``refusals`` what cannot be taken."""
    articles: dict[str, Article] = {}
    remarks: list[Remark] = []
    left_out: dict[str, tuple[LeftOut, ...]] = {}
    first_with: dict[bytes, str] = {}
    said: set[tuple[str, str]] = set()  # of the rows of a table once, not of each
    for found in reader(_found(folder, paths, known), columns):
        if isinstance(found, Refusal):
            refusals.append(found)
            continue
        article = found.article
        if article.id in articles:  # whatever gave two of them one name: no index can hold both
            refusals.append(
                Refusal(article.id, "Another article has its name; rename one of the two.")
            )
            continue
        first = first_with.setdefault(_digest(article), article.id)
        if first != article.id:
            reason = f"It is the same article as {first}; remove one of the two."
            refusals.append(Refusal(article.id, reason))
            continue
        articles[article.id] = article
        kind = file_of(article.id) if _kind(article.id) in HAVE_COLUMNS else article.id
        new = [note for note in found.notes if (kind, note) not in said]
        said.update((kind, note) for note in new)
        remarks += [Remark(article.id, note) for note in new]
        left_out[article.id] = found.left_out
    made_by = {one: converter_for(one, columns) for one in set(map(_kind, articles))}
    return Loaded(
        tuple(articles[article_id] for article_id in sorted(articles)),
        tuple(refusals),
        tuple(remarks),
        left_out,
        {suffix: one for suffix, one in sorted(made_by.items()) if one},
    )


def _found(folder: Path, paths: Iterable[str], known: Mapping[str, Article]) -> Iterator[Found]:
    """Yield what the files hold: known articles, what is still to be read, and refusals."""
    by_file: dict[str, list[Article]] = {}
    for article in known.values():
        by_file.setdefault(file_of(article.id), []).append(article)
    for path in paths:
        try:
            if (file := file_of(path)) != path:
                raise NotAnArticle(f"Its name is that of a part of {file}; rename it without #.")
            if suffix_of(path) in CONVERTED:
                yield from _to_convert(folder, path, by_file.get(path, []))
                continue
            for article_id, data in _read_file(folder, path):
                digest = hashlib.sha256(data).hexdigest()
                before = known.get(article_id)
                if before and before.sha256 == digest:
                    yield Parsed(before, (), ())
                else:
                    yield Unread(article_id, data, digest, None)
        except NotAnArticle as reason:
            yield _refusal(path, str(reason))


def _to_convert(folder: Path, path: str, before: Sequence[Article]) -> Iterator[Found]:
    """Yield the articles of a file that is converted, or the file where it has changed."""
    file = _ordinary_file(folder, path)
    try:
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise NotAnArticle(_unreadable(error)) from None
    if before and all(article.sha256 == digest for article in before):
        yield from (Parsed(article, (), ()) for article in before)
    else:
        yield Unread(path, b"", digest, file)


def read(unread: Unread, converter: Converter, columns: Columns) -> Iterator[Parsed | Refusal]:
    """Yield the article of some bytes, or the many of a file or of a database's export."""
    try:
        if unread.file:
            made = converter.convert(unread.file, unread.id)
            yield from _made(made, unread.id, unread.sha256)
            return
        data = unread.data
        if reason := what_else(file_of(unread.id), data[:1000] if "#" in unread.id else data):
            raise NotAnArticle(reason)
        if suffix_of(unread.id) == ".txt" and may_be_export(data):
            many = tuple(split_export(decode(data[: MAX_BYTES + 1])[0]))
            if many:
                yield from _made(iter(many), unread.id, unread.sha256)
                return
        line = LINE_ID.fullmatch(unread.id)
        if line and may_hold_tags(data) and len(data) <= MAX_BYTES:
            for _, fields in converter.convert_line(data, line["number"]):
                yield from _made(iter([("", fields)]), unread.id, unread.sha256)
            return
        yield parse_article(data, unread.id, columns)
    except Exception as error:
        yield _refusal(unread.id, _why(error))


def _made(pieces: Pieces, path: str, digest: str) -> Iterator[Parsed | Refusal]:
    """Yield the articles of what was found in a file."""
    for part, found in pieces:
        article_id = f"{path}#{part}" if part else path
        try:
            if isinstance(found, NotAnArticle):
                raise found
            yield make_article(found, article_id, digest)
        except Exception as error:
            yield _refusal(article_id, _why(error))


def _why(error: Exception) -> str:
    """Say why something is not taken; a fault of ours must not cost the other articles."""
    if isinstance(error, NotAnArticle):
        return str(error)
    return f"It cannot be read ({type(error).__name__}, a fault of this program); remove it."


def paths_below(folder: Path, refusals: list[Refusal]) -> list[str]:
    """Return every file below ``folder`` that a build looks at, and add what hides others."""

    def below(*parts: str) -> str:
        return Path(*parts).relative_to(folder).as_posix()

    paths = []
    for parent, subfolders, files in os.walk(
        folder,
        onerror=lambda error: refusals.append(_refusal(below(error.filename), _unreadable(error))),
    ):
        subfolders[:] = [
            name
            for name in subfolders
            if not (is_kept_by_programs(name) or _is_beside_page(name, files))
        ]
        paths += [below(parent, name) for name in files if not is_kept_by_programs(name)]
        if SETTINGS in paths:
            paths.remove(SETTINGS)
        for name in subfolders:
            if Path(parent, name).is_symlink():
                reason = "It is a link to a folder; put the files here."
                refusals.append(_refusal(below(parent, name), reason))
    return sorted(paths)


def _is_beside_page(folder: str, files: Sequence[str]) -> bool:
    """Tell whether a browser saved a folder beside a page, with what the page shows."""
    stem = _BESIDE_PAGE.sub("", folder)
    return stem != folder and not {f"{stem}.html", f"{stem}.htm"}.isdisjoint(files)


def _refusal(path: str, reason: str) -> Refusal:
    return Refusal(path.encode("utf-8", "backslashreplace").decode(), reason)


def _read_file(folder: Path, path: str) -> Iterator[tuple[str, bytes]]:
    """Yield the id and bytes of every article in one file, at most one byte over the limit."""
    suffix = suffix_of(path)
    if suffix not in READERS:
        raise NotAnArticle(advice_for(path))
    file = _ordinary_file(folder, path)
    try:
        with file.open("rb") as opened:
            if suffix != ".jsonl":
                yield path, opened.read(MAX_BYTES + 1)
                return
            number = found = 0
            while line := opened.readline(MAX_BYTES + 1):
                number += 1
                rest = line
                while rest and not rest.endswith(b"\n"):  # the rest of a line over the limit
                    rest = opened.readline(MAX_BYTES)
                if line.strip():
                    found += 1
                    yield f"{path}#{number}", line.rstrip(b"\r\n")
            if not found:
                raise NotAnArticle("It holds no article; write one object a line.")
    except (OSError, ValueError) as error:
        raise NotAnArticle(_unreadable(error)) from None


def _ordinary_file(folder: Path, path: str) -> Path:
    """Return a file's own path.

    Raises:
        NotAnArticle: it has none in the folder, or is no file.
    """
    if re.search("[\ud800-\udfff]", path):
        raise NotAnArticle("Its name is not UTF-8; rename it.")
    try:
        file = (folder / path).resolve(strict=True)
        if not file.is_relative_to(folder.resolve()):
            raise NotAnArticle("It is a link out of the folder; put the file itself here.")
        if not file.is_file():
            raise NotAnArticle("It is not an ordinary file; remove it.")
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: a link to itself
        raise NotAnArticle(_unreadable(error)) from None
    return file


def _unreadable(error: Exception) -> str:
    why = error.strerror if isinstance(error, OSError) else error
    return f"It cannot be read ({why}); mend or remove it."


def _kind(article_id: str) -> str:
    return suffix_of(file_of(article_id))


def _digest(article: Article) -> bytes:
    # Without a source, the title may be no more than the beginning of the text.
    title = article.title if article.source or article.url else ""
    fields = (title, article.source, article.author, article.url, article.text)
    folded = "\n".join(" ".join(one.split()).casefold() for one in fields)
    return hashlib.sha256(f"{article.date}\n{folded}".encode()).digest()


def _nothing_in(folder: Path, refusals: list[Refusal]) -> str:
    if not refusals:
        return f"{folder} holds no article."
    first = refusals[0]
    return (
        f"{folder} holds no readable article; {len(refusals)} refused, "
        f"the first: {first.path}: {first.reason}"
    )
