"""Find the articles that have exactly what a search asks for.

What can be asked for, ``rag.retrieval.search_language`` says. The index of words names the
articles that may have it, for its words are stemmed, and a heading stands before each passage.
Each of these is then read, newest first, and held against what was asked.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from operator import attrgetter

import numpy as np

from rag.errors import BadQuery
from rag.index.library import Library
from rag.language.person_names import fold, near_names
from rag.records import (
    Article,
    By,
    Chunk,
    Count,
    Filters,
    Heading,
    Keyword,
    Match,
    MatchedPassage,
    Span,
)
from rag.retrieval.concordance import counted, keywords_of
from rag.retrieval.search_kind import hints_for
from rag.retrieval.search_language import (
    AllOf,
    AnyOf,
    From,
    Not,
    Published,
    Speaker,
    Wanted,
    Word,
    Words,
    check_days,
    has_places,
    read_search,
)
from rag.retrieval.word_places import Passing, Places, Tokens, folded

# By hand.
MOST_BEGINNING = 500  # words that a beginning may stand for
READ_AT_ONCE = 50  # articles
WITHOUT_WORDS = (
    "The search has neither a word nor a speaker: it finds articles, and no places in them; "
    "counted by speaker is all that is said in them."
)


class ExactSearch:
    """A search that was read, over one generation of the index.

    Args:
        library: what is searched.
        search: as typed.
        filters: what the articles must meet besides.
        find_speakers: see ``Chat.find_speakers``.

    Raises:
        BadQuery: it cannot be read, no source or author has the name, a beginning is too short,
            or no day is both in it and in the filters.
        UnknownSpeaker: nobody of a name in it says anything.
    """

    def __init__(
        self,
        library: Library,
        search: str,
        filters: Filters,
        find_speakers: Callable[[str], Sequence[str]],
    ) -> None:
        self._library = library
        self._search = search
        self._filters = filters
        self._find_speakers = find_speakers
        self._people: dict[str, Sequence[str]] = {"": filters.speakers}  # whom a name means
        self._speakers: dict[str, dict[str, list[int]]] = {}  # by name: rows by article's id
        self._names: dict[tuple[str, str], frozenset[str]] = {}
        self._terms: dict[str, tuple[str, ...]] = {}
        self._passing: dict[Word, Passing] = {}
        self._wanted = read_search(search)
        self._check_days()
        if filters.speakers:
            self._wanted = AllOf((Speaker(""), self._wanted))
        self._candidates = self._may_have(self._wanted)

    def _check_days(self) -> None:
        parts = self._wanted.wanted if isinstance(self._wanted, AllOf) else (self._wanted,)
        periods = [one for one in parts if isinstance(one, Published)]
        if periods:
            filtered = Published(self._filters.since, self._filters.until)
            fix = "One of the two is a filter beside the search; change either."
            check_days(self._search, [*periods, filtered], fix)

    def matches(self) -> Iterator[Match]:
        """Yield the articles that have what is asked for, newest first."""
        may = np.flatnonzero(self._candidates).tolist()
        listed = self._library.numbers.newest_first(may, self._filters)
        for n in range(0, len(listed), READ_AT_ONCE):
            for article in self._library.articles_numbered(listed[n : n + READ_AT_ONCE]):
                match = self.match(article)
                if match:
                    yield match

    def match(self, article: Article) -> Match | None:
        """Return where an article has what is asked for, if it has."""
        has_it, places = _Reading(self, article).look(self._wanted, None)
        if not has_it:
            return None
        return Match(article, tuple(Span(article.id, *place) for place in sorted(set(places))))

    def headings(self, limit: int, offset: int) -> list[Heading]:
        """Return what a list shows of a part of ``matches``; none after it is read."""
        found = islice(self.matches(), offset, offset + limit)
        return [_heading_of(one.article) for one in found]

    def page(self, limit: int, offset: int) -> tuple[list[Heading], int]:
        """Return what a list shows of a part of ``matches``, and how many there are."""
        headings: list[Heading] = []
        number = 0
        for number, match in enumerate(self.matches(), start=1):
            if offset < number <= offset + limit:
                headings.append(_heading_of(match.article))
        return headings, number

    def passages(self) -> Iterator[MatchedPassage]:
        """Yield the passages with words that are asked for, newest article first.

        The first passage of an article that has them in its title alone stands for it.
        """
        for match in self.matches():
            chunks = self.chunks_of(match.article.id)
            spans = [chunk.span for chunk in chunks]
            marked: dict[int, list[Span]] = {}
            for place in match.places:
                marked.setdefault(_last_begun(spans, place.start), []).append(place)
            for n, places in marked.items():
                yield MatchedPassage(match.article, chunks[n], tuple(places))
            if not marked and chunks:
                yield MatchedPassage(match.article, chunks[0], ())

    def keywords(self, context: int) -> Iterator[Keyword]:
        """Yield each place that is found, with so many words on both sides."""
        return keywords_of(self.matches(), context)

    def counts(self, by: By) -> tuple[Count, ...]:
        """Count articles and places; see ``counted``."""
        return counted(self._library, self.matches(), by, every_statement=not self._has_places)

    @property
    def hints(self) -> tuple[str, ...]:
        """Sentences: what of the search is read otherwise than somebody may mean it."""
        return hints_for(self._search, exact=True) + (() if self._has_places else (WITHOUT_WORDS,))

    @cached_property
    def _has_places(self) -> bool:
        return has_places(self._wanted)

    # ---- which articles may have it

    def _may_have(self, wanted: Wanted) -> np.ndarray:
        """Return which articles, by number, may have what is wanted: bool."""
        match wanted:
            case Words():
                return self._may_have_words(wanted)
            case Speaker(name):
                spoken = self.rows_by_speaker(name).values()
                return self._articles_with([row for rows in spoken for row in rows])
            case From():
                self.names_of(wanted)  # that there is one
            case AllOf(parts):
                return np.asarray(np.logical_and.reduce([self._may_have(one) for one in parts]))
            case AnyOf(parts):
                return np.asarray(np.logical_or.reduce([self._may_have(one) for one in parts]))
            case Not(other):
                self._may_have(other)  # for the faults in it
        return np.ones(len(self._library.numbers), dtype=bool)

    def _may_have_words(self, wanted: Words) -> np.ndarray:
        terms = [self.terms(word) for word in wanted.words]
        if wanted.between is None and len(terms) > 1 and all(len(one) == 1 for one in terms):
            return self._articles_with(
                self._library.lexical.rows_in_a_row([one[0] for one in terms])
            )
        alone = [self._articles_with(self._library.lexical.rows_with_any(one)) for one in terms]
        return np.asarray(np.logical_and.reduce(alone))

    def _articles_with(self, rows: Sequence[int] | np.ndarray) -> np.ndarray:
        having = np.zeros(len(self._library.numbers), dtype=bool)
        having[self._library.numbers.of_rows(rows)] = True
        return having

    def terms(self, word: Word) -> tuple[str, ...]:
        """Return the analysed terms, one of which every word that is meant has."""
        if word.kind != "beginning":
            return self.terms_of(word.written)
        found = self._library.lexical.terms_beginning(folded(word.written), MOST_BEGINNING)
        if found is None:
            raise BadQuery(
                f"More than {MOST_BEGINNING} words begin with {word.written}.",
                fix="Write more of its letters before the asterisk.",
                search=self._search,
                place=word.place,
            )
        return found

    def terms_of(self, word: str) -> tuple[str, ...]:
        """Return the analysed terms of one word: one, or none if it is too long."""
        if word not in self._terms:
            self._terms[word] = tuple(self._library.lexical.terms(word))
        return self._terms[word]

    def passing(self, word: Word) -> Passing:
        """Return which words are meant by one of the search."""
        if word not in self._passing:
            self._passing[word] = Passing(self._test_of(word))
        return self._passing[word]

    def _test_of(self, word: Word) -> Callable[[str], bool]:
        written = folded(word.written)
        if word.kind == "exact":
            return written.__eq__
        if word.kind == "beginning":
            return lambda token: token.startswith(written)
        terms = self.terms_of(word.written)
        return lambda token: bool(terms) and self.terms_of(token) == terms

    # ---- what fields mean

    def rows_by_speaker(self, name: str) -> dict[str, list[int]]:
        """Return the passages in which somebody of a name says something, by article's id."""
        if name not in self._people:
            self._people[name] = self._find_speakers(name)
        if name not in self._speakers:
            self._speakers[name] = self._rows_of(self._people[name])
        return self._speakers[name]

    def said_by(self, name: str, article_id: str, passages: Sequence[Span]) -> Places:
        """Return where somebody of a name says something in passages of an article."""
        return [
            (words.start, words.end)
            for words, person in self._library.said_in(article_id)
            if person in self._people[name]
            and passages
            and passages[_last_begun(passages, words.end - 1)].overlaps(words)
        ]

    def _rows_of(self, persons: Sequence[str]) -> dict[str, list[int]]:
        rows = sorted(self._library.lexical.spoken_by(persons))
        numbers = self._library.numbers.of_rows(rows).tolist()
        ids = self._library.numbers.ids(numbers)
        found: dict[str, list[int]] = {}
        for row, n in zip(rows, numbers, strict=True):
            found.setdefault(ids[n], []).append(row)
        return found

    def names_of(self, wanted: From) -> frozenset[str]:
        """Return the sources or the authors that have the words of a name."""
        key = (wanted.what, wanted.name)
        if key not in self._names:
            library, asked = self._library, set(fold(wanted.name).split())
            names = library.sources if wanted.what == "source" else library.authors
            named = [one for one in names if asked <= set(fold(one).split())]
            exact = [one for one in named if fold(one) == fold(wanted.name)]
            if not asked or not named:
                near = " or ".join(near_names(wanted.name, names, 3))
                raise BadQuery(
                    f"No article has the {wanted.what} {wanted.name[:100]}.",
                    fix=f"Perhaps {near} is meant." if near else "Name one of `rag list --csv`.",
                    search=self._search,
                    place=wanted.place,
                )
            self._names[key] = frozenset(exact or named)
        return self._names[key]

    def chunks_of(self, article_id: str) -> list[Chunk]:
        """Return the passages of an article, in order."""
        return self._library.numbers.chunks(article_id)


