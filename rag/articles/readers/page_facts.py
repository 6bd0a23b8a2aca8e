"""Read what a page says of its article for machines: JSON-LD, itemprop, its title."""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape

from rag.articles import bylines
from rag.articles.fields import NotAnArticle
from rag.articles.heads import HEAD_LINES
from rag.articles.readers.xml import Element, paragraphs_of

_ARTICLE = re.compile(r"Article|BlogPosting")
_CAPTURED = re.compile(r"archive\.today|webpage capture")
_OFFICE = re.compile(r"LibreOffice|OpenOffice|Collabora")
_BRACKETS = re.compile(
    r"\A\s*+(?:<!--|(?:(?://|/\*)\s*)?<!\[CDATA\[(?:\*/)?)"
    r"|(?:-->|(?://|/\*|(?<!\s))\s*\]\]>(?:\*/)?)\s*\Z"
)
_BETWEEN = re.compile(r"\s+[|·•–—-]\s+|\s*(?:::|»)\s*|:\s+")
_HEADINGS = ("h1", "h2", "h3", "b", "strong", "font")


def declared(tree: Element) -> Mapping[str, object]:
    """Return what a page says of its article, by the names that schema.org has, or nothing."""
    things = [thing for given in _scripts(tree) for thing in _things(given)]
    by_id = {str(thing["@id"]): thing for thing in things if "@id" in thing and len(thing) > 1}
    for thing in things:
        if _ARTICLE.search(str(thing.get("@type"))):
            return {name: _resolved(value, by_id) for name, value in thing.items()}
    return _reader_view(tree) or _marked(tree)


def _reader_view(tree: Element) -> Mapping[str, object]:
    """Return what stands above an article in Firefox's reader view, if a page is one."""
    marked = {
        name: list(tree.find_class(f"reader-{name}")) for name in ("title", "credits", "domain")
    }
    if not all(marked.values()):
        return {}
    title, names, domain = (found[0] for found in marked.values())
    return {
        "headline": title.text_content(),
        "author": names.text_content(),
        "address": domain.get("href", ""),
    }


def archived_from(tree: Element) -> str:
    """Return the address that a page of archive.today names, and take out what it prints of it."""
    for head in tree.xpath("//*[@id='HEADER']"):
        if _CAPTURED.search(head.text_content()):
            given = [one.get("value") or "" for one in head.iter("input")]
            head.drop_tree()
            return next((one for one in given if one.startswith("http")), "")
    return ""


def without_save_time(tree: Element) -> None:
    """Take out of a page that a word processor made when its document was made and saved."""
    metas = {one.get("name", "").lower(): one for one in tree.iter("meta")}
    made_by = metas.get("generator")
    if made_by is not None and _OFFICE.search(made_by.get("content") or ""):
        for name in ("created", "changed"):
            if name in metas:
                metas[name].drop_tree()


def name_of(given: object) -> str:
    """Return the name of a thing, or of several, or a plain value."""
    if isinstance(given, list):
        return ", ".join(filter(None, map(name_of, given[:20])))
    if isinstance(given, dict):
        return name_of(given.get("name"))
    return " ".join(unescape(given).split()) if isinstance(given, str) else ""


def printed_title(tree: Element) -> tuple[str, str]:
    """Return the part of a page's title that is a heading of it too, and the rest: its paper.

    The paper's name may be printed as a heading too: then the longer part is the title.
    """
    whole = " ".join((tree.findtext(".//title") or "").split())
    headings = {" ".join(one.text_content().split()) for one in tree.iter(*_HEADINGS)}
    for gap in _BETWEEN.finditer(whole):
        one, other = whole[: gap.start()], whole[gap.end() :]
        for title, paper in ((one, other), (other, one)):
            if title in headings and (paper not in headings or len(paper) < len(title)):
                return title, paper
    return ("", "") if whole not in headings else (whole, "")


def printed_origin(tree: Element, first: str) -> tuple[str, str]:
    """Return the authors and the day that a page prints above its first paragraph, or ""."""
    try:
        lines = [line for line in paragraphs_of(tree).split("\n") if line]
    except NotAnArticle:
        return "", ""
    place = next((n for n, line in enumerate(lines) if line.startswith(first[:60])), 0)
    above = lines[max(0, place - HEAD_LINES) : place]
    authors = (bylines.authors_of(bylines.without_stamp(line)[0]) for line in above)
    days = (bylines.day_of(line) for line in above if bylines.without_stamp(line)[1])
    return next(filter(None, authors), ""), next(filter(None, days), "")


def _scripts(tree: Element) -> Iterator[object]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            try:
                yield json.loads(_BRACKETS.sub("", script.text or ""), strict=False)
            except (ValueError, RecursionError):
                continue


def _things(given: object) -> list[dict[str, object]]:
    if isinstance(given, list):
        return [one for part in given[:50] for one in _things(part)]
    if isinstance(given, dict):
        return [given, *_things(given.get("@graph")), *_things(given.get("mainEntity"))]
    return []


def _resolved(value: object, by_id: Mapping[str, dict[str, object]]) -> object:
    """Return what a value points at: {"@id": "#paper"} is the thing with that id."""
    if isinstance(value, list):
        return [_resolved(one, by_id) for one in value]
    if isinstance(value, dict) and "name" not in value:
        return by_id.get(str(value.get("@id")), value)
    return value


def _marked(tree: Element) -> Mapping[str, object]:
    """Return what the attributes of a page's elements say: itemprop within an article."""
    for scope in tree.iter():
        if isinstance(scope.tag, str) and _ARTICLE.search(scope.get("itemtype") or ""):
            found: dict[str, list[str]] = {}
            for one in scope.iterdescendants():
                if not isinstance(one.tag, str):
                    continue
                for name in (one.get("itemprop") or "").split():
                    if name in {"headline", "datePublished", "author", "publisher"}:
                        found.setdefault(name, []).append(_value(one))
            return {
                name: ", ".join(dict.fromkeys(values)) if name == "author" else values[0]
                for name, values in found.items()
            }
    return {}


def _value(element: Element) -> str:
    """Return the value of an element with itemprop, or of the name within it."""
    inner = element.find(".//*[@itemprop='name']")
    one = element if inner is None else inner
    given = one.get("content") or one.get("datetime")
    if not given and re.match(r"\d{4}-\d\d-\d\d", one.get("title") or ""):
        given = one.get("title")
    return " ".join((given or one.text_content()).split())
