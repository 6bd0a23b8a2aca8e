"""Read what LibreOffice and OpenOffice write: .odt and, unpacked, .fodt."""

import io
import zipfile
from collections.abc import Iterator

from lxml.etree import iterwalk

from rag.articles.fields import NotAnArticle, Pieces
from rag.articles.readers.archives import read_member
from rag.articles.readers.paragraphs import Markup, article_in
from rag.articles.readers.xml import Element, elements, local_name, parse_xml

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
    struck = _drop_struck(content, body)
    parents = _parents(content)

    def styles_of(paragraph: Element) -> Iterator[str]:
        style = _named(paragraph, "style-name")
        for name in (style, parents.get(style, "")):
            yield name.replace("_20_", " ")

    yield from article_in(body, about, _OPEN_DOCUMENT, styles_of, struck)


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


def _drop_struck(content: Element, body: Element) -> list[str]:
    """Take out the words that a style strikes out, and return them."""
    struck = {
        _named(style, "name")
        for style in elements(content, "style")
        for look in elements(style, "text-properties")
        if _named(look, "text-line-through-style") not in ("", "none")
    }
    taken = []
    for element in list(elements(body, "span", "p", "h")) if struck else ():
        if _named(element, "style-name") in struck:
            taken.append("".join(element.itertext()))
            element.text = None
            del element[:]
    return taken


def _is_body(element: Element) -> bool:
    return element.getparent() is not None and local_name(element.getparent()) == "body"


def _parents(content: Element) -> dict[str, str]:
    """Return the styles that styles made for one paragraph stand on, by their names."""
    return {
        _named(style, "name"): _named(style, "parent-style-name")
        for style in elements(content, "style")
    }


def _named(element: Element, name: str) -> str:
    return next((str(v) for key, v in element.items() if key.rpartition("}")[2] == name), "")


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


_NOTES = frozenset({"note", "annotation"})
_OPEN_DOCUMENT = Markup(
    frozenset({"p", "h"}), "table-row", "table-cell", "text-box", _GONE, _NOTES, _shown
)
