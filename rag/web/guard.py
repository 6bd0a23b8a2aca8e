"""Who may ask the page's server for what, and how much may be sent.

Beside the page itself a web framework brings addresses that read and receive files, fetch other
addresses or describe the page to programs. Here they do not exist. What can change something is
taken from the page itself alone, not from a page elsewhere that the same browser shows. Where
there is a password, nothing is read of a request before it has been typed.
"""

import json
import math
import re
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Receive, Scope, Send

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
from rag.web.headers import headers
from rag.web.html import render
from rag.web.login import Login
from rag.web.texts import in_language, language_of

ALLOWED_PATHS = re.compile(
    r"/(config/?|theme\.css|favicon\.ico|robots\.txt|manifest\.json|assets/.+|"
    r"static/.+|svelte/.+)?|/gradio_api/(queue/(join|data)/?|cancel|reset/?|heartbeat/\w+|"
    r"startup-events|theme\.css|login_check/?|app_id/?)"
)
JOIN = re.compile(r"/gradio_api/queue/join/?")
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")  # as JSON writes it; a whole one may have two
LONGEST_NAME = 64  # characters of what a page's script calls itself
LONGEST_GUESS = 4_000  # bytes of what is typed as a password
# What the framework would believe of where it is, and whom it may speak to.
UNTRUSTED = {b"origin", b"x-forwarded-host", b"x-gradio-server"}


class Guard:
    """Let through only what the page needs.

    Args:
        app: what answers the rest.
        inside: serve this computer alone. Then a request under another name is refused: it comes
            from a page elsewhere that has pointed its own name at this computer.
        largest: bytes that a request may have.
        login: asks for the password; None where there is none.
        events: for the number of each thing the page can have done, how many values it takes;
            None leaves it to the application.
        silence: seconds between two parts of a body.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        inside: bool,
        largest: int = LARGEST,
        login: Login | None = None,
        events: Mapping[int, int] | None = None,
        silence: float = SILENCE,
    ) -> None:
        self._app = app
        self._inside = inside
        self._largest = largest
        self._login = login
        self._events = events
        self._bodies = BodyReader(silence)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer that there is nothing."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, looks = scope["path"], scope["method"] in ("GET", "HEAD")
        if self._inside and not is_loopback(host_of(scope)):
            await _refuse(send, 400, "This page is for the computer it runs on.")
        elif not looks and not is_from_here(scope):
            await _refuse(send, 403, "Only the page itself may ask for this.")
        elif self._login and path in ("/login", "/logout"):
            await self._at_the_door(self._login, scope, receive, send)
        elif self._login and not self._login.knows(_token(scope, self._login)):
            await (_show_login(send, scope, 401) if path == "/" else _refuse(send, 401, "Log in."))
        elif not ALLOWED_PATHS.fullmatch(path):
            await _refuse(send, 404, "Not found.")
        elif looks:
            await self._app(_trusted(scope), receive, send)
        else:
            await self._take_in(scope, receive, send)

    async def _take_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read what a request brings, and pass it on with it."""
        try:
            body = await self._bodies.read(scope, receive, self._largest)
        except TooSlow:
            await _refuse(send, 408, "This took too long to arrive.")
            return
        if body is None:
            await _refuse(send, 413, "This is too large.")
        elif JOIN.fullmatch(scope["path"]) and not self._is_event(body):
            await _refuse(send, 422, "The page has nothing of this kind. Load it anew.")
        else:
            await self._app(_trusted(scope), with_body(_whole_characters(body), receive), send)

    def _is_event(self, body: bytes) -> bool:
        """Tell whether a request is for something that the page can have done."""
        if self._events is None:
            return True
        try:
            asked = json.loads(body)
        except (ValueError, RecursionError):
            return False
        if not isinstance(asked, dict) or not isinstance(asked.get("data"), list):
            return False
        number, session = asked.get("fn_index"), asked.get("session_hash")
        return (
            type(number) is int
            and self._events.get(number) == len(asked["data"])
            and isinstance(session, str)
            and len(session) <= LONGEST_NAME
        )

    async def _at_the_door(self, login: Login, scope: Scope, receive: Receive, send: Send) -> None:
        """Show where the password is typed, try what was typed, or let somebody leave."""
        looks = scope["method"] in ("GET", "HEAD")
        if scope["path"] == "/logout":
            if looks:  # any page elsewhere can make a browser look
                await _refuse(send, 405, "Press the page's own button to log out.")
                return
            login.leave(_token(scope, login))
            await _redirect(send, "/", _cookie(scope, login, "", age=0))
        elif looks:
            await _show_login(send, scope, 200)
        else:
            await self._try(login, scope, receive, send)

    async def _try(self, login: Login, scope: Scope, receive: Receive, send: Send) -> None:
        """Let somebody in who types the password."""
        address = (scope.get("client") or ("",))[0]
        if waiting := login.wait(address):
            await _show_login(send, scope, 429, waiting=waiting)
            return
        try:
            body = await self._bodies.read(scope, receive, LONGEST_GUESS)
        except TooSlow:
            body = None
        typed = parse_qs((body or b"").decode("utf-8", "replace"), max_num_fields=10)
        token = login.guess(typed.get("password", [""])[0], address)
        if token:
            query = scope["query_string"].decode("latin-1")
            await _redirect(send, f"/?{query}" if query else "/", _cookie(scope, login, token))
        else:
            await _show_login(send, scope, 401, wrong=True)


