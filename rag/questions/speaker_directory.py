"""Everyone who says something in the articles, found by the names and roles that a question has."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, Protocol

from rag.language.countries import COUNTRY_OF
from rag.language.first_names import is_first_name
from rag.language.function_words import SPEAKER_STOP_WORDS
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
from rag.language.speaker_kinds import speaker_kind
from rag.language.speech_verbs import SPEECH
from rag.language.titles import ROLE_MODIFIERS, ROLE_NOUNS, SMALL_ROLE_NOUNS, TITLES

# By hand.
MOST_NAMESAKES = 3  # people of one surname who are all answered for
SELDOM = 5  # times less often quoted than a namesake: somebody whom a surname does not mean
SHORTEST_RESPELT = 7  # letters of a lower-case word that may be another spelling of a name
MOST_BEFORE = 4  # words of a role before its noun: "the former Dutch defence minister"
MOST_BEHIND = 3  # and behind "of"
OUTWEIGHS = 3  # times as often quoted as anybody else who has a role that fits as well

_NOT_THE_HOLDER = frozenset("former ex deputy vice assistant acting then".split())
_HELD_BY_ONE = frozenset(("pope", "king", "queen"))
_ROYAL = _HELD_BY_ONE | {"prince", "princess"}
_UNTOLD = frozenset("new current own old last young present".split())
# In the words for one speaker: "will smith" is no Matt Smith, "critics of trump" not Trump.
_BEFORE_ANOTHER = frozenset("will of for by with".split())
_AGAINST = frozenset("vs versus".split())  # "Truss vs Sunak"
# In the role of somebody of a body that the text names elsewhere: "the company's chief".
_NAMED_BESIDE = frozenset(
    "company firm business club team town city village country county organization".split()
)
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


Part = Literal["last", "first"]  # word of a name


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
        return self._named(question, is_subject=False)

    def called(self, subject: str) -> tuple[Named, ...]:
        """Return the speakers that the words for one mean.

        "Mark Meadows" is no Mark Milley, and "the netflix boss" is not Netflix.
        """
        return self._named(subject, is_subject=True)

    def _named(self, question: str, *, is_subject: bool) -> tuple[Named, ...]:
        asked = words_of(question)
        written = [without_possessive(word) or word for word in asked]
        words = [name_words(word) for word in written]
        all_lower = not any(word[0].isupper() for word in written[1:])
        has_capitals = any(word[0].isupper() for word in written)
        people = self.people.named({part for one in words for part in one})
        times = {name: often for of_word in people.values() for name, often in of_word.items()}
        holders = self._by_role(question)
        in_role = {word for one in holders for word in one.words}
        found: dict[str, tuple[int, Named]] = {}
        for place, (word, spelled) in enumerate(zip(written, words, strict=True)):
            is_word = fold(word) in SPEAKER_STOP_WORDS and not is_acronym(word, question)
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
            behind = written[place + 1 :]
            goes_on = asked[place] == word and _goes_on(behind, has_capitals, is_subject=is_subject)
            is_owner = is_subject and _is_of_a_role(behind, is_owner=asked[place] != word)
            if is_owner or (goes_on and is_first_name(word)):
                continue  # "Putin's spokesman" is not Putin; its surname tells whose "Mark" is
            whole = [name for name in namesakes if _is_whole(name, before, f"{former} {word}")]
            is_other = former and _is_other_name(former, place == 1, all_lower=all_lower)
            if not whole and (is_other or (is_subject and fold(former) in _BEFORE_ANOTHER)):
                continue  # a namesake of those whom the articles quote
            bare = [name for name in namesakes if not _needs_all_words(name)]
            if not whole and is_first_name(word) and fold(former) not in _ROYAL:
                bare += people.get(("first", spelled[0]), ())
            elif not bare and written == [word]:
                bare = _of_one(people.get(("first", spelled[0]), ()))
            if any(" " in name for name in whole):  # "Taylor" of "Taylor Swift" is nobody else
                found = {name: one for name, one in found.items() if one[0] != place - 1}
            for name in whole or _likeliest(bare, times):
                if goes_on and is_subject and is_first_name(name.partition(" ")[0]):
                    continue  # "the trump organisation"
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
            wider = self._holders(asked)
            holders = sorted(wider, key=lambda name: -wider[name])
            if holders and all(wider[holders[0]] >= OUTWEIGHS * wider[one] for one in holders[1:]):
                return (Named(holders[0], words),)
        return ()

    def has_one_holder(self, role: Sequence[str]) -> bool:
        """Tell whether the words of a role tell enough to be just one speaker's."""
        words = role_words(" ".join(role))
        return len(words) > 1 and len(self._holders(words)) == 1

    def _holders(self, asked: frozenset[str]) -> dict[str, int]:
        """Return who has a role with all of some words, be it one of several such roles."""
        return {
            name: often
            for role, holders in self.people.in_wider_role(asked).items()
            if not (role - asked) & (_NOT_THE_HOLDER | ROLE_NOUNS)
            for name, often in holders.items()
        }

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


def _of_one(namesakes: Iterable[str]) -> list[str]:
    """Return the only person among some speakers: "Tedros" is rare, and tells enough."""
    people = [name for name in namesakes if speaker_kind(name) == "person"]
    return people if len(people) == 1 else []


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


def _goes_on(behind: Sequence[str], has_capitals: bool, *, is_subject: bool) -> bool:
    """Tell whether a name goes on behind a word of it.

    The words for one speaker are nothing but a name, a whole question has others behind it.
    """
    after = behind[0] if behind else ""
    if not after or fold(after) in SPEAKER_STOP_WORDS | _AGAINST or SPEECH.fullmatch(after):
        return False
    if is_subject:
        is_title = fold(after) in TITLES | ROLE_NOUNS | ROLE_MODIFIERS
        return not is_title and (after[0].isupper() or not has_capitals)
    return after[0].isupper() and not after.isupper()


def _is_of_a_role(behind: Sequence[str], *, is_owner: bool) -> bool:
    """Tell whether what stands behind a name is the role of somebody else.

    Behind an owner's it is less than a role, too: "her predecessor", "his company".
    """
    roles = (fold(word) for word in behind if fold(word) not in ROLE_MODIFIERS)
    noun = next(roles, "")
    owned = SMALL_ROLE_NOUNS | _ORGANISATION | _NAMED_BESIDE
    return noun in ROLE_NOUNS or is_group(noun) or (is_owner and noun in owned)


def role_named(asked: str) -> tuple[str, ...]:
    """Return the words of a role, folded, that is all that some words name; else none."""
    role = tuple(fold(word) for word in max(_roles_in(asked), key=len, default=[]))
    kept = {fold(without_possessive(word) or word) for word in words_of(asked)}
    return role if kept - SPEAKER_STOP_WORDS <= {*role} else ()


def is_held(asked: Set[str], role: Set[str], beside: Set[str]) -> bool:
    """Tell whether somebody of a role is meant by the role that is asked for.

    Args:
        asked: the words of the role asked for; see ``role_words``.
        role: those of somebody's.
        beside: the words of the text that gives it, which may tell the rest: of what place.
    """
    extra, missing = role - asked, asked - role - _UNTOLD
    if not asked & ROLE_NOUNS <= role or extra & (ROLE_NOUNS | _NOT_THE_HOLDER):
        return False
    return not missing or (extra <= _NAMED_BESIDE and missing <= beside)


def is_acronym(word: str, question: str) -> bool:
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
    is_word = fold(word) in SPEAKER_STOP_WORDS and not is_acronym(word, question)
    return not is_word and not SPEECH.fullmatch(word)
