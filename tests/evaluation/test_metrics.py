from dataclasses import replace

import pytest
from given_answers import (
    COST,
    HOURLY,
    LATE,
    OPENS,
    SAFE,
    TICKETS,
    answer,
    ask_for,
    claim,
    five_questions,
    refusal,
)

from rag.evaluation.evaluate import evaluate
from rag.evaluation.metrics import (
    ANSWERED,
    INCOMPLETE,
    NO_SPEAKER,
    NOT_CHOSEN,
    NOT_FOUND,
    OFFERED,
    REFUSED,
    glance,
    hits,
    judged,
    reciprocal_rank,
)
from rag.evaluation.question_files import Question
from rag.records import Answer


def test_the_measures_of_a_ranking_are_those_worked_out_by_hand() -> None:
    ranks = [1, 3, 0, 11]  # 0: not found
    assert [hits(ranks, k) for k in (1, 3, 10, 11)] == [0.25, 0.5, 0.5, 0.75]
    assert reciprocal_rank(ranks, 10) == pytest.approx((1 + 1 / 3) / 4)
    assert (hits([], 10), reciprocal_rank([], 10)) == (0.0, 0.0)


ADA = "Ada Berg"
BEA = "Bea Dahl"


@pytest.mark.parametrize(
    ("question", "given", "cause"),
    [
        (ask_for("q", article=""), answer(claim(COST)), ANSWERED),
        (ask_for("q", "May"), refusal(claim(COST), found=[OPENS]), REFUSED),
        (ask_for("q", "May"), refusal(claim(OPENS), found=[OPENS]), OFFERED),
        (ask_for("q", "May"), answer(claim(COST), found=[COST]), NOT_FOUND),
        (ask_for("q", "May"), answer(claim(COST), found=[COST, OPENS]), NOT_CHOSEN),
        (ask_for("q", "May", "euros"), answer(claim(OPENS), found=[OPENS, COST]), INCOMPLETE),
        (ask_for("q", "safe", speaker="Ada Berg"), answer(claim(SAFE, BEA)), NO_SPEAKER),
        (ask_for("q", "safe", speaker="Ada Berg"), answer(claim(SAFE, ADA)), ""),
        (ask_for("q", "MAY."), answer(claim(COST), claim(OPENS)), ""),
        (ask_for("q"), answer(claim(OPENS)), ""),  # any words of the article
        (ask_for("q", article="t.md"), answer(claim(OPENS)), NOT_FOUND),
        (ask_for("q", article=""), refusal(claim(COST)), ""),
    ],
)
def test_what_went_wrong_is_named(question: Question, given: Answer, cause: str) -> None:
    assert judged(question, given, 0.0).cause == cause


def test_any_of_the_accepted_sets_will_do_and_of_an_overview_half_of_one() -> None:
    both = answer(claim(OPENS), claim(COST))
    wanted = replace(ask_for("q"), accepted=(("May", "hourly"), ("never", "late", "nine million")))
    outcome = judged(wanted, both, 0.0)
    assert (outcome.share, outcome.is_shown, outcome.is_first) == (0.5, False, True)
    assert judged(replace(wanted, kind="overview"), both, 0.0).is_satisfied
    other = replace(wanted, accepted=(("hourly",), ("May", "nine million")))
    assert judged(other, both, 0.0).is_satisfied


def test_only_what_is_read_at_a_glance_counts() -> None:
    later = answer(*[claim(COST)] * 5, claim(OPENS))
    assert judged(ask_for("q", "May"), later, 0.0).share == 0
    long = replace(claim(COST), text="nothing " * 146 + "in May or in June")
    assert len(long.text) == 1_185
    read = [text for text, _ in glance(answer(long, claim(OPENS)), "fact")]
    assert read == [f"{long.text} It cost nine m"]
    assert len(glance(answer(long, claim(OPENS)), "overview")) == 2
    assert not judged(ask_for("q", "in May"), answer(long), 0.0).is_first  # beyond 400 characters
    assert judged(ask_for("q", "in May"), answer(long), 0.0).is_satisfied


def test_a_written_sentence_brings_the_words_of_its_sources_along() -> None:
    written = replace(claim(COST), text="The price was high.")
    assert glance(answer(written), "fact") == [
        ("The price was high. It cost nine million euros.", frozenset({"bridge.txt"}))
    ]


def test_passages_hold_what_is_wanted_together_and_the_first_with_any_of_it_is_its_rank() -> None:
    wanted = ask_for("q", "runs hourly", "four euros", article="t.md")
    outcome = judged(wanted, refusal(found=[LATE, HOURLY, TICKETS]), 0.0)
    assert (outcome.ranks, outcome.rank, outcome.is_found) == ((2, 3), 2, True)
    outcome = judged(wanted, refusal(found=[LATE, HOURLY]), 0.0)
    assert (outcome.ranks, outcome.rank, outcome.is_found) == ((2, 0), 2, False)
    outcome = judged(ask_for("q", article=""), refusal(found=[LATE]), 0.0)
    assert (outcome.ranks, outcome.rank, outcome.is_found) == ((), 0, False)


def test_every_kind_has_its_figures() -> None:
    chat, questions = five_questions()
    kinds = evaluate(chat, questions).kinds
    assert {kind: [one.written for one in figures] for kind, figures in kinds.items()} == {
        "none": ["0.500", "–", "–", "–", "–", "–"],
        "question": ["0.333", "0.333", "0.333", "0.333", "0.667", "1.000"],
        "all": ["0.400", "0.333", "0.333", "0.333", "0.667", "1.000"],
    }
    assert [one.of for one in kinds["all"]] == [5, 3, 3, 3, 3, 1]
