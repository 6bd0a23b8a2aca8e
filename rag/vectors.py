"""Search vectors with FAISS: exactly while that is quick, with 8-bit codes beyond.

Two files: ``embeddings.npy`` keeps every vector (float16, in chunk order) for the next build
to take over, ``vectors.faiss`` is what is searched, memory-mapped.
"""

from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np

from rag.errors import IndexDamaged

EXACT_UP_TO = 100_000  # passages; an exact search of as many takes some 10 ms on a laptop
RECALL = 0.97  # of the exact first ten, that the approximate search must find
RECALL_QUESTIONS = 200
PROBES = (8, 16, 32, 64, 128, 256)
TRAINING_VECTORS = 100_000

EMBEDDINGS = "embeddings.npy"
VECTORS = "vectors.faiss"


@dataclass(frozen=True, slots=True)
class VectorFacts:
    """What the manifest keeps of the vectors."""

    kind: str  # "exact" or FAISS's name of the index
    probes: int  # lists visited for a question; 0 for an exact search
    recall: float  # of the exact first ten, on passages of the index itself


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """The vectors of one generation, open for searching; see ``open_vectors``."""

    index: faiss.Index
    probes: int

    def search(
        self, question: np.ndarray, limit: int, allowed: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the nearest rows, best first.

        Args:
            question: shape ``(dimension,)``, float32, unit length.
            limit: how many at most.
            allowed: shape ``(rows,)``, bool: which rows may be returned; None allows all.

        Returns:
            Rows, int64, and their cosine similarities in [-1, 1]; shorter than ``limit`` where
            fewer rows are allowed.
        """
        selector = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)
        scores, rows = self.index.search(
            question[np.newaxis, :], limit, params=_parameters(self.probes, selector)
        )
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]


def write_vectors(embeddings: np.ndarray, folder: Path) -> VectorFacts:
    """Write both files for ``embeddings``, shape ``(rows, dimension)``, unit length."""
    stored = embeddings.astype(np.float16)
    np.save(folder / EMBEDDINGS, stored)
    # From what is stored, so that taking vectors over gives the index that embedding anew gives.
    vectors = stored.astype(np.float32)
    rows, dimension = vectors.shape
    if rows <= EXACT_UP_TO:
        index = faiss.IndexFlatIP(dimension)
        index.add(vectors)
        facts = VectorFacts("exact", 0, 1.0)
    else:
        name = f"IVF{_lists(rows)},SQ8"
        index = faiss.index_factory(dimension, name, faiss.METRIC_INNER_PRODUCT)
        generator = np.random.default_rng(0)
        sample = generator.choice(rows, min(rows, TRAINING_VECTORS), replace=False)
        index.train(vectors[np.sort(sample)])
        index.add(vectors)
        facts = _measured(index, vectors, name)
    faiss.write_index(index, str(folder / VECTORS))
    return facts


def read_embeddings(folder: Path) -> np.ndarray:
    """Return the stored vectors, memory-mapped: shape ``(rows, dimension)``, float16."""
    return np.asarray(np.load(folder / EMBEDDINGS, mmap_mode="r", allow_pickle=False))


def open_vectors(folder: Path, facts: VectorFacts) -> VectorIndex:
    """Open the vectors for searching.

    Raises:
        IndexDamaged: the file cannot be read.
    """
    try:
        index = faiss.read_index(str(folder / VECTORS), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError as error:
        raise IndexDamaged(
            f"{folder / VECTORS} cannot be read ({str(error).splitlines()[-1]}).",
            fix="Run `rag index`.",
        ) from error
    return VectorIndex(index, facts.probes)


def _lists(rows: int) -> int:
    """Return a number of inverted lists for ``rows``: 4·sqrt(n), as FAISS's guide advises."""
    return int(4 * rows**0.5)


def _parameters(probes: int, selector: faiss.IDSelector | None) -> faiss.SearchParameters:
    if probes:
        return faiss.SearchParametersIVF(sel=selector, nprobe=probes)
    return faiss.SearchParameters(sel=selector)


def _measured(index: faiss.Index, vectors: np.ndarray, name: str) -> VectorFacts:
    """Choose the fewest probes that reach ``RECALL`` against an exact search."""
    generator = np.random.default_rng(1)
    questions = vectors[generator.choice(len(vectors), RECALL_QUESTIONS, replace=False)]
    _, exact = faiss.knn(questions, vectors, 10, metric=faiss.METRIC_INNER_PRODUCT)
    recall = 0.0
    for probes in PROBES:
        _, found = index.search(questions, 10, params=_parameters(probes, None))
        hits = [len(set(a) & set(b)) for a, b in zip(exact, found, strict=True)]
        recall = sum(hits) / exact.size
        if recall >= RECALL:
            break
    return VectorFacts(name, probes, round(recall, 4))
