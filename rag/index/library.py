"""One generation of the index, open for reading: its articles, vectors and words.

Opening one checks its manifest and its files; nothing is ever repaired in silence.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import IndexDamaged, IndexMismatch, UnknownArticle
from rag.index.article_lists import ALL, ArticleLists
from rag.index.article_numbers import LOOKED_UP, NEWEST_FIRST, ArticleNumbers, numbered
from rag.index.chunking import embedded_text, fitting_heading
from rag.index.database import (
    STATEMENT,
    Database,
    Entry,
    day_of,
    passing_condition,
    places,
    statement_of,
)
from rag.index.generations import ARTICLES, ENCODERS, LEXICAL, current_generation, pointer_of
from rag.index.interfaces import Rows, Vectors, Words
from rag.index.lexical_index import open_lexical
from rag.index.manifest import Manifest, damaged_files
from rag.index.servers.store_address import served_index
from rag.index.speakers import Speakers
from rag.index.vector_index import open_vectors
from rag.models.encoder import Encoder, encoder_folder, open_encoder
from rag.records import Article, Chunk, Filters, Sentence, Span, Statement

if TYPE_CHECKING:
    from rag.index.servers.served import Served

CHECKED_UP_TO = 64_000_000  # bytes; a larger file's hash is checked by `rag verify` only


class Library:
    """One generation, open for reading; safe to use from several threads.

    Args:
        generation: its name.
        manifest: what it was made from and holds.
        embedder: its encoder.
        database: its articles, sentences, chunks and statements.
        vectors: the meaning of its chunks.
        lexical: their words.
    """

    def __init__(
        self,
        generation: str,
        manifest: Manifest,
        embedder: Encoder,
        database: Rows,
        vectors: Vectors,
        lexical: Words,
    ) -> None:
        self.generation = generation
        self.manifest = manifest
        self.embedder = embedder
        self.vectors = vectors
        self.lexical = lexical
        self._database = database
        self.numbers = ArticleNumbers(database)
        self.lists = ArticleLists(database, manifest.counts.articles)
        self.people = Speakers(database)

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

    def articles(self, filters: Filters = Filters(), *, most: int = ALL) -> Iterator[Article]:
        """Yield the articles that pass filters, newest first, undated ones last.

        Args:
            filters: what they must meet.
            most: no text beyond that of as many is read.
        """
        passing, values = passing_condition(filters)
        first = f"SELECT number FROM articles WHERE {passing} {NEWEST_FIRST} LIMIT ?"
        return self._articles(f"WHERE number IN ({first}) {NEWEST_FIRST}", [*values, most])

    def articles_numbered(self, numbers: Sequence[int]) -> Iterator[Article]:
        """Yield the articles of ``numbers``, newest first, undated ones last."""
        return self._articles(f"WHERE {numbered(numbers)} {NEWEST_FIRST}", ())

    @cached_property
    def extent(self) -> tuple[int, date | None, date | None]:
        """The number of articles, the first and the last date."""
        [(first, last)] = self._rows(
            "SELECT (SELECT min(date) FROM articles WHERE date > ''), "
            "(SELECT max(date) FROM articles WHERE date > '')"
        )
        return self.manifest.counts.articles, day_of(first or ""), day_of(last or "")

    def passages(self, rows: Sequence[int]) -> list[tuple[Article, Chunk]]:
        """Return the chunks of these rows with their articles, in the order given."""
        numbers = ",".join(str(int(row)) for row in rows)
        chunks = {
            row: (article_id, start, end)
            for row, article_id, start, end in self._rows(
                'SELECT row, id, start, "end" FROM chunks JOIN articles ON article = number '
                f"WHERE row IN ({numbers})"
            )
        }
        wanted = sorted({article_id for article_id, _, _ in chunks.values()})
        articles = {
            article.id: article
            for article in self._articles(f"WHERE id IN ({places(wanted)})", wanted)
        }
        return [
            (articles[chunks[row][0]], Chunk(row, Span(*chunks[row])))
            for row in (int(row) for row in rows)
        ]

    def embedded_texts(self, passages: Sequence[tuple[Article, Chunk]]) -> list[str]:
        """Return what is embedded for passages, or would be for those that have no vector."""
        return [
            embedded_text(fitting_heading(article, self.embedder), article.cut(chunk.span))
            for article, chunk in passages
        ]

    def stories_of(self, rows: Sequence[int]) -> list[int]:
        """Return the story of each chunk's article, a number that copies share.

        -1 where the article has no copy.
        """
        return self._database.stories_of(rows)

    def copies(self, article_id: str, filters: Filters = Filters()) -> tuple[Article, ...]:
        """Return the other articles with much the same words that pass filters, oldest first."""
        passing, values = passing_condition(filters)
        story = "(SELECT story FROM articles WHERE id = ?)"
        order = "ORDER BY date = '', date, id"
        query = f"WHERE story = {story} AND id != ? AND {passing} {order}"
        return tuple(self._articles(query, [article_id, article_id, *values]))

    def sentences(self, within: Span) -> tuple[Sentence, ...]:
        """Return the sentences that lie wholly inside a span."""
        return tuple(
            Sentence(Span(within.article_id, start, end))
            for start, end in self._rows(
                'SELECT start, "end" FROM sentences WHERE article = '
                "(SELECT number FROM articles WHERE id = ?) AND start BETWEEN ? AND ? "
                'AND "end" <= ? ORDER BY start',
                (within.article_id, within.start, within.end, within.end),
            )
        )

    def sentences_in(self, rows: Sequence[int]) -> list[tuple[Sentence, ...]]:
        """Return the sentences that lie wholly inside each of some chunks."""
        return [
            tuple(Sentence(Span(article_id, start, end)) for article_id, start, end in found)
            for found in self._inside("sentences", 'start, "end"', rows)
        ]

    def statements_in(self, rows: Sequence[int]) -> list[tuple[Statement, ...]]:
        """Return the statements whose words lie wholly inside each of some chunks."""
        return [
            tuple(map(statement_of, found)) for found in self._inside("statements", STATEMENT, rows)
        ]

    def _inside(self, table: str, columns: str, rows: Sequence[int]) -> list[list[Any]]:
        """Return what of a table lies inside each of some chunks, article ids first; at once."""
        numbers = ",".join(str(int(row)) for row in rows)
        found: dict[int, list[Any]] = {int(row): [] for row in rows}
        for row, *columns_found in self._rows(
            f"SELECT row, id, {columns} FROM (SELECT row, article AS around, start AS begins, "
            f'"end" AS ends FROM chunks WHERE row IN ({numbers})) AS passages '
            f"JOIN articles ON number = around JOIN {table} ON {table}.article = around "
            'AND start >= begins AND start < ends AND "end" <= ends ORDER BY row, start'
        ):
            found[row].append(columns_found)
        return [found[int(row)] for row in rows]

    def statements(
        self, *, person: str = "", within: Span | None = None, filters: Filters = Filters()
    ) -> list[tuple[Article, Statement]]:
        """Return statements with their articles, newest article first.

        Args:
            person: one of ``people``; empty for anyone.
            within: only statements whose words lie inside this span.
            filters: what their articles must meet, and whose they may be.
        """
        wanted, values = passing_condition(filters)
        for persons in (filters.speakers, (person,) if person else ()):
            if persons:
                wanted += f" AND person IN ({places(persons)})"
                values += persons
        if within is not None:
            wanted += ' AND id = ? AND start >= ? AND "end" <= ?'
            values += [within.article_id, within.start, within.end]
        found = self._rows(
            f"SELECT number, id, {STATEMENT} FROM statements JOIN articles ON article = number "
            f"WHERE {wanted} ORDER BY date = '', date DESC, article, start",
            values,
        )
        numbers = sorted({row[0] for row in found})
        articles = {
            article.id: article
            for first in range(0, len(numbers), LOOKED_UP)
            for article in self.articles_numbered(numbers[first : first + LOOKED_UP])
        }
        return [(articles[row[0]], statement_of(row)) for _, *row in found]

    def statements_of(self, article_id: str) -> tuple[Statement, ...]:
        """Return every statement of an article, in the order of its text."""
        return tuple(
            statement_of(row)
            for row in self._rows(
                f"SELECT id, {STATEMENT} FROM statements JOIN articles ON article = number "
                "WHERE id = ? ORDER BY start",
                (article_id,),
            )
        )

    def said_in(self, article_id: str) -> tuple[tuple[Span, str], ...]:
        """Return the words that somebody of ``people`` says in an article, each with who."""
        return tuple(
            (Span(article_id, start, end), person)
            for start, end, person in self._rows(
                'SELECT start, "end", person FROM statements WHERE article = '
                "(SELECT number FROM articles WHERE id = ?) ORDER BY start",
                (article_id,),
            )
        )

    def article_hashes(self) -> dict[str, str]:
        """Return the sha256 of every article by its id."""
        return dict(self._rows("SELECT id, sha256 FROM articles"))

    def hashes_of(self, rows: Sequence[int]) -> list[str]:
        """Return the sha256 of the text that was embedded for each of these chunks."""
        numbers = ",".join(str(int(row)) for row in rows)
        found = dict(self._rows(f"SELECT row, sha256 FROM chunks WHERE row IN ({numbers})"))
        return [found[int(row)] for row in rows]

    def chunk_hashes(self) -> dict[str, int]:
        """Return the row of every chunk by the sha256 of the text that was embedded."""
        return dict(self._rows("SELECT sha256, row FROM chunks"))

    def entries(self) -> dict[str, Entry]:
        """Return everything stored of every article, by article id."""
        found: dict[str, Entry] = {}
        for first in range(0, self.manifest.counts.articles, LOOKED_UP):
            found |= self._entries(f"BETWEEN {first} AND {first + LOOKED_UP - 1}")
        return found

    def _entries(self, numbers: str) -> dict[str, Entry]:
        """Return everything stored of the articles whose numbers meet a condition in SQL."""
        sentences = self._grouped("sentences", 'start, "end"', numbers, "start")
        chunks = self._grouped("chunks", 'start, "end", chunks.sha256', numbers, "row")
        statements = self._grouped("statements", STATEMENT, numbers, "start")
        return {
            article.id: Entry(
                article,
                tuple(Sentence(Span(article.id, *row)) for row in sentences.get(article.id, ())),
                tuple(Span(article.id, *row[:2]) for row in chunks.get(article.id, ())),
                tuple(row[2] for row in chunks.get(article.id, ())),
                tuple(statement_of((article.id, *row)) for row in statements.get(article.id, ())),
            )
            for article in self._articles(f"WHERE number {numbers}", ())
        }

    def _distinct(self, column: str) -> tuple[str, ...]:
        query = "SELECT value FROM facets WHERE facet = ? ORDER BY 1"
        return tuple(value for (value,) in self._rows(query, (column,)))

    def _grouped(self, table: str, columns: str, numbers: str, order: str) -> dict[str, list[Any]]:
        """Return a table's rows by the id of their article; see ``_entries``."""
        groups: dict[str, list[Any]] = {}
        for article_id, *row in self._rows(
            f"SELECT id, {columns} FROM {table} JOIN articles ON article = number "
            f"WHERE article {numbers} ORDER BY article, {order}"
        ):
            groups.setdefault(article_id, []).append(row)
        return groups

    def _articles(self, condition: str, values: Sequence[object]) -> Iterator[Article]:
        for row in self._rows(
            f"SELECT id, title, date, source, author, url, text, sha256 FROM articles {condition}",
            values,
        ):
            yield Article(row[0], row[1], day_of(row[2]), *row[3:])

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        return self._database.rows(query, values)


