"""Let a question follow on: put in what it takes from the turns before, and say what that was.

"What did he say about NATO?", "and Pistorius?", "why?" are completed with words of the
conversation (people, things, the topic, a date, an article's title), which are shown and can be
taken out again. Only words that stand in the conversation are put in; a question that names
its own subject stays as typed. Nothing here looks at an index or works out a meaning: it goes by
word lists, word order, gender, and who or what was spoken of last.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from rag.language.countries import PLACES
from rag.language.dates import MONTHS as MONTHS
from rag.language.dates import WRITTEN_DATE, YEAR
from rag.language.function_words import (
    DEMONSTRATIVES,
    DIALOGUE_AUXILIARIES,
    DIALOGUE_PREPOSITIONS,
    DIALOGUE_STOP_WORDS,
    HE,
    IT,
    POINTING_PRONOUNS,
    QUESTION_WORDS,
    SHE,
    THEY,
)
from rag.language.person_names import fold
from rag.records import Answer, Claim
from rag.statements.people import Person, find_people

Kind = Literal["person", "other", "unknown"]

FORGET = 0.6  # what a turn counts for, against the one after it
TURNS_BACK = 6  # turns that are looked at
MOST_NEW_WORDS = 2  # in a question without a subject that still follows on
LONGEST_PHRASE = 6  # words of "and in Germany?"

# How much a mention makes somebody the one meant next, by where it stands.
AS_SPEAKER = 3.0
AS_SUBJECT = 3.0  # named first in a question
IN_QUESTION = 1.5
AS_ANSWER = 6.0  # named first in the answer to "who …"
IN_ANSWER = 0.8
AS_TITLE = 2.0  # an article that is called by a name
IN_TITLE = 0.5
MINDED = 1.0  # the least weight of what "it" can mean
SHORT_ANSWER = 6  # words; the first name of one is what was asked for

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*%?")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_SHORTENED = re.compile(r"(?:he|she|it|that|who|what|there)['’]s", re.IGNORECASE)
_CAPITAL = "".join(letter for letter in map(chr, range(0x530)) if letter.isupper())
_NAME = re.compile(
    rf"(?<![\w'’-])[{_CAPITAL}][\w'’.&-]*"
    rf"(?:[ \u00a0](?:(?:of|de|van|von|der|den|bin|al|the|&) ){{0,2}}[{_CAPITAL}0-9][\w'’.&-]*)*"
)
_YEAR = re.compile(rf"\b{YEAR}\b")
_BRACKETS = re.compile(r" ?\([^()]*\)")
_PHRASE = re.compile(
    r"^\W*(?:(?:and|but|or|so) )?(?:(?:what|how) about|and|or) (?P<rest>[^?]+?) ?\?? ?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:about|on|regarding) (.+)$")
_PLURAL_SUBJECT = re.compile(
    r"\b(?:did|do|have|had|were|are|will|would|can|could) "
    r"(?P<who>(?:the )?(?:[\w'’-]+ ){0,3}?(?:[a-z]{3,}(?<!s)s|police|people))\b"
)
_VERB_FOLLOWS = re.compile(r"\b(?:did|does|do|will|would|can|could) $")

_ASKING = QUESTION_WORDS
_AUXILIARY = DIALOGUE_AUXILIARIES
_PREPOSITIONS = DIALOGUE_PREPOSITIONS
_BEFORE_PLACES = frozenset("the in at from".split())
_HE, _SHE, _THEY, _IT = HE, SHE, THEY, IT
_POINTING = DEMONSTRATIVES
_PRONOUNS = POINTING_PRONOUNS
_EMPTY = DIALOGUE_STOP_WORDS
# Verbs and nouns that say nothing about the matter a question is on.
_GENERAL = frozenset(
    """happen happened happens happening say said says saying mean means meant think thought go
    went get got make made take took give gave come came use used thing things way reason reasons
    time times kind sort part number people result results outcome reaction detail details
    information important interesting notable main first last new fact facts aspect aspects
    article articles year""".split()
)
_SAYING = frozenset(
    """say said says saying think thought mean meant tell told add added reply replied respond
    responded answer answered react reacted comment commented explain explained""".split()
)
_MORE = frozenset("else other others another more next later afterwards instead besides".split())
_ARTICLE = frozenset("article story piece report section text page".split())
_SUPPOSED = frozenset("thought said believed estimated known true possible likely clear".split())
_COURTESY = frozenset("thanks thank you very much ok okay hello hi please yes no bye".split())
_DAY = frozenset("day year month week date".split())
# Single words with a capital that name nobody: they describe, or are no person's for sure.
_DESCRIBING = re.compile(
    r"\b\w+(?:ian|ean|ish|ese)s?|American|German|French|Dutch|Greek|Swiss|Czech|I"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mr|Mrs|Ms|Dr)\.?|President"
)
_COUNTRIES = PLACES


@dataclass(frozen=True, slots=True)
class Turn:
    """What a finished turn leaves for the next question."""

    question: str  # as typed
    searched: str  # with what was carried over into it
    text: str  # of the answer as shown, with who said it; empty after a refusal
    speakers: tuple[str, ...]  # whose words were asked for: full names
    titles: tuple[str, ...]  # of the articles the answer cites, first cited first


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that stands on its own."""

    question: str  # what is to be searched
    carried: tuple[str, ...]  # what it has from the turns before, in its order


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


