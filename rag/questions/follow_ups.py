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
from itertools import pairwise

from rag.language.dates import YEAR
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
from rag.questions.dialogue import Memory, Turn
from rag.questions.phrases import (
    GENERAL_WORDS,
    Name,
    Token,
    called_by,
    definite,
    folded_words,
    name_parts,
    names_in,
    tokens_of,
    trimmed,
    two_names,
)

TURNS_BACK = 6  # turns that are looked at
MOST_NEW_WORDS = 2  # in a question without a subject that still follows on
LONGEST_PHRASE = 6  # words of "and in Germany?"

_YEAR = re.compile(rf"\b{YEAR}\b")
_PHRASE = re.compile(
    r"^\W*(?:(?:and|but|or|so) )?(?:(?:what|how) about|and|or) (?P<rest>[^?]+?) ?\?? ?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:about|on|regarding) (.+)$")
_SAYING = frozenset(
    """say said says saying think thought mean meant tell told add added reply replied respond
    responded answer answered react reacted comment commented explain explained""".split()
)
_MORE = frozenset("else other others another more next later afterwards instead besides".split())
_ARTICLE = frozenset("article story piece report section text page".split())
_SUPPOSED = frozenset("thought said believed estimated known true possible likely clear".split())
_COURTESY = frozenset("thanks thank you very much ok okay hello hi please yes no bye".split())
_DAY = frozenset("day year month week date".split())


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that stands on its own."""

    question: str  # what is to be searched
    carried: tuple[str, ...]  # what it has from the turns before, in its order


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
    unwanted = [folded_words(words) for words in dropped]
    memory = Memory(turns[-TURNS_BACK:])
    phrase = _PHRASE.match(question)
    if phrase and _is_phrase(phrase["rest"]):
        return _in_last_question(question, phrase["rest"], memory, unwanted)
    changes = _changes(tokens, memory, _own_names(question, tokens, memory))
    return _changed(question, [one for one in changes if not _is_in(one.words, unwanted)])


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
            if token.folded in HE | SHE | THEY | IT:
                yield from self._pronoun(place)
            elif (
                token.folded in DEMONSTRATIVES and self._after(place) in {""} | DIALOGUE_STOP_WORDS
            ):
                yield from self._bare(place)
            elif token.folded in DEMONSTRATIVES | {"the"}:
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
            word == "her" and after != "" and after not in DIALOGUE_STOP_WORDS
        )
        # After a name, only an object can be somebody else: "What did Trump say about him?"
        bound = owning or (
            word not in ("him", "her", "them") and self._before(place) not in DIALOGUE_PREPOSITIONS
        )
        if bound and any(one.end <= token.start for one in self.own):
            return
        names = [one.text for one in self.own]
        sort = next(key for key, words in _SORTS.items() if word in words)
        if not self._first(sort):
            return
        # Neither does it look back far when much was said before it in the question itself.
        told = sum(
            one.folded not in DIALOGUE_STOP_WORDS | GENERAL_WORDS for one in self.tokens[:place]
        )
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
        if (self.own and before not in DIALOGUE_PREPOSITIONS) or before in _SAYING | {
            "so",
            "believe",
        }:
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
            if not folded_words(longer) <= {t.folded for t in self.tokens}:
                yield Change(longer, self.tokens[place + 1].start, self.tokens[place + 1].end)

    def _there(self, place: int) -> Iterator[Change]:
        around = {self._before(place), self._after(place)}
        here = place and not around & (DIALOGUE_AUXILIARIES | {"any"}) and self._first("there")
        if here and (where := self.memory.place()):
            yield Change(where)


_SORTS = {"m": HE, "f": SHE, "they": THEY, "it": IT}


def _changes(tokens: Sequence[Token], memory: Memory, own: Sequence[Token]) -> list[Change]:
    """Return what a question is to be given."""
    words = {token.folded for token in tokens}
    matter = {word for word in words if len(word) > 1} - DIALOGUE_STOP_WORDS - GENERAL_WORDS
    # "When was that?" is not on one thing but on all of the last question.
    done = set() if matter else {"it"}
    changes = [*_full_names(own, memory), *Pointers(tokens, memory, own, done).changes()]
    titles = (memory.title(), called_by(memory.title()))
    if any(change.words in titles for change in changes):
        return changes
    if own:
        verbless = not matter - {token.folded for token in own} and not words & DIALOGUE_AUXILIARIES
        why_not = verbless and bool(words & QUESTION_WORDS)  # "Why not Macedonia?"
        return [*changes, *(Change(run) for run in memory.topic() if why_not)]
    return changes + _topic(words, matter, changes, memory)


def _topic(
    words: set[str], matter: set[str], changes: Sequence[Change], memory: Memory
) -> list[Change]:
    """Return what a question that names nothing takes from what the last one was about."""
    replaced = any(change.replaces for change in changes)
    new = len(matter - memory.words)
    more = bool(words & _MORE) and not replaced and new <= MOST_NEW_WORDS + 1
    still = bool(words & (_SAYING | DEMONSTRATIVES)) and not words & _MORE
    bare = not matter and (not replaced or still)
    counts = {"how", "many"} <= words or {"how", "much"} <= words
    follows = new <= MOST_NEW_WORDS + counts
    # An article called by a name is about what it names, whatever else was spoken of.
    called = called_by(memory.title())
    topic = memory.topic() if more or bare or (follows and not changes and not called) else []
    if called and follows and not words & (HE | SHE):
        topic.append(called)
    return [Change(run) for run in topic]


def _full_names(own: Sequence[Token], memory: Memory) -> Iterator[Change]:
    """Complete a bare first name, which articles don't use."""
    present = {token.folded for token in own}
    for token in own:
        for one in memory.referents:
            first, *rest = name_parts(one.name) or [""]
            if one.kind != "other" and rest and first == token.folded and not present & set(rest):
                yield Change(one.name, token.start, token.end)
                break


