"""Read what word processors write: .docx and .rtf."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, cast

from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.archives import read_member
from rag.articles.readers.exports import split_export
from rag.articles.readers.paragraphs import Markup, article_in
from rag.articles.readers.rich_text import shown
from rag.articles.readers.xml import Element, elements, local_name, parse_xml

_EDGE = re.compile(r"word/(?:header|footer)\d{0,3}\.xml")
# What was deleted, moved away, or is there once more for older programs
_GONE = frozenset({"del", "movefrom", "fallback"})
_NOT_READ = ("vanish", "strike", "dstrike")  # how letters look that are hidden or struck out
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
            edges = [
                "".join(parse_xml(read_member(packed, name)).itertext())
                for name in sorted(names)
                if _EDGE.fullmatch(name)
            ]
            about = (
                parse_xml(read_member(packed, "docProps/core.xml"))
                if "docProps/core.xml" in names
                else None
            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise NotAnArticle("It has a password, or is an old .doc; save it as .docx.") from None
        raise NotAnArticle("It is damaged; save it anew.") from None
    hidden = ("".join(one.itertext()) for one in elements(body, "r") if _is_hidden(one))
    yield from article_in(body, about, _WORD, _styles_of, [*edges, *hidden])


def _styles_of(paragraph: Element) -> Sequence[str]:
    style = next(elements(paragraph, "pstyle"), None)
    return () if style is None else [str(name) for name in style.values()]


def _is_hidden(run: Element) -> bool:
    """Tell whether the letters of a run are hidden or struck out; a look without a value is on."""
    looks = elements(run, *_NOT_READ)
    return any({"0", "false", "off"}.isdisjoint(map(str.lower, look.values())) for look in looks)


def _shown(element: Element) -> Iterator[str]:
    for child in element:
        name = local_name(child)
        if (name == "r" and _is_hidden(child)) or name in _GONE or name in _NO_TEXT:
            continue
        if name == "t":
            yield child.text or ""
        else:
            yield _CHARACTERS.get(name, "")
            yield from _shown(child)


_NOTES = frozenset({"footnotereference", "endnotereference", "commentreference"})
_WORD = Markup(frozenset({"p"}), "tr", "tc", "txbxcontent", _GONE, _NOTES, _shown)


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