@dataclass(slots=True)
class Referent:
    """Somebody or something that was spoken of; ``weight`` says how much and how lately."""

    name: str
    kind: Kind
    gender: str  # "m", "f" or "" where nothing says
    weight: float


@dataclass(frozen=True, slots=True)
class Change:
    """Words to put in place of ``question[start:end]``; without a place, after the question."""

    words: str  # what is carried
    start: int = -1
    end: int = -1
    ending: str = ""  # written after the words: "'s"

    @property
    def replaces(self) -> bool:
        """Whether the words stand in the place of others."""
        return self.start >= 0


def turn_of(answer: Answer, *, searched: str = "") -> Turn:
    """Return what a finished turn leaves for the next question.

    Args:
        answer: what was shown.
        searched: ``FollowUp.question`` of the turn; without it the question is put together
            again from what was typed and the words that were carried.
    """
    sources = [source for claim in answer.claims for source in claim.sources]
    return Turn(
        answer.asked.question,
        searched or _appended(answer.asked.question, answer.asked.carried),
        " ".join(_told(claim) for claim in answer.claims),
        answer.asked.speakers,
        tuple(dict.fromkeys(source.article.title for source in sources)),
    )


def _told(claim: Claim) -> str:
    """Return a claim after who says it, and in what role."""
    named = ", ".join(part for part in (claim.speaker, claim.role) if part)
    return f"{named}: {claim.text}" if named else claim.text


def follow_up(question: str, turns: Sequence[Turn], *, dropped: Sequence[str] = ()) -> FollowUp:
    """Complete a question with what it takes from the turns before it.

    Args:
        question: as typed.
        turns: the conversation so far, oldest first.
        dropped: of ``carried``, what the person took out; it is not put in again.
    """
    tokens = tokens_of(question)
    if not turns or not {token.folded for token in tokens} - _COURTESY:
        return FollowUp(question, ())
    unwanted = [_folded_words(words) for words in dropped]
    memory = Memory(turns[-TURNS_BACK:])
    phrase = _PHRASE.match(question)
    if phrase and _is_phrase(phrase["rest"]):
        return _in_last_question(question, phrase["rest"], memory, unwanted)
    changes = _changes(tokens, memory, _own_names(question, tokens, memory))
    return _changed(question, [one for one in changes if not _is_in(one.words, unwanted)])


