"""The protocol of the chat that other programs ask."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from rag.records import (
    Answer,
    Article,
    By,
    Count,
    Filters,
    Heading,
    Keyword,
    MatchedPassage,
    Passage,
    RankedStatement,
)


class ExactSearch(Protocol):
    """A search that was read, and what it finds, newest article first."""

    def passages(self) -> Iterator[MatchedPassage]:
        """Yield the passages with words that are asked for."""

    def keywords(self, context: int) -> Iterator[Keyword]:
        """Yield each place that is found, with so many words on both sides."""

    def counts(self, by: By) -> Sequence[Count]:
        """Count articles and places."""

    @property
    def hints(self) -> Sequence[str]:
        """Sentences: what of the search is read otherwise than somebody may mean it."""


class Chatbot(Protocol):
    """Answers questions, finds passages and statements, and hands out articles.

    Every method may raise a RagError: the index cannot be read, or what is asked for does not
    exist.
    """

    @property
    def generation(self) -> str:
        """The name of the index generation in use."""

    def ask(
        self, question: str, filters: Filters = Filters(), *, before: Sequence[Answer] = ()
    ) -> Answer:
        """Answer one question, in a language model's words if there is one."""

    def quoted(
        self, question: str, filters: Filters = Filters(), *, before: Sequence[Answer] = ()
    ) -> Answer:
        """Answer one question in the articles' words alone."""

    def separate(self, typed: str) -> tuple[str, ...]:
        """Return the questions that were typed at once, in their order."""

    def search(self, question: str, filters: Filters, limit: int) -> tuple[Passage, ...]:
        """Return the passages found for a question, best first, without an answer."""

    def search_exactly(self, search: str, filters: Filters = Filters()) -> ExactSearch:
        """Return a search for exactly what is asked."""

    def known(self, filters: Filters) -> Filters:
        """Return filters with the names as the articles have them."""

    def find_speakers(self, name: str) -> tuple[str, ...]:
        """Return the speakers that a name or a role means, as ``speakers`` has them."""

    def statements(
        self, speakers: Sequence[str], topic: str, filters: Filters = Filters()
    ) -> tuple[RankedStatement, ...]:
        """Return what some of ``speakers`` said, what fits a topic best first."""

    def speakers(self) -> Mapping[str, int]:
        """Return everyone who says something, most quoted first, with the number of statements."""

    def headings(
        self, filters: Filters = Filters(), matching: str = "", *, limit: int, offset: int
    ) -> Sequence[Heading]:
        """Return what a list shows of the articles that pass filters, newest first."""

    def page(
        self, filters: Filters = Filters(), matching: str = "", *, limit: int, offset: int
    ) -> tuple[Sequence[Heading], int]:
        """Return a part of ``headings``, and how many there are."""

    def article(self, article_id: str) -> Article:
        """Return an article."""

    def extent(self) -> tuple[int, date | None, date | None]:
        """Return the number of articles, the first and the last date."""
