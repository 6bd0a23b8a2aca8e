"""Find the passages for a question: meaning and words together, filters before ranking.

A question is searched part by part, see ``rag.query``; every part looks a second time at what
it found, sentence by sentence; then the parts are served in turn. What each step is worth
stands in benchmarks/RESULTS.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from math import log

import numpy as np

from rag.choose import BEST_FIT, Line, Need, answer_words, asked_words, fit, need, read_lines
from rag.evidence import Evidence, weigh
from rag.query import Part, Query, understand
from rag.rank import distinct, fuse, in_order, serve, shares
from rag.records import Article, Asked, Chunk, Filters, Passage, Source, Span
from rag.store import Library

CANDIDATES = 100  # rows that each search hands in
LOOKED_AT_TWICE = 20  # passages a part whose sentences are judged
WORDS = 0.7
MEANING = 0.8
MEANING_OF_PARTS = 0.3  # less, because the vector is that of the whole question
DATED = 0.5  # the article appeared when the part says
AROUND_DATE = 1  # days: an evening's article carries the next day's date elsewhere
STRESS = 5.0  # how much more than the question's other words those of the part count
IN_TURN = 2  # passages that each part places before the rest goes by score
ALIKE = 0.85  # share of their words from which two passages are copies of one
LOOKED_THROUGH = 10  # passages whose sentences may be shown
SIMILAR = 1.68  # what a passage's similarity counts for, beside the fit of a sentence
WEIGHED = 4  # passages that are evidence
BEST_SCORE = WORDS + MEANING + DATED + BEST_FIT


def retrieve(library: Library, asked: Asked, limit: int) -> tuple[Passage, ...]:
    """Return the best passages for what was asked, best first, near-copies left out."""
    query = understand(asked.question, sources=library.sources, today=library.extent()[2])
    search = _Search(library, asked, query)
    served = serve([search.part(part) for part in query.parts], each=IN_TURN, limit=2 * limit)
    rows = [row for row, _ in served]
    search.read(rows)
    kept = distinct([search.words(row) for row in rows], alike=ALIKE)[:limit]
    return tuple(
        Passage(*search.found[rows[place]], min(1.0, served[place][1] / BEST_SCORE))
        for place in kept
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence that may answer; the words of the kind asked for are marked in it."""

    source: Source
    score: float  # in [0, 1]; comparable within one answer


def choose_sentences(
    library: Library, asked: Asked, passages: Sequence[Passage]
) -> tuple[tuple[Chosen, ...], Evidence]:
    """Return the sentences of the passages, best first, and whether they are an answer."""
    query = understand(asked.question, sources=library.sources, today=library.extent()[2])
    search = _Search(library, asked, query)
    rows = [passage.chunk.row for passage in passages[:LOOKED_THROUGH]]
    search.read(rows)
    similar = search.similarities(rows)
    wanted = search.need()
    chosen = []
    for row, near in zip(rows, similar, strict=True):
        article, _ = search.found[row]
        for line, span in zip(search.lines_of(row), search.spans[row], strict=True):
            score = (fit(wanted, line) + SIMILAR * max(0.0, near)) / (BEST_FIT + SIMILAR)
            marked = tuple(
                Span(span.article_id, span.start + start, span.start + end)
                for start, end in answer_words(line.text, wanted)
            )
            chosen.append(Chosen(Source(article, span, marked), score))
    evidence = weigh(
        query,
        wanted,
        [(search.lines_of(row), near) for row, near in zip(rows, similar, strict=True)][:WEIGHED],
        analyse=library.lexical.terms,
        rarity=search.rarity,
        mentions=library.lexical.passages_with,
    )
    return tuple(sorted(chosen, key=lambda one: -one.score)), evidence


