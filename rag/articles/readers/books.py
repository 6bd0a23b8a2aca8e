"""Read .epub, a chapter an article, and .enex, a note an article."""

import io
import posixpath
import zipfile
from urllib.parse import unquote

from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.archives import read_member
from rag.articles.readers.xml import elements, html_paragraphs, paragraphs_of, parse_xml, text_of

LEAST = 200  # characters; a shorter part of a book is a cover, a title page or a list


def read_epub(data: bytes) -> Pieces:
    """Yield the chapters of a book in their order."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            if "META-INF/encryption.xml" in names and "META-INF/rights.xml" in names:
                raise NotAnArticle("It is locked by its seller; it cannot be read.")
            container = parse_xml(read_member(packed, "META-INF/container.xml"))
            path = next(one.get("full-path", "") for one in elements(container, "rootfile"))
            book = parse_xml(read_member(packed, path))
            files = {
                one.get("id", ""): posixpath.normpath(
                    posixpath.join(posixpath.dirname(path), unquote(one.get("href", "")))
                )
                for one in elements(book, "item")
            }
            found = 0
            for reference in elements(book, "itemref"):
                name = files.get(reference.get("idref", ""), "")
                if name not in names:
                    continue
                page = parse_xml(read_member(packed, name))
                body = next(elements(page, "body"), page)
                text = paragraphs_of(body)
                if len(text) < LEAST:
                    continue
                found += 1
                yield (
                    str(found),
                    Fields(
                        text,
                        title=text_of(body, "h1", "h2", "h3") or text_of(page, "title"),
                        date=text_of(book, "date"),
                        source=text_of(book, "title"),
                        author=text_of(book, "creator"),
                    ),
                )
    except (zipfile.BadZipFile, KeyError, StopIteration, RuntimeError, NotImplementedError):
        raise NotAnArticle("It is not a book that can be read; convert it anew.") from None
    if not found:
        raise NotAnArticle("It holds no chapter with text.")


def read_enex(data: bytes) -> Pieces:
    """Yield the notes of an export of Evernote."""
    for number, note in enumerate(elements(parse_xml(data), "note"), start=1):
        content = next(elements(note, "content"), None)
        markup = "" if content is None else content.text or ""
        start = markup.find("<en-note")
        text = html_paragraphs(markup[max(start, 0) :])
        fields = Fields(
            text,
            title=text_of(note, "title"),
            date=text_of(note, "created")[:8],
            author=text_of(note, "author"),
            url=text_of(note, "source-url"),
        )
        yield str(number), fields if text.strip() else NotAnArticle("It is a note without text.")
