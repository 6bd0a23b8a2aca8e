"""Questions made from articles: what they ask about, and that each is tried."""

from pathlib import Path

import pytest
from conftest import Built, library_of

from rag.answers.suggestions import MOST_TRIED, example_questions, facts
from rag.answers.topics import is_named, is_telling, phrases
from rag.chat import Chat
from rag.records import Filters


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He had a productive phone call, he said.", []),
        ("They brought their productive peace plans.", ["productive peace plans"]),
        ("He met a New York Times editor.", []),
        ("She wrote for the New York Times.", ["the New York Times"]),
        ("The council voted against the harbour wall.", ["the harbour wall"]),
        ("It is about the very long range missile strikes.", []),
        ("They spoke of climate change and the conflict.", ["climate change", "the conflict"]),
        ("It warned of the trade war.", ["the trade war"]),
        ("That is what the company plans to do.", []),
        ("There is more of issues behind it.", []),
        ("They defend the territorial integrity of Brack.", []),
        ("They saw the Super Mario Bros. Movie.", []),
        ("The strongest providing a barely legal", []),
    ],
)
def test_a_phrase_is_a_whole_run_of_words_that_reads_by_itself(text: str, found: list[str]) -> None:
    assert [one for one in phrases(text) if " " in one] == found


def test_a_topic_is_neither_vague_nor_a_day() -> None:
    told = ["the actual implementation", "the opposite direction"]
    told += ["the first time", "Thursday night", "the company plans", "climate change", "the war"]
    assert [one for one in told if is_telling(one)] == ["climate change"]
    assert [one for one in ("the Code Conference", "stem cells") if is_named(one)] == [
        "the Code Conference"
    ]


def test_no_fact_asks_about_what_only_another_sentence_tells(small: Built, tmp_path: Path) -> None:
    text = (
        "The bill passed. By then 12 states had approved it in a vote. "
        "Later 14 states have signed the treaty on water in Oldport. "
        "In all 20 members voted in favour of a wall on Sunday. "
        "By May 30 towns had joined Oldport. "
        "The program was set to begin on 4 March 2025. "
        "The night ferry was sold to Oldport on 5 March 2025."
    )
    library = library_of(small, tmp_path, {"a.txt": text})
    [article] = library.articles()
    assert [one.question for one in facts(library, article) if one.question] == [
        "How many states have signed the treaty on water in Oldport?",
        "When was the night ferry sold to Oldport?",
    ]


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


@pytest.mark.parametrize(
    ("asked", "grade"),
    [
        ("what did Brekelmans say about security guarantees", "answered"),
        ("who ate the zebra of the harbour", "nothing"),
        ("who ate the security guarantees of Kallas", "closest"),
    ],
)
def test_what_is_offered_next_is_new_and_answered(seeded: Built, asked: str, grade: str) -> None:
    chat = Chat(seeded.index)
    before = [chat.ask(asked)]
    assert before[0].grade == grade
    offered = chat.next_questions(before)
    assert 0 < len(offered) == len(set(offered)) <= 3
    for question in offered:
        answer = chat.ask(question, before=before)
        assert (answer.grade, answer.asked.question) == ("answered", question)
    assert offered[0] not in chat.next_questions([chat.ask(offered[0]), *before])


def test_what_is_offered_next_is_tried_within_the_filters(small: Built) -> None:
    chat = Chat(small.index)
    before = [chat.ask("what did Ines Calder say about the wall")]
    assert chat.next_questions(before)
    assert chat.next_questions(before, Filters(within=("news.jsonl",))) == ()


def test_no_question_is_about_what_only_its_article_tells_of(small: Built, tmp_path: Path) -> None:
    text = (
        "The council of Oldport met on Friday.\n\n"
        '"We regret the naval debacle," said Ines Calder, the mayor of Oldport. "We fear the '
        'Brack tariffs," said Pavel Horn, the minister of trade.'
    )
    library = library_of(small, tmp_path, {"a.txt": text})
    asked: list[str] = []

    def is_answered(question: str) -> bool:
        asked.append(question)
        return False

    example_questions(library, is_answered)
    about = [one for one in asked if " say about " in one]
    assert about == ["What did Pavel Horn say about the Brack tariffs?"]
