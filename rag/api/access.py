"""Who may ask the server of other programs, and how much may be sent to it."""

from hmac import compare_digest
from pathlib import Path

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.api.problems import problem
from rag.errors import RagError
from rag.serving.requests import (
    LARGEST,
    SILENCE,
    BodyReader,
    TooSlow,
    header,
    host_of,
    is_from_here,
    is_loopback,
    with_body,
)

LEAST_TOKEN = 16  # characters, so that nobody guesses it
HEADERS = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]
CLOSE = {"Connection": "close"}  # what of a body has not been read is not waited for


class Access:
    """Lets through who may ask.

    A request that another page's script makes in somebody's browser is refused, and so is, where
    there is no token, one under a name that is not this computer's: it comes from a page
    elsewhere that has pointed its own name here.

    Args:
        app: what answers the rest.
        token: what must stand in the header ``Authorization: Bearer …``; empty for none.
        largest: bytes that a request may have.
        silence: seconds between two parts of a body.
    """

    def __init__(
        self, app: ASGIApp, *, token: str, largest: int = LARGEST, silence: float = SILENCE
    ) -> None:
        self._app = app
        self._token = token.encode()
        self._largest = largest
        self._bodies = BodyReader(silence)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            refusal = self._refusal(scope)
            if refusal is None:
                await self._take_in(scope, receive, _with_headers(send))
            else:
                await refusal(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        path = scope["path"]
        typed = header(scope, b"sec-fetch-site") == "none"  # by somebody, as an address
        if not self._token and not is_loopback(host_of(scope)):
            return problem(
                400,
                "This server is for the computer it runs on, and goes by no other name.",
                fix="Ask it as 127.0.0.1 or localhost, or start it with --token-file.",
                path=path,
                headers=CLOSE,
            )
        if not is_from_here(scope) and not (typed and scope["method"] in ("GET", "HEAD")):
            return problem(
                403, "No page of another site may ask this server.", path=path, headers=CLOSE
            )
        if self._token and not self._knows(header(scope, b"authorization")):
            return problem(
                401,
                "The token is missing, or another one.",
                fix="Send it in the header Authorization: Bearer …",
                path=path,
                headers={"WWW-Authenticate": "Bearer", **CLOSE},
            )
        return None

    def _knows(self, given: str) -> bool:
        kind, _, token = given.partition(" ")
        right = compare_digest(token.strip().encode("latin-1", "replace"), self._token)
        return kind.lower() == "bearer" and right

    async def _take_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read what a request brings, and pass it on with it."""
        path = scope["path"]
        if scope["method"] in ("GET", "HEAD"):
            # What a GET would be answered; the server leaves the body out.
            await self._app({**scope, "method": "GET"}, receive, send)
            return
        try:
            body = await self._bodies.read(scope, receive, self._largest)
        except TooSlow:
            slow = problem(408, "The request took too long to arrive.", path=path, headers=CLOSE)
            await slow(scope, receive, send)
            return
        if body is None:
            most = f"The request is larger than {self._largest:,} bytes."
            await problem(413, most, path=path, headers=CLOSE)(scope, receive, send)
        else:
            await self._app(scope, with_body(body, receive), send)


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *HEADERS]}
        await send(message)

    return sent


def read_token(path: Path) -> str:
    """Return the token that a file holds.

    Raises:
        RagError: it cannot be read, or is none that is hard to guess.
    """
    fix = f"Make one: python3 -c 'import secrets; print(secrets.token_hex(32))' > {path}"
    try:
        token = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise RagError(f"The token cannot be read from {path} ({error}).", fix=fix) from None
    if len(token) < LEAST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise RagError(
            f"{path} holds no token: at least {LEAST_TOKEN} letters and digits in one line.",
            fix=fix,
        )
    return token