class _Search:
    """One question's searches; a passage that several parts find is read once."""

    def __init__(self, library: Library, asked: Asked, query: Query) -> None:
        self.library = library
        self.asked = asked
        self.query = query
        self.vector = library.embedder.encode_question(asked.question)
        self.found: dict[int, tuple[Article, Chunk]] = {}
        self.lines: dict[int, tuple[Line, ...]] = {}
        self.spans: dict[int, list[Span]] = {}
        self.near: dict[Filters, dict[int, float]] = {}
        self.rarity = cache(self._rarity)

    def part(self, part: Part) -> list[tuple[int, float]]:
        """Return what is found for one part, best first."""
        filters = self._filters(part)
        weights = asked_words(
            self.query.words, analyse=self._terms, stressed=part.words, stress=STRESS
        )
        by_words = shares(*self.library.lexical.search(weights, CANDIDATES, filters))
        meaning = MEANING if len(self.query.parts) == 1 else MEANING_OF_PARTS
        first = dict(fuse([(by_words, WORDS), (self._by_meaning(filters), meaning)]))
        if part.since or part.until:
            self.read(list(first))
            for row in first:
                first[row] += DATED * _is_within(self.found[row][0].date, part)
        best = dict(in_order(first)[:LOOKED_AT_TWICE])
        return in_order(self._with_fit(best, part))

    def read(self, rows: list[int]) -> None:
        """Fetch passages that have not been fetched."""
        new = [row for row in rows if row not in self.found]
        self.found |= dict(zip(new, self.library.passages(new), strict=True))

    def words(self, row: int) -> frozenset[str]:
        """Return the analysed words of a passage."""
        return frozenset().union(*(line.terms for line in self.lines_of(row)))

    def lines_of(self, row: int) -> tuple[Line, ...]:
        """Return the sentences of a passage that has been read, analysed."""
        if row not in self.lines:
            article, chunk = self.found[row]
            self.spans[row] = [one.span for one in self.library.sentences(chunk.span)]
            self.spans[row] = self.spans[row] or [chunk.span]
            texts = [article.cut(span) for span in self.spans[row]]
            self.lines[row] = read_lines(texts, article.title, self._terms)
        return self.lines[row]

    def similarities(self, rows: Sequence[int]) -> list[float]:
        """Return the cosine similarity of passages and the question."""
        allowed = np.zeros(len(self.library.vectors), dtype=bool)
        allowed[list(rows)] = True
        near, scores = self.library.vectors.search(self.vector, max(1, len(rows)), allowed)
        found = dict(zip(near.tolist(), scores.tolist(), strict=True))
        # An approximate search may miss a row that it is told to look for.
        return [found.get(row, min(found.values(), default=0.0)) for row in rows]

    def need(self, part: Part | None = None) -> Need:
        """Return what a sentence must offer for the question, or for a part of it."""
        return need(
            self.query.words,
            analyse=self._terms,
            rarity=self.rarity,
            stressed=part.words if part else "",
            stress=STRESS,
            expects=self.query.expects,
        )

    def _filters(self, part: Part) -> Filters:
        """Narrow the filters to the part's sources, unless they exclude them all."""
        given = self.asked.filters
        sources = [one for one in part.sources if not given.sources or one in given.sources]
        return replace(given, sources=tuple(sources)) if sources else given

    def _by_meaning(self, filters: Filters) -> dict[int, float]:
        if filters not in self.near:
            allowed = self.library.allowed_rows(filters)
            self.near[filters] = shares(
                *self.library.vectors.search(self.vector, CANDIDATES, allowed)
            )
        return self.near[filters]

    def _with_fit(self, scores: Mapping[int, float], part: Part) -> dict[int, float]:
        asked = self.need(part)
        self.read(list(scores))
        return {
            row: score + max((fit(asked, line) for line in self.lines_of(row)), default=0.0)
            for row, score in scores.items()
        }

    def _terms(self, text: str) -> list[str]:
        return self.library.lexical.terms(text)

    def _rarity(self, term: str) -> float:
        total, having = len(self.library.lexical), self.library.lexical.passages_with(term)
        return log(1 + (total - having + 0.5) / (having + 0.5))  # as in BM25


def _is_within(day: date | None, part: Part) -> bool:
    if day is None:
        return False
    since = part.since.toordinal() - AROUND_DATE if part.since else 0
    until = part.until.toordinal() + AROUND_DATE if part.until else date.max.toordinal()
    return since <= day.toordinal() <= until
