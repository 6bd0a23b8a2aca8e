"""The lists of articles and speakers, and what one of them said."""

import html
import json
import re
from dataclasses import replace
from datetime import date

from conftest import make_article
from fake_chat import FERRY, HARBOUR, HOSTILE, STUDY, FakeChat
from growth import grows_with_length
from shown import answer_with, visible

from rag.language.speaker_kinds import SpeakerKind
from rag.records import Asked, Claim, Filters, Source, Span
from rag.web.lists_html import MAX_CHOICES, choices, scopes, speaker_list, timeline
from rag.web.reading_html import Facets, Narrowed, article_list, facets


def test_speakers_are_found_by_their_names_without_accents() -> None:
    counts = {"Zoë <b>": 1234, "Al Horn": 1}
    shown = speaker_list(counts, {}, search="", shown=100)
    assert visible(shown) == (
        "2 speakers, most quoted firstZoë <b> 1,234 statementsAl Horn 1 statement"
    )
    assert "<b>" not in shown
    found = visible(speaker_list(counts, {}, search="zoe", shown=100))
    assert found == "1 speaker of 2, most quoted firstZoë <b> 1,234 statements"
    nobody = speaker_list(counts, {}, search="zebra", shown=100)
    assert visible(nobody) == "Nobody who is quoted has this name."
    assert visible(speaker_list({}, {}, search="", shown=100)) == (
        "Nobody is quoted in these articles."
    )


def test_what_is_nobody_outside_its_article_is_not_listed() -> None:
    shown = visible(
        speaker_list({"The statement": 9, "she": 3, "Al Horn": 1}, {}, search="", shown=9)
    )
    assert shown == "1 speaker, most quoted firstAl Horn 1 statement"


def test_a_long_list_of_speakers_can_be_continued() -> None:
    counts = {f"Speaker {n}": 1 for n in range(5)}
    shown = html.unescape(speaker_list(counts, {}, search="", shown=3))
    assert shown.count("<li>") == 3
    assert '{"action": "speaker", "speaker": "", "shown": 103}' in shown
    assert "Show more" not in speaker_list(counts, {}, search="", shown=5)


def test_a_timeline_shows_every_day_once_newest_first() -> None:
    shown = timeline(FakeChat().timeline("Ines Calder", ""), shown=25)
    assert re.findall('<h3><time datetime="(.*?)">', shown) == [
        "2025-05-28",
        "2025-03-14",
        "2025-03-04",
    ]
    assert "4 paragraphs in 3 articles" in visible(shown)
    leads = re.findall('<span class="lead" dir="auto">(.*?)</span>', shown)
    assert leads == [
        *["mayor"] * 4,
    ]
    # Of one day, what an article has stands together below its title.
    assert re.findall('<p class="where" dir="auto">(.*?)</p>', shown) == [
        f"{article.title}, {article.source}" for article in (STUDY, FERRY, HARBOUR)
    ]
    # What the numbers open stands beside it, whole.
    assert re.findall(r'<article data-keys="(.*?)"', shown) == ["1", "2", "3 4"]


def test_what_several_articles_print_is_counted_in_one_of_them() -> None:
    answer = FakeChat().timeline("Pavel Horn", "")
    copies = [replace(HARBOUR, id=f"copy {n}.txt") for n in range(2)]
    [claim] = answer.claims
    span = claim.sources[0].span
    sources = [Source(one, replace(span, article_id=one.id), ()) for one in (HARBOUR, *copies)]
    copied = answer_with(replace(claim, sources=tuple(sources)))
    shown = visible(timeline(replace(copied, asked=answer.asked), shown=9))
    assert "1 paragraph in 1 article" in shown
    assert "and 2 more articles" in shown


def test_a_timeline_carries_only_the_sources_of_what_it_shows() -> None:
    shown = timeline(FakeChat().timeline("Ines Calder", ""), shown=2)
    assert re.findall(r'<article data-keys="(.*?)"', shown) == ["1", "2"]
    assert "4 paragraphs in 3 articles" in visible(shown)
    more = '{"action": "speaker", "speaker": "Ines Calder", "shown": 27}'
    assert more in html.unescape(shown)


def test_nothing_in_a_timeline_becomes_a_tag() -> None:
    name = "<img src=x onerror=alert(1)> ${1} \"'"
    source = Source(HOSTILE, Span(HOSTILE.id, 0, len(HOSTILE.text)), ())
    answer = answer_with(Claim(source.quote, (source,), speaker=name, role="<i>chief</i>"))
    asked = Asked(name, "<u>", (name,), Filters())
    shown = timeline(replace(answer, asked=asked), shown=9)
    shown += speaker_list({name: 2}, {}, search="", shown=9)
    assert set(re.findall(r"<(\w+)", shown)) == {
        *("section", "button", "h2", "h3", "ol", "ul", "li", "p", "div", "span", "bdi", "time"),
        *("pre", "mark", "blockquote", "article"),
    }
    [key] = re.findall(r'data-said="(.*?)"', shown)
    assert json.loads(html.unescape(key))[:2] == [name, "<u>"]


