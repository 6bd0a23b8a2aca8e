"""A page that is served to a real browser, and what the tests of it do there.

Every test with a ``tab`` fails if the page asks for anything beyond this computer, throws an
error, or breaks its own security policy.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from fake_chat import ARTICLES, HOSTILE, FakeChat, serving
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from rag.index.generations import MARK
from rag.web.kept import Kept

SHE = "What did she say about the ferry?"
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
    shared.set_default_timeout(120_000)  # a busy machine is slow to open the first page
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


def to_speakers(tab: Page) -> None:
    """Open the list of speakers."""
    tab.click("role=tab[name=Speakers]")
    tab.wait_for_selector(".person")
