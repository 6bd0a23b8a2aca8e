"""What is asked under /api is what the command line prints as JSON; what is wrong is a problem."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from conftest import Built
from http_client import ask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from rag.api.application import application
from rag.api.workers import Workers
from rag.chat import Chat
from rag.cli import main
from rag.errors import IndexMissing, StoreUnavailable
from rag.serving.server import BoundedServer

WALL = "what did Calder say about the wall"
FERRY = "and the ferry?"


@pytest.fixture(scope="module")
def chat(small: Built) -> Chat:
    return Chat(small.index)


@pytest.fixture(scope="module")
def address(chat: Chat) -> Iterator[str]:
    server = BoundedServer(application(chat, Workers()), host="127.0.0.1", port=0)
    yield server.address
    server.close()


@pytest.fixture
def printed(small: Built, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what a command prints as JSON."""

    def run(command: str, *arguments: str) -> Any:
        assert main([command, *arguments, "--index", str(small.index), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def test_an_answer_is_what_the_command_line_prints(address: str, printed: Any) -> None:
    reply = ask(address, "/api/ask", {"question": WALL})
    assert reply.headers["content-type"] == "application/json"
    assert reply.json == printed("ask", WALL)
    narrow = {"question": WALL, "speaker": ["the engineer"], "until": "2025-03-04"}
    assert ask(address, "/api/ask", narrow).json == printed(
        "ask", WALL, "--speaker", "the engineer", "--until", "2025-03-04"
    )


def test_a_question_leans_on_those_before_it(address: str, chat: Chat) -> None:
    reply = ask(address, "/api/ask", {"question": FERRY, "before": [WALL, " "]})
    assert reply.json["asked"]["carried"]
    assert (
        reply.json["asked"]["question"] == chat.ask(FERRY, before=[chat.ask(WALL)]).asked.question
    )


def test_passages_statements_and_speakers_are_what_the_command_line_prints(
    address: str, printed: Any
) -> None:
    assert ask(address, "/api/search", question="herring", limit=1).json == printed(
        "search", "herring", "--limit", "1"
    )
    quoted = ask(address, "/api/search", question='"night ferry" AND herring')
    assert quoted.headers["x-hint"] == (
        "This was searched by meaning, with quotation marks and operators as words like others; "
        "/api/exact searches for exactly what is typed."
    )
    assert "x-hint" not in ask(address, "/api/search", question="herring and ferries").headers
    assert ask(
        address, "/api/search", question="Oldport", source=["coast weekly", "Harbour Post"]
    ).json == (printed("search", "Oldport", "--source", "Coast Weekly", "--source", "Harbour Post"))
    assert ask(address, "/api/said", speaker="Calder", about="ferry").json == printed(
        "said", "Calder", "--about", "ferry"
    )
    assert ask(address, "/api/said", speaker="the mayor", until="2025-03-04", limit=1).json == (
        printed("said", "the mayor", "--until", "2025-03-04", "--limit", "1")
    )
    assert ask(address, "/api/speakers").json == printed("speakers")


def test_articles_are_listed_part_by_part_and_each_has_its_text(address: str, printed: Any) -> None:
    whole = {one["id"]: one for one in printed("list")}
    listed = ask(address, "/api/articles")
    assert [one["id"] for one in listed.json] == list(whole)
    assert listed.headers["x-total-count"] == str(len(whole))
    part = ask(address, "/api/articles", limit=1, offset=1)
    assert (part.json, part.headers["x-total-count"]) == (listed.json[1:2], "4")
    assert {one["id"] for one in ask(address, "/api/articles", matching="lighthouse").json} == {
        "news.jsonl#1"
    }
    for name, article in whole.items():
        assert ask(address, f"/api/articles/{quote(name)}").json == article


def test_health_says_what_there_is(address: str) -> None:
    assert ask(address, "/api/health").json == {
        "status": "ok", "articles": 4, "first": "2024-11-02", "last": "2025-03-14",
        "generation": "00000001",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body", "status", "detail"),
    [
        ("/api/nothing", None, 404, "Not Found."),
        ("/docs", None, 404, "Not Found."),
        ("/mcp", None, 405, "Method Not Allowed."),
        ("/api/ask", None, 405, "Method Not Allowed."),
        ("/api/health", {}, 405, "Method Not Allowed."),
        ("/api/articles/none.txt", None, 404, "No article has the id 'none.txt'."),
        ("/api/said?speaker=Nobody", None, 404, "The articles have no statement by 'Nobody'."),
        ("/api/said", None, 422, "query.speaker: Field required."),
        ("/api/search?question=%20", None, 422, "There is no word in this question."),
        ("/api/search?question=a&until=0", None, 422,
         "query.until: Value error, A day is written YYYY-MM-DD."),
        ("/api/ask", {"question": "x" * 2001}, 422,
         "body.question: String should have at most 2000 characters."),
        ("/api/ask", {"question": "wall", "since": "2025-02-02", "until": "2025-02-01"}, 422,
         "No day is both from 2025-02-02 and up to 2025-02-01."),
        ("/api/ask", {"question": "wall", "sort": 1}, 422,
         "body.sort: Extra inputs are not permitted."),
        ("/api/ask", {"question": "\ud800"}, 422,
         "body.question: Input should be a valid string, unable to parse raw data as a unicode "
         "string."),
        ("/v1/models/gpt-4", None, 404, "There is no model 'gpt-4'."),
        ("/api/exact?search=a+(b", None, 422, "This bracket is not closed."),
        ("/api/counts?search=spaeker:a&by=month", None, 422, "There is no field spaeker."),
        ("/api/articles?matching=speaker:+a", None, 422, "No value stands after speaker:."),
        ("/api/exact?search=speaker:Nobody", None, 404,
         "The articles have no statement by 'Nobody'."),
        ("/api/said?speaker=Calder&source=Post", None, 404, "No article has the source 'Post'."),
        ("/api/articles?author=Jon", None, 404, "No article has the author 'Jon'."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_as_a_problem(
    address: str, path: str, body: object, status: int, detail: str
) -> None:
    reply = ask(address, path, body)
    assert (reply.status, reply.json["status"], reply.json["detail"]) == (status, status, detail)
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json["type"] == "about:blank"


@pytest.mark.parametrize("path", ["/api/ask", "/v1/chat/completions"])
def test_what_is_no_json_is_refused_in_one_way(address: str, path: str) -> None:
    broken, form = b'{"question": ', b"question=wall"
    for sent, kind, status, detail in (
        (broken, "application/json", 400, "What was sent is no JSON."),
        (b"\xff", "application/json", 400, "What was sent is no JSON."),
        (form, "application/json", 400, "What was sent is no JSON."),
        (form, "application/x-www-form-urlencoded", 415,
         "What was sent is application/x-www-form-urlencoded."),
        (b"--x--", "multipart/form-data; boundary=x", 415,
         "What was sent is multipart/form-data."),
        (b'"wall"', "text/plain", 415, "What was sent is text/plain."),
    ):  # fmt: skip
        reply = ask(address, path, sent, headers={"Content-Type": kind})
        assert (reply.status, reply.json["detail"]) == (status, detail)


def test_the_head_of_an_answer_can_be_asked_for(address: str) -> None:
    whole = ask(address, "/api/health")
    head = ask(address, "/api/health", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert ask(address, "/api/ask", method="HEAD").status == 405


def test_an_exact_search_is_what_the_command_line_prints(address: str, printed: Any) -> None:
    search = "oldport NOT lighthouse"
    assert ask(address, "/api/exact", search=search).json == {
        "hints": [], "passages": printed("search", search), "more": False
    }  # fmt: skip
    every = printed("search", "oldport*")
    part = ask(address, "/api/exact", search="oldport", limit=1, offset=1).json
    assert (part["passages"], part["more"]) == (every[1:2], True)
    found = ask(address, "/api/concordance", search="oldport", context=3, limit=2).json
    assert found == {
        "hints": [],
        "places": printed("search", "oldport", "--context", "3", "--limit", "2"),
        "more": True,
    }
    wall = "wall or sea"
    counted = ask(address, "/api/counts", search=wall, by="speaker", speaker=["the mayor"])
    assert counted.json == {
        "hints": ["“or” is searched for as a word; the operator is written OR."],
        "counts": printed("search", wall, "--count", "speaker", "--speaker", "the mayor"),
    }


def test_nobody_is_told_to_run_a_command_who_cannot(address: str) -> None:
    fixes = {
        "/api/articles/none.txt": "/api/articles names them all.",
        "/api/said?speaker=Caldr": "Perhaps Ines Calder is meant; /api/speakers lists everyone who "
        "says something.",
        "/api/search?question=wall&source=Harbor+Post": "Perhaps Harbour Post is meant; "
        "/api/articles names the source of each.",
        "/api/exact?search=source:%E2%80%A6": "Name one of /api/articles.",
    }
    assert {path: ask(address, path).json["fix"] for path in fixes} == fixes


def test_several_questions_at_once_are_named(address: str) -> None:
    two = ["Who is Ines Calder?", "What did Reuvers say about the wall?"]
    reply = ask(address, "/api/ask", {"question": " ".join(two)})
    assert (reply.status, reply.json["detail"]) == (422, "These are 2 questions.")
    assert reply.json["questions"] == two


def test_a_client_of_openai_finds_an_error_where_it_looks_for_it(address: str) -> None:
    asked = {"messages": [{"role": "user", "content": "?"}]}
    reply = ask(address, "/v1/chat/completions", asked)
    assert reply.status == 422
    assert reply.json["error"]["message"].startswith("There is no word in this question. Ask ")
    reply = ask(address, "/v1/chat/completions", {"model": "gpt-4", **asked})
    assert (reply.status, reply.json["error"]) == (404, {
        "message": "There is no model 'gpt-4'. Ask 'rag'.",
        "type": "invalid_request_error", "param": None, "code": "model_not_found",
    })  # fmt: skip


class Broken(Chat):
    """A chat whose index is gone, or that fails as nobody foresaw."""

    def extent(self) -> Any:
        raise IndexMissing("There is no index in index/.", fix="Run `rag index`.")

    def speakers(self) -> Any:
        raise ZeroDivisionError("secret")


class Parted(Chat):
    """A chat whose articles are in a database that has gone away."""

    def headings(self, *given: Any, **named: Any) -> Any:
        raise StoreUnavailable("PostgreSQL cannot be reached.", fix="Start it.")


def test_health_says_that_a_database_has_gone_away(small: Built) -> None:
    server = BoundedServer(application(Parted(small.index), Workers()), host="127.0.0.1", port=0)
    assert ask(server.address, "/api/health").status == 503
    server.close()


def test_a_fault_of_the_server_says_nothing_of_it(small: Built) -> None:
    server = BoundedServer(application(Broken(small.index), Workers()), host="127.0.0.1", port=0)
    missing, failed = (ask(server.address, f"/api/{one}") for one in ("health", "speakers"))
    busy = BoundedServer(application(Chat(small.index), Workers(most=0)), host="127.0.0.1", port=0)
    turned_away = ask(busy.address, "/api/health")
    server.close()
    busy.close()
    fix = "On the computer that answers: Run `rag index`."
    assert (missing.status, missing.json["fix"]) == (503, fix)
    assert failed.status == 500
    assert failed.json == {
        "type": "about:blank", "title": "Internal Server Error", "status": 500,
        "detail": "Something went wrong here.",
    }  # fmt: skip
    assert turned_away.status == 503
    assert turned_away.headers["retry-after"] == "2"


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_as_described(address: str, mode: GenerationMode) -> None:
    """What is sent is made from the description, by its rules or against them."""
    described = schemathesis.openapi.from_url(f"{address}openapi.json")
    # A description cannot say that there must be a word in a question.
    unfit: Any = CHECKS.get_by_names(["positive_data_acceptance"])
    for found in described.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]

        @settings(
            max_examples=5,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def check(case: Any) -> None:
            case.call_and_validate(excluded_checks=unfit, timeout=120)

        with suppress(Unsatisfiable):  # nothing can be sent against the rules of some
            check()
