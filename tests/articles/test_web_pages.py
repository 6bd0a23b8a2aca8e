"""Saved pages as papers and their systems write them: the article, and what it says of itself."""

import json

import pytest
from test_readers import PARAGRAPHS

from rag.articles.fields import NotAnArticle
from rag.articles.readers.web_pages import article_of, decode_page

STORY = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
FIRST, LAST = f"<p>{PARAGRAPHS[0]}</p>", "".join(f"<p>{one}</p>" for one in PARAGRAPHS[1:])


def page(body: str, head: str = "<title>Ferries stand still</title>") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def declaring(**thing: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


@pytest.mark.parametrize(
    "box",
    [
        '<div class="entry-signup"><h3>Stay near</h3><p>The best of us, once a week.</p></div>',
        '<div data-testid="promoBox"><span>The best of us, once a week.</span></div>',
        '<div class="box"><p class="imageCaption">The quay on a quiet morning.</p></div>',
        '<p><a href="/b">Old tram finds a new home</a></p>',
        '<div class="rail"><a href="/a">Old tram found</a> <a href="/b">A goat stops a train</a> '
        '<a href="/c">Chess club wants a roof</a></div>',
        '<div class="regwall"><p>Read on with us.</p><a href="/x">Subscribe</a></div>',
        '<p class="sr-only">The quay on a quiet morning.</p>',
        '<div style="display: none"><p>The quay on a quiet morning.</p></div>',
    ],
)
def test_a_box_within_the_article_is_no_part_of_it(box: str) -> None:
    assert article_of(page(f"<article>{FIRST}{box}{LAST}</article>")).text == "\n\n".join(
        PARAGRAPHS
    )


@pytest.mark.parametrize("names", ["paywall", "newsletter-post", "share-body", "hidden sr-only"])
def test_what_holds_the_story_stays_whatever_it_is_called(names: str) -> None:
    body = f'<div class="{names}">{STORY}</div>'
    assert article_of(page(body)).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "around", ['<div class="c">{}</div>', "{}<p class=x>Bells rang.<o:p></o:p></p>"]
)
def test_a_list_and_a_heading_of_the_story_stay(around: str) -> None:
    ways = "<h2>Ways out</h2><ul><li>a smaller boat</li><li>a bus</li></ul>"
    assert article_of(page(around.format(FIRST + ways + LAST))).text.split("\n\n")[1:4] == [
        "Ways out",
        "- a smaller boat",
        "- a bus",
    ]


def test_a_table_that_lays_out_the_page_is_not_one_line() -> None:
    body = (
        "<table><tr><td>Menu</td><td><font size=5><b>Ferries stand still</b></font><br>By Finn Berg"
        f"<br>May 3, 2024{STORY}</td></tr></table>"
    )
    article = article_of(page(body, "<title>The Oldport Post: Ferries stand still</title>"))
    assert article.text == "\n\n".join(["By Finn Berg", "May 3, 2024", *PARAGRAPHS])
    assert (article.title, article.source) == ("Ferries stand still", "The Oldport Post")
    assert (article.author, article.date) == ("Finn Berg", "May 3, 2024")


def test_the_times_of_a_live_blog_stand_above_its_entries() -> None:
    entries = "".join(
        f'<div class="entry"><header><time datetime="2024-05-03T1{hour}:15:00Z">1{hour}:15</time>'
        f"</header><p>{words}</p></div>"
        for hour, words in enumerate(PARAGRAPHS)
    )
    assert article_of(page(f"<main>{entries}</main>")).text == "\n\n".join(
        f"2024-05-03 1{hour}:15\n\n{words}" for hour, words in enumerate(PARAGRAPHS)
    )


def test_what_a_page_points_at_is_followed() -> None:
    graph = [
        {"@type": "Person", "@id": "#p", "name": "Finn Berg"},
        {"@type": "Organization", "@id": "#o", "name": "The Oldport Post"},
        {
            "@type": "NewsArticle",
            "headline": "Ferries &#8216;stand still&#8217;",
            "author": [{"@id": "#p"}],
            "publisher": {"@id": "#o"},
            "datePublished": "2024-05-03T23:30:00-07:00",
        },
    ]
    article = article_of(page(STORY, declaring(**{"@graph": graph})))
    assert (article.title, article.author) == ("Ferries ‘stand still’", "Finn Berg")
    assert (article.source, article.date) == ("The Oldport Post", "2024-05-03T23:30:00-07:00")


