"""Print tables as CSV."""

import sys
from collections.abc import Iterable, Sequence

from rag.answers.tables import write_table


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table with its header."""
    write_table(sys.stdout, header, rows, line_end="\n")