class Memory:
    """What a conversation has spoken of.

    Args:
        turns: at least one, oldest first.
    """

    def __init__(self, turns: Sequence[Turn]) -> None:
        self._turns = turns
        self.last = turns[-1]
        shown = [part for turn in turns for part in (*turn.titles, turn.text, turn.searched)]
        self.words = {word for part in shown for word in _folded_words(part)}
        self.common = {word for turn in turns for word in re.findall(r"\b[a-z]\w+", turn.text)}
        self._people = {
            _last_word(person.name): person for part in shown for person in _people_in(part)
        }
        self._known: list[Referent] = []
        for back, turn in enumerate(reversed(turns)):
            self._hear(turn, FORGET**back)
        self.referents = sorted(self._known, key=lambda one: -one.weight)

    def _hear(self, turn: Turn, share: float) -> None:
        for speaker in turn.speakers:
            country = speaker.isupper() or fold(speaker) in _COUNTRIES
            self._mention(speaker, "other" if country else "person", AS_SPEAKER * share)
        asked = names_in(turn.searched)
        for place, name in enumerate(asked):
            subject = not place and name.before not in _PREPOSITIONS
            weight = AS_SUBJECT if subject else IN_QUESTION
            self._mention(name.text, self.kind(name), weight * share)
        new_kind = _kind_asked(turn)
        for place, name in enumerate(names_in(turn.text)):
            kind = self.kind(name)
            answers = kind in new_kind and not _among(name.text, asked)
            new_kind = set() if answers else new_kind
            weight = AS_ANSWER if answers else IN_ANSWER / (1 + place / 4)
            self._mention(name.text, kind, weight * share)
        for title in turn.titles[:1]:
            if called := called_by(title):
                self._mention(called, "unknown", AS_TITLE * share)
            for name in names_in(title) if not called else ():
                self._mention(name.text, self.kind(name), IN_TITLE * share)

    def kind(self, name: Name) -> Kind:
        """Tell what a name names, as far as the conversation shows it."""
        if name.text.isupper() or fold(name.text) in _COUNTRIES:
            return "other"
        if person := self._people.get(_last_word(name.text)):
            return "person" if person.known else "unknown"
        return "other" if " " in name.text or name.before in _BEFORE_PLACES else "unknown"

    def _mention(self, name: str, kind: Kind, weight: float) -> None:
        person = self._people.get(_last_word(name))
        if person and kind != "other":
            titled = fold(name).endswith(fold(person.name))
            name = person.name if titled or kind == "person" else name
        for known in self._known:
            if _same(known.name, name):
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
            if one.kind != "other" and one.gender in ("", gender) and not _among(one.name, others)
        ]
        return max(fitting, key=lambda one: one[0], default=(0.0, ""))[1]

    def group(self, others: Sequence[str]) -> str:
        """Return who are most likely meant by "they", and none of ``others``."""
        searched = self.last.searched
        answer = self.last.text if "person" in _kind_asked(self.last) else ""
        if two := _two_names(searched) or _two_names(answer):
            return two
        found = _PLURAL_SUBJECT.search(searched)
        if found and not any(token.folded in _EMPTY - {"the"} for token in tokens_of(found["who"])):
            return found["who"]
        fitting = [
            (one.weight / 2 if one.kind == "person" else one.weight, one.name)
            for one in self.referents
            if not _among(one.name, others)
        ]
        return max(fitting, key=lambda one: one[0], default=(0.0, ""))[1]

    def thing(self, others: Sequence[str]) -> str:
        """Return what is most likely meant by "it", and none of ``others``."""
        for kind in ("other", "unknown"):
            for one in self.referents:
                fits = one.kind == kind and not _among(one.name, others)
                if fits and one.weight >= MINDED:
                    return _definite(self.last.searched) or one.name
        return _definite(self.last.searched)

    def topic(self) -> list[str]:
        """Return what the last question was about, as runs of its words; names stand alone."""
        full = [one.name for one in self.referents if one.kind == "person"]
        return [
            next((name for name in full if _same(name, run)), run)
            for run in telling_runs(self.last.searched)
        ]

    def title(self) -> str:
        """Return the title of the article last shown; empty if none was."""
        return next((turn.titles[0] for turn in reversed(self._turns) if turn.titles), "")

    def date(self) -> str:
        """Return the date that the last turn speaks of; empty if it speaks of none."""
        found = WRITTEN_DATE.search(f"{self.last.text}\n{self.last.searched}")
        return found[0] if found else ""

    def place(self) -> str:
        """Return the place that the last turn speaks of; empty if it speaks of none."""
        names = names_in(self.last.text) + names_in(self.last.searched)
        return next((name.text for name in names if name.before in ("in", "at", "to", "from")), "")

    def described(self, head: str) -> str:
        """Return a thing with the words that describe it: "grain deal" for "deal"."""
        for one in self.referents:
            words = fold(one.name).split()
            if head in words[1:] and (words[-1] == head or words[words.index(head) + 1] == "of"):
                return one.name
        texts = [text for turn in reversed(self._turns) for text in (turn.searched, *turn.titles)]
        return next((phrase for text in texts if (phrase := _phrase_to(text, head))), "")


