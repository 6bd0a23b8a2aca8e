"""Find the fields of an article in a row of a table by the names of its columns."""

import json
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rag.articles.cell_values import address_of, day_of, names_of, text_of, words_of
from rag.articles.fields import Fields, NotAnArticle
from rag.articles.markdown import plain_markdown
from rag.errors import RagError

Columns = Mapping[str, tuple[str, ...]]  # by the field of an article, the names of its column

# What says in short what an article is on, and is its text only where there is no other
TEASERS = ("lead_paragraph", "summary", "abstract", "description", "short_description", "snippet",
           "excerpt", "abstract_note", "teaser", "standfirst", "dek")  # fmt: skip
# As feed readers, trafilatura, fundus, news-please, newspaper4k, Media Cloud, MultiHop-RAG, the
# answers of papers and of services, keepers of references and the makers of other collections
# call them, then in German, French, Spanish and Dutch; of several in one row the first counts.
KNOWN: Columns = MappingProxyType({
    "text": ("text", "body", "content", "maintext", "plaintext", "article_text", "full_text",
             "fulltext", "article", "raw_text", "story", "articlebody", "content_text",
             "content_html", "html_content", "article_body", "text_content", "body_content",
             "bodytext", "article_html", "document", "contents", "content_elements", "blocks",
             "paragraphs", "markdown", "html", "texte", "texto", "tekst", "volltext", "artikeltext",
             "inhalt", "texte intégral", "contenu", "corps", "texto completo", "contenido",
             "cuerpo", "volledige tekst", "inhoud", *TEASERS),
    "title": ("title", "headline", "heading", "webtitle", "headline_text", "headlines",
              "überschrift", "schlagzeile", "titel", "titre", "título", "titular", "kop", "name"),
    "date": ("date", "published_at", "publish_date", "date_publish", "publishing_date",
             "published", "pubdate", "datepublished", "date_published", "publication_date",
             "published_date", "publishedat", "published_time", "issued", "display_date",
             "indexed_date", "created_at", "timestamp", "day", "webpublicationdate", "pub_date",
             "seendate", "updated", "datum", "erscheinungsdatum", "veröffentlicht",
             "date de publication", "publié le", "fecha", "fecha de publicación",
             "publicatiedatum"),
    "source": ("source-hostname", "sitename", "og_site_name", "meta_site_name", "container-title",
               "publication_title", "source", "publisher", "source_name", "media_name",
               "publication", "site_name", "outlet", "newspaper", "media", "origin", "feed",
               "feed_title", "source_domain", "hostname", "domain", "domain_name", "site",
               "distributor",
               "quelle", "zeitung", "publikation", "journal", "fuente", "periódico", "bron",
             "krant"),
    "author": ("author", "authors", "byline", "creator", "writer", "published_by", "credits",
               "autor", "autoren", "verfasser", "auteur", "auteurs", "autores"),
    "url": ("url", "link", "canonical_url", "canonical_link", "canonical", "article_url",
            "original_url", "permalink", "web_url", "weburl", "source_url", "url_source", "guid",
            "uri", "links", "alternate", "lien", "enlace", "source"),
})  # fmt: skip
NONE: Columns = MappingProxyType({})
LEAST_WHOLE = 1000  # characters of a "summary" that may be all of a text (by hand)
LEAST_CELL = 200  # characters of a cell that may be a text, of a column that is not known (by hand)
MOST_NAMED, LONGEST_NAME = 12, 40  # columns that a note names, and characters of a name
WHICH_TEXT = "say which one holds the text: rag index --map text=COLUMN"
ONLY_ADDRESSES = "It lists addresses and holds no text; save the pages, or"
SETTINGS = "rag.toml"  # in the folder of articles: a table [columns], text = "body"
_ABOUT = ("article", "story", "news", "post", "item", "page")  # "story_title" is a title
_NO_NAME = "name"  # "post_name" is none of its title


