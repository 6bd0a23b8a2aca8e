"""Which model is asked for, and what becomes of a server that does not do its work."""

import gzip
import subprocess
import sys
import time

import pytest
from fake_llm_server import Reply, serving

from rag.errors import RagError
from rag.models.language_model import LanguageModel, ModelFailure, language_model, reply

KEY = "sk-do-not-show"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"


def test_there_is_no_model_unless_one_is_asked_for() -> None:
    assert language_model({}) is None
    assert language_model({"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "http://h/v1"}) is None


def test_options_win_over_the_environment() -> None:
    environment = {
        "OPENAI_BASE_URL": "http://127.0.0.1:1/v1",
        "OPENAI_API_KEY": "sk-other",
        "RAG_MODEL": "large",
    }
    assert language_model(environment) == LanguageModel(
        "http://127.0.0.1:1/v1", "large", "sk-other", 60.0
    )
    chosen = language_model(environment, base_url="https://h/v1", name="small", api_key=KEY)
    assert chosen == LanguageModel("https://h/v1", "small", KEY, 60.0)


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        (
            {"RAG_MODEL": "small"},
            "There is a language model (small) but no address of its server. Give --model-url "
            "(or set OPENAI_BASE_URL), for example http://127.0.0.1:8080/v1.",
        ),
        *(
            (
                {"OPENAI_BASE_URL": address, "RAG_MODEL": "small"},
                f"{address} is not the address of a server. "
                "It starts with http:// or https://, for example http://127.0.0.1:8080/v1.",
            )
            for address in ("localhost:8080", "file:///etc/passwd", "http://h:port/v1", "http://[")
        ),
    ],
)
def test_half_a_configuration_is_refused(environment: dict[str, str], message: str) -> None:
    with pytest.raises(RagError) as raised:
        language_model(environment)
    assert str(raised.value) == message


def test_an_address_without_a_model_is_refused_and_its_password_not_shown() -> None:
    with pytest.raises(RagError) as raised:
        language_model({}, base_url="http://me:secret@h:1/v1")
    assert str(raised.value) == (
        "There is a language model's address (h:1/v1) but no model. "
        "Give --model-name (or set RAG_MODEL)."
    )


def test_the_key_is_not_shown_with_the_model() -> None:
    assert KEY not in repr(LanguageModel("http://h/v1", "small", KEY, 1.0))


def test_the_client_is_not_imported_before_a_model_is_asked() -> None:
    code = (
        "import sys; from rag.models.language_model import language_model;"
        "language_model({}); print('openai' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


# What a server may do


def asked(*replies: Reply, timeout: float = 5.0) -> str:
    with serving(*replies) as server:
        return "".join(reply(LanguageModel(server.base_url, "small", KEY, timeout), "s", "u"))


def failure(*replies: Reply, timeout: float = 5.0) -> str:
    with pytest.raises(ModelFailure) as raised:
        asked(*replies, timeout=timeout)
    assert KEY not in str(raised.value)
    return str(raised.value)


def test_a_reply_arrives_in_parts() -> None:
    with serving(Reply(("It ", "is.", ""))) as server:
        model = LanguageModel(server.base_url, "small", KEY, 5.0)
        assert list(reply(model, "rules", "question")) == ["It ", "is."]
    assert server.requests == [
        {
            "model": "small",
            "messages": [
                {"role": "system", "content": "rules"},
                {"role": "user", "content": "question"},
            ],
            "stream": True,
            "temperature": 0,
        }
    ]


@pytest.mark.parametrize(
    ("head", "drip"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (HEAD + b"\r\n", b": still here\n\n"),
        (HEAD + b"\r\n", b"d"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nd\r\n"),
        (b"HTTP/1.1 500 Oh\r\n\r\n", b"d"),
        (b"HTTP/1.1 200 O", b"K"),
    ],
    ids=["headers", "informational", "comments", "a line", "chunks", "an error", "a status"],
)
def test_a_server_that_drips_is_hung_up_on(head: bytes, drip: bytes) -> None:
    started = time.monotonic()
    dripping = Reply(whole=head, drip=drip, wait=0.02)
    assert failure(dripping, timeout=0.7) == "The language model took too long to answer"
    assert time.monotonic() - started < 120  # slow to import the client; it would never end


def test_a_server_that_pours_is_hung_up_on() -> None:
    pouring = Reply(whole=HEAD + b"\r\n", drip=b"data: " + b" " * 100_000)
    assert failure(pouring) == "The language model’s reply did not come to an end"


def test_what_is_compressed_is_not_unpacked() -> None:
    bomb = gzip.compress(b": \n" * 20_000_000)
    packed = Reply(whole=HEAD + b"Content-Encoding: gzip\r\n\r\n" + bomb)
    assert failure(packed) == ("The language model’s reply is compressed, which was not asked for")


def test_no_other_address_is_asked() -> None:
    with serving(Reply(("Anything.",))) as elsewhere:
        moved = Reply(status=307, location=f"{elsewhere.base_url}/chat/completions")
        told = failure(moved)
    assert told == "The language model’s server sends to another address (HTTP 307)"
    assert elsewhere.requests == []


@pytest.mark.parametrize("content", ["7", "[]", '["a"]', '{"a": 1}', "true", "[" * 99_999])
def test_words_of_another_kind_cannot_be_read(content: str) -> None:
    event = f'data: {{"choices": [{{"index": 0, "delta": {{"content": {content}}}}}]}}\n\n'
    assert failure(Reply(raw=event)) == "The language model’s reply cannot be read"


def test_a_part_without_words_is_none() -> None:
    event = 'data: {"choices": [{"index": 0, "delta": {"content": null}, "finish_reason": %s}]}\n\n'
    assert asked(Reply(raw=event % "null" + event % '"stop"')) == ""


def test_the_environment_s_proxy_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Reply(("Anything.",))) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.base_url)
        assert asked(Reply(("It is.",))) == "It is."
    assert proxy.requests == []
