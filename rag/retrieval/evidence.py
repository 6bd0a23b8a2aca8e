"""What speaks for an excerpt as an answer, in numbers between 0 and 1 or thereabouts.

The first ones are cheap and put the excerpts in order for reading; what takes the reader and
the encoder comes last. How much each counts is learned: see ``rag.retrieval.ranking``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rag.language.person_names import same_person
from rag.models.reader import Reading
from rag.records import Statement
from rag.retrieval.excerpts import LONGEST, Excerpt
from rag.retrieval.sentence_fit import Line, Need, has_kind

CHEAP = (
    "place",  # of the passage among those found: 1, 1/2, 1/3, …
    "score",  # of the passage, as a share of the best one's
    "similarity",  # cosine of the passage and the question
    "similarity_behind",  # the same, less that of the nearest passage
    "asked_around",  # share of the words asked for in the judged sentence, in the one before it
    # and in the title, weighted by rarity
    "asked_inside",  # the same in the excerpt's sentences
    "asked_inside_behind",  # the same, less that of the best excerpt
    "kind",  # the judged sentence has a number, date or name, as is asked for
    "depth",  # how far into its article it stands
    "length",  # of the excerpt, as a share of the longest
    "question",  # the judged sentence asks something
    "speaker",  # its words are those of somebody whose words are asked for
)
READ = (
    "likely",  # how likely the excerpt answers, in the reader's opinion
    "likely_behind",  # the same, less that of the best excerpt
    "log_odds",  # of "likely", as a fifth
    "excerpt_similarity",  # cosine of the excerpt and the question
    "excerpt_similarity_behind",  # the same, less that of the nearest excerpt
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
) -> np.ndarray:
    """Return the evidence that needs no reading: shape ``(excerpts, CHEAP)``.

    Args:
        excerpts: of the passages found.
        found: how their passages were found, by row.
        need: what a sentence must offer.
        speakers: those whose words are asked for.
    """
    if not excerpts:
        return np.zeros((0, len(CHEAP)))
    best = max(one.score for one in found.values()) or 1.0
    nearest = max(one.similarity for one in found.values())
    rows = []
    for one in excerpts:
        passage, line = found[one.chunk.row], one.line
        inside = need.share_of(one.terms)
        rows.append(
            (
                1 / (1 + passage.place),
                passage.score / best,
                passage.similarity,
                passage.similarity - nearest,
                need.share_of(line.context),
                inside,
                inside,
                has_kind(line.text, need),
                one.span.start / len(one.article.text),
                (one.span.end - one.span.start) / LONGEST,
                "?" in line.text,
                any(_is_said_by(statement, speakers, line) for statement in one.statements),
            )
        )
    numbers = np.array(rows, dtype=float)
    behind = CHEAP.index("asked_inside_behind")
    numbers[:, behind] -= numbers[:, behind].max()
    return numbers


def read_evidence(read: Sequence[Reading], similarities: np.ndarray) -> np.ndarray:
    """Return the evidence of reading excerpts closely: shape ``(excerpts, READ)``.

    Args:
        read: what the reader made of each.
        similarities: the cosine of each and the question.
    """
    if not read:
        return np.zeros((0, len(READ)))
    likely = np.array([one.likely for one in read])
    held = np.clip(likely, 1e-4, 1 - 1e-4)
    return np.stack(
        [
            likely,
            likely - likely.max(),
            np.log(held / (1 - held)) / 5,
            similarities,
            similarities - similarities.max(),
        ],
        axis=1,
    )


def _is_said_by(statement: Statement, speakers: Sequence[str], line: Line) -> bool:
    """Tell whether a statement has words of a sentence, and is one of some speakers'."""
    return statement.words.overlaps(line.span) and any(
        same_person(statement.speaker, speaker) for speaker in speakers
    )