def fields_of(row: Mapping[str, object], columns: Columns = NONE) -> Fields:
    """Pick the fields of an article out of a row.

    Args:
        row: its cells by the names of their columns.
        columns: names that come before those that are known.

    Raises:
        NotAnArticle: there is no text.
    """
    by_name = _by_name(row)
    notes = []

    def value(field: str) -> tuple[str, str]:
        for name in (*columns.get(field, ()), *KNOWN[field]):
            given = by_name.get(folded(name))
            words = _READ[field](given)
            if given is not None and words is None:
                notes.append(f"Its {name} is not text and was left out.")
            if not words or not words.strip():
                continue
            # A "source" may be a paper, or an address.
            if (
                field in {"source", "url"}
                and folded(name) == "source"
                and (is_address(words) != (field == "url"))
            ):
                continue
            return (words if field == "text" else " ".join(unescape(words).split())), name
        return "", ""

    text, column = value("text")
    if not text:
        raise NotAnArticle(_no_text(by_name, columns))
    if column in TEASERS and len(text) < LEAST_WHOLE and column not in columns.get("text", ()):
        notes.append(f"Its text is no more than its {column}; save the page for the rest.")
    if column == "markdown":
        text = plain_markdown(text)
    (title, _), (day, _), (source, _) = map(value, ("title", "date", "source"))
    (author, _), (url, _) = map(value, ("author", "url"))
    if source:  # which many pages put behind their title
        title = re.sub(rf"\s[-–—|·:]+\s{re.escape(source)}\Z", "", title)
    return Fields(text, title, day, source, author, url, tuple(dict.fromkeys(notes)))


_READ: Mapping[str, Callable[[object], str | None]] = {
    "text": text_of,
    "title": words_of,
    "date": day_of,
    "source": words_of,
    "author": names_of,
    "url": address_of,
}


def _by_name(row: Mapping[str, object]) -> dict[str, object]:
    """Return the cells of a row by the folded names of their columns, "story_title" as "title"."""
    by_name = {folded(name): value for name, value in row.items()}
    for name in tuple(by_name):
        if (short := _shortened(name)) and not by_name.get(short):
            by_name[short] = by_name[name]
    return by_name


@lru_cache(maxsize=10_000)
def _shortened(name: str) -> str:
    """Return the folded name of a column without the word that says what it is of, or ""."""
    for word in _ABOUT:
        short = name.removeprefix(word)
        if short != name and short != _NO_NAME and short in _all_known():
            return "" if name in _all_known() else short
    return ""


@cache
def _all_known() -> frozenset[str]:
    return frozenset(folded(name) for names in KNOWN.values() for name in names)


def is_known(name: str) -> bool:
    """Tell whether a column or label names a field other than the text."""
    one = _shortened(folded(name)) or folded(name)
    return one in _all_known() - {folded(other) for other in KNOWN["text"]}


def note_on_unread(names: Iterable[str], columns: Columns = NONE) -> tuple[str, ...]:
    """Say which columns or labels of a file nothing is read from, if there are any."""
    mapped = {folded(name) for given in columns.values() for name in given}
    unread = [
        name
        for name in dict.fromkeys(map(str, names))
        if (one := folded(name)) and one not in mapped | _all_known() and not _shortened(one)
    ]
    if not unread:
        return ()
    more = f" and {len(unread) - MOST_NAMED} others" if len(unread) > MOST_NAMED else ""
    named = ", ".join(name[:LONGEST_NAME] for name in unread[:MOST_NAMED])
    return (f"Not read of it: {named}{more}.",)


def _no_text(by_name: Mapping[str, object], columns: Columns) -> str:
    """Say why a row has no text, and what to do."""
    mapped = columns.get("text", ())
    for name in (*mapped, *KNOWN["text"]):
        given = by_name.get(folded(name), False)
        if given is None or (isinstance(given, str) and not (words_of(given) or "").strip()):
            end = " or remove the row." if name in mapped else f" or {WHICH_TEXT}"
            return (
                f"The row's text is empty: nothing stands in its column {name}; write it there{end}"
            )
    is_listed = any(is_address(str(by_name.get(folded(name)))) for name in KNOWN["url"])
    if is_listed and not may_hold_text(by_name.values()):
        return f"{ONLY_ADDRESSES} {WHICH_TEXT}"
    return f"It has none of the columns {text_names(columns)}, or nothing in them; {WHICH_TEXT}"


def may_hold_text(cells: Iterable[object]) -> bool:
    """Tell whether one of the cells of a row is as long as a text."""
    return any(len(words_of(cell) or "") >= LEAST_CELL for cell in cells)


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
