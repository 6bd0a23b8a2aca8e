"""Decide whom "she", "it" or "the minister" beside a speech verb means, from what stands before."""

import re
from collections.abc import Sequence

from rag.language.function_words import HE, SHE
from rag.language.person_names import fold
from rag.language.speaker_kinds import is_bare, is_thing, noun_kind, speaker_kind
from rag.language.titles import HEADS_OF_GOVERNMENT, gender_of, is_role_noun
from rag.statements.attributed import THINGS, Attributed
from rag.statements.namings import NEAR_START, Namings
from rag.statements.people import PRONOUNS, People, Person, Speaker
from rag.statements.pronouns import asked_of, is_done_to, opening_of
from rag.statements.roles import is_office, is_somebody, plain_words
from rag.statements.sentence_tokens import (
    ACRONYMS,
    Attribution,
    FoldedSentence,
    Range,
)
from rag.statements.subjects import is_plural

# What somebody says something in; a report may be anybody's.
_ISSUED = frozenset("statement letter post tweet email message release memo note".split())
_ASKS = frozenset("asked asks pressed questioned quizzed".split())
_SUBORDINATE = frozenset(
    "after before when while because since if although though that who".split()
)

_GENDERS = {"him": "m", "her": "f"}
_OWNERS = {"his": "m", "her": "f"}
# By hand, reading the training part of PolNeAR.
_APPOSED = 200  # characters between a role and the end of the name beside it
_ISSUED_WITHIN = 500  # characters from who says something in a statement to "the statement"
_SENTENCES_BACK = 6  # how far "he" or "she" may look for a person
_NEAR_NAMESAKE = 2  # sentences
_AROUND = 40  # characters behind a surname in which "he" or "she" tells whose it is
_SENTENCES_BACK_FOR_THEM, _SENTENCES_BACK_FOR_IT = 4, 2


def _are_things(noun: str) -> bool:
    """Tell whether a plural noun means no people: "challenges", but not "allies"."""
    one = noun.removesuffix("ies") + "y"
    return noun.islower() and noun_kind(noun) == "things" and noun_kind(one) == "thing"


def _is_named(name: str) -> bool:
    """Tell whether a speaker who is nobody's full name may be a person by a surname alone."""
    return name[:1].isupper() and " " not in name and speaker_kind(name) == "person"


def _is_rather(person: Person, name: str) -> bool:
    """Tell whether a person is meant rather than a speaker known by one word only."""
    return person.known or person.surname == fold(name)


def _as_speaker(person: Person) -> Speaker:
    return Speaker(person.name, person.role, person.introduced, person)


