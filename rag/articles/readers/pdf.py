"""Read .pdf files: paragraphs in the order of their columns, without what stands on every page."""

import io
import re
from collections import Counter

from rag.articles.fields import Fields, NotAnArticle, Pieces

MOST_PAGES = 2_000
REPEATED = 3  # pages on which a line at the top or bottom stands for it to be a running head
EDGE = 0.1  # of a page's height, at the top and the bottom: where running heads stand


def read_pdf(data: bytes) -> Pieces:
    """Yield the text of a file of pages."""
    from pdfminer.high_level import extract_pages  # slow: half a second
    from pdfminer.layout import LAParams, LTTextContainer
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException

    pages: list[list[tuple[bool, str]]] = []  # of each, its blocks and whether they are at an edge
    try:
        for page in extract_pages(io.BytesIO(data), maxpages=MOST_PAGES, laparams=LAParams()):
            pages.append(
                [
                    (not EDGE < (block.y0 + block.y1) / 2 / (page.height or 1) < 1 - EDGE,
                     block.get_text())
                    for block in page
                    if isinstance(block, LTTextContainer)
                ]
            )  # fmt: skip
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise NotAnArticle("It has a password; save it without one.") from None
    except (PDFException, PSException, ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotAnArticle(f"It is not a PDF that can be read ({error}); print it anew.") from None
    text = "\n\n".join(_blocks(pages))
    if not re.search(r"\w{2}", text):
        raise NotAnArticle("Its pages are pictures without text; recognise the text first (OCR).")
    yield "", Fields(text)


def _blocks(pages: list[list[tuple[bool, str]]]) -> list[str]:
    """Return the paragraphs, those over a page's end joined, running heads and numbers left out."""
    at_edge = Counter(
        key for page in pages for key in {_key(words) for edge, words in page if edge}
    )
    kept: list[str] = []
    for page in pages:
        for edge, words in page:
            paragraph = join_lines(words)
            if not paragraph or (edge and (at_edge[_key(words)] >= REPEATED or _is_number(words))):
                continue
            if kept and paragraph[0].islower() and kept[-1][-1] not in '.!?:”"':
                kept[-1] = join_lines(f"{kept[-1]}\n{paragraph}")
            else:
                kept.append(paragraph)
    return kept


def _key(words: str) -> str:
    return re.sub(r"\d+", "0", " ".join(words.split()).casefold())


def _is_number(words: str) -> bool:
    return bool(re.fullmatch(r"\W*(?:page |p\. ?|seite )?\d{1,4}(?: ?(?:/|of|von) ?\d{1,4})?\W*",
                             words.strip(), re.IGNORECASE))  # fmt: skip


def join_lines(words: str) -> str:
    """Return the lines of a paragraph as one, words cut at their ends whole again."""
    words = re.sub(r"(?<=\w)[\u00ad\ufffe]\s*\n?\s*(?=\w)", "", words)
    words = re.sub(r"(?<=[^\W\d_])[-\u2010]\s*\n\s*(?=[a-zß-ÿ])", "", words)
    return " ".join(words.split())
