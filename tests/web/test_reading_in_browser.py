"""Articles, topics and speakers in a real browser: listed, searched, opened and read over time."""

import pytest
from browsing import SHE, WALL, Served, ask, lines, to_speakers, visit
from conftest import CHROMIUM
from fake_chat import HARBOUR, as_error
from playwright.sync_api import Page

from rag.errors import IndexMissing

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium is installed")


def test_articles_can_be_browsed_searched_sorted_and_opened(tab: Page) -> None:
    visit(tab)
    tab.click("role=tab[name=Read]")
    tab.wait_for_selector(".articles")
    assert tab.inner_text("#articles .found") == "5 articles"
    tab.fill("#browse input >> nth=0", "ferry tickets")
    tab.wait_for_selector("text=1 article of 5")
    tab.click("#articles .open")
    tab.wait_for_selector("#opened article")
    assert tab.inner_text("#opened h2") == "Night ferry to return after eleven years"
    tab.click("#back")
    assert not tab.is_visible("#opened")
    # Another tab does not show the article of the last.
    tab.click("#articles .open")
    tab.wait_for_selector("#opened article")
    tab.click("role=tab[name=Speakers]")
    tab.wait_for_selector("#opened", state="hidden")


def test_a_search_marks_its_words_and_is_gone_on_with_in_the_article(tab: Page) -> None:
    visit(tab)
    tab.click("role=tab[name=Read]")
    tab.wait_for_selector(".articles")
    tab.fill("#browse input >> nth=0", '"wider gate" currents')
    tab.wait_for_selector("#articles .found >> text=2 articles of 5")
    tab.wait_for_selector(".snippet mark")
    assert tab.locator(".snippet >> nth=-1").locator("mark").all_inner_texts()[0] == "wider gate"
    tab.click(".facets summary")
    tab.click(".facets .chip >> text=Harbour Post")
    tab.wait_for_selector("#articles .found >> text=1 article of 5")
    assert tab.is_visible(".facets .chip >> text=2025")  # it stays open
    tab.click("#articles .open")
    tab.wait_for_selector("#found >> text=1 of 2")
    assert not tab.is_visible("#jumps")
    tab.press("#find", "Enter")
    assert tab.inner_text("#found") == "2 of 2"
    tab.fill("#find", "zebra")
    assert tab.inner_text("#found") == "Not in it"
    assert tab.evaluate("document.querySelector('#opened .text').textContent") == HARBOUR.text


def test_a_link_opens_an_article_at_a_passage(tab: Page) -> None:
    visit(tab)
    ask(tab, WALL)
    tab.click("#current .claims .cite >> nth=1")
    words = "".join(tab.locator("#opened mark.active").all_inner_texts())
    tab.click("#link-passage")
    link = tab.evaluate("navigator.clipboard.readText()")
    tab.goto("about:blank")
    tab.goto(link)
    tab.wait_for_selector("#opened mark.active")
    assert "".join(tab.locator("#opened mark.active").all_inner_texts()) == words
    assert tab.inner_text("#opened h2") == HARBOUR.title


def test_articles_that_are_ticked_or_open_are_asked_alone(tab: Page, served: Served) -> None:
    visit(tab)
    tab.click("role=tab[name=Read]")
    tab.check(".tick >> nth=1")
    tab.check(".tick >> nth=2")
    tab.click("#ask-ticked")
    tab.wait_for_selector("#filters >> text=Filters (1)")
    ask(tab, "When will the ferry sail?")
    assert served.chat.asked[-1][1].within == ("ferry.txt", "harbour.txt")
    assert "in ferry.txt ×" in tab.inner_text("#current .chips")
    tab.click("#filters > button")
    tab.click("#listed .open >> nth=0")
    tab.click("#ask-this")
    tab.wait_for_function("document.activeElement.matches('#box textarea')")
    tab.wait_for_function("document.querySelectorAll('#filters .token').length === 1")
    ask(tab, WALL)
    assert len(served.chat.asked[-1][1].within) == 1
    # Another is found by what it says, and then goes by its title.
    tab.click("#filters .remove-all")
    tab.locator("#filter-within input").press_sequentially("sandbags")
    tab.click("#filters .item >> text=Council votes to raise the harbour wall · “sandbags”")
    tab.wait_for_selector("#filters .token >> text=/^Council votes to raise the harbour wall$/")
    ask(tab, SHE)
    assert served.chat.asked[-1][1].within == ("harbour.txt",)


