"""Sentences that say who somebody is: their name beside a role that an article gives them."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from rag.index.library import Library
from rag.language.roles import role_words
from rag.records import Article, Filters, Source, Span

MOST_ROLES = 2  # of one person (by hand)
BESIDE = 30  # characters between a name and its role (by hand)


def introductions(
    library: Library, speakers: Sequence[str], filters: Filters
) -> tuple[Source, ...]:
    """Return the newest sentences that give each speaker's name and a role, which is marked.

    "The Ukrainian president" says more than "President", and comes first.
    """
    return tuple(
        source
        for speaker in speakers
        for source in islice(_of_speaker(library, speaker, filters), MOST_ROLES)
    )


def _of_speaker(library: Library, speaker: str, filters: Filters) -> Iterator[Source]:
    given: dict[frozenset[str], list[tuple[Article, str]]] = {}
    for article, statement in library.statements(person=speaker, filters=filters):
        if statement.role:
            given.setdefault(role_words(statement.role), []).append((article, statement.role))
    for key in sorted(given, key=lambda words: (len(words) == 1, -len(given[words]))):
        if source := _introduction(library, speaker, given[key]):
            yield source


def _introduction(
    library: Library, speaker: str, given: Sequence[tuple[Article, str]]
) -> Source | None:
    """Return the first sentence that names a speaker with one of these roles, which is marked."""
    surname = re.escape(speaker.split()[-1])
    for article, role in dict.fromkeys(given):
        told = re.escape(role)
        beside = re.compile(rf"({told}).{{0,{BESIDE}}}{surname}|{surname}.{{0,{BESIDE}}}({told})")
        for sentence in library.sentences(Span(article.id, 0, len(article.text))):
            if match := beside.search(article.cut(sentence.span)):
                start, end = (sentence.span.start + at for at in match.span(match.lastindex or 0))
                return Source(article, sentence.span, (Span(article.id, start, end),))
    return None
