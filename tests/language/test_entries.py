"""The times that stand above the entries of a live blog."""

from datetime import date

import pytest
from conftest import make_article

from rag.answers.claims import source_claim
from rag.answers.plain_text import introduction
from rag.articles.cleaning import clean
from rag.articles.fields import Fields
from rag.language.entries import entries_of, entry_at, is_time_line
from rag.language.sentences import split_sentences
from rag.records import Entry, Source, Span

BLOG = """8:03 a.m. ET, March 6, 2025

Council meets again

By Ada Moe

The council of Westmere met again. "We need a wall," said the mayor. – Ada Moe The doors were shut.

11:42 p.m. ET, March 5, 2025

Talks broke off after an hour, and nobody would say why.

9:15 p.m. ET Finn Berg left the hall in silence.
"""


@pytest.mark.parametrize(
    "line",
    [
        "11:42 a.m. ET",
        "12.45 GMT",
        "8:03 a.m. ET, June 9, 2022",
        "June 9, 2022, 8:03 a.m.",
        "Posted at 12:34",
        "17:05 18 Feb",
        "2h ago 12:45 GMT",
        "(12:45 GMT)",
        "7 p.m.",
        "2024-05-03 11:42",
        "Fri 3 May 2024 12.45 BST",
    ],
)
def test_a_time_of_the_day_alone_is_a_time_line(line: str) -> None:
    assert is_time_line(line)


@pytest.mark.parametrize("line", ["3.50 euros", "1-0", "2024", "Final score 3:2", "May 3, 2024"])
def test_other_numbers_are_none(line: str) -> None:
    assert not is_time_line(line)


def test_an_entry_has_its_own_time_and_no_reporter_runs_into_it() -> None:
    fields, left_out = clean(Fields(BLOG, title="Wall"))
    text = fields.text
    article = make_article(text, day=date(2025, 3, 7), source="The Herald")
    assert fields.date == "March 6, 2025"
    assert fields.author == "Ada Moe"
    assert [one.words for one in left_out] == ["By Ada Moe"]
    assert entries_of(article) == [
        Entry(0, "8:03 a.m. ET", date(2025, 3, 6)),
        Entry(text.index("11:42"), "11:42 p.m. ET", date(2025, 3, 5)),
        Entry(text.index("9:15"), "9:15 p.m. ET", None),
    ]
    assert [article.cut(one.span) for one in split_sentences(article)] == [
        "The council of Westmere met again.",
        '"We need a wall," said the mayor.',
        "The doors were shut.",
        "Talks broke off after an hour, and nobody would say why.",
        "Finn Berg left the hall in silence.",
    ]


def test_a_claim_is_of_the_time_of_its_entry() -> None:
    article = make_article(clean(Fields(BLOG))[0].text, day=date(2025, 3, 7), source="The Herald")
    start = article.text.index("Talks")
    claim = source_claim(Source(article, Span(article.id, start, start + 56), ()))
    assert claim.text == "Talks broke off after an hour, and nobody would say why."
    assert claim.date == date(2025, 3, 5)
    assert introduction(claim) == "The Herald, 5 March 2025, 11:42 p.m. ET"
    assert entry_at(article, len(article.text)) == Entry(
        article.text.index("9:15"), "9:15 p.m. ET", None
    )


def test_two_times_make_no_live_blog() -> None:
    assert entries_of(make_article("8:00 p.m.\n\nDoors open.\n\n9:00 p.m.\n\nIt starts.")) == []
