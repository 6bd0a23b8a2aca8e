"""Read a folder of news articles.

What could not be read is returned beside the articles, with the reason; one bad file or line
never stops the rest.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from rag.articles.cleaning import LeftOut
from rag.articles.fields import NotAnArticle
from rag.articles.formats import (
    KINDS,
    LINE_ID,
    MAX_BYTES,
    READERS,
    Parsed,
    parse_article,
)
from rag.errors import NoArticles
from rag.records import Article, Refusal

_NONE_KNOWN: Mapping[str, Article] = MappingProxyType({})


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
    left_out: Mapping[str, tuple[LeftOut, ...]]  # by article id; as ``remarks``


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
        raise NoArticles(f"{folder} {found}.", fix=f"Make that folder and put {KINDS} in it.")
    refusals: list[Refusal] = []
    paths = _paths(folder, refusals)
    loaded = _load(folder, paths, refusals, known)
    if not loaded.articles:
        raise NoArticles(_nothing_in(folder, refusals), fix=f"Put {KINDS} there.")
    return loaded


def load_file(folder: Path, path: str) -> Loaded:
    """Read what ``load_articles`` would take from one file, which may be nothing."""
    return _load(folder, [path], [], _NONE_KNOWN)


def file_of(article_id: str) -> str:
    """Return the path of the file that holds an article."""
    line = LINE_ID.fullmatch(article_id)
    return line["path"] if line else article_id


def _load(
    folder: Path, paths: Iterable[str], refusals: list[Refusal], known: Mapping[str, Article]
) -> Loaded:
    """Read files in the order of their paths, and add to ``refusals`` what cannot be taken."""
    articles: list[Article] = []
    remarks: list[Remark] = []
    left_out: dict[str, tuple[LeftOut, ...]] = {}
    first_with: dict[bytes, str] = {}
    for article_id, data in _read_files(folder, paths, refusals):
        try:
            parsed = _take(data, article_id, known)
            first = first_with.setdefault(_digest(parsed.article.text), article_id)
            if first != article_id:
                raise NotAnArticle(f"It has the same text as {first}; remove one of the two.")
        except NotAnArticle as reason:
            refusals.append(Refusal(article_id, str(reason)))
        else:
            articles.append(parsed.article)
            remarks += [Remark(article_id, note) for note in parsed.notes]
            left_out[article_id] = parsed.left_out
    articles.sort(key=lambda article: article.id)
    return Loaded(tuple(articles), tuple(refusals), tuple(remarks), left_out)


def _take(data: bytes, article_id: str, known: Mapping[str, Article]) -> Parsed:
    before = known.get(article_id)
    if before is not None and before.sha256 == hashlib.sha256(data).hexdigest():
        return Parsed(before, (), ())
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
        raise NotAnArticle(f"It is not read, as only {KINDS} are; convert or remove it.")
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


def _nothing_in(folder: Path, refusals: list[Refusal]) -> str:
    if not refusals:
        return f"{folder} holds no article."
    first = refusals[0]
    return (
        f"{folder} holds no readable article; {len(refusals)} refused, "
        f"the first: {first.path}: {first.reason}"
    )
