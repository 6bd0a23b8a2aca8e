"""Put lists of found rows together: pure functions over rows and scores."""

from collections.abc import Mapping, Sequence

import numpy as np

Ranking = Sequence[tuple[int, float]]  # rows with their scores, best first


def shares(rows: np.ndarray, scores: np.ndarray) -> dict[int, float]:
    """Return each row's score as a share of the best one, in [0, 1].

    Shares keep what a difference of scores means: where all are alike, all are near 1.
    """
    best = float(scores.max()) if len(scores) else 0.0
    if best <= 0:
        return {}
    return {
        row: max(0.0, score) / best
        for row, score in zip(rows.tolist(), scores.tolist(), strict=True)
    }


def fuse(weighted: Sequence[tuple[Mapping[int, float], float]]) -> list[tuple[int, float]]:
    """Add up scores by their weights, best first.

    Args:
        weighted: for each search its rows' scores, and how much they count. A row that a search
            did not find gets the lowest of its scores there: it is no better than that.
    """
    rows = {row for scores, _ in weighted for row in scores}
    floors = [min(scores.values(), default=0.0) for scores, _ in weighted]
    added = {
        row: sum(
            weight * scores.get(row, floor)
            for (scores, weight), floor in zip(weighted, floors, strict=True)
        )
        for row in rows
    }
    return in_order(added)


def in_order(scores: Mapping[int, float]) -> list[tuple[int, float]]:
    """Return rows by score, best first; of equal ones the lower row first."""
    return sorted(scores.items(), key=lambda one: (-one[1], one[0]))


def serve(rankings: Sequence[Ranking], *, each: int, limit: int) -> list[tuple[int, float]]:
    """Give every ranking its turn, then fill up with the best of what is left.

    Args:
        rankings: one a part of the question; the one with the best first row goes first.
        each: rows that every ranking may place in turn, before the rest goes by score.
        limit: rows to return.

    Returns:
        Rows, each once, with the best score that any ranking gave them. The scores need not fall.
    """
    best: dict[int, float] = {}
    for ranking in rankings:
        for row, score in ranking:
            best[row] = max(score, best.get(row, score))
    queues = sorted((list(one[:each]) for one in rankings if one), key=lambda one: -one[0][1])
    order: dict[int, None] = {}
    for turn in range(each):
        for queue in queues:
            # A ranking whose row another has placed already places its next one instead.
            new = [row for row, _ in queue if row not in order]
            if new and turn < len(queue):
                order[new[0]] = None
    order |= dict.fromkeys(row for row, _ in in_order(best))
    return [(row, best[row]) for row in list(order)[:limit]]
