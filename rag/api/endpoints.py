"""The addresses under /api: what the command line prints as JSON, asked for over HTTP."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Response
from fastapi.responses import JSONResponse

from rag.api import exact, schemas
from rag.api.asked import Counted, InContext, Listed, Question, Said, Search, Some
from rag.api.chatbot import Chatbot
from rag.api.problems import CONTENT_TYPE, Refused
from rag.api.recall import Recall
from rag.api.workers import Workers
from rag.plain_data import plain_data
from rag.records import Answer

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": said,
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, said in {
        400: "Asked under another name, or in no JSON",
        401: "The token is missing, or another one",
        403: "Asked by a page of another site",
        404: "There is nothing of that name",
        405: "This can only be asked in another way",
        408: "The request did not arrive",
        413: "The request is too large",
        415: "What was sent is of another type than JSON",
        422: "What is asked for cannot be",
        503: "There is no index to answer from, or too many requests wait",
        504: "It took too long",
    }.items()
}


def api(chat: Chatbot, recall: Recall, workers: Workers) -> APIRouter:
    """Return the addresses under /api."""
    router = APIRouter(prefix="/api", responses=PROBLEMS)

    @router.post("/ask", response_model=schemas.Answer)
    async def ask(asked: Annotated[Question, Body()]) -> Response:
        """Answer one question, with the exact place of everything that is said."""
        return _json(await workers.run(partial(_answer, chat, recall, asked)))

    @router.get("/search", response_model=list[schemas.Passage])
    async def search(asked: Annotated[Search, Query()]) -> Response:
        """Find passages for a question by meaning and words, best first, without an answer.

        Where it has quotation marks or operators, the header X-Hint says what searches exactly.
        """
        found = await workers.run(
            lambda: chat.search(asked.question, asked.filters_for(chat), asked.limit)
        )
        hints = exact.hints_for_question(asked.question, "/api/exact")
        return _json(found, headers={"X-Hint": " ".join(hints)} if hints else None)

    @router.get("/said", response_model=list[schemas.RankedStatement])
    async def said(asked: Annotated[Said, Query()]) -> Response:
        """List what a person said: speaker by speaker and the newest first, or by a topic."""

        def found() -> Any:
            speakers = chat.find_speakers(asked.speaker)
            found = chat.statements(speakers, asked.about, asked.filters_for(chat))
            return found[: asked.limit]

        return _json(await workers.run(found))

    @router.get("/speakers", response_model=list[schemas.Speaker])
    async def speakers() -> Response:
        """List everyone who says something, most quoted first."""
        counts = await workers.run(chat.speakers)
        return _json([{"speaker": name, "statements": count} for name, count in counts.items()])

    @router.get("/articles", response_model=list[schemas.Heading])
    async def articles(asked: Annotated[Listed, Query()]) -> Response:
        """List articles, newest first; the header X-Total-Count says how many there are."""
        shown, total = await workers.run(partial(asked.page_of, chat))
        return _json(shown, headers={"X-Total-Count": str(total)})

    @router.get("/articles/{id:path}", response_model=schemas.Article)
    async def article(id: Annotated[str, Path(max_length=1000)]) -> Response:
        """Return an article with its text, which places point into."""
        found = await workers.run(lambda: chat.article(id))
        return _json(found, whole=True)

    @router.get("/health", response_model=schemas.Health)
    async def health() -> Response:
        """Tell that questions can be answered, and from what."""

        def looked() -> dict[str, Any]:
            count, first, last = chat.extent()
            chat.headings(limit=1, offset=0)  # the extent may be from when a database answered
            dates = {"first": plain_data(first), "last": plain_data(last)}
            return {"status": "ok", "articles": count, **dates, "generation": chat.generation}

        return _json(await workers.run(looked))

    return router


def exact_api(chat: Chatbot, workers: Workers) -> APIRouter:
    """Return the addresses under /api that search exactly."""
    router = APIRouter(prefix="/api", responses=PROBLEMS)

    @router.get("/exact")
    async def exactly(asked: Annotated[Some, Query()]) -> schemas.ExactPassages:
        """Find the passages that have exactly what is asked for, newest first."""
        return await workers.run(partial(exact.passages, chat, asked))

    @router.get("/concordance")
    async def concordance(asked: Annotated[InContext, Query()]) -> schemas.Concordance:
        """Find each place of what is asked for exactly, with the words around it."""
        return await workers.run(partial(exact.concordance, chat, asked))

    @router.get("/counts")
    async def counts(asked: Annotated[Counted, Query()]) -> schemas.Counts:
        """Count the articles and places that have exactly what is asked for."""
        return await workers.run(partial(exact.counts, chat, asked))

    return router


def _answer(chat: Chatbot, recall: Recall, asked: Question) -> Answer:
    """Answer one question after those before it.

    Raises:
        Refused: it is more than one.
        RagError: it cannot be searched, or nobody of a name says anything.
    """
    questions = chat.separate(asked.question)
    if len(questions) > 1:
        raise Refused(
            422,
            f"These are {len(questions)} questions.",
            fix="Ask them one after the other, each with those before it in before.",
            questions=list(questions),
        )
    filters = asked.filters_for(chat)
    return chat.ask(asked.question, filters, before=recall.answers(asked.before))


def _json(value: object, *, whole: bool = False, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(plain_data(value, whole=whole), headers=headers)
