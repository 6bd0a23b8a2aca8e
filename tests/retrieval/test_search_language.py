"""The language of an exact search: what is read, where a fault is, and that nothing takes long."""

import time
from contextlib import suppress
from datetime import date
from functools import partial

import growth
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import BadQuery
from rag.retrieval.search_kind import hints_for, is_exact, is_unfinished
from rag.retrieval.search_language import (
    AllOf,
    AnyOf,
    From,
    Not,
    Published,
    Speaker,
    Wanted,
    Word,
    Words,
    has_places,
    read_search,
)

# What the language is made of, alone and repeated.
PIECES = ['"', "“", '"a" ', "(", ")", "AND ", "OR ", "NOT ", "a ", "a* ", "*", "~", "~5", "-a "]
PIECES += ["speaker:", "since:", "source:a ", "x:y ", "é", "\x00", "\u202e", " ", ":", "日本"]


def word(written: str, place: int) -> Word:
    return Word(written, "any form", place)


def exact(written: str, place: int) -> Word:
    return Word(written, "exact", place)


@pytest.mark.parametrize(
    ("search", "wanted"),
    [
        ("walls", Words((word("walls", 0),))),
        ("F-16", Words((word("F", 0), word("16", 2)))),
        ('"sea wall"', Words((exact("sea", 1), exact("wall", 5)))),
        ("„sea-wall“", Words((exact("sea", 1), exact("wall", 5)))),
        ('"oil gas"~5', Words((exact("oil", 1), exact("gas", 5)), 5)),
        ('"oil"~0', Words((exact("oil", 1),), 0)),
        ("sanction*", Words((Word("sanction", "beginning", 0),))),
        ('"new sanction*"', Words((exact("new", 1), Word("sanction", "beginning", 5)))),
        ("a b", AllOf((Words((word("a", 0),)), Words((word("b", 2),))))),
        ("a AND b", AllOf((Words((word("a", 0),)), Words((word("b", 6),))))),
        ("a and", AllOf((Words((word("a", 0),)), Words((word("and", 2),))))),
        ("a – b", AllOf((Words((word("a", 0),)), Words((word("b", 4),))))),
        (
            "a OR b c",
            AnyOf((
                Words((word("a", 0),)),
                AllOf((Words((word("b", 5),)), Words((word("c", 7),)))),
            )),
        ),
        (
            "(a OR b) NOT c",
            AllOf((
                AnyOf((Words((word("a", 1),)), Words((word("b", 6),)))),
                Not(Words((word("c", 13),))),
            )),
        ),
        ("NOT NOT a", Not(Not(Words((word("a", 8),))))),
        ("speaker:Kallas", Speaker("Kallas")),
        ('SPEAKER:"Kaja Kallas"', Speaker("Kaja Kallas")),
        ("source:Post", From("source", "Post", 7)),
        ("author:Weiss", From("author", "Weiss", 7)),
        ("since:2024", Published(since=date(2024, 1, 1))),
        ("until:2024", Published(until=date(2024, 12, 31))),
        ("since:2024-02", Published(since=date(2024, 2, 1))),
        ("until:2024-02", Published(until=date(2024, 2, 29))),
        ("until:2024-02-13", Published(until=date(2024, 2, 13))),
        (
            "since:2025 OR until:2024",
            AnyOf((Published(since=date(2025, 1, 1)), Published(until=date(2024, 12, 31)))),
        ),
    ],
)  # fmt: skip
def test_a_search_is_read(search: str, wanted: Wanted) -> None:
    assert read_search(search) == wanted


DEEP = "(" * 21
AUTHOR = "Write author: or a space after the colon."
VALUE = "Write it right behind the colon, as in"


