"""A language model behind any server that speaks OpenAI's protocol: messages in, text out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rag.errors import RagError

if TYPE_CHECKING:
    from openai import APIError, OpenAI, Stream
    from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

BASE_URL, NAME, API_KEY = "OPENAI_BASE_URL", "RAG_MODEL", "OPENAI_API_KEY"
# By hand: a model of 1.5 billion parameters reads 3,000 tokens in half a minute on two cores.
TIMEOUT = 60.0  # seconds
LONGEST_WAIT = 3  # times the time-out: what a whole reply may take
MOST_BYTES = 4_000_000  # of a reply; some 300 come with each token that is said or thought

_TOO_LONG = re.compile(r"context|too long|too large|maximum.{0,20}(?:length|tokens)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A language model and the server that runs it."""

    base_url: str  # of an OpenAI-compatible server, "http://127.0.0.1:8080/v1"
    name: str
    api_key: str = field(repr=False)  # may be empty: a server of one's own asks for none
    timeout: float  # seconds until the reply begins, and between two parts of it


class ModelFailure(Exception):
    """A language model gave no answer; the message is what happened.

    Args:
        message: a clause in our own words: what a server writes may hold the key.
        too_long: less text might have been answered.
    """

    def __init__(self, message: str, *, too_long: bool = False) -> None:
        super().__init__(message)
        self.too_long = too_long


def language_model(
    environment: Mapping[str, str], *, base_url: str = "", name: str = "", api_key: str = ""
) -> LanguageModel | None:
    """Return the language model that is asked for; None if no model is named.

    Options win over the environment's OPENAI_BASE_URL, RAG_MODEL and OPENAI_API_KEY.

    Raises:
        RagError: an address without a model, a model without an address, or what is no address.
    """
    name = name or environment.get(NAME, "")
    if not name and not base_url:
        return None  # OPENAI_BASE_URL alone may be meant for another program
    base_url = base_url or environment.get(BASE_URL, "")
    if not name:
        raise RagError(
            f"There is a language model's address ({_place(base_url)}) but no model.",
            fix=f"Give --model-name (or set {NAME}).",
        )
    if not base_url:
        raise RagError(
            f"There is a language model ({name}) but no address of its server.",
            fix=f"Give --model-url (or set {BASE_URL}), for example http://127.0.0.1:8080/v1.",
        )
    if not _is_address(base_url):
        raise RagError(
            f"{_place(base_url)} is not the address of a server.",
            fix="It starts with http:// or https://, for example http://127.0.0.1:8080/v1.",
        )
    return LanguageModel(base_url, name, api_key or environment.get(API_KEY, ""), TIMEOUT)


def _is_address(base_url: str) -> bool:
    try:
        parts = urlsplit(base_url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # the port is no number, a bracket is not closed
        return False


def _place(base_url: str) -> str:
    """Return an address without the user and password that it may hold."""
    return base_url.rsplit("@", 1)[-1]


def reply(model: LanguageModel, system: str, user: str) -> Iterator[str]:
    """Yield the parts of a model's reply as they arrive.

    Nothing is sent but to the model's own address, and all ends by the clock.

    Args:
        model: what is asked.
        system: what it is told of its task.
        user: what it is asked.

    Raises:
        ModelFailure: the server or the model did not do its work to the end.
    """
    # Slow to import, and needed only here.
    import httpx2
    from openai import APIError, OpenAI, OpenAIError

    from rag.models.bounded_transport import BoundedTransport

    seconds = LONGEST_WAIT * model.timeout
    transport = BoundedTransport(seconds=seconds, most=MOST_BYTES)
    begun = False
    try:
        # The client insists on a key. A second try would only double the wait.
        with (
            httpx2.Client(transport=transport, trust_env=False) as line,
            OpenAI(
                base_url=model.base_url,
                api_key=model.api_key or "none",
                timeout=model.timeout,
                max_retries=0,
                http_client=line,
            ) as client,
            _opened(client, model.name, _messages(system, user)) as stream,
        ):
            begun = True
            yield from _parts(stream)
    except (ModelFailure, OpenAIError, httpx2.HTTPError, *_UNREADABLE) as error:
        if transport.ended:  # whatever it looks like from here
            raise ModelFailure(_LIMITS[transport.ended]) from error
        if isinstance(error, ModelFailure):
            raise
        if isinstance(error, APIError):
            raise _failure(error, model.timeout, begun=begun) from error
        if isinstance(error, httpx2.TimeoutException):
            raise ModelFailure(_silent(model.timeout)) from error
        raise ModelFailure("The language model’s reply cannot be read") from error
    finally:
        transport.close()


_LIMITS: Mapping[str, str] = {
    "time": "The language model took too long to answer",
    "size": "The language model’s reply did not come to an end",
    "compression": "The language model’s reply is compressed, which was not asked for",
}
# What came is not what was agreed; the client does not check it.
_UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


def _messages(system: str, user: str) -> "list[ChatCompletionMessageParam]":
    return [{"role": "system", "content": system}, {"role": "user", "content": user}]


def _opened(
    client: "OpenAI", name: str, messages: "list[ChatCompletionMessageParam]"
) -> "Stream[ChatCompletionChunk]":
    from openai import BadRequestError

    try:
        return client.chat.completions.create(
            model=name, messages=messages, stream=True, temperature=0
        )
    except BadRequestError as error:
        if "temperature" not in error.message:  # some models allow only their own
            raise
        return client.chat.completions.create(model=name, messages=messages, stream=True)


def _parts(stream: "Stream[ChatCompletionChunk]") -> Iterator[str]:
    """Yield the words of a stream.

    Raises:
        ModelFailure: it ends before its end, or is a refusal.
    """
    ended: object = ""
    for chunk in stream:
        for choice in chunk.choices[:1]:
            if choice.delta.refusal:
                raise ModelFailure("The language model declined to answer")
            content: object = choice.delta.content
            if content is not None and not isinstance(content, str):
                raise TypeError(f"a part of a reply is a {type(content).__name__}")
            if content:
                yield content
            ended = choice.finish_reason or ended
    if ended == "content_filter":
        raise ModelFailure("The language model declined to answer")
    if ended != "stop":
        raise ModelFailure("The language model’s reply broke off")


def _failure(error: "APIError", timeout: float, *, begun: bool) -> ModelFailure:
    """Say what happened in words of our own."""
    from openai import APIConnectionError, APIStatusError, APITimeoutError

    if isinstance(error, APITimeoutError):
        return ModelFailure(_silent(timeout))
    if isinstance(error, APIConnectionError):
        if begun:
            return ModelFailure("The language model’s reply broke off")
        return ModelFailure("The language model’s server cannot be reached")
    if _TOO_LONG.search(error.message):
        return ModelFailure("The evidence is too long for the language model", too_long=True)
    if not isinstance(error, APIStatusError):
        return ModelFailure("The language model’s server reported an error in its reply")
    told = _STATUSES.get(error.status_code, "answered with an error")
    if 300 <= error.status_code < 400:
        told = "sends to another address"
    return ModelFailure(f"The language model’s server {told} (HTTP {error.status_code})")


def _silent(timeout: float) -> str:
    return f"The language model did not answer within {timeout:g} seconds"


_STATUSES = {
    401: "refused the key",
    403: "refused the key",
    404: "does not know this address or model",
    429: "is asked too often",
    503: "is not ready yet, or has too much to do",
}
