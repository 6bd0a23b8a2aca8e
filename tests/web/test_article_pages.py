"""Which articles a list shows, and what it can be narrowed to: never more of them than it needs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from fake_chat import ARTICLES, FERRY, HARBOUR, UNDATED, FakeChat

from rag.records import Filters, Heading
from rag.web import article_pages
from rag.web.article_pages import (
    count,
    facets_of,
    files_with,
    find,
    held_of,
    page,
    places_of,
)
from rag.web.articles_html import Held
from rag.web.reading_html import Narrowed

MANY = 3_000


class ManyArticles(FakeChat):
    """A chat over thousands of articles that notes how many headings are asked for at once."""

    def __init__(self) -> None:
        super().__init__(
            [replace(FERRY, id=f"{n // 100}/{n}.txt", date=date(2025, 3, 1)) for n in range(MANY)]
        )
        self.most = 0

    def headings(
        self,
        filters: Filters = Filters(),
        matching: str = "",
        *,
        limit: int = 10**6,
        offset: int = 0,
    ) -> Sequence[Heading]:
        """Return some headings."""
        found = super().headings(filters, matching, limit=limit, offset=offset)
        self.most = max(self.most, len(found))
        return found

    def count(self, filters: Filters = Filters(), matching: str = "") -> int:
        """Return how many there are."""
        return len(super().headings(filters, matching))


def ids(listed: Sequence[Heading]) -> list[str]:
    return [one.id for one in listed]


def test_either_end_of_a_list_comes_first_and_what_has_no_date_last() -> None:
    chat = FakeChat()
    found = find(chat, "")
    newest = ids(page(chat, found, Filters(), oldest_first=False, limit=9))
    oldest = ids(page(chat, found, Filters(), oldest_first=True, limit=9))
    assert newest == ["reports/study.md", "ferry.txt", "harbour.txt", "undated.txt"]
    assert oldest == ["harbour.txt", "ferry.txt", "reports/study.md", "undated.txt"]
    assert ids(page(chat, found, Filters(), oldest_first=True, limit=2)) == oldest[:2]
    until = Filters(until=date(2025, 3, 14))
    assert ids(page(chat, found, until, oldest_first=True, limit=9)) == oldest[:2]


def test_what_a_search_finds_is_narrowed_without_searching_again() -> None:
    chat = FakeChat()
    found = find(chat, "ferry calder")
    assert found.within == ("ferry.txt",)
    chat.headings = lambda *_, **__: pytest.fail("texts were read again")  # type: ignore[method-assign]
    assert count(FakeChat(), found, Filters(sources=("Harbour Post",))) == 0
    nothing = find(FakeChat(), "zebra")
    assert (count(chat, nothing, Filters()), nothing.nothing) == (0, True)
    assert page(chat, nothing, Filters(), oldest_first=False, limit=9) == []


def test_each_value_says_how_many_articles_choosing_it_would_leave() -> None:
    chat = FakeChat()
    chosen = facets_of(chat, find(chat, ""), Narrowed(year="2025", source="Harbour Post"))
    assert chosen.years == {"2025": 1}
    assert chosen.sources == {"Coast Weekly": 1, "Harbour Post": 1, "Hydraulic Institute": 1}
    assert chosen.speakers == {"Ines Calder": 1, "Pavel Horn": 1}
    searched = facets_of(chat, find(chat, "wider gate"), Narrowed())
    assert searched.years == {"2025": 2}
    assert searched.sources == {"Harbour Post": 1, "Hydraulic Institute": 1}


def test_no_list_asks_for_more_articles_than_it_shows() -> None:
    chat = ManyArticles()
    everything = find(chat, "")
    for oldest_first in (False, True):
        listed = page(chat, everything, Filters(), oldest_first=oldest_first, limit=100)
        assert len(listed) == 100
    assert count(chat, everything, Filters()) == MANY
    assert facets_of(chat, everything, Narrowed()).years == {"2025": MANY}
    places, articles = places_of(chat, Filters())
    assert (places, len(articles)) == (["0/"], article_pages.MOST_OFFERED)
    assert chat.most == 100


def test_of_very_many_found_nothing_is_counted_but_all_of_them() -> None:
    chat = ManyArticles()
    found = find(chat, "ferry")
    assert (found.whole, count(chat, found, Filters())) == (False, MANY)
    offered = facets_of(chat, found, Narrowed())
    assert (list(offered.sources), offered.are_counted) == ([FERRY.source], False)
    assert files_with(chat, ["0/0.txt", "ferry.csv", "x.txt"], "ferry") == (
        ["0/0.txt", "ferry.csv"],
        False,
    )
    assert chat.most == article_pages.MOST_FOUND + 1


def test_a_place_is_found_by_its_name_and_an_article_by_its_words() -> None:
    chat = FakeChat()
    places, articles = places_of(chat, Filters(), "reports")
    assert places == ["reports/"]
    assert "reports/study.md" in ids(articles)
    places, articles = places_of(chat, Filters(), "oldport")
    assert (places, ids(articles)) == ([], ["ferry.txt"])


def test_files_are_found_by_their_names_and_their_articles() -> None:
    chat = FakeChat()
    files = [one.id for one in ARTICLES]
    assert files_with(chat, files, "") == (files, True)
    assert files_with(chat, files, "FERRY txt") == (["ferry.txt"], True)
    assert files_with(chat, files, "sandbags") == (["harbour.txt"], True)


def test_of_a_file_the_index_has_its_article_or_how_many() -> None:
    lines = [replace(HARBOUR, id=f"news.jsonl#{n}") for n in (1, 3)]
    chat = FakeChat([*lines, replace(FERRY, id="mail.mbox#1"), UNDATED])
    held = held_of(chat, ["news.jsonl", "mail.mbox", "undated.txt", "new.txt"])
    assert held["news.jsonl"] == Held(2, None)
    assert [(file, one.articles, one.heading and one.heading.id) for file, one in held.items()] == [
        ("undated.txt", 1, "undated.txt"),
        ("news.jsonl", 2, None),
        ("mail.mbox", 1, "mail.mbox#1"),
    ]
