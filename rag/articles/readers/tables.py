"""Read tables and lists of articles: .csv, .tsv, .json and, where pyarrow is there, .parquet."""

import csv
import io
import json
from collections.abc import Iterable, Mapping

from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.xml import html_paragraphs

# What feed readers, trafilatura, fundus, news-please, newspaper4k, Media Cloud and others call them
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "maintext", "plaintext", "article_text", "full_text",
             "fulltext", "article", "raw_text", "story", "articlebody", "summary", "description"),
    "title": ("title", "headline", "heading", "name"),
    "date": ("date", "published_at", "publish_date", "date_publish", "publishing_date",
             "published", "pubdate", "datepublished", "publication_date", "published_date",
             "publishedat", "created_at", "timestamp", "day"),
    "source": ("source", "sitename", "publisher", "source_domain", "media_name", "source_name",
               "publication", "site_name", "outlet", "hostname", "newspaper", "media"),
    "author": ("author", "authors", "byline", "creator", "writer"),
    "url": ("url", "link", "canonical_url", "source_url", "article_url", "guid", "uri"),
}  # fmt: skip
LARGEST_CELL = 50_000_000  # characters
_LISTS = ("articles", "items", "results", "stories", "documents", "entries", "data", "posts")


def fields_of(row: Mapping[str, object]) -> Fields:
    """Pick the fields of an article out of a row by the names of its columns.

    Raises:
        NotAnArticle: there is no text.
    """
    by_name = {" ".join(str(name).split()).casefold(): value for name, value in row.items()}
    left_out = []

    def value(field: str) -> str:
        for name in COLUMNS[field]:
            given = by_name.get(name)
            words = _words(given)
            if given is not None and words is None:
                left_out.append(name)
            if words and words.strip():
                return words if field == "text" else " ".join(words.split())
        return ""

    text = value("text")
    if not text:
        raise NotAnArticle(
            f"It has none of the columns {', '.join(COLUMNS['text'][:4])}, or nothing in them; "
            "rename the column that holds the text."
        )
    if text.lstrip().startswith("<"):
        text = html_paragraphs(text)
    title, date, source, author = map(value, ("title", "date", "source", "author"))
    return Fields(text, title, date, source, author, value("url"), tuple(left_out))


def _words(given: object) -> str | None:
    if isinstance(given, str):
        return given
    if isinstance(given, int | float) and not isinstance(given, bool):
        return str(given)
    if isinstance(given, dict):
        return _words(given.get("name") or given.get("title"))
    if isinstance(given, list):
        parts = [words for one in given if one is not None and (words := _words(one))]
        return ", ".join(parts)
    return None


def _rows(rows: Iterable[object]) -> Pieces:
    for number, row in enumerate(rows, start=1):
        try:
            if not isinstance(row, dict):
                raise NotAnArticle('It is not an object; write {"title": "…", "text": "…"}.')
            yield str(number), fields_of(row)
        except NotAnArticle as reason:
            yield str(number), reason


def read_csv(data: bytes) -> Pieces:
    """Yield an article for each row below the names of the columns."""
    yield from _read_separated(data, "")


def read_tsv(data: bytes) -> Pieces:
    """Yield as ``read_csv``, of a file with tabs between its columns."""
    yield from _read_separated(data, "\t")


def _read_separated(data: bytes, separator: str) -> Pieces:
    from rag.articles.formats import decode

    text, _ = decode(data)
    first = text[: text.find("\n")] if "\n" in text else text
    separator = separator or max(",;\t|", key=first.count)
    csv.field_size_limit(LARGEST_CELL)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    names = {str(name).strip().casefold() for name in rows.fieldnames or ()}
    if names.isdisjoint(COLUMNS["text"]):
        raise NotAnArticle(
            f"None of its columns ({', '.join(sorted(names))[:100]}) is one of "
            f"{', '.join(COLUMNS['text'][:4])}; rename the one that holds the text."
        )
    try:
        yield from _rows(rows)
    except csv.Error as error:
        raise NotAnArticle(f"It is not a table in line {rows.line_num} ({error}).") from None


def read_json(data: bytes) -> Pieces:
    """Yield the articles of a list of objects, or of one object."""
    from rag.articles.formats import decode

    text, _ = decode(data)
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAnArticle("It is not JSON; mend it or convert it.") from None
    if isinstance(given, dict):
        inner = next((given[name] for name in _LISTS if isinstance(given.get(name), list)), None)
        if inner is None:
            yield "", fields_of(given)
            return
        given = inner
    if not isinstance(given, list):
        raise NotAnArticle("It holds no list of articles; write a list of objects.")
    yield from _rows(given)


def read_parquet(data: bytes) -> Pieces:
    """Yield an article for each row."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise NotAnArticle(
            "Reading .parquet needs pyarrow; install it with: pip install 'rag[parquet]'"
        ) from None
    try:
        batches = parquet.ParquetFile(io.BytesIO(data)).iter_batches(batch_size=1000)
        yield from _rows(row for batch in batches for row in batch.to_pylist())
    except (ArrowException, OSError) as error:
        raise NotAnArticle(f"It is not a Parquet file ({error}); write it anew.") from None
