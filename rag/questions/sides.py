"""Take a comparison apart: each side of "What did Kallas and Rubio say?" is a question of its own.

What is asked of two or three things is found for each by itself; together, the one that more is
written about pushes the other aside.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.language.dates import MONTHS, YEAR
from rag.language.matching import content_words

# By hand.
MOST_SIDES = 3
LONGEST = 45  # words; a longer question describes several articles, and is taken apart by them
FEWEST_WORDS = 2  # telling words of a clause that is a side

# What shows that things are held against each other.
_COMPARES = re.compile(
    r"\bcompar(?:e[ds]?|ing|ison)\b|\bversus\b|\bvs\b|\b(?:both|each|respectively|same|alike)\b"
    r"|\bdiffer(?:s|ed|ence|ences|ent|ently)?\b|\b(?:dis)?agree[ds]?\b(?! on)|\bsimilar(?:ly)?\b",
    re.IGNORECASE,
)
_CHOICE = (  # "which is faster, the Ada or the Bertha?": all of these, in any order
    re.compile(r"\b(?:which|who|what)\b", re.IGNORECASE),
    re.compile(r"\b(?:more|less|better|worse|most|least|\w+er|\w+est)\b", re.IGNORECASE),
    re.compile(r"\bor\b", re.IGNORECASE),
)
_TOGETHER = re.compile(  # "the fight between A and B", "brought A and B together"
    r"\b(?<!difference )(?<!differences )between $|\b(?:as|with|against) $", re.IGNORECASE
)
_CUES = re.compile(
    r"\b(?:(?:can you |please )?compared?|(?:the )?differences? between|both|each|respectively"
    r"|please)\b ?",
    re.IGNORECASE,
)
_OF_EACH = re.compile(  # "how do they differ on troops": each is asked for on troops
    r"^\W*(?:(?:how|where|why|on what) )?(?:do|does|did) (?P<name>.+?) (?:differ|agree|disagree)\b"
    r"(?P<rest>.*)$|^(?:what(?:['’]?s| is| are)|contrast|and) (?P<bare>\S.*)$",
    re.IGNORECASE,
)
_HELD = re.compile(  # "A agrees with B", "A's view of C compared to B's"
    r"(?:['’]s?(?P<of> .{1,60}?))? (?:agree[ds]?|disagree[ds]?|differ(?:s|ed|ent)?"
    r"|compare[ds]?|the same|similar(?:ly)?)(?: \w+)? (?:with|to|from|as|than) (?:the )?",
    re.IGNORECASE,
)
_OF_THE_OTHER = re.compile(r"^['’]s?")
_AGAINST = re.compile(r" (?:vs\.?|versus|unlike) ", re.IGNORECASE)
_OF_A_MATCH = re.compile(r"^\W*(?:when|where|who|what (?:channel|day|time))\b", re.IGNORECASE)
_ASKS = r"(?:who|whom|what|when|where|why|how|which)"
_AUXILIARY = r"(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should)"
_CLAUSE = re.compile(  # between two questions
    rf"\?\W+(?:and |but )?(?=\w)|\. (?={_ASKS}\b|{_AUXILIARY}\b)"
    rf"|[,:;]? (?:and|but|while|whereas|or) (?:also |then )?(?={_ASKS}\b|{_AUXILIARY} \w+ \w+ \w)",
    re.IGNORECASE,
)
_QUESTION = re.compile(  # "I am looking for a flat" asks nothing yet
    rf"\b{_ASKS}\b|^\W*+(?!sorry\b|i\b|hello\b|hi\b|good\b).*?\b{_AUXILIARY}\b", re.IGNORECASE
)
_TIME = (
    rf"(?:(?:in|on|by|at|this|last) )?(?:the )?(?:\d{{1,2}} )?(?:{'|'.join(MONTHS)})"
    rf"(?: \d{{1,2}})?(?:,? {YEAR})?|(?:in )?{YEAR}|now"
)
_LISTED = re.compile(r"(?:, (?:and |or )?| (?:and|or|&) )(?:the )?", re.IGNORECASE)
_TIMES = re.compile(
    rf"\b(?:{_TIME})(?:(?:, (?:and |or )?| (?:and|or) )(?:then )?(?:{_TIME}))+\b", re.IGNORECASE
)
_SPLIT_TIMES = re.compile(rf"\b(?:{_TIME})\b", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|its|their|one|ones|that|this|there)\b", re.IGNORECASE
)
_COURTESY = frozenset("please sorry tell know like hello good evening morning me".split())


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things that a question is over."""

    name: str  # as written: what stands above its part of an answer
    question: str  # to be searched by itself


def sides_of(question: str, names: Sequence[str]) -> tuple[Side, ...]:
    """Return what a question over two or three things asks of each.

    Args:
        question: as it is read.
        names: what it names, as written, in its order.

    Returns:
        Nothing where a question is over one thing.
    """
    if len(question.split()) > LONGEST:
        return ()
    for found in (_clauses, _held, _listed, _against, _at_times):
        sides = tuple({side.question: side for side in found(question, names)}.values())
        if len(sides) > 1:
            return sides[:MOST_SIDES]
    return ()


