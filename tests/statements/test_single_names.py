"""Who goes by one word, and whom "he" then means."""

import pytest
from saying import statements

from rag.statements.introductions import find_people


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Velm lead singer Mirolan came.", "Mirolan", "Velm lead singer"),
        ("Tivano hurt his foot. Tivano said he left.", "Tivano", ""),
        ("King Paul said so.", "Paul", "King"),
    ],
)
def test_who_goes_by_one_word_is_found(text: str, name: str, role: str) -> None:
    assert [(person.name, person.role) for person in find_people(text).people] == [(name, role)]


@pytest.mark.parametrize(
    "text",
    [
        "Best actress Oscar in hand, she left.",
        "Velmco said its chief left. Velmco told her she may go.",
        "The minister left Velm Monday. Monday said he was late. Monday told us he was ill.",
        "Norway said he was late. Norway told us he was ill.",
        "Her brother Tivano came.",
        "Its owner Velmco paid.",
    ],
)
def test_days_places_firms_and_brothers_do_not(text: str) -> None:
    assert find_people(text).people == []


def test_he_is_who_goes_by_one_word() -> None:
    text = (
        "Ivo Moe came. Tivano said he left his village. Ivo Moe fell. Tivano hurt his foot."
        " He said it was cold."
    )
    assert [one.speaker for one in statements(text)] == ["Tivano", "Tivano"]


def test_a_name_of_nobody_known_in_passing_is_rather_not_he() -> None:
    text = (
        "Singer Ivo Moe came. In his long talk of an hour for Better Harbors he was ill."
        " “I am well,” he said."
    )
    assert [one.speaker for one in statements(text)] == ["Ivo Moe"]
