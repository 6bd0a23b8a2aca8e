"""Read .warc and .warc.gz, and the .wacz that packs them: a page an article."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.archives import read_member
from rag.articles.readers.web_pages import article_of, at_address, decode_page

MOST_PAGE = 50_000_000  # bytes
NONE_WHOLE = "It holds no page that was fetched whole; save the page itself."
# How a page may be packed; what warcio unpacks, and what is as it is
_PLAIN = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})


def read_warc(data: bytes) -> Pieces:
    """Yield the article of every page that was fetched whole."""
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        for record in _pages(data):
            number += 1
            try:
                yield str(number), _article(record)
            except NotAnArticle as reason:
                yield str(number), reason
    except (ArchiveLoadFailed, OSError, EOFError, ValueError):
        raise NotAnArticle("It is not a web archive, or breaks off; write it anew.") from None
    if not number:
        raise NotAnArticle(NONE_WHOLE)


def read_wacz(data: bytes) -> Pieces:
    """Yield the article of every page in the web archives of a package, as one."""
    number = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in sorted(packed.namelist()):
                if not name.lower().endswith((".warc", ".warc.gz")):
                    continue
                try:
                    for _, found in read_warc(read_member(packed, name)):
                        number += 1
                        yield str(number), found
                except NotAnArticle as reason:
                    if str(reason) != NONE_WHOLE:  # one that holds what pages show
                        yield name, reason
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        raise NotAnArticle("It is damaged; write it anew.") from None
    if not number:
        raise NotAnArticle(NONE_WHOLE)


def _pages(data: bytes) -> Iterator[Any]:
    """Yield the records that hold a page: an answer of a server, or a file of a folder."""
    from warcio.archiveiterator import ArchiveIterator

    for record in ArchiveIterator(io.BytesIO(data)):
        headers = record.http_headers
        if record.rec_type == "response" and headers and headers.get_statuscode() == "200":
            kind = headers.get_header("Content-Type")
        elif record.rec_type == "resource":
            kind = record.rec_headers.get_header("Content-Type")
        else:
            continue
        if "html" in (kind or ""):
            yield record


def _article(record: Any) -> Fields:
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    return at_address(article_of(decode_page(_content(record))), address)


def _content(record: Any) -> bytes:
    """Return a page as it was before it was sent."""
    from warcio.bufferedreaders import BufferedReader, ChunkedDataReader

    def said(name: str) -> str:
        headers = record.http_headers
        return (headers.get_header(name) or "").strip().lower() if headers else ""

    coding = said("Content-Encoding")
    if coding in _PLAIN:
        return bytes(record.content_stream().read(MOST_PAGE))
    if coding != "br":
        raise NotAnArticle(f"Its page is packed as {coding[:20]}; save the page itself.")
    from brotli import Decompressor, error  # warcio's own use of it has ceased to work

    is_chunked = said("Transfer-Encoding") == "chunked"
    stream = (ChunkedDataReader if is_chunked else BufferedReader)(record.raw_stream)
    packed = bytes(stream.read(MOST_PAGE))
    try:
        return bytes(Decompressor().process(packed, output_buffer_limit=MOST_PAGE))
    except error:
        return packed  # some programs unpack pages and leave the word on it
