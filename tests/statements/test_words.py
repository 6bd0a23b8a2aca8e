"""Statements: where the words of a speaker begin and end, and what says nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from saying import make_article, said, statements

from rag.statements.extraction import find_statements
from rag.statements.introductions import find_people
from rag.statements.roles import role_before


def test_a_post_that_shows_something_says_nothing() -> None:
    assert said("Mira Tallis said in a post that showed two boats.") == []


def test_a_word_of_time_alone_is_no_speaker() -> None:
    assert said("She left. Early described it.") == []


def test_an_article_without_sentences_has_no_statements() -> None:
    assert find_statements(make_article(""), ()) == ()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ['"', "“", "”", "'", "said", "Tallis", "Mira Tallis", "told", "that", "according to"]
            + [",", ".", ":", "–", "\n\n", "\n", "the ports pay", "she", "(", ")", "?", "who", "as"]
            + ["Early", "Friday", "described", "left", "but", "after", "to", "not", "did", "added"]
        ),
        max_size=25,
    )
)
def test_any_text_gives_spans_inside_it_in_order_of_the_words(parts: list[str]) -> None:
    text = " ".join(parts)
    found = statements(text)
    assert [s.words for s in found] == sorted(s.words for s in found)
    for statement in found:
        for span in (statement.words, statement.attribution, statement.evidence):
            assert 0 <= span.start < span.end <= len(text)
        assert statement.speaker_written in text
        assert statement.cue in text


@pytest.mark.parametrize(
    ("before", "role"),
    [
        ("US Secretary of State", "US Secretary of State"),
        ("In May U.S. Secretary of State", "U.S. Secretary of State"),
        ("US Ambassador to the United Nations", "US Ambassador to the United Nations"),
        (
            "Former US Food and Drug Administration Commissioner",
            "Former US Food and Drug Administration Commissioner",
        ),
        ("He gave the letter to", ""),
    ],
)
def test_an_office_before_a_name_is_read_to_its_beginning(before: str, role: str) -> None:
    text = f"{before} Ida Lund"
    assert role_before(text, text.index("Ida")) == role


@pytest.mark.parametrize(
    "when", ["on Oct. 6 that", "on Oct. 6", "on May 3, 2024, that", "on Friday that"]
)
def test_the_day_on_which_something_is_said_is_no_part_of_it(when: str) -> None:
    text = f"President Ida Lund said {when} she would close the port."
    assert said(text) == [("Ida Lund", "she would close the port")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mira Tallis said Sept. 9 to Oct. 1 is too late.", "Sept. 9 to Oct. 1 is too late"),
        (
            "Mira Tallis reported significantly higher fees for the ports.",
            "significantly higher fees for the ports",
        ),
        ("Later is actually better, Mira Tallis said.", "Later is actually better"),
        (
            "It would be shut until 11:50 a.m. at the earliest, Mira Tallis noted.",
            "It would be shut until 11:50 a.m. at the earliest",
        ),
    ],
)
def test_a_time_that_is_spoken_of_is_part_of_the_words(text: str, words: str) -> None:
    assert said(text) == [("Mira Tallis", words)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The plan of the ports, Mira Tallis said, would fail by then.", "Mira Tallis"),
        ("The plan of the ports, said Mira Tallis, would fail by then.", "Mira Tallis"),
        ("An attack on all the ports, according to a study, is considered late.", "a study"),
    ],
)
def test_words_around_the_speaker_of_a_whole_clause_are_one_run(text: str, speaker: str) -> None:
    assert said(text) == [(speaker, text[:-1])]


@pytest.mark.parametrize(
    "text",
    [
        "The wine hails from Velm and is dry.",
        "The film centers around a Harbor call between two pilots known as “x”.",
        "One of the newest projects announced is a film on the ports.",
        "The shards tell a more complete story of life than the text.",
        "He’ll tell you the tale of a young man who is late.",
        "The club now boasts some of the best seats in the world.",
        "The top seed yelled at the umpire and then hit his chair.",
        "Member states that might be considered by the union were late.",
        "Mira Tallis left. Coach Mira Tallis: If Tallis was not so good it would be late.",
        "Keep yourself informed on the fees of the ports you consider.",
        "The Tallis claim of a need to “shut” the ports is old.",
        "Velm Works is recalling 2020 pumps and all 2021 engines.",
        "The sea there is one of the coasts noted for “a rare sort of quiet”.",
        "The ferries run on a new pump called “Harbor Lion”.",
        "It is only when pilots say the sea is calm that ferries leave.",
        "A massive storm slammed the eastern ports of Norland over the weekend.",
        "The past few weeks of the season have reminded us that the sea is rough.",
        "Mira Tallis wrote and recorded songs that are dear to the ports.",
        "Mira Tallis has written a new book about the ports of Norland.",
        "The storm crew claimed a first title with a win in Velm.",
        "Some pilots asked the ports a question on Monday.",
        "At the same time another note left in the port said nothing new.",
        "Pilot estimates for its value are about a tenth of the port.",
        "Mira Tallis hinted at her plans by posting a photo of a boat.",
        "The league called off all the boat races in Velm on Monday.",
        "Harbor police responded to the scene of the fire near the old port.",
        "The pitcher took six boats, conceding just 398 in ten games.",
        "Mira Tallis recently added fullback to her duties.",
        "Voters in Velm rejected a bill to close the ports on Tuesday.",
        "The council confirmed her 52-48.",
        "The league recalled Ivo Brand.",
        "Ivo Brand proposed with a ring near the old port of Velm.",
        "Velm Works declared bankruptcy in 1998 and left the port.",
        "Mira Tallis slammed two rackets to the ground after the match.",
        "Hurricane Mira slammed the coast of Norland on Monday.",
        "A judge denied a request by the pilots to open the port.",
        "Ivo Brand defended his seat against Mira Tallis.",
        "Mira Tallis tweeted a photo of two boats on Monday.",
        "The crew informed a pilot who sent the letter on to the ports.",
        "The port bought a new service, called “Harbor Blue,” on Monday.",
        "Velm Works said in a statement posted online.",
        "Mira Tallis kept saying tearful goodbyes to the pilots of Velm.",
        "The league concluded three days of debate on Wednesday.",
        "Velm Works recalled its pumps because they had failed at sea.",
        "Mira Tallis yelled toward her guests in the fifth set.",
        "Here are the worst ports of Norland, according to Harbor News.",
        "The Tallis Question: Tallis was not so good and it was late.",
    ],
)
def test_a_noun_or_a_participle_says_nothing(text: str) -> None:
    assert said(text) == []


def test_he_is_who_was_described_and_quoted_right_before() -> None:
    text = (
        "Mira Tallis went home. “It is late,” the judge continued. The case will be sent back for"
        " Emerson Macon to see, he said."
    )
    assert [who for who, _ in said(text)] == ["the judge", "the judge"]


def test_feelings_and_praise_are_no_statements() -> None:
    feels = "Ida Lund, a pilot, said she feels helpless, stressed and tired of the port."
    assert [speaker for speaker, _ in said(feels)] == ["Ida Lund"]
    assert said("The port thanks Ida Lund, and she’s hailed as one of the best pilots.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Velm Works argued that it was late, but Norland will object, saying that it is early.",
            [("Velm Works", "it was late"), ("Norland", "it is early")],
        ),
        (
            "Velm Works said the plans would fail but Norland hit back, saying it was too late.",
            [("Velm Works", "the plans would fail"), ("Norland", "it was too late")],
        ),
        (
            "Ivo Brand insisted it must go on, and Tallis refused, citing his wound from a shoe.",
            [("Ivo Brand", "it must go on"), ("Tallis", "his wound from a shoe")],
        ),
    ],
)
def test_who_acts_last_in_a_sentence_says_what_follows(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert said(text) == found


def test_a_paper_that_is_told_is_no_part_of_the_words() -> None:
    text = "The former Velm singer, 49, told Harbor magazine: “My hips are gone.”"
    assert said(text) == [("The former Velm singer", "My hips are gone.")]


def test_what_a_quotation_ends_with_its_mark_is_all_of_it() -> None:
    text = 'It made the Velm team say "holy cow," said Lee Brand, the harbor chief.'
    assert ("the Velm team", "holy cow") in said(text)


def test_a_clause_ends_where_somebody_else_is_said_to_say_it() -> None:
    text = "Officials told Mira Tallis that the port is shut, Ivo Brand said."
    assert ("Officials", "the port is shut") in said(text)


def test_what_comes_before_an_interrupted_clause_is_the_articles_own() -> None:
    text = "He listed the arguments of pilots, who, Mira Tallis claimed, did not pay the old fees."
    assert said(text) == [("Mira Tallis", "did not pay the old fees")]


def test_what_is_done_behind_what_somebody_is_called_is_not_said() -> None:
    text = "Mira Tallis called one pilot “a fool” – and then left for the ports of Velm."
    assert said(text) == [("Mira Tallis", "one pilot “a fool”")]


def test_he_is_who_was_quoted_before_by_a_surname_alone() -> None:
    text = (
        "Velm can look back to Kelvan Rus, a union of ports. It is old, said AP’s Ostrow.\n\n"
        "And “as with all tales,” he continued, “there is some truth in it.”"
    )
    assert {who for who, _ in said(text)} == {"Ostrow"}


def test_a_statement_is_whose_it_is() -> None:
    text = (
        "Velm Works said in a statement that the ports would stay open. The statement added that"
        " pilots would be paid.\n\nThe lawsuit said that pilots were not paid."
    )
    assert [who for who, _ in said(text)] == ["Velm Works", "Velm Works", "The lawsuit"]


def test_a_heading_in_a_line_is_no_part_of_the_name_behind_it() -> None:
    text = "Ida Tallis left. Cold Harbors The Tallis sisters said the ports were shut."
    assert "Cold Harbors The Tallis" not in [one.name for one in find_people(text).people]


def test_he_is_who_is_known_by_an_age_alone() -> None:
    text = (
        "Viktor Oban left a 54-year-old there. The 54-year-old replied that it was fine. “I do not"
        " worry at all about the ports,” he added."
    )
    assert [who for who, _ in said(text)] == ["The 54-year-old", "The 54-year-old"]


def test_words_of_the_speakers_own_stay_in_one_run() -> None:
    texts = [
        "Tallis said the port will be shut, and continued losses would close the ferries.",
        "Tallis said that she has been asked to lead the show in Velm.",
        "Tallis said fees are fair but have not been paid.",
        "Tallis said the fees are “fair,” and that nobody pays them.",
    ]
    assert [found for text in texts for _, found in said(text)] == [
        text.removeprefix("Tallis said ").removeprefix("that ")[:-1] for text in texts
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The pilots said the same.",
        "Mira Tallis has suggested as much already.",
        "Mira Tallis called 911 while she was late.",
        "Mira Tallis called him back to the port.",
        "Mira Tallis muttered to herself and left.",
        "She runs a line called Velm Ferries of the North.",
        "See the recalls involving ten pumps below, or search for more.",
    ],
)
def test_what_points_elsewhere_or_is_done_is_no_statement(text: str) -> None:
    assert said(text) == []


def test_a_condition_and_its_main_clause_are_one_run_of_words() -> None:
    text = "If the ports are shut, Mira Tallis said, the ferries will leave"
    assert said(text + ".") == [("Mira Tallis", text)]


def test_a_surname_known_before_is_not_that_of_a_daughter_named_later() -> None:
    text = "Tallis ran the port. His daughter, Ida Tallis, left. Tallis said that it was late."
    assert [who for who, _ in said(text)] == ["Tallis"]


def test_she_is_who_was_quoted_rather_than_a_place() -> None:
    text = (
        "Ida Lund said it was late. Rain fell on the hills north of Velm Pass that day."
        " “It is cold,” she said."
    )
    assert [who for who, _ in said(text)] == ["Ida Lund", "Ida Lund"]


def test_they_may_be_one_who_was_quoted_right_before() -> None:
    text = "A pilot said they were late that day. They said the ferries would not wait."
    assert [who for who, _ in said(text)] == ["A pilot", "A pilot"]


def test_a_letter_to_the_editor_makes_no_editor() -> None:
    text = "In a letter to the editor, Dana Sakal wrote that the ports pay."
    assert [(one.speaker, one.role) for one in statements(text)] == [("Dana Sakal", "")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mira Tallis promised to vote on it, but the day has not been set.", "to vote on it"),
        ("Tallis criticized Brand after the trip, but the reply was mild.", "Brand after the trip"),
        ("Tallis announced a deal with the ports, ending a long strike.", "a deal with the ports"),
        ("Tallis said the port was shut and declined to comment further.", "the port was shut"),
        ("Tallis said the port was shut, but did not say for how long.", "the port was shut"),
        ("Tallis said it was late when asked about the fees of Velm.", "it was late"),
        ("Tallis said it was late, sending the shares of Velm down.", "it was late"),
        (
            "Tallis said that the port was shut – Harbor News has not been able to verify this.",
            "the port was shut",
        ),
        ("When Tallis said that the port was shut, the ferries left it.", "the port was shut"),
        ("Tallis, who said she was not there, starred in two films.", "she was not there"),
        ("Tallis warned in a report released on Friday that it was late.", "it was late"),
        ("Tallis announced a deal in May and got a seat in the league.", "a deal in May"),
        ("Mira Tallis announced her choice of fees in early June.", "her choice of fees"),
        ("Mira Tallis called it “direct,” but played down the rest of it.", "it “direct,”"),
        ("Tallis suggested here that it was late.", "it was late"),
        (
            "Mira Tallis wrote in The Harbor, the ports of Velm were late.",
            "the ports of Velm were late",
        ),
        (
            "The problem is, Mira Tallis said, that it was late.",
            "The problem is, Mira Tallis said, that it was late",
        ),
        ("Tallis said in a letter to Ida Lund, the pilot, that it was late.", "it was late"),
        (
            "Tallis said late fees had shut the port, court records show.",
            "late fees had shut the port",
        ),
        ("Tallis left, saying the port was shut and urging them to go.", "the port was shut"),
        ("Tallis said the port will open, but the pilots shut it.", "the port will open"),
        ("Tallis said the port would open, and asked for help again.", "the port would open"),
        ("Tallis said the port was shut, a claim that pilots dispute.", "the port was shut"),
        ("Tallis said she had left the ports, which she called unsafe.", "she had left the ports"),
        ("Tallis said he was late, though the port did not say how late.", "he was late"),
        ("Tallis said that fees are fair but stopped short of a promise.", "fees are fair"),
        ("Half of the pilots said fees were fair, compared with all in May.", "fees were fair"),
        ("Tallis said it was “a fair port,” and left it to them.", "it was “a fair port,”"),
        ("Mira Tallis called the fees “fair,” and the ports paid them.", "the fees “fair,”"),
        ("Mira Tallis hailed Velm as “fair,” in a letter sent on Friday.", "Velm as “fair,”"),
        ("Mira Tallis criticized the fees of Velm on Monday.", "the fees of Velm"),
        ("Tallis said it was late but has not said for how long.", "it was late"),
        ("Mira Tallis called the fees “fair” at a rally last week.", "the fees “fair”"),
        (
            "A week after Mira Tallis announced that the port was shut, the ferries left it.",
            "the port was shut",
        ),
        (
            "Even as Mira Tallis accused the ports of late fees, she would not call them out.",
            "the ports of late fees",
        ),
        (
            "(Mira Tallis said in a letter to all the pilots of the ports that the fees were late"
            " in May.)",
            "the fees were late in May",
        ),
    ],
)
def test_what_the_article_adds_to_words_is_no_part_of_them(text: str, words: str) -> None:
    assert [found for _, found in said(text)] == [words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "According to Velm Works, the owner of two ports that closed in May, the ferries were"
            " late.",
            "the ferries were late",
        ),
        ("According to the port's 4 p.m. advisory, the sea was rough.", "the sea was rough"),
        ("At the same time, Mira Tallis said, the ferries were late.", "the ferries were late"),
        (
            "Ida Lund/Harbor News “We will open all of the ports of Velm in the first week of May,”"
            " Mira Tallis said.",
            "We will open all of the ports of Velm in the first week of May",
        ),
        (
            "Mira Tallis told Harbor News radio listeners on the quay that it was late.",
            "it was late",
        ),
        ("In May, according to Mira Tallis, the ferries were late.", "the ferries were late"),
        ("The port was shut, according to its chief, Mira Tallis.", "The port was shut"),
        ("According to a survey of 1,000 pilots, the fees were fair.", "the fees were fair"),
    ],
)
def test_words_begin_where_they_are_the_speakers(text: str, words: str) -> None:
    assert [found for _, found in said(text)] == [words]
