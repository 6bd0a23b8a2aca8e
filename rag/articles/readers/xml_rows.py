"""Read XML in which an element is an article: trafilatura's, TEI, exports of readers and bases."""

from rag.articles.columns import fields_of, note_on_unread
from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.xml import (
    Element,
    elements,
    html_paragraphs,
    local_name,
    paragraphs_of,
    text_of,
)

# What collectors of texts call the blocks of a page
_BLOCKS = {"head": "h2", "ab": "p", "list": "ul", "item": "li", "row": "tr", "cell": "td",
           "lb": "br", "quote": "blockquote", "s": "span"}  # fmt: skip
_TEXT = "main"  # trafilatura's element for it, beside one for comments


def read_rows(root: Element) -> Pieces:
    """Yield the article that a tree is, or those of the elements below its root.

    Raises:
        NotAnArticle: there is none.
    """
    if local_name(root) in {"tei", "teicorpus"}:
        yield from _read_tei(root)
        return
    rows = [one for one in root if local_name(one)]
    while len(rows) == 1 and not any(map(_holds_text, rows)):
        rows = [one for one in rows[0] if local_name(one)]
    if not any(map(_holds_text, rows)):
        try:
            yield "", row_fields(root)
            return
        except NotAnArticle:
            kind = local_name(root)[:40]
            raise NotAnArticle(
                f"It is XML of a kind that is not read (<{kind}>); convert it."
            ) from None
    for number, row in enumerate(rows, start=1):
        try:
            yield str(number), row_fields(row)
        except NotAnArticle as reason:
            yield str(number), reason


def row_fields(row: Element) -> Fields:
    """Return the fields that the attributes of an element and the elements in it name."""
    given = {str(name).rpartition("}")[2]: str(value) for name, value in row.attrib.items()}
    for one in row:
        if name := local_name(one):
            name = "text" if name == _TEXT else name
            words = paragraphs_of(_as_page(one)) if len(one) else html_paragraphs(one.text or "")
            given[name] = given.get(name) or words
    fields = fields_of(given)
    return Fields(
        fields.text, fields.title, fields.date, fields.source, fields.author, fields.url,
        fields.notes + note_on_unread(given),
    )  # fmt: skip


def _holds_text(row: Element) -> bool:
    try:
        return bool(row_fields(row).text)
    except NotAnArticle:
        return False


def _as_page(element: Element) -> Element:
    """Give the blocks of a text the names that they have in pages."""
    for one in element.iter():
        if (name := local_name(one)) in _BLOCKS:
            one.tag = _BLOCKS[name]
    return element


def _read_tei(root: Element) -> Pieces:
    texts = [root] if local_name(root) == "tei" else list(elements(root, "tei"))
    for number, one in enumerate(texts, start=1):
        head = next(elements(one, "teiheader"), None)
        body = next(elements(one, "body"), None)
        for comments in one.xpath(".//*[local-name()='div'][@type='comments']"):
            comments.getparent().remove(comments)
        text = "" if body is None else paragraphs_of(_as_page(body))
        part = str(number) if len(texts) > 1 else ""
        if head is None or not text:
            yield part, NotAnArticle("It has no text; export it with its text.")
            continue
        # Of the file itself a header says who made it, and when; of its source, who wrote it.
        source = next(elements(head, "biblfull", "biblstruct", "sourcedesc"), head)
        addresses = [str(one.get("target", "")) for one in elements(source, "ptr", "ref")]
        day = next(
            (str(one.get("when")) for one in elements(source, "date") if one.get("when")), ""
        )
        writers = (text_of(one, "author") for one in elements(source, "author"))
        yield (
            part,
            Fields(
                text,
                title=text_of(source, "title") or text_of(head, "title"),
                date=day or text_of(source, "date"),
                source=text_of(source, "publisher"),
                author=", ".join(dict.fromkeys(filter(None, writers))).replace("; ", ", "),
                url=next((one for one in addresses if one.startswith("http")), ""),
            ),
        )
