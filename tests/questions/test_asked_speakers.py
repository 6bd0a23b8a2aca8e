"""Whose words a question asks for."""

import pytest

from rag.language.roles import is_group, role_words
from rag.questions.asked_speakers import (
    asks_others,
    introduced,
    is_about_speech,
    role_asked,
    speakers_asked,
    subject_of,
    topic_of,
)
from rag.questions.speaker_directory import Named, directory

SPEAKERS = directory(
    {
        "Donald Trump": 90,
        "Kaja Kallas": 40,
        "Marco Rubio": 30,
        "NATO": 20,
        "the USDA": 9,
        "the White House": 8,
        "Olaf Scholz": 8,
        "Rudolf Scholz": 7,
        "WHO": 6,
        "Thomas Bach": 5,
        "Péter Magyar": 5,
        "Mark Rutte": 4,
        "Anna Scholz": 1,
        "Lawmakers": 3,
        "Harald Persson": 2,
        "Tedros Adhanom Ghebreyesus": 2,
        "Port Arthur": 1,
        "Port Service": 1,
    },
    [
        ("Ruben Brekelmans", "Dutch Defense Minister"),
        ("Thomas Bach", "President of the International Olympic Committee"),
        ("Mark Rutte", "former Dutch prime minister"),
        ("Donald Trump", "President"),
        ("Olaf Scholz", "German chancellor"),
        ("Anna Ek", "Harbour Works CEO"),
    ],
)


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("What did Kallas say about NATO?", ["Kaja Kallas"]),
        ("what did kallas say about nato", ["Kaja Kallas"]),
        ("What did Kaja think of it?", ["Kaja Kallas"]),
        ("What did Tedros say?", ["Tedros Adhanom Ghebreyesus"]),
        ("what did tedros say about vaccines", ["Tedros Adhanom Ghebreyesus"]),
        ("What did Tedros Holm say?", []),
        ("what did the port say", []),
        ("kallas vs rubio on tariffs", ["Kaja Kallas", "Marco Rubio"]),
        ("What is Rubio's view of NATO?", ["Marco Rubio"]),
        ("What did Rudolf Scholz say?", ["Rudolf Scholz"]),
        ("What did Scholz say?", ["Olaf Scholz", "Rudolf Scholz"]),
        ("According to NATO, who leads the talks?", ["NATO"]),
        ("Did Kallas and Rubio agree on sanctions?", ["Kaja Kallas", "Marco Rubio"]),
        ("kallas on sanctions", ["Kaja Kallas"]),
        ("rubio reaction to the summit", ["Marco Rubio"]),
        # organisations
        ("what did the USDA say", ["the USDA"]),
        ("What does the White House say about eggs?", ["the White House"]),
        ("What did the house say?", []),
        ("What did the WHO say?", ["WHO"]),
        ("who said that it rained", []),
        # roles
        ("What has the Dutch defence minister said?", ["Ruben Brekelmans"]),
        ("what does the defence minister of the netherlands think", ["Ruben Brekelmans"]),
        ("what did the IOC president say", ["Thomas Bach"]),
        ("What did the chief executive of Harbour Works say?", ["Anna Ek"]),
        ("What did the Dutch prime minister say?", []),  # one who was
        ("What did the president say?", []),  # of what?
        # somebody of those who are named
        ("what did the nato boss say", []),
        ("And what does Kaja Kallas's predecessor say?", []),
        ("and what is Rubio's company's line", []),
        ("what did kallas say about her predecessor", ["Kaja Kallas"]),
        ("What did Kallas' spokesman say?", []),
        ("What did Trump's lawyers say?", []),
        ("what did critics of trump say", []),
        ("what did the trump aide marco rubio say", ["Marco Rubio"]),
        # groups, for whom nobody speaks
        ("What did lawmakers say about eggs?", []),
        ("What do Scientists think?", []),
        # namesakes of those whom the articles quote
        ("What did Mark Meadows say?", []),
        ("what did mark meadows say about nato", []),
        ("what did mark say about nato", ["Mark Rutte"]),
        ("What did Péter Pellegrini say?", []),
        ("What did Melania Trump say?", []),
        ("Does James Rubio want more troops?", []),
        ("Could you tell me what Mark Judge wrote of NATO?", ["NATO"]),
        ("what did melania trump say", []),
        ("What did President Trump say?", ["Donald Trump"]),
        ("What did Mr Trump say?", ["Donald Trump"]),
        ("What did Trump say?", ["Donald Trump"]),
        ("What did a person say?", []),  # is no Persson
        ("What did Péter Magyar say?", ["Péter Magyar"]),
        ("what did will scholz say", []),
        ("what will scholz say", ["Olaf Scholz", "Rudolf Scholz"]),
        ("Which words of Mark Perry are about the opinion of NATO?", ["NATO"]),
        ("What are Prince Mark's words?", []),
        ("What are Mark's words?", ["Mark Rutte"]),
        ("compare what Kallas and Rubio said about NATO", ["Kaja Kallas", "Marco Rubio"]),
        ("compare what Donald Trump and Rubio said about NATO", ["Donald Trump", "Marco Rubio"]),
        ("tell me what the Dutch defence minister said about NATO", ["Ruben Brekelmans"]),
        ("what happened when Rubio said NATO was ready", ["Marco Rubio", "NATO"]),
        # a figure is asked for, not what somebody wishes
        ("How many eggs does the USDA want to buy?", []),
        ("How many eggs did the USDA say it bought?", ["the USDA"]),
    ],
)
def test_a_question_names_its_speakers(question: str, speakers: list[str]) -> None:
    assert [one.speaker for one in speakers_asked(question, SPEAKERS)] == speakers