@dataclass(frozen=True, slots=True)
class Pointers:
    """Finds what the pronouns and descriptions of a question point to, each sort once."""

    tokens: Sequence[Token]
    memory: Memory
    own: Sequence[Token]  # the words of the question that name something
    done: set[str]

    def changes(self) -> Iterator[Change]:
        """Yield what is to be put in, in the order of the question."""
        for place, token in enumerate(self.tokens):
            if token.folded in _HE | _SHE | _THEY | _IT:
                yield from self._pronoun(place)
            elif token.folded in _POINTING and self._after(place) in {""} | _EMPTY:
                yield from self._bare(place)
            elif token.folded in _POINTING | {"the"}:
                yield from self._description(place)
            elif token.folded == "there":
                yield from self._there(place)

    def _after(self, place: int) -> str:
        return self.tokens[place + 1].folded if place + 1 < len(self.tokens) else ""

    def _before(self, place: int) -> str:
        return self.tokens[place - 1].folded if place else ""

    def _first(self, sort: str) -> bool:
        """Tell whether this is the first of its sort, and remember it."""
        new = sort not in self.done
        self.done.add(sort)
        return new

    def _pronoun(self, place: int) -> Iterator[Change]:
        token = self.tokens[place]
        word, after = token.folded, self._after(place)
        owning = word in ("his", "their", "its") or (
            word == "her" and after != "" and after not in _EMPTY
        )
        # After a name, only an object can be somebody else: "What did Trump say about him?"
        bound = owning or (
            word not in ("him", "her", "them") and self._before(place) not in _PREPOSITIONS
        )
        if bound and any(one.end <= token.start for one in self.own):
            return
        names = [one.text for one in self.own]
        sort = next(key for key, words in _SORTS.items() if word in words)
        if not self._first(sort):
            return
        # Neither does it look back far when much was said before it in the question itself.
        told = sum(one.folded not in _EMPTY | _GENERAL for one in self.tokens[:place])
        if told > MOST_NEW_WORDS + (not owning) or (word == "it" and after in _SUPPOSED):
            return
        if sort == "they":
            meant = self.memory.group(names)
        else:
            meant = self.memory.thing(names) if sort == "it" else self.memory.person(sort, names)
        if meant:
            yield Change(meant, token.start, token.end, "'s" if owning else "")
        elif sort == "it":
            yield from map(Change, self.memory.topic())

    def _bare(self, place: int) -> Iterator[Change]:
        """Resolve "that" where no noun follows."""
        before = self._before(place)
        if (self.own and before not in _PREPOSITIONS) or before in _SAYING | {"so", "believe"}:
            return
        if self._first("it"):
            yield from map(Change, self.memory.topic())

    def _description(self, place: int) -> Iterator[Change]:
        """Resolve "this article", "that day", "the deal"."""
        token, noun = self.tokens[place], self._after(place)
        if noun in _ARTICLE:
            if (title := self.memory.title()) and self._first("article"):
                yield Change(called_by(title) or title)
        elif token.folded != "the" and noun in _DAY:
            if date := self.memory.date():
                yield Change(date, token.start, self.tokens[place + 1].end)
        elif noun and not self.own and self._first("description"):
            longer = self.memory.described(noun)
            if not _folded_words(longer) <= {t.folded for t in self.tokens}:
                yield Change(longer, self.tokens[place + 1].start, self.tokens[place + 1].end)

    def _there(self, place: int) -> Iterator[Change]:
        around = {self._before(place), self._after(place)}
        here = place and not around & (_AUXILIARY | {"any"}) and self._first("there")
        if here and (where := self.memory.place()):
            yield Change(where)


_SORTS = {"m": _HE, "f": _SHE, "they": _THEY, "it": _IT}


def tokens_of(text: str) -> list[Token]:
    """Return the words of a text; "he's" is "he", a verb shortened to it is left out."""
    tokens = []
    for match in _WORD.finditer(text):
        written = match[0][:-2] if _SHORTENED.fullmatch(match[0]) else match[0]
        folded = fold(_POSSESSIVE.sub("", written))
        tokens.append(Token(written, match.start(), match.start() + len(written), folded))
    return tokens


