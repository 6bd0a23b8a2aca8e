"""Find the passages for a question: meaning and words together, filters before ranking.

A question is searched part by part, see ``rag.questions.decomposition``; every part looks a
second time at what it found, sentence by sentence; then the parts are served in turn. The
passages that come first for a plain question are read, see ``rag.models.reader``. What each step
is worth stands in
benchmarks/RESULTS.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from rag.index.chunking import heading
from rag.index.library import Library
from rag.models.reader import Reading, likely, open_reader
from rag.questions.decomposition import Part
from rag.records import Article, Chunk, Filters, Passage, Source, Span
from rag.retrieval.answerability import Evidence, Found, weigh
from rag.retrieval.fusion import distinct, fuse, in_order, serve, shares
from rag.retrieval.sentence_fit import BEST_FIT, Line, Need, asked_words, fit, need, read_lines
from rag.retrieval.understand import Understood

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
READ = 4  # passages that the reader reads at most; one takes some 10 ms
READ_AT_ONCE = 2
CLEAR = 0.6  # how likely words answer from which no further passage is read
ANSWERS = 1.6  # what it counts for in the order of passages that their words answer
ANSWERING = 2.0  # what it counts for that those of a sentence do, beside the fit
LOOKED_THROUGH = 10  # passages whose sentences may be shown
SIMILAR = 1.68  # what a passage's similarity counts for, beside the fit of a sentence
WEIGHED = 4  # passages that are evidence
BEST_SCORE = WORDS + MEANING + DATED + BEST_FIT + ANSWERS


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence that may answer; the words that answer are marked in it, where they are clear."""

    source: Source
    score: float  # in [0, 1]; comparable within one answer


