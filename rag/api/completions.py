"""Answer as OpenAI's chat completions do: a message with marks, its sources and their places."""

import json
import re
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, Field

from rag.answers.plain_text import Line, lines_of
from rag.api.problems import Refused
from rag.records import Answer, Article, Source
from rag.visible import visible_text

MODEL = "rag"
MOST_MESSAGES = 1000
_MARK = re.compile(r"\[(\d+)\]")


class Part(BaseModel):
    """A part of a message; what is no text is not read."""

    type: str
    text: str | None = None


class Message(BaseModel):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"] = Field(
        description="Only what the user says is read: the last is asked, and may lean on the rest."
    )
    content: str | list[Part] | None = None


class StreamOptions(BaseModel):
    """What a stream ends with."""

    include_usage: bool = False


class ChatRequest(BaseModel):
    """A question and the conversation before it; what else OpenAI's clients send is not read."""

    model: str = Field(default=MODEL, description="There is but one.")
    messages: list[Message] = Field(min_length=1, max_length=MOST_MESSAGES)
    stream: bool | None = Field(default=False, description="Answer as server-sent events.")
    stream_options: StreamOptions | None = None


class Model(BaseModel):
    """What can be asked, as OpenAI's clients list it."""

    id: str
    object: Literal["model"] = "model"
    created: int = Field(default=0, description="Always 0.")
    owned_by: str = "this computer"


class Models(BaseModel):
    """Everything that can be asked."""

    object: Literal["list"] = "list"
    data: list[Model]


class UrlPlace(BaseModel):
    """The article that a mark stands for."""

    start_index: int = Field(description="The first character of the mark in the content.")
    end_index: int = Field(description="The character after its last.")
    title: str
    url: str = Field(description="Of the article; where none is known, of its text here.")


class Annotation(BaseModel):
    """A mark in the content."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlPlace


class CharLocation(BaseModel):
    """The exact place of a source: its words are the article's text from start to end."""

    type: Literal["char_location"] = "char_location"
    cited_text: str
    document_index: int = Field(description="Of the article among those cited, from 0.")
    document_title: str
    file_id: str = Field(description="The article's id: its text is at /api/articles/ID.")
    start_char_index: int = Field(description="In the article's text, from 0.")
    end_char_index: int = Field(description="The character after the last.")


class AssistantMessage(BaseModel):
    """An answer: its content as text, and what it cites."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation] = Field(description="Where the marks stand in the content.")
    citations: list[CharLocation] = Field(description="What [1], [2] … stand for, in that order.")


class Choice(BaseModel):
    """The one answer."""

    index: Literal[0] = 0
    message: AssistantMessage
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class Usage(BaseModel):
    """Tokens, which are not counted here."""

    prompt_tokens: Literal[0] = 0
    completion_tokens: Literal[0] = 0
    total_tokens: Literal[0] = 0


class ChatCompletion(BaseModel):
    """The reply to a request that is not streamed."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int = Field(description="Seconds since 1970.")
    model: str
    choices: list[Choice]
    usage: Usage = Usage()


def questions_of(messages: Sequence[Message]) -> list[str]:
    """Return what the user said, the last of which is asked.

    Raises:
        Refused: the last message is not the user's, or there is more than text in it.
    """
    if messages[-1].role != "user":
        raise Refused(
            422,
            f"The last message is by {messages[-1].role}, and asks nothing.",
            fix="End with a message by user.",
        )
    kinds = [one.type for one in _parts(messages[-1]) if one.text is None]
    if kinds:
        raise Refused(
            422, f"Only text can be read, and there is a part of type {kinds[0][:40]!r}.",
            fix="Leave out what is no text.",
        )  # fmt: skip
    said = [_text(message) for message in messages if message.role == "user"]
    return [*(one for one in said[:-1] if one.strip()), said[-1]]


def _parts(message: Message) -> Sequence[Part]:
    return message.content if isinstance(message.content, list) else ()


