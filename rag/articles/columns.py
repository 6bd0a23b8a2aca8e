"""Find the fields of an article in a row of a table by the names of its columns."""

import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rag.articles.fields import Fields, NotAnArticle
from rag.errors import RagError

Columns = Mapping[str, tuple[str, ...]]  # by the field of an article, the names of its column

# As feed readers, trafilatura, fundus, news-please, newspaper4k, Media Cloud, MultiHop-RAG and
# the makers of other collections call them, then in German, French, Spanish and Dutch; of several
# in one row the first counts.
KNOWN: Columns = MappingProxyType({
    "text": ("text", "body", "content", "maintext", "plaintext", "article_text", "full_text",
             "fulltext", "article", "raw_text", "story", "articlebody", "content_text",
             "content_html", "article_body", "text_content",
             "bodytext", "article_html", "texte", "texto", "tekst", "summary", "description"),
    "title": ("title", "headline", "heading", "webtitle", "headline_text", "überschrift", "titel",
              "titre", "título", "name"),
    "date": ("date", "published_at", "publish_date", "date_publish", "publishing_date",
             "published", "pubdate", "datepublished", "date_published", "publication_date",
             "published_date", "publishedat", "indexed_date", "created_at", "timestamp", "day",
             "webpublicationdate", "pub_date", "datum", "fecha"),
    "source": ("source-hostname", "sitename", "source", "publisher", "source_domain",
               "media_name", "source_name", "publication", "site_name", "outlet", "hostname",
               "newspaper", "media", "origin", "feed", "feed_title", "quelle", "fuente", "bron"),
    "author": ("author", "authors", "byline", "creator", "writer", "autor", "auteur"),
    "url": ("url", "link", "canonical_url", "canonical_link", "canonical", "article_url",
            "original_url", "permalink", "guid", "uri", "source_url", "web_url", "weburl",
            "source"),
})  # fmt: skip
NONE: Columns = MappingProxyType({})
WHICH_TEXT = "say which one holds the text: rag index --map text=COLUMN"
SETTINGS = "rag.toml"  # in the folder of articles: a table [columns], text = "body"
_SINCE_1970 = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")  # seconds, or thousandths of them
_LABEL = re.compile(r"(?:Analysis|Review|Opinion)(?: by)? (?=[A-Z]\S* [A-Z])")
_NOBODY = frozenset({"Social Links Navigation"})  # of a page's menu, as some collectors take it
_LINK = re.compile(r"\[\[[^\[\]]+\]\]")  # as collectors of notes write a name
_LIST = re.compile(r"\[(?:\s*(?:'[^']*'|\"[^\"]*\")\s*,?)*\s*\]")  # as Python writes a list
_NOTHING = frozenset({"nan", "nat", "none", "null", "n/a", "#n/a", "[removed]"})  # as tables say it
_WORDS_OF = (
    "name",
    "main",
    "title",
    "content",
    "href",
    "url",
    "streamid",
)  # of an object, what names it


def fields_of(row: Mapping[str, object], columns: Columns = NONE) -> Fields:
    """Pick the fields of an article out of a row.

    Args:
        row: its cells by the names of their columns.
        columns: names that come before those that are known.

    Raises:
        NotAnArticle: there is no text.
    """
    by_name = {folded(name): value for name, value in row.items()}
    left_out = []

    def value(field: str) -> str:
        for name in (*columns.get(field, ()), *KNOWN[field]):
            given = by_name.get(folded(name))
            words = _words(given)
            if field == "text" and not isinstance(given, str | Mapping):
                words = None
            if given is not None and words is None:
                left_out.append(name)
            if not words or not words.strip():
                continue
            # A "source" may be a paper, or an address.
            if (
                field in {"source", "url"}
                and folded(name) == "source"
                and (is_address(words) != (field == "url"))
            ):
                continue
            return words if field == "text" else " ".join(unescape(words).split())
        return ""

    text = value("text")
    if not text:
        raise NotAnArticle(_no_text(by_name, columns))
    title, date, source, author = map(value, ("title", "date", "source", "author"))
    url = value("url")
    return Fields(
        text,
        title,
        _day(date),
        source,
        _names(author),
        url,
        tuple(dict.fromkeys(left_out)),
    )


def _no_text(by_name: Mapping[str, object], columns: Columns) -> str:
    """Say why a row has no text, and what to do."""
    mapped = columns.get("text", ())
    for name in (*mapped, *KNOWN["text"]):
        given = by_name.get(folded(name), False)
        if given is None or (isinstance(given, str) and not (_words(given) or "").strip()):
            end = " or remove the row." if name in mapped else f" or {WHICH_TEXT}"
            return (
                f"The row's text is empty: nothing stands in its column {name}; write it there{end}"
            )
    return f"It has none of the columns {text_names(columns)}, or nothing in them; {WHICH_TEXT}"


