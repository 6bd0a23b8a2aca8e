"""Readers of feeds find the news for saved questions under /feed.xml."""

from conftest import Built
from http_client import ask

from rag.api.application import application
from rag.api.workers import Workers
from rag.chat import Chat
from rag.news.feed import feed_of
from rag.news.finding import add_question, all_news
from rag.serving.server import BoundedServer


def test_a_feed_is_served_where_there_is_one(built: Built) -> None:
    chat = Chat(built.index)
    add_question(built.index, chat, "what did Calder say about the wall")

    def feed(address: str) -> str:
        return feed_of(all_news(built.index, chat), address=address)

    for given, status in ((feed, 200), (None, 404)):
        answering = application(chat, Workers(), feed=given)
        server = BoundedServer(answering, host="127.0.0.1", port=0)
        reply = ask(server.address, "/feed.xml")
        server.close()
        assert reply.status == status
        if given:
            assert reply.headers["content-type"] == "application/rss+xml"
            assert f"<link>{server.address.rstrip('/')}/</link>" in reply.body.decode()
