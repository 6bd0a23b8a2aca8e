"""Write a document for word processors: a .docx, which is XML in a ZIP."""

import io
import re
import zipfile
from collections.abc import Iterable

from rag.answers.plain_text import Line
from rag.web.html import render

# What no XML may hold, and visible text may still.
_NO_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = {  # of each kind of line: its name, its size in half points, and whether it is bold
    "title": ("Title", 36, True),
    "question": ("heading 1", 28, True),
    "heading": ("heading 2", 24, True),
    "text": ("Normal", 22, False),
    "source": ("Source", 18, False),
    "quote": ("Quote", 22, False),
}


def word_document(lines: Iterable[Line]) -> bytes:
    """Return the bytes of a .docx, in which each line is a paragraph."""
    paragraphs = [
        (line.kind, [_NO_XML.sub("\ufffd", part) for part in line.text.split("\n")])
        for line in lines
    ]
    parts = {
        "[Content_Types].xml": f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>""",
        "_rels/.rels": _relation("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _relation("styles", "styles.xml"),
        "word/document.xml": _HEAD + str(render("document.xml", word=_WORD, paragraphs=paragraphs)),
        "word/styles.xml": _HEAD + str(render("styles.xml", word=_WORD, styles=_STYLES)),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return written.getvalue()


def _relation(kind: str, target: str) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="one" '
        f'Type="{_RELATION}/{kind}" Target="{target}"/></Relationships>'
    )
