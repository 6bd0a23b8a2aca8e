"""Compare a generated sentence with the words it cites.

What is said of numbers, dates, names, speakers and negation must be in the cited words, and
so must most of the other words. No language model is asked: whatever is doubted here is shown
beside the sentence, so a doubt names what to look at.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Literal

from rapidfuzz.distance import LCSseq, Levenshtein, Opcode

from rag.figures import Day, Number, days_meant, find_dates, find_numbers
from rag.names import fold, same_person
from rag.query import COMMON
from rag.quotations import find_quotations
from rag.records import Article, Source, Statement
from rag.sentences import OPENERS, sentence_bounds, split_sentences
from rag.speakers import PRONOUNS
from rag.statements import find_statements

LEAST_COVERED = 0.5  # share of a sentence's telling words that the cited words must have
ALIKE = 0.5  # share of a sentence's telling words from which two sentences are laid side by side
SAME_WORDS = 0.5  # share of what a speaker says that makes it the statement cited
BEFORE = 200  # characters before the cited words in which their "he" or "it" is named
NEGATED = 2  # telling words behind a "not" that it may negate
NEGATION_REACH = 5  # words behind a "not" within which they stand

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_LINKS = frozenset("of de da del der den van von bin ibn al el la le du dos".split())
_TITLES = frozenset(
    """mr mrs ms dr sir dame lord lady president vice prime minister senator sen gov governor rep
    representative chancellor secretary general gen professor prof judge justice captain capt lt
    coach chief executive ceo ambassador mayor king queen prince princess pope rev detective
    officer sgt col the""".split()
)
_CUT_SHORT = {"won t": "will", "can t": "can", "shan t": "shall"}
_NEGATIONS = frozenset(
    "not no never none nobody nothing nowhere neither nor without cannot".split()
)
_BREAK = re.compile(r"[,;:–—()“”\"]|\.{3}|…")
_ALSO = frozenset({"only", "just", "merely"})  # "not only" negates nothing
# Deny without a negation: they allow a "not", and ask for none.
_DENIALS = re.compile(r"fail|refus|declin|den[iy]|reject|unable|lack|hardly|barely|rarely|unlikely")
_PLAIN_WORDS = COMMON | frozenset(
    f"""{OPENERS} however meanwhile moreover furthermore additionally also despite although though
    according including would could may might must shall since upon within without across among
    said says say add added adds per via yes no never none nothing nobody""".split()
)
_SYNONYMS = {
    "us": ("united states", "america", "american", "usa", "u.s"),
    "uk": ("united kingdom", "britain", "british"),
    "eu": ("european union",),
    "un": ("united nations",),
}
_DEMONYM = re.compile(r"(?:[aei]?ns?|ish|ese|i|ch|s)$")
_ENDINGS = re.compile(r"(?<=\w{3})(?:ing|edly|ed|ly|ies|ied|es|s|e|y)$")
_MARKS = str.maketrans("“”„‟«»‘’‚‛`´", "\"\"\"\"\"\"''''''")
_PLAIN_BRACKETS = str.maketrans("[]", "()")
_DOUBLE_MARKS = re.compile(r"[\"“”„‟«»]|``|''")
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs"})  # categories: controls, formats, private ones
_EDGES = " .,;:!?…"

Kind = Literal["word", "name", "number", "date", "not"]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A name, a figure or a word of a text, and what it is compared by."""

    kind: Kind
    key: str
    text: str
    telling: bool  # says something: no article, pronoun, auxiliary
    breaks: bool = False  # punctuation stands before it
    opens: bool = False  # a single word that opens a sentence: its capital may mean nothing


@dataclass(frozen=True, slots=True)
class _Read:
    """A text taken apart."""

    sentences: tuple[tuple[_Unit, ...], ...]
    words: frozenset[str]  # folded
    numbers: tuple[Number, ...]
    dates: tuple[Day, ...]

    @property
    def units(self) -> tuple[_Unit, ...]:
        return tuple(unit for sentence in self.sentences for unit in sentence)


def doubts(text: str, sources: Sequence[Source]) -> tuple[str, ...]:
    """Return what of a sentence the words it cites do not support, a sentence each.

    Empty if all of it is found, and if it cites nothing: there is nothing to compare it with.
    """
    if not sources:
        return ()
    claim = _read(text)
    cited = tuple(_read(source.quote) for source in sources)
    found = [
        *_number_doubts(claim, cited, sources, text),
        *_date_doubts(claim, cited, sources, text),
        *_name_doubts(claim, cited, sources),
    ]
    found += _speaker_doubts(text, sources)
    nearest = _nearest(claim, cited)
    if not found:
        found += _exchange_doubts(claim, nearest)
        found += _counted_doubts(claim, nearest)
    found += _negation_doubts(claim, cited, nearest)
    found += _coverage_doubts(claim, cited)
    return tuple(dict.fromkeys(found))


