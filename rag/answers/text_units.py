"""Take a text apart into names, figures and words that can be compared.

What is compared is a key: a name without titles and accents, the value of a figure, the stem
of a word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import Literal

import snowballstemmer

from rag.language.countries import WRITTEN_OUT
from rag.language.dates import Day, find_dates
from rag.language.function_words import NEGATION_WORDS, PLAIN_WORDS
from rag.language.matching import without_possessive
from rag.language.numbers import Number, find_numbers
from rag.language.person_names import fold
from rag.language.sentences import sentence_bounds
from rag.language.titles import LINKS, TITLES

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_CUT_SHORT = {"won t": "will", "can t": "can", "shan t": "shall"}
_BREAK = re.compile(r"[,;:–—()“”\"]|\.{3}|…")
_STEMMER, _ONE_AT_A_TIME = snowballstemmer.stemmer("english"), Lock()  # it keeps the word it is at

Kind = Literal["word", "name", "number", "date", "not"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A name, a figure or a word of a text, and what it is compared by."""

    kind: Kind
    key: str
    text: str
    telling: bool  # says something: no article, pronoun, auxiliary
    breaks: bool = False  # punctuation stands before it
    opens: bool = False  # a single word that opens a sentence: its capital may mean nothing


@dataclass(frozen=True, slots=True)
class TextUnits:
    """A text taken apart."""

    sentences: tuple[tuple[Unit, ...], ...]
    words: frozenset[str]  # folded
    numbers: tuple[Number, ...]
    dates: tuple[Day, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units of all sentences, in order."""
        return tuple(unit for sentence in self.sentences for unit in sentence)


def stems(units: Iterable[Unit]) -> frozenset[str]:
    """Return the stems of the telling words, those of names among them."""
    return frozenset(_stem(part) for unit in units if unit.telling for part in unit.key.split())


@lru_cache(maxsize=1024)
def read(text: str) -> TextUnits:
    """Take a text apart; the last thousand texts are kept."""
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
    return TextUnits(sentences, frozenset(folded(text)), numbers, dates)


def _units(
    text: str,
    start: int,
    end: int,
    figures: Sequence[tuple[int, int]],
    keys: dict[tuple[int, int], str],
) -> Iterator[Unit]:
    """Yield the units of one sentence in order."""
    breaks = [match.start() for match in _BREAK.finditer(text, start, end)]
    tokens = [
        match
        for match in _TOKEN.finditer(text, start, end)
        if not any(a <= match.start() < b for a, b in figures)
    ]
    found: list[tuple[int, Unit]] = []
    for a, b in figures:
        if start <= a < end:
            kind: Kind = "date" if keys[a, b].startswith("@") else "number"
            found.append((a, Unit(kind, keys[a, b], text[a:b].strip(), True)))
    while tokens:
        run = _name_at_front(text, tokens, start)
        if run:
            first, last = tokens[0].start(), tokens[run - 1].end()
            parts = [_name_part(token[0]) for token in tokens[:run]]
            key = " ".join(p for p in parts if p not in TITLES and p not in LINKS)
            if key:
                written = re.sub(r"['’]s$", "", text[first:last])
                lone = run == 1 and _opens(text, first, start) and not tokens[0][0].isupper()
                found.append((first, Unit("name", key, written, True, opens=lone)))
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
    plain = _name_part(first[0]) in PLAIN_WORDS or (opens and first[0].endswith(("ly", "ing")))
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
            tokens[length][0] in LINKS
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
    return fold(without_possessive(word)).replace(" ", "")


def _word(word: str) -> Iterator[Unit]:
    low = fold(word.replace("’", "'"))
    if re.search(r"n['’]t$", word):
        yield Unit("word", _CUT_SHORT.get(low, _stem(low.removesuffix("n t"))), word, False)
        yield Unit("not", "not", word, False)
    elif low in NEGATION_WORDS:
        yield Unit("not", "not", word, False)
    else:
        yield Unit("word", _stem(low), word, low not in PLAIN_WORDS and len(low) > 1)


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    with _ONE_AT_A_TIME:
        return str(_STEMMER.stemWord(word.replace(" ", "").removesuffix("'s")))


def folded(text: str) -> set[str]:
    """Return the words of a text without accents, capitals and possessives."""
    words = {_name_part(match[0]) for match in _TOKEN.finditer(text)}
    return words | {fold(match[0]) for match in _TOKEN.finditer(text)}


def is_abbreviation(name: str, names: Sequence[str]) -> bool:
    """Tell whether a name stands for one of ``names`` by its first letters, or the reverse."""
    short = name.replace(" ", "")
    if short in WRITTEN_OUT and any(name in names for name in WRITTEN_OUT[short]):
        return True
    if any(name in full and short in names for short, full in WRITTEN_OUT.items()):
        return True
    initials = "".join(part[0] for part in name.split())
    return any(
        (2 <= len(short) <= 5 and short == "".join(part[0] for part in other.split()))
        or (len(initials) > 1 and initials == other.replace(" ", ""))
        for other in names
    )
