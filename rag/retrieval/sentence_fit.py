"""Judge how well a sentence answers a question: pure functions over words.

What counts, and how much, was fitted on questions of SQuAD 2.0 whose answering sentence is
known, and holds on news as it is; see benchmarks/RESULTS.md.
"""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from rag.language.dates import MONTHS, YEAR
from rag.language.function_words import STOP_WORDS
from rag.language.matching import content_words
from rag.questions.answer_type import Kind, expected_kind
from rag.records import Article, Span

Analyse = Callable[[str], list[str]]  # text to its words, folded and stemmed
Rarity = Callable[[str], float]  # how much an analysed word tells: the rarer, the more

_KINDS: Mapping[Kind, re.Pattern[str]] = {
    "date": re.compile(
        rf"(?:\d{{1,2}} )?\b(?:{'|'.join(MONTHS)})\b(?: \d{{1,2}}\b)?(?:,? {YEAR})?|\b{YEAR}s?\b"
        r"|\b\w+(?:st|nd|rd|th) (?:and \w+th )?centur(?:y|ies)\b"
        r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
        r"|\b(?:years?|days?|decades?|yesterday|today)\b"
    ),
    "number": re.compile(
        r"[$€£]?\d[\d,.]*\d?(?:\s?%| percent| per cent| (?:hundred|thousand|million|billion))?"
        r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?"
        r"|thousands?|millions?|billions?|half|third|quarter|several|twice|double)\b",
        re.IGNORECASE,
    ),
    "reason": re.compile(
        r"\b(?:because|due to|since|so that|in order|therefore|caus\w+|reasons?|result\w*|as a"
        r"|to)\b",
        re.IGNORECASE,
    ),
}
_CAPITALISED = re.compile(r"[A-Z][\w’'-]*(?: (?:(?:of|the|de|van|von|bin|al) )?[A-Z][\w’'-]*)*")


@dataclass(frozen=True, slots=True)
class Need:
    """What is looked for in a sentence."""

    shares: Mapping[str, float]  # analysed words asked for; their shares add up to 1
    pairs: frozenset[tuple[str, str]]  # neighbouring words of the question
    expects: Kind

    def share_of(self, terms: Set[str]) -> float:
        """Return the share of the words asked for that are among some, weighted by rarity."""
        return sum(share for term, share in self.shares.items() if term in terms)

    def share_of_pairs(self, pairs: Set[tuple[str, str]]) -> float:
        """Return the share of the question's neighbouring words that are among some."""
        return len(self.pairs & pairs) / len(self.pairs) if self.pairs else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as it is judged, analysed once for all that is asked of it."""

    span: Span
    text: str
    terms: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    context: frozenset[str]  # its words, those of the sentence before it and of the title


def need(
    question: str,
    *,
    analyse: Analyse,
    rarity: Rarity,
    stressed: str = "",
    stress: float = 0.0,
    expects: Kind | None = None,
) -> Need:
    """Work out what is looked for.

    Args:
        question: or what is left of it without sources and dates.
        analyse: as the sentences are analysed.
        rarity: of an analysed word.
        stressed: a part of the question; its words count ``1 + stress`` times.
        stress: 0 or more.
        expects: the kind of words that answer; read from the question if it is None.
    """
    weights = asked_words(question, analyse=analyse, stressed=stressed, stress=stress)
    told = {term: weight * rarity(term) for term, weight in weights.items()}
    total = sum(told.values())
    shares = {term: weight / total for term, weight in told.items()} if total else {}
    pairs = frozenset(pairwise(analyse(stressed or question)))
    return Need(shares, pairs, expects or expected_kind(question))


def asked_words(
    question: str, *, analyse: Analyse, stressed: str = "", stress: float = 0.0
) -> dict[str, float]:
    """Return the analysed words that tell what is asked, and how much each counts."""
    words = content_words(question) or question.split()
    weights = dict.fromkeys(analyse(" ".join(words)), 1.0)
    for term in dict.fromkeys(analyse(" ".join(content_words(stressed)))):
        weights[term] = 1.0 + stress
    return weights


def read_lines(article: Article, sentences: Sequence[Span], analyse: Analyse) -> tuple[Line, ...]:
    """Analyse the sentences of a passage of an article, in their order."""
    heading = frozenset(analyse(article.title))
    lines: list[Line] = []
    before: frozenset[str] = frozenset()
    for span in sentences:
        text = article.cut(span)
        words = analyse(text)
        terms = frozenset(words)
        lines.append(Line(span, text, terms, frozenset(pairwise(words)), terms | before | heading))
        before = terms
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class FitWeights:
    """What counts how much in the fit of a sentence.

    Fitted on the tuning half of SQuAD 2.0's questions, 2026-11-20.
    """

    in_context: float = 1.0  # share of the asked words in the sentence, the one before, the title
    in_sentence: float = 0.6  # the same share in the sentence alone
    together: float = 0.62  # share of the question's neighbouring words that are neighbours here

    @property
    def best(self) -> float:
        """The best fit that a sentence can have."""
        return self.in_context + self.in_sentence + self.together


def fit(asked: Need, line: Line, weights: FitWeights = FitWeights()) -> float:
    """Return how well a sentence answers: 0 for not at all, up to ``weights.best``."""
    return (
        weights.in_context * asked.share_of(line.context)
        + weights.in_sentence * asked.share_of(line.terms)
        + weights.together * asked.share_of_pairs(line.pairs)
    )


def has_kind(text: str, asked: Need) -> bool:
    """Tell whether a sentence has words of the kind asked for, the question's own left out."""
    if asked.expects in ("person", "place"):
        return any(
            not _is_asked(match[0], asked)
            and not (match.start() == 0 and match[0].split()[0].lower() in STOP_WORDS)
            for match in _CAPITALISED.finditer(text)
        )
    form = _KINDS.get(asked.expects)
    return form is None or any(not _is_asked(match[0], asked) for match in form.finditer(text))


def _is_asked(words: str, asked: Need) -> bool:
    """Tell whether one of the words is asked about; a stem begins its word, nearly always."""
    return any(
        word.startswith(term[: max(3, len(term) - 1)])
        for word in words.lower().split()
        for term in asked.shares
        if len(term) > 1
    )