def without_false_quotations(text: str, sources: Sequence[Source]) -> tuple[str, tuple[str, ...]]:
    """Return a sentence with quotation marks only around words of its sources, and doubts.

    White space, the style of the marks and the punctuation at the ends may differ.
    """
    quotes = [_plain(source.quote) for source in sources]
    kept: list[tuple[int, int]] = []
    removed: set[int] = set()
    found = []
    for quotation in find_quotations(text, [(0, len(text))]):
        words = text[quotation.words_start : quotation.words_end]
        if quotation.closed and any(_plain(words).strip(_EDGES) in quote for quote in quotes):
            kept.append((quotation.start, quotation.end))
            continue
        removed |= {quotation.start, quotation.end - 1} if quotation.closed else {quotation.start}
        found.append(f"The words “{words}” are not a quotation from the cited words.")
    # A mark that pairs with none quotes nothing.
    removed |= {
        place
        for mark in _DOUBLE_MARKS.finditer(text)
        for place in range(mark.start(), mark.end())
        if not any(start <= place < end for start, end in kept)
    }
    if removed and not found:
        found.append("A quotation mark without its pair was removed.")
    shown = "".join(letter for place, letter in enumerate(text) if place not in removed)
    return shown, tuple(found)


def spoken_by(source: Source) -> tuple[Statement, ...]:
    """Return the statements of an article that a source's words touch."""
    return tuple(
        statement
        for statement in _statements(source.article)
        if statement.words.start < source.span.end and source.span.start < statement.words.end
    )


@lru_cache(maxsize=64)
def _statements(article: Article) -> tuple[Statement, ...]:
    return find_statements(article, split_sentences(article))


def visible(text: str) -> str:
    """Return a text without the characters that show nothing, white space left as it is."""
    return "".join(
        letter
        for letter in text
        if letter.isspace() or unicodedata.category(letter) not in _INVISIBLE
    )


def _plain(text: str) -> str:
    """Return a text as quotations are compared: one space, plain marks, nothing invisible."""
    return " ".join(visible(text).translate(_MARKS).translate(_PLAIN_BRACKETS).split())


# Numbers and dates


def _number_doubts(
    claim: _Read, cited: Sequence[_Read], sources: Sequence[Source], text: str
) -> Iterator[str]:
    known = [number for read in cited for number in read.numbers]
    meant = {float(part) for day in _days(sources) for part in (day.year, day.month, day.day)}
    for number in claim.numbers:
        written = text[number.start : number.end].strip()
        if any(day.start <= number.start < day.end for day in claim.dates):
            continue
        same = [one for one in known if _same(one.value, number.value)]
        if not same and not (number.value > 31 and number.value in meant):
            yield f"The number {written} is not in the cited words."
        elif number.unit and same and all(one.unit not in ("", number.unit) for one in same):
            yield f"The number {written} has another unit in the cited words."


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(abs(a), abs(b))


def _days(sources: Iterable[Source]) -> list[Day]:
    return [
        day
        for source in sources
        if source.article.date
        for day in days_meant(source.quote, source.article.date)
    ]


def _date_doubts(
    claim: _Read, cited: Sequence[_Read], sources: Sequence[Source], text: str
) -> Iterator[str]:
    known = [day for read in cited for day in read.dates]
    years = {number.value for read in cited for number in read.numbers}
    meant = _days(sources)
    for day in claim.dates:
        named = any(
            day.agrees(one) and (one.year or not day.year or day.year in years) for one in known
        )
        if not named and not any(day.agrees(one) for one in meant):
            yield f"The date {text[day.start : day.end]} is not in the cited words."


# Names


def _name_doubts(claim: _Read, cited: Sequence[_Read], sources: Sequence[Source]) -> Iterator[str]:
    words = frozenset(word for read in cited for word in read.words)
    names = [unit.key for read in cited for unit in read.units if unit.kind == "name"]
    around: set[str] = set()
    for source in sources:
        article = source.article
        around |= _folded(f"{article.source} {article.author}")
        for statement in spoken_by(source):
            around |= _folded(f"{statement.speaker} {statement.role}")
        if not PRONOUNS.keys().isdisjoint(_read(source.quote).words):
            around |= _folded(article.text[max(0, source.span.start - BEFORE) : source.span.start])
    for unit in claim.units:
        # A lone word at the front may be any; what stands there in the cited words tells.
        if unit.kind != "name" or unit.opens or len(unit.key) < 2:
            continue
        if not _known_name(unit.key, words | around, names, sources):
            yield f"The name {unit.text} is not in the cited words."


