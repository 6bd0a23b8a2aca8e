"""Read from a question whose words are asked for, by the names and roles that articles have."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from rag.language.countries import COUNTRY_OF
from rag.language.first_names import is_first_name
from rag.language.function_words import QUESTION_WORDS, SPEAKER_STOP_WORDS, STOP_WORDS
from rag.language.matching import without_possessive, words_of
from rag.language.person_names import fold, name_words, near_names, same_person
from rag.language.roles import SMALL_IN_ROLE, is_group, role_words
from rag.language.speaker_keys import (
    first_word,
    is_name,
    last_word,
    role_keys,
    without_article,
)
from rag.language.speech_verbs import PLAIN_SPEECH, SPEECH, SPEECH_NOUN, SPEECH_VERB
from rag.language.titles import ROLE_MODIFIERS, ROLE_NOUNS, TITLES

# By hand.
MOST_NAMESAKES = 3  # people of one surname who are all answered for
SELDOM = 5  # times less often quoted than a namesake: somebody whom a surname does not mean
SHORTEST_RESPELT = 7  # letters of a lower-case word that may be another spelling of a name
MOST_BEFORE = 4  # words of a role before its noun: "the former Dutch defence minister"
MOST_BEHIND = 3  # and behind "of"
OUTWEIGHS = 3  # times as often quoted as anybody else who has a role that fits as well

_COUNTS_OR_PLACES = re.compile(r"^\W*(?:how (?:many|much|long)|when|where)\b", re.IGNORECASE)
_NAMES_ITS_TOPIC = re.compile(
    r"\b(?:about|on|regarding|concerning|of|for|against)\b", re.IGNORECASE
)
_WHO_SAID = re.compile(rf"^\W*who (?:\w+ ){{0,2}}?(?:{SPEECH_VERB})\b", re.IGNORECASE)
_WHO_IS = re.compile(
    r"^\W*(?:(?:and|so|but|ok) )*who(?: (?:exactly )?(?:is|was|are|were)|['’]s)"
    r" (?P<who>[^?]{2,60}?)\W*$",
    re.IGNORECASE,
)
_SOMEBODY_SAYS = re.compile(
    rf"\b(?:did|does|do|has|have|had|would|will) (?:he|she|they) (?:{SPEECH_VERB})\b",
    re.IGNORECASE,
)
_ADVERB = r"(?:(?:ever|just|also|really|now|himself|herself|itself|actually|exactly) )?"
_SUBJECTS = (
    re.compile(
        rf"\b(?:did|does|do|has|have|had|would|will|is) (?P<who>[^?,]{{2,60}}?) {_ADVERB}"
        rf"(?:{SPEECH_VERB}|saying|expects?|explain|make of|blame|fear)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\baccording to (?P<who>[^?,]{2,60}?)(?=[?,]|$)", re.IGNORECASE),
    re.compile(
        rf"\b(?P<who>[^?,]{{2,60}}?)['’]s? (?:{SPEECH_NOUN}|advice|objection|line|take|point)\b",
        re.IGNORECASE,
    ),
)
# The name first: "McIlroy on Tiger", "Youngkin opinion on statues", "Rory: what did he say".
_TITLED = re.compile(
    rf"^(?P<who>[^?,:]{{2,40}}?)(?: (?:(?:{SPEECH_NOUN}|advice|take) (?:on|about|of|to|after)|on"
    rf"|about)|[,:]? (?:what|how|why) {_SOMEBODY_SAYS.pattern}) ",
    re.IGNORECASE,
)
_WORDS_OF_SAYING = re.compile(rf"\b(?:{PLAIN_SPEECH.pattern}|{SPEECH_NOUN})\b", re.IGNORECASE)
_NOT_THE_HOLDER = frozenset("former ex deputy vice assistant acting then".split())
_HELD_BY_ONE = frozenset(("pope", "king", "queen"))
_SAID_FIRST = frozenset("hi hello hey please".split())
_UNTOLD = frozenset("new current own old last young present".split())
_ORGANISATION = frozenset(
    """administration agency alliance army association authority bank board bureau church club
    commission committee company congress corporation council court department federation force
    forces foundation fund government group house institute league ministry museum office
    organisation organization parliament party police school senate service society team union
    university""".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """A speaker that a question names, and the question's words that name them."""

    speaker: str
    words: tuple[str, ...]  # folded


Part = Literal["last", "first"]  # of a name; the first word only if that is a usual first name


