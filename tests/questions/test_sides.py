"""A question over several things, taken apart."""

import pytest

from rag.questions.query import read_question


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("What did Kallas and Rubio say about talks?",
         ["What did Kallas say about talks?", "What did Rubio say about talks?"]),
        ("How long do Ada, Bertha and Clara each take?",
         ["How long do Ada take?", "How long do Bertha take?", "How long do Clara take?"]),
        ("Compare the tickets of Ada Lines and Bertha Lines please",
         ["the tickets of Ada Lines", "the tickets of Bertha Lines"]),
        ("What is the difference between Ada and Bertha?",
         ["What is Ada?", "What is Bertha?"]),
        ("Which ferry is faster, Ada or Bertha?",
         ["Which ferry is faster, Ada?", "Which ferry is faster, Bertha?"]),
        ("ada line vs blue bertha price of a seat",
         ["ada line price of a seat", "blue bertha price of a seat"]),
        ("compare the price of fuel on 9 march, 14 june and 21 may 2022",
         ["the price of fuel on 9 march 2022", "the price of fuel 14 june 2022",
          "the price of fuel 21 may 2022"]),
        ("How many ferries were built in 2020, 2021 and 2022?",
         ["How many ferries were built in 2020?", "How many ferries were built 2021?",
          "How many ferries were built 2022?"]),
        ("What did Calder want for the wall, and what did the council offer?",
         ["What did Calder want for the wall", "what did the council offer Calder want wall"]),
        ("When did the Ada sink? How many people were on it?",
         ["When did the Ada sink", "How many people were on it Ada sink"]),
        ("how do Kallas and Rubio differ on the talks?",
         ["Kallas on the talks?", "Rubio on the talks?"]),
        ("does Kallas agree with Rubio about the talks?",
         ["Kallas about the talks?", "Rubio about the talks?"]),
        ("what is Kallas' view of the talks compared to Rubio's?",
         ["Kallas view of the talks ?", "Rubio view of the talks ?"]),
        ("what's the difference between Ada Lines and Bertha Lines in price",
         ["Ada Lines in price", "Bertha Lines in price"]),
        ("what did Powell say about rates, and what did Lagarde say?",
         ["what did Powell say about rates", "what did Lagarde say about rates"]),
        ("How did Ada Lines react to the strike, and how did Bertha Lines?",
         ["How did Ada Lines react to the strike", "How did Bertha Lines react to the strike"]),
    ],
)  # fmt: skip
def test_each_side_is_a_question_of_its_own(question: str, sides: list[str]) -> None:
    assert [side.question for side in read_question(question).sides] == sides


def test_a_side_is_called_by_what_it_asks() -> None:
    asked = "The Ada sank in 2020. What reason did they give, and what did reporters see?"
    assert [side.name for side in read_question(asked).sides] == [
        "What reason did they give",
        "what did reporters see",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "What did Kallas say about sanctions and talks?",
        "What is the fight between Calder and Moe about?",
        "Who brought Calder and Moe together?",
        "How many ferries sank between 2013 and 2016?",
        "Please give me a summary of the flood in St. Louis.",
        "How did J.D. Moe react?",
        "Good evening, I am looking for a ferry. Which one is the fastest?",
        "Who won and why?",
        "when is norland vs oldport",
    ],
)
def test_a_question_over_one_thing_has_no_sides(question: str) -> None:
    assert read_question(question).sides == ()


def test_a_side_is_called_by_its_name() -> None:
    named = [side.name for side in read_question("What did Kallas and Rubio say of it?").sides]
    assert named == ["Kallas", "Rubio"]


def test_a_clause_that_leans_on_the_first_keeps_what_that_is_about() -> None:
    question = "What does goblin mode mean and how did that expression get so popular?"
    assert [side.question for side in read_question(question).sides] == [
        "What does goblin mode mean",
        "how did that expression get so popular goblin mode mean",
    ]