def _is_other(last: Attributed, gender: str) -> bool:
    """Tell whether who spoke last was "he" and not "she": "He told her it was late, she said"."""
    return PRONOUNS.get(last.written.lower(), "") not in ("", gender)


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
        self._namings = Namings(text, sentences, people)

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
            if found := self._ahead(number, start, gender) or self._asked(number, gender, last):
                return found
            trails = any(words.end <= start for words in attribution.words)
            if trails and (before := self._just_spoken(number, gender, last)):
                return before
            if found := self._antecedent(number, start, gender, last, attribution.cue[0]):
                return found
        elif low in THINGS:
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
        if headed := self._headed(speaker, mention, number):
            return headed
        if namesake := self._namesake(speaker, mention, number, last):
            return namesake
        comma = self._text.find(",", end + 1, end + _APPOSED)
        comma = comma if comma > 0 else min(self._sentences[number].end, end + _APPOSED)
        titled = any(map(is_role_noun, speaker.name.split()))
        if speaker.person is None and titled and self._text.startswith(", ", end) and comma > 0:
            beside = self._people.resolve(start, comma)  # "Norway's new premier, Ida Lund, said"
            two = " and " in beside.name and "," not in beside.name
            speaker = beside if beside.person or two else speaker
        if speaker.person is None and (issuer := self._issuer(speaker.name, start, last)):
            return issuer
        if speaker.person is None and (described := self._namings.described(mention, number)):
            return _as_speaker(described)
        if self._is_doubtful(speaker, mention, number, last):
            return Speaker(self._text[start:end], "", mention, None)
        person = None if speaker.person else self._subject_before(number, last)
        office = person and person.known and self._people.office_holder(speaker.name, person)
        if person is None or not office:
            return speaker
        return Speaker(person.name, person.role or speaker.name, person.introduced, person)

    def _is_doubtful(
        self, speaker: Speaker, mention: Range, number: int, last: Attributed | None
    ) -> bool:
        """Tell whether "The president" may be whom the sentence before is about.

        That is so where it does not tell that person's office, and the president whom the
        article tells of was named long before.
        """
        written = self._text[slice(*mention)]
        if speaker.person is None or len(written.split()) != 2 or not is_office(written):
            return False
        first = self._sentences[max(0, number - _SENTENCES_BACK)].start
        near = self._people.mentions_between(first, mention[0])
        before = self._subject_before(number, last)
        untold = before is not None and before.known and not before.role
        return untold and all(one.person is not speaker.person for one in near)

    def _headed(self, speaker: Speaker, mention: Range, number: int) -> Speaker | None:
        """Return whom "the former minister" means in a part that somebody's name heads."""
        written = self._text[slice(*mention)]
        headed = self._namings.headed(number) if written.lower().startswith("the ") else None
        if headed is None or not (speaker.person or is_office(written)):
            return None
        first, person = headed
        mentions = self._people.mentions_between(first, mention[0])
        named = any(one.person is speaker.person for one in mentions)
        fits = gender_of(written) in ("", person.gender) and not any(map(str.isupper, written[4:]))
        return _as_speaker(person) if fits and not named else None

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
        return _as_speaker(before)

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
        mentions = self._namings.mentions_in(number - 1)
        first = mentions[0] if mentions else None
        if first is None or first.possessive:
            return None
        begins = first.person.start <= before.start or first.start - before.start <= NEAR_START
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
            subject = self._namings.subject(back, position)
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
        if last is None or last.sentence != number - 1 or self._is_aside(last, gender, ()):
            return None
        person = last.speaker.person
        if person is None and is_somebody(last.speaker.name, gender, known=True):
            return last.speaker  # "the judge continued. …, he said"
        if person is None or person.gender not in ("", gender):
            return None
        return _as_speaker(person)

    def _antecedent(
        self, number: int, position: int, gender: str, last: Attributed | None, cue: int = 0
    ) -> Speaker | None:
        """Return the last person whom "he" or "she" at ``position``, before ``cue``, fits."""
        doubtful: Person | None = None
        barred = self._barred(number, position, gender, last, cue)
        for back in range(number, max(-1, number - _SENTENCES_BACK), -1):
            spoke = last and last.sentence == back and not self._is_aside(last, gender, barred)
            speaker = last.speaker if last and spoke else None
            if told := self._told_in(back, number, gender, speaker, last):
                return told
            fitting = [
                one
                for one in self._namings.fitting(back, position, gender)
                if one.person not in barred
            ]
            others = any(_is_rather(mention.person, speaker.name) for mention in fitting if speaker)
            if speaker is not None and _is_named(speaker.name) and not others:
                return speaker  # "…, said Tallis": nearer than whoever looks like a name
            if fitting:
                mention = min(fitting, key=lambda m: (m.possessive, not m.person.known, m.start))
                person = mention.person
                if self._namings.is_doubtful(mention, back):
                    known = self._known(last, number, gender)
                    person = known if known and known not in barred else person
                    if back < number and not person.known:
                        doubtful = doubtful or person
                        continue
                if doubtful and not person.known:
                    break
                return _as_speaker(person)
        if doubtful:
            return _as_speaker(doubtful)
        near = last is not None and last.sentence > number - _SENTENCES_BACK
        if last is None or not near:
            return None
        # "Tallis said … she added", where no full name is given
        named = _is_named(last.speaker.name) or is_somebody(last.speaker.name, gender, known=True)
        return last.speaker if named else None

    def _told_in(
        self, back: int, number: int, gender: str, speaker: Speaker | None, last: Attributed | None
    ) -> Speaker | None:
        """Return who speaks in a sentence, or whom it describes, if "he" or "she" fits."""
        person = speaker.person if speaker else None
        if person is not None and person.gender in ("", gender):
            return _as_speaker(person)
        if speaker is not None and person is None and is_somebody(speaker.name, gender):
            return speaker
        described = self._described_in(back, gender, last) if back < number else None
        fits = described and (not described.person or described.person.gender in ("", gender))
        return described if fits else None

    def _barred(
        self, number: int, position: int, gender: str, last: Attributed | None, cue: int
    ) -> list[Person]:
        """Return who is somebody else than "she" in a sentence: "Tallis told her …, she said".

        So is who stands between her and what she does: "She paid tribute to Tallis, saying".
        """
        barred = [
            mention.person
            for mention in self._namings.mentions_in(number)
            if position < mention.start < cue
            or (mention.end <= position and is_done_to(self._text, mention.end, gender))
        ]
        person = last.speaker.person if last and _is_other(last, gender) else None
        return [*barred, person] if person else barred

    def _is_aside(self, last: Attributed, gender: str, barred: Sequence[Person]) -> bool:
        """Tell whether who spoke last is not she, or only spoke beside whom it is about.

        "For Lund, it was late, after Brand warned of it."
        """
        if _is_other(last, gender) or last.speaker.person in barred:
            return True
        start = last.attribution[0]
        before = self._text[max(0, start - 12) : start].split()
        if not before or before[-1].lower() not in _SUBORDINATE:
            return False
        return any(
            mention.person is not last.speaker.person and not mention.possessive
            for mention in self._namings.fitting(last.sentence, start, gender, barred)
        )

    def _asked(self, number: int, gender: str, last: Attributed | None) -> Speaker | None:
        """Return who was asked something just before: "Brand asked Lund about it. He said"."""
        asks = last is not None and last.cue.split()[-1] in _ASKS and last.sentence >= number - 1
        found = asked_of(self._text, last.attribution[1]) if last and asks else None
        if found is None or last is None:
            return None
        if whom := _GENDERS.get(self._text[slice(*found)]):
            asker = last.speaker.person
            before = self._antecedent(last.sentence, last.attribution[0], gender, None)
            other = before and before.person and before.person is not asker
            return before if other and whom == gender else None
        named = self._people.resolve(*found)
        if named.person and named.person.gender not in ("", gender):
            return None
        return named if named.person or _is_named(named.name) else None

    def _ahead(self, number: int, position: int, gender: str) -> Speaker | None:
        """Return whom "he" in what a sentence begins with means: "When he left, Tallis said"."""
        sentence = self._sentences[number]
        opening = opening_of(self._text, sentence.start, position + 3)
        if opening is None or not opening.introduced or opening.gender != gender:
            return None
        named = self._namings.named_behind(opening, number)
        return _as_speaker(named.person) if named and named.start > position else None

    @staticmethod
    def _known(last: Attributed | None, number: int, gender: str) -> Person | None:
        """Return who was quoted shortly before, if that is surely a person and fits."""
        near = last is not None and last.sentence > number - _SENTENCES_BACK
        person = last.speaker.person if last is not None and near else None
        return person if person and person.known and person.gender in ("", gender) else None

    def _described_in(self, number: int, gender: str, last: Attributed | None) -> Speaker | None:
        """Return whom a sentence is about if it begins with a role: "The premier had come".

        "The woman" is she, "The driver" may be anybody.
        """
        sentence = self._sentences[number]
        if self._text[sentence.start : sentence.start + 4].lower() != "the ":
            return None
        subject = self._namings.subject(number, sentence.end)
        phrase = self._text[slice(*subject)] if subject else ""
        told = phrase and gender_of(phrase.split()[-1]) == gender
        somebody = told and is_somebody(phrase, gender, known=True)
        if subject is None or not (somebody or is_office(phrase)):
            return None
        return self._named(subject, number, last)
