"""Notes that are pinned: kept, changed and removed, each owner's by themselves."""

from pathlib import Path

import pytest
from fake_chat import ARTICLES, FERRY, HARBOUR, FakeChat, make_article

from rag.index.generations import MARK
from rag.records import Source, Span
from rag.web.kept_file import FILE
from rag.web.pins import LONGEST_NOTE, Pin, Pins

FIRST, SECOND = Span(FERRY.id, 0, 15), Span(HARBOUR.id, 4, 11)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / MARK).touch()
    return tmp_path


def test_pins_are_listed_the_newest_first_changed_and_removed(folder: Path) -> None:
    pins, article_of = Pins(folder), FakeChat().article
    pins.add("me", FERRY, FIRST, " when? ")
    pins.add("me", HARBOUR, SECOND, "")
    pins.add("me", FERRY, FIRST, "When?")  # again: the same pin
    assert pins.listed("me", article_of) == (
        Pin(2, HARBOUR.id, "", Source(HARBOUR, SECOND, ())),
        Pin(1, FERRY.id, "When?", Source(FERRY, FIRST, ())),
    )
    pins.rename("me", 2, "x" * (LONGEST_NOTE + 1))
    pins.remove("me", 1)
    assert [(one.number, len(one.note)) for one in pins.listed("me", article_of)] == [
        (2, LONGEST_NOTE)
    ]
    data = (folder / FILE).read_bytes()
    assert b"When?" not in data  # what is removed leaves the file
    assert FERRY.text[:15].encode() not in data  # and no words of an article are in it


def test_nobody_sees_or_changes_what_another_has_pinned(folder: Path) -> None:
    pins, article_of = Pins(folder), FakeChat().article
    pins.add("me", FERRY, FIRST, "mine")
    pins.add("", FERRY, FIRST, "of nobody")
    for other in ("you", ""):
        pins.rename(other, 1, "theirs")
        pins.remove(other, 1)
        assert pins.listed(other, article_of) == ()
    assert [one.note for one in pins.listed("me", article_of)] == ["mine"]


def test_of_an_article_that_was_changed_or_removed_the_note_alone_is_left(folder: Path) -> None:
    pins = Pins(folder)
    pins.add("me", FERRY, FIRST, "When?")
    changed = make_article(FERRY.id, FERRY.title, "Another text, as long as it may be.")
    others = [one for one in ARTICLES if one is not FERRY]
    for articles in ([*others, changed], others):
        assert pins.listed("me", FakeChat(articles).article) == (Pin(1, FERRY.id, "When?", None),)


def test_what_does_not_lie_in_the_article_is_not_pinned(folder: Path) -> None:
    with pytest.raises(ValueError, match="does not lie in ferry.txt"):
        Pins(folder).add("me", FERRY, Span(FERRY.id, 0, 10_000), "")


def test_the_oldest_pins_leave_first_and_nothing_is_kept_without_an_index(tmp_path: Path) -> None:
    pins = Pins(tmp_path, most=1)
    pins.add("me", FERRY, FIRST, "")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / MARK).touch()
    pins.add("me", FERRY, FIRST, "")
    pins.add("me", HARBOUR, SECOND, "")
    assert [one.file for one in pins.listed("me", FakeChat().article)] == [HARBOUR.id]
