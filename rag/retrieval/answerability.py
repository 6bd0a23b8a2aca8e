"""Decide whether the articles answer a question, by the best excerpts found for it."""

import re
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, replace

import numpy as np

from rag.language.matching import content_words
from rag.language.speech_verbs import LEMMA_OF
from rag.questions.phrases import GENERAL_WORDS
from rag.questions.query import Query
from rag.retrieval.evidence import CHEAP, READ
from rag.retrieval.ranking import Ranking, probability
from rag.retrieval.sentence_fit import Analyse, Need

NAMES = (
    "best",  # log odds of the first excerpt
    "second",  # the same of the second
    "log_odds_at_most",  # the reader's opinion of the excerpt that it likes best
    "similarity_at_most",  # of a passage and the question
    "unknown_words",  # share of the words asked for that no article has
    "speaker_named",  # the words of somebody are asked for, by name
    "unquoted",  # and the articles have none of them
    "topic_of_speaker",  # the most of what is asked for in a first excerpt with words of theirs
    "yes_no_asked",
    "overview_asked",
)

SUBJECT = (
    "log_odds_at_most",  # as above
    "excerpt_similarity_at_most",  # of one of the first excerpts and the question
    "asked_around_at_most",  # of the words asked for, in the same with the title and what is before
)

FIRST = 3  # excerpts: as many as most answers show
# Log odds of being on the subject from which excerpts are shown beside a refusal: of the questions
# of news_questions that are refused with the right words shown, none is below, and .57 of those
# that were asked of articles on other subjects are (2026-11-29).
LEAST_RELATED = -0.8
ALL_UNKNOWN = 0.999  # share from which no article has any of the words asked for, rounding aside
_AFTER_NAME = r",?(?: (?:who|also|has|had|have|been|is|was|later|now|once|himself|herself)){0,3} "


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a question asks for that no article has."""

    sources: tuple[str, ...]  # outlets that are asked for
    speaker: str  # whose words are asked for, as written, if no article has their last name
    names: tuple[str, ...]  # as written
    words: tuple[str, ...]  # other words that tell what is asked, as written
    share: float  # of all words asked for, weighted by rarity, names among them
    unquoted: str  # whose words are asked for by name, if no article has any, as written


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the articles answering a question, and what speaks against it."""

    score: float  # in [0, 1]: how likely they answer it
    answered: bool
    related: bool  # they are on something near enough to be shown beside a refusal
    gaps: Gaps


def gaps_in(query: Query, need: Need, analyse: Analyse, mentions: Callable[[str], int]) -> Gaps:
    """Return what no article has of what is asked for.

    Args:
        query: what was read from the question.
        need: what is looked for in a sentence.
        analyse: text to its words, folded and stemmed.
        mentions: how many passages of all have an analysed word.
    """
    unknown = {term for term in need.shares if not mentions(term)}
    if unknown:  # "got" of "who got 142 votes" tells nothing
        unknown -= set(analyse(" ".join(GENERAL_WORDS)))
    names = tuple(
        name for name in dict.fromkeys(query.names) if _is_unknown(name, unknown, need, analyse)
    )
    named = {term for name in query.names for term in analyse(name)}
    words = tuple(
        word
        for word in dict.fromkeys(content_words(query.topic))
        if any(term in unknown and term not in named for term in analyse(word))
    )
    last_name = analyse(query.subject.rpartition(" ")[2])
    is_known = any(mentions(term) for term in last_name)
    speaker = query.subject if last_name and not is_known else ""
    unquoted = query.subject if query.subject_is_name and not query.speakers else ""
    return Gaps(query.absent_sources, speaker, names, words, need.share_of(unknown), unquoted)


def without_told(gaps: Gaps, sentences: Iterable[str]) -> Gaps:
    """Return gaps but for somebody's words where a sentence tells of them: "Bell, who denied".

    It need not be a statement: "Bell is blaming the weather".
    """
    if not gaps.unquoted:
        return gaps
    name = re.escape(gaps.unquoted.split()[-1])
    telling = re.compile(rf"\b{name}{_AFTER_NAME}(?P<verb>[a-z]+)", re.IGNORECASE)
    verbs = (found["verb"] for text in sentences for found in telling.finditer(text))
    return replace(gaps, unquoted="") if any(verb in LEMMA_OF for verb in verbs) else gaps


