"""What questions, stops and clicks do to a conversation."""

from datetime import date
from typing import Any

import pytest
from fake_chat import FakeChat, as_error

from rag.errors import IndexDamaged
from rag.records import Filters
from rag.web.conversation import (
    MAX_QUESTION,
    MAX_TURNS,
    Turns,
    Visit,
    Wanted,
    answer,
    clear,
    stop,
    wanted,
)
from rag.web.understood import link, read_link

WALL = "What did Ines Calder say about the harbour wall?"
NOTHING = Filters()


def converse(chat: FakeChat, *questions: str) -> tuple[Visit, Turns]:
    visit = Visit()
    turns: Turns = ()
    for question in questions:
        *_, turns = answer(chat, visit, turns, Wanted(question, NOTHING))
    return visit, turns


# ---- a conversation


def test_two_questions_typed_at_once_are_two_turns_the_second_following_on_the_first() -> None:
    typed = "What did Ines Calder say about the harbour wall? When will the ferry sail?"
    steps = list(answer(FakeChat(), Visit(), (), Wanted(typed, NOTHING)))
    assert [(one.question, one.after, one.state) for one in steps[-1]] == [
        ("What did Ines Calder say about the harbour wall?", 0, "done"),
        ("When will the ferry sail?", 1, "done"),
    ]
    assert {len(step) for step in steps} == {1, 2}
    assert [one.beside for one in steps[-1]] == [False, True]


def test_what_is_stopped_or_cleared_asks_no_second_question() -> None:
    for stopping in (lambda visit: stop(visit, ()), clear):
        visit = Visit()
        typed = "What did Ines Calder say about the wall? When will the ferry sail?"
        for grown in answer(FakeChat(), visit, (), Wanted(typed, NOTHING)):
            turns = grown
            stopping(visit)
        assert len(turns) < 2


def test_a_turn_grows_from_nothing_to_its_answer() -> None:
    steps = [turns[-1] for turns in answer(FakeChat(), Visit(), (), Wanted(WALL, NOTHING))]
    assert [step.state for step in steps] == ["working"] * 5 + ["done"]
    assert steps[0].answer is None
    assert [len(step.answer.claims) for step in steps[1:] if step.answer] == [0, 1, 2, 3, 3]
    assert steps[-1].answer == FakeChat().ask(WALL)


def test_every_turn_knows_the_model_that_words_its_answer() -> None:
    steps = answer(FakeChat(), Visit(), (), Wanted(WALL, NOTHING), writer="tiny")
    assert {turns[-1].writer for turns in steps} == {"tiny"}


def test_turns_are_kept_in_order_and_numbered() -> None:
    _, turns = converse(FakeChat(), "ferry tickets", "harbour wall")
    assert [(turn.number, turn.question) for turn in turns] == [
        (1, "ferry tickets"),
        (2, "harbour wall"),
    ]


def test_the_last_turn_gives_way_and_older_ones_stay() -> None:
    visit, turns = converse(FakeChat(), "ferry tickets", "harbour wall")
    *_, again = answer(FakeChat(), visit, turns, Wanted("harbour", NOTHING, replaces=2))
    assert [turn.question for turn in again] == ["ferry tickets", "harbour"]
    *_, more = answer(FakeChat(), visit, again, Wanted("ferry", NOTHING, replaces=1))
    assert [turn.question for turn in more] == ["ferry tickets", "harbour", "ferry"]


def test_a_long_conversation_forgets_its_beginning() -> None:
    _, turns = converse(FakeChat(), *(["ferry"] * (MAX_TURNS + 3)))
    assert [turn.number for turn in turns] == list(range(4, MAX_TURNS + 4))


def test_a_stopped_answer_keeps_what_it_had() -> None:
    visit = Visit()
    growing: list[Turns] = []
    for turns in answer(FakeChat(), visit, (), Wanted(WALL, NOTHING)):
        growing.append(turns)
        grown = turns[-1].answer
        if grown and len(grown.claims) == 1:
            assert stop(visit, turns)[-1].state == "stopped"
    assert growing[-1][-1].state == "stopped"
    kept = growing[-1][-1].answer
    assert kept is not None
    assert len(kept.claims) == 2  # the step that was being made when it was stopped


