"""Commands that answer other programs: ``serve``, ``mcp``."""

from argparse import Namespace
from importlib.util import find_spec
from threading import Thread

from rag import options
from rag.chat import Chat
from rag.errors import RagError
from rag.models.language_model import LONGEST_WAIT, LanguageModel
from rag.news.feed import feed_of
from rag.news.finding import NewsReader
from rag.serving.requests import is_loopback


def serve(arguments: Namespace) -> int:
    """Answer other programs over HTTP until interrupted."""
    _check_installed()
    from rag.api.access import read_token
    from rag.api.application import application  # slow, as all that it stands on
    from rag.api.workers import LONGEST, Workers
    from rag.serving.server import BoundedServer

    token = read_token(arguments.token_file) if arguments.token_file else ""
    if not token and not is_loopback(arguments.host):
        raise RagError(
            f"At {arguments.host} anybody could read the articles.",
            fix="Add --token-file FILE, or leave --host out to serve this computer only.",
        )
    model = options.model_of(arguments)
    chat = Chat(arguments.index, model=model)
    _ = chat.library  # says at once that there is none
    reader = NewsReader(arguments.index, chat)
    workers = Workers(longest=LONGEST + _written_in(model))
    answering = application(
        chat,
        workers,
        token=token,
        feed=lambda address: feed_of(reader.all_news(), address=address),
    )
    try:
        server = BoundedServer(answering, host=arguments.host, port=arguments.port)
    except OSError as error:
        raise RagError(
            f"Nothing can be served at {arguments.host}:{arguments.port} ({error}).",
            fix="Name another address with --host and --port; --port 0 takes one that is free.",
        ) from None
    chat.warm_up()
    print(f"Programs are answered at {server.address} (Ctrl+C ends it).", flush=True)
    server.wait()
    return 0


def mcp(arguments: Namespace) -> int:
    """Answer the program that started this one, over its input and output, until it ends."""
    _check_installed()
    from rag.api.mcp_server import mcp_server, over_stdio  # slow, as above
    from rag.api.workers import LONGEST, Workers

    model = options.model_of(arguments)
    chat = Chat(arguments.index, model=model)
    # Beside the first messages: programs wait for an answer to those for a few seconds only.
    Thread(target=chat.warm_up, daemon=True).start()
    over_stdio(mcp_server(chat, Workers(longest=LONGEST + _written_in(model))))
    return 0


def _check_installed() -> None:
    """Make sure that what answers programs is there.

    Raises:
        RagError: it is not.
    """
    for package in ("fastapi", "mcp"):
        if find_spec(package) is None:
            raise RagError(
                f"The package {package} is not installed.", fix="Run `pip install '.[serve]'`."
            )


def _written_in(model: LanguageModel | None) -> float:
    """Return how many seconds a language model may take."""
    return LONGEST_WAIT * model.timeout if model else 0.0
