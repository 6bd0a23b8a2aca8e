"""Statements: what is said on both sides of its attribution, or leans on what is before it."""

import pytest
from growth import is_in_proportion
from saying import make_article, said, statements

from rag.language.sentences import split_sentences
from rag.statements.extraction import find_statements


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "“The port,” Mira Tallis said, “is late.”",
            ["The port,” Mira Tallis said, “is late."],
        ),
        (
            "“The fees are due,” said Mira Tallis, chief of the ports, “but only in May.”",
            ["The fees are due,” said Mira Tallis, chief of the ports, “but only in May."],
        ),
        (
            "The port is shut, Mira Tallis said, and will stay so.",
            ["The port is shut, Mira Tallis said, and will stay so"],
        ),
        (
            "It's not typical, Mira Tallis said, to hear of ports that pay.",
            ["It's not typical, Mira Tallis said, to hear of ports that pay"],
        ),
        (
            "The old ferry, Mira Tallis added, “is tracking every wave.”",
            ["The old ferry, Mira Tallis added, “is tracking every wave.”"],
        ),
        (
            "It was a good choice for the ports, Mira Tallis said, because fees had been late.",
            ["It was a good choice for the ports, Mira Tallis said, because fees had been late"],
        ),
        # A sentence of its own, somebody else's words, or what the article leaves open.
        ("“The port is late,” Mira Tallis said. “We wait.”", ["The port is late", "We wait."]),
        ("“Is it late?” Mira Tallis asked, “We must go.”", ["Is it late?", "We must go."]),
        (
            "“The fees are late,” Mira Tallis said, citing, among others, “pilots.”",
            ["The fees are late", "pilots."],
        ),
        ("The ferry left when, Mira Tallis said, the port was shut.", ["the port was shut"]),
        ("That, Mira Tallis said, would be late.", ["That, Mira Tallis said, would be late"]),
        ("It, Mira Tallis said, would be late.", ["It, Mira Tallis said, would be late"]),
    ],
)
def test_a_sentence_that_its_attribution_breaks_is_one_statement(
    text: str, words: list[str]
) -> None:
    assert [found for _, found in said(text)] == words