def weigh(
    query: Query, gaps: Gaps, numbers: np.ndarray, log_odds: np.ndarray, ranking: Ranking
) -> Evidence:
    """Weigh what was found for a question.

    Args:
        query: what was read from it.
        gaps: what no article has of it.
        numbers: the evidence for the excerpts, best first: shape ``(excerpts, CHEAP + READ)``.
        log_odds: their scores.
        ranking: the weights.
    """
    if not len(numbers):
        return Evidence(0.0, False, False, gaps)
    weighed = answer_evidence(query, gaps, numbers, log_odds)
    [strength] = ranking.answered.log_odds(NAMES, weighed[None])
    whole = any(" " in name for name in gaps.names)  # "Olof Palme": nothing else is meant
    is_missing = gaps.sources or gaps.speaker or whole or gaps.share > ALL_UNKNOWN
    answered = strength >= ranking.least and not is_missing
    [near] = ranking.on_subject.log_odds(SUBJECT, subject_evidence(numbers)[None])
    if asks_openly(query):
        strength = min(strength, near)
        answered = answered and near >= ranking.least_on_subject
    score = probability(float(strength))
    return Evidence(score, bool(answered), bool(near >= LEAST_RELATED), gaps)


def asks_openly(query: Query) -> bool:
    """Tell whether nearly all that articles have on a subject answers a question.

    It is only to be refused if they are on something else, which questions that ask for one thing
    do not teach: whether "Is it dangerous?" is answered by what is dangerous otherwise.
    """
    return query.expects == "yes_no" or query.form == "overview"


def subject_evidence(numbers: np.ndarray) -> np.ndarray:
    """Return the evidence for the articles having a subject, in the order of ``SUBJECT``.

    Args:
        numbers: the evidence for the excerpts, best first: shape ``(excerpts, CHEAP + READ)``.
    """
    column = _columns(numbers)
    return np.array(
        [
            column["log_odds"].max(),
            column["excerpt_similarity"][:FIRST].max(),
            column["asked_around"][:FIRST].max(),
        ]
    )


def answer_evidence(
    query: Query, gaps: Gaps, numbers: np.ndarray, log_odds: np.ndarray
) -> np.ndarray:
    """Return the evidence for a question being answered, in the order of ``NAMES``."""
    column = _columns(numbers)
    asked = column["asked_inside"] if query.topic else 1.0  # "What did she say?": all she said
    return np.array(
        [
            log_odds[0],
            log_odds[min(1, len(log_odds) - 1)],
            column["log_odds"].max(),
            column["similarity"].max(),
            gaps.share,
            query.subject_is_name,
            bool(gaps.unquoted),
            (column["speaker"] * asked)[:FIRST].max(),
            query.expects == "yes_no",
            query.form == "overview",
        ]
    )


def _columns(numbers: np.ndarray) -> dict[str, np.ndarray]:
    """Return the evidence for excerpts by its names."""
    return dict(zip((*CHEAP, *READ), numbers.T, strict=True))


def explain(gaps: Gaps) -> str:
    """Say in a sentence what no article has; empty where nothing in particular is missing."""
    sources = " or ".join(gaps.sources)
    named = (gaps.speaker,) if gaps.speaker else gaps.names or gaps.words
    words = " or ".join(one for one in named if one not in gaps.sources)
    said = [f"No article is from {sources}." if sources else ""]
    said.append(f"No article mentions {words}." if words else "")
    if gaps.unquoted and not words:
        said.append(f"No words of {gaps.unquoted} were found.")
    return " ".join(one for one in said if one)


def _is_unknown(name: str, unknown: Set[str], need: Need, analyse: Analyse) -> bool:
    """Tell whether no article has a word of a name that counts."""
    terms = [term for term in analyse(name) if term in need.shares]
    return bool(terms) and all(term in unknown for term in terms)
