"""Search the vectors and the words of a generation in Milvus; filters go before the ranking."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import tantivy
from rapidfuzz.distance import OSA

from rag.index.lexical_index import analyzer
from rag.index.servers.milvus_store import LONGEST, NO_TERM, Collection
from rag.index.servers.postgres import PostgresDatabase, letters_left_out
from rag.index.term_weights import rarity
from rag.index.vector_index import (
    EXACT_UP_TO,
    RECALL,
    RECALL_QUESTIONS,
    VectorFacts,
    exact_rows,
    made_up_questions,
)
from rag.language.person_names import fold
from rag.language.spellings import in_one_spelling
from rag.records import Filters

MOST_HAVING = 10_000  # rows with a word that must be there, by hand
LOOKED_AT = (64, 128, 256, 512)  # nodes visited for a question; the fewest that reach RECALL


@dataclass(frozen=True, slots=True)
class MilvusVectors:
    """The vectors of one generation, open for searching."""

    collection: Collection
    looked_at: int  # nodes of the graph; 0 for an exact search

    def __len__(self) -> int:
        return self.collection.count()

    def search(
        self, question: np.ndarray, limit: int, filters: Filters
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the nearest rows; see ``VectorIndex.search``."""
        parameters = {"ef": max(self.looked_at, limit)} if self.looked_at else {}
        return self.collection.search(
            "meaning", question.tolist(), limit, condition_of(filters), parameters
        )

    def vectors_of(self, rows: Sequence[int]) -> np.ndarray:
        """Return the vectors of rows as they are stored: shape ``(rows, dimension)``, float16."""
        found = self.collection.get(rows, ["meaning"])
        return np.array([one["meaning"] for one in found], dtype=np.float16)

    def similarities(self, question: np.ndarray, rows: Sequence[int]) -> np.ndarray:
        """Return the cosine similarities of rows to a question: shape ``(rows,)``, float32."""
        if not rows:
            return np.empty(0, np.float32)
        return np.asarray(self.vectors_of(rows).astype(np.float32) @ question)


