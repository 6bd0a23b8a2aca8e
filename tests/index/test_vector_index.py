import re
from pathlib import Path

import numpy as np
import pytest

from rag.errors import IndexDamaged
from rag.index import vector_index as vectors
from rag.index.vector_index import VectorFacts, open_vectors, read_embeddings, write_vectors
from rag.records import Filters

# The corners of a square and its middle, so that every similarity is known.
CORNERS = np.array([[1, 0], [0, 1], [-1, 0], [0, -1], [2**-0.5, 2**-0.5]], dtype=np.float32)
QUESTION = np.array([1, 0], dtype=np.float32)


def unit_vectors(rows: int, dimension: int = 16) -> np.ndarray:
    found = np.random.default_rng(7).normal(size=(rows, dimension)).astype(np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True))


def test_the_nearest_rows_come_first_with_their_cosine(tmp_path: Path) -> None:
    facts = write_vectors(CORNERS, tmp_path)
    rows, scores = open_vectors(tmp_path, facts).search(QUESTION, 3, Filters())
    assert rows.tolist()[:2] == [0, 4]
    assert scores.tolist() == pytest.approx([1, 2**-0.5, 0], abs=1e-3)
    assert facts == VectorFacts("exact", 0, 1.0)


def test_the_similarity_of_any_row_is_its_cosine(tmp_path: Path) -> None:
    index = open_vectors(tmp_path, write_vectors(CORNERS, tmp_path))
    found = index.similarities(QUESTION, [4, 2, 0])
    assert found.tolist() == pytest.approx([2**-0.5, -1, 1], abs=1e-3)
    assert index.similarities(QUESTION, []).tolist() == []


def test_only_allowed_rows_are_found_and_no_more_than_there_are(tmp_path: Path) -> None:
    facts = write_vectors(CORNERS, tmp_path)
    passing = {
        Filters(sources=("Two",)): np.array([False, True, True, False, False]),
        Filters(sources=("None",)): np.zeros(5, dtype=bool),
    }
    index = open_vectors(tmp_path, facts, allowed=passing.get)
    rows, scores = index.search(QUESTION, 10, Filters(sources=("Two",)))
    assert rows.tolist() == [1, 2]
    assert scores.tolist() == pytest.approx([0, -1], abs=1e-3)
    assert index.search(QUESTION, 10, Filters(sources=("None",)))[0].tolist() == []
    assert sorted(index.search(QUESTION, 10, Filters())[0].tolist()) == [0, 1, 2, 3, 4]


def test_the_index_agrees_with_the_stored_vectors(tmp_path: Path) -> None:
    given = unit_vectors(500)
    index = open_vectors(tmp_path, write_vectors(given, tmp_path))
    stored = read_embeddings(tmp_path)
    assert np.array_equal(stored, given.astype(np.float16))
    for row in range(0, 500, 50):
        exact = np.argsort(-(stored.astype(np.float32) @ given[row]), kind="stable")[:5]
        assert index.search(given[row], 5, Filters())[0].tolist() == exact.tolist()


def test_vectors_read_back_and_written_again_are_the_same_files(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    write_vectors(unit_vectors(300), tmp_path / "a")
    write_vectors(read_embeddings(tmp_path / "a").astype(np.float32), tmp_path / "b")
    for name in ("embeddings.npy", "vectors.faiss"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_many_rows_are_searched_by_lists_with_a_measured_recall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "EXACT_UP_TO", 1000)
    given = unit_vectors(6000, 8)
    facts = write_vectors(given, tmp_path)
    allowed = np.zeros(6000, dtype=bool)
    allowed[::100] = True
    index = open_vectors(tmp_path, facts, allowed={Filters(sources=("Some",)): allowed}.get)
    assert facts.kind.startswith("IVF")
    assert facts.kind.endswith("SQ8")
    assert facts.probes > 0
    assert facts.recall >= vectors.RECALL
    found = [set(index.search(one, 10, Filters())[0].tolist()) for one in given[:100]]
    exact = [set(np.argsort(-(given @ one))[:10].tolist()) for one in given[:100]]
    assert sum(len(a & b) for a, b in zip(found, exact, strict=True)) >= 950
    rows, _ = index.search(given[0], 10, Filters(sources=("Some",)))
    assert rows[0] == 0
    assert all(row % 100 == 0 for row in rows)


def test_zero_vectors_disturb_neither_the_lists_nor_their_measured_recall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "EXACT_UP_TO", 1000)
    given = np.concatenate([unit_vectors(6000, 8), np.zeros((6000, 8), np.float32)])
    (tmp_path / "alone").mkdir()
    facts = write_vectors(given, tmp_path)
    assert facts == write_vectors(given[:6000], tmp_path / "alone")
    index = open_vectors(tmp_path, facts)
    assert all(index.search(one, 10, Filters())[0].max() < 6000 for one in given[:100])
    assert index.similarities(given[0], [0, 6000]).tolist() == pytest.approx([1, 0], abs=1e-3)


@pytest.mark.parametrize("name", ["vectors.faiss", "embeddings.npy"])
@pytest.mark.parametrize("junk", [b"", b"PNG this is no index", b"IxFI" + b"\xff" * 40])
def test_a_file_that_is_no_index_is_named_with_the_command_that_mends_it(
    tmp_path: Path, junk: bytes, name: str
) -> None:
    facts = write_vectors(CORNERS, tmp_path)
    (tmp_path / name).write_bytes(junk)
    told = rf"{re.escape(name)} cannot be read \(.+\)\."
    with pytest.raises(IndexDamaged, match=told) as caught:
        open_vectors(tmp_path, facts)
    assert caught.value.fix == "Run `rag index`."


def test_a_folder_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "vectors.faiss").mkdir()
    with pytest.raises(OSError, match=r"vectors\.faiss"):
        write_vectors(CORNERS, tmp_path)
