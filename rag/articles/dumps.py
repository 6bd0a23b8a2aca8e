"""Take out of a text what browsers of the terminal write into one: numbers of links, buttons.

Lynx and elinks number the links of a page, "[1]Skip to content", and list their addresses below.
"""

import re

_REFERENCES = re.compile(
    r"\n[ \t]*References[ \t]*\n\s*(?:Visible links[^\n]*\n\s*)?(?=\d{1,4}\.[ \t]+\S)"
)
_ADDRESS = re.compile(
    r"\d{1,4}\.[ \t]+(?:[a-z][a-z+.-]{1,20}:|/|#|\.)\S*|(?:Visible|Hidden) links.*"
)
_NUMBER = re.compile(r"\[\d{1,4}\](?=\S)")
_FORM = re.compile(r"\(BUTTON\)[ \t]*|\[_{3,}\]|\bIFRAME: \S+")


def without_dump(text: str) -> tuple[str, list[str]]:
    """Return a text without the marks, and the list of addresses that stood below it.

    Where no such list is, a number in brackets is one of the text's own.
    """
    heads = list(_REFERENCES.finditer(text))
    if not heads:
        return text, []
    listed = [line.strip() for line in text[heads[-1].end() :].split("\n") if line.strip()]
    if not all(map(_ADDRESS.fullmatch, listed)):
        return text, []
    return _FORM.sub("", _NUMBER.sub("", text[: heads[-1].start()])), listed
