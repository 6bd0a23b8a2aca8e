"""What is read from a question as a whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.questions.answer_form import asks_for_news, help_asked, is_in_other_language
from rag.questions.query import is_called, names_in, read_question
from rag.questions.speaker_directory import directory
from rag.questions.typed_text import readable

SPEAKERS = directory({"Kaja Kallas": 3, "Marco Rubio": 2}, [("Ruben Brekelmans", "Dutch minister")])


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("hello", "help"),
        ("Hello there!", "help"),
        ("thanks", "help"),
        ("What can you do?", "help"),
        ("help", "help"),
        ("hello, who sank the ferry?", "direct"),
        ("What can you tell me about the ferry?", "overview"),
        ("Who sank the ferry?", "direct"),
        ("When did it sink?", "direct"),
        ("What did Kallas say about talks?", "statements"),
        ("What did Jane Doe say about talks?", "statements"),
        ("kallas on sanctions", "statements"),
        ("Who is Kaja Kallas?", "introduction"),
        ("who is jane doe", "introduction"),
        ("Who is the Dutch minister?", "introduction"),
        ("who is running the company now", "direct"),
        ("Who is behind it?", "direct"),
        ("What happened with the ferry?", "overview"),
        ("what's the latest on the ferry", "overview"),
        ("whats going on with the ferry", "overview"),
        ("Please summarise the ferry affair", "overview"),
        ("Can you sum up the ferry affair for me?", "overview"),
        ("Tell me about the ferry", "overview"),
        ("Give me a timeline of the ferry affair", "overview"),
        ("What do we know about the ferry?", "overview"),
        ("Compare the Ada and the Bertha", "comparison"),
        ("ada vs bertha price of a ticket", "comparison"),
        ("when is ada vs bertha", "direct"),
        ("How do Kallas and Rubio differ on talks?", "comparison"),
        ("What did Kallas and Rubio say about talks?", "comparison"),
        ("Did it sink?", "yes_no"),
        ("Is it true that Kallas left?", "yes_no"),
    ],
)
def test_the_form_of_answer_is_read(question: str, form: str) -> None:
    assert read_question(question, speakers=SPEAKERS).form == form


def test_names_and_numbers_are_read() -> None:
    query = read_question("Did Ana de la Cruz speak to 1,200 people in Bergen in 2021.5?")
    assert query.names == ("Ana", "Cruz", "Bergen")
    assert query.numbers == ("1,200", "2021.5")


def test_a_word_that_opens_the_question_is_no_name_unless_it_tells_something() -> None:
    assert list(names_in("Which ferries did Kari Nordmann's firm buy?")) == ["Kari Nordmann"]
    assert list(names_in("Did the US or the WHO buy ferries?")) == ["US", "WHO"]


@settings(deadline=None, max_examples=200)  # how long it takes is no matter here
@given(st.text(st.characters()))
def test_any_text_can_be_read(text: str) -> None:
    query = read_question(readable(text), speakers=SPEAKERS)
    assert query.parts
    assert len(query.sides) != 1


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("good morning", "greeting"),
        ("thank you very much, that was helpful", "thanks"),
        ("can you help me", "program"),
        ("are you chatgpt?", "program"),
        ("asdf", "nothing"),
        ("tell me a joke", "nothing"),
    ],
)
def test_what_asks_nothing_of_the_articles_gets_help(typed: str, kind: str) -> None:
    assert read_question(typed).form == "help"
    assert help_asked(typed) == kind


@pytest.mark.parametrize(
    "typed", ["what's new?", "whats in the news", "give me the latest news", "any news today?"]
)
def test_news_of_no_matter_are_told_from_news_of_one(typed: str) -> None:
    assert asks_for_news(typed)
    assert not asks_for_news(f"{typed.rstrip('?')} on the talks")


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("wie heißt der neue Premierminister?", True),
        ("qué dijo Biden sobre Ucrania", True),
        ("что сказал Путин", True),
        ("what did the El Pais report say about die Linke?", False),
        ("who is Le Pen", False),
        ("was van der Leyen there", False),
    ],
)
def test_another_language_is_told_by_its_script_or_its_small_words(typed: str, other: bool) -> None:
    assert is_in_other_language(typed) == other


@pytest.mark.parametrize(
    "typed",
    [
        "sumarise the trial",
        "wat happend with the trial",
        "whats the lastest on the trial",
        "catch me up on the trial",
        "where do the talks stand",
        "what about the trial",
        "oldport trial news",
    ],
)
def test_an_overview_is_asked_for_in_many_words(typed: str) -> None:
    assert read_question(typed).form == "overview"


def test_a_topic_has_no_words_of_asking() -> None:
    assert read_question("what's the latest on the talks").topic == "talks"
    assert read_question("hi, whats up with the ferry").topic == "ferry"


@pytest.mark.parametrize(
    ("question", "by_name"),
    [
        ("What did governor Whitmer say after it?", True),
        ("What is Governor Abbott's comment on the ruling?", True),
        ("What did Prince William say about the jubilee?", True),
        ("What was Comcast's answer to Loeb?", True),
        ("how does rihanna feel about the show", True),
        ("donna kelce what did she say about taylor", True),
        ("What did the governor of Mississippi say about the water?", False),
        ("What did the French minister say?", False),
        ("what does the firm say to that", False),  # a name in no article
        ("Would you be so kind to tell me what Harbour Works does?", False),
        ("How does the man who now runs FTX describe it?", False),
        ("Who do the Nets want for coach?", False),  # a wish of theirs, not their words
        ("What did Jaap de Hoop Scheffer say?", True),
        ("and what did she say?", False),
        ("According to S&P, how large is it?", False),  # a letter tells nobody
        ("What about the summit?", False),
    ],
)
def test_somebody_s_name_is_told_from_what_they_are(question: str, by_name: bool) -> None:
    assert is_called(question, lambda word: word in ("rihanna", "donna", "kelce")) == by_name
