"""Quotations: every kind of mark, and what to do when one of a pair is missing."""

import pytest

from rag.language.quotations import find_quotations


def quoted(text: str) -> list[str]:
    bounds, start = [], 0
    for paragraph in text.split("\n"):
        if paragraph:
            bounds.append((start, start + len(paragraph)))
        start += len(paragraph) + 1
    return [text[q.words_start : q.words_end] for q in find_quotations(text, bounds)]


@pytest.mark.parametrize(
    "text",
    [
        'He said "we sail at dawn" and left.',
        "He said “we sail at dawn” and left.",
        "He said „we sail at dawn“ and left.",
        "He said «we sail at dawn» and left.",
        "He said ''we sail at dawn'' and left.",
        "He said ‘we sail at dawn’ and left.",
        "He said 'we sail at dawn' and left.",
        'He said "we sail at dawn," and left.',
        'He said “we sail at dawn" and left.',
    ],
)
def test_words_stand_between_marks_of_any_kind(text: str) -> None:
    assert quoted(text) == ["we sail at dawn"]


def test_apostrophes_are_no_marks() -> None:
    assert quoted("The ministers' plan wasn't the crews' plan. It's the '90s again.") == []


def test_an_apostrophe_inside_single_marks_does_not_close_them() -> None:
    assert quoted("‘We don’t know the pilots’ names,’ he said.") == [
        "We don’t know the pilots’ names"
    ]


def test_inner_quotations_belong_to_the_outer_one() -> None:
    assert quoted("\"He told me 'never again' and left,\" she said.") == [
        "He told me 'never again' and left"
    ]
    assert quoted("''He asked, 'Why me?''' she said.") == ["He asked, 'Why me?'"]


def test_a_quotation_of_several_paragraphs_is_closed_by_the_last() -> None:
    assert quoted('"The first part.\n\n"The second part," she said.') == [
        "The first part.",
        "The second part",
    ]


def test_an_unclosed_quotation_ends_with_its_sentence() -> None:
    assert quoted('He called it "a rotten pact. Nobody agreed. Then he left.') == ["a rotten pact."]


def test_an_unclosed_quotation_ends_where_its_speaker_is_named() -> None:
    assert quoted('"We will not pay, said Mira Tallis.') == ["We will not pay"]


def test_a_stray_closing_mark_quotes_nothing() -> None:
    assert quoted("We will not pay,” said Mira Tallis.") == []


def test_marks_that_stand_apart_from_the_words_quote_them() -> None:
    assert quoted('The film " Sea Lion: The Pump " was called " quite good ."') == [
        "Sea Lion: The Pump",
        "quite good .",
    ]
