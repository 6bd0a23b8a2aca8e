"""The database of a generation: its articles, sentences, chunks and statements, in SQLite."""

import json
import sqlite3
import weakref
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from rag.errors import IndexDamaged
from rag.index import speaker_tables
from rag.index.manifest import StoredCounts
from rag.language.matching import has_all_words
from rag.records import Article, Filters, Sentence, Span, Statement

SCHEMA = f"""
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, date TEXT, source TEXT, author TEXT,
    url TEXT, text TEXT, sha256 TEXT, first_row INTEGER, end_row INTEGER, story INTEGER,
    listed INTEGER
);
CREATE TABLE sentences (
    article INTEGER, start INTEGER, "end" INTEGER, PRIMARY KEY (article, start)
) WITHOUT ROWID;
CREATE TABLE chunks (
    row INTEGER PRIMARY KEY, article INTEGER, start INTEGER, "end" INTEGER, sha256 TEXT
);
CREATE TABLE statements (
    article INTEGER, start INTEGER, "end" INTEGER, kind TEXT, speaker_written TEXT, speaker TEXT,
    role TEXT, cue TEXT, attribution_start INTEGER, attribution_end INTEGER,
    evidence_start INTEGER, evidence_end INTEGER, person TEXT
);
CREATE TABLE facets (facet TEXT, value TEXT, articles INTEGER);
{speaker_tables.SCHEMA}"""
INDEXES = f"""
CREATE INDEX articles_listed ON articles (
    listed, date, source, author, id, title, first_row, end_row
);
CREATE INDEX articles_dated ON articles (
    date, source, author, listed, id, title, first_row, end_row
);
CREATE INDEX articles_from ON articles (
    source, date, author, listed, id, title, first_row, end_row
);
CREATE INDEX articles_story ON articles (story, number, first_row, end_row);
CREATE INDEX chunks_article ON chunks (article, start, "end");
CREATE INDEX statements_article ON statements (article, start);
CREATE INDEX statements_person ON statements (person, article, start, "end");
{speaker_tables.INDEXES}"""
"""What is listed, counted and filtered by stands whole in an index: no text is read for it.

``person`` is the one spelling under which all of a speaker's statements are found; ``story`` the
number of the article whose words an article has, its own where it is no copy; ``listed`` its
place in the list of all, newest first; ``facets`` counts the articles of every source and author.
"""

STATEMENT = (
    'start, "end", kind, speaker_written, speaker, role, cue, attribution_start, '
    "attribution_end, evidence_start, evidence_end"
)


SEARCHED = "title || ' ' || source || ' ' || author || ' ' || text"


@dataclass(frozen=True, slots=True)
class Entry:
    """One article with everything that is stored of it."""

    article: Article
    sentences: tuple[Sentence, ...]
    chunks: tuple[Span, ...]
    hashes: tuple[str, ...]  # of each chunk; see ``rag.index.chunking.embedded_hash``
    statements: tuple[Statement, ...]


def open_database(path: Path) -> sqlite3.Connection:
    """Open an ``articles.sqlite`` for reading only."""
    try:
        # immutable: no lock files, and the file may be unlinked while it is read.
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        connection.execute("SELECT 1 FROM articles LIMIT 1").fetchall()
        return connection
    except sqlite3.Error as error:
        raise IndexDamaged(f"{path} cannot be read ({error}).", fix="Run `rag index`.") from error


