"""Whether what was found answers a question, and what no article has of it."""

from dataclasses import replace

import numpy as np
import pytest

from rag.questions.query import read_question
from rag.retrieval.answerability import (
    NAMES,
    Evidence,
    Gaps,
    answer_evidence,
    explain,
    gaps_in,
    weigh,
    without_told,
)
from rag.retrieval.evidence import CHEAP, READ
from rag.retrieval.ranking import Ranking, Weights
from rag.retrieval.sentence_fit import need

KNOWN = set("who painted the lighthouse of bergen ida lund in 1901 is red according".split())
NO_GAPS = Gaps((), "", (), (), 0.0, "")
PLAIN = read_question("who painted it")


def analyse(text: str) -> list[str]:
    return [word.strip(".,?!").lower() for word in text.split()]


def gaps(question: str) -> Gaps:
    query = read_question(question, sources=("The Herald",))
    wanted = need(query.words, analyse=analyse, rarity=lambda term: 1.0)
    return gaps_in(query, wanted, analyse, lambda term: int(term in KNOWN))


def ranking(least: float = 0.0, **weights: float) -> Ranking:
    nothing = Weights(0.0, {})
    near = Weights(0.0, {"excerpt_similarity_at_most": 1.0})
    return Ranking(nothing, nothing, Weights(0.0, weights), least, near, 0.4, {})


def numbers(**given: float) -> np.ndarray:
    return np.array([[given.get(name, 0.0) for name in (*CHEAP, *READ)]])


@pytest.mark.parametrize(
    ("question", "sources", "names", "words", "share"),
    [
        ("Who painted the lighthouse of Bergen?", (), (), (), 0.0),
        ("Who painted the lighthouse of Trondheim?", (), ("Trondheim",), (), 1 / 3),
        ("who painted the lighthouse of trondheim", (), (), ("trondheim",), 1 / 3),
        ("Who varnished the lighthouse of Bergen?", (), (), ("varnished",), 1 / 3),
        ("Who got the lighthouse of Bergen?", (), (), (), 0.0),
        ("Is Bergen red, according to Reuters?", ("Reuters",), (), (), 0.0),
    ],
)
def test_gaps_are_what_no_article_has(
    question: str,
    sources: tuple[str, ...],
    names: tuple[str, ...],
    words: tuple[str, ...],
    share: float,
) -> None:
    found = gaps(question)
    assert (found.sources, found.names, found.words) == (sources, names, words)
    assert found.share == pytest.approx(share)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (NO_GAPS, ""),
        (
            Gaps((), "", ("Trondheim",), ("varnished",), 0.5, ""),
            "No article mentions Trondheim.",
        ),
        (Gaps((), "", (), ("varnished",), 0.5, ""), "No article mentions varnished."),
        (
            Gaps(("Reuters",), "", ("Kari Moe",), (), 0.5, ""),
            "No article is from Reuters. No article mentions Kari Moe.",
        ),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(given: Gaps, said: str) -> None:
    assert explain(given) == said


def test_whoever_is_not_quoted_is_named() -> None:
    given = Gaps((), "", (), (), 0.0, "Mark Meadows")
    assert explain(given) == "No words of Mark Meadows were found."


def test_the_evidence_has_a_number_for_every_name() -> None:
    question = "Did Kari Moe say that Trondheim is red?"
    weighed = answer_evidence(
        read_question(question),
        Gaps(("Reuters",), "", ("Trondheim",), (), 0.25, "Kari Moe"),
        np.vstack(
            [
                numbers(log_odds=-0.2, similarity=0.7),
                numbers(log_odds=0.8, speaker=1.0, asked_inside=0.4),
            ]
        ),
        np.array([1.5, -0.5]),
    )
    assert dict(zip(NAMES, weighed, strict=True)) == {
        "best": 1.5, "second": -0.5, "log_odds_at_most": 0.8, "similarity_at_most": 0.7,
        "unknown_words": 0.25, "speaker_named": 1.0, "unquoted": 1.0,
        "topic_of_speaker": 0.4,
        "yes_no_asked": 1.0, "overview_asked": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("question", "unquoted", "by_name"),
    [
        ("What did Kari Moe say about it?", "Kari Moe", True),
        ("What did the French minister say about it?", "", False),
        ("How many lighthouses are red?", "", False),
    ],
)
def test_somebody_named_who_says_nothing_is_unquoted(
    question: str, unquoted: str, by_name: bool
) -> None:
    assert gaps(question).unquoted == unquoted
    assert read_question(question).subject_is_name == by_name