def test_what_the_elements_of_a_page_declare_is_read() -> None:
    body = (
        '<div itemscope itemtype="https://schema.org/NewsArticle"><h1>Tides</h1>'
        '<h1 itemprop="headline">Ferries stand still</h1><span itemprop="author"><b '
        'itemprop="name">Finn Berg</b></span> <span itemprop="author">Ada Moe'
        '</span><abbr itemprop="datePublished" title="2024-05-03T08:00:00Z">8 am</abbr><span '
        'itemprop="publisher"><meta itemprop="name" content="The Oldport Post"></span>'
        f"{STORY}</div>"
    )
    article = article_of(page(body))
    assert (article.title, article.author) == ("Ferries stand still", "Finn Berg, Ada Moe")
    assert (article.source, article.date) == ("The Oldport Post", "2024-05-03T08:00:00Z")


def test_a_page_of_headlines_holds_no_article() -> None:
    links = "".join(
        f'<h3><a href="/{n}">Storm number {n} hits the coast</a></h3>' for n in range(40)
    )
    with pytest.raises(NotAnArticle, match="No article is found in this page"):
        article_of(page(f"<main>{links}</main>"))


def test_a_short_page_is_read_where_it_says_that_it_is_an_article() -> None:
    short = "The tram runs again from Monday, the mayor, Ada Moe, said. “We erred,” Moe told us."
    body = f"<h1>Tram runs again</h1><p>{short}</p>"
    dated = '<meta property="article:published_time" content="2024-05-03T10:00:00Z">'
    head = f"<title>Tram runs again</title>{dated}"
    article = article_of(page(f"<article>{body}</article>", head))
    assert article.text.endswith(short)
    assert (article.title, article.date) == ("Tram runs again", "2024-05-03")
    for other in (body, f"<article>{body}</article><article><h1>Old</h1></article>"):
        with pytest.raises(NotAnArticle, match="in this page, only 16 words of text; save"):
            article_of(page(other, head))


def test_a_page_that_declares_the_wrong_encoding_is_read_in_its_own() -> None:
    words = "The café by the quay “closed” on Friday."
    meta = "<meta charset='utf-8'>"
    assert decode_page(f"{meta}{words}".encode("cp1252")) == f"{meta}{words}"
    broken = f"{meta}Grüße aus Köln".encode() + b"\xff"
    assert decode_page(broken) == f"{meta}Grüße aus Köln\ufffd"


def test_the_entries_of_a_live_blog_are_one_article_though_each_is_called_one() -> None:
    entries = "".join(
        f'<div class="post"><article><time datetime="2024-05-03T{hour}:15:00Z">{hour}.15</time>'
        f"<h2>Hour {hour}</h2><p>{PARAGRAPHS[hour - 10]}</p></article></div>"
        for hour in (12, 11, 10)
    )
    assert article_of(page(f"<h1>Ferries</h1><div>{entries}</div>")).text == "\n\n".join(
        f"2024-05-03 {hour}:15\n\nHour {hour}\n\n{PARAGRAPHS[hour - 10]}" for hour in (12, 11, 10)
    )


def test_a_page_with_no_more_than_a_request_for_consent_holds_no_article() -> None:
    asked = "We and our partners store cookies on your device to show you what you may like. "
    body = f'<h1>Ferries</h1><div role="dialog"><p>{asked * 5}</p></div>'
    with pytest.raises(NotAnArticle):
        article_of(page(body))


def test_a_heading_is_the_title_though_the_paper_is_printed_as_one_too() -> None:
    body = f"<font>The Post</font><td><b>Ferries: all stand still - CNN</b></td>{STORY}"
    article = article_of(page(body, "<title>The Post: Ferries: all stand still - CNN</title>"))
    assert (article.title, article.source) == ("Ferries: all stand still - CNN", "The Post")


