"""Answers in a real browser: citations opened, an answer stopped, and what stands below one."""

import asyncio
import json

import pytest
from browsing import SAIL, SHE, WALL, Served, ask, choose, finished, visit
from conftest import CHROMIUM
from fake_chat import HARBOUR
from playwright.sync_api import Page
from starlette.types import Message, Scope, Send

from rag.web import headers

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium is installed")

PAUSE = 3.0  # seconds between the parts of an answer that is to be stopped, on a busy machine too


def test_the_first_visit_says_what_this_is_and_offers_questions(tab: Page) -> None:
    visit(tab)
    assert tab.inner_text(".extent") == "5 articles. From 4 March 2025 to 28 May 2025."
    tab.click("text=When will the ferry sail?")
    finished(tab, "When will the ferry sail?")
    assert "38 euros" not in tab.inner_text(".claims >> nth=0")
    assert not tab.is_visible("#welcome")


def test_a_citation_opens_its_article_at_the_words(tab: Page) -> None:
    visit(tab)
    ask(tab, WALL)
    tab.wait_for_selector("#current .next .example")
    sent: list[str] = []
    tab.on("request", lambda request: sent.append(request.post_data or ""))
    tab.click("#current .claims .cite >> nth=1")
    assert tab.inner_text("#opened h2") == HARBOUR.title
    # Every character of the article, and the cited words exactly.
    assert tab.evaluate("document.querySelector('#opened .text').textContent") == HARBOUR.text
    marked = tab.evaluate("[...document.querySelectorAll('mark.active')].map(m => m.textContent)")
    said = tab.evaluate("document.querySelectorAll('#current .words')[1].textContent")
    assert "".join(marked) == said
    assert tab.evaluate("document.activeElement.matches('mark.active')")
    assert tab.locator("#opened mark:not(.active)").count() > 0
    # Nothing was asked of the server.
    assert [words for words in sent if words and '"wake"' not in words] == []
    tab.click("#back")
    assert not tab.is_visible("#opened")
    assert tab.evaluate("document.activeElement.dataset.open") == "2"
    # So does its entry in the list of sources, where it stands in its passage.
    first = tab.locator("#listed .source").first
    assert first.locator("h3").inner_text() == HARBOUR.title
    assert first.locator(".meta").inner_text() == "Harbour Post · Mara Lind · 4 March 2025"
    assert first.locator("mark").inner_text() in first.locator("blockquote").inner_text()
    first.locator(".open").click()
    assert tab.inner_text("#opened h2") == HARBOUR.title


def test_what_is_asked_for_as_the_stream_of_answers_ends_is_heard(
    tab: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = headers._with_headers

    def ending_late(scope: Scope, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if b"close_stream" in message.get("body", b""):
                await asyncio.sleep(0.9)
            await send(message)

        return plain(scope, sent)

    monkeypatch.setattr(headers, "_with_headers", ending_late)
    visit(tab)
    ask(tab, WALL)
    tab.wait_for_selector("#current .next .example")  # asked for 0.6 seconds later


def test_the_cited_words_are_scrolled_into_view(tab: Page) -> None:
    tab.set_viewport_size({"width": 390, "height": 300})
    visit(tab)
    ask(tab, "Pavel Horn called the plan a monument")
    tab.click("#current .claims .cite >> nth=0")
    box = tab.locator("mark.active").first.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 300


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 700)])
def test_a_new_question_is_brought_to_the_top(tab: Page, width: int, height: int) -> None:
    tab.set_viewport_size({"width": width, "height": height})
    visit(tab)
    for question in (WALL, "When will the ferry sail?", WALL):
        ask(tab, question)
    box = tab.locator("#current .question").bounding_box()
    assert box is not None
    assert 0 < box["y"] < height / 4
    assert tab.evaluate("document.querySelector('#panel').scrollTop") == 0


def test_of_two_questions_typed_at_once_the_first_is_brought_to_the_top(tab: Page) -> None:
    tab.set_viewport_size({"width": 390, "height": 500})
    visit(tab)
    ask(tab, "ferry tickets")
    tab.fill("#box textarea", f"{WALL} {SHE}")
    tab.press("#box textarea", "Enter")
    finished(tab, SHE)
    first = tab.locator("#past .question").last
    assert first.inner_text() == WALL
    box = first.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 250


