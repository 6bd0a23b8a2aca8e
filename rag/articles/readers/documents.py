"""Read what word processors write: .docx and .rtf."""

import io
import zipfile
from typing import Any, cast

from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.archives import read_member
from rag.articles.readers.exports import split_export
from rag.articles.readers.xml import Element, elements, local_name, parse_xml, text_of


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
    text = "\n\n".join(filter(None, map(_paragraph, elements(body, "p"))))
    many = tuple(split_export(text))
    if many:
        yield from many
        return
    title = text_of(about, "title") if about is not None else ""
    # Of a headline that opens the text, the text's own is the better one.
    yield "", Fields(text, title="" if title and title in text[:500] else title)


def _paragraph(paragraph: Element) -> str:
    words = []
    for one in elements(paragraph, "t", "tab", "br", "cr"):
        words.append((one.text or "") if local_name(one) == "t" else " ")
    return " ".join("".join(words).split())


def read_rtf(data: bytes) -> Pieces:
    """Yield the article of a file of rich text, or the many of a database's export."""
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise NotAnArticle("It is not rich text; save it as .rtf or .txt.")
    text = cast(Any, rtf_to_text)(data.decode("latin-1"), errors="ignore")
    text = "\n\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
    many = tuple(split_export(text))
    if many:
        yield from many
    else:
        yield "", Fields(text)
