"""What is new for a question: claims of articles that were not there, nothing twice."""

import json
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Built
from fake_llm_server import Reply, serving

from rag.chat import Chat
from rag.errors import BadQuestion, IndexDamaged, IndexMissing
from rag.index.build import build_index
from rag.models.language_model import LanguageModel
from rag.news.feed import feed_of
from rag.news.finding import News, add_question, all_news, look, remove_question
from rag.news.saved import read_saved

QUESTION = "what did Calder say about the wall"
AT = datetime(2025, 4, 2, 8, tzinfo=UTC)
NEW = """---
title: Wall takes shape
date: 2025-04-01
source: Coast Weekly
url: https://coast.example/wall?a=1&b=2
---
Work on the harbour wall of Westmere began on Monday.

"The wall will stand before the winter," said Mayor Ines Calder.
"""
WORDS = '"The wall will stand before the winter," said Mayor Ines Calder.'


def now() -> datetime:
    return AT


def said(news: tuple[News, ...]) -> list[tuple[str, str, str, str]]:
    return [
        (one.question, one.claim.sources[0].article.id, one.claim.speaker, one.claim.text)
        for one in news
    ]


def test_new_articles_are_news_once(built: Built) -> None:
    chat = Chat(built.index)
    assert add_question(built.index, chat, f" {QUESTION} ") == ()
    assert look(built.index, chat, now) == ()
    (built.seeds / "new.md").write_text(NEW, "utf-8")
    build_index(built.seeds, built.index)
    found = look(built.index, chat, now)
    assert said(found) == [(QUESTION, "new.md", "Ines Calder", WORDS)]
    assert {one.at for one in found} == {AT}
    assert look(built.index, chat, now) == ()
    assert all_news(built.index, chat) == found

    # Another paper's print of it, a start from the beginning, and a change of an old article.
    (built.seeds / "print.md").write_text(NEW.replace("Coast Weekly", "Harbour Post"), "utf-8")
    old = (built.seeds / "harbour.txt").read_text("utf-8")
    (built.seeds / "harbour.txt").write_text(old.replace("14 million", "15 million"), "utf-8")
    build_index(built.seeds, built.index, full=True)
    assert look(built.index, chat, now) == ()
    assert all_news(built.index, chat) == found

    # Gone with its article.
    (built.seeds / "new.md").write_text(NEW.replace("winter", "summer"), "utf-8")
    (built.seeds / "print.md").unlink()
    build_index(built.seeds, built.index)
    assert all_news(built.index, chat) == ()


def test_an_older_question_is_looked_at_when_another_is_kept(built: Built) -> None:
    chat = Chat(built.index)
    add_question(built.index, chat, QUESTION)
    (built.seeds / "new.md").write_text(NEW, "utf-8")
    build_index(built.seeds, built.index)
    other = "When did work on the harbour wall begin?"
    assert {one[0] for one in said(add_question(built.index, chat, other))} == {QUESTION}
    assert read_saved(built.index).questions == (QUESTION, other)
    assert {one.question for one in all_news(built.index, chat)} == {QUESTION}
    assert remove_question(built.index, 1) == QUESTION
    assert all_news(built.index, chat) == ()
    assert read_saved(built.index).questions == (other,)


@pytest.mark.parametrize(
    ("question", "problem", "fix"),
    [
        ("…", "There is no word in this question.", "Type what to ask."),
        ("What did CALDER say?", "This question is kept already.", "`rag watch list` lists them."),
        ("a " * 501, "The question has 1001 characters.", "Ask with 1000 at most."),
    ],
)
def test_a_question_that_cannot_be_kept_is_told_of(
    question: str, problem: str, fix: str, built: Built
) -> None:
    chat = Chat(built.index)
    add_question(built.index, chat, "What did Calder say?")
    with pytest.raises(BadQuestion) as caught:
        add_question(built.index, chat, question)
    assert (caught.value.problem, caught.value.fix) == (problem, fix)
    with pytest.raises(BadQuestion, match="There is no question 2"):
        remove_question(built.index, 2)


def test_what_is_kept_may_be_missing_or_damaged(built: Built, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        read_saved(tmp_path / "nowhere")
    assert read_saved(built.index).questions == ()
    for junk in ("", "[]", '{"questions": 3}', '{"questions": [], "generation": "", "known": []}'):
        (built.index / "news.json").write_text(junk, "utf-8")
        with pytest.raises(IndexDamaged) as caught:
            look(built.index, Chat(built.index))
        assert caught.value.fix == "Remove it, and add the questions again."


def test_news_holds_no_copy_of_an_article(built: Built) -> None:
    chat = Chat(built.index)
    add_question(built.index, chat, QUESTION)
    (built.seeds / "new.md").write_text(NEW, "utf-8")
    build_index(built.seeds, built.index)
    assert look(built.index, chat)
    kept = (built.index / "news.json").read_text("utf-8")
    assert json.loads(kept)["questions"] == [QUESTION]
    assert "winter" not in kept


def test_news_is_found_without_a_language_model(built: Built) -> None:
    # It was asked once for each question that is kept, while a reader of feeds waited.
    with serving(Reply(("Grapes [1].",))) as server:
        chat = Chat(built.index, model=LanguageModel(server.base_url, "m", "", 1.0))
        add_question(built.index, chat, QUESTION)
        (built.seeds / "new.md").write_text(NEW, "utf-8")
        build_index(built.seeds, built.index)
        assert said(all_news(built.index, chat)) == [(QUESTION, "new.md", "Ines Calder", WORDS)]
        assert server.requests == []


def test_a_feed_carries_news(built: Built) -> None:
    chat = Chat(built.index)
    add_question(built.index, chat, QUESTION)
    (built.seeds / "new.md").write_text(NEW.replace("Monday", "Mon\x0bday <b>"), "utf-8")
    build_index(built.seeds, built.index)
    [one] = look(built.index, chat, now)[:1]
    feed = feed_of([one], address="http://127.0.0.1:8000/")
    source = one.claim.sources[0]
    place = f"new.md:{source.span.start}-{source.span.end}"
    channel = ElementTree.fromstring(feed)[0]
    assert [(part.tag, part.text) for part in channel[:3]] == [
        ("title", "News for saved questions"),
        ("link", "http://127.0.0.1:8000/"),
        ("description", "What new articles say to the questions that are kept."),
    ]
    assert {part.tag: part.text for part in channel[3] if part.tag not in ("title", "guid")} == {
        "link": "https://coast.example/wall?a=1&b=2",
        "description": f"Ines Calder, Mayor (Coast Weekly, 1 April 2025): {one.claim.text}\n\n"
        f"Wall takes shape, Coast Weekly, 1 April 2025 ({place})",
        "category": QUESTION,
        "pubDate": "Wed, 02 Apr 2025 08:00:00 +0000",
    }
    assert feed == feed_of([one], address="http://127.0.0.1:8000/")
    assert feed_of([], address="x").startswith('<?xml version="1.0" encoding="UTF-8"?>\n<rss ')
