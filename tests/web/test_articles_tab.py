"""Adding and removing articles through the page: over plain HTTP, and in a real browser.

The chat, the folder and the index are real, so that what was added can be asked about.
"""

import json
import shutil
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from browsing import ask, finished, lines, visit
from conftest import CHROMIUM, FERRY, Built
from fake_chat import FakeChat
from filelock import FileLock
from playwright.sync_api import Browser, Page

import app
from rag.articles.editing import MAX_FILE, ArticleFolder
from rag.chat import Chat
from rag.index.background_build import Builds
from rag.index.generations import CURRENT, LOCK
from rag.web.chatbot import Chatbot

needs_browser = pytest.mark.skipif(not CHROMIUM, reason="no chromium is installed")

ZEBRA = (
    'date 2025-04-01 A zebra was sold in Oldport.\n\n"She walks beautifully," said Pavel Horn, '
    "the keeper of the zoo, about the zebra.\n"
)
KEEPING = {"upload", "delete", "undo", "apply", "download"}  # events of the tab alone


@dataclass
class Served:
    """A page that is being served, and what is behind it."""

    address: str
    seeds: Path
    index: Path
    builds: Builds


def builds_of(built: Built) -> Builds:
    """Return builds that do not give way: beside busy tests, each would take half a minute."""
    return Builds(built.index, niceness=0)


class NoBuilds(Builds):
    """Leaves an index as it is: a first one takes a minute."""

    def start(self, seeds: Path) -> None:
        """Do nothing."""


@contextmanager
def serving(
    chat: Chatbot,
    built: Built,
    *,
    edit: bool = True,
    password: str = "",
    builds: Builds | None = None,
) -> Iterator[str]:
    server = app.serve(
        chat,
        host="127.0.0.1",
        port=0,
        password=password,
        builds=builds or builds_of(built),
        shelf=ArticleFolder(built.seeds) if edit else None,
    )
    try:
        yield server.address.rstrip("/")
    finally:
        server.close()


# ---- over plain HTTP


def config_of(client: httpx.Client) -> dict[str, Any]:
    config: dict[str, Any] = client.get("/config").raise_for_status().json()
    return config


def events_of(config: dict[str, Any]) -> set[str]:
    return {str(event) for one in config["dependencies"] for _, event in one["targets"]}


def add_request(config: dict[str, Any], name: str, data: bytes) -> dict[str, Any]:
    """Make the request by which the page's script adds a file."""
    [handler] = [
        one for one in config["dependencies"] if "upload" in [event for _, event in one["targets"]]
    ]
    return {
        "fn_index": handler["id"],
        "trigger_id": handler["targets"][0][0],
        "session_hash": "s",
        "data": [None] * len(handler["inputs"]),
        "event_data": {"batch": "1", "files": [{"name": name, "data": b64encode(data).decode()}]},
    }


def wait_for_end(client: httpx.Client) -> dict[str, Any]:
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": "s"}) as said:
        for line in said.iter_lines():
            message: dict[str, Any] = json.loads(line.removeprefix("data: ") or "{}")
            if message.get("msg") == "process_completed":
                return message
    raise AssertionError("it never ended")