def names_in(text: str) -> list[Name]:
    """Return the names in a text, in order; a sentence's first word only if it must be one."""
    names = []
    for match in _NAME.finditer(text):
        written = match[0].rstrip(".,&-")
        words = written.split()
        while words and fold(words[0]) in _EMPTY and (words[0] != "The" or len(words) == 1):
            words = words[1:]
        before = text[: match.start()].rstrip(" \"“”‘'")
        begins = not before or before[-1] in ".?!:;\n"
        if begins and words == written.split()[:1] and not _surely_named(words[0], text):
            continue
        name = _POSSESSIVE.sub("", " ".join(words))
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
    words = [word for word in bare.split() if fold(word) not in _EMPTY]
    return bare if 0 < len(words) <= 4 and not any(word[0].islower() for word in words) else ""


def telling_runs(text: str) -> list[str]:
    """Return the runs of words that tell something; a name is a run of its own."""
    runs = []
    rest = 0
    names = [(name.start, name.start + len(name.text)) for name in names_in(text)]
    for start, end in [*names, (len(text), len(text))]:
        runs += [_trimmed(part) for part in re.split(r"[,;:?!()]", text[rest:start])]
        runs.append(text[start:end])
        rest = end
    idle = _EMPTY | _GENERAL
    return [run for run in runs if any(token.folded not in idle for token in tokens_of(run))]


def _changes(tokens: Sequence[Token], memory: Memory, own: Sequence[Token]) -> list[Change]:
    """Return what a question is to be given."""
    words = {token.folded for token in tokens}
    matter = {word for word in words if len(word) > 1} - _EMPTY - _GENERAL
    # "When was that?" is not on one thing but on all of the last question.
    done = set() if matter else {"it"}
    changes = [*_full_names(own, memory), *Pointers(tokens, memory, own, done).changes()]
    titles = (memory.title(), called_by(memory.title()))
    if any(change.words in titles for change in changes):
        return changes
    if own:
        verbless = not matter - {token.folded for token in own} and not words & _AUXILIARY
        why_not = verbless and bool(words & _ASKING)  # "Why not Macedonia?"
        return [*changes, *(Change(run) for run in memory.topic() if why_not)]
    return changes + _topic(words, matter, changes, memory)


def _topic(
    words: set[str], matter: set[str], changes: Sequence[Change], memory: Memory
) -> list[Change]:
    """Return what a question that names nothing takes from what the last one was about."""
    replaced = any(change.replaces for change in changes)
    new = len(matter - memory.words)
    more = bool(words & _MORE) and not replaced and new <= MOST_NEW_WORDS + 1
    still = bool(words & (_SAYING | _POINTING)) and not words & _MORE
    bare = not matter and (not replaced or still)
    counts = {"how", "many"} <= words or {"how", "much"} <= words
    follows = new <= MOST_NEW_WORDS + counts
    # An article called by a name is about what it names, whatever else was spoken of.
    called = called_by(memory.title())
    topic = memory.topic() if more or bare or (follows and not changes and not called) else []
    if called and follows and not words & (_HE | _SHE):
        topic.append(called)
    return [Change(run) for run in topic]


def _full_names(own: Sequence[Token], memory: Memory) -> Iterator[Change]:
    """Complete a bare first name, which articles don't use."""
    present = {token.folded for token in own}
    for token in own:
        for one in memory.referents:
            first, *rest = _name_words(one.name) or [""]
            if one.kind != "other" and rest and first == token.folded and not present & set(rest):
                yield Change(one.name, token.start, token.end)
                break


def _own_names(question: str, tokens: Sequence[Token], memory: Memory) -> list[Token]:
    """Return the words that name something, with a capital letter or as named before."""
    named = {word for name in names_in(question) for word in _name_words(name.text)}
    known = {word for one in memory.referents for word in _name_words(one.name)}
    known -= _EMPTY | memory.common
    described = {two.folded for one, two in pairwise(tokens) if one.folded in _POINTING | {"the"}}
    return [token for token in tokens if token.folded in named | (known - described)]


