"""Find the articles in JSON: in lists, tables and objects, as services and programs answer."""

import json
import re
from collections.abc import Iterator, Mapping

from rag.articles.columns import NONE, Columns, fields_of, has_text
from rag.articles.fields import NotAnArticle

# What the list of articles in an object is called
_LISTS = ("articles", "items", "results", "stories", "documents", "entries", "data", "posts",
          "docs", "objects", "content", "records", "hits", "messages")  # fmt: skip
# Objects in that of an article that say more of it
_INNER = ("metadata", "meta", "thread", "attributes", "_source", "fields", "article")
MOST_DEPTH = 6  # objects and lists within one another, of which the last may be an article
MOST_AROUND = 3  # objects in a list that is looked into for another one
_BETWEEN = re.compile(r"[\s,\[\]]*+")  # values that follow one another


def values_in(text: str) -> Iterator[object]:
    """Yield the values of a text that follow one another; None in the place of a broken one.

    Raises:
        NotAnArticle: it is no JSON from its beginning.
    """
    decoder = json.JSONDecoder()
    place, found = _start(text, 0), False
    while place < len(text):
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            if not found:
                break
            value, place = None, text.find("\n{", place + 1) % (len(text) + 1)
        found = True
        yield value
        place = _start(text, place)
    if not found:
        raise NotAnArticle("It is not JSON; mend it or convert it.")


def _start(text: str, place: int) -> int:
    between = _BETWEEN.match(text, place)
    return between.end() if between else place


def rows_in(given: object, columns: Columns = NONE) -> list[object]:
    """Return the articles in a value: of a list, the list; of an object, a list in it or itself."""
    if isinstance(given, list):
        is_around = len(given) == 1 and not _has_text(given[0], columns)
        return (_inner(given, columns) if is_around else []) or given
    if not isinstance(given, dict):
        return []
    listed = _listed(given)
    if any(_has_text(row, columns) for row in listed):
        return listed
    if _has_text(given, columns):
        return [given]
    return _inner([given], columns) or _turned(given) or listed or [given]


def merged(row: Mapping[str, object]) -> dict[str, object]:
    """Return an object with what the objects in it say of the same article."""
    inner: dict[str, object] = {}
    for key in _INNER:
        within = row.get(key)
        if isinstance(within, dict):
            inner.update(within)
    own = {
        name: value
        for name, value in row.items()
        if not isinstance(row.get(name), dict) or name not in _INNER
    }
    return {
        **own,
        **inner,
        **{name: value for name, value in own.items() if value not in (None, "")},
    }


def _has_text(row: object, columns: Columns) -> bool:
    if not isinstance(row, dict):
        return False
    try:
        return bool(fields_of(merged(row), columns).text)
    except NotAnArticle:
        return False


def _inner(given: list[object], columns: Columns) -> list[object]:
    """Return the nearest list or object with an article that others are around, or nothing."""
    level = given
    for _ in range(MOST_DEPTH):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list) and (isinstance(one, dict) or len(one) <= MOST_AROUND)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        for one in level:
            rows = _listed(one) if isinstance(one, dict) else one
            if isinstance(rows, list) and any(_has_text(row, columns) for row in rows):
                return rows
        for one in level:
            if _has_text(one, columns):
                return [one]
    return []


def _listed(given: Mapping[str, object]) -> list[object]:
    """Return the list of articles that an object holds by a name for one."""
    rows = next((rows for name in _LISTS if isinstance(rows := given.get(name), list)), None)
    if not rows:
        return []
    if isinstance(names := given.get("columns"), list):  # as pandas splits a table
        return [
            dict(zip(names, row, strict=False)) if isinstance(row, list) else row for row in rows
        ]
    if "jsonfeed.org" in str(given.get("version")):
        return [{"feed_title": given.get("title"), **row} for row in rows if isinstance(row, dict)]
    if rows is given.get("messages") and given.get("name"):  # as Telegram exports a channel
        return [_posted(row, given) if isinstance(row, dict) else row for row in rows]
    return rows


def _posted(row: Mapping[str, object], chat: Mapping[str, object]) -> dict[str, object]:
    """Return a message with the channel that it is from, and who wrote it there."""
    channel = row.get("forwarded_from") or chat.get("name")
    writer = row.get("author") or row.get("from")
    said = {name: value for name, value in row.items() if name != "from"}
    return {"source": channel, **said, "author": "" if writer == chat.get("name") else writer}


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
