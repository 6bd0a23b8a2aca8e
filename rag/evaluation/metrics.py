"""What is right about an answer, and how it is counted.

An answer is judged by what a person reads at a glance: the first five things shown, and of their
words and those of their sources the first 1,200 characters (2,400 of an overview or of several
things). Showing more does not help. White space, kinds of quotation marks and of dashes and letter
case do not matter.

The measures of a ranking are a line each and are kept here: the libraries that have them
(ranx, pytrec_eval) bring compilers or compiled parts along, and want every passage judged, while
here a passage is right when it holds the expected words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median, quantiles
from typing import Literal

from rag.evaluation.question_files import Question, plain
from rag.records import Answer, Article

# By hand, from how answers are read on the page.
THINGS = 5  # shown that count
GLANCE, LONG_GLANCE = 1_200, 2_400  # characters of them that count
FIRST = 400  # characters of the first one
LONG_KINDS = frozenset({"overview", "several"})
HALF_KINDS = frozenset({"overview"})  # more is right of these than can be listed
LOOKED_AT = 10  # passages in which the expected words are looked for

ANSWERED = "answered, though the articles do not say it"
REFUSED = "refused, though the articles say it"
OFFERED = "refused, though the expected words were offered"
NOT_FOUND = "not shown: no passage with the expected words was found"
NOT_CHOSEN = "not shown: passages with the expected words were found"
INCOMPLETE = "not all of the expected words were shown"
NO_SPEAKER = "the expected speaker was not named first"
CAUSES = (ANSWERED, REFUSED, OFFERED, NOT_FOUND, NOT_CHOSEN, INCOMPLETE, NO_SPEAKER)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question."""

    question: Question
    answer: Answer
    seconds: float  # that the answer took
    share: float  # of the accepted set that fares best, how much is shown at a glance
    is_first: bool  # the first thing shown has some expected words
    ranks: tuple[int, ...]  # of the set found best: the passage of each, from 1; 0 for none
    is_speaker_right: bool | None  # None: no speaker is expected, or nothing is shown

    @property
    def is_answerable(self) -> bool:
        """Tell whether the articles answer the question."""
        return bool(self.question.articles)

    @property
    def is_refused(self) -> bool:
        """Tell whether the answer is that the articles do not say it."""
        return self.answer.grade != "answered"

    @property
    def is_shown(self) -> bool:
        """Tell whether the expected words are shown, be it beside a refusal."""
        need = 0.5 if self.question.kind in HALF_KINDS else 1.0
        return self.is_answerable and self.share >= need

    @property
    def is_satisfied(self) -> bool:
        """Tell whether the expected words are shown as the answer, or rightly refused."""
        return (self.is_shown and not self.is_refused) if self.is_answerable else self.is_refused

    @property
    def is_found(self) -> bool:
        """Tell whether the passages hold all expected words."""
        return self.is_answerable and all(self.ranks)

    @property
    def rank(self) -> int:
        """The rank of the first passage with any expected words, from 1; 0 where none has any."""
        return min((rank for rank in self.ranks if rank), default=0)

    @property
    def cause(self) -> str:
        """What went wrong, one of ``CAUSES``; empty when nothing did."""
        if not self.is_answerable:
            return "" if self.is_refused else ANSWERED
        checks = (
            (self.is_refused, OFFERED if self.is_shown else REFUSED),
            (self.share == 0 and not self.is_found, NOT_FOUND),
            (self.share == 0, NOT_CHOSEN),
            (not self.is_shown, INCOMPLETE),
            (self.is_speaker_right is False, NO_SPEAKER),
        )
        return next((cause for failed, cause in checks if failed), "")


