"""Whose words are asked for, what is shown of them, and what is said when there are none."""

from datetime import date
from pathlib import Path

import pytest
from conftest import Built

from rag.answers.plain_text import introduction
from rag.chat import Chat
from rag.evaluation.evaluate import evaluate
from rag.evaluation.question_files import read_questions
from rag.index.build import build_index
from rag.questions.asked_speakers import (
    asks_who_said,
    introduced,
    is_about_speech,
    names_its_topic,
    subject_of,
)
from rag.records import Answer, Filters
from rag.retrieval.understand import speakers_of

QUESTIONS = Path(__file__).parents[1] / "questions.jsonl"


@pytest.fixture(scope="module")
def chat(seeded: Built) -> Chat:
    return Chat(seeded.index)


def shown(answer: Answer) -> list[tuple[str, str]]:
    return [(introduction(claim), claim.text) for claim in answer.claims]


def test_a_speaker_is_answered_for_with_their_words_role_and_date(chat: Chat) -> None:
    answer = chat.ask("what did Brekelmans say about security guarantees")
    first = answer.claims[0]
    assert (first.speaker, first.role, first.date) == (
        "Ruben Brekelmans",
        "Dutch Defense Minister",
        date(2025, 2, 13),
    )
    assert (
        '"There is no option to not be at the table, because we are very important in the '
        'actual implementation of those security guarantees," said Ruben Brekelmans'
    ) in first.text
    [source] = first.sources
    assert source.article.id == "2025-02-13-europe-reacts.txt"
    assert [source.article.cut(words) for words in source.marked] == [
        "There is no option to not be at the table, because we are very important in the actual "
        "implementation of those security guarantees"
    ]
    assert (answer.grade, answer.form) == ("answered", "statements")


@pytest.mark.parametrize(
    "question",
    [
        "what did the Dutch defence minister say about security guarantees",
        "WHAT DID BREKELMANS SAY ABOUT SECURITY GUARANTEES",
        "security guarantees according to Ruben Brekelmans",
        "What was Brekelmans's position on security guarantees?",
    ],
)
def test_a_role_a_surname_and_other_forms_of_question_mean_the_same(
    chat: Chat, question: str
) -> None:
    answer = chat.ask(question)
    assert answer.asked.speakers == ("Ruben Brekelmans",)
    assert "There is no option to not be at the table" in answer.claims[0].text


def test_every_claim_is_cut_from_its_article(chat: Chat) -> None:
    for question in ("What has Kallas said?", "When did Finland join NATO?"):
        answer = chat.ask(question)
        assert answer.claims
        for claim in answer.claims:
            [source] = claim.sources
            assert claim.text == source.article.cut(source.span)
            assert all(source.span.covers(marked) for marked in source.marked)


def test_what_a_claim_says_is_said_by_whom_it_is_of(chat: Chat) -> None:
    first = chat.ask("What did Kallas say about appeasement?").claims[0]
    assert (first.speaker, first.role) == (
        "Kaja Kallas",
        "European Union's foreign policy chief",
    )
    assert "It's appeasement. It has never worked." in first.text


def test_what_was_not_found_is_never_called_silence(chat: Chat) -> None:
    answer = chat.ask("What did Brekelmans say about the World Cup?")
    assert (answer.grounded, answer.grade) == ("no", "closest")
    assert answer.note == "No words of Ruben Brekelmans about “World Cup” were found."
    assert answer.claims


def test_a_question_over_two_speakers_has_a_part_for_each(chat: Chat) -> None:
    answer = chat.ask("What did Kallas and Pistorius say about the talks?")
    assert answer.form == "comparison"
    assert list(dict.fromkeys(claim.heading for claim in answer.claims)) == [
        "Kallas",
        "Pistorius",
    ]
    spoken = {claim.heading: claim.speaker for claim in reversed(answer.claims)}
    assert spoken == {"Kallas": "Kaja Kallas", "Pistorius": "Boris Pistorius"}


def test_a_name_that_is_not_in_the_articles_is_said_so(chat: Chat) -> None:
    answer = chat.ask("What did Macron say about security guarantees?")
    assert answer.grounded == "no"
    assert answer.note == "No article mentions Macron."
    assert answer.passages


def test_a_misspelt_word_is_read_as_the_nearest_one_and_that_is_said(chat: Chat) -> None:
    rightly, misspelt = (
        chat.ask(f"When did {name} join NATO?") for name in ("Finland", "Finnland")
    )
    assert shown(misspelt) == shown(rightly) != []
    assert rightly.note == ""
    assert misspelt.note == ("No article mentions Finnland; the nearest spelling there is Finland.")


def test_a_misspelt_speaker_is_read_as_the_nearest_one_and_that_is_said(chat: Chat) -> None:
    rightly, misspelt = (
        chat.ask(f"what did {name} say about guarantees") for name in ("Brekelmans", "Breklemans")
    )
    assert shown(misspelt) == shown(rightly) != []
    assert misspelt.note == (
        "No article mentions Breklemans; the nearest spelling there is Brekelmans."
    )