class Search:
    """The search for one question; what several steps look at is read once.

    Args:
        library: what is searched.
        understood: what is asked.
    """

    def __init__(self, library: Library, understood: Understood) -> None:
        self.library = library
        self.asked = understood.asked
        self.query = understood.query
        self._vector = library.embedder.encode_question(self.asked.question)
        self._found: dict[int, tuple[Article, Chunk]] = {}
        self._lines: dict[int, tuple[Line, ...]] = {}
        self._spans: dict[int, list[Span]] = {}
        self._near: dict[Filters, dict[int, float]] = {}
        self._readings: dict[int, Reading] = {}
        self._rarity = cache(library.lexical.rarity)

    def passages(self, limit: int) -> tuple[Passage, ...]:
        """Return the best passages for what was asked, best first, near-copies left out."""
        ranked = [self._part(part) for part in self.query.parts]
        served = serve(ranked, each=IN_TURN, limit=2 * limit)
        rows = [row for row, _ in served]
        self._fetch(rows)
        kept = [served[n] for n in distinct([self._words(row) for row in rows], alike=ALIKE)]
        return tuple(
            Passage(*self._found[row], min(1.0, score / BEST_SCORE))
            for row, score in self._as_read(kept)[:limit]
        )

    def sentences(self, passages: Sequence[Passage]) -> tuple[tuple[Chosen, ...], Evidence]:
        """Return the sentences of the passages, best first, and whether they are an answer."""
        rows = [passage.chunk.row for passage in passages[:LOOKED_THROUGH]]
        self._fetch(rows)
        similarities = self.library.vectors.similarities(self._vector, rows)
        similar = dict(zip(rows, similarities.tolist(), strict=True))
        wanted = self._need()
        readings = self._readings_of(rows[:READ])
        chosen = [
            self._chosen(row, line, span, fit(wanted, line) + SIMILAR * max(0.0, similar[row]))
            for row in rows
            for line, span in zip(self._lines_of(row), self._spans[row], strict=True)
        ]
        evidence = weigh(
            self.query,
            wanted,
            [Found(self._lines_of(row), similar[row], readings.get(row)) for row in rows[:WEIGHED]],
            analyse=self._terms,
            mentions=self.library.lexical.passages_with,
        )
        return tuple(sorted(chosen, key=lambda one: -one.score)), evidence

    def _as_read(self, served: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """Order the first passages again by whether their words answer."""
        first, rest = served[:READ], served[READ:]
        readings = self._readings_of([row for row, _ in first])
        if not readings:
            return served
        again = {
            row: score + ANSWERS * likely(readings[row].best() if row in readings else None)
            for row, score in first
        }
        return [*in_order(again), *rest]

    def _readings_of(self, rows: Sequence[int]) -> Mapping[int, Reading]:
        """Return what the reader makes of passages.

        Nothing where several things are asked for at once, or somebody's words: it has learned
        to find neither.
        """
        if len(self.query.parts) > 1 or self.asked.speakers:
            return {}
        for first in range(0, len(rows), READ_AT_ONCE):
            few = rows[first : first + READ_AT_ONCE]
            new = [row for row in few if row not in self._readings]
            found = [self._found[row] for row in new]
            texts = [(heading(article), article.cut(chunk.span)) for article, chunk in found]
            read = open_reader().read(self.asked.question, texts)
            self._readings |= dict(zip(new, read, strict=True))
            if any(likely(self._readings[row].best()) >= CLEAR for row in few):
                break
        return {row: self._readings[row] for row in rows if row in self._readings}

    def _chosen(self, row: int, line: Line, span: Span, fits: float) -> Chosen:
        article, chunk = self._found[row]
        marked: tuple[Span, ...] = ()
        if row in self._readings:
            offset = chunk.span.start
            words = self._readings[row].best(span.start - offset, span.end - offset)
            fits += ANSWERING * likely(words)
            if words and words.score > 0:
                marked = (Span(article.id, words.start + offset, words.end + offset),)
        return Chosen(Source(article, span, marked), fits / (BEST_FIT + SIMILAR + ANSWERING))

    def _part(self, part: Part) -> list[tuple[int, float]]:
        """Return what is found for one part, best first."""
        filters = self._filters(part)
        weights = asked_words(
            self.query.words, analyse=self._terms, stressed=part.words, stress=STRESS
        )
        by_words = shares(*self.library.lexical.search(weights, CANDIDATES, filters))
        meaning = MEANING if len(self.query.parts) == 1 else MEANING_OF_PARTS
        first = dict(fuse([(by_words, WORDS), (self._by_meaning(filters), meaning)]))
        if part.since or part.until:
            self._fetch(list(first))
            for row in first:
                first[row] += DATED * _is_within(self._found[row][0].date, part)
        best = dict(in_order(first)[:LOOKED_AT_TWICE])
        return in_order(self._with_fit(best, part))

    def _fetch(self, rows: list[int]) -> None:
        """Fetch passages that have not been fetched."""
        new = [row for row in rows if row not in self._found]
        self._found |= dict(zip(new, self.library.passages(new), strict=True))

    def _words(self, row: int) -> frozenset[str]:
        """Return the analysed words of a passage."""
        return frozenset().union(*(line.terms for line in self._lines_of(row)))

    def _lines_of(self, row: int) -> tuple[Line, ...]:
        """Return the sentences of a passage that has been read, analysed."""
        if row not in self._lines:
            article, chunk = self._found[row]
            self._spans[row] = [one.span for one in self.library.sentences(chunk.span)]
            self._spans[row] = self._spans[row] or [chunk.span]
            texts = [article.cut(span) for span in self._spans[row]]
            self._lines[row] = read_lines(texts, article.title, self._terms)
        return self._lines[row]

    def _need(self, part: Part | None = None) -> Need:
        """Return what a sentence must offer for the question, or for a part of it."""
        return need(
            self.query.words,
            analyse=self._terms,
            rarity=self._rarity,
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
        if filters not in self._near:
            allowed = self.library.allowed_rows(filters)
            self._near[filters] = shares(
                *self.library.vectors.search(self._vector, CANDIDATES, allowed)
            )
        return self._near[filters]

    def _with_fit(self, scores: Mapping[int, float], part: Part) -> dict[int, float]:
        asked = self._need(part)
        self._fetch(list(scores))
        return {
            row: score + max((fit(asked, line) for line in self._lines_of(row)), default=0.0)
            for row, score in scores.items()
        }

    def _terms(self, text: str) -> list[str]:
        return self.library.lexical.terms(text)


def _is_within(day: date | None, part: Part) -> bool:
    if day is None:
        return False
    since = part.since.toordinal() - AROUND_DATE if part.since else 0
    until = part.until.toordinal() + AROUND_DATE if part.until else date.max.toordinal()
    return since <= day.toordinal() <= until
