"""The tables of a generation in which speakers are looked up and counted.

A speaker's number is their place among all, most quoted first, and a role's its place among all,
the commonest first: what is found by a word comes in the order in which it is wanted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rag.index.copies import said_once
from rag.language.speaker_groups import group_speakers
from rag.language.speaker_keys import first_word, last_word, role_keys, whole_name
from rag.language.speaker_kinds import speaker_kind
from rag.records import Article, Statement

if TYPE_CHECKING:
    from rag.index.database import Entry

SCHEMA = """
CREATE TABLE speakers (
    number INTEGER PRIMARY KEY, person TEXT, kind TEXT, statements INTEGER, articles INTEGER
);
CREATE TABLE spoken (
    article INTEGER, speaker INTEGER, PRIMARY KEY (article, speaker)
) WITHOUT ROWID;
CREATE TABLE names (word TEXT, part TEXT, speaker INTEGER);
CREATE TABLE roles (number INTEGER PRIMARY KEY, words TEXT, speaker INTEGER, is_short INTEGER);
CREATE TABLE role_words (word TEXT, role INTEGER);
"""
INDEXES = """
CREATE INDEX speakers_person ON speakers (person);
CREATE INDEX names_word ON names (word, part, speaker);
CREATE INDEX roles_words ON roles (words, is_short, speaker);
CREATE INDEX role_words_word ON role_words (word, role);
"""
"""``person`` is the one spelling under which all of a speaker's statements are found, and
``kind`` whether that is a person, an organisation or else; ``spoken`` says who speaks in an
article. ``names.part`` is the last word, the first or the whole name; ``is_short`` says of a
role's words that one of them is the acronym of a body.
"""


def persons_of(entries: Sequence["Entry"]) -> Mapping[str, str]:
    """Return the spelling under which the statements of each speaker are found."""
    speakers = Counter(one.speaker for entry in entries for one in entry.statements)
    return group_speakers(speakers.items())


def speaker_rows(
    entries: Sequence["Entry"], persons: Mapping[str, str], stories: Mapping[str, str]
) -> dict[str, Iterator[tuple[Any, ...]]]:
    """Return the rows of each table; what copies print of one statement is counted once."""
    said: defaultdict[str, list[tuple[Article, Statement]]] = defaultdict(list)
    spoken: list[tuple[int, str]] = []
    for number, entry in enumerate(entries):
        for one in entry.statements:
            said[persons.get(one.speaker, one.speaker)].append((entry.article, one))
        here = {persons.get(one.speaker, one.speaker) for one in entry.statements}
        spoken += ((number, person) for person in here)
    articles = Counter(person for _, person in spoken)
    times = {person: len(said_once(those, stories)) for person, those in said.items()}
    ordered = sorted(said, key=lambda person: (-times[person], person))
    numbers = {person: number for number, person in enumerate(ordered)}
    roles = list(_roles(said, numbers))
    return {
        "speakers": (
            (number, person, _kind(person, said[person]), times[person], articles[person])
            for person, number in numbers.items()
        ),
        "spoken": iter(sorted((article, numbers[person]) for article, person in spoken)),
        "names": (
            (word, part, number)
            for person, number in numbers.items()
            for part, word in _parts(person)
            if word
        ),
        "roles": iter(roles),
        "role_words": (
            (word, number)
            for number, words, _, is_short in roles
            for word in words.split(SEPARATOR)
        ),
    }


SEPARATOR = "\n"  # between the words of a role, a country's name being one


def written_role(words: frozenset[str]) -> str:
    """Return the words of a role as one text."""
    return SEPARATOR.join(sorted(words))


def _parts(person: str) -> Iterator[tuple[str, str]]:
    yield "last", last_word(person)
    yield "first", first_word(person)
    yield "whole", whole_name(person)


def _kind(person: str, said: Sequence[tuple[Article, Statement]]) -> str:
    """Return what a person is, going by all the words with which articles quote them."""
    return speaker_kind(
        person, [one.speaker_written for _, one in said], [one.role for _, one in said if one.role]
    )


def _roles(
    said: Mapping[str, Sequence[tuple[Article, Statement]]], numbers: Mapping[str, int]
) -> Iterator[tuple[int, str, int, int]]:
    """Yield the words of every speaker's roles once, the commonest first.

    Two who speak together have a role each, and neither has both.
    """
    alone = (person for person in said if " and " not in person)
    given = Counter((person, one.role) for person in alone for _, one in said[person] if one.role)
    found: dict[tuple[str, int], int] = {}
    for person, role in sorted(given, key=lambda one: (-given[one], one)):
        for is_short, key_words in enumerate(role_keys(role)):
            key = (written_role(key_words), numbers[person])
            found[key] = min(found.get(key, 1), is_short)
    for number, ((words, speaker), is_short) in enumerate(found.items()):
        yield number, words, speaker, is_short
