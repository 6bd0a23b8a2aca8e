"""Read .rss, .atom and .xml: RSS, Atom, NITF and NewsML-G2."""

from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.xml import (
    Element,
    elements,
    html_paragraphs,
    local_name,
    paragraphs_of,
    parse_xml,
    text_of,
)


def read_feed(data: bytes) -> Pieces:
    """Yield the articles of a feed or of an agency's file."""
    root = parse_xml(data)
    kind = local_name(root)
    if kind in {"rss", "rdf", "feed"}:
        source = text_of(next(elements(root, "channel"), root), "title")
        yield from _entries(root, source)
    elif kind == "nitf":
        yield "", _nitf(root)
    elif kind in {"newsmessage", "newsitem", "newsml", "knowledgeitem", "packageitem"}:
        items = [root] if kind == "newsitem" else list(elements(root, "newsitem"))
        for number, item in enumerate(items, start=1):
            try:
                yield str(number) if len(items) > 1 else "", _news_item(item)
            except NotAnArticle as reason:
                yield str(number), reason
        if not items:
            raise NotAnArticle("It holds no news item; export it anew.")
    else:
        raise NotAnArticle(f"It is XML of a kind that is not read (<{kind[:40]}>); convert it.")


def _entries(root: Element, source: str) -> Pieces:
    for number, entry in enumerate(elements(root, "item", "entry"), start=1):
        markup = ""
        for name in ("encoded", "content", "description", "summary"):
            found = next(elements(entry, name), None)
            if found is not None:
                markup = found.text or "" if not len(found) else paragraphs_of(found)
            if markup.strip():
                break
        link = next(elements(entry, "link"), None)
        author = next(elements(entry, "author", "creator"), None)
        fields = Fields(
            html_paragraphs(markup),
            title=html_paragraphs(text_of(entry, "title")),
            date=text_of(entry, "pubdate", "published", "date", "issued", "updated"),
            source=text_of(entry, "source") or source,
            author=""
            if author is None
            else (text_of(author, "name") or text_of(author, local_name(author))),
            url="" if link is None else (link.get("href") or link.text or "").strip(),
        )
        empty = NotAnArticle("The feed gives no text for it; save the article's page.")
        yield str(number), fields if fields.text.strip() else empty


def _nitf(root: Element) -> Fields:
    body = next(elements(root, "body.content"), None)
    if body is None:
        raise NotAnArticle("It has no text; export it with its text.")
    issued = next(elements(root, "date.issue", "date.release", "story.date"), None)
    return Fields(
        paragraphs_of(body),
        title=text_of(root, "hl1", "hedline", "title"),
        date=(issued.get("norm", "")[:8] if issued is not None else "")
        or text_of(root, "story.date"),
        source=text_of(root, "distributor", "doc.copyright"),
        author=text_of(root, "person", "byline").removeprefix("By "),
    )


def _news_item(item: Element) -> Fields:
    inline = next(elements(item, "inlinexml", "inlinedata", "body"), None)
    if inline is None:
        raise NotAnArticle("It has no text of its own; export it with its text.")
    text = paragraphs_of(inline) if len(inline) else html_paragraphs(inline.text or "")
    creator = next(elements(item, "creator"), None)
    return Fields(
        text,
        title=text_of(item, "headline", "hl1", "title"),
        date=text_of(item, "contentcreated", "versioncreated", "firstcreated", "sent"),
        source=text_of(item, "provider", "creditline", "infosource"),
        author=text_of(item, "by", "byline")
        or ("" if creator is None else text_of(creator, "name")),
    )
