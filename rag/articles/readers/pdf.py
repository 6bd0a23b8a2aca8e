"""Read .pdf files: paragraphs in the order of their columns, without what stands on every page."""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.articles import bylines
from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.cut_words import Join, joiner
from rag.articles.readers.leftovers import around
from rag.articles.readers.xml import Element

MOST_PAGES = 2_000
REPEATED = 2  # pages on which a line at the top or bottom stands for it to be a running head
# Of a page's height, at the top and the bottom: where numbers stand, and what is repeated
EDGE, WIDE_EDGE = 0.1, 0.18
# By hand, on prints of pages, of word processors and in columns:
SAME_SIZE = 0.12  # two sizes of letters that differ by less are one
TITLE_SIZE = 1.25  # times the size of the text, from which a line on the first page is its title
BESIDE = 1.5  # times a letter's size, from which the next one is no part of its line
MOST_UNSEEN = 0.3  # of a space's width that what follows it leaves free, where it is none
MARK_SIZE = 0.9  # times the size of a line's letters, below which a raised figure is of a footnote
INDENT = 0.8  # of a letter's size, by which the first line of a paragraph is moved
STEP = 3.0  # letters' sizes between two lines of one column, at most
APART = 1.3  # times the usual distance between lines, from which a gap parts paragraphs
OPEN = 1.9  # letters' sizes between two lines, from which a short one ends its paragraph
SAME_EDGE = 3.0  # letters' sizes by which lines of one column may begin apart
COLUMN = 3  # lines, from which it is known how far they reach
SHORT = 0.8  # of the width of its column; a line that ends a sentence before it ends a paragraph
MOST_TITLE = 250  # characters