class People(Protocol):
    """Everyone who says something, with how many statements they make, most quoted first.

    Words are as ``rag.language.speaker_keys`` has them.
    """

    def named(self, words: Collection[str]) -> Mapping[tuple[Part, str], Mapping[str, int]]:
        """Return who has one of some words as a part of their name, by the part and the word."""

    def in_role(self, words: frozenset[str]) -> Mapping[str, int]:
        """Return who has a role of just these words, the one with the commonest role first."""

    def in_wider_role(self, words: frozenset[str]) -> Mapping[frozenset[str], Mapping[str, int]]:
        """Return who has each role with all of some words, be it no others; commonest first."""

    def everyone(self) -> Iterable[str]:
        """Return all of them."""


@dataclass(frozen=True, slots=True)
class SpeakerDirectory:
    """Everyone who says something in the articles, by the words of their names and roles."""

    people: People

    def named_in(self, question: str) -> tuple[Named, ...]:
        """Return the speakers that a question names, in its order; by a role, if by no name."""
        asked = words_of(question)
        written = [without_possessive(word) or word for word in asked]
        words = [name_words(word) for word in written]
        all_lower = not any(word[0].isupper() for word in written[1:])
        people = self.people.named({part for one in words for part in one})
        times = {name: often for of_word in people.values() for name, often in of_word.items()}
        holders = self._by_role(question)
        in_role = {word for one in holders for word in one.words}
        found: dict[str, tuple[int, Named]] = {}
        for place, (word, spelled) in enumerate(zip(written, words, strict=True)):
            is_word = fold(word) in SPEAKER_STOP_WORDS and not _is_acronym(word, question)
            may_be_name = bool(spelled) and not is_word and (all_lower or word[0].isupper())
            if not may_be_name or fold(word) in in_role:
                continue
            namesakes = _spelled(
                [name for name in people.get(("last", spelled[-1]), ()) if is_name(name)],
                word,
                surely=all_lower and len(word) < SHORTEST_RESPELT,
            )
            before = {part for one in words[max(0, place - 3) : place] for part in one}
            former = written[place - 1] if place and asked[place - 1] == written[place - 1] else ""
            whole = [name for name in namesakes if _is_whole(name, before, f"{former} {word}")]
            if not whole and former and _is_other_name(former, place == 1, all_lower=all_lower):
                continue  # a namesake of those whom the articles quote
            bare = [name for name in namesakes if not _needs_all_words(name)]
            if not whole and is_first_name(word):
                bare += people.get(("first", spelled[0]), ())
            if any(" " in name for name in whole):  # "Taylor" of "Taylor Swift" is nobody else
                found = {name: one for name, one in found.items() if one[0] != place - 1}
            for name in whole or _likeliest(bare, times):
                found[name] = (place, Named(name, (fold(word), *fold(name).split())))
        named = {one.speaker: one for one in (*(one for _, one in found.values()), *holders)}
        return tuple(named.values())

    def _by_role(self, question: str) -> tuple[Named, ...]:
        """Return who has the role that a question names: "the Dutch defence minister"."""
        for written in _roles_in(question):
            asked = role_words(" ".join(written))
            if len(asked) < 2 and not asked & _HELD_BY_ONE:
                continue
            words = tuple(fold(word) for word in written)
            exact = self.people.in_role(asked)
            if not exact and "us" in asked:
                exact = self.people.in_role(asked - {"us"})
            if exact:
                return (Named(next(iter(exact)), words),)
            if len(asked) < 2:
                continue
            wider = {
                name: often
                for role, holders in self.people.in_wider_role(asked).items()
                if asked < role and not (role - asked) & (_NOT_THE_HOLDER | ROLE_NOUNS)
                for name, often in holders.items()
            }
            holders = sorted(wider, key=lambda name: -wider[name])
            if holders and all(wider[holders[0]] >= OUTWEIGHS * wider[one] for one in holders[1:]):
                return (Named(holders[0], words),)
        return ()

    def near(self, name: str) -> tuple[str, ...]:
        """Return up to three speakers whose names are spelled nearly so."""
        return near_names(name, filter(is_name, self.people.everyone()), 3)


def _spelled(namesakes: Sequence[str], word: str, *, surely: bool) -> list[str]:
    """Return those of some names that end in a word as it is spelled, else all of them.

    None of them where the word is ``surely`` spelled as it is meant.
    """
    exact = [name for name in namesakes if fold(name).split()[-1] == fold(word)]
    return exact or ([] if surely else list(namesakes))


