"""Decide whom "she", "it" or "the minister" beside a speech verb means, from what stands before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.first_names import is_first_name
from rag.language.function_words import (
    ARTICLES,
    AUXILIARIES,
    CLAUSE_OPENERS,
    DEMONSTRATIVES,
    HE,
    MODALS,
    PREPOSITIONS,
    SHE,
)
from rag.language.person_names import fold
from rag.language.speaker_kinds import is_bare, is_thing, noun_kind, speaker_kind
from rag.language.titles import HEADS_OF_GOVERNMENT, is_role_noun
from rag.statements.grammar import TIMES
from rag.statements.people import PRONOUNS, Mention, People, Person, Speaker
from rag.statements.roles import is_office, is_somebody, plain_words
from rag.statements.sentence_tokens import (
    ACRONYMS,
    Attribution,
    FoldedSentence,
    Range,
    Token,
    tokens_of,
)
from rag.statements.subjects import first_subject, is_plural

_THINGS = frozenset({"it", "they", "them"})
# What rules may take for a speaker, and what names nobody.
_NOBODY = (
    _THINGS
    | DEMONSTRATIVES
    | CLAUSE_OPENERS
    | frozenset(
        "i me we us you who please let's nothing small same side afterward anyone the a"
        " sometimes besides perhaps maybe meantime week thinks reads elsewhere nobody none".split()
    )
)
# What a phrase begins with that names nobody either: "around the investigations".
_NO_SUBJECTS = PREPOSITIONS - {"like"} | frozenset(
    "whose along including according accepting given something nothing itself himself"
    " herself".split()
)
# What somebody says something in; a report may be anybody's.
_ISSUED = frozenset("statement letter post tweet email message release memo note".split())
_RELATIVES = frozenset("who that which whom whose".split())
_ACTING = AUXILIARIES | MODALS | {"not"}
# A thing that has a name, and what stands for people that needs no noun.
_STORM = re.compile(r"(?:Hurricane|Typhoon|Cyclone|Tropical Storm) [A-Z]\w+")
_ALONE = PRONOUNS.keys() | frozenset(
    "another many some most few several both all one two three four five someone somebody".split()
)
_OWNERS = {"his": "m", "her": "f"}
# By hand, reading the training part of PolNeAR.
_NEAR_START = 30  # characters; a name that begins so near to its sentence's start is its subject
_APPOSED = 200  # characters between a role and the end of the name beside it
_ISSUED_WITHIN = 500  # characters from who says something in a statement to "the statement"
_SENTENCES_BACK = 6  # how far "he" or "she" may look for a person
_NEAR_NAMESAKE = 2  # sentences
_AROUND = 40  # characters behind a surname in which "he" or "she" tells whose it is
_SENTENCES_BACK_FOR_THEM, _SENTENCES_BACK_FOR_IT = 4, 2


@dataclass(frozen=True, slots=True)
class Attributed:
    """An attribution whose speaker is known."""

    written: str
    speaker: Speaker
    cue: str
    attribution: Range
    sentence: int  # its number in the article
    features: tuple[str, ...]  # how it was found; none: nothing to doubt
    opens: bool  # what is said begins with the sentence behind this one

    @property
    def nameless(self) -> bool:
        """Whether all that is known of the speaker is "it", "they" or "those"."""
        name = self.speaker.name
        low = name.lower().replace("’", "'")
        begins = low.split(" ")[0] in _NO_SUBJECTS and name[0].islower()
        begins = begins or low.startswith("only to ")
        adverb = low.endswith("ly") and " " not in low and not is_first_name(name)
        if _is_thing_alone(name) or _STORM.fullmatch(name) or _is_time(low):
            return True
        return name not in ACRONYMS and (low in _NOBODY or begins or adverb or _is_clause(name))


def _is_thing_alone(name: str) -> bool:
    """Tell whether one small word is no name for who speaks: "seeding", "summer"."""
    alone = name.islower() and name.isalpha() and name not in _ALONE
    return alone and noun_kind(name) == "thing"


def _are_things(noun: str) -> bool:
    """Tell whether a plural noun means no people: "challenges", but not "allies"."""
    one = noun.removesuffix("ies") + "y"
    return noun.islower() and noun_kind(noun) == "things" and noun_kind(one) == "thing"


def _is_time(low: str) -> bool:
    """Tell whether words only say when: "last week", "late Wednesday"."""
    return all(word in TIMES or word in ("this", "back") for word in low.split())


def _is_clause(name: str) -> bool:
    """Tell whether a verb is in what should name somebody: "that was", "correcting an error"."""
    words = name.replace("’", "'").split()
    if not _RELATIVES.isdisjoint(words):
        return False  # "pilots who have left"
    acts = words[0].islower() and words[0].endswith("ing") and words[1:2] and words[1] in ARTICLES
    return bool(acts) or any(word in _ACTING for word in words)


def _is_named(name: str) -> bool:
    """Tell whether a speaker who is nobody's full name may be a person by a surname alone."""
    return name[:1].isupper() and " " not in name and speaker_kind(name) == "person"


