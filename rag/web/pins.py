"""The excerpts that somebody has pinned, each with a word of their own.

A pin points into an article and holds no copy of it: what is shown of it is cut from the article,
and where that is no longer as it was, the word alone is left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import RagError
from rag.records import Article, Source, Span
from rag.web.kept_file import kept_file
from rag.web.storing import digest

MOST = 20_000  # pins in the file (by hand); the oldest leave first
LONGEST_NOTE = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Pin:
    """An excerpt that was pinned."""

    number: int  # rises, and is never used again
    file: str  # the article's id, should it be gone
    note: str  # may be empty
    source: Source | None  # None: its article was changed or removed since


class Pins:
    """Keeps pins, of each owner by themselves; see ``rag.web.kept``.

    Args:
        folder: the index's; where it is missing, nothing is kept.
        most: pins in the file.
    """

    def __init__(self, folder: Path, *, most: int = MOST) -> None:
        self._folder = folder
        self._most = most

    def add(self, owner: str, article: Article, span: Span, note: str) -> None:
        """Pin an excerpt; of one that is pinned already, the note is another from now on."""
        article.cut(span)  # it does lie in it
        with kept_file(self._folder) as file:
            if file is None or not owner:
                return
            file.execute(
                "INSERT INTO pins (owner, article, digest, start, end, note) VALUES (?,?,?,?,?,?) "
                "ON CONFLICT (owner, article, digest, start, end) DO UPDATE SET note=excluded.note",
                (owner, article.id, digest(article), span.start, span.end, _tidy(note)),
            )
            file.execute(
                "DELETE FROM pins WHERE number IN "
                "(SELECT number FROM pins ORDER BY number DESC LIMIT -1 OFFSET ?)",
                (self._most,),
            )

    def listed(self, owner: str, article_of: Callable[[str], Article]) -> Sequence[Pin]:
        """Return an owner's pins, the newest first."""
        with kept_file(self._folder) as file:
            if file is None or not owner:
                return ()
            rows = file.execute(
                "SELECT number, article, digest, start, end, note FROM pins WHERE owner=? "
                "ORDER BY number DESC",
                (owner,),
            ).fetchall()
        pins = []
        for number, place, kept, start, end, note in rows:
            try:
                article = article_of(place)
            except RagError:
                article = None
            source = None
            if article and digest(article) == kept:
                source = Source(article, Span(place, start, end), ())
            pins.append(Pin(number, place, note, source))
        return tuple(pins)

    def rename(self, owner: str, number: int, note: str) -> None:
        """Write another note to a pin."""
        with kept_file(self._folder) as file:
            if file is not None:
                file.execute(
                    "UPDATE pins SET note=? WHERE number=? AND owner=?",
                    (_tidy(note), number, owner),
                )

    def remove(self, owner: str, number: int) -> None:
        """Remove a pin; its note leaves the file."""
        with kept_file(self._folder) as file:
            if file is not None:
                file.execute("DELETE FROM pins WHERE number=? AND owner=?", (number, owner))


def _tidy(note: str) -> str:
    """Return a note that any reader of text can hold."""
    return note.encode("utf-8", "replace").decode().strip()[:LONGEST_NOTE]
