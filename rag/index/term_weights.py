"""How much a term of a text tells, by BM25, as tantivy reckons it: pure functions of counts."""

from bisect import bisect_right
from collections.abc import Mapping
from math import log
from typing import TypeVar

Term = TypeVar("Term")

_K1, _B = 1.2, 0.75
_EXACT = 24  # lengths below this are kept as they are, longer ones with three bits


def _kept_length(code: int) -> int:
    """Return the length that a byte stands for."""
    if code < _EXACT + 8:
        return code
    shift, rest = divmod(code - _EXACT, 8)
    return _EXACT + ((8 | rest) << (shift - 1))


_LENGTHS = tuple(map(_kept_length, range(256)))


def rarity(having: int, texts: int) -> float:
    """Return how much a term tells that so many of the texts have: inverse document frequency."""
    return log(1 + (texts - having + 0.5) / (having + 0.5))


def term_weights(
    counts: Mapping[Term, int], rarities: Mapping[Term, float], mean_length: float
) -> dict[Term, float]:
    """Return how much each term of one text adds to its score where a question has it.

    Args:
        counts: how often the text has each of its terms.
        rarities: see ``rarity``, of each term.
        mean_length: of all texts, in terms.
    """
    length = sum(counts.values())
    kept = _LENGTHS[bisect_right(_LENGTHS, length) - 1]  # a byte a text is what tantivy spends
    share = _K1 * (1 - _B + _B * kept / mean_length) if mean_length else 0.0
    return {
        term: rarities[term] * (_K1 + 1) * count / (count + share) for term, count in counts.items()
    }
