"""Read the paragraphs of documents in XML, whatever their elements are called."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rag.articles.fields import Fields, Pieces
from rag.articles.readers.exports import split_export
from rag.articles.readers.leftovers import around
from rag.articles.readers.xml import Element, elements, local_name, text_of

HEAD = 5  # paragraphs, among which one has the style of a title
CELL = 60  # characters; a cell with more holds prose
_TITLE_STYLE = re.compile(
    r"(?:Title|Titel|Titre|Heading ?1|.?berschrift ?1|Titre ?1)", re.IGNORECASE
)
# Of the entries of a table of contents, and what stands above them
_CONTENTS_STYLE = re.compile(r"(?:TOC|Verzeichnis|TM) ?\d\Z")
_CONTENTS = re.compile(
    r"(?:table of )?contents|inhalt(?:sverzeichnis)?|table des matières|sommaire", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Markup:
    """What the elements of one kind of document are called, a paragraph of a cell ``p``."""

    paragraphs: frozenset[str]
    row: str
    cell: str
    box: str
    gone: frozenset[str]  # what is not read
    notes: frozenset[str]  # what stands for a note below the text or beside it
    shown: Callable[[Element], Iterator[str]]  # the characters of an element, lines parted by \n


def article_in(
    body: Element,
    about: Element | None,
    markup: Markup,
    styles_of: Callable[[Element], Iterable[str]],
    edges: Iterable[str] = (),
) -> Pieces:
    """Yield the article of a document, or the many of a database's export.

    Args:
        body: what holds its paragraphs.
        about: what holds its title, if it says anything of itself.
        markup: what its elements are called.
        styles_of: returns the names of a paragraph's style.
        edges: what stands at the top and the foot of every page.
    """
    found = [
        (words, one)
        for one in _read(body, markup)
        if (words := _words(one, markup)) and not any(map(_CONTENTS_STYLE.match, styles_of(one)))
    ]
    text = "\n\n".join(words for words, _ in found)
    many = tuple(split_export(text))
    if many:
        yield from many
        return
    title = text_of(about, "title") if about is not None else ""
    heads = (
        words
        for words, one in found[:HEAD]
        if any(map(_is_title, styles_of(one))) and not _CONTENTS.fullmatch(words)
    )
    # Of a headline that opens the text, the text's own is the better one.
    other = "" if title and title in text[:500] else title
    count = sum(1 for _ in elements(body, *markup.notes))
    are = "note is" if count == 1 else f"{count} notes are"
    notes = (f"Its {are} not read; write into the text what is a part of it.",) if count else ()
    yield "", Fields(text, title=next(heads, "") or other, notes=notes, around=around(edges, text))


def _read(element: Element, markup: Markup) -> Iterator[Element]:
    """Yield the paragraphs and the rows of short cells, those of a box behind the one it is in."""
    for child in element:
        name = local_name(child)
        if name in markup.gone:
            continue
        if name in markup.paragraphs or (name == markup.row and _is_values(child, markup)):
            yield child
            for box in elements(child, markup.box):
                if not any(local_name(above) in markup.gone for above in box.iterancestors()):
                    yield from _read(box, markup)
        else:
            yield from _read(child, markup)


def _is_values(row: Element, markup: Markup) -> bool:
    """Tell whether a row of a table is values, which are read as one line."""
    cells = [
        [_words(one, markup) for one in elements(cell, "p")] for cell in elements(row, markup.cell)
    ]
    return all(len(cell) == 1 and len(cell[0]) <= CELL for cell in cells)


def _words(paragraph: Element, markup: Markup) -> str:
    """Return the words of a paragraph as they are shown, lines within it apart."""
    if local_name(paragraph) == markup.row:
        return " | ".join(
            words for one in elements(paragraph, "p") if (words := _words(one, markup))
        )
    lines = "".join(markup.shown(paragraph)).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in lines)).strip()


def _is_title(style: str) -> bool:
    return _TITLE_STYLE.fullmatch(style) is not None
