"""The headers that every answer of the page's server carries: they bind the browser to it."""

import base64
import hashlib
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.serving.requests import header
from rag.web.texts import language_of, with_texts

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval'{hashes}; style-src 'self' "
    "'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
# What the framework tells whoever shows a link to the page: its own name and picture.
PREVIEW = re.compile(rb"""<meta\s+(?:property|name)="(?:og|twitter):[^>]*>""")
OWN_PREVIEW = b"""<meta property="og:title" content="[[name]]">
<meta property="og:description" content="[[about_page]]">
</head>"""
LAID_OUT = "/config"  # the page once more, as the framework's script may ask for it
SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


class Headers:
    """Add the headers to what an application answers, before it is compressed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        await self._app(scope, receive, _with_headers(scope, send))


def _with_headers(scope: Scope, send: Send) -> Send:
    """Hold back the start of a page until it is whole; add headers to all else.

    Then its texts are known, and its scripts.
    """
    language = language_of(header(scope, b"accept-language"))
    start: Message = {}
    body = b""

    async def sent(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            if kind.startswith(b"text/html") or scope["path"].startswith(LAID_OUT):
                start = message
                return
            message["headers"] = [*message["headers"], *headers(b"")]
        elif start:
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            body = PREVIEW.sub(b"", body).replace(b"</head>", OWN_PREVIEW, 1)
            body = body.replace(b'lang="en"', f'lang="{language}"'.encode(), 1)
            body = with_texts(body.decode("utf-8", "replace"), language).encode()
            kept = [one for one in start["headers"] if one[0] != b"content-length"]
            length = (b"content-length", str(len(body)).encode())
            start["headers"] = [*kept, length, *headers(body)]
            await send(start)
            message = {"type": "http.response.body", "body": body}
        await send(message)

    return sent


def headers(html: bytes) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer; only the scripts that stand in ``html`` may run.

    Scripts are named by their hashes, so that markup which slipped in could not run any. The
    framework compiles templates, hence unsafe-eval. Nobody else hears where a visitor comes
    from, but the page's own forms must say so: a browser that may not sends "null" with them.
    """
    hashes = "".join(
        f" 'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in SCRIPT.findall(html)
    )
    return [
        (b"content-security-policy", POLICY.format(hashes=hashes).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    ]
