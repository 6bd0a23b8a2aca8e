"""Lay out the whole page: its tabs side by side with the sources, and its looks and script."""

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from rag.articles.editing import ArticleFolder
from rag.index.background_build import Builds
from rag.web import articles_tab, ask_tab, browse_tabs, notes
from rag.web.chatbot import Chatbot
from rag.web.edits import Keeper
from rag.web.events import EACH, EVENTS, on
from rag.web.html import render
from rag.web.kept import Kept
from rag.web.texts import marks, text

FETCHED = ("kept", "pins", "offered", "exported", "alone")  # what the script takes from
WAITING = 256  # questions in line before new ones are refused
# A line of text with its words marked; in the page itself, so that nothing is asked for.
ICON = """<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'
viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%231f5f8b'/%3E
%3Crect x='6' y='8' width='20' height='4' fill='white'/%3E
%3Crect x='6' y='15' width='14' height='5' fill='%23ffe08a'/%3E
%3Crect x='6' y='23' width='17' height='3' fill='white'/%3E%3C/svg%3E">"""


@marks()
def make_page(
    chat: Chatbot,
    *,
    feedback: Path | None = None,
    writer: str = "",
    builds: Builds | None = None,
    shelf: ArticleFolder | None = None,
    kept: Kept | None = None,
    leaving: bool = False,
) -> gr.Blocks:
    """Lay out the page and connect it to a chat.

    Its looks and its script are handed over when it is served: see ``head``.

    Args:
        chat: what answers.
        feedback: the file to which people's judgements are added; None asks for none.
        writer: the language model that words the answers; empty for none.
        builds: of the index that the chat answers from; without, the page doesn't follow them.
        shelf: the articles that people may add to and remove from, which needs ``builds``;
            without, nothing of that is on the page, nor among its addresses.
        kept: where conversations are kept; None keeps none.
        leaving: there is a password, and so a button to log out.
    """
    if shelf and not builds:
        raise ValueError("what is added to the shelf would be in no index without builds")
    blocks = gr.Blocks(title=text("name"), analytics_enabled=False, fill_width=True)
    with blocks:
        page = _lay_out(
            chat,
            kept,
            editing=shelf is not None,
            judging=feedback is not None,
            leaving=leaving,
        )
        following = articles_tab.follow_builds(blocks, builds, page.news) if builds else None
        _connect(blocks, page, chat, kept, following, feedback=feedback, writer=writer)
        if shelf and builds and following:
            _connect_shelf(page, chat, Keeper(shelf, builds), following)

        def leave(request: gr.Request) -> None:
            _forget(blocks, request.session_hash)

        blocks.unload(leave)
    blocks.queue(max_size=WAITING, default_concurrency_limit=ask_tab.AT_ONCE, api_open=False)
    return blocks


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of the page that are connected with each other."""

    news: gr.HTML
    asking: ask_tab.Asking
    read: gr.Tab
    browsing: browse_tabs.Browsing
    speakers: gr.Tab
    people: browse_tabs.People
    shelf: gr.Tab | None
    keeping: articles_tab.Keeping | None
    fetched: dict[str, gr.HTML]  # out of sight
    bus: gr.HTML


def _lay_out(
    chat: Chatbot, kept: Kept | None, *, editing: bool, judging: bool, leaving: bool
) -> Page:
    """Lay out the tabs side by side with the sources."""
    with gr.Column(elem_id="top"):
        masthead = render(
            "masthead.html",
            judging=judging,
            keeping=kept is not None,
            events=EVENTS,
            leaving=leaving,
        )
        gr.HTML(masthead, apply_default_css=False)
        news = gr.HTML("", elem_id="news", apply_default_css=False)
    shelf = keeping = None
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"), gr.Tabs():
            with gr.Tab(text("tab_ask"), elem_id="tab-ask"):
                asking = ask_tab.lay_out_asking(chat, kept, editing=editing)
            with gr.Tab(text("tab_read"), elem_id="tab-read") as read:
                browsing = browse_tabs.lay_out_browsing()
            with gr.Tab(text("tab_speakers"), elem_id="tab-speakers") as speakers:
                people = browse_tabs.lay_out_people()
            if editing:
                with gr.Tab(text("tab_articles"), elem_id="tab-articles") as shelf:
                    keeping = articles_tab.lay_out_keeping()
        with gr.Column(elem_id="side"):
            gr.HTML(render("panel.html"), apply_default_css=False)
            fetched = {name: _fetched(name) for name in FETCHED}
    bus = gr.HTML(js_on_load=script(), elem_id="bus", apply_default_css=False)
    return Page(
        news, asking, read, browsing, speakers, people, shelf, keeping, fetched=fetched, bus=bus
    )


def _connect(
    blocks: gr.Blocks,
    page: Page,
    chat: Chatbot,
    kept: Kept | None,
    following: articles_tab.Following | None,
    *,
    feedback: Path | None,
    writer: str,
) -> None:
    """Connect all but the tab in which articles are added and removed."""
    asking, bus, fetched = page.asking, page.bus, page.fetched
    renewed = [following.generation.change] if following else []
    loaded = [blocks.load, *renewed]
    on(bus, "wake")(lambda: None, None, None, **EACH)
    ask_tab.connect_asking(chat, asking, bus, writer=writer)
    ask_tab.connect_next(chat, asking, bus, fetched["offered"])
    ask_tab.connect_filters(chat, asking, loaded, bus, editing=page.keeping is not None)
    if kept:
        ask_tab.connect_kept(kept, asking, bus, fetched["kept"])
        notes.connect_notes(chat, kept, asking.visits, bus, fetched["pins"])
    notes.connect_export(chat, kept, asking.visits, bus, fetched["exported"])
    if feedback:
        ask_tab.connect_feedback(feedback, asking, bus)
    read = [page.read.select, *renewed]
    browse_tabs.connect_browsing(read, chat, page.browsing, bus, fetched["alone"])
    browse_tabs.connect_topics(chat, page.browsing, bus)
    browse_tabs.connect_people([page.speakers.select, *renewed], chat, page.people, bus)


def _connect_shelf(
    page: Page, chat: Chatbot, keeper: Keeper, following: articles_tab.Following
) -> None:
    """Connect the tab in which articles are added and removed."""
    if not page.shelf or not page.keeping:
        raise ValueError("this page has no tab in which articles are added and removed")
    redrawn = [page.shelf.select, following.built.change]
    alone = page.fetched["alone"]
    articles_tab.connect_keeping(redrawn, chat, keeper, page.keeping, page.bus, alone, following)


def _fetched(id: str) -> gr.HTML:
    """Lay out what is out of sight: the page's script takes from it what was asked for."""
    return gr.HTML("", elem_id=id, elem_classes="fetched", apply_default_css=False)


def _forget(blocks: gr.Blocks, session: str | None) -> None:
    """Drop what the framework keeps of a page that was left: all that stood on it last."""
    blocks.state_holder.session_data.pop(session or "", None)
    blocks.state_holder.time_last_used.pop(session or "", None)


def script() -> str:
    """Return the page's script, with the names of its events, for which the framework looks."""
    names = " ".join(f"'{event}'" for event in sorted(set(EVENTS.values())))
    return f"// It sends {names}.\n{_joined('.js')}"


def looks() -> str:
    """Return the page's style sheet."""
    return _joined(".css")


def _joined(ending: str) -> str:
    """Read the files of a kind, in the order of their names: they are one to the browser."""
    files = sorted(Path(__file__).with_name("page").glob(f"*{ending}"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def head() -> str:
    """Return what stands in the head of the page."""
    return f"{ICON}<style>{looks()}</style>"


def theme() -> gr.themes.Base:
    """Return the colours and fonts that the framework starts from.

    Fonts are named alone: those of a theme would be fetched from elsewhere.
    """
    sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
    return gr.themes.Base(
        primary_hue="sky", neutral_hue="stone", font=sans, font_mono=["ui-monospace", "monospace"]
    )
