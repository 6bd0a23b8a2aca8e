"""What strangers can take of the server: connections, time and memory, over plain sockets."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send

from rag.serving import server
from rag.serving.server import BoundedServer
from rag.web.guard import Guard

LONG = 60.0  # seconds in which the slowest machine has done anything
HEAD = b"POST /gradio_api/queue/join HTTP/1.1\r\nHost: 127.0.0.1\r\n"


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer every request with one word."""
    if scope["type"] == "lifespan":
        for state in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{state}.complete"})
        return
    headers = [(b"content-length", b"4")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"here"})


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(server, "HEAD_TIME", 0.4)
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 40)
    guard = Guard(application, inside=True, largest=30_000_000, silence=1.0)
    serving = BoundedServer(guard, host="127.0.0.1", port=0)
    yield int(serving.address.rstrip("/").rpartition(":")[2])
    serving.close()


def connect(port: int, sent: bytes) -> socket.socket:
    """Open a connection and send the beginning of a request."""
    opened = socket.create_connection(("127.0.0.1", port), timeout=LONG)
    opened.sendall(sent)
    return opened


def heard(opened: socket.socket) -> bytes:
    """Read until the other side ends; nothing where it cuts the line."""
    parts = b""
    try:
        while part := opened.recv(65536):
            parts += part
    except ConnectionResetError:
        pass
    return parts


def test_a_whole_request_is_answered(port: int) -> None:
    with connect(port, HEAD + b"Connection: close\r\nContent-Length: 2\r\n\r\n{}") as opened:
        assert heard(opened).endswith(b"\r\n\r\nhere")


@pytest.mark.parametrize("sent", [b"", b"GET", HEAD])
def test_a_head_that_does_not_end_is_cut_off(port: int, sent: bytes) -> None:
    began = time.monotonic()
    with connect(port, sent) as opened:
        assert heard(opened) == b""
    assert time.monotonic() - began > 0.2


def test_a_head_that_drips_is_cut_off(port: int) -> None:
    began = time.monotonic()
    with connect(port, HEAD) as opened, suppress(ConnectionError):
        while time.monotonic() - began < LONG:
            opened.sendall(b"X-Drop: 1\r\n")
            time.sleep(0.1)
    assert time.monotonic() - began < LONG


def test_a_body_that_does_not_end_is_cut_off(port: int) -> None:
    with connect(port, HEAD + b"Content-Length: 1000\r\n\r\n{") as opened:
        said = heard(opened)
    assert said.startswith(b"HTTP/1.1 408 ")
    assert said.endswith(b"This took too long to arrive.")


@pytest.mark.parametrize("head", [HEAD, HEAD.replace(b"POST /gradio_api", b"POST /elsewhere")])
def test_who_is_refused_while_sending_hears_why(
    port: int, head: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "REST_TIME", LONG)
    status = b"413" if head == HEAD else b"404"
    for _ in range(5):
        with connect(port, head + b"Content-Length: 31000000\r\n\r\n") as opened:
            opened.sendall(b"x" * 31_000_000)
            assert opened.recv(12) == b"HTTP/1.1 " + status
            assert heard(opened).endswith((b"This is too large.", b"Not found."))


def test_the_rest_of_what_is_refused_is_not_waited_for_long(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "REST_TIME", 0.4)
    began = time.monotonic()
    with connect(port, HEAD + b"Content-Length: 31000000\r\n\r\n") as opened:
        opened.sendall(b"x")
        assert heard(opened).startswith(b"HTTP/1.1 413 ")
        with suppress(ConnectionError):
            while time.monotonic() - began < LONG:
                opened.sendall(b"x")
                time.sleep(0.05)
    assert time.monotonic() - began < LONG


def test_an_endless_body_is_not_read_for_ever(port: int) -> None:
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    sent = 0
    head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    with connect(port, head) as opened, suppress(ConnectionError):
        while sent < 200:
            opened.sendall(chunk)
            sent += 1
    assert sent < 100  # thirty are taken, and what lies on the way


def test_connections_are_bounded(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEAD_TIME", 2 * LONG)  # the last is not cut off for its head
    with ExitStack() as held:
        for _ in range(40):
            held.enter_context(connect(port, b""))
        with connect(port, b"") as one_too_many:
            assert heard(one_too_many) == b""
    with connect(port, HEAD + b"Connection: close\r\nContent-Length: 2\r\n\r\n{}") as opened:
        assert heard(opened).endswith(b"here")


def test_many_unfinished_bodies_take_little_memory(port: int) -> None:
    def resident() -> float:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * 4096 / 1e6

    large = HEAD + b"Content-Length: 28000000\r\n\r\n"
    before = resident()
    with ExitStack() as held:
        opened = [held.enter_context(connect(port, large)) for _ in range(30)]
        for one in opened:
            one.setblocking(False)
        until = time.monotonic() + 0.8  # shorter than a silence that would end them
        part = b"x" * 1_000_000
        while time.monotonic() < until:
            for one in opened:
                try:
                    one.send(part)
                except (BlockingIOError, OSError):
                    continue
        grown = resident() - before
    assert grown < 200  # thirty bodies of 28 MB are 840


def test_a_port_that_is_taken_is_refused(port: int) -> None:
    with pytest.raises(OSError, match="in use"):
        BoundedServer(application, host="127.0.0.1", port=port)