def test_a_timeline_without_a_statement_says_so() -> None:
    shown = visible(timeline(FakeChat().timeline("Ines Calder", "zebras"), shown=25))
    assert "Ines Calder said nothing about “zebras” in these articles." in shown


def test_articles_that_were_found_are_counted_among_all() -> None:
    listed = FakeChat().headings(matching="FERRY calder")
    shown = article_list(listed, found=1, among=4)
    assert "1 article of 4" in visible(shown)
    assert FERRY.title in visible(shown)
    assert visible(article_list([], found=0, among=4)) == "No article has all of this."


def test_a_long_list_is_cut_and_can_be_continued() -> None:
    listed = FakeChat().headings(limit=3)
    shown = article_list(listed, found=4, among=4)
    assert shown.count("<li ") == 3
    assert "Show more" in shown
    assert "Show more" not in article_list(listed, found=3, among=4)


def test_a_filter_offers_the_most_frequent_names_with_their_counts() -> None:
    assert choices({"b": 1200, "a": 1}) == [("b (1,200)", "b"), ("a (1)", "a")]
    many = {f"Name {n}": 1 for n in range(400)}
    assert len(choices(many)) == MAX_CHOICES


def test_an_article_that_has_what_is_typed_elsewhere_than_in_its_title_says_so() -> None:
    listed = FakeChat().headings(matching="ferry")
    assert scopes(["ferries/"], listed, "ferry") == [
        ("ferries/", "ferries/"),
        ("Night ferry to return after eleven years", "ferry.txt"),
    ]
    assert scopes([], listed, "oldport")[0][0] == f"{FERRY.title} · “oldport”"


def test_organisations_are_listed_apart_from_people() -> None:
    counts = {"NATO": 3, "Ines Calder": 2, "officials": 1, "The ministry": 1}
    kinds: dict[str, SpeakerKind] = {
        "NATO": "organisation",
        "Ines Calder": "person",
        "officials": "group",
        "The ministry": "organisation",
    }
    shown = speaker_list(counts, kinds, search="", shown=9)
    assert re.findall(r"<h3[^>]*>(.*?)</h3>|<bdi[^>]*>(.*?)</bdi>", shown) == [
        ("People", ""),
        ("", "Ines Calder"),
        ("Organisations", ""),
        ("", "NATO"),
        ("Others", ""),
        ("", "officials"),
        ("", "The ministry"),
    ]


def test_a_search_shows_the_words_in_their_surroundings() -> None:
    chat = FakeChat()
    search = 'Sandbags "WALL is  the"'
    [found] = chat.headings(matching=search)
    shown = article_list([found], found=1, among=4, search=search, article_of=chat.article)
    snippet = shown[shown.index('class="snippet"') : shown.index("</p></div>")]
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", snippet) == ["sandbags", "wall is the"]
    assert visible(snippet).split(">", 1)[-1].startswith("… flood in five winters.")
    # A phrase must stand together.
    assert chat.headings(matching='"families sandbags"') == ()
    assert len(chat.headings(matching="families sandbags")) == 1


def test_a_search_costs_no_more_than_an_article_is_long() -> None:
    [heading] = FakeChat().headings(matching="sandbags")

    def listed(text: str) -> object:
        article = make_article(text, id=heading.id)
        return article_list([heading], found=1, among=4, search="e i", article_of=lambda _: article)

    assert grows_with_length(listed, "he is ", "", 5_000)


def test_a_list_can_be_narrowed_and_says_what_would_be_left() -> None:
    people: dict[str, SpeakerKind] = {"Ines Calder": "person", "NATO": "organisation"}
    counts = ({"2024": 1, "2025": 3}, {"Harbour Post": 2}, {"Ines Calder": 3, "NATO": 1})
    shown = facets(Facets(*counts, are_counted=True), people, Narrowed(year="2025"))
    pressed = re.findall(r'aria-pressed="true"[^>]*><bdi>(.*?)</bdi>', shown)
    assert pressed == ["2025"]
    assert visible(shown) == (
        "Narrow (1)Year2025 32024 1SourceHarbour Post 2PeopleInes Calder 3OrganisationsNATO 1"
    )
    uncounted = visible(facets(Facets(*counts, are_counted=False), people, Narrowed()))
    assert uncounted == "NarrowYear20252024SourceHarbour PostPeopleInes CalderOrganisationsNATO"


def test_narrowing_twice_by_the_same_value_widens_again() -> None:
    by_year = Narrowed().toggled("year", "2025")
    assert by_year.filters == Filters(date(2025, 1, 1), date(2025, 12, 31))
    assert by_year.toggled("year", "2025") == Narrowed()
    spoken = by_year.toggled("person", "Ines Calder").toggled("organisation", "NATO")
    assert spoken.filters.speakers == ("NATO",)
    assert by_year.toggled("filters", "x") == by_year
