"""Read .rss, .atom and .xml: RSS, Atom, NITF, NewsML-G2, and lists of articles."""

import re
from collections.abc import Iterator, Mapping
from email.utils import parseaddr

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
from rag.articles.readers.xml_rows import read_rows, row_fields

_TEXTS = ("encoded", "content", "description", "summary")
# Of WordPress, for pictures and films among the text
_SHORTCODE = re.compile(
    r"\[(caption|gallery|embed|audio|video|playlist)\b[^\]]{0,500}\](?:[^\[]{0,2000}\[/\1\])?"
)
_MEDIA = "search.yahoo.com/mrss"  # in the names of elements that describe pictures and films


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
        yield from read_rows(root)


def _entries(root: Element, source: str) -> Pieces:
    logins = {
        text_of(one, "author_login"): text_of(one, "author_display_name")
        for one in elements(root, "author")
    }
    for number, entry in enumerate(elements(root, "item", "entry"), start=1):
        markup = next(filter(str.strip, map(_markup, _own(entry, *_TEXTS))), "")
        fields = Fields(
            html_paragraphs(_SHORTCODE.sub("", markup)),
            title=html_paragraphs(_first(entry, "title")),
            date=_first(entry, "pubdate", "published", "date", "issued", "updated"),
            source=text_of(entry, "source") or source,
            author=_authors(entry, logins),
            url=next(_addresses(entry), ""),
        )
        empty = NotAnArticle("The feed gives no text for it; save the article's page.")
        yield str(number), fields if fields.text.strip() else empty


def _authors(entry: Element, logins: Mapping[str, str]) -> str:
    """Return who wrote an entry, each once, by name rather than by address or login."""
    names = []
    for one in _own(entry, "author", "creator"):
        written = text_of(one, "name") or text_of(one, local_name(one))
        name = parseaddr(written)[0] if "@" in written else written
        names.append(logins.get(name) or name)
    each = set(names)
    return ", ".join(
        name for name in dict.fromkeys(filter(None, names)) if each.isdisjoint(_parts(name))
    )


def _parts(names: str) -> list[str]:
    """Return the names in names that are joined, which may be given one by one too."""
    return parts if len(parts := re.split(r", | and | & ", names)) > 1 else []


def _own(entry: Element, *names: str) -> Iterator[Element]:
    """Yield an entry's own elements in the order of names, without those of its pictures."""
    for name in names:
        for one in entry:
            if local_name(one) == name and _MEDIA not in one.tag:
                yield one


def _first(entry: Element, *names: str) -> str:
    return next(filter(None, (text_of(one, local_name(one)) for one in _own(entry, *names))), "")


def _markup(element: Element) -> str:
    return paragraphs_of(element) if len(element) else element.text or ""


def _addresses(entry: Element) -> Iterator[str]:
    for link in _own(entry, "link"):
        given = (link.get("href") or link.text or "").strip()
        if given and link.get("rel", "alternate") == "alternate":
            yield given
    for guid in _own(entry, "guid"):
        if (guid.text or "").startswith("http") and guid.get("isPermaLink") != "false":
            yield str(guid.text).strip()


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
        try:
            return row_fields(item)  # as Reuters' corpus has it
        except NotAnArticle:
            raise NotAnArticle("It has no text of its own; export it with its text.") from None
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
