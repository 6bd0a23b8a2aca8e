"""The index folder: immutable generations, and a pointer to the one in use.

    index/CURRENT                       name of the generation in use
    index/encoders/<weights>/           the encoder of questions and passages
    index/<generation>/manifest.json    what the generation was made from, and its files' hashes
    index/<generation>/articles.sqlite  articles, sentences, chunks, statements
    index/<generation>/embeddings.npy   every vector, in chunk order, to compare and take over
    index/<generation>/vectors.faiss    the same vectors, for searching
    index/<generation>/lexical/         the words, for searching

A generation is written whole and then only read. Opening one checks its manifest and its
files; nothing is ever repaired in silence.
"""

import hashlib
import json
import os
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import numpy as np

from rag.errors import IndexDamaged, IndexMismatch, IndexMissing, UnknownArticle
from rag.index.lexical_index import open_lexical
from rag.index.vector_index import VectorFacts, open_vectors
from rag.models.encoder import EncoderFacts, ModelEmbedder, encoder_folder, open_encoder
from rag.records import Article, Chunk, Filters, Heading, Sentence, Span, Statement

FORMAT = 3  # raised whenever what a build writes would be read differently
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
ARTICLES = "articles.sqlite"
LEXICAL = "lexical"
ENCODERS = "encoders"
CHECKED_UP_TO = 64_000_000  # bytes; a larger file's hash is checked by `rag verify` only

SCHEMA = """
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, date TEXT, source TEXT, author TEXT,
    url TEXT, text TEXT, sha256 TEXT, first_row INTEGER, end_row INTEGER
);
CREATE TABLE sentences (
    article INTEGER, start INTEGER, end INTEGER, PRIMARY KEY (article, start)
) WITHOUT ROWID;
CREATE TABLE chunks (
    row INTEGER PRIMARY KEY, article INTEGER, start INTEGER, end INTEGER, sha256 TEXT
);
CREATE TABLE statements (
    article INTEGER, start INTEGER, end INTEGER, kind TEXT, speaker_written TEXT, speaker TEXT,
    role TEXT, cue TEXT, attribution_start INTEGER, attribution_end INTEGER,
    evidence_start INTEGER, evidence_end INTEGER, person TEXT
);
"""
INDEXES = """
CREATE INDEX articles_listed ON articles (
    date, source, author, id, title, first_row, end_row
);
CREATE INDEX chunks_article ON chunks (article, start, end);
CREATE INDEX statements_article ON statements (article, start);
CREATE INDEX statements_person ON statements (person, article, start, end);
"""
"""What is listed, counted and filtered by stands whole in an index: no text is read for it.

``person`` is the one spelling under which all of a speaker's statements are found.
"""


