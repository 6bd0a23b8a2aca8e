"""Words marked in an article, errors, and that everything is escaped."""

import re

from fake_chat import make_article
from hypothesis import given, settings
from hypothesis import strategies as st
from shown import visible

from rag.errors import IndexMissing
from rag.records import Span
from rag.web.html import Mark, highlight, trouble


@settings(deadline=None)  # the first template is compiled then
@given(st.text(min_size=1), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60))))
def test_highlighting_keeps_every_character(text: str, runs: list[tuple[int, int]]) -> None:
    article = make_article("a", "t", text.replace("\r", " "))
    marks = [
        Mark(str(n), Span("a", start, start + length)) for n, (start, length) in enumerate(runs)
    ]
    whole = Span("a", 0, len(article.text))
    shown = highlight(article, whole, marks, answering=[mark.span for mark in marks[:1]])
    assert visible(shown) == article.text


@settings(deadline=None)  # the first template is compiled then
@given(st.text(alphabet="ab<&\"'>$`{}\\ \n", min_size=3, max_size=40), st.data())
def test_what_is_marked_is_exactly_the_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    article = make_article("a", "t", text)
    shown = highlight(article, Span("a", 0, len(text)), [Mark("1", Span("a", start, end))])
    assert visible("".join(re.findall(r"<mark.*?</mark>", shown, re.DOTALL))) == text[start:end]


def test_overlapping_marks_name_both_citations() -> None:
    article = make_article("a", "t", "one two three")
    marks = [Mark("1", Span("a", 0, 7)), Mark("2", Span("a", 4, 13))]
    assert highlight(article, Span("a", 0, 13), marks) == (
        '<mark data-keys="1">one </mark><mark data-keys="1 2">two</mark>'
        '<mark data-keys="2"> three</mark>'
    )


def test_words_that_answer_are_marked_inside_a_citation() -> None:
    article = make_article("a", "t", "It costs 14 euros.")
    marks = [Mark("1", Span("a", 0, 18))]
    assert highlight(article, Span("a", 0, 18), marks, answering=[Span("a", 9, 11)]) == (
        '<mark data-keys="1">It costs <b class="answering">14</b> euros.</mark>'
    )


def test_trouble_tells_problem_and_remedy() -> None:
    error = IndexMissing("No <index>.", fix="Run `rag <index>`.")
    assert trouble(error) == (
        '<div class="trouble" role="alert"><p class="problem" dir="auto">No &lt;index&gt;.</p>'
        '<p class="fix" dir="auto">Run <code>rag &lt;index&gt;</code>.</p></div>'
    )
