"""Compare a generated sentence with the words it cites.

What is said of numbers, dates, names, speakers and negation must be in the cited words, and
so must most of the other words. No language model is asked: whatever is doubted here is shown
beside the sentence, so a doubt names what to look at.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from rag.answers.alignment import (
    counted_otherwise,
    exchanged,
    nearest_to,
    negated_only_here,
)
from rag.answers.text_units import (
    TextUnits,
    Unit,
    folded,
    is_abbreviation,
    read,
    stems,
)
from rag.language.countries import is_related
from rag.language.dates import Day, days_meant
from rag.language.person_names import fold, same_person
from rag.language.quotations import find_quotations
from rag.language.sentences import split_sentences
from rag.language.titles import LINKS, TITLES
from rag.records import Article, Source, Statement
from rag.statements.extraction import find_statements
from rag.statements.people import PRONOUNS

# By hand, as measured by benchmarks/check.py on its tuning half.
LONGEST_COMPARED = 1_100  # characters of a sentence; a person would not read it through either
LEAST_COVERED = 0.5  # share of a sentence's telling words that the cited words must have
SAME_WORDS = 0.5  # share of what a speaker says that makes it the statement cited
BEFORE = 200  # characters before the cited words in which their "he" or "it" is named
NEGATED = 2  # telling words behind a "not" that it may negate
NEGATION_REACH = 5  # words behind a "not" within which they stand

_ALSO = frozenset({"only", "just", "merely"})  # "not only" negates nothing
# Deny without a negation: they allow a "not", and ask for none.
_DENIALS = re.compile(r"fail|refus|declin|den[iy]|reject|unable|lack|hardly|barely|rarely|unlikely")
_COMMON_ENDING = re.compile(r"(?:ly|ing|ed|ion|ment|ness|ity|[^sui]s)$")  # "Officials"
_MARKS = str.maketrans("“”„‟«»‘’‚‛`´", "\"\"\"\"\"\"''''''")
_PLAIN_BRACKETS = str.maketrans("[]", "()")
_DOUBLE_MARKS = re.compile(r"[\"“”„‟«»]|``|''")
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs"})  # categories: controls, formats, private ones
_EDGES = " .,;:!?…"


@dataclass(frozen=True, slots=True)
class Cited:
    """Words of an article that a sentence may cite, and what people say in them."""

    source: Source
    statements: tuple[Statement, ...]  # of the article, those whose words the source touches


def cited_with(statements: Iterable[Statement], source: Source) -> Cited:
    """Return a source with those of its article's statements that it touches."""
    touched = tuple(one for one in statements if one.words.overlaps(source.span))
    return Cited(source, touched)


def doubts(text: str, cited_words: Sequence[Cited]) -> tuple[str, ...]:
    """Return the doubts about a generated sentence: what its cited words do not support.

    Empty if all of it is found, and if it cites nothing: there is nothing to compare it with.
    """
    if not cited_words:
        return ()
    if len(text) > LONGEST_COMPARED:
        return ("It is too long to be compared with the cited words.",)
    sources = tuple(one.source for one in cited_words)
    claim = read(text)
    cited = tuple(read(source.quote) for source in sources)
    found = [
        *_number_doubts(claim, cited, sources, text),
        *_date_doubts(claim, cited, sources, text),
        *_name_doubts(claim, cited, cited_words),
    ]
    found += _speaker_doubts(text, cited_words)
    nearest = nearest_to(claim, cited)
    if not found:
        found += exchanged(claim, nearest)
        found += counted_otherwise(claim, nearest)
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
        if quotation.closed and any(_holds(quote, _plain(words).strip(_EDGES)) for quote in quotes):
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


def _holds(quote: str, words: str) -> bool:
    """Tell whether whole words stand in a quote as they are."""
    return bool(words) and bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", quote))


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
    claim: TextUnits, cited: Sequence[TextUnits], sources: Sequence[Source], text: str
) -> Iterator[str]:
    known = [number for reading in cited for number in reading.numbers]
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
    claim: TextUnits, cited: Sequence[TextUnits], sources: Sequence[Source], text: str
) -> Iterator[str]:
    known = [day for reading in cited for day in reading.dates]
    years = {number.value for reading in cited for number in reading.numbers}
    meant = _days(sources)
    for day in claim.dates:
        named = any(
            day.agrees(one) and (one.year or not day.year or day.year in years) for one in known
        )
        if not named and not any(day.agrees(one) for one in meant):
            yield f"The date {text[day.start : day.end]} is not in the cited words."


# Names


