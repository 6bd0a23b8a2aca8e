"""Take the marks of Markdown out of a text: links, pictures, emphasis, quotes.

Headings keep theirs, by which they are told from sentences.
"""

import re

# Bounded, so that no line takes longer than it has characters.
_TARGET = (
    r"\((?:<[^>\n]{0,2000}>|[^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200}){0,9})"
    r"(?:[ \t]{1,9}\"[^\"\n]{0,500}\")?\)"
)
_MARKS = (
    (re.compile(rf"(?<!\\)!\[[^\]\n]{{0,500}}\]{_TARGET}|(?<!\\)!\[\[[^\]\n]{{0,500}}\]\]"), ""),
    (re.compile(r"(?<![\n\\])\[\^[\w-]{1,40}\](?!:)"), ""),
    (re.compile(rf"(?<!\\)\[([^\[\]\n]{{1,1000}})\]{_TARGET}"), r"\1"),
    (re.compile(r"(?<!\\)\[\[(?:[^\[\]|\n]{0,500}\|)?([^\[\]|\n]{1,500})\]\]"), r"\1"),
    (re.compile(r"(?<![\w*\\])(\*\*\*?|__)(?=\S)([^\n]{1,500}?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,500}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_\\])_(?=[^\s_])([^_\n]{1,500}?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"(?<![\w~\\])~~(?=[^\s~])[^~\n]{1,2000}(?<=\S)~~(?!~)"), ""),
    (re.compile(r"^(?:>[ \t]?)+", re.MULTILINE), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])"), r"\1"),
)


def plain_markdown(text: str) -> str:
    """Return a text without the marks."""
    for mark, words in _MARKS:
        text = mark.sub(words, text)
    return text


def escaped_markdown(text: str) -> str:
    """Return a text of which ``plain_markdown`` makes this one."""
    return text if plain_markdown(text) == text else re.sub(r"([\\*_\[>!])", r"\\\1", text)
