"""Read from a question's own words what is asked.

A question may name sources ("the Verge article"), say when articles appeared ("published on
October 7, 2023", "last week") and ask for several things at once. It is taken apart into
parts, each with the words that describe one article or one fact, so that each can be searched
and served in turn. Nothing here looks at an index: what the articles can offer is handed in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rag.language.dates import Day, find_dates
from rag.language.function_words import ARTICLE_WORDS, STOP_WORDS
from rag.language.matching import content_words
from rag.questions.typed_text import readable

Kind = Literal["person", "date", "number", "place", "reason", "thing"]

COMMON = STOP_WORDS
telling_words = content_words
ABOUT_ARTICLES = ARTICLE_WORDS
FEWEST_WORDS = 3  # telling words of a clause that is searched by itself
MOST_CLAUSES = 6
MOST_QUESTIONS = 3  # that are taken apart
LONGEST_OF_SEVERAL = 15  # words; what is longer describes one thing at length
NEAR_CUE = 45  # characters between a source and the word that shows it is meant as one

_CUE = re.compile(
    r"\b(?:articles?|reports?|stor(?:y|ies)|pieces?|reviews?|coverage|sources?|according to|"
    r"report(?:ed|ing)|published|posts?|guides?|wrote|writes|says?|said|claims?|suggests?|"
    r"discuss\w*|mention\w*|describ\w*|detail\w*|portray\w*|cover(?:ed|s)|interview|analysis)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[,;?]\s++(?:(?:and|but|or|while|whereas)\s++)?|(?<!\s)\s++(?:and|or|but|while|whereas|than|"
    r"compared\s++(?:to|with)|after|before|following|versus|unlike|with)\s++",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;?]\s++|(?<!\s)\s++(?:and|but|or|while|whereas|who|which|that|whose|as\s++well\s++as)\s++",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"['\"’”]?,? ?(?:and|or|&|as well as)? ?(?:both|by|from|in|the)? ?['\"‘“]?",
    re.IGNORECASE,
)
_BEHIND = re.compile(  # what is described stands before the source: "…, as reported by X"
    r"\b(?:according to|per|(?:reported|stated|noted|described|covered|mentioned|claimed|"
    r"discussed|highlighted|featured) (?:by|in|on)) (?:both )?"
    r"(?:articles? (?:from|by|in) )?(?:the )?['\"‘“]?$",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"['\"’”]? ?(?:[,.;?]|(?:and|but|while)\b|$)", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|since|later than) (?:the )?['\"‘“]?$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:before|until|till|up to) (?:the )?['\"‘“]?$", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:(?P<day>today|yesterday)|(?P<which>this|last|past) (?P<unit>week|month|year))\b",
    re.IGNORECASE,
)
_DAYS = {"week": 7, "month": 30, "year": 365}
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"[^\W\d_][\w&.’'-]*[\w]|[^\W\d_]")
_QUOTED = re.compile(r"[\"“]([^\"“”]{3,150})[\"”]|(?<!\w)[‘']([^'‘’]{3,150})[’'](?!\w)")
_NUMBER = re.compile(r"(?<![\w.])\d[\d,.]*(?<![,.])")
_OUTLETS = "|".join(
    """abc news,agence france-presse,al jazeera,associated press,axios,bbc(?: \\w+)?,bloomberg,
    business insider,buzzfeed,cbs news,cnbc,cnet,cnn,daily mail,deutsche welle,dw,economist,espn,
    financial times,forbes,fox news,guardian,hindu,hindustan times,huffpost,le monde,
    los angeles times,nbc news,new york times,new yorker,newsweek,npr,politico,reuters,
    rolling stone,sky news,the times,time magazine,times of india,usa today,variety,
    wall street journal,washington post,wired""".replace("\n    ", "").split(",")
)
_ASKED_OF = re.compile(
    rf"\b(?P<outlet>{_OUTLETS})(?:['’]s)?['\"’”]? (?:news )?"
    r"(?:articles?|reports?|stor(?:y|ies)|pieces?|reviews?|coverage)\b"
    r"|\b(?:articles?|reports?|stor(?:y|ies)|pieces?|another|one|sources?) "
    r"(?:(?:from|by|in|on) )(?:the )?['\"‘“]?"
    rf"(?P<by>{_OUTLETS})\b"
    r"|\b(?:according to|(?:reported|published|mentioned|stated) (?:by|in)) (?:the )?"
    rf"['\"‘“]?(?P<per>{_OUTLETS})\b",
    re.IGNORECASE,
)
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
_KINDS: dict[Kind, str] = {
    "date": r"when|(?:what|which) (?:year|date|month|day|century|decade|time)",
    "number": r"how (?:many|much|long|old|far|often|tall|large|big|high|fast|few|deep|wide)"
    r"|what (?:percent|percentage|number|amount|fraction|share)",
    "person": r"who|whom|whose",
    "place": r"where"
    r"|(?:what|which) (?:country|city|state|place|region|town|river|area|location)",
    "reason": r"why",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is searched by itself: an article described, or a fact."""

    words: str  # cut from the question, without its sources and dates
    sources: tuple[str, ...]  # an article must be of one of these; empty for any
    since: date | None  # when it should have appeared; inclusive
    until: date | None


