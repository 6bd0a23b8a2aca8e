"""Serve the chat as a page on this computer.

The page asks a ``Chatbot`` and shows what ``rag.page`` writes; it decides nothing about
answers. It speaks to nobody but the browser: no analytics, no fonts or scripts from elsewhere,
and of the framework's many addresses only those that the page itself uses are answered.

    python app.py                                     on this computer only
    python app.py --host 0.0.0.0 --password-file pw   for others, who must know the password
"""

import argparse
import os
import secrets
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import time_ns
from typing import Any

# Before gradio is imported: it would report to its makers, and work out figures about its own
# events after each of them.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**12)
import gradio as gr
from starlette.middleware import Middleware

from rag import page
from rag.errors import BadQuestion, RagError
from rag.guard import Guard, is_loopback
from rag.llm import add_model_options, language_model
from rag.page import Turn
from rag.protocols import Chatbot
from rag.records import Answer, Article, Filters
from rag.turns import MAX_QUESTION, Turns, Visit, answer, as_trouble, clear, read_day, stop, wanted

MAX_WORD = 1000  # characters somebody may say about an answer
AT_ONCE = 16  # answers made at the same time; further questions wait in line
WAITING = 256  # questions in line before new ones are refused
LISTED = page.MAX_LISTED


# ---- the page