def _whole_characters(body: bytes) -> bytes:
    """Put a question mark for each half of a character: no answer that repeats it can be sent."""
    if not _HALF.search(body):
        return body
    try:
        return json.dumps(json.loads(body), ensure_ascii=False).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        return body


def _trusted(scope: Scope) -> Scope:
    """Leave out what a request says of where the page is, and where it comes from itself.

    The framework would repeat it in the page, and let a page elsewhere read what it answers.
    """
    kept = [(name, value) for name, value in scope["headers"] if name not in UNTRUSTED]
    return {**scope, "headers": kept}


# ---- the password


def _token(scope: Scope, login: Login) -> str:
    """Return the token that a browser holds; nothing where it holds none."""
    try:
        held = SimpleCookie(header(scope, b"cookie")).get(login.cookie)
    except CookieError:
        return ""
    return held.value if held else ""


def _cookie(scope: Scope, login: Login, token: str, *, age: int = 30 * 24 * 3600) -> bytes:
    """Write the header that makes a browser hold a token, for requests from the page alone."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return f"{login.cookie}={token}; Max-Age={age}; Path=/; HttpOnly; SameSite=Lax{secure}".encode()


async def _show_login(
    send: Send, scope: Scope, status: int, *, wrong: bool = False, waiting: float = 0.0
) -> None:
    language = language_of(header(scope, b"accept-language"))
    problem = in_language("wrong_password", language) if wrong else ""
    seconds = math.ceil(waiting)
    if seconds:
        problem = in_language("too_many_guesses", language, n=seconds)
    query = scope["query_string"].decode("latin-1")
    values = {"query": query, "problem": problem, "language": language}
    page = render("login.html", t=lambda name: in_language(name, language), **values).encode()
    more = [(b"retry-after", str(seconds).encode())] if seconds else []
    await _send(send, status, page, (b"content-type", b"text/html; charset=utf-8"), *more)


async def _redirect(send: Send, target: str, cookie: bytes) -> None:
    moved = [(b"location", target.encode("latin-1")), (b"set-cookie", cookie)]
    await _send(send, 303, b"", *moved)


async def _refuse(send: Send, status: int, why: str) -> None:
    await _send(send, status, why.encode(), (b"content-type", b"text/plain; charset=utf-8"))


async def _send(send: Send, status: int, body: bytes, *more: tuple[bytes, bytes]) -> None:
    """Answer, and end the connection: what of a body has not been read is not waited for."""
    size = (b"content-length", str(len(body)).encode())
    start = [*headers(b""), *more, size, (b"connection", b"close"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body})