def test_of_a_page_that_gives_its_paper_as_its_author_the_printed_one_is_taken() -> None:
    paper = {"@type": "Organization", "name": "The Post"}
    said = declaring(**{"@type": "NewsArticle", "headline": "Ferries", "author": paper,
                        "publisher": paper})  # fmt: skip
    assert article_of(page(f"<h1>Ferries</h1><p>By Ada Moe</p>{STORY}", said)).author == "Ada Moe"
    assert article_of(page(f"<h1>Ferries</h1>{STORY}", said)).author == "The Post"


@pytest.mark.parametrize(
    "words",
    [
        "<p><del>Ada Moe said the boats would sail.</del> {}</p>",
        '<p><span style="text-decoration: line-through">The boats will sail.</span>{}</p>',
    ],
)
def test_what_is_struck_out_is_told_and_not_read(words: str) -> None:
    found = article_of(page(f"<article>{words.format(PARAGRAPHS[0])}{LAST}</article>"))
    assert found.text == "\n\n".join(PARAGRAPHS)
    assert "would sail" in found.around or "will sail" in found.around


def test_a_mark_of_struck_out_words_that_nothing_closes_takes_no_page() -> None:
    assert article_of(page(f"<article>{FIRST}<s>{LAST}</article>")).text == "\n\n".join(PARAGRAPHS)


def test_a_page_saved_before_a_script_wrote_its_text_is_refused() -> None:
    body = "<article><h1>The harbour wall is to be raised by a metre, the council decides</h1>"
    body += "<p>By Ann Lowry, <time>May 3, 2024</time></p><div>Loading…</div></article>"
    with pytest.raises(NotAnArticle, match="written by a script and was not saved"):
        article_of(page(body))


def test_a_page_from_an_archive_has_the_address_that_it_was_saved_from() -> None:
    head = '<title>Ferries</title><meta property="og:site_name" content="archive.ph">'
    top = (
        '<div id="HEADER"><form>archive.today webpage capture Saved from {}</form> 3 Jun 2024</div>'
    )
    given = '<input name="q" value="https://www.example.org/ferries">'
    found = article_of(page(f"{top.format(given)}<div id=CONTENT>{STORY}</div>", head))
    assert (found.source, found.url) == ("example.org", "https://www.example.org/ferries")
    assert found.text == "\n\n".join(PARAGRAPHS)


def test_a_server_of_ones_own_is_no_paper() -> None:
    local = '<title>Ferries</title><link rel="canonical" href="http://127.0.0.1:7926/a.html">'
    found = article_of(page(f"<article>{STORY}</article>", local))
    assert (found.source, found.url) == ("", "")


def test_latin_1_is_read_as_browsers_read_it() -> None:
    written = '<meta charset="iso-8859-1"><p>“Boats – sail”</p>'
    assert decode_page(written.encode("cp1252")) == written


def test_when_a_word_processor_saved_a_page_is_not_its_day() -> None:
    head = '<meta name="generator" content="LibreOffice 7.4"><meta name="created" content="{}">'
    made = "2024-06-01T10:00:00"
    assert article_of(page(STORY, head.format(made))).date == ""


def test_what_stands_around_the_article_of_a_page_is_told_in_short() -> None:
    menu = "<nav><a href='/'>Home</a></nav><p class='ad'><a href='/x'>Old tram found</a></p>"
    body = f"{menu}<article><h1>Ferries</h1>{FIRST.replace(' of', chr(10) + 'of')}{LAST}</article>"
    foot = f"<footer>{'All rights reserved. ' * 30}</footer>"
    found = article_of(page(body + foot))
    assert found.around.startswith("Home | Old tram found | All rights reserved. All rights")
    assert found.around.endswith(" … and 347 more characters")
    assert article_of(page(f"<article>{STORY}</article>")).around == ""


def test_firefoxs_reader_view_says_who_wrote_the_article_and_where_it_is() -> None:
    head = (
        '<div class="header reader-header"><a class="domain reader-domain" href="https://e.org/1">'
        'e.org</a><h1 class="reader-title">Ferries stand: no end ... - Post</h1>'
        '<div class="credits reader-credits">Ada Moe</div></div>'
    )
    found = article_of(page(f'{head}<div class="content"><div>{STORY}</div></div>', ""))
    assert (found.title, found.author) == ("Ferries stand: no end ... - Post", "Ada Moe")
    assert (found.url, found.source) == ("https://e.org/1", "")
