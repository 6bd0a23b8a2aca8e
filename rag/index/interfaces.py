"""What building, searching and answering ask of a generation, wherever that is kept.

In an index folder these are ``rag.index.database``, ``vector_index`` and ``lexical_index``.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from rag.models.encoder import Encoder, EncoderFacts
from rag.records import Filters

if TYPE_CHECKING:
    from rag.index.database import Entry
    from rag.index.known_vectors import KnownVectors
    from rag.index.library import Library


class Rows(Protocol):
    """The articles, sentences, chunks and statements of a generation."""

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """Return what a query finds; see ``rag.index.database.SCHEMA``."""

    def stories_of(self, rows: Sequence[int]) -> list[int]:
        """Return the story of each chunk's article; see ``Library.stories_of``."""

    def matching_condition(self, words: str) -> tuple[str, list[object]]:
        """Return the SQL condition, and its values, that an article has all of some words."""


class Vectors(Protocol):
    """The meaning of the chunks of a generation."""

    def __len__(self) -> int:
        """The number of chunks."""

    def search(
        self, question: np.ndarray, limit: int, filters: Filters
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the nearest rows; see ``VectorIndex.search``."""

    def vectors_of(self, rows: Sequence[int]) -> np.ndarray:
        """Return the vectors of rows as they are stored: shape ``(rows, dimension)``, float16."""

    def similarities(self, question: np.ndarray, rows: Sequence[int]) -> np.ndarray:
        """Return the cosine similarities of rows to a question: shape ``(rows,)``, float32."""


class Words(Protocol):
    """The words of the chunks of a generation; see ``LexicalIndex`` for each."""

    def __len__(self) -> int:
        """The number of chunks."""

    def terms(self, text: str) -> list[str]:
        """Return the words of ``text`` as they are indexed: in one spelling, folded, stemmed."""

    def passages_with(self, term: str) -> int:
        """Return how many chunks have an analysed term, in their heading or their words."""

    def rarity(self, term: str) -> float:
        """Return how much an analysed term tells: its inverse document frequency, as in BM25."""

    def near_words(self, word: str, steps: int) -> dict[str, int]:
        """Return the articles' words that are near one, folded, each with a chunk that has it."""

    def rows_with_any(self, terms: Sequence[str]) -> np.ndarray:
        """Return the rows that have one of some analysed terms, in their heading or words."""

    def rows_in_a_row(self, terms: Sequence[str]) -> np.ndarray:
        """Return the rows that have two or more terms one after the other, and maybe others."""

    def terms_beginning(self, beginning: str, most: int) -> tuple[str, ...] | None:
        """Return the analysed terms of words that begin so; None if more than ``most``."""

    def search(
        self, terms: Mapping[str, float], limit: int, filters: Filters, *, having: str = ""
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows that match any of ``terms`` best, best first."""

    def spoken_by(self, persons: Sequence[str], /) -> Sequence[int]:
        """Return the rows where one of these persons speaks."""


class Place(Protocol):
    """Where the generations of an index are kept."""

    def locked(self) -> AbstractContextManager[None]:
        """Hold the index against other builds."""

    def next_name(self) -> str:
        """Return the name of the generation to be built."""

    def write(
        self,
        generation: str,
        entries: Sequence["Entry"],
        embeddings: np.ndarray,
        embedder: Encoder,
        converters: Mapping[str, str],
        program: str,
    ) -> None:
        """Write a generation whole, beside the one in use."""

    def of_older_format(self, encoder: EncoderFacts) -> "KnownVectors | None":
        """Return the vectors of the index in use, where another version of the program wrote it."""

    def open(self, generation: str, opened: Encoder | None) -> "Library":
        """Open a generation; ``opened`` is its encoder, where that is open already."""

    def switch(self, generation: str) -> None:
        """Point to the new generation: the one step after which it answers."""

    def remove_others(self, used: "Library") -> None:
        """Remove what builds have made besides the generation in use."""

    def discard(self, generation: str) -> None:
        """Remove a generation that could not be written, unless it is in use after all."""
