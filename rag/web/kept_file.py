"""The one SQLite file in which a page keeps conversations and notes."""

import os
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from rag.index.generations import MARK

FILE = "conversations.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    key TEXT PRIMARY KEY, owner TEXT, name TEXT, used TEXT
);
CREATE TABLE IF NOT EXISTS turns (
    key TEXT, number INTEGER, question TEXT, turn TEXT, PRIMARY KEY (key, number)
);
CREATE INDEX IF NOT EXISTS conversations_owner ON conversations (owner, used);
CREATE INDEX IF NOT EXISTS conversations_used ON conversations (used);
CREATE TRIGGER IF NOT EXISTS conversation_left AFTER DELETE ON conversations BEGIN
    DELETE FROM turns WHERE key = OLD.key;
END;
CREATE TABLE IF NOT EXISTS pins (
    number INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT, article TEXT, digest TEXT,
    start INTEGER, end INTEGER, note TEXT, UNIQUE (owner, article, digest, start, end)
);
"""


@contextmanager
def kept_file(folder: Path) -> Iterator[sqlite3.Connection | None]:
    """Open the file below the index's folder; None where there is no index, or no such file can be.

    It is readable for its owner alone, and what is deleted leaves it.
    """
    if not (folder / MARK).exists():
        yield None
        return
    path = folder / FILE
    with ExitStack() as opened:
        connection = None
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            file = opened.enter_context(closing(sqlite3.connect(path, timeout=5)))
            file.executescript(f"PRAGMA secure_delete = ON; {SCHEMA}")
            connection = opened.enter_context(file)
        except (OSError, sqlite3.Error) as error:  # answers do not depend on it
            warnings.warn(f"{path} cannot be used ({error}); nothing is kept.", stacklevel=3)
        yield connection
