"""The page without a browser: what its handlers do, and what its server refuses."""

import gc
import json
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from fake_chat import FakeChat, make_article, serving
from gradio.state_holder import SessionState

import app
from rag.records import Answer
from rag.serving.requests import is_loopback
from rag.web import open_pages as framework
from rag.web.ask_tab import AT_ONCE
from rag.web.events import EVENTS
from rag.web.layout import looks, script
from rag.web.open_pages import AllMessages, OpenPages

WALL = "What did Ines Calder say about the harbour wall?"


# ---- the command line


def test_nobody_else_edits_the_articles_without_a_password(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main(["--host", "0.0.0.0", "--edit"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "at 0.0.0.0 anybody could read and remove the articles. Add --password-file" in said


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_others_are_not_served_without_a_password(
    host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main(["--host", host])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert f"at {host} anybody could read the articles. Add --password-file FILE" in said


def test_a_password_file_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        app.main(["--password-file", str(tmp_path / "none")])
    assert "the password cannot be read:" in capsys.readouterr().err


def test_a_port_that_is_taken_is_named(
    served: "Served", capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    port = served.address.rpartition(":")[2]
    with pytest.raises(SystemExit):
        app.main(["--port", port, "--index", str(tmp_path)])
    assert f"nothing can be served at 127.0.0.1:{port}" in capsys.readouterr().err


def test_an_empty_password_file_is_no_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "password"
    empty.write_text("\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        app.main(["--host", "0.0.0.0", "--password-file", str(empty)])
    assert "anybody could read" in capsys.readouterr().err


def test_what_is_no_language_model_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main(["--model-url", "nowhere", "--model-name", "m"])
    assert ended.value.code == 2
    assert "nowhere is not the address of a server." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("localhost.example.org", False),
        ("", False),
    ],
)
def test_loopback_is_recognised(host: str, inside: bool) -> None:
    assert is_loopback(host) is inside


# ---- the server


@dataclass
class Served:
    chat: FakeChat
    address: str


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    chat = FakeChat()
    with serving(chat) as address:
        yield Served(chat, address)


def ask_box(address: str) -> dict[str, Any]:
    """Look up where the page of ``address`` takes a question in and shows its answer."""
    config = httpx.get(address + "/config", verify=False).json()
    parts = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
    [asks] = [
        dependency
        for dependency in config["dependencies"]
        if parts["box"] in dependency["inputs"] and parts["current"] in dependency["outputs"]
    ]
    return {
        "handler": asks["id"],
        "trigger": parts["box"],
        "inputs": len(asks["inputs"]),
        "question": asks["inputs"].index(parts["box"]),
        "answer": asks["outputs"].index(parts["current"]),
    }


def request(box: dict[str, Any], session: str, question: str) -> dict[str, Any]:
    """Return what the script of a page sends when somebody asks."""
    data: list[Any] = [None] * box["inputs"]
    data[box["question"]] = question
    return {
        "fn_index": box["handler"],
        "session_hash": session,
        "data": data,
        "trigger_id": box["trigger"],
    }


def talk(address: str, session: str, question: str) -> list[str]:
    """Ask through the page's own address, and return the drawn turn each time it grew."""
    box = ask_box(address)
    body = request(box, session, question)
    seen: list[str] = []
    with httpx.Client(base_url=address + "/gradio_api", timeout=120, verify=False) as client:
        client.post("/queue/join", json=body).raise_for_status()
        with client.stream("GET", "/queue/data", params={"session_hash": session}) as lines:
            for line in lines.iter_lines():
                if not line:
                    continue
                message: dict[str, Any] = json.loads(line.removeprefix("data: "))
                if message["msg"] == "process_generating":
                    seen.append(str(message["output"]["data"][box["answer"]]))
                if message["msg"] == "process_completed":
                    assert message["success"], message
                    break
    return seen


def test_filters_that_were_counted_before_are_not_drawn_after(served: Served) -> None:
    config = httpx.get(served.address + "/config").json()
    [count] = [
        one
        for one in config["dependencies"]
        if EVENTS["count"] in [event for _, event in one["targets"]]
    ]

    def labelled(since: str | None, time: int) -> Any:
        """Count filters as a page does that sent the last at ``time``; return the fold's label."""
        body = {
            "fn_index": count["id"],
            "session_hash": "counting",
            "data": [since, None, [], [], [], []],
            "event_data": {"action": "count", "time": time},
            "trigger_id": count["targets"][0][0],
        }
        with httpx.Client(base_url=served.address + "/gradio_api", timeout=120) as client:
            client.post("/queue/join", json=body).raise_for_status()
            with client.stream("GET", "/queue/data", params={"session_hash": "counting"}) as lines:
                for line in filter(None, lines.iter_lines()):
                    message = json.loads(line.removeprefix("data: "))
                    if message["msg"] == "process_completed":
                        return message["output"]["data"][0].get("label")
        return "nothing"

    assert labelled("2025-03-10", time=2) == "Filters (1)"
    assert labelled(None, time=1) is None
    assert labelled(None, time=3) == "Filters"


def test_every_answer_of_the_server_carries_the_headers(served: Served) -> None:
    for path in ("/", "/config", "/nothing", "/theme.css"):
        headers = httpx.get(served.address + path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_only_the_page_s_own_scripts_may_run(served: Served) -> None:
    policy = httpx.get(served.address + "/").headers["content-security-policy"]
    scripts = policy.split("script-src ")[1].split(";")[0]
    assert "'unsafe-inline'" not in scripts
    assert "'sha256-" in scripts


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=http://127.0.0.1:1/",
        "/gradio_api/proxy=https://example.org/",
        "/gradio_api/upload",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/call/ask",
        "/gradio_api/run/ask",
        "/gradio_api/vibe-code",
        "/gradio_api/runs",
        "/monitoring",
        "/docs",
        "/openapi.json",
        "/assets/../../../../../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/%2e%2e/routes.py",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_addresses_do_not_exist(served: Served, path: str, method: str) -> None:
    status = httpx.request(method, served.address + path).status_code
    assert status in (
        (404,) if path.startswith(("/gradio_api", "/m", "/d", "/o")) else (403, 404, 405)
    )


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example:80", "", "10.0.0.1"])
def test_a_request_under_another_name_is_refused(served: Served, name: str) -> None:
    answer = httpx.get(served.address + "/config", headers={"host": name})
    assert answer.status_code == 400
    assert "components" not in answer.text


@pytest.mark.parametrize("name", ["localhost:9", "[::1]:7860", "127.0.0.1"])
def test_a_request_under_this_computer_s_names_is_answered(served: Served, name: str) -> None:
    answer = httpx.get(served.address + "/config", headers={"host": name})
    assert answer.status_code == 200


def test_a_script_in_an_article_s_name_is_not_among_those_that_may_run(served: Served) -> None:
    evil = make_article("evil.txt", "t", "x", source="</script><script>alert(1)</script>")
    with serving(FakeChat((evil,))) as address:
        page_of_evil = httpx.get(address + "/")
    plain = httpx.get(served.address + "/")
    assert "alert(1)" in page_of_evil.text
    assert page_of_evil.text.count("<script") == plain.text.count("<script")
    policies = [answer.headers["content-security-policy"] for answer in (page_of_evil, plain)]
    assert policies[0].count("'sha256-") == policies[1].count("'sha256-")


def test_no_endpoint_is_public(served: Served) -> None:
    config = httpx.get(served.address + "/config").json()
    kinds = {dependency["api_visibility"] for dependency in config["dependencies"]}
    assert kinds == {"private"}


def test_nothing_of_the_page_comes_from_elsewhere(served: Served) -> None:
    theme = httpx.get(served.address + "/theme.css").text
    assert re.findall(r"@import|url\([\"']?(?:https?:)?//|googleapis", theme) == []
    assert re.findall(r"@import|//\w+\.\w+", looks() + script()) == []


def test_a_conversation_belongs_to_its_visitor(served: Served) -> None:
    talk(served.address, "first", "ferry tickets")
    second = talk(served.address, "second", "harbour wall")
    assert "ferry tickets" not in second[-1]
    assert 'data-turn="1"' in second[-1]


def test_thirty_two_people_are_answered_at_once(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = Barrier(AT_ONCE, timeout=120)  # as many as are answered at a time; the rest wait
    assert 32 % AT_ONCE == 0
    stream = served.chat.stream

    def stream_together(*given: Any, **options: Any) -> Iterator[Answer]:
        group.wait()
        yield from stream(*given, **options)

    monkeypatch.setattr(served.chat, "stream", stream_together)
    questions = [f"harbour wall number {n}" for n in range(32)]
    with ThreadPoolExecutor(32) as people:
        answers = list(
            people.map(lambda n: talk(served.address, f"person{n}", questions[n]), range(32))
        )
    for question, seen in zip(questions, answers, strict=True):
        assert re.findall('data-question="(.*?)"', seen[-1]) == [question]
        assert "turn done" in seen[-1]
    assert not group.broken


def test_serving_looks_up_no_name_and_calls_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def watched_connect(self: socket.socket, address: Any) -> None:
        asked.append(address[0])
        connect(self, address)

    def watched_look_up(host: Any, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", watched_connect)
    monkeypatch.setattr(socket, "getaddrinfo", watched_look_up)
    with serving(FakeChat()) as address:
        talk(address, "quiet", WALL)
    assert set(asked) <= {"127.0.0.1", "localhost", None}


def test_a_password_is_asked_for_before_anything() -> None:
    with (
        serving(FakeChat(), password="sésame") as address,
        httpx.Client(base_url=address) as client,
    ):
        first = client.get("/", params={"q": '"><b>'})
        assert first.status_code == 401
        assert "harbour" not in first.text.lower()
        assert 'action="/login?q=%22%3E%3Cb%3E"' in first.text
        assert client.get("/config").status_code == 401
        join = {"fn_index": 0, "session_hash": "x", "data": []}
        assert client.post("/gradio_api/queue/join", json=join).status_code == 401
        wrong = client.post("/login", data={"password": "öpen"})
        assert wrong.status_code == 401
        assert "That is not the password." in wrong.text
        right = client.post("/login", params={"q": "ferry"}, data={"password": "sésame"})
        assert (right.status_code, right.headers["location"]) == (303, "/?q=ferry")
        held = right.headers["set-cookie"].partition("=")[2]
        assert re.fullmatch(r"[\w-]{43}; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax", held), (
            held
        )
        assert client.get("/config").status_code == 200
        assert client.post("/logout").status_code == 303
        assert client.get("/config").status_code == 401


def test_guessing_the_password_takes_longer_and_longer() -> None:
    with serving(FakeChat(), password="sesame") as address:
        answers = [httpx.post(address + "/login", data={"password": "open"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
    assert answers[-1].headers["retry-after"] == "1"
    assert "Too many wrong guesses. Wait 1 second before the next." in answers[-1].text


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:3000", "null"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_no_page_elsewhere_may_read_what_is_answered(
    served: Served, host: str, origin: str
) -> None:
    answer = httpx.get(served.address + "/config", headers={"host": host, "origin": origin})
    assert answer.status_code == 200
    assert [name for name in answer.headers if name.startswith("access-control")] == []


def test_under_a_foreign_name_no_page_elsewhere_may_read_either() -> None:
    with serving(FakeChat(), password="sesame", host="0.0.0.0") as address:
        client = httpx.Client(base_url=address)
        client.post("/login", data={"password": "sesame"})
        foreign = {"host": "news.example", "origin": "https://evil.example"}
        answer = client.get("/config", headers=foreign)
        client.close()
    assert answer.status_code == 200
    assert [name for name in answer.headers if name.startswith("access-control")] == []


@pytest.mark.parametrize("path", ["/", "/config"])
@pytest.mark.parametrize("header", ["x-forwarded-host", "x-gradio-server"])
def test_what_a_request_says_of_its_host_is_not_repeated(
    served: Served, path: str, header: str
) -> None:
    answer = httpx.get(served.address + path, headers={header: "http://evil.example"})
    assert answer.status_code == 200
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("number", [99, -1, 10**30])
def test_what_the_page_does_not_have_is_no_fault_of_the_server(served: Served, number: int) -> None:
    join = {"fn_index": number, "session_hash": "x", "data": []}
    answer = httpx.post(served.address + "/gradio_api/queue/join", json=join)
    assert answer.status_code == 422
    assert answer.text == "The page has nothing of this kind. Load it anew."


LEFT = "harbour wall of somebody who leaves"


def test_nothing_that_a_page_showed_is_held_of_it_and_the_rest_until_it_is_left() -> None:
    chat = FakeChat()
    with serving(chat) as address:
        beat = f"{address}/gradio_api/heartbeat/leaving"
        with httpx.stream("GET", beat, timeout=60) as alive:
            beats = alive.iter_lines()  # held, for the page is left when nobody reads them
            next(beats)
            assert len(talk(address, "leaving", LEFT)[-1]) > 1000
            [page] = open_pages("leaving")
            assert LEFT not in str(list(page.components))
        until = time.monotonic() + 120
        while open_pages("leaving") and time.monotonic() < until:
            time.sleep(0.1)
        assert open_pages("leaving") == []
        assert beats


def test_what_nobody_fetches_is_not_held_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(framework, "time", SimpleNamespace(monotonic=lambda: now))
    with serving(FakeChat()) as address:
        box = ask_box(address)

        def ask(page: str) -> dict[str, int]:
            """Ask from a page that fetches no answer, and say what is held of all pages later."""
            sent = request(box, page, WALL)
            httpx.post(address + "/gradio_api/queue/join", json=sent).raise_for_status()
            time.sleep(1)
            return waiting(page)

        first = ask("one")["one"]
        until = time.monotonic() + 120
        while first <= 2 and time.monotonic() < until:  # on a busy machine
            time.sleep(0.2)
            first = waiting("one")["one"]
        assert first > 2
        now += framework.PATIENCE + 1
        assert [ask("one")["one"] <= first for _ in range(3)] == [True] * 3
        now += framework.PATIENCE + 1
        assert list(ask("another")) == ["another"]
        assert len(talk(address, "one", WALL)) > 1


def test_a_page_that_was_still_for_long_hears_the_whole_of_what_it_asks_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr(framework, "time", SimpleNamespace(monotonic=lambda: now))
    dropped: list[str] = []
    messages = framework.Messages(lambda: dropped.append("all"))
    now += framework.PATIENCE + 1
    messages.put_nowait("it begins")
    messages.put_nowait("it ends")
    assert (messages.qsize(), dropped) == (2, [])
    now += framework.PATIENCE + 1
    messages.put_nowait("something else")
    assert (messages.qsize(), dropped) == (1, ["all"])


def waiting(page: str) -> dict[str, int]:
    """Return how many messages wait for each page of the server that has this one."""
    held = [one for one in gc.get_objects() if type(one) is AllMessages and page in one]
    return {name: messages.qsize() for one in held for name, messages in one.items()}


def open_pages(session: str) -> list[SessionState]:
    """Return what the framework holds of a page, in every server of the tests."""
    holders = [one for one in gc.get_objects() if type(one) is OpenPages]
    return [one.session_data[session] for one in holders if session in one.session_data]


def test_a_link_to_the_page_is_shown_under_its_own_name(served: Served) -> None:
    shown = httpx.get(served.address + "/").text
    assert re.findall(r'<meta[^>]*"((?:og|twitter):[^"]*)"\s+content="([^"]*)"', shown) == [
        ("og:title", "Ask the articles"),
        ("og:description", "Answers from a folder of articles, in their own words."),
    ]
