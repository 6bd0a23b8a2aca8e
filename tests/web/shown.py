"""Answers to show, and how to read what is shown of them."""

import html
import re

from rag.records import Answer, Asked, Citation, Claim, Filters, Grade, Passage

QUESTION = "What did Ines Calder say about the harbour wall?"


def visible(markup: str) -> str:
    """Read the text of HTML as a browser's textContent would."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def answer_with(*claims: Claim, passages: tuple[Passage, ...] = (), note: str = "") -> Answer:
    sources = dict.fromkeys(source for claim in claims for source in claim.sources)
    citations = tuple(Citation(n, source) for n, source in enumerate(sources, start=1))
    grade: Grade = "answered" if claims else "nothing"
    asked = Asked("q", "q", (), Filters())
    return Answer(asked, claims, citations, passages, grade, note, "g")
