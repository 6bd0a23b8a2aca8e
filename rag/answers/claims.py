"""Claims in the words of the articles: excerpts and statements with who says them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from rag.index.copies import precedence, said_key, same_words
from rag.language.contradictions import texts_contradict
from rag.language.dates import written_date
from rag.language.entries import entry_at
from rag.language.person_names import same_person
from rag.language.roles import role_words
from rag.questions.speaker_directory import is_held
from rag.records import Article, Asked, Claim, Sentence, Source, Span, Statement
from rag.retrieval.excerpts import Excerpt
from rag.retrieval.ranking import Ranked

OPENING = "\"“„«‘'"
FRAGMENT_WORDS = 6  # a shorter quotation is shown inside its sentence (by hand)
_CLOSING = re.compile(r"[,.?!…]?[\"”“»’']")


def excerpt_claim(
    ranked: Ranked,
    asked: Asked,
    *,
    heading: str = "",
    role: Sequence[str] = (),
    asks_for_words: bool = False,
) -> Claim:
    """Return a claim in the words of an excerpt.

    It is said by somebody who is asked about and speaks in it, else by whoever most of it quotes.
    Where a question asks for words or whose they are, it is said by whoever speaks in the sentence
    that it is judged by, else by the only one who speaks in it. What is marked are the words of
    those asked about, else those that the reader takes for the answer.
    """
    excerpt = ranked.excerpt
    own = own_statements(excerpt, asked, role)
    spoken = own or [one for one in excerpt.statements if _is_mostly(one, excerpt.shown)]
    if not spoken and asks_for_words:
        spoken = [one for one in excerpt.statements if one.words.overlaps(excerpt.line.span)]
        if not spoken and len({one.speaker for one in excerpt.statements}) == 1:
            spoken = list(excerpt.statements)
    speech = spoken[0] if spoken else None
    shown = excerpt.shown if speech is None else _begun_by(excerpt, speech)
    if own:
        shown = _ended_by(excerpt, shown, own)
    marked = [_inside(one.words, shown) for one in own if one.words.overlaps(shown)]
    if not marked and ranked.words is not None and shown.covers(ranked.words):
        marked = [ranked.words]
    return source_claim(Source(excerpt.article, shown, tuple(marked)), speech, heading=heading)


def _begun_by(excerpt: Excerpt, speech: Statement) -> Span:
    """Return what is shown of an excerpt as somebody's: from their words on if others' are before.

    Words of others that follow stay, unless theirs were asked for.
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


def _ended_by(excerpt: Excerpt, shown: Span, own: Sequence[Statement]) -> Span:
    """Return what is shown of those asked about: up to where others speak behind them."""
    last = max(max(one.words.end, one.attribution.end) for one in own)
    others = [
        one.words.start
        for one in excerpt.statements
        if one.words.start >= last and not any(same_person(one.speaker, by.speaker) for by in own)
    ]
    article = excerpt.article
    breaks = [shown.start + one.start() for one in re.finditer(r"\s*\n\n", article.cut(shown))]
    ends = [
        end
        for end in (*(line.span.end for line in excerpt.lines), *breaks)
        if others and max(last, shown.start + 1) <= end <= min(*others, shown.end)
    ]
    return Span(article.id, shown.start, max(ends)) if ends else shown


def own_statements(excerpt: Excerpt, asked: Asked, role: Sequence[str] = ()) -> list[Statement]:
    """Return the statements in an excerpt by the speakers asked about.

    Args:
        excerpt: what they may stand in.
        asked: with the speakers.
        role: the words by which alone they are asked for, and by which it may name them, too.
    """
    words = role_words(" ".join(role))
    return [
        one
        for one in excerpt.statements
        if any(same_person(one.speaker, speaker) for speaker in asked.speakers)
        or (words and not one.role and is_held(words, role_words(one.speaker), words))
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


def with_copies(
    claims: Iterable[Claim], copies: Mapping[str, Sequence[Article]]
) -> Iterator[Claim]:
    """Yield the claims, each with all articles that have its very words, all of them, as sources.

    Args:
        claims: in the words of an article.
        copies: of each article; see ``Library.copies``.
    """
    for claim in claims:
        first = claim.sources[0]
        for copy in copies.get(first.article.id, ()):
            found = same_words(first, copy)
            claim = replace(claim, sources=(*claim.sources, found)) if found else claim
        yield claim


def copies_joined(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims, those that say no more than one before them as its further sources.

    That is equal words, and nothing but what it has of the same speaker, in other surroundings
    that do not say otherwise.
    Of the sources with a claim's words the one that is to be cited comes first.
    """
    joined: list[Claim] = []
    for claim in claims:
        for place, first in enumerate(joined):
            if _says_no_more(claim, first):
                cited = {source.article.id for source in first.sources}
                others = [source for source in claim.sources if source.article.id not in cited]
                joined[place] = replace(first, sources=(*first.sources, *others))
                break
        else:
            joined.append(claim)
    return [_cited(claim) for claim in joined]


def _says_no_more(claim: Claim, other: Claim) -> bool:
    if _words(claim.text) == _words(other.text):
        return True
    said = _said(claim)
    same = claim.speaker == other.speaker and bool(said) and said <= _said(other)
    return same and not texts_contradict(claim.text, other.text)


def _said(claim: Claim) -> set[str]:
    """Return what is the same in all prints of a speaker's words; few with their paragraph."""
    if not claim.speaker:
        return set()
    keys = {said_key(one.article, span) for one in claim.sources[:1] for span in one.marked}
    return set() if "" in keys else keys


def _cited(claim: Claim) -> Claim:
    """Return a claim in the words of the source that is to be cited first."""
    words = _words(claim.text)
    same = [source for source in claim.sources if _words(source.quote) == words]
    if len(same) < 2:
        return claim
    same.sort(key=lambda source: precedence(source.article))
    others = [source for source in claim.sources if source not in same]
    entry = entry_at(same[0].article, same[0].span.start)
    return replace(claim, text=same[0].quote, sources=(*same, *others), entry=entry)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def by_day(claims: Iterable[Claim], *, newest_first: bool = False) -> list[Claim]:
    """Return claims under the day of the article that each rests on, undated ones last."""
    last = date.min if newest_first else date.max

    def day(claim: Claim) -> date:
        return (claim.article and claim.article.date) or last

    ordered = sorted(claims, key=day, reverse=newest_first)
    return [
        replace(one, heading=written_date(one.article.date if one.article else None))
        for one in ordered
    ]


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
