"""Find what the pronouns and descriptions of a question point to in its conversation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.language.function_words import (
    ARTICLES,
    BE_FORMS,
    DEMONSTRATIVES,
    DIALOGUE_AUXILIARIES,
    DIALOGUE_PREPOSITIONS,
    DIALOGUE_STOP_WORDS,
    HE,
    IT,
    SHE,
    SUBJECT_PRONOUNS,
    THEY,
)
from rag.questions.dialogue import Memory
from rag.questions.phrases import (
    GENERAL_WORDS,
    SAYING_WORDS,
    Token,
    called_by,
    definite,
    folded_words,
)

# By hand.
MOST_NEW_WORDS = 2  # in a question without a subject that still follows on

_ARTICLE = frozenset("article story piece report section text page".split())
_DAY = frozenset("day year month week date".split())
SUPPOSED_WORDS = frozenset(
    "thought said believed estimated known true possible likely clear".split()
)
_BEFORE_THAT = DIALOGUE_PREPOSITIONS | DIALOGUE_AUXILIARIES | SAYING_WORDS | {"so", "believe"}
_OF_NOBODY = frozenset("cost costs take takes".split())
# What an affair does, and no thing that somebody named: "how did it end?"
_OF_AN_AFFAIR = frozenset("end ended go went start started begin began happen happened".split())
_IN_A_CLAUSE = ARTICLES | BE_FORMS | SUBJECT_PRONOUNS | {"has", "have", "had"}
_SORTS = {"m": HE, "f": SHE, "they": THEY, "it": IT}


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

    def _behind(self, place: int) -> list[str]:
        return [token.folded for token in self.tokens[place + 1 :]]

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
        if place and word.endswith(("self", "selves")):
            return
        if word == "it" and after in _OF_NOBODY and "to" in self._behind(place + 1):
            return  # "what does it cost to enter?"
        names = [one.text for one in self.own]
        sort = next(key for key, words in _SORTS.items() if word in words)
        if not self._first(sort):
            return
        names_none = not self.own and not definite(self.memory.last.question)
        if word == "it" and after in _OF_AN_AFFAIR and names_none:
            yield from map(Change, self.memory.topic())
            return
        # Neither does it look back far when much was said before it in the question itself.
        told = sum(
            one.folded not in DIALOGUE_STOP_WORDS | GENERAL_WORDS for one in self.tokens[:place]
        )
        if told > MOST_NEW_WORDS + (not owning) or (word == "it" and after in SUPPOSED_WORDS):
            return
        if sort == "they":
            meant = self.memory.group(names)
            if meant and meant in self._somebody(names):
                return  # "why did they get rid of him?": they are others
        else:
            meant = self.memory.thing(names) if sort == "it" else self.memory.person(sort, names)
        if meant:
            yield Change(meant, token.start, token.end, "'s" if owning else "")
        else:
            yield from map(Change, self.memory.subject())

    def _somebody(self, names: Sequence[str]) -> set[str]:
        """Return whom "he" and "she" mean in the question."""
        words = {token.folded for token in self.tokens}
        return {self.memory.person(sort, names) for sort in ("m", "f") if words & _SORTS[sort]}

    def _bare(self, place: int) -> Iterator[Change]:
        """Resolve "that" where no noun follows; "the engine that was sold" has it for "which"."""
        before = self._before(place)
        is_that = self.tokens[place].folded == "that"
        if is_that and self._after(place) in _IN_A_CLAUSE and before not in _BEFORE_THAT:
            return
        if (self.own and before not in DIALOGUE_PREPOSITIONS) or before in SAYING_WORDS | {
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
