"""Claims in the words of the articles: excerpts and statements with who says them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.language.entries import entry_at
from rag.language.person_names import same_person
from rag.records import Article, Asked, Claim, Sentence, Source, Span, Statement
from rag.retrieval.excerpts import Excerpt
from rag.retrieval.ranking import Ranked

OPENING = "\"“„«‘'"
FRAGMENT_WORDS = 6  # a shorter quotation is shown inside its sentence (by hand)
_CLOSING = re.compile(r"[,.?!…]?[\"”“»’']")


def excerpt_claim(
    ranked: Ranked, asked: Asked, *, heading: str = "", asks_for_words: bool = False
) -> Claim:
    """Return a claim in the words of an excerpt.

    It is said by somebody who is asked about and speaks in it, else by whoever most of it quotes.
    Where a question asks for words or whose they are, it is said by whoever speaks in the sentence
    that it is judged by, else by the only one who speaks in it. What is marked are the words of
    those asked about, else those that the reader takes for the answer.
    """
    excerpt = ranked.excerpt
    own = own_statements(excerpt, asked)
    spoken = own or [one for one in excerpt.statements if _is_mostly(one, excerpt.shown)]
    if not spoken and asks_for_words:
        spoken = [one for one in excerpt.statements if one.words.overlaps(excerpt.line.span)]
        if not spoken and len({one.speaker for one in excerpt.statements}) == 1:
            spoken = list(excerpt.statements)
    speech = spoken[0] if spoken else None
    shown = excerpt.shown if speech is None else _begun_by(excerpt, speech)
    marked = [_inside(one.words, shown) for one in own if one.words.overlaps(shown)]
    if not marked and ranked.words is not None and shown.covers(ranked.words):
        marked = [ranked.words]
    return source_claim(Source(excerpt.article, shown, tuple(marked)), speech, heading=heading)


def _begun_by(excerpt: Excerpt, speech: Statement) -> Span:
    """Return what is shown of an excerpt as somebody's: from their words on if others' are before.

    Words of others that follow stay; the article says there whose they are.
    """
    before = [
        one
        for one in excerpt.statements
        if one.words.end <= speech.words.start and not same_person(one.speaker, speech.speaker)
    ]
    starts = [line.span.start for line in excerpt.lines if line.span.overlaps(speech.words)]
    if not before or not starts:
        return excerpt.shown
    return Span(excerpt.shown.article_id, starts[0], excerpt.shown.end)


def own_statements(excerpt: Excerpt, asked: Asked) -> list[Statement]:
    """Return the statements in an excerpt by the speakers asked about."""
    return [
        one
        for one in excerpt.statements
        if any(same_person(one.speaker, speaker) for speaker in asked.speakers)
    ]


def source_claim(source: Source, statement: Statement | None = None, *, heading: str = "") -> Claim:
    """Return a claim in the words of a source, said by the speaker of a statement if given."""
    entry = entry_at(source.article, source.span.start)
    if statement is None:
        return Claim(source.quote, (source,), heading=heading, entry=entry)
    role = re.sub(r"^the ", "", statement.role, flags=re.IGNORECASE)
    return Claim(
        source.quote,
        (source,),
        speaker=statement.speaker,
        role=role,
        heading=heading,
        entry=entry,
    )


def copies_joined(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims, those that say the same as one with the sources of all.

    The same are equal words, and equal words of one speaker in other surroundings.
    """
    joined: dict[tuple[str, str], Claim] = {}
    for claim in claims:
        words = _key(claim)
        first = joined.setdefault(words, claim)
        cited = {source.article.id for source in first.sources}
        others = [source for source in claim.sources if source.article.id not in cited]
        joined[words] = replace(first, sources=(*first.sources, *others))
    return list(joined.values())


def _key(claim: Claim) -> tuple[str, str]:
    """Return whose words a claim is, and they, without what papers print in their own ways."""
    marked = [one.article.cut(span) for one in claim.sources[:1] for span in one.marked]
    said = " ".join(marked) if claim.speaker else ""
    return claim.speaker if said else "", " ".join(re.findall(r"\w+", (said or claim.text)))


def shown_span(article: Article, statement: Statement, sentences: Sequence[Sentence]) -> Span:
    """Return what is shown of a statement by itself.

    A quotation is shown with its quotation marks; a fragment, and what is reported in the
    article's wording, inside its sentences, so that it cannot be taken for a quotation.
    """
    words, text = statement.words, article.text
    is_fragment = len(article.cut(words).split()) < FRAGMENT_WORDS or text[words.start].islower()
    if statement.kind == "quoted" and not is_fragment:
        opens = words.start > 0 and text[words.start - 1] in OPENING
        closing = _CLOSING.match(text, words.end)
        return Span(article.id, words.start - opens, closing.end() if closing else words.end)
    around = [sentence.span for sentence in sentences if sentence.span.overlaps(words)]
    if not around:
        return words
    return Span(article.id, around[0].start, around[-1].end)


def _is_mostly(statement: Statement, span: Span) -> bool:
    """Tell whether most of a span is a quotation."""
    words = _inside(statement.words, span)
    return statement.kind == "quoted" and 2 * (words.end - words.start) > span.end - span.start


def _inside(words: Span, span: Span) -> Span:
    """Return the part of some words that lies in a span that they overlap."""
    return Span(span.article_id, max(words.start, span.start), min(words.end, span.end))
