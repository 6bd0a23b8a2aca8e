"""The conversations that are kept on this computer.

Each belongs to an owner: whoever uses this computer where it alone is served, else the browser
that held it. Nobody reads, renames or deletes what another owner has.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rag.language.matching import has_all_words
from rag.records import Article
from rag.web.conversation import MAX_TURNS, PageTurn, Turns
from rag.web.kept_file import kept_file
from rag.web.storing import read_turn, written_turn

MOST = 20_000  # conversations in the file (by hand)
LONGEST_NAME = 200  # characters


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """What a list shows of a conversation."""

    key: str
    name: str  # its first question, or what it was called
    used: datetime
    questions: int


class Kept:
    """Keeps conversations in a file, which it makes with the first of them.

    Args:
        folder: the index's; where it is missing, nothing is kept.
        shared: there is one owner, whoever uses this computer.
        now: tells the time.
        most: conversations in the file; the longest unused leave first.
    """

    def __init__(
        self,
        folder: Path,
        *,
        shared: bool,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        most: int = MOST,
    ) -> None:
        self.folder = folder
        self._shared = shared
        self._now = now
        self._most = most

    def owner(self, visitor: str) -> str:
        """Return the owner that a browser stands for; empty if it has not said who it is."""
        if self._shared:
            return "this computer"
        return hashlib.sha256(visitor.encode("utf-8", "replace")).hexdigest() if visitor else ""

    def save(self, owner: str, key: str, turns: Turns) -> None:
        """Keep what a conversation has come to; its turns before the first of these stay."""
        if not owner or not turns:
            return
        with kept_file(self.folder) as file:
            if file is None or not _owns(file, owner, key, new=True):
                return
            used, name = self._now().isoformat(), turns[0].question[:LONGEST_NAME]
            file.execute(
                "INSERT INTO conversations VALUES (?,?,?,?) "
                "ON CONFLICT (key) DO UPDATE SET used = excluded.used",
                (key, owner, name, used),
            )
            file.execute("DELETE FROM turns WHERE key=? AND number>=?", (key, turns[0].number))
            file.executemany(
                "INSERT INTO turns VALUES (?,?,?,?)",
                [(key, one.number, one.question, written_turn(one)) for one in turns],
            )
            file.execute(
                "DELETE FROM conversations WHERE key IN "
                "(SELECT key FROM conversations ORDER BY used DESC LIMIT -1 OFFSET ?)",
                (self._most,),
            )

    def turns(
        self, owner: str, key: str, article_of: Callable[[str], Article], *, most: int = MAX_TURNS
    ) -> Turns:
        """Return the last turns of a conversation; none if the owner has no such one."""
        with kept_file(self.folder) as file:
            if file is None or not _owns(file, owner, key):
                return ()
            rows = file.execute(
                "SELECT turn FROM turns WHERE key=? ORDER BY number DESC LIMIT ?", (key, most)
            ).fetchall()
        turns: list[PageTurn] = [read_turn(row, article_of) for (row,) in reversed(rows)]
        return tuple(turns)

    def listed(self, owner: str, search: str = "") -> Sequence[KeptConversation]:
        """Return an owner's conversations, the last used first.

        Every word of ``search`` must stand in the name or a question.
        """
        with kept_file(self.folder) as file:
            if file is None or not owner:
                return ()
            rows = file.execute(
                "SELECT key, name, used, count(*), group_concat(question, ' ') FROM conversations "
                "JOIN turns USING (key) WHERE owner=? GROUP BY key ORDER BY used DESC",
                (owner,),
            ).fetchall()
        return tuple(
            KeptConversation(key, name, datetime.fromisoformat(used), count)
            for key, name, used, count, questions in rows
            if has_all_words(f"{name} {questions}", search)
        )

    def rename(self, owner: str, key: str, name: str) -> None:
        """Call a conversation something else."""
        name = " ".join(name.split())[:LONGEST_NAME]
        with kept_file(self.folder) as file:
            if file is not None and name and _owns(file, owner, key):
                file.execute("UPDATE conversations SET name=? WHERE key=?", (name, key))

    def delete(self, owner: str, key: str) -> None:
        """Delete a conversation; its words leave the file."""
        with kept_file(self.folder) as file:
            if file is not None and _owns(file, owner, key):
                file.execute("DELETE FROM conversations WHERE key=?", (key,))


def _owns(file: sqlite3.Connection, owner: str, key: str, *, new: bool = False) -> bool:
    """Tell whether a conversation is an owner's; of a ``new`` one, whether it can become so."""
    found = file.execute("SELECT owner FROM conversations WHERE key=?", (key,)).fetchone()
    return found[0] == owner if found else new
