"""What is found for a question, in which order, and which words of it answer."""

from datetime import date
from pathlib import Path

import pytest
from conftest import Built, library_of

from rag.index.library import Library, open_library
from rag.records import Filters
from rag.retrieval.found import Found
from rag.retrieval.search import search
from rag.retrieval.understand import understand

COLOURED = "The lighthouse of Arnes is of a red colour."
WONDERED = """The lighthouse of Arnes has no colour left.
What colour is the lighthouse of Arnes, they asked."""


@pytest.fixture(scope="module")
def library(small: Built) -> Library:
    return open_library(small.index)


def searched(library: Library, question: str, filters: Filters = Filters()) -> Found:
    return search(library, understand(library, question, filters), limit=10)


def found(library: Library, question: str, filters: Filters = Filters()) -> list[str]:
    passages = searched(library, question, filters).passages
    return [passage.article.id for passage in passages]


def built_from(small: Built, folder: Path, **articles: str) -> Library:
    """Build an index of a few texts."""
    return library_of(small, folder, {f"{name}.txt": text for name, text in articles.items()})


def test_what_is_about_the_question_comes_first(library: Library) -> None:
    assert found(library, "Why does the ferry need a wider gate?")[0] == "ferry.md"
    assert found(library, "How much will the harbour wall cost?")[0] == "harbour.txt"


def test_scores_fall_from_one_passage_to_the_next(library: Library) -> None:
    passages = searched(library, "How much was the lighthouse sold for?").passages
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


def test_the_words_that_answer_are_marked_in_their_sentence(library: Library) -> None:
    first = searched(library, "How much was the lighthouse sold for?").excerpts[0]
    assert first.excerpt.line.text == (
        "The lighthouse of Oldport was sold on Friday for 310,000 euros."
    )
    assert first.words is not None
    assert first.excerpt.article.cut(first.words) == "310,000 euros"


def test_what_answers_comes_before_what_only_asks(small: Built, tmp_path: Path) -> None:
    library = built_from(small, tmp_path, coloured=COLOURED, wondered=WONDERED)
    question = "What colour is the lighthouse of Arnes?"
    assert found(library, question)[0] == "coloured.txt"
    assert searched(library, question).excerpts[0].excerpt.text == COLOURED


def test_excerpts_compete_over_all_passages_and_no_two_share_their_sentence(
    library: Library,
) -> None:
    excerpts = searched(library, "What does the ferry need, and what was sold?").excerpts
    assert {one.excerpt.article.id for one in excerpts} >= {"ferry.md", "news.jsonl#1"}
    scores = [one.score for one in excerpts]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    judged = [one.excerpt.line.span for one in excerpts]
    assert len(judged) == len(set(judged))


def test_passages_of_those_asked_about_are_looked_through_whatever_else_is_found(
    small: Built, tmp_path: Path
) -> None:
    said = {"said": 'Mayor Ines Calder spoke on Monday. "A wall is a promise," said Ines Calder.'}
    walls = {f"wall{n}": f"The wall of Arnes, part {n}: the wall, a wall, {n}." for n in range(14)}
    library = built_from(small, tmp_path, **said, **walls)
    read = searched(library, "What did Ines Calder say about the wall?").excerpts
    assert "said.txt" in {one.excerpt.article.id for one in read}


def test_each_side_of_a_comparison_is_searched_by_itself(library: Library) -> None:
    found = searched(library, "What will the wall cost and how much was the lighthouse sold for?")
    assert [name for name, _ in found.sides] == [
        "What will the wall cost",
        "how much was the lighthouse sold for",
    ]
    [wall, lighthouse] = [side for _, side in found.sides]
    assert wall.passages[0].article.id == "harbour.txt"
    assert lighthouse.passages[0].article.id == "news.jsonl#1"
    assert [one.article.id for one in found.passages[:2]] == ["harbour.txt", "news.jsonl#1"]


def test_the_newest_comes_first_where_the_latest_is_asked_for(small: Built, tmp_path: Path) -> None:
    told = {2019: "It rained all day.", 2024: "Nobody came but the mayor.", 2021: "Bells rang."}
    texts = {
        f"y{year}": f"date {year}-05-01 Council\n\nThe council of Arnes met on the wall. {more}"
        for year, more in told.items()
    }
    library = built_from(small, tmp_path, **texts)
    found = searched(library, "What is the latest on the council of Arnes and the wall?")
    assert [one.excerpt.article.id for one in found.excerpts][0] == "y2024.txt"


def test_somebody_asked_about_is_introduced_by_a_sentence_with_name_and_role(
    library: Library,
) -> None:
    [source, *_] = searched(library, "Who is Ines Calder?").introductions
    assert "Mayor Ines Calder" in source.quote
    assert [source.article.cut(span) for span in source.marked] == ["Mayor"]


def test_one_article_a_file_of_many_and_a_folder_can_be_asked_alone(
    small: Built, tmp_path: Path
) -> None:
    library = open_library(small.index)
    wall = "How much will the harbour wall cost?"
    assert set(found(library, wall, Filters(within=("ferry.md",)))) == {"ferry.md"}
    lines = set(found(library, wall, Filters(within=("news.jsonl#",))))
    assert lines
    assert all(one.startswith("news.jsonl#") for one in lines)
    assert found(library, wall, Filters(within=("reports/",))) == []
    assert library.lists.count(Filters(within=("news.jsonl#", "ferry.md"))) == 3