@dataclass(frozen=True, slots=True)
class Query:
    """What can be read from the words of a question."""

    words: str  # the question without its sources and dates
    parts: tuple[Part, ...]  # at least one
    absent_sources: tuple[str, ...]  # asked for, as written, but of none of them is an article
    quoted: tuple[str, ...]
    names: tuple[str, ...]  # runs of capitalised words
    numbers: tuple[str, ...]
    expects: Kind


@dataclass(frozen=True, slots=True)
class _Period:
    start: int
    end: int
    since: date | None
    until: date | None


@dataclass(slots=True)
class _Mention:
    """Sources named side by side, and the stretch of the question that is about them."""

    start: int
    end: int
    sources: list[tuple[str, ...]]


def understand(question: str, *, sources: Sequence[str], today: date | None) -> Query:
    """Read a question.

    Args:
        question: as typed.
        sources: every source the articles have.
        today: the day that "last week" counts from, and whose year a date without one has;
            None leaves such dates unread.
    """
    mentions = _mentions(question, sources)
    periods = _periods(question, today)
    absent = _absent_sources(question, sources)
    spans = [(m.start, m.end) for m in mentions] + [(p.start, p.end) for p in periods]
    spans += [one.span() for name in absent for one in re.finditer(re.escape(name), question)]
    if mentions:  # else "report" or "states" may be what the question is about
        spans += [one.span() for one in _WORD.finditer(question) if one[0] in ABOUT_ARTICLES]
    bare = _blanked(question, spans)
    parts = tuple(_parts(question, bare, mentions, periods))
    return Query(
        words=bare.strip(),
        parts=parts,
        absent_sources=absent,
        quoted=tuple(one or other for one, other in _QUOTED.findall(question)),
        names=tuple(names_in(bare)),
        numbers=tuple(_NUMBER.findall(bare)),
        expects=expected_kind(question),
    )


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
            and all(_BEGINS.match(part) and telling_words(part) for part in (one, other))
            and not (_NAMES_BOTH.search(one) and not one.endswith("?"))
        ):
            found.append(one)
            start = match.end()
    return (*found, question[start:])


def expected_kind(question: str) -> Kind:
    """Return what kind of words would answer a question."""
    found: list[tuple[int, Kind]] = [
        (match.start(), kind)
        for kind, form in _KINDS.items()
        if (match := re.search(rf"\b(?:{form})\b", question, re.IGNORECASE))
    ]
    return min(found)[1] if found else "thing"


def names_in(question: str) -> Iterator[str]:
    """Yield the runs of capitalised words of a question; its first word only among others."""
    run: list[str] = []
    last = 0
    for match in _NAME.finditer(question):
        word = re.sub(r"['’]s?$", "", match[0])
        joined = question[last : match.start()] == " "
        if run and not joined:
            yield " ".join(run)
            run = []
        if word[0].isupper() and word.lower() not in COMMON:
            run.append(word)
        elif run:
            yield " ".join(run)
            run = []
        last = match.end()
    if run:
        yield " ".join(run)