def _changed(question: str, changes: Sequence[Change]) -> FollowUp:
    """Return the question with the changes made; nothing is added that it has already."""
    text = question
    replacing = sorted((one for one in changes if one.replaces), key=lambda one: one.start)
    for change in reversed(replacing):
        ending = "'" if change.ending and change.words.endswith("s") else change.ending
        text = f"{text[: change.start]}{change.words}{ending}{text[change.end :]}"
    present = _folded_words(text)
    added = []
    for change in changes:
        words = _folded_words(change.words) - _EMPTY
        if not change.replaces and not words <= present:
            added.append(change.words)
            present |= words
    carried = dict.fromkeys([*(one.words for one in replacing), *added])
    return FollowUp(_appended(text, added), tuple(carried))


def _folded_words(text: str) -> set[str]:
    return {token.folded for token in tokens_of(text)}


def _is_in(words: str, dropped: Sequence[set[str]]) -> bool:
    """Tell whether what is carried was taken out, alone or as a part of something longer."""
    return any(_folded_words(words) <= one for one in dropped)


def _appended(question: str, words: Sequence[str]) -> str:
    return ", ".join((question.rstrip(" ?!."), *words)) + "?" if words else question


def _is_phrase(text: str) -> bool:
    """Tell whether the words after "and" are no question of their own."""
    words = [token.folded for token in tokens_of(text)]
    asking = _ASKING | _AUXILIARY | _PRONOUNS
    return 0 < len(words) <= LONGEST_PHRASE and not asking & set(words)


def _in_last_question(
    question: str, phrase: str, memory: Memory, unwanted: Sequence[set[str]]
) -> FollowUp:
    """Put the phrase of "and Pistorius?" into the last question, in place of its like."""
    last = memory.last.searched.rstrip(" ?!.")
    place = _place_for(phrase, last, memory)
    if not place:
        return FollowUp(question, ())
    start, end, put = place
    before, after = last[:start], last[end:]
    runs = _runs_with_general(before) + _runs_with_general(after)
    carried = tuple(run for run in runs if not _is_in(run, unwanted))
    if not carried:
        return FollowUp(question, ())
    for run in runs:
        if run not in carried:
            before, after = before.replace(run, ""), after.replace(run, "")
    joined = re.sub(r"\s+(?=[\s,])", "", f"{before.rstrip()} {put} {after.lstrip()}")
    return FollowUp(joined.strip(" ,") + "?", carried)


def _place_for(phrase: str, last: str, memory: Memory) -> tuple[int, int, str] | tuple[()]:
    """Return the characters of the last question to replace, and what to put there.

    Nothing where a phrase is of no kind with anything in it: "what about the Moon landing?"
    """
    words = tokens_of(phrase)
    leading = words[0].folded if words[0].folded in _PREPOSITIONS else ""
    at_end = (len(last), len(last))
    if year := _YEAR.search(phrase):
        if (old := _YEAR.search(last)) and len(words) <= 2:
            return old.start(), old.end(), year[0]
        return *at_end, phrase if leading else f"in {phrase}"
    if leading:
        alike = re.search(rf"\b{leading}\b(?:(?!\s(?:on|in|at|for|by|with|about)\b).)*", last)
        return (alike.start(), alike.end(), phrase) if alike else (*at_end, phrase)
    names = {word for name in names_in(f"about {phrase}") for word in _name_words(name.text)}
    names |= {token.folded for token in _own_names(phrase, words, memory)}
    named = words[-1].folded in names
    if named and (replaced := _like(phrase, last, memory)):
        return *replaced, phrase
    if words[0].folded == "the" and not names and (thing := _definite(last)):
        return last.index(thing), last.index(thing) + len(thing), phrase
    if about := _ABOUT.search(last):
        return about.start(1), about.end(1), phrase
    if named:
        return *at_end, f", {phrase}"
    said = any(token.folded in _SAYING for token in tokens_of(last))
    return (*at_end, f"about {phrase}") if said else ()


def _like(phrase: str, last: str, memory: Memory) -> tuple[int, int] | tuple[()]:
    """Return where the last question has the name that one of the same kind stands in for."""
    if (two := _two_names(last)) and not _two_names(phrase):
        return last.index(two), last.index(two) + len(two)
    new = names_in(f"about {phrase}")
    other = bool(new) and memory.kind(new[0]) == "other"
    names = [name for name in names_in(last) if name.before not in ("in", "at")]
    alike = [name for name in names if (memory.kind(name) == "other") == other]
    for name in alike or names:
        return name.start, name.start + len(name.text)
    return ()


