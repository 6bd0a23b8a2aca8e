"""Read the language of an exact search: "exact words", AND, OR, NOT, fields, prefixes, near.

``LANGUAGE`` says what it is made of. What is read is bounded, so that no search takes long.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NoReturn

from rag.errors import BadQuery
from rag.language.person_names import near_names

LANGUAGE = """\
  "red line"        these words as they stand, in a row, but for capitals, accents and
                    punctuation
  "red line"~5      these words near one another, in any order, with at most 5 others between
  sanction*         words that begin so
  red line          both words somewhere in an article, in any of their forms
  AND  OR  NOT      in capitals; NOT binds closest, then AND, then OR; brackets group
  speaker:Kallas    only in passages where this person, by name or role, says something;
                    alone, or beside other fields, it finds all that the person says
  source:Guardian   only from this source; speaker:"Kaja Kallas" where a name has several words
  author:Weiss      only by this author
  since:2025-02     only from this year, month or day on; until:2025-02-13 up to it"""

# By hand.
LONGEST = 1_000  # characters of a search
MOST_WORDS = 50  # in a search
DEEPEST = 20  # brackets within brackets, and NOT after NOT
WIDEST = 100  # words between those of "near"

FIELDS = ("speaker", "source", "author", "since", "until")
QUOTE = '"“”„'
_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<bracket>[()])"
    rf"|(?P<field>(?i:{'|'.join(FIELDS)})):"
    rf"|[{QUOTE}](?P<quoted>[^{QUOTE}]*)(?P<closed>[{QUOTE}](?:~(?P<near>\d*))?)?"
    rf"|(?P<word>[^\s(){QUOTE}]+)"
)
NAMED = re.compile(rf"([A-Za-z]{{1,30}}):(?:[^\W_]|[{QUOTE}])")  # what looks like a field
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of what is searched for."""

    written: str
    kind: Literal["exact", "any form", "beginning"]
    place: int  # in the search, in characters


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand one after the other or, if ``between`` is given, near one another."""

    words: tuple[Word, ...]
    between: int | None = None  # other words between them at most, in any order; None: in a row


@dataclass(frozen=True, slots=True)
class Speaker:
    """Narrows what is beside it to passages in which somebody of this name says something."""

    name: str


@dataclass(frozen=True, slots=True)
class Published:
    """The first and the last day on which an article appeared."""

    since: date | None = None
    until: date | None = None
    place: int = field(default=0, compare=False)  # in the search, in characters


@dataclass(frozen=True, slots=True)
class From:
    """The source or the author of an article: words of the name."""

    what: Literal["source", "author"]
    name: str
    place: int  # in the search, in characters


@dataclass(frozen=True, slots=True)
class Not:
    """What an article must not have."""

    wanted: "Wanted"


@dataclass(frozen=True, slots=True)
class AllOf:
    """What an article must have all of."""

    wanted: "tuple[Wanted, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What an article must have one of."""

    wanted: "tuple[Wanted, ...]"


Wanted = Words | Speaker | From | Published | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "(", ")", "AND", "OR", "NOT", "wanted", "end"
    place: int
    wanted: Wanted | None = None


def has_places(wanted: Wanted) -> bool:
    """Tell whether what is wanted stands somewhere in an article: words, or what somebody says."""
    if isinstance(wanted, AllOf | AnyOf):
        return any(map(has_places, wanted.wanted))
    return isinstance(wanted, Words | Speaker)


def check_days(search: str, periods: Sequence[Published], fix: str) -> None:
    """Check that some day lies in all of the periods of a search.

    Args:
        search: as typed; the fault is at the last of its own periods.
        periods: what it asks for, and what else articles must meet.
        fix: what to do if no day does.

    Raises:
        BadQuery: none does.
    """
    since = max((one.since for one in periods if one.since), default=None)
    until = min((one.until for one in periods if one.until), default=None)
    if since and until and since > until:
        problem = f"No day is both from {since} and up to {until}."
        raise BadQuery(problem, fix=fix, search=search, place=max(one.place for one in periods))