def judged(question: Question, answer: Answer, seconds: float) -> Outcome:
    """Compare an answer with what is expected of it."""
    things = glance(answer, question.kind)
    shown = [_Read(plain(text), names) for text, names in things]
    first = [_Read(plain(text[:FIRST]), names) for text, names in things[:1]]
    passages = [_Read(plain(one.text), _names(one.article)) for one in answer.passages]
    sets = [[_Wanted(plain(one), ()) for one in words] for words in question.accepted]
    if question.articles and not sets:
        sets = [[_Wanted("", question.articles)]]
    found = max(sets, key=lambda wanted: _share_of(wanted, passages), default=[])
    return Outcome(
        question=question,
        answer=answer,
        seconds=seconds,
        share=max((_share_of(wanted, shown) for wanted in sets), default=0.0),
        is_first=any(one.is_in(first) for wanted in sets for one in wanted),
        ranks=tuple(one.rank(passages) for one in found),
        is_speaker_right=_is_speaker_right(question, answer),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A text that was shown or found, and the articles that it is from, by id and address."""

    text: str  # plain
    articles: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Words that are expected, or any words of one of some articles."""

    words: str  # plain
    articles: tuple[str, ...]  # without words

    def rank(self, read: Sequence[_Read]) -> int:
        """Return the place of the first text that has this, from 1; 0 where none has."""
        return next((place for place, one in enumerate(read, 1) if self._stands_in(one)), 0)

    def is_in(self, read: Sequence[_Read]) -> bool:
        """Tell whether any text has this."""
        return bool(self.rank(read))

    def _stands_in(self, read: _Read) -> bool:
        if self.words:
            return self.words in read.text
        return not read.articles.isdisjoint(self.articles)


def glance(answer: Answer, kind: str) -> list[tuple[str, frozenset[str]]]:
    """Return the texts of an answer that are read at a glance, each with its articles' names."""
    left = LONG_GLANCE if kind in LONG_KINDS else GLANCE
    shown: list[tuple[str, frozenset[str]]] = []
    for claim in answer.claims[:THINGS]:
        # A quoting claim says what it cites; a written sentence brings its sources along.
        quotes = [one.quote for one in claim.sources if plain(one.quote) not in plain(claim.text)]
        text = " ".join([claim.text, *quotes])[:left]
        shown.append((text, frozenset().union(*(_names(one.article) for one in claim.sources))))
        left -= len(text)
        if left <= 0:
            break
    return shown


def _names(article: Article) -> frozenset[str]:
    return frozenset({article.id, article.url} - {""})


def _share_of(wanted: Sequence[_Wanted], read: Sequence[_Read]) -> float:
    return _share(one.is_in(read) for one in wanted)


def _is_speaker_right(question: Question, answer: Answer) -> bool | None:
    """Tell whether the first thing shown is said to be by somebody of the expected surname."""
    if not question.speaker or not answer.claims:
        return None
    first = answer.claims[0]
    return plain(question.speaker.split()[-1]) in plain(f"{first.speaker} {first.role}")


# Figures


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure over the questions that it can be taken of."""

    name: str
    value: float  # a share or a reciprocal rank in [0, 1], or milliseconds; 0 when ``of`` is 0
    of: int  # how many questions, claims or sources it is taken of
    unit: Literal["share", "milliseconds"]
    meaning: str  # a sentence

    @property
    def written(self) -> str:
        """The value as it is read: ``.90``, ``25 ms``, or a dash where there is none."""
        if not self.of:
            return "–"
        if self.unit == "milliseconds":
            return f"{self.value:.0f} ms" if self.value >= 10 else f"{self.value:.1f} ms"
        return f"{self.value:.3f}"


# The columns of the table by kind: a name, what it is taken of, and what it is.
COLUMNS = {
    "satisfied": "The expected words are shown as the answer, or a refusal is right.",
    "shown": "Of what the articles say: the expected words are shown, be it beside a refusal.",
    "first": "Of what the articles say: the first thing shown has some expected words.",
    "refused": "Of what the articles say: it was refused; the fewer the better.",
    "words in passages": "Of what the articles say: the passages hold all expected words.",
    "speaker": "Where one is expected: the first thing shown is said to be by them.",
}


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, tuple[Figure, ...]]:
    """Return the figures of each kind of question, and of "all": one for each of ``COLUMNS``."""
    kinds: dict[str, list[Outcome]] = {}
    for one in sorted(outcomes, key=lambda one: one.question.kind):
        kinds.setdefault(one.question.kind, []).append(one)
    return {kind: _kind_figures(group) for kind, group in {**kinds, "all": list(outcomes)}.items()}


def _kind_figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    answerable = [one for one in outcomes if one.is_answerable]
    taken = {
        "satisfied": [one.is_satisfied for one in outcomes],
        "shown": [one.is_shown for one in answerable],
        "first": [one.is_first for one in answerable],
        "refused": [one.is_refused for one in answerable],
        "words in passages": [one.is_found for one in answerable],
        "speaker": [right for one in outcomes if (right := one.is_speaker_right) is not None],
    }
    return tuple(
        Figure(name, _share(taken[name]), len(taken[name]), "share", meaning)
        for name, meaning in COLUMNS.items()
    )


def hits(ranks: Iterable[int], k: int) -> float:
    """Return the share of ranks, from 1, that are at most ``k``; rank 0 is not found."""
    return _share(1 <= rank <= k for rank in ranks)


def reciprocal_rank(ranks: Iterable[int], k: int) -> float:
    """Return the mean of one over each rank, from 1; not found, or after ``k``, counts 0."""
    return _mean(1 / rank if 1 <= rank <= k else 0.0 for rank in ranks)


def search_figures(outcomes: Sequence[Outcome], k: Sequence[int]) -> tuple[Figure, ...]:
    """Return how high the passages with expected words stand."""
    ranks = [one.rank for one in outcomes if one.is_answerable]
    return (
        *(
            Figure(f"Hits@{limit}", hits(ranks, limit), len(ranks), "share",
                   f"Some expected words are in the first {_passages(limit)}.")
            for limit in k
        ),
        Figure(f"MRR@{LOOKED_AT}", reciprocal_rank(ranks, LOOKED_AT), len(ranks), "share",
               "One over the rank of the first passage with expected words, on average."),
    )  # fmt: skip


def citation_figures(outcomes: Sequence[Outcome], are_true: Sequence[bool]) -> tuple[Figure, ...]:
    """Return how claims fare; ``are_true``: whether each is what its article says."""
    claims = [claim for one in outcomes for claim in one.answer.claims]
    expected = [
        any(not _names(one.article).isdisjoint(outcome.question.articles) for one in claim.sources)
        for outcome in outcomes
        if outcome.is_answerable and not outcome.is_refused
        for claim in outcome.answer.claims
    ]
    return (
        Figure("True citations", _share(are_true), len(are_true), "share",
               "The words of a claim stand in the article at the place that it cites."),
        Figure("Supported claims", _share(bool(claim.sources) and not claim.doubts
                                          for claim in claims), len(claims),
               "share", "A claim has a source, and nothing that its sources do not say."),
        Figure("Expected articles", _share(expected), len(expected), "share",
               "A claim cites one of the expected articles."),
    )  # fmt: skip


def refusal_figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """Return how well unanswerable questions are told from answerable ones."""
    refused = [one for one in outcomes if one.is_refused]
    others = [one for one in outcomes if not one.is_answerable]
    return (
        Figure("Refusal precision", _share(not one.is_answerable for one in refused), len(refused),
               "share", "Of what was refused, the articles do not say it."),
        Figure("Refusal recall", _share(one.is_refused for one in others), len(others), "share",
               "Of what the articles do not say, it was refused."),
    )  # fmt: skip


def time_figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """Return how long the answers took."""
    times = [1000 * one.seconds for one in outcomes]
    late = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    return (
        Figure("Answer p50", median(times), len(times), "milliseconds",
               "Half of the answers took at most this long."),
        Figure("Answer p95", late, len(times), "milliseconds",
               "19 of 20 answers took at most this long."),
    )  # fmt: skip


def _passages(count: int) -> str:
    return "passage" if count == 1 else f"{count} passages"


def _share(values: Iterable[bool]) -> float:
    return _mean(1.0 if value else 0.0 for value in values)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return mean(listed) if listed else 0.0
