"""What speaks for an excerpt as an answer, in numbers between 0 and 1 or thereabouts.

The first ones are cheap and put the excerpts in order for reading; those of the reader come
last. How much each counts is learned: see ``rag.retrieval.ranking``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rag.language.person_names import same_person
from rag.models.reader import Reading
from rag.retrieval.excerpts import LONGEST, Excerpt
from rag.retrieval.sentence_fit import Need, has_kind

# By hand.
LEAD = 250  # characters: the first sentences of an article tell what it is about

_ENDS = re.compile(r"[.!?…][\"”’')\]]*$")

CHEAP = (
    "place",  # of the passage among those found: 1, 1/2, 1/3, …
    "score",  # of the passage, as a share of the best one's
    "similarity",  # cosine of the passage and the question
    "similarity_behind",  # the same, less that of the nearest passage
    "asked",  # share of the words asked for in the judged sentence, weighted by rarity
    "asked_around",  # the same with the sentence before and the title
    "asked_pairs",  # share of the question's neighbouring words that are neighbours here too
    "asked_behind",  # "asked", less that of the best excerpt
    "asked_inside",  # share of the words asked for in the whole excerpt
    "asked_inside_behind",  # the same, less that of the best excerpt
    "kind",  # the judged sentence has a number, date or name, as is asked for
    "lead",  # it stands at the beginning of its article
    "depth",  # how far into its article it stands
    "length",  # of the excerpt, as a share of the longest
    "question",  # the judged sentence asks something
    "ends",  # the judged sentence ends like one
    "sentence_length",  # of the judged sentence, as a share of 200 characters
    "statement",  # somebody speaks in the judged sentence
    "quotation",  # in their own words
    "speaker",  # it is somebody who is asked about
    "speaker_wanted",  # the same where somebody's words are asked for
)
READ = (
    "likely",  # how likely the excerpt answers, in the reader's opinion
    "likely_behind",  # the same, less that of the best excerpt
    "likeliest",  # it is the best one in the reader's opinion
    "log_odds",  # of "likely", as a fifth
    "words_inside",  # the words that answer stand in the judged sentence
)


@dataclass(frozen=True, slots=True)
class PassageFacts:
    """A passage as it was found."""

    place: int  # from 0
    score: float
    similarity: float  # cosine, to the question


def cheap_evidence(
    excerpts: Sequence[Excerpt],
    found: Mapping[int, PassageFacts],
    need: Need,
    speakers: Sequence[str],
    *,
    words_wanted: bool,
) -> np.ndarray:
    """Return the evidence that needs no reading: shape ``(excerpts, CHEAP)``.

    Args:
        excerpts: of the passages found.
        found: how their passages were found, by row.
        need: what a sentence must offer.
        speakers: who is asked about.
        words_wanted: whether somebody's words are asked for.
    """
    if not excerpts:
        return np.zeros((0, len(CHEAP)))
    best = max(one.score for one in found.values()) or 1.0
    nearest = max(one.similarity for one in found.values())
    rows = []
    for one in excerpts:
        passage, line = found[one.chunk.row], one.line
        spoken = [
            statement
            for statement in one.statements
            if statement.words.start < line.span.end and line.span.start < statement.words.end
        ]
        by_asked = any(
            same_person(statement.speaker, speaker) for statement in spoken for speaker in speakers
        )
        inside = need.share_of(frozenset().union(*(other.terms for other in one.lines)))
        asked = need.share_of(line.terms)
        rows.append(
            (
                1 / (1 + passage.place),
                passage.score / best,
                passage.similarity,
                passage.similarity - nearest,
                asked,
                need.share_of(line.context),
                need.share_of_pairs(line.pairs),
                asked,
                inside,
                inside,
                has_kind(line.text, need),
                one.span.start < LEAD,
                one.span.start / len(one.article.text),
                (one.span.end - one.span.start) / LONGEST,
                "?" in line.text,
                bool(_ENDS.search(line.text)),
                min(1.0, len(line.text) / 200),
                bool(spoken),
                any(statement.kind == "quoted" for statement in spoken),
                by_asked,
                by_asked and words_wanted,
            )
        )
    numbers = np.array(rows, dtype=float)
    for name in ("asked_behind", "asked_inside_behind"):
        column = CHEAP.index(name)
        numbers[:, column] -= numbers[:, column].max()
    return numbers


def read_evidence(excerpts: Sequence[Excerpt], read: Sequence[Reading]) -> np.ndarray:
    """Return the evidence of the reader: shape ``(excerpts, READ)``."""
    if not excerpts:
        return np.zeros((0, len(READ)))
    likely = np.array([one.likely for one in read])
    held = np.clip(likely, 1e-4, 1 - 1e-4)
    inside = [_is_judged(one, reading) for one, reading in zip(excerpts, read, strict=True)]
    return np.stack(
        [
            likely,
            likely - likely.max(),
            likely == likely.max(),
            np.log(held / (1 - held)) / 5,
            np.array(inside, dtype=float),
        ],
        axis=1,
    )


def _is_judged(excerpt: Excerpt, reading: Reading) -> bool:
    """Tell whether the words that answer stand in the sentence that an excerpt is judged by."""
    words = reading.best()
    if words is None:
        return False
    start = excerpt.line.span.start - excerpt.span.start
    return start <= words.start and words.end <= start + len(excerpt.line.text)
