"""How the article begins that an overview is mostly from."""

import re
from datetime import date

import pytest
from conftest import make_article

from rag.language.sentences import split_sentences
from rag.records import Article, Chunk, Sentence, Span
from rag.retrieval.excerpts import excerpts_of
from rag.retrieval.leads import lead
from rag.retrieval.ranking import Ranked
from rag.retrieval.sentence_fit import need, read_lines

LEAD = "The Aurora sank off Oldport on Monday. All of its crew were saved."
SUNK = make_article(LEAD, id="sunk.txt", title="A ferry is lost",
                    day=date(2025, 3, 4))  # fmt: skip
GREETED = make_article(f"We bring you the news of the coast. {LEAD}", id="b.txt", title="A ferry",
                       day=date(2025, 3, 3))  # fmt: skip
OTHER = make_article("The bank opens in May. A ferry may sail there.", id="c.txt", title="A bank",
                     day=date(2025, 3, 5))  # fmt: skip
ARTICLES = {one.id: one for one in (SUNK, GREETED, OTHER)}


def analyse(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def sentences(within: Span) -> tuple[Sentence, ...]:
    every = split_sentences(ARTICLES[within.article_id])
    return tuple(one for one in every if one.span.end <= within.end)


def ranked(*scores: tuple[Article, float]) -> list[Ranked]:
    found = []
    for row, (article, score) in enumerate(scores):
        whole = Span(article.id, 0, len(article.text))
        lines = read_lines(article, [one.span for one in split_sentences(article)], analyse)
        excerpt, *_ = excerpts_of(article, Chunk(row, whole), lines, ())
        found.append(Ranked(excerpt, score, None))
    return found


@pytest.mark.parametrize(
    ("found", "newest", "shown"),
    [
        (ranked((SUNK, 0.6)), False, LEAD),
        (ranked((GREETED, 0.6)), False, LEAD),  # without what is said to the reader
        (ranked((OTHER, 0.5), (SUNK, 0.3), (SUNK, 0.3)), False, LEAD),  # most together
        (ranked((SUNK, 0.6), (OTHER, 0.1)), True, "The bank opens in May. A ferry may sail there."),
        ([], False, ""),
    ],
)
def test_the_article_that_most_is_from_begins_an_overview(
    found: list[Ranked], newest: bool, shown: str
) -> None:
    asked = need("what happened to the ferry", analyse=analyse, rarity=lambda term: 1.0)
    leads = lead(found, asked, analyse, sentences, newest=newest)
    assert " ".join(one.quote for one in leads) == shown


def test_a_lead_that_does_not_tell_of_what_is_asked_is_not_shown() -> None:
    asked = need("aurora crew saved", analyse=analyse, rarity=lambda term: 1.0)
    found = ranked((OTHER, 0.9), (SUNK, 0.1))
    assert lead(found, asked, analyse, sentences, newest=False) == ()
