"""Find whom each sentence of an article names, and whom it is about."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from operator import itemgetter

from rag.language.titles import KINSHIP, gender_of
from rag.statements.name_runs import head_length
from rag.statements.people import Mention, People, Person
from rag.statements.pronouns import Opening, is_done_to, opening_of
from rag.statements.roles import role_before
from rag.statements.sentence_tokens import FoldedSentence, Range, Token, tokens_of
from rag.statements.subjects import first_subject, is_plural

_SELDOM = 2  # mentions of a name, by a part of it too, up to which it may be no person's
NEAR_START = 30  # characters; a name that begins so near to its sentence's start is its subject
_SENTENCES_BACK = 2  # how far "the 28-year-old pilot" may look for who is named
# Somebody known, by what is not their name: "the 28-year-old pilot", "the Velm-born star".
_EPITHET = re.compile(
    r"[Tt]he (?P<tells>\d{1,2}-year-old|[A-Z]\w{1,20}-born)(?: [A-Za-z][\w-]{1,20}){0,6}"
)
# What somebody known is called where the name stands before: "the singer", "the tech billionaire".
_CALLING = re.compile(
    r"[Tt]he (?:[A-Za-z][\w’'-]{1,20} (?:and )?){0,3}"
    r"(?P<tells>singer|actress|actor|rapper|star|superstar|billionaire|comedian|comic|monarch"
    r"|champion|quarterback|midfielder|striker|defender|goalkeeper|skier|snowboarder|skater|golfer"
    r"|swimmer|songwriter|musician|entertainer|mogul|tycoon|filmmaker|author|novelist|duchess|duke"
    r"|congressman|congresswoman)"
)
_SELDOM_NAMED = KINSHIP | frozenset(
    "man woman boy girl suspect victim shooter gunman driver patient student teenager teen".split()
)
_PAUSES = (",", "—", "–", "--")


class Namings:
    """The people named in each sentence, and the noun phrase it begins with.

    Args:
        text: of the article.
        sentences: all of it.
        people: whom the article names.
    """

    def __init__(self, text: str, sentences: Sequence[FoldedSentence], people: People) -> None:
        self._text = text
        self._sentences = sentences
        self._people = people
        self._times = Counter(id(mention.person) for mention in people.mentions)
        self._mentions: dict[int, list[Mention]] = {}
        self._subjects: dict[int, Range | None] = {}

    def mentions_in(self, number: int) -> list[Mention]:
        """Return the mentions of people in a sentence, but for those in its quotations."""
        if number not in self._mentions:
            sentence = self._sentences[number]
            found = self._people.mentions_between(sentence.start, sentence.end)
            self._mentions[number] = [m for m in found if not sentence.is_quoted(m.start)]
        return self._mentions[number]

    @cached_property
    def _headings(self) -> list[tuple[int, Person | None]]:
        """The lines between sentences, and whose name each is; by the sentence behind it.

        None where fewer than two people head a part: one name may be the author's.
        """
        found: list[tuple[int, Person | None]] = []
        for number, (before, sentence) in enumerate(pairwise(self._sentences), 1):
            line = self._text[before.end : sentence.start].strip()
            if not line:
                continue
            named = next(self._people.mentions_between(before.end, sentence.start), None)
            whole = named and " " in line and self._text[named.start : named.end] == line
            found.append((number, named.person if named and whole else None))
        people = {id(person) for _, person in found if person}
        return found if len(people) > 1 else []

    def headed(self, number: int) -> tuple[int, Person] | None:
        """Return where the part that holds a sentence begins, and whose name heads it."""
        at = bisect_right(self._headings, number, key=itemgetter(0)) - 1
        first, person = self._headings[at] if at >= 0 else (0, None)
        return (self._sentences[first].start, person) if person else None

    def subject(self, number: int, position: int) -> Range | None:
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

    def fitting(
        self, number: int, position: int, gender: str, barred: Sequence[Person] = ()
    ) -> list[Mention]:
        """Return the mentions in a sentence whom "he" or "she" at ``position`` may mean.

        In a sentence that begins with the same word, everybody named is somebody else.
        """
        sentence = self._sentences[number]
        opening = opening_of(self._text, sentence.start, sentence.end)
        if opening and opening.gender == gender and opening.start < position:
            if not opening.introduced:
                return []
            named = self.named_behind(opening, number)
            ahead = named and named.end <= position and named.person not in barred
            return [named] if named and ahead else []
        return [
            mention
            for mention in self.mentions_in(number)
            if mention.end <= position
            and mention.person.gender in ("", gender)
            and mention.person not in barred
            and not is_done_to(self._text, mention.end, gender)
        ]

    def named_behind(self, opening: Opening, number: int) -> Mention | None:
        """Return who is named right behind a comma, after what a pronoun opens."""
        for mention in self.mentions_in(number):
            titled = len(role_before(self._text, mention.start))
            begins = mention.start - titled - (titled > 0)
            fits = mention.person.gender in ("", opening.gender) and not mention.possessive
            behind = self._text[max(0, begins - 3) : begins].rstrip().endswith(_PAUSES)
            if fits and behind and begins > opening.start:
                return mention
        return None

    def described(self, mention: Range, number: int) -> Person | None:
        """Return whom "the 28-year-old pilot" means: whom the last sentence with a name is about.

        Nobody where it was said before of somebody else: "a 28-year-old was hurt".
        """
        start, end = mention
        written = self._text[start:end]
        written = written[: head_length(written)]  # "the Velm-born star, a singer"
        found = _EPITHET.fullmatch(written) or self._called(written, start, number)
        if found is None or written.split()[-1] in _SELDOM_NAMED or is_plural(written):
            return None
        back = range(max(0, number - _SENTENCES_BACK), number)
        surely = [(m, one) for one in reversed(back) for m in self._surely_named(one)]
        if not surely:
            return None
        first, sentence = surely[0]
        begins = self._sentences[sentence].start
        opens = first.person.start <= begins or first.start == begins
        about = opens or (first.person.known and first.start - begins <= NEAR_START)
        before = self._text.find(found["tells"], 0, start) >= 0
        told = found["tells"] in first.person.role or not before
        fits = gender_of(written) in ("", first.person.gender) and not first.possessive
        return first.person if about and told and fits else None

    def _called(self, written: str, start: int, number: int) -> re.Match[str] | None:
        """Match "the singer" where nobody else of the gender is named in the sentence before."""
        found = _CALLING.fullmatch(written)
        gender = gender_of(written)
        for back in range(number, max(-1, number - _SENTENCES_BACK - 1), -1) if found else ():
            named = {
                id(m.person)
                for m in self.mentions_in(back)
                if m.start < start and (not gender or m.person.gender in ("", gender))
            }
            if named:
                return found if len(named) == 1 and back < number else None
        return None

    def _surely_named(self, number: int) -> list[Mention]:
        """Return the mentions in a sentence that are surely of people, in order."""
        return [m for m in self.mentions_in(number) if not self.is_doubtful(m, number)]

    def is_doubtful(self, mention: Mention, number: int) -> bool:
        """Tell whether all that says of a name that it is a person's is how it is written.

        "Velm Pass", named once or twice, and not where its sentence begins.
        """
        person = mention.person
        aside = mention.start - self._sentences[number].start > NEAR_START
        seldom = person.mentions == 1 and self._times[id(person)] <= _SELDOM
        return not person.known and seldom and aside