def _is_rather(person: Person, name: str) -> bool:
    """Tell whether a person is meant rather than a speaker known by one word only."""
    return person.known or person.surname == fold(name)


class Coreference:
    """Resolves who speaks, sentence by sentence.

    Args:
        text: of the article.
        sentences: all of it.
        people: whom the article names.
    """

    def __init__(self, text: str, sentences: Sequence[FoldedSentence], people: People) -> None:
        self._text = text
        self._sentences = sentences
        self._people = people
        self._mentions: dict[int, list[Mention]] = {}
        self._subjects: dict[int, Range | None] = {}

    def speaker(self, attribution: Attribution, number: int, last: Attributed | None) -> Speaker:
        """Return the speaker whom an attribution in sentence ``number`` means.

        ``last`` is what was attributed before it, if anything.
        """
        start, end = attribution.mention
        written = self._text[start:end]
        low = written if written in ACRONYMS else written.lower()
        if low not in PRONOUNS:
            named = self._named(attribution.mention, number, last)
            return self._owned(named, number, start, last)
        if gender := PRONOUNS[low]:
            trails = any(words.end <= start for words in attribution.words)
            if trails and (before := self._just_spoken(number, gender, last)):
                return before
            if found := self._antecedent(number, start, gender, last):
                return found
        elif low in _THINGS:
            # "The ports had paid, they said": what is said is not about them.
            own = all(start < words.start for words in attribution.words)
            position = start if own else self._sentences[number].start
            if thing := self._thing_before(position, number, last, plural=low != "it"):
                return thing
        return Speaker(self._text[start:end], "", (start, end), None)

    def _named(self, mention: Range, number: int, last: Attributed | None) -> Speaker:
        """Return whom a name or a role in sentence ``number`` means."""
        start, end = mention
        speaker = self._people.resolve(start, end)
        if namesake := self._namesake(speaker, mention, number, last):
            return namesake
        comma = self._text.find(",", end + 1, end + _APPOSED)
        comma = comma if comma > 0 else min(self._sentences[number].end, end + _APPOSED)
        titled = any(map(is_role_noun, speaker.name.split()))
        if speaker.person is None and titled and self._text.startswith(", ", end) and comma > 0:
            beside = self._people.resolve(start, comma)  # "Norway's new premier, Ida Lund, said"
            speaker = beside if beside.person else speaker
        if speaker.person is None and (issuer := self._issuer(speaker.name, start, last)):
            return issuer
        person = None if speaker.person else self._subject_before(number, last)
        office = person and person.known and self._people.office_holder(speaker.name, person)
        if person is None or not office:
            return speaker
        return Speaker(person.name, person.role or speaker.name, person.introduced, person)

    def _namesake(
        self, speaker: Speaker, mention: Range, number: int, last: Attributed | None
    ) -> Speaker | None:
        """Return who spoke just before, if a bare surname is as much theirs.

        A head of government is called so whoever else of the family has spoken.
        """
        before = last.speaker.person if last and last.sentence >= number - _NEAR_NAMESAKE else None
        person = speaker.person
        written = self._text[slice(*mention)]
        if before is None or person is None or before is person or " " in written:
            return None
        alike = before.surname == person.surname == fold(written) and before.known
        if not alike or HEADS_OF_GOVERNMENT & set(plain_words(person.role)):
            return None
        sentence = self._sentences[number]
        end = min(mention[1] + _AROUND, sentence.end)
        others = {"m": SHE, "f": HE}.get(before.gender, frozenset())
        around = self._text[sentence.start : end].lower().split()
        if not others.isdisjoint(around):
            return None  # "In his letter, Brand added"
        return Speaker(before.name, before.role, before.introduced, before)

    def _issuer(self, name: str, position: int, last: Attributed | None) -> Speaker | None:
        """Return whose "the statement" is: who was quoted from a statement before it."""
        noun = name.lower().removeprefix("the ")
        if last is None or noun not in _ISSUED or is_bare(last.speaker.name):
            return None
        start, end = last.attribution
        near = self._text[start : min(position, end + _ISSUED_WITHIN)]
        brought = re.search(rf"\b(?:an?|his|her|its|their) (?:\w+ ){{0,2}}{noun}\b", near)
        return last.speaker if brought else None

    def _owned(
        self, speaker: Speaker, number: int, position: int, last: Attributed | None
    ) -> Speaker:
        """Say whose "his ministry" is, if somebody before it fits."""
        owner, _, owned = speaker.name.partition(" ")
        gender = _OWNERS.get(owner.lower(), "")
        if speaker.person is not None or not gender or not owned:
            return speaker
        found = self._antecedent(number, position, gender, last)
        if found is None or found.person is None:
            return speaker
        return Speaker(f"{found.name}'s {owned}", "", speaker.evidence, None)

    def _subject_before(self, number: int, last: Attributed | None) -> Person | None:
        """Return the person the sentence before is about: who speaks or begins there."""
        if number == 0:
            return None
        before = self._sentences[number - 1]
        if last is not None and last.sentence == number - 1 and last.speaker.person:
            return last.speaker.person
        mentions = self._mentions_in(number - 1)
        first = mentions[0] if mentions else None
        if first is None or first.possessive:
            return None
        begins = first.person.start <= before.start or first.start - before.start <= _NEAR_START
        quoted = len(mentions) == 1 and bool(before.quotations)  # who else may have said it?
        return first.person if begins or quoted else None

    def _thing_before(
        self, position: int, number: int, last: Attributed | None, *, plural: bool
    ) -> Speaker | None:
        """Return what "it" or "they" at ``position`` means: the subject before, if it fits."""
        reach = _SENTENCES_BACK_FOR_THEM if plural else _SENTENCES_BACK_FOR_IT
        for back in range(number, max(-1, number - reach), -1):
            if last is not None and last.sentence == back and back < number:
                speaker = last.speaker
                one = plural and back == number - 1 and is_somebody(speaker.name, "", known=True)
                if one and speaker.person is None:
                    return speaker  # "A pilot said it was late. They said"
                fits = speaker.person is None and is_plural(speaker.name) == plural
                if fits and speaker.name.lower() not in PRONOUNS:
                    return speaker
                if not plural:
                    return None
            subject = self._subject(back, position)
            name = self._text[slice(*subject)] if subject else ""
            if subject is None or name.lower() in PRONOUNS or is_thing(name):
                continue
            if plural and _are_things(name.split()[-1]):
                continue  # "Enormous challenges lie ahead. They vowed"
            speaker = self._people.resolve(*subject)
            if speaker.person is None and is_plural(name) == plural:
                return Speaker(name, "", subject, None)
            if not plural:
                return None
        return None

    def _just_spoken(self, number: int, gender: str, last: Attributed | None) -> Speaker | None:
        """Return who spoke right before a sentence that ends with "she said", if that fits."""
        if last is None or last.sentence != number - 1:
            return None
        person = last.speaker.person
        if person is None and is_somebody(last.speaker.name, gender, known=True):
            return last.speaker  # "the judge continued. …, he said"
        if person is None or person.gender not in ("", gender):
            return None
        return Speaker(person.name, person.role, person.introduced, person)

    def _antecedent(
        self, number: int, position: int, gender: str, last: Attributed | None
    ) -> Speaker | None:
        """Return the last person whom "he" or "she" at ``position`` fits."""
        doubtful: Person | None = None
        for back in range(number, max(-1, number - _SENTENCES_BACK), -1):
            speaker = last.speaker if last and last.sentence == back else None
            if told := self._told_in(back, number, gender, last):
                return told
            fitting = self._fitting(back, position, gender)
            others = any(_is_rather(mention.person, speaker.name) for mention in fitting if speaker)
            if speaker is not None and _is_named(speaker.name) and not others:
                return speaker  # "…, said Tallis": nearer than whoever looks like a name
            if fitting:
                mention = min(fitting, key=lambda m: (m.possessive, not m.person.known, m.start))
                person = mention.person
                if self._is_doubtful(mention, back):
                    person = self._known(last, number, gender) or person
                    if back < number and not person.known:
                        doubtful = doubtful or person
                        continue
                if doubtful and not person.known:
                    break
                return Speaker(person.name, person.role, person.introduced, person)
        if doubtful:
            return Speaker(doubtful.name, doubtful.role, doubtful.introduced, doubtful)
        near = last is not None and last.sentence > number - _SENTENCES_BACK
        if last is None or not near:
            return None
        # "Tallis said … she added", where no full name is given
        named = _is_named(last.speaker.name) or is_somebody(last.speaker.name, gender, known=True)
        return last.speaker if named else None

    def _told_in(
        self, back: int, number: int, gender: str, last: Attributed | None
    ) -> Speaker | None:
        """Return who speaks in a sentence, or whom it describes, if "he" or "she" fits."""
        speaker = last.speaker if last and last.sentence == back else None
        person = speaker.person if speaker else None
        if person is not None and person.gender in ("", gender):
            return Speaker(person.name, person.role, person.introduced, person)
        if speaker is not None and person is None and is_somebody(speaker.name, gender):
            return speaker
        described = self._described_in(back, last) if back < number else None
        fits = described and (not described.person or described.person.gender in ("", gender))
        return described if fits else None

    def _is_doubtful(self, mention: Mention, number: int) -> bool:
        """Tell whether all that says of a name that it is a person's is how it is written.

        "Velm Pass", named once, and not where its sentence begins.
        """
        person = mention.person
        aside = mention.start - self._sentences[number].start > _NEAR_START
        return not person.known and person.mentions == 1 and aside

    def _fitting(self, number: int, position: int, gender: str) -> list[Mention]:
        """Return the mentions in a sentence whom "he" or "she" at ``position`` may mean.

        In a sentence that begins with the same word, everybody named is somebody else.
        """
        start = self._sentences[number].start
        begins = self._text[start : start + 4].strip('"“ ').split(" ")[0].lower()
        if PRONOUNS.get(begins) == gender and start < position:
            return []
        return [
            mention
            for mention in self._mentions_in(number)
            if mention.end <= position and mention.person.gender in ("", gender)
        ]

    @staticmethod
    def _known(last: Attributed | None, number: int, gender: str) -> Person | None:
        """Return who was quoted shortly before, if that is surely a person and fits."""
        near = last is not None and last.sentence > number - _SENTENCES_BACK
        person = last.speaker.person if last is not None and near else None
        return person if person and person.known and person.gender in ("", gender) else None

    def _described_in(self, number: int, last: Attributed | None) -> Speaker | None:
        """Return whom a sentence is about if it begins with a role: "The premier had come"."""
        sentence = self._sentences[number]
        if self._text[sentence.start : sentence.start + 4].lower() != "the ":
            return None
        subject = self._subject(number, sentence.end)
        if subject is None or not is_office(self._text[slice(*subject)]):
            return None
        return self._named(subject, number, last)

    def _mentions_in(self, number: int) -> list[Mention]:
        """Return the mentions of people in a sentence, but for those in its quotations."""
        if number not in self._mentions:
            sentence = self._sentences[number]
            found = self._people.mentions_between(sentence.start, sentence.end)
            self._mentions[number] = [m for m in found if not sentence.is_quoted(m.start)]
        return self._mentions[number]

    def _subject(self, number: int, position: int) -> Range | None:
        """Return the noun phrase a sentence begins with, going by its words up to a position."""
        sentence = self._sentences[number]
        if position >= sentence.end:
            if number not in self._subjects:
                self._subjects[number] = first_subject(self._tokens(sentence))
            return self._subjects[number]
        return first_subject([t for t in self._tokens(sentence) if t.start < position])

    def _tokens(self, sentence: FoldedSentence) -> Sequence[Token]:
        whole = sentence.tokens
        return whole or tokens_of(self._text, self._text, sentence.start, sentence.end)