@pytest.fixture
def files(tmp_path: Path) -> Built:
    """Return a folder with one article, and no index."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/ferry.md").write_text(FERRY, "utf-8")
    return Built(tmp_path / "seeds", tmp_path / "index")


def test_where_it_is_off_nothing_of_it_is_there(files: Built) -> None:
    with (
        serving(FakeChat(), files, edit=False) as address,
        httpx.Client(base_url=address) as client,
    ):
        config = config_of(client)
        assert events_of(config).isdisjoint(KEEPING)
        assert "Add & remove" not in [part["props"].get("label") for part in config["components"]]
        assert 'id="drop"' not in json.dumps(config).replace("\\", "")
        large = b"x" * 1_000_001
        assert client.post("/gradio_api/queue/join", content=large).status_code == 413
    assert [path.name for path in files.seeds.iterdir()] == ["ferry.md"]


def test_a_file_is_added_by_the_page_alone(files: Built) -> None:
    builds = NoBuilds(files.index)
    with (
        serving(FakeChat(), files, builds=builds) as address,
        httpx.Client(base_url=address) as client,
    ):
        config = config_of(client)
        assert events_of(config) >= KEEPING
        assert {one["api_visibility"] for one in config["dependencies"]} == {"private"}
        request = add_request(config, "../../zebra.txt", ZEBRA.encode())
        for elsewhere in (
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"origin": "https://evil.example"},
        ):
            # As a form of another page would send it, which browsers let through unasked.
            headers = {"content-type": "text/plain", **elsewhere}
            body = json.dumps(request)
            refused = client.post("/gradio_api/queue/join", content=body, headers=headers)
            assert refused.status_code == 403
        assert [path.name for path in files.seeds.iterdir()] == ["ferry.md"]
        too_much = {**request, "data": ["x" * (2 * MAX_FILE)]}
        assert client.post("/gradio_api/queue/join", json=too_much).status_code == 413
        here = {"sec-fetch-site": "same-origin", "origin": address}
        client.post("/gradio_api/queue/join", json=request, headers=here).raise_for_status()
        done = wait_for_end(client)
        assert done["success"], done
        for path in ("/gradio_api/upload", "/gradio_api/upload_progress"):
            assert client.post(path, files={"files": b"x"}).status_code == 404
    assert sorted(path.name for path in files.seeds.iterdir()) == ["ferry.md", "zebra.txt"]


def test_nobody_adds_without_the_password(files: Built) -> None:
    with (
        serving(FakeChat(), files, password="sesame", builds=NoBuilds(files.index)) as address,
        httpx.Client(base_url=address) as client,
    ):
        stranger = httpx.Client(base_url=address)
        client.post("/login", data={"password": "sesame"})
        request = add_request(config_of(client), "zebra.txt", ZEBRA.encode())
        with stranger:
            assert stranger.post("/gradio_api/queue/join", json=request).status_code == 401
        assert [path.name for path in files.seeds.iterdir()] == ["ferry.md"]
        client.post("/gradio_api/queue/join", json=request).raise_for_status()
        assert wait_for_end(client)["success"]
    assert (files.seeds / "zebra.txt").exists()


# ---- in a browser


@pytest.fixture(scope="module")
def served(small: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve one real page for all of these tests: each leaves the folder as it found it."""
    built = small.copied(tmp_path_factory.mktemp("shelf"))
    builds = builds_of(built)
    with serving(Chat(built.index), built, builds=builds) as address:
        yield Served(address, built.seeds, built.index, builds)


@pytest.fixture
def tab(browser: Browser, served: Served) -> Iterator[Page]:
    """Open a tab, and watch for errors."""
    page = browser.new_page(base_url=served.address, viewport={"width": 1440, "height": 900})
    page.set_default_timeout(120_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.extend([said.text] * (said.type == "error")))
    yield page
    page.close()
    while served.builds.state().progress:  # the next test finds an index that is up to date
        time.sleep(0.05)
    assert complaints == []


def to_articles(tab: Page) -> None:
    if tab.url == "about:blank":
        visit(tab)
    tab.click("#tab-articles-button")
    tab.wait_for_selector("#files .articles")


def drop(tab: Page, *files: tuple[str, bytes]) -> None:
    """Drop files on their place, as from a window of the desktop."""
    given = [[name, b64encode(data).decode()] for name, data in files]
    carried = tab.evaluate_handle(
        "given => { const carried = new DataTransfer(); for (const [name, data] of given)"
        " carried.items.add(new File([Uint8Array.from(atob(data), c => c.charCodeAt(0))], name));"
        " return carried; }",
        given,
    )
    tab.dispatch_event("#drop", "dragover", {"dataTransfer": carried})
    tab.dispatch_event("#drop", "drop", {"dataTransfer": carried})


def rebuilt(tab: Page, said: str) -> None:
    """Wait until the index is up to date again."""
    tab.wait_for_selector(f"#told >> text={said}", timeout=240_000)
    tab.wait_for_selector(".building", state="detached", timeout=240_000)


def remove(tab: Page, path: str) -> None:
    tab.click(f"#files button[data-confirm^='Remove {path}']")
    tab.click(".asked .strong")
    tab.wait_for_selector("#outcomes >> text=Removed; it can be put back.")


