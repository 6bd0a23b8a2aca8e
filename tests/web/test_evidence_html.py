"""What stands beside an answer: its sources, their articles, and when they are from."""

import html
import re
from datetime import date

import pytest
from fake_chat import HARBOUR, HOSTILE, UNDATED, FakeChat, make_article
from hypothesis import given, settings
from hypothesis import strategies as st
from shown import QUESTION, answer_with, visible

from rag.records import Chunk, Claim, Filters, Passage, Source, Span
from rag.web.conversation import PageTurn
from rag.web.evidence_html import article_view, evidence, over_time
from rag.web.turn_html import turn as turn_html


def test_cited_words_stand_in_their_passage_without_a_score() -> None:
    source = Source(HARBOUR, Span(HARBOUR.id, 4, 11), ())
    passage = Passage(HARBOUR, Chunk(0, Span(HARBOUR.id, 0, 23)), 0.4321)
    answer = answer_with(Claim("council", (source,)), passages=(passage,))
    shown = turn_html(PageTurn(1, "q", Filters(), answer, None, "done"))
    assert "0.43" not in shown
    assert (
        '<blockquote dir="auto">The <mark data-keys="1">council</mark> of Westmere …</blockquote>'
    ) in shown


def test_cited_words_outside_every_passage_are_shown_in_context() -> None:
    start = HARBOUR.text.index("Fishermen")
    source = Source(HARBOUR, Span(HARBOUR.id, start, start + 9), ())
    shown = turn_html(PageTurn(1, "q", Filters(), answer_with(Claim("F", (source,))), None, "done"))
    quoted = re.search(r"<blockquote.*?</blockquote>", shown, re.DOTALL)
    assert quoted is not None
    inner = visible(quoted.group())
    assert inner.startswith("… ")
    assert inner.strip("… ") in HARBOUR.text
    assert "<meter" not in shown


def test_every_cited_article_stands_whole_beside_the_answer() -> None:
    answer = FakeChat().ask(QUESTION)
    shown = turn_html(PageTurn(1, QUESTION, Filters(), answer, None, "done"))
    texts = [visible(t) for t in re.findall(r'<div class="text">(.*?)</div>', shown, re.DOTALL)]
    for citation in answer.citations:
        assert citation.source.article.text in texts
    assert len(texts) == len(set(texts))


def test_only_web_addresses_become_links() -> None:
    assert 'href="https://harbourpost.example/wall"' in article_view(HARBOUR, [])
    assert "href" not in article_view(HOSTILE, [])


def test_passages_are_counted_by_month() -> None:
    days = [date(2024, 12, 31), date(2025, 2, 1), date(2025, 2, 9), date(2025, 2, 9)]
    shown = over_time(days)
    assert 'aria-label="Passages found, by month: December 2024: 1, February 2025: 3"' in shown
    # December, an empty January, and February, which is as high as the plot.
    assert re.findall(r'<rect x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)"', shown) == [
        ("52.7", "32.0", "28.0", "16.0"),
        ("319.3", "0.0", "28.0", "48.0"),
    ]
    assert re.findall("<title>(.*?)</title>", shown) == ["December 2024: 1", "February 2025: 3"]
    assert "<text" not in shown
    assert re.findall("<span>(.*?)</span>", shown) == ["December 2024", "February 2025"]


def test_passages_of_many_years_are_counted_by_year() -> None:
    shown = over_time([date(1871, 1, 1), date(2024, 1, 1), date(2024, 2, 1)])
    assert 'aria-label="Passages found, by year: 1871: 1, 2024: 2"' in shown


@pytest.mark.parametrize(
    "days",
    [
        [],
        [date(2025, 1, 1)] * 9 + [date(2025, 3, 1)],
        [date(2025, 1, 1), date(2025, 1, 2), date(2025, 1, 3)],
    ],
)
def test_few_days_or_one_month_are_not_worth_a_plot(days: list[date]) -> None:
    assert over_time(days) == ""


@settings(deadline=None)  # the first template is compiled then
@given(st.lists(st.dates()))
def test_every_dated_passage_is_in_the_plot(days: list[date]) -> None:
    shown = over_time(days)
    counted = [int(count) for count in re.findall(r"<title>[^<]*: (\d+)</title>", shown)]
    assert sum(counted) == (len(days) if shown else 0)


def test_an_article_without_a_date_says_so() -> None:
    assert '<p class="meta"><bdi>no date</bdi></p>' in article_view(UNDATED, [])


def test_a_bar_sets_the_dates_it_stands_for() -> None:
    months = over_time([date(2024, 2, 1), date(2024, 2, 9), date(2024, 3, 9)], turn=4)
    assert '{"action": "during", "turn": 4, "since": "2024-02-01", "until": "2024-02-29"}' in (
        html.unescape(months)
    )
    years = over_time([date(1871, 1, 1), date(2024, 1, 1), date(2024, 2, 1)], turn=4)
    assert '"since": "1871-01-01", "until": "1871-12-31"' in html.unescape(years)


def test_the_plot_stands_last() -> None:
    answer = FakeChat().ask("What did Ines Calder say about the gate and the ferry?")
    shown = str(evidence(answer, question="q", turn=1))
    listed = shown[: shown.index("<article")]
    assert (
        listed.index("Sources")
        < listed.index("Also found")
        < listed.index("When the passages are from")
    )


def test_an_article_without_a_title_does_not_shout_its_first_sentence() -> None:
    sentence = "The council of Westmere voted " + "again and " * 20 + "again."
    untitled = make_article("a.txt", sentence, sentence + " More.")
    shown = str(article_view(untitled, []))
    assert '<h2 class="untitled" dir="auto" tabindex="-1">The council of Westmere' in shown
    [title] = re.findall("<h2[^>]*>(.*?)</h2>", shown)
    assert title.endswith(" …")
    assert len(title) < 130
    assert "untitled" not in article_view(HARBOUR, [])
