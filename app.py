"""Serve the chat as a page on this computer.

The page asks a ``Chatbot`` and shows what ``rag.web.turn_html`` writes; it decides nothing about
answers. It speaks to nobody but the browser: no analytics, no fonts or scripts from elsewhere,
and of the framework's many addresses only those that the page itself uses are answered.

    python app.py                                     on this computer only
    python app.py --edit                              where articles are added and removed too
    python app.py --host 0.0.0.0 --password-file pw   for others, who must know the password
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

# Before gradio is imported: it would report to its makers, and work out figures about its own
# events after each of them.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**12)
import gradio as gr
from starlette.applications import Starlette
from starlette.middleware import Middleware

from rag.articles.editing import MAX_FILE, ArticleFolder
from rag.errors import RagError
from rag.index.background_build import Builds
from rag.late import LateChat
from rag.options import add_model_options, model_of
from rag.protocols import Chatbot
from rag.web import ask_tab as tabs
from rag.web import turn_html as page
from rag.web.edits import Keeper
from rag.web.guard import LARGEST, Guard, is_loopback
from rag.web.headers import Headers
from rag.web.login import Login
from rag.web.server import PageServer

WAITING = 256  # questions in line before new ones are refused
MOST_VISITS = 256  # visitors whose page the framework remembers; who comes back is new to it


# ---- the page


def make_page(
    chat: Chatbot,
    *,
    feedback: Path | None = None,
    writer: str = "",
    builds: Builds | None = None,
    shelf: ArticleFolder | None = None,
    leaving: bool = False,
) -> gr.Blocks:
    """Lay out the page and connect it to a chat.

    Its looks and its script are handed over when it is served: see ``serve``.

    Args:
        chat: what answers.
        feedback: the file to which people's judgements are added; None asks for none.
        writer: the language model that words the answers; empty for none.
        builds: of the index that the chat answers from; without, the page doesn't follow them.
        shelf: the articles that people may add to and remove from, which needs ``builds``;
            without, nothing of that is on the page, nor among its addresses.
        leaving: there is a password, and so a button to log out.
    """
    if shelf and not builds:
        raise ValueError("what is added to the shelf would be in no index without builds")
    editing = shelf is not None
    blocks = gr.Blocks(title="Ask the articles", analytics_enabled=False, fill_width=True)
    with blocks:
        judging = "data-judging" if feedback else ""
        with gr.Column(elem_id="top"):
            masthead = MASTHEAD.format(judging=judging, leave=LEAVE if leaving else "")
            gr.HTML(masthead, apply_default_css=False)
            news = gr.HTML("", elem_id="news", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"), gr.Tabs():
                with gr.Tab("Ask"):
                    asking = tabs.lay_out_asking(chat, editing=editing)
                with gr.Tab("Browse") as tab:
                    browsing = tabs.lay_out_browsing()
                with gr.Tab("Speakers") as people_tab:
                    people = tabs.lay_out_people()
                if shelf:
                    with gr.Tab("Articles") as shelf_tab:
                        keeping = tabs.lay_out_keeping()
            with gr.Column(elem_id="side"):
                gr.HTML(PANEL, apply_default_css=False)
                alone = gr.HTML("", elem_id="alone", apply_default_css=False)
        bus = gr.HTML(js_on_load=_file("page.js"), elem_id="bus", apply_default_css=False)
        following = tabs.follow_builds(blocks, builds, news) if builds else None
        renewed = [following.generation.change] if following else []
        loaded = [blocks.load, *renewed]
        tabs.connect_asking(chat, asking, bus, loaded, writer=writer, editing=editing)
        if feedback:
            tabs.connect_feedback(feedback, asking, bus)
        tabs.connect_browsing([tab.select, *renewed], chat, browsing, bus, alone)
        tabs.connect_people([people_tab.select, *renewed], chat, people, bus)
        if shelf and builds and following:
            redrawn = [shelf_tab.select, *renewed, following.told.change]
            tabs.connect_keeping(redrawn, chat, Keeper(shelf, builds), keeping, bus, following)

        def leave(request: gr.Request) -> None:
            _forget(blocks, request.session_hash)

        blocks.unload(leave)
    blocks.queue(max_size=WAITING, default_concurrency_limit=tabs.AT_ONCE, api_open=False)
    return blocks


def _forget(blocks: gr.Blocks, session: str | None) -> None:
    """Drop what the framework keeps of a page that was left: all that stood on it last."""
    blocks.state_holder.session_data.pop(session or "", None)
    blocks.state_holder.time_last_used.pop(session or "", None)


# ---- what stands on the page from the start

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
<button type="button" class="quiet" id="shade">Dark</button>{leave}
</div></header>"""
LEAVE = """
<form method="post" action="/logout"><button class="quiet">Log out</button></form>"""
PANEL = """<aside id="panel" class="empty" data-turn="" tabindex="-1" aria-label="Sources">
<div id="reader" hidden><div class="bar">
<button type="button" class="quiet" id="back">← Back to the answer</button></div>
<div id="opened"></div></div>
<div id="listed"></div></aside>
<div id="card" role="tooltip" hidden><p class="title" dir="auto"></p><p class="meta"></p>
<p class="quote" dir="auto"></p></div>"""