def open_generation(index: Path, generation: str, *, opened: Encoder | None = None) -> Library:
    """Open one generation of an index folder.

    Args:
        index: the index folder.
        generation: the name of the generation.
        opened: its encoder, where that is open already.

    Raises:
        IndexDamaged: a file is missing or not as it was written.
        IndexMismatch: another version of the program wrote it, or with another encoder.
    """
    folder = index / generation
    manifest = Manifest.read(folder)
    for problem in damaged_files(folder, manifest, up_to=CHECKED_UP_TO):
        raise IndexDamaged(problem, fix="Run `rag index`.")
    encoder = encoder_folder(index / ENCODERS, manifest.encoder.weights_sha256)
    embedder = opened or open_encoder(encoder)
    if embedder.facts != manifest.encoder:
        raise IndexMismatch(
            f"{folder} was made with another encoder than the one in {encoder}.",
            fix="Run `rag index`.",
        )
    database = Database(folder / ARTICLES)
    return Library(
        generation,
        manifest,
        embedder,
        database,
        open_vectors(folder, manifest.vectors, allowed=database.allowed_rows),
        open_lexical(
            folder / LEXICAL, spoken_by=database.rows_spoken_by, lying_in=database.rows_within
        ),
    )


def open_library(index: str | Path, *, before: Library | None = None) -> Library:
    """Open the generation in use.

    Args:
        index: the index folder.
        before: a generation that is open; its encoder is used again if it is the same.

    Raises:
        IndexMissing, IndexDamaged, IndexMismatch: with the command that mends it.
    """
    index = Path(index)
    served = served_index(index)
    if served:
        return _open_served(served, before)
    while True:
        pointer = pointer_of(index)
        try:
            generation = current_generation(index)
            made_with = Manifest.read(index / generation).encoder
            known = before.embedder if before and before.manifest.encoder == made_with else None
            return open_generation(index, generation, opened=known)
        except (IndexDamaged, IndexMismatch):
            # A build may have switched, and removed the old generation, while it was being opened.
            if pointer_of(index) == pointer:
                raise


def _open_served(served: "Served", before: Library | None) -> Library:
    while True:
        generation = served.current()
        try:
            return served.open(generation, before.embedder if before else None)
        except (IndexDamaged, IndexMismatch):
            if served.current() == generation:
                raise


def current_manifest(index: Path) -> Manifest:
    """Return the manifest of the generation in use.

    Raises:
        IndexMissing, IndexDamaged, IndexMismatch: with the command that mends it.
    """
    served = served_index(index)
    generation = current_generation(index)
    return served.manifest(generation) if served else Manifest.read(index / generation)
