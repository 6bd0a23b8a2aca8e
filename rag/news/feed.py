"""Write news as an RSS feed."""

import hashlib
import re
from collections.abc import Sequence
from email.utils import format_datetime
from urllib.parse import quote
from xml.etree import ElementTree

from rag.answers.plain_text import described, introduced, place_of, shortened
from rag.news.finding import News

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_of(news: Sequence[News], *, address: str) -> str:
    """Return news as RSS 2.0.

    Args:
        news: newest first.
        address: of what serves it and the articles, as ``http://127.0.0.1:8000/``.
    """
    rss = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(rss, "channel")
    _add(channel, "title", "News for saved questions")
    _add(channel, "link", address)
    _add(channel, "description", "What new articles say to the questions that are kept.")
    for one in news:
        source = one.claim.sources[0]
        article = source.article
        item = ElementTree.SubElement(channel, "item")
        _add(
            item, "title", shortened(f"{one.claim.speaker or one.question}: {one.claim.text}", 100)
        )
        is_linked = article.url.startswith(("http://", "https://"))
        _add(
            item, "link", article.url if is_linked else f"{address}api/articles/{quote(article.id)}"
        )
        where = f"{described(article)} ({place_of(source.span)})"
        _add(item, "description", f"{introduced(one.claim)}\n\n{where}")
        _add(item, "category", one.question)
        key = f"{one.question}\n{one.claim.text}"
        guid = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        _add(item, "guid", guid).set("isPermaLink", "false")
        _add(item, "pubDate", format_datetime(one.at))
    ElementTree.indent(rss)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(rss, "unicode") + "\n"


def _add(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    added = ElementTree.SubElement(parent, name)
    added.text = _NO_XML.sub("\ufffd", text)
    return added
