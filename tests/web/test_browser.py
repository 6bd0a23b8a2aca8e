"""The page in a real browser: what is seen, clicked and typed, and what must never run.

Skipped where no Chromium is installed. Every test fails if the page asks for anything beyond
this computer, throws an error, or breaks its own security policy.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import CHROMIUM
from fake_chat import ARTICLES, HARBOUR, HOSTILE, FakeChat, as_error, serving
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from rag.errors import IndexMissing
from rag.index.generations import MARK
from rag.records import Filters
from rag.web.kept import Kept

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium is installed")

SHE = "What did she say about the ferry?"
THEMES = ("light", "dark")
SAIL = "When will the ferry sail?"
WALL = "What did Ines Calder say about the harbour wall?"


@dataclass
class Served:
    """A page that is being served, and the chat behind it."""

    chat: FakeChat
    address: str
    feedback: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve one page for the whole file: starting it takes longer than using it."""
    chat = FakeChat((*ARTICLES, HOSTILE))
    folder = tmp_path_factory.mktemp("index")
    (folder / MARK).touch()
    feedback, kept = folder / "feedback.jsonl", Kept(folder, shared=False)
    with serving(chat, feedback=feedback, kept=kept) as address:
        yield Served(chat, address, feedback)


@pytest.fixture(scope="module")
def context(browser: Browser, served: Served) -> Iterator[BrowserContext]:
    """Share what the browser has cached; every tab is a visitor of its own all the same."""
    shared = browser.new_context(
        permissions=["clipboard-read", "clipboard-write"], base_url=served.address
    )
    shared.set_default_timeout(30_000)  # a busy machine is slow to open the first page
    yield shared
    shared.close()


@pytest.fixture
def tab(context: BrowserContext, served: Served) -> Iterator[Page]:
    """Open a tab, and watch what it asks for and complains about."""
    served.chat.pause = 0.0
    served.chat.error = None
    served.chat.asked.clear()
    served.chat.before.clear()
    page = context.new_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    addresses: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.extend([said.text] * (said.type == "error")))
    yield page
    page.close()
    here = (served.address, "data:", "blob:" + served.address)
    assert [address for address in addresses if not address.startswith(here)] == []
    # What a page still asks for when it is left ends so.
    left = ("AbortError: signal is aborted", "Connection errored out.")
    assert [one for one in complaints if not any(words in one for words in left)] == []


def visit(tab: Page, query: str = "") -> None:
    """Open the page and wait until it can be used."""
    tab.goto("/" + query)
    tab.wait_for_selector("#welcome section, #welcome .trouble, .turn", state="attached")


def ask(tab: Page, question: str) -> None:
    """Type a question, press Enter, and wait for the end of its answer."""
    tab.fill("#box textarea", question)
    tab.press("#box textarea", "Enter")
    finished(tab, question)


def finished(tab: Page, question: str) -> None:
    """Wait until the last turn answers ``question``."""
    tab.wait_for_function(
        "asked => document.querySelector('#current .turn.done')?.dataset.question === asked",
        arg=question.strip(),
    )


def choose(tab: Page, what: str) -> None:
    """Press one of the buttons that the menu below the last answer holds.

    A turn that is drawn once more just then closes its menu.
    """
    button = tab.locator(f"#current .menu >> text={what}")
    for _ in range(5):
        tab.click("#current .menu:not([open]) summary")
        with suppress(PlaywrightTimeout):
            button.click(timeout=3_000)
            return
    raise AssertionError(f"the menu with {what} does not stay open")


def lines(tab: Page, selector: str) -> list[str]:
    """Read the lines of text that an element shows."""
    return [line for line in tab.inner_text(selector).split("\n") if line]


def caught(tab: Page) -> bool:
    """Tell whether any of the hostile scripts has run."""
    return "caught" in str(tab.evaluate("document.title"))


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
    tab.on("request", lambda request: sent.append(request.url))
    tab.click("#current .claims .cite >> nth=1")
    assert tab.inner_text("#opened h2") == HARBOUR.title
    # Every character of the article, and the cited words exactly.
    assert tab.evaluate("document.querySelector('#opened .text').textContent") == HARBOUR.text
    marked = tab.evaluate("[...document.querySelectorAll('mark.active')].map(m => m.textContent)")
    said = tab.evaluate("document.querySelectorAll('#current .words')[1].textContent")
    assert "".join(marked) == said
    assert tab.evaluate("document.activeElement.matches('mark.active')")
    assert tab.locator("#opened mark:not(.active)").count() > 0
    assert [url for url in sent if "queue" in url] == []  # nothing was asked of the server
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
    served.chat.pause = 1.0
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
    finished(tab, WALL)
    assert tab.locator("#current .claim").count() == 3
    assert tab.locator(".turn").count() == 1
    # Escape stops it, too.
    served.chat.pause = 1.0
    tab.fill("#box textarea", WALL)
    tab.press("#box textarea", "Enter")
    tab.wait_for_selector("#current .working .claim")
    tab.keyboard.press("Escape")
    tab.wait_for_selector(".turn.stopped")
    assert tab.evaluate("document.activeElement.matches('#box textarea')")


