"""Let a question follow on: put in what it takes from the turns before, and say what that was.

"What did he say about NATO?", "and Pistorius?", "why?" are completed with words of the
conversation (people, things, the topic, a date, an article's title), which are shown and can be
taken out again. Only words that stand in the conversation are put in; a question that names
its own subject stays as typed. Nothing here looks at an index or works out a meaning: it goes by
word lists, word order, gender, and who or what was spoken of last.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from rag.language.dates import YEAR
from rag.language.function_words import (
    DEMONSTRATIVES,
    DIALOGUE_AUXILIARIES,
    DIALOGUE_PREPOSITIONS,
    DIALOGUE_STOP_WORDS,
    HE,
    POINTING_PRONOUNS,
    QUESTION_WORDS,
    SHE,
)
from rag.language.person_names import fold
from rag.language.titles import ROLE_NOUNS
from rag.questions.asked_speakers import subject_place
from rag.questions.dialogue import Memory, Turn
from rag.questions.phrases import (
    GENERAL_WORDS,
    SAYING_WORDS,
    Name,
    Token,
    called_by,
    definite,
    folded_words,
    name_parts,
    names_in,
    phrase_to,
    telling_runs,
    tokens_of,
    trimmed,
    two_names,
)
from rag.questions.pointers import MOST_NEW_WORDS, SUPPOSED_WORDS, Change, Pointers

# By hand, as measured by benchmarks/conversation.py on the tuning half of CANARD.
TURNS_BACK = 6  # turns that are looked at
LONGEST_PHRASE = 6  # words of "and in Germany?"
# New words from which a question more likely stands by itself; one more where it points back.
# From the tuning half of news_questions, each line asked after one on something else.
GUESSED = 3

_YEAR = re.compile(rf"\b{YEAR}\b")
_PHRASE = re.compile(
    r"^\W*(?:(?:and|but|or|so) )?(?:(?:what|how) about|and|or) (?P<rest>[^?]+?) ?\?? ?$",
    re.IGNORECASE,
)
_ANOTHER_MATTER = re.compile(
    r"^\W*(?:ok(?:ay)?\W+|and |now |so )*(?:(?:something|somebody) else"
    r"|(?:an)?other (?:question|matter|thing|topic)|(?:new|different) (?:question|topic)"
    r"|change of (?:subject|topic)"
    r"|on another (?:note|matter|subject))\b",
    re.IGNORECASE,
)
_HEADED = re.compile(  # "and chelsea, how did they get through?": of whom it asks stands in front
    r"^\W*(?:(?:and|but|ok|so) )*(?:(?:what|how) about )?(?!in |on |at )(?P<head>[^,?:]{2,40})[,:] "
    r"(?:and )?(?:who|whom|what|when|where|why|how|which|did|do|does|is|are|was|were|has|have|had"
    r"|will|would|can|could)\b",
    re.IGNORECASE,
)
_SUBJECT_NEXT = re.compile(  # "did sutskever stand by it": a name without a capital letter
    r"\b(?:did|does|do|is|was|has|had|will|would) (?P<name>[a-z][\w'’-]{2,})(?= [a-z]{2,})"
)
_POINTS_AT_END = re.compile(
    r"\b(?:about|of|to|for|on|with|against|do|did|say|think) (?:it|that|this|them)\W*$",
    re.IGNORECASE,
)
_THERE_IS = re.compile(
    r"\b(?:is|are|was|were|be|been) there\b|\bthere (?:is|are|was|were)\b", re.IGNORECASE
)
_ABOUT = re.compile(r"\b(?:about|on|regarding) (.+)$")
_OWN_MATTER = re.compile(  # "what's the latest on the talks": the matter is named
    r"^\W*(?:(?:and|so|ok|please) )*(?:(?:what(?:['’]?s| is| are) (?:the )?|(?:is|are) there "
    r"(?:any )?|any |(?:give|tell) me (?:the |any )?|the )?(?:very )?"
    r"(?:latest(?: news)?|newest|news|updates?)|tell me(?: more| something| all)?"
    r"|what(?:['’]?s| is| has)? happen(?:s|ed|ing)(?= with))"
    r" (?:on|about|with|from|of|regarding) "
    r"(?!(?:it|that|this|him|her|them|there|these|those|then|after)\b)",
    re.IGNORECASE,
)
_ANOTHER_WORD = re.compile(  # of what it is another stands behind
    r"\b(?:an)?other (?:term|word|name|way|example|kind|type|sort)s? (?:for|of|to)\b", re.IGNORECASE
)
_MORE = frozenset("else other others another more next later afterwards instead besides".split())

_COURTESY = frozenset("thanks thank you very much ok okay hello hi please yes no bye".split())
_REQUESTS = frozenset("summarise summarize explain describe list name give show compare".split())
_JOINING = frozenset("and but so ok okay or".split())
_BEFORE_THAT = DIALOGUE_PREPOSITIONS | DIALOGUE_AUXILIARIES
# What somebody may be asked to do about the matter of the last question.
_ANSWERING = SAYING_WORDS | {"want", "wants", "wanted", "expect", "expects", "do"}
_NO_NAMES = DIALOGUE_STOP_WORDS | GENERAL_WORDS | _COURTESY


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that stands on its own."""

    question: str  # what is to be searched
    carried: tuple[str, ...]  # what it has from the turns before, in its order
    is_guess: bool = field(default=False, compare=False)  # nothing in it points back: "and X?"


