"""Take out of a page's tree the boxes around and within its article, before its text is sought.

A box is known by its names (class, id and the like) and is small: what holds much of the page's
text stays, whatever it is called.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import html

from rag.articles.readers.xml import STRUCK, Element
from rag.language.entries import LEAST, is_time_line, time_line
from rag.language.furniture import is_prose

_NAMED_BY = ("class", "id", "name", "aria-label", "data-component", "data-area", "data-testid",
             "data-gu-name", "data-module", "data-spacefinder-role")  # fmt: skip
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ENDS = re.compile(r"[.!?…:。！？][\"”’'»)\]]*\Z")
_OFFERS = re.compile(
    r"subscri|member|sign in|log in|unlimited|abonn|\babo\b|suscr|iscri|free trial|register",
    re.IGNORECASE,
)
MOST_OF_PAGE = 0.25  # of the letters of its paragraphs; what holds more is the article (by hand)
_DIALOGS = frozenset({"dialog", "alertdialog"})
MOST_DIALOG = 5_000  # characters of one that asks for consent or money (by hand)
_ASKS = re.compile(
    r"cookies?\b|consent|privacy|\bpartners\b|modal window|subscri|newsletter|sign (?:in|up)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden")
_LEAST_CELL = 400  # characters; a cell with more holds a page, not a value
LEAST_LINKS = 3  # that stand together and are a list (by hand)
_LEAST_PROSE = 80  # characters of a paragraph that counts as one
_LEAST_ENTRY = 60  # characters of an entry of a live blog


@dataclass(frozen=True, slots=True)
class _Box:
    """What a word among the names of an element makes of it."""

    most: int  # characters; a larger one stays
    links: bool = False  # whether it must be links for the most part
    offers: bool = False  # whether it must offer something for sale


_CAPTION, _LETTER, _LIST = _Box(500), _Box(700), _Box(2000, links=True)
_BOXES: Mapping[str, _Box] = {
    **dict.fromkeys(("caption", "imagecaption", "legend", "credit", "credits"), _CAPTION),
    **dict.fromkeys(
        ("newsletter", "newsletters", "signup", "subscribe", "popup", "donate", "donation", "epic",
         "mailchimp", "promo", "poll", "consent", "cookie", "cookies", "gdpr"), _LETTER
    ),
    **dict.fromkeys(
        ("related", "recommended", "recommendations", "recirculation", "recirc", "trending",
         "interstitial", "factbox", "readmore", "mostread", "teaser", "teasers", "bookmark"), _LIST
    ),
    **dict.fromkeys(("share", "sharing", "sharedaddy", "social"), _Box(200)),
    **dict.fromkeys(("advert", "advertisement", "ad", "ads", "sponsored", "outbrain", "taboola"),
                    _Box(60)),
    **dict.fromkeys(("paywall", "regwall", "subscription"), _Box(1500, offers=True)),
}  # fmt: skip
_WITHOUT_TEXT = frozenset({"script", "style", "noscript", "template"})
_LINE_THROUGH = re.compile(r"text-decoration[\w-]*:[^;]*\bline-through\b")
_UNSEEN = frozenset({"visually-hidden", "sr-only", "screen-reader-text", "assistive-text"})


def without_boxes(tree: Element) -> None:
    """Take the boxes out of a page's tree."""
    _unfold_tables(tree)
    _place_times(tree)
    paragraphs = sum(len(_text(one)) for one in tree.iter("p"))
    # Of some pages the paragraphs are no <p>; of others half the text is links.
    whole = len(_text(tree))
    most = MOST_OF_PAGE * max(paragraphs, whole / 2)
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in {"html", "head", "body", "h1"}:
            continue
        if _is_box(element, most) or _is_links(element, whole / 2):
            element.drop_tree()
    _name_body(tree)


def without_struck(tree: Element) -> list[str]:
    """Take out of a page what is struck out.

    Returns:
        what was taken out. What holds much of the page stays, as a mark that nothing closes does.
    """
    most = MOST_OF_PAGE * len(_text(tree))
    taken = []
    for element in list(tree.iter("*")):
        if _is_struck(element) and len(words := _text(element)) <= most:
            taken.append(words)
            element.drop_tree()
    return taken


def _is_struck(element: Element) -> bool:
    style = element.get("style") or ""
    return element.tag in STRUCK or _LINE_THROUGH.search(style) is not None


def without_names(tree: Element) -> None:
    """Take their names from the large parts of a page, which may tell what they are not.

    Comments keep theirs.
    """
    most = MOST_OF_PAGE * len(_text(tree))
    for element in tree.iter("div", "section", "article", "main"):
        names = " ".join(element.get(name) or "" for name in ("class", "id"))
        if "comment" not in names.lower() and len(_text(element)) > most:
            for name in ("class", "id", "role"):
                element.attrib.pop(name, None)


