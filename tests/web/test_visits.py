"""How long a conversation is kept, and how much of all of them."""

from dataclasses import replace

from fake_chat import HARBOUR, FakeChat

from rag.records import Filters
from rag.web.conversation import Wanted, answer
from rag.web.visits import LASTING, MOST_VISITS, Visits

WALL = "What did Ines Calder say about the harbour wall?"


def ask(visits: Visits, session: str, chat: FakeChat) -> str:
    """Ask a question in a session, and return the key of its conversation."""
    visit = visits.of(session)
    for turns in answer(chat, visit, visit.turns, Wanted(WALL, Filters())):
        visits.keep(visit, turns)
    return visit.key


def test_a_conversation_is_found_again_by_its_key_alone() -> None:
    visits = Visits()
    key = ask(visits, "first", FakeChat())
    assert visits.resume("second", key + "x", FakeChat().article) is None
    found = visits.resume("second", key, FakeChat().article)
    assert found is visits.of("second")
    assert [turn.question for turn in found.turns] == [WALL]
    assert visits.of("first").turns == ()


def test_a_conversation_is_forgotten_an_hour_after_its_last_question() -> None:
    times = [0.0]
    visits = Visits(now=lambda: times[0])
    key = ask(visits, "first", FakeChat())
    times[0] = LASTING + 1
    ask(visits, "second", FakeChat())
    assert visits.resume("third", key, FakeChat().article) is None


def test_what_conversations_hold_on_to_is_bounded() -> None:
    long = replace(HARBOUR, text=HARBOUR.text + " word" * 2000)
    chat = FakeChat((long,))
    visits = Visits(most_characters=3 * len(long.text))
    keys = [ask(visits, str(number), chat) for number in range(5)]
    kept = [
        visits.resume(f"again {number}", key, FakeChat().article) is not None
        for number, key in enumerate(keys)
    ]
    assert kept == [False, False, True, True, True]


def test_visits_without_a_question_are_bounded_too() -> None:
    visits = Visits()
    for number in range(MOST_VISITS + 50):
        visits.of(str(number))
    ask(visits, "last", FakeChat())
    assert len(visits._visits) == MOST_VISITS