def test_a_finished_answer_cannot_be_stopped() -> None:
    visit, turns = converse(FakeChat(), WALL)
    assert stop(visit, turns) == turns


def test_an_answer_that_was_cleared_away_does_not_come_back() -> None:
    visit = Visit()
    asked = answer(FakeChat(), visit, (), Wanted(WALL, NOTHING))
    next(asked)
    assert clear(visit) == ()
    *_, last = asked
    assert last == ()


def test_a_question_asked_meanwhile_takes_over() -> None:
    visit = Visit()
    first = answer(FakeChat(), visit, (), Wanted(WALL, NOTHING))
    working = next(first)
    *_, turns = answer(FakeChat(), visit, working, Wanted("ferry tickets", NOTHING))
    assert list(first) == []
    assert [(turn.question, turn.state) for turn in turns] == [
        (WALL, "stopped"),
        ("ferry tickets", "done"),
    ]


def test_enter_pressed_twice_asks_once() -> None:
    visit = Visit()
    working = next(answer(FakeChat(), visit, (), Wanted(WALL, NOTHING)))
    *_, turns = answer(FakeChat(), visit, working, Wanted(WALL, NOTHING))
    assert [(turn.question, turn.state) for turn in turns] == [(WALL, "done")]


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        ("", "The question has no words."),
        (" ?!… ", "The question has no words."),
        ("x " * 600, "The question has 1,199 characters."),
        ("x" * 100_000, "The question has 100,000 characters."),
    ],
)
def test_a_bad_question_gets_a_sentence(question: str, problem: str) -> None:
    _, turns = converse(FakeChat(), question)
    assert turns[-1].state == "done"
    assert turns[-1].trouble is not None
    assert turns[-1].trouble.problem == problem
    assert len(turns[-1].question) <= MAX_QUESTION


def test_an_unforeseen_error_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    chat = FakeChat()
    chat.error = ZeroDivisionError("secret detail")
    _, turns = converse(chat, WALL)
    assert str(turns[-1].trouble) == (
        "Something went wrong on the server. "
        "The details are in the terminal where the page was started. Try again."
    )
    assert "secret detail" in caplog.text


def test_an_error_of_the_index_is_shown_as_it_is() -> None:
    chat = FakeChat()
    chat.error = as_error(IndexDamaged)
    _, turns = converse(chat, WALL)
    assert turns[-1].trouble is chat.error


# ---- questions that lean on the ones before

SHE = "What did she say about the ferry?"
WHOLE = "What did Ines Calder say about the ferry?"


def test_a_question_is_asked_with_the_answers_before_it() -> None:
    chat = FakeChat()
    _, turns = converse(chat, WALL, SHE, "ferry tickets")
    assert chat.before == [[], [WALL], [WALL, WHOLE]]
    assert [turn.question for turn in turns] == [WALL, SHE, "ferry tickets"]
    assert turns[1].answer is not None
    assert turns[1].answer.asked.carried == ("Ines Calder",)


def test_what_could_not_be_answered_leaves_nothing_for_the_next_question() -> None:
    chat = FakeChat()
    _, turns = converse(chat, WALL, "?")
    *_, turns = answer(chat, Visit(asked=2), turns, Wanted(SHE, NOTHING))
    assert chat.before[-1] == [WALL]


def test_what_was_carried_over_can_be_taken_out() -> None:
    chat = FakeChat()
    visit, turns = converse(chat, WALL, SHE)
    without = wanted(turns, {"action": "without", "turn": 2, "chip": "carried:0"}, NOTHING)
    assert without == Wanted(SHE, NOTHING, 2, ("Ines Calder",))
    *_, turns = answer(chat, visit, turns, without)
    assert [turn.question for turn in turns] == [WALL, SHE]
    assert turns[-1].answer is not None
    assert turns[-1].answer.asked.carried == ()
    # It stays out when the question is asked again, and is forgotten with another question.
    number = turns[-1].number
    again = wanted(turns, {"action": "retry", "turn": number}, NOTHING)
    assert again == Wanted(SHE, NOTHING, number, ("Ines Calder",))
    other = wanted(turns, {"action": "edit", "turn": number, "question": "x"}, NOTHING)
    assert other == Wanted("x", NOTHING, number)