@needs_browser
def test_dropped_files_are_added_or_refused_and_can_be_asked_about(
    tab: Page, served: Served
) -> None:
    visit(tab)
    assert tab.inner_text(".extent").startswith("4 articles.")
    to_articles(tab)
    assert tab.inner_text("#files .found") == "3 files, the newest first"
    drop(tab, ("zebra.txt", ZEBRA.encode()), ("photo.png", b"PNG"), ("<b>.txt", b""))
    tab.wait_for_selector("#outcomes li")
    said = tab.locator("#outcomes li").all_inner_texts()
    assert [one.split("\n") for one in said] == [
        ["✗", "<b>.txt It has no text; write the article into it or remove it."],
        ["✗", "photo.png Files of its kind are not read; recognise its text (OCR) and save that, "
         "or remove it."],
        ["✓", "zebra.txt Added."],
    ]  # fmt: skip
    assert (served.seeds / "zebra.txt").read_text("utf-8") == ZEBRA
    tab.click("#files li:has-text('zebra.txt') .made")
    tab.wait_for_selector("#opened .described")
    assert tab.inner_text("#opened h2") == "What was made of it: zebra.txt"
    made = tab.inner_text("#opened .text")
    assert "date: 2025-04-01" in made, made
    assert "left out: nothing" in made
    assert not tab.is_visible("#ask-this")
    tab.click("#back")
    # It is there at once, in the index a little later, without a reload.
    assert "Not in the index yet" in tab.inner_text("#files li >> nth=0")
    rebuilt(tab, "The index is up to date: 1 added; 5 articles.")
    assert "A zebra was sold in Oldport." in tab.inner_text("#files li >> nth=0")
    tab.click("role=tab[name=Ask]")
    tab.wait_for_selector(".extent >> text=5 articles.")
    ask(tab, "What did Pavel Horn say about the zebra?")
    assert "She walks beautifully," in tab.inner_text("#current .claims")
    # And gone again.
    to_articles(tab)
    remove(tab, "zebra.txt")
    assert not (served.seeds / "zebra.txt").exists()
    rebuilt(tab, "The index is up to date: 1 removed; 4 articles.")
    tab.click("role=tab[name=Ask]")
    ask(tab, "What did Pavel Horn say about a zebra?")
    assert tab.locator("#current .refusal").count() == 1
    assert (served.seeds / ".removed/zebra.txt").read_text("utf-8") == ZEBRA
    shutil.rmtree(served.seeds / ".removed")


@needs_browser
def test_chosen_files_are_added_one_batch_after_the_other(tab: Page, tmp_path: Path) -> None:
    to_articles(tab)
    # Each is a batch of its own, and refused, so that nothing is built.
    data = b"\0" * 3_000_000
    for n in range(4):
        (tmp_path / f"{n}.txt").write_bytes(data)
    tab.set_input_files("#pick", sorted(tmp_path.iterdir()))
    tab.wait_for_function("document.querySelectorAll('#outcomes li').length === 4")
    tab.wait_for_function("document.querySelector('#adding').textContent === ''")
    said = tab.locator("#outcomes li").all_inner_texts()
    assert [one.split("\n")[-1] for one in said] == [
        f"{n}.txt It is not text; save it as UTF-8 text." for n in (3, 2, 1, 0)
    ]


@needs_browser
def test_a_removed_file_can_be_kept_or_put_back(tab: Page, served: Served) -> None:
    to_articles(tab)
    tab.click("#files button[data-confirm^='Remove ferry.md']")
    assert tab.inner_text(".asked span") == "Remove ferry.md?"
    tab.click(".asked >> text=Keep")
    assert tab.locator(".asked").count() == 0
    remove(tab, "ferry.md")
    tab.click("#removed summary")
    tab.click("#removed button")
    tab.wait_for_selector("#outcomes >> text=/ Put back[.]$/")
    assert (served.seeds / "ferry.md").read_text("utf-8") == FERRY
    tab.wait_for_selector("#removed summary", state="detached")


@needs_browser
def test_a_pasted_text_is_refused_with_the_reason_and_stays_typed(
    tab: Page, served: Served
) -> None:
    to_articles(tab)
    tab.click("#paste > button")
    tab.fill("#paste textarea", "   ")
    tab.fill("#paste input >> nth=0", "<i>Zebra</i>")
    tab.click("#write")
    tab.wait_for_selector("#outcomes li.refused")
    assert tab.inner_text("#outcomes li.refused").endswith(
        "<i>Zebra</i> It has no text; write the article into it or remove it."
    )
    assert tab.input_value("#paste input >> nth=0") == "<i>Zebra</i>"
    assert len(list(served.seeds.glob("[!.]*"))) == 3
    tab.fill("#paste textarea", "The herring was counted.")
    tab.fill("#paste input >> nth=1", "2025-04-02")
    tab.click("#write")
    tab.wait_for_selector("#outcomes li.taken >> text=2025-04-02-i-zebra-i.md Added.")
    tab.wait_for_function("document.querySelector('#paste textarea').value === ''")
    rebuilt(tab, "1 added; 5 articles.")
    remove(tab, "2025-04-02-i-zebra-i.md")
    rebuilt(tab, "1 removed; 4 articles.")
    shutil.rmtree(served.seeds / ".removed")


