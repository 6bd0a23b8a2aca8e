"""Let a language model word the answer, and hold each of its sentences against what it cites.

Any server that speaks OpenAI's protocol will do. The model sees numbered sentences, not files,
and what it writes is only ever text: its marks choose among those sentences, and one that
points to none is shown as such. Whatever goes wrong, the quoting answer stands.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rag.answers.citation_marks import SentenceReader, Written, numbers_of
from rag.answers.faithfulness import doubts, spoken_by, visible, without_false_quotations
from rag.answers.plain_text import number_sources, written_date
from rag.errors import RagError
from rag.models.prompt_tokens import count_tokens
from rag.records import Answer, Claim, Source

if TYPE_CHECKING:
    from openai import APIError, OpenAI, Stream
    from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

BASE_URL, NAME, API_KEY = "OPENAI_BASE_URL", "RAG_MODEL", "OPENAI_API_KEY"
TIMEOUT = 60.0  # seconds
LONGEST_WAIT = 3  # times the time-out: what a whole reply may take
BUDGET = 3000  # tokens of evidence
MOST_CLAIMS = 12
LONGEST_REPLY = 6_000  # characters; a model that repeats itself never ends
LONGEST_LABEL = 80  # characters of a name or a source
REMINDER = "Answer from the evidence; end each sentence with its number in square brackets."

_NO_ANSWER = re.compile(
    r"\W*(?:the|these) (?:articles?|sentences|evidence) (?:do|does)(?: not|n['’]t) "
    r"(?:answer|say|mention|contain|provide)",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\W*(?:i['’]?m sorry|sorry,|i (?:cannot|can['’]t|am unable|am not able|won['’]t)|as an ai\b)",
    re.IGNORECASE,
)
_HARMLESS = str.maketrans("[]<>【】{}|#`", "()‹›()()/ '")
_TURN = re.compile(r"\b(system|assistant|user|developer|human|evidence|question)\s*[:：]", re.I)
_TOO_LONG = re.compile(r"context|too long|too large|maximum.{0,20}(?:length|tokens)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A language model and the server that runs it."""

    base_url: str  # of an OpenAI-compatible server, "http://127.0.0.1:8080/v1"
    name: str
    api_key: str = field(repr=False)  # may be empty: a server of one's own asks for none
    timeout: float  # seconds until the reply begins, and between two parts of it


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


