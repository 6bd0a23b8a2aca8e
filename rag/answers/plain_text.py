"""Word what an answer holds as data, number its sources, and write it as plain text or Markdown."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rag.language.dates import written_date
from rag.records import Answer, Article, Citation, Claim, Source, Span, claim_numbers
from rag.visible import visible, visible_text

NOT_SAID = "The articles don’t say this."
CLOSEST = "The closest they come:"
QUOTED = "In the articles’ words"  # beneath what a language model wrote
WRITTEN = "What the language model wrote; half of it or more is doubted"
# By hand.
MOST_PASSAGES = 3  # that are shown where nothing is claimed
_BEFORE = {"title": "# ", "question": "## ", "heading": "### ", "quote": "> "}  # in Markdown
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~$&])")
_LIST_ITEM = re.compile(r"^(\d*)([#+\-=.)])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a written answer, or of a document of several."""

    kind: Literal["title", "question", "heading", "text", "source", "quote"]
    text: str  # of a quote: the words of the source before
    marks: tuple[int, int] = (0, 0)  # where the numbers of a claim's sources stand in it


def number_sources(claims: Iterable[Claim]) -> tuple[Citation, ...]:
    """Return every distinct source of the claims, numbered from 1 in the order they appear."""
    sources = dict.fromkeys(source for claim in claims for source in claim.sources)
    return tuple(Citation(number, source) for number, source in enumerate(sources, start=1))


def described(article: Article) -> str:
    """Return an article's title, source and date in a line."""
    parts = (article.title, article.source, written_date(article.date))
    return ", ".join(part for part in parts if part)


def reference(source: Source) -> str:
    """Return where words are from: an article's title, source and date, its file, the place."""
    where = ", ".join(part for part in (described(source.article), source.article.url) if part)
    return f"{where} ({place_of(source.span)})"


def place_of(span: Span) -> str:
    """Return a file and the characters of a span in it: ``kallas.txt:10-20``."""
    return f"{span.article_id}:{span.start}-{span.end}"


def introduced(claim: Claim) -> str:
    """Return a claim with what stands before it, if anything."""
    lead = introduction(claim)
    return f"{lead}: {claim.text}" if lead else claim.text


def introduction(claim: Claim, written: Callable[[date | None], str] = written_date) -> str:
    """Return what stands before a quoted claim: who says it, in what role, where and when.

    What stands above it is not said again. Empty before a sentence of a language model, which
    says so itself. ``written`` writes the date.
    """
    article = claim.article
    if article is None or not claim.is_quoted:
        return ""
    time = claim.entry.time if claim.entry else ""
    when = "" if written_date(claim.date) == claim.heading else written(claim.date)
    said = [article.source, when, time]
    where = ", ".join(part for part in said if part not in ("", claim.heading))
    who = ", ".join(part for part in (claim.speaker, claim.role) if part not in ("", claim.heading))
    return f"{who} ({where})" if who and where else who or where


def further(claim: Claim) -> str:
    """Return how many more print the words of a quoted claim: ``and 3 more papers``, or ""."""
    more, what = printed_elsewhere(claim)
    return f"and {more} more {what if more > 1 else what.removesuffix('s')}" if more else ""


def printed_elsewhere(claim: Claim) -> tuple[int, Literal["papers", "articles"]]:
    """Return how many more papers, or articles of one, print the words of a quoted claim."""
    names = [source.article.source for source in claim.sources]
    what: Literal["papers", "articles"] = "articles"
    if all(names) and len(set(names)) == len(names):
        what = "papers"
    return max(0, len(names) - 1) if claim.is_quoted else 0, what


def told(answer: Answer) -> str:
    """Return the sentences above the claims: the refusal, if it is one, and the note."""
    refusal = NOT_SAID if answer.grade != "answered" else ""
    closest = CLOSEST if answer.grade == "closest" else ""
    return " ".join(part for part in (refusal, answer.note, closest) if part)


def lines_of(answer: Answer) -> Iterator[Line]:
    """Yield an answer line by line: what it says, then its sources with their words."""
    if told(answer):
        yield Line("text", told(answer))
    yield from _claim_lines(answer, answer.claims)
    for heading, claims in ((QUOTED, answer.quoted), (WRITTEN, answer.written)):
        if claims:
            yield Line("heading", heading)
            yield from _claim_lines(answer, claims)
    if answer.citations:
        yield Line("heading", "Sources")
    for citation in answer.citations:
        yield Line("source", visible(f"[{citation.number}] {reference(citation.source)}"))
        yield Line("quote", citation.source.quote)
    if answer.grade == "nothing" and answer.passages:
        yield Line("heading", "The closest passages")
        for passage in answer.passages[:MOST_PASSAGES]:
            yield Line("text", f"- {described(passage.article)}: {shortened(passage.text)}")


def _claim_lines(answer: Answer, claims: Sequence[Claim]) -> Iterator[Line]:
    heading = ""
    for claim in claims:
        if claim.heading not in ("", heading):
            yield Line("heading", claim.heading)
        heading = claim.heading
        marks = _marks(answer, claim)
        said = f"{introduced(claim)} "
        doubts = [f"({doubt})" for doubt in claim.doubts]
        whole = " ".join([f"{said}{marks or '[no source]'}", *doubts])
        yield Line("text", whole, (len(said), len(said) + len(marks)))


def _marks(answer: Answer, claim: Claim) -> str:
    """Return the numbers of a claim's sources: ``[1]``, or ``[1] and 2 more papers [2][3]``."""
    marks = [f"[{number}]" for number in claim_numbers(answer, claim)]
    more = further(claim)
    return f"{marks[0]} {more} {''.join(marks[1:])}" if more else "".join(marks)


def printed(answer: Answer) -> str:
    """Return an answer with its sources as plain text, safe for a terminal."""
    lines = [line.text for line in lines_of(answer) if line.kind != "quote"]
    return visible_text("\n\n".join(lines))


def markdown(lines: Iterable[Line]) -> str:
    """Write lines as Markdown, in which nothing that was written becomes markup."""
    return "\n\n".join(_BEFORE.get(line.kind, "") + escaped(line.text) for line in lines) + "\n"


def escaped(text: str) -> str:
    """Escape text so that Markdown shows it as it is, on one line."""
    return _LIST_ITEM.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", " ".join(text.split())))


def shortened(text: str, limit: int = 200) -> str:
    """Return ``text`` on one line, cut between words at about ``limit`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: line.rfind(" ", 0, limit)] + " …"
