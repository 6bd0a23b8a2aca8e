"""Conversations in a real browser: begun anew, come back to, kept, noted, saved and printed."""

import csv
import io

import pytest
from browsing import SAIL, SHE, WALL, Served, ask, visit
from conftest import CHROMIUM
from fake_chat import HARBOUR
from playwright.sync_api import Browser, BrowserContext, Page

from rag.web.events import EVENTS

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium is installed")


def test_a_new_conversation_starts_empty_and_leans_on_nothing(tab: Page, served: Served) -> None:
    visit(tab)
    ask(tab, WALL)
    tab.click("#fresh")
    tab.wait_for_selector("#welcome section", state="visible")
    assert tab.locator(".turn").count() == 0
    assert tab.inner_html("#listed") == ""
    assert "?q=" not in tab.url
    ask(tab, SHE)
    assert served.chat.before[-1] == []


def test_two_visitors_do_not_see_each_other(tab: Page, context: BrowserContext) -> None:
    visit(tab)
    ask(tab, WALL)
    other = context.new_page()
    visit(other)
    assert other.locator(".turn").count() == 0
    ask(other, "When will the ferry sail?")
    assert other.locator(".turn").count() == 1
    assert tab.locator(".turn").count() == 1
    other.close()


@pytest.mark.parametrize("way", ["reload", "back"])
def test_a_conversation_survives(tab: Page, served: Served, way: str) -> None:
    visit(tab)
    ask(tab, WALL)
    ask(tab, "When will the ferry sail?")
    if way == "reload":
        tab.reload()
    else:
        tab.goto("about:blank")
        tab.go_back()
    tab.wait_for_selector("#current .turn")
    assert tab.locator(".turn .question").all_inner_texts() == [WALL, "When will the ferry sail?"]
    tab.click("#past .claims .cite >> nth=0")
    assert tab.inner_text("#opened h2") == HARBOUR.title
    tab.click("#back")
    ask(tab, SHE)
    assert served.chat.before[-1] == [WALL, "When will the ferry sail?"]


def test_a_kept_conversation_is_found_renamed_gone_on_with_and_deleted(
    tab: Page, served: Served
) -> None:
    visit(tab)
    tab.evaluate("localStorage.setItem('visitor', crypto.randomUUID())")  # a browser of its own
    visit(tab)
    ask(tab, SAIL)
    tab.click("#fresh")
    tab.wait_for_selector(".turn", state="detached")
    ask(tab, WALL)
    tab.click("text=Conversations >> nth=0")
    names = "#earlier .open"
    tab.wait_for_selector(f"{names} >> nth=1 >> text={SAIL}")  # the list as it is now
    assert tab.locator(names).all_inner_texts()[:2] == [WALL, SAIL]
    assert tab.get_attribute("#earlier [data-key] >> nth=0", "aria-current") == "true"
    tab.fill("#earlier-search", "SAIL")
    tab.wait_for_selector("#earlier >> text=1 conversation")
    tab.click("#earlier [data-rename]")
    tab.fill("#earlier .editing textarea", "My ferry")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#earlier .open >> text=My ferry")
    tab.click("#earlier .open")
    tab.wait_for_selector("#current .turn.done[data-question='When will the ferry sail?']")
    assert not tab.is_visible("#earlier")
    assert tab.locator(".turn").count() == 1
    tab.click("#current .cite >> nth=0")
    assert tab.inner_text("#opened h2") == "Night ferry to return after eleven years"
    tab.keyboard.press("Escape")
    ask(tab, SHE)
    assert served.chat.before[-1] == [SAIL]
    tab.click("text=Conversations >> nth=0")
    tab.wait_for_selector("#earlier >> text=2 questions")
    tab.click("#earlier [data-key]:has-text('My ferry') >> text=Delete")
    tab.keyboard.press("Escape")  # keeps it
    tab.click("#earlier [data-key]:has-text('My ferry') >> text=Delete")
    tab.click("#earlier .asked .strong")
    tab.wait_for_selector("#earlier .open >> text=My ferry", state="detached")
    tab.wait_for_selector("#earlier-title:focus")
    tab.keyboard.press("Escape")
    assert not tab.is_visible("#earlier")


def test_another_browser_does_not_see_what_is_kept(browser: Browser, served: Served) -> None:
    tab = browser.new_context(base_url=served.address).new_page()
    visit(tab)
    tab.click("text=Conversations >> nth=0")
    assert tab.inner_text("#earlier .found") == "None is kept yet, or none matches."
    tab.context.close()


def test_an_answer_is_copied_with_its_sources(tab: Page) -> None:
    visit(tab)
    ask(tab, WALL)
    tab.click("text=Copy >> nth=0")
    tab.wait_for_selector("text=Copied")
    copied = tab.evaluate("navigator.clipboard.readText()")
    first = "Harbour Post, 4 March 2025: The council of Westmere voted on Tuesday"
    assert copied.startswith(f"{WALL}\n\n{first}")
    assert (
        "[1] Council votes to raise the harbour wall, Harbour Post, 4 March 2025, "
        "https://harbourpost.example/wall (harbour.txt:" in copied
    )