def _mentions(question: str, sources: Sequence[str]) -> list[_Mention]:
    """Return the sources that a question names as sources, in its order."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    known = _called(sources)
    for name in sorted(known, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", question, re.IGNORECASE):
            inside = any(start < match.end() and match.start() < end for start, end, _ in found)
            # "Age" alone is no source, "the Age" is; "verge" is a word, "Verge" a name.
            needs_the = f"the {name}" in known and not re.search(
                r"\bthe\s+['\"‘“]?$", question[: match.start()], re.IGNORECASE
            )
            if not inside and not needs_the and match[0][0].isupper():
                found.append((match.start(), match.end(), known[name]))
    groups: list[_Mention] = []
    for start, end, named in sorted(found):
        if groups and _LISTED.fullmatch(question, groups[-1].end, start):
            groups[-1].end = end
            groups[-1].sources.append(named)
        else:
            groups.append(_Mention(start, end, [named]))
    # Where one is meant as a source, the others are too.
    return groups if any(_is_meant(question, one) for one in groups) else []


def _called(sources: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the sources by what they may be called, in lower case.

    "The Independent - Sports" is called by its whole name, "The Independent" and "Independent".
    """
    called: dict[str, dict[str, None]] = {}
    for source in sources:
        short = re.split(r" \| | - |: ", source)[0]
        names = {source, short, short.removesuffix(".com")}
        names |= {name[4:] for name in names if name.startswith("The ")}
        for name in names:
            called.setdefault(name.lower(), {})[source] = None
    return {name: tuple(named) for name, named in called.items() if name}


def _is_meant(question: str, mention: _Mention) -> bool:
    around = question[max(0, mention.start - NEAR_CUE) : mention.end + NEAR_CUE]
    return len(mention.sources) > 1 or _CUE.search(around) is not None


def _absent_sources(question: str, sources: Sequence[str]) -> tuple[str, ...]:
    """Return the outlets that a question asks for and that no article comes from."""
    known = " · ".join(sources).lower()
    asked = [
        (match["outlet"] or match["by"] or match["per"]).strip()
        for match in _ASKED_OF.finditer(question)
    ]
    absent = [name for name in asked if name[0].isupper() and name.lower() not in known]
    return tuple(dict.fromkeys(absent))


def _periods(question: str, today: date | None) -> list[_Period]:
    found = [
        period
        for day in find_dates(question)
        if (period := _named_period(question, day, today)) is not None
    ]
    if today is not None:
        for match in _RELATIVE.finditer(question):
            back = 1 if match["day"] else _DAYS[match["unit"].lower()]
            is_today = (match["day"] or "").lower() == "today"
            since = today if is_today else today - timedelta(back)
            found.append(_Period(match.start(), match.end(), since, today))
    return sorted(found, key=lambda one: one.start)


def _named_period(question: str, day: Day, today: date | None) -> _Period | None:
    year = day.year or (today.year if today else 0)
    if not (year and day.month):
        return None
    try:
        first = date(year, day.month, day.day or 1)
    except ValueError:  # 31 June
        return None
    if not day.year and today and first > today:
        first = first.replace(year=year - 1, day=min(first.day, 28))
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    last = first if day.day else following - timedelta(1)
    before = question[: day.start]
    if _AFTER.search(before):
        return _Period(day.start, day.end, first, None)
    if _UNTIL.search(before):
        return _Period(day.start, day.end, None, last)
    return _Period(day.start, day.end, first, last)


def _parts(
    question: str, bare: str, mentions: Sequence[_Mention], periods: Sequence[_Period]
) -> Iterator[Part]:
    """Yield what is asked of each source, then each clause of what is asked of several."""
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


def _stretches(question: str, mentions: Sequence[_Mention]) -> list[tuple[int, int]]:
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
    bare: str, start: int, end: int, sources: tuple[str, ...], dated: Sequence[_Period]
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
        if len(telling_words(bare[start:cut])) >= FEWEST_WORDS:
            found.append((start, cut))
            start = cut
    if found:
        found[-1] = (found[-1][0], end)
    return found


def _part(
    bare: str, start: int, end: int, sources: tuple[str, ...], period: _Period | None
) -> Part:
    since, until = (period.since, period.until) if period else (None, None)
    return Part(" ".join(bare[start:end].split()), sources, since, until)


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Put spaces over spans, so that what is left keeps its place."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
