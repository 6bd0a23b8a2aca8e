"""Describe in words what was made of a file: fields, text, and what was left out and why."""

from collections.abc import Iterator

from rag.articles.folder import Loaded, file_of
from rag.articles.readers.kinds import suffix_of
from rag.language.furniture import furniture
from rag.records import Article


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