def test_a_conversation_is_saved_in_three_forms(tab: Page) -> None:
    visit(tab)
    ask(tab, WALL)
    ask(tab, "When will the ferry sail?")
    saved = {form: saved_as(tab, "#more", form) for form in ("Markdown", "Word", "CSV")}
    assert [name for name, _ in saved.values()] == [
        f"questions-and-answers.{ending}" for ending in ("md", "docx", "csv")
    ]
    text = saved["Markdown"][1].decode()
    assert text.index("## " + WALL) < text.index("## When will the ferry sail?")
    assert "\\[1\\] Council votes to raise the harbour wall, Harbour Post, 4 March 2025" in text
    assert saved["Word"][1].startswith(b"PK")
    rows = list(csv.reader(io.StringIO(saved["CSV"][1].decode("utf-8-sig"))))
    assert [rows[0][0], rows[1][0], rows[1][9]] == ["question", WALL, "harbour.txt"]


def test_nothing_is_dropped_that_is_sent_while_the_one_before_is_under_way(tab: Page) -> None:
    visit(tab)
    listed = tab.evaluate("gradio_config.dependencies.map(one => [one.targets, one.trigger_mode])")
    modes = {(part, event): mode for targets, mode in listed for part, event in targets}
    [bus] = [part for part, event in modes if event == EVENTS["export"]]
    every = (
        "export",
        "judge",
        "next",
        "open",
        "pin",
        "rename",
        "scope",
        "seek",
        "speaker",
        "topic",
    )
    assert {one: modes[bus, EVENTS[one]] for one in every} == dict.fromkeys(every, "multiple")


def saved_as(tab: Page, menu: str, form: str) -> tuple[str, bytes]:
    """Save a conversation or the notes by keyboard, and return the file's name and bytes."""
    with tab.expect_download() as download:
        if menu == "#more":
            tab.press("#more summary", "Enter")
        tab.press(f"{menu} [data-export] >> text={form}", "Enter")
    if menu == "#more":
        tab.wait_for_selector("#more summary:focus")
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_excerpts_are_pinned_with_a_word_changed_exported_and_removed(tab: Page) -> None:
    visit(tab)
    tab.evaluate("localStorage.setItem('visitor', crypto.randomUUID())")  # a browser of its own
    visit(tab)
    ask(tab, WALL)
    words = tab.inner_text("#current .words >> nth=1")
    # By keyboard: from the citation to the button behind it, and back to it.
    tab.focus("#current .claims .cite >> nth=1")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.keyboard.type("For the <report>")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#current .pin:focus >> text=Pinned")
    # Selected words of an article.
    tab.click("#current .claims .cite >> nth=0")
    tab.evaluate("getSelection().selectAllChildren(document.querySelector('#opened .text'))")
    tab.click("#reader .finding .pin")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Escape")
    tab.wait_for_selector("#opened", state="hidden")
    tab.click(".masthead [data-dialog=notes]")
    tab.wait_for_selector("#notes .found >> text=2 notes")
    assert tab.locator("#notes blockquote").all_text_contents() == [HARBOUR.text, words]
    assert tab.inner_text("#notes p.name") == "For the <report>"
    assert tab.inner_text("#notes .meta >> nth=1") == (
        f"{HARBOUR.title} · Harbour Post · Mara Lind · 4 March 2025"
    )
    tab.click("#notes [data-note] >> nth=1")
    tab.keyboard.type("Mine")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#notes p.name >> text=Mine")
    name, data = saved_as(tab, "#notes", "Markdown")
    assert name == "notes.md"
    assert f"Mine\n\n> {' '.join(words.split())}\n\n{HARBOUR.title}, Harbour Post" in data.decode()
    assert saved_as(tab, "#notes", "Word")[1].startswith(b"PK")
    assert saved_as(tab, "#notes", "CSV")[1].startswith(b"\xef\xbb\xbfnote,title")
    tab.click("#notes .filed >> nth=0 >> text=Remove")
    tab.click("#notes .asked .strong")
    tab.wait_for_selector("#notes .found >> text=1 note")
    tab.wait_for_selector("#notes-title:focus")
    tab.click("#notes >> text=Open")
    tab.wait_for_selector("#opened mark.active")
    assert "".join(tab.locator("#opened mark.active").all_inner_texts()) == words
    assert not tab.is_visible("#notes")


def test_a_printed_conversation_is_read_with_its_sources(tab: Page) -> None:
    visit(tab)
    for question in (WALL, "When will the ferry sail?", SHE):
        ask(tab, question)
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    for part in ("#top", "#side", "#ask", ".actions", ".chips"):
        assert not tab.locator(part).first.is_visible(), part
    assert tab.locator(".turn ol.sources:visible").count() == 3
    assert tab.locator(".turn article:visible, .turn ul.sources:visible").count() == 0
    assert tab.inner_text(".turn .on-paper >> nth=0") == "File: harbour.txt"
    # An article that is open is printed instead.
    tab.emulate_media(media="screen")
    tab.click("#current .cite >> nth=0")
    tab.emulate_media(media="print")
    assert [tab.is_visible(part) for part in ("#talk", "#reader .bar", "#opened .text")] == [
        *(False, False, True),
    ]
    tab.emulate_media(media="screen")
