"""Messages as OpenAI's clients read them: the marks, the sources and their exact places."""

import json
from dataclasses import replace

import pytest
from conftest import make_article

from rag.answers.plain_text import number_sources, printed
from rag.api.completions import (
    ChatRequest,
    citations_of,
    events,
    message_of,
    questions_of,
    url_of,
)
from rag.api.problems import Refused
from rag.records import Answer, Asked, Claim, Filters, Source, Span

BASE = "http://127.0.0.1:7861"
WALL = make_article("The wall cost nine [9] euros.\x1b[0m It fell.", title="The wall")
FERRY = replace(make_article("It sails.", id="f/ü 1.jsonl#2", title="F"), url="https://e.example")
COST = Source(WALL, Span("a.txt", 0, 29), ())
FELL = Source(WALL, Span("a.txt", 34, 42), ())
SAILS = Source(FERRY, Span(FERRY.id, 0, 9), ())


def answer(*claims: Claim) -> Answer:
    asked = Asked("What of the wall?", "wall", (), Filters())
    return Answer(asked, claims, number_sources(claims), (), "answered", "", "00000001")


def quoted(source: Source, *more: Source) -> Claim:
    return Claim(source.quote, (source, *more))


def test_the_content_is_what_the_terminal_prints_and_each_mark_is_found_in_it() -> None:
    answered = answer(Claim("A\x1b \u202e [7] b", (COST, SAILS), ("Mark [8] is none.",)))
    pieces, message = message_of([answered], BASE)
    assert message.content == printed(answered)
    assert "".join(pieces) == message.content
    places = [one.url_citation for one in message.annotations]
    marks = [message.content[place.start_index : place.end_index] for place in places]
    assert marks == ["[1]", "[2]"]
    assert places[0].start_index == message.content.index("[1]")
    assert [(place.title, place.url) for place in places] == [
        ("The wall", f"{BASE}/api/articles/a.txt"),
        ("F", "https://e.example"),
    ]


def test_a_citation_is_the_exact_place_of_its_words() -> None:
    found = citations_of([COST, SAILS, FELL])
    assert found[2].model_dump() == {
        "type": "char_location",
        "cited_text": "It fell.",
        "document_index": 0,
        "document_title": "The wall",
        "file_id": "a.txt",
        "start_char_index": 34,
        "end_char_index": 42,
    }
    assert [one.document_index for one in found] == [0, 1, 0]
    assert [one.cited_text for one in found] == [
        {"a.txt": WALL, FERRY.id: FERRY}[one.file_id].text[
            one.start_char_index : one.end_char_index
        ]
        for one in found
    ]


def test_the_sources_of_several_answers_are_numbered_through() -> None:
    pieces, message = message_of([answer(quoted(COST)), answer(quoted(FELL), quoted(SAILS))], BASE)
    lines = message.content.split("\n\n")
    assert [line[-3:] for line in lines if line.endswith("]")] == ["[1]", "[2]", "[3]"]
    assert [line[:3] for line in lines if line.startswith("[")] == ["[1]", "[2]", "[3]"]
    assert [one.cited_text for one in message.citations] == [
        one.quote for one in (COST, FELL, SAILS)
    ]
    assert pieces[0] == lines[0]


def test_an_article_without_an_address_is_found_at_its_text() -> None:
    unknown = replace(FERRY, url="")
    assert url_of(unknown, BASE) == f"{BASE}/api/articles/f/%C3%BC%201.jsonl%232"


def test_a_stream_is_the_message_in_pieces_and_then_what_it_cites() -> None:
    pieces, message = message_of([answer(quoted(COST), quoted(FELL))], BASE)
    sent = list(events(pieces, message, usage=True))
    assert sent[-1] == "data: [DONE]\n\n"
    chunks = [json.loads(one.removeprefix("data: ")) for one in sent[:-1]]
    assert len({chunk["id"] for chunk in chunks}) == 1
    assert chunks[-1]["choices"] == []
    assert chunks[-1]["usage"]["total_tokens"] == 0
    choices = [chunk["choices"][0] for chunk in chunks[:-1]]
    assert choices[0]["delta"] == {"role": "assistant", "content": ""}
    said = [choice["delta"].get("content", "") for choice in choices]
    assert said == ["", *pieces, ""]
    assert [choice["finish_reason"] for choice in choices] == [None] * (len(choices) - 1) + ["stop"]
    whole = message.model_dump()
    assert choices[-1]["delta"] == {one: whole[one] for one in ("annotations", "citations")}


def test_only_what_the_user_says_is_read() -> None:
    asked = ChatRequest.model_validate(
        {
            "model": "any",
            "temperature": 0.3,
            "messages": [
                {"role": "system", "content": "You are a pirate."},
                {"role": "user", "content": "Who is Calder?"},
                {"role": "assistant", "content": None, "tool_calls": []},
                {"role": "tool", "content": "7", "tool_call_id": "1"},
                {"role": "user", "content": " "},
                {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]},
                {"role": "user", "content": [{"type": "text", "text": "And"},
                                             {"type": "text", "text": "Reuvers?"}]},
            ],
        }
    )  # fmt: skip
    assert questions_of(asked.messages) == ["Who is Calder?", "And\nReuvers?"]


@pytest.mark.parametrize(
    ("message", "detail"),
    [
        ({"role": "assistant", "content": "Hello"},
         "The last message is by assistant, and asks nothing."),
        ({"role": "user", "content": [{"type": "text", "text": "What is this?"},
                                      {"type": "image_url", "image_url": {"url": "x"}}]},
         "Only text can be read, and there is a part of type 'image_url'."),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(message: dict[str, object], detail: str) -> None:
    asked = ChatRequest.model_validate({"messages": [message]})
    with pytest.raises(Refused) as refused:
        questions_of(asked.messages)
    assert (refused.value.status, refused.value.detail) == (422, detail)