def _own_names(question: str, tokens: Sequence[Token], memory: Memory) -> list[Token]:
    """Return the words that name something, with a capital letter or as named before."""
    named = {word for name in names_in(question) for word in name_parts(name.text)}
    known = {word for one in memory.referents for word in name_parts(one.name)}
    known -= DIALOGUE_STOP_WORDS | memory.common
    described = {
        two.folded for one, two in pairwise(tokens) if one.folded in DEMONSTRATIVES | {"the"}
    }
    return [token for token in tokens if token.folded in named | (known - described)]


def _changed(question: str, changes: Sequence[Change]) -> FollowUp:
    """Return the question with the changes made; nothing is added that it has already."""
    text = question
    replacing = sorted((one for one in changes if one.replaces), key=lambda one: one.start)
    for change in reversed(replacing):
        ending = "'" if change.ending and change.words.endswith("s") else change.ending
        text = f"{text[: change.start]}{change.words}{ending}{text[change.end :]}"
    present = folded_words(text)
    added = []
    for change in changes:
        words = folded_words(change.words) - DIALOGUE_STOP_WORDS
        if not change.replaces and not words <= present:
            added.append(change.words)
            present |= words
    carried = dict.fromkeys([*(one.words for one in replacing), *added])
    return FollowUp(_appended(text, added), tuple(carried))


def _is_in(words: str, dropped: Sequence[set[str]]) -> bool:
    """Tell whether what is carried was taken out, alone or as a part of something longer."""
    return any(folded_words(words) <= one for one in dropped)


def _appended(question: str, words: Sequence[str]) -> str:
    return ", ".join((question.rstrip(" ?!."), *words)) + "?" if words else question


def _is_phrase(text: str) -> bool:
    """Tell whether the words after "and" are no question of their own."""
    words = [token.folded for token in tokens_of(text)]
    asking = QUESTION_WORDS | DIALOGUE_AUXILIARIES | POINTING_PRONOUNS
    return 0 < len(words) <= LONGEST_PHRASE and not asking & set(words)


def _in_last_question(
    question: str, phrase: str, memory: Memory, unwanted: Sequence[set[str]]
) -> FollowUp:
    """Put the phrase of "and Pistorius?" into the last question, in place of its like."""
    last = memory.last.question.rstrip(" ?!.")
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
    leading = words[0].folded if words[0].folded in DIALOGUE_PREPOSITIONS else ""
    at_end = (len(last), len(last))
    if year := _YEAR.search(phrase):
        if (old := _YEAR.search(last)) and len(words) <= 2:
            return old.start(), old.end(), year[0]
        return *at_end, phrase if leading else f"in {phrase}"
    if leading:
        alike = re.search(rf"\b{leading}\b(?:(?!\s(?:on|in|at|for|by|with|about)\b).)*", last)
        return (alike.start(), alike.end(), phrase) if alike else (*at_end, phrase)
    names = {word for name in names_in(f"about {phrase}") for word in name_parts(name.text)}
    names |= {token.folded for token in _own_names(phrase, words, memory)}
    named = words[-1].folded in names
    if named and (replaced := _like(phrase, last, memory)):
        return *replaced, phrase
    if words[0].folded == "the" and not names and (thing := definite(last)):
        return last.index(thing), last.index(thing) + len(thing), phrase
    if about := _ABOUT.search(last):
        return about.start(1), about.end(1), phrase
    if named:
        return *at_end, f", {phrase}"
    said = any(token.folded in _SAYING for token in tokens_of(last))
    return (*at_end, f"about {phrase}") if said else ()


def _like(phrase: str, last: str, memory: Memory) -> tuple[int, int] | tuple[()]:
    """Return where the last question has the name that one of the same kind stands in for."""
    if (two := two_names(last)) and not two_names(phrase):
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
        runs += [trimmed(part) for part in re.split(r"[,;:?!()]", text[rest : name.start - 2])]
        runs.append(name.text)
        rest = name.start - 2 + len(name.text)
    return [run for run in runs if run]