def _known_name(
    name: str, words: Collection[str], names: Sequence[str], sources: Sequence[Source]
) -> bool:
    parts = name.split()
    missing = [part for part in parts if part not in words and not _related(part, words)]
    if not missing:
        return True
    if _abbreviated(name, names):
        return True
    # "Kaja Kallas" for the cited "Kallas": the same article introduces her so.
    return parts[-1] not in missing and any(name in fold(source.article.text) for source in sources)


def _related(part: str, words: Collection[str]) -> bool:
    """Tell whether a country's name and its adjective are taken for each other."""
    if len(part) < 4:
        return any(
            synonym in words or all(word in words for word in synonym.split())
            for synonym in _SYNONYMS.get(part, ())
        )
    root = _DEMONYM.sub("", part)
    return any(
        _DEMONYM.sub("", word)[:7] == root[:7] or word == root or part == _DEMONYM.sub("", word)
        for word in words
        if len(word) >= 4 and word[:3] == part[:3]
    )


def _abbreviated(name: str, names: Sequence[str]) -> bool:
    """Tell whether a name stands for one of ``names`` by its first letters, or the reverse."""
    short = name.replace(" ", "")
    if short in _SYNONYMS and any(name in names for name in _SYNONYMS[short]):
        return True
    if any(name in full and short in names for short, full in _SYNONYMS.items()):
        return True
    initials = "".join(part[0] for part in name.split())
    return any(
        (2 <= len(short) <= 5 and short == "".join(part[0] for part in other.split()))
        or (len(initials) > 1 and initials == other.replace(" ", ""))
        for other in names
    )


# Who said it


def _speaker_doubts(text: str, sources: Sequence[Source]) -> Iterator[str]:
    generated = Article("generated", "", None, "", "", "", text, "")
    cited = [(source.article, statement) for source in sources for statement in spoken_by(source)]
    spoken = " ".join(fold(article.cut(one.words)) for article, one in cited)
    for statement in find_statements(generated, split_sentences(generated)):
        written = statement.speaker
        if fold(written) in PRONOUNS or not any(letter.isupper() for letter in written):
            continue
        if fold(generated.cut(statement.attribution)) in spoken:
            continue  # a speaker tells what another said
        words = _stems(_read(generated.cut(statement.words)).units)
        shared = [
            (len(words & _stems(_read(article.cut(one.words)).units)), one)
            for article, one in cited
        ]
        most = max((count for count, _ in shared), default=0)
        if not words or most < SAME_WORDS * len(words):
            continue
        speakers = [one for count, one in shared if count == most]
        papers = {word for article, _ in cited for word in _folded(article.source)}
        told = _folded(written) - _TITLES <= papers
        if not told and not any(_may_speak(written, one) for one in speakers):
            yield f"The cited words are those of {speakers[0].speaker}, not of {written}."


def _may_speak(name: str, statement: Statement) -> bool:
    """Tell whether a name may be meant by who an article says is speaking."""
    if fold(statement.speaker) in PRONOUNS:
        return True
    if same_person(name, statement.speaker) or same_person(name, statement.speaker_written):
        return True
    known = _folded(f"{statement.speaker} {statement.speaker_written} {statement.role}")
    parts = [part for part in fold(name).split() if part not in _TITLES and part not in _LINKS]
    speaker = [fold(statement.speaker)]
    return all(part in known or _related(part, known) for part in parts) or _abbreviated(
        fold(name), speaker
    )


# Negation


def _negation_doubts(
    claim: _Read, cited: Sequence[_Read], nearest: Sequence[_Unit]
) -> Iterator[str]:
    here = list(_negated(claim.units))
    there = [scope for read in cited for scope in _negated(read.units)]
    said = {unit.key for read in cited for unit in read.units}
    cited_units = nearest or [unit for read in cited for unit in read.units]
    denied = any(_DENIALS.match(unit.key) for unit in cited_units)
    for scope in here:
        if any(set(scope) & set(other) for other in there) or denied:
            continue
        if not there or any(key in said for key in scope):
            yield f"The cited words do not negate “{_written(claim.units, scope[0])}”."
    yield from (
        f"The cited words do not negate “{word}”." for word in _inserted(claim.units, nearest)
    )
    yield from (f"The cited words negate “{word}”." for word in _inserted(nearest, claim.units))
    stated = {unit.key for unit in claim.units}
    softly = any(_DENIALS.match(unit.key) for unit in claim.units)
    for scope in _negated(nearest):
        if scope[0] not in stated or softly or any(set(scope) & set(other) for other in here):
            continue
        yield f"The cited words negate “{_written(nearest, scope[0])}”."