def follow_up(
    question: str,
    turns: Sequence[Turn],
    *,
    dropped: Sequence[str] = (),
    is_person: Callable[[str], bool] = lambda _: False,
) -> FollowUp:
    """Complete a question with what it takes from the turns before it.

    Args:
        question: as typed.
        turns: the conversation so far, oldest first.
        dropped: of ``carried``, what the person took out; it is not put in again.
        is_person: tells whether words in small letters name somebody: "and pistorius?".
    """
    tokens = tokens_of(question)
    if not turns or not {token.folded for token in tokens} - _COURTESY:
        return FollowUp(question, ())
    if _ANOTHER_MATTER.match(question):
        return FollowUp(question, ())
    unwanted = [folded_words(words) for words in dropped]
    memory = Memory(turns[-TURNS_BACK:])
    phrase = _PHRASE.match(question)
    if phrase and _is_phrase(phrase["rest"]):
        rest = memory.with_capitals(phrase["rest"])
        rest = rest.title() if rest.islower() and is_person(rest) else rest
        return _in_last_question(question, rest, memory, unwanted)
    changes = _changes(question, tokens, memory)
    done = _changed(question, [one for one in changes if not _is_in(one.words, unwanted)])
    points = {token.folded for token in tokens} & POINTING_PRONOUNS
    if _THERE_IS.search(question):
        points -= {"there"}
    names = bool(_own_names(question, tokens, memory))
    matter = {token.folded for token in tokens} - DIALOGUE_STOP_WORDS - GENERAL_WORDS
    new = len(matter - memory.words)
    is_guess = names or new >= GUESSED
    if points:
        is_guess = new > GUESSED and not _is_on_somebody(tokens)
    return replace(done, is_guess=is_guess)


def _is_on_somebody(tokens: Sequence[Token]) -> bool:
    """Tell whether "he" or "her" stands before nearly all that a question tells."""
    for place, token in enumerate(tokens):
        if token.folded in HE | SHE:
            told = {one.folded for one in tokens[:place]} - DIALOGUE_STOP_WORDS - GENERAL_WORDS
            return len(told) < 2
    return False


def _changes(question: str, tokens: Sequence[Token], memory: Memory) -> list[Change]:
    """Return what a question is to be given."""
    own = _own_names(question, tokens, memory)
    read = _Read(question, tokens, own, memory)
    # "When was that?" is not on one thing but on all of the last question.
    done = set() if read.matter else {"it"}
    changes = [*_full_names(own, memory), *Pointers(tokens, memory, own, done).changes()]
    titles = (memory.title(), called_by(memory.title()))
    if any(change.words in titles for change in changes):
        return changes
    topic = read.beside_names(changes) if own else read.without_names(changes)
    return [*changes, *map(Change, topic)]


class _Read:
    """A question, for what it takes over beside what its words point to."""

    def __init__(
        self, question: str, tokens: Sequence[Token], own: Sequence[Token], memory: Memory
    ) -> None:
        self.question, self.tokens, self.own, self.memory = question, tokens, own, memory
        self.words = {token.folded for token in tokens}
        told = {word for word in self.words if len(word) > 1}
        self.matter = told - DIALOGUE_STOP_WORDS - GENERAL_WORDS
        self.points_at_end = _POINTS_AT_END.search(question) is not None

    def beside_names(self, changes: Sequence[Change]) -> list[str]:
        """Return what a question that names something takes over: "What did Nadal say?"."""
        is_bare = not self.matter - {token.folded for token in self.own}
        if is_bare and self.words & QUESTION_WORDS and not self.words & DIALOGUE_AUXILIARIES:
            return self.memory.topic()  # "Why not Macedonia?"
        is_whole = any(change.replaces for change in changes) or "there" in self.words
        if is_whole or _ABOUT.search(self.question):
            return []
        if self.points_at_end:
            return self.memory.topic()
        # "and chelsea?", but not "When was the Battle of Hastings?"
        leans = (
            self.words & _ANSWERING
            or self.tokens[0].folded in _JOINING
            or (self.own[0].text.islower() and len(_head(self.tokens)) < 2)
        )
        return self.memory.subject() if is_bare and leans else []

    def without_names(self, changes: Sequence[Change]) -> list[str]:
        """Return what a question that names nothing takes over."""
        topic = []
        if not changes and self.points_at_end:
            topic = self.memory.topic()
        elif not changes and _points_to_nothing(self.tokens):
            topic = self.memory.subject()
        if _OWN_MATTER.match(self.question) or _ANOTHER_WORD.search(self.question):
            return topic
        return [*topic, *self._followed(changes)]

    def _followed(self, changes: Sequence[Change]) -> list[str]:
        replaced = any(change.replaces for change in changes)
        new = len(self.matter - self.memory.words)
        more = bool(self.words & _MORE) and not replaced and new <= MOST_NEW_WORDS + 1
        still = bool(self.words & (SAYING_WORDS | DEMONSTRATIVES)) and not self.words & _MORE
        counts = {"how", "many"} <= self.words or {"how", "much"} <= self.words
        follows = new <= MOST_NEW_WORDS + counts
        # An article called by a name is about what it names, whatever else was spoken of.
        called = called_by(self.memory.title())
        topic = []
        if not self.matter and (not replaced or still):
            topic = self.memory.topic()
        elif more or (follows and not changes and not called):
            topic = self.memory.subject()
        if called and follows and not self.words & (HE | SHE):
            topic.append(called)
        return topic