@pytest.mark.parametrize(
    ("search", "place", "problem", "fix"),
    [
        ("", 0, "The search has no word.", "Type what to search for."),
        ("… ?", 0, "The search has no word.", "Type what to search for."),
        ('a "b c', 2, "This quotation mark is not closed.",
         "Add another after the last of the words that belong together."),
        ('a "…"', 2, "No word stands between these quotation marks.",
         "Put one there, or leave them out."),
        ('"a b"~', 6, "After ~ stands how many other words may be between these, 100 at most.",
         'Write it as in "oil gas"~5.'),
        ('"a b"~101', 6, "After ~ stands how many other words may be between these, 100 at most.",
         'Write it as in "oil gas"~5.'),
        ("a b~2", 3, "~ and a number stand after words in quotation marks.",
         'Write it as in "oil gas"~5.'),
        ("san*tion", 3, "An asterisk stands within a word.", "Let it end a word, as in sanction*."),
        ("a wom?n", 5, "A question mark stands for no letter.",
         "Write both words with OR between them, or a beginning such as wom*."),
        ("a -b", 2, "A minus does not leave a word out.", "Write NOT b."),
        ("a OR", 2, "Nothing to search for stands after OR.",
         'Add a word there, or leave OR out. To search for the word, put it in quotation marks: '
         '"OR".'),
        ("a AND OR b", 2, "Nothing to search for stands after AND.",
         'Add a word there, or leave AND out. To search for the word, put it in quotation marks: '
         '"AND".'),
        ("OR a", 0, "Nothing to search for stands before OR.",
         "Add a word before it, or leave OR out."),
        ("a ()", 2, "Nothing to search for stands after this bracket.",
         "Add a word there, or leave this bracket out."),
        ("(a b", 0, "This bracket is not closed.", "Add a ) after its last word."),
        ("a) b", 1, "No bracket is open here.", "Open one before it, or leave this one out."),
        (")", 0, "No bracket is open here.", "Open one before it, or leave this one out."),
        (f"{DEEP}a", 21, "Too much stands within one another here.", "Ask for less at once."),
        ("san *tion", 4, "No word is found by its end.",
         "Let the asterisk end a word, as in sanction*."),
        ('"new *tion"', 5, "No word is found by its end.",
         "Let the asterisk end a word, as in sanction*."),
        ("a since:2025 b until:2024-12", 15, "No day is both from 2025-01-01 and up to 2024-12-31.",
         "Give since: the earlier of the two."),
        ("spaeker:Ann", 0, "There is no field spaeker.",
         "Write speaker: or a space after the colon."),
        ("sources:Ann", 0, "There is no field sources.",
         "Write source: or a space after the colon."),
        ("autor:Ann b", 0, "There is no field autor.", AUTHOR),
        ('autor:"Ann"', 0, "There is no field autor.", AUTHOR),
        ("paper:Ann", 0, "There is no field paper.",
         "Write speaker:, source:, author:, since:, until: or a space after the colon."),
        ("speaker: Ann", 0, "No value stands after speaker:.", f'{VALUE} speaker:"Kaja Kallas".'),
        ('source:""', 0, "No value stands after source:.", f'{VALUE} source:"The Guardian".'),
        ("until:soon", 6, "soon is no date like 2025-02-13.",
         "Write a day, a month or a year, as in until:2025-02."),
        ("since:2025-02-30", 6, "2025-02-30 is no date like 2025-02-13.",
         "Write a day, a month or a year, as in since:2025-02."),
        ("since:0000", 6, "0000 is no date like 2025-02-13.",
         "Write a day, a month or a year, as in since:2025-02."),
        ("a " * 51, 100, "The search has more than 50 words.", "Search for fewer at once."),
        ("a" * 1001, 1000, "The search has 1001 characters.", "Search for 1000 at most."),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(search: str, place: int, problem: str, fix: str) -> None:
    with pytest.raises(BadQuery) as caught:
        read_search(search)
    fault = caught.value
    assert (fault.place, fault.problem, fault.fix) == (place, problem, fix)
    assert fault.search == search


@pytest.mark.parametrize(
    ("search", "has"),
    [
        ("a", True),
        ("speaker:Ann since:2025", True),
        ("source:Post OR NOT a", False),
        ("NOT speaker:Ann since:2025", False),
    ],
)
def test_places_are_those_of_words_and_of_what_somebody_says(search: str, has: bool) -> None:
    assert has_places(read_search(search)) == has


@given(search=st.text(max_size=30) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_search_is_read_or_told_of(search: str) -> None:
    hints_for(search, exact=is_exact(search))
    is_unfinished(search)
    with suppress(BadQuery):
        read_search(search)


def asked(search: str) -> tuple[str, ...]:
    """Return the hints for a search as a question."""
    return hints_for(f"{search}?", exact=False)


def test_long_runs_cost_no_more_than_their_length() -> None:
    for piece in [*growth.UNITS, *PIECES]:
        for look in (asked, partial(hints_for, exact=True)):
            assert growth.grows_with_length(look, piece, '"a" ', 20_000), piece
        begun = time.process_time()
        for length in (500, 1000):
            with pytest.raises(BadQuery):
                read_search((piece * 1000)[:length] + '"')
        assert time.process_time() - begun < 0.5, piece
