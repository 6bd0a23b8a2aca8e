"""``rag serve`` as its users start it and talk to it."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest
from conftest import Built
from http_client import ask
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from openai import APIStatusError, OpenAI

from rag.answers.plain_text import printed
from rag.chat import Chat
from rag.cli import main
from rag.commands import serving
from rag.plain_data import as_json

FLAGSHIP = "what did Brekelmans say about security guarantees"
TOKEN = "0123456789abcdef"


@pytest.fixture(scope="module")
def address(seeded: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the command with a token; of requests it writes nothing."""
    token = tmp_path_factory.mktemp("serve") / "token.txt"
    token.write_text(f"{TOKEN}\n", "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "rag", "serve", "--index", seeded.index, "--port", "0",
         "--token-file", token],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        env={**os.environ, "OPENAI_BASE_URL": "", "RAG_MODEL": ""},
    )  # fmt: skip
    assert process.stdout
    line = process.stdout.readline()
    found = re.fullmatch(r"Programs are answered at (\S+) \(Ctrl\+C ends it\)\.\n", line)
    assert found, process.communicate()[1]
    yield found[1]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (out, process.returncode) == ("", 0)
    assert TOKEN not in err  # nor what was asked; a thread may say that it was stopped
    assert "Brekelmans" not in err


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{address}v1", api_key=TOKEN, max_retries=0) as client:
        yield client


HEADERS = {"Authorization": f"Bearer {TOKEN}"}


def test_the_question_is_answered_as_the_command_line_does(address: str, seeded: Built) -> None:
    reply = ask(address, "/api/ask", {"question": FLAGSHIP}, headers=HEADERS)
    assert reply.json == json.loads(as_json(Chat(seeded.index).ask(FLAGSHIP)))
    assert ask(address, "/api/ask", {"question": FLAGSHIP}).status == 401


def test_a_client_of_openai_reads_the_answer_and_its_exact_places(
    address: str, client: OpenAI, seeded: Built
) -> None:
    [model] = client.models.list().data
    asked = client.chat.completions.create(
        model=model.id, messages=[{"role": "user", "content": FLAGSHIP}]
    )
    message = asked.choices[0].message
    assert message.content == printed(Chat(seeded.index).ask(FLAGSHIP))
    assert message.annotations
    assert message.model_extra
    places = [one.url_citation for one in message.annotations]
    assert [message.content[one.start_index : one.end_index] for one in places] == ["[1]"]
    [cited] = message.model_extra["citations"]
    text = ask(address, f"/api/articles/{quote(cited['file_id'])}", headers=HEADERS).json["text"]
    assert text[cited["start_char_index"] : cited["end_char_index"]] == cited["cited_text"]
    assert ask(address, places[0].url.removeprefix(address.rstrip("/")), headers=HEADERS).json[
        "text"
    ] == text  # fmt: skip


def test_a_stream_says_the_same_and_leans_on_what_was_asked_before(
    client: OpenAI, seeded: Built
) -> None:
    chat = Chat(seeded.index)
    follow_up = chat.ask("and Hegseth?", before=[chat.ask(FLAGSHIP)])
    stream = client.chat.completions.create(
        model="rag",
        stream=True,
        messages=[
            {"role": "system", "content": "Answer in French."},
            {"role": "user", "content": FLAGSHIP},
            {"role": "assistant", "content": "He spoke of the moon."},
            {"role": "user", "content": "and Hegseth?"},
        ],
    )
    chunks = [chunk.choices[0] for chunk in stream]
    assert "".join(chunk.delta.content or "" for chunk in chunks) == printed(follow_up)
    assert "security guarantees" in follow_up.asked.question
    assert [chunk.finish_reason for chunk in chunks][-2:] == [None, "stop"]
    assert chunks[-1].delta.model_extra
    assert len(chunks[-1].delta.model_extra["citations"]) == len(follow_up.citations)


def test_a_refusal_says_so_and_shows_the_closest_as_the_terminal_does(
    client: OpenAI, seeded: Built
) -> None:
    question = "what did Brekelmans say about the price of herring"
    asked = client.chat.completions.create(
        model="rag", messages=[{"role": "user", "content": question}]
    )
    answer = Chat(seeded.index).ask(question)
    assert answer.grade != "answered"
    assert asked.choices[0].message.content == printed(answer)


def test_a_client_of_openai_is_told_what_is_wrong(client: OpenAI) -> None:
    with pytest.raises(APIStatusError, match="There is no word in this question.") as raised:
        client.chat.completions.create(model="rag", messages=[{"role": "user", "content": "?"}])
    assert raised.value.status_code == 422


def test_clients_of_mcp_are_answered_at_mcp(address: str, seeded: Built) -> None:
    expected = printed(Chat(seeded.index).ask(FLAGSHIP))

    async def use() -> None:
        async with httpx2.AsyncClient(headers=HEADERS, timeout=60) as http:
            way = streamable_http_client(f"{address}mcp", http_client=http)
            async with Client(way) as client:
                result = await client.call_tool("ask", {"question": FLAGSHIP})
                assert result.structured_content["answer"] == expected

    asyncio.run(use())
    assert ask(address, "/mcp", {}).status == 401
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": "ask", "arguments": {"question": FLAGSHIP}}}  # fmt: skip
    accepts = {"Accept": "application/json, text/event-stream", **HEADERS}
    reply = ask(address, "/mcp", call, headers=accepts)
    assert reply.json["result"]["structuredContent"]["answer"] == expected


def test_thirty_two_requests_at_once_are_all_answered(address: str) -> None:
    with ThreadPoolExecutor(32) as pool:
        replies = pool.map(
            lambda number: ask(address, "/api/search", headers=HEADERS, question=f"NATO {number}"),
            range(32),
        )
        assert [reply.status for reply in replies] == [200] * 32


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "At 0.0.0.0 anybody could read the articles."),
        (["--token-file", "none.txt"], "The token cannot be read from none.txt"),
        (["--host", "192.0.2.1", "--token-file", "token.txt"],
         "Nothing can be served at 192.0.2.1:7861"),
    ],
)  # fmt: skip
def test_what_cannot_be_served_is_said(
    options: list[str],
    said: str,
    small: Built,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "token.txt").write_text(TOKEN, "utf-8")
    assert main(["serve", "--index", str(small.index), *options]) == 1
    out, err = capsys.readouterr()
    assert (out, err.startswith(f"rag: {said}")) == ("", True)


@pytest.mark.parametrize("command", ["serve", "mcp"])
def test_what_is_not_installed_is_said(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving, "find_spec", lambda name: None if name == "mcp" else name)
    assert main([command]) == 1
    assert capsys.readouterr().err == (
        "rag: The package mcp is not installed.\n     Run `pip install '.[serve]'`.\n"
    )
