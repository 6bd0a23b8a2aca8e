"""Write tables as CSV that a spreadsheet can open without working anything out."""

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a formula begins with


def write_table(
    file: TextIO, header: Sequence[str], rows: Iterable[Sequence[object]], *, line_end: str = "\r\n"
) -> None:
    """Write a table with its header."""
    writer = csv.writer(file, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows([as_text(cell) for cell in row] for row in rows)


def as_text(cell: object) -> str:
    """Return a cell so that no spreadsheet takes it for a formula; None is an empty one."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
