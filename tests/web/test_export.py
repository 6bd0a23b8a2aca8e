"""What is taken away: text, Markdown, and a note of what an answer was worth."""

from dataclasses import replace
from datetime import UTC, datetime

from fake_chat import FERRY, make_article
from shown import answer_with

from rag.errors import BadQuestion
from rag.records import Claim, Filters, Source, Span
from rag.web.conversation import PageTurn
from rag.web.export import judgement, markdown, plain


def test_an_answer_is_copied_with_numbered_sources() -> None:
    source = Source(FERRY, Span(FERRY.id, 0, 15), ())
    answer = answer_with(Claim("The night ferry", (source,), speaker="It"), Claim("Moon.", ()))
    assert plain(PageTurn(1, "When?", Filters(), answer, None, "done")) == (
        "When?\n\nIt (Coast Weekly, 14 March 2025): The night ferry [1]\n\nMoon. [no source]\n\n"
        "Sources\n\n[1] Night ferry to return after eleven years, Coast Weekly, 14 March 2025 "
        "(ferry.txt:0-15)"
    )


def test_markdown_shows_what_was_written_and_formats_nothing() -> None:
    article = make_article("a_b.txt", "# *T*", "1. [x](y) `z` <i> $m$", day=None, source="")
    source = Source(article, Span("a_b.txt", 0, 21), ())
    answer = answer_with(Claim(source.quote, (source,)))
    assert markdown(PageTurn(1, "**q**\n# h", Filters(), answer, None, "done")) == (
        "## \\*\\*q\\*\\* # h\n\n"
        "undated: 1. \\[x\\](y) \\`z\\` \\<i\\> \\$m\\$ \\[1\\]\n\n"
        "### Sources\n\n"
        "\\[1\\] # \\*T\\*, undated (a\\_b.txt:0-21)\n\n"
        "> 1\\. \\[x\\](y) \\`z\\` \\<i\\> \\$m\\$\n"
    )


def test_trouble_is_part_of_the_markdown() -> None:
    error = BadQuestion("It is empty.", fix="Type one.")
    assert markdown(PageTurn(1, "?", Filters(), None, error, "done")) == (
        "## ?\n\nIt is empty. Type one.\n"
    )


def test_a_judgement_names_what_was_judged() -> None:
    source = Source(FERRY, Span(FERRY.id, 0, 15), ())
    answer = answer_with(Claim("Night", (source,)))
    searched = replace(answer, asked=replace(answer.asked, question="When?", carried=("When",)))
    turn = PageTurn(1, "And when?", Filters(), searched, None, "done")
    line = judgement(turn, liked=True, word="é", at=datetime(2025, 3, 4, 5, 6, 7, 8, UTC))
    assert line == (
        '{"at": "2025-03-04T05:06:07+00:00", "question": "When?", "filters": "?q=", '
        '"liked": true, "word": "é", "generation": "g", "grounded": "yes", '
        '"claims": [{"text": "Night", "sources": [["ferry.txt", 0, 15]]}]}'
    )
