"""Number the sources of an answer and print it as text."""

import re
from collections.abc import Iterable
from datetime import date

from rag.records import Answer, Article, Citation, Claim, claim_numbers

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


def printed(answer: Answer) -> str:
    """Return an answer with its sources as plain text."""
    lines = [answer.note] if answer.note else []
    for claim in answer.claims:
        marks = "".join(f"[{number}]" for number in claim_numbers(answer, claim))
        lead = f"{claim.lead}: " if claim.lead else ""
        lines.append(" ".join([f"{lead}{claim.text} {marks or '[no source]'}", *doubted(claim)]))
    if answer.citations:
        lines.append("Sources")
    for citation in answer.citations:
        source = citation.source
        place = f"{source.article.id}:{source.span.start}-{source.span.end}"
        lines.append(f"[{citation.number}] {described(source.article)} ({place})")
    if answer.grounded == "no" and not answer.claims and answer.passages:
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
