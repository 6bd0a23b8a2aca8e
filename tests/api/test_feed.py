"""Readers of feeds find the news for saved questions under /feed.xml."""

from xml.etree import ElementTree

import pytest
from conftest import Built
from http_client import ask

from rag.api.application import application
from rag.api.workers import Workers
from rag.chat import Chat
from rag.index.build import build_index
from rag.news import finding
from rag.news.feed import feed_of
from rag.news.finding import NewsReader, add_question, look
from rag.serving.server import BoundedServer


def test_a_feed_is_served_where_there_is_one(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    chat = Chat(built.index)
    add_question(built.index, chat, "what did Calder say about the wall")
    new = 'Work began on Monday.\n\n"The wall will stand," said Mayor Ines Calder.\n'
    (built.seeds / "new 1.txt").write_text(f"date 2025-04-01 {new}", "utf-8")
    build_index(built.seeds, built.index)
    reader = NewsReader(built.index, chat)

    def feed(address: str) -> str:
        return feed_of(reader.all_news(), address=address)

    before = (built.index / "news.json").read_bytes()
    server = BoundedServer(application(chat, Workers(), feed=feed), host="127.0.0.1", port=0)
    reply = ask(server.address, "/feed.xml")
    with monkeypatch.context() as changed:  # what was found is not looked for again
        changed.setattr(finding, "_looked", None)
        assert ask(server.address, "/feed.xml").body == reply.body
    assert (reply.status, reply.headers["content-type"]) == (200, "application/rss+xml")
    channel = ElementTree.fromstring(reply.body)[0]
    links = [one.text or "" for one in channel.iter("link")]
    assert links == [server.address, f"{server.address}api/articles/new%201.txt"]
    for link in links:
        assert ask(server.address, link.removeprefix(server.address.rstrip("/"))).status == 200
    server.close()
    assert (built.index / "news.json").read_bytes() == before
    assert len(look(built.index, chat)) == 1  # still new to whoever is told at the next build
    assert len(reader.all_news()) == 1

    server = BoundedServer(application(chat, Workers()), host="127.0.0.1", port=0)
    assert ask(server.address, "/feed.xml").status == 404
    server.close()