def make_page(chat: Chatbot, *, feedback: Path | None = None) -> gr.Blocks:
    """Lay out the page and connect it to a chat.

    Its looks and its script are handed over when it is served: see ``serve``.

    Args:
        chat: what answers.
        feedback: the file to which people's judgements are added; None asks for none.
    """
    blocks = gr.Blocks(title="Ask the articles", analytics_enabled=False, fill_width=True)
    with blocks:
        judging = "data-judging" if feedback else ""
        gr.HTML(MASTHEAD.format(judging=judging), elem_id="top", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"), gr.Tabs():
                with gr.Tab("Ask"):
                    asking = _lay_out_asking(chat)
                with gr.Tab("Browse") as tab:
                    browsing = _lay_out_browsing()
                with gr.Tab("Speakers") as people_tab:
                    people = _lay_out_people()
            with gr.Column(elem_id="side"):
                gr.HTML(PANEL, apply_default_css=False)
                alone = gr.HTML("", elem_id="alone", apply_default_css=False)
        bus = gr.HTML(js_on_load=_file("page.js"), elem_id="bus", apply_default_css=False)
        _connect_asking(blocks, chat, asking, bus)
        if feedback:
            _connect_feedback(feedback, asking, bus)
        _connect_browsing(tab, chat, browsing, bus, alone)
        _connect_people(people_tab, chat, people, bus)
    blocks.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
    return blocks


@dataclass(frozen=True, slots=True)
class Asking:
    """The parts of the page where questions are asked."""

    visit: gr.State
    turns: gr.State
    welcome: gr.HTML
    past: gr.HTML
    current: gr.HTML
    box: gr.Textbox
    go: gr.Button
    stop: gr.Button
    since: gr.Textbox
    until: gr.Textbox
    sources: gr.Dropdown
    authors: gr.Dropdown

    @property
    def filters(self) -> list[gr.Textbox | gr.Dropdown]:
        """The four filters, in the order in which handlers take them."""
        return [self.since, self.until, self.sources, self.authors]


def _lay_out_asking(chat: Chatbot) -> Asking:
    def conversation(id: str) -> gr.HTML:
        return gr.HTML("", elem_id=id, elem_classes="conversation", apply_default_css=False)

    def dates(label: str) -> gr.Textbox:
        # The page's script makes a calendar of it; without, it is typed.
        return gr.Textbox(label=label, max_lines=1, max_length=40, elem_classes="date")

    sources, authors = _names(chat)
    visit, turns = gr.State(Visit()), gr.State(())
    welcome = gr.HTML(_welcome(chat), elem_id="welcome", apply_default_css=False)
    past, current = conversation("past"), conversation("current")
    with gr.Column(elem_id="ask"):
        with gr.Accordion("Filters", open=False, elem_id="filters"), gr.Row():
            since, until = dates("From"), dates("Until")
            chosen = [
                # A link may name a source that is no longer there; it finds nothing, and says so.
                gr.Dropdown(
                    names,
                    value=[],
                    label=label,
                    multiselect=True,
                    allow_custom_value=True,
                    visible=bool(names),
                )
                for label, names in (("Sources", sources), ("Authors", authors))
            ]
        with gr.Row(elem_id="line"):
            box = gr.Textbox(
                label="Your question",
                show_label=False,
                container=False,
                placeholder="Ask about the articles",
                lines=1,
                max_lines=6,
                max_length=MAX_QUESTION,
                autofocus=True,
                elem_id="box",
                scale=1,
            )
            go = gr.Button("Ask", variant="primary", elem_id="go", scale=0, min_width=80)
            halt = gr.Button("Stop", variant="stop", elem_id="stop", scale=0, min_width=80)
    return Asking(visit, turns, welcome, past, current, box, go, halt, since, until, *chosen)


def _connect_asking(blocks: gr.Blocks, chat: Chatbot, asking: Asking, bus: gr.HTML) -> None:
    shown = [asking.turns, asking.past, asking.current]
    unchanged = [gr.skip()] * len(asking.filters)

    def ask(
        visit: Visit,
        turns: Turns,
        box: str,
        since: str | None,
        until: str | None,
        sources: list[str],
        authors: list[str],
        event: gr.EventData,
    ) -> Iterator[list[Any]]:
        action = event._data if isinstance(event._data, dict) else {}
        typed = "action" not in action
        action = {"action": "ask", "question": box} if typed else action
        try:
            want = wanted(turns, action, _filters(since, until, sources, authors))
        except BadQuestion as error:
            visit.asked += 1
            turn = Turn(visit.asked, box, Filters(), None, error, "done")
            yield [*_draw((*turns, turn)), gr.skip(), *unchanged]
            return
        if want is None:
            yield [*[gr.skip()] * len(shown), gr.skip(), *unchanged]
            return
        first = True
        for grown in answer(chat, visit, turns, want):
            # The turns before the last are sent once: only the last one grows.
            # The box is emptied once: the next question may be typed meanwhile.
            past = page.conversation(grown[:-1]) if first else gr.skip()
            current = page.turn(grown[-1]) if grown else ""
            resets = _widgets(want.resets) if first and want.resets else unchanged
            yield [grown, past, current, "" if typed and first else gr.skip(), *resets]
            first = False

    gr.on(
        [asking.box.submit, asking.go.click, bus.submit],
        ask,
        [asking.visit, asking.turns, asking.box, *asking.filters],
        [*shown, asking.box, *asking.filters],
        **QUIET,
        trigger_mode="multiple",  # a question asked meanwhile stops the one before
        concurrency_id="ask",
        concurrency_limit=AT_ONCE,
    )
    asking.stop.click(
        lambda visit, turns: _draw(stop(visit, turns)),
        [asking.visit, asking.turns],
        shown,
        **QUIET,
    )
    bus.clear(lambda visit: _draw(clear(visit)), asking.visit, shown, **QUIET)

    def refresh() -> list[Any]:
        # The articles may have changed since the page was laid out.
        return [
            _welcome(chat),
            *(gr.Dropdown(names, visible=bool(names)) for names in _names(chat)),
        ]

    blocks.load(refresh, None, [asking.welcome, asking.sources, asking.authors], **QUIET)


def _connect_feedback(feedback: Path, asking: Asking, bus: gr.HTML) -> None:
    lock = threading.Lock()

    def note(turns: Turns, event: gr.EventData) -> None:
        said = event._data
        for turn in turns:
            if turn.number == said.get("turn"):
                word = str(said.get("word", ""))[:MAX_WORD]
                liked = said.get("liked") is True
                line = page.judgement(turn, liked=liked, word=word, at=datetime.now(UTC))
                with lock, feedback.open("a", encoding="utf-8") as file:
                    file.write(line + "\n")

    bus.like(note, asking.turns, None, **QUIET)


def _draw(turns: Turns) -> list[Any]:
    """Show a conversation: its state, what went before, and its last turn."""
    return [turns, page.conversation(turns[:-1]), page.turn(turns[-1]) if turns else ""]


def _filters(
    since: str | None, until: str | None, sources: Sequence[str], authors: Sequence[str]
) -> Filters:
    """Read the filters as they were set.

    Raises:
        BadQuestion: something typed as a date is none.
    """
    days = []
    for typed in (since, until):
        days.append(read_day(typed))
        if typed and days[-1] is None:
            raise BadQuestion(
                f"“{typed[:40]}” is not a date.", fix="Write it like 2025-02-13, in the filters."
            )
    return Filters(days[0], days[1], tuple(sources or ()), tuple(authors or ()))


def _widgets(filters: Filters) -> list[str | list[str]]:
    """Return filters as the page's four fields hold them."""
    since, until = (value.isoformat() if value else "" for value in (filters.since, filters.until))
    return [since, until, list(filters.sources), list(filters.authors)]


def _welcome(chat: Chatbot) -> str:
    try:
        return page.welcome(chat.extent(), chat.examples())
    except Exception as error:
        return page.trouble(as_trouble(error))


def _names(chat: Chatbot) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Count the sources and authors to choose from; none where there is no index."""
    articles = _articles(chat)
    return (
        page.choices(article.source for article in articles),
        page.choices(article.author for article in articles),
    )


def _articles(chat: Chatbot) -> Sequence[Article]:
    try:
        return chat.articles()
    except Exception:
        return ()  # the welcome says what is wrong


# ---- browsing


@dataclass(frozen=True, slots=True)
class Browsing:
    """The parts of the page where articles are looked through."""

    search: gr.Textbox
    sort: gr.Dropdown
    listed: gr.HTML
    shown: gr.State


def _lay_out_browsing() -> Browsing:
    with gr.Row(elem_id="browse"):
        search = gr.Textbox(label="Search the articles", max_lines=1, max_length=200, scale=3)
        sort = gr.Dropdown(list(page.SORTS), value=page.SORTS[0], label="Sort", scale=1)
    listed = gr.HTML("", elem_id="articles", apply_default_css=False)
    return Browsing(search, sort, listed, gr.State(LISTED))


def _connect_browsing(
    tab: gr.Tab, chat: Chatbot, parts: Browsing, bus: gr.HTML, alone: gr.HTML
) -> None:
    def listing(search: str | None, sort: str, shown: int = LISTED) -> tuple[str, int]:
        try:
            articles = chat.articles()
        except Exception as error:
            return page.trouble(as_trouble(error)), LISTED
        return page.article_list(articles, search=search or "", sort=sort, shown=shown), shown

    def more(search: str, sort: str, shown: int) -> tuple[str, int]:
        return listing(search, sort, shown + LISTED)

    def open_alone(event: gr.EventData) -> str:
        try:
            article = chat.article(str(event._data.get("article")))
        except Exception as error:
            view = f"<article>{page.trouble(as_trouble(error))}</article>"
        else:
            view = page.article_view(article, [])
        # A new number each time, so that the same article can be opened twice.
        return f'<div data-opening="{time_ns()}" hidden>{view}</div>'

    asked, outputs = [parts.search, parts.sort], [parts.listed, parts.shown]
    gr.on(
        [tab.select, parts.search.change, parts.sort.change],
        listing,
        asked,
        outputs,
        trigger_mode="always_last",
        **QUIET,
    )
    bus.expand(more, [*asked, parts.shown], outputs, **QUIET)
    bus.select(open_alone, None, alone, **QUIET)


# ---- speakers


@dataclass(frozen=True, slots=True)
class People:
    """The parts of the page where speakers are looked up."""

    search: gr.Textbox
    topic: gr.Textbox
    listed: gr.HTML
    said: gr.HTML
    chosen: gr.State  # a speaker's name; empty while there is only the list


def _lay_out_people() -> People:
    # Of the list and what one of it said, the page's looks show one at a time.
    with gr.Column(elem_id="who"):
        search = gr.Textbox(
            label="Search the speakers", max_lines=1, max_length=200, elem_id="who-search"
        )
        topic = gr.Textbox(
            label="Only what is about", max_lines=1, max_length=200, elem_id="who-topic"
        )
        listed = gr.HTML("", elem_id="people", apply_default_css=False)
        said = gr.HTML("", elem_id="said", apply_default_css=False)
    return People(search, topic, listed, said, gr.State(""))


def _connect_people(tab: gr.Tab, chat: Chatbot, parts: People, bus: gr.HTML) -> None:
    def people(search: str | None, shown: int = LISTED) -> str:
        try:
            return page.speaker_list(chat.speakers(), search=search or "", shown=shown)
        except Exception as error:
            return page.trouble(as_trouble(error))

    def said(speaker: str, topic: str | None, shown: int = page.MAX_SAID) -> str:
        try:
            answer = chat.timeline(speaker, (topic or "").strip()) if speaker else None
        except Exception as error:
            return page.no_timeline(as_trouble(error))
        return page.timeline(answer, shown=shown) if answer else ""

    def choose(search: str, topic: str, chosen: str, event: gr.EventData) -> list[Any]:
        speaker, shown = str(event._data.get("speaker", "")), event._data.get("shown")
        count = {"shown": shown} if isinstance(shown, int) and shown > 0 else {}
        if not speaker:
            return [people(search, **count), "", "", ""]
        topic = topic if speaker == chosen else ""
        return [gr.skip(), said(speaker, topic, **count), speaker, topic]

    outputs = [parts.listed, parts.said, parts.chosen, parts.topic]
    bus.option_select(choose, [parts.search, parts.topic, parts.chosen], outputs, **QUIET)
    gr.on(
        [tab.select, parts.search.change],
        people,
        parts.search,
        parts.listed,
        trigger_mode="always_last",
        **QUIET,
    )
    parts.topic.change(
        said, [parts.chosen, parts.topic], parts.said, trigger_mode="always_last", **QUIET
    )


# ---- what stands on the page from the start

QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
# A line of text with its words marked; in the page itself, so that nothing is asked for.
ICON = """<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'
viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%231f5f8b'/%3E
%3Crect x='6' y='8' width='20' height='4' fill='white'/%3E
%3Crect x='6' y='15' width='14' height='5' fill='%23ffe08a'/%3E
%3Crect x='6' y='23' width='17' height='3' fill='white'/%3E%3C/svg%3E">"""
MASTHEAD = """<header class="masthead"><h1>Ask the articles</h1>
<div class="tools idle" id="tools" {judging}>
<button type="button" class="quiet" id="fresh" data-send='{{"action": "clear"}}'
>New<span class="wide"> conversation</span></button>
<button type="button" class="quiet" id="save">Save<span class="wide"> as Markdown</span></button>
<button type="button" class="quiet" id="shade">Dark</button>
</div></header>"""
PANEL = """<aside id="panel" class="empty" data-turn="" tabindex="-1" aria-label="Sources">
<div id="reader" hidden><div class="bar">
<button type="button" class="quiet" id="back">← Back to the answer</button></div>
<div id="opened"></div></div>
<div id="listed"></div></aside>
<div id="card" role="tooltip" hidden><p class="title" dir="auto"></p><p class="meta"></p>
<p class="quote" dir="auto"></p></div>"""


def _file(name: str) -> str:
    """Read a file that stands beside ``rag/page.py``."""
    return Path(page.__file__).with_name(name).read_text(encoding="utf-8")


def _theme() -> gr.themes.Base:
    # Names alone: a theme's own fonts would be fetched from elsewhere.
    sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
    return gr.themes.Base(
        primary_hue="sky", neutral_hue="stone", font=sans, font_mono=["ui-monospace", "monospace"]
    )


# ---- serving it


def serve(
    chat: Chatbot, *, host: str, port: int, password: str, feedback: Path | None = None
) -> tuple[gr.Blocks, str]:
    """Serve the page in the background, and return it with its address.

    Args:
        chat: what answers.
        host: the address to listen on.
        port: 0 for the first free one from 7860.
        password: what everybody must type first; empty for no password.
        feedback: the file to which people's judgements are added; None asks for none.
    """
    guard = Middleware(Guard, inside=is_loopback(host))
    blocks = make_page(chat, feedback=feedback)
    _, address, _ = blocks.launch(
        server_name=f"[{host}]" if ":" in host else host,
        server_port=port or None,
        auth=(lambda _, typed: _same(typed, password)) if password else None,
        auth_message="Any name will do; the password is the one this page was started with.",
        prevent_thread_lock=True,
        share=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        run_history=False,
        footer_links=[],
        allowed_paths=[],
        max_file_size=0,
        strict_cors=True,
        show_error=False,
        quiet=True,
        theme=_theme(),
        head=f"{ICON}<style>{_file('page.css')}</style>",
        app_kwargs={"middleware": [guard], "docs_url": None},
    )
    return blocks, address


def _same(typed: str, password: str) -> bool:
    """Compare in a time that does not tell how much of it is right."""
    return secrets.compare_digest(typed.encode(), password.encode())


class LateChat:
    """A chat that is opened when it is first needed, and again until that succeeds.

    So the page can say what is wrong with an index, and goes on once it is mended.
    """

    def __init__(self, open_chat: Callable[[], Chatbot]) -> None:
        self._open_chat = open_chat
        self._chat: Chatbot | None = None
        self._lock = threading.Lock()

    def _opened(self) -> Chatbot:
        with self._lock:
            if self._chat is None:
                self._chat = self._open_chat()
            return self._chat

    def ask(
        self,
        question: str,
        filters: Filters = Filters(),
        *,
        before: Sequence[Answer] = (),
        dropped: Sequence[str] = (),
    ) -> Answer:
        """Ask the chat."""
        return self._opened().ask(question, filters, before=before, dropped=dropped)

    def stream(
        self,
        question: str,
        filters: Filters = Filters(),
        *,
        before: Sequence[Answer] = (),
        dropped: Sequence[str] = (),
    ) -> Iterator[Answer]:
        """Ask the chat, answer by answer."""
        yield from self._opened().stream(question, filters, before=before, dropped=dropped)

    def article(self, article_id: str) -> Article:
        """Return one of the chat's articles."""
        return self._opened().article(article_id)

    def articles(self) -> Sequence[Article]:
        """Return the chat's articles."""
        return self._opened().articles()

    def examples(self) -> Sequence[str]:
        """Return the chat's examples."""
        return self._opened().examples()

    def extent(self) -> tuple[int, date | None, date | None]:
        """Return the chat's extent."""
        return self._opened().extent()

    def speakers(self) -> Mapping[str, int]:
        """Return the chat's speakers."""
        return self._opened().speakers()

    def timeline(self, speaker: str, topic: str, filters: Filters = Filters()) -> Answer:
        """Return what one of the chat's speakers said."""
        return self._opened().timeline(speaker, topic, filters)


def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line and serve the page until interrupted."""
    parser = _parser()
    options = parser.parse_args(argv)
    password = options.password
    try:
        if options.password_file:
            password = options.password_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        parser.error(f"the password cannot be read: {error}")
    if not is_loopback(options.host) and not password:
        parser.error(
            f"at {options.host} anybody could read the articles. Add --password-file FILE, "
            "or leave --host out to serve this computer only."
        )

    try:
        model = language_model(
            os.environ,
            base_url=options.model_url,
            name=options.model_name,
            api_key=options.model_key,
        )
    except RagError as error:
        parser.error(str(error))

    def open_chat() -> Chatbot:
        from rag.chat import Chat  # slow: it loads the embedding model

        return Chat(options.index, model=model)

    try:
        blocks, address = serve(
            LateChat(open_chat),
            host=options.host,
            port=options.port,
            password=password,
            feedback=options.feedback,
        )
    except OSError as error:
        parser.error(f"nothing can be served at {options.host}:{options.port}: {error}")
    sys.stdout.write(f"The page is at {address} (Ctrl+C ends it).\n")
    sys.stdout.flush()  # for whoever waits for this line to open a browser
    blocks.block_thread()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Serve the chat as a page on this computer.",
        epilog="Example: python app.py --index index --port 7860",
    )
    add = parser.add_argument
    add(
        "--index",
        type=Path,
        default=Path("index"),
        help="the index to answer from (default: index/)",
    )
    add("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    add("--port", type=int, default=7860, help="default: %(default)s; 0 for the first free one")
    add("--password", default="", help="ask everybody for this first; others can see it in ps")
    add("--feedback", type=Path, help="a file to note in what people think of the answers")
    add("--password-file", type=Path, help="a file that holds the password instead")
    add_model_options(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
