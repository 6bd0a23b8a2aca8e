"""Put excerpts in order by how likely they answer, and say whether any of them does.

Four linear models with learned weights (logistic regression): one over cheap evidence, which
says what is worth reading; one over that and what the reader makes of it, which says what is
shown first; two over the best excerpts, which say whether the question is answered at all, and
whether the articles are on its subject.
``benchmarks/train_ranking.py`` writes the weights, with what they were learned from.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

import numpy as np

from rag.models.reader import Reading
from rag.records import Span
from rag.retrieval.excerpts import Excerpt

READ_MOST = 12  # excerpts; what twelve cost, and what more are worth, is in RESULTS.md
READ_OF_SIDE = 8  # of each side of a comparison, which shows two (by hand)
MARKED_FROM = 0.4  # how likely an excerpt must answer for its words to be marked (by hand)


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model over named numbers."""

    base: float
    of: Mapping[str, float]

    def log_odds(self, names: Sequence[str], numbers: np.ndarray) -> np.ndarray:
        """Return the log odds of rows of numbers: shape ``(rows, names)`` to ``(rows,)``."""
        weights = np.array([self.of.get(name, 0.0) for name in names])
        return np.asarray(self.base + numbers @ weights)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The weights of a ranking, and where they come from."""

    to_read: Weights  # cheap evidence: which excerpts to read
    to_show: Weights  # all evidence: which excerpts to show
    answered: Weights  # the best excerpts: whether they answer
    least: float  # log odds from which a question counts as answered
    on_subject: Weights  # the same: whether they are on what is asked about
    least_on_subject: float  # log odds from which they are
    origin: Mapping[str, Any]  # script, data, split, date


@dataclass(frozen=True, slots=True)
class Ranked:
    """An excerpt with how well it answers."""

    excerpt: Excerpt
    score: float  # in [0, 1]: how likely it is to be what answers; comparable within one answer
    words: Span | None  # those that answer, where the reader is rather sure


@cache
def learned_ranking() -> Ranking:
    """Return the weights that come with the program."""
    given = json.loads(files("rag.retrieval").joinpath("ranking_weights.json").read_text("utf-8"))
    return Ranking(
        to_read=Weights(**given["to_read"]),
        to_show=Weights(**given["to_show"]),
        answered=Weights(**given["answered"]),
        least=given["least"],
        on_subject=Weights(**given["on_subject"]),
        least_on_subject=given["least_on_subject"],
        origin=given["origin"],
    )


def probability(log_odds: float) -> float:
    """Return the probability of log odds."""
    return 1 / (1 + exp(-max(-60.0, min(60.0, log_odds))))


def marked_words(excerpt: Excerpt, reading: Reading) -> Span | None:
    """Return the words of an excerpt that answer, where the reader is rather sure."""
    words = reading.best() if reading.likely >= MARKED_FROM else None
    if words is None:
        return None
    offset = excerpt.span.start
    return Span(excerpt.article.id, words.start + offset, words.end + offset)


def newness(days: Sequence[date | None]) -> np.ndarray:
    """Return how new each of some days is among them: 1 for the newest, 0 for the oldest."""
    distinct_days = sorted({day for day in days if day is not None})
    last = max(1, len(distinct_days) - 1)
    return np.array([distinct_days.index(day) / last if day else 0.0 for day in days])
