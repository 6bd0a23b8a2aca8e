"""What lists of articles show, page by page, and what stands beside them: how many of each kind."""

from collections.abc import Sequence
from typing import Any, Literal

from rag.index.article_numbers import NEWEST_FIRST
from rag.index.database import day_of, passing_condition
from rag.index.interfaces import Rows
from rag.records import Filters, Heading

ALL = 2**62  # more than there can be
HEADING = "id, title, date, source, author"


class ArticleLists:
    """The lists of a generation.

    Args:
        database: its articles.
        articles: how many there are.
    """

    def __init__(self, database: Rows, articles: int) -> None:
        self._database = database
        self._articles = articles

    def headings(
        self,
        filters: Filters = Filters(),
        matching: str = "",
        *,
        limit: int = ALL,
        offset: int = 0,
    ) -> tuple[Heading, ...]:
        """Return what a list shows of ``articles``; see ``Chat.headings``."""
        passing, values = self._listed(filters, matching)
        if filters == Filters() and not matching.strip():  # found by its place, however far down
            passing, values, offset = "listed >= ?", [offset], 0
        query = f"SELECT {HEADING} FROM articles WHERE {passing} {NEWEST_FIRST} LIMIT ? OFFSET ?"
        return tuple(map(_heading_of, self._database.rows(query, [*values, limit, offset])))

    def page(
        self, filters: Filters, matching: str, *, limit: int, offset: int
    ) -> tuple[tuple[Heading, ...], int]:
        """Return a part of ``headings``, and how many there are: no text is read twice."""
        if not limit or not matching.strip():
            headings = self.headings(filters, matching, limit=limit, offset=offset)
            return headings, self.count(filters, matching)
        passing, values = self._listed(filters, matching)
        columns = f"{HEADING}, count(*) OVER ()"
        query = f"SELECT {columns} FROM articles WHERE {passing} {NEWEST_FIRST} LIMIT ? OFFSET ?"
        found = self._database.rows(query, [*values, limit, offset])
        total = int(found[0][-1]) if found else self.count(filters, matching)
        return tuple(_heading_of(row[:-1]) for row in found), total

    def count(self, filters: Filters, matching: str = "") -> int:
        """Return how many articles pass filters and match; see ``headings``."""
        if filters == Filters() and not matching.strip():
            return self._articles
        passing, values = self._listed(filters, matching)
        [(count,)] = self._database.rows(f"SELECT count(*) FROM articles WHERE {passing}", values)
        return int(count)

    def _listed(self, filters: Filters, matching: str) -> tuple[str, list[object]]:
        """Return the SQL condition, and its values, that an article is in a list."""
        passing, values = passing_condition(filters)
        if matching.strip():  # else no text is read
            condition, more = self._database.matching_condition(matching)
            passing += f" AND {condition}"
            values += more
        return passing, values

    def count_by(
        self, facet: Literal["source", "author", "speaker"], filters: Filters
    ) -> dict[str, int]:
        """Return how many of the articles that pass filters have each value, most first."""
        passing, values = passing_condition(filters)
        if filters == Filters():  # counted by the build
            query = (
                "SELECT person, articles FROM speakers"
                if facet == "speaker"
                else f"SELECT value, articles FROM facets WHERE facet = '{facet}'"
            )
        elif facet == "speaker":
            query = (
                "SELECT person, times FROM (SELECT speaker, count(*) AS times FROM spoken "
                f"WHERE article IN (SELECT number FROM articles WHERE {passing}) "
                "GROUP BY speaker) AS counted JOIN speakers ON speaker = number"
            )
        else:
            query = (
                f"SELECT {facet}, count(*) FROM articles WHERE {facet} != '' AND {passing} "
                "GROUP BY 1"
            )
        return dict(self._database.rows(f"{query} ORDER BY 2 DESC, 1", values))


def _heading_of(row: Sequence[Any]) -> Heading:
    return Heading(row[0], row[1], day_of(row[2]), *row[3:])
