"""What was understood of a question, and what is left without a part of it."""

from datetime import date

import pytest

from rag.records import Asked, Filters
from rag.web.understood import carried_by, link, read_link, remove_filter, understood, without


def test_what_was_understood_is_named_part_by_part() -> None:
    filters = Filters(date(2025, 1, 1), None, ("Post", "Weekly"), ("Mara Lind",), ("Al Horn",))
    asked = Asked("q", "wall", ("Ines Calder",), filters)
    assert understood(asked) == [
        ("speaker:0", "speaker", "Ines Calder"),
        ("topic", "topic", "wall"),
        ("since", "since", "1 January 2025"),
        ("source:0", "source", "Post"),
        ("source:1", "source", "Weekly"),
        ("author:0", "author", "Mara Lind"),
        ("voice:0", "voice", "Al Horn"),
    ]


CARRIED = Asked("What did Al say of the wall?", "wall", ("Al", "Bo"), Filters(), ("Al", "wall"))


def test_what_was_carried_over_is_named_once_and_first() -> None:
    assert understood(CARRIED) == [
        ("carried:0", "carried", "Al"),
        ("carried:1", "carried", "wall"),
        ("speaker:1", "speaker", "Bo"),
    ]


@pytest.mark.parametrize(
    ("chip", "words"), [("carried:1", "wall"), ("carried:2", ""), ("speaker:0", ""), ("", "")]
)
def test_a_chip_names_what_was_carried_over(chip: str, words: str) -> None:
    assert carried_by(CARRIED, chip) == words
    assert without(CARRIED, "carried:1") is None


@pytest.mark.parametrize(
    ("chip", "question", "filters"),
    [
        ("speaker:0", "What did Bo say about wall?", Filters(sources=("Post",))),
        ("topic", "What did Al and Bo say?", Filters(sources=("Post",))),
        ("source:0", "What did Al and Bo say about wall?", Filters()),
    ],
)
def test_a_part_can_be_taken_away(chip: str, question: str, filters: Filters) -> None:
    asked = Asked("q", "wall", ("Al", "Bo"), Filters(sources=("Post",)))
    assert without(asked, chip) == (question, filters)


@pytest.mark.parametrize(
    ("chip", "left"),
    [
        ("source:0", Filters(None, None, ("B",), ("C",), ("D", "E"))),
        ("author:0", Filters(None, None, ("A", "B"), (), ("D", "E"))),
        ("voice:1", Filters(None, None, ("A", "B"), ("C",), ("D",))),
        ("topic", Filters(None, None, ("A", "B"), ("C",), ("D", "E"))),
    ],
)
def test_one_name_of_a_filter_can_be_taken_away(chip: str, left: Filters) -> None:
    filters = Filters(None, None, ("A", "B"), ("C",), ("D", "E"))
    assert remove_filter(filters, filters, chip) == left


@pytest.mark.parametrize("chip", ["topic", "speaker:0", "source:7", "", "since:x", "source:zero"])
def test_what_would_leave_no_question_cannot_be_taken_away(chip: str) -> None:
    assert without(Asked("q", "wall", (), Filters()), chip) is None


def test_a_link_holds_the_question_and_the_filters() -> None:
    filters = Filters(date(2025, 1, 1), date(2025, 2, 1), ("A&B",), ("é",), ("Al Horn",))
    assert link("who? me & you", filters) == (
        "?q=who%3F+me+%26+you&since=2025-01-01&until=2025-02-01&source=A%26B&author=%C3%A9"
        "&speaker=Al+Horn"
    )


def test_a_link_is_read_as_it_was_written() -> None:
    day = date(2025, 1, 1)
    filters = Filters(day, day, ("A&B", "C"), ("é",), ("Al Horn",), ("a/", "b.txt", "c.csv#7"))
    assert read_link(link("who? me & you", filters)) == ("who? me & you", filters)
