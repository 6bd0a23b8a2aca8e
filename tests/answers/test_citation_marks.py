"""The sentences of a reply, and the marks they carry, however it is cut."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answers.citation_marks import LONGEST_SENTENCE, SentenceReader, Written, numbers_of


def read(*parts: str) -> list[Written]:
    reader = SentenceReader()
    return [one for part in parts for one in reader.feed(part)] + reader.close()


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("One is [1]. Two is [2].", [("One is.", "[1]"), ("Two is.", "[2]")]),
        ("One is. [1] Two is.[2]", [("One is.", "[1]"), ("Two is.", "[2]")]),
        ("One [1][2], two [3, 4] and [5-7].", [("One, two and.", "[1] [2] [3, 4] [5-7]")]),
        ("It is so. [1][2]\n\nNext.", [("It is so.", "[1] [2]"), ("Next.", "")]),
        ("It is so.\n[1]\n[2] Next.", [("It is so.", "[1]"), ("Next.", "[2]")]),
        ("- One [1]\n- Two [2]\n3. Three", [("One", "[1]"), ("Two", "[2]"), ("Three", "")]),
        ("The U.S. wall of **Mr. Horn** [ 1 ].", [("The U.S. wall of Mr. Horn.", "[ 1 ]")]),
        ("“It is so.” [1] He left [sic] it.", [("“It is so.”", "[1]"), ("He left [sic] it.", "")]),
        ("One【1】. Two 【2†wall】.", [("One.", "【1】"), ("Two.", "【2†wall】")]),
        ("One [¹]. Two ［2］.", [("One.", "[¹]"), ("Two.", "［2］")]),
        (
            "One (1). Two. (2) Three (3)(4).",
            [("One.", "(1)"), ("Two.", "(2)"), ("Three.", "(3) (4)")],
        ),
        ("One (1)\nTwo (2)", [("One", "(1)"), ("Two", "(2)")]),
        ("Ann (14) is (1990) old [1].", [("Ann (14) is (1990) old.", "[1]")]),
        ("(1) One [1].\n(2) Two [2].", [("One.", "[1]"), ("Two.", "[2]")]),
        ("[source 2] A [^3] b.", [("A b.", "[source 2] [^3]")]),
        ("[1]", [("", "[1]")]),
        ("a\u200bb\u202e [\u200b1].", [("ab.", "[1]")]),
        (" \n ", []),
    ],
)
def test_sentences_are_read_with_their_marks(reply: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.text, " ".join(one.marks)) for one in read(reply)] == expected


PIECES = st.sampled_from(
    ["[1]", "[1, 2]", "[3-4]", "[9", "]", "[", " ", " ", "\n", ". ", ".", "? ", "Kallas", " said",
     "U.S.", " The wall", "“so.”", "- ", "1. ", "**", "(1)", "【2】", "[³]", "é\u200b", "14", ","]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25), st.lists(st.integers(0, 200), max_size=12))
def test_however_a_reply_is_cut_it_has_the_same_sentences(
    pieces: list[str], cuts: list[int]
) -> None:
    reply = "".join(pieces)
    places = sorted({0, len(reply), *(cut for cut in cuts if cut < len(reply))})
    parts = [reply[a:b] for a, b in zip(places, places[1:], strict=False)]
    assert read(*parts) == read(reply) == read(*reply)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25))
def test_no_mark_is_lost(pieces: list[str]) -> None:
    reply = "".join(pieces)
    marks = [mark for one in read(reply) for mark in one.marks if mark[0] != "("]
    assert marks == re.findall(r"[\[【][\d³][\d³,\s-]*[\]】]", reply.replace("\u200b", ""))


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("[2]", (2,)),
        ("[1, 3]", (1, 3)),
        ("[2-4]", (2, 3, 4)),
        ("[1;1]", (1,)),
        ("[0]", ()),
        ("[5]", ()),
        ("[1, 5]", ()),
        ("[3-2]", ()),
        ("[1-99999999999999]", ()),
        (f"[{'9' * 5000}]", ()),
        (f"[{'0' * 5000}1]", ()),
        ("[¹]", (1,)),
        ("【2†3】", (2,)),
        ("(4)", (4,)),
    ],
)
def test_a_mark_names_only_numbers_that_there_are(mark: str, numbers: tuple[int, ...]) -> None:
    assert numbers_of(mark, 4) == numbers


def test_a_sentence_without_end_is_cut() -> None:
    found = read("word " * 1000)
    assert len(found) == 5
    assert max(len(one.text) for one in found) <= LONGEST_SENTENCE + len(" word")


def test_a_word_without_end_is_put_together_again() -> None:
    [found] = read("a" * 777)
    assert found.text == "a" * 777
