"""People: whom an article names, and whom a surname, a role or a sign without letters means."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.language.person_names import fold, group_speakers, name_words, near_names, same_person
from rag.language.sentences import split_sentences
from rag.records import Article
from rag.statements.extraction import find_statements
from rag.statements.people import find_people

# Every category of Unicode but lone surrogates, which no file can hold.
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
WORDS = st.sampled_from(
    ["said", "Mira Tallis", "told", "President", "the minister", "according to", "he", ",", '"']
    + [".", ":", "ʼ", "ーー", "א", "ا", "«", "»", "'s", "’s", "\n\n", "O’Brien", "e\u0301", "and"]
)
TEXTS = st.lists(ANYTHING | WORDS, max_size=20).map(" ".join)


def statements_in(text: str) -> int:
    article = Article("a.txt", "A", None, "", "", "", text, "0")
    found = find_statements(article, split_sentences(article))
    for one in found:
        for span in (one.words, one.attribution, one.evidence):
            assert 0 <= span.start < span.end <= len(text)
    return len(found)


@pytest.mark.parametrize("signs", ["ʼ ʼ", "ーー ーー", "א א", "« ا ا »", "ʼ", "ー ー ー"])
def test_signs_without_letters_name_nobody(signs: str) -> None:
    text = f"It rained: {signs}, and so on."
    assert find_people(text).people == []
    assert statements_in(text) == 0


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_text_stops_the_search_for_people_and_statements(text: str) -> None:
    for mention in find_people(text).mentions:
        assert 0 <= mention.start < mention.end <= len(text)
    statements_in(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_any_two_texts_can_be_compared_as_names(one: str, other: str) -> None:
    assert same_person(one, other) == same_person(other, one)
    assert set(group_speakers([(one, 1), (other, 2)])) == {one, other}
    assert set(near_names(one, [one, other], 2)) <= {one, other}
    assert len(name_words(one)) <= len(fold(one).split())


def test_a_null_character_is_no_quotation() -> None:
    assert statements_in('Mira Tallis said \x00 "we will not pay" \x00\x00 on Monday.') == 1
