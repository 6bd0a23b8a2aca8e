"""Read tables and lists of articles: .csv, .tsv, .json and, where pyarrow is there, .parquet."""

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape

from rag.articles.columns import (
    NONE,
    ONLY_ADDRESSES,
    WHICH_TEXT,
    Columns,
    fields_of,
    has_text,
    may_hold_text,
    note_on_unread,
    text_names,
)
from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.cells import without_tags
from rag.articles.readers.json_rows import merged, rows_in, values_in

LARGEST_CELL = 50_000_000  # characters
MOST_HEAD = 10  # lines, among which one has the names of the columns
# As a service says that it gives no more.
CUT_OFF = "Its text was cut off by the service it is from; save the page for the rest."
_CUT_OFF = re.compile(r"(?:…|(?<!\s))\s*\[\+\d+ chars\]\s*\Z")
_SEPARATOR = re.compile(r"sep=(.)\n", re.IGNORECASE)


def _rows(rows: Iterable[object], names: Iterable[str], columns: Columns) -> Pieces:
    """Yield the article of each row, with the first what is not read of all, by their names."""
    notes = note_on_unread(names, columns)
    for number, row in enumerate(rows, start=1):
        try:
            if not isinstance(row, dict):
                raise NotAnArticle('It is not an object; write {"title": "…", "text": "…"}.')
            fields = _plain(fields_of(merged(row), columns))
            yield str(number), replace(fields, notes=fields.notes + notes)
            notes = ()
        except NotAnArticle as reason:
            yield str(number), reason


def _plain(fields: Fields) -> Fields:
    """Return fields without the marks of HTML, or of Python, that cells often have."""
    text = without_tags(fields.text)
    if text == fields.text and "\\n" in text and "\n" not in text:
        text = text.replace("\\n", "\n")
    text, cut = _CUT_OFF.subn("…", unescape(text))
    notes = (*fields.notes, *[CUT_OFF][:cut])
    return replace(fields, text=text, notes=notes)


def read_csv(data: bytes, columns: Columns = NONE) -> Pieces:
    """Yield an article for each row below the names of the columns."""
    yield from _read_separated(data, "", columns)


def read_tsv(data: bytes, columns: Columns = NONE) -> Pieces:
    """Yield as ``read_csv``, of a file with tabs between its columns."""
    yield from _read_separated(data, "\t", columns)


def _read_separated(data: bytes, separator: str, columns: Columns) -> Pieces:
    from rag.articles.formats import decode

    text, _ = decode(data)
    if said := _SEPARATOR.match(text):  # as Excel writes for itself
        separator, text = said[1], text[said.end() :]
    limit = csv.field_size_limit(LARGEST_CELL)  # of every reader in this process
    line = 1
    try:
        text, separator = _from_names(text, separator, columns)
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
        names = [str(name).strip() for name in rows.fieldnames or ()]
        if not has_text(names, columns):
            other = (
                f"None of its columns ({', '.join(names)[:100]}) is one of {text_names(columns)};"
            )
            has_links = not {"url", "link"}.isdisjoint(name.casefold() for name in names)
            is_list = has_links and not may_hold_text(next(rows, {}).values())
            raise NotAnArticle(f"{ONLY_ADDRESSES if is_list else other} {WHICH_TEXT}")
        for found in _rows(rows, names, columns):
            line = rows.line_num
            yield found
    except csv.Error as error:
        if "field larger than" in str(error):
            raise NotAnArticle(
                f"A cell behind line {line} is longer than {LARGEST_CELL:,} characters; "
                "split it, or take the row out."
            ) from None
        raise NotAnArticle(
            f"It is not a table behind line {line} ({error}); mend it there."
        ) from None
    finally:
        csv.field_size_limit(limit)


def _from_names(text: str, separator: str, columns: Columns) -> tuple[str, str]:
    """Return a table from the line with the names of its columns, and what stands between them."""
    rest = text
    for _ in range(MOST_HEAD):
        first, _, below = rest.partition("\n")
        between = separator or max(",;\t|", key=first.count)
        names = next(csv.reader([first], delimiter=between), [])
        if has_text([name.strip() for name in names], columns):
            return rest, between
        rest = below
    first = text.partition("\n")[0]
    return text, separator or max(",;\t|", key=first.count)


def read_json(data: bytes, columns: Columns = NONE) -> Pieces:
    """Yield the articles of a list of objects, of one object, or of objects behind one another."""
    from rag.articles.formats import decode

    text, _ = decode(data)
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = list(values_in(text))
    rows = rows_in(given, columns)
    if not rows:
        raise NotAnArticle("It holds no list of articles; write a list of objects.")
    names = [name for row in rows if isinstance(row, dict) for name in merged(row)]
    for part, found in _rows(rows, names, columns):
        yield "" if rows[0] is given else part, found


def read_parquet(data: bytes, columns: Columns = NONE) -> Pieces:
    """Yield an article for each row."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise NotAnArticle(
            "Reading .parquet needs pyarrow; install it with: pip install 'rag[parquet]'"
        ) from None
    try:
        table = parquet.ParquetFile(io.BytesIO(data))
        rows = (row for batch in table.iter_batches(batch_size=1000) for row in batch.to_pylist())
        yield from _rows(rows, table.schema_arrow.names, columns)
    except (ArrowException, OSError):
        raise NotAnArticle("It is not a Parquet file, or damaged; write it anew.") from None
