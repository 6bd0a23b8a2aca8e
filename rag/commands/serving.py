"""Commands that answer other programs: ``serve``."""

from argparse import Namespace

from rag import options
from rag.chat import Chat
from rag.errors import RagError
from rag.models.language_model import LONGEST_WAIT
from rag.serving.requests import is_loopback


def serve(arguments: Namespace) -> int:
    """Answer other programs over HTTP until interrupted."""
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
    chat.warm_up()
    workers = Workers(longest=LONGEST + (LONGEST_WAIT * model.timeout if model else 0))
    answering = application(chat, workers, token=token)
    try:
        server = BoundedServer(answering, host=arguments.host, port=arguments.port)
    except OSError as error:
        raise RagError(
            f"Nothing can be served at {arguments.host}:{arguments.port} ({error}).",
            fix="Name another address with --host and --port; --port 0 takes one that is free.",
        ) from None
    print(f"Programs are answered at {server.address} (Ctrl+C ends it).", flush=True)
    server.wait()
    return 0
