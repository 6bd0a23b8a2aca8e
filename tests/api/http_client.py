"""A plain client of HTTP for the tests."""

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        """What the body says."""
        return json.loads(self.body)


def ask(
    address: str,
    path: str,
    body: object = None,
    *,
    headers: dict[str, str] | None = None,
    method: str = "",
    **query: object,
) -> Reply:
    """Ask a server: with a body by POST, else by GET; bytes are sent as they are."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    target = f"{path}?{urlencode(query, doseq=True)}" if query else path
    sent = body if body is None or isinstance(body, bytes) else json.dumps(body)
    given = {**({} if body is None else {"Content-Type": "application/json"}), **(headers or {})}
    try:
        connection.request(method or ("GET" if body is None else "POST"), target, sent, given)
        answered = connection.getresponse()
        names = {name.lower(): value for name, value in answered.getheaders()}
        return Reply(answered.status, answered.read(), names)
    finally:
        connection.close()
