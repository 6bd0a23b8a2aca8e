"""What a model thinks aloud is no part of its reply, wherever the parts are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answers.thoughts import ThoughtFilter


def said(*parts: str) -> str:
    """Return what is left of a reply: nothing of what turns out to be a thought."""
    thoughts, text = ThoughtFilter(), ""
    for part in parts:
        given = thoughts.feed(part)
        text = given if thoughts.restarted else text + given
    return text + thoughts.close()


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        ("<think>One [1].\nHm</think>\nTwo.", "\nTwo."),
        ("<thinking>Hm</thinking>Two.", "Two."),
        ("<THINK>Hm</Think>Two.", "Two."),
        ("One. <think>Hm</think>Two.", "One. Two."),
        ("<think>a</think>One.<think>b</think> Two.", "One. Two."),
        ("<think>It never ends.", ""),
        ("One.<think>It never ends.", "One."),
        ("It began inside.</think>Two.", "Two."),
        ("<think>a</think>One.</think>Two.", "One.Two."),
        ("a < b, <i>c</i> <thin", "a < b, <i>c</i> <thin"),
        ("<thinker>a</thinker>", "<thinker>a</thinker>"),
    ],
)
def test_what_stands_between_the_tags_goes(reply: str, left: str) -> None:
    assert said(reply) == said(*reply) == left


@given(
    st.lists(
        st.sampled_from(
            ["<think>", "</think>", "<thinking>", "</thinking>", "<", "</", "think", ">", "a"]
        ),
        max_size=12,
    ),
    st.lists(st.integers(0, 100), max_size=8),
)
def test_it_does_not_matter_where_a_reply_is_cut(pieces: list[str], cuts: list[int]) -> None:
    reply = "".join(pieces)
    places = sorted({0, len(reply), *(cut for cut in cuts if cut < len(reply))})
    parts = [reply[a:b] for a, b in zip(places, places[1:], strict=False)]
    assert said(*parts) == said(reply) == said(*reply)