def write(model: LanguageModel, quoted: Answer, evidence: Sequence[Source]) -> Iterator[Answer]:
    """Yield the model's answer as it grows, sentence by sentence; the last one is final.

    Args:
        model: what writes.
        quoted: the finished quoting answer. It is what is left if the model fails, with a
            sentence in its note that says what happened.
        evidence: the sentences that the model may use, best first. Those beyond the budget
            are not sent.
    """
    given = within_budget(evidence)
    if not given:
        yield quoted
        return
    try:
        try:
            yield from _answers(model, quoted, given)
        except _Failed as failed:
            if not failed.too_long or len(given) == 1:
                raise
            yield from _answers(model, quoted, given[: len(given) // 2])
    except _Failed as failed:
        note = f"{failed}: this is the answer without it."
        yield replace(quoted, note=f"{quoted.note} {note}".strip())


class _Failed(Exception):
    """The model gave no answer; the message is what happened."""

    def __init__(self, message: str, *, too_long: bool = False) -> None:
        super().__init__(message)
        self.too_long = too_long


def _answers(model: LanguageModel, quoted: Answer, evidence: Sequence[Source]) -> Iterator[Answer]:
    """Yield growing answers.

    Raises:
        _Failed: there is no answer after all, whatever was yielded before.
    """
    claims: list[Claim] = []
    for sentence in _sentences(model, quoted.asked.question, evidence):
        if not claims and _NO_ANSWER.match(sentence.text):
            yield _unanswered(quoted)
            return
        if not claims and not sentence.marks and _REFUSES.match(sentence.text):
            raise _Failed("The language model declined to answer")
        claims.append(checked(sentence, evidence))
        yield _answer(quoted, claims)
        if len(claims) == MOST_CLAIMS:
            note = f"The language model’s reply was cut after {MOST_CLAIMS} sentences."
            yield replace(_answer(quoted, claims), note=note)
            return
    if not claims:
        raise _Failed("The language model’s reply was empty")


def checked(sentence: Written, evidence: Sequence[Source]) -> Claim:
    """Return a sentence of the model with its sources and with what is doubtful about it."""
    sources: dict[Source, None] = {}
    found: list[str] = []
    for mark in dict.fromkeys(sentence.marks):
        numbers = numbers_of(mark, len(evidence))
        sources |= dict.fromkeys(evidence[number - 1] for number in numbers)
        if not numbers:
            found.append(f"Mark {mark} points to no source.")
    text, misquoted = without_false_quotations(sentence.text, tuple(sources))
    found += [*misquoted, *doubts(text, tuple(sources))]
    return Claim(text, tuple(sources), tuple(found))


def _unanswered(quoted: Answer) -> Answer:
    if quoted.grade != "answered":
        return quoted
    note = "The language model found no answer in the articles: this is the answer without it."
    return replace(quoted, note=f"{quoted.note} {note}".strip())


def _answer(quoted: Answer, claims: Sequence[Claim]) -> Answer:
    cited = any(claim.sources for claim in claims)
    return replace(
        quoted,
        claims=tuple(claims),
        citations=number_sources(claims),
        grade="answered" if cited else "closest",
        note="" if cited else "None of this names a source in the articles.",
    )


# What is sent


def within_budget(evidence: Sequence[Source]) -> tuple[Source, ...]:
    """Return as many of the first sources as the model is to be sent, each once."""
    kept: list[Source] = []
    left = BUDGET
    for source in dict.fromkeys(evidence):
        left -= count_tokens(_line(len(kept) + 1, source))
        if left < 0:
            break
        kept.append(source)
    return tuple(kept)


def prompt(question: str, evidence: Sequence[Source]) -> str:
    """Return what the model is asked: the evidence, numbered from 1, and the question."""
    lines = [_line(number, source) for number, source in enumerate(evidence, start=1)]
    asked = f"Question: {disarmed(question)}"
    return "\n".join(["<evidence>", *lines, "</evidence>", "", asked, REMINDER])


def _line(number: int, source: Source) -> str:
    article = source.article
    speakers = dict.fromkeys(statement.speaker for statement in spoken_by(source))
    label = [f"said by {speaker[:LONGEST_LABEL]}" for speaker in speakers]
    label += [article.source[:LONGEST_LABEL], written_date(article.date)]
    told = disarmed(", ".join(part for part in label if part))
    return f"[{number}] ({told}) {disarmed(source.quote)}"


def disarmed(text: str) -> str:
    """Return a text on one line in which nothing looks like a part of a prompt.

    Invisible characters go; square and angle brackets, of which marks, delimiters and turns are
    made, become other ones; "System:" loses its colon.
    """
    return _TURN.sub(r"\1 –", " ".join(visible(text).translate(_HARMLESS).split()))


@cache
def _rules() -> str:
    return files("rag.answers").joinpath("prompt.txt").read_text(encoding="utf-8")


# What comes back


def _sentences(
    model: LanguageModel, question: str, evidence: Sequence[Source]
) -> Iterator[Written]:
    reader = SentenceReader()
    length = 0
    for part in _reply(model, question, evidence):
        length += len(part)
        if length > LONGEST_REPLY:
            raise _Failed("The language model’s reply did not come to an end")
        yield from reader.feed(part)
    yield from reader.close()


def _reply(model: LanguageModel, question: str, evidence: Sequence[Source]) -> Iterator[str]:
    """Yield the parts of a reply as they arrive.

    Raises:
        _Failed: the server or the model did not do its work to the end.
    """
    # Slow to import, and needed only here.
    from openai import APIError, OpenAI, OpenAIError

    messages: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": _rules()},
        {"role": "user", "content": prompt(question, evidence)},
    ]
    begun = False
    try:
        # The client insists on a key. A second try would only double the wait.
        with (
            OpenAI(
                base_url=model.base_url,
                api_key=model.api_key or "none",
                timeout=model.timeout,
                max_retries=0,
            ) as client,
            _opened(client, model.name, messages) as stream,
        ):
            begun = True
            yield from _parts(stream, model.timeout)
    except APIError as error:
        raise _failure(error, model.timeout, begun=begun) from error
    except (OpenAIError, ValueError, TypeError, AttributeError) as error:
        # What came is not what was agreed; the client does not check it.
        raise _Failed("The language model’s reply cannot be read") from error


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


def _parts(stream: "Stream[ChatCompletionChunk]", timeout: float) -> Iterator[str]:
    """Yield the words of a stream.

    Raises:
        _Failed: it ends before its end, takes too long, or is a refusal.
    """
    started, ended = monotonic(), ""
    for chunk in stream:
        if monotonic() - started > LONGEST_WAIT * timeout:
            raise _Failed("The language model took too long to answer")
        for choice in chunk.choices[:1]:
            if choice.delta.refusal:
                raise _Failed("The language model declined to answer")
            if choice.delta.content:
                yield choice.delta.content
            ended = choice.finish_reason or ended
    if ended == "content_filter":
        raise _Failed("The language model declined to answer")
    if ended != "stop":
        raise _Failed("The language model’s reply broke off")


def _failure(error: "APIError", timeout: float, *, begun: bool) -> _Failed:
    """Say what happened in words of our own: a server's may hold the key."""
    from openai import APIConnectionError, APIStatusError, APITimeoutError

    if isinstance(error, APITimeoutError):
        return _Failed(f"The language model did not answer within {timeout:g} seconds")
    if isinstance(error, APIConnectionError):
        if begun:
            return _Failed("The language model’s reply broke off")
        return _Failed("The language model’s server cannot be reached")
    if _TOO_LONG.search(error.message):
        return _Failed("The evidence is too long for the language model", too_long=True)
    if not isinstance(error, APIStatusError):
        return _Failed("The language model’s server reported an error in its reply")
    told = _STATUSES.get(error.status_code, "answered with an error")
    return _Failed(f"The language model’s server {told} (HTTP {error.status_code})")


_STATUSES = {
    401: "refused the key",
    403: "refused the key",
    404: "does not know this address or model",
    429: "is asked too often",
}
