"""The articles of a generation by number: from 0, in the order of their chunks' rows.

A number is what a search for very many articles keeps of one; ids and texts are read of those
that are shown.
"""

from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np

from rag.index.database import passing_condition, places
from rag.index.interfaces import Rows
from rag.records import Chunk, Filters, Span

NEWEST_FIRST = "ORDER BY listed"
LOOKED_UP = 5_000  # articles up to which each is looked up; for more, all are listed


class ArticleNumbers:
    """Numbers of articles, and what is found by them."""

    def __init__(self, database: Rows) -> None:
        self._database = database

    def __len__(self) -> int:
        return len(self._first_rows)

    @cached_property
    def _first_rows(self) -> np.ndarray:
        found = self._database.rows("SELECT first_row FROM articles ORDER BY first_row")
        return np.array([row for (row,) in found], np.int64)

    def of_rows(self, rows: Sequence[int] | np.ndarray) -> np.ndarray:
        """Return the numbers of the articles that chunks are of."""
        return np.asarray(np.searchsorted(self._first_rows, rows, "right") - 1)

    def newest_first(self, numbers: Sequence[int], filters: Filters) -> list[int]:
        """Return those of some articles that pass filters, newest first, undated ones last."""
        passing, values = passing_condition(filters)
        if len(numbers) <= LOOKED_UP:
            passing += f" AND {numbered(numbers)}"
        chosen = set(numbers)
        found = self._database.rows(
            f"SELECT number FROM articles WHERE {passing} {NEWEST_FIRST}", values
        )
        return [number for (number,) in found if number in chosen]

    def ids(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the ids of articles by their numbers."""
        wanted = sorted(set(numbers))
        found: dict[int, str] = {}
        for first in range(0, len(wanted), LOOKED_UP):
            some = numbered(wanted[first : first + LOOKED_UP])
            found |= self._database.rows(f"SELECT number, id FROM articles WHERE {some}")
        return found

    def stories(self, ids: Collection[str]) -> dict[str, int]:
        """Return the story of articles by their ids, a number that copies share."""
        wanted = sorted(set(ids))
        found: dict[str, int] = {}
        for first in range(0, len(wanted), LOOKED_UP):
            some = wanted[first : first + LOOKED_UP]
            query = f"SELECT id, story FROM articles WHERE id IN ({places(some)})"
            found |= self._database.rows(query, some)
        return found

    def chunks(self, article_id: str) -> list[Chunk]:
        """Return the chunks of an article, in order."""
        found = self._database.rows(
            'SELECT row, start, "end" FROM chunks WHERE article = '
            "(SELECT number FROM articles WHERE id = ?) ORDER BY row",
            (article_id,),
        )
        return [Chunk(row, Span(article_id, start, end)) for row, start, end in found]


def numbered(numbers: Sequence[int]) -> str:
    """Return the SQL condition that an article has one of these numbers."""
    return f"number IN ({','.join(str(int(one)) for one in numbers)})"
