"""A chat that is opened when it is first needed."""

import pytest
from fake_chat import FERRY, FakeChat, as_error

from rag.errors import IndexMissing
from rag.late import LateChat
from rag.records import Filters

SHE = "What did she say about the ferry?"
WALL = "What did Ines Calder say about the harbour wall?"


def test_a_chat_that_cannot_be_opened_is_tried_again() -> None:
    chat = FakeChat()
    tries: list[int] = []

    def open_chat() -> FakeChat:
        tries.append(1)
        if len(tries) < 3:
            raise as_error(IndexMissing)
        return chat

    late = LateChat(open_chat)
    for _ in range(2):
        with pytest.raises(IndexMissing, match="The index is not there"):
            late.extent()
    assert late.extent() == chat.extent()
    assert late.ask(WALL) == chat.ask(WALL)
    assert late.ask(SHE, before=[chat.ask(WALL)]) == chat.ask(SHE, before=[chat.ask(WALL)])
    assert late.speakers() == chat.speakers()
    assert late.timeline("Pavel Horn", "") == chat.timeline("Pavel Horn", "")
    assert late.article(FERRY.id) == FERRY
    weekly = Filters(sources=("Coast Weekly",))
    assert late.headings(weekly) == chat.headings(weekly)
    assert late.headings(matching="wall") == chat.headings(matching="wall")
    assert late.counts(weekly) == chat.counts(weekly)
    assert len(tries) == 3
