"""Read what word processors write: .docx and .rtf."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, cast

from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.archives import read_member
from rag.articles.readers.exports import split_export
from rag.articles.readers.rich_text import shown
from rag.articles.readers.xml import Element, elements, local_name, parse_xml, text_of

HEAD = 5  # paragraphs, among which one has the style of a title
CELL = 60  # characters; a cell with more holds prose
TITLE_STYLE = re.compile(
    r"(?:Title|Titel|Titre|Heading ?1|.?berschrift ?1|Titre ?1)", re.IGNORECASE
)
# What was deleted, moved away, or is there once more for older programs
_GONE = frozenset({"del", "movefrom", "fallback"})
_NO_TEXT = frozenset({"ppr", "rpr", "txbxcontent", "instrtext", "deltext"})
_CHARACTERS = {"tab": " ", "br": "\n", "cr": "\n", "nobreakhyphen": "-", "ptab": " "}


def read_docx(data: bytes) -> Pieces:
    """Yield the article of a document, or the many of a database's export."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            if "EncryptedPackage" in names or "word/document.xml" not in names:
                raise NotAnArticle("It is not a Word document; save it as .docx.")
            body = parse_xml(read_member(packed, "word/document.xml"))
            about = (
                parse_xml(read_member(packed, "docProps/core.xml"))
                if "docProps/core.xml" in names
                else None
            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise NotAnArticle("It has a password, or is an old .doc; save it as .docx.") from None
        raise NotAnArticle("It is damaged; save it anew.") from None
    paragraphs = [(words, one) for one in _paragraphs(body) if (words := _words(one))]
    text = "\n\n".join(words for words, _ in paragraphs)
    many = tuple(split_export(text))
    if many:
        yield from many
        return
    title = text_of(about, "title") if about is not None else ""
    heading = next((words for words, one in paragraphs[:HEAD] if _is_title(one)), "")
    # Of a headline that opens the text, the text's own is the better one.
    yield "", Fields(text, title=heading or ("" if title and title in text[:500] else title))


def _paragraphs(element: Element) -> Iterator[Element]:
    """Yield the paragraphs and the rows of short cells, those of a box behind the one it is in."""
    for child in element:
        name = local_name(child)
        if name in _GONE:
            continue
        if name == "p" or (name == "tr" and _is_row(child)):
            yield child
            for box in elements(child, "txbxcontent"):
                if not any(local_name(above) in _GONE for above in box.iterancestors()):
                    yield from _paragraphs(box)
        else:
            yield from _paragraphs(child)


def _is_row(row: Element) -> bool:
    """Tell whether a row of a table is values, which are read as one line."""
    cells = [[_words(one) for one in elements(cell, "p")] for cell in elements(row, "tc")]
    return all(len(cell) == 1 and len(cell[0]) <= CELL for cell in cells)


def _is_title(paragraph: Element) -> bool:
    style = next(elements(paragraph, "pstyle"), None)
    names = () if style is None else style.values()
    return any(TITLE_STYLE.fullmatch(name) for name in names)


def _words(paragraph: Element) -> str:
    """Return the words of a paragraph as they are shown, lines within it apart."""
    if local_name(paragraph) == "tr":
        return " | ".join(filter(None, map(_words, elements(paragraph, "p"))))
    lines = "".join(_shown(paragraph)).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in lines)).strip()


def _shown(element: Element) -> Iterator[str]:
    for child in element:
        name = local_name(child)
        hidden = name == "r" and next(elements(child, "vanish"), None) is not None
        if hidden or name in _GONE or name in _NO_TEXT:
            continue
        if name == "t":
            yield child.text or ""
        else:
            yield _CHARACTERS.get(name, "")
            yield from _shown(child)


def read_rtf(data: bytes) -> Pieces:
    """Yield the article of a file of rich text, or the many of a database's export."""
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise NotAnArticle("It is not rich text; save it as .rtf or .txt.")
    text = cast(Any, rtf_to_text)(shown(data.decode("latin-1")), errors="ignore")
    text = "\n\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
    many = tuple(split_export(text))
    if many:
        yield from many
    else:
        yield "", Fields(text)