@needs_browser
def test_questions_are_answered_while_the_index_is_being_rebuilt(tab: Page, served: Served) -> None:
    with FileLock(served.index / LOCK):  # as a build that was started elsewhere
        visit(tab)
        tab.wait_for_selector(".building")
        assert "The index is being rebuilt. You can go on asking." in tab.inner_text(".building")
        ask(tab, "What did Ines Calder say about the harbour wall?")
        assert "cheapest promise" in tab.inner_text("#current .claims")
    tab.wait_for_selector(".building", state="detached")


@needs_browser
def test_what_changed_in_the_folder_is_read_when_it_is_asked_for(tab: Page, served: Served) -> None:
    (served.seeds / "by-hand.txt").write_text("A zebra by hand.", "utf-8")
    to_articles(tab)
    tab.click("button >> text=Rebuild the index")
    rebuilt(tab, "1 added; 5 articles.")
    tab.click("#files .open >> nth=0")
    tab.wait_for_selector("#opened article")
    assert tab.inner_text("#opened h2") == "A zebra by hand."
    tab.click("#back")
    remove(tab, "by-hand.txt")
    rebuilt(tab, "1 removed; 4 articles.")
    shutil.rmtree(served.seeds / ".removed")


@needs_browser
def test_an_index_that_is_missing_leads_to_the_articles(
    browser: Browser, small: Built, tmp_path: Path
) -> None:
    built = small.copied(tmp_path)
    (built.index / CURRENT).unlink()
    with serving(Chat(built.index, must_exist=False), built) as address:
        page = browser.new_page(base_url=address)
        visit(page)
        assert lines(page, "#welcome .trouble") == [
            f"{built.index} holds no index.",
            "Add articles, or rebuild the index.",
        ]
        page.click("text=Go to the articles")
        page.click("button >> text=Rebuild the index")
        rebuilt(page, "4 added; 4 articles.")
        page.click("role=tab[name=Ask]")
        page.wait_for_selector(".extent >> text=4 articles.")
        page.close()


@needs_browser
@pytest.mark.parametrize("width", [1440, 390])
def test_names_of_files_are_shown_and_never_run(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    to_articles(tab)
    names = ["<img src=x onerror=document.title='caught'>", "${40+2} {{value}}", "w" * 200]
    drop(tab, *((f"{name}.txt", b"") for name in names))
    tab.wait_for_function("document.querySelectorAll('#outcomes li').length === 3")
    assert tab.locator("#outcomes .name").all_inner_texts() == [f"{n}.txt" for n in names[::-1]]
    assert tab.locator("#outcomes img").count() == 0
    assert "caught" not in tab.title()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@needs_browser
def test_a_speaker_is_a_filter_with_counts_that_follow_the_others(tab: Page) -> None:
    visit(tab)
    tab.click("#filters > button")
    tab.click("#filters input[aria-label='Speakers']")
    assert lines(tab, "ul[role=listbox]")[:1] == ["Ines Calder (2)"]
    tab.keyboard.press("Escape")
    tab.click("#filters input[aria-label='Sources']")
    tab.click("ul[role=listbox] >> text=Coast Weekly (1)")
    tab.keyboard.press("Escape")
    tab.click("#filters input[aria-label='Speakers']")
    tab.wait_for_selector("ul[role=listbox] >> text=Ines Calder (1)")
    tab.click("ul[role=listbox] >> text=Ines Calder (1)")
    tab.keyboard.press("Escape")
    ask(tab, "What will the ferry need?")
    assert "said by Ines Calder ×" in tab.inner_text("#current .chips")
    assert "speaker=Ines+Calder" in tab.url
    tab.click("button[aria-label='Ask again without Ines Calder']")
    tab.wait_for_function("!location.search.includes('speaker')")
    finished(tab, "What will the ferry need?")
