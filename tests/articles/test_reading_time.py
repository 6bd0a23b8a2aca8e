"""No file takes longer to read than its length allows."""

import importlib
import pkgutil
import re
from collections.abc import Callable
from typing import Any

import pytest
from growth import UNITS, grows_with_length, patterns_of

import rag.articles
import rag.articles.readers
from rag.articles.cleaning import clean
from rag.articles.fields import Fields, NotAnArticle
from rag.articles.formats import parse_markdown, parse_txt
from rag.articles.line_breaks import joined_lines
from rag.articles.markdown import plain_markdown
from rag.articles.readers.exports import split_export
from rag.articles.readers.json_rows import values_in
from rag.articles.readers.leftovers import around
from rag.articles.readers.mail import read_eml
from rag.articles.readers.xml import html_paragraphs

PATTERNS = dict(
    patterns_of(
        [
            importlib.import_module(f"{package.__name__}.{found.name}")
            for package in (rag.articles, rag.articles.readers)
            for found in pkgutil.iter_modules(package.__path__)
        ]
    )
)
MARKUP = ["<p>", "<b>x", "[a](", "[[", "**a ", "> ", "Title: a\n", "From: a\n", "{\n", "# a\n",
          "- a\n", "a-\nb ", "May 1 ", "12:30 ", "a@b.c ", "&#1;", "\\"]  # fmt: skip


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) > 100


def test_a_pattern_takes_no_longer_than_a_line_is_long() -> None:
    def tried(pattern: re.Pattern[str]) -> Callable[[str], object]:
        def read(text: str) -> None:
            given: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
            pattern.match(given)
            pattern.fullmatch(given)

        return read

    slow = [
        (name, unit)
        for name, pattern in PATTERNS.items()
        for unit in (*UNITS, *MARKUP)
        if not grows_with_length(tried(pattern), unit, "", 6_000)
    ]
    assert slow == []


@pytest.mark.parametrize(
    "reader",
    [
        lambda text: clean(Fields(text)),
        parse_txt,
        parse_markdown,
        plain_markdown,
        joined_lines,
        html_paragraphs,
        lambda text: list(split_export(text)),
        lambda text: list(values_in(text)),
        lambda text: list(read_eml(f"From: a@b.c\n\n{text}".encode())),
        lambda text: around(text.split("\n"), text),
    ],
    ids="clean txt markdown marks lines html export json mail around".split(),
)
def test_a_text_is_read_in_the_time_of_its_length(reader: Callable[[str], object]) -> None:
    def read(text: str) -> None:
        try:
            reader(text)
        except NotAnArticle:
            return

    slow = [unit for unit in (*UNITS, *MARKUP) if not grows_with_length(read, unit, "", 6_000)]
    assert slow == []
