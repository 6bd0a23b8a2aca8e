"""Print the rows of RESULTS.md."""

import sys
from collections.abc import Iterable


def say(*cells: object) -> None:
    """Print a row of a table at once; a float as a share, with three decimals."""
    written = (
        f"{cell:.3f}".removeprefix("0") if isinstance(cell, float) else str(cell) for cell in cells
    )
    sys.stdout.write(f"| {' | '.join(written)} |\n")
    sys.stdout.flush()


def head(*cells: str) -> None:
    """Print the head of a table; numbers, in all columns but the first, stand on the right."""
    say(*cells)
    sys.stdout.write(f"|---|{'--:|' * (len(cells) - 1)}\n")


def complain(problems: Iterable[str]) -> None:
    """Print what went wrong, beside the table."""
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