def test_a_name_that_is_near_a_speaker_s_gets_it_offered(chat: Chat) -> None:
    answer = chat.ask("what did Brackelmens say about guarantees")
    assert answer.note == "No article mentions Brackelmens. Did you mean Ruben Brekelmans?"


def test_spellings_of_one_name_are_one_speaker(chat: Chat) -> None:
    assert (
        chat.ask("What did Zelensky say?").asked.speakers
        == chat.ask("What did Zelenskyy say?").asked.speakers
        == ("Volodymyr Zelenskyy",)
    )


def test_dates_restrict_whose_words_are_found(chat: Chat) -> None:
    answer = chat.ask("What did Kallas say?", Filters(since=date(2025, 7, 1)))
    assert {claim.sources[0].article.date for claim in answer.claims} == {date(2025, 7, 18)}
    nothing = chat.ask("What did Kallas say?", Filters(since=date(2030, 1, 1)))
    assert (nothing.grade, nothing.claims) == ("nothing", ())


@pytest.mark.parametrize(
    "question",
    ["Who is Ruben Brekelmans?", "who's brekelmans", "Who is the Dutch defence minister?"],
)
def test_who_somebody_is_is_answered_by_a_sentence_with_their_name_and_role(
    chat: Chat, question: str
) -> None:
    answer = chat.ask(question)
    assert (answer.form, answer.grade) == ("introduction", "answered")
    [source] = answer.claims[0].sources
    assert "Ruben Brekelmans" in answer.claims[0].text
    assert [source.article.cut(span) for span in source.marked] == ["the Dutch Defense Minister"]


def test_the_role_that_says_most_of_somebody_comes_first(chat: Chat) -> None:
    assert "foreign policy chief" in chat.ask("Who is Kaja Kallas?").claims[0].text
    assert introduced("Who is Kaja Kallas?", speakers_of(chat.library)) == ("Kaja Kallas",)
    assert introduced("Who is Kaja Rutte?", speakers_of(chat.library)) == ()


def test_who_did_it_is_told_from_who_is_spoken_of(chat: Chat) -> None:
    claims = chat.ask("Who praised Trump?").claims
    [claim] = [one for one in claims if "praising the man behind it: Trump" in one.text]
    assert (claim.speaker, claim.role) == ("Pete Hegseth", "U.S. Defense Secretary")
    assert claim.date == date(2025, 2, 13)


def test_a_verb_in_british_spelling_finds_the_american_one(built: Built) -> None:
    text = "Mayor Ines Calder criticized the ferry company's statement.\n"
    (built.seeds / "quarrel.txt").write_text(text, "utf-8")
    build_index(built.seeds, built.index)
    answer = Chat(built.index).ask("Who criticised the ferry company's statement?")
    assert (answer.grade, answer.claims[0].text) == ("answered", text.strip())


def test_a_date_in_the_question_restricts_whose_words_are_found(chat: Chat) -> None:
    answer = chat.ask("What has Kallas said since March 2025?")
    assert answer.asked.filters == Filters(since=date(2025, 3, 1))
    assert answer.asked.topic == ""
    assert {claim.sources[0].article.date for claim in answer.claims} == {date(2025, 7, 18)}


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("what did Brekelmans say about security guarantees", "Brekelmans"),
        ("Has the Dutch defence minister ever warned Europe?", "Dutch defence minister"),
        ("Will troops be sent, according to Hegseth?", "Hegseth"),
        ("What was Putin's response to the talks?", "Putin"),
        ("Who signed the memorandum?", ""),
        ("How many ships were listed?", ""),
    ],
)
def test_the_subject_is_whom_a_question_takes_for_the_speaker(question: str, subject: str) -> None:
    assert subject_of(question) == subject


def test_questions_for_words_are_told_from_questions_for_facts() -> None:
    assert is_about_speech("Kallas on Vance: what was her reaction?")
    assert not is_about_speech("When did Finland join NATO?")
    assert not is_about_speech("How many countries backed the demand to withdraw?")
    assert asks_who_said("Who warned against peace through weakness?")
    assert not asks_who_said("Who signed the memorandum?")
    assert names_its_topic("What did Kallas say about talks?")
    assert not names_its_topic("What did Orbán write after the quarrel?")


def test_the_questions_over_the_seeds_are_answered_as_well_as_before(chat: Chat) -> None:
    """Guard what was reached; benchmarks/RESULTS.md has the figures of the day."""
    report = evaluate(chat, read_questions(QUESTIONS))
    reached = {figure.name: figure.value for figure in report.figures}
    assert reached["True citations"] == 1
    assert reached["Hits@4"] == 1
    kinds = {figure.name: figure.value for figure in report.kinds["all"]}
    assert kinds["satisfied"] >= 0.8
    assert kinds["first"] >= 0.75
    assert kinds["refused"] <= 0.1
