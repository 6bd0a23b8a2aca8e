"""Who may change something, and how much may be sent at once."""

import asyncio
import json
from collections.abc import Iterable

import pytest
from asgi import SILENCE, echo, sent_back

from rag.web.guard import Guard
from rag.web.login import Login

PATH = "/gradio_api/queue/join"
LARGEST = 120


def ask(
    *,
    method: str = "POST",
    headers: dict[str, str],
    parts: Iterable[bytes] = (b"{}",),
    inside: bool = True,
    path: str = PATH,
    login: Login | None = None,
    events: dict[int, int] | None = None,
    left: list[bytes] | None = None,
) -> tuple[int, bytes]:
    """Send one request through the guard to an application that echoes the body.

    ``left`` takes the parts that were not read; after the last part nothing more arrives.
    """
    waiting = list(parts) if left is None else left
    waiting[:] = parts
    given = {"host": "127.0.0.1:7860", **headers}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "client": ("192.0.2.1", 5),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    guard = Guard(echo, inside=inside, largest=LARGEST, login=login, events=events, silence=0.05)
    sent = asyncio.run(sent_back(guard, scope, waiting))
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
        {"origin": "http://[::1"},
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


def test_halves_of_characters_are_replaced_in_what_a_page_sends() -> None:
    sent = rb'{"data": ["a\ud800b\uDFFF", "\ud83d\ude00 \\ud800"]}'
    status, body = ask(headers={}, parts=[sent])
    assert (status, json.loads(body)) == (200, {"data": ["a?b?", "\U0001f600 \\ud800"]})
    assert ask(headers={}, parts=[rb'"\ud800']) == (200, rb'"\ud800')  # it is no JSON


def test_looking_needs_no_proof() -> None:
    assert ask(method="GET", headers={"sec-fetch-site": "cross-site"})[0] == 200


def test_what_is_too_large_is_refused_however_it_is_sent() -> None:
    fits = [b"1" * 50, b"2" * 70]
    assert ask(headers={}, parts=fits) == (200, b"".join(fits))
    assert ask(headers={}, parts=[*fits, b"3"]) == (413, b"This is too large.")
    endless = [b"12345"] * 1000
    left: list[bytes] = []
    assert ask(headers={"content-length": "1"}, parts=endless, left=left)[0] == 413
    assert len(left) > 900  # the rest is not read


def test_what_says_that_it_is_too_large_is_not_read() -> None:
    left: list[bytes] = []
    assert ask(headers={"content-length": "121"}, parts=[b"1"] * 3, left=left)[0] == 413
    assert len(left) == 3
    assert ask(headers={"content-length": "9" * 5000}, parts=[b"1"], left=left)[0] == 413


def test_a_body_that_does_not_arrive_is_not_waited_for() -> None:
    answer = ask(headers={}, parts=[b"{", SILENCE, b"}"])
    assert answer == (408, b"This took too long to arrive.")


@pytest.mark.parametrize("path", ["/config", "/gradio_api/queue/join", "/nothing"])
@pytest.mark.parametrize("cookie", [{}, {"cookie": "articles-1=x"}, {"cookie": '"; \x01='}])
def test_nothing_is_read_before_the_password_is_known(path: str, cookie: dict[str, str]) -> None:
    left: list[bytes] = []
    login = Login("sesame")
    answer = ask(headers=cookie, parts=[b"{}", SILENCE], path=path, login=login, left=left)
    assert (answer, len(left)) == ((401, b"Log in."), 2)


def test_a_browser_that_holds_a_token_is_let_through() -> None:
    login = Login("sesame")
    token = login.guess("sesame", "192.0.2.1")
    cookie = {"cookie": f"other=1; {login.cookie}={token}"}
    assert ask(headers=cookie, login=login) == (200, b"{}")
    assert ask(headers=cookie, path="/logout", login=login)[0] == 303
    assert ask(headers=cookie, login=login) == (401, b"Log in.")


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 405),
        ("GET", {"sec-fetch-site": "cross-site"}, 405),
        ("POST", {"sec-fetch-site": "cross-site"}, 403),
        ("POST", {"origin": "http://127.0.0.1:3000"}, 403),
    ],
)
def test_a_page_elsewhere_logs_nobody_out(
    method: str, headers: dict[str, str], status: int
) -> None:
    login = Login("sesame")
    token = login.guess("sesame", "192.0.2.1")
    cookie = {"cookie": f"{login.cookie}={token}"}
    answer = ask(method=method, headers={**cookie, **headers}, path="/logout", login=login)
    assert answer[0] == status
    assert login.knows(token)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"fn_index": 3, "session_hash": "s", "data": [1, 2]}, 200),
        ({"fn_index": 99, "session_hash": "s", "data": [1, 2]}, 422),
        ({"fn_index": True, "session_hash": "s", "data": [1, 2]}, 422),
        ({"fn_index": "3", "session_hash": "s", "data": [1, 2]}, 422),
        ({"fn_index": None, "session_hash": "s", "data": [1, 2]}, 422),
        ({"fn_index": 3, "session_hash": "s", "data": [1]}, 422),
        ({"fn_index": 3, "session_hash": "s", "data": {}}, 422),
        ({"fn_index": 3, "session_hash": "s" * 65, "data": [1, 2]}, 422),
        ({"fn_index": 3, "data": [1, 2]}, 422),
        ([], 422),
    ],
)
def test_only_what_the_page_has_can_be_done(body: object, status: int) -> None:
    assert ask(headers={}, parts=[json.dumps(body).encode()], events={3: 2})[0] == status


def test_a_body_that_is_no_json_is_refused() -> None:
    assert ask(headers={}, parts=[b"{"], events={3: 2})[0] == 422
    assert ask(headers={}, parts=[b"[" * 100], events={3: 2})[0] == 422
