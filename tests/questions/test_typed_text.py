"""What is done to a question's text before anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import BadQuestion
from rag.questions.typed_text import LONGEST_QUESTION, clean_question, readable, written_out

ANY_TEXT = st.text(st.characters())  # surrogates among them


def test_what_people_write_short_is_written_out() -> None:
    assert written_out("who is the new PM") == "who is the new prime minister"
    assert written_out("what did the pm's govt do") == "what did the prime minister's government do"
    assert written_out("open at 5pm or 6 pm") == "open at 5pm or 6 pm"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  what\tdid \n\n Kallas\u00a0say?  ", "what did Kallas say?"),
        ("and" + " " * 400 + "?x", "and ?x"),
        ("a" + " " * 32_000 + "b", "a b"),
        ("Pe\u0301ter Magyar", "Péter Magyar"),
        ("a\x00b\x07c\x1bd", "a b c d"),
        ("Kal\u00adlas \u200bsaid\ufeff \u202ethat", "Kallas said that"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("half \ud83d of a pair", "half \ufffd of a pair"),
        ("\ud83d\ude00 both halves", "😀 both halves"),
    ],
)
def test_a_question_is_read_without_what_nobody_sees(typed: str, read: str) -> None:
    assert clean_question(typed) == read


@pytest.mark.parametrize("typed", ["", " \n", "?!…", "\u200b", "😀", "\x00", "\ud800"])
def test_a_question_without_a_word_is_refused(typed: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        clean_question(typed)
    assert str(refused.value).splitlines()[0].startswith("There is no word in this question.")


def test_length_counts_without_white_space_that_is_folded() -> None:
    spaced = "a" + " " * 10_000 + "b" * (LONGEST_QUESTION - 2)
    assert len(clean_question(spaced)) == LONGEST_QUESTION
    with pytest.raises(BadQuestion, match="2,001 characters; 2,000 are the most"):
        clean_question(f"{spaced}c")


@given(ANY_TEXT)
def test_any_text_becomes_readable_and_stays_so(text: str) -> None:
    read = readable(text)
    assert read == readable(read) == " ".join(read.split())
    assert read.encode("utf-8").decode("utf-8") == read
    assert read.isprintable() or not read.isascii()