def test_who_is_asked_about_is_not_taken_for_the_speaker() -> None:
    assert speakers_asked("What did she say about NATO?", SPEAKERS) == ()
    assert speakers_asked("Who said that NATO is ready?", SPEAKERS) == ()
    assert speakers_asked("When was NATO founded?", SPEAKERS) == ()
    assert speakers_asked("Which team wanted Rubio?", SPEAKERS) == ()


def test_somebody_named_before_is_meant_by_she() -> None:
    [named] = speakers_asked("Kallas was in Kyiv: what did she say about NATO?", SPEAKERS)
    assert named == Named("Kaja Kallas", ("kallas", "kaja", "kallas"))


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What did Jane Doe say about NATO?", "Jane Doe"),
        ("What did the WHO say?", "WHO"),
        ("jane doe on the price of eggs", "jane doe"),
        ("What did they say about NATO?", ""),
        ("What did scientists say about NATO?", ""),
        ("why was she allowed on the ice at all", ""),
        ("why doesn't Norland want to take in ferries", ""),
        ("How many jobs is the ferry about to cost?", ""),
        ("what does the state department say about it", "state department"),
        ("what did the norland state coach say", "norland state coach"),
        ("what channel is the norland state game on", ""),
        ("what did the call centre workers say", "call centre workers"),
        ("what is the ferry called", ""),
        ("what is jane doe saying about it", "jane doe"),
        ("What does the UK state about it?", "UK"),
        ("what's special about the ferry", ""),
        ("how's life on the island", ""),
    ],
)
def test_somebody_unknown_is_still_the_subject(question: str, subject: str) -> None:
    assert subject_of(question) == subject


def test_the_topic_is_what_is_left_of_a_question() -> None:
    question = "What did Kallas say about the talks in Riyadh?"
    assert topic_of(question, speakers_asked(question, SPEAKERS)) == "talks Riyadh"
    honoured = "what did sir mark rutte say about dr Bach"
    assert topic_of(honoured, speakers_asked(honoured, SPEAKERS)) == "dr Bach"
    against = "kallas vs rubio on tariffs"
    assert topic_of(against, speakers_asked(against, SPEAKERS)) == "tariffs"
    assert topic_of("compare how many ships sank with what happened before", ()) == "ships sank"


def test_somebody_is_introduced_by_name_or_role() -> None:
    assert introduced("Who is Kaja Kallas?", SPEAKERS) == ("Kaja Kallas",)
    assert introduced("who is the IOC president", SPEAKERS) == ("Thomas Bach",)
    assert introduced("Who is Kaja Rutte?", SPEAKERS) == ()
    assert introduced("Who is behind Kallas?", SPEAKERS) == ()


def test_one_role_has_many_wordings() -> None:
    assert role_words("Dutch Defence Minister") == role_words(
        "minister of defense of the Netherlands"
    )
    assert role_words("the Harbour Works boss") == role_words(
        "Chief Executive Officer of Harbour Works"
    )


def test_a_group_is_told_by_its_plural() -> None:
    words = ("Lawmakers", "mayors", "police", "mayor", "Kallas")
    assert [word for word in words if is_group(word)] == ["Lawmakers", "mayors", "police"]


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("what did the mayor say", "mayor"),
        ("What did the attorney general say about Horn?", "attorney general"),
        ("what did the CEO of Harbour Works say", "ceo of harbour works"),
        ("the wall's attorney general", "wall attorney general"),
        ("who is the prime minister of Norland", "prime minister of norland"),
        ("who is the lawyer that defends Horn and what did he claim", "lawyer"),
        ("what is the mayor's view on the wall", "mayor"),
        ("according to the fire chief, what happened", "fire chief"),
        # more than a role, or none
        ("what did mayor Jane Doe say", ""),
        ("what did the prime minister's office say", ""),
        ("is she still president then", ""),
        ("when was the mayor born", ""),
        ("what did Calder say", ""),
        ("who is Ines Calder", ""),
    ],
)
def test_somebody_is_asked_for_by_a_role_alone(question: str, role: str) -> None:
    assert " ".join(role_asked(question)) == role


@pytest.mark.parametrize(
    "question",
    [
        "how did the oil price react",
        "How did the stock markets respond to the vote?",
        "who has the final say",
        "Who had a say in it?",
        "who gets the last say on the wall",
        "does the council have any say over rents",
        "whats Ida Lund's book called",
        "why is Rubio called the ferryman",
    ],
)
def test_what_only_sounds_like_speech_is_none(question: str) -> None:
    assert not is_about_speech(question)
    assert subject_of(question) == ""
    assert speakers_asked(question, SPEAKERS) == ()


@pytest.mark.parametrize(
    "question",
    [
        "what did Rubio call it",
        "how did the White House react",
        "what do the analysts of oil prices say",
        "what say Kallas?",
    ],
)
def test_speech_beside_such_words_is_some(question: str) -> None:
    assert is_about_speech(question)


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("what do kallas and the man from the bank think of it", True),
        ("Do Kallas and Lund both expect more harm?", True),
        ("what did kallas and rubio say", False),
        ("what did kallas say about eggs and trade", False),
        ("what did the prime minister and party leader rutte say", False),
    ],
)
def test_others_may_be_asked_for_beside_those_who_speak(question: str, *, others: bool) -> None:
    assert asks_others(question, speakers_asked(question, SPEAKERS)) is others
