"""Find the page in what browsers pack around it: .maff, .webarchive, and a .html that is a ZIP."""

import io
import plistlib
import zipfile
from pathlib import PurePosixPath
from xml.parsers.expat import ExpatError

from rag.articles.fields import NotAnArticle, Pieces
from rag.articles.readers.archives import read_member
from rag.articles.readers.web_pages import at_address, read_html

_END = b"PK\x05\x06"  # of a ZIP, with at most a comment of 65,535 bytes behind it
_PAGE = "index.html"


def unpacked(data: bytes) -> bytes:
    """Return the page in a file of HTML that unpacks itself, as SingleFile writes it, or the file.

    Raises:
        NotAnArticle: it has a password, or holds more than was ever written.
    """
    if _END not in data[-65_557:]:
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return read_member(packed, _PAGE) if _PAGE in packed.namelist() else data
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError):
        return data


def read_maff(data: bytes) -> Pieces:
    """Yield the article of every page in an archive that Firefox once wrote, a folder each."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            pages = sorted(name for name in packed.namelist() if _is_page(name))
            for number, name in enumerate(pages, start=1):
                part = str(number) if len(pages) > 1 else ""
                try:
                    for _, found in read_html(read_member(packed, name)):
                        yield part, found
                except NotAnArticle as reason:
                    yield part, reason
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        raise NotAnArticle("It is damaged; save the page as .html.") from None


def _is_page(name: str) -> bool:
    """Tell whether a member is a page, and none that a page shows within itself."""
    path = PurePosixPath(name)
    return len(path.parts) == 2 and path.stem == "index" and path.suffix in {".html", ".xhtml"}


def read_webarchive(data: bytes) -> Pieces:
    """Yield the article of a page that Safari saved."""
    try:  # plistlib refuses entities
        main = plistlib.loads(data)["WebMainResource"]
        page, address = main["WebResourceData"], str(main.get("WebResourceURL", ""))
        name = str(main.get("WebResourceTextEncodingName", "utf-8"))
    except (plistlib.InvalidFileException, ExpatError, ValueError, LookupError, TypeError,
            AttributeError, OverflowError, RecursionError):  # fmt: skip
        raise NotAnArticle("It is not a page that Safari saved; save it as .html.") from None
    if not isinstance(page, bytes):
        raise NotAnArticle("It holds no page; save the page as .html.")
    try:  # what the page says of itself may be older than what Safari knew
        page = page.decode(name).encode()
    except (LookupError, UnicodeDecodeError):
        name = ""
    for part, found in read_html(page):
        yield part, at_address(found, address)
