"""Read tables and lists of articles: .csv, .tsv, .json and, where pyarrow is there, .parquet."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace

from rag.articles.columns import KNOWN, NONE, Columns, fields_of, has_text
from rag.articles.fields import NotAnArticle, Pieces
from rag.articles.readers.xml import html_paragraphs

LARGEST_CELL = 50_000_000  # characters
_LISTS = ("articles", "items", "results", "stories", "documents", "entries", "data", "posts")


def _rows(rows: Iterable[object], columns: Columns) -> Pieces:
    for number, row in enumerate(rows, start=1):
        try:
            if not isinstance(row, dict):
                raise NotAnArticle('It is not an object; write {"title": "…", "text": "…"}.')
            fields = fields_of(row, columns)
            if fields.text.lstrip().startswith("<"):
                fields = replace(fields, text=html_paragraphs(fields.text))
            yield str(number), fields
        except NotAnArticle as reason:
            yield str(number), reason


def read_csv(data: bytes, columns: Columns = NONE) -> Pieces:
    """Yield an article for each row below the names of the columns."""
    yield from _read_separated(data, "", columns)


def read_tsv(data: bytes, columns: Columns = NONE) -> Pieces:
    """Yield as ``read_csv``, of a file with tabs between its columns."""
    yield from _read_separated(data, "\t", columns)


def _read_separated(data: bytes, separator: str, columns: Columns) -> Pieces:
    from rag.articles.formats import decode

    text, _ = decode(data)
    first = text[: text.find("\n")] if "\n" in text else text
    separator = separator or max(",;\t|", key=first.count)
    limit = csv.field_size_limit(LARGEST_CELL)  # of every reader in this process
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = [str(name).strip() for name in rows.fieldnames or ()]
        if not has_text(names, columns):
            raise NotAnArticle(
                f"None of its columns ({', '.join(names)[:100]}) is one of "
                f"{', '.join(KNOWN['text'][:4])}; say which one holds the text: "
                "rag index --map text=COLUMN"
            )
        yield from _rows(rows, columns)
    except csv.Error as error:
        if "field larger than" in str(error):
            raise NotAnArticle(
                f"A cell behind line {rows.line_num} is longer than {LARGEST_CELL:,} characters; "
                "split it, or take the row out."
            ) from None
        raise NotAnArticle(f"It is not a table in line {rows.line_num} ({error}).") from None
    finally:
        csv.field_size_limit(limit)


def read_json(data: bytes, columns: Columns = NONE) -> Pieces:
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
            yield "", fields_of(given, columns)
            return
        given = inner
    if not isinstance(given, list):
        raise NotAnArticle("It holds no list of articles; write a list of objects.")
    yield from _rows(given, columns)


def read_parquet(data: bytes, columns: Columns = NONE) -> Pieces:
    """Yield an article for each row."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise NotAnArticle(
            "Reading .parquet needs pyarrow; install it with: pip install 'rag[parquet]'"
        ) from None
    try:
        batches = parquet.ParquetFile(io.BytesIO(data)).iter_batches(batch_size=1000)
        yield from _rows((row for batch in batches for row in batch.to_pylist()), columns)
    except (ArrowException, OSError) as error:
        raise NotAnArticle(f"It is not a Parquet file ({error}); write it anew.") from None
