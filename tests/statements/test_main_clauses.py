"""Words end where the article's own clause begins, and begin at what they are about."""

import pytest
from growth import is_in_proportion
from saying import make_article, said

from rag.language.sentences import split_sentences
from rag.statements.extraction import find_statements


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("While Tallis defended the fees as “fair,” she has cut many.", "the fees as “fair,”"),
        (
            "When Mira Tallis announced a “state of calm” in May, “the port was shut already” and"
            " empty.",
            "a “state of calm” in May",
        ),
        (
            "When Mira Tallis announced she would not leave the port, Lund, that year's pilot, left"
            " it.",
            "she would not leave the port",
        ),
        (
            "While about half of the jurors said they were late, none of them had left the port.",
            "they were late",
        ),
        (
            "Mira Tallis, who called the fees “a fair deal,” now has doubts.",
            "the fees “a fair deal,”",
        ),
        ("Pilots who publicly criticized fees and ports, left Velm in May.", "fees and ports"),
        ("Burks – who police say had a fever – was seen in Velm.", "had a fever"),
        (
            "Norlish ministers described fees as a “fair deal” and ports were shut.",
            "fees as a “fair deal”",
        ),
        ("Mira Tallis condemned the fees and the ports were so loud that she left.", "the fees"),
        (
            "Mira Tallis asked them to leave the port, but they were there in May.",
            "to leave the port",
        ),
        ("Mira Tallis asked that he be freed in May, and he was freed.", "he be freed in May"),
        ("Mira Tallis announced plans to close it – and the ports were loud.", "plans to close it"),
        ("Mira Tallis announced new fees for ports, which are due in May.", "new fees for ports"),
        ("Mira Tallis condemned the fees, after a storm had hit Velm.", "the fees"),
        (
            "Mira Tallis announced a plan to close ports, a step that is due.",
            "a plan to close ports",
        ),
        ("Mira Tallis accused them of late fees, as pilots left the port.", "them of late fees"),
        (
            "Mira Tallis called on the ports to pay the fees in remarks to pilots.",
            "on the ports to pay the fees",
        ),
        (
            "Mira Tallis claimed responsibility for it in a post seen by pilots.",
            "responsibility for it",
        ),
        ("Mira Tallis reiterated her support for it during the briefing.", "her support for it"),
        (
            "Mira Tallis wrote that the fees were “a farce,” falsely claiming they rose.",
            "the fees were “a farce,”",
        ),
    ],
)
def test_words_end_where_the_articles_own_clause_begins(text: str, words: str) -> None:
    assert words in [found for _, found in said(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mira Tallis said that is too late for the ports.", "that is too late for the ports"),
        ("Mira Tallis told Harbor News that would be too late.", "that would be too late"),
        ("Mira Tallis said that means of transport are late.", "means of transport are late"),
        ("Mira Tallis said that late fees are fair.", "late fees are fair"),
        ("Mira Tallis asked lawyers for Lund to send the list in May.", "to send the list in May"),
        ("Mira Tallis asked lawmakers for time to leave.", "for time to leave"),
        (
            "Mira Tallis advised residents in the capital of Velm to stay at home on Thursday.",
            "to stay at home on Thursday",
        ),
        (
            "Mira Tallis said three ports were late: the port of Velm; the port of Ostel; and the"
            " port of Sord.",
            "three ports were late: the port of Velm; the port of Ostel; and the port of Sord",
        ),
        ("Mira Tallis said fees were late; the ports had left.", "fees were late"),
        (
            "Mira Tallis said the group – called Free Velm – had left.",
            "the group – called Free Velm – had left",
        ),
        (
            "Mira Tallis said that late fees – a result of the storm – were fair.",
            "late fees – a result of the storm – were fair",
        ),
        (
            "Mira Tallis had left Velm in May, she told reporters as she went home.",
            "Mira Tallis had left Velm in May",
        ),
        (
            "Mira Tallis asked Lund to draw a plan of the port that he could use.",
            "to draw a plan of the port that he could use",
        ),
        (
            "Mira Tallis cited three causes of late fees: the stress of pilots; the storm in May;"
            " and the port.",
            "three causes of late fees: the stress of pilots; the storm in May; and the port",
        ),
        (
            "She has made it clear to ports, Mira Tallis said, that the fees are late.",
            "She has made it clear to ports, Mira Tallis said, that the fees are late",
        ),
        ("Mira Tallis argued the case was closed to pilots.", "the case was closed to pilots"),
        (
            "Mira Tallis announced web fees and the ports would pay.",
            "web fees and the ports would pay",
        ),
    ],
)
def test_words_begin_and_go_on_to_where_they_are_the_speakers(text: str, words: str) -> None:
    assert [found for _, found in said(text)] == [words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "And that, Mira Tallis said, should matter to us.",
            "that, Mira Tallis said, should matter to us",
        ),
        (
            "As fees rise in Velm, the question, Mira Tallis said, is whether the ports can pay.",
            "the question, Mira Tallis said, is whether the ports can pay",
        ),
        (
            "Among the causes, Mira Tallis said, are the late fees of the ports.",
            "Among the causes, Mira Tallis said, are the late fees of the ports",
        ),
        (
            "That, according to Mira Tallis, could be late.",
            "That, according to Mira Tallis, could be late",
        ),
        (
            "The ports have passed a plan that, Mira Tallis said, is late.",
            "a plan that, Mira Tallis said, is late",
        ),
        (
            "Velm limits fees – a move the Velm Water District says will save it.",
            "a move the Velm Water District says will save it",
        ),
        ("Mira Tallis said on her Twitter page that it was late.", "it was late"),
        ("Mira Tallis argued against the fees in an interview on Monday.", "against the fees"),
    ],
)
def test_words_begin_with_what_is_spoken_of(text: str, words: str) -> None:
    assert [found for _, found in said(text)] == [words]


def test_who_speaks_is_apart_from_what_is_spoken_of() -> None:
    text = "Velm limits fees – a move the Velm Water District says will save it."
    assert [speaker for speaker, _ in said(text)] == ["the Velm Water District"]


@pytest.mark.parametrize(
    "text",
    [
        "Mira Tallis proposed that in her speech to the ports of Velm in May.",
        "The fees announced previously by the ports of Velm were late.",
        "Mira Tallis signed a plan that she announced two weeks ago.",
        "Mira Tallis called the number on the card of the port.",
        "Ida Lund is the attorney who argued the case before the court.",
        "The pilots blamed for the storm were seen in Velm.",
        "Among them are Ida Lund and newly confirmed Justice Olav Brandt.",
        "Mira Tallis boasts better boats.",
        "One cause Mira Tallis cited was late fees in the ports of Velm.",
    ],
)
def test_what_only_points_to_words_is_no_statement(text: str) -> None:
    assert said(text) == []


def test_a_paper_that_reports_what_was_said_is_not_what_was_said() -> None:
    text = (
        "Police held 70 pilots of the ports of Velm, a group said on Tuesday, Harbor News reported."
    )
    assert "Harbor News reported" not in [found for _, found in said(text)]


def test_clauses_cost_no_more_than_their_length() -> None:
    def find(text: str) -> None:
        find_statements(make_article(text), split_sentences(make_article(text)))

    for unit in (
        "; it is late",
        ", and the ports said so",
        " who said it was, left",
        " that is for",
    ):
        short, long = (
            "Mira Tallis asked them: to go" + unit * (n // len(unit)) for n in (8_000, 16_000)
        )
        assert is_in_proportion(find, short, long)