def _clauses(question: str, names: Sequence[str]) -> Iterator[Side]:
    """Yield the clauses that each ask; a later one keeps what of the first it leans on."""
    cuts = [0]
    for match in _CLAUSE.finditer(question):
        before, after = question[cuts[-1] : match.start()], question[match.end() :]
        if (
            _QUESTION.search(before)
            and len(_telling(before)) >= FEWEST_WORDS
            and _telling(after)
            and not _TOGETHER.search(f"{before} ")
        ):
            cuts += [match.start(), match.end()]
    ends = [*cuts[1::2], len(question)]
    clauses = [
        question[start:end].strip(" ,;:?") for start, end in zip(cuts[::2], ends, strict=True)
    ]
    first = clauses[0]
    yield Side(_asking(first), first)
    for clause in clauses[1:]:
        if alike := _alike(first, clause, names):
            yield Side(_asking(clause), alike)
            continue
        own = _telling(clause)
        leans = _POINTING.search(clause) or not any(name in clause for name in names)
        kept = [name for name in names if leans and name in first and name not in clause]
        if len(own) <= FEWEST_WORDS or (leans and not kept):
            kept = [word for word in _telling(first) if word not in own]
        yield Side(_asking(clause), " ".join([clause, *dict.fromkeys(kept)]))


def _asking(clause: str) -> str:
    """Return the sentence of a clause that asks, without those that lead up to it."""
    before, _, last = clause.rpartition(". ")
    return last if _QUESTION.search(last) and len(before.split()) > 1 else clause


def _alike(first: str, clause: str, names: Sequence[str]) -> str:
    """Return the first clause with the name of another that asks the same: "and Lagarde?"."""
    own = [name for name in names if name in clause and name not in first]
    of_first = [name for name in names if name in first and name not in clause]
    rest = [word for name in own for word in _telling(clause.replace(name, ""))]
    if len(own) != 1 or not of_first or not set(rest) <= {*_telling(first)}:
        return ""
    run = r"(?:, (?:and )?| and )".join(map(re.escape, of_first))
    return re.sub(rf"(?:both )?{run}|{re.escape(of_first[0])}", own[0], first, count=1)


def _held(question: str, names: Sequence[str]) -> Iterator[Side]:
    """Yield what is asked of each of two names that one holds against the other."""
    places = _places(question, names)
    for one, other in pairwise(places):
        held = _HELD.fullmatch(question, one[1], other[0])
        if held and not question[other[1] :].startswith(" that "):
            behind = _OF_THE_OTHER.sub("", question[other[1] :])
            rest = f"{held['of'] or ''} {behind}"
            for start, end in (one, other):
                yield Side(question[start:end], " ".join(f"{question[start:end]} {rest}".split()))
            return


def _listed(question: str, names: Sequence[str]) -> Iterator[Side]:
    """Yield the question for each of several names that stand side by side in it."""
    places = _places(question, names)
    for first, name in enumerate(places):
        run = [name]
        for other in places[first + 1 :]:
            if not _LISTED.fullmatch(question, run[-1][1], other[0]):
                break
            run.append(other)
        before, after = question[: run[0][0]], question[run[-1][1] :]
        is_subject = run[0][0] <= len(question) / 2 and "together" not in after
        are_sides = len(run) > 1 and (_compares(question) or is_subject)
        if are_sides and not _TOGETHER.search(before) and not after.startswith(("'s", "’s")):
            for start, end in run:
                one = question[start:end]
                yield Side(one, _of_each(_plain(f"{before}{one}{after}"), one))
            return


def _of_each(side: str, name: str) -> str:
    """Return a side without the question that is over all: "Kallas on the talks"."""
    match = _OF_EACH.match(side)
    if not match:
        return side
    if bare := match["bare"]:
        says_more = bare.startswith(name) and _telling(bare.removeprefix(name))
        return bare if says_more else side
    return f"{name}{match['rest']}" if _telling(match["rest"]) else side


def _compares(question: str) -> bool:
    is_choice = all(pattern.search(question) for pattern in _CHOICE)
    return is_choice or _COMPARES.search(question) is not None


def _against(question: str, _: Sequence[str]) -> Iterator[Side]:
    """Yield the question for what stands on either side of "versus"."""
    match = _AGAINST.search(question)
    if not match or _OF_A_MATCH.match(question):
        return
    one, other = _plain(question[: match.start()]), question[match.end() :]
    size, words = len(one.split()), other.split()
    if one and size < len(words):  # "virgin galactic vs blue origin price of a seat"
        rest = " ".join(words[size:])
        yield Side(one, f"{one} {rest}")
        yield Side(" ".join(words[:size]).rstrip(":,"), other)
    else:
        yield Side(one, one)
        yield Side(_plain(other), _plain(other))


def _at_times(question: str, _: Sequence[str]) -> Iterator[Side]:
    """Yield the question for each of several dates that stand side by side in it."""
    match = _TIMES.search(question)
    if not match or _TOGETHER.search(question[: match.start()]):
        return
    before, after = question[: match.start()], question[match.end() :]
    times = [one[0] for one in _SPLIT_TIMES.finditer(match[0])]
    year = re.search(rf"\b{YEAR}\b", times[-1])
    for time in times:
        whole = f"{time} {year[0]}" if year and not re.search(rf"{YEAR}|now", time) else time
        yield Side(whole, _plain(f"{before}{whole}{after}"))


def _places(question: str, names: Sequence[str]) -> list[tuple[int, int]]:
    """Return where names stand, those that stand inside others left out."""
    found = {
        match.span()
        for name in names
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", question)
    }
    return sorted(
        one
        for one in found
        if not any(other[0] <= one[0] and one[1] <= other[1] and other != one for other in found)
    )


def _telling(text: str) -> list[str]:
    return [word for word in content_words(text) if len(word) > 1 and word.lower() not in _COURTESY]


def _plain(side: str) -> str:
    """Return a side without the words that hold it against another."""
    kept = " ".join(_CUES.sub("", side).split())
    return kept if _telling(kept) else side
