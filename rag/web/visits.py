"""The conversations of the page's visitors, kept within bounds.

A visitor is known to the web framework by a name that its script makes up anew whenever the page
is loaded. A conversation has a key besides, by which it is found again after that.
"""

import sqlite3
import time
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterator
from secrets import token_urlsafe
from threading import Lock

from rag.records import Article
from rag.web.conversation import PageTurn, Turns, Visit
from rag.web.kept import Kept

MOST_CHARACTERS = 20_000_000  # of articles that conversations hold on to; some 20 MB, by hand
MOST_VISITS = 1_000
LASTING = 3600.0  # seconds without a question after which a conversation is forgotten


class Visits:
    """Keeps conversations until there are too many, too large or too old ones.

    Args:
        most_characters: of the articles they rest on; the longest unused leave first.
        kept: where conversations are kept for longer; None forgets them with the rest.
        now: tells the time in seconds.
    """

    def __init__(
        self,
        *,
        most_characters: int = MOST_CHARACTERS,
        kept: Kept | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most_characters = most_characters
        self._kept = kept
        self._now = now
        self._lock = Lock()
        self._visits: OrderedDict[str, Visit] = OrderedDict()

    def of(self, session: str) -> Visit:
        """Return the visit of a page that is open, a new one where it has none."""
        with self._lock:
            visit = self._visits.setdefault(session, Visit())
            self._visits.move_to_end(session)
            visit.used = self._now()
            return visit

    def introduce(self, session: str, visitor: str) -> Visit:
        """Return the visit of a page that says which browser it is in.

        What it has asked before it said so is kept from now on.
        """
        visit = self.of(session)
        if self._kept:
            before, visit.owner = visit.owner, self._kept.owner(visitor)
            if not before:
                self._save(visit)
        return visit

    def resume(self, session: str, key: str, article_of: Callable[[str], Article]) -> Visit | None:
        """Let a page go on with a conversation; None if it is forgotten.

        What the page is answering meanwhile is left.
        """
        current = self.of(session)
        with self._lock:
            for before, visit in self._visits.items():
                if visit.turns and visit.key == key:
                    visit.owner = current.owner or visit.owner
                    del self._visits[before]
                    break
            else:
                turns = self._kept.turns(current.owner, key, article_of) if self._kept else ()
                if not turns:
                    return None
                newest = turns[-1].number
                visit = Visit(key, turns, asked=newest, stopped=newest, owner=current.owner)
            if current is not visit:
                current.asked += 1
            self._visits[session] = visit
            return visit

    def renew(self, visit: Visit, deleted: str) -> None:
        """Go on under another key where the conversation that is open was deleted."""
        with self._lock:
            if visit.key == deleted:
                visit.key = token_urlsafe()

    def keep(self, visit: Visit, turns: Turns) -> None:
        """Note what a conversation has come to, and forget others for it."""
        with self._lock:
            visit.turns = turns
            if not turns or turns[-1].state != "working":
                visit.size = sum(map(_characters, turns))
                self._forget(visit)
        self._save(visit)

    def _save(self, visit: Visit) -> None:
        """Keep a conversation for longer, unless it grows."""
        turns = visit.turns
        if self._kept and turns and turns[-1].state != "working":
            try:
                self._kept.save(visit.owner, visit.key, turns)
            except sqlite3.Error as error:  # the answer is there all the same
                warnings.warn(f"A conversation is not kept ({error}).", stacklevel=2)

    def _forget(self, kept: Visit) -> None:
        """Drop visits that are too old, then the longest unused ones until the rest fits."""
        size = sum(visit.size for visit in self._visits.values())
        for session, visit in list(self._visits.items()):
            too_old = visit.used < self._now() - LASTING
            too_many = size > self._most_characters or len(self._visits) > MOST_VISITS
            if visit is not kept and (too_old or too_many):
                size -= visit.size
                del self._visits[session]


def _characters(turn: PageTurn) -> int:
    """Return the length of all articles that a turn holds on to."""
    return sum({id(article): len(article.text) for article in _articles(turn)}.values())


def _articles(turn: PageTurn) -> Iterator[Article]:
    if turn.answer:
        yield from (citation.source.article for citation in turn.answer.citations)
        yield from (passage.article for passage in turn.answer.passages)
