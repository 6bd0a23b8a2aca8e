"""Who may ask, and how much may be sent."""

import asyncio
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from asgi import SILENCE, echo, sent_back

from rag.api.access import HEADERS, Access, read_token
from rag.errors import RagError

TOKEN = "0123456789abcdef"
WRONG_HOST = "This server is for the computer it runs on, and goes by no other name."
WRONG_PAGE = "No page of another site may ask this server."
WRONG_TOKEN = "The token is missing, or another one."


def ask(
    *, method: str = "POST", parts: Iterable[bytes] = (b"{}",), token: str = "", **headers: str
) -> tuple[int, Any, dict[str, str]]:
    """Send one request to what echoes its body; return status, body and headers."""
    given = {"host": "127.0.0.1:7861", **headers}
    names = [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()]
    scope = {"type": "http", "method": method, "path": "/api/ask", "headers": names}
    access = Access(echo, token=token, largest=120, silence=0.05)
    start, *bodies = asyncio.run(sent_back(access, scope, list(parts)))
    answered = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], json.loads(b"".join(one["body"] for one in bodies)), answered


def refusal(**asked: Any) -> tuple[int, str]:
    """Return the status and the detail of a refused request."""
    status, body, headers = ask(**asked)
    assert headers["content-type"] == "application/problem+json"
    assert headers["connection"] == "close"
    assert body["status"] == status
    return status, body["detail"]


@pytest.mark.parametrize("host", ["127.0.0.1:7861", "localhost", "[::1]:7861"])
def test_this_computer_may_ask_and_gets_headers_that_bind_a_browser(host: str) -> None:
    status, body, headers = ask(host=host)
    assert (status, body) == (200, {})
    assert headers == {name.decode(): value.decode() for name, value in HEADERS}


@pytest.mark.parametrize("host", ["rebound.example", "192.0.2.1:7861", ""])
def test_without_a_token_another_name_of_the_server_is_refused(host: str) -> None:
    assert refusal(host=host, method="GET") == (400, WRONG_HOST)
    assert ask(host=host, token=TOKEN, authorization=f"Bearer {TOKEN}")[0] == 200


@pytest.mark.parametrize("token", ["", TOKEN])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_page_of_another_site_is_refused(method: str, token: str) -> None:
    asked: dict[str, Any] = {"method": method, "token": token, "authorization": f"Bearer {TOKEN}"}
    assert refusal(origin="http://evil.example", **asked) == (403, WRONG_PAGE)
    assert refusal(origin="null", **asked) == (403, WRONG_PAGE)
    assert refusal(origin="http://[::1", **asked) == (403, WRONG_PAGE)
    assert refusal(sec_fetch_site="cross-site", **asked) == (403, WRONG_PAGE)
    assert ask(origin="http://127.0.0.1:7861", **asked)[0] == 200
    assert ask(sec_fetch_site="same-origin", **asked)[0] == 200


def test_an_address_that_somebody_types_is_answered() -> None:
    assert ask(method="GET", sec_fetch_site="none")[0] == 200
    assert refusal(method="POST", sec_fetch_site="none") == (403, WRONG_PAGE)


@pytest.mark.parametrize(
    "given", ["", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}0", "Bearer", "Bearer é", "Bearer  "]
)
def test_where_there_is_a_token_nothing_is_read_without_it(given: str) -> None:
    assert refusal(token=TOKEN, authorization=given, parts=[SILENCE]) == (401, WRONG_TOKEN)
    assert ask(token=TOKEN, authorization=given)[2]["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("given", [f"Bearer {TOKEN}", f"bearer  {TOKEN} "])
def test_who_has_the_token_may_ask(given: str) -> None:
    assert ask(token=TOKEN, authorization=given)[0] == 200


def test_a_body_that_is_too_large_or_too_slow_is_refused() -> None:
    assert ask(parts=[b'"' + b"x" * 59, b"x" * 59 + b'"'])[0] == 200
    large = (413, "The request is larger than 120 bytes.")
    assert refusal(parts=[b"x" * 60, b"x" * 61]) == large
    assert refusal(content_length="121", parts=[SILENCE]) == large
    slow = (408, "The request took too long to arrive.")
    assert refusal(parts=[b"{", SILENCE]) == slow


@pytest.mark.parametrize("held", ["", "short", "two words that are long", "ünlike0123456789"])
def test_a_token_that_can_be_guessed_or_sent_by_nobody_is_refused(
    held: str, tmp_path: Path
) -> None:
    path = tmp_path / "token.txt"
    path.write_text(held, "utf-8")
    with pytest.raises(RagError) as raised:
        read_token(path)
    assert raised.value.problem == (
        f"{path} holds no token: at least 16 letters and digits in one line."
    )
    path.write_text(f"{TOKEN}\n", "utf-8")
    assert read_token(path) == TOKEN


def test_a_token_that_is_not_there_is_said_with_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(RagError, match="cannot be read") as raised:
        read_token(tmp_path / "none")
    assert "secrets.token_hex(32)" in raised.value.fix