def _heading_of(article: Article) -> Heading:
    return Heading(article.id, article.title, article.date, article.source, article.author)


def _last_begun(spans: Sequence[Span], place: int) -> int:
    """Return which of some spans, in order, is the last to begin by a place; else the first."""
    return max(0, bisect_right(spans, place, key=attrgetter("start")) - 1)


class _Reading:
    """One article, held against what is asked for."""

    def __init__(self, search: ExactSearch, article: Article) -> None:
        self._search = search
        self._article = article
        self._title = Tokens(article.title)
        self._text = Tokens(article.text)

    def look(self, wanted: Wanted, within: Sequence[Span] | None) -> tuple[bool, Places]:
        """Tell whether the article has what is wanted, and where.

        Args:
            wanted: what is asked for.
            within: the spans of its text that are looked at; None for all, and its title.
        """
        match wanted:
            case Words():
                return self._look_for_words(wanted, within)
            case Speaker(name):
                spoken = self._spoken(name, within)
                return bool(spoken), self._search.said_by(name, self._article.id, spoken)
            case From():
                name = self._article.source if wanted.what == "source" else self._article.author
                return name in self._search.names_of(wanted), []
            case Published(since, until):
                day = self._article.date
                early = since is not None and (day is None or day < since)
                return not early and (until is None or (day is not None and day <= until)), []
            case Not(other):
                return not self.look(other, within)[0], []
            case AllOf(parts):
                return self._look_for_all(parts, within)
            case AnyOf(parts):
                looks = [self.look(one, within) for one in parts]
                found = [places for has_it, places in looks if has_it]
                return bool(found), [place for places in found for place in places]

    def _look_for_all(
        self, parts: Sequence[Wanted], within: Sequence[Span] | None
    ) -> tuple[bool, Places]:
        for part in parts:
            if isinstance(part, Speaker):
                within = self._spoken(part.name, within)
                if not within:
                    return False, []
        places: Places = []
        said: Places = []
        for part in parts:
            has_it, found = self.look(part, within)
            if not has_it:
                return False, []
            if isinstance(part, Speaker):
                said += found
            else:
                places += found
        return True, places or said  # words beside a speaker are what is looked for

    def _spoken(self, name: str, within: Sequence[Span] | None) -> list[Span]:
        """Return the passages in which somebody of a name speaks, as far as they are looked at."""
        rows = set(self._search.rows_by_speaker(name).get(self._article.id, []))
        spans = [
            chunk.span for chunk in self._search.chunks_of(self._article.id) if chunk.row in rows
        ]
        if within is None:
            return spans
        looked_at = set(within)
        return [one for one in spans if one in looked_at]

    def _look_for_words(self, wanted: Words, within: Sequence[Span] | None) -> tuple[bool, Places]:
        tests = [self._search.passing(word) for word in wanted.words]
        found = self._text.find(tests, wanted.between)
        if within is not None:
            held = [(one, within[_last_begun(within, one[0])]) for one in found]
            found = [one for one, span in held if span.start <= one[0] and one[1] <= span.end]
            return bool(found), found
        return bool(found) or bool(self._title.find(tests, wanted.between)), found
