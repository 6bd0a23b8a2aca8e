"""What is known of a request before it is answered: its body, its host, where it comes from."""

import asyncio
import ipaddress
import re
from urllib.parse import urlsplit

from starlette.types import Message, Receive, Scope

LARGEST = 1_000_000  # bytes of a request
SMALL = 100_000  # bytes that any request may bring; what is larger is read by turns
AT_ONCE = 2  # larger requests that are read at the same time
SILENCE, PATIENCE = 10.0, 120.0  # seconds between two parts of a body, and for all of it


class TooSlow(Exception):
    """A body does not arrive."""


class BodyReader:
    """Reads what requests bring, the large ones by turns.

    Args:
        silence: seconds between two parts of a body.
    """

    def __init__(self, silence: float = SILENCE) -> None:
        self._silence = silence
        self._large = asyncio.Semaphore(AT_ONCE)

    async def read(self, scope: Scope, receive: Receive, largest: int) -> bytes | None:
        """Return the body of a request; None if it is larger.

        Raises:
            TooSlow: it does not arrive.
        """
        announced = header(scope, b"content-length")
        if announced.isdecimal() and int(announced[:20]) > largest:
            return None
        reading = _Body(receive, largest, self._silence)
        try:
            async with asyncio.timeout(PATIENCE):
                body = await reading.up_to(min(SMALL, largest))
                if reading.more and body is not None:
                    async with self._large:
                        body = await reading.up_to(largest)
        except TimeoutError:
            raise TooSlow from None
        return body


class _Body:
    """The body of a request, read part by part."""

    def __init__(self, receive: Receive, largest: int, silence: float) -> None:
        self._receive = receive
        self._largest = largest
        self._silence = silence
        self._read = bytearray()
        self.more = True

    async def up_to(self, enough: int) -> bytes | None:
        """Return what has been read once it ends or exceeds ``enough``; None if it is too large.

        Raises:
            TimeoutError: the next part does not arrive.
        """
        while self.more and len(self._read) <= enough:
            message = await asyncio.wait_for(self._receive(), self._silence)
            self._read += message.get("body", b"")
            self.more = message["type"] == "http.request" and message.get("more_body", False)
        return bytes(self._read) if len(self._read) <= self._largest else None


def with_body(body: bytes, receive: Receive) -> Receive:
    """Hand over a body that has been read, then what else there is to receive."""
    given = False

    async def received() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body}

    return received


def header(scope: Scope, name: bytes) -> str:
    """Return a header of a request; nothing where it has none of that name."""
    value: bytes = dict(scope["headers"]).get(name, b"")
    return value.decode("latin-1")


def host_of(scope: Scope) -> str:
    """Return the host a request was sent to, without its port."""
    return re.sub(r":\d+$", "", header(scope, b"host")).strip("[]")


def is_loopback(host: str) -> bool:
    """Tell whether an address can be reached from this computer only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_from_here(scope: Scope) -> bool:
    """Tell whether a request was made by a page of this server, or by no page at all.

    Every browser names where a request comes from, and no page can change that.
    """
    if site := header(scope, b"sec-fetch-site"):
        return site == "same-origin"
    origin = header(scope, b"origin")
    try:
        return not origin or urlsplit(origin).netloc == header(scope, b"host")
    except ValueError:  # it is no address: a bracket is not closed
        return False
