"""An exact search finds the articles that have what was asked for, all of them and no others."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NoReturn

import pytest
from conftest import Built, library_of
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import BadQuery, UnknownSpeaker
from rag.index import article_numbers
from rag.index.article_lists import ArticleLists
from rag.index.library import Library
from rag.records import Article, Count, Filters, Match
from rag.retrieval import exact_search
from rag.retrieval.exact_search import ExactSearch
from rag.retrieval.word_places import Passing, folded

WALL = """---
title: A wall for Westmere
date: 2025-03-04
source: Coast Weekly
author: Nora Vale
---
The harbour wall of Westmere will be raised. Mayor Ines Calder said the wall was the cheapest \
promise. "No red line was crossed," said Calder.

Nobody criticised the Café Réunion. The red lines of the quay are new.
"""
GATE = """---
title: Ferry gate
date: 2025-03-14
source: The Harbour Post
---
"The gate is our red line," said Tomas Reuvers. Oil and natural gas come by ship, not gas and oil.

An F-16 flew over Oldport. Mr Reuvers did not mention walls.
"""
QUOTA = """---
title: Red line for herring
source: Harbour Post
---
The quota falls. Fishermen criticized it as unjust and walked out.
"""


@pytest.fixture(scope="module")
def library(small: Built, tmp_path_factory: pytest.TempPathFactory) -> Library:
    texts = {"wall.md": WALL, "gate.md": GATE, "quota.md": QUOTA}
    return library_of(small, tmp_path_factory.mktemp("exact"), texts)


def refused(*_: object, **__: object) -> NoReturn:
    raise AssertionError


def test_a_search_reads_the_articles_that_may_match_and_no_others(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ArticleLists, "headings", refused)
    monkeypatch.setattr(Library, "articles", refused)
    asked: list[Sequence[int]] = []
    read = Library.articles_numbered

    def listening(self: Library, numbers: Sequence[int]) -> Iterator[Article]:
        asked.append(numbers)
        return read(self, numbers)

    monkeypatch.setattr(Library, "articles_numbered", listening)
    assert found(library, "red AND line") == {
        "gate": ["red", "line"], "wall": ["red", "line", "red", "lines"], "quota": []
    }  # fmt: skip
    assert found(library, '"gas and oil"') == {"gate": ["gas and oil"]}
    assert asked == [[0, 2, 1], [0]]


@pytest.mark.parametrize("looked_up", [0, 9])
def test_articles_are_the_newest_first_however_many_are_looked_up(
    looked_up: int, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article_numbers, "LOOKED_UP", looked_up)
    numbers = library.numbers
    assert numbers.newest_first([0, 1, 2], Filters()) == [0, 2, 1]
    assert numbers.newest_first([1, 2], Filters(sources=("Coast Weekly",))) == [2]


def people(name: str) -> Sequence[str]:
    known = {"Calder": ("Ines Calder",), "Reuvers": ("Tomas Reuvers",)}
    if name not in known:
        raise UnknownSpeaker(f"Nobody is {name}.", fix="Ask for another.")
    return known[name]


def found(library: Library, search: str, filters: Filters = Filters()) -> dict[str, list[str]]:
    """Return the words found in each article."""
    return {
        one.article.id.removesuffix(".md"): [one.article.cut(place) for place in one.places]
        for one in ExactSearch(library, search, filters, people).matches()
    }


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ('"red line"', {"gate": ["red line"], "wall": ["red line"], "quota": []}),
        ('"RED LINES"', {"wall": ["red lines"]}),
        ('"red line" NOT quota', {"gate": ["red line"], "wall": ["red line"]}),
        ("red NOT lines", {}),  # "lines" is a form of "line"
        ('red NOT "lines"', {"gate": ["red"], "quota": []}),
        ("criticise", {"wall": ["criticised"], "quota": ["criticized"]}),
        ('"criticised"', {"wall": ["criticised"]}),
        ("critici*", {"wall": ["criticised"], "quota": ["criticized"]}),
        ("criticise*", {"wall": ["criticised"]}),
        ("walk*", {"quota": ["walked"]}),
        ("wal*", {"gate": ["walls"], "wall": ["wall", "wall"], "quota": ["walked"]}),
        ('"cafe reunion"', {"wall": ["Café Réunion"]}),
        ("café", {"wall": ["Café"]}),
        ("reun*", {"wall": ["Réunion"]}),
        ("F-16", {"gate": ["F-16"]}),
        ("16*", {"gate": ["16"]}),
        ('"raised. Mayor"', {"wall": ["raised. Mayor"]}),
        ('"oil gas"~2', {"gate": ["Oil and natural gas", "gas and oil"]}),
        ('"oil gas"~1', {"gate": ["gas and oil"]}),
        ('"oil gas"~0', {}),
        ('"oil gas"', {}),
        ('"wall mayor"~5', {"wall": ["wall of Westmere will be raised. Mayor"]}),
        ("quay oldport", {}),
        ("quay OR oldport", {"gate": ["Oldport"], "wall": ["quay"]}),
        ("(quay OR oldport) AND f", {"gate": ["F", "Oldport"]}),
        ("NOT wall", {"quota": []}),
        ("source:Harbour red", {"gate": ["red"], "quota": []}),
        ('source:"Harbour Post" red', {"quota": []}),
        ("NOT source:Harbour", {"wall": []}),
        ("author:vale line", {"wall": ["line", "lines"]}),
        ("NOT author:Vale red", {"gate": ["red"], "quota": []}),
        ("since:2025-03-05", {"gate": []}),
        ("until:2025-03-13 red", {"wall": ["red", "red"]}),
        ("NOT since:2025", {"quota": []}),
        ("march", {}),  # the date is no word
        ("coast", {}),  # nor is the source
        ("speaker:Calder red", {"wall": ["red", "red"]}),
        ("speaker:Reuvers", {"gate": ["The gate is our red line"]}),
        ("speaker:Reuvers since:2025 NOT quay", {"gate": ["The gate is our red line"]}),
        (
            "speaker:Reuvers OR fishermen",
            {"gate": ["The gate is our red line"], "quota": ["Fishermen"]},
        ),
        ("red NOT speaker:Calder", {"gate": ["red"], "quota": []}),
        ("speaker:Calder speaker:Reuvers", {}),
        ("日本", {}),
        (f'"{"x" * 61}"', {}),
        ("NOT " + "x" * 61, {"gate": [], "wall": [], "quota": []}),
    ],
)
def test_an_exact_search_finds(library: Library, search: str, words: dict[str, list[str]]) -> None:
    assert found(library, search) == words


def test_a_page_and_the_number_of_all_come_of_one_reading(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = ExactSearch(library, "red", Filters(), people)
    looked = 0
    match = ExactSearch.match

    def counting(self: ExactSearch, article: Article) -> Match | None:
        nonlocal looked
        looked += 1
        return match(self, article)

    monkeypatch.setattr(ExactSearch, "match", counting)
    for offset, ids in ((0, ["gate.md", "wall.md"]), (2, ["quota.md"]), (4, [])):
        listed, total = search.page(2, offset)
        assert ([one.id for one in listed], total, looked) == (ids, 3, 3)
        assert listed == search.headings(2, offset)
        looked = 0
    assert [one.id for one in search.headings(1, 0)] == ["gate.md"]
    assert looked == 1  # none after it is read


def test_filters_hold_besides(library: Library) -> None:
    assert found(library, "red", Filters(sources=("Harbour Post",))) == {"quota": []}
    assert found(library, "red", Filters(since=date(2025, 3, 5))) == {"gate": ["red"]}
    assert found(library, "red", Filters(within=("wall.md",))) == {"wall": ["red", "red"]}
    reuvers = Filters(speakers=("Tomas Reuvers",))
    assert found(library, "red", reuvers) == {"gate": ["red"]}
    assert found(library, "since:2025", reuvers) == {"gate": ["The gate is our red line"]}


@pytest.mark.parametrize(
    ("search", "place", "problem"),
    [
        ("red since:2025-03", 4, "No day is both from 2025-03-01 and up to 2024-12-31."),
        ("since:2025", 0, "No day is both from 2025-01-01 and up to 2024-12-31."),
        ("until:2022 red", 0, "No day is both from 2023-05-01 and up to 2022-12-31."),
    ],
)
def test_days_in_a_search_that_its_filters_rule_out_are_told_of(
    library: Library, search: str, place: int, problem: str
) -> None:
    filters = Filters(since=date(2023, 5, 1), until=date(2024, 12, 31))
    with pytest.raises(BadQuery) as caught:
        ExactSearch(library, search, filters, people)
    assert (caught.value.place, caught.value.problem, caught.value.fix) == (
        place, problem, "One of the two is a filter beside the search; change either."
    )  # fmt: skip
    assert found(library, "red (since:2025 OR since:2023)", filters) == {}


def test_the_newest_comes_first_and_passages_show_what_was_found(library: Library) -> None:
    search = ExactSearch(library, '"red line"', Filters(), people)
    passages = [
        (one.article.id, [one.article.cut(place) for place in one.marked], one.text[:8])
        for one in search.passages()
    ]
    assert passages == [
        ("gate.md", ["red line"], '"The gat'),
        ("wall.md", ["red line"], "The harb"),
        ("quota.md", [], "The quot"),
    ]


def test_a_search_without_words_counts_statements_by_speaker_and_says_that_it_has_no_place(
    library: Library,
) -> None:
    search = ExactSearch(library, "source:Coast", Filters(), people)
    assert search.counts("source") == (Count("Coast Weekly", 1, 0),)
    assert search.counts("speaker") == (Count("Ines Calder", 1, 2),)
    assert search.hints == (
        "The search has neither a word nor a speaker: it finds articles, and no places in them; "
        "counted by speaker is all that is said in them.",
    )
    assert ExactSearch(library, "speaker:Calder", Filters(), people).counts("month") == (
        Count("2025-03", 1, 2),
    )


@pytest.mark.parametrize(
    ("search", "place", "problem", "fix"),
    [
        ("a source:Harbor", 9, "No article has the source Harbor.", "Perhaps Harbour Post"),
        ("a author:Vole", 9, "No article has the author Vole.", "Perhaps Nora Vale is meant."),
        ("a source:…", 9, "No article has the source ….", "Name one of `rag list --csv`."),
    ],
)
def test_a_source_that_is_none_is_told_of(
    library: Library, search: str, place: int, problem: str, fix: str
) -> None:
    with pytest.raises(BadQuery) as caught:
        ExactSearch(library, search, Filters(), people)
    assert (caught.value.place, caught.value.problem) == (place, problem)
    assert caught.value.fix.startswith(fix)


def test_a_beginning_of_too_many_words_is_told_of(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exact_search, "MOST_BEGINNING", 2)
    with pytest.raises(BadQuery) as caught:
        ExactSearch(library, "gate w*", Filters(), people)
    assert (caught.value.place, str(caught.value)) == (
        5, "More than 2 words begin with w. Write more of its letters before the asterisk."
    )  # fmt: skip


PARTS = ["wall", '"red line"', '"the"', "wal*", '"oil gas"~3', "red", "criticise", "F-16", "not"]
PARTS += ["speaker:Calder", "source:Harbour", "since:2025-03-05", "gate", '"harbour wall"', "c*"]
SEARCHES = st.recursive(
    st.sampled_from(PARTS),
    lambda inner: (
        st.tuples(inner, st.sampled_from([" ", " AND ", " OR ", " NOT "]), inner).map(
            lambda three: f"({three[0]}{three[1]}{three[2]})"
        )
        | inner.map(lambda one: f"NOT {one}")
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=150)
@given(search=SEARCHES)
def test_the_index_leaves_out_no_article_that_has_it(library: Library, search: str) -> None:
    exact = ExactSearch(library, search, Filters(), people)
    every = [match for article in library.articles() if (match := exact.match(article))]
    assert list(exact.matches()) == every


def test_a_word_is_tested_once_however_many_texts_have_it() -> None:
    tested: list[str] = []

    def begins(word: str) -> bool:
        tested.append(word)
        return word.startswith("w")

    passing = Passing(begins)
    assert passing.of({"wall", "gate"}) == {"wall"}
    assert passing.of({"wall", "gate", "wave"}) == {"wall", "wave"}
    assert passing.of({"gate"}) == set()
    assert sorted(tested) == ["gate", "wall", "wave"]


@given(text=st.text(max_size=30))
def test_a_text_is_folded_in_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


def test_letters_are_compared_without_accents() -> None:
    assert folded("Erdoğan, Łódź, İstanbul, Ёлка") == "erdogan, lodz, istanbul, ёлка"
