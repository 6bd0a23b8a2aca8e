"""Questions made from articles: what they ask about, and that each is tried."""

import pytest
from conftest import Built

from rag.answers.suggestions import MOST_TRIED, example_questions, phrases
from rag.chat import Chat


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He was on a productive peace plan, he said.", ["productive peace plan"]),
        ("The council voted against the harbour wall.", ["the harbour wall"]),
        ("It is about the very long range missile strikes.", []),
        ("They spoke of climate change and the conflict.", ["climate change", "the conflict"]),
        ("The strongest providing a barely legal", []),
    ],
)
def test_a_phrase_is_a_whole_run_of_words_that_ends_like_a_noun(
    text: str, found: list[str]
) -> None:
    assert list(phrases(text)) == found


def test_examples_are_of_several_kinds_and_each_about_something_else(seeded: Built) -> None:
    chat = Chat(seeded.index)
    examples = chat.examples()
    assert len({question.split()[0] for question in examples}) >= 2
    assert len(set(examples)) == len(examples) >= 3
    assert all(chat.ask(question).grade == "answered" for question in examples)
    assert chat.examples() is examples


def test_no_question_is_an_example_untried(small: Built) -> None:
    tried: list[str] = []

    def is_answered(question: str) -> bool:
        tried.append(question)
        return False

    assert example_questions(Chat(small.index).library, is_answered) == ()
    assert 0 < len(tried) <= MOST_TRIED