def _likeliest(namesakes: Sequence[str], times: Mapping[str, int]) -> list[str]:
    """Return those of one surname who are quoted about as often as anybody of that name."""
    most = max((times[name] for name in namesakes), default=0)
    ordered = sorted(namesakes, key=lambda name: -times[name])
    often = [name for name in ordered if SELDOM * times[name] >= most]
    return often[:MOST_NAMESAKES]


@dataclass(frozen=True, slots=True)
class _Listed:
    """People in memory."""

    parts: Mapping[tuple[Part, str], Mapping[str, int]]
    roles: Mapping[frozenset[str], Mapping[str, int]]
    quoted: Mapping[str, int]

    def named(self, words: Collection[str]) -> Mapping[tuple[Part, str], Mapping[str, int]]:
        return {(part, word): who for (part, word), who in self.parts.items() if word in words}

    def in_role(self, words: frozenset[str]) -> Mapping[str, int]:
        return self.roles.get(words, {})

    def in_wider_role(self, words: frozenset[str]) -> Mapping[frozenset[str], Mapping[str, int]]:
        return {role: who for role, who in self.roles.items() if words <= role}

    def everyone(self) -> Iterable[str]:
        return self.quoted


def directory(quoted: Mapping[str, int], roles: Iterable[tuple[str, str]]) -> SpeakerDirectory:
    """Return a directory of a few speakers, where there is no index of them.

    Args:
        quoted: how many statements everyone makes, most quoted first.
        roles: pairs of somebody and a role that articles give them, the commonest first.
    """
    parts: dict[tuple[Part, str], dict[str, int]] = {}
    for speaker, times in quoted.items():
        if last := last_word(speaker):
            parts.setdefault(("last", last), {})[speaker] = times
        if first := first_word(speaker):
            parts.setdefault(("first", first), {})[speaker] = times
    held: dict[frozenset[str], dict[str, int]] = {}
    for speaker, role in roles:
        for words in role_keys(role):
            held.setdefault(words, {})[speaker] = quoted.get(speaker, 0)
    return SpeakerDirectory(_Listed(parts, held, quoted))


def is_about_speech(question: str) -> bool:
    """Tell whether a question asks for somebody's words."""
    if subject_of(question):
        return True
    return bool(SPEECH.search(question)) and not _COUNTS_OR_PLACES.match(question)


def names_its_topic(question: str) -> bool:
    """Tell whether a question says what about; else the rest of it tells the occasion."""
    return _NAMES_ITS_TOPIC.search(question) is not None


def asks_who_said(question: str) -> bool:
    """Tell whether a question asks whose words something is."""
    return _WHO_SAID.match(question) is not None


def who_is_asked(question: str) -> str:
    """Return the name in a question like "who is Kallas", as written; empty in any other."""
    match = _WHO_IS.match(question)
    return match["who"] if match else ""


def introduced(question: str, speakers: SpeakerDirectory) -> tuple[str, ...]:
    """Return the speakers that "who is …" asks about, by name or by role."""
    who = who_is_asked(question)
    asked = {fold(without_possessive(word)) for word in words_of(who)} - SPEAKER_STOP_WORDS
    return tuple(one.speaker for one in speakers.named_in(who) if asked <= {*one.words})


def subject_of(question: str) -> str:
    """Return the speaker that a question names, as written; empty for nobody and for a group."""
    kept = [
        word
        for word in words_of(_subject(question))
        if fold(word) not in SPEAKER_STOP_WORDS or _is_acronym(word, question)
    ]
    return "" if not kept or is_group(kept[-1]) else " ".join(kept)


def subject_place(question: str) -> tuple[int, int] | None:
    """Return the place of the words that name a question's speaker; None where none does."""
    if asks_who_said(question):
        return None
    found = [match for pattern in _SUBJECTS if (match := pattern.search(question))]
    for match in found:
        if not all(fold(word) in SPEAKER_STOP_WORDS for word in words_of(match["who"])):
            return match.span("who")
    titled = _TITLED.match(question)
    if titled and not any(fold(word) in STOP_WORDS for word in words_of(titled["who"])):
        return titled.span("who")
    return found[0].span("who") if found else None


def _subject(question: str) -> str:
    start, end = subject_place(question) or (0, 0)
    return question[start:end]


