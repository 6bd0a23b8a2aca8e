"""What the page's server answers, and with which headers.

Beside the page itself a web framework brings addresses that read and receive files, fetch other
addresses or describe the page to programs. Here they do not exist. What can change something is
taken from the page itself alone, not from a page elsewhere that the same browser shows.
"""

import base64
import hashlib
import ipaddress
import re
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALLOWED_PATHS = re.compile(
    r"/(config/?|theme\.css|favicon\.ico|robots\.txt|manifest\.json|login/?|logout|assets/.+|"
    r"static/.+|svelte/.+)?|/gradio_api/(queue/(join|data)/?|cancel|reset/?|heartbeat/\w+|"
    r"startup-events|theme\.css|login_check/?|app_id/?)"
)
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval'{hashes}; style-src 'self' "
    "'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
LARGEST = 1_000_000  # bytes of a request
SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


class Guard:
    """Answer only the addresses the page needs, with headers that bind the browser to them.

    Args:
        app: what answers them.
        inside: serve this computer alone. Then a request under another name is refused: it comes
            from a page elsewhere that has pointed its own name at this computer.
        largest: bytes that a request may have.
    """

    def __init__(self, app: ASGIApp, *, inside: bool, largest: int = LARGEST) -> None:
        self._app = app
        self._inside = inside
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer that there is nothing."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif self._inside and not is_loopback(_named(scope)):
            await _refuse(send, 400, b"This page is for the computer it runs on.")
        elif not ALLOWED_PATHS.fullmatch(scope["path"]):
            await _refuse(send, 404, b"Not found.")
        elif scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, _with_headers(send))
        elif not _is_from_here(scope):
            await _refuse(send, 403, b"Only the page itself may ask for this.")
        elif (body := await _read(receive, self._largest)) is None:
            await _refuse(send, 413, b"This is too large.")
        else:
            await self._app(scope, _with_body(body, receive), _with_headers(send))


def is_loopback(host: str) -> bool:
    """Tell whether an address can be reached from this computer only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _named(scope: Scope) -> str:
    """Return the host a request was sent to, without its port."""
    return re.sub(r":\d+$", "", _header(scope, b"host")).strip("[]")


def _header(scope: Scope, name: bytes) -> str:
    value: bytes = dict(scope["headers"]).get(name, b"")
    return value.decode("latin-1")


def _is_from_here(scope: Scope) -> bool:
    """Tell whether a request was made by this page, or by no page at all.

    Every browser names where a request comes from, and no page can change that.
    """
    if site := _header(scope, b"sec-fetch-site"):
        return site == "same-origin"
    origin = _header(scope, b"origin")
    return not origin or urlsplit(origin).netloc == _header(scope, b"host")


async def _read(receive: Receive, largest: int) -> bytes | None:
    """Return the body of a request; None if it is larger.

    All of it is taken in, though not kept: a browser hears no answer before it has sent it.
    """
    body = bytearray()
    size, more = 0, True
    while more:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        body += part if size <= largest else b""
        more = message.get("more_body", False)
    return bytes(body) if size <= largest else None


def _with_body(body: bytes, receive: Receive) -> Receive:
    """Hand over a body that has been read, then what else there is to receive."""
    given = False

    async def received() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body}

    return received


async def _refuse(send: Send, status: int, why: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers(b"")})
    await send({"type": "http.response.body", "body": why})


def _with_headers(send: Send) -> Send:
    """Hold back the start of a page until its scripts are known; add headers to all else."""
    start: Message = {}
    body = b""

    async def sent(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            if kind.startswith(b"text/html"):
                start = message
                return
            message["headers"] = [*message["headers"], *headers(b"")]
        elif start:
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            start["headers"] = [*start["headers"], *headers(body)]
            await send(start)
            message = {"type": "http.response.body", "body": body}
        await send(message)

    return sent


def headers(html: bytes) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer; only the scripts that stand in ``html`` may run.

    Scripts are named by their hashes, so that markup which slipped in could not run any. The
    framework compiles templates, hence unsafe-eval.
    """
    hashes = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in SCRIPT.findall(html)
    )
    return [
        (b"content-security-policy", POLICY.format(hashes=hashes).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    ]
