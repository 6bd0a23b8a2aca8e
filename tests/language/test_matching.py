import pytest

from rag.language.matching import (
    content_words,
    has_all_words,
    marked_terms,
    search_terms,
    words_of,
)


def test_the_words_of_a_text_keep_what_joins_them_and_lose_what_parts_them() -> None:
    assert words_of("“It's the E.U.'s follow-up,” he said.") == [
        "It's", "the", "E.U", "s", "follow-up", "he", "said",
    ]  # fmt: skip


def test_content_words_are_left_when_those_of_every_question_are_taken_out() -> None:
    assert content_words("What did the Minister say about frozen assets?") == [
        "Minister", "say", "frozen", "assets",
    ]  # fmt: skip


def test_words_typed_without_their_apostrophe_belong_to_every_question() -> None:
    assert content_words("whats the reason the girls couldnt open it, or wont") == [
        "reason", "girls", "open",
    ]  # fmt: skip


def test_all_words_are_wanted_in_any_order_and_case_and_inside_longer_ones() -> None:
    assert has_all_words("A Grain deal in Istanbul", "ISTANBUL grain")
    assert has_all_words("Streets of Kyjiw", "street")
    assert has_all_words("Anything", "")
    assert not has_all_words("A grain deal", "grain price")


def test_words_in_quotation_marks_must_stand_together() -> None:
    assert search_terms('grain “frozen  assets” "Kyjiw" \'s "') == [
        "grain", "frozen assets", "Kyjiw", "'s",
    ]  # fmt: skip
    assert has_all_words("The frozen\nassets of 2024", '"Frozen assets" 2024')
    assert not has_all_words("Assets are frozen", '"frozen assets"')


@pytest.mark.parametrize(
    ("search", "terms"),
    [
        ("sea wall", ["sea", "wall"]),
        ('"sea wall" gate', ["sea wall", "gate"]),
        ('(oil OR gas) AND sanction* NOT "red line" speaker:"Kaja Kallas" since:2024',
         ["oil", "gas", "sanction"]),
        ('“oil gas”~5 NOT coal', ["oil gas"]),
        ("not and or", ["not", "and", "or"]),
        ("NOT", []),
    ],
)  # fmt: skip
def test_what_a_search_leaves_out_is_not_marked(search: str, terms: list[str]) -> None:
    assert marked_terms(search) == terms