def speakers_asked(question: str, speakers: SpeakerDirectory) -> tuple[Named, ...]:
    """Return the speakers whose words a question asks for, without those it asks about."""
    if asks_who_said(question) or not is_about_speech(question):
        return ()
    if somebody := _SOMEBODY_SAYS.search(question):  # who it is stands before, if anywhere
        return speakers.named_in(question[: somebody.start()])
    if subject_of(question):
        subject = _subject(question)
        return tuple(one for one in speakers.named_in(subject) if not _names_another(subject, one))
    return speakers.named_in(question) if _WORDS_OF_SAYING.search(question) else ()


def _names_another(subject: str, named: Named) -> bool:
    """Tell whether the name goes on behind a person's words: "Mark Meadows" is no Mark Milley."""
    if not is_first_name(named.speaker.partition(" ")[0]):
        return False
    words = [without_possessive(word) for word in words_of(subject)]
    last = max((n for n, word in enumerate(words) if fold(word) in named.words), default=-1)
    behind = words[last + 1] if 0 <= last < len(words) - 1 else ""
    has_capitals = any(word[0].isupper() for word in words)
    is_word = fold(behind) in SPEAKER_STOP_WORDS | TITLES | ROLE_NOUNS | ROLE_MODIFIERS
    return bool(behind) and not is_word and (behind[0].isupper() or not has_capitals)


def topic_of(question: str, named: Sequence[Named]) -> str:
    """Return what is left of a question without its speakers and its words of asking."""
    names = {word for one in named for word in one.words}
    telling = asks_who_said(question)  # "who praised": the verb is part of what is asked
    return " ".join(
        word
        for word in words_of(question)
        if (not _tells_nothing(word) or _is_acronym(word, question))
        and fold(without_possessive(word)) not in names
        and (not SPEECH.fullmatch(word) or (telling and not PLAIN_SPEECH.fullmatch(word)))
    )


def _tells_nothing(word: str) -> bool:
    """Tell whether a word belongs to asking: "what", "what's", "whats"."""
    bare = fold(without_possessive(word))
    return bare in SPEAKER_STOP_WORDS | _SAID_FIRST or bare.removesuffix("s") in QUESTION_WORDS


def _is_whole(name: str, before: set[str], full: str) -> bool:
    """Tell whether the words before its last one make a name whole, as far as it needs them."""
    words = name_words(without_article(name))
    if len(words) == 1:
        return True
    if _needs_all_words(name):
        return set(words[:-1]) - SMALL_IN_ROLE <= before
    return bool(before & set(words[:-1])) or (" " in full.strip() and same_person(full, name))


def _needs_all_words(name: str) -> bool:
    """Tell whether a name is an organisation's of several words, which its last does not tell."""
    words = fold(without_article(name)).split()
    return len(words) > 1 and (name[:4].lower() == "the " or words[-1] in _ORGANISATION)


def _is_other_name(word: str, is_first: bool, *, all_lower: bool) -> bool:
    """Tell whether a word before a surname is somebody's first name: "Melania" of "Trump"."""
    low = fold(word)
    if low in SPEAKER_STOP_WORDS | TITLES | ROLE_NOUNS | ROLE_MODIFIERS or low in COUNTRY_OF:
        return False
    if all_lower or is_first:
        return is_first_name(word)
    return word[0].isupper() and not word.isupper() and "." not in word


def _is_acronym(word: str, question: str) -> bool:
    """Tell whether a word is written as "WHO" and "US" are, in a question that is not all so."""
    return len(word) > 1 and word.isupper() and not question.isupper()


def _roles_in(question: str) -> Iterator[list[str]]:
    """Yield the words that may name a role in a question, the longer before the shorter."""
    words = [without_possessive(word) or word for word in words_of(question)]
    for place, word in enumerate(words):
        if fold(word) not in ROLE_NOUNS:
            continue
        first = place
        while first and place - first < MOST_BEFORE and _may_describe(words[first - 1], question):
            first -= 1
        last = place + 1
        if last < len(words) and words[last] in ("of", "for"):
            last += 1 + (last + 1 < len(words) and words[last + 1] == "the")
            began = last
            while (
                last < len(words)
                and last - began < MOST_BEHIND
                and _may_describe(words[last], question)
            ):
                last += 1
            for end in range(last, began, -1):
                yield words[first:end]
        yield words[first : place + 1]
        if first < place and fold(words[first]) in _UNTOLD:
            yield words[first + 1 : place + 1]


def _may_describe(word: str, question: str) -> bool:
    is_word = fold(word) in SPEAKER_STOP_WORDS and not _is_acronym(word, question)
    return not is_word and not SPEECH.fullmatch(word)
