"""Describe in words what was made of a file: fields, text, and what was left out and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.articles.columns import NONE, Columns
from rag.articles.folder import Loaded, file_of, load_file
from rag.articles.readers.kinds import suffix_of
from rag.language.furniture import furniture
from rag.records import Article


@dataclass(frozen=True, slots=True)
class Description:
    """What was made of a file."""

    articles: tuple[tuple[str, ...], ...]  # of each the lines of ``describe``
    further: int  # articles of the file that are not described
    refused: tuple[str, ...]  # parts of the file that are no article: "a.csv#3: It has no text; …"


def describe_file(
    folder: Path, path: str, *, columns: Columns = NONE, most: int | None = None
) -> Description:
    """Read a file anew and describe what a build makes of it.

    Large files take seconds: it is for one that somebody wants to look at.

    Args:
        folder: the folder of articles, whose settings say what columns of tables are called.
        path: of a file below it, or the id of one article of a file, which is then described alone.
        columns: beside those of the settings.
        most: articles to describe; None: all.
    """
    loaded = load_file(folder, file_of(path), columns)
    wanted = [one for one in loaded.articles if path in (one.id, file_of(one.id))]
    wanted.sort(key=lambda one: (len(one.id), one.id))  # "#9" before "#10", as in the file
    shown = wanted[:most]
    return Description(
        tuple(tuple(describe(article, loaded)) for article in shown),
        len(wanted) - len(shown),
        tuple(
            f"{one.path}: {one.reason}"
            for one in loaded.refusals
            if path in (one.path, file_of(path))
        ),
    )


def describe(article: Article, loaded: Loaded) -> Iterator[str]:
    """Yield the lines that show an article of a file that was just loaded.

    A heading, a time or a dateline, which stays in the text and is no sentence, is marked.
    """
    yield f"# {article.id}"
    for name in ("title", "date", "source", "author", "url"):
        yield f"{name}: {getattr(article, name) or '-'}"
    if converter := loaded.converters.get(suffix_of(file_of(article.id))):
        yield f"converted by: {converter}"
    for remark in loaded.remarks:
        if remark.article_id == article.id:
            yield f"remark: {remark.text}"
    yield ""
    spans = furniture(article.text)
    start = 0
    for line in article.text.split("\n"):
        end = start + len(line)
        marked = [article.text[one:other] for one, other in spans if start <= one < other <= end]
        yield f"[no sentence: {marked[0].strip()}]{line[len(marked[0]) :]}" if marked else line
        start = end + 1
    left_out = loaded.left_out.get(article.id, ())
    yield ""
    yield f"left out: {len(left_out) or 'nothing'}"
    for one in left_out:
        yield f"- {one.what}: {one.words}"
    yield ""
