"""What was found for a question, and what was found for the sides of a comparison as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from rag.records import Article, Passage, Source, Span
from rag.retrieval.answerability import Evidence
from rag.retrieval.ranking import Ranked


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question."""

    passages: tuple[Passage, ...]  # best first
    excerpts: tuple[Ranked, ...]  # of the passages, best first; no two judged by one sentence
    evidence: Evidence
    introductions: tuple[Source, ...] = ()  # sentences that say who somebody asked about is
    sides: tuple[tuple[str, "Found"], ...] = ()  # of a comparison: what was found for each
    copies: Mapping[str, tuple[Article, ...]] = field(default_factory=dict)
    """By the id of an article with excerpts: others with much the same words."""
    leads: tuple[Source, ...] = ()  # how the article begins that an overview is mostly from


def joined(sides: Sequence[tuple[str, Found]], limit: int) -> Found:
    """Return what was found for the sides as one: their passages in turn, their best evidence."""
    founds = [found for _, found in sides]
    in_turn = [one for some in zip_longest(*(found.passages for found in founds)) for one in some]
    passages = {one.chunk.row: one for one in in_turn if one is not None}
    excerpts: dict[Span, Ranked] = {}
    every = (one for found in founds for one in found.excerpts)
    for one in sorted(every, key=lambda one: -one.score):
        excerpts.setdefault(one.excerpt.line.span, one)
    best = max((found.evidence for found in founds), key=lambda one: one.score)
    copies = {key: value for found in founds for key, value in found.copies.items()}
    return Found(
        tuple(passages.values())[:limit],
        tuple(excerpts.values()),
        best,
        sides=tuple(sides),
        copies=copies,
    )