MOST_UNMAPPED = 0.1  # of a text that may be letters whose font does not say what they are
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_STAMP = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d\d(?: ?[AP]M)?")
_NUMBER = re.compile(
    r"\W*(?:page |p\. ?|seite )?\d{1,4}(?: ?(?:/|of|von) ?\d{1,4})?\W*", re.IGNORECASE
)
_ADDRESS = re.compile(r"((?:https?|file)://\S+)(?:\s+\d{1,4}/\d{1,4})?")
_STOP = re.compile(r"[.!?:…][\"”’')\]]*\Z")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page, or the part of one in letters of one size."""

    words: str
    size: float  # of most of its letters, in points
    is_bold: bool
    left: float
    right: float
    base: float  # of its letters, above the foot of the page
    edge: float  # of the page's height, to its nearer end


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """The lines of a paragraph, one behind another."""

    words: str
    size: float
    is_open: bool  # whether its last line fills its column and ends no sentence
    is_indented: bool


_Page = Sequence[_Line]  # in the order in which they are read


def read_pdf(data: bytes) -> Pieces:
    """Yield the text of a file of pages."""
    from pdfminer.high_level import extract_pages  # slow: half a second
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException

    try:
        found = extract_pages(io.BytesIO(data), maxpages=MOST_PAGES, laparams=LAParams())
        drawn = [list(_lines(page)) for page in found]
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise NotAnArticle("It has a password; save it without one.") from None
    except (PDFException, PSException, ValueError, TypeError, KeyError, RecursionError):
        raise NotAnArticle("It is not a PDF that can be read; print it anew.") from None
    pages, url = _without_edges(_without_overlays(drawn))
    if not any(re.search(r"\w{2}", line.words) for page in pages for line in page):
        raise NotAnArticle("Its pages are pictures without text; recognise the text first (OCR).")
    size = _usual_size(pages)
    join = joiner([line.words for page in pages for line in page])
    text = "\n\n".join(one.words for one in _paragraphs(pages, size, join))
    if len("".join(_UNMAPPED.findall(text))) > MOST_UNMAPPED * len(text):
        raise NotAnArticle("Its letters are drawings of unknown meaning; recognise them (OCR).")
    text = _UNMAPPED.sub("", text)
    kept = {id(line) for page in pages for line in page}
    taken = (line.words for page in drawn for line in page if id(line) not in kept)
    yield "", Fields(text, title=_title(pages[:1], size, join), url=url, around=around(taken, text))


def _lines(page: Element) -> Iterator[_Line]:
    """Yield the lines of a page, without the marks of footnotes that stand above them."""
    from pdfminer.layout import LTTextContainer

    for line in (line for block in page if isinstance(block, LTTextContainer) for line in block):
        height = (line.y0 + line.y1) / 2 / (page.height or 1)
        edge = min(height, 1 - height)
        for part in _of_one_size(line):
            letters = [one for one in part if hasattr(one, "size")]
            size, is_bold = Counter(
                (round(one.size, 1), "bold" in one.fontname.lower()) for one in letters
            ).most_common(1)[0][0]
            base = min(one.y0 for one in letters if round(one.size, 1) == size)
            words = "".join(
                one.get_text()
                for one, following in zip(part, [*part[1:], None], strict=True)
                if not (_is_mark(one, size, base) or _is_unseen(one, following))
            )
            if words.strip():
                left, right = min(one.x0 for one in letters), max(one.x1 for one in letters)
                yield _Line(words.strip(), size, is_bold, left, right, base, edge)


def _of_one_size(line: Element) -> Iterator[list[Element]]:
    """Yield the parts of a line that are of about one size: a small heading by a large one."""
    part: list[Element] = []
    size = 0.0
    for one in line:
        if hasattr(one, "size"):
            if size and not 1 / BESIDE < one.size / size < BESIDE:
                yield part
                part = []
            size = one.size
        part.append(one)
    if size:
        yield part


def _is_mark(letter: Element, size: float, base: float) -> bool:
    return (
        getattr(letter, "size", size) < MARK_SIZE * size
        and letter.y0 > base + 0.1 * size
        and letter.get_text().isdigit()
    )


def _is_unseen(letter: Element, following: Element) -> bool:
    """Tell whether a space takes no room, as where a browser prints a soft hyphen."""
    if letter.get_text() != " " or not hasattr(letter, "x0") or not hasattr(following, "x0"):
        return False
    return bool(following.x0 - letter.x0 < MOST_UNSEEN * (letter.x1 - letter.x0))


def _without_overlays(pages: Sequence[_Page]) -> list[_Page]:
    """Return the pages without what is drawn over most of them: a request for consent, a menu."""
    drawn = Counter(place for page in pages for place in {_place(line) for line in page})
    least = max(REPEATED, len(pages) / 2)
    return [
        [line for line in page if line.edge <= EDGE or drawn[_place(line)] < least]
        for page in pages
    ]


def _place(line: _Line) -> tuple[str, int, int]:
    return line.words, round(line.left), round(line.base)


def _without_edges(pages: Sequence[_Page]) -> tuple[list[_Page], str]:
    """Return the pages without running heads, numbers and stamps, and the address among them."""
    found_on: dict[tuple[str, int], set[int]] = {}  # pages, by words and height
    for number, page in enumerate(pages):
        for place in {_height(line) for line in page if _is_near(line)}:
            found_on.setdefault(place, set()).add(number)

    def is_repeated(line: _Line) -> bool:
        key, height = _height(line)
        near = (found_on.get((key, other), set()) for other in (height - 1, height, height + 1))
        return len(set().union(*near)) >= REPEATED

    addresses = [
        found[1]
        for page in pages
        for line in page
        if line.edge <= EDGE
        and (found := _address(line.words))
        and not found[1].startswith("file:")
    ]

    def stays(line: _Line, ends: tuple[float, float]) -> bool:
        if not _is_near(line):
            return True
        is_end = any(abs(line.base - end) < line.size for end in ends)
        return not is_repeated(line) and not (
            (line.edge <= EDGE or is_end)
            and any(is_one(line.words) for is_one in (_NUMBER.fullmatch, _STAMP.match, _address))
        )

    kept: list[_Page] = []
    for page in pages:
        bases = [line.base for line in page]
        ends = (min(bases, default=0.0), max(bases, default=0.0))
        stamped = {round(one.base) for one in page if one.edge <= EDGE and _STAMP.match(one.words)}
        kept.append([one for one in page if stays(one, ends) and round(one.base) not in stamped])
    return kept, addresses[0] if addresses else ""


def _address(words: str) -> re.Match[str] | None:
    """Return the match of an address, which may be drawn with ligatures: "fi" as one letter."""
    return _ADDRESS.fullmatch(unicodedata.normalize("NFKC", words))


def _is_near(line: _Line) -> bool:
    return line.edge <= WIDE_EDGE


def _height(line: _Line) -> tuple[str, int]:
    """Return the words of a line, numbers alike, and where it stands, in halves of its size."""
    words = re.sub(r"\d+", "0", " ".join(line.words.split()).casefold())
    return words, round(2 * line.base / (line.size or 1))


def _usual_size(pages: Sequence[_Page]) -> float:
    """Return the size of most letters, or 0 where there is none."""
    sizes: Counter[float] = Counter()
    for line in (line for page in pages for line in page):
        sizes[line.size] += len(line.words)
    return max(sizes, key=lambda size: sizes[size], default=0)


def _is_alike(one: float, other: float) -> bool:
    return abs(one - other) <= SAME_SIZE * max(one, other)


def _title(pages: Sequence[_Page], size: float, join: Join) -> str:
    """Return the words in the largest letters of the first page that are no paper's name."""
    large = [one for page in pages for one in page if one.size >= TITLE_SIZE * size]
    for largest in sorted({one.size for one in large}, reverse=True):
        words = join("\n".join(one.words for one in large if one.size == largest))
        if len(words.split()) > 2 and len(words) <= MOST_TITLE and not bylines.outlet_of(words):
            return words
    return ""


