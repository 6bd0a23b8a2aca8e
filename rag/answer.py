"""Answer in the articles' own words: choose what answers, say whose words it is, cite it.

Nothing is worded here but the lead of a claim (who, in what role, when) and the note beside
the claims. When the articles do not answer, the note says so and what there is instead.
"""

from collections.abc import Sequence
from typing import Literal

from rag.cite import number_sources, written_date
from rag.records import (
    Answer,
    Article,
    Asked,
    Claim,
    Passage,
    Sentence,
    Source,
    Span,
    Statement,
)
from rag.said import Said, is_about_speech, ranked, said_by, topic_weights
from rag.store import Library

Grounded = Literal["yes", "partly", "no"]

MOST_STATEMENTS = 5
MOST_SENTENCES = 3
SEARCHED_PASSAGES = 6  # their sentences are looked at one by one
FITS = 0.5  # share of a topic that a statement has to cover to be about it
NOT_SAID = "The articles don’t say."
QUOTES = "\"“”„«»‘’'"
FRAGMENT_WORDS = 6  # a shorter quotation is shown inside its sentence


def quote(library: Library, asked: Asked, passages: Sequence[Passage]) -> Answer:
    """Answer from statements where words are asked for, else from sentences."""
    if asked.speakers and is_about_speech(asked.question):
        claims, note, grounded = _from_statements(library, asked, passages)
    else:
        claims, note, grounded = _from_sentences(library, asked, passages)
    return Answer(
        asked=asked,
        claims=tuple(claims),
        citations=number_sources(claims),
        passages=tuple(passages),
        grounded=grounded,
        note=note,
        generation=library.generation,
    )


def _from_statements(
    library: Library, asked: Asked, passages: Sequence[Passage]
) -> tuple[list[Claim], str, Grounded]:
    said = [
        one
        for speaker in asked.speakers
        for one in said_by(library, speaker, asked.topic, asked.filters)
    ]
    who = " and ".join(asked.speakers)
    fitting = [one for one in said if one.fit >= FITS]
    if fitting:
        best = sorted(fitting, key=lambda one: -one.fit)[:MOST_STATEMENTS]
        return _statement_claims(best), "", "yes"
    if not said:
        return [], f"{NOT_SAID} Within these dates and sources {who} is not quoted.", "no"
    others = _others_on(library, asked, passages)
    note = f"{who} said nothing about “{asked.topic}” in these articles."
    note += " This is what they did say" + (", and who spoke about it." if others else ".")
    return _statement_claims([*said[:2], *others[:2]]), note, "no"


def _others_on(library: Library, asked: Asked, passages: Sequence[Passage]) -> list[Said]:
    """Return what other people say about the topic in the passages found."""
    statements = [
        found
        for passage in passages
        for found in library.statements(within=passage.chunk.span)
        if found[1].speaker not in asked.speakers
    ]
    return [one for one in ranked(library, statements, asked.topic) if one.fit >= FITS]


def _statement_claims(said: Sequence[Said]) -> list[Claim]:
    """Return one claim a statement, each run of words shown once."""
    claims: list[Claim] = []
    for one in said:
        span = shown_span(one.article, one.statement, one.sentences)
        if any(claim.sources[0].span.covers(span) for claim in claims):
            continue
        source = Source(one.article, span, (one.statement.words,))
        claims.append(Claim(lead(one.article, one.statement), source.quote, (source,)))
    return claims


def lead(article: Article, statement: Statement) -> str:
    """Return who says something, in what role and when."""
    named = ", ".join(part for part in (statement.speaker, statement.role) if part)
    return f"{named} ({written_date(article.date)})"


def shown_span(article: Article, statement: Statement, sentences: Sequence[Sentence]) -> Span:
    """Return what is shown of a statement.

    A quotation is shown with its quotation marks; a fragment, and what is reported in the
    article's wording, inside its sentences, so that it cannot be taken for a quotation.
    """
    words, text = statement.words, article.text
    is_fragment = len(article.cut(words).split()) < FRAGMENT_WORDS or text[words.start].islower()
    if statement.kind == "quoted" and not is_fragment:
        before = words.start > 0 and text[words.start - 1] in QUOTES
        after = words.end < len(text) and text[words.end] in QUOTES
        return Span(article.id, words.start - before, words.end + after)
    around = [
        sentence.span
        for sentence in sentences
        if sentence.span.start < words.end and words.start < sentence.span.end
    ]
    if not around:
        return words
    return Span(article.id, around[0].start, around[-1].end)


def _from_sentences(
    library: Library, asked: Asked, passages: Sequence[Passage]
) -> tuple[list[Claim], str, Grounded]:
    weights = topic_weights(library, asked.topic or asked.question)
    total = sum(weights.values())
    if not total:
        return [], NOT_SAID, "no"
    scored: list[tuple[float, Source]] = []
    for passage in passages[:SEARCHED_PASSAGES]:
        heading = set(library.lexical.terms(passage.article.title))
        for sentence in library.sentences(passage.chunk.span):
            words = set(library.lexical.terms(passage.article.cut(sentence.span)))
            fit = sum(
                weight if term in words else 0.3 * weight if term in heading else 0.0
                for term, weight in weights.items()
            )
            score = fit / total + 0.3 * passage.score
            scored.append((score, Source(passage.article, sentence.span, ())))
    best = sorted(scored, key=lambda one: -one[0])[:MOST_SENTENCES]
    if not best or best[0][0] < FITS:
        return [], NOT_SAID, "no"
    kept = [source for score, source in best if score >= 0.8 * best[0][0]]
    return [Claim("", source.quote, (source,)) for source in kept], "", "yes"
