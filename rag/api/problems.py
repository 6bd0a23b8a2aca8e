"""Say what is wrong with a request as problem details (RFC 9457), and never more than that."""

import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from rag.api.workers import Busy, TooLong
from rag.errors import (
    BadQuery,
    BadQuestion,
    RagError,
    UnknownArticle,
    UnknownSource,
    UnknownSpeaker,
)

CONTENT_TYPE = "application/problem+json"
AGAIN = 2  # seconds after which one that was turned away may come again, by hand
MOST_FAULTS = 20  # of a request that are named
STATUS = {  # any other: 503
    BadQuery: 422,
    BadQuestion: 422,
    UnknownArticle: 404,
    UnknownSource: 404,
    UnknownSpeaker: 404,
}
ADDRESSES = {"list": "/api/articles", "speakers": "/api/speakers"}  # by the command that does so
NO_JSON = "What was sent is no JSON."
_COMMAND = re.compile(r"`rag (\w+)[^`]*`")
SEE = "See /openapi.json for what can be asked."


class Refused(Exception):
    """A request asks for what cannot be.

    Args:
        status: of HTTP.
        detail: one sentence about what was found.
        fix: the next step.
        code: what OpenAI's clients know it by; may be empty.
        more: further members of the problem.
    """

    def __init__(self, status: int, detail: str, *, fix: str, code: str = "", **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.fix = fix
        self.code = code
        self.more = more


def fix_for(error: RagError, names: Mapping[str, str]) -> str:
    """Return what to do next, for a program that can run no command.

    Args:
        error: what is wrong.
        names: what does as a command does, by its name.
    """
    if type(error) not in STATUS:
        return f"On the computer that answers: {error.fix}"
    return _COMMAND.sub(lambda command: names.get(command[1], command[0]), error.fix)


def problem(
    status: int,
    detail: str,
    *,
    fix: str = "",
    path: str = "",
    code: str = "",
    more: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return problem details as an answer.

    What speaks OpenAI's protocol looks for a member ``error``, which it is given besides.
    """
    title = HTTPStatus(status).phrase
    members = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    members |= {"fix": fix} if fix else {}
    members |= more or {}
    if path.startswith("/v1/"):
        kind = "invalid_request_error" if status < 500 else "server_error"
        message = f"{detail} {fix}".strip()
        members["error"] = {"message": message, "type": kind, "param": None, "code": code or None}
    body = json.dumps(members, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, headers, media_type=CONTENT_TYPE)


def add_problems(app: FastAPI) -> None:
    """Have an application answer with problem details whatever goes wrong."""

    @app.exception_handler(RagError)
    async def _(request: Request, error: RagError) -> Response:
        return problem(
            STATUS.get(type(error), 503),
            error.problem,
            fix=fix_for(error, ADDRESSES),
            path=request.url.path,
            more={"place": error.place} if isinstance(error, BadQuery) else {},
        )

    @app.exception_handler(Refused)
    async def _(request: Request, refused: Refused) -> Response:
        return problem(
            refused.status,
            refused.detail,
            fix=refused.fix,
            path=request.url.path,
            code=refused.code,
            more=refused.more,
        )

    @app.exception_handler(Busy)
    async def _(request: Request, _: Busy) -> Response:
        return problem(
            503,
            "Too many requests wait already.",
            fix=f"Ask again in {AGAIN} seconds.",
            path=request.url.path,
            headers={"Retry-After": str(AGAIN)},
        )

    @app.exception_handler(TooLong)
    async def _(request: Request, slow: TooLong) -> Response:
        return problem(
            504,
            f"There was no answer within {slow.seconds:g} seconds.",
            fix="Ask again later, or ask less at once.",
            path=request.url.path,
        )

    @app.exception_handler(RequestValidationError)
    async def _(request: Request, wrong: RequestValidationError) -> Response:
        path = request.url.path
        given = request.headers.get("content-type", "")
        errors = wrong.errors()
        if any(one["loc"] == ("body",) and isinstance(one["input"], bytes) for one in errors):
            detail = f"What was sent is {given.partition(';')[0][:100] or 'of no type'}."
            fix = "Send JSON, with the header Content-Type: application/json."
            return problem(415, detail, fix=fix, path=path)
        if any(one["type"] == "json_invalid" for one in errors):
            return problem(400, NO_JSON, fix=SEE, path=path)
        faults = [_fault(one) for one in errors[:MOST_FAULTS]]
        detail = "; ".join(f"{one['where']}: {one['what']}" for one in faults[:3])
        return problem(422, f"{detail}.", fix=SEE, path=path, more={"errors": faults})

    @app.exception_handler(HTTPException)
    async def _(request: Request, error: HTTPException) -> Response:
        known = error.status_code in (400, 404, 405)
        return problem(
            error.status_code,
            NO_JSON if error.status_code == 400 else f"{error.detail}.",
            fix=SEE if known else "",
            path=request.url.path,
            headers=error.headers,
        )

    @app.exception_handler(Exception)
    async def _(request: Request, _: Exception) -> Response:
        return problem(500, "Something went wrong here.", path=request.url.path)


def _fault(error: Mapping[str, Any]) -> dict[str, str]:
    """Return where something is wrong in a request, and what."""
    where: Sequence[Any] = error["loc"]
    return {"where": ".".join(str(part) for part in where), "what": str(error["msg"])}