def test_a_topic_is_read_day_by_day_and_side_by_side(tab: Page) -> None:
    visit(tab)
    ask(tab, WALL)
    tab.click("#current >> text=Day by day")
    tab.wait_for_selector("#topic .timeline .claim")
    assert tab.inner_text("#topic h2") == "harbour wall"
    assert tab.inner_text("*:focus") == "harbour wall"
    assert tab.locator("#topic time").all_inner_texts() == ["4 March 2025", "28 May 2025"]
    assert not tab.is_visible("#articles")
    tab.click("#topic .cite >> nth=0")
    assert tab.inner_text("#back") == "← Back to the topic"
    tab.click("#back")
    tab.click("#topic .back")
    tab.wait_for_selector("#articles", state="visible")
    # From a search, and who said what on it.
    tab.fill("#browse input >> nth=0", "bad gate")
    tab.click("#articles .found >> text=“bad gate” day by day")
    tab.wait_for_selector("#topic h2 >> text=bad gate")
    chips = tab.locator("#topic .choices .chip")
    assert chips.all_inner_texts() == [
        *("What happened", "Who said what", "Ines Calder 1", "Pavel Horn 1"),
    ]
    chips.nth(1).focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#topic .chip[aria-pressed=true] >> text=Who said what")
    tab.wait_for_selector("#topic .chip:focus >> text=Who said what")
    assert tab.locator("#topic .heading").all_inner_texts() == ["Ines Calder", "Pavel Horn"]
    for name in ("Ines Calder", "Pavel Horn"):
        tab.click(f"#topic .chip >> text={name}")
        tab.wait_for_selector(f"#topic .sides .heading >> text={name}")
    boxes = [tab.locator("#topic .sides > section").nth(n).bounding_box() for n in (0, 1)]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] < boxes[1]["x"]


def test_a_speaker_s_statements_are_read_over_time(tab: Page, served: Served) -> None:
    visit(tab)
    to_speakers(tab)
    assert lines(tab, "#people .people") == [
        *("Ines Calder", "4 statements"),
        *("Pavel Horn", "1 statement"),
    ]
    tab.fill("#who-search input", "hor")
    tab.wait_for_selector("text=1 speaker of 2")
    assert lines(tab, "#people .people") == ["Pavel Horn", "1 statement"]
    tab.fill("#who-search input", "")
    tab.wait_for_selector("text=2 speakers")
    tab.focus(".person >> nth=0")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".timeline .claim")
    assert tab.inner_text("*:focus") == "Ines Calder"
    assert not tab.is_visible("#people")
    days = tab.locator(".timeline time").all_inner_texts()
    assert days == ["28 May 2025", "14 March 2025", "4 March 2025"]
    tab.fill("#who-topic input", "gate")
    tab.wait_for_selector("text=1 paragraph in 1 article about “gate”")
    assert tab.inner_text(".timeline .words") == "Calder said the gate would be decided in June"
    tab.fill("#who-topic input", "zebras")
    tab.wait_for_selector("text=said nothing about “zebras”")
    tab.click("text=All speakers")
    tab.wait_for_selector("#people", state="visible")
    tab.wait_for_selector(".person:focus >> text=Ines Calder")
    assert tab.inner_html("#listed") == ""
    # Where there is no index any more, that is said.
    served.chat.error = as_error(IndexMissing)
    tab.click(".person >> nth=0")
    tab.wait_for_selector(".timeline .trouble")
    assert lines(tab, ".timeline .trouble") == ["The index is not there.", "Run rag index."]


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 700)])
def test_what_a_speaker_said_opens_its_article(tab: Page, width: int, height: int) -> None:
    tab.set_viewport_size({"width": width, "height": height})
    visit(tab)
    to_speakers(tab)
    tab.click(".person >> nth=0")
    tab.wait_for_selector(".timeline .claim")
    tab.wait_for_selector("#listed .source", state="attached")
    assert tab.locator("#listed .source").count() == 4
    words = tab.inner_text(".timeline .words >> nth=2")
    tab.focus(".timeline .cite >> nth=2")
    tab.keyboard.press("Enter")
    assert tab.inner_text("#opened h2") == HARBOUR.title
    assert tab.inner_text("#opened mark.active") == words
    assert tab.inner_text("#back") == "← Back to the speaker"
    tab.click("#back")
    assert tab.evaluate("document.activeElement.matches('.timeline .cite')")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_an_answer_leads_to_all_that_its_speaker_said(tab: Page) -> None:
    visit(tab)
    ask(tab, WALL)
    tab.click("text=All that Ines Calder said")
    tab.wait_for_selector(".timeline .claim")
    assert tab.inner_text(".timeline h2") == "Ines Calder"
    assert tab.locator("#listed .source").count() == 4
    # The conversation and its sources are still there.
    tab.click("role=tab[name=Ask]")
    tab.wait_for_function("document.querySelectorAll('#listed ol .source').length === 3")
    assert tab.is_visible("#current .claims")
