"""Decide whether the articles answer a question, by what of it is found in them.

The weights are rounded from a fit on SQuAD 2.0, whose unanswerable questions were written to
look answerable; the one for unknown names is set by hand. ``LEAST``, the one threshold, is where
on tuning halves of SQuAD and of news (MultiHop-RAG) less than a tenth of what can be answered is
refused. What that reaches, and what it does not, stands in benchmarks/RESULTS.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp

from rag.models.reader import Reading, likely
from rag.questions.query import Query
from rag.retrieval.sentence_fit import Analyse, Line, Need, fit, has_kind

LEAST = 0.29  # the score from which a question counts as answered
_BASE = -2.2
_RIGHT_KIND = 0.9  # the best sentence has a number, date or name as is asked for
_NUMBERS = -0.7  # for each number of the question that the passage lacks
_SIMILAR = 2.5  # times the similarity of the passage and the question
_READ = 4.0  # times how likely the reader holds words of it for the answer, above even
_UNKNOWN = -2.0  # for each name that no article has


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as it is weighed."""

    lines: Sequence[Line]  # its sentences
    similarity: float  # cosine, to the question
    reading: Reading | None  # None: it was not read


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the articles answering a question, and what speaks against it."""

    score: float  # in [0, 1]: how likely they answer it
    answered: bool
    missing: tuple[str, ...]  # sources, names and words, as written, that no article has


def weigh(
    query: Query,
    asked: Need,
    passages: Sequence[Found],
    *,
    analyse: Analyse,
    mentions: Callable[[str], int],
) -> Evidence:
    """Weigh what was found for a question.

    Args:
        query: what was read from the question.
        asked: what is looked for in a sentence.
        passages: best first.
        analyse: text to its words, folded and stemmed.
        mentions: how many passages of all have an analysed word.
    """
    absent = missing_words(query, asked, analyse=analyse, mentions=mentions)
    missing = (*query.absent_sources, *absent)
    found = [one for one in passages if one.lines]
    if not found or not asked.shares:
        return Evidence(0.0, False, missing)
    strength = max(_strength(query, asked, one, analyse) for one in found)
    score = 1 / (1 + exp(-strength - _UNKNOWN * len(absent)))
    return Evidence(score, score >= LEAST and not query.absent_sources, missing)


def missing_words(
    query: Query, asked: Need, *, analyse: Analyse, mentions: Callable[[str], int]
) -> tuple[str, ...]:
    """Return the names of a question of which no article has a word, as written."""
    return tuple(
        name
        for name in dict.fromkeys(query.names)
        if (terms := [term for term in analyse(name) if term in asked.shares])
        and not any(mentions(term) for term in terms)
    )


def explain(evidence: Evidence, query: Query) -> str:
    """Say in a sentence what is missing; empty where nothing in particular is."""
    sources = " or ".join(query.absent_sources)
    words = " or ".join(one for one in evidence.missing if one not in query.absent_sources)
    said = [f"No article is from {sources}." if sources else ""]
    said.append(f"No article mentions {words}." if words else "")
    return " ".join(one for one in said if one)


def _strength(query: Query, asked: Need, found: Found, analyse: Analyse) -> float:
    best = max(found.lines, key=lambda line: fit(asked, line))
    words = frozenset().union(*(line.terms for line in found.lines))
    numbers = {term for one in query.numbers for term in analyse(one)}
    return (
        _BASE
        + _RIGHT_KIND * has_kind(best.text, asked)
        + _NUMBERS * len(numbers - words)
        + _SIMILAR * found.similarity
        + (_READ * (likely(found.reading.best()) - 0.5) if found.reading else 0.0)
    )
