"""Read .epub, a chapter an article, and .enex, a note an article."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable
from urllib.parse import unquote

from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.archives import read_member
from rag.articles.readers.xml import (
    Element,
    elements,
    html_paragraphs,
    local_name,
    paragraphs_of,
    parse_xml,
    text_of,
)

# What calibre, which makes books of the news of a day, calls who wrote them
_NOBODY = frozenset({"calibre", "Unknown"})
_ISSUE = re.compile(r" ?\[[^\]]*\d{4}\]\Z")  # "The Oldport Post [Fri, 03 May 2024]"
_FROM = re.compile(r"downloaded by calibre from ([^\s|]+)")
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
            labels = _labels(packed, files.values())
            found = 0
            for reference in elements(book, "itemref"):
                name = files.get(reference.get("idref", ""), "")
                if name not in names:
                    continue
                page = parse_xml(read_member(packed, name))
                body = next(elements(page, "body"), page)
                url = _without_bars(body)
                text = paragraphs_of(body)
                if len(text) < LEAST or _is_contents(body):
                    continue
                found += 1
                title = (
                    text_of(body, "h1")
                    or labels.get(name, "")
                    or text_of(body, "h2", "h3")
                    or text_of(page, "title")
                )
                whole, author = text_of(book, "title"), text_of(book, "creator")
                yield (
                    str(found),
                    Fields(
                        text,
                        title=title,
                        date=text_of(book, "date"),
                        source="" if whole.startswith(title) else _ISSUE.sub("", whole),
                        author="" if author in _NOBODY else author,
                        url=url,
                    ),
                )
    except (zipfile.BadZipFile, KeyError, StopIteration, RuntimeError, NotImplementedError):
        raise NotAnArticle("It is not a book that can be read; convert it anew.") from None
    if not found:
        raise NotAnArticle("It holds no chapter with text; save its text as .txt.")


def _labels(packed: zipfile.ZipFile, files: Iterable[str]) -> dict[str, str]:
    """Return what the table of contents calls the files of a book, by their names."""
    labels: dict[str, str] = {}
    for path in files:
        if path.lower().endswith(".ncx") and path in packed.namelist():
            for point in elements(parse_xml(read_member(packed, path)), "navpoint"):
                target = next(elements(point, "content"), None)
                place = "" if target is None else unquote(target.get("src", "")).partition("#")[0]
                name = posixpath.normpath(posixpath.join(posixpath.dirname(path), place))
                labels.setdefault(name, text_of(point, "text"))
    return labels


def _without_bars(body: Element) -> str:
    """Take the bars of links out of a page that calibre made, and return the address in them."""
    url = ""
    for bar in [one for one in body.iter() if "calibre_navbar" in (one.get("class") or "")]:
        found = _FROM.search(" ".join("".join(bar.itertext()).split()))
        url = found[1] if found else url
        bar.getparent().remove(bar)
    return url


def _is_contents(body: Element) -> bool:
    """Tell whether most of a page is a list of links to others."""
    whole = len(text_of(body, local_name(body)))
    lists = (
        one
        for one in elements(body, "ul", "ol")
        if all(next(elements(item, "a"), None) is not None for item in elements(one, "li"))
    )
    return 2 * sum(len(text_of(one, local_name(one))) for one in lists) > whole


def read_enex(data: bytes) -> Pieces:
    """Yield the notes of an export of Evernote."""
    for number, note in enumerate(elements(parse_xml(data), "note"), start=1):
        content = next(elements(note, "content"), None)
        markup = "" if content is None else content.text or ""
        start = markup.find("<en-note")
        text = html_paragraphs(markup[max(start, 0) :])
        url = text_of(note, "source-url")
        # Who clipped a page, and when, is neither its author nor its day.
        fields = Fields(
            text,
            title=text_of(note, "title"),
            date="" if url else text_of(note, "created")[:8],
            author="" if url else text_of(note, "author"),
            url=url,
        )
        yield (
            str(number),
            fields
            if text.strip()
            else NotAnArticle("It is a note without text; write into it what it is about."),
        )
