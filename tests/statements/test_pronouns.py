"""Pronouns and descriptions: whom "he", "she" and "the minister" mean in a made-up passage."""

import time

import pytest

from rag.language.sentences import split_sentences
from rag.records import Article
from rag.statements.extraction import find_statements
from rag.statements.pronouns import is_done_to, opening_of

TALL = "Ida Lund, a pilot, came. Ivo Brand, a sailor, came. "


def meant_by(pronouns: str, text: str) -> str:
    """Return whom the last statement of one of the pronouns is listed under."""
    article = Article("a.txt", "A", None, "", "", "", text, "0")
    found = find_statements(article, split_sentences(article))
    return [s.speaker for s in found if s.speaker_written.lower() in pronouns.split()][-1]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # A leading clause points forward.
        (
            TALL + "Reacting to how he says he was met, Peter Moe, a reporter, left the port.",
            "Peter Moe",
        ),
        (TALL + "While he said it was late, Peter Moe left.", "Peter Moe"),
        ("Peter Moe left. In his plan, he promised lower fees to Ivo Brand.", "Peter Moe"),
        ("Peter Moe left. But his rise under Ivo Brand was steep. He said it rained.", "Peter Moe"),
        (
            "Ida Lund left. In her note, read by Mia Brand’s son, Anna Moe did not mention fees."
            "\n\n“We pay for the ports,” she wrote.",
            "Anna Moe",
        ),
        # Who acts on her is somebody else.
        ("Anna Moe left. Robin Lund told her it rained, she said.", "Anna Moe"),
        (
            "Anna Moe left. Robin Lund called and told her on Monday it rained, she said.",
            "Anna Moe",
        ),
        # Who spoke in an aside is not whom the sentence is about.
        (
            "For Peter Moe, a pilot, it was a shift, after Ivo Brand warned of the fees."
            " “We pay for the ports,” he said.",
            "Peter Moe",
        ),
        # Who is asked answers.
        (TALL + "Halloran asked Peter Moe about the fees. “We pay for it,” he said.", "Peter Moe"),
        (TALL + "Ivo Brand asked Dravic about the fees. “We pay for it,” he said.", "Dravic"),
        (
            "Peter Brand came. Quorl Moe came too. Moe is a sailor. He left.\n\nWhen clerks asked"
            " Moe in court why he did not tell Brand to stop, he said: “We wait.”",
            "Quorl Moe",
        ),
        # Who stands between him and what he does is somebody else.
        (
            "“We sail on,” said Peter Brand.\n\nThe race was won in Velm by Quorl Dravic. Dravic"
            " led.\n\nHaving led from the very start of the race, Dravic saw it slip away. He later"
            " paid tribute to Brand, saying: “We saw a master.”",
            "Quorl Dravic",
        ),
        # "The woman" is she.
        ("Mia Brand left. The woman came to the port. She said it rained.", "The woman"),
        ("Mia Brand left. The woman called it late. “Nobody came,” she said.", "The woman"),
    ],
)
def test_a_pronoun_means_whom_a_reader_takes_it_for(text: str, speaker: str) -> None:
    assert meant_by("he she", text) == speaker


def test_who_is_he_is_not_she_in_the_same_sentence() -> None:
    text = "Robin Lund left. He told her it was a surprise and that it rained, she said."
    assert meant_by("she", text) == "she"


def test_what_opens_a_sentence_is_read_up_to_the_first_name() -> None:
    openings = [
        "But his rise",
        "In his plan",
        "On Monday, he left",
        "Lund said he",
        "With Lund, he",
    ]
    found = [opening_of(one, 0, len(one)) for one in openings]
    assert [one and (one.start, one.introduced) for one in found] == [
        (4, False),
        (3, True),
        (11, False),
        None,
        None,
    ]


def test_a_long_text_is_read_as_fast_by_the_word() -> None:
    words = " had gladly" * 50_000
    begun = time.process_time()
    assert not is_done_to(words, 0, "f")
    assert opening_of(words, 0, len(words)) is None
    assert time.process_time() - begun < 1


def test_a_description_means_whom_the_heading_above_it_names() -> None:
    text = (
        "Prime Minister Ivo Brand left.\n\nPeter Moe\n\nThe minister praised Ivo Brand’s plan.\n\n"
        "Anna Lund\n\nThe former ports minister said it rained.\n\nWhat comes next\n\n"
        "The prime minister said it was late."
    )
    article = Article("a.txt", "A", None, "", "", "", text, "0")
    found = find_statements(article, split_sentences(article))
    assert [one.speaker for one in found][-2:] == ["Anna Lund", "Ivo Brand"]
