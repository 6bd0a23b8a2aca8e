"""How well a sentence answers a question."""

from collections.abc import Sequence

import pytest
from conftest import make_article

from rag.records import Span
from rag.retrieval.sentence_fit import (
    FitWeights,
    Line,
    Need,
    asked_words,
    fit,
    has_kind,
    need,
    read_lines,
)


def analyse(text: str) -> list[str]:
    return [word.strip(".,?!").lower() for word in text.split()]


def asked(question: str, **options: str) -> Need:
    return need(question, analyse=analyse, rarity=lambda term: 1.0, **options)  # type: ignore[arg-type]


def lines_of(sentences: Sequence[str], title: str) -> tuple[Line, ...]:
    article = make_article("\n".join(sentences), title=title)
    starts = [sum(len(one) + 1 for one in sentences[:place]) for place in range(len(sentences))]
    spans = [
        Span("a.txt", start, start + len(one)) for start, one in zip(starts, sentences, strict=True)
    ]
    return read_lines(article, spans, analyse)


def best_of(question: str, *sentences: str, title: str = "") -> str:
    wanted = asked(question)
    return max(lines_of(sentences, title), key=lambda line: fit(wanted, line)).text


def test_the_sentence_with_the_words_asked_for_is_best() -> None:
    assert (
        best_of("Who painted the lighthouse?", "Rain fell.", "Ida Lund painted the lighthouse.")
        == "Ida Lund painted the lighthouse."
    )


def test_the_sentence_before_lends_its_words() -> None:
    wanted = asked("When was the lighthouse painted")
    alone, after = lines_of(["The lighthouse is old.", "It was painted in 1901."], "")
    [without] = lines_of(["It was painted in 1901."], "")
    assert fit(wanted, after) > fit(wanted, without) > 0
    assert fit(wanted, after) > fit(wanted, alone)


def test_the_title_lends_its_words() -> None:
    wanted = asked("Who owns the lighthouse")
    [with_title] = lines_of(["Ida Lund owns it."], "The lighthouse")
    [without] = lines_of(["Ida Lund owns it."], "")
    assert fit(wanted, with_title) == pytest.approx(fit(wanted, without) + 0.5)


def test_a_sentence_that_has_everything_reaches_the_best_fit() -> None:
    [line] = lines_of(["old red lighthouse"], "")
    assert fit(asked("old red lighthouse"), line) == pytest.approx(FitWeights().best)


def test_a_question_without_telling_words_is_taken_word_for_word() -> None:
    assert asked_words("who is it", analyse=analyse) == {"who": 1.0, "is": 1.0, "it": 1.0}


def test_words_of_the_part_count_more() -> None:
    assert asked_words(
        "red boats, green ships", analyse=analyse, stressed="green ships", stress=5.0
    ) == {"red": 1.0, "boats": 1.0, "green": 6.0, "ships": 6.0}


@pytest.mark.parametrize(
    ("question", "sentence", "has"),
    [
        ("Who painted it?", "The tower was painted by Ida Lund.", True),
        ("Who helped Ida Lund?", "Ida Lund was helped.", False),
        ("Where is the tower?", "The tower stands in Bergen.", True),
        ("When was it painted?", "It was painted on 3 May 1901.", True),
        ("When was it painted?", "It was painted by a fisherman.", False),
        ("How many steps?", "It has 1,200 steps.", True),
        ("Is it old?", "It was built by a fisherman.", True),
    ],
)
def test_a_sentence_has_words_of_the_kind_asked_for_or_has_none(
    question: str, sentence: str, has: bool
) -> None:
    assert has_kind(sentence, asked(question)) is has
