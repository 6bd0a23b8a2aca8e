"""Find what the articles have for a question: passages, and the excerpts of them that answer.

Meaning and words together find passages, filters first. A question is searched part by part,
see ``rag.questions.decomposition``; every part looks a second time at what it found, sentence by
sentence; then the parts are served in turn. All excerpts of the passages then compete in one
ranking, see ``rag.retrieval.ranking``; those that come first are read, see ``rag.models.reader``.
What each step is worth stands in benchmarks/RESULTS.md.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice

import numpy as np

from rag.index.chunking import heading
from rag.index.copies import ALIKE, precedence, sentence_key
from rag.index.library import Library
from rag.language.contradictions import contradicts
from rag.models.reader import Reading, open_reader
from rag.questions.decomposition import Part
from rag.records import Article, Chunk, Filters, Passage, Sentence, Source
from rag.retrieval.answerability import Gaps, gaps_in, weigh, without_told
from rag.retrieval.evidence import CHEAP, READ, PassageFacts, cheap_evidence, read_evidence
from rag.retrieval.excerpts import Excerpt, excerpts_of, without_overlap
from rag.retrieval.found import Found, joined
from rag.retrieval.fusion import fuse, in_order, serve, shares
from rag.retrieval.introductions import introductions
from rag.retrieval.leads import lead
from rag.retrieval.ranking import (
    READ_MOST,
    READ_OF_SIDE,
    Ranked,
    Ranking,
    learned_ranking,
    marked_words,
    newness,
    probability,
)
from rag.retrieval.sentence_fit import (
    FitWeights,
    Line,
    Need,
    asked_words,
    fit,
    need,
    read_lines,
)
from rag.retrieval.understand import Understood, understand_side


@dataclass(frozen=True, slots=True)
class SearchWeights:
    """What counts how much in finding passages.

    From benchmarks/retrieval.py on the tuning splits of MultiHop-RAG and SQuAD 2.0, 2026-11-22,
    but where "by hand" is said.
    """

    candidates: int = 100  # rows that each search hands in
    looked_at_twice: int = 20  # passages of a part whose sentences are judged
    words: float = 0.7
    meaning: float = 0.8
    meaning_of_parts: float = 0.3  # less, because the vector is that of the whole question
    dated: float = 0.5  # the article appeared when the part says
    around_date: int = 1  # days: an evening's article carries the next day's date elsewhere
    stress: float = 5.0  # how much more than the question's other words those of a part count
    in_turn: int = 2  # passages that each part places before the rest goes by score
    of_speakers: int = 5  # passages with words of those asked about, beside the others (by hand)
    newest: float = 2.5  # log odds from the oldest to the newest, if that is asked for (by hand)
    fit: FitWeights = FitWeights()
    answering: float = 1.6  # what it counts for in the order of passages that they are read so

    @property
    def best_score(self) -> float:
        """The highest score that a passage can have."""
        return self.words + self.meaning + self.dated + self.fit.best + self.answering


def search(
    library: Library,
    understood: Understood,
    *,
    limit: int,
    weights: SearchWeights = SearchWeights(),
    ranking: Ranking | None = None,
) -> Found:
    """Search for a question; each side of one over several things by itself.

    Args:
        library: what is searched.
        understood: what is asked.
        limit: passages to return.
        weights: of finding passages.
        ranking: of excerpts; that which comes with the program if it is None.
    """
    ranking = ranking or learned_ranking()
    query = understood.query
    if query.sides:
        sides = tuple(
            (
                side.name,
                Search(library, understand_side(library, understood, side), weights).found(
                    limit, ranking, read=READ_OF_SIDE
                ),
            )
            for side in query.sides
        )
        return joined(sides, limit)
    asked = Search(library, understood, weights)
    found = asked.found(limit, ranking)
    if query.form == "overview":
        return replace(found, leads=asked.leads(found.excerpts))
    if query.form == "introduction":
        named = tuple(one.speaker for one in query.named)
        return replace(found, introductions=introductions(library, named, understood.asked.filters))
    return found


def find_passages(
    library: Library,
    understood: Understood,
    *,
    limit: int,
    weights: SearchWeights = SearchWeights(),
) -> tuple[Passage, ...]:
    """Return the passages for a question, best first, none of them read."""
    return Search(library, understood, weights).passages(limit)


class Search:
    """The search for one question; what several steps look at is read once."""

    def __init__(self, library: Library, understood: Understood, weights: SearchWeights) -> None:
        self.library = library
        self.asked = understood.asked
        self.query = understood.query
        self.weights = weights
        self._vector = library.embedder.encode_question(self.asked.question)
        self._found: dict[int, tuple[Article, Chunk]] = {}
        self._sentences: dict[int, tuple[Sentence, ...]] = {}
        self._lines: dict[int, tuple[Line, ...]] = {}
        self._near: dict[Filters, dict[int, float]] = {}
        self._rarity = cache(library.lexical.rarity)

    def found(self, limit: int, ranking: Ranking, *, read: int = READ_MOST) -> Found:
        """Return the best passages and, best first, their excerpts; so many of them are read."""
        return self.judged(self._passages(limit), limit, ranking, read=read)

    def judged(
        self,
        served: Sequence[tuple[int, float]],
        limit: int,
        ranking: Ranking,
        *,
        read: int = READ_MOST,
    ) -> Found:
        """Return passages, given by row and score, and, best first, their excerpts."""
        excerpts = self._excerpts([row for row, _ in served])
        found = self._as_found(served)
        numbers = self._cheap(excerpts, found)
        log_odds = ranking.to_read.log_odds(CHEAP, numbers)
        order = np.argsort(-log_odds, kind="stable").tolist()
        places = {id(excerpts[place]): place for place in order}
        to_read = list(islice(without_overlap([excerpts[place] for place in order]), read))
        cheap = numbers[[places[id(one)] for one in to_read]]
        return self._ranked(served, limit, to_read, cheap, self._read(to_read), ranking)

    def candidates(self, limit: int) -> tuple[list[Excerpt], np.ndarray]:
        """Return every excerpt of the best passages with its cheap evidence."""
        served = self._passages(limit)
        excerpts = self._excerpts([row for row, _ in served])
        return excerpts, self._cheap(excerpts, self._as_found(served))

    def passages(self, limit: int) -> tuple[Passage, ...]:
        """Return the best passages, none of them read."""
        return self._in_order(self._passages(limit)[:limit], {})

    def leads(self, ranked: Sequence[Ranked]) -> tuple[Source, ...]:
        """Return how the article begins that most of some excerpts are from."""
        sentences, newest = self.library.sentences, self.query.prefers_newest
        return lead(ranked, self._need(), self._terms, sentences, newest=newest)

    def gaps(self) -> Gaps:
        """Return what no article has of what is asked for."""
        mentions = self.library.lexical.passages_with
        return gaps_in(self.query, self._need(), self._terms, mentions)

    def _ranked(
        self,
        served: Sequence[tuple[int, float]],
        limit: int,
        excerpts: Sequence[Excerpt],
        cheap: np.ndarray,
        read: Sequence[Reading],
        ranking: Ranking,
    ) -> Found:
        numbers = np.hstack([cheap, read_evidence(read, self._similarities(excerpts))])
        log_odds = ranking.to_show.log_odds((*CHEAP, *READ), numbers)
        if self.query.prefers_newest:
            log_odds += self.weights.newest * newness([one.article.date for one in excerpts])
        order = np.argsort(-log_odds, kind="stable").tolist()
        ranked = tuple(
            Ranked(excerpts[n], probability(float(log_odds[n])), marked_words(excerpts[n], read[n]))
            for n in order
        )
        gaps = without_told(self.gaps(), (one.line.text for one in excerpts))
        evidence = weigh(self.query, gaps, numbers[order], log_odds[order], ranking)
        likely: dict[int, float] = {}
        for one, reading in zip(excerpts, read, strict=True):
            row = one.chunk.row
            likely[row] = max(likely.get(row, 0.0), reading.likely)
        passages = self._in_order(served, likely)[:limit]
        return Found(passages, ranked, evidence, copies=self._copies(excerpts))

    def _in_order(
        self, served: Sequence[tuple[int, float]], likely: Mapping[int, float]
    ) -> tuple[Passage, ...]:
        """Return the passages; those of a plain question by what the reader made of them, too."""
        scores = list(served)
        if len(self.query.parts) == 1:
            weight = self.weights.answering
            scores = in_order({row: score + weight * likely.get(row, 0.0) for row, score in served})
        best = self.weights.best_score
        return tuple(
            Passage(*self._found[row], max(0.0, min(1.0, score / best))) for row, score in scores
        )

    def _passages(self, limit: int) -> list[tuple[int, float]]:
        """Return the best passages with their scores."""
        ranked = [self._part(part) for part in self.query.parts]
        served = serve(ranked, each=self.weights.in_turn, limit=limit)
        self._fetch([row for row, _ in served])
        return [*served, *self._of_speakers(served)]

    def _of_speakers(self, before: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
        """Return the best passages with words of those asked about, but those found before."""
        given = self.asked.filters.speakers
        speakers = tuple(one for one in self.asked.speakers if not given or one in given)
        if not speakers or not before:
            return []
        filters = replace(self.asked.filters, speakers=speakers)
        placed = {row for row, _ in before}
        found = [
            (row, score)
            for part in self.query.parts
            for row, score in self._part(part, filters)
            if row not in placed
        ]
        new = self._without_copies([*before, *in_order(dict(found))])[len(before) :]
        return new[: self.weights.of_speakers]

    def _as_found(self, served: Sequence[tuple[int, float]]) -> dict[int, PassageFacts]:
        rows = [row for row, _ in served]
        similarities = self.library.vectors.similarities(self._vector, rows)
        # Passages far down in a very long article have no vector before they are found.
        if without := np.flatnonzero(similarities == 0).tolist():
            texts = self.library.embedded_texts([self._found[rows[place]] for place in without])
            similarities[without] = self.library.embedder.encode(texts) @ self._vector
        return {
            row: PassageFacts(place, score, similarity)
            for place, ((row, score), similarity) in enumerate(
                zip(served, similarities, strict=True)
            )
        }

    def _excerpts(self, rows: Sequence[int]) -> list[Excerpt]:
        """Return all excerpts of passages."""
        self._fetch(list(rows))
        return [
            excerpt
            for row, said in zip(rows, self.library.statements_in(rows), strict=True)
            for excerpt in excerpts_of(*self._found[row], self._lines_of(row), said)
        ]

    def _cheap(self, excerpts: Sequence[Excerpt], found: Mapping[int, PassageFacts]) -> np.ndarray:
        return cheap_evidence(excerpts, found, self._need(), self.asked.speakers)

    def _read(self, excerpts: Sequence[Excerpt]) -> list[Reading]:
        windows = [(heading(one.article), one.text) for one in excerpts]
        return open_reader().read(self.asked.question, windows)

    def _similarities(self, excerpts: Sequence[Excerpt]) -> np.ndarray:
        """Return the cosine of each excerpt and the question: shape ``(excerpts,)``."""
        vectors = self.library.embedder.encode([one.text for one in excerpts])
        return np.asarray(vectors @ self._vector)

    def _part(self, part: Part, filters: Filters | None = None) -> list[tuple[int, float]]:
        """Return what is found for one part, best first."""
        filters = filters or self._filters(part)
        weights = self.weights
        asked = asked_words(
            self.query.words, analyse=self._terms, stressed=part.words, stress=weights.stress
        )
        by_words = shares(*self.library.lexical.search(asked, weights.candidates, filters))
        meaning = weights.meaning if len(self.query.parts) == 1 else weights.meaning_of_parts
        first = dict(fuse([(by_words, weights.words), (self._by_meaning(filters), meaning)]))
        if part.since or part.until:
            self._fetch(list(first))
            for row in first:
                first[row] += weights.dated * self._is_within(self._found[row][0].date, part)
        ranked = self._without_copies(in_order(first))
        best = dict(islice(ranked, weights.looked_at_twice))
        return in_order(self._with_fit(best, part))

    def _without_copies(self, ranked: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
        """Return rows but those with little that rows before them of the same story have not.

        What contradicts them is kept. Of two with much the same, the one whose article is to be
        cited stands in the first place.
        """
        stories = self.library.stories_of([row for row, _ in ranked])
        self._fetch([row for (row, _), story in zip(ranked, stories, strict=True) if story >= 0])
        kept: list[tuple[int, float]] = []
        said: dict[int, set[str]] = {}
        places: dict[int, list[int]] = {}  # in ``kept``, of each story
        for (row, score), story in zip(ranked, stories, strict=True):
            if story >= 0:
                keys, before = self._keys_of(row), said.setdefault(story, set())
                told = [kept[place][0] for place in places.get(story, ())]
                if _share(keys, before) > ALIKE and not self._contradicts(row, told):
                    for place in places[story]:
                        if self._is_rather_cited(row, kept[place][0]):
                            kept[place] = row, kept[place][1]
                            break
                    continue
                before |= keys
                places.setdefault(story, []).append(len(kept))
            kept.append((row, score))
        return kept

    def _contradicts(self, row: int, others: Iterable[int]) -> bool:
        """Tell whether a passage has a sentence that says otherwise what one of others says."""
        there = {line.text for other in others for line in self._lines_of(other)}
        own = {line.text for line in self._lines_of(row)} - there
        return any(contradicts(one, other) for one in own for other in there)

    def _is_rather_cited(self, row: int, other: int) -> bool:
        """Tell whether a row has most of another's words, and its article is cited before."""
        is_before = precedence(self._found[row][0]) < precedence(self._found[other][0])
        is_print = _share(self._keys_of(other), self._keys_of(row)) > ALIKE
        return is_before and is_print and not self._contradicts(other, [row])

    def _keys_of(self, row: int) -> set[str]:
        """Return what is the same of a fetched passage in all of its prints."""
        return {sentence_key(line.text) for line in self._lines_of(row)} - {""}

    def _copies(self, excerpts: Sequence[Excerpt]) -> dict[str, tuple[Article, ...]]:
        """Return the copies of the articles that excerpts are from, as far as they may be shown."""
        stories = self.library.stories_of([one.chunk.row for one in excerpts])
        articles = {
            one.article.id for one, story in zip(excerpts, stories, strict=True) if story >= 0
        }
        found = {one: self.library.copies(one, self.asked.filters) for one in articles}
        return {one: copies for one, copies in found.items() if copies}

    def _fetch(self, rows: list[int]) -> None:
        """Fetch passages that have not been fetched, with their sentences: all at once."""
        new = [row for row in rows if row not in self._found]
        if new:
            self._found |= dict(zip(new, self.library.passages(new), strict=True))
            self._sentences |= dict(zip(new, self.library.sentences_in(new), strict=True))

    def _lines_of(self, row: int) -> tuple[Line, ...]:
        """Return the sentences of a fetched passage, analysed."""
        if row not in self._lines:
            article, chunk = self._found[row]
            spans = [one.span for one in self._sentences[row]] or [chunk.span]
            self._lines[row] = read_lines(article, spans, self._terms)
        return self._lines[row]

    def _need(self, part: Part | None = None) -> Need:
        """Return what a sentence must offer for the question, or for a part of it."""
        return need(
            self.query.words,
            analyse=self._terms,
            rarity=self._rarity,
            stressed=part.words if part else "",
            stress=self.weights.stress,
            expects=self.query.expects,
        )

    def _filters(self, part: Part) -> Filters:
        """Narrow the filters to the part's sources, unless they exclude them all."""
        given = self.asked.filters
        sources = [one for one in part.sources if not given.sources or one in given.sources]
        return replace(given, sources=tuple(sources)) if sources else given

    def _by_meaning(self, filters: Filters) -> dict[int, float]:
        if filters not in self._near:
            near = self.library.vectors.search(self._vector, self.weights.candidates, filters)
            self._near[filters] = shares(*near)
        return self._near[filters]

    def _with_fit(self, scores: Mapping[int, float], part: Part) -> dict[int, float]:
        asked = self._need(part)
        self._fetch(list(scores))
        return {
            row: score
            + max((fit(asked, line, self.weights.fit) for line in self._lines_of(row)), default=0.0)
            for row, score in scores.items()
        }

    def _is_within(self, day: date | None, part: Part) -> bool:
        if day is None:
            return False
        around = self.weights.around_date
        since = part.since.toordinal() - around if part.since else 0
        until = part.until.toordinal() + around if part.until else date.max.toordinal()
        return since <= day.toordinal() <= until

    def _terms(self, text: str) -> list[str]:
        return self.library.lexical.terms(text)


def _share(keys: Set[str], others: Set[str]) -> float:
    """Return how much of some sentences is among others."""
    return sum(map(len, keys & others)) / max(1, sum(map(len, keys)))
