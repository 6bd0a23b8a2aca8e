"""Word what an answer holds as data, number its sources, and print it as text."""

import re
from collections.abc import Iterable
from datetime import date

from rag.records import Answer, Article, Citation, Claim, claim_numbers

NOT_SAID = "The articles don’t say this."
CLOSEST = "The closest they come:"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # a terminal would obey them


def number_sources(claims: Iterable[Claim]) -> tuple[Citation, ...]:
    """Return every distinct source of the claims, numbered from 1 in the order they appear."""
    sources = dict.fromkeys(source for claim in claims for source in claim.sources)
    return tuple(Citation(number, source) for number, source in enumerate(sources, start=1))


def written_date(day: date | None) -> str:
    """Return a date as it is shown: ``13 February 2025``, or ``undated``."""
    return f"{day.day} {day:%B %Y}" if day else "undated"


def described(article: Article) -> str:
    """Return an article's title, source and date in a line."""
    parts = (article.title, article.source, written_date(article.date))
    return ", ".join(part for part in parts if part)


def introduction(claim: Claim) -> str:
    """Return what stands before a quoted claim: who says it, in what role, where and when.

    Empty before a sentence of a language model, which says so itself.
    """
    article = claim.article
    if article is None or not claim.is_quoted:
        return ""
    where = ", ".join(part for part in (article.source, written_date(claim.date)) if part)
    who = ", ".join(part for part in (claim.speaker, claim.role) if part)
    return f"{who} ({where})" if who else where


def told(answer: Answer) -> str:
    """Return what stands above the claims: that the articles do not answer, and the note."""
    refusal = NOT_SAID if answer.grade != "answered" else ""
    closest = CLOSEST if answer.grade == "closest" else ""
    return " ".join(part for part in (refusal, answer.note, closest) if part)


def printed(answer: Answer) -> str:
    """Return an answer with its sources as plain text."""
    lines = [told(answer)] if told(answer) else []
    heading = ""
    for claim in answer.claims:
        lines += [claim.heading] if claim.heading not in ("", heading) else []
        heading = claim.heading
        marks = "".join(f"[{number}]" for number in claim_numbers(answer, claim))
        lead = f"{introduction(claim)}: " if introduction(claim) else ""
        lines.append(" ".join([f"{lead}{claim.text} {marks or '[no source]'}", *doubted(claim)]))
    if answer.citations:
        lines.append("Sources")
    for citation in answer.citations:
        source = citation.source
        place = f"{source.article.id}:{source.span.start}-{source.span.end}"
        lines.append(f"[{citation.number}] {described(source.article)} ({place})")
    if answer.grade == "nothing" and answer.passages:
        lines.append("The closest passages")
        lines += [
            f"- {described(passage.article)}: {shortened(passage.text)}"
            for passage in answer.passages[:3]
        ]
    return _CONTROL.sub("�", "\n\n".join(lines))


def doubted(claim: Claim) -> list[str]:
    """Return in brackets what of a claim its sources don't support."""
    return [f"({doubt})" for doubt in claim.doubts]


def shortened(text: str, limit: int = 200) -> str:
    """Return ``text`` on one line, cut between words at about ``limit`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: line.rfind(" ", 0, limit)] + " …"
