"""Turn what a search among the articles finds into HTML: snippets, and what it can be narrowed to.

As in ``rag.web.turn_html``: values in, HTML out, everything escaped.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from time import time_ns

from markupsafe import Markup

from rag.language.matching import marked_terms
from rag.language.speaker_kinds import SpeakerKind, has_own_name
from rag.records import Article, Filters, Heading, Span
from rag.web.evidence_html import article_view
from rag.web.html import Mark, counted, highlight, part, sends
from rag.web.texts import text

MAX_LISTED = 100  # articles or speakers in one list
MOST_VALUES = 8  # of a year, source, person or organisation that a list can be narrowed to
SNIPPET = 200  # characters in which as many terms as possible shall stand
BEFORE = 60  # characters shown before the first of them
QUOTES = re.compile(r'["“”„«»]')  # around a phrase that is searched for
OLDEST_FIRST = "Oldest first"
SORTS = {"Newest first": "sort_newest", OLDEST_FIRST: "sort_oldest"}  # what the page calls them
# What a list can be narrowed to, and what the page calls it.
FACETS = {"year": "year", "source": "source", "person": "people", "organisation": "organisations"}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list of articles is narrowed to; empty means to nothing."""

    year: str = ""
    source: str = ""
    person: str = ""
    organisation: str = ""

    @property
    def filters(self) -> Filters:
        """The filters that this amounts to."""
        year = int(self.year) if self.year.isdecimal() and len(self.year) == 4 else 0
        spoken = tuple(name for name in (self.person, self.organisation) if name)
        return Filters(
            since=date(year, 1, 1) if year else None,
            until=date(year, 12, 31) if year else None,
            sources=(self.source,) if self.source else (),
            speakers=spoken[:1],
        )

    def toggled(self, facet: str, value: str) -> "Narrowed":
        """Narrow to one value more, or no longer to it; there is one speaker at most."""
        held = {name: getattr(self, name) for name in FACETS}
        if facet not in held:
            return self
        held[facet] = "" if held[facet] == value else value
        if facet in ("person", "organisation") and held[facet]:
            held["organisation" if facet == "person" else "person"] = ""
        return Narrowed(**held)


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list shows of an article."""

    heading: Heading
    snippet: Markup
    before: bool  # more of the article stands before it
    after: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """What a list can be narrowed to: values with the number of articles that would be left."""

    years: Mapping[str, int]
    sources: Mapping[str, int]
    speakers: Mapping[str, int]
    are_counted: bool  # else the numbers are those of a part, and not shown


def article_list(
    listed: Sequence[Heading],
    *,
    found: int,
    among: int,
    search: str = "",
    article_of: Callable[[str], Article] | None = None,
) -> Markup:
    """List the first of the articles found among so many, with the words searched for."""
    if not listed:
        return part("lists.html", "found", text("none_has_all"))
    told = counted(found, "articles", among=among)
    sent = sends("more") if found > len(listed) else ""
    terms = marked_terms(search) if article_of else []
    items = []
    for heading in listed:
        article = article_of(heading.id) if terms and article_of else None
        items.append(_listed(heading, article, terms))
    topic = " ".join(QUOTES.sub(" ", search).split())
    return part("lists.html", "articles", items, told, sent, search.strip(), topic)


def facets(offered: Facets, kinds: Mapping[str, SpeakerKind], chosen: Narrowed) -> Markup:
    """Show what a list can be narrowed to."""
    speakers = offered.speakers.items()
    counts: dict[str, Mapping[str, int]] = {
        "year": dict(sorted(offered.years.items(), reverse=True)),
        "source": offered.sources,
        "person": {name: n for name, n in speakers if kinds.get(name, "person") == "person"},
        "organisation": {
            name: n
            for name, n in speakers
            if kinds.get(name) == "organisation" and has_own_name(name)
        },
    }
    groups = []
    for facet, label in FACETS.items():
        value = getattr(chosen, facet)
        names = dict(islice(counts[facet].items(), MOST_VALUES))
        if value and value not in names:
            names = {value: counts[facet].get(value, 0), **names}
        if names:
            values = [
                (name, n if offered.are_counted else None, name == value)
                for name, n in names.items()
            ]
            groups.append((facet, text(label), values))
    used = sum(bool(getattr(chosen, facet)) for facet in FACETS)
    return part("lists.html", "facets", groups, used)


def opened(article: Article, *, at: str = "") -> Markup:
    """Show an article that is read on its own, at a place such as ``120-180`` if one is named."""
    span = span_at(article, at)
    return article_view(article, [Mark("here", span)] if span else [])


def span_at(article: Article, at: str) -> Span | None:
    """Return the place of an article that is named as ``120-180``; None where it has none such."""
    place = re.fullmatch(r"(\d{1,9})-(\d{1,9})", at)
    if not place or not int(place[1]) < int(place[2]) <= len(article.text):
        return None
    return Span(article.id, int(place[1]), int(place[2]))


def opening(view: Markup) -> Markup:
    """Hand an article to the page's script, which opens it beside the list.

    There is a new number each time, so that the same can be opened twice.
    """
    return Markup('<div data-opening="{}" hidden>{}</div>').format(time_ns(), view)


def _listed(heading: Heading, article: Article | None, terms: Sequence[str]) -> Listed:
    places = sorted(_places(article.text, terms)) if article else []
    if article is None or not places:
        return Listed(heading, Markup(""), before=False, after=False)
    first = _first_of_most(places)
    whole = article.text
    start = whole.find(" ", max(0, first - BEFORE), first) + 1 if first > BEFORE else 0
    start = start or (first if first > BEFORE else 0)
    end = min(len(whole), first + SNIPPET)
    if end < len(whole):
        end = max(whole.rfind(" ", first, end), max(e for s, e, _ in places if s == first))
    marks = [Mark("found", Span(article.id, s, e)) for s, e, _ in places if start <= s < end]
    around = Span(article.id, start, max(end, first + 1))
    shown = highlight(article, around, marks)
    return Listed(heading, shown, before=start > 0, after=end < len(whole))


def _places(text: str, terms: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield the places of terms in a text: start, end, and which term."""
    for number, term in enumerate(terms):
        pattern = r"\s+".join(map(re.escape, term.split()))
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield match.start(), match.end(), number


def _first_of_most(places: Sequence[tuple[int, int, int]]) -> int:
    """Return where the first snippet begins that has as many different terms as any.

    The time that it takes grows with the number of places alone.
    """
    within: Counter[int] = Counter()  # how often each term stands in the snippet
    best, most, last = 0, 0, 0
    for start, _, term in places:
        while last < len(places) and places[last][0] < start + SNIPPET:
            within[places[last][2]] += 1
            last += 1
        if len(within) > most:
            best, most = start, len(within)
        within[term] -= 1
        if not within[term]:
            del within[term]
    return best
