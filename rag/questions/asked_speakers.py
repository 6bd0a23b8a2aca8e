"""Read from a question whose words are asked for, by the names and roles that articles have."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.language.countries import COUNTRY_OF
from rag.language.first_names import is_first_name
from rag.language.function_words import QUESTION_WORDS, SPEAKER_STOP_WORDS, STOP_WORDS
from rag.language.matching import without_possessive, words_of
from rag.language.person_names import fold, name_words, near_names, same_person
from rag.language.speech_verbs import PLAIN_SPEECH, SPEECH, SPEECH_NOUN, SPEECH_VERB
from rag.language.titles import (
    NAME_PARTICLES,
    ROLE_MODIFIERS,
    ROLE_NOUNS,
    TITLES,
)
from rag.questions.asked_roles import SMALL_IN_ROLE, is_group, role_words, with_acronyms

# By hand.
LONGEST_PARTICLE = 3  # letters: "von der", "de", "al"
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


@dataclass(frozen=True, slots=True)
class SpeakerDirectory:
    """Everyone who says something in the articles, by the words of their names and roles."""

    by_last_word: Mapping[str, tuple[str, ...]]  # most quoted first
    by_first_word: Mapping[str, tuple[str, ...]]  # of names that begin with a common first name
    by_role: Mapping[frozenset[str], tuple[str, ...]]  # words as ``role_words`` has them
    quoted: Mapping[str, int]  # how many statements everyone makes

    def named_in(self, question: str) -> tuple[Named, ...]:
        """Return the speakers that a question names, in its order; by a role, if by no name."""
        asked = words_of(question)
        written = [without_possessive(word) or word for word in asked]
        words = [name_words(word) for word in written]
        all_lower = not any(word[0].isupper() for word in written[1:])
        holders = self._by_role(question)
        in_role = {word for one in holders for word in one.words}
        found: dict[str, tuple[int, Named]] = {}
        for place, (word, spelled) in enumerate(zip(written, words, strict=True)):
            is_word = fold(word) in SPEAKER_STOP_WORDS and not _is_acronym(word, question)
            is_name = bool(spelled) and not is_word and (all_lower or word[0].isupper())
            if not is_name or fold(word) in in_role:
                continue
            namesakes = self._of_last_word(word, surely=all_lower and len(word) < SHORTEST_RESPELT)
            before = {part for one in words[max(0, place - 3) : place] for part in one}
            former = written[place - 1] if place and asked[place - 1] == written[place - 1] else ""
            whole = [name for name in namesakes if _is_whole(name, before, f"{former} {word}")]
            if not whole and former and _is_other_name(former, place == 1, all_lower=all_lower):
                continue  # a namesake of those whom the articles quote
            bare = [name for name in namesakes if not _needs_all_words(name)]
            if not whole and is_first_name(word):
                bare += self.by_first_word.get(spelled[0], ())
            if any(" " in name for name in whole):  # "Taylor" of "Taylor Swift" is nobody else
                found = {name: one for name, one in found.items() if one[0] != place - 1}
            for name in whole or self._likeliest(bare):
                found[name] = (place, Named(name, (fold(word), *fold(name).split())))
        named = {one.speaker: one for one in (*(one for _, one in found.values()), *holders)}
        return tuple(named.values())

    def _of_last_word(self, word: str, *, surely: bool) -> list[str]:
        """Return whose name ends in a word; ``surely``: spelled just so."""
        namesakes = self.by_last_word.get(name_words(word)[-1], ())
        exact = [name for name in namesakes if fold(name).split()[-1] == fold(word)]
        return exact or ([] if surely else list(namesakes))

    def _likeliest(self, namesakes: Sequence[str]) -> list[str]:
        """Return those of one surname who are quoted about as often as anybody of that name."""
        most = max((self.quoted.get(name, 0) for name in namesakes), default=0)
        ordered = sorted(namesakes, key=lambda name: -self.quoted.get(name, 0))
        often = [name for name in ordered if SELDOM * self.quoted.get(name, 0) >= most]
        return often[:MOST_NAMESAKES]

    def _by_role(self, question: str) -> tuple[Named, ...]:
        """Return who has the role that a question names: "the Dutch defence minister"."""
        for written in _roles_in(question):
            asked = role_words(" ".join(written))
            exact = self.by_role.get(asked, ()) or self.by_role.get(asked - {"us"}, ())
            if exact and (len(asked) > 1 or asked <= _HELD_BY_ONE):
                return (Named(exact[0], tuple(fold(word) for word in written)),)
            if len(asked) < 2:
                continue
            wider = dict.fromkeys(
                name
                for role, names in self.by_role.items()
                if asked < role and not (role - asked) & (_NOT_THE_HOLDER | ROLE_NOUNS)
                for name in names
            )
            holders = sorted(wider, key=lambda name: -self.quoted.get(name, 0))
            if holders and self._outweighs(holders):
                return (Named(holders[0], tuple(fold(word) for word in written)),)
        return ()

    def _outweighs(self, names: Sequence[str]) -> bool:
        """Tell whether the first of some speakers is quoted far more than any other."""
        times = [self.quoted.get(name, 0) for name in names]
        return all(times[0] >= OUTWEIGHS * other for other in times[1:])

    def near(self, name: str) -> tuple[str, ...]:
        """Return up to three speakers whose names are spelled nearly so."""
        people = dict.fromkeys(name for names in self.by_last_word.values() for name in names)
        return near_names(name, people, 3)


def directory(quoted: Mapping[str, int], roles: Iterable[tuple[str, str]]) -> SpeakerDirectory:
    """Return everyone who says something, to be asked for by name or by role.

    Args:
        quoted: how many statements everyone makes, most quoted first.
        roles: pairs of somebody and a role that articles give them, the commonest first.
    """
    last: dict[str, list[str]] = {}
    first: dict[str, list[str]] = {}
    for speaker in quoted:
        words = name_words(_without_article(speaker))
        if words and _is_name(speaker):
            last.setdefault(words[-1], []).append(speaker)
            if len(words) > 1 and is_first_name(speaker.split()[0]):
                first.setdefault(words[0], []).append(speaker)
    by_role: dict[frozenset[str], dict[str, None]] = {}
    for speaker, role in roles:
        for form in (role, with_acronyms(role)):
            if words_in_role := role_words(form):
                by_role.setdefault(words_in_role, {})[speaker] = None
    return SpeakerDirectory(
        {word: tuple(names) for word, names in last.items()},
        {word: tuple(names) for word, names in first.items()},
        {role: tuple(names) for role, names in by_role.items()},
        quoted,
    )


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


def _without_article(speaker: str) -> str:
    return re.sub(r"^[Tt]he ", "", speaker)


def _is_name(speaker: str) -> bool:
    """Tell whether a speaker is written as a name is: ``Jaap de Hoop Scheffer``, ``the NATO``."""
    words = _without_article(speaker).split()
    if not words or (len(words) == 1 and is_group(words[0])):
        return False
    return (
        words[0][0].isupper()
        and words[-1][0].isupper()
        and all(
            word[0].isupper() or len(word) <= LONGEST_PARTICLE or word in NAME_PARTICLES
            for word in words
        )
    )


def _is_whole(name: str, before: set[str], full: str) -> bool:
    """Tell whether the words before its last one make a name whole, as far as it needs them."""
    words = name_words(_without_article(name))
    if len(words) == 1:
        return True
    if _needs_all_words(name):
        return set(words[:-1]) - SMALL_IN_ROLE <= before
    return bool(before & set(words[:-1])) or (" " in full.strip() and same_person(full, name))


def _needs_all_words(name: str) -> bool:
    """Tell whether a name is an organisation's of several words, which its last does not tell."""
    words = fold(_without_article(name)).split()
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
