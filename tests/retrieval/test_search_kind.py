"""What makes a search exact, and what is said of one that may be meant otherwise."""

import pytest

from rag.retrieval.search_kind import AS_QUESTION, hints_for, is_exact, is_unfinished


@pytest.mark.parametrize(
    ("search", "exact", "unfinished"),
    [
        ("what did Kallas say about sanctions", False, False),
        ("sanctions and oil or gas, not coal", False, False),
        ("Ukraine: what now", False, False),
        ("-council wall", False, False),
        ("ANDREW FORD NOTED IT", False, False),
        ("f*ck", False, False),
        ("Kallas’s plan", False, False),
        ('who said "no"?', False, False),
        ("what did speaker:Kallas say?", False, False),
        ("at 10:30", False, False),
        ("https://example.org", False, False),
        ("did he NOT say it? ", False, False),
        ('"red line"', True, False),
        ('"red line"?', True, False),
        ('("red line"~5 OR sanction*) NOT speaker:Kallas ?', True, False),
        ("*tion", True, False),
        ("spaeker:Kallas", True, False),
        ("speaker: Kallas", True, False),
        ("oil speaker:", True, True),
        ("“red line", True, True),
        ("oil AND gas", True, False),
        ("(NOT oil", True, False),
        ("sanction*", True, False),
        ("(sanction*)", True, False),
        ("oil since:2024", True, False),
        ("Speaker:Kallas", True, False),
    ],
)
def test_operators_make_a_search_exact(search: str, exact: bool, unfinished: bool) -> None:
    assert (is_exact(search), is_unfinished(search)) == (exact, unfinished)


@pytest.mark.parametrize(
    ("search", "hints"),
    [
        ("sanctions or oil, and not coal", ()),
        ('"red line" OR oil', ()),
        ('"now or never"', ()),
        (
            '"red line" or oil and gas or coal',
            ("“or” is searched for as a word; the operator is written OR.",
             "“and” is searched for as a word; the operator is written AND."),
        ),
        ('who crossed the "red line"?', (AS_QUESTION,)),
        ("speaker: Kallas?", (AS_QUESTION,)),
        ("san*tion", (
            "An asterisk stands for letters at the end of a word only, as in sanction*.",)),
        ("oil NEAR gas", ('Words near one another are written "oil gas"~5; NEAR is a word.',)),
        ('NEAR(oil gas) OR "NEAR || FAR"', (
            'Words near one another are written "oil gas"~5; NEAR is a word.',)),
        ("oil && gas", ("The operators are written AND, OR and NOT.",)),
        ("oil -gas", ("A minus leaves no word out; NOT does.",)),
        ("F-16 – a plane", ()),
    ],
)  # fmt: skip
def test_what_may_be_meant_otherwise_is_said(search: str, hints: tuple[str, ...]) -> None:
    assert hints_for(search, exact=is_exact(search)) == hints