def test_a_question_can_be_edited(tab: Page) -> None:
    visit(tab)
    ask(tab, WALL)
    choose(tab, "Edit question")
    tab.fill(".editing textarea", "When will the ferry sail?")
    tab.press(".editing textarea", "Enter")
    finished(tab, "When will the ferry sail?")
    assert tab.locator(".turn").count() == 1


def test_what_was_understood_can_be_taken_away(tab: Page, served: Served) -> None:
    visit(tab)
    ask(tab, WALL)
    assert tab.inner_text("#current .chips").split("\n") == [
        "speaker Ines Calder ×",
        "about harbour wall ×",
    ]
    tab.click("button.chip >> nth=0")
    finished(tab, "harbour wall")
    assert [question for question, _ in served.chat.asked] == [WALL, "harbour wall"]


def test_what_is_carried_over_from_before_is_shown_and_can_be_removed(
    tab: Page, served: Served
) -> None:
    visit(tab)
    ask(tab, WALL)
    ask(tab, SHE)
    assert tab.inner_text("#current .question") == SHE
    whole = "What did Ines Calder say about the ferry?"
    assert tab.inner_text("#current .searched") == f"Read as {whole}"
    assert tab.inner_text("#current .chips").split("\n")[0] == "from before Ines Calder ×"
    assert served.chat.before[-1] == [WALL]
    tab.wait_for_function("location.search.includes('Ines+Calder')")  # the link stands alone
    tab.click("#current button[aria-label='Ask again without Ines Calder']")
    tab.wait_for_selector("#current .turn.done[data-turn='3']")
    assert tab.inner_text("#current .question") == SHE
    assert tab.locator("#current .searched").count() == 0
    assert "from before" not in tab.inner_text("#current .chips")
    assert tab.locator(".turn").count() == 2
    assert [question for question, _ in served.chat.asked] == [WALL, SHE, SHE]
    assert served.chat.before[-1] == [WALL]


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


def saved_as(tab: Page, menu: str, form: str) -> tuple[str, bytes]:
    """Save a conversation or the notes, and return the file's name and bytes."""
    with tab.expect_download() as download:
        if menu == "#more":
            tab.click("#more summary")
        tab.click(f"{menu} [data-export] >> text={form}")
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


def test_a_link_asks_the_same_question_again(tab: Page, served: Served) -> None:
    visit(tab)
    ask(tab, WALL)
    choose(tab, "Copy link")
    link = tab.evaluate("navigator.clipboard.readText()")
    assert link == tab.url
    tab.goto("about:blank")
    tab.goto(link)
    finished(tab, WALL)
    assert [question for question, _ in served.chat.asked] == [WALL, WALL]


def test_filters_reach_the_chat_unless_they_leave_no_day(tab: Page, served: Served) -> None:
    visit(tab)
    tab.click("#filters > button")
    tab.fill("#filters input >> nth=0", "2025-03-10")
    tab.keyboard.press("Enter")
    ask(tab, "When will the ferry sail?")
    assert str(served.chat.asked[-1][1].since) == "2025-03-10"
    assert "from 10 March 2025 ×" in tab.inner_text("#current .chips")
    tab.fill("#filters input >> nth=1", "2025-03-09")
    tab.fill("#box textarea", WALL)
    tab.wait_for_selector("#filters >> text=Filters (2)")
    tab.press("#box textarea", "Enter")
    tab.wait_for_selector("#current .trouble")
    assert lines(tab, "#current .trouble") == [
        "The filters leave no day: “From” is later than “Until”.",
        "Change one of them.",
    ]


def test_taking_a_filter_away_clears_its_field_too(tab: Page, served: Served) -> None:
    visit(tab, "?q=When+will+the+ferry+sail%3F&since=2025-03-10&source=Coast+Weekly")
    finished(tab, "When will the ferry sail?")
    tab.click("button[aria-label='Ask again without 10 March 2025']")
    tab.wait_for_function("document.querySelectorAll('button.chip').length === 1")
    tab.wait_for_selector("#current .turn.done")
    assert served.chat.asked[-1][1].since is None
    assert served.chat.asked[-1][1].sources == ("Coast Weekly",)
    tab.click("#filters > button")
    assert tab.input_value("#filters input >> nth=0") == ""
    assert "Coast Weekly" in tab.inner_text("#filters")


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


