"""The reader of each kind of file. To be imported by the process that converts, and no other."""

from collections.abc import Callable, Mapping

from rag.articles.fields import NotAnArticle, Pieces
from rag.articles.readers import (
    archives,
    books,
    documents,
    feeds,
    mail,
    pdf,
    tables,
    web_archives,
    web_pages,
)
from rag.articles.readers.kinds import advice_for, suffix_of
from rag.articles.readers.plain import PLAIN

READERS: Mapping[str, Callable[[bytes], Pieces]] = {
    **PLAIN,
    ".html": web_pages.read_html,
    ".htm": web_pages.read_html,
    ".xhtml": web_pages.read_html,
    ".mhtml": web_pages.read_mhtml,
    ".mht": web_pages.read_mhtml,
    ".pdf": pdf.read_pdf,
    ".docx": documents.read_docx,
    ".rtf": documents.read_rtf,
    ".eml": mail.read_eml,
    ".mbox": mail.read_mbox,
    ".csv": tables.read_csv,
    ".tsv": tables.read_tsv,
    ".json": tables.read_json,
    ".parquet": tables.read_parquet,
    ".rss": feeds.read_feed,
    ".atom": feeds.read_feed,
    ".xml": feeds.read_feed,
    ".epub": books.read_epub,
    ".enex": books.read_enex,
    ".warc": web_archives.read_warc,
    ".warc.gz": web_archives.read_warc,
    ".zip": archives.read_zip,
}


def read_bytes(name: str, data: bytes) -> Pieces:
    """Yield what is found in a file of any kind.

    Raises:
        NotAnArticle: it is of no kind that is read, or not what its name says.
    """
    reader = READERS.get(suffix_of(name))
    if reader is None:
        raise NotAnArticle(advice_for(name))
    yield from reader(data)