def test_an_earlier_question_asked_again_leans_on_the_turns_before_it_alone() -> None:
    chat = FakeChat()
    visit, turns = converse(chat, WALL, SHE, "What did Pavel Horn say about the plan?")
    *_, turns = answer(chat, visit, turns, Wanted(SHE, NOTHING, replaces=2))
    assert chat.before[-1] == [WALL]
    # Also when what took its place is asked again.
    *_, turns = answer(chat, visit, turns, Wanted(SHE, NOTHING, replaces=4))
    assert chat.before[-1] == [WALL]
    *_, turns = answer(chat, visit, turns, Wanted("ferry", NOTHING))
    assert chat.before[-1] == [WALL, WHOLE, "What did Pavel Horn say about the plan?", WHOLE]


def test_a_filter_set_beside_a_question_leaves_its_words_alone() -> None:
    chat, filters = FakeChat(), Filters(sources=("Coast Weekly",))
    *_, turns = answer(chat, Visit(), (), Wanted("When will the ferry sail?", filters))
    action = {"action": "without", "turn": 1, "chip": "source:0"}
    assert wanted(turns, action, filters) == (
        Wanted("When will the ferry sail?", NOTHING, 1, (), NOTHING)
    )


# ---- what buttons ask for


def test_buttons_ask_for_what_they_say() -> None:
    _, turns = converse(FakeChat(), "ferry tickets", WALL)
    filters = Filters(sources=("Coast Weekly",))

    def ask(**action: object) -> Wanted | None:
        return wanted(turns, dict(action), filters)

    assert ask(action="ask", question="x") == Wanted("x", filters)
    assert ask(action="retry", turn=2) == Wanted(WALL, NOTHING, 2)
    assert ask(action="edit", turn=1, question="y") == Wanted("y", NOTHING, 1)
    assert ask(action="without", turn=2, chip="speaker:0") == (
        Wanted("harbour wall", NOTHING, 2, resets=NOTHING)
    )


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"action": "retry"},
        {"action": "retry", "turn": 9},
        {"action": "retry", "turn": [1]},
        {"action": "without", "turn": 1, "chip": "speaker:9"},
        {"action": "without", "turn": 1},
        {"action": "rebuild"},
        {"action": "link", "search": "?since=2025-01-01"},
    ],
)
def test_what_makes_no_sense_is_not_asked(action: dict[str, Any]) -> None:
    _, turns = converse(FakeChat(), WALL)
    assert wanted(turns, action, NOTHING) is None


def test_a_link_is_read_back() -> None:
    filters = Filters(date(2025, 1, 1), date(2025, 2, 1), ("A&B", "C"), ("é",))
    address = link("who? & what", filters)
    assert read_link(address) == ("who? & what", filters)


def test_a_link_may_name_speakers() -> None:
    filters = Filters(speakers=("José Muñoz", "A & B"))
    address = "?q=who&speaker=Jos%C3%A9+Mu%C3%B1oz&speaker=A+%26+B"
    assert read_link(address) == ("who", filters)


def test_a_broken_date_in_a_link_is_left_out() -> None:
    assert read_link("?q=x&since=yesterday") == ("x", NOTHING)


# ---- what a refusal and a plot offer


def test_a_question_is_asked_again_without_its_filters() -> None:
    visit = Visit()
    narrow = Filters(sources=("Coast Weekly",))
    *_, turns = answer(FakeChat(), visit, (), Wanted("harbour wall", narrow))
    want = wanted(turns, {"action": "widen", "turn": 1}, NOTHING)
    assert want == Wanted("harbour wall", NOTHING, replaces=1, resets=NOTHING)


def test_a_bar_of_the_plot_narrows_the_dates_alone() -> None:
    visit = Visit()
    narrow = Filters(sources=("Coast Weekly",))
    *_, turns = answer(FakeChat(), visit, (), Wanted("ferry", narrow))
    action = {"action": "during", "turn": 1, "since": "2025-03-01", "until": "2025-03-31"}
    filters = Filters(date(2025, 3, 1), date(2025, 3, 31), ("Coast Weekly",))
    assert wanted(turns, action, NOTHING) == Wanted("ferry", filters, 1, resets=filters)
