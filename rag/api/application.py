"""Put together what is served to other programs."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, Body, FastAPI, Path, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp
from starlette.routing import Route
from starlette.types import ASGIApp

from rag.api.access import Access
from rag.api.chatbot import Chatbot
from rag.api.completions import (
    MODEL,
    ChatCompletion,
    ChatRequest,
    Model,
    Models,
    completion,
    events,
    message_of,
    questions_of,
)
from rag.api.description import describe
from rag.api.endpoints import PROBLEMS, api, exact_api
from rag.api.mcp_server import mcp_server, over_http
from rag.api.problems import Refused, add_problems
from rag.api.recall import Recall
from rag.api.workers import Workers
from rag.records import Answer


def application(
    chat: Chatbot,
    workers: Workers,
    *,
    token: str = "",
    feed: Callable[[str], str] | None = None,
) -> ASGIApp:
    """Return what answers other programs over HTTP.

    Args:
        chat: what answers.
        workers: do the work.
        token: what everybody must send; empty for none.
        feed: writes the news for saved questions as RSS, given the address that serves it.
    """
    mcp = over_http(mcp_server(chat, workers))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with mcp.run():
            yield

    app = FastAPI(
        lifespan=lifespan,
        title="Ask the articles",
        summary="Answers questions about a folder of news articles in the articles' own words.",
        version=version("rag"),
        docs_url=None,  # they would load scripts from elsewhere
        redoc_url=None,
    )
    recall = Recall(chat)
    app.include_router(api(chat, recall, workers))
    app.include_router(exact_api(chat, workers))
    app.include_router(_completions(chat, recall, workers))
    if feed:
        app.include_router(_news(feed, workers))
    for path in ("/mcp", "/mcp/"):
        # By GET it would hold a stream open that nothing is ever said on.
        app.router.routes.append(Route(path, StreamableHTTPASGIApp(mcp), methods=["POST"]))
    app.router.routes.append(Route("/", partial(_front, app)))
    add_problems(app)
    describe(app, with_token=bool(token))
    return Access(app, token=token)


def _front(app: FastAPI, _: Request) -> Response:
    """Say what there is, to somebody who looks."""
    known = {"api": "/openapi.json", "openai": "/v1", "mcp": "/mcp"}
    return JSONResponse({"title": app.title, "summary": app.summary, **known})


def _news(feed: Callable[[str], str], workers: Workers) -> APIRouter:
    router = APIRouter(responses=PROBLEMS)

    @router.get("/feed.xml", include_in_schema=False)
    async def news(request: Request) -> Response:
        """Give the news for saved questions to a reader of feeds."""
        written = await workers.run(partial(feed, str(request.base_url)))
        return Response(written, media_type="application/rss+xml")

    return router


def _completions(chat: Chatbot, recall: Recall, workers: Workers) -> APIRouter:
    """Return the addresses that OpenAI's clients know."""
    router = APIRouter(prefix="/v1", responses=PROBLEMS)

    @router.get("/models")
    async def models() -> Models:
        """List what can be asked: this."""
        return Models(data=[Model(id=MODEL)])

    @router.get("/models/{id}")
    async def model(id: Annotated[str, Path(max_length=1000)]) -> Model:
        """Tell about what can be asked."""
        _check_model(id)
        return Model(id=MODEL)

    @router.post("/chat/completions", response_model=ChatCompletion)
    async def complete(asked: Annotated[ChatRequest, Body()], request: Request) -> Response:
        """Answer the last message; what the user said before is the conversation it leans on."""
        _check_model(asked.model)
        questions = questions_of(asked.messages)
        answers = await workers.run(partial(_answers, chat, recall, questions))
        pieces, message = message_of(answers, str(request.base_url).rstrip("/"))
        if not asked.stream:
            return Response(completion(message).model_dump_json(), media_type="application/json")
        usage = bool(asked.stream_options and asked.stream_options.include_usage)
        return StreamingResponse(
            events(pieces, message, usage=usage), media_type="text/event-stream"
        )

    return router


def _check_model(name: str) -> None:
    """Make sure that it is the one that answers.

    Raises:
        Refused: it is another.
    """
    if name != MODEL:
        known = f"Ask {MODEL!r}."
        raise Refused(404, f"There is no model {name[:100]!r}.", fix=known, code="model_not_found")


def _answers(chat: Chatbot, recall: Recall, questions: Sequence[str]) -> list[Answer]:
    """Answer the last question, or several typed at once, after those before it."""
    earlier = [one for typed in questions[:-1] for one in chat.separate(typed)]
    before = list(recall.answers(earlier))
    answers: list[Answer] = []
    for question in chat.separate(questions[-1]):
        answers.append(chat.ask(question, before=[*before, *answers]))
    return answers
