"""Read .warc and .warc.gz: a page an article."""

import io

from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.web_pages import article_of, decode_page

MOST_PAGE = 50_000_000  # bytes


def read_warc(data: bytes) -> Pieces:
    """Yield the article of every page that was fetched whole."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        for record in ArchiveIterator(io.BytesIO(data)):
            headers = record.http_headers
            if record.rec_type != "response" or headers is None:
                continue
            kind = headers.get_header("Content-Type") or ""
            if headers.get_statuscode() != "200" or "html" not in kind:
                continue
            number += 1
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            try:
                page = article_of(decode_page(record.content_stream().read(MOST_PAGE)))
            except NotAnArticle as reason:
                yield str(number), reason
                continue
            yield (
                str(number),
                Fields(page.text, page.title, page.date, page.source, page.author, url or page.url),
            )
    except (ArchiveLoadFailed, OSError, EOFError, ValueError):
        raise NotAnArticle("It is not a web archive, or breaks off; write it anew.") from None
    if not number:
        raise NotAnArticle("It holds no page that was fetched whole; save the page itself.")
