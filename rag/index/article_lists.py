"""What lists of articles show, page by page, and what stands beside them: how many of each kind."""

from typing import Literal

from rag.index.article_numbers import NEWEST_FIRST
from rag.index.database import day_of, passing_condition
from rag.index.interfaces import Rows
from rag.records import Filters, Heading

ALL = 2**62  # more than there can be


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
        query = f"SELECT id, title, date, source, author FROM articles WHERE {passing}"
        return tuple(
            Heading(row[0], row[1], day_of(row[2]), *row[3:])
            for row in self._database.rows(
                f"{query} {NEWEST_FIRST} LIMIT ? OFFSET ?", [*values, limit, offset]
            )
        )

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