def _file(name: str) -> str:
    """Read a file that stands beside ``rag/web/turn_html.py``."""
    return Path(page.__file__).with_name(name).read_text(encoding="utf-8")


def _theme() -> gr.themes.Base:
    # Names alone: a theme's own fonts would be fetched from elsewhere.
    sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
    return gr.themes.Base(
        primary_hue="sky", neutral_hue="stone", font=sans, font_mono=["ui-monospace", "monospace"]
    )


# ---- serving it


def serve(
    chat: Chatbot,
    *,
    host: str,
    port: int,
    password: str,
    feedback: Path | None = None,
    writer: str = "",
    builds: Builds | None = None,
    shelf: ArticleFolder | None = None,
) -> PageServer:
    """Serve the page in the background.

    Args:
        chat: what answers.
        host: the address to listen on.
        port: 0 for the first free one from 7860.
        password: what everybody must type first; empty for no password.
        feedback: see ``make_page``, as for the following.
        writer: the language model.
        builds: of the index.
        shelf: the articles that may be changed.

    Raises:
        OSError: nothing can be served there.
    """
    # A file arrives as base64, which is longer by a third.
    largest = LARGEST + (MAX_FILE * 4 // 3 if shelf else 0)
    blocks = make_page(
        chat,
        feedback=feedback,
        writer=writer,
        builds=builds,
        shelf=shelf,
        leaving=bool(password),
    )
    blocks.state_session_capacity = MOST_VISITS
    site = gr.mount_gradio_app(
        Starlette(),
        blocks,
        path="/",
        server_name=host,
        footer_links=[],
        run_history=False,
        app_kwargs={"middleware": [Middleware(Headers)], "docs_url": None},
        allowed_paths=[],
        max_file_size=0,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=_theme(),
        head=f"{ICON}<style>{_file('page.css')}</style>",
    )
    guard = Guard(
        site,
        inside=is_loopback(host),
        largest=largest,
        login=Login(password) if password else None,
        events={number: len(event.inputs) for number, event in blocks.fns.items()},
    )
    return PageServer(guard, host=host, port=port)


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
    does = "read and remove" if options.edit else "read"
    if not is_loopback(options.host) and not password:
        parser.error(
            f"at {options.host} anybody could {does} the articles. Add --password-file FILE, "
            "or leave --host out to serve this computer only."
        )

    try:
        model = model_of(options)
    except RagError as error:
        parser.error(str(error))

    def open_chat() -> Chatbot:
        from rag.chat import Chat  # slow: it loads the embedding model
        from rag.models.reader import open_reader

        open_reader()  # now, so that the first question need not wait for it
        return Chat(options.index, model=model)

    try:
        server = serve(
            LateChat(open_chat),
            host=options.host,
            port=options.port,
            password=password,
            feedback=options.feedback,
            writer=model.name if model else "",
            builds=Builds(options.index),
            shelf=ArticleFolder(options.edit) if options.edit else None,
        )
    except OSError as error:
        parser.error(f"nothing can be served at {options.host}:{options.port}: {error}")
    sys.stdout.write(f"The page is at {server.address} (Ctrl+C ends it).\n")
    sys.stdout.flush()  # for whoever waits for this line to open a browser
    server.wait()
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
    add(
        "--edit",
        nargs="?",
        const=Path("seeds"),
        type=Path,
        metavar="SEEDS",
        help="let everybody who can see the page add and remove articles of this folder "
        "(default: no; seeds/ if none is named)",
    )
    add("--feedback", type=Path, help="a file to note in what people think of the answers")
    add("--password-file", type=Path, help="a file that holds the password instead")
    add_model_options(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
