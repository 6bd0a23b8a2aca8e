"""Read what LibreOffice and OpenOffice write: .odt and, unpacked, .fodt."""

import io
import re
import zipfile
from collections.abc import Iterator

from lxml.etree import iterwalk

from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.archives import read_member
from rag.articles.readers.documents import CELL, HEAD, TITLE_STYLE
from rag.articles.readers.exports import split_export
from rag.articles.readers.xml import Element, elements, local_name, parse_xml, text_of

NO_TEXT = "It is not a text of LibreOffice; save it as .odt or .docx."
MOST_SPACES = 100  # that stand for one element, which may claim any number
# What was deleted, notes below the page and beside it, what only the program shows
_GONE = frozenset({"tracked-changes", "annotation", "note", "ruby-text", "bookmark", "desc",
                   "hidden-text", "hidden-paragraph", "forms", "table-of-content"})  # fmt: skip
_CHARACTERS = {"tab": " ", "line-break": "\n", "soft-page-break": ""}


def read_odt(data: bytes) -> Pieces:
    """Yield the article of a document, or the many of a database's export."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            if "content.xml" not in names:
                raise NotAnArticle(NO_TEXT)
            if b"encryption-data" in read_member(packed, "META-INF/manifest.xml"):
                raise NotAnArticle("It has a password; save it without one.")
            content = parse_xml(read_member(packed, "content.xml"))
            about = parse_xml(read_member(packed, "meta.xml")) if "meta.xml" in names else None
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError):
        raise NotAnArticle("It is damaged; save it anew.") from None
    yield from _read(content, about)


def read_fodt(data: bytes) -> Pieces:
    """Yield the article of a document in one file of XML, or the many of an export."""
    root = parse_xml(data)
    yield from _read(root, next(elements(root, "meta"), None))


def _read(content: Element, about: Element | None) -> Pieces:
    body = next((one for one in elements(content, "text") if _is_body(one)), None)
    if body is None:
        raise NotAnArticle(NO_TEXT)
    _drop_deleted(body)
    paragraphs = [(words, one) for one in _paragraphs(body) if (words := _words(one))]
    text = "\n\n".join(words for words, _ in paragraphs)
    many = tuple(split_export(text))
    if many:
        yield from many
        return
    title = text_of(about, "title") if about is not None else ""
    styles = _parents(content)
    heading = next((words for words, one in paragraphs[:HEAD] if _is_title(one, styles)), "")
    # Of a headline that opens the text, the text's own is the better one.
    yield "", Fields(text, title=heading or ("" if title and title in text[:500] else title))


def _drop_deleted(body: Element) -> None:
    """Take out the words between two marks of a tracked change that deletes them."""
    deleted = {_named(one.getparent(), "id") for one in elements(body, "deletion")}
    open_ones: set[str] = set()
    for event, element in iterwalk(body, events=("start", "end")):
        if event == "end":
            element.tail = None if open_ones else element.tail
            continue
        name, change = local_name(element), _named(element, "change-id")
        if name == "change-start" and change in deleted:
            open_ones.add(change)
        elif name == "change-end":
            open_ones.discard(change)
        element.text = None if open_ones else element.text


def _is_body(element: Element) -> bool:
    return element.getparent() is not None and local_name(element.getparent()) == "body"


def _paragraphs(element: Element) -> Iterator[Element]:
    """Yield the paragraphs and the rows of short cells, those of a box behind the one it is in."""
    for child in element:
        name = local_name(child)
        if name in _GONE:
            continue
        if name in {"p", "h"} or (name == "table-row" and _is_row(child)):
            yield child
            for box in elements(child, "text-box"):
                if not any(local_name(above) in _GONE for above in box.iterancestors()):
                    yield from _paragraphs(box)
        else:
            yield from _paragraphs(child)


def _is_row(row: Element) -> bool:
    """Tell whether a row of a table is values, which are read as one line."""
    cells = [[_words(one) for one in elements(cell, "p")] for cell in elements(row, "table-cell")]
    return all(len(cell) == 1 and len(cell[0]) <= CELL for cell in cells)


def _parents(content: Element) -> dict[str, str]:
    """Return the styles that styles made for one paragraph stand on, by their names."""
    return {
        _named(style, "name"): _named(style, "parent-style-name")
        for style in elements(content, "style")
    }


def _is_title(paragraph: Element, styles: dict[str, str]) -> bool:
    style = _named(paragraph, "style-name")
    names = (style, styles.get(style, ""))
    return any(TITLE_STYLE.fullmatch(re.sub("_20_", " ", name)) for name in names)


def _named(element: Element, name: str) -> str:
    return next((str(v) for key, v in element.items() if key.rpartition("}")[2] == name), "")


def _words(paragraph: Element) -> str:
    """Return the words of a paragraph as they are shown, lines within it apart."""
    if local_name(paragraph) == "table-row":
        return " | ".join(filter(None, map(_words, elements(paragraph, "p"))))
    lines = "".join(_shown(paragraph)).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in lines)).strip()


def _shown(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name == "s":
            count = _named(child, "c")
            yield " " * min(int(count) if count.isdecimal() else 1, MOST_SPACES)
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name and name not in _GONE and name != "text-box":
            yield from _shown(child)
        yield child.tail or ""
