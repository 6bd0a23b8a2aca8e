"""Read tables and lists of articles: .csv, .tsv, .json and, where pyarrow is there, .parquet."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import unescape

from rag.articles.columns import NONE, WHICH_TEXT, Columns, fields_of, has_text, text_names
from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.cells import without_tags

LARGEST_CELL = 50_000_000  # characters
MOST_HEAD = 10  # lines, among which one has the names of the columns
_LISTS = (
    "articles",
    "items",
    "results",
    "stories",
    "documents",
    "entries",
    "data",
    "posts",
    "docs",
)
# As a service says that it gives no more.
_CUT_OFF = re.compile(r"(?:…|(?<!\s))\s*\[\+\d+ chars\]\s*\Z")
_SEPARATOR = re.compile(r"sep=(.)\n", re.IGNORECASE)


def _rows(rows: Iterable[object], columns: Columns) -> Pieces:
    for number, row in enumerate(rows, start=1):
        try:
            if not isinstance(row, dict):
                raise NotAnArticle('It is not an object; write {"title": "…", "text": "…"}.')
            inner = row.get("fields")
            fields = fields_of({**row, **inner} if isinstance(inner, dict) else row, columns)
            yield str(number), _plain(fields)
        except NotAnArticle as reason:
            yield str(number), reason


def _plain(fields: Fields) -> Fields:
    """Return fields without the marks of HTML, or of Python, that cells often have."""
    text = without_tags(fields.text)
    if text == fields.text and "\\n" in text and "\n" not in text:
        text = text.replace("\\n", "\n")
    return replace(fields, text=_CUT_OFF.sub("…", unescape(text)))


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
            links = "It lists addresses and holds no text; save the pages, or"
            other = (
                f"None of its columns ({', '.join(names)[:100]}) is one of {text_names(columns)};"
            )
            has_links = not {"url", "link"}.isdisjoint(name.casefold() for name in names)
            raise NotAnArticle(f"{links if has_links else other} {WHICH_TEXT}")
        for found in _rows(rows, columns):
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
    """Yield the articles of a list of objects, of one object, or of an object a line."""
    from rag.articles.formats import decode

    text, _ = decode(data)
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "Extra data" not in str(error) or not text.lstrip().startswith("{"):
            raise NotAnArticle("It is not JSON; mend it or convert it.") from None
        yield from _rows(map(_object, filter(str.strip, text.split("\n"))), columns)
        return
    found = _listed(given)
    if isinstance(given, dict) and not found:
        try:
            yield "", _plain(fields_of(given, columns))
            return
        except NotAnArticle:
            found = next(filter(None, map(_listed, given.values())), None) or _turned(given)
            if not found:
                raise
    if found is None:
        raise NotAnArticle("It holds no list of articles; write a list of objects.")
    yield from _rows(found, columns)


def _object(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _listed(given: object) -> list[object] | None:
    """Return the list of articles that something is, or that it holds by a name for one."""
    if not isinstance(given, dict):
        return given if isinstance(given, list) else None
    rows = next((given[name] for name in _LISTS if isinstance(given.get(name), list)), None)
    if rows and isinstance(names := given.get("columns"), list):  # as pandas splits a table
        return [
            dict(zip(names, row, strict=False)) if isinstance(row, list) else row for row in rows
        ]
    if rows and "jsonfeed.org" in str(given.get("version")):
        return [{"feed_title": given.get("title"), **row} for row in rows if isinstance(row, dict)]
    return rows


def _turned(given: Mapping[str, object]) -> list[object]:
    """Return the rows of a table that holds objects: a row each, or, as pandas, a column each."""
    values = list(given.values())
    if not values or not all(isinstance(one, dict) for one in values):
        return []
    if not has_text(list(given), NONE):
        return values
    cells = {name: column for name, column in given.items() if isinstance(column, dict)}
    rows = dict.fromkeys(row for column in cells.values() for row in column)
    return [{name: column.get(row) for name, column in cells.items()} for row in rows]


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
    except (ArrowException, OSError):
        raise NotAnArticle("It is not a Parquet file, or damaged; write it anew.") from None