def _points_to_nothing(tokens: Sequence[Token]) -> bool:
    """Tell whether "that wedding" points to something, if to nothing that was found.

    "The rule that worked" does not.
    """
    idle = DIALOGUE_STOP_WORDS | SUPPOSED_WORDS
    told = 0
    for before, one, other in zip(tokens, tokens[1:], tokens[2:], strict=False):
        told += before.folded not in DIALOGUE_STOP_WORDS | GENERAL_WORDS
        if told > MOST_NEW_WORDS + 1:  # it is in the question itself
            return False
        if one.folded not in DEMONSTRATIVES or other.folded in idle:
            continue
        if one.folded == "those" and other.folded.endswith(("ing", "ed")):
            continue
        if one.folded != "that" or before.folded in _BEFORE_THAT:
            return True
    return False


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
    headed, subject = _HEADED.match(question), _SUBJECT_NEXT.search(question)
    apart = folded_words(headed["head"]) if headed else set()
    if subject and (word := fold(subject["name"])) not in _NO_NAMES | memory.words:
        apart.add(word)
    head = _head(tokens)
    if len(head) > 1 and not {token.folded for token in head} & memory.words:
        apart |= {token.folded for token in head}
    apart -= _NO_NAMES | POINTING_PRONOUNS
    return [token for token in tokens if token.folded in named | apart | (known - described)]


def _head(tokens: Sequence[Token]) -> list[Token]:
    """Return the words before the question proper: "harper ajagba fight, how long did it last"."""
    if not tokens or tokens[0].folded in _REQUESTS:
        return []
    return list(takewhile(lambda token: token.folded not in DIALOGUE_STOP_WORDS, tokens))


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
    last = memory.with_capitals(memory.last.question.rstrip(" ?!."))
    place = _place_for(phrase, last, memory)
    if not place:
        return FollowUp(question, ())
    start, end, put = place
    before, after = last[:start], last[end:]
    runs = [*telling_runs(before), *telling_runs(after)]
    runs = runs or [run for run in (trimmed(before), trimmed(after)) if run]
    carried = tuple(run for run in runs if not _is_in(run, unwanted))
    if not carried:
        return FollowUp(question, ())
    for run in runs:
        if run not in carried:
            before, after = before.replace(run, ""), after.replace(run, "")
    joined = " ".join(f"{before} {put} {after}".split()).replace(" ,", ",")
    return FollowUp(joined.strip(" ,") + "?", carried, is_guess=True)


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
    speaks = any(word.folded in ROLE_NOUNS for word in words)
    if speaks and (who := subject_place(last)):
        return *who, phrase
    if len(words) > 1 and (same := phrase_to(last, words[-1].folded)):  # "the mosquito fire"
        start = last.index(same)
        bare = phrase.removeprefix("the ") if last[:start].endswith("the ") else phrase
        return start, start + len(same), bare
    if words[0].folded == "the" and not names and (thing := definite(last)):
        return last.index(thing), last.index(thing) + len(thing), phrase
    if about := _ABOUT.search(last):
        return about.start(1), about.end(1), phrase
    if named:
        return *at_end, f", {phrase}"
    said = any(token.folded in SAYING_WORDS for token in tokens_of(last))
    return (*at_end, f"about {phrase}") if said else ()


def _like(phrase: str, last: str, memory: Memory) -> tuple[int, int] | tuple[()]:
    """Return where the last question has the name that one of the same kind stands in for."""
    if (two := two_names(last)) and not two_names(phrase):
        return last.index(two), last.index(two) + len(two)
    small = Name(phrase.split()[-1], 0, "about")  # a name without a capital letter
    other = memory.kind((*names_in(f"about {phrase}"), small)[0]) == "other"
    names = [name for name in names_in(last) if name.before not in ("in", "at")]
    alike = [name for name in names if (memory.kind(name) == "other") == other]
    for name in alike or names:
        return name.start, name.start + len(name.text)
    return ()
