"""Which articles a list shows, page by page, and how many there are of each kind.

Whatever is asked of the chat here is bounded: a list of a million articles is drawn as fast as
one of a hundred, but for a search, which reads texts.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import PurePosixPath

from rag.articles.folder import file_of
from rag.language.matching import has_all_words
from rag.records import Filters, Heading
from rag.web.articles_html import Held
from rag.web.chatbot import Chatbot
from rag.web.reading_html import Facets, Narrowed

MOST_FOUND = 1_000  # articles that a search finds, up to which it is counted what they are
MOST_OFFERED = 100  # articles of which a question may be asked alone, until some are searched for
HOLD_ONE = (".txt", ".md", ".pdf", ".docx", ".rtf", ".eml")  # files that are one article
MOST_YEARS = 50  # the newest, that are looked at for articles


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found among the articles, before the list is narrowed.

    Found once, a few articles are known by their ids: no text is read again for them.
    """

    search: str  # empty where ``within`` says what it found
    within: tuple[str, ...]
    nothing: bool
    whole: bool  # ``within`` are all that it found, or there is no search

    def among(self, filters: Filters) -> Filters:
        """Return filters that pass nothing but what was found, as far as it is known."""
        return replace(filters, within=self.within)


def find(chat: Chatbot, search: str) -> Found:
    """Search the articles; an empty search finds all of them."""
    search = search.strip()
    if not search:
        return Found("", (), nothing=False, whole=True)
    ids = tuple(one.id for one in chat.headings(Filters(), search, limit=MOST_FOUND + 1))
    if len(ids) > MOST_FOUND:
        return Found(search, (), nothing=False, whole=False)
    return Found("", ids, nothing=not ids, whole=True)


def count(chat: Chatbot, found: Found, filters: Filters) -> int:
    """Return how many of the found articles pass filters."""
    return 0 if found.nothing else chat.count(found.among(filters), found.search)


def page(
    chat: Chatbot, found: Found, filters: Filters, *, oldest_first: bool, limit: int
) -> list[Heading]:
    """Return the first of the found articles that pass filters; undated ones stand last."""
    if found.nothing:
        return []
    filters, search = found.among(filters), found.search
    if not oldest_first:
        return list(chat.headings(filters, search, limit=limit))
    dated = chat.count(replace(filters, until=filters.until or date.max), search)
    first = max(0, dated - limit)
    listed = list(chat.headings(filters, search, limit=dated - first, offset=first))[::-1]
    if len(listed) < limit:
        listed += chat.headings(filters, search, limit=limit - len(listed), offset=dated)
    return listed


def facets_of(chat: Chatbot, found: Found, narrowed: Narrowed) -> Facets:
    """Return what the list can be narrowed to, each value with the articles that would be left.

    Where a search finds very many, the newest of them say what there is, and nothing is counted.
    """
    if found.nothing:
        return Facets({}, {}, {}, are_counted=True)
    filters = found.among(narrowed.filters)
    if not found.whole:
        newest = chat.headings(Filters(), found.search, limit=MOST_FOUND)
        filters = replace(filters, within=tuple(one.id for one in newest))
    counts = chat.counts(filters)
    return Facets(
        _years(chat, replace(filters, since=None, until=None)),
        counts.sources,
        counts.speakers,
        are_counted=found.whole,
    )


def _years(chat: Chatbot, filters: Filters) -> Mapping[str, int]:
    """Count the articles of each year, the newest first."""
    if filters.within:
        listed = chat.headings(filters)
        return Counter(str(one.date.year) for one in listed if one.date)
    _, first, last = chat.extent()
    if not first or not last:
        return {}
    counts = {
        str(year): chat.count(replace(filters, since=date(year, 1, 1), until=date(year, 12, 31)))
        for year in islice(range(last.year, first.year - 1, -1), MOST_YEARS)
    }
    return {year: n for year, n in counts.items() if n}


def places_of(
    chat: Chatbot, filters: Filters, typed: str = ""
) -> tuple[list[str], Sequence[Heading]]:
    """Return where a question may be asked alone: places that hold articles, and articles.

    They are the newest, or those with what is typed: in the name of a folder or a file, or
    anywhere in an article.
    """
    filters, typed = replace(filters, within=()), typed.strip()
    listed = chat.headings(filters, typed, limit=MOST_OFFERED)
    named = [f"{typed.rstrip('/#')}{end}" for end in "/#"] if typed else []
    for place in named:
        listed = [*listed, *chat.headings(replace(filters, within=(place,)), limit=1)]
    held = Counter(one.id[: match.end()] for one in listed for match in re.finditer("[/#]", one.id))
    places = [one for one in sorted(held) if typed.casefold() in one.casefold()]
    return places, listed[:MOST_OFFERED]


def files_with(chat: Chatbot, files: Sequence[str], search: str) -> tuple[Sequence[str], bool]:
    """Return the files with all words of a search in their names or in an article, and more.

    That is whether these are all of them.
    """
    if not search.strip():
        return files, True
    matching = chat.headings(Filters(), search, limit=MOST_FOUND + 1)
    having = {file_of(one.id) for one in matching}
    found = [one for one in files if one in having or has_all_words(one, search)]
    return found, len(matching) <= MOST_FOUND


def held_of(chat: Chatbot, files: Sequence[str]) -> dict[str, Held]:
    """Return what the index has of files, of which there are not too many to look for each."""
    if not files:
        return {}
    held = {one.id: Held(1, one) for one in chat.headings(Filters(within=tuple(files)))}
    for file in files:
        if file in held or PurePosixPath(file).suffix.lower() in HOLD_ONE:
            continue
        several = Filters(within=(f"{file}#",))
        if articles := chat.count(several):
            [first] = chat.headings(several, limit=1)
            held[file] = Held(articles, first if articles == 1 else None)
    return held