class MilvusWords:
    """The words of one generation, open for searching; PostgreSQL knows how many have a term.

    Args:
        collection: the generation's.
        database: of the same generation.
        chunks: how many there are.
    """

    def __init__(self, collection: Collection, database: PostgresDatabase, chunks: int) -> None:
        self._collection = collection
        self._database = database
        self._chunks = chunks
        self._analyzer: tantivy.TextAnalyzer = analyzer()
        self._known = lru_cache(100_000)(self._look_up)

    def __len__(self) -> int:
        [(count,)] = self._database.rows("SELECT count(*) FROM chunk_terms")
        return int(count)

    def _look_up(self, term: str) -> tuple[int, int]:
        """Return the number of a term and how many chunks have it; zeros for none."""
        found = self._database.rows("SELECT number, passages FROM terms WHERE term = ?", [term])
        return (int(found[0][0]), int(found[0][1])) if found else (0, 0)

    def _numbers(self, terms: Iterable[str]) -> list[int]:
        return [number for number, _ in map(self._known, terms) if number]

    def terms(self, text: str) -> list[str]:
        """Return the words of ``text`` as they are indexed: in one spelling, folded, stemmed."""
        return list(self._analyzer.analyze(in_one_spelling(text)))

    def passages_with(self, term: str) -> int:
        """Return how many chunks have an analysed term, in their heading or their words."""
        return self._known(term)[1]

    def rarity(self, term: str) -> float:
        """Return how much an analysed term tells: its inverse document frequency, as in BM25."""
        return rarity(self.passages_with(term), self._chunks)

    def near_words(self, word: str, steps: int) -> dict[str, int]:
        """Return the articles' words that are near one; see ``LexicalIndex.near_words``."""
        condition, value = (
            ("beside && ?::integer[]", letters_left_out(word)) if steps else ("word = ?", word)
        )
        found = self._database.rows(f"SELECT word, row FROM spellings WHERE {condition}", [value])
        return {other: row for other, row in found if OSA.distance(word, other) <= steps}

    def rows_with_any(self, terms: Sequence[str]) -> np.ndarray:
        """Return the rows that have one of some analysed terms, in their heading or words."""
        return self._rows_by_terms("&&", self._numbers(terms))

    def rows_in_a_row(self, terms: Sequence[str]) -> np.ndarray:
        """Return the rows that have all terms, be it not one after the other."""
        numbers = self._numbers(terms)
        return self._rows_by_terms("@>", numbers if len(numbers) == len(terms) else [])

    def _rows_by_terms(self, operator: str, numbers: list[int], most: int = 2**62) -> np.ndarray:
        query = (
            f"SELECT row FROM chunk_terms WHERE terms {operator} ?::integer[] ORDER BY row LIMIT ?"
        )
        found = self._database.rows(query, [numbers, most]) if numbers else []
        return np.array([row for (row,) in found], np.int64)

    def terms_beginning(self, beginning: str, most: int) -> tuple[str, ...] | None:
        """Return the analysed terms of words that begin so; None if more than ``most``."""

        def found(table: str, column: str, start: str) -> list[str]:
            query = (
                f"SELECT {column} FROM {table} WHERE {column} >= ? AND {column} < ? "
                "ORDER BY 1 LIMIT ?"
            )
            values = [start, f"{start}\U0010ffff", most + 1]
            return [one for (one,) in self._database.rows(query, values)]

        folded = fold(beginning)
        words = found("spellings", "word", folded) if folded else []
        terms = found("terms", "term", beginning)
        if max(len(words), len(terms)) > most:
            return None
        analysed = [term for word in words for term in self.terms(word)]
        return tuple(dict.fromkeys([*analysed, *terms]))

    def search(
        self, terms: Mapping[str, float], limit: int, filters: Filters, *, having: str = ""
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows that match any of ``terms`` best; see ``LexicalIndex.search``."""
        asked = {self._known(term)[0]: weight for term, weight in terms.items()}
        asked.pop(NO_TERM, None)
        condition = condition_of(filters)
        if having:
            rows = self._rows_by_terms("@>", self._numbers([having]), MOST_HAVING).tolist()
            condition = " and ".join(one for one in (condition, f"row in {rows}") if one)
            asked = asked if rows else {}
        if not asked:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        rows, scores = self._collection.search("words", asked, limit, condition, {})
        return rows[scores > 0], scores[scores > 0]

    def spoken_by(self, persons: Sequence[str], /) -> list[int]:
        """Return the rows where one of these persons speaks."""
        return self._database.rows_spoken_by(persons)


def condition_of(filters: Filters) -> str:
    """Return filters in Milvus's words; empty for none."""
    conditions = []
    if filters.since or filters.until:
        first = filters.since.toordinal() if filters.since else 1
        conditions.append(f"day >= {first}")
    if filters.until:
        conditions.append(f"day <= {filters.until.toordinal()}")
    if filters.sources:
        conditions.append(f"source in {_written(filters.sources)}")
    if filters.authors:
        conditions.append(f"author in {_written(filters.authors)}")
    if filters.speakers:
        conditions.append(f"array_contains_any(speakers, {_written(filters.speakers)})")
    if filters.within:
        conditions.append(f"array_contains_any(places, {_written(filters.within)})")
    return " and ".join(conditions)


def _written(values: Sequence[str]) -> str:
    return json.dumps([value[:LONGEST] for value in values], ensure_ascii=False)


def measured(collection: Collection, embeddings: np.ndarray) -> VectorFacts:
    """Return how vectors are to be searched: the fewest nodes that reach ``RECALL``."""
    if len(embeddings) <= EXACT_UP_TO:
        return VectorFacts("Milvus, exact", 0, 1.0)
    questions = made_up_questions(embeddings, RECALL_QUESTIONS)
    exact = exact_rows(embeddings, questions, 10)
    recall, nodes = 0.0, 0
    for nodes in LOOKED_AT:
        vectors = MilvusVectors(collection, nodes)
        found = [vectors.search(one, 10, Filters())[0].tolist() for one in questions]
        hits = [len(set(a) & set(b)) for a, b in zip(exact.tolist(), found, strict=True)]
        recall = sum(hits) / exact.size
        if recall >= RECALL:
            break
    return VectorFacts("Milvus, HNSW", nodes, round(recall, 4))
