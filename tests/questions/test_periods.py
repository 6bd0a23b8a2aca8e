"""What a question says about time."""

from datetime import date

import pytest

from rag.questions.query import read_question

TODAY = date(2024, 3, 15)


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What happened in october 2023?", date(2023, 10, 1), date(2023, 10, 31)),
        ("what did she say in early march 2022", date(2022, 3, 1), date(2022, 3, 31)),
        ("what did she say before 2023?", None, date(2022, 12, 31)),
        ("what has she said since 2022?", date(2022, 1, 1), None),
        ("what was said after 2022?", date(2023, 1, 1), None),
        ("what did she say in 2022?", date(2022, 1, 1), date(2022, 12, 31)),
        ("what did she say last week?", date(2024, 3, 8), date(2024, 3, 15)),
        ("what may she say?", None, None),
        ("did they march to the harbour?", None, None),
        ("What did she say in October?", None, None),  # of which year?
        ("what happened in october 2022 and in october 2023?", None, None),
    ],
)
def test_a_period_is_read(question: str, since: date | None, until: date | None) -> None:
    query = read_question(question, today=TODAY)
    assert (query.since, query.until) == (since, until)


def test_a_month_without_a_year_is_kept_apart() -> None:
    assert read_question("What did she say in October?", today=TODAY).month == 10
    assert read_question("What did she say in October 2023?", today=TODAY).month == 0


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What is the latest on the ferry?", "What is            on the ferry?"),
        ("is the ferry still afloat", "is the ferry       afloat"),
        ("What do they say now?", "What do they say    ?"),
        ("how many have sunk so far?", "how many have sunk       ?"),
    ],
)
def test_the_newest_is_preferred_and_no_part_of_the_topic(question: str, words: str) -> None:
    query = read_question(question)
    assert query.prefers_newest
    assert query.words == words.strip()


def test_what_was_since_an_event_prefers_the_newest_and_keeps_its_words() -> None:
    query = read_question("What has Kallas said since the summit?")
    assert query.prefers_newest
    assert query.topic == "Kallas summit"


@pytest.mark.parametrize(
    "question",
    ["Was it still legal then?", "Who runs it now that Calder is gone?", "Why did it sink?"],
)
def test_what_was_then_is_not_what_is_newest(question: str) -> None:
    assert not read_question(question).prefers_newest


def test_a_date_is_no_part_of_the_topic() -> None:
    assert read_question("What did Calder say about the wall in 2023?").topic == "Calder wall"
    assert read_question("What did Calder say about the wall before 2025?").topic == "Calder wall"
