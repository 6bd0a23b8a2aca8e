"""No text takes longer to read than its length allows."""

import importlib
import pkgutil
import re
from collections.abc import Callable

import pytest
from growth import UNITS, grows_with_length, patterns_of, slow_runs

import rag.language
import rag.questions
import rag.retrieval
import rag.statements
from rag.language.dates import find_dates
from rag.language.numbers import find_numbers
from rag.language.person_names import fold, name_words
from rag.language.quotations import find_quotations
from rag.language.sentences import sentence_bounds

PATTERNS = patterns_of(
    [
        importlib.import_module(f"{package.__name__}.{found.name}")
        for package in (rag.language, rag.questions, rag.retrieval, rag.statements)
        for found in pkgutil.iter_modules(package.__path__)
    ]
)


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) > 40


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_a_pattern_takes_no_longer_than_a_text_is_long(name: str, pattern: re.Pattern[str]) -> None:
    assert slow_runs(pattern) == []


READERS: list[Callable[[str], object]] = [
    sentence_bounds,
    find_numbers,
    find_dates,
    fold,
    name_words,
    lambda text: find_quotations(text, [(0, len(text))]),
]


@pytest.mark.parametrize("reader", READERS)
def test_a_text_is_read_in_the_time_of_its_length(reader: Callable[[str], object]) -> None:
    slow = [
        (unit, lead)
        for unit in UNITS
        for lead in ("", '"x, ')
        if not grows_with_length(reader, unit, lead, 5_000)
    ]
    assert slow == []
