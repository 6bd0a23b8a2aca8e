"""What is taken away: text, Markdown, and a note of what an answer was worth."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import docx
from fake_chat import FERRY, make_article
from shown import answer_with

from rag.answers.plain_text import Line, markdown
from rag.articles.fields import Fields
from rag.articles.readers.documents import read_docx
from rag.errors import BadQuestion
from rag.records import Claim, Filters, Source, Span
from rag.web.conversation import PageTurn
from rag.web.export import judgement, lines_of_pins, lines_of_turn, plain, table, table_of_pins
from rag.web.pins import Pin
from rag.web.word_document import word_document


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
    assert markdown(lines_of_turn(PageTurn(1, "**q**\n# h", Filters(), answer, None, "done"))) == (
        "## \\*\\*q\\*\\* # h\n\n"
        "undated: 1. \\[x\\](y) \\`z\\` \\<i\\> \\$m\\$ \\[1\\]\n\n"
        "### Sources\n\n"
        "\\[1\\] # \\*T\\*, undated (a\\_b.txt:0-21)\n\n"
        "> 1\\. \\[x\\](y) \\`z\\` \\<i\\> \\$m\\$\n"
    )


def test_trouble_is_part_of_the_markdown() -> None:
    error = BadQuestion("It is empty.", fix="Type one.")
    assert markdown(lines_of_turn(PageTurn(1, "?", Filters(), None, error, "done"))) == (
        "## ?\n\nIt is empty. Type one.\n"
    )


def rows_of(text: str) -> list[list[str]]:
    """Read a table as a spreadsheet would."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_table_has_a_row_for_every_source_and_computes_nothing() -> None:
    source = Source(FERRY, Span(FERRY.id, 0, 15), ())
    article = make_article("=x.txt", '=HYPERLINK("http://x")', "-1 is less", day=None, source="")
    other = Source(article, Span("=x.txt", 0, 2), ())
    answer = answer_with(
        Claim("The night ferry", (source, other), speaker="It", role="a ship"), Claim("@Moon", ())
    )
    refused = PageTurn(2, "Who?", Filters(), answer_with(), None, "done")
    text = table([PageTurn(1, "When?", Filters(), answer, None, "done"), refused])
    assert text.startswith("\ufeffquestion,answer,")
    assert rows_of(text) == [
        [
            *("question", "answer", "speaker", "role", "title", "source", "author", "date", "url"),
            *("file", "start", "end", "quote"),
        ],
        [
            *("When?", "The night ferry", "It", "a ship"),
            *("Night ferry to return after eleven years", "Coast Weekly", "Jon Abara"),
            *("2025-03-14", "", "ferry.txt", "0", "15", "The night ferry"),
        ],
        [
            *("When?", "The night ferry", "It", "a ship", '\'=HYPERLINK("http://x")'),
            *("", "", "", "", "'=x.txt", "0", "2", "'-1"),
        ],
        ["When?", "'@Moon", *[""] * 11],
        ["Who?", "The articles don’t say this.", *[""] * 11],
    ]


PINS = (
    Pin(2, "ferry.txt", "Ask <them>", Source(FERRY, Span(FERRY.id, 0, 15), ())),
    Pin(1, "gone.txt", "Old", None),
)


def test_notes_are_taken_away_with_their_words_and_sources() -> None:
    assert markdown(lines_of_pins(PINS)) == (
        "Ask \\<them\\>\n\n> The night ferry\n\n"
        "Night ferry to return after eleven years, Coast Weekly, 14 March 2025 "
        "(ferry.txt:0-15)\n\n"
        "Old\n\ngone.txt: it was changed or removed since.\n"
    )
    assert [[row[0], *row[6:]] for row in rows_of(table_of_pins(PINS))] == [
        ["note", "file", "start", "end", "quote"],
        ["Ask <them>", "ferry.txt", "0", "15", "The night ferry"],
        ["Old", "gone.txt", "", "", ""],
    ]


def test_a_word_document_is_read_back_as_it_was_written() -> None:
    lines = [
        *(Line("title", "Notes & <all>"), Line("question", "Who?"), Line("heading", "Sources")),
        *(*lines_of_pins(PINS), Line("text", "a\x00b\ufffe\nc\r\nd\te")),
    ]
    written = docx.Document(io.BytesIO(word_document(lines)))
    where = "Night ferry to return after eleven years, Coast Weekly, 14 March 2025 (ferry.txt:0-15)"
    assert [(one.style and one.style.name, one.text) for one in written.paragraphs] == [
        *(("Title", "Notes & <all>"), ("Heading 1", "Who?"), ("Heading 2", "Sources")),
        *(("Normal", "Ask <them>"), ("Quote", "The night ferry"), ("Source", where)),
        *(("Normal", "Old"), ("Source", "gone.txt: it was changed or removed since.")),
        ("Normal", "a\ufffdb\ufffd\nc\nd\te"),
    ]
    assert (written.core_properties.author, written.core_properties.comments) == ("", "")


def test_a_word_document_can_be_an_article() -> None:
    [(_, fields)] = read_docx(word_document(lines_of_pins(PINS[1:])))
    assert isinstance(fields, Fields)
    assert fields.text == "Old\n\ngone.txt: it was changed or removed since."


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
