"""HTTP with a server that is not trusted to come to an end.

A client's time-out is one between two reads: a server that drips bytes, comment lines or headers
never meets it. Here all that is sent and read together has so many seconds and so many bytes.
"""

import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from threading import Lock, Timer
from typing import Any, Literal

import httpx2

Limit = Literal["time", "size", "compression"]


class BoundedTransport(httpx2.HTTPTransport):
    """Sends requests straight to their server, and hangs up when a limit is reached.

    It uses no proxy, and takes no compressed body: a small one can unpack to any size.

    Args:
        seconds: from now until the end of the last reply.
        most: bytes of the replies' bodies.
    """

    def __init__(self, *, seconds: float, most: int) -> None:
        super().__init__()
        self.ended: Limit | None = None  # the limit that was reached, if any
        self._left = most
        self._sockets: list[socket.socket] = []
        self._lock = Lock()  # the clock hangs up from a thread of its own
        self._clock = Timer(seconds, self._hang_up, ["time"])
        self._clock.daemon = True
        self._clock.start()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request.

        Raises:
            httpx2.HTTPError: the connection failed, ``ended`` among the reasons.
        """
        request.extensions = {**request.extensions, "trace": self._watch}
        request.headers["Accept-Encoding"] = "identity"
        response = super().handle_request(request)
        if response.headers.get("Content-Encoding", "identity") != "identity":
            response.close()
            self.ended = "compression"
            raise httpx2.DecodingError("the reply is compressed", request=request)
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _Counted(response.stream, self)
        return response

    def close(self) -> None:
        """Stop the clock and close every connection."""
        self._clock.cancel()
        super().close()

    def take(self, size: int) -> None:
        """Count bytes of a body; hang up when they are too many.

        Raises:
            httpx2.ReadError: they are.
        """
        self._left -= size
        if self._left < 0:
            self._hang_up("size")
            raise httpx2.ReadError("the reply is too long")

    def _watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the socket of a connection as soon as there is one."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            with self._lock:
                self._sockets.append(info["return_value"].get_extra_info("socket"))
            if self.ended:
                self._shut_down()

    def _hang_up(self, limit: Limit) -> None:
        self.ended = self.ended or limit
        self._shut_down()

    def _shut_down(self) -> None:
        """End whatever reads from a connection: it finds the end of the stream."""
        with self._lock:
            for one in self._sockets:
                with suppress(OSError):  # it is closed already
                    one.shutdown(socket.SHUT_RDWR)


class _Counted(httpx2.SyncByteStream):
    """A body whose bytes are counted as they are read."""

    def __init__(self, body: httpx2.SyncByteStream, transport: BoundedTransport) -> None:
        self._body = body
        self._transport = transport

    def __iter__(self) -> Iterator[bytes]:
        for part in self._body:
            self._transport.take(len(part))
            yield part

    def close(self) -> None:
        self._body.close()
