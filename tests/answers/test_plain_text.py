"""An answer as text: its numbers, its sources, and what speaks against it."""

from dataclasses import replace
from datetime import date

from conftest import make_article

from rag.answers.plain_text import introduction, lines_of, markdown, number_sources, printed
from rag.records import Answer, Asked, Claim, Filters, Source, Span

ARTICLE = make_article("The wall cost nine euros. It fell.", title="The wall")
COST = Source(ARTICLE, Span("a.txt", 0, 25), ())
FELL = Source(ARTICLE, Span("a.txt", 26, 34), ())


def answer(*claims: Claim) -> Answer:
    asked = Asked("What of the wall?", "wall", (), Filters())
    return Answer(asked, claims, number_sources(claims), (), "answered", "", "00000001")


def test_a_source_that_two_claims_share_has_one_number() -> None:
    claims = (Claim("It fell.", (FELL,)), Claim("Both.", (COST, FELL)))
    assert [(one.number, one.source) for one in number_sources(claims)] == [(1, FELL), (2, COST)]


def test_what_a_claim_lacks_is_printed_beside_it() -> None:
    """A worded answer's doubts were on the page but not on the command line."""
    text = printed(
        answer(
            Claim("The wall cost ten euros.", (COST,), ("The number ten is not there.",)),
            Claim("It was red.", ()),
        )
    )
    assert text == (
        "The wall cost ten euros. [1] (The number ten is not there.)\n\n"
        "It was red. [no source]\n\n"
        "Sources\n\n"
        "[1] The wall, undated (a.txt:0-25)"
    )


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert printed(answer(Claim("A\x1b[2Jb\tc", ()))) == r"A\u001b[2Jb" "\tc [no source]"


def test_a_quoted_claim_is_introduced_by_who_said_it_where_and_when() -> None:
    dated = replace(ARTICLE, source="Harbour Post", date=date(2025, 3, 4))
    source = Source(dated, COST.span, ())
    said = Claim(source.quote, (source,), speaker="Ada Berg", role="mayor")
    assert introduction(said) == "Ada Berg, mayor (Harbour Post, 4 March 2025)"
    assert introduction(replace(said, role="")) == "Ada Berg (Harbour Post, 4 March 2025)"
    assert introduction(replace(said, speaker="", role="")) == "Harbour Post, 4 March 2025"
    assert introduction(Claim(FELL.quote, (FELL,))) == "undated"
    assert introduction(Claim("It cost nine.", (source,))) == ""
    assert introduction(Claim("It was red.", ())) == ""


def test_the_closest_claims_are_printed_below_the_refusal_and_their_headings_once() -> None:
    claims = tuple(Claim(one.quote, (one,), heading="The wall") for one in (COST, FELL))
    closest = replace(answer(*claims), grade="closest", note="No article mentions the moon.")
    assert closest.grounded == "no"
    assert printed(closest).startswith(
        "The articles don’t say this. No article mentions the moon. The closest they come:\n\n"
        "The wall\n\nundated: The wall cost nine euros. [1]\n\nundated: It fell. [2]\n\n"
    )
    nothing = replace(answer(), grade="nothing")
    assert printed(nothing) == "The articles don’t say this."


def test_the_quoting_answer_is_printed_beneath_what_a_model_wrote() -> None:
    quoted = (Claim(COST.quote, (COST,)),)
    worded = (Claim("It fell down.", (FELL,)),)
    led = replace(answer(*worded, *quoted), claims=worded, quoted=quoted)
    assert printed(led).startswith(
        "It fell down. [1]\n\nIn the articles’ words\n\nundated: The wall cost nine euros. [2]\n\n"
    )
    doubted = replace(led, claims=quoted, quoted=(), written=led.claims)
    assert printed(doubted).startswith(
        "undated: The wall cost nine euros. [2]\n\n"
        "What the language model wrote; half of it or more is doubted\n\nIt fell down. [1]\n\n"
    )


def test_markdown_has_the_words_of_each_source() -> None:
    assert markdown(lines_of(answer(Claim("It *fell*.", (FELL,))))) == (
        "It \\*fell\\*. \\[1\\]\n\n### Sources\n\n"
        "\\[1\\] The wall, undated (a.txt:26-34)\n\n> It fell.\n"
    )
