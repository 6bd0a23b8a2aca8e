"""Take a text of a conversation apart into words, names and noun phrases."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rag.language.dates import MONTHS
from rag.language.function_words import ASKING_WORDS, DIALOGUE_STOP_WORDS
from rag.language.person_names import fold
from rag.statements.introductions import find_people
from rag.statements.people import Person

# By hand: bounds that keep the patterns quick.
LONGEST_VERB = 8  # characters of what _VERB_FOLLOWS finds
LONGEST_NOUNS = 120  # characters that are looked at behind "the"

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*%?")
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_SHORTENED = re.compile(r"(?:he|she|it|that|who|what|there)['’]s", re.IGNORECASE)
_CAPITAL = "".join(letter for letter in map(chr, range(0x530)) if letter.isupper())
_NAME = re.compile(
    rf"(?<![\w'’-])[{_CAPITAL}][\w'’.&-]*"
    r"(?:(?<![a-z]{4}\.)[ \u00a0](?:(?:of|de|van|von|der|den|bin|al|the|&) ){0,2}"
    rf"[{_CAPITAL}0-9][\w'’.&-]*)*"
)
_COUNTED = re.compile(r"(?:two|three|four|five|six|seven|eight|nine|ten|dozens?) ", re.IGNORECASE)
_BRACKETS = re.compile(r" ?\([^()]*\)")
_VERB_FOLLOWS = re.compile(r"\b(?:did|does|do|will|would|can|could) $")

# Verbs and nouns that say nothing about the matter a question is on.
GENERAL_WORDS = frozenset(
    """happen happened happens happening say said says saying mean means meant think thought go
    went get got make made take took give gave come came use used thing things way reason reasons
    time times kind sort part number people result results outcome reaction detail details
    information important interesting notable main first last new fact facts aspect aspects
    article articles year""".split()
)
SAYING_WORDS = frozenset(
    """say said says saying think thought mean meant tell told add added reply replied respond
    responded answer answered react reacted comment commented explain explained""".split()
)
IDLE_WORDS = (DIALOGUE_STOP_WORDS | GENERAL_WORDS | SAYING_WORDS | ASKING_WORDS) | {
    "background",
    "called",
    "short",
}
# Nouns that stand with "the" and are nothing that was spoken of: "at the moment".
NO_THINGS = frozenset(
    """moment end time start beginning past future day week month year season morning evening night
    weekend meantime rest same first last next other way case fact question answer world number
    most least only best worst new old""".split()
)
# Single words with a capital that name nobody: they describe, or are no person's for sure.
_DESCRIBING = re.compile(
    r"\b\w+(?:ian|ean|ish|ese)s?|American|German|French|Dutch|Greek|Swiss|Czech|I"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mr|Mrs|Ms|Dr)\.?|President"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text; ``folded`` is how it is compared, without a possessive ending."""

    text: str
    start: int
    end: int
    folded: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a text writes it, with the word before it, folded."""

    text: str
    start: int
    before: str


def tokens_of(text: str) -> list[Token]:
    """Return the words of a text; "he's" is "he", a verb shortened to it is left out."""
    tokens = []
    for match in _WORD.finditer(text):
        written = match[0][:-2] if _SHORTENED.fullmatch(match[0]) else match[0]
        folded = fold(POSSESSIVE.sub("", written))
        tokens.append(Token(written, match.start(), match.start() + len(written), folded))
    return tokens


def names_in(text: str) -> list[Name]:
    """Return the names in a text, in order; a sentence's first word only if it must be one."""
    names = []
    for match in _NAME.finditer(text):
        written = match[0].rstrip(".,&-")
        words = written.split()
        while (
            words
            and fold(words[0]) in DIALOGUE_STOP_WORDS
            and (words[0] != "The" or len(words) == 1)
        ):
            words = words[1:]
        before = text[: match.start()].rstrip(" \"“”‘'")
        begins = not before or before[-1] in ".?!:;\n"
        if begins and words == written.split()[:1] and not _surely_named(words[0], text):
            continue
        name = POSSESSIVE.sub("", " ".join(words))
        if not name or _DESCRIBING.fullmatch(name) or words[0] in MONTHS:
            continue
        start = text.index(words[0], match.start())
        leading = tokens_of(text[max(0, start - 30) : start])
        names.append(
            Name(text[start : start + len(name)], start, leading[-1].folded if leading else "")
        )
    return names


def called_by(title: str) -> str:
    """Return the name that an article's title is; empty for a headline."""
    bare = _BRACKETS.sub("", title).strip()
    words = [word for word in bare.split() if fold(word) not in DIALOGUE_STOP_WORDS]
    return bare if 0 < len(words) <= 4 and not any(word[0].islower() for word in words) else ""