def read_search(search: str) -> Wanted:
    """Return what a search asks for.

    Raises:
        BadQuery: it cannot be read; with the place of the fault.
    """
    if len(search) > LONGEST:
        raise BadQuery(
            f"The search has {len(search)} characters.",
            fix=f"Search for {LONGEST} at most.",
            search=search,
            place=LONGEST,
        )
    return _Reader(search).read()


class _Reader:
    """Reads one search from left to right."""

    def __init__(self, search: str) -> None:
        self._search = search
        self._words = 0
        self._tokens = [*self._split(), _Token("end", len(search.rstrip()))]
        self._next = 0
        self._deep = 0

    def read(self) -> Wanted:
        if self._kind == "end":
            self._fail("The search has no word.", "Type what to search for.", 0)
        wanted = self._any_of()
        if self._kind == ")":
            self._fail_for_bracket()
        return wanted

    @property
    def _kind(self) -> str:
        return self._tokens[self._next].kind

    def _any_of(self) -> Wanted:
        wanted = [self._all_of()]
        while self._kind == "OR":
            self._next += 1
            wanted.append(self._all_of())
        return wanted[0] if len(wanted) == 1 else AnyOf(tuple(wanted))

    def _all_of(self) -> Wanted:
        wanted = [self._one()]
        while self._kind not in ("OR", ")", "end"):
            self._next += self._kind == "AND"
            wanted.append(self._one())
            if isinstance(wanted[-1], Published):
                days = [one for one in wanted if isinstance(one, Published)]
                check_days(self._search, days, "Give since: the earlier of the two.")
        return wanted[0] if len(wanted) == 1 else AllOf(tuple(wanted))

    def _one(self) -> Wanted:
        token = self._tokens[self._next]
        if token.wanted is not None:
            self._next += 1
            return token.wanted
        if token.kind not in ("(", "NOT"):
            self._fail_for_missing(token)
        self._next += 1
        self._deep += 1
        if self._deep > DEEPEST:
            self._fail("Too much stands within one another here.", "Ask for less at once.")
        wanted = Not(self._one()) if token.kind == "NOT" else self._bracketed(token)
        self._deep -= 1
        return wanted

    def _bracketed(self, opening: _Token) -> Wanted:
        wanted = self._any_of()
        if self._kind != ")":
            self._fail("This bracket is not closed.", "Add a ) after its last word.", opening.place)
        self._next += 1
        return wanted

    def _fail_for_missing(self, token: _Token) -> NoReturn:
        before = self._tokens[self._next - 1] if self._next else None
        if token.kind == ")" and not self._deep:
            self._fail_for_bracket()
        if before is not None and before.kind in ("AND", "OR", "NOT", "("):
            what = {"(": "this bracket"}.get(before.kind, before.kind)
            operator = f' To search for the word, put it in quotation marks: "{before.kind}".'
            self._fail(
                f"Nothing to search for stands after {what}.",
                f"Add a word there, or leave {what} out.{operator if before.kind != '(' else ''}",
                before.place,
            )
        self._fail(
            f"Nothing to search for stands before {token.kind}.",
            f"Add a word before it, or leave {token.kind} out.",
            token.place,
        )

    def _fail_for_bracket(self) -> NoReturn:
        self._fail("No bracket is open here.", "Open one before it, or leave this one out.")

    def _split(self) -> Iterator[_Token]:
        place = 0
        while place < len(self._search):
            found = _TOKEN.match(self._search, place)
            assert found, "every character begins a token"
            place = found.end()
            if found["bracket"]:
                yield _Token(found["bracket"], found.start())
            elif found["field"]:
                value, end = self._value(found)
                yield _Token("wanted", found.start(), value)
                place = end
            elif found["quoted"] is not None:
                yield _Token("wanted", found.start(), self._phrase(found))
            elif found["word"] in ("AND", "OR", "NOT"):
                yield _Token(found["word"], found.start())
            elif found["word"] and _WORD.search(found["word"]):
                yield _Token("wanted", found.start(), self._word(found))

    def _phrase(self, found: re.Match[str]) -> Wanted:
        if not found["closed"]:
            self._fail(
                "This quotation mark is not closed.",
                "Add another after the last of the words that belong together.",
                found.start(),
            )
        words = self._words_of(found["quoted"], found.start("quoted"), "exact")
        if not words:
            self._fail(
                "No word stands between these quotation marks.",
                "Put one there, or leave them out.",
                found.start(),
            )
        if found["near"] is None:
            return Words(words)
        if not found["near"] or len(found["near"]) > 3 or int(found["near"]) > WIDEST:
            self._fail(
                f"After ~ stands how many other words may be between these, {WIDEST} at most.",
                'Write it as in "oil gas"~5.',
                found.end("closed") - len(found["near"]),
            )
        return Words(words, int(found["near"]))

    def _word(self, found: re.Match[str]) -> Wanted:
        written, place = found["word"], found.start()
        if written[0] == "-" and written[1].isalnum():
            self._fail("A minus does not leave a word out.", f"Write NOT {written[1:]}.", place)
        named = NAMED.match(self._search, place)
        if named:
            near = near_names(named[1], FIELDS, 1) or FIELDS
            self._fail(
                f"There is no field {named[1]}.",
                f"Write {', '.join(f'{one}:' for one in near)} or a space after the colon.",
                place,
            )
        letter = re.search(r"[^\W_]\?[^\W_]", written)
        if letter:
            self._fail(
                "A question mark stands for no letter.",
                "Write both words with OR between them, or a beginning such as wom*.",
                place + letter.start() + 1,
            )
        if re.search(r"[^\W_]~\d*$", written):
            self._fail(
                "~ and a number stand after words in quotation marks.",
                'Write it as in "oil gas"~5.',
                place + written.rindex("~"),
            )
        return Words(self._words_of(written, place, "any form"))

    def _words_of(
        self, text: str, place: int, kind: Literal["exact", "any form"]
    ) -> tuple[Word, ...]:
        """Return the words of a text; one before an asterisk is the beginning of others."""
        words = []
        for word in _WORD.finditer(text):
            self._words += 1
            if self._words > MOST_WORDS:
                self._fail(
                    f"The search has more than {MOST_WORDS} words.",
                    "Search for fewer at once.",
                    place + word.start(),
                )
            if word.start() and text[word.start() - 1] == "*":
                self._fail(
                    "No word is found by its end.",
                    "Let the asterisk end a word, as in sanction*.",
                    place + word.start() - 1,
                )
            begins = text[word.end() : word.end() + 1] == "*"
            if begins and _WORD.match(text, word.end() + 1):
                self._fail(
                    "An asterisk stands within a word.",
                    "Let it end a word, as in sanction*.",
                    place + word.end(),
                )
            words.append(Word(word[0], "beginning" if begins else kind, place + word.start()))
        return tuple(words)

    def _value(self, named: re.Match[str]) -> tuple[Wanted, int]:
        """Return what a field asks for, and where its value ends."""
        name, place = named["field"].lower(), named.start()
        found = _TOKEN.match(self._search, named.end())
        value = (found["quoted"] or found["word"] or "").strip() if found else ""
        if found is None or not value or (found["quoted"] is not None and not found["closed"]):
            self._fail(
                f"No value stands after {name}:.",
                f"Write it right behind the colon, as in {name}:{_EXAMPLES[name]}.",
                place,
            )
        if name == "speaker":
            return Speaker(value), found.end()
        if name in ("source", "author"):
            return From(
                "author" if name == "author" else "source", value, found.start()
            ), found.end()
        first, last = _days(value)
        if first is None:
            self._fail(
                f"{value[:40]} is no date like 2025-02-13.",
                f"Write a day, a month or a year, as in {name}:2025-02.",
                found.start(),
            )
        if name == "since":
            return Published(since=first, place=place), found.end()
        return Published(until=last, place=place), found.end()

    def _fail(self, problem: str, fix: str, place: int | None = None) -> NoReturn:
        if place is None:
            place = self._tokens[self._next].place
        raise BadQuery(problem, fix=fix, search=self._search, place=place)


_EXAMPLES = {
    "speaker": '"Kaja Kallas"',
    "source": '"The Guardian"',
    "author": '"Clara Weiss"',
    "since": "2025-02-13",
    "until": "2025-02-13",
}


def _days(written: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of a year, a month or a day."""
    found = _DATE.fullmatch(written)
    if not found:
        return None, None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        if day:
            return first, first
        return first, date(year, month or 12, monthrange(year, month or 12)[1])
    except ValueError:
        return None, None
