"""Print tables as CSV that a spreadsheet can open without working anything out."""

import csv
import sys
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a formula begins with


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table with its header."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([as_text(cell) for cell in row])


def as_text(cell: object) -> str:
    """Return a cell so that no spreadsheet takes it for a formula; None is an empty one."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
