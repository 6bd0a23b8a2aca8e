"""Read saved web pages: .html, .htm and, with what a browser packs around them, .mhtml."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.exports import split_export
from rag.articles.readers.leftovers import around
from rag.articles.readers.page_boxes import (
    count_paragraphs,
    without_boxes,
    without_names,
    without_struck,
)
from rag.articles.readers.page_facts import (
    archived_from,
    declared,
    name_of,
    printed_origin,
    printed_title,
    without_save_time,
)
from rag.articles.readers.xml import UNSEEN, Element, html_paragraphs, paragraphs_of
from rag.language.entries import time_line
from rag.language.furniture import is_prose

LEAST = 200  # characters of prose; a page with fewer holds no article but a notice or links
LEAST_OF_SHORT = 80  # where the page itself says that it is an article
NO_ARTICLE = "No article is found in this page; save its text as .txt, or open the article itself."
BY_SCRIPT = (
    "Its text is written by a script and was not saved; open the page and save what is shown."
)
# What stands in the place of a text until a script writes it
_LOADING = re.compile(r"\bloading(?: \w+)?(?:…|\.\.\.?)\W*\Z", re.IGNORECASE)
_HOST = re.compile(r"[\w.-]+\.[a-z]{2,}", re.IGNORECASE)
_ARCHIVE = re.compile(r"archive\.(?:today|ph|is|li|md|vn|fo)", re.IGNORECASE)
_LOCAL = re.compile(
    r"(?:https?://)?(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\])(?=[:/]|\Z)", re.IGNORECASE
)
_EXPORTED = re.compile(r"enHeadline|End of Document|Full text ?:|proquest", re.IGNORECASE)
# What browsers read as Windows-1252, whatever it is called
_AS_WINDOWS = frozenset({"iso-8859-1", "iso8859-1", "latin1", "latin-1", "ascii", "us-ascii"})
_DATA = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]{1000,}")  # pictures within the page
Found = TypeVar("Found", bound=Fields | NotAnArticle)


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
                address = str(message.get("Snapshot-Content-Location", ""))
                yield "", at_address(article_of(decode_page(payload)), address)
                return
    raise NotAnArticle("It holds no web page; save the page anew.")


def at_address(found: Found, address: str) -> Found:
    """Return what was found in a page, with the address that it was fetched from, if any."""
    return replace(found, url=address) if address and isinstance(found, Fields) else found


def decode_page(data: bytes) -> str:
    """Return the text of a page, by its mark, by what it declares, or as UTF-8."""
    meta = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,30})", data[:4096], re.IGNORECASE)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        name = meta[1].decode().lower() if meta else "cp1252"
    if name in _AS_WINDOWS:
        name = "cp1252"
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
    without_save_time(tree)
    archived = archived_from(tree)
    thing = declared(tree)
    title, paper = printed_title(tree)
    is_short = _is_marked(tree)
    shown = without_struck(tree) + _shown(tree)
    without_boxes(tree)
    found = _extracted(tree)
    text = live_blog(thing) or ((found.text or "") if found else "")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    prose = [line for line in lines if is_prose(line) and not _LOADING.search(line)]
    is_short &= bool(found and found.date)
    if sum(map(len, prose)) < (LEAST_OF_SHORT if is_short else LEAST):
        raise NotAnArticle(BY_SCRIPT if any(map(_LOADING.search, shown)) else _no_article(prose))
    authors, day = printed_origin(tree, prose[0])

    def given(name: str, beside: str) -> str:
        return name_of(thing.get(name)) or getattr(found, beside, "") or ""

    named = getattr(found, "title", "") or ""
    is_title = title in named or 2 * len(title) > len(named)
    site = given("publisher", "sitename")
    if named.startswith(site) and 2 * len(site) > len(named):  # a part of the headline
        site = ""
    url = archived or name_of(thing.get("address")) or getattr(found, "url", "") or ""
    if archived and _ARCHIVE.fullmatch(site):
        site = (urlsplit(archived).hostname or "").removeprefix("www.")
    site, url = ("" if _LOCAL.match(one) else one for one in (site, url))
    author = re.sub(r"\A[Bb]y ", "", given("author", "author").replace("; ", ", "))
    if author.casefold() == site.casefold():  # the paper, where the page may print who wrote it
        author = authors or author
    return Fields(
        text="\n\n".join(lines),
        title=name_of(thing.get("headline")) or (title if title and is_title else named),
        date=given("datePublished", "date") or day,
        # Of "Paper: Headline" some take all for the name of the paper.
        source=paper if paper and (site.startswith(paper) or not _is_name(site)) else site,
        author=author or authors,
        url=url,
        around=around(shown, "\n".join(lines)),
    )


def _shown(tree: Element) -> list[str]:
    """Return the paragraphs of a page, those of its menus and buttons among them."""
    try:
        return paragraphs_of(tree, UNSEEN).split("\n\n")
    except NotAnArticle:  # nested too deeply
        return []


def _is_marked(tree: Element) -> bool:
    """Tell whether a page marks one part of it as an article, with a heading."""
    marked = list(tree.iter("article"))
    return len(marked) == 1 and marked[0].find(".//h1") is not None


def _no_article(prose: Sequence[str]) -> str:
    """Return why there is no article in a page with a little prose or none."""
    words = sum(len(line.split()) for line in prose)
    return NO_ARTICLE.replace(";", f", only {words} words of text;") if words else NO_ARTICLE


def _is_name(site: str) -> bool:
    return bool(site) and not _HOST.fullmatch(site)


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
