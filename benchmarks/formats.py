"""Measure what reading a file of each format costs, against embedding the words that are in it.

    python -m benchmarks formats --index FOLDER [--articles 24]

``--index`` is any index: its encoder is used. The same made stories are written in each format.
"""

import argparse
import csv
import io
import json
import random
import time
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from html import escape
from pathlib import Path

from page_layouts import guardian
from page_layouts_more import saved_mhtml, saved_single
from page_sheet import Sheet
from page_stories import Story, make_story
from pdf_files import make_pdf
from rows import head, say

from rag.articles.fields import Fields
from rag.articles.formats import make_article
from rag.articles.readers.registry import read_bytes
from rag.index.chunking import embedded_text, fitting_heading, pack_chunks
from rag.index.generations import ENCODERS
from rag.language.sentences import split_sentences
from rag.models.encoder import Encoder, open_encoder
from rag.records import Article

TIMES = 3  # that each is read; the fastest counts
Files = Sequence[tuple[str, bytes]]


def main() -> None:
    """Print a row for each format."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=24)
    options = parser.parse_args()
    chance = random.Random(1)
    stories = [make_story(number, "en", chance) for number in range(options.articles)]
    encoder = open_encoder(next((options.index / ENCODERS).iterdir()))
    spent = embedding(encoder, read([("a.md", markdown(one)) for one in stories]))
    head("format", "read and cleaned / embedded", "ms an article")
    for name, write in FORMATS.items():
        files = write(stories, chance)
        read(files[:1])  # what a reader imports is not counted
        took = min(timed(lambda files=files: read(files)) for _ in range(TIMES))
        found = len(read(files))
        if found != len(stories):
            raise SystemExit(f"{name} gives {found} articles, not {len(stories)}.")
        say(name, f"{took / spent:.3f}", f"{1000 * took / len(stories):.1f}")
    say("embedding", "1", f"{1000 * spent / len(stories):.0f}")


def read(files: Files) -> list[Article]:
    """Return what is made of some files."""
    return [
        make_article(found, name, "0").article
        for name, data in files
        for _, found in read_bytes(name, data)
        if isinstance(found, Fields)
    ]


def embedding(encoder: Encoder, articles: Sequence[Article]) -> float:
    """Return the processor time that embedding some articles takes."""
    texts = [
        embedded_text(fitting_heading(article, encoder), article.cut(span))
        for article in articles
        for span in pack_chunks(article, split_sentences(article), encoder)
    ]
    encoder.encode(texts[:4])
    return timed(lambda: encoder.encode(texts))


def timed(work: Callable[[], object]) -> float:
    """Return the processor time of some work."""
    started = time.process_time()
    work()
    return time.process_time() - started


def words(story: Story) -> str:
    """Return the text of a story."""
    return "\n\n".join(words for _, words in story.blocks)


def markdown(story: Story) -> bytes:
    """Return a story as Markdown with front matter."""
    front = f"title: {json.dumps(story.title)}\ndate: {story.published.date()}"
    return f"---\n{front}\n---\n{words(story)}".encode()


def row(story: Story) -> dict[str, str]:
    """Return a story as a row of a table."""
    return {"title": story.title, "date": str(story.published.date()), "text": words(story)}


def paragraphs(story: Story) -> str:
    """Return a story as plain HTML."""
    return "".join(f"<p>{escape(words)}</p>" for _, words in story.blocks)


def packed(members: dict[str, str | bytes]) -> bytes:
    """Return files in a ZIP archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(story: Story) -> bytes:
    """Return a story as a document of a word processor."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(
        f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>"
        for one in (story.title, *words(story).split("\n\n"))
    )
    return packed(
        {"word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>"}
    )


def rtf(story: Story) -> bytes:
    """Return a story as rich text."""
    written = words(story).encode("cp1252", "replace").decode("cp1252").replace("\n\n", "\\par\n")
    plain = "".join(one if ord(one) < 128 else f"\\u{ord(one)}?" for one in written)
    return ("{\\rtf1\\ansi " + plain + "}").encode("ascii")


def pdf(story: Story) -> bytes:
    """Return a story as a PDF of pages with 50 lines each."""
    lines: list[str] = []
    for paragraph in words(story).encode("ascii", "replace").decode().split("\n\n"):
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) > 90:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines += [line, ""]
    pages = [lines[first : first + 50] for first in range(0, len(lines), 50)]
    placed = (
        [(40, 780 - 14 * number, escaped(line)) for number, line in enumerate(page)]
        for page in pages
    )
    return make_pdf(*placed, font="Courier")


def escaped(line: str) -> str:
    """Return a line as a PDF writes it."""
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def letter(story: Story, *, page: bool) -> bytes:
    """Return a story as a message."""
    message = EmailMessage()
    message["From"] = f"{story.paper} <news@example.org>"
    message["Subject"] = story.title
    message["Date"] = "Fri, 03 May 2024 10:00:00 +0000"
    message.set_content(
        paragraphs(story) if page else words(story), subtype="html" if page else "plain"
    )
    return message.as_bytes()


def csv_rows(stories: Sequence[Story]) -> bytes:
    """Return stories as a table."""
    made = io.StringIO(newline="")
    table = csv.DictWriter(made, ("title", "date", "text"), quoting=csv.QUOTE_ALL)
    table.writeheader()
    table.writerows(map(row, stories))
    return made.getvalue().encode()


def parquet(stories: Sequence[Story]) -> bytes:
    """Return stories as a table in columns."""
    import pyarrow
    from pyarrow.parquet import write_table

    made = io.BytesIO()
    write_table(pyarrow.Table.from_pylist([row(one) for one in stories]), made)
    return made.getvalue()


def feed(stories: Sequence[Story]) -> bytes:
    """Return stories as a feed."""
    items = "".join(
        f"<item><title>{escape(one.title)}</title><description>{escape(paragraphs(one))}"
        "</description></item>"
        for one in stories
    )
    return f"<rss><channel><title>The Post</title>{items}</channel></rss>".encode()


def book(stories: Sequence[Story]) -> bytes:
    """Return stories as the chapters of a book."""
    names = [f"c{number}" for number in range(len(stories))]
    items = "".join(f"<item id='{one}' href='{one}.xhtml'/>" for one in names)
    order = "".join(f"<itemref idref='{one}'/>" for one in names)
    return packed({
        "META-INF/container.xml": "<container><rootfiles><rootfile full-path='b.opf'/></rootfiles>"
        "</container>",
        "b.opf": f"<package><metadata><title>Year</title></metadata><manifest>{items}</manifest>"
        f"<spine>{order}</spine></package>",
        **{f"{name}.xhtml": f"<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>"
           f"{escape(one.title)}</h1>{paragraphs(one)}</body></html>"
           for name, one in zip(names, stories, strict=True)},
    })  # fmt: skip


def notes(stories: Sequence[Story]) -> bytes:
    """Return stories as exported notes."""
    made = "".join(
        f"<note><title>{escape(one.title)}</title><content><![CDATA[<en-note>{paragraphs(one)}"
        "</en-note>]]></content></note>"
        for one in stories
    )
    return f"<en-export>{made}</en-export>".encode()


def web_archive(pages: Sequence[bytes]) -> bytes:
    """Return pages as a web archive."""
    records = []
    for number, page in enumerate(pages):
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
        records.append(
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.org/%d\r\n"
            b"WARC-Date: 2024-05-03T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:%d>\r\n"
            b"Content-Type: application/http; msgtype=response\r\n"
            b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (number, number, len(http), http)
        )
    return b"".join(records)


def export(stories: Sequence[Story]) -> bytes:
    """Return stories as a database exports them."""
    return "".join(
        f"{one.title}\n{one.paper}\nMay 3, 2024 Friday\n\nSection: NEWS; Pg. 1\nByline: Ada Moe\n\n"
        f"Body\n\n{words(one)}\n\nLoad-Date: May 4, 2024\n\nEnd of Document\n\n"
        for one in stories
    ).encode()


def each(
    name: str, write: Callable[[Story], bytes]
) -> Callable[[Sequence[Story], random.Random], Files]:
    """Return what writes a file for each story."""
    return lambda stories, chance: [(name, write(one)) for one in stories]


def together(
    name: str, write: Callable[[Sequence[Story]], bytes]
) -> Callable[[Sequence[Story], random.Random], Files]:
    """Return what writes one file of all stories."""
    return lambda stories, chance: [(name, write(stories))]


def page(story: Story) -> bytes:
    """Return a story as a page."""
    return guardian(Sheet(story, random.Random(1))).encode()


FORMATS: dict[str, Callable[[Sequence[Story], random.Random], Files]] = {
    ".txt": each("a.txt", lambda one: words(one).encode()),
    ".md": each("a.md", markdown),
    ".jsonl": together("a.jsonl", lambda some: "\n".join(map(json.dumps, map(row, some))).encode()),
    ".csv": together("a.csv", csv_rows),
    ".json": together("a.json", lambda some: json.dumps(list(map(row, some))).encode()),
    ".parquet": together("a.parquet", parquet),
    ".html": each("a.html", page),
    ".html, SingleFile": each(
        "a.html", lambda one: saved_single(Sheet(one, random.Random(1))).encode()
    ),
    ".mhtml": each("a.mhtml", lambda one: saved_mhtml(Sheet(one, random.Random(1)))),
    ".warc": together("a.warc", lambda some: web_archive(list(map(page, some)))),
    ".pdf": each("a.pdf", pdf),
    ".docx": each("a.docx", docx),
    ".rtf": each("a.rtf", rtf),
    ".eml, plain": each("a.eml", lambda one: letter(one, page=False)),
    ".eml, HTML": each("a.eml", lambda one: letter(one, page=True)),
    ".rss": together("a.rss", feed),
    ".epub": together("a.epub", book),
    ".enex": together("a.enex", notes),
    "export of a database, .txt": together("a.txt", export),
    ".zip of .txt": together(
        "a.zip",
        lambda some: packed({f"{n}.txt": words(one) for n, one in enumerate(some)}),
    ),
}


if __name__ == "__main__":
    main()
