"""Whether two sentences, worded alike, say otherwise."""

import pytest

from rag.language.contradictions import contradicts, texts_contradict

TOLD = "The council of Westmere voted on Tuesday to spend 14 million euros on the harbour wall."


@pytest.mark.parametrize(
    ("other", "says_otherwise"),
    [
        (TOLD.replace("14", "41"), True),
        (TOLD.replace("14", "fourteen"), False),
        (TOLD.replace("Tuesday", "Friday"), True),
        (TOLD.replace("voted", "did not vote"), True),
        (TOLD.replace("voted", "didn’t vote"), True),
        (TOLD.replace("on Tuesday ", ""), False),  # less of it
        (TOLD.replace("harbour", "old harbour"), False),
        ("The night ferry to Oldport cost 41 million euros, and Farholm paid.", False),
    ],
)
def test_a_number_a_name_or_a_not_makes_another_claim(other: str, says_otherwise: bool) -> None:
    assert contradicts(TOLD, other) is says_otherwise
    assert contradicts(other, TOLD) is says_otherwise


def test_texts_contradict_by_one_of_their_sentences() -> None:
    ferry = "The night ferry sails again from May."
    assert texts_contradict(f"{ferry} {TOLD}", f"{TOLD.replace('14', '41')} {ferry}")
    assert not texts_contradict(f"{ferry} {TOLD}", f"{TOLD} {ferry}")