def _name_doubts(
    claim: TextUnits, cited: Sequence[TextUnits], cited_words: Sequence[Cited]
) -> Iterator[str]:
    sources = tuple(one.source for one in cited_words)
    words = frozenset(word for reading in cited for word in reading.words)
    names = [unit.key for reading in cited for unit in reading.units if unit.kind == "name"]
    around: set[str] = set()
    for source, statements in ((one.source, one.statements) for one in cited_words):
        article = source.article
        around |= folded(f"{article.source} {article.author}")
        for statement in statements:
            around |= folded(f"{statement.speaker} {statement.role}")
        if not PRONOUNS.keys().isdisjoint(read(source.quote).words):
            around |= folded(article.text[max(0, source.span.start - BEFORE) : source.span.start])
    for unit in claim.units:
        if unit.kind != "name" or len(unit.key) < 2 or _may_be_no_name(unit, sources):
            continue
        if not _known_name(unit.key, words | around, names, sources):
            yield f"The name {unit.text} is not in the cited words."


def _may_be_no_name(unit: Unit, sources: Sequence[Source]) -> bool:
    """Tell whether a word at the front looks like any other, and no article has it as a name."""
    if not unit.opens or not _COMMON_ENDING.search(unit.text):
        return False
    within = re.compile(rf"(?<=[a-z,] ){re.escape(unit.text)}\b")
    return not any(within.search(source.article.text) for source in sources)


def _known_name(
    name: str, words: Collection[str], names: Sequence[str], sources: Sequence[Source]
) -> bool:
    parts = name.split()
    missing = [part for part in parts if part not in words and not is_related(part, words)]
    if not missing:
        return True
    if is_abbreviation(name, names):
        return True
    # "Kaja Kallas" for the cited "Kallas": the same article introduces her so.
    return parts[-1] not in missing and any(name in fold(source.article.text) for source in sources)


# Who said it


def _speaker_doubts(text: str, cited_words: Sequence[Cited]) -> Iterator[str]:
    generated = Article("generated", "", None, "", "", "", text, "")
    cited = [(one.source.article, said) for one in cited_words for said in one.statements]
    spoken = " ".join(fold(article.cut(one.words)) for article, one in cited)
    for statement in find_statements(generated, split_sentences(generated)):
        written = statement.speaker
        if fold(written) in PRONOUNS or not any(letter.isupper() for letter in written):
            continue
        if fold(generated.cut(statement.attribution)) in spoken:
            continue  # a speaker tells what another said
        words = stems(read(generated.cut(statement.words)).units)
        shared = [
            (len(words & stems(read(article.cut(one.words)).units)), one) for article, one in cited
        ]
        most = max((count for count, _ in shared), default=0)
        if not words or most < SAME_WORDS * len(words):
            continue
        speakers = [one for count, one in shared if count == most]
        papers = {word for article, _ in cited for word in folded(article.source)}
        told = folded(written) - TITLES <= papers
        if not told and not any(_may_speak(written, one) for one in speakers):
            yield f"The cited words are those of {speakers[0].speaker}, not of {written}."


def _may_speak(name: str, statement: Statement) -> bool:
    """Tell whether a name may mean the speaker of a statement."""
    if fold(statement.speaker) in PRONOUNS:
        return True
    if same_person(name, statement.speaker) or same_person(name, statement.speaker_written):
        return True
    known = folded(f"{statement.speaker} {statement.speaker_written} {statement.role}")
    parts = [part for part in fold(name).split() if part not in TITLES and part not in LINKS]
    speaker = [fold(statement.speaker)]
    return all(part in known or is_related(part, known) for part in parts) or is_abbreviation(
        fold(name), speaker
    )


# Negation


def _negation_doubts(
    claim: TextUnits, cited: Sequence[TextUnits], nearest: Sequence[Unit]
) -> Iterator[str]:
    here = list(_negated(claim.units))
    there = [scope for reading in cited for scope in _negated(reading.units)]
    said = {unit.key for reading in cited for unit in reading.units}
    cited_units = nearest or [unit for reading in cited for unit in reading.units]
    denied = any(_DENIALS.match(unit.key) for unit in cited_units)
    for scope in here:
        if any(set(scope) & set(other) for other in there) or denied:
            continue
        if not there or any(key in said for key in scope):
            yield f"The cited words do not negate “{_written(claim.units, scope[0])}”."
    for word in negated_only_here(claim.units, nearest):
        yield f"The cited words do not negate “{word}”."
    for word in negated_only_here(nearest, claim.units):
        yield f"The cited words negate “{word}”."
    stated = {unit.key for unit in claim.units}
    softly = any(_DENIALS.match(unit.key) for unit in claim.units)
    for scope in _negated(nearest):
        if scope[0] not in stated or softly or any(set(scope) & set(other) for other in here):
            continue
        yield f"The cited words negate “{_written(nearest, scope[0])}”."


def _written(units: Iterable[Unit], key: str) -> str:
    return next(unit.text for unit in units if unit.key == key)


def _negated(units: Sequence[Unit]) -> Iterator[tuple[str, ...]]:
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


def _coverage_doubts(claim: TextUnits, cited: Sequence[TextUnits]) -> Iterator[str]:
    wanted = stems(claim.units)
    found = wanted & {stem for reading in cited for stem in stems(reading.units)}
    if wanted and len(found) < LEAST_COVERED * len(wanted):
        yield f"Only {len(found)} of its {len(wanted)} telling words are in the cited words."
