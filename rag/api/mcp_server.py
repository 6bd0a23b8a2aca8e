"""Answer programs of language models over MCP: tools, and the articles as resources."""

import logging
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import Any
from urllib.parse import unquote

import anyio
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from pydantic import ValidationError

from rag.api.chatbot import Chatbot
from rag.api.problems import fix_for
from rag.api.recall import Recall
from rag.api.tools import ARTICLE, TOOLS, Reply, Tool, uri_of
from rag.api.workers import Busy, TooLong, Workers
from rag.errors import BadQuery, RagError, UnknownArticle

LISTED = 200  # articles of a page of their list
NAMES = {"list": "The tool articles", "speakers": "The tool speakers"}  # by the command
INSTRUCTIONS = (
    "Answers questions about a folder of news articles. ask answers in the articles' own words, "
    "with exact places; where it says that the articles do not answer, do not answer for them."
)
READS = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


class Articles:
    """What the protocol can ask for.

    Args:
        chat: what answers.
        workers: do the work.
    """

    def __init__(self, chat: Chatbot, workers: Workers) -> None:
        self._chat = chat
        self._recall = Recall(chat)
        self._workers = workers

    async def tools(self, _: Any, __: Any) -> types.ListToolsResult:
        """List the tools."""
        return types.ListToolsResult(tools=[_described(tool) for tool in TOOLS.values()])

    async def call(self, _: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        """Use a tool; what is wrong is said to the model, so that it can do better."""
        tool = TOOLS.get(params.name)
        if tool is None:
            names = ", ".join(TOOLS)
            raise MCPError(types.INVALID_PARAMS, f"There is no such tool; there are {names}.")
        try:
            wanted = tool.takes.model_validate(params.arguments or {})
            done = await self._run(partial(tool.run, self._chat, self._recall, wanted))
        except ValidationError as wrong:
            faults = [
                f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}."
                for one in wrong.errors()
            ]
            return _failed(" ".join(faults))
        except RagError as error:
            return _failed(_said(error))
        except Unavailable as error:
            return _failed(str(error))
        text = done.answer if isinstance(done, Reply) else done.model_dump_json()
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text)],
            structured_content=done.model_dump(mode="json"),
        )

    async def resources(
        self, _: Any, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        """List some of the articles, newest first, and say where the next begin."""
        cursor = (params and params.cursor) or "0"
        if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= 12):
            raise MCPError(types.INVALID_PARAMS, "This is no cursor of this list.")
        begin = int(cursor)
        headings = await self._read(
            lambda: self._chat.headings(limit=LISTED + 1, offset=begin)  # and whether more come
        )
        return types.ListResourcesResult(
            resources=[
                types.Resource(
                    uri=uri_of(one.id), name=one.id, title=one.title, mime_type="text/plain"
                )
                for one in headings[:LISTED]
            ],
            next_cursor=str(begin + LISTED) if len(headings) > LISTED else None,
        )

    async def templates(self, _: Any, __: Any) -> types.ListResourceTemplatesResult:
        """Say what the URI of an article looks like."""
        template = types.ResourceTemplate(
            uri_template=f"{ARTICLE}{{+id}}", name="article", mime_type="text/plain"
        )
        return types.ListResourceTemplatesResult(resource_templates=[template])

    async def resource(
        self, _: Any, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        """Return the text of an article."""
        uri = str(params.uri)
        if not uri.startswith(ARTICLE):
            raise MCPError(types.INVALID_PARAMS, f"Articles have URIs that begin {ARTICLE}")
        article_id = unquote(uri.removeprefix(ARTICLE))
        article = await self._read(lambda: self._chat.article(article_id))
        text = types.TextResourceContents(uri=uri, mime_type="text/plain", text=article.text)
        return types.ReadResourceResult(contents=[text])

    async def _read(self, work: Callable[[], Any]) -> Any:
        try:
            return await self._run(work)
        except RagError as error:
            unknown = isinstance(error, UnknownArticle)
            code = types.INVALID_PARAMS if unknown else types.INTERNAL_ERROR
            raise MCPError(code, _said(error)) from None
        except Unavailable as error:
            raise MCPError(types.INTERNAL_ERROR, str(error)) from None

    async def _run(self, work: Callable[[], Any]) -> Any:
        """Do some work.

        Raises:
            RagError: as the work.
            Unavailable: it could not be done, or failed as nobody foresaw.
        """
        try:
            return await self._workers.run(work)
        except RagError:
            raise
        except Busy:
            raise Unavailable("Too many requests wait already. Ask again later.") from None
        except TooLong as slow:
            raise Unavailable(f"There was no answer within {slow.seconds:g} seconds.") from None
        except Exception:
            logging.getLogger(__name__).exception("A request failed")
            raise Unavailable("Something went wrong here.") from None


class Unavailable(Exception):
    """A request cannot be answered now."""


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        description=tool.description,
        input_schema=tool.takes.model_json_schema(),
        output_schema=tool.returns.model_json_schema(mode="serialization"),
        annotations=READS,
    )


def _said(error: RagError) -> str:
    at = f" (at character {error.place} of the search)" if isinstance(error, BadQuery) else ""
    return f"{error.problem} {fix_for(error, NAMES)}{at}"


def _failed(why: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=why)], is_error=True)


def mcp_server(chat: Chatbot, workers: Workers) -> Server[Any]:
    """Return what answers over MCP, by whatever way a program comes."""
    articles = Articles(chat, workers)
    return Server(
        "rag",
        version=version("rag"),
        title="Ask the articles",
        instructions=INSTRUCTIONS,
        on_list_tools=articles.tools,
        on_call_tool=articles.call,
        on_list_resources=articles.resources,
        on_list_resource_templates=articles.templates,
        on_read_resource=articles.resource,
    )


def over_http(server: Server[Any]) -> StreamableHTTPSessionManager:
    """Return what answers over HTTP; nothing is kept of a program between its requests."""
    return StreamableHTTPSessionManager(app=server, stateless=True, json_response=True)


def over_stdio(server: Server[Any]) -> None:
    """Answer the one program that this process's input and output belong to, until it ends."""

    async def run() -> None:
        async with stdio_server() as (received, sent):
            await server.run(received, sent, server.create_initialization_options())

    anyio.run(run)
