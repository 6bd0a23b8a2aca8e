import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fake_chat import ARTICLES, HARBOUR, FakeChat

from rag.errors import BadQuestion
from rag.index.generations import MARK
from rag.records import Article, Filters
from rag.web.conversation import PageTurn, Turns
from rag.web.kept import Kept
from rag.web.kept_file import FILE
from rag.web.storing import CHANGED, read_turn, written_turn
from rag.web.visits import Visits

QUESTION = "What did Ines Calder say about the harbour wall?"


def turn(question: str = QUESTION, number: int = 1) -> PageTurn:
    filters = Filters(since=datetime(2020, 1, 1).date(), sources=("Harbour Post",))
    answer = FakeChat().ask(question, filters)
    return PageTurn(number, question, filters, answer, None, "done", dropped=("x",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / MARK).touch()
    return tmp_path


def kept_in(folder: Path, *, shared: bool = True) -> Kept:
    return Kept(folder, shared=shared, now=lambda: datetime(2025, 3, 4, tzinfo=UTC))


def test_a_turn_is_read_as_it_was_written_and_holds_no_words_of_articles() -> None:
    whole = turn()
    stored = written_turn(whole)
    assert read_turn(stored, FakeChat().article) == whole
    assert whole.answer
    assert "carry sandbags" in whole.answer.claims[1].text
    assert "carry sandbags" not in stored
    failed = PageTurn(2, "?", Filters(), None, BadQuestion("No.", fix="Ask."), "done")
    read = read_turn(written_turn(failed), FakeChat().article)
    assert str(read.trouble) == "No. Ask."


def test_what_an_article_said_before_it_was_changed_or_removed_is_not_shown() -> None:
    stored = written_turn(turn())
    changed = Article(**{**{f: getattr(HARBOUR, f) for f in HARBOUR.__slots__}, "text": "Other."})
    others = [one for one in ARTICLES if one is not HARBOUR]
    for articles in ([*others, changed], others):
        read = read_turn(stored, FakeChat(articles).article)
        filters = turn().filters
        assert read == PageTurn(1, QUESTION, filters, None, CHANGED, "done")


@pytest.mark.parametrize(
    "put", [Path.mkdir, os.mkfifo, lambda path: path.write_bytes(b"no database" * 500)]
)
def test_where_no_such_file_can_be_nothing_is_kept(
    folder: Path, put: Callable[[Path], object]
) -> None:
    put(folder / FILE)
    kept = kept_in(folder)
    with pytest.warns(
        UserWarning, match=r"conversations\.sqlite cannot be used \(.+\); nothing is"
    ):
        kept.save("me", "a", (turn(),))
    with pytest.warns(UserWarning, match="nothing is kept"):
        assert kept.listed("me") == ()


def test_a_conversation_goes_on_where_there_is_no_room_to_keep_it(folder: Path) -> None:
    class Full(Kept):
        def save(self, owner: str, key: str, turns: Turns) -> None:
            raise sqlite3.OperationalError("database or disk is full")

    visits = Visits(kept=Full(folder, shared=True))
    visit = visits.introduce("page", "")
    with pytest.warns(
        UserWarning, match=r"A conversation is not kept \(database or disk is full\)"
    ):
        visits.keep(visit, (turn(),))
    assert visits.of("page").turns == (turn(),)


def test_conversations_are_listed_named_searched_and_deleted(folder: Path) -> None:
    kept = kept_in(folder)
    me = kept.owner("")
    first: Turns = (turn(), turn("When will the ferry sail?", 2))
    kept.save(me, "a", first)
    kept.save(me, "b", (turn("Who ate the zebra?"),))
    assert kept.turns(me, "a", FakeChat().article) == first
    assert {(one.name, one.questions) for one in kept.listed(me)} == {
        (QUESTION, 2),
        ("Who ate the zebra?", 1),
    }
    assert [one.key for one in kept.listed(me, "FERRY sail")] == ["a"]
    kept.rename(me, "a", " The \n wall ")
    kept.save(me, "a", (turn("Other?", 2),))  # takes the second one's place
    assert [(one.name, one.questions) for one in kept.listed(me, "wall")] == [("The wall", 2)]
    kept.delete(me, "a")
    assert [one.key for one in kept.listed(me)] == ["b"]
    held = (folder / "conversations.sqlite").read_bytes()
    assert b"harbour wall" not in held


def test_a_conversation_that_leaves_takes_its_turns_with_it(folder: Path) -> None:
    days = (datetime(2025, 3, day, tzinfo=UTC) for day in range(1, 32))
    kept = Kept(folder, shared=True, now=lambda: next(days), most=2)
    for key in "abc":
        kept.save(kept.owner(""), key, (turn(f"Who saw {key * 9}?"),))
    assert {one.key for one in kept.listed(kept.owner(""))} == {"b", "c"}
    assert b"aaaaaaaaa" not in (folder / "conversations.sqlite").read_bytes()


def test_nobody_sees_renames_or_deletes_what_another_browser_has(folder: Path) -> None:
    kept = kept_in(folder, shared=False)
    one, other = kept.owner("one"), kept.owner("other")
    kept.save(one, "a", (turn(),))
    kept.save(other, "a", (turn("Mine now?"),))
    kept.rename(other, "a", "Mine")
    kept.delete(other, "a")
    assert kept.listed(other) == ()
    assert kept.turns(other, "a", FakeChat().article) == ()
    assert [entry.name for entry in kept.listed(one)] == [QUESTION]
    assert kept.owner("") == ""
    kept.save("", "b", (turn(),))  # a browser that has not said who it is
    assert kept.listed("") == ()
    assert (folder / "conversations.sqlite").stat().st_mode & 0o077 == 0


def test_nothing_is_kept_where_there_is_no_index(tmp_path: Path) -> None:
    kept = kept_in(tmp_path)
    kept.save(kept.owner(""), "a", (turn(),))
    assert kept.listed(kept.owner("")) == ()
    assert list(tmp_path.iterdir()) == []


def test_a_conversation_goes_on_after_a_restart(folder: Path) -> None:
    before = Visits(kept=kept_in(folder))
    visit = before.introduce("s", "")
    before.keep(visit, (turn(),))
    after = Visits(kept=kept_in(folder))
    after.introduce("t", "")
    resumed = after.resume("t", visit.key, FakeChat().article)
    assert resumed
    assert (resumed.turns, resumed.asked, resumed.key) == ((turn(),), 1, visit.key)
    assert after.of("t") is resumed
    assert after.resume("t", "unknown", FakeChat().article) is None


def test_what_was_asked_before_a_browser_is_known_is_kept_once_it_is(folder: Path) -> None:
    kept = kept_in(folder, shared=False)
    visits = Visits(kept=kept)
    visit = visits.of("page")
    visits.keep(visit, (turn(),))
    assert kept.listed(kept.owner("browser")) == ()
    visits.introduce("page", "browser")
    assert [one.name for one in kept.listed(kept.owner("browser"))] == [QUESTION]
