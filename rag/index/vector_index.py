"""Search vectors with FAISS: exactly while that is quick, with 8-bit codes beyond.

Two files, memory-mapped: ``embeddings.npy`` keeps every vector (float16, in chunk order) to be
compared as it is and for the next build to take over; ``vectors.faiss`` is what is searched.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np

from rag.errors import IndexDamaged
from rag.records import Filters

# By hand; what they cost and find, benchmarks/scale.py measures.
EXACT_UP_TO = 100_000  # passages; an exact search of as many takes some 10 ms on a laptop
RECALL = 0.97  # of the exact first ten, that the approximate search must find
RECALL_QUESTIONS = 200
QUESTION_COSINE = 0.8  # of a made-up question to the passage it was made from
PROBES = (8, 16, 32, 64, 128, 256)
TRAINING_VECTORS = 100_000
BLOCK = 50_000  # rows in memory as float32 at one time

EMBEDDINGS = "embeddings.npy"
VECTORS = "vectors.faiss"


@dataclass(frozen=True, slots=True)
class VectorFacts:
    """What the manifest keeps of the vectors."""

    kind: str  # "exact" or FAISS's name of the index
    probes: int  # lists visited for a question; 0 for an exact search
    recall: float  # of the exact first ten, on questions made from passages by a random turn


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """The vectors of one generation, open for searching; see ``open_vectors``."""

    index: faiss.Index
    probes: int
    stored: np.ndarray  # shape (rows, dimension), float16, memory-mapped
    allowed: Callable[[Filters], np.ndarray | None]  # which rows pass, shape (rows,), bool

    def __len__(self) -> int:
        return int(self.index.ntotal)

    def search(
        self, question: np.ndarray, limit: int, filters: Filters
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the nearest rows, best first.

        Args:
            question: shape ``(dimension,)``, float32, unit length.
            limit: how many at most.
            filters: applied before ranking.

        Returns:
            Rows, int64, and their cosine similarities in [-1, 1]; shorter than ``limit`` where
            fewer rows pass.
        """
        selector, allowed = None, self.allowed(filters)
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)
        scores, rows = self.index.search(
            question[np.newaxis, :], limit, params=_parameters(self.probes, selector)
        )
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def vectors_of(self, rows: Sequence[int]) -> np.ndarray:
        """Return the vectors of rows as they are stored: shape ``(rows, dimension)``, float16."""
        return np.asarray(self.stored[rows])

    def similarities(self, question: np.ndarray, rows: Sequence[int]) -> np.ndarray:
        """Return the cosine similarities of rows to a question: shape ``(rows,)``, float32."""
        return np.asarray(self.stored[rows].astype(np.float32) @ question)


def write_vectors(embeddings: np.ndarray, folder: Path) -> VectorFacts:
    """Write both files for ``embeddings``, shape ``(rows, dimension)``, unit length.

    Embeddings that are float16 already are not copied.

    Raises:
        OSError: they cannot be written.
    """
    # What is searched is made from what is stored, so that taking vectors over gives the index
    # that embedding anew gives.
    stored = embeddings.astype(np.float16, copy=False)
    np.save(folder / EMBEDDINGS, stored)
    rows, dimension = stored.shape
    if rows <= EXACT_UP_TO:
        index = faiss.IndexFlatIP(dimension)
        for block in _blocks(stored):
            index.add(block)
        facts = VectorFacts("exact", 0, 1.0)
    else:
        embedded = _embedded(stored)
        name = f"IVF{_lists(len(embedded))},SQ8"
        index = faiss.index_factory(dimension, name, faiss.METRIC_INNER_PRODUCT)
        generator = np.random.default_rng(0)
        sample = generator.choice(embedded, min(len(embedded), TRAINING_VECTORS), replace=False)
        index.train(stored[np.sort(sample)].astype(np.float32))
        for block in _blocks(stored):
            index.add(block)
        facts = _measured(index, stored, name)
    try:
        faiss.write_index(index, str(folder / VECTORS))
    except RuntimeError as error:
        raise OSError(f"{folder / VECTORS}: {str(error).splitlines()[-1]}") from error
    return facts