def _inserted(units: Sequence[_Unit], others: Sequence[_Unit]) -> Iterator[str]:
    """Yield what follows a negation that ``others``, else the same around it, lack."""
    here, there = [unit.key for unit in units], [unit.key for unit in others]
    steps = [Opcode("equal", 0, 0, 0, 0), *Levenshtein.opcodes(here, there)]
    for before, step, after in zip(steps, steps[1:], steps[2:], strict=False):
        lone = step.src_end - step.src_start == 1 and units[step.src_start].kind == "not"
        if step.tag == "delete" and lone and before.tag == after.tag == "equal":
            yield units[step.src_end].text


def _written(units: Iterable[_Unit], key: str) -> str:
    return next(unit.text for unit in units if unit.key == key)


def _negated(units: Sequence[_Unit]) -> Iterator[tuple[str, ...]]:
    """Yield the keys of the words that each negation may negate, the next first."""
    for place, unit in enumerate(units):
        following = list(
            takewhile(lambda one: not one.breaks, units[place + 1 : place + 1 + NEGATION_REACH])
        )
        if unit.kind != "not" or (following and following[0].text.lower() in _ALSO):
            continue
        scope = [one.key for one in following if one.telling][:NEGATED]
        if scope:
            yield tuple(scope)


# Words laid side by side


def _nearest(claim: _Read, cited: Sequence[_Read]) -> tuple[_Unit, ...]:
    """Return the cited sentence that is most like the claim; empty if none is near."""
    wanted, keys = _stems(claim.units), [unit.key for unit in claim.units]

    def likeness(sentence: tuple[_Unit, ...]) -> float:
        order = LCSseq.similarity(keys, [unit.key for unit in sentence])
        return len(wanted & _stems(sentence)) + order / 2

    sentences = [sentence for read in cited for sentence in read.sentences]
    best = max(sentences, key=likeness, default=())
    return best if len(wanted & _stems(best)) >= ALIKE * len(wanted) else ()


def _exchange_doubts(claim: _Read, nearest: Sequence[_Unit]) -> Iterator[str]:
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


def _counted_doubts(claim: _Read, nearest: Sequence[_Unit]) -> Iterator[str]:
    """Find a figure before a word that the cited sentence has behind other figures only."""
    counted: dict[str, list[_Unit]] = {}
    for figure, word in pairwise(nearest):
        if figure.kind == "number" and word.telling:
            counted.setdefault(word.key, []).append(figure)
    for figure, word in pairwise(claim.units):
        others = counted.get(word.key, [])
        if figure.kind == "number" and others and all(one.key != figure.key for one in others):
            yield f"The cited words have “{others[0].text}” where this has “{figure.text}”."


def _exchangeable(one: _Unit, other: _Unit) -> bool:
    figures = ("number", "date")
    return one.kind == other.kind == "name" or (one.kind in figures and other.kind in figures)


def _as_in(unit: _Unit, nearest: Sequence[_Unit]) -> _Unit:
    """Return a name with the key of the longer or shorter name that it stands for."""
    if unit.kind != "name" or any(unit.key == one.key for one in nearest):
        return unit
    parts = set(unit.key.split())
    for one in nearest:
        others = set(one.key.split())
        if one.kind == "name" and (
            parts <= others or others <= parts or _abbreviated(unit.key, [one.key])
        ):
            return replace(unit, key=one.key)
    return unit


def _coverage_doubts(claim: _Read, cited: Sequence[_Read]) -> Iterator[str]:
    wanted = _stems(claim.units)
    found = wanted & {stem for read in cited for stem in _stems(read.units)}
    if wanted and len(found) < LEAST_COVERED * len(wanted):
        yield f"Only {len(found)} of its {len(wanted)} telling words are in the cited words."


# Reading


def _stems(units: Iterable[_Unit]) -> frozenset[str]:
    return frozenset(_stem(part) for unit in units if unit.telling for part in unit.key.split())


