"""Serve the chat as a page on this computer.

The page asks a ``Chatbot`` and shows what ``rag.web.turn_html`` writes; it decides nothing about
answers. It speaks to nobody but the browser: no analytics, no fonts or scripts from elsewhere,
and of the framework's many addresses only those that the page itself uses are answered.

    python app.py                                     on this computer only
    python app.py --edit                              where articles are added and removed too
    python app.py --host 0.0.0.0 --password-file pw   for others, who must know the password
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rag.visible import visible_stream  # first: rag switches off what others would report

# isort: split
import gradio as gr
from starlette.applications import Starlette
from starlette.middleware import Middleware

from rag.articles.editing import MAX_FILE, ArticleFolder
from rag.chat import Chat
from rag.commands.storing import note_store
from rag.errors import RagError
from rag.index.background_build import Builds
from rag.options import add_model_options, add_store, model_of
from rag.serving.requests import LARGEST, is_loopback
from rag.serving.server import BoundedServer
from rag.web.chatbot import Chatbot
from rag.web.guard import Guard
from rag.web.headers import Headers
from rag.web.kept import Kept
from rag.web.layout import head, make_page, theme
from rag.web.login import Login
from rag.web.open_pages import hold_little

MOST_VISITS = 256  # visitors whose page the framework remembers; who comes back is new to it


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
    kept: Kept | None = None,
) -> BoundedServer:
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
        kept: the conversations.

    Raises:
        OSError: nothing can be served there.
    """
    # A file arrives as base64, which is longer by a third.
    largest = LARGEST + (MAX_FILE * 4 // 3 if shelf else 0)

    async def lay_out() -> tuple[gr.Blocks, Starlette]:
        blocks = make_page(
            chat,
            feedback=feedback,
            writer=writer,
            builds=builds,
            shelf=shelf,
            kept=kept,
            leaving=bool(password),
        )
        return blocks, _site(blocks, host)

    # Outside of an event loop Gradio would open one for each of its locks, and close none. In a
    # thread of its own, because who calls may have a loop already.
    with ThreadPoolExecutor(1) as apart:
        blocks, site = apart.submit(asyncio.run, lay_out()).result()
    guard = Guard(
        site,
        inside=is_loopback(host),
        largest=largest,
        login=Login(password) if password else None,
        events={number: len(event.inputs) for number, event in blocks.fns.items()},
    )
    return BoundedServer(guard, host=host, port=port)


def _site(blocks: gr.Blocks, host: str) -> Starlette:
    """Mount the page with all of the framework's own that is not needed switched off."""
    blocks.state_session_capacity = MOST_VISITS
    site: Starlette = gr.mount_gradio_app(
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
        theme=theme(),
        head=head(),
    )
    hold_little(site, blocks)
    return site


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

    alone = is_loopback(options.host) and not password
    noted = options.index / "feedback.jsonl"
    try:
        model = model_of(options)
        note_store(options, may_be_new=True)
    except RagError as error:
        parser.error(str(error))

    builds = Builds(options.index)
    try:
        chat = Chat(options.index, model=model, must_exist=False)
        chat.warm_up()
        server = serve(
            chat,
            host=options.host,
            port=options.port,
            password=password,
            feedback=options.feedback or (noted if alone and not options.keep_nothing else None),
            writer=model.name if model else "",
            builds=builds,
            shelf=ArticleFolder(options.edit) if options.edit else None,
            kept=None if options.keep_nothing else Kept(options.index, shared=alone),
        )
    except OSError as error:
        parser.error(f"nothing can be served at {options.host}:{options.port}: {error}")
    if options.edit:
        builds.follow(options.edit)
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
    add_store(parser)
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
    add(
        "--feedback",
        type=Path,
        help="a file to note in what people think of the answers (default: feedback.jsonl in the "
        "index's folder where only this computer is served, else none)",
    )
    add(
        "--keep-nothing",
        action="store_true",
        help="keep no conversations, and judgements only in a --feedback file",
    )
    add("--password-file", type=Path, help="a file that holds the password instead")
    add_model_options(parser)
    return parser


if __name__ == "__main__":
    sys.stdout, sys.stderr = visible_stream(sys.stdout), visible_stream(sys.stderr)
    sys.exit(main())
