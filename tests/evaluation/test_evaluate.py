from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from given_answers import (
    ARTICLES,
    COST,
    HOURLY,
    LATE,
    OPENS,
    TRAIN,
    FakeChat,
    answer,
    ask_for,
    claim,
    five_questions,
    refusal,
)

from rag.articles.folder import load_articles
from rag.errors import RagError
from rag.evaluation.evaluate import evaluate
from rag.evaluation.question_files import plain, read_questions
from rag.records import Claim, Source


def test_worded_claims_need_not_be_what_they_cite_and_doubts_count_against_them() -> None:
    sources = claim(COST).sources
    worded = (
        Claim("Nine million were paid.", sources),
        Claim("Ten million were paid.", sources, ("The number Ten is not there.",)),
    )
    chat = FakeChat(right=answer(*worded))
    report = evaluate(chat, [ask_for("right", "nine million")], worded=True)
    values = {one.name: one.value for one in report.figures}
    assert (values["True citations"], values["Supported claims"]) == (1, 0.5)
    report = evaluate(chat, [ask_for("right", "nine million")])
    assert {one.name: one.value for one in report.figures}["True citations"] == 0


def ticking() -> Iterator[float]:
    """Give times so that the first answer takes 10 ms, the second 20 ms, and so on."""
    for turn in count(1):
        yield 100 * turn
        yield 100 * turn + turn / 100


def test_every_figure_is_that_worked_out_by_hand() -> None:
    chat, questions = five_questions()
    times = ticking()
    report = evaluate(chat, questions, k=(1, 2, 10), clock=lambda: next(times))
    expected = {
        "Hits@1": (1 / 3, 3),
        "Hits@2": (2 / 3, 3),
        "Hits@10": (2 / 3, 3),
        "MRR@10": ((1 + 1 / 2 + 0) / 3, 3),
        "True citations": (4 / 5, 5),
        "Supported claims": (4 / 5, 5),
        "Expected articles": (1, 3),
        "Refusal precision": (1 / 2, 2),
        "Refusal recall": (1 / 2, 2),
        "Answer p50": (30, 5),
        "Answer p95": (48, 5),  # a fifth of the way from 50 ms back to 40 ms
    }
    assert {one.name: one.of for one in report.figures} == {
        name: of for name, (_, of) in expected.items()
    }
    assert {one.name: one.value for one in report.figures} == pytest.approx(
        {name: value for name, (value, _) in expected.items()}
    )
    assert report.generation == "00000007"
    assert report.summary == (
        "5 questions, 2 of them not answered by the articles; 2 were satisfied, 3 were not."
    )


def test_the_turns_of_a_conversation_are_asked_with_the_answers_before_them() -> None:
    chat = FakeChat(one=answer(claim(OPENS)), two=answer(claim(COST)), three=refusal())
    turns = [
        ask_for("one", "May"),
        ask_for("two", "nine", follows=True),
        ask_for("three", article="", follows=True),
        ask_for("one", "May", line=2),
    ]
    report = evaluate(chat, turns)
    assert chat.asked == [("one", 0), ("one", 0), ("two", 1), ("three", 2), ("one", 0)]
    assert [one.is_satisfied for one in report.outcomes] == [True] * 4


def test_a_citation_is_compared_with_the_article_and_not_with_the_copy_it_brings() -> None:
    tampered = replace(TRAIN, text=TRAIN.text.replace("never", "often"))
    source = Source(tampered, LATE, ())
    chat = FakeChat(
        late=answer(Claim(source.quote, (source,))),
        worded=answer(replace(claim(LATE), text="Trains are on time.")),
    )
    questions = [ask_for("late", article="t.md"), ask_for("worded", article="t.md")]
    report = evaluate(chat, questions)
    values = {one.name: one.value for one in report.figures}
    assert values["True citations"] == 0
    assert values["Expected articles"] == 1


def test_expectations_that_the_index_cannot_meet_are_an_error_and_not_a_failure() -> None:
    questions = [ask_for("q", "May", article="gone.txt"), ask_for("q", "in June", line=2)]
    with pytest.raises(RagError) as caught:
        evaluate(FakeChat(), questions)
    assert str(caught.value) == (
        "The index has not what is expected: line 1: No article has the id 'gone.txt'; "
        "line 2: “in June” does not stand in bridge.txt. "
        "Correct these lines, or run `rag index` if the articles have changed."
    )


def test_one_accepted_set_that_stands_in_the_articles_is_enough() -> None:
    chat = FakeChat(q=answer(claim(HOURLY)))
    wanted = replace(ask_for("q", article="t.md"), accepted=(("in June",), ("runs hourly",)))
    assert evaluate(chat, [wanted]).outcomes[0].is_satisfied


def test_an_article_may_be_named_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "https://example.org/train"
    train = replace(TRAIN, url=address)
    monkeypatch.setitem(ARTICLES, "t.md", train)
    chat = FakeChat(q=answer(claim(HOURLY)))
    report = evaluate(chat, [ask_for("q", article=address)])
    assert report.outcomes[0].is_satisfied
    assert {one.name: one.value for one in report.figures}["Expected articles"] == 1


def test_an_evaluation_without_questions_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no question to evaluate with"):
        evaluate(FakeChat(), [])


def test_the_questions_about_the_seeds_fit_the_seeds() -> None:
    folder = Path(__file__).parents[1]
    articles = {one.id: plain(one.text) for one in load_articles(folder.parent / "seeds").articles}
    questions = read_questions(folder / "questions.jsonl")
    missing = [
        (question.line, quote)
        for question in questions
        for quotes in question.accepted
        for quote in quotes
        if not any(plain(quote) in articles[one] for one in question.articles)
    ]
    assert missing == []
    assert len(questions) == 53
