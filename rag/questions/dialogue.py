"""Remember what a conversation has spoken of, and who or what a pronoun means in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.language.countries import PLACES, US_STATES
from rag.language.dates import WRITTEN_DATE
from rag.language.first_names import is_first_name
from rag.language.function_words import DIALOGUE_PREPOSITIONS, DIALOGUE_STOP_WORDS
from rag.language.person_names import fold
from rag.language.titles import ROLE_NOUNS
from rag.questions.asked_speakers import who_is_asked
from rag.questions.phrases import (
    GENERAL_WORDS,
    Name,
    called_by,
    definite,
    folded_words,
    is_among,
    is_same,
    last_word,
    names_in,
    people_in,
    phrase_to,
    telling_runs,
    tokens_of,
    two_names,
)
from rag.records import Answer, Claim

Kind = Literal["person", "other", "unknown"]

# All by hand, as measured by benchmarks/conversation.py on the tuning half of CANARD.
FORGET = 0.6  # what a turn counts for, against the one after it

# How much a mention makes somebody the one meant next, by where it stands.
AS_SPEAKER = 3.0
AS_SUBJECT = 3.0  # named first in a question
IN_QUESTION = 1.5
AS_ANSWER = 6.0  # named first in the answer to "who …"
IN_ANSWER = 0.8
AS_TITLE = 2.0  # an article that is called by a name
IN_TITLE = 0.5
LEAST_WEIGHT = 1.0  # the least weight of what "it" can mean
SHORT_ANSWER = 6  # words; the first name of one is what was asked for


_SMALL_WORD = re.compile(r"\b[a-z]\w+")
_COUNTED = re.compile(r"\b(?:how many|which) (?P<who>(?:[a-z][\w'’-]* ){0,2}?[a-z]{3,}(?<!s)s)\b")
_PLURAL_SUBJECT = re.compile(
    r"\b(?:did|do|have|had|were|are|will|would|can|could) "
    r"(?P<who>(?:the )?(?:[\w'’-]+ ){0,3}?(?:[a-z]{3,}(?<!s)s|police|people))\b"
)
_BEFORE_PLACES = frozenset("the in at from".split())


@dataclass(frozen=True, slots=True)
class Turn:
    """What a finished turn leaves for the next question."""

    question: str  # as searched, with what was carried over into it
    text: str  # of the answer as shown, with who said it; empty after a refusal
    speakers: tuple[str, ...]  # whose words were asked for: full names
    titles: tuple[str, ...]  # of the articles the answer cites, first cited first
    carried: tuple[str, ...] = ()  # of the question: what it has from the turns before it


@dataclass(slots=True)
class Referent:
    """Somebody or something that was spoken of; ``weight`` says how much and how lately."""

    name: str
    kind: Kind
    gender: str  # "m", "f" or "" where nothing says
    weight: float


def turn_of(answer: Answer) -> Turn:
    """Return what a finished turn leaves for the next question."""
    sources = [source for claim in answer.claims for source in claim.sources]
    return Turn(
        answer.asked.question,
        " ".join(_told(claim) for claim in answer.claims),
        answer.asked.speakers,
        tuple(dict.fromkeys(source.article.title for source in sources)),
        answer.asked.carried,
    )


def _told(claim: Claim) -> str:
    """Return a claim after who says it, and in what role."""
    named = ", ".join(part for part in (claim.speaker, claim.role) if part)
    return f"{named}: {claim.text}" if named else claim.text


class Memory:
    """What a conversation has spoken of.

    Args:
        turns: at least one, oldest first.
    """

    def __init__(self, turns: Sequence[Turn]) -> None:
        self.common = {word for turn in turns for word in _SMALL_WORD.findall(turn.text)}
        self._turns = turns
        self.last = turns[-1]
        shown = [part for turn in turns for part in (*turn.titles, turn.text, turn.question)]
        self.words = {word for part in shown for word in folded_words(part)}
        self._people = {
            last_word(person.name): person for part in shown for person in people_in(part)
        }
        self._known: list[Referent] = []
        for back, turn in enumerate(reversed(turns)):
            self._hear(turn, FORGET**back)
        self.referents = sorted(self._known, key=lambda one: -one.weight)

    def _hear(self, turn: Turn, share: float) -> None:
        for speaker in turn.speakers:
            country = speaker.isupper() or fold(speaker) in PLACES
            self._mention(speaker, "other" if country else "person", AS_SPEAKER * share)
        asked = names_in(turn.question)
        for place, name in enumerate(asked):
            subject = not place and name.before not in DIALOGUE_PREPOSITIONS
            weight = AS_SUBJECT if subject else IN_QUESTION
            self._mention(name.text, self.kind(name), weight * share)
        new_kind = kind_asked(turn)
        for place, name in enumerate(names_in(turn.text)):
            kind = self.kind(name)
            answers = kind in new_kind and not is_among(name.text, asked)
            new_kind = set() if answers else new_kind
            weight = AS_ANSWER if answers else IN_ANSWER / (1 + place / 4)
            self._mention(name.text, kind, weight * share)
        for title in turn.titles[:1]:
            if called := called_by(title):
                self._mention(called, "unknown", AS_TITLE * share)
            for name in names_in(title) if not called else ():
                self._mention(name.text, self.kind(name), IN_TITLE * share)

    def with_capitals(self, text: str) -> str:
        """Return a text with names as the answers write them: "what did biden say on abe"."""
        written = {
            token.folded: token.text
            for turn in self._turns
            for name in (*(one.text for one in names_in(turn.text)), *turn.speakers)
            for token in tokens_of(name)
        }
        small = self.common | DIALOGUE_STOP_WORDS | GENERAL_WORDS
        for token in reversed(tokens_of(text)):
            name = written.get(token.folded, "") if token.text.islower() else ""
            if len(name) == len(token.folded) > 2 and token.folded not in small:
                end = token.start + len(name)
                text = f"{text[: token.start]}{name}{text[end:]}"
        return text

    def kind(self, name: Name) -> Kind:
        """Tell what a name names, as far as the conversation shows it."""
        if name.text.isupper() or fold(name.text) in PLACES | US_STATES:
            return "other"
        if person := self._people.get(last_word(name.text)):
            return "person" if person.known else "unknown"
        return "other" if " " in name.text or name.before in _BEFORE_PLACES else "unknown"

    def _mention(self, name: str, kind: Kind, weight: float) -> None:
        person = self._people.get(last_word(name))
        if not person and last_word(name) in ROLE_NOUNS:
            return  # "JetBlue CEO" is neither somebody's name nor a thing
        if person and kind != "other":
            titled = fold(name).endswith(fold(person.name))
            name = person.name if titled or kind == "person" else name
        for known in self._known:
            if is_same(known.name, name):
                known.weight += weight
                known.kind = "person" if kind == "person" else known.kind
                if kind != "other" and known.kind != "other":
                    known.name = max(known.name, name, key=len)
                return
        self._known.append(Referent(name, kind, person.gender if person else "", weight))

    def person(self, gender: str, others: Sequence[str]) -> str:
        """Return who is most likely meant by "he" or "she", and none of ``others``."""
        fitting = [
            (one.weight if one.kind == "person" else one.weight / 2, one.name)
            for one in self.referents
            if one.kind != "other" and one.gender in ("", gender) and not is_among(one.name, others)
        ]
        return max(fitting, key=lambda one: one[0], default=(0.0, ""))[1]

    def group(self, others: Sequence[str]) -> str:
        """Return who are most likely meant by "they", and none of ``others``."""
        searched = self.last.question
        answer = self.last.text if "person" in kind_asked(self.last) else ""
        if two := two_names(searched) or two_names(answer):
            return two
        found = _COUNTED.search(searched) or _PLURAL_SUBJECT.search(searched)
        if found and not any(
            token.folded in DIALOGUE_STOP_WORDS - {"the"} for token in tokens_of(found["who"])
        ):
            return found["who"]
        fitting = [
            (one.weight / 2 if one.kind == "person" else one.weight, one.name)
            for one in self.referents
            if not is_among(one.name, others)
        ]
        return max(fitting, key=lambda one: one[0], default=(0.0, ""))[1]

    def thing(self, others: Sequence[str]) -> str:
        """Return what is most likely meant by "it", and none of ``others``."""
        for kind in ("other", "unknown"):
            for one in self.referents:
                fits = one.kind == kind and not is_among(one.name, others)
                fits = fits and not (" " in one.name and is_first_name(one.name.split()[0]))
                if fits and one.weight >= LEAST_WEIGHT:
                    return definite(self.last.question) or one.name
        return definite(self.last.question)

    def topic(self) -> list[str]:
        """Return all that the last question which tells something said; names stand alone."""
        return self._named_in_full(self._told()[1])

    def subject(self) -> list[str]:
        """Return what that question was about.

        Of one that follows on it is what it had from the turns before, and names: these stay from
        turn to turn, and what was asked of them goes, as do those whose words were.
        """
        turn, runs = self._told()
        kept = {word for words in turn.carried for word in folded_words(words)}
        kept -= DIALOGUE_STOP_WORDS
        names = [one for one in names_in(turn.question) if not is_among(one.text, turn.speakers)]
        subject = [run for run in runs if folded_words(run) & kept or is_among(run, names)]
        return self._named_in_full(subject if kept and subject else runs)

    def _told(self) -> tuple[Turn, list[str]]:
        """Return the last turn whose question tells something, and the runs that it tells."""
        for turn in reversed(self._turns):
            if runs := telling_runs(turn.question):
                return turn, runs
        return self.last, []

    def _named_in_full(self, runs: Sequence[str]) -> list[str]:
        full = [one.name for one in self.referents if one.kind == "person"]
        return [next((name for name in full if is_same(name, run)), run) for run in runs]

    def title(self) -> str:
        """Return the title of the article last shown; empty if none was."""
        return next((turn.titles[0] for turn in reversed(self._turns) if turn.titles), "")

    def date(self) -> str:
        """Return the date that the last turn speaks of; empty if it speaks of none."""
        found = WRITTEN_DATE.search(f"{self.last.text}\n{self.last.question}")
        return found[0] if found else ""

    def place(self) -> str:
        """Return the place that the last turn speaks of; empty if it speaks of none."""
        names = names_in(self.last.text) + names_in(self.last.question)
        return next((name.text for name in names if name.before in ("in", "at", "to", "from")), "")

    def described(self, head: str) -> str:
        """Return a thing with the words that describe it: "grain deal" for "deal"."""
        for one in self.referents:
            words = fold(one.name).split()
            if head in words[1:] and (words[-1] == head or words[words.index(head) + 1] == "of"):
                return one.name
        texts = [text for turn in reversed(self._turns) for text in (turn.question, *turn.titles)]
        return next((phrase for text in texts if (phrase := phrase_to(text, head))), "")


def _is_on(turn: Turn) -> bool:
    """Tell whether a question asks who somebody is whom it names."""
    who = who_is_asked(turn.question)
    return any(name.text == who for name in names_in(f"is {who}"))


def kind_asked(turn: Turn) -> set[Kind]:
    """Return the kinds that the first name of an answer can be, where a name was asked for.

    Who somebody of a name is asks for no other name.
    """
    if _is_on(turn):
        return set()
    words = {token.folded for token in tokens_of(turn.question)[:2]}
    if words & {"who", "whom", "whose"}:
        return {"person", "unknown"}
    if words & {"what", "which"} and len(turn.text.split()) <= SHORT_ANSWER:
        return {"other", "unknown"}
    return set()