def test_a_question_counts_as_answered_from_the_threshold_on() -> None:
    given = numbers(likely=0.5), np.array([0.4])
    above = weigh(PLAIN, NO_GAPS, *given, ranking(0.3, best=1.0))
    below = weigh(PLAIN, NO_GAPS, *given, ranking(0.5, best=1.0))
    assert (above.answered, below.answered) == (True, False)
    assert above.score == below.score == pytest.approx(1 / (1 + np.exp(-0.4)))


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did Kari Moe say about the lighthouse?", "Kari Moe"),
        ("what did moe say about the lighthouse", "moe"),
        ("What did Ida Lund say about Trondheim?", ""),
        ("Who painted Trondheim?", ""),
    ],
)
def test_nobody_unknown_is_answered_for(question: str, speaker: str) -> None:
    found = gaps(question)
    assert found.speaker == speaker
    evidence = weigh(PLAIN, found, numbers(), np.array([9.0]), ranking(best=1.0))
    assert evidence.answered is not bool(speaker)


def test_words_of_which_no_article_has_any_are_a_refusal_whatever_is_found() -> None:
    missing = Gaps((), "", (), ("asdf",), 1.0, "")
    given = numbers(), np.array([9.0]), ranking(best=1.0)
    assert not weigh(PLAIN, missing, *given).answered
    assert weigh(PLAIN, Gaps((), "", (), ("asdf",), 0.5, ""), *given).answered


def test_a_source_that_no_article_is_from_is_a_refusal_whatever_is_found() -> None:
    missing = Gaps(("Reuters",), "", (), (), 0.0, "")
    assert not weigh(PLAIN, missing, numbers(), np.array([9.0]), ranking(best=1.0)).answered


def test_somebody_whose_whole_name_no_article_has_is_a_refusal_whatever_is_found() -> None:
    missing = Gaps((), "", ("Kari Moe",), (), 0.5, "")
    assert not weigh(PLAIN, missing, numbers(), np.array([9.0]), ranking(best=1.0)).answered
    one_word = Gaps((), "", ("Trondheim",), (), 0.5, "")
    assert weigh(PLAIN, one_word, numbers(), np.array([9.0]), ranking(best=1.0)).answered


def test_nothing_found_is_no_answer() -> None:
    nothing = np.zeros((0, len(CHEAP) + len(READ)))
    assert weigh(PLAIN, NO_GAPS, nothing, np.zeros(0), ranking(-9.0)) == Evidence(
        0.0, False, False, NO_GAPS
    )


@pytest.mark.parametrize(
    ("sentence", "unquoted"),
    [
        ("Aides say that Lund is blaming the gale for it.", ""),
        ("The harbour was told by Ida Lund, who has denied it.", ""),
        ("Aides emphasised to Lund that it was late.", "Ida Lund"),
        ("“She is no Lund,” said Moe.", "Ida Lund"),
    ],
)
def test_somebody_of_whose_words_a_sentence_tells_is_not_unquoted(
    sentence: str, unquoted: str
) -> None:
    silent = replace(NO_GAPS, unquoted="Ida Lund")
    assert without_told(silent, ["It rained.", sentence]).unquoted == unquoted
    assert without_told(NO_GAPS, [sentence]) == NO_GAPS


@pytest.mark.parametrize(
    ("question", "similarity", "answered"),
    [
        ("Is the lighthouse red?", 0.5, True),
        ("Is the lighthouse red?", 0.3, False),
        ("What happened to the lighthouse?", 0.3, False),
        ("Who painted the lighthouse?", 0.3, True),
    ],
)
def test_what_anything_on_its_subject_answers_needs_articles_on_it(
    question: str, similarity: float, answered: bool
) -> None:
    found = numbers(excerpt_similarity=similarity)
    evidence = weigh(read_question(question), NO_GAPS, found, np.array([1.0]), ranking(best=1.0))
    assert evidence.answered == answered


@pytest.mark.parametrize(("similarity", "related"), [(0.0, True), (-1.0, False)])
def test_what_is_not_near_a_question_is_not_related_to_it(similarity: float, related: bool) -> None:
    found = numbers(excerpt_similarity=similarity)
    evidence = weigh(PLAIN, NO_GAPS, found, np.array([-1.0]), ranking(best=1.0))
    assert (evidence.answered, evidence.related) == (False, related)
