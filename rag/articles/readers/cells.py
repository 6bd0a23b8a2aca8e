"""Tell the cells of tables and of lines of JSON that hold HTML, and return what they say."""

import re
from itertools import islice

# Of a text that speaks of HTML, one tag alone may be a word.
_TAG = re.compile(r"</?(?:p|div|span|a|h[1-6]|figure|strong|em)\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)


def may_hold_tags(line: bytes) -> bool:
    """Tell whether a line of JSON may hold HTML, whose parser is not run everywhere."""
    return b"</" in line or b"<\\/" in line or b"<br" in line or b"\\u003c" in line.lower()


def without_tags(text: str) -> str:
    """Return the paragraphs of a text that is HTML; any other as it is."""
    if not _BREAK.search(text) and len(list(islice(_TAG.finditer(text), 2))) < 2:
        return text
    from rag.articles.readers.xml import html_paragraphs

    return html_paragraphs(text)