def read_embeddings(folder: Path) -> np.ndarray:
    """Return the stored vectors, memory-mapped: shape ``(rows, dimension)``, float16.

    Raises:
        IndexDamaged: the file cannot be read.
    """
    path = folder / EMBEDDINGS
    try:
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except (OSError, ValueError, EOFError) as error:
        raise _damaged(path, error) from error


def open_vectors(
    folder: Path,
    facts: VectorFacts,
    *,
    allowed: Callable[[Filters], np.ndarray | None] = lambda filters: None,
) -> VectorIndex:
    """Open the vectors for searching.

    Args:
        folder: what ``write_vectors`` wrote.
        facts: what that returned.
        allowed: finds the rows that pass filters, None for all; as long as it is not given, all
            do.

    Raises:
        IndexDamaged: one of the files cannot be read.
    """
    path = folder / VECTORS
    try:
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError as error:
        raise _damaged(path, error) from error
    return VectorIndex(index, facts.probes, read_embeddings(folder), allowed)


def _damaged(path: Path, error: Exception) -> IndexDamaged:
    reason = str(error).splitlines()[-1]
    return IndexDamaged(f"{path} cannot be read ({reason}).", fix="Run `rag index`.")


def _lists(rows: int) -> int:
    """Return a number of inverted lists for ``rows``: 4·sqrt(n), as FAISS's guide advises."""
    return int(4 * rows**0.5)


def _embedded(stored: np.ndarray) -> np.ndarray:
    """Return the rows whose vector says something; the others' is zero."""
    return np.flatnonzero(stored.any(axis=1))


def _parameters(probes: int, selector: faiss.IDSelector | None) -> faiss.SearchParameters:
    if probes:
        return faiss.SearchParametersIVF(sel=selector, nprobe=probes)
    return faiss.SearchParameters(sel=selector)


def _blocks(stored: np.ndarray) -> Iterator[np.ndarray]:
    for first in range(0, len(stored), BLOCK):
        yield stored[first : first + BLOCK].astype(np.float32)


def _measured(index: faiss.Index, stored: np.ndarray, name: str) -> VectorFacts:
    """Choose the fewest probes that reach ``RECALL`` against an exact search."""
    questions = made_up_questions(stored, RECALL_QUESTIONS)
    exact = exact_rows(stored, questions, 10)
    recall = 0.0
    for probes in PROBES:
        _, found = index.search(questions, 10, params=_parameters(probes, None))
        hits = [len(set(a) & set(b)) for a, b in zip(exact, found, strict=True)]
        recall = sum(hits) / exact.size
        if recall >= RECALL:
            break
    return VectorFacts(name, probes, round(recall, 4))


def made_up_questions(stored: np.ndarray, count: int) -> np.ndarray:
    """Return random passages' vectors, each turned a random way as a question's would be.

    At most ``count``, and none of a zero vector. A passage itself would be no test: it lies where
    its list was made, and finds itself.
    """
    generator = np.random.default_rng(1)
    embedded = _embedded(stored)
    rows = np.sort(generator.choice(embedded, min(count, len(embedded)), replace=False))
    passages = stored[rows].astype(np.float32)
    noise = generator.normal(size=passages.shape).astype(np.float32)
    noise -= np.sum(noise * passages, axis=1, keepdims=True) * passages
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    turned = QUESTION_COSINE * passages + (1 - QUESTION_COSINE**2) ** 0.5 * noise
    return np.asarray(turned / np.linalg.norm(turned, axis=1, keepdims=True))


def exact_rows(stored: np.ndarray, questions: np.ndarray, limit: int) -> np.ndarray:
    """Return the rows most similar to each question, by comparing it with every one."""
    best = faiss.ResultHeap(len(questions), limit, keep_max=True)
    for number, block in enumerate(_blocks(stored)):
        scores, rows = faiss.knn(questions, block, limit, metric=faiss.METRIC_INNER_PRODUCT)
        best.add_result(scores, rows + number * BLOCK)
    best.finalize()
    return np.asarray(best.I)
