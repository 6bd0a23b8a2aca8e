"""Find the passages for a question: meaning and words together, filters before ranking.

A question is searched part by part, see ``rag.query``; every part looks a second time at what
it found, sentence by sentence; then the parts are served in turn. What each step is worth
stands in benchmarks/RESULTS.md.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from math import log

from rag.choose import BEST_FIT, Line, asked_words, fit, need, read_lines
from rag.query import Kind, Part, Query, understand
from rag.rank import distinct, fuse, in_order, serve, shares
from rag.records import Article, Asked, Chunk, Filters, Passage
from rag.store import Library

CANDIDATES = 100  # rows that each search hands in
LOOKED_AT_TWICE = 20  # passages a part whose sentences are judged
WORDS = 0.7
MEANING = 0.3
DATED = 0.5  # the article appeared when the part says
AROUND_DATE = 1  # days: an evening's article carries the next day's date elsewhere
STRESS = 5.0  # how much more than the question's other words those of the part count
IN_TURN = 2  # passages that each part places before the rest goes by score
ALIKE = 0.85  # share of their words from which two passages are copies of one
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


class _Search:
    """One question's searches; a passage that several parts find is read once."""

    def __init__(self, library: Library, asked: Asked, query: Query) -> None:
        self.library = library
        self.asked = asked
        self.query = query
        self.vector = library.embedder.encode_question(asked.question)
        self.found: dict[int, tuple[Article, Chunk]] = {}
        self.lines: dict[int, tuple[Line, ...]] = {}
        self.near: dict[Filters, dict[int, float]] = {}
        self.rarity = cache(self._rarity)

    def part(self, part: Part) -> list[tuple[int, float]]:
        """Return what is found for one part, best first."""
        filters = self._filters(part)
        weights = asked_words(
            self.query.words, analyse=self._terms, stressed=part.words, stress=STRESS
        )
        by_words = shares(*self.library.lexical.search(weights, CANDIDATES, filters))
        first = dict(fuse([(by_words, WORDS), (self._by_meaning(filters), MEANING)]))
        if part.since or part.until:
            self.read(list(first))
            for row in first:
                first[row] += DATED * _is_within(self.found[row][0].date, part)
        best = dict(in_order(first)[:LOOKED_AT_TWICE])
        return in_order(self._with_fit(best, part, self.query.expects))

    def read(self, rows: list[int]) -> None:
        """Fetch passages that have not been fetched."""
        new = [row for row in rows if row not in self.found]
        self.found |= dict(zip(new, self.library.passages(new), strict=True))

    def words(self, row: int) -> frozenset[str]:
        """Return the analysed words of a passage."""
        return frozenset().union(*(line.terms for line in self.lines_of(row)))

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

    def _with_fit(self, scores: Mapping[int, float], part: Part, expects: Kind) -> dict[int, float]:
        asked = need(
            self.query.words,
            analyse=self._terms,
            rarity=self.rarity,
            stressed=part.words,
            stress=STRESS,
            expects=expects,
        )
        self.read(list(scores))
        return {
            row: score + max((fit(asked, line) for line in self.lines_of(row)), default=0.0)
            for row, score in scores.items()
        }

    def lines_of(self, row: int) -> tuple[Line, ...]:
        if row not in self.lines:
            article, chunk = self.found[row]
            sentences = self.library.sentences(chunk.span)
            texts = [article.cut(one.span) for one in sentences] or [article.cut(chunk.span)]
            self.lines[row] = read_lines(texts, article.title, self._terms)
        return self.lines[row]

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


def evidence_for(library: Library, asked: Asked, passages: Sequence[Passage]) -> Evidence:
    """Weigh whether the first of the passages found for a question answer it."""
    query = understand(asked.question, sources=library.sources, today=library.extent()[2])
    search = _Search(library, asked, query)
    rows = [passage.chunk.row for passage in passages[:WEIGHED]]
    search.read(rows)
    allowed = np.zeros(len(library.vectors), dtype=bool)
    allowed[rows] = True
    near, similar = library.vectors.search(search.vector, len(rows) or 1, allowed)
    similarity = dict(zip(near.tolist(), similar.tolist(), strict=True))
    lowest = min(similarity.values(), default=0.0)
    return weigh(
        query,
        need(query.words, analyse=library.lexical.terms, rarity=search.rarity),
        [(search.lines_of(row), similarity.get(row, lowest)) for row in rows],
        analyse=library.lexical.terms,
        rarity=search.rarity,
        mentions=library.lexical.passages_with,
    )
