"""The reader of each kind of file. To be imported by the process that converts, and no other."""

from collections.abc import Callable, Mapping

from rag.articles.columns import NONE, Columns
from rag.articles.fields import NotAnArticle, Pieces
from rag.articles.readers import (
    archives,
    books,
    documents,
    feeds,
    mail,
    open_documents,
    packed_pages,
    pdf,
    plain,
    tables,
    web_archives,
    web_pages,
)
from rag.articles.readers.kinds import EMPTY, advice_for, suffix_of, what_else

READERS: Mapping[str, Callable[[bytes], Pieces]] = {
    ".txt": plain.read_txt,
    ".md": plain.read_markdown,
    ".html": web_pages.read_html,
    ".htm": web_pages.read_html,
    ".xhtml": web_pages.read_html,
    ".mhtml": web_pages.read_mhtml,
    ".mht": web_pages.read_mhtml,
    ".pdf": pdf.read_pdf,
    ".docx": documents.read_docx,
    ".rtf": documents.read_rtf,
    ".odt": open_documents.read_odt,
    ".ott": open_documents.read_odt,
    ".fodt": open_documents.read_fodt,
    ".eml": mail.read_eml,
    ".mbox": mail.read_mbox,
    ".rss": feeds.read_feed,
    ".atom": feeds.read_feed,
    ".xml": feeds.read_feed,
    ".epub": books.read_epub,
    ".enex": books.read_enex,
    ".warc": web_archives.read_warc,
    ".warc.gz": web_archives.read_warc,
    ".wacz": web_archives.read_wacz,
    ".maff": packed_pages.read_maff,
    ".webarchive": packed_pages.read_webarchive,
}
WITH_COLUMNS: Mapping[str, Callable[[bytes, Columns], Pieces]] = {
    ".jsonl": plain.read_json_lines,
    ".csv": tables.read_csv,
    ".tsv": tables.read_tsv,
    ".json": tables.read_json,
    ".ndjson": tables.read_json,
    ".parquet": tables.read_parquet,
    ".zip": archives.read_zip,
}


def read_bytes(name: str, data: bytes, columns: Columns = NONE) -> Pieces:
    """Yield what is found in a file of any kind.

    Raises:
        NotAnArticle: it is of no kind that is read, or not what its name says.
    """
    suffix = suffix_of(name)
    if not data[:1000].strip() and len(data) < 1000:
        raise NotAnArticle(EMPTY)
    if READERS.get(suffix) is web_pages.read_html:
        data = packed_pages.unpacked(data)
    if reason := what_else(name, data):
        raise NotAnArticle(reason)
    data = data.removeprefix(b"\xef\xbb\xbf")
    if suffix in WITH_COLUMNS:
        yield from WITH_COLUMNS[suffix](data, columns)
    elif suffix in READERS:
        yield from READERS[suffix](data)
    else:
        raise NotAnArticle(advice_for(name))