def test_the_keyboard_alone_opens_and_closes_a_source(tab: Page) -> None:
    visit(tab)
    ask(tab, WALL)
    for _ in range(60):
        tab.keyboard.press("Shift+Tab")
        if tab.evaluate("document.activeElement.matches('#current .claims .cite')"):
            break
    assert tab.evaluate("document.activeElement.dataset.open") == "3"
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert tab.is_visible("#card")
    quote = tab.inner_text("#current .words >> nth=2")
    assert tab.inner_text("#card .quote") == quote
    assert tab.get_attribute("*:focus", "aria-describedby") == "card"
    label = tab.get_attribute("*:focus", "aria-label")
    assert label == (
        "Source 3: Study of the currents finds room for a wider gate, Hydraulic Institute, "
        "28 May 2025. Open the article at these words."
    )
    tab.keyboard.press("Enter")
    assert tab.is_visible("#opened mark.active")
    tab.keyboard.press("Escape")
    tab.wait_for_selector("#opened", state="hidden")
    assert tab.evaluate("document.activeElement.dataset.open") == "3"


def test_pointing_at_a_citation_shows_the_words_title_source_and_date(tab: Page) -> None:
    visit(tab)
    ask(tab, WALL)
    tab.hover("#current .claims .cite >> nth=0")
    assert tab.inner_text("#card .title") == HARBOUR.title
    assert tab.inner_text("#card .meta") == "Harbour Post · Mara Lind · 4 March 2025"
    assert tab.inner_text("#card .quote") == tab.inner_text("#current .words >> nth=0")
    tab.hover("#box")
    assert not tab.is_visible("#card")


def test_a_refusal_says_so_and_shows_the_closest_passages(tab: Page) -> None:
    visit(tab)
    ask(tab, "Who ate the harbour zebra?")
    assert tab.inner_text(".refusal h3") == "The articles don’t say this."
    assert "No article speaks of this." in tab.inner_text(".refusal")
    assert tab.inner_text("#listed h2") == "Closest passages"
    tab.click("#listed .open >> nth=0")
    assert tab.is_visible("#opened mark.active")
    tab.click("#back")
    # What to ask next: two examples, of which one has been asked once it is.
    tab.wait_for_selector("#current .next h3 >> text=Ask next")
    assert tab.locator("#current .next .example").all_inner_texts() == [WALL, SAIL]
    tab.click(f"#current .next >> text={SAIL}")
    finished(tab, SAIL)
    tab.wait_for_function("document.querySelectorAll('#current .next .example').length === 1")
    assert tab.inner_text("#current .next .example") == WALL


def test_a_claim_without_a_source_or_with_doubts_is_marked(tab: Page) -> None:
    visit(tab)
    ask(tab, WALL + " unsupported")
    last = tab.locator("#current .claim").last
    assert last.inner_text().endswith("no source")
    assert last.locator(".cite").count() == 0
    assert "has no source" in tab.inner_text(".partly")
    ask(tab, WALL + " doubtful")
    last = tab.locator("#current .claim").last
    assert last.locator(".doubts").inner_text() == "“Ninety” is not in the source."
    assert last.locator(".doubts").is_visible()
    assert last.locator(".cite").count() == 1


def test_an_answer_grows_and_can_be_stopped(tab: Page, served: Served) -> None:
    served.chat.pause = PAUSE
    visit(tab)
    tab.fill("#box textarea", WALL)
    tab.press("#box textarea", "Enter")
    tab.wait_for_selector(".turn.working")
    assert tab.inner_text(".status") in (
        "Searching the articles…",
        "Found 6 passages; reading them…",
    )
    tab.wait_for_selector("#current .claim")
    assert tab.inner_text(".status") == "Found 6 passages; quoting…"
    tab.click("#stop")
    tab.wait_for_selector(".turn.stopped")
    assert tab.inner_text(".status") == "Stopped before the answer was complete."
    assert 1 <= tab.locator("#current .claim").count() < 3
    served.chat.pause = 0.0
    choose(tab, "Ask again")
    tab.wait_for_selector("#current .turn.done:not(.stopped)")
    assert tab.locator("#current .claim").count() == 3
    assert tab.locator(".turn").count() == 1
    # Escape stops it, too.
    served.chat.pause = PAUSE
    tab.fill("#box textarea", WALL)
    tab.press("#box textarea", "Enter")
    tab.wait_for_selector("#current .working .claim")
    tab.keyboard.press("Escape")
    tab.wait_for_selector(".turn.stopped")
    assert tab.evaluate("document.activeElement.matches('#box textarea')")