def _text(message: Message) -> str:
    if isinstance(message.content, str):
        return message.content
    return "\n".join(part.text for part in _parts(message) if part.text)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a message's content."""

    text: str
    marks: tuple[tuple[int, int, int], ...]  # start, end and number of each; from its beginning


def message_of(answers: Sequence[Answer], base: str) -> tuple[list[str], AssistantMessage]:
    """Return the pieces of a message's content, line by line, and the whole message.

    Args:
        answers: to the questions that were typed at once; their sources are numbered through.
        base: the address of this server, without a slash at its end.
    """
    answers = _numbered_through(answers)
    cited = [one.source for answer in answers for one in answer.citations]
    pieces: list[str] = []
    annotations: list[Annotation] = []
    position = 0
    for piece in _pieces(answers):
        for start, end, number in piece.marks:
            article = cited[number - 1].article
            place = UrlPlace(
                start_index=position + start,
                end_index=position + end,
                title=article.title,
                url=url_of(article, base),
            )
            annotations.append(Annotation(url_citation=place))
        pieces.append(piece.text)
        position += len(piece.text)
    citations = citations_of(cited)
    return pieces, AssistantMessage(
        content="".join(pieces), annotations=annotations, citations=citations
    )


def citations_of(cited: Sequence[Source]) -> list[CharLocation]:
    """Return the exact places of sources, in their order."""
    documents = list(dict.fromkeys(source.article.id for source in cited))
    return [
        CharLocation(
            cited_text=source.quote,
            document_index=documents.index(source.article.id),
            document_title=source.article.title,
            file_id=source.article.id,
            start_char_index=source.span.start,
            end_char_index=source.span.end,
        )
        for source in cited
    ]


def url_of(article: Article, base: str) -> str:
    """Return where an article was published; if that is not known, where its text is here."""
    return article.url or f"{base}/api/articles/{quote(article.id, safe='/')}"


def _numbered_through(answers: Sequence[Answer]) -> list[Answer]:
    numbered, before = [], 0
    for answer in answers:
        citations = [replace(one, number=one.number + before) for one in answer.citations]
        numbered.append(replace(answer, citations=tuple(citations)))
        before += len(citations)
    return numbered


def _pieces(answers: Sequence[Answer]) -> Iterator[Piece]:
    """Yield what the terminal prints of answers, a line at a time."""
    before = ""
    for answer in answers:
        for line in lines_of(answer):
            if line.kind != "quote":
                yield _piece(line, before)
                before = "\n\n"


def _piece(line: Line, before: str) -> Piece:
    start, end = line.marks
    said, marks = before + visible_text(line.text[:start]), line.text[start:end]
    found = [(len(said) + one.start(), len(said) + one.end(), int(one[1]))
             for one in _MARK.finditer(marks)]  # fmt: skip
    return Piece(said + marks + visible_text(line.text[end:]), tuple(found))


def completion(message: AssistantMessage) -> ChatCompletion:
    """Return a message as the reply to a request that is not streamed."""
    return ChatCompletion(
        id=_new_id(), created=int(time.time()), model=MODEL, choices=[Choice(message=message)]
    )


def events(pieces: Sequence[str], message: AssistantMessage, *, usage: bool) -> Iterator[str]:
    """Yield a message as server-sent events: its content piece by piece, then what it cites."""
    chunk = {
        "id": _new_id(),
        "object": "chat.completion.chunk",
        "created": int(time.time()),
        "model": MODEL,
    }
    whole = message.model_dump()
    cites = {name: whole[name] for name in ("annotations", "citations")}
    deltas = [{"role": "assistant", "content": ""}, *({"content": piece} for piece in pieces)]
    for delta, ended in [*((one, None) for one in deltas), (cites, "stop")]:
        choice = {"index": 0, "delta": delta, "finish_reason": ended, "logprobs": None}
        yield _event({**chunk, "choices": [choice]})
    if usage:
        yield _event({**chunk, "choices": [], "usage": Usage().model_dump()})
    yield "data: [DONE]\n\n"


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data)}\n\n"


def _new_id() -> str:
    return f"chatcmpl-{secrets.token_hex(12)}"