def _with_initials(page: _Page, size: float) -> list[_Line]:
    """Return the lines of a page with large first letters put before the words beside them."""
    lines = list(page)
    for one in page:
        if len(one.words) != 1 or not one.words.isalpha() or one.size < BESIDE * size:
            continue
        beside = [
            place
            for place, line in enumerate(lines)
            if _is_alike(line.size, size)
            and one.base - size < line.base < one.base + one.size
            and one.left < line.left < one.right + 2 * size
        ]
        if beside:
            place = max(beside, key=lambda number: lines[number].base)
            first = lines[place].words.split()[0]
            others = {
                word for line in page if line is not lines[place] for word in line.words.split()
            }
            # "A man" and "I went" begin with words of their own, "A" and "gain" do not.
            gap = " " if one.words in "AI" and first in others else ""
            lines[place] = replace(lines[place], words=one.words + gap + lines[place].words)
            lines.remove(one)
    return lines


def _paragraphs(pages: Sequence[_Page], size: float, join: Join) -> list[_Paragraph]:
    """Return the paragraphs, those over the end of a column or a page as one."""
    kept: list[_Paragraph] = []
    for page in pages:
        for column in _columns(_with_initials(page, size)):
            is_text = _is_alike(column[0].size, size)
            for one in _parted(column, _width(column, page), join):
                # What stands between two columns of text, a caption, does not part a paragraph.
                near = (n for n in range(len(kept) - 1, -1, -1) if _is_alike(kept[n].size, size))
                place = next(near, -1) if is_text else -1
                if place >= 0 and _goes_on(kept[place], one):
                    words = join(f"{kept[place].words}\n{one.words}")
                    kept[place] = replace(kept[place], words=words, is_open=one.is_open)
                else:
                    kept.append(one)
    return kept


def _columns(page: _Page) -> Iterator[list[_Line]]:
    """Yield the lines that stand below one another in letters of one kind."""
    column: list[_Line] = []
    for line in page:
        if column and _is_beside(column[-1], line):
            one, other = sorted((column[-1], line), key=lambda part: part.left)
            column[-1] = replace(one, words=f"{one.words} {other.words}", right=other.right)
        elif column and _is_below(column, line):
            column.append(line)
        else:
            if column:
                yield column
            column = [line]
    if column:
        yield column


def _is_beside(one: _Line, other: _Line) -> bool:
    """Tell whether two parts are of one line, drawn apart to fill its column."""
    gap = max(one.left, other.left) - min(one.right, other.right)
    return (
        _is_alike(one.size, other.size)
        and abs(one.base - other.base) < one.size / 4
        and gap < 2 * one.size
    )


def _is_below(column: Sequence[_Line], line: _Line) -> bool:
    last = column[-1]
    left, right = min(one.left for one in column), max(one.right for one in column)
    shared = min(line.right, right) - max(line.left, left)
    return (
        last.is_bold == line.is_bold
        and _is_alike(last.size, line.size)
        and 0 < last.base - line.base < STEP * line.size
        and shared > min(line.right - line.left, right - left) / 2
    )


def _width(column: Sequence[_Line], page: _Page) -> float:
    """Return how far the lines of a page reach that begin where a column does."""
    size, left = column[0].size, min(one.left for one in column)
    reach = (
        one.right
        for one in page
        if _is_alike(one.size, size) and abs(one.left - left) < SAME_EDGE * size
    )
    return max(reach, default=left) - left


def _parted(column: Sequence[_Line], width: float, join: Join) -> Iterator[_Paragraph]:
    """Yield the paragraphs of lines that stand below one another in a column of a width."""
    steps = sorted(one.base - other.base for one, other in zip(column, column[1:], strict=False))
    usual = steps[len(steps) // 4] if steps else 0.0
    left, right = min(one.left for one in column), max(one.right for one in column)

    def is_indented(line: _Line) -> bool:
        return line.left > left + INDENT * line.size

    def fills(line: _Line) -> bool:
        return line.right - left >= SHORT * (right - left)

    def parts(one: _Line, other: _Line) -> bool:
        step = one.base - other.base
        is_short = one.right - left < SHORT * width
        return (
            step > APART * usual
            or (is_short and step > OPEN * one.size)
            or (is_short and one is column[first] and _tells_origin(one.words))
            or (is_indented(other) and not (is_indented(one) and fills(one)))
            or (not fills(one) and bool(_STOP.search(one.words)))
            or other.words[0] in "•▪‣◦"
        )

    first = 0  # line of the paragraph
    for number in range(1, len(column) + 1):
        last = column[number - 1]
        if number == len(column) or parts(last, column[number]):
            words = join("\n".join(one.words for one in column[first:number]))
            is_open = len(column) >= COLUMN and fills(last) and not _STOP.search(words)
            yield _Paragraph(words, last.size, is_open, is_indented(column[first]))
            first = number


def _tells_origin(words: str) -> bool:
    """Tell whether words are those of a line on who wrote an article, and when."""
    rest, stamp = bylines.without_stamp(words)
    return bool(bylines.authors_of(rest) or (stamp and (not rest or bylines.outlet_of(rest))))


def _goes_on(before: _Paragraph, one: _Paragraph) -> bool:
    """Tell whether a paragraph is the rest of the one before it."""
    if _STOP.search(before.words) or _tells_origin(before.words):
        return False
    return one.words[0].islower() or (before.is_open and not one.is_indented)