class Database:
    """An ``articles.sqlite``, open for reading only; one connection for all threads.

    Raises:
        IndexDamaged: it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._connection = open_database(path)
        weakref.finalize(self, self._connection.close)
        self._connection.create_function("has_all_words", 2, has_all_words, deterministic=True)
        self._lock = Lock()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """Return what a query finds."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def rows_within(self, within: Sequence[str]) -> list[int]:
        """Return the chunks of these articles, or of those below these folders and files."""
        condition, values = within_condition(within)
        spans = self.rows(f"SELECT first_row, end_row FROM articles WHERE {condition}", values)
        return [row for first, end in spans for row in range(first, end)]

    def rows_spoken_by(self, persons: Sequence[str]) -> list[int]:
        """Return the chunks that hold a statement, or a part of one, of any of these persons."""
        return [row for (row,) in self.rows(spoken_query(persons), persons)]

    def allowed_rows(self, filters: Filters) -> np.ndarray | None:
        """Return which chunks pass the filters: shape ``(chunks,)``, bool; None for all."""
        if filters == Filters():
            return None
        passing, values = passing_condition(filters)
        allowed = np.zeros(self._chunks, dtype=bool)
        for first, end in self.rows(
            f"SELECT first_row, end_row FROM articles WHERE {passing}", values
        ):
            allowed[first:end] = True
        if filters.speakers:
            spoken = np.zeros_like(allowed)
            spoken[self.rows_spoken_by(filters.speakers)] = True
            allowed &= spoken
        return allowed

    def stories_of(self, rows: Sequence[int]) -> list[int]:
        """Return the story of each chunk's article; see ``Library.stories_of``."""
        found: list[int] = self._stories[list(rows)].tolist()
        return found

    def matching_condition(self, words: str) -> tuple[str, list[object]]:
        """Return the SQL condition, and its values, that an article has all of some words."""
        return f"has_all_words({SEARCHED}, ?)", [words]

    @cached_property
    def _chunks(self) -> int:
        [(count,)] = self.rows("SELECT max(end_row) FROM articles")
        return int(count or 0)

    @cached_property
    def _stories(self) -> np.ndarray:
        stories = np.full(self._chunks, -1)
        for story, first, end in self.rows(
            "SELECT story, first_row, end_row FROM articles WHERE story IN "
            "(SELECT story FROM articles GROUP BY story HAVING count(*) > 1)"
        ):
            stories[first:end] = story
        return stories


def counts_of(entries: Sequence[Entry]) -> StoredCounts:
    """Return how much is stored of some articles."""
    return StoredCounts(
        articles=len(entries),
        sentences=sum(len(entry.sentences) for entry in entries),
        chunks=sum(len(entry.chunks) for entry in entries),
        statements=sum(len(entry.statements) for entry in entries),
    )


