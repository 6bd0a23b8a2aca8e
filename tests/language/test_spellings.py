"""Spellings: British words are compared as Americans write them."""

import pytest
from growth import is_in_proportion

from rag.language.spellings import american, in_one_spelling


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("They criticised the Labour programme", "They criticized the labor program"),
        ("DEFENCE of the centre", "defense of the center"),
        ("analysed favourite neighbourhoods", "analyzed favorite neighborhoods"),
        ("the traveller cancelled", "the traveler canceled"),
        ("organisation", "organization"),
        # What is spelt so by everybody stays.
        ("She will advise, promise and exercise four hours", None),
        ("It will controlled, rolled, compelled; analyses of the hour", None),
        ("Orbán's well-known premises", None),
        ("", None),
    ],
)
def test_a_text_is_compared_in_american_spelling(written: str, compared: str | None) -> None:
    assert in_one_spelling(written) == (written if compared is None else compared)


def test_a_word_is_compared_in_american_spelling() -> None:
    assert american("defence") == american("defense") == "defense"


@pytest.mark.parametrize("unit", ["defence ", "a", "criticise"])
def test_a_text_is_spelt_in_the_time_of_its_length(unit: str) -> None:
    assert is_in_proportion(in_one_spelling, unit * 2_000, unit * 4_000)
