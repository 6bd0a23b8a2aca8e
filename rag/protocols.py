"""The seams where one part can be exchanged for another."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

import numpy as np

from rag.records import Answer, Article, FacetCounts, Filters, Heading


class Embedder(Protocol):
    """Turns text into vectors whose inner product is their similarity."""

    @property
    def name(self) -> str:
        """The model's name, as a user would ask for it."""

    @property
    def weights_sha256(self) -> str:
        """Hex digest of the weights: two models with one name are two models."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    @property
    def max_tokens(self) -> int:
        """Tokens one passage may have, special ones left out, before the model cuts it off."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the length of each text in this model's tokens, special tokens left out."""

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int], None] = lambda done: None
    ) -> np.ndarray:
        """Return one vector a passage.

        Shape ``(len(texts), dimension)``, float32, unit length, in the order of ``texts``.
        ``progress`` is called with the number of texts encoded so far.
        """

    def encode_question(self, question: str) -> np.ndarray:
        """Return the vector of a question: shape ``(dimension,)``, float32, unit length."""


class Progress(Protocol):
    """Hears how far a long piece of work has come."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """``done`` of ``total`` units of ``stage`` are finished."""


class Chatbot(Protocol):
    """What the page, the command line and the tests ask questions of."""

    def ask(
        self,
        question: str,
        filters: Filters = Filters(),
        *,
        before: Sequence[Answer] = (),
        dropped: Sequence[str] = (),
    ) -> Answer:
        """Answer one question.

        Args:
            question: as typed.
            filters: what the articles must meet.
            before: the conversation so far; a question that leans on it takes words over.
            dropped: words that are not to be taken over.

        Raises:
            RagError: the question cannot be searched, or the index cannot be read.
        """

    def stream(
        self,
        question: str,
        filters: Filters = Filters(),
        *,
        before: Sequence[Answer] = (),
        dropped: Sequence[str] = (),
    ) -> Iterator[Answer]:
        """Yield the answer as it grows; the last one is what ``ask`` returns."""

    def article(self, article_id: str) -> Article:
        """Return an article of the index in use.

        Raises:
            UnknownArticle: there is none with that id.
        """

    def headings(self, filters: Filters = Filters(), matching: str = "") -> Sequence[Heading]:
        """Return what a list shows of the articles that pass filters, newest first.

        Each word of ``matching`` must stand in the title, source, author or text, in capitals or
        not, be it inside another word.
        """

    def counts(self, filters: Filters = Filters()) -> FacetCounts:
        """Count the articles that pass filters, and those with each value of a filter."""

    def examples(self) -> Sequence[str]:
        """Return up to six questions that the articles answer."""

    def extent(self) -> tuple[int, date | None, date | None]:
        """Return the number of articles, the first and the last date."""

    def speakers(self) -> Mapping[str, int]:
        """Return everyone who says something, most quoted first, with the number of statements."""

    def timeline(self, speaker: str, topic: str, filters: Filters = Filters()) -> Answer:
        """Return what one of ``speakers`` said about a topic, newest first; without one, all."""
