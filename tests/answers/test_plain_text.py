"""An answer as text: its numbers, its sources, and what speaks against it."""

from conftest import make_article

from rag.answers.plain_text import number_sources, printed
from rag.records import Answer, Asked, Claim, Filters, Source, Span

ARTICLE = make_article("The wall cost nine euros. It fell.", title="The wall")
COST = Source(ARTICLE, Span("a.txt", 0, 25), ())
FELL = Source(ARTICLE, Span("a.txt", 26, 34), ())


def answer(*claims: Claim) -> Answer:
    asked = Asked("What of the wall?", "wall", (), Filters())
    return Answer(asked, claims, number_sources(claims), (), "partly", "", "00000001")


def test_a_source_that_two_claims_share_has_one_number() -> None:
    claims = (Claim("", "It fell.", (FELL,)), Claim("", "Both.", (COST, FELL)))
    assert [(one.number, one.source) for one in number_sources(claims)] == [(1, FELL), (2, COST)]


def test_what_a_claim_lacks_is_printed_beside_it() -> None:
    """A worded answer's doubts were on the page but not on the command line."""
    text = printed(
        answer(
            Claim(
                "Ada Berg", "The wall cost ten euros.", (COST,), ("The number ten is not there.",)
            ),
            Claim("", "It was red.", ()),
        )
    )
    assert text == (
        "Ada Berg: The wall cost ten euros. [1] (The number ten is not there.)\n\n"
        "It was red. [no source]\n\n"
        "Sources\n\n"
        "[1] The wall, undated (a.txt:0-25)"
    )


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert printed(answer(Claim("", "A\x1b[2Jb\tc", ()))) == "A�[2Jb\tc [no source]"
