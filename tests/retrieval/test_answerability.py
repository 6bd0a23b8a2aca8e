"""Whether what was found answers a question."""

from math import log

import numpy as np
import pytest

from rag.models.reader import Reading
from rag.questions.query import read_question
from rag.retrieval.answerability import Evidence, Found, explain, weigh
from rag.retrieval.sentence_fit import need, read_lines

ARTICLES = ("Ida Lund painted the lighthouse of Bergen in 1901.", "It is red and white.")
KNOWN = {word.strip(".").lower() for text in ARTICLES for word in text.split()}


def analyse(text: str) -> list[str]:
    return [word.strip(".,?!").lower() for word in text.split()]


def judged(
    question: str,
    *,
    similarity: float = 0.7,
    found: tuple[str, ...] = ARTICLES,
    reading: Reading | None = None,
) -> Evidence:
    query = read_question(question, sources=("The Herald",))
    lines = read_lines(found, "", analyse)
    return weigh(
        query,
        need(query.words, analyse=analyse, rarity=lambda term: log(2)),
        [Found(lines, similarity, reading)],
        analyse=analyse,
        mentions=lambda term: int(term in KNOWN),
    )


def test_a_question_whose_words_are_found_is_answered() -> None:
    evidence = judged("Who painted the lighthouse of Bergen?")
    assert (evidence.answered, evidence.missing) == (True, ())


def test_a_name_that_no_article_has_is_missing() -> None:
    evidence = judged("Who painted the lighthouse of Trondheim?")
    assert (evidence.answered, evidence.missing) == (False, ("Trondheim",))


def test_a_number_that_the_passage_lacks_speaks_against_it() -> None:
    question = "Who painted the lighthouse of Bergen in {}?"
    assert judged(question.format(1901)).score > judged(question.format(1950)).score


def test_less_similar_passages_are_weaker_evidence() -> None:
    question = "Who painted the lighthouse of Bergen?"
    assert judged(question, similarity=0.1).score < judged(question, similarity=0.7).score


def test_what_the_reader_holds_for_an_answer_is_evidence() -> None:
    question = "Who painted the lighthouse of Bergen?"
    sure, unsure = (
        Reading(np.array([[0, 3]]), np.array([[score, score]])) for score in (5.0, -5.0)
    )
    scores = [judged(question, reading=one).score for one in (sure, None, unsure)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_a_source_that_no_article_is_from_is_a_refusal_whatever_is_found() -> None:
    evidence = judged("Who painted the lighthouse of Bergen, according to Reuters?")
    assert (evidence.answered, evidence.missing) == (False, ("Reuters",))


def test_nothing_found_is_no_answer() -> None:
    assert judged("Who painted the lighthouse?", found=()) == Evidence(0.0, False, ())


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who painted the lighthouse of Bergen?", ""),
        ("Who painted the lighthouse of Trondheim?", "No article mentions Trondheim."),
        (
            "Who is Kari Moe, according to Reuters?",
            "No article is from Reuters. No article mentions Kari Moe.",
        ),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(question: str, said: str) -> None:
    query = read_question(question, sources=("The Herald",))
    assert explain(judged(question), query) == said
