"""Parse XML that nobody vouches for: no entity is expanded, nothing is fetched."""

import re
from collections.abc import Container, Iterator
from typing import Any, TypeAlias

from lxml import etree, html

from rag.articles.fields import NotAnArticle

Element: TypeAlias = Any  # of lxml, which has no types


def parse_xml(data: bytes) -> Element:
    """Return the root of an XML document.

    Raises:
        NotAnArticle: it is none, or defines entities of its own.
    """
    if b"<!ENTITY" in data[:100_000]:
        raise NotAnArticle("It defines XML entities, which are not expanded; save it without them.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAnArticle(f"It is not XML ({error}); mend it or convert it.") from None
    if root is None:
        raise NotAnArticle("It is not XML; mend it or convert it.")
    return root


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace, in lower case.

    Pages that Word and Outlook write have elements such as <o:p>, which no namespace explains.
    """
    return re.split("[}:]", element.tag)[-1].lower() if isinstance(element.tag, str) else ""


def elements(root: Element, *names: str) -> Iterator[Element]:
    """Yield every element below ``root``, itself included, that has one of the names."""
    return (one for one in root.iter() if local_name(one) in names)


def text_of(root: Element, *names: str) -> str:
    """Return the text of the first element with one of the names that has any, in their order."""
    for name in names:
        for element in elements(root, name):
            if words := " ".join("".join(map(str, element.itertext())).split()):
                return words
    return ""


BLOCKS = frozenset(
    "p div li h1 h2 h3 h4 h5 h6 blockquote tr section article pre dd dt ul ol table "
    "hl1 hl2 body.content hedline title en-note".split()
)
_PARAGRAPHS = frozenset("p li h1 h2 h3 h4 h5 h6 dd dt".split())
_LINE_END = re.compile(r"(?<!\n)\r?\n(?!\s*\n)")  # in a paragraph it is no more than a space
_CELLS = frozenset({"td", "th"})  # of a row, whose words stand apart
STRUCK = frozenset({"del", "s", "strike"})
UNSEEN = frozenset("script style head noscript template svg en-media".split()) | STRUCK
UNREAD = UNSEEN | {"nav", "form", "button", "figcaption"}


def paragraphs_of(root: Element, unread: Container[str] = UNREAD) -> str:
    """Return the text of a tree of HTML or the like, its blocks apart by empty lines."""
    blocks: list[list[str]] = [[]]

    def walk(element: Element, *, folds: bool) -> None:
        def written(words: str | None) -> str:
            return _LINE_END.sub(" ", words or "") if within else (words or "")

        name = local_name(element)
        is_block = name in BLOCKS
        within = name in _PARAGRAPHS or (folds and name != "pre")
        if name not in unread and name:
            if is_block:
                blocks.append([])
            blocks[-1].append("\n" if name == "br" else written(element.text))
            for child in element:
                walk(child, folds=within)
                blocks[-1].append(written(child.tail))
            if is_block:
                blocks.append([])
            elif name in _CELLS:
                blocks[-1].append(" ")

    try:
        walk(root, folds=False)
    except RecursionError:
        raise NotAnArticle("It is nested too deeply; save its text.") from None
    whole = map("".join, blocks)
    folded = ("\n".join(" ".join(line.split()) for line in one.split("\n")) for one in whole)
    return "\n\n".join(one.strip() for one in folded if one.strip())


def html_paragraphs(markup: str) -> str:
    """Return the text of a piece of HTML."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        return paragraphs_of(html.fragment_fromstring(markup, create_parent="div"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
