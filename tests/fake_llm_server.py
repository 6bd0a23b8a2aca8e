"""A scripted OpenAI-compatible server on loopback: it answers each request with its next reply."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What the server does with one request."""

    parts: tuple[str, ...] = ()  # of the streamed text
    finish: str | None = "stop"  # the reason given at the end; None: none is given
    refusal: str = ""
    status: int = 200
    error: str = ""  # message of a status other than 200, or inside the stream
    wait: float = 0.0  # seconds before each part
    cut: bool = False  # the connection is lost after the parts
    raw: str = ""  # sent as it is, in place of a stream
    location: str = ""  # where a status 307 sends to
    whole: bytes = b""  # all that is sent, status line and headers included
    drip: bytes = b""  # sent after them again and again, until the client has gone


@dataclass
class FakeServer:
    """The running server: its address and what it was sent."""

    base_url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def prompt(self, request: int = 0) -> str:
        """Return what the user's part of a request said."""
        text = self.requests[request]["messages"][-1]["content"]
        assert isinstance(text, str)
        return text


@contextmanager
def serving(*replies: Reply) -> Iterator[FakeServer]:
    """Serve the replies in turn, the last one for ever, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 (the name is the library's)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            fake.requests.append(json.loads(body))
            fake.keys.append(self.headers["Authorization"])
            reply = replies[min(len(fake.requests), len(replies)) - 1]
            with suppress(OSError):  # the client has gone: it waited long enough
                _send(self, reply)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake = FakeServer(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    if reply.whole or reply.drip:
        handler.wfile.write(reply.whole)
        while reply.drip:
            handler.wfile.write(reply.drip)
            handler.wfile.flush()
            time.sleep(reply.wait)
        handler.close_connection = True
        return
    if reply.status != 200:
        body = json.dumps({"error": {"message": reply.error, "type": "error"}}).encode()
        handler.send_response(reply.status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        if reply.location:
            handler.send_header("Location", reply.location)
        handler.end_headers()
        handler.wfile.write(body)
        return
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    if reply.cut:
        handler.send_header("Content-Length", "1000000")  # more than will come
    handler.end_headers()
    for event in _events(reply):
        handler.wfile.write(event.encode())
        handler.wfile.flush()
        time.sleep(reply.wait)
    handler.close_connection = True


def _events(reply: Reply) -> Iterator[str]:
    if reply.raw:
        yield reply.raw
        return
    for part in reply.parts:
        yield _event({"content": part})
    if reply.refusal:
        yield _event({"refusal": reply.refusal})
    if reply.error:
        yield f"data: {json.dumps({'error': {'message': reply.error}})}\n\n"
    if reply.cut:
        return
    if reply.finish:
        yield _event({}, reply.finish)
    yield "data: [DONE]\n\n"


def _event(delta: dict[str, str], finish: str | None = None) -> str:
    choices: Sequence[object] = [{"index": 0, "delta": delta, "finish_reason": finish}]
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "fake"}
    return f"data: {json.dumps(chunk | {'choices': choices})}\n\n"