def write_database(
    path: Path, entries: Sequence[Entry], persons: Mapping[str, str], stories: Mapping[str, str]
) -> None:
    """Write ``articles.sqlite``.

    Args:
        path: the new file.
        entries: in the order of their chunks' rows.
        persons: the spelling under which a speaker's statements are found.
        stories: see ``rag.index.copies.group_copies``.

    Raises:
        OSError: it cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            _write(connection, entries, persons, stories)
    except sqlite3.OperationalError as error:
        raise OSError(f"{path}: {error}") from error


def _write(
    connection: sqlite3.Connection,
    entries: Sequence[Entry],
    persons: Mapping[str, str],
    stories: Mapping[str, str],
) -> None:
    # The file is complete or thrown away, so a journal would only cost time.
    connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA}")
    for table, rows in table_rows(entries, persons, stories).items():
        for row in rows:
            connection.execute(f"INSERT INTO {table} VALUES ({places(row)})", row)
    connection.executescript(INDEXES)
    connection.commit()


def table_rows(
    entries: Sequence[Entry], persons: Mapping[str, str], stories: Mapping[str, str]
) -> dict[str, Iterator[tuple[Any, ...]]]:
    """Return the rows of each table; the arguments are those of ``write_database``."""
    return {
        "articles": _article_rows(entries, stories),
        "sentences": (
            (number, one.span.start, one.span.end)
            for number, entry in enumerate(entries)
            for one in entry.sentences
        ),
        "chunks": _chunk_rows(entries),
        "statements": (
            (number, one.words.start, one.words.end, one.kind, one.speaker_written, one.speaker,
             one.role, one.cue, one.attribution.start, one.attribution.end, one.evidence.start,
             one.evidence.end, persons.get(one.speaker, one.speaker))
            for number, entry in enumerate(entries)
            for one in entry.statements
        ),
        "facets": _facet_rows(entries),
        **speaker_tables.speaker_rows(entries, persons, stories),
    }  # fmt: skip


def _article_rows(
    entries: Sequence[Entry], stories: Mapping[str, str]
) -> Iterator[tuple[Any, ...]]:
    numbers = {entry.article.id: number for number, entry in enumerate(entries)}
    newest_first = sorted((entry.article for entry in entries), key=_age)
    listed = {one.id: place for place, one in enumerate(newest_first)}
    row = 0
    for number, entry in enumerate(entries):
        one, end_row = entry.article, row + len(entry.chunks)
        yield (
            number, one.id, one.title, one.date.isoformat() if one.date else "", one.source,
            one.author, one.url, one.text, one.sha256, row, end_row, numbers[stories[one.id]],
            listed[one.id],
        )  # fmt: skip
        row = end_row


def _age(article: Article) -> tuple[bool, int, str]:
    """Return what articles are listed by: the newest first, undated ones last."""
    return article.date is None, -(article.date or date.min).toordinal(), article.id


def _facet_rows(entries: Sequence[Entry]) -> Iterator[tuple[Any, ...]]:
    for facet in ("source", "author"):
        values = Counter(getattr(entry.article, facet) for entry in entries)
        for value, articles in sorted(values.items()):
            if value:
                yield facet, value, articles


def _chunk_rows(entries: Sequence[Entry]) -> Iterator[tuple[Any, ...]]:
    row = count()
    for number, entry in enumerate(entries):
        for span, digest in zip(entry.chunks, entry.hashes, strict=True):
            yield next(row), number, span.start, span.end, digest


def spoken_query(persons: Sequence[str]) -> str:
    """Return the question for the chunks that hold a statement, or a part of one, of persons.

    From the chunk in which one begins: else all chunks of a very long article would be compared
    with all of its statements.
    """
    return (
        "SELECT DISTINCT row FROM statements JOIN chunks USING (article) "
        "WHERE chunks.start < statements.end AND statements.start < chunks.end "
        "AND chunks.start >= coalesce((SELECT max(before.start) FROM chunks AS before "
        "WHERE before.article = statements.article AND before.start <= statements.start), 0) "
        f"AND person IN ({places(persons)})"
    )


def places(values: Sequence[object]) -> str:
    """Return the place holders of values in SQL."""
    return ",".join("?" * len(values))


def passing_condition(filters: Filters) -> tuple[str, list[object]]:
    """Return the SQL condition on articles, and its values, that filters amount to."""
    where = ["1 = 1"]
    values: list[object] = []
    if filters.since or filters.until:
        where.append("date != ''")
    if filters.since:
        where.append("date >= ?")
        values.append(filters.since.isoformat())
    if filters.until:
        where.append("date <= ?")
        values.append(filters.until.isoformat())
    for column, wanted in (("source", filters.sources), ("author", filters.authors)):
        if wanted:
            where.append(f"{column} IN ({places(wanted)})")
            values += wanted
    if filters.speakers:
        persons = places(filters.speakers)
        where.append(f"+number IN (SELECT article FROM statements WHERE person IN ({persons}))")
        values += filters.speakers
    if filters.within:
        condition, more = within_condition(filters.within)
        where.append(condition)
        values += more
    return " AND ".join(where), values


def within_condition(within: Sequence[str]) -> tuple[str, list[object]]:
    """Return the SQL condition, and its values, that an article is one of these or below them."""
    beginnings = [one for one in within if one.endswith(("/", "#"))]
    # json_each has a column "id" of its own. "+": else the ids would be looked up one by one,
    # and the text with each.
    condition = (
        "(+id IN (SELECT value FROM json_each(?)) OR EXISTS "
        "(SELECT 1 FROM json_each(?) WHERE substr(articles.id, 1, length(value)) = value))"
    )
    return condition, [json.dumps(within), json.dumps(beginnings)]


def statement_of(row: Sequence[Any]) -> Statement:
    """Return the statement of an article's id and the columns of ``STATEMENT``."""
    article_id, start, end, kind, written, speaker, role, cue, *spans = row
    return Statement(
        words=Span(article_id, start, end),
        kind=kind,
        speaker_written=written,
        speaker=speaker,
        role=role,
        cue=cue,
        attribution=Span(article_id, spans[0], spans[1]),
        evidence=Span(article_id, spans[2], spans[3]),
    )


def day_of(written: str) -> date | None:
    """Return a date as stored; None for the empty one."""
    return date.fromisoformat(written) if written else None