def to_speakers(tab: Page) -> None:
    """Open the list of speakers."""
    tab.click("role=tab[name=Speakers]")
    tab.wait_for_selector(".person")


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


def test_a_missing_index_is_explained_and_found_once_it_is_there(tab: Page, served: Served) -> None:
    served.chat.error = as_error(IndexMissing)
    visit(tab)
    explained = ["The index is not there.", "Run rag index."]
    assert lines(tab, "#welcome .trouble") == explained
    ask(tab, WALL)
    assert lines(tab, "#current .trouble") == explained
    served.chat.error = None
    choose(tab, "Ask again")
    tab.wait_for_selector("#current .claim")


def test_an_unforeseen_error_never_shows_a_traceback(tab: Page, served: Served) -> None:
    visit(tab)
    served.chat.error = ZeroDivisionError("secret detail")
    ask(tab, WALL)
    assert tab.inner_text("#current .problem") == "Something went wrong on the server."
    assert "secret detail" not in tab.content()


@pytest.mark.parametrize(
    "question",
    [
        "hostile ${40+2} {{value}} words robot",
        "hostile \\u003cimg src=x onerror=document.title='caught'\\u003e words",
        "hostile <script>document.title='caught'</script> tags",
        "hostile <img src=x onerror=\"document.title='caught'\"> tags",
        "hostile [3] **bold** _words_ $x^2$ # heading [link](javascript:alert(1))",
        "hostile " + "longword" * 60,
        "hostile \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 words",
        "hostile \"quotes\" AND (title:* OR 'x') & </h2></section>",
    ],
)
def test_what_articles_and_people_write_is_shown_and_never_run(tab: Page, question: str) -> None:
    visit(tab)
    ask(tab, question)
    shown = tab.evaluate("document.querySelector('#current .question').textContent")
    assert shown == question
    tab.click("#listed .open >> nth=0")
    text = tab.evaluate("document.querySelector('#opened .text').textContent")
    assert text == HOSTILE.text
    assert tab.evaluate("document.querySelector('#opened h2').textContent") == HOSTILE.title
    assert tab.locator(".turn img, .turn script, .turn a, #panel img, #panel a").count() == 0
    width = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    assert not caught(tab)


def test_markup_that_slipped_in_could_not_run_a_script(browser: Browser, served: Served) -> None:
    tab = browser.new_context(base_url=served.address).new_page()
    visit(tab)
    tab.evaluate(
        "addEventListener('securitypolicyviolation', e => window.refused = e.effectiveDirective);"
        "document.body.insertAdjacentHTML('beforeend', "
        "'<p onclick=\"document.title=`caught`\" id=slip>x</p>')"
    )
    tab.evaluate("document.querySelector('#slip').click()")
    tab.wait_for_function("window.refused === 'script-src-attr'")
    assert not caught(tab)
    tab.context.close()


def test_a_question_far_too_long_is_refused_in_a_sentence(tab: Page) -> None:
    visit(tab, "?q=" + "a" * 6000)
    tab.wait_for_selector(".turn.done")
    assert lines(tab, "#current .trouble") == [
        "The question has 6,000 characters.",
        "Ask in fewer than 5,000.",
    ]


