"""Files of every kind, made here: what is read of them, and that no hostile one does harm."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from growth import grows_with_length

from benchmarks.pdf_files import Drawn, make_pdf
from rag.articles import formats
from rag.articles.cleaning import LeftOut
from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.folder import Loaded, file_of, load_articles, load_file
from rag.articles.formats import make_article
from rag.articles.readers.conversion import BROKE_OFF, TOO_LONG, Converter
from rag.articles.readers.kinds import converter_of
from rag.articles.readers.registry import read_bytes
from rag.articles.readers.rich_text import shown
from rag.articles.readers.tables import CUT_OFF
from rag.articles.readers.xml import html_paragraphs
from rag.records import Article

PARAGRAPHS = (
    "The ferry between Oldport and the islands stood still for a third day on Friday, as crews and "
    "owners failed to agree on wages.",
    "Nobody expects a quick end, said Ada Moe, who speaks for the crews. She has led them since "
    "the winter, when the first talks broke down after an hour.",
    "The owners answered that the money was not there. They asked the city for help, which it "
    "refused, and called the strike a danger to the islands.",
)
TEXT = "\n\n".join(PARAGRAPHS)
HTML = "".join(f"<p>{one}</p>\n" for one in PARAGRAPHS)
DATA = json.dumps(
    {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Ferries stand still",
        "datePublished": "2024-05-03T08:00:00Z",
        "dateModified": "2024-06-01T08:00:00Z",
        "author": [{"@type": "Person", "name": "Finn Berg"}],
        "publisher": {"@type": "Organization", "name": "The Oldport Post"},
    }
)
PAGE = f"""<!doctype html><html><head><title>Ferries stand still | Post</title>
<script type="application/ld+json">{DATA}</script></head><body>
<div class="cookie-banner">We use cookies. <button>Accept</button></div>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Ferries stand still</h1>{HTML}<p>Sign up for our newsletter and miss nothing.</p></article>
<aside class="related"><h2>Related stories</h2><a href="/x">Harbour wall falls</a></aside>
<footer>Copyright 2024 The Oldport Post. All rights reserved.</footer></body></html>"""


def load(folder: Path, **files: str | bytes) -> Loaded:
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load_articles(folder)


def only(folder: Path, name: str, content: str | bytes) -> Article:
    loaded = load(folder, **{name: content})
    assert loaded.refusals == ()
    (article,) = loaded.articles
    return article


def made(name: str, content: str | bytes) -> list[Article]:
    """Return the articles that are made of a file here, without the process that converts."""
    data = content.encode() if isinstance(content, str) else content
    return [
        make_article(found, part, "0").article
        for part, found in read_bytes(name, data)
        if isinstance(found, Fields)
    ]


def reason(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    loaded = load_file(folder, name)
    assert loaded.articles == ()
    return loaded.refusals[0].reason


def packed(**members: str | bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", ".").replace("--", "/"), content)
    return made.getvalue()


def lines(x: int, top: int, *words: str) -> list[tuple[int, int, str]]:
    return [(x, top - 12 * number, one) for number, one in enumerate(words)]


# ---- what is read


def test_a_saved_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path) -> None:
    article = only(tmp_path, "a__html", PAGE)
    assert (article.title, article.date) == ("Ferries stand still", date(2024, 5, 3))
    assert (article.source, article.author) == ("The Oldport Post", "Finn Berg")
    assert [one in article.text for one in PARAGRAPHS] == [True] * 3
    for words in ("cookies", "Sport", "newsletter", "Harbour wall", "All rights"):
        assert words not in article.text


def test_the_entries_of_a_live_blog_stand_below_their_times(tmp_path: Path) -> None:
    updates = [
        {
            "@type": "BlogPosting",
            "headline": f"Hour {hour}",
            "datePublished": f"2024-05-03T{hour}:15:00+02:00",
            "articleBody": PARAGRAPHS[hour - 10],
        }
        for hour in (12, 11, 10)
    ]
    data = json.loads(DATA) | {"@type": "LiveBlogPosting", "liveBlogUpdate": updates}
    article = only(tmp_path, "a__html", PAGE.replace(DATA, json.dumps(data)))
    assert article.title == "Ferries stand still"
    assert article.text == "\n\n".join(
        f"2024-05-03 {hour}:15\n\nHour {hour}\n\n{PARAGRAPHS[hour - 10]}" for hour in (12, 11, 10)
    )


def test_a_page_saved_by_a_browser_as_one_file_is_read(tmp_path: Path) -> None:
    head = (
        "From: <Saved>\nSnapshot-Content-Location: https://example.org/ferries\nMIME-Version: 1.0\n"
    )
    mhtml = (
        f'{head}Content-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html; '
        f"charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{PAGE}\n--x--\n"
    )
    article = only(tmp_path, "a__mhtml", mhtml)
    assert (article.title, article.url) == ("Ferries stand still", "https://example.org/ferries")


def test_a_pdf_is_read_column_by_column_without_running_heads(tmp_path: Path) -> None:
    left = (
        "{n}, the ferry stood still for a third",
        "day on Friday of {n}, as crews and own-",
        "ers of {n} failed to agree.",
    )
    right = ("Nobody in {n} expects an end, said", "{n} for the crews in Oldport.")
    pages = [
        [
            (50, 780, "The Oldport Post"),
            *lines(50, 700, *(one.format(n=month) for one in left)),
            *lines(330, 700, *(one.format(n=month) for one in right)),
            (300, 20, f"Page {number}"),
        ]
        for number, month in enumerate(("May", "June", "July"), start=1)
    ]
    article = only(tmp_path, "a__pdf", make_pdf(*pages))
    assert article.text.split("\n\n")[:2] == [
        "May, the ferry stood still for a third day on Friday of May, as crews and owners of May "
        "failed to agree.",
        "Nobody in May expects an end, said May for the crews in Oldport.",
    ]
    assert "Page" not in article.text
    assert "Post" not in article.text


def test_what_is_drawn_over_the_pages_of_a_print_is_no_part_of_it() -> None:
    over = [(200, 400, "We value your privacy"), (200, 388, "We and our partners store cookies.")]
    pages = [
        [*lines(50, 600, f"Boats sail on day {day}, and", f"bells ring {day} times."), *over]
        for day in (1, 2, 3)
    ]
    (article,) = made("a.pdf", make_pdf(*pages))
    assert article.text.split("\n\n") == [
        f"Boats sail on day {day}, and bells ring {day} times." for day in (1, 2, 3)
    ]


def test_a_line_that_comes_again_elsewhere_on_a_page_is_no_running_head() -> None:
    again = "Boats sail no more."
    pages = [
        [(50, 790, "The Oldport Post"), *lines(50, 740, *above, again, "The bells ring.")]
        for above in (["It was a Friday,", "a day of rain."], ["So it went on."])
    ]
    ((_, found),) = read_bytes("a.pdf", make_pdf(*pages))
    assert isinstance(found, Fields)
    assert found.text.count(again) == 2
    assert found.around == "The Oldport Post"


def test_a_hyphen_at_the_end_of_a_line_stays_where_words_are_not_cut() -> None:
    cut = ("They chose the long-", "standing way on that day.")
    others = [f"A line {n} of the text that fills it" for n in range(40)]
    (printed,) = made("a.pdf", make_pdf(lines(50, 700, *cut, *others)))
    assert printed.text.startswith("They chose the long-standing way on that day.")
    known = ("Nobody was long-", "standing; the longstanding way was a well-", "known one.")
    hyphened = [*known, "It is well-known there."]
    (typeset,) = made("a.pdf", make_pdf(lines(50, 700, *hyphened)))
    assert typeset.text.startswith("Nobody was longstanding; the longstanding way was a well-known")


def test_a_compound_at_the_end_of_a_line_keeps_its_hyphen_where_words_are_cut() -> None:
    cut = ("The state is flood and the gov-", "ernment is pro-", "state and state-", "backed, a part-",
           "ner of Ada Moe-", "Berg, who heard of it.")  # fmt: skip
    (printed,) = made("a.pdf", make_pdf(lines(50, 700, *cut)))
    assert printed.text == (
        "The state is flood and the government is pro-state and state-backed, a partner of Ada "
        "Moe-Berg, who heard of it."
    )


def test_a_page_that_was_printed_gives_title_and_address_and_parts_its_paragraphs() -> None:
    stamp = (20, 790, "5/3/24, 9:17 PM")
    first: Drawn = [
        stamp,
        (200, 790, "Ferries stand still | Oldport"),
        (50, 720, "Ferries stand still", 24),
        (50, 700, "By Ada Moe"),
        (80, 680, "he ferry between Oldport and the islands stood"),
        (50, 680, "T", 20),
        (80, 668, "still for a third day on Friday."),
        (50, 656, "Crews and owners failed to agree on wages."),
        (70, 644, "Nobody expects a quick end, said the people of the"),
        (50, 632, "islands. They waited on the quay, as they had all of"),
        (50, 620, "the week, and were told that no boat would leave on"),
        (50, 600, "Ferries wait in Oldport.", 7),
        (20, 12, "https://example.org/ferries 1/2"),
    ]
    second = [
        stamp,
        (200, 790, "Ferries stand still | Oldport"),
        (50, 720, "Saturday either."),
        (20, 12, "https://example.org/ferries 2/2"),
    ]
    (article,) = made("a.pdf", make_pdf(first, second))
    assert (article.title, article.author) == ("Ferries stand still", "Ada Moe")
    assert article.url == "https://example.org/ferries"
    assert article.text.split("\n\n") == [
        "Ferries stand still",
        "The ferry between Oldport and the islands stood still for a third day on Friday.",
        "Crews and owners failed to agree on wages.",
        "Nobody expects a quick end, said the people of the islands. They waited on the quay, as "
        "they had all of the week, and were told that no boat would leave on Saturday either.",
        "Ferries wait in Oldport.",
    ]


def test_paragraphs_of_one_line_are_parted_where_lines_stand_open() -> None:
    paragraphs = (
        "By Ada Moe",
        "The Oldport Post, 4 March 2025",
        "The ferry between Oldport and the islands stood still for a third day, all of Friday,",
        "and nobody expects an end.",
        "The quay on Monday. Photograph: Finn Berg/AFP",
        "Sign up to our newsletter",
        "The crews want more, Finn Berg said.",
        "The owners have none to give and asked the city for its help in the strike.",
    )
    drawn = [(50, 700 - 21 * n, words) for n, words in enumerate(paragraphs)]
    (article,) = made("a.pdf", make_pdf(drawn))
    assert article.text.split("\n\n") == [
        f"{paragraphs[2]} {paragraphs[3]}",
        *paragraphs[6:],
    ]
    assert (article.author, article.date) == ("Ada Moe", date(2025, 3, 4))


def test_a_byline_just_above_the_first_paragraph_is_no_part_of_it() -> None:
    first = ("By Ada Moe", "The ferry between Oldport and the islands stood still", "on Friday.")
    (article,) = made("a.pdf", make_pdf(lines(50, 700, *first)))
    assert (article.author, article.text) == ("Ada Moe", f"{first[1]} on Friday.")
    sentence = ("By Ada Moe the ferry between Oldport and the islands stood", "still on Friday.")
    (article,) = made("a.pdf", make_pdf(lines(50, 700, *sentence)))
    assert article.text == " ".join(sentence)


@pytest.mark.parametrize(
    "address", ["https://example.org/a", "file:///a/b.html", "\\256le:///a.html"]
)
def test_a_print_of_a_picture_is_refused_though_its_edges_have_letters(address: str) -> None:
    edges = [(20, 790, "5/3/24, 9:17 PM"), (20, 12, address), (570, 12, "1/1")]
    with pytest.raises(NotAnArticle, match="pictures without text"):
        list(read_bytes("a.pdf", make_pdf(edges)))


@pytest.mark.parametrize(("gap", "expected"), [(0, "policy"), (260, "pol icy")])
def test_a_space_that_takes_no_room_is_none(gap: int, expected: str) -> None:
    # A browser draws a space for a soft hyphen and moves back by its width.
    drawn = make_pdf([(50, 700, f"They chose a pol) Tj [( ) {278 - gap}] TJ (icy for all.")])
    (article,) = made("a.pdf", drawn)
    assert article.text == f"They chose a {expected} for all."


def test_documents_of_word_processors_are_read(tmp_path: Path) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in ("Ferries", *PARAGRAPHS))
    document = f"<w:document {space}><w:body>{body}</w:body></w:document>"
    rtf = r"{\rtf1\ansi " + r"\par\par ".join(PARAGRAPHS[:2]) + r"\par Caf\'e9 closed.}"
    loaded = load(tmp_path, a__docx=packed(**{"word--document__xml": document}), b__rtf=rtf)
    assert [(one.id, one.title) for one in loaded.articles] == [
        ("a.docx", "Ferries"),
        ("b.rtf", PARAGRAPHS[0]),
    ]
    assert loaded.articles[0].text == f"Ferries\n\n{TEXT}"
    assert loaded.articles[1].text.endswith("Café closed.")


def test_a_document_gives_what_is_shown_of_it_and_the_line_in_the_style_of_a_title() -> None:
    def run(words: str, before: str = "") -> str:
        return f'<w:r>{before}<w:t xml:space="preserve">{words}</w:t></w:r>'

    box = f"<w:txbxContent><w:p>{run('Three boats.')}</w:p></w:txbxContent>"
    paragraphs = (
        run("Oldport"),
        f'<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{run("Ferries stand still? For days")}',
        f"{run('It was a Friday')}<w:del>{run('gone')}</w:del><w:moveFrom>{run('gone')}</w:moveFrom>"
        f"<w:r><m:AlternateContent><m:Choice>{box}</m:Choice><m:Fallback>{box}</m:Fallback>"
        f"</m:AlternateContent></w:r>{run(' at 9')}{run('11.', '<w:noBreakHyphen/>')}"
        f"{run('gone', '<w:rPr><w:vanish/></w:rPr>')}{run('gone', '<w:rPr><w:strike/></w:rPr>')}"
        f"{run(' Bells rang.', '<w:rPr><w:strike w:val=' + repr('0') + '/></w:rPr>')}",
        run("Boats") + run("wait.", "<w:br/><w:br/>"),
    )
    row = "".join(f"<w:tc><w:p>{run(words)}</w:p></w:tc>" for words in ("Year", "2024"))
    entry = f'<w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{run("Ferries stand still? 1")}'
    contents = f'<w:pPr><w:pStyle w:val="Title"/></w:pPr>{run("Contents")}'
    body = (
        "".join(f"<w:p>{one}</w:p>" for one in (contents, entry, *paragraphs))
        + f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"
    )
    document = f"<w:document xmlns:w='w' xmlns:m='m'><w:body>{body}</w:body></w:document>"
    (article,) = made("a.docx", packed(**{"word--document__xml": document}))
    assert article.title == "Ferries stand still? For days"
    assert article.text.split("\n\n") == [
        "Contents",
        "Oldport",
        "Ferries stand still? For days",
        "It was a Friday at 9-11. Bells rang.",
        "Three boats.",
        "Boats",
        "wait.",
        "Year | 2024",
    ]


def test_notes_and_edges_of_a_document_are_told_of(tmp_path: Path) -> None:
    runs = f"<w:p><w:r><w:t>{PARAGRAPHS[0]}</w:t></w:r><w:r><w:footnoteReference/></w:r></w:p>"
    document = f"<w:document xmlns:w='w'><w:body>{runs}</w:body></w:document>"
    edge = "<w:hdr xmlns:w='w'><w:p><w:r><w:t>Oldport Post</w:t></w:r></w:p></w:hdr>"
    parts = {"word--document__xml": document, "word--header1__xml": edge}
    loaded = load(tmp_path, a__docx=packed(**parts))
    told = "Its note is not read; write into the text what is a part of it."
    assert [one.text for one in loaded.remarks] == [told]
    assert loaded.left_out["a.docx"] == (LeftOut("Oldport Post", "around the article"),)


def test_a_line_end_in_a_paragraph_of_html_is_a_space() -> None:
    markup = "<p>Boats sail\nat <b>nine\nor</b>\nten.</p><pre>One\nTwo</pre>Three\n\nFour"
    assert html_paragraphs(markup) == "Boats sail at nine or ten.\n\nOne\nTwo\n\nThree\n\nFour"


LETTER = (
    "From: The Oldport Post <news@example.org>\nSubject: Fwd: Ferries stand still\n"
    "Date: Fri, 03 May 2024 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n"
    f"{TEXT}\n\nTo unsubscribe from this list, click below.\nhttps://example.org/{'x' * 90}\n"
)


def test_mail_is_read_without_its_foot(tmp_path: Path) -> None:
    second = LETTER.replace("Ferries stand", "Trains stand").replace("ferry", "train")
    mbox = f"From a Fri May  3\n{LETTER}\nFrom b Fri May  3\n{second}\n"
    loaded = load(tmp_path, a__eml=LETTER, b__mbox=mbox)
    assert [(one.id, one.title, one.source, str(one.date)) for one in loaded.articles] == [
        ("a.eml", "Ferries stand still", "The Oldport Post", "2024-05-03"),
        ("b.mbox#2", "Trains stand still", "The Oldport Post", "2024-05-03"),
    ]
    assert loaded.articles[0].text == TEXT
    assert loaded.refusals[0].reason == "It is the same article as a.eml; remove one of the two."


INNER = (
    "From: The Oldport Post <news@example.org>\nDate: Fri, May 3, 2024 at 6:00 AM\n"
    f"Subject: Ferries stand still\nTo: ada@example.org\n\n{TEXT}"
)


@pytest.mark.parametrize(
    "body",
    [
        f"See below.\n\nAda\n\n---------- Forwarded message ---------\n{INNER}\n",
        "Begin forwarded message:\n\n" + "".join(f"> {one}\n" for one in INNER.split("\n")),
        f"{'_' * 32}\n{INNER.replace('Date:', 'Sent:')}\n\n--\nAda Moe\n1 Quay Street\n",
    ],
)
def test_of_a_message_that_was_passed_on_the_inner_one_is_read(body: str) -> None:
    head = (
        "From: Ada <ada@example.org>\nSubject: Fwd: see\nDate: Sat, 04 May 2024 10:00:00 +0000\n\n"
    )
    (article,) = made("a.eml", head + body)
    assert (article.title, article.source) == ("Ferries stand still", "The Oldport Post")
    assert (article.date, article.text) == (date(2024, 5, 3), TEXT)


@pytest.mark.parametrize(
    "answer",
    [
        "I disagree.\n\nOn Fri, 3 May 2024 at 10:01, Ewan Strick\n<ewan@example.org> wrote:\n\n{}",
        "Am 03.05.2024 um 10:01 schrieb Ewan Strick <ewan@example.org>:\n\n{}\n\nDas stimmt nicht.",
        "So it is.\n\nFrom: Ewan Strick <ewan@example.org>\n\nSent: Friday, May 3, 2024 8:12 AM\n\n"
        "To: Moe, Ada\n\nSubject: Ferries stand still\n\n" + TEXT,
    ],
)
def test_what_a_message_answers_is_not_its_senders(answer: str) -> None:
    head = "From: Ada <ada@e.org>\nSubject: Re: Ferries stand still\nDate: Sat, 04 May 2024 10:00:00 +0000\n\n"
    quoted = "".join(f"> {line}\n" for line in TEXT.split("\n"))
    (article,) = made("a.eml", head + answer.format(quoted))
    assert (article.source, article.date, article.text) == ("Ewan Strick", date(2024, 5, 3), TEXT)


def test_an_answer_that_is_longer_than_what_it_answers_is_the_senders() -> None:
    head = "From: Ada <ada@e.org>\nSubject: Re: Ferries\nDate: Sat, 04 May 2024 10:00:00 +0000\n\n"
    quoted = (
        "On Fri, May 3, 2024 at 10:01 PM Ewan Strick <e@e.org> wrote:\n> The boats will sail.\n"
    )
    (article,) = made("a.eml", f"{head}{TEXT}\n\n{quoted}")
    assert (article.source, article.text) == ("Ada", TEXT)
    story = TEXT.replace("Nobody", "On Friday, 3 May 2024, Ewan Strick wrote:\n\nNobody")
    assert made("a.eml", head + story)[0].source == "Ada"


def test_plain_text_that_only_points_at_the_page_beside_it_is_not_the_message() -> None:
    head = 'From: n@e.org\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="x"\n\n'
    rows = "".join(f"<tr><td>{one}</td></tr>" for one in PARAGRAPHS)
    parts = f"--x\nContent-Type: text/plain\n\nRead it online.\n--x\nContent-Type: text/html\n\n<table>{rows}</table>"
    (article,) = made("a.eml", f"{head}{parts}\n--x--\n")
    assert article.text == TEXT


@pytest.mark.parametrize(
    ("number", "words"), [(0, ""), (1, "attachment is"), (2, "2 attachments are")]
)
def test_files_attached_to_a_message_are_told_of(tmp_path: Path, number: int, words: str) -> None:
    def part(name: str, kind: str = "application/pdf", *, how: str = "attachment") -> str:
        return (
            f"--x\nContent-Type: {kind}\nContent-Disposition: {how}; filename={name}\n"
            "Content-Transfer-Encoding: base64\n\nJVBERi0xLjQ=\n"
        )

    head = 'From: Post <post@example.org>\nSubject: Ferries\nContent-Type: multipart/mixed; boundary="x"'
    parts = "".join(part(f"{n}.pdf") for n in range(number))
    signed = part("a.asc", "application/pgp-signature") + part("a.png", "image/png", how="inline")
    letter = f"{head}\n\n--x\nContent-Type: text/plain\n\n{PARAGRAPHS[0]}\n{parts}{signed}--x--\n"
    loaded = load(tmp_path, a__eml=letter)
    told = (f"Its {words} not read; save what is an article by itself.",) if words else ()
    assert tuple(one.text for one in loaded.remarks) == told


def test_a_paragraph_that_begins_with_from_does_not_part_a_mailbox() -> None:
    (article,) = made("a.mbox", f"From a Fri May  3\n{LETTER}\nFrom the quay nothing was seen.\n")
    assert article.text.endswith("\n\nFrom the quay nothing was seen.")


def test_tables_and_lists_give_an_article_a_row(tmp_path: Path) -> None:
    table = f'Headline,Body,publish_date,media_name\n"Ferries, still","{PARAGRAPHS[0]}",2024-05-03,Post\n"X","",,\n'
    rows = [{"title": "Trains", "maintext": PARAGRAPHS[1], "authors": ["Ada Moe", "Finn Berg"]}]
    loaded = load(tmp_path, a__csv=table, b__json=json.dumps({"articles": rows}), c__tsv=f"text\tdate\n{PARAGRAPHS[2]}\t2024\n")  # fmt: skip
    assert [(one.id, one.title, one.source, one.author) for one in loaded.articles] == [
        ("a.csv#1", "Ferries, still", "Post", ""),
        ("b.json#1", "Trains", "", "Ada Moe, Finn Berg"),
        ("c.tsv#1", "The owners answered that the money was not there.", "", ""),
    ]
    assert [one.path for one in loaded.refusals] == ["a.csv#2"]


ROW = {"title": "Ferries", "text": PARAGRAPHS[0], "date": "2024-05-03", "author": "Ada Moe"}
CELLS = f'"Ferries";"{PARAGRAPHS[0]}";"3.5.2024";"Ada Moe"'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps({name: {"0": cell} for name, cell in ROW.items()})),
        ("a.json", json.dumps({"0": ROW})),
        ("a.json", json.dumps({"columns": list(ROW), "index": [0], "data": [list(ROW.values())]})),
        ("a.json", json.dumps(ROW) + "\n" + json.dumps(dict.fromkeys(ROW, "[Removed]"))),
        ("a.ndjson", json.dumps(ROW)),
        ("a.json", json.dumps({"response": {"results": [{"webTitle": "Ferries", "fields": {
            "body": f"<p>{PARAGRAPHS[0]}</p>", "byline": "Ada Moe", "date": "3 May 2024"}}]}})),
        ("a.json", json.dumps({"response": {"content": {"webTitle": "Ferries", "fields": {
            "bodyText": PARAGRAPHS[0], "byline": "By Ada Moe"}}}})),
        ("a.json", json.dumps({"success": True, "data": {"markdown": f"**{PARAGRAPHS[0]}**",
            "metadata": {"title": "Ferries", "author": ["Ada Moe"]}}})),
        ("a.json", json.dumps({"db": [{"meta": {}, "data": {"users": [], "posts": [ROW]}}]})),
        ("a.json", json.dumps({"count": 1, "images": ["a", "b"], **ROW})),
        ("a.json", f"[{json.dumps(ROW, indent=1)},]" + "{\n broken"),
        ("a.csv", f"sep=;\r\nTitle;Text;Date;Author\r\n{CELLS}\r\n".replace("3.5", "03.05")),
        ("a.csv", f"An export\n;;;\ntitle;text;date;author\n{CELLS}\nnan;nan;NaT;nan\n"),
        ("a.csv", f'title,text,author\nFerr&#105;es,"<p>{PARAGRAPHS[0]}</p>",Ada Moe'),
    ],
)  # fmt: skip
def test_tables_are_read_as_other_programs_write_them(name: str, content: str) -> None:
    (article,) = made(name, content)
    assert (article.title, article.author, article.text) == ("Ferries", "Ada Moe", PARAGRAPHS[0])
    assert article.date in (date(2024, 5, 3), None)


def test_a_channel_that_telegram_exports_gives_each_message_whole() -> None:
    bold, link = {"type": "bold", "text": "Ada Moe resigned"}, {"type": "link", "text": "e.org"}
    gone = {"type": "strikethrough", "text": " on Monday"}
    runs = [bold, " on Friday", gone, ", the harbour said; see ", link, "."]
    first = {
        "id": 1,
        "type": "message",
        "date": "2024-05-03T10:00:00",
        "from": "Harbour",
        "text": runs,
    }
    second = {**first, "text": TEXT, "author": "Finn Berg", "forwarded_from": "Oldport"}
    chat = {"name": "Harbour", "type": "public_channel", "messages": [first, second]}
    assert [
        (one.text, one.source, one.author) for one in made("result.json", json.dumps(chat))
    ] == [
        ("Ada Moe resigned on Friday, the harbour said; see e.org.", "Harbour", ""),
        (TEXT, "Oldport", "Finn Berg"),
    ]


def test_a_table_with_headings_of_another_language_is_read() -> None:
    for names in (
        "Titel;Datum;Quelle;Autor;Volltext;Link",
        "Titre;Date;Journal;Auteur;Contenu;Lien",
    ):
        row = f"Fähren stehen still;03.05.2024;Hafen heute;Ada Moe;{TEXT.replace(';', ',')};https://e.org/1"
        row = " ".join(row.split())
        (article,) = made("a.csv", f"{names}\n{row}\n")
        assert (article.title, str(article.date), article.source, article.author, article.url) == (
            "Fähren stehen still", "2024-05-03", "Hafen heute", "Ada Moe", "https://e.org/1"
        )  # fmt: skip


def test_of_a_table_with_a_text_it_is_not_said_that_it_holds_addresses(tmp_path: Path) -> None:
    row = " ".join(TEXT.replace(",", " ").split())
    assert reason(tmp_path, "a.csv", f"link,woorden\nhttps://e.org/1,{row}\n").startswith(
        "None of its columns (link, woorden) is one of"
    )
    given = json.dumps([{"link": "https://e.org/1", "woorden": row}])
    assert reason(tmp_path, "a.json", given).startswith("It has none of the columns")


def test_pages_that_substack_exports_have_the_titles_and_days_of_its_list() -> None:
    listed = "post_id,post_date,title\n7.ferries,2024-05-03T08:00:00Z,Ferries stand still\n"
    ((name, found),) = read_bytes(
        "a.zip", packed(**{"posts/7__ferries__html": HTML, "posts__csv": listed})
    )
    assert isinstance(found, Fields)
    assert (name, found.title, found.date[:10]) == (
        "posts/7.ferries.html",
        "Ferries stand still",
        "2024-05-03",
    )


def test_a_list_of_addresses_is_told_from_a_table_of_articles(tmp_path: Path) -> None:
    assert reason(tmp_path, "a.csv", "title,url\nFerries,https://example.org\n") == (
        "It lists addresses and holds no text; save the pages, or say which one holds the text: "
        "rag index --map text=COLUMN"
    )


@pytest.mark.parametrize(
    "given", [{"articles": [{"title": "Ferries", "url": "https://example.org"}]}, {"link": "http:"}]
)
def test_so_is_one_in_json(tmp_path: Path, given: object) -> None:
    told = reason(tmp_path, "a.json", json.dumps(given))
    assert told.startswith("It lists addresses") == ("articles" in json.dumps(given))


def test_a_text_that_a_service_cut_off_is_remarked_on(tmp_path: Path) -> None:
    row = {"title": "Ferries", "content": "Boats sail… [+3012 chars]"}
    loaded = load(tmp_path, a__json=json.dumps({"articles": [row]}))
    assert [one.text for one in loaded.articles] == ["Boats sail…"]
    assert [one.text for one in loaded.remarks] == [CUT_OFF]


_ABOUT = 'title="Ferries" author="Ada Moe; Finn Berg" date="2024-05-03" sitename="Post"'
_LISTED = (
    "<title>Ferries</title><author>Moe, Ada; Berg, Finn</author><published>2024-05-03</published>"
    f"<feed_title>Post</feed_title><content><![CDATA[{HTML}]]></content>"
)
_TEI_HEAD = (
    "<teiHeader><fileDesc><publicationStmt><publisher>Library</publisher><date>2026</date>"
    "</publicationStmt><sourceDesc><biblFull><title>Ferries</title><author>Ada Moe</author>"
    "<author>Finn Berg</author><publisher>Post</publisher><date>2024-05-03</date></biblFull>"
    "</sourceDesc></fileDesc></teiHeader>"
)


@pytest.mark.parametrize(
    "content",
    [
        f"<doc {_ABOUT}><main>{HTML}</main><comments><p>Well!</p></comments></doc>",
        f"<corpus><doc {_ABOUT}><main>{HTML}</main></doc></corpus>",
        f"<articles schema='1'><article>{_LISTED}</article></articles>",
        f"<newsitem id='1'>{_LISTED.replace('content', 'text')}</newsitem>",
        f"<TEI xmlns='http://www.tei-c.org/ns/1.0'>{_TEI_HEAD}<text><body>{HTML}"
        "<div type='comments'><p>Well!</p></div></body></text></TEI>",
    ],
)
def test_xml_with_an_article_in_an_element_is_read(content: str) -> None:
    (article,) = made("a.xml", content)
    assert (article.title, article.author) == ("Ferries", "Ada Moe, Finn Berg")
    assert (article.source, article.date, article.text) == ("Post", date(2024, 5, 3), TEXT)


def test_a_heading_and_the_cells_of_a_table_stay_apart_in_xml() -> None:
    table = "<head>Fares</head><table><row><cell>Oldport</cell><cell>3</cell></row></table>"
    (article,) = made("a.xml", f"<doc><main>{table}<p>{PARAGRAPHS[0]}</p></main></doc>")
    assert article.text == f"Fares\n\nOldport 3\n\n{PARAGRAPHS[0]}"


def test_an_author_in_a_feed_is_named_by_address_login_and_name_once() -> None:
    people = (
        "<author>a@e.org (Ada Moe)</author><author>b@e.org (Finn Berg)</author>"
        "<c:creator>Ada Moe and Finn Berg</c:creator><c:creator>cdahl</c:creator>"
    )
    feed = (
        "<rss xmlns:w='w' xmlns:c='c'><channel><title>Post</title><w:author><w:author_login>cdahl"
        "</w:author_login><w:author_display_name>Carl Dahl</w:author_display_name></w:author><item>"
        f"<title>Ferries</title>{people}<description>{PARAGRAPHS[0]}\n\n[caption id='a']&lt;img/&gt; "
        "Boats.[/caption]</description></item></channel></rss>"
    )
    (article,) = made("a.rss", feed)
    assert (article.author, article.text) == ("Ada Moe, Finn Berg, Carl Dahl", PARAGRAPHS[0])


def test_an_entry_of_a_feed_is_told_from_its_pictures_and_from_the_feed() -> None:
    feed = (
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:m='http://search.yahoo.com/mrss/'>"
        "<title>Post</title><entry><m:title>A picture</m:title><m:content url='a.jpg'/>"
        "<source><title>Oldport Post</title></source><title>Ferries</title>"
        "<link rel='self' href='https://e.org/self'/><link href='https://e.org/1'/>"
        "<author><name>Ada Moe</name><email>a@e.org</email></author><author><name>Finn Berg</name></author>"
        f"<content type='html'>&lt;figure&gt;&lt;figcaption&gt;Boats&lt;/figcaption&gt;&lt;/figure&gt;{PARAGRAPHS[0]}"
        "&lt;p&gt;The post Ferries appeared first on Post.&lt;/p&gt;</content></entry></feed>"
    )
    (article,) = made("a.xml", feed)
    assert (article.title, article.source, article.url) == (
        "Ferries",
        "Oldport Post",
        "https://e.org/1",
    )
    assert (article.author, article.text) == ("Ada Moe, Finn Berg", PARAGRAPHS[0])


def test_a_book_of_a_days_news_is_read_without_its_lists_and_bars() -> None:
    page = "<html xmlns='http://www.w3.org/1999/xhtml'><body>{}</body></html>"
    items = "".join(f"<li><a href='{n}'>{one}</a></li>" for n, one in enumerate(PARAGRAPHS))
    bar = (
        "<div class='calibre_navbar'>| <a href='x'>Next</a> | "
        "This article was downloaded by <b>calibre</b> from <a href='u'>https://e.org/1</a></div>"
    )
    epub = packed(
        **{
            "META-INF--container__xml": "<container><rootfile full-path='b.opf'/></container>",
            "b__opf": "<package><title>Post [Fri, 03 May 2024]</title><creator>calibre</creator><item id='a' "
            "href='a.xhtml'/><item id='b' href='b.xhtml'/><item id='n' href='toc.ncx'/>"
            "<itemref idref='a'/><itemref idref='b'/></package>",
            "toc__ncx": "<ncx><navPoint><navLabel><text>Ferries</text></navLabel><content "
            "src='b.xhtml#x'/></navPoint></ncx>",
            "a__xhtml": page.format(f"<h1>News</h1><ul>{items}</ul>"),
            "b__xhtml": page.format(f"<p>By Ada Moe</p>{HTML}<h2>What next?</h2>{bar}"),
        }
    )
    (article,) = made("a.epub", epub)
    assert (article.title, article.source, article.author) == ("Ferries", "Post", "Ada Moe")
    assert (article.url, article.text) == ("https://e.org/1", f"{TEXT}\n\nWhat next?")


def test_who_clipped_a_page_is_not_its_author() -> None:
    note = (
        "<en-export><note><title>Ferries</title><created>20240517T081500Z</created><note-attributes>"
        "<author>Eva Lund</author><source-url>https://e.org/1</source-url></note-attributes><content>"
        f"<![CDATA[<en-note><div>By Ada Moe</div><div>May 3, 2024</div>{HTML}</en-note>]]></content>"
        "</note></en-export>"
    )
    (article,) = made("a.enex", note)
    assert (article.author, article.date, article.text) == ("Ada Moe", date(2024, 5, 3), TEXT)


def test_feeds_and_the_files_of_agencies_are_read(tmp_path: Path) -> None:
    rss = (
        "<rss><channel><title>The Post</title><item><title>Ferries</title><link>https://e.org/1</link>"
        f"<pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate><description><![CDATA[{HTML}]]></description>"
        "</item></channel></rss>"
    )
    nitf = (
        f"<nitf><head><docdata><date.issue norm='20240503T100000Z'/></docdata></head><body><body.head>"
        f"<hedline><hl1>Trains</hl1></hedline></body.head><body.content><p>{PARAGRAPHS[1]}</p>"
        "</body.content></body></nitf>"
    )
    newsml = (
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'><contentMeta><headline>Buses</headline>"
        "<contentCreated>2024-05-03T10:00:00Z</contentCreated></contentMeta><contentSet><inlineXML>"
        f"<html><body><p>{PARAGRAPHS[2]}</p></body></html></inlineXML></contentSet></newsItem>"
    )
    loaded = load(tmp_path, a__rss=rss, b__xml=nitf, c__xml=newsml)
    assert [(one.id, one.title, str(one.date), one.text) for one in loaded.articles] == [
        ("a.rss#1", "Ferries", "2024-05-03", TEXT),
        ("b.xml", "Trains", "2024-05-03", PARAGRAPHS[1]),
        ("c.xml", "Buses", "2024-05-03", PARAGRAPHS[2]),
    ]


def test_books_notes_and_web_archives_are_read(tmp_path: Path) -> None:
    chapter = f"<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>One</h1>{HTML}</body></html>"
    epub = packed(
        **{
            "META-INF--container__xml": "<container><rootfiles><rootfile full-path='o/b.opf'/></rootfiles></container>",
            "o--b__opf": "<package><metadata><title>Year</title></metadata><manifest><item id='c' href='c.xhtml'/>"
            "</manifest><spine><itemref idref='c'/></spine></package>",
            "o--c__xhtml": chapter,
        }
    )
    enex = f"<en-export><note><title>Note</title><content><![CDATA[<en-note><div>{PARAGRAPHS[0]}</div></en-note>]]></content></note></en-export>"  # fmt: skip
    page = PAGE.replace("ferry", "tram").encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    warc = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.org/a\r\nWARC-Date: 2024-05-03T10:00:00Z"
        b"\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(http), http)
    )
    loaded = load(tmp_path, a__epub=epub, b__enex=enex, c__warc=warc)
    assert [(one.id, one.title, one.source, one.url) for one in loaded.articles] == [
        ("a.epub#1", "One", "Year", ""),
        ("b.enex#1", "Note", "", ""),
        ("c.warc#1", "Ferries stand still", "The Oldport Post", "https://e.org/a"),
    ]


NEXIS = (
    "Ferries stand still\nThe Oldport Post\nMay 3, 2024 Friday\n\nCopyright 2024 The Oldport Post\n"
    f"Section: NEWS; Pg. 1\nLength: 120 words\nByline: Ada Moe\n\nBody\n\n{PARAGRAPHS[0]}\n\n"
    "Load-Date: May 4, 2024\n\nEnd of Document\n\n"
)
GERMAN = (
    "Fähren stehen still\nOldporter Zeitung\n3. Mai 2024\n\nRubrik: LOKALES\nLänge: 90 Wörter\n"
    f"Autor: Finn Berg\n\nHaupttext\n\n{PARAGRAPHS[1]}\n\nEnde des Dokuments\n"
)
PROQUEST = (
    f"{'_' * 60}\nDocument 1 of 1\n\nFerries stand still\n\nAuthor: Moe, Ada\n\nFull text: {PARAGRAPHS[2]}\n\n"
    f"Subject: Ferries\n\nTitle: Ferries stand still\n\nPublication title: The Oldport Post\n\n"
    f"Publication date: May 3, 2024\n\n{'_' * 60}\n"
)
FACTIVA = (
    f"News\nFerries stand still\nBy Ada Moe\n120 words\n3 May 2024\nThe Oldport Post\nOPP\nEnglish\n"
    f"Copyright 2024 The Oldport Post.\n\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}\n\nDocument OPP0000020240503ek530001x\n"
)


def test_exports_of_databases_are_split_at_their_marks(tmp_path: Path) -> None:
    loaded = load(tmp_path, a__txt=NEXIS + GERMAN, b__txt=PROQUEST, c__txt=FACTIVA)
    found = [(one.id, one.title, one.source, one.author, one.text) for one in loaded.articles]
    assert found == [
        ("a.txt#1", "Ferries stand still", "The Oldport Post", "Ada Moe", PARAGRAPHS[0]),
        ("a.txt#2", "Fähren stehen still", "Oldporter Zeitung", "Finn Berg", PARAGRAPHS[1]),
        ("b.txt#1", "Ferries stand still", "The Oldport Post", "Moe, Ada", PARAGRAPHS[2]),
        (
            "c.txt#1",
            "Ferries stand still",
            "The Oldport Post",
            "Ada Moe",
            "\n\n".join(PARAGRAPHS[:2]),
        ),
    ]
    assert str(loaded.articles[0].date) == "2024-05-03"


COVER = (
    "Page 1 of 2\nUser Name: Finn Berg\nJob Number: 1972\nDocuments (1)\n1. Ferries stand still\n"
    "Client/Matter: -None-\nNarrowed by:\n"
)
LEXIS = (
    "        1 of 1 DOCUMENTS\n\n\n    The Oldport Post\n\n    May 3, 2024 Friday\n    Late Edition\n\n"
    "Ferries stand\nstill\n\nBYLINE: By Ada Moe\n\nSECTION: News; Pg. 1\n\nLENGTH: 120 words\n\n"
    f"DATELINE: OLDPORT\n\n\n{PARAGRAPHS[0]}\n\nURL: http://www.example.org\n\nSUBJECT: FERRIES (90%)\n\n"
    "LOAD-DATE: May 4, 2024\n\nLANGUAGE: ENGLISH\n\n    Copyright 2024 The Oldport Post\n\n"
)
INDEXED = (
    f"HD Ferries stand still\nBY By Ada Moe\nWC 120 words\nPD 3 May 2024\nET 06:00\nSN The Oldport Post\n"
    f"LA English\n\nLP {PARAGRAPHS[0]}\n\nTD\n{PARAGRAPHS[1]}\n\nNS gcat : News\n\n"
    "AN Document OPP0000020240503ek530001x\n"
)
FACTIVA_PAGE = (
    "<html><body><div>Page 1 of 1</div><div><span class='enHeadline'>Ferries stand still</span></div>"
    "<div>By Ada Moe</div><div>120 words</div><div>3 May 2024</div><div>06:00</div><div>The Oldport Post"
    f"</div><div>English</div><div>Copyright 2024 The Oldport Post, Inc.</div>{HTML}<p>The Oldport Post, "
    "Inc.</p><p>Document OPP0000020240503ek530001x</p></body></html>"
)


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.txt", COVER + NEXIS.replace("Load-Date", "Graphic\n\nPHOTO\n\nLoad-Date"), PARAGRAPHS[0]),
        ("a.txt", LEXIS, PARAGRAPHS[0]),
        ("a.txt", INDEXED, "\n\n".join(PARAGRAPHS[:2])),
        ("a.html", FACTIVA_PAGE, TEXT),
        ("a.txt", FACTIVA.replace("News\n", "").replace("By ", ""), "\n\n".join(PARAGRAPHS[:2])),
        ("a.txt", PROQUEST.replace("Subject: Ferries\n\nTitle: Ferries stand still\n\n", ""), PARAGRAPHS[2]),
        ("a.txt", PROQUEST.replace("Post\n", "Post, Late Edition; Oldport\n"), PARAGRAPHS[2]),
        ("a.txt", PROQUEST.replace("Subject:", "CREDIT: By ADA MOE\n\nSubject:"), PARAGRAPHS[2]),
    ],
)  # fmt: skip
def test_exports_are_read_in_the_forms_that_they_have(name: str, content: str, text: str) -> None:
    (article,) = made(name, content)
    assert (article.title, article.source) == ("Ferries stand still", "The Oldport Post")
    assert article.author.split(", ")[::-1] in (["Ada Moe"], ["Ada", "Moe"])
    assert (str(article.date), article.text) == ("2024-05-03", text)


def test_an_archive_gives_what_its_files_give_and_says_what_it_does_not_open(
    tmp_path: Path,
) -> None:
    inner = packed(x__txt="No.")
    members: dict[str, str | bytes] = {
        "d--a__txt": PARAGRAPHS[0],
        "b__html": PAGE,
        "c__zip": inner,
        "__hidden__txt": "No.",
    }
    data = packed(**members)
    loaded = load(tmp_path, a__zip=data)
    assert [one.id for one in loaded.articles] == ["a.zip#b.html", "a.zip#d/a.txt"]
    assert [(one.path, one.reason) for one in loaded.refusals] == [
        ("a.zip#c.zip", "It is an archive in an archive; unpack it.")
    ]
    assert file_of("a.zip#d/a.txt") == "a.zip"
    assert loaded.converters[".zip"] == converter_of(".zip")
    assert converter_of(".pdf") in converter_of(".zip")


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (r"The fare is {\deleted\revauth1 nothing\par }ninety crowns.", "The fare is ninety crowns."),
        (r"The fare is \deleted no{\b thing\'e9}\deleted0 ninety.", "The fare is ninety."),
        (r"The fare is {\v\f1 no}{\v0 ninety}.", "The fare is ninety."),
        (r"The fare is {\v no\plain ninety}.", "The fare is ninety."),
        (r"The fare is {\strike nothing }ninety{\striked0 .}", "The fare is ninety."),
        (r"The {\shp{\*\shpinst\shpleft9{\sp{\sn a}{\sv 1}}{\shptxt A box\par {\deleted of }boats.\par}}"
         r"{\shprslt A box}}fare is ninety.\par Noon.",
         "The fare is ninety.\n\nA box\n\nboats.\n\nNoon."),
        (r"Noon.{\shp{\*\shpinst{\*\shptxt A box.}}}", "Noon.\n\nA box."),
        (r"Noon.}{\deleted }}}", "Noon."),
    ],
)  # fmt: skip
def test_rich_text_is_what_it_shows(tmp_path: Path, rtf: str, text: str) -> None:
    assert only(tmp_path, "a.rtf", r"{\rtf1\ansi " + rtf + "}").text == text


@pytest.mark.parametrize("unit", ["{", "}", r"\shptxt", r"{\shptxt ", r"{\v a}", r"\par ", "a 1 "])
def test_rich_text_takes_no_longer_than_its_length_allows(unit: str) -> None:
    assert grows_with_length(shown, unit, r"{\rtf1{\shptxt }\deleted", 100_000)


def test_a_file_is_converted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {one.id: one for one in load(tmp_path, a__html=PAGE).articles}

    def convert(self: Converter, file: Path, name: str) -> Iterator[None]:
        raise AssertionError("converted again")

    monkeypatch.setattr(Converter, "convert", convert)
    assert load_articles(tmp_path, known=before).articles == tuple(before.values())


def test_only_what_another_converter_made_is_converted_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load(tmp_path, a__html=PAGE, b__csv="text\nBells rang.\n", c__txt="Boats sail.")
    assert before.converters == {".html": converter_of(".html"), ".csv": converter_of(".csv")}
    known = {one.id: one for one in before.articles}
    converted = []
    convert = Converter.convert

    def counted(self: Converter, file: Path, name: str) -> Pieces:
        converted.append(name)
        return convert(self, file, name)

    monkeypatch.setattr(Converter, "convert", counted)
    older = {**before.converters, ".html": "web page 0, trafilatura 1.0"}
    again = load_articles(tmp_path, known=known, converters=older)
    assert converted == ["a.html"]
    assert again.articles == before.articles
    assert again.converters == before.converters


# ---- what is refused


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.doc", b"x", "Files of its kind are not read; save it as .docx or .pdf, or remove it."),
        ("a.png", b"x", "Files of its kind are not read; recognise its text (OCR) and save that, or remove it."),
        ("a.html", "<html><body><p>Log in</p></body></html>", "No article is found in this page; save its text"),
        ("a.pdf", make_pdf([]), "Its pages are pictures without text; recognise the text first (OCR)."),
        ("a.pdf", b"%PDF-1.4 nothing", "It is not a PDF that can be read"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "It has a password, or is an old .doc; save it as .docx."),
        ("a.docx", packed(x="y"), "It is not a Word document; save it as .docx."),
        ("a.rtf", b"Plain", "It is not rich text; save it as .rtf or .txt."),
        ("a.csv", "one,two\n1,2\n", "None of its columns (one, two) is one of text, body, content, maintext; say which"),
        ("a.json", "[", "It is not JSON; mend it or convert it."),
        ("a.xml", "<html/>", "It is XML of a kind that is not read (<html>); convert it."),
        ("a.xml", '<!DOCTYPE a [<!ENTITY b "c">]><rss>&b;</rss>', "It defines XML entities, which are not"),
        ("a.zip", b"PK nothing", "It is not a ZIP file, or damaged; pack it anew."),
        ("a.mbox", b"Hello", "It is not a mailbox; export it as .mbox or .eml."),
        ("a.epub", packed(x="y"), "It is not a book that can be read; convert it anew."),
        ("a.warc", b"WARC nothing", ""),
        ("a.parquet", b"PAR1", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_what_to_do(
    name: str, content: str | bytes, expected: str, tmp_path: Path
) -> None:
    assert reason(tmp_path, name, content).startswith(expected)


def test_bombs_are_refused(tmp_path: Path) -> None:
    bomb = packed(a__txt=b"a" * 60_000_000)
    assert len(bomb) < 100_000
    assert "far more than it holds" in reason(tmp_path, "a.zip", bomb)
    entities = (
        "<!DOCTYPE r [<!ENTITY a '"
        + "x" * 1000
        + "'><!ENTITY b '"
        + "&a;" * 1000
        + "'>]><rss>&b;</rss>"
    )
    assert "entities" in reason(tmp_path, "b.xml", entities)
    assert reason(tmp_path, "c.json", "[" * 200_000) == "It is not JSON; mend it or convert it."
    deep = "<div>" * 50_000 + "x"
    assert reason(tmp_path, "d.html", deep)
    cell = 'text\n"' + "x" * 60_000_000 + '"\n'
    assert reason(tmp_path, "e.csv", cell).startswith("A cell behind line 1 is longer than")


def test_a_reader_that_never_ends_is_ended_and_the_next_file_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    with Converter(seconds=0.01) as hasty, pytest.raises(Exception, match="It takes longer"):
        list(hasty.convert(tmp_path / "a.html", "a.html"))
    assert TOO_LONG.startswith("It takes longer than 60 seconds")
    with Converter() as converter:
        assert len(list(converter.convert(tmp_path / "a.html", "a.html"))) == 1
        process = converter._process
        assert process
        process.kill()
        process.wait()
        with pytest.raises(Exception, match=BROKE_OFF[:20]):
            list(converter.convert(tmp_path / "a.html", "a.html"))
        assert len(list(converter.convert(tmp_path / "a.html", "a.html"))) == 1


def test_no_reader_opens_a_connection_or_a_file(tmp_path: Path) -> None:
    page = PAGE.replace(
        "<body>", '<body><img src="http://127.0.0.1:9/x"><link href="http://127.0.0.1:9/y">'
    )
    external = "<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/a.dtd'><rss><channel><item><title>T</title><description>Text here.</description></item></channel></rss>"  # fmt: skip
    loaded = load(tmp_path, a__html=page, b__xml=external)
    assert [one.id for one in loaded.articles] == ["a.html", "b.xml#1"]


def test_html_in_a_line_of_json_is_parsed_where_files_are_converted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(text: str) -> str:
        assert "<" not in text
        return text

    monkeypatch.setattr(formats, "without_tags", refuse)
    rows = [{"text": HTML}, {"text": "Boats sail."}, {"text": "<p>", "n": "</p>"}]
    loaded = load(tmp_path, a__jsonl="\n".join(map(json.dumps, rows)))
    assert [(one.id, one.text) for one in loaded.articles] == [
        ("a.jsonl#1", TEXT),
        ("a.jsonl#2", "Boats sail."),
        ("a.jsonl#3", "<p>"),
    ]
