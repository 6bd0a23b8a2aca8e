"""Who may change something, and how much may be sent at once."""

import asyncio
from collections.abc import Iterable
from contextlib import closing

import pytest
from starlette.types import Message, Receive, Scope, Send

from rag.web.guard import Guard

PATH = "/gradio_api/queue/join"


def ask(
    *,
    method: str = "POST",
    headers: dict[str, str],
    parts: Iterable[bytes] = (b"{}",),
    inside: bool = True,
) -> tuple[int, bytes]:
    """Send one request through the guard to an application that echoes the body."""
    waiting = list(parts)
    sent: list[Message] = []

    async def echo(scope: Scope, receive: Receive, send: Send) -> None:
        message = await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": message["body"]})

    async def receive() -> Message:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        sent.append(message)

    given = {"host": "127.0.0.1:7860", **headers}
    scope = {
        "type": "http",
        "method": method,
        "path": PATH,
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    # A loop of its own: asyncio.run would drop the one that the web framework leaves open.
    with closing(asyncio.new_event_loop()) as loop:
        loop.run_until_complete(Guard(echo, inside=inside, largest=10)(scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},  # another program's page on this computer
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:7860"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:3000"},
        {"origin": "http://localhost:7860"},
        {"origin": "null"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_page_elsewhere_changes_nothing(method: str, headers: dict[str, str]) -> None:
    assert ask(method=method, headers=headers) == (403, b"Only the page itself may ask for this.")


@pytest.mark.parametrize(
    ("headers", "inside"),
    [
        ({}, True),  # no page at all: a program of one's own
        ({"sec-fetch-site": "same-origin"}, True),
        ({"origin": "http://127.0.0.1:7860"}, True),
        # Behind a proxy that speaks for another name, browsers say what is the same.
        ({"sec-fetch-site": "same-origin", "origin": "https://news.example"}, False),
        ({"host": "news.example", "origin": "https://news.example"}, False),
    ],
)
def test_the_page_itself_is_let_through(headers: dict[str, str], inside: bool) -> None:
    assert ask(headers=headers, inside=inside) == (200, b"{}")


def test_looking_needs_no_proof() -> None:
    assert ask(method="GET", headers={"sec-fetch-site": "cross-site"})[0] == 200


def test_what_is_too_large_is_refused_however_it_is_sent() -> None:
    assert ask(headers={}, parts=[b"1234", b"567890"]) == (200, b"1234567890")
    assert ask(headers={}, parts=[b"1234", b"5678901"]) == (413, b"This is too large.")
    endless = [b"12345"] * 1000
    assert ask(headers={"content-length": "1"}, parts=endless)[0] == 413
