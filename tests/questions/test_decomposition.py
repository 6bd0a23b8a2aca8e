"""What is read from a question's own words."""

from datetime import date

import pytest

from rag.questions.decomposition import Part, separate
from rag.questions.query import read_question

SOURCES = ("The Herald", "Harbour News", "The Courier - Sports")
TODAY = date(2024, 3, 15)


def parts_of(question: str) -> tuple[Part, ...]:
    return read_question(question, sources=SOURCES, today=TODAY).parts


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("When did Oslo join and how many members does it have?",
         ("When did Oslo join", "how many members does it have?")),
        ("Who is Calder? What did she say about the wall?",
         ("Who is Calder?", "What did she say about the wall?")),
        ("How much did it cost, and who paid? And why was it built?",
         ("How much did it cost", "who paid?", "why was it built?")),
        ("Who built it? When was it built? Why was it built? Who paid for it?",
         ("Who built it?", "When was it built?", "Why was it built? Who paid for it?")),
        ("When and where was the summit?", None),
        ("Who won and why?", None),
        ("What is the border between Norway and what is now Sweden called?", None),
        ("What did Calder say about what was built and what is planned?", None),
        ("Who is the minister whom the Herald names as the buyer of three ferries in the north "
         "and who is also said to own a wall?", None),
        ("Did he resign? (The Herald)", None),
        ("", None),
    ],
)  # fmt: skip
def test_questions_typed_at_once_are_told_apart(typed: str, found: tuple[str, ...] | None) -> None:
    assert separate(typed) == (found or (typed,))


def test_a_plain_question_is_one_part_without_restrictions() -> None:
    question = "Who opened the new bridge in Oslo?"
    assert parts_of(question) == (Part(question, (), None, None),)


def test_each_article_that_is_described_becomes_a_part_of_its_source() -> None:
    found = parts_of(
        "Does the Herald article on ferries agree with the Harbour News report on tunnels?"
    )
    assert [(one.words, one.sources) for one in found] == [
        ("Does the on ferries agree with", ("The Herald",)),
        ("the on tunnels?", ("Harbour News",)),
    ]


def test_sources_named_side_by_side_share_the_words_and_each_clause_is_asked_of_all() -> None:
    found = parts_of(
        "Who bought three ferries in Bergen, and sold two old tugs in Stavanger, "
        "as reported by The Herald and Harbour News?"
    )
    assert [one.sources for one in found] == [
        ("The Herald",),
        ("Harbour News",),
        ("The Herald", "Harbour News"),
        ("The Herald", "Harbour News"),
    ]
    assert [one.words for one in found[2:]] == [
        "Who bought three ferries in Bergen",
        ", and sold two old tugs in Stavanger, as by ?",
    ]


def test_a_source_is_known_by_the_name_before_its_section() -> None:
    assert parts_of("What does the Courier article say about rowing?")[0].sources == (
        "The Courier - Sports",
    )


@pytest.mark.parametrize(
    "question",
    [
        "Who will herald the spring?",  # no capital letter
        "Did Herald and Sons buy the harbour?",  # its name begins with "The"
        "Who owns Harbour News today and in the coming year, after so many a troubled month?",
    ],
)
def test_a_name_that_is_not_used_as_a_source_restricts_nothing(question: str) -> None:
    assert all(part.sources == () for part in parts_of(question))


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("on October 7, 2023", date(2023, 10, 7), date(2023, 10, 7)),
        ("on 7 October 2023", date(2023, 10, 7), date(2023, 10, 7)),
        ("on 2023-10-07", date(2023, 10, 7), date(2023, 10, 7)),
        ("in October 2023", date(2023, 10, 1), date(2023, 10, 31)),
        ("in December 2023", date(2023, 12, 1), date(2023, 12, 31)),
        ("after October 7, 2023", date(2023, 10, 7), None),
        ("before October 7, 2023", None, date(2023, 10, 7)),
        ("on March 2", date(2024, 3, 2), date(2024, 3, 2)),
        ("on October 7", date(2023, 10, 7), date(2023, 10, 7)),
        ("last week", date(2024, 3, 8), date(2024, 3, 15)),
        ("yesterday", date(2024, 3, 14), date(2024, 3, 15)),
        ("today", date(2024, 3, 15), date(2024, 3, 15)),
        ("on June 31, 2023", None, None),
    ],
)
def test_dates_are_read(words: str, since: date | None, until: date | None) -> None:
    part = parts_of(f"What happened in the harbour {words}?")[0]
    assert (part.since, part.until) == (since, until)


def test_a_date_without_a_year_is_left_unread_when_today_is_unknown() -> None:
    query = read_question("What happened on March 2, or last week?")
    assert (query.parts[0].since, query.parts[0].until) == (None, None)


def test_two_dates_of_one_source_are_two_parts() -> None:
    found = parts_of(
        "Did the Herald report of March 2, 2024 on ferries contradict its report "
        "on tunnels, and that of March 9, 2024?"
    )
    assert [(one.since, one.sources) for one in found[:2]] == [
        (date(2024, 3, 2), ("The Herald",)),
        (date(2024, 3, 9), ("The Herald",)),
    ]
