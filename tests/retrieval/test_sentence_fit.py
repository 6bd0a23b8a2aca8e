"""How well a sentence answers a question."""

import pytest

from rag.retrieval.sentence_fit import BEST_FIT, Need, asked_words, fit, has_kind, need, read_lines


def analyse(text: str) -> list[str]:
    return [word.strip(".,?!").lower() for word in text.split()]


def asked(question: str, **options: str) -> Need:
    return need(question, analyse=analyse, rarity=lambda term: 1.0, **options)  # type: ignore[arg-type]


def best_of(question: str, *sentences: str, title: str = "") -> str:
    wanted = asked(question)
    return max(read_lines(sentences, title, analyse), key=lambda line: fit(wanted, line)).text


def test_the_sentence_with_the_words_asked_for_is_best() -> None:
    assert (
        best_of("Who painted the lighthouse?", "Rain fell.", "Ida Lund painted the lighthouse.")
        == "Ida Lund painted the lighthouse."
    )


def test_the_sentence_before_lends_its_words() -> None:
    wanted = asked("When was the lighthouse painted")
    alone, after = read_lines(["The lighthouse is old.", "It was painted in 1901."], "", analyse)
    [without] = read_lines(["It was painted in 1901."], "", analyse)
    assert fit(wanted, after) > fit(wanted, without) > 0
    assert fit(wanted, after) > fit(wanted, alone)


def test_the_title_lends_its_words() -> None:
    wanted = asked("Who owns the lighthouse")
    [with_title] = read_lines(["Ida Lund owns it."], "The lighthouse", analyse)
    [without] = read_lines(["Ida Lund owns it."], "", analyse)
    assert fit(wanted, with_title) == pytest.approx(fit(wanted, without) + 0.5)


def test_a_sentence_that_has_everything_reaches_the_best_fit() -> None:
    [line] = read_lines(["old red lighthouse"], "", analyse)
    assert fit(asked("old red lighthouse"), line) == pytest.approx(BEST_FIT)


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