SEARCHED = "title || ' ' || source || ' ' || author || ' ' || text"
NEWEST_FIRST = "ORDER BY date = '', date DESC, id"
STATEMENT = (
    "start, end, kind, speaker_written, speaker, role, cue, attribution_start, attribution_end, "
    "evidence_start, evidence_end"
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a generation holds."""

    articles: int
    sentences: int
    chunks: int
    statements: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made from and holds."""

    format: int
    program: str  # digest of the program that wrote it; another one may find other statements
    encoder: EncoderFacts
    vectors: VectorFacts
    counts: Counts
    files: dict[str, tuple[int, str]]  # path below the generation: size in bytes, sha256

    @staticmethod
    def read(folder: Path) -> "Manifest":
        """Read the manifest of a generation.

        Raises:
            IndexDamaged: it is missing or is no manifest.
            IndexMismatch: another version of the program wrote it.
        """
        path = folder / MANIFEST
        try:
            given = json.loads(path.read_text("utf-8"))
            if given["format"] != FORMAT:
                raise IndexMismatch(
                    f"{path} has the format {given['format']!r}, this version reads {FORMAT}.",
                    fix="Run `rag index`.",
                )
            return Manifest(
                format=FORMAT,
                program=str(given["program"]),
                encoder=EncoderFacts(**given["encoder"]),
                vectors=VectorFacts(**given["vectors"]),
                counts=Counts(**given["counts"]),
                files={name: (size, digest) for name, (size, digest) in given["files"].items()},
            )
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise IndexDamaged(
                f"{path} cannot be read ({error}).", fix="Run `rag index`."
            ) from error

    def write(self, folder: Path) -> None:
        """Write the manifest, flushed to disk."""
        with (folder / MANIFEST).open("w", encoding="utf-8") as stream:
            json.dump(asdict(self), stream, indent=1)
            stream.flush()
            os.fsync(stream.fileno())


def current_generation(index: Path) -> str:
    """Return the name of the generation in use.

    Raises:
        IndexMissing: there is no index yet.
        IndexDamaged: the pointer names no generation.
    """
    name = _pointer(index)
    if not name.isdecimal() or name not in [path.name for path in index.iterdir()]:
        raise IndexDamaged(
            f"{index / CURRENT} names the generation {name[:40]!r}, which is not there.",
            fix="Run `rag index`.",
        )
    return name


def _pointer(index: Path) -> str:
    try:
        return (index / CURRENT).read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(f"{index} holds no index.", fix="Build it with `rag index`.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(
            f"{index / CURRENT} cannot be read ({error}).", fix="Run `rag index`."
        ) from error


def file_facts(path: Path) -> tuple[int, str]:
    """Return the size in bytes and the sha256 of a file."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    return path.stat().st_size, digest.hexdigest()


def damaged_files(folder: Path, manifest: Manifest, *, up_to: int | None = None) -> Iterator[str]:
    """Yield a sentence for every file of a generation that is not as it was written.

    Args:
        folder: the generation.
        manifest: what it should hold.
        up_to: above this size in bytes only the size is compared; None reads everything.
    """
    for name, (size, digest) in manifest.files.items():
        path = folder / name
        try:
            found = path.stat().st_size
            if found != size:
                yield f"{path} has {found} bytes, {size} were written."
            elif (up_to is None or size <= up_to) and file_facts(path)[1] != digest:
                yield f"{path} has changed since it was written."
        except FileNotFoundError:
            yield f"{path} is missing."
        except OSError as error:
            yield f"{path} cannot be read ({error.strerror})."


class Library:
    """One generation, open for reading; safe to use from several threads.

    Args:
        index: the index folder.
        generation: the name of the generation.
        opened: its encoder, where that is open already.

    Raises:
        IndexDamaged: a file is missing or not as it was written.
        IndexMismatch: another version of the program wrote it, or with another encoder.
    """

    def __init__(
        self, index: Path, generation: str, *, opened: ModelEmbedder | None = None
    ) -> None:
        folder = index / generation
        self.generation = generation
        self.manifest = Manifest.read(folder)
        for problem in damaged_files(folder, self.manifest, up_to=CHECKED_UP_TO):
            raise IndexDamaged(problem, fix="Run `rag index`.")
        encoder = encoder_folder(index / ENCODERS, self.manifest.encoder.weights_sha256)
        embedder = opened or open_encoder(encoder)
        if embedder.facts != self.manifest.encoder:
            raise IndexMismatch(
                f"{folder} was made with another encoder than the one in {encoder}.",
                fix="Run `rag index`.",
            )
        self.embedder = embedder
        self.vectors = open_vectors(folder, self.manifest.vectors)
        self._database = Database(folder / ARTICLES)
        self.lexical = open_lexical(folder / LEXICAL, spoken_by=self._database.rows_spoken_by)

    def article(self, article_id: str) -> Article:
        """Return an article.

        Raises:
            UnknownArticle: there is none with that id.
        """
        for article in self._articles("WHERE id = ?", (article_id,)):
            return article
        raise UnknownArticle(
            f"No article has the id {article_id[:200]!r}.", fix="`rag list` names them all."
        )

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Every source that the articles name, sorted."""
        return self._distinct("source")

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """Every author that the articles name, sorted."""
        return self._distinct("author")

    def articles(self, filters: Filters = Filters(), *, most: int = -1) -> Iterator[Article]:
        """Yield the articles that pass filters, newest first, undated ones last.

        Args:
            filters: what they must meet.
            most: no text beyond that of as many is read; a negative number for all of them.
        """
        passing, values = _passing(filters)
        first = f"SELECT number FROM articles WHERE {passing} {NEWEST_FIRST} LIMIT ?"
        return self._articles(f"WHERE number IN ({first}) {NEWEST_FIRST}", [*values, most])

    def headings(self, filters: Filters = Filters(), matching: str = "") -> tuple[Heading, ...]:
        """Return what a list shows of ``articles``; see ``Chatbot.headings``."""
        passing, values = _passing(filters)
        if matching.strip():  # else no text is read
            passing += f" AND holds({SEARCHED}, ?)"
            values.append(matching)
        query = f"SELECT id, title, date, source, author FROM articles WHERE {passing}"
        return tuple(
            Heading(row[0], row[1], _date(row[2]), *row[3:])
            for row in self._rows(f"{query} {NEWEST_FIRST}", values)
        )

    def count(self, filters: Filters) -> int:
        """Return how many articles pass filters."""
        passing, values = _passing(filters)
        [(count,)] = self._rows(f"SELECT count(*) FROM articles WHERE {passing}", values)
        return int(count)

    def count_by(
        self, facet: Literal["source", "author", "speaker"], filters: Filters
    ) -> dict[str, int]:
        """Return how many of the articles that pass filters have each value, most first."""
        passing, values = _passing(filters)
        # "+": else each article, and its text, would be looked up for itself; so in ``_passing``.
        query = (
            "SELECT person, count(DISTINCT article) FROM statements WHERE +article IN "
            f"(SELECT number FROM articles WHERE {passing})"
            if facet == "speaker"
            else f"SELECT {facet}, count(*) FROM articles WHERE {facet} != '' AND {passing}"
        )
        return dict(self._rows(f"{query} GROUP BY 1 ORDER BY 2 DESC, 1", values))

    @cached_property
    def extent(self) -> tuple[int, date | None, date | None]:
        """The number of articles, the first and the last date."""
        [(first, last)] = self._rows("SELECT min(date), max(date) FROM articles WHERE date != ''")
        return self.manifest.counts.articles, _date(first or ""), _date(last or "")

    def passages(self, rows: Sequence[int]) -> list[tuple[Article, Chunk]]:
        """Return the chunks of these rows with their articles, in the order given."""
        numbers = ",".join(str(int(row)) for row in rows)
        chunks = {
            row: (article_id, start, end)
            for row, article_id, start, end in self._rows(
                "SELECT row, id, start, end FROM chunks JOIN articles ON article = number "
                f"WHERE row IN ({numbers})"
            )
        }
        wanted = sorted({article_id for article_id, _, _ in chunks.values()})
        articles = {
            article.id: article
            for article in self._articles(f"WHERE id IN ({_places(wanted)})", wanted)
        }
        return [
            (articles[chunks[row][0]], Chunk(row, Span(*chunks[row])))
            for row in (int(row) for row in rows)
        ]

    def rows_of(self, article_id: str) -> range:
        """Return the rows of an article's chunks."""
        for first, end in self._rows(
            "SELECT first_row, end_row FROM articles WHERE id = ?", (article_id,)
        ):
            return range(first, end)
        return range(0)

    def sentences(self, within: Span) -> tuple[Sentence, ...]:
        """Return the sentences that lie wholly inside a span."""
        return tuple(
            Sentence(Span(within.article_id, start, end))
            for start, end in self._rows(
                "SELECT start, end FROM sentences WHERE article = "
                "(SELECT number FROM articles WHERE id = ?) AND start >= ? AND end <= ? "
                "ORDER BY start",
                (within.article_id, within.start, within.end),
            )
        )

    def persons(self) -> dict[str, int]:
        """Return everyone who says something, most quoted first, with the number of statements."""
        return dict(
            self._rows(
                "SELECT person, count(*) FROM statements GROUP BY person ORDER BY 2 DESC, person"
            )
        )

    def roles(self) -> list[tuple[str, str]]:
        """Return every pair of a person and a role that an article gives them."""
        return self._rows(
            "SELECT person, role FROM statements WHERE role != '' GROUP BY 1, 2 ORDER BY count(*) "
            "DESC, 1"
        )

    def statements(
        self, *, person: str = "", within: Span | None = None, filters: Filters = Filters()
    ) -> list[tuple[Article, Statement]]:
        """Return statements with their articles, newest article first.

        Args:
            person: one of ``persons``; empty for anyone.
            within: only statements whose words lie inside this span.
            filters: what their articles must meet, and whose they may be.
        """
        wanted, values = _passing(filters)
        for persons in (filters.speakers, (person,) if person else ()):
            if persons:
                wanted += f" AND person IN ({_places(persons)})"
                values += persons
        if within is not None:
            wanted += " AND id = ? AND start >= ? AND end <= ?"
            values += [within.article_id, within.start, within.end]
        found = self._rows(
            f"SELECT id, {STATEMENT} FROM statements JOIN articles ON article = number "
            f"WHERE {wanted} ORDER BY date = '', date DESC, article, start",
            values,
        )
        articles = {article_id: self.article(article_id) for article_id in {r[0] for r in found}}
        return [(articles[row[0]], _statement(row)) for row in found]

    def allowed_rows(self, filters: Filters) -> np.ndarray | None:
        """Return which chunks pass the filters: shape ``(chunks,)``, bool; None for all."""
        if filters == Filters():
            return None
        passing, values = _passing(filters)
        allowed = np.zeros(self.manifest.counts.chunks, dtype=bool)
        for first, end in self._rows(
            f"SELECT first_row, end_row FROM articles WHERE {passing}", values
        ):
            allowed[first:end] = True
        if filters.speakers:
            spoken = np.zeros_like(allowed)
            spoken[self._database.rows_spoken_by(filters.speakers)] = True
            allowed &= spoken
        return allowed

    def article_hashes(self) -> dict[str, str]:
        """Return the sha256 of every article by its id."""
        return dict(self._rows("SELECT id, sha256 FROM articles"))

    def chunk_hashes(self) -> dict[str, int]:
        """Return the row of every chunk by the sha256 of the text that was embedded."""
        return dict(self._rows("SELECT sha256, row FROM chunks"))

    def _distinct(self, column: str) -> tuple[str, ...]:
        query = f"SELECT DISTINCT {column} FROM articles WHERE {column} != '' ORDER BY 1"
        return tuple(value for (value,) in self._rows(query))

    def _articles(self, condition: str, values: Sequence[object]) -> Iterator[Article]:
        for row in self._rows(
            f"SELECT id, title, date, source, author, url, text, sha256 FROM articles {condition}",
            values,
        ):
            yield Article(row[0], row[1], _date(row[2]), *row[3:])

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        return self._database.rows(query, values)


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
        self._connection.create_function("holds", 2, holds, deterministic=True)
        self._lock = Lock()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """Return what a query finds."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def rows_spoken_by(self, persons: Sequence[str]) -> list[int]:
        """Return the chunks that hold a statement, or a part of one, of any of these persons."""
        query = (
            "SELECT DISTINCT row FROM statements JOIN chunks USING (article) "
            "WHERE chunks.start < statements.end AND statements.start < chunks.end "
            f"AND person IN ({_places(persons)})"
        )
        return [row for (row,) in self.rows(query, persons)]


def open_library(index: Path) -> Library:
    """Open the generation in use.

    Raises:
        IndexMissing, IndexDamaged, IndexMismatch: with the command that mends it.
    """
    while True:
        pointer = _pointer(index)
        try:
            return Library(index, current_generation(index))
        except (IndexDamaged, IndexMismatch):
            # A build may have switched, and removed the old generation, while it was being opened.
            if _pointer(index) == pointer:
                raise


@dataclass(frozen=True, slots=True)
class Entry:
    """One article with everything that is stored of it."""

    article: Article
    sentences: tuple[Sentence, ...]
    chunks: tuple[Span, ...]
    hashes: tuple[str, ...]  # sha256 of the text embedded for each chunk
    statements: tuple[Statement, ...]


def write_database(path: Path, entries: Sequence[Entry], persons: Mapping[str, str]) -> None:
    """Write ``articles.sqlite``.

    Args:
        path: the new file.
        entries: in the order of their chunks' rows.
        persons: the spelling under which a speaker's statements are found.

    Raises:
        OSError: it cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            _write(connection, entries, persons)
    except sqlite3.OperationalError as error:
        raise OSError(f"{path}: {error}") from error


def _write(
    connection: sqlite3.Connection, entries: Sequence[Entry], persons: Mapping[str, str]
) -> None:
    # The file is complete or thrown away, so a journal would only cost time.
    connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {SCHEMA}")
    row = 0
    for number, entry in enumerate(entries):
        end_row = row + len(entry.chunks)
        article = entry.article
        written = article.date.isoformat() if article.date else ""
        connection.execute(
            "INSERT INTO articles VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (number, article.id, article.title, written, article.source, article.author,
             article.url, article.text, article.sha256, row, end_row),
        )  # fmt: skip
        _insert(connection, "sentences", [
            (number, sentence.span.start, sentence.span.end) for sentence in entry.sentences
        ])  # fmt: skip
        _insert(connection, "chunks", [
            (place, number, span.start, span.end, digest)
            for place, span, digest in zip(
                range(row, end_row), entry.chunks, entry.hashes, strict=True
            )
        ])  # fmt: skip
        _insert(connection, "statements", [
            (number, one.words.start, one.words.end, one.kind, one.speaker_written, one.speaker,
             one.role, one.cue, one.attribution.start, one.attribution.end, one.evidence.start,
             one.evidence.end, persons.get(one.speaker, one.speaker))
            for one in entry.statements
        ])  # fmt: skip
        row = end_row
    connection.executescript(INDEXES)
    connection.commit()


