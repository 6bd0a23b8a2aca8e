"""Everything somebody said, or what of it is about a topic, newest first."""

from collections.abc import Sequence
from datetime import date

from rag.answers.claims import copies_joined, shown_span, source_claim
from rag.answers.plain_text import number_sources
from rag.index.library import Library
from rag.records import Answer, Asked, Claim, Filters, RankedStatement, Source, Span
from rag.retrieval.statement_ranking import LEAST_FIT, paragraph, said_by

LONGEST_MERGED = 500  # characters of one claim (by hand)


def timeline(library: Library, speaker: str, topic: str, filters: Filters) -> Answer:
    """Return everything a speaker said, or what of it is about a topic, newest first."""
    said = [one for one in said_by(library, speaker, topic, filters) if one.fit >= LEAST_FIT]
    said.sort(key=lambda one: (one.article.date or date.min, one.article.id), reverse=True)
    claims = statement_claims(library, said)
    about = f" about “{topic}”" if topic else ""
    return Answer(
        asked=Asked(f"What did {speaker} say{about}?", topic, (speaker,), filters),
        claims=tuple(claims),
        citations=number_sources(claims),
        passages=(),
        grade="answered" if claims else "nothing",
        note="" if claims else f"No words of {speaker}{about} were found.",
        generation=library.generation,
        form="statements",
    )


def statement_claims(library: Library, said: Sequence[RankedStatement]) -> list[Claim]:
    """Return one claim for what a speaker says in a paragraph, in the order given.

    What several articles have in the same words is one claim, with all of them as sources.
    """
    groups: dict[tuple[str, str, int], list[tuple[RankedStatement, Span]]] = {}
    for one in said:
        around = library.sentences(paragraph(one.article, one.statement))
        begins = around[0].span.start if around else one.statement.words.start
        shown = shown_span(one.article, one.statement, around)
        groups.setdefault((one.article.id, one.statement.speaker, begins), []).append((one, shown))
    claims: list[Claim] = []
    for group in groups.values():
        first, spans = group[0][0], [span for _, span in group]
        start, end = min(span.start for span in spans), max(span.end for span in spans)
        span = Span(first.article.id, start, end) if end - start <= LONGEST_MERGED else spans[0]
        marked = tuple(one.statement.words for one, _ in group if span.covers(one.statement.words))
        if not any(claim.sources[0].span.covers(span) for claim in claims):
            claims.append(source_claim(Source(first.article, span, marked), first.statement))
    return copies_joined(claims)
