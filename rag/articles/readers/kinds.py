"""The kinds of files that are converted: what they are called, and what converts them.

Nothing here imports a parser: they run in a process of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file; ``edition`` rises whenever its reader makes another text of the same file."""

    name: str
    edition: int
    packages: tuple[str, ...] = ()  # whose versions decide what the text is
    most_bytes: int = 50_000_000


_PAGE = Kind("web page", 11, ("trafilatura", "lxml"))
_MAIL = Kind("mail", 11, ("trafilatura", "lxml"), 500_000_000)
_TABLE = Kind("table", 8, (), 500_000_000)
_FEED = Kind("feed", 5, ("lxml",))
_WEB_ARCHIVE = Kind("web archive", 9, ("warcio", "trafilatura", "lxml"), 500_000_000)
_OPEN_DOCUMENT = Kind("open document", 4, ("lxml",))

KINDS: Mapping[str, Kind] = {
    ".html": _PAGE,
    ".htm": _PAGE,
    ".xhtml": _PAGE,
    ".mhtml": _PAGE,
    ".mht": _PAGE,
    ".pdf": Kind("PDF", 7, ("pdfminer.six",), 200_000_000),
    ".docx": Kind("document", 5, ("lxml",)),
    ".rtf": Kind("rich text", 4, ("striprtf",)),
    ".odt": _OPEN_DOCUMENT,
    ".ott": _OPEN_DOCUMENT,
    ".fodt": _OPEN_DOCUMENT,
    ".eml": _MAIL,
    ".mbox": _MAIL,
    ".csv": _TABLE,
    ".tsv": _TABLE,
    ".json": _TABLE,
    ".ndjson": _TABLE,
    ".parquet": _TABLE,
    ".rss": _FEED,
    ".atom": _FEED,
    ".xml": _FEED,
    ".epub": Kind("book", 6, ("lxml",), 200_000_000),
    ".enex": Kind("notes", 3, ("lxml",), 200_000_000),
    ".warc": _WEB_ARCHIVE,
    ".warc.gz": _WEB_ARCHIVE,
    ".wacz": _WEB_ARCHIVE,
    ".maff": _PAGE,
    ".webarchive": _PAGE,
    ".zip": Kind("archive", 3, (), 500_000_000),
}

# What can be done with a file of a kind that is not read.
_ADVICE: Mapping[str, str] = {
    **dict.fromkeys((".doc", ".pages", ".wpd", ".wps"), "save it as .docx or .pdf"),
    **dict.fromkeys((".xls", ".xlsx", ".ods", ".numbers"), "save it as .csv"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".heic", ".webp"),
                    "recognise its text (OCR) and save that"),
    **dict.fromkeys((".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz"), "unpack it"),
    **dict.fromkeys((".mobi", ".azw", ".azw3", ".kfx", ".prc", ".fb2", ".htmlz", ".lit"),
                    "save it as .epub"),
    **dict.fromkeys((".msg", ".pst"), "save it as .eml or .mbox"),
    **dict.fromkeys((".mp3", ".m4a", ".wav", ".mp4", ".mov"), "save what is said in it as .txt"),
    **dict.fromkeys((".ppt", ".pptx", ".odp"), "save it as .pdf"),
}  # fmt: skip


EMPTY = "It is empty; save it anew or remove it."
# Archives of anything, which may hold the signs of any other kind
_PACKED = (".zip", ".wacz", ".maff")
# How files begin: what they are then, and the endings that they may have.
_SIGNS: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"%PDF-", "a PDF", (".pdf",)),
    (b"{\\rtf", "rich text", (".rtf",)),
    (b"<!doctype html", "a web page", (".html", ".htm", ".xhtml", ".enex", ".xml")),
    (b"<html", "a web page", (".html", ".htm", ".xhtml", ".xml")),
    (b"PK\x03\x04", "an OpenDocument text", (".odt", ".ott", *_PACKED)),
    (b"PK\x03\x04", "a Word document", (".docx", *_PACKED)),
    (b"PK\x03\x04", "a book", (".epub", *_PACKED)),
    (b"PK\x03\x04", "a spreadsheet", _PACKED),
    (b"PK\x03\x04", "an archive", (".docx", ".epub", ".odt", ".ott", *_PACKED)),
    (b"\x1f\x8b", "a packed file", (".warc.gz", ".warc")),
    (b"\xff\xd8\xff", "a picture", ()),
    (b"\x89PNG", "a picture", ()),
    (b"GIF8", "a picture", ()),
)
_WITHIN = {
    "an OpenDocument text": b"opendocument.text",
    "a Word document": b"word/document.xml",
    "a book": b"epub+zip",
    "a spreadsheet": b"xl/workbook",
}
_UNREAD = {"a spreadsheet": "a.xlsx", "a picture": "a.png", "a packed file": "a.gz"}

# What HTTrack, Windows and a Mac put beside what they save
_KEPT = frozenset({"hts-cache", "hts-log.txt", "thumbs.db", "ehthumbs.db", "desktop.ini",
                   "__macosx", "icon\r"})  # fmt: skip


def is_kept_by_programs(name: str) -> bool:
    """Tell whether a file or folder is hidden, or a lock, a copy or a note of some program."""
    return name.startswith((".", "~$")) or name.endswith("~") or name.casefold() in _KEPT


def what_else(path: str, data: bytes) -> str:
    """Return a sentence on a file that begins as one of another kind than its name says, or ""."""
    start = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for sign, what, endings in _SIGNS:
        if not start.startswith(sign.lower()) or _WITHIN.get(what, b"") not in data:
            continue
        if suffix_of(path) in endings:
            return ""
        if what in _UNREAD:
            return f"It is {what}. {advice_for(_UNREAD[what])}"
        return f"It is {what}, whatever its name says; rename it to end in {endings[0]}."
    return ""


def suffix_of(path: str) -> str:
    """Return the ending by which a file's kind is known, in lower case."""
    lower = path.lower()
    return ".warc.gz" if lower.endswith(".warc.gz") else PurePosixPath(lower).suffix


def advice_for(path: str) -> str:
    """Return a sentence on what can be done with a file that is not read."""
    what = _ADVICE.get(suffix_of(path), "save it as .txt, .html, .docx or .pdf")
    return f"Files of its kind are not read; {what}, or remove it."


@cache
def converter_of(suffix: str) -> str:
    """Return what converts files with an ending, with its versions: "PDF 1, pdfminer.six 2026".

    An archive is converted by all of them.
    """
    kind = KINDS[suffix]
    if suffix == ".zip":
        others = (converter_of(other) for other in KINDS if other != suffix)
        return ", ".join(dict.fromkeys([f"{kind.name} {kind.edition}", *others]))
    return ", ".join([f"{kind.name} {kind.edition}", *map(_versioned, kind.packages)])


def _versioned(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} missing"
