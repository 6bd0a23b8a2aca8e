"""A server in a thread of its own, bounded in what strangers can take of it.

What it runs on has no limit on open connections, nor on the time for the head of a request:
both are set here. It would also hang up on who is refused in the middle of sending; then the other
side may see a broken connection instead of the answer.
"""

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, cast

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 512  # open at a time; a visitor's browser holds up to six
HEAD_TIME = 10.0  # seconds in which the head of a request must arrive
REST_TIME = 5.0  # seconds in which the rest of a refused request is thrown away
REST = 32_000_000  # bytes of it, more than any file that the page takes
PORTS = range(7860, 7960)  # tried one after the other where none is asked for
STARTING = 10.0  # seconds in which the server must be up


class Closing:
    """A connection that ends as its protocol says.

    Args:
        transport: the connection.
        end: ends it.
    """

    def __init__(self, transport: asyncio.Transport, end: Callable[[], None]) -> None:
        self._transport = transport
        self.close = end

    def __getattr__(self, name: str) -> Any:
        """Return what else the connection can do."""
        return getattr(self._transport, name)


class BoundedProtocol(H11Protocol):
    """HTTP on one connection, which is cut where it is one too many or sends nothing."""

    _head: asyncio.TimerHandle | None = None
    _rest_of: asyncio.Transport | None = None  # what is thrown away until the other side ends
    _rest = REST

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin with the head of the first request."""
        closing = Closing(transport, lambda: self._close(transport))
        super().connection_made(cast(asyncio.Transport, closing))
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
        else:
            self._expect_head()

    def data_received(self, data: bytes) -> None:
        """Take in bytes; those of a head must come to its end in time."""
        if self._rest_of is not None:
            self._rest -= len(data)
            if self._rest < 0:
                self._rest_of.abort()
            return
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._expect_head()
        else:
            self._forget_head()

    def _close(self, transport: asyncio.Transport) -> None:
        """End the connection; where a request has been answered before its end, wait for that."""
        sending = self.conn.their_state in (h11.SEND_BODY, h11.ERROR)
        if not sending or self._rest_of is not None or transport.is_closing():
            transport.close()
            return
        self._rest_of = transport
        self._forget_head()
        self._head = self.loop.call_later(REST_TIME, transport.abort)
        transport.write_eof()
        transport.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting for the head of a request."""
        self._forget_head()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        if self._head is None:
            self._head = self.loop.call_later(HEAD_TIME, self.transport.abort)

    def _forget_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None


class BoundedServer:
    """Serves an application until it is closed.

    Args:
        app: what answers.
        host: the address to listen on.
        port: 0 for the first free one of ``PORTS``.

    Raises:
        OSError: nothing can be served there.
    """

    def __init__(self, app: ASGIApp, *, host: str, port: int) -> None:
        self._socket = _listen(host, port)
        config = uvicorn.Config(
            app,
            http=BoundedProtocol,
            ws="none",
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )
        self._thread.start()
        began = time.monotonic()
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() - began > STARTING:
                raise OSError("the server did not start")
            time.sleep(0.005)
        shown = "localhost" if host in ("0.0.0.0", "::") else host
        named = f"[{shown}]" if ":" in shown else shown
        self.address = f"http://{named}:{self._socket.getsockname()[1]}/"

    def close(self) -> None:
        """Stop serving, and wait until the thread has ended."""
        self._server.should_exit = True
        self._thread.join(timeout=5)
        self._socket.close()

    def wait(self) -> None:
        """Serve until interrupted."""
        try:
            while self._thread.is_alive():
                self._thread.join(timeout=0.5)
        except KeyboardInterrupt:
            self.close()


def _listen(host: str, port: int) -> socket.socket:
    """Take a port, or the first that is free.

    Raises:
        OSError: there is none, or the address is not this computer's.
    """
    family: Any = socket.AF_INET6 if ":" in host else socket.AF_INET
    for one in [port] if port else PORTS:
        listening = socket.socket(family)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, one))
            listening.listen(128)
        except OSError as error:
            listening.close()
            if port or one == PORTS[-1]:
                raise error
        else:
            return listening
    raise OSError("no port is free")
