"""Lay a sentence beside the cited one that is most like it, and find what was exchanged."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.distance import LCSseq, Levenshtein, Opcode

from rag.answers.text_units import TextUnits, Unit, is_abbreviation, stems

# By hand, as measured by benchmarks/check.py on its tuning half.
ALIKE = 0.5  # share of a sentence's telling words from which two sentences are laid side by side


def nearest_to(claim: TextUnits, cited: Sequence[TextUnits]) -> tuple[Unit, ...]:
    """Return the cited sentence that is most like the claim; empty if none is near."""
    wanted, keys = stems(claim.units), [unit.key for unit in claim.units]

    def likeness(sentence: tuple[Unit, ...]) -> float:
        order = LCSseq.similarity(keys, [unit.key for unit in sentence])
        return len(wanted & stems(sentence)) + order / 2

    sentences = [sentence for reading in cited for sentence in reading.sentences]
    best = max(sentences, key=likeness, default=())
    return best if len(wanted & stems(best)) >= ALIKE * len(wanted) else ()


def exchanged(claim: TextUnits, nearest: Sequence[Unit]) -> Iterator[str]:
    """Find a name or figure that stands where the cited sentence has another."""
    units = [_as_in(unit, nearest) for unit in claim.units]
    here, there = [unit.key for unit in units], [unit.key for unit in nearest]
    steps = list(Levenshtein.opcodes(here, there))
    moved_here, moved_there = set(here), set(there)
    for step in steps:
        if step.tag == "equal":
            moved_here -= set(here[step.src_start : step.src_end])
            moved_there -= set(there[step.dest_start : step.dest_end])
    for step in (step for step in steps if step.tag == "replace"):
        for i, j in enumerate(range(step.dest_start, step.dest_end), start=step.src_start):
            one, other = units[i], nearest[j]
            if not _exchangeable(one, other):
                continue
            beside = (i and j and here[i - 1] == there[j - 1]) or (
                here[i + 1 : i + 2] == there[j + 1 : j + 2] != []
            )
            # What stands elsewhere in both was put in another order: "by Kallas", "A and B".
            listed = other.key in here[max(0, i - 2) : i + 3] and one.key in moved_there
            moved = other.key in moved_here and one.key not in moved_there
            if beside and not moved and not listed:
                yield f"The cited words have “{other.text}” where this has “{one.text}”."


def counted_otherwise(claim: TextUnits, nearest: Sequence[Unit]) -> Iterator[str]:
    """Find a figure before a word that the cited sentence has behind other figures only."""
    counted: dict[str, list[Unit]] = {}
    for figure, word in pairwise(nearest):
        if figure.kind == "number" and word.telling:
            counted.setdefault(word.key, []).append(figure)
    for figure, word in pairwise(claim.units):
        others = counted.get(word.key, [])
        if figure.kind == "number" and others and all(one.key != figure.key for one in others):
            yield f"The cited words have “{others[0].text}” where this has “{figure.text}”."


def _exchangeable(one: Unit, other: Unit) -> bool:
    figures = ("number", "date")
    return one.kind == other.kind == "name" or (one.kind in figures and other.kind in figures)


def _as_in(unit: Unit, nearest: Sequence[Unit]) -> Unit:
    """Return a name with the key of the longer or shorter name that it stands for."""
    if unit.kind != "name" or any(unit.key == one.key for one in nearest):
        return unit
    parts = set(unit.key.split())
    for one in nearest:
        others = set(one.key.split())
        if one.kind == "name" and (
            parts <= others or others <= parts or is_abbreviation(unit.key, [one.key])
        ):
            return replace(unit, key=one.key)
    return unit


def negated_only_here(units: Sequence[Unit], others: Sequence[Unit]) -> Iterator[str]:
    """Yield what follows a negation that ``others``, else the same around it, lack."""
    here, there = [unit.key for unit in units], [unit.key for unit in others]
    steps = [Opcode("equal", 0, 0, 0, 0), *Levenshtein.opcodes(here, there)]
    for before, step, after in zip(steps, steps[1:], steps[2:], strict=False):
        lone = step.src_end - step.src_start == 1 and units[step.src_start].kind == "not"
        if step.tag == "delete" and lone and before.tag == after.tag == "equal":
            yield units[step.src_end].text