def _runs_with_general(text: str) -> list[str]:
    """Return the runs of words of a part of a question, "say about" among them as "say"."""
    runs = []
    rest = 0
    for name in [*names_in(f"… {text}"), Name("", len(text) + 2, "")]:
        runs += [_trimmed(part) for part in re.split(r"[,;:?!()]", text[rest : name.start - 2])]
        runs.append(name.text)
        rest = name.start - 2 + len(name.text)
    return [run for run in runs if run]


def _kind_asked(turn: Turn) -> set[Kind]:
    """Return of what kind the first name of the answer is, if it is what was asked for."""
    words = {token.folded for token in tokens_of(turn.question)[:2]}
    if words & {"who", "whom", "whose"}:
        return {"person", "unknown"}
    if words & {"what", "which"} and len(turn.text.split()) <= SHORT_ANSWER:
        return {"other", "unknown"}
    return set()


def _surely_named(word: str, text: str) -> bool:
    """Tell whether a sentence's first word is a name: an acronym, or named again within one."""
    if len(word) > 2 and word.isupper():
        return True
    return re.search(rf"[a-z,] {re.escape(word)}\b", text) is not None


def _trimmed(text: str) -> str:
    """Return a text without the words at its ends that tell nothing."""
    tokens = [token for token in tokens_of(text) if token.folded not in _EMPTY]
    tokens = [token for token in tokens if len(token.folded) > 1]
    return text[tokens[0].start : tokens[-1].end] if tokens else ""


def _same(name: str, other: str) -> bool:
    """Tell whether one name is the other, or how it begins or ends."""
    short, long = sorted((_name_words(name), _name_words(other)), key=len)
    if not short:
        return False
    return short == long[-len(short) :] or (len(short) == 1 and short[0] == long[0])


def _among(name: str, others: Sequence[Name] | Sequence[str]) -> bool:
    written = [other.text if isinstance(other, Name) else other for other in others]
    return any(_same(name, other) for other in written)


def _last_word(name: str) -> str:
    return fold(name).rpartition(" ")[2]


@lru_cache(maxsize=64)  # a turn is looked at again with every question after it
def _people_in(text: str) -> tuple[Person, ...]:
    return tuple(find_people(text).people)


def _name_words(name: str) -> list[str]:
    words = [fold(_POSSESSIVE.sub("", word)) for word in name.split()]
    return [word for word in words if word not in ("the", "of", "and")]


def _definite(question: str) -> str:
    """Return the thing that a question speaks of with "the": "the grain deal"."""
    for found in re.finditer(r"\bthe\s+", question):
        verb_follows = _VERB_FOLLOWS.search(question[: found.start()]) is not None
        phrase = _noun_phrase(question[found.end() :], verb_follows=verb_follows)
        if phrase and not any(person.known for person in _people_in(phrase)):
            return f"the {phrase}"
    return ""


def _noun_phrase(text: str, *, verb_follows: bool) -> str:
    """Return the nouns at the start of a text, up to four; empty where there are more."""
    text = re.split(r"[,;:?!()]", text)[0]
    words: list[Token] = []
    for token in tokens_of(text):
        if token.folded in _EMPTY or (words and token.folded.endswith("ed")):
            break
        if words and token.text[0].isupper() and words[-1].text[0].islower():
            break
        words.append(token)
    if verb_follows and len(words) > 1:
        words.pop()
    return text[words[0].start : words[-1].end] if 0 < len(words) < 5 else ""


def _phrase_to(text: str, head: str) -> str:
    """Return ``head`` with up to three words that describe it, where a text has it described."""
    tokens = tokens_of(text)
    for place, token in enumerate(tokens):
        if token.folded != head:
            continue
        first = place
        while first and place - first < 3 and tokens[first - 1].folded not in _EMPTY:
            first -= 1
        if first < place:
            return text[tokens[first].start : token.end]
    return ""


def _two_names(text: str) -> str:
    """Return the first two names that a text joins with "and"; empty if it joins none."""
    for name, other in pairwise(names_in(text)):
        if text[name.start + len(name.text) : other.start] == " and ":
            return text[name.start : other.start + len(other.text)]
    return ""
