"""The description of what is answered holds for what is answered."""

from datetime import date
from typing import Any

import pytest
from conftest import Built, make_article
from pydantic import TypeAdapter

from rag import records
from rag.api import schemas
from rag.chat import Chat
from rag.plain_data import plain_data

QUESTIONS = (
    "what did Brekelmans say about security guarantees",
    "What did Kallas and Rubio say about a deal?",
    "who is Pete Hegseth?",
    "did the United States promise troops?",
    "what happened at the Munich conference?",
    "when did Finland join NATO",
    "what did Brekelman say about the moon",
    "hello",
    "what is the latest?",
)


@pytest.fixture(scope="module")
def chat(seeded: Built) -> Chat:
    return Chat(seeded.index)


def agrees(described: Any, value: object, *, whole: bool = False) -> None:
    """Assert that a description names every field of a value, and no other."""
    given = plain_data(value, whole=whole)
    adapter = TypeAdapter(described)
    assert adapter.dump_python(adapter.validate_python(given, strict=False), mode="json") == given


def test_answers_of_every_form_are_described(chat: Chat) -> None:
    forms = set()
    for question in QUESTIONS:
        answer = chat.ask(question)
        forms.add(answer.form)
        agrees(schemas.Answer, answer)
    assert {"direct", "statements", "introduction", "help"} <= forms


def test_what_else_is_answered_is_described(chat: Chat) -> None:
    agrees(list[schemas.Passage], chat.search("NATO", records.Filters(), 3))
    agrees(list[schemas.RankedStatement], chat.statements(["Ruben Brekelmans"], "guarantees"))
    agrees(list[schemas.Heading], chat.headings())
    agrees(schemas.Article, chat.article(chat.headings()[0].id), whole=True)


def test_what_is_rare_is_described() -> None:
    article = make_article("11:42 a.m. It fell.", day=date(2025, 3, 4))
    source = records.Source(article, records.Span("a.txt", 11, 19), ())
    entry = records.Entry(0, "11:42 a.m.", None)
    agrees(schemas.Claim, records.Claim("It fell.", (source,), ("doubt",), entry=entry))
    agrees(schemas.Respelt, records.Respelt("Kalas", "Kallas"))
