"""Write a document for word processors: a .docx."""

import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt

from rag.answers.plain_text import Line

# What no XML may hold, and visible text may still.
_NO_XML = re.compile(r"[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STYLES = {  # of each kind of line but plain text
    "title": "Title",
    "question": "Heading 1",
    "heading": "Heading 2",
    "source": "Source",
    "quote": "Quote",
}
_SMALL = Pt(9)  # where words are from


def word_document(lines: Iterable[Line]) -> bytes:
    """Return the bytes of a .docx, in which each line is a paragraph."""
    document = docx.Document()
    about = document.core_properties  # else those of the package's own template
    about.author = about.comments = ""
    about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)
    for style in tuple(document.styles):  # a hundred for tables, all looked through for each line
        if style.type is WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
            style.delete()
    source = document.styles.add_style("Source", WD_STYLE_TYPE.PARAGRAPH)
    source.base_style = document.styles["Normal"]
    source.font.size = _SMALL
    styles = {kind: document.styles[name] for kind, name in _STYLES.items()}
    for line in lines:
        words = _NO_XML.sub("\ufffd", "\n".join(line.text.splitlines()))
        document.add_paragraph(words, styles.get(line.kind))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