def telling_runs(text: str) -> list[str]:
    """Return the runs of words that tell something; a name is a run of its own."""
    runs: list[str] = []
    rest = 0
    names = [(name.start, name.start + len(name.text)) for name in names_in(text)]
    for start, end in [*names, (len(text), len(text))]:
        for part in re.split(r"[,;:?!()]", text[rest:start]):
            runs += _apart_from_saying(part)
        runs.append(text[start:end])
        rest = end
    return [run for run in runs if any(token.folded not in IDLE_WORDS for token in tokens_of(run))]


def _apart_from_saying(text: str) -> Iterator[str]:
    """Yield what stands before and behind words of saying, trimmed: "talks" of "say of talks"."""
    start = 0
    for token in tokens_of(text):
        if token.folded in SAYING_WORDS:
            yield trimmed(text[start : token.start], IDLE_WORDS)
            start = token.end
    yield trimmed(text[start:], IDLE_WORDS)


def folded_words(text: str) -> set[str]:
    """Return the words of a text as they are compared."""
    return {token.folded for token in tokens_of(text)}


def trimmed(text: str, idle: Collection[str] = DIALOGUE_STOP_WORDS) -> str:
    """Return a text without the words at its ends that tell nothing."""
    tokens = [token for token in tokens_of(text) if token.folded not in idle]
    tokens = [token for token in tokens if len(token.folded) > 1]
    return text[tokens[0].start : tokens[-1].end] if tokens else ""


def is_same(name: str, other: str) -> bool:
    """Tell whether one name is the other, or how it begins or ends."""
    short, long = sorted((name_parts(name), name_parts(other)), key=len)
    if not short:
        return False
    return short == long[-len(short) :] or (len(short) == 1 and short[0] == long[0])


def is_among(name: str, others: Sequence[Name] | Sequence[str]) -> bool:
    """Tell whether a name is one of others, or how one begins or ends."""
    written = [other.text if isinstance(other, Name) else other for other in others]
    return any(is_same(name, other) for other in written)


def last_word(name: str) -> str:
    """Return the last word of a name as it is compared."""
    return fold(name).rpartition(" ")[2]


def name_parts(name: str) -> list[str]:
    """Return the words of a name as they are compared, without the small ones."""
    words = [fold(POSSESSIVE.sub("", word)) for word in name.split()]
    return [word for word in words if word not in ("the", "of", "and")]


def definite(question: str) -> str:
    """Return the thing that a question speaks of with "the": "the grain deal"."""
    for found in re.finditer(r"\bthe ", question):
        near = question[max(0, found.start() - LONGEST_VERB) : found.start()]
        verb_follows = _VERB_FOLLOWS.search(near) is not None
        phrase = _noun_phrase(
            question[found.end() : found.end() + LONGEST_NOUNS], verb_follows=verb_follows
        )
        if fold(phrase.partition(" ")[0]) in NO_THINGS:
            continue
        if phrase and not any(person.known for person in people_in(phrase)):
            return f"the {phrase}"
    return ""


def _noun_phrase(text: str, *, verb_follows: bool) -> str:
    """Return the nouns at the start of a text, up to four; empty where there are more."""
    text = re.split(r"[,;:?!()]", text)[0]
    words: list[Token] = []
    for token in tokens_of(text):
        if token.folded in DIALOGUE_STOP_WORDS or (words and token.folded.endswith("ed")):
            break
        if words and token.text[0].isupper() and words[-1].text[0].islower():
            break
        words.append(token)
    if verb_follows and len(words) > 1:
        words.pop()
    return text[words[0].start : words[-1].end] if 0 < len(words) < 5 else ""


def phrase_to(text: str, head: str) -> str:
    """Return ``head`` with up to three words that describe it, where a text has it described."""
    tokens = tokens_of(text)
    for place, token in enumerate(tokens):
        if token.folded != head:
            continue
        first = place
        while (
            first
            and place - first < 3
            and tokens[first - 1].folded not in DIALOGUE_STOP_WORDS
            and not text[tokens[first - 1].end : tokens[first].start].strip()
        ):
            first -= 1
        if first < place:
            return text[tokens[first].start : token.end]
    return ""


def two_names(text: str) -> str:
    """Return the first two names that a text joins with "and"; empty if it joins none."""
    for name, other in pairwise(names_in(text)):
        if text[name.start + len(name.text) : other.start] == " and ":
            return text[name.start : other.start + len(other.text)]
    return ""


def _surely_named(word: str, text: str) -> bool:
    """Tell whether a sentence's first word is a name: an acronym, or named again within one."""
    if len(word) > 2 and word.isupper():
        return True
    return re.search(rf"[a-z,] {re.escape(word)}\b", text) is not None


@lru_cache(maxsize=64)  # a turn is looked at again with every question after it
def people_in(text: str) -> tuple[Person, ...]:
    """Return the people whom a text introduces; "Five Hong Kong" of a headline is nobody."""
    return tuple(one for one in find_people(text).people if not _COUNTED.match(one.name))