def has_text(names: Sequence[str], columns: Columns) -> bool:
    """Tell whether one of the columns may hold the text."""
    wanted = map(folded, (*columns.get("text", ()), *KNOWN["text"]))
    return not set(wanted).isdisjoint(map(folded, names))


def text_names(columns: Columns) -> str:
    """Say which columns may hold the text, those that the user named first."""
    mapped = [f"{name} (as {SETTINGS} or --map says)" for name in columns.get("text", ())]
    return ", ".join([*mapped, *KNOWN["text"][:4]])


def described(columns: Columns) -> str:
    """Write columns as ``--map`` takes them: ``date=when, text=body``."""
    return ", ".join(f"{field}={'|'.join(columns[field])}" for field in sorted(columns))


def read_columns(folder: Path) -> Columns:
    """Read what the settings of a folder of articles say of columns.

    Raises:
        RagError: they are not as they should be.
    """
    return _read_settings(folder / SETTINGS)[0]


def _read_settings(path: Path) -> tuple[Columns, frozenset[str]]:
    """Return the columns of a file of settings, and the names of what else it holds."""
    if not path.is_file():
        return NONE, frozenset()
    try:
        given = tomllib.loads(path.read_text("utf-8"))
        columns = {
            field: tuple([names] if isinstance(names, str) else names)
            for field, names in checked(given.get("columns", {})).items()
        }
        return columns, frozenset(given) - {"columns"}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise RagError(
            f"{path} cannot be read ({error}).",
            fix='Write it so: [columns], and below it text = "body".',
        ) from None


def keep_columns(folder: Path, columns: Columns) -> None:
    """Add columns to the settings of a folder of articles.

    Raises:
        RagError: the settings cannot be read, or hold something else, which would be lost.
    """
    path = folder / SETTINGS
    known, others = _read_settings(path)
    if others:
        raise RagError(
            f"{path} also holds {', '.join(sorted(others))}, which rewriting it would lose.",
            fix="Add the columns to its table [columns] yourself, and leave out --map.",
        )
    lines = [
        f"{field} = {json.dumps(names, ensure_ascii=False)}\n"
        for field, names in {**known, **columns}.items()
    ]
    path.write_text("".join(["[columns]\n", *lines]), "utf-8")


def checked(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what names columns by fields, if there are such fields.

    Raises:
        ValueError: there are none.
    """
    for field in given:
        if field not in KNOWN:
            raise ValueError(f"{field} is none of {', '.join(KNOWN)}")
    return given


@lru_cache(maxsize=10_000)
def folded(name: str) -> str:
    """Return the name of a column without case, accents and what stands between its words."""
    letters = unicodedata.normalize("NFKD", str(name).casefold())
    return "".join(
        one for one in letters if one not in " _-\t\n" and not unicodedata.combining(one)
    )


def is_address(words: str) -> bool:
    """Tell whether words are the address of a page."""
    return words.startswith(("http://", "https://"))


def _day(written: str) -> str:
    """Return a date as written, or that of a count of seconds since 1970."""
    if not _SINCE_1970.fullmatch(written):
        return written
    seconds = float(written)
    seconds /= 1000 if seconds > 1e11 else 1
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _names(author: str) -> str:
    """Return authors one behind another, each once and without what their piece is.

    Some collectors write all names as one before each of them, and a list as Python prints it.
    """
    names = author.split(", ")
    if _LIST.fullmatch(author):
        names = [one or other for one, other in re.findall(r"'([^']*)'|\"([^\"]*)\"", author)]
    names = [name[2:-2] if _LINK.fullmatch(name) else name for name in names]
    names = [_LABEL.sub("", name) for name in names if name and name not in _NOBODY]
    if len(names) > 1 and names[0].lower() == " ".join(names[1:]).lower():
        names = names[1:]
    return ", ".join(dict.fromkeys(names))


def _words(given: object) -> str | None:
    if isinstance(given, str):
        return "" if given.strip().casefold() in _NOTHING else given
    if isinstance(given, date):  # or a datetime, which is one
        return given.isoformat()
    if isinstance(given, int | float) and not isinstance(given, bool):
        return str(given)
    if isinstance(given, Mapping):
        if isinstance(given.get("sections"), list):  # a body as fundus writes it
            return _paragraphs(given)
        return _words(next((given[name] for name in _WORDS_OF if given.get(name)), None))
    if isinstance(given, list):
        parts = [words for one in given if one is not None and (words := _words(one))]
        return ", ".join(parts)
    return None


def _paragraphs(body: Mapping[str, object]) -> str:
    """Return the paragraphs of a body in sections, each with its headline."""
    sections = body["sections"]
    parts = [body.get("summary")]
    for section in sections if isinstance(sections, list) else ():
        if isinstance(section, Mapping):
            parts += [section.get("headline"), section.get("paragraphs")]
    lists = [one for one in parts if isinstance(one, list)]
    return "\n\n".join(line for one in lists for line in one if isinstance(line, str))
