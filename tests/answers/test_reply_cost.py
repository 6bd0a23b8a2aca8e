"""No pattern of the answers takes longer to search a text than the text is long."""

import importlib
import pkgutil
import re

import pytest
from growth import LEADS, grows_with_length, patterns_of, slow_runs

import rag.answers
import rag.models.language_model
from rag.answers.citation_marks import SentenceReader
from rag.answers.thoughts import ThoughtFilter

PATTERNS = patterns_of(
    [
        rag.models.language_model,
        *(
            importlib.import_module(f"rag.answers.{found.name}")
            for found in pkgutil.iter_modules(rag.answers.__path__)
        ),
    ]
)


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) > 25


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_a_pattern_takes_no_longer_than_a_text_is_long(name: str, pattern: re.Pattern[str]) -> None:
    assert slow_runs(pattern, (*LEADS, "[", "(", "<")) == []


def read(reply: str) -> None:
    thoughts, reader = ThoughtFilter(), SentenceReader()
    for place in range(0, len(reply), 5):
        reader.feed(thoughts.feed(reply[place : place + 5]))
    reader.feed(thoughts.close())
    reader.close()


@pytest.mark.parametrize("unit", ["word ", "It is. ", "[1]", "[1] ", "<", "<think>", " ", "\n- a"])
def test_a_reply_is_read_in_the_time_of_its_length(unit: str) -> None:
    assert grows_with_length(read, unit, "", 2_000)