def test_both_pieces_of_a_quotation_are_quoted() -> None:
    text = "“The port,” Mira Tallis said, “is late.” The fees, Tallis said, “are due.”"
    assert [one.kind for one in statements(text)] == ["quoted", "reported"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "The pilots left port in a storm, which officials said would hit Velm in May.",
            "a storm, which officials said would hit Velm in May",
        ),
        (
            "Ida Lund saw the old port, which Mira Tallis said she had shut.",
            "the old port, which Mira Tallis said she had shut",
        ),
        ("Ida Lund wrote a letter in which Mira Tallis said it was late.", "it was late"),
        (
            "The port paid for sheds and curbing noise, which officials say will help Velm.",
            "will help Velm",
        ),
        (
            "The port regretted its talk with the pilot, which Ida Lund said was used to harm it.",
            "was used to harm it",
        ),
        (
            "“The town is too loud,” Ida Lund said to two reporters for their book, “Not Now.”",
            "The town is too loud",
        ),
        ("Once closed, the port will rust, Mira Tallis said.", "Once closed, the port will rust"),
        ("So far, no ferry has come, Mira Tallis said.", "So far, no ferry has come"),
        ("Even so, no ferry has come, Mira Tallis said.", "no ferry has come"),
        (
            "“It was dry,” “Night Ferry” director Olav Brandt wrote in a post.",
            "It was dry",
        ),
        (
            "“It was dry at the ports,” Brandt said in Ida Lund's 2004 book “Deep Water.”",
            "It was dry at the ports",
        ),
        (
            "The note said in part “the ports are shut until the end of May.”",
            "the ports are shut until the end of May.",
        ),
        (
            "According to Port Watch, a group that counts ships, 16,437 ferries have left.",
            "16,437 ferries have left",
        ),
        ("According to Olav Brandt, a pilot, ports are shut.", "ports are shut"),
        (
            "Mira Tallis said during the event in Ostel, Norland, that it was late.",
            "it was late",
        ),
        ("Mira Tallis claimed the prize was hers.", "the prize was hers"),
        ("Mira Tallis said on her podcast “Deep Water” that it was late.", "it was late"),
        ("Mira Tallis told ABC's “This Week” that it was late.", "it was late"),
        ("Mira Tallis said in a 2014 book, “Deep Water,” that it was late.", "it was late"),
        (
            "As Tallis wrote in her book “Deep Water,” Brandt's “crew left the port late.”",
            "Brandt's “crew left the port late.”",
        ),
        ("Tallis wrote in her book “the ports are shut in May.”", "the ports are shut in May."),
    ],
)
def test_words_begin_with_what_they_lean_on(text: str, words: str) -> None:
    assert [found for _, found in said(text)] == [words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mira Tallis asked all pilots to report late ferries.", ["to report late ferries"]),
        ("Mira Tallis warned pilots not to leave the ports.", ["not to leave the ports"]),
        ("Mira Tallis warned fees could rise in May.", ["fees could rise in May"]),
        ("Mira Tallis warned they're late again.", ["they're late again"]),
        ("Mira Tallis told Harbor News affiliate KTV she was late.", ["she was late"]),
        ("Mira Tallis asked NATO allies Thursday to pay.", ["to pay"]),
        ("Mira Tallis told her attorneys it was late.", ["it was late"]),
        ("Mira Tallis told Harbor Lund had left the port.", ["Lund had left the port"]),
        ("Mira Tallis told pilots Monday outside the port.", []),
        ("The ports warned them with what was a threat.", []),
        ("The pilot, who asked not to be named, left the port.", []),
        ("Mira Tallis wrote this play that's set in the ports.", []),
    ],
)
def test_whom_something_is_said_to_ends_before_what_is_said(text: str, words: list[str]) -> None:
    assert [found for _, found in said(text)] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The storm – Mira Tallis once called it “fair” – has left.", ["it “fair”"]),
        ("In Velm, where pilots said it was late, Ida Lund said it was dry.", ["it was late"]),
        ("The port was shut but, according to Ida Lund, the ferry came.", ["the ferry came"]),
        ("Tallis said it would be late, but there is no sign of that.", ["it would be late"]),
        ("While Tallis said it was late, the 2,340-acre fire grew.", ["it was late"]),
        (
            "It was late, Mira Tallis said, likely adding to fears in the ports.",
            ["It was late"],
        ),
        (
            "Mira Tallis praised the pilots in a post just after they had left.",
            ["the pilots"],
        ),
        (
            "Mira Tallis wrote in “The Lyrics” that the song was late.",
            ["the song was late"],
        ),
        ("Mira Tallis said earlier in the week the port was shut.", ["the port was shut"]),
        ("Mira Tallis said the port was shut – in a move that few liked.", ["the port was shut"]),
        (
            "The causes, Mira Tallis said, include late ferries.",
            ["The causes, Mira Tallis said, include late ferries"],
        ),
        ("The next day, Mira Tallis said, ferries were late.", ["ferries were late"]),
        (
            "Mira Tallis said “it is late for some” in Velm and thanked pilots for their “calm.”",
            ["“it is late for some” in Velm"],
        ),
        ("Mira Tallis said nobody came – even though ten did.", ["nobody came"]),
        (
            "In a move that officials said would help the ports, Ida Lund shut it in May.",
            ["a move that officials said would help the ports"],
        ),
        (
            "With ten ferries waiting in the old port of Velm, according to Ida Lund, it rained.",
            [],
        ),
        (
            "The tests showed that in Velm there are “60% more ships than in Ostel,” Lund said,"
            " referring to the port in which ships are kept.",
            ["The tests showed that in Velm there are “60% more ships than in Ostel,”"],
        ),
        (
            "When Ida Lund described how she was hurt, Harbor News editor in chief Olav Brandt"
            " tweeted, “Is it still late?”",
            ["how she was hurt"],
        ),
        (
            "The report suggested 68 steps, such as lowering fees, opening ports and asking pilots"
            " to wait.",
            ["68 steps, such as lowering fees, opening ports and asking pilots to wait"],
        ),
        (
            "The aide said: They voted to call her “pilot emerita,” but she plans to leave.",
            ["They voted to call her “pilot emerita,” but she plans to leave"],
        ),
        (
            "The ports expect to lose $110 million in May, Tallis said while speaking to a board.",
            ["The ports expect to lose $110 million in May"],
        ),
        (
            "Ida Lund said Brandt was a “pirate” -- the harshest words since the storm.",
            ["Brandt was a “pirate”"],
        ),
    ],
)
def test_words_end_where_the_article_goes_on(text: str, words: list[str]) -> None:
    assert [found for _, found in said(text)][:1] == words


@pytest.mark.parametrize(
    "text",
    [
        "Tax credits will end in May.",
        "Velm and Ostel were the three ports states that Tallis won in May.",
        "Norland sent ships to the Baltic states, and they stayed.",
        "The divers observed a storm in the port.",
        "The Tallis Space Telescope took a picture, revealing the port in a new light.",
        "Ida Lund has called six finals for Harbor News.",
        "The pilots responded to a “late ferry” at noon.",
        "The port was shut, citing people familiar with the matter.",
        "It was a militia called the “White Gulls.”",
        "Asked if it was late, Mira Tallis replied slowly.",
        "Mira Tallis told reporters waiting in the port.",
        "In 2004, Tallis claimed the Emmy for a role in the play “Deep Water.”",
        "The dean said a Psalm, before the bell was heard in the port.",
    ],
)
def test_what_is_done_or_named_is_not_said(text: str) -> None:
    assert said(text) == []


def test_whom_somebody_told_leaves_the_next_quotation_to_them() -> None:
    assert said("Mira Tallis told reporters waiting in the port. “It is late.”") == [
        ("Mira Tallis", "It is late.")
    ]


def test_broken_sentences_cost_no_more_than_their_length() -> None:
    def find(text: str) -> None:
        article = make_article(text)
        find_statements(article, split_sentences(article))

    for unit in (
        "“so,” she said, “it,” ",
        "so, he said, and it is, ",
        "the port, which she said is ",
    ):
        short, long = (unit * (size // len(unit)) for size in (8_000, 16_000))
        assert is_in_proportion(find, short, long)
