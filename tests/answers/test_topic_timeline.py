"""What happened with a topic, by day, and who said what on it."""

import pytest
from conftest import Built

from rag.answers.plain_text import introduction
from rag.chat import Chat
from rag.errors import BadQuestion


def test_a_topic_is_told_by_day_in_the_articles_words(seeded: Built) -> None:
    answer = Chat(seeded.index).topic_timeline("security guarantees")
    days = [claim.date for claim in answer.claims]
    assert len(set(days)) >= 4
    assert days == sorted(days, key=str)
    assert max(days.count(day) for day in days) == 2
    for claim in answer.claims:
        assert claim.text == claim.sources[0].quote
        whole = f"{claim.sources[0].article.title} {claim.text}".casefold()
        assert "secur" in whole or "guarantee" in whole
        # The day stands above it, and not again before its words.
        assert claim.heading not in introduction(claim)


def test_who_said_what_on_a_topic_stands_under_their_names(seeded: Built) -> None:
    answer = Chat(seeded.index).topic_statements("security guarantees")
    names = list(dict.fromkeys(claim.heading for claim in answer.claims))
    assert {"Ruben Brekelmans", "Pete Hegseth"} <= set(names)
    assert [claim.heading for claim in answer.claims] == [claim.speaker for claim in answer.claims]
    counts = [sum(claim.heading == name for claim in answer.claims) for name in names]
    assert counts == sorted(counts, reverse=True)


def test_a_topic_that_no_article_has_is_said_to_be_missing(small: Built) -> None:
    chat = Chat(small.index)
    for answer in (chat.topic_timeline("zebras"), chat.topic_statements("zebras")):
        assert (answer.grade, answer.claims) == ("nothing", ())
        assert answer.note == "Nothing about “zebras” was found."
    with pytest.raises(BadQuestion):
        chat.topic_timeline("  ")
