"""Reading a passage for a question."""

import numpy as np
import pytest

from rag.models.reader import LONGEST_ANSWER, Reading, Words, likely, open_reader

PASSAGE = (
    "Ida Lund painted the lighthouse of Bergen in 1901. "
    "Her brother, the fisherman Per Lund, kept it until the war."
)


def read(question: str, text: str = PASSAGE, heading: str = "") -> Reading:
    [reading] = open_reader().read(question, [(heading, text)])
    return reading


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who painted the lighthouse?", "Ida Lund"),
        ("When was the lighthouse painted?", "1901"),
    ],
)
def test_the_words_that_answer_are_found(question: str, answer: str) -> None:
    words = read(question).best()
    assert words is not None
    assert PASSAGE[words.start : words.end] == answer
    assert words.score > 0
    assert likely(words) > 0.5


@pytest.mark.parametrize("question", ["What did the queen eat?", "How tall is the lighthouse?"])
def test_what_does_not_answer_is_known_for_it(question: str) -> None:
    words = read(question).best()
    assert words is not None
    assert words.score < 0
    assert likely(words) < 0.5


def test_the_best_words_of_a_stretch_lie_in_it() -> None:
    start = PASSAGE.index("Her")
    words = read("Who painted the lighthouse?").best(start, len(PASSAGE))
    assert words is not None
    assert start <= words.start < words.end <= len(PASSAGE)


def test_the_heading_is_read_but_never_the_answer() -> None:
    words = read("Who painted it?", "It was repainted.", heading="Ida Lund").best()
    assert words is not None
    assert 0 <= words.start < words.end <= len("It was repainted.")


def test_nothing_is_best_where_nothing_was_read() -> None:
    assert read("Who painted it?", text="").best() is None
    assert read("Who painted it?").best(3, 4) is None
    assert likely(None) == 0.0


def test_passages_come_back_in_their_order_whatever_their_number() -> None:
    texts = [f"The ship of year {year} sank off Bergen." for year in range(1900, 1912)]
    readings = open_reader().read("When did the ship sink?", [("", text) for text in texts])
    alone = [read("When did the ship sink?", text) for text in texts]
    assert [one.best() for one in readings] == [one.best() for one in alone]


def test_a_passage_that_is_too_long_is_read_as_far_as_it_goes() -> None:
    text = f"{PASSAGE} {'The sea was calm. ' * 300}"
    assert 100 < read("Who painted the lighthouse?", text).offsets.max() < len(text)


def test_an_answer_ends_where_it_begins_or_later_and_is_not_long() -> None:
    tokens = 2 * LONGEST_ANSWER
    offsets = np.array([[place, place + 1] for place in range(tokens)])
    scores = np.zeros((tokens, 2))
    scores[10, 0] = scores[5, 1] = 9.0  # the end lies before the beginning
    scores[10 + LONGEST_ANSWER, 1] = 8.0  # and this one is too far
    scores[12, 1] = 1.0
    assert Reading(offsets, scores).best() == Words(10.0, 10, 13)
