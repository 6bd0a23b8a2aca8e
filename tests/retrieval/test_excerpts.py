"""What an excerpt is: a sentence with what is needed to understand it, and nothing torn apart."""

import re

import pytest
from conftest import make_article

from rag.records import Chunk, Span, Statement
from rag.retrieval.excerpts import LONGEST, SHOWN, Excerpt, excerpts_of, without_overlap
from rag.retrieval.sentence_fit import read_lines

TEXT = """The council voted on Tuesday. It will raise the wall by two metres, the mayor said.

What it costs

The engineer said the work would cost 14 million euros. Nobody disagreed with him at all there."""


def analyse(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def cut(text: str, statements: tuple[Statement, ...] = ()) -> list[Excerpt]:
    """Cut a text into excerpts; its sentences end with a full stop, its headings have none."""
    article = make_article(text, title="The wall")
    spans = [Span("a.txt", match.start(), match.end()) for match in re.finditer(r"[^.\n]+\.", text)]
    spans = [Span("a.txt", one.start + (text[one.start] == " "), one.end) for one in spans]
    chunk = Chunk(0, Span("a.txt", 0, len(text)))
    return list(excerpts_of(article, chunk, read_lines(article, spans, analyse), statements))


def said(text: str, words: str) -> Statement:
    start = text.index(words)
    span = Span("a.txt", start, start + len(words))
    return Statement(span, "quoted", "the mayor", "Ines Calder", "Mayor", "said", span, span)


def test_a_sentence_brings_what_follows_and_one_that_leans_what_is_before() -> None:
    whole = "The council voted on Tuesday. It will raise the wall by two metres, the mayor said."
    costs = "The engineer said the work would cost 14 million euros."
    nobody = "Nobody disagreed with him at all there."
    assert [(one.text, one.line.text) for one in cut(TEXT)] == [
        (whole, "The council voted on Tuesday."),
        (whole, "It will raise the wall by two metres, the mayor said."),
        (f"{costs} {nobody}", costs),
        (f"{costs} {nobody}", nobody),
    ]


def test_no_excerpt_is_longer_than_is_read_unless_a_sentence_is() -> None:
    sentence = "The council of the town voted on Tuesday evening for a higher wall at the harbour."
    long = f"A {'very ' * 100}long sentence."
    excerpts = cut(f"{' '.join([sentence] * 9)} {long} {sentence}")
    assert max(len(one.text) for one in excerpts if long not in one.text) <= LONGEST
    assert [one.text for one in excerpts if one.line.text == long] == [long]
    assert max(one.shown.end - one.shown.start for one in excerpts if long not in one.text) <= SHOWN
    assert all(one.shown.covers(one.span) for one in excerpts)
    assert any(one.shown != one.span for one in excerpts)


def test_statements_are_those_whose_words_are_shown() -> None:
    statement = said(TEXT, "It will raise the wall by two metres")
    assert [one.statements for one in cut(TEXT, (statement,))] == [(statement,)] * 2 + [()] * 2


def test_of_excerpts_the_better_ones_keep_their_sentences_to_themselves() -> None:
    excerpts = cut(TEXT)
    kept = list(without_overlap([excerpts[1], excerpts[0], excerpts[3], excerpts[2]]))
    assert kept == [excerpts[1], excerpts[3]]


@pytest.mark.parametrize("text", ["", "One line without any stop"])
def test_a_passage_without_sentences_has_no_excerpts(text: str) -> None:
    assert cut(text or " ") == []


NUMBERS = "first second third fourth fifth sixth seventh eighth".split()
SENTENCES = [
    f"The {one} sentence is long enough for an excerpt of such a story." for one in NUMBERS
]


def test_what_others_show_of_an_excerpt_is_left_out() -> None:
    excerpts = cut(" ".join(SENTENCES))
    first, behind, inside = excerpts[0], excerpts[6], excerpts[2]
    assert first.apart_from([]) is first
    assert first.apart_from([behind]) is first
    assert inside.apart_from([first]) is None
    rest = excerpts[2].apart_from([excerpts[3]])
    assert rest is not None
    assert (rest.text, rest.line.text) == (SENTENCES[2], SENTENCES[2])
    assert rest.article.cut(rest.shown) == SENTENCES[2]


def test_an_excerpt_goes_on_with_what_stands_behind_it() -> None:
    excerpts = cut(" ".join(SENTENCES))
    ends = excerpts[0].shown.end
    behind = next(one for one in excerpts if one.shown.start >= ends)
    whole = excerpts[0].going_on(behind, 2 * SHOWN)
    assert whole is not None
    assert (whole.shown.start, whole.shown.end) == (0, behind.shown.end)
    assert whole.line == excerpts[0].line
    assert excerpts[0].going_on(behind, SHOWN) is None
    assert behind.going_on(excerpts[0], 2 * SHOWN) is None
    assert excerpts[0].going_on(excerpts[-1], 2 * SHOWN) is None


def test_an_excerpt_is_begun_by_a_short_one_that_leads_on_to_it_in_its_paragraph() -> None:
    excerpts = cut(" ".join(SENTENCES))
    lead = excerpts[2].apart_from([excerpts[3]])
    assert lead is not None
    whole = excerpts[3].led_by(lead, SHOWN)
    assert whole is not None
    assert (whole.shown.start, whole.shown.end) == (lead.shown.start, excerpts[3].shown.end)
    assert (whole.line, whole.text) == (excerpts[3].line, excerpts[3].text)
    assert excerpts[3].led_by(lead, len(SENTENCES[2])) is None
    assert lead.led_by(excerpts[3], SHOWN) is None
    apart = cut("\n\n".join(SENTENCES[:2]))
    assert apart[1].led_by(apart[0], SHOWN) is None
