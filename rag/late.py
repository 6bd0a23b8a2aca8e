"""Open a chat when it is first needed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from threading import Lock

from rag.protocols import Chatbot
from rag.records import Answer, Article, FacetCounts, Filters, Heading


class LateChat:
    """A chat that is opened when it is first needed, and again until that succeeds.

    So the page can say what is wrong with an index, and goes on once it is mended.
    """

    def __init__(self, open_chat: Callable[[], Chatbot]) -> None:
        self._open_chat = open_chat
        self._chat: Chatbot | None = None
        self._lock = Lock()

    def _opened(self) -> Chatbot:
        with self._lock:
            if self._chat is None:
                self._chat = self._open_chat()
            return self._chat

    def ask(
        self,
        question: str,
        filters: Filters = Filters(),
        *,
        before: Sequence[Answer] = (),
        dropped: Sequence[str] = (),
    ) -> Answer:
        """Ask the chat."""
        return self._opened().ask(question, filters, before=before, dropped=dropped)

    def stream(
        self,
        question: str,
        filters: Filters = Filters(),
        *,
        before: Sequence[Answer] = (),
        dropped: Sequence[str] = (),
    ) -> Iterator[Answer]:
        """Ask the chat, answer by answer."""
        yield from self._opened().stream(question, filters, before=before, dropped=dropped)

    def article(self, article_id: str) -> Article:
        """Return one of the chat's articles."""
        return self._opened().article(article_id)

    def headings(self, filters: Filters = Filters(), matching: str = "") -> Sequence[Heading]:
        """Return what a list shows of the chat's articles."""
        return self._opened().headings(filters, matching)

    def counts(self, filters: Filters = Filters()) -> FacetCounts:
        """Count the chat's articles."""
        return self._opened().counts(filters)

    def examples(self) -> Sequence[str]:
        """Return the chat's examples."""
        return self._opened().examples()

    def extent(self) -> tuple[int, date | None, date | None]:
        """Return the chat's extent."""
        return self._opened().extent()

    def speakers(self) -> Mapping[str, int]:
        """Return the chat's speakers."""
        return self._opened().speakers()

    def timeline(self, speaker: str, topic: str, filters: Filters = Filters()) -> Answer:
        """Return what one of the chat's speakers said."""
        return self._opened().timeline(speaker, topic, filters)
