"""What an answer remarks of itself, in the visitor's language."""

import pytest

import rag.web.texts
from rag.records import Respelt
from rag.retrieval.answerability import Gaps, explain
from rag.retrieval.spelling import explain_respelt
from rag.web.remarks import in_visitors_words


@pytest.fixture(autouse=True)
def _in_german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rag.web.texts, "spoken", lambda: "de")


def test_what_is_missing_is_said_in_the_visitor_s_language() -> None:
    missing = explain(Gaps(("The U.S. Post",), "", ("Zog", "Oz"), (), 1.0, ""))
    assert in_visitors_words(missing) == (
        "Kein Artikel ist von The U.S. Post. Kein Artikel erwähnt Zog oder Oz."
    )
    read = f"{explain_respelt([Respelt('Kalas', 'Kallas')])} Did you mean Al or Bo?"
    assert in_visitors_words(read) == (
        "Kein Artikel erwähnt Kalas; am nächsten kommt Kallas. Meinten Sie Al oder Bo?"
    )
    said = "No words of George W. Bush or Al about “oil” were found."
    assert in_visitors_words(said) == "Von George W. Bush oder Al wurde nichts über “oil” gefunden."


def test_another_remark_stays_as_it_is() -> None:
    assert in_visitors_words("The model was silent.") == "The model was silent."


def test_who_has_a_role_is_said_in_the_visitor_s_language() -> None:
    several = "Several have this role here: Ines Calder, Al Horn Jr., Bo Lind."
    assert in_visitors_words(several) == (
        "Mehrere haben hier diese Rolle: Ines Calder, Al Horn Jr., Bo Lind."
    )
