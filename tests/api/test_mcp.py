"""The tools and articles as programs of language models see them over MCP."""

import asyncio
import gc
import json
import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from conftest import Built
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError

from rag.answers.plain_text import printed
from rag.api import mcp_server
from rag.api.workers import Workers
from rag.chat import Chat
from rag.errors import IndexMissing

FLAGSHIP = "what did Brekelmans say about security guarantees"
ENVIRONMENT = {**os.environ, "OPENAI_BASE_URL": "", "RAG_MODEL": ""}


def with_client(server: Any, use: Callable[[Client], Awaitable[Any]]) -> Any:
    """Connect to a server, do something, and leave."""

    async def run() -> Any:
        async with Client(server) as client:
            return await use(client)

    return asyncio.run(run())


def served(index: Built, workers: Workers | None = None) -> Any:
    """Return a server in this process."""
    return mcp_server.mcp_server(Chat(index.index), workers or Workers())


async def call(client: Client, tool: str, **arguments: Any) -> Any:
    """Use a tool; return what it returned as data, which the client has held to its schema."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    return result.structured_content


def test_the_question_is_answered_over_stdio_as_a_user_starts_it(seeded: Built) -> None:
    """Also: nothing but the protocol is on stdout, or the client could not read it."""
    command = ["-m", "rag", "mcp", "--index", str(seeded.index)]
    started = StdioServerParameters(command=sys.executable, args=command, env=ENVIRONMENT)

    async def use(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == [
            "search", "fetch", "ask", "said", "search_exactly", "concordance", "count", "speakers",
            "articles",
        ]  # fmt: skip
        assert all(tool.output_schema and tool.description for tool in tools)
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
        answer = await call(client, "ask", question=FLAGSHIP)
        expected = Chat(seeded.index).ask(FLAGSHIP)
        assert (answer["answer"], answer["grounded"]) == (printed(expected), "yes")
        [cited] = answer["citations"]
        document = await call(client, "fetch", id=cited["file_id"])
        place = slice(cited["start_char_index"], cited["end_char_index"])
        assert document["text"][place] == cited["cited_text"]
        read = await client.read_resource(document["url"])
        assert [one.text for one in read.contents if hasattr(one, "text")] == [document["text"]]

    with_client(stdio_client(started), use)


# What it leaves open at its end is its own.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_client_made_by_others_is_answered_over_stdio(seeded: Built) -> None:
    chuk = pytest.importorskip("chuk_mcp", reason="chuk-mcp is not installed")
    command = ["-m", "rag", "mcp", "--index", str(seeded.index)]
    started = chuk.StdioParameters(command=sys.executable, args=command, env=ENVIRONMENT)

    async def run() -> Any:
        async with chuk.stdio_client(started) as (read, write):
            await chuk.send_initialize(read, write, timeout=60)
            named = await chuk.send_tools_list(read, write)
            asked = {"question": FLAGSHIP}
            result = await chuk.send_tools_call(read, write, "ask", asked, timeout=60)
            return named, result

    named, result = asyncio.run(run())
    gc.collect()  # here, not in another test
    assert len(named.tools) == 9
    assert result.structuredContent["answer"] == printed(Chat(seeded.index).ask(FLAGSHIP))


def test_search_and_fetch_have_the_form_that_deep_research_expects(small: Built) -> None:
    async def use(client: Client) -> None:
        result = await client.call_tool("search", {"query": "the ferry"})
        [content] = result.content
        assert content.type == "text"
        found = json.loads(content.text)
        assert found == result.structured_content
        first = found["results"][0]
        assert (first["id"], first["title"], first["url"]) == (
            "ferry.md", "Night ferry to return after eleven years", "article:///ferry.md"
        )  # fmt: skip
        assert found["hints"] == []
        exact = await call(client, "search", query="speaker:Calder ferry")
        assert exact["hints"] == [
            "This was searched by meaning, with quotation marks and operators as words like "
            "others; the tool search_exactly searches for exactly what is typed."
        ]
        ids = [one["id"] for one in found["results"]]
        assert len(ids) == len(set(ids))
        assert await call(client, "fetch", id="ferry.md") == {
            "id": "ferry.md",
            "title": first["title"],
            "text": Chat(small.index).article("ferry.md").text,
            "url": "article:///ferry.md",
            "metadata": {"date": "2025-03-14", "source": "Coast Weekly", "author": "Jon Abara"},
        }

    with_client(served(small), use)


def test_lists_say_how_many_there_are(small: Built) -> None:
    [(first, count), *others] = Chat(small.index).speakers().items()

    async def use(client: Client) -> None:
        said = await call(client, "said", speaker=first, about="ferry", limit=1)
        assert (len(said["statements"]), said["total"]) == (1, count)
        assert said["statements"][0]["statement"]["speaker"] == first
        speakers = await call(client, "speakers", limit=1)
        assert speakers["speakers"] == [{"speaker": first, "statements": count}]
        assert speakers["total"] == 1 + len(others)
        articles = await call(client, "articles", speaker=["Reuvers"])
        assert [one["id"] for one in articles["articles"]] == ["harbour.txt"]

    with_client(served(small), use)


def test_exact_words_are_found_shown_in_context_and_counted(small: Built) -> None:
    asked = {"search": '"harbour wall"', "source": ["coast weekly"]}

    async def use(client: Client) -> None:
        found = await call(client, "search_exactly", search='"harbour wall"')
        assert [one["text"][:22] for one in found["passages"]] == ["Westmere votes to rais"]
        placed = await call(client, "concordance", search='"harbour wall"', context=2)
        assert [(one["before"], one["words"], one["after"]) for one in placed["places"]] == [
            ("raise its ", "harbour wall", " The council"),
            ("raise the ", "harbour wall", " by two"),
        ]
        assert await call(client, "count", **asked, by="month") == {"hints": [], "counts": []}

    with_client(served(small), use)


def test_a_question_leans_on_those_before_it(small: Built) -> None:
    async def use(client: Client) -> str:
        asked = {"question": "and the ferry?", "before": ["what did Calder say about the wall"]}
        return str((await call(client, "ask", **asked))["question"])

    assert "Calder" in with_client(served(small), use)


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": "?"}, "There is no word in this question. Ask about"),
        ("ask", {}, "question: Field required."),
        ("ask", {"question": "wall", "until": 5}, "until: Value error, A day is written"),
        ("ask", {"question": "Who is Ines Calder? What did Reuvers say about the wall?"},
         "These are 2 questions: Who is Ines Calder? What did Reuvers say about the wall? Ask"),
        ("fetch", {"id": "none"},
         "No article has the id 'none'. The tool articles names them all."),
        ("count", {"search": "a spaeker:b", "by": "month"}, "There is no field spaeker. Write "
         "speaker: or a space after the colon. (at character 2 of the search)"),
        ("said", {"speaker": "Nobody"}, "The articles have no statement by 'Nobody'."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_to_the_model(
    tool: str, arguments: dict[str, Any], said: str, small: Built
) -> None:
    async def use(client: Client) -> None:
        result = await client.call_tool(tool, arguments)
        [content] = result.content
        assert result.is_error
        assert content.type == "text"
        assert content.text.startswith(said)

    with_client(served(small), use)


def test_articles_are_listed_part_by_part(small: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mcp_server, "LISTED", 3)

    async def use(client: Client) -> None:
        first = await client.list_resources()
        rest = await client.list_resources(cursor=first.next_cursor)
        assert rest.next_cursor is None
        uris = [str(one.uri) for one in (*first.resources, *rest.resources)]
        assert uris == [
            "article:///ferry.md", "article:///harbour.txt",
            "article:///news.jsonl%231", "article:///news.jsonl%232",
        ]  # fmt: skip
        [read] = (await client.read_resource(uris[2])).contents
        assert read.model_dump()["text"].startswith("The lighthouse of Oldport")
        [template] = (await client.list_resource_templates()).resource_templates
        assert template.uri_template == "article:///{+id}"
        for wrong in ("article:///none", "file:///etc/passwd"):
            with pytest.raises(MCPError):
                await client.read_resource(wrong)
        with pytest.raises(MCPError, match="no cursor"):
            await client.list_resources(cursor="-1")

    with_client(served(small), use)


def test_a_fault_of_the_server_says_nothing_of_it(small: Built) -> None:
    class Broken(Chat):
        def speakers(self) -> Any:
            raise ZeroDivisionError("secret")

        def headings(self, *_: Any, **__: Any) -> Any:
            raise IndexMissing("There is no index.", fix="Run `rag index`.")

        page = headings

    async def use(client: Client) -> None:
        for tool, said in (
            ("speakers", "Something went wrong here."),
            ("articles", "There is no index. On the computer that answers: Run `rag index`."),
        ):
            [content] = (await client.call_tool(tool, {})).content
            assert content.model_dump()["text"] == said
        with pytest.raises(MCPError, match=r"There is no index. On the computer that answers: Run"):
            await client.list_resources()

    with_client(mcp_server.mcp_server(Broken(small.index), Workers()), use)


def test_too_many_at_once_are_turned_away(small: Built) -> None:
    async def use(client: Client) -> None:
        [content] = (await client.call_tool("speakers", {})).content
        assert content.model_dump()["text"] == ("Too many requests wait already. Ask again later.")

    with_client(served(small, Workers(most=0)), use)
