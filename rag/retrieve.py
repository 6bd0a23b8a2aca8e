"""Find the passages for a question: meaning and words together, filters before ranking."""

import numpy as np

from rag.records import Asked, Passage
from rag.store import Library

CANDIDATES = 100
DENSE_WEIGHT = 0.2


def retrieve(library: Library, asked: Asked, limit: int) -> tuple[Passage, ...]:
    """Return the best passages for what was asked, best first."""
    allowed = library.allowed_rows(asked.filters)
    vector = library.embedder.encode_question(asked.question)
    scores: dict[int, float] = {}
    for (rows, found), weight in (
        (library.vectors.search(vector, CANDIDATES, allowed), DENSE_WEIGHT),
        (
            library.lexical.search(
                dict.fromkeys(library.lexical.terms(asked.question), 1.0),
                CANDIDATES,
                asked.filters,
            ),
            1 - DENSE_WEIGHT,
        ),
    ):
        for row, score in zip(rows.tolist(), _normalised(found).tolist(), strict=True):
            scores[row] = scores.get(row, 0.0) + weight * score
    best = sorted(scores, key=lambda row: (-scores[row], row))[:limit]
    return tuple(
        Passage(article, chunk, scores[chunk.row]) for article, chunk in library.passages(best)
    )


def _normalised(scores: np.ndarray) -> np.ndarray:
    """Scale scores to [0, 1] by the best and the worst of them."""
    if not len(scores):
        return scores
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else np.ones_like(scores)