def count_paragraphs(tree: Element) -> int:
    """Return how many paragraphs of prose a page has."""
    return len(_paragraphs(tree))


def _paragraphs(tree: Element) -> list[Element]:
    return [
        one for one in tree.iter("p") if len(text := _text(one)) >= _LEAST_PROSE and is_prose(text)
    ]


def _name_body(tree: Element) -> None:
    """Call the element that holds all the prose of a page its body, with its lists and headings."""
    above = {one.getparent() for one in _paragraphs(tree)}
    if len(above) == 1 and (body := above.pop()) is not None:
        if body.tag == "body":  # of which trafilatura drops the headings
            inner = html.Element("div")
            inner.extend(list(body))
            body.append(inner)
            body = inner
        body.set("itemprop", "articleBody")


def _is_dialog(element: Element) -> bool:
    """Tell whether an element is laid over the page and asks for consent, an address or money."""
    if element.get("role") not in _DIALOGS and element.get("aria-modal") != "true":
        return False
    text = _text(element)
    return len(text) <= MOST_DIALOG and _ASKS.search(text) is not None


def _is_box(element: Element, most: float) -> bool:
    """Tell whether an element is one of the boxes, or is not shown."""
    if _is_dialog(element):
        return True
    names = " ".join(element.get(name) or "" for name in _NAMED_BY)
    unseen = (
        element.get("hidden") is not None
        or _HIDDEN.search(element.get("style") or "") is not None
        or not _UNSEEN.isdisjoint(names.split())
    )
    words = [one.lower() for one in _WORD.findall(names)]
    boxes = [_BOXES[word] for word in words + _pairs(words) if word in _BOXES]
    if not (unseen or boxes):
        return False
    text = _text(element)
    if not text or len(text) > most or element.find(".//h1[@itemprop]") is not None:
        return False
    return unseen or any(_fits(element, text, box) for box in boxes)


def _fits(element: Element, text: str, box: _Box) -> bool:
    if len(text) > box.most or (box.offers and not _OFFERS.search(text)):
        return False
    return not box.links or 2 * _linked(element) >= len(text)


def _pairs(words: list[str]) -> list[str]:
    """Return words that stand side by side as one: "sign-up" is "signup"."""
    return [one + other for one, other in zip(words, words[1:], strict=False)]


def _is_links(element: Element, most: float) -> bool:
    """Tell whether an element is no more than the headline of another page, or a list of them."""
    if element.tag not in {"p", "ul", "ol", "div", "section", "aside"}:
        return False
    links = [link for link in element.iter("a") if (link.get("href") or "#")[0] != "#"]
    if len(links) < (1 if element.tag == "p" else LEAST_LINKS):
        return False
    text = _text(element)
    if not text or len(text) > most or (element.tag == "p" and _ENDS.search(text)):
        return False
    return _linked(element) >= 0.9 * len(text)


def _linked(element: Element) -> int:
    """Return how many characters of an element are links."""
    return sum(len(_text(link)) for link in element.iter("a"))


def _text(element: Element) -> str:
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    """Yield the text of an element, without that of scripts and styles in it."""
    if element.tag in _WITHOUT_TEXT:
        return
    yield element.text or ""
    for one in element.iterdescendants():
        if isinstance(one.tag, str) and one.tag not in _WITHOUT_TEXT:
            yield one.text or ""
        yield one.tail or ""


def _unfold_tables(tree: Element) -> None:
    """Make plain boxes of tables that lay out a page."""
    for cell in list(tree.iter("td")):
        if len(_text(cell)) < _LEAST_CELL:
            continue
        for element in [cell, *cell.iterancestors("tr", "tbody", "table")]:
            for part in element if element.tag == "tr" else ():
                part.tag = "div"
            element.tag = "div"


def _place_times(tree: Element) -> None:
    """Put the time of each entry of a live blog on a line of its own above the entry."""
    times = [one for one in tree.iter("time") if is_time_line(_text(one))]
    entries = []
    for time in times:
        entry = time
        above = entry.getparent()
        while above is not None and sum(one in times for one in above.iter("time")) == 1:
            entry, above = above, above.getparent()
        if entry is not time and len(_text(entry)) >= _LEAST_ENTRY:
            entries.append((time, entry))
    if len(entries) < LEAST:
        return
    _join_entries([entry for _, entry in entries])
    for time, entry in entries:
        line = html.Element("p")
        line.text = time_line(time.get("datetime")) or _text(time)
        time.drop_tree()
        entry.insert(0, line)


def _join_entries(entries: list[Element]) -> None:
    """Make one article of the entries of a live blog, of which each may be called one."""
    for entry in entries:
        for one in entry.iter("article"):
            one.tag = "div"
    feed = entries[0].getparent()
    if feed is not None and all(entry.getparent() is feed for entry in entries):
        feed.set("itemprop", "articleBody")
