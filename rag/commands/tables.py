"""Print tables as CSV."""

import sys
from collections.abc import Iterable, Sequence

from rag.answers.tables import write_table
from rag.records import Article, Span

PLACE = ("date", "source", "title", "file", "start", "end")  # of words


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table with its header."""
    write_table(sys.stdout, header, rows, line_end="\n")


def placed(article: Article, span: Span) -> tuple[object, ...]:
    """Return the cells beneath ``PLACE``."""
    return article.date, article.source, article.title, article.id, span.start, span.end
