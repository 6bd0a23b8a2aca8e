"""Whose words a question asks for."""

import pytest

from rag.language.person_names import name_words
from rag.questions.asked_speakers import Speakers, speakers_asked, subject_of, topic_of

KNOWN = (("Kaja Kallas",), ("Marco Rubio",), ("NATO",), ("Olaf Scholz", "Rudolf Scholz"))
SPEAKERS = Speakers(
    by_last_word={name_words(names[0])[-1]: names for names in KNOWN},
    by_role={"dutch defense minister": ("Ruben Brekelmans",)},
)


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("What did Kallas say about NATO?", ["Kaja Kallas"]),
        ("what did kallas say about nato", ["Kaja Kallas"]),
        ("What has the Dutch defence minister said?", ["Ruben Brekelmans"]),
        ("What is Rubio's view of NATO?", ["Marco Rubio"]),
        ("What did Rudolf Scholz say?", ["Rudolf Scholz"]),
        ("What did Scholz say?", ["Olaf Scholz", "Rudolf Scholz"]),
        ("According to NATO, who leads the talks?", ["NATO"]),
        ("Did Kallas and Rubio agree on sanctions?", ["Kaja Kallas", "Marco Rubio"]),
    ],
)
def test_a_question_names_its_speakers(question: str, speakers: list[str]) -> None:
    assert [one.speaker for one in speakers_asked(question, SPEAKERS)] == speakers


def test_who_is_asked_about_is_not_taken_for_the_speaker() -> None:
    assert speakers_asked("What did she say about NATO?", SPEAKERS) == ()
    assert speakers_asked("Who said that NATO is ready?", SPEAKERS) == ()
    assert speakers_asked("When was NATO founded?", SPEAKERS) == ()


def test_somebody_named_before_is_meant_by_she() -> None:
    [named] = speakers_asked("Kallas was in Kyiv: what did she say about NATO?", SPEAKERS)
    assert named.speaker == "Kaja Kallas"


def test_somebody_unknown_is_still_the_subject() -> None:
    assert subject_of("What did Jane Doe say about NATO?") == "Jane Doe"
    assert subject_of("What did they say about NATO?") == ""


def test_the_topic_is_what_is_left_of_a_question() -> None:
    question = "What did Kallas say about the talks in Riyadh?"
    assert topic_of(question, speakers_asked(question, SPEAKERS)) == "talks Riyadh"
