"""Show each place that a search has found among its words, and count the places."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from rag.index.library import Library
from rag.records import By, Count, Keyword, Match, Span

LONGEST_WORD = 40  # characters that are looked through for each word of the context, by hand


def keywords_of(matches: Iterable[Match], context: int) -> Iterator[Keyword]:
    """Yield each place of the articles found, with so many words of context."""
    for match in matches:
        text = match.article.text
        for span in match.places:
            yield Keyword(
                match.article,
                span,
                _before(text, span.start, context),
                " ".join(text[span.start : span.end].split()),
                _after(text, span.end, context),
            )


def _before(text: str, end: int, context: int) -> str:
    start = max(0, end - context * LONGEST_WORD)
    before = text[start:end]
    found = list(re.finditer(r"\S+", before))[-context:]
    if found:
        before = before[found[0].start() :]
    return re.sub(r"\s+", " ", before)


def _after(text: str, start: int, context: int) -> str:
    after = text[start : start + context * LONGEST_WORD]
    found = list(re.finditer(r"\S+", after))[:context]
    if found:
        after = after[: found[-1].end()]
    return re.sub(r"\s+", " ", after)


def counted(
    library: Library, matches: Iterable[Match], by: By, *, every_statement: bool = False
) -> tuple[Count, ...]:
    """Count articles and places: months in their order, sources and speakers most places first.

    By speaker only places in the words of somebody count for them; the others are nobody's.

    Args:
        library: what was searched.
        matches: the articles that were found.
        by: what they are counted by.
        every_statement: by speaker, count all statements of the articles in place of places.
    """
    articles: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for match in matches:
        if by == "speaker":
            own = Counter(_speakers(library, match, every_statement))
        elif by == "source":
            own = Counter({match.article.source: len(match.places)})
        else:
            day = match.article.date
            own = Counter({f"{day:%Y-%m}" if day else "": len(match.places)})
        articles.update(own.keys())
        places.update(own)
    counts = [Count(value, articles[value], places[value]) for value in articles]
    if by == "month":
        return tuple(sorted(counts, key=lambda one: one.value))
    return tuple(sorted(counts, key=lambda one: (-one.places, -one.articles, one.value)))


def _speakers(library: Library, match: Match, every_statement: bool) -> Iterator[str]:
    """Yield whose words each place is in, or whose each statement of the article is."""
    said = library.said_in(match.article.id) if match.places or every_statement else ()
    if every_statement:
        yield from (person for _, person in said)
    longest = max((span.end - span.start for span, _ in said), default=0)
    for place in match.places:
        first = bisect_left(said, place.end - longest, key=_start)
        last = bisect_right(said, place.start, key=_start)
        whose = {person for span, person in said[first:last] if span.covers(place)}
        yield from sorted(whose) or [""]


def _start(said: tuple[Span, str]) -> int:
    return said[0].start
