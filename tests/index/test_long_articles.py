"""Of a very long article, what comes after its beginning is found by its words alone."""

import numpy as np
import pytest
from conftest import SEEDS, Built

from rag.articles import formats
from rag.index import chunking
from rag.index.build import build_index
from rag.index.library import Library, open_library
from rag.index.verify import verify_index
from rag.records import Filters
from rag.retrieval.search import search
from rag.retrieval.understand import understand

BOUND = 2_000  # characters, instead of a million
KEEPER = "The keeper of the lighthouse at Arnes, Olaf Brandt, was paid 12 crowns a week."
QUESTION = "How much was the keeper of the lighthouse at Arnes paid?"
REMARK = (
    "It is very long: what comes after its first 2,000 characters is found by its words, not by "
    "its meaning."
)


def set_bound(monkeypatch: pytest.MonkeyPatch, characters: int) -> None:
    for module in (formats, chunking):
        monkeypatch.setattr(module, "FOUND_BY_MEANING", characters)


@pytest.fixture(autouse=True)
def bound(monkeypatch: pytest.MonkeyPatch) -> None:
    set_bound(monkeypatch, BOUND)


def long_text() -> str:
    """Return paragraphs of articles, with the keeper's wages near the end."""
    paragraphs = "\n\n".join(one.read_text("utf-8") for one in sorted(SEEDS.glob("*.txt"))[:5])
    assert len(paragraphs) > 4 * BOUND
    return f"{paragraphs}\n\n{KEEPER}\n\n{paragraphs[:BOUND]}"


@pytest.fixture
def long(built: Built) -> Built:
    """Return an index of four short articles and a long one."""
    (built.seeds / "long.txt").write_text(long_text(), "utf-8")
    return built


def vectors(library: Library) -> np.ndarray:
    return np.asarray(library.vectors.vectors_of(range(len(library.vectors))))


def test_what_comes_late_has_no_vector_and_the_build_says_so(long: Built) -> None:
    report = build_index(long.seeds, long.index)
    assert [(one.article_id, one.text) for one in report.remarks] == [("long.txt", REMARK)]
    library = open_library(long.index)
    passages = library.passages(range(report.counts.chunks))
    early = [(article.id, chunk.span.start < BOUND) for article, chunk in passages]
    assert [bool(one.any()) for one in vectors(library)] == [is_early for _, is_early in early]
    assert report.embedded == early.count(("long.txt", True))
    assert verify_index(long.index, long.seeds).damage == ()


def test_vectors_are_those_of_a_full_build_whatever_an_article_was_before(long: Built) -> None:
    text = long_text()
    build_index(long.seeds, long.index)
    for changed in (text[3_000:], f"A first paragraph.\n\n{text}"):
        (long.seeds / "long.txt").write_text(changed, "utf-8")
        build_index(long.seeds, long.index)
        in_steps = vectors(open_library(long.index))
        build_index(long.seeds, long.index, full=True)
        assert np.array_equal(in_steps, vectors(open_library(long.index)))


def test_what_comes_late_answers_as_if_it_had_vectors(
    long: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    def evidence(filters: Filters) -> float:
        library = open_library(long.index)
        found = search(library, understand(library, QUESTION, filters), limit=10)
        assert KEEPER in found.excerpts[0].excerpt.text
        assert found.evidence.answered
        return found.evidence.score

    build_index(long.seeds, long.index)
    late = [evidence(filters) for filters in (Filters(), Filters(within=("long.txt",)))]
    set_bound(monkeypatch, 10**9)
    build_index(long.seeds, long.index, full=True)
    assert late == pytest.approx([evidence(Filters())] * 2, abs=0.01)