@lru_cache(maxsize=1024)
def _read(text: str) -> _Read:
    numbers, dates = tuple(find_numbers(text)), tuple(find_dates(text))
    figures = [(one.start, one.end) for one in dates]
    figures += [
        (one.start, one.end)
        for one in numbers
        if not any(day.start <= one.start < day.end for day in dates)
    ]
    keys = {(one.start, one.end): f"#{one.value:g}{one.unit}" for one in numbers}
    keys |= {
        (one.start, one.end): f"@{one.year}-{one.month}-{one.day}-{one.weekday}" for one in dates
    }
    sentences = tuple(
        tuple(_units(text, start, end, sorted(figures), keys))
        for start, end in sentence_bounds(text)
    )
    return _Read(sentences, frozenset(_folded(text)), numbers, dates)


def _units(
    text: str,
    start: int,
    end: int,
    figures: Sequence[tuple[int, int]],
    keys: dict[tuple[int, int], str],
) -> Iterator[_Unit]:
    """Yield the units of one sentence in order."""
    breaks = [match.start() for match in _BREAK.finditer(text, start, end)]
    tokens = [
        match
        for match in _TOKEN.finditer(text, start, end)
        if not any(a <= match.start() < b for a, b in figures)
    ]
    found: list[tuple[int, _Unit]] = []
    for a, b in figures:
        if start <= a < end:
            kind: Kind = "date" if keys[a, b].startswith("@") else "number"
            found.append((a, _Unit(kind, keys[a, b], text[a:b].strip(), True)))
    while tokens:
        run = _name_at_front(text, tokens, start)
        if run:
            first, last = tokens[0].start(), tokens[run - 1].end()
            parts = [_name_part(token[0]) for token in tokens[:run]]
            key = " ".join(p for p in parts if p not in _TITLES and p not in _LINKS)
            if key:
                written = re.sub(r"['’]s$", "", text[first:last])
                lone = run == 1 and _opens(text, first, start) and not tokens[0][0].isupper()
                found.append((first, _Unit("name", key, written, True, opens=lone)))
            del tokens[:run]
        else:
            token = tokens.pop(0)
            found += [(token.start(), unit) for unit in _word(token[0])]
    last = start
    for place, unit in sorted(found, key=lambda one: one[0]):
        yield replace(unit, breaks=any(last <= one < place for one in breaks))
        last = place


def _name_at_front(text: str, tokens: Sequence[re.Match[str]], start: int) -> int:
    """Return how many of the first tokens are one name; 0 if they are none."""
    first = tokens[0]
    opens = _opens(text, first.start(), start)
    if not _large(first[0]) or first[0] in ("I", "A"):
        return 0
    plain = _name_part(first[0]) in _PLAIN_WORDS or (opens and first[0].endswith(("ly", "ing")))
    if plain and (opens or first[0] != "Will") and not first[0].isupper():
        return 0
    length = 1
    while length < len(tokens):
        gap = text[tokens[length - 1].end() : tokens[length].start()]
        if gap not in (" ", "-", "‑", ". ") or re.search(r"['’]s$", tokens[length - 1][0]):
            break
        if gap == ". " and len(tokens[length - 1][0]) > 3:
            break
        if _large(tokens[length][0]):
            length += 1
        elif (
            tokens[length][0] in _LINKS
            and length + 1 < len(tokens)
            and _large(tokens[length + 1][0])
            and text[tokens[length].end() : tokens[length + 1].start()] == " "
        ):
            length += 2
        else:
            break
    return length


def _opens(text: str, place: int, start: int) -> bool:
    """Tell whether a word stands where a capital is due to any."""
    before = text[start:place].rstrip()
    return not any(letter.isalnum() for letter in before) or before[-1] in ':“"‘'


def _large(word: str) -> bool:
    return any(letter.isupper() for letter in word)


def _name_part(word: str) -> str:
    return fold(re.sub(r"['’]s?$", "", word)).replace(" ", "")


def _word(word: str) -> Iterator[_Unit]:
    low = fold(word.replace("’", "'"))
    if re.search(r"n['’]t$", word):
        yield _Unit("word", _CUT_SHORT.get(low, _stem(low.removesuffix("n t"))), word, False)
        yield _Unit("not", "not", word, False)
    elif low in _NEGATIONS:
        yield _Unit("not", "not", word, False)
    else:
        yield _Unit("word", _stem(low), word, low not in _PLAIN_WORDS and len(low) > 1)


def _stem(word: str) -> str:
    stem = _ENDINGS.sub("", word.replace(" ", "").removesuffix("'s"))
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem


def _folded(text: str) -> set[str]:
    words = {_name_part(match[0]) for match in _TOKEN.finditer(text)}
    return words | {fold(match[0]) for match in _TOKEN.finditer(text)}