@pytest.mark.parametrize("width", [1440, 768, 390, 320])
def test_nothing_is_wider_than_the_window(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    visit(tab)
    ask(tab, "hostile word without an end")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.click("#current .claims .cite >> nth=0")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_can_be_dark_and_remembers_it(tab: Page) -> None:
    visit(tab)
    light = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.click("#more summary")
    tab.click("#shade")
    dark = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (light, dark) == ("rgb(251, 250, 247)", "rgb(21, 23, 26)")
    visit(tab)
    tab.wait_for_selector("#shade >> text=Light", state="attached")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    tab.evaluate("localStorage.clear()")


def test_nothing_is_hard_to_read_or_to_reach(tab: Page) -> None:
    axe = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    for width, dark in ((1440, False), (1440, True), (390, False), (390, True)):
        tab.set_viewport_size({"width": width, "height": 800})
        visit(tab, f"?q=What+did+Calder+say+about+the+harbour+wall+doubtful&__theme={THEMES[dark]}")
        tab.wait_for_selector("#current .turn.done")
        tab.evaluate(axe)
        found = {"answer": faults(tab)}
        tab.click("#current .cite >> nth=0")
        found["article"] = faults(tab)
        tab.click("#back")
        tab.click("#current >> text=Day by day")
        tab.wait_for_selector("#topic .claim")
        found["topic"] = faults(tab)
        tab.click("#topic .back")
        tab.wait_for_selector(".articles")
        found["read"] = faults(tab)
        to_speakers(tab)
        tab.click(".person >> nth=0")
        tab.wait_for_selector(".timeline .claim")
        found["speaker"] = faults(tab)
        tab.click(".masthead [data-dialog]")
        tab.wait_for_selector("#earlier [data-key]")
        found["earlier"] = faults(tab)
        tab.keyboard.press("Escape")
        if width < 720:
            tab.click("#more summary")
        tab.click("[data-dialog=notes]:visible")
        tab.wait_for_selector("#notes .found")
        found["notes"] = faults(tab)
        assert {place: said for place, said in found.items() if said} == {}, (width, dark)


def faults(tab: Page) -> list[str]:
    """Return what axe-core finds serious on the page as it stands."""
    found = tab.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def test_the_page_speaks_the_language_of_the_browser(browser: Browser, served: Served) -> None:
    served.chat.pause = 0.0
    abroad = browser.new_context(base_url=served.address, locale="de-AT")
    tab = abroad.new_page()
    visit(tab)
    assert tab.get_attribute("html", "lang") == "de"
    assert tab.title() == "Die Artikel befragen"
    assert tab.inner_text(".extent") == "5 Artikel. Vom 4. März 2025 bis zum 28. Mai 2025."
    assert tab.locator("[role=tab]").all_inner_texts() == ["Fragen", "Lesen", "Personen"]
    assert tab.get_attribute("#box textarea", "placeholder") == "Auf Englisch fragen"
    ask(tab, WALL)
    assert lines(tab, "#current .chips")[0] == "Person Ines Calder ×"
    assert tab.inner_text("#current .actions button >> nth=1") == "Alles, was Ines Calder sagte"
    assert "Council votes to raise" in tab.inner_text("#listed h3 >> nth=0")  # as it is
    tab.wait_for_selector("#current .next h3 >> text=Als Nächstes fragen")
    tab.click("#current .claims .cite >> nth=0")
    assert tab.inner_text("#back") == "← Zurück zur Antwort"
    assert tab.inner_text("#place") == "1 von 3"
    tab.click("#back")
    ask(tab, "Who ate the harbour zebra?")
    assert tab.inner_text(".refusal h3") == "Das sagen die Artikel nicht."
    tab.click("role=tab[name=Lesen]")
    tab.wait_for_selector("#articles .found >> text=5 Artikel")
    english = re.compile(r"\b(?:the|articles?|your|sources?|show)\b", re.IGNORECASE)
    said = [tab.inner_text(place) for place in ("#top", "#browse", "#facets", "#talk .tab-wrapper")]
    assert not english.search(" ".join(said))
    assert "[[" not in tab.inner_text("body")
    abroad.close()


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


# ---- reading on, and coming back


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


def test_an_empty_question_is_none(tab: Page, served: Served) -> None:
    visit(tab)
    tab.fill("#box textarea", "   ")
    tab.click("#go")
    ask(tab, WALL)
    assert tab.locator(".turn").count() == 1
    assert [question for question, _ in served.chat.asked] == [WALL]


def test_a_double_click_asks_once(tab: Page, served: Served) -> None:
    served.chat.pause = 0.3
    visit(tab)
    tab.dblclick("text=When will the ferry sail?")
    finished(tab, "When will the ferry sail?")
    served.chat.pause = 0.0
    tab.fill("#box textarea", WALL)
    tab.dblclick("#go")
    finished(tab, WALL)
    assert tab.locator(".turn").count() == 2
    assert [question for question, _ in served.chat.asked] == ["When will the ferry sail?", WALL]


def test_filters_that_are_set_are_counted_and_go_with_the_conversation(tab: Page) -> None:
    visit(tab, "?q=zebras&since=2025-03-10&source=Coast+Weekly")
    finished(tab, "zebras")
    tab.wait_for_selector("#filters >> text=Filters (2)")
    assert "Only what passes the filters was searched." in tab.inner_text(".refusal")
    tab.click("#fresh")
    tab.wait_for_selector("#filters:not(:has-text('(2)'))")
    assert tab.evaluate("document.activeElement.matches('#box textarea')")
    tab.click("#filters > button")
    assert tab.input_value("#filters input >> nth=0") == ""


def test_a_refusal_within_filters_leads_to_all_articles(tab: Page, served: Served) -> None:
    visit(tab, "?q=Who+ate+the+harbour+zebra%3F&source=Coast+Weekly")
    tab.wait_for_selector(".refusal")
    tab.click("text=Search all articles")
    tab.wait_for_selector("#current .turn.done[data-turn='2']")
    assert served.chat.asked[-1][1] == Filters()
    assert tab.locator(".turn").count() == 1


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
    tab.emulate_media(media="screen")