def test_a_plot_shows_when_the_passages_are_from(tab: Page) -> None:
    visit(tab)
    ask(tab, "What did Ines Calder say about the gate and the ferry?")
    plot = tab.locator("#listed .plot svg")
    assert plot.get_attribute("aria-label") == (
        "Passages found, by month: March 2025: 4, May 2025: 2"
    )
    assert plot.locator("rect").count() == 2
    box = plot.bounding_box()
    assert box is not None
    assert box["height"] < 120
    plot.locator("[role=button]").last.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#current .chips >> text=until 31 May 2025")
    ask(tab, WALL)  # from two days only
    assert tab.locator("#listed .plot").count() == 0


def test_older_answers_keep_their_sources_and_opening_one_moves_no_answer(tab: Page) -> None:
    visit(tab)
    for question in (WALL, SAIL):
        ask(tab, question)
    assert tab.inner_text("#listed h3 >> nth=0") == "Night ferry to return after eleven years"
    before = tab.evaluate("scrollY")
    tab.evaluate("document.querySelector('#current .claims .cite').click()")
    tab.wait_for_selector("#opened mark.active")
    assert tab.evaluate("scrollY") == before
    tab.click("#back")
    tab.click("#past .claims .cite >> nth=0")
    assert tab.inner_text("#opened h2") == HARBOUR.title
    tab.click("#back")
    assert tab.inner_text("#listed h3 >> nth=0") == HARBOUR.title
    for question in (SHE, "ferry tickets"):
        ask(tab, question)
    # A conversation is not sent again with every question: of the older turns, the last's alone.
    assert tab.locator("#past .turn").count() == 3
    assert tab.locator("#past .evidence").count() == 1
    for place in range(3):
        cite = tab.locator(f"#past .turn >> nth={place}").locator(".claims .cite").last
        label = str(cite.get_attribute("aria-label"))
        cite.hover()
        title = tab.inner_text("#card .title")
        assert f": {title}, " in label
        cite.click()
        assert tab.inner_text("#opened h2") == title
        tab.click("#back")


def test_the_sources_are_those_of_the_question_that_is_read(tab: Page) -> None:
    visit(tab)
    for question in (WALL, "Who ate the harbour zebra?", "When will the ferry sail?"):
        ask(tab, question)
    assert tab.inner_text("#listed .about") == "When will the ferry sail?"
    tab.evaluate("scrollTo(0, 0)")
    tab.wait_for_function(
        "asked => document.querySelector('#listed .about')?.textContent === asked", arg=WALL
    )
    assert tab.inner_text("#listed h3 >> nth=0") == HARBOUR.title


def test_an_opened_source_keeps_its_title_and_leads_to_the_next(tab: Page) -> None:
    visit(tab)
    ask(tab, WALL)
    tab.click("#current .claims .cite >> nth=0")
    assert tab.inner_text("#place") == "1 of 3"
    assert tab.inner_text("#reading") == (
        f"{HARBOUR.title} · Harbour Post · Mara Lind · 4 March 2025"
    )
    tab.evaluate("document.querySelector('#panel').scrollTop = 10000")
    assert tab.is_visible("#reading")
    tab.click("#next")
    tab.click("#next")
    assert tab.inner_text("#place") == "3 of 3"
    assert tab.inner_text("#opened h2") == "Study of the currents finds room for a wider gate"
    assert tab.is_disabled("#next")
    tab.click("#back")
    tab.wait_for_selector("#opened", state="hidden")


def test_what_people_think_of_an_answer_is_noted(tab: Page, served: Served) -> None:
    visit(tab)
    ask(tab, WALL)
    choose(tab, "Bad answer")
    tab.fill(".editing textarea", "too <long>")
    tab.press(".editing textarea", "Enter")
    tab.wait_for_selector("text=Noted, thank you.")
    for _ in range(100):
        if served.feedback.exists():
            break
        tab.wait_for_timeout(50)
    noted = json.loads(served.feedback.read_text(encoding="utf-8"))
    assert (noted["question"], noted["liked"], noted["word"]) == (WALL, False, "too <long>")
