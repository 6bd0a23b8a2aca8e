"""What a question is understood as, with the articles at hand."""

import pytest
from conftest import Built, library_of

from rag.index.library import Library
from rag.records import Answer, Asked, Filters
from rag.retrieval.understand import understand

ARTICLES = {
    "match.txt": "date 2024-05-02 Farholm wins the cup\n\n"
    "Farholm won the cup final against Lysby by two goals. Ines Calder scored both of them.\n\n"
    "“We played well,” Calder said. Coach Kari Moe praised the goals, too.\n",
    "talks.txt": "date 2024-05-03 Ministers meet\n\n"
    "Defence minister Peder Holt met his colleagues about the wall. Nothing was signed.\n",
}


@pytest.fixture(scope="module")
def library(small: Built, tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(small, tmp_path_factory.mktemp("understand"), ARTICLES)


def answered(question: str) -> Answer:
    return Answer(Asked(question, "", (), Filters()), (), (), (), "answered", "", "00000001")


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("And what about Moe?", "Who scored the goals of Moe?"),
        ("What about Holt?", "What about Holt?"),
        ("and Peder Holt?", "and Peder Holt?"),
        ("and moe?", "Who scored the goals of Moe?"),
        ("Did they catch the killer of Olaf Sund?", "Did they catch the killer of Olaf Sund?"),
        ("Did they find Olaf Walls?", "Did they find Olaf Walls?"),  # no wall
    ],
)
def test_what_no_article_has_beside_the_last_question_is_another_matter(
    library: Library, typed: str, searched: str
) -> None:
    asked = understand(library, typed, before=[answered("Who scored the goals of Calder?")]).asked
    assert asked.question == searched


def test_a_question_is_read_once_with_what_it_was_completed_to(library: Library) -> None:
    before = [answered("What did Calder say about the final?")]
    understood = understand(library, "and about the goals?", before=before)
    assert understood.asked.question == "What did Calder say about the goals?"
    assert understood.asked.speakers == ("Ines Calder",)
    assert understood.query.form == "statements"
    assert understood.query.topic == understood.asked.topic == "goals"
