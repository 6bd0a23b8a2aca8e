"""No pattern that reads a question may cost more than its text is long."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from types import ModuleType

import pytest

import rag.questions
import rag.retrieval

BEGINNINGS = ("", "a", "and ", "what did ", "what about ", "who is ", "did the ", "between ", "(")
REPEATED = (
    " ", '"', "'", "’", "(", ")", "[", ",", "a", "A", "1", "a ", "A ", "A. ", "1,", "1 ", ", ",
    "? ", "and ", "the ", "did ", "who ", "about ", "a, ", "said ",
)  # fmt: skip
END = "?x"
SHORT, LONG = 500, 2_000  # characters; a question has no more
NOTHING = 0.002  # seconds: a look through the longer text that needs no second one
GROWTH = 2.5 * LONG / SHORT  # linear is LONG / SHORT; the rest is for the clock


def modules() -> Iterator[ModuleType]:
    for package in (rag.questions, rag.retrieval):
        for one in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(one.name)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in modules():
        for name, value in vars(module).items():
            several = tuple(value.values()) if isinstance(value, dict) else value
            for one in several if isinstance(several, tuple) else (several,):
                if isinstance(one, re.Pattern):
                    yield f"{module.__name__}.{name}", one


PATTERNS = sorted({pattern: name for name, pattern in patterns()}.items(), key=lambda one: one[1])


def seconds(pattern: re.Pattern[str], text: str) -> float:
    started = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - started


def test_there_are_patterns_to_try() -> None:
    assert len(PATTERNS) > 20


@pytest.mark.parametrize(
    "pattern", [one for one, _ in PATTERNS], ids=[name for _, name in PATTERNS]
)
def test_a_pattern_takes_no_longer_than_its_text_is_long(pattern: re.Pattern[str]) -> None:
    for beginning in BEGINNINGS:
        for repeated in REPEATED:
            short, long = (
                beginning + repeated * (size // len(repeated)) + END for size in (SHORT, LONG)
            )
            if seconds(pattern, long) > NOTHING:
                took = min(seconds(pattern, long) for _ in range(3))
                expected = min(seconds(pattern, short) for _ in range(3))
                assert took <= max(NOTHING, GROWTH * expected), (beginning, repeated)
