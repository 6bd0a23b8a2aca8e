"""Read saved web pages: .html, .htm and, with what a browser packs around them, .mhtml."""

import re
from collections.abc import Mapping
from email import message_from_bytes, policy
from typing import Any, cast

from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.exports import split_export
from rag.articles.readers.page_boxes import count_paragraphs, without_boxes, without_names
from rag.articles.readers.page_facts import declared, name_of, printed_origin, printed_title
from rag.articles.readers.xml import Element, html_paragraphs
from rag.language.entries import time_line
from rag.language.furniture import is_prose

LEAST = 200  # characters of prose; a page with fewer holds no article but a notice or links
NO_ARTICLE = "No article is found in this page; save its text as .txt, or open the article itself."
_HOST = re.compile(r"[\w.-]+\.[a-z]{2,}", re.IGNORECASE)
_EXPORTED = re.compile(r"enHeadline|End of Document|Full text ?:|proquest", re.IGNORECASE)
_DATA = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]{1000,}")  # pictures within the page


def read_html(data: bytes) -> Pieces:
    """Yield the article of a web page."""
    page = decode_page(data)
    many = tuple(split_export(html_paragraphs(page))) if _EXPORTED.search(page) else ()
    yield from many or (("", article_of(page)),)


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
    meta = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,30})", data[:4096], re.IGNORECASE)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        name = meta[1].decode() if meta else "cp1252"
    try:
        text = data.decode(name, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")
    broken = text.count("\ufffd")
    others = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text)))
    # What declares UTF-8 and has hardly a letter of it is Windows-1252.
    return data.decode("cp1252", "replace") if broken > others else text


def article_of(page: str) -> Fields:
    """Return the article of a page's markup.

    Raises:
        NotAnArticle: there is none.
    """
    from trafilatura.utils import load_html  # slow: a third of a second

    tree = load_html(_DATA.sub("data:,", page))
    if tree is None:
        raise NotAnArticle(NO_ARTICLE)
    thing = declared(tree)
    title, paper = printed_title(tree)
    without_boxes(tree)
    found = _extracted(tree)
    text = live_blog(thing) or ((found.text or "") if found else "")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    prose = [line for line in lines if is_prose(line)]
    if sum(map(len, prose)) < LEAST:
        raise NotAnArticle(NO_ARTICLE)
    authors, day = printed_origin(tree, prose[0])

    def given(name: str, beside: str) -> str:
        return name_of(thing.get(name)) or getattr(found, beside, "") or ""

    named = getattr(found, "title", "") or ""
    site = given("publisher", "sitename")
    return Fields(
        text="\n\n".join(lines),
        title=name_of(thing.get("headline")) or (title if title and title in named else named),
        date=given("datePublished", "date") or day,
        source=paper if paper and (not site or _HOST.fullmatch(site)) else site,
        author=re.sub(r"\A[Bb]y ", "", given("author", "author").replace("; ", ", ")) or authors,
        url=getattr(found, "url", "") or "",
    )


def _extracted(tree: Element) -> Any:
    """Return what is found in a page's tree; if most paragraphs are missed, by its shape alone."""
    from trafilatura import bare_extraction

    def extract() -> Any:
        return cast(
            Any,
            bare_extraction(
                tree,
                with_metadata=True,
                include_comments=False,
                include_images=False,
                deduplicate=False,
                # Its own reading; what others read instead loses paragraphs between boxes.
                fast=True,
                date_extraction_params={"original_date": True, "extensive_search": False},
            ),
        )

    def prose(found: Any) -> int:
        return sum(map(is_prose, (found.text or "").split("\n"))) if found else 0

    found = extract()
    if 2 * prose(found) >= count_paragraphs(tree):
        return found
    without_names(tree)
    again = extract()
    return again if prose(again) > prose(found) else found


def live_blog(thing: Mapping[str, object]) -> str:
    """Return the entries of a live blog, each below its time and its headline, or ""."""
    updates = thing.get("liveBlogUpdate")
    parts = [name_of(thing.get("description"))]
    for update in updates if isinstance(updates, list) else ():
        body = update.get("articleBody") if isinstance(update, dict) else None
        if isinstance(body, str) and body.strip():
            headline = name_of(update.get("headline"))
            parts += [time_line(update.get("datePublished")), headline, html_paragraphs(body)]
    return "\n\n".join(filter(None, parts)) if len(parts) > 1 else ""