def read_entries(library: Library) -> dict[str, Entry]:
    """Return everything stored of every article, by article id."""
    sentences = _grouped(library, "sentences", "start, end", "start")
    chunks = _grouped(library, "chunks", "start, end, chunks.sha256", "row")
    statements = _grouped(library, "statements", STATEMENT, "start")
    return {
        article.id: Entry(
            article,
            tuple(Sentence(Span(article.id, *row)) for row in sentences.get(article.id, ())),
            tuple(Span(article.id, *row[:2]) for row in chunks.get(article.id, ())),
            tuple(row[2] for row in chunks.get(article.id, ())),
            tuple(_statement((article.id, *row)) for row in statements.get(article.id, ())),
        )
        for article in library.articles()
    }


def _grouped(library: Library, table: str, columns: str, order: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for article_id, *row in library._rows(
        f"SELECT id, {columns} FROM {table} JOIN articles ON article = number "
        f"ORDER BY article, {order}"
    ):
        groups.setdefault(article_id, []).append(row)
    return groups


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    rows = list(rows)
    if rows:
        connection.executemany(f"INSERT INTO {table} VALUES ({_places(rows[0])})", rows)


def holds(text: str, matching: str) -> bool:
    """Tell whether every word of ``matching`` stands in ``text``, in capitals or not."""
    text = text.casefold()
    return all(word in text for word in matching.casefold().split())


def _places(values: Sequence[object]) -> str:
    """Return the place holders of values in SQL."""
    return ",".join("?" * len(values))


def _passing(filters: Filters) -> tuple[str, list[object]]:
    """Return the SQL condition on articles, and its values, that ``filters`` amount to."""
    where = ["1"]
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
            where.append(f"{column} IN ({_places(wanted)})")
            values += wanted
    if filters.speakers:
        persons = _places(filters.speakers)
        where.append(f"+number IN (SELECT article FROM statements WHERE person IN ({persons}))")
        values += filters.speakers
    return " AND ".join(where), values


def _statement(row: Sequence[Any]) -> Statement:
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


def _date(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
