"""Send one request to an application, without a server between."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SILENCE = b"(nothing arrives)"  # in place of a part of a body


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the body of the request."""
    message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": message["body"]})


async def sent_back(app: ASGIApp, scope: Scope, waiting: list[bytes]) -> list[Message]:
    """Return what an application sends; the parts of the body that it reads are taken away."""
    sent: list[Message] = []

    async def receive() -> Message:
        part = waiting.pop(0)
        if part == SILENCE:
            await asyncio.sleep(3600)
        return {"type": "http.request", "body": part, "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent
