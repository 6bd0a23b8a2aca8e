"""Take a question apart into what can be searched by itself.

A question may ask of several sources ("the Verge article"), of several dates, and for several
things at once. Each part has the words that describe one article or one fact.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.language.matching import content_words
from rag.questions.named_sources import Mention
from rag.questions.periods import Period
from rag.questions.typed_text import readable

# By hand, as measured by benchmarks/retrieval.py on the tuning split of MultiHop-RAG.
FEWEST_WORDS = 3  # telling words of a clause that is searched by itself
MOST_CLAUSES = 6
MOST_QUESTIONS = 3  # that are taken apart
LONGEST_OF_SEVERAL = 15  # words; what is longer describes one thing at length

_BREAK = re.compile(
    r"[,;?]\s++(?:(?:and|but|or|while|whereas)\s++)?|(?<!\s)\s++(?:and|or|but|while|whereas|than|"
    r"compared\s++(?:to|with)|after|before|following|versus|unlike|with)\s++",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;?]\s++|(?<!\s)\s++(?:and|but|or|while|whereas|who|which|that|whose|as\s++well\s++as)\s++",
    re.IGNORECASE,
)
_BEHIND = re.compile(  # what is described stands before the source: "…, as reported by X"
    r"\b(?:according to|per|(?:reported|stated|noted|described|covered|mentioned|claimed|"
    r"discussed|highlighted|featured) (?:by|in|on)) (?:both )?"
    r"(?:articles? (?:from|by|in) )?(?:the )?['\"‘“]?$",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"['\"’”]? ?(?:[,.;?]|(?:and|but|while)\b|$)", re.IGNORECASE)
_ASKS = r"(?:who|whom|what|when|where|why|how|which)"
_AUXILIARY = r"(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should)"
_BEGINS = re.compile(rf"^\W*(?:\w+\W+){{0,3}}?(?:{_ASKS}|{_AUXILIARY})\b", re.IGNORECASE)
_BESIDE = re.compile(  # between two questions
    r"(?<=\?) (?:and )?|[,;] and (?=who )|[,;]? and (?:also )?"
    rf"(?={_ASKS}(?: [\w'’-]+){{0,3}}? {_AUXILIARY}\b)",
    re.IGNORECASE,
)
_NAMES_BOTH = re.compile(  # "between France and what is now Germany", "about who won and who lost"
    rf"\b(?:between|which|(?:about|on|of) {_ASKS})\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is searched by itself: an article described, or a fact."""

    words: str  # cut from the question, without its sources and dates
    sources: tuple[str, ...]  # an article must be of one of these; empty for any
    since: date | None  # when it should have appeared; inclusive
    until: date | None


def separate(question: str) -> tuple[str, ...]:
    """Return the questions that were typed at once: "When did it start, and who paid for it?"."""
    question = readable(question)
    found: list[str] = []
    start = 0
    for match in _BESIDE.finditer(question):
        one, other = question[start : match.start()], question[match.end() :]
        if (
            len(found) + 1 < MOST_QUESTIONS
            and len(one.split()) <= LONGEST_OF_SEVERAL
            and all(_BEGINS.match(part) and content_words(part) for part in (one, other))
            and not (_NAMES_BOTH.search(one) and not one.endswith("?"))
        ):
            found.append(one)
            start = match.end()
    return (*found, question[start:])


def parts_of(
    question: str, bare: str, mentions: Sequence[Mention], periods: Sequence[Period]
) -> Iterator[Part]:
    """Yield a part for each source that is asked, then one for each clause asked of several."""
    stretches = _stretches(question, mentions)
    asked_of = [mention.sources for mention in mentions] or [[()]]
    for (start, end), named in zip(stretches, asked_of, strict=True):
        dated = [one for one in periods if start <= one.start < end]
        if len(named) == 1 and len(dated) > 1:
            yield from _dated_parts(bare, start, end, named[0], dated)
        else:
            in_turn = dated if len(dated) == len(named) else [*dated[:1]] * len(named)
            for place, one in enumerate(named):
                yield _part(bare, start, end, one, in_turn[place] if in_turn else None)
        clauses = _clauses(bare, start, end)
        if mentions and len(clauses) > 1 and (len(named) > 1 or len(stretches) == 1):
            any_of = tuple(dict.fromkeys(source for one in named for source in one))
            period = dated[0] if len(dated) == 1 and len(named) == 1 else None
            for first, last in clauses[:MOST_CLAUSES]:
                yield _part(bare, first, last, any_of, period)


def _stretches(question: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Return the stretch of the question that describes what each mention is to say."""
    if not mentions:
        return [(0, len(question))]
    breaks = [match.end() for match in _BREAK.finditer(question)]
    starts = [0]
    for before, mention in zip(mentions, mentions[1:], strict=False):
        inside = [place for place in breaks if before.end < place <= mention.start]
        starts.append(inside[-1] if inside else mention.start)
    ends = [*starts[1:], len(question)]
    for place, mention in enumerate(mentions[1:], start=1):
        is_behind = _BEHIND.search(question[: mention.start])
        if is_behind and _CLOSED.match(question, mention.end):
            former = mentions[place - 1].end
            inside = [one for one in breaks if former <= one <= mention.start]
            starts[place] = inside[0] if inside else former
    return list(zip(starts, ends, strict=True))


def _dated_parts(
    bare: str, start: int, end: int, sources: tuple[str, ...], dated: Sequence[Period]
) -> Iterator[Part]:
    """Yield a part for each date: "the report of October 2 and the one of October 7"."""
    breaks = [match.end() for match in _BREAK.finditer(bare)]
    cuts = [start]
    for one, following in zip(dated, dated[1:], strict=False):
        inside = [place for place in breaks if one.end < place <= following.start]
        cuts.append(inside[-1] if inside else one.end)
    for first, last, period in zip(cuts, [*cuts[1:], end], dated, strict=True):
        yield _part(bare, first, last, sources, period)


def _clauses(bare: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a stretch into clauses that have something to tell; short ones go with the next."""
    found: list[tuple[int, int]] = []
    for cut in [*(match.start() for match in _CLAUSE.finditer(bare, start, end)), end]:
        if len(content_words(bare[start:cut])) >= FEWEST_WORDS:
            found.append((start, cut))
            start = cut
    if found:
        found[-1] = (found[-1][0], end)
    return found


def _part(bare: str, start: int, end: int, sources: tuple[str, ...], period: Period | None) -> Part:
    since, until = (period.since, period.until) if period else (None, None)
    return Part(" ".join(bare[start:end].split()), sources, since, until)


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Put spaces over spans, so that what is left keeps its place."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
