"""What is found for a question, in which order, and which words of it answer."""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from conftest import Built

from rag.index.build import build_index
from rag.index.library import Library, open_library
from rag.models import reader
from rag.records import Filters
from rag.retrieval import search as retrieve
from rag.retrieval.search import Search
from rag.retrieval.understand import understand

COLOURED = "The lighthouse of Arnes is of a red colour."
WONDERED = """The lighthouse of Arnes has no colour left.
What colour is the lighthouse of Arnes, they asked."""


@pytest.fixture(scope="module")
def library(small: Built) -> Library:
    return open_library(small.index)


def searched(library: Library, question: str, filters: Filters = Filters()) -> Search:
    return Search(library, understand(library, question, filters))


def found(library: Library, question: str, filters: Filters = Filters()) -> list[str]:
    passages = searched(library, question, filters).passages(10)
    return [passage.article.id for passage in passages]


def built_from(small: Built, folder: Path, **articles: str) -> Library:
    """Build an index of a few texts, with the encoder that is there already."""
    (folder / "seeds").mkdir()
    for name, text in articles.items():
        (folder / "seeds" / f"{name}.txt").write_text(text, "utf-8")
    shutil.copytree(small.index / "encoders", folder / "index" / "encoders")
    build_index(folder / "seeds", folder / "index")
    return open_library(folder / "index")


def test_what_is_about_the_question_comes_first(library: Library) -> None:
    assert found(library, "Why does the ferry need a wider gate?")[0] == "ferry.md"
    assert found(library, "How much will the harbour wall cost?")[0] == "harbour.txt"


def test_scores_fall_from_one_passage_to_the_next(library: Library) -> None:
    passages = searched(library, "How much was the lighthouse sold for?").passages(10)
    scores = [passage.score for passage in passages]
    assert len(scores) == 4
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] < scores[0] <= 1


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(sources=("Coast Weekly",)), {"ferry.md"}),
        (Filters(until=date(2025, 3, 4)), {"harbour.txt", "news.jsonl#1"}),
        (Filters(speakers=("Ines Calder",)), {"harbour.txt", "ferry.md"}),
        (Filters(authors=("Nobody",)), set()),
    ],
)
def test_only_what_passes_the_filters_is_found(
    library: Library, filters: Filters, left: set[str]
) -> None:
    assert set(found(library, "the lighthouse, the wall and the ferry", filters)) == left


def test_each_source_that_a_question_names_has_its_turn(library: Library) -> None:
    question = (
        "Does the Coast Weekly article on the night ferry mention Oldport, "
        "as the Harbour Post article on the herring quota does?"
    )
    assert set(found(library, question)[:2]) == {"ferry.md", "news.jsonl#2"}


def test_near_copies_count_once(small: Built, tmp_path: Path) -> None:
    text = f"{COLOURED} Ida Lund came by boat with her brother and forty litres of red paint."
    library = built_from(small, tmp_path, first=text, copy=f"{text} (Wire)", other=WONDERED)
    assert len(library.vectors) == 3
    ids = found(library, "Who came to Arnes by boat?")
    assert len(ids) == 2
    assert "other.txt" in ids


def test_of_passages_with_the_same_words_the_one_that_answers_comes_first(
    small: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = built_from(small, tmp_path, coloured=COLOURED, wondered=WONDERED)
    question = "What colour is the lighthouse of Arnes?"
    assert found(library, question) == ["coloured.txt", "wondered.txt"]
    monkeypatch.setattr(retrieve, "READ", 0)
    assert found(library, question) == ["wondered.txt", "coloured.txt"]


def test_the_words_that_answer_are_marked_in_their_sentence(library: Library) -> None:
    search = searched(library, "How much was the lighthouse sold for?")
    chosen, evidence = search.sentences(search.passages(10))
    source = chosen[0].source
    assert source.quote == "The lighthouse of Oldport was sold on Friday for 310,000 euros."
    assert [source.article.cut(span) for span in source.marked] == ["310,000 euros"]
    assert evidence.answered


def test_no_further_passage_is_read_once_one_answers_clearly(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    class Counting(reader.Reader):
        def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[reader.Reading]:
            read.append(len(passages))
            return super().read(question, passages)

    monkeypatch.setattr(retrieve, "open_reader", Counting)
    assert found(library, "How much was the lighthouse sold for?")[0] == "news.jsonl#1"
    assert read == [2]
    assert len(found(library, "How many lighthouses did the engineer paint?")) == 4
    assert read == [2, 2, 2]


def test_whose_words_are_asked_for_is_not_read_for(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwanted() -> reader.Reader:
        raise AssertionError("it was read")

    monkeypatch.setattr(retrieve, "open_reader", unwanted)
    assert found(library, "What did Ines Calder say about the wall?")
    with pytest.raises(AssertionError, match="it was read"):
        found(library, "How much will the wall cost?")
