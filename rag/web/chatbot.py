"""The protocol of the chat that the page asks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from rag.language.speaker_kinds import SpeakerKind
from rag.records import Answer, Article, FacetCounts, Filters, Heading


class Chatbot(Protocol):
    """Answers questions, and tells what there is to ask about."""

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

    def separate(self, typed: str) -> tuple[str, ...]:
        """Return the questions that were typed at once, in their order."""

    def article(self, article_id: str) -> Article:
        """Return an article of the index in use.

        Raises:
            UnknownArticle: there is none with that id.
        """

    def headings(
        self,
        filters: Filters = Filters(),
        matching: str = "",
        *,
        limit: int = ...,
        offset: int = 0,
    ) -> Sequence[Heading]:
        """Return what a list shows of the articles that pass filters, newest first.

        Each word of ``matching`` must stand in the title, source, author or text, in capitals or
        not, be it inside another word. Of all of them, ``limit`` from ``offset`` on.
        """

    def count(self, filters: Filters = Filters(), matching: str = "") -> int:
        """Return how many ``headings`` there are."""

    def counts(self, filters: Filters = Filters()) -> FacetCounts:
        """Count the articles that pass filters, and those with each value of a filter."""

    def examples(self) -> Sequence[str]:
        """Return up to six questions that the articles answer."""

    def next_questions(
        self, before: Sequence[Answer], filters: Filters = Filters()
    ) -> Sequence[str]:
        """Return up to three questions that lead on from a conversation, each of them answered."""

    def extent(self) -> tuple[int, date | None, date | None]:
        """Return the number of articles, the first and the last date."""

    def speakers(self) -> Mapping[str, int]:
        """Return everyone who says something, most quoted first, with the number of statements."""

    def speaker_kinds(self) -> Mapping[str, SpeakerKind]:
        """Return what each of ``speakers`` is: a person, an organisation, a group."""

    def timeline(self, speaker: str, topic: str, filters: Filters = Filters()) -> Answer:
        """Return what one of ``speakers`` said about a topic, newest first; without one, all."""

    def topic_timeline(self, topic: str, filters: Filters = Filters()) -> Answer:
        """Return what happened with a topic, by day and the earliest first."""

    def topic_statements(self, topic: str, filters: Filters = Filters()) -> Answer:
        """Return who said what on a topic, under the name of each."""
