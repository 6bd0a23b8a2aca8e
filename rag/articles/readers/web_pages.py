"""Read saved web pages: .html, .htm and, with what a browser packs around them, .mhtml."""

import json
import re
from collections.abc import Mapping
from email import message_from_bytes, policy
from typing import Any, cast

from lxml import etree
from lxml import html as lxml_html

from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.xml import html_paragraphs

LEAST = 200  # characters; a page with fewer holds no article but a notice or a picture
_DATA = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]{1000,}")  # pictures within the page


def read_html(data: bytes) -> Pieces:
    """Yield the article of a web page."""
    yield "", article_of(decode_page(data))


def read_mhtml(data: bytes) -> Pieces:
    """Yield the article of a page that a browser has saved as one file."""
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                fields = article_of(decode_page(payload))
                url = str(message.get("Snapshot-Content-Location", "")) or fields.url
                yield (
                    "",
                    Fields(
                        fields.text, fields.title, fields.date, fields.source, fields.author, url
                    ),
                )
                return
    raise NotAnArticle("It holds no web page; save the page anew.")


def decode_page(data: bytes) -> str:
    """Return the text of a page, by its mark, by what it declares, or as UTF-8."""
    declared = re.search(
        rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,30})", data[:4096], re.IGNORECASE
    )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        name = declared[1].decode() if declared else "cp1252"
    try:
        return data.decode(name, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def article_of(page: str) -> Fields:
    """Return the article of a page's markup.

    Raises:
        NotAnArticle: there is none.
    """
    from trafilatura import bare_extraction  # slow: a third of a second

    page = _DATA.sub("data:,", page)
    found = cast(
        Any,
        bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            include_images=False,
            deduplicate=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        ),
    )
    thing = _declared(page)
    text = live_blog(thing) or ((found.text or "") if found else "")
    if len(text) < LEAST:
        raise NotAnArticle(
            "No article is found in this page; save its text as .txt, or open the article itself."
        )

    def given(declared: str, name: str) -> str:
        return _name(thing.get(declared)) or getattr(found, name, "") or ""

    return Fields(
        text="\n\n".join(line for line in text.split("\n") if line.strip()),
        title=given("headline", "title"),
        date=given("datePublished", "date"),
        source=given("publisher", "sitename"),
        author=given("author", "author").replace("; ", ", "),
        url=getattr(found, "url", "") or "",
    )


def live_blog(thing: Mapping[str, object]) -> str:
    """Return the entries of a live blog, each below its time and its headline, or ""."""
    updates = thing.get("liveBlogUpdate")
    parts = [_name(thing.get("description"))]
    for update in updates if isinstance(updates, list) else ():
        body = update.get("articleBody") if isinstance(update, dict) else None
        if isinstance(body, str) and body.strip():
            headline = _name(update.get("headline"))
            parts += [_moment(update.get("datePublished")), headline, html_paragraphs(body)]
    return "\n\n".join(filter(None, parts)) if len(parts) > 1 else ""


def _moment(given: object) -> str:
    """Return a time as an entry of a live blog begins with: "2024-05-03 11:42"."""
    found = re.match(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)", str(given))
    return f"{found[1]} {found[2]}" if found else ""


def _declared(page: str) -> Mapping[str, object]:
    """Return what the page says of its article for machines, as schema.org has it."""
    try:
        tree = lxml_html.document_fromstring(page.encode("utf-8", "replace"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return {}
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            given = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for thing in _things(given):
            kinds = thing.get("@type")
            if "Article" in str(kinds) or "BlogPosting" in str(kinds):
                return thing
    return {}


def _things(given: object) -> list[dict[str, object]]:
    if isinstance(given, list):
        return [one for part in given[:50] for one in _things(part)]
    if isinstance(given, dict):
        return [given, *_things(given.get("@graph"))]
    return []


def _name(given: object) -> str:
    """Return the name of a thing, or of several, or a plain value."""
    if isinstance(given, list):
        return ", ".join(filter(None, map(_name, given[:20])))
    if isinstance(given, dict):
        return _name(given.get("name"))
    return " ".join(given.split()) if isinstance(given, str) else ""
