"""Words of a question that no article has: what they are read as, and what is left alone."""

import pytest
from conftest import Built, library_of
from hypothesis import given
from hypothesis import strategies as st

from rag.index.library import Library
from rag.records import Respelt
from rag.retrieval.search import search
from rag.retrieval.spelling import (
    explain_respelt,
    is_written_as_name,
    near_spellings,
    respell,
)
from rag.retrieval.understand import understand

ARTICLES = {
    "aid.txt": "date 2024-05-02 Parliament approves military aid for Ukraine\n\n"
    "President Volodymyr Zelenskyy thanked the government for 60 million euros of aid. "
    "Shells had fallen on Kharkiv and on Kyiv that night, and Odesa had no water.\n\n"
    "“The euros will save lives,” Zelenskyy said.\n",
    "libya.txt": "date 2024-05-03 Tripoli remembers\n\n"
    "Muammar Qaddafi ruled Libya for decades. José Muñoz wrote a book about it.\n",
    "travel.txt": "date 2024-05-04 More visitors from Australia and Iraq\n\n"
    "The cube of glass beside the harbour drew visitors from Australia, Iraq and Nigeria.\n",
}


@pytest.fixture(scope="module")
def library(small: Built, tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(small, tmp_path_factory.mktemp("spelling"), ARTICLES)


def read(library: Library, question: str) -> list[tuple[str, str]]:
    return [(one.written, one.read) for one in near_spellings(library, question)]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How much aid did Zelenky's goverment get?",
         [("Zelenky", "Zelenskyy"), ("goverment", "government")]),
        ("how much aid did zelensky get", [("zelensky", "Zelenskyy")]),
        ("What did the paliament, the parliamnet and the parliamment approve?",
         [("paliament", "Parliament"), ("parliamnet", "Parliament"),
          ("parliamment", "Parliament")]),
        ("Who paid the illion euros?", [("illion", "million")]),
        ("What fell on Kharkov?", [("Kharkov", "Kharkiv")]),
        ("What fell on Kiev?", [("Kiev", "Kyiv")]),
        ("Has Odessa water?", [("Odessa", "Odesa")]),
        ("Who was Gadhafi?", [("Gadhafi", "Qaddafi")]),
        ("Who was Gaddafi?", [("Gaddafi", "Qaddafi")]),
        ("What did Munos write?", [("Munos", "Muñoz")]),
        ("What fell on Харкив?", [("Харкив", "Kharkiv")]),
    ],
)  # fmt: skip
def test_a_word_that_no_article_has_is_read_as_the_nearest_one_as_written_there(
    library: Library, question: str, found: list[tuple[str, str]]
) -> None:
    assert read(library, question) == found


@pytest.mark.parametrize(
    "question",
    [
        "How much aid did the government of Zelenskyy get?",  # the articles have these words
        "Who visited Austria, Iran, Niger and Cuba?",  # the model knows these places
        "What did Biden say?",
        "waht fell on Kyi",  # short words are near many others
        "Doesn't Kyiv have water?",
        "Who is Brekelmans?",  # nothing is near
        "What fell in 2O24?",
        "",
    ],
)
def test_what_is_spelt_right_or_near_nothing_is_left_alone(library: Library, question: str) -> None:
    assert read(library, question) == []


def test_a_question_of_which_most_words_are_in_no_article_is_left_alone(library: Library) -> None:
    assert read(library, "Wieviel Hilfsgelder erhielt Zelenkys Regierung eigentlich?") == []


@given(question=st.text(max_size=60))
def test_any_question_can_be_read(library: Library, question: str) -> None:
    for one in near_spellings(library, question):
        assert one.written in question
        assert any(one.read in text for text in ARTICLES.values())


def test_a_short_word_is_read_as_another_only_among_the_words_that_stand_beside_it(
    library: Library,
) -> None:
    assert read(library, "Who ruled Libia?") == [("Libia", "Libya")]
    assert read(library, "Who thanked Libia for a night of aid and 60 million euros?") == []


def test_a_name_is_told_by_how_an_article_writes_it(library: Library) -> None:
    words = ("qaddafi", "harbour", "visitors", "more", "nobody")
    assert [is_written_as_name(library, word) for word in words] == [
        True, False, False, True, True,  # "More" stands at a beginning only, "nobody" nowhere
    ]  # fmt: skip


def test_whole_words_are_put_into_a_question_and_nothing_else() -> None:
    typed = "Zelenky’s aid: is Zelenkys for Zelenky?"
    read_so = "Zelenskyy’s aid: is Zelenkys for Zelenskyy?"
    assert respell(typed, [Respelt("Zelenky", "Zelenskyy")]) == read_so
    assert respell(typed, []) == typed


def test_what_is_read_differently_is_told() -> None:
    assert explain_respelt([]) == ""
    assert explain_respelt([Respelt("Zelenky", "Zelenskyy"), Respelt("Kiev", "Kyiv")]) == (
        "No article mentions Zelenky; the nearest spelling there is Zelenskyy. "
        "No article mentions Kiev; the nearest spelling there is Kyiv."
    )
    assert explain_respelt([Respelt("Waht", "What")]) == ""


def test_the_near_spelling_is_searched_and_judged(library: Library) -> None:
    typed = "What fell on Kharkov that night?"
    understood = understand(library, typed)
    found = search(library, understood, limit=1)
    assert understood.asked.respelt == (Respelt("Kharkov", "Kharkiv"),)
    assert understood.asked.question == "What fell on Kharkiv that night?"
    assert found.passages[0].article.id == "aid.txt"
    assert "Shells had fallen on Kharkiv" in found.excerpts[0].excerpt.text
    assert found.evidence.gaps.names == ()
