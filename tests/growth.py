"""Hold that the cost of reading a text grows no faster than its length."""

import re
import time
from collections.abc import Callable, Sequence
from types import ModuleType

# What hostile texts repeat, and what may have to stand before it to make a pattern try.
UNITS = [
    " ",
    "\n",
    '"',
    "“",
    "'",
    "(",
    ",",
    ", ",
    ".",
    ". ",
    "-",
    "a",
    "A",
    "1",
    "1,",
    "A.",
    "Aa ",
] + ["aa ", "s' ", "'a ", "and ", "a's ", "two ", "May 1 ", "e\u0301", "中", "!) ", "Jr. "]
LEADS = ("", '"x, ', "the U.S. ")
FLOOR = 0.03  # seconds under which a cost is not compared: the clock's noise
GROWTH = 3.0  # what a cost may grow by when a text doubles, noise allowed for; squares grow by 4


def seconds(work: Callable[[str], object], text: str) -> float:
    """Return the processor time of one piece of work."""
    begun = time.process_time()
    work(text)
    return time.process_time() - begun


def is_in_proportion(work: Callable[[str], object], short: str, long: str) -> bool:
    """Tell whether a text twice as long costs no more than about twice as much."""
    for _ in range(4):  # a busy machine's clock is not taken at its first word
        cost = seconds(work, long)
        if cost < FLOOR or cost < GROWTH * seconds(work, short):
            return True
    return False


def grows_with_length(work: Callable[[str], object], unit: str, lead: str, size: int) -> bool:
    """Tell whether a unit repeated twice as often costs about twice as much."""
    short, long = (lead + unit * (n // len(unit)) + " y" for n in (size, 2 * size))
    return is_in_proportion(work, short, long)


def slow_runs(pattern: re.Pattern[str], leads: Sequence[str] = LEADS) -> list[tuple[str, str]]:
    """Return the units and leads whose runs cost a pattern more than their length allows."""

    def search(text: str) -> None:
        for _ in pattern.finditer(text):
            pass
        pattern.fullmatch(text)

    return [
        (unit, lead)
        for unit in UNITS
        for lead in leads
        if not grows_with_length(search, unit, lead, 3_000)
    ]


def patterns_of(modules: list[ModuleType]) -> list[tuple[str, re.Pattern[str]]]:
    """Return every compiled pattern of some modules, those in tuples and mappings too."""
    found = []
    for module in modules:
        for name, value in vars(module).items():
            inner = value.values() if isinstance(value, dict) else value
            listed = inner if isinstance(value, tuple | list | dict) else [value]
            for one in listed:
                for part in one if isinstance(one, tuple) else [one]:
                    if isinstance(part, re.Pattern):
                        found.append((f"{module.__name__}.{name}", part))
    return found
