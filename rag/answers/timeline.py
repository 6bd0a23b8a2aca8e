"""What somebody said, what happened with a topic by day, and who spoke of it.

No model is asked: everything is an excerpt of an article, with its place.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from rag.answers.claims import (
    by_day,
    copies_joined,
    excerpt_claim,
    shown_span,
    source_claim,
    with_copies,
)
from rag.answers.plain_text import number_sources
from rag.index.library import Library
from rag.records import (
    Answer,
    Article,
    Asked,
    Claim,
    Filters,
    RankedStatement,
    Source,
    Span,
    Statement,
)
from rag.retrieval.evidence import CHEAP
from rag.retrieval.excerpts import Excerpt
from rag.retrieval.ranking import Ranked, learned_ranking
from rag.retrieval.search import Search, SearchWeights
from rag.retrieval.statement_ranking import (
    LEAST_FIT,
    once,
    paragraph,
    ranked,
    said_by,
    topic_weights,
)
from rag.retrieval.understand import understand

# By hand.
LONGEST_MERGED = 500  # characters of one claim
LOOKED_THROUGH = 60  # passages for a topic
MOST_OF_A_DAY = 2  # excerpts
MOST_EVENTS = 40  # excerpts
MOST_VOICES = 12  # who speak of a topic
IN_TITLE = 0.6  # what a word of the topic counts for that only the article's title has
SAID_BEFORE = 0.6  # share of its words from which an excerpt says nothing new


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


def topic_timeline(library: Library, topic: str, filters: Filters = Filters()) -> Answer:
    """Return what happened with a topic, the earliest day first: a few excerpts of each day.

    Raises:
        BadQuestion: the topic is empty or too long.
    """
    asked = understand(library, topic, filters).asked
    chosen = list(_chosen(_about(library, topic, filters)))
    claims = [excerpt_claim(Ranked(one, 0.0, None), asked) for one in chosen]
    copies = {one.article.id: library.copies(one.article.id, filters) for one in chosen}
    return _of_topic(library, topic, filters, by_day(copies_joined(with_copies(claims, copies))))


def topic_statements(library: Library, topic: str, filters: Filters = Filters()) -> Answer:
    """Return who said what on a topic: whoever says most first, and of each the best fit first.

    What somebody says stands under their name. Whoever has none of their own, as "the statement",
    is left out where somebody has.

    Raises:
        BadQuestion: the topic is empty or too long.
    """
    about = {one.article.id: one.article for one in _about(library, topic, filters)}
    copies = [copy for article_id in about for copy in library.copies(article_id, filters)]
    said: dict[str, list[tuple[Article, Statement]]] = {}
    for article in (about | {one.id: one for one in copies}).values():
        for statement in library.statements_of(article.id):
            said.setdefault(statement.speaker, []).append((article, statement))
    prints = [one for of_speaker in said.values() for one in once(library, of_speaker)]
    fitting = [
        one for one in ranked(library, prints, topic, by_meaning=False) if one.fit >= LEAST_FIT
    ]
    claims = statement_claims(library, fitting)
    kinds = library.people.kinds_of(list(dict.fromkeys(one.speaker for one in claims)))
    named = [one for one in claims if kinds.get(one.speaker) in ("person", "organisation")]
    most = Counter(claim.speaker for claim in named or claims).most_common(MOST_VOICES)
    by_voice = [
        replace(claim, heading=speaker)
        for speaker, _ in most
        for claim in claims
        if claim.speaker == speaker
    ]
    return _of_topic(library, topic, filters, by_voice)


def _of_topic(library: Library, topic: str, filters: Filters, claims: Iterable[Claim]) -> Answer:
    claims = tuple(claims)
    return Answer(
        asked=Asked(f"What happened with {topic}?", topic, (), filters),
        claims=claims,
        citations=number_sources(claims),
        passages=(),
        grade="answered" if claims else "nothing",
        note="" if claims else f"Nothing about “{topic}” was found.",
        generation=library.generation,
        form="overview",
    )


def _about(library: Library, topic: str, filters: Filters) -> list[Excerpt]:
    """Return the excerpts that have most of a topic's words, the likeliest first."""
    search = Search(library, understand(library, topic, filters), SearchWeights())
    excerpts, numbers = search.candidates(LOOKED_THROUGH)
    if not excerpts:
        return []
    order = np.argsort(-learned_ranking().to_read.log_odds(CHEAP, numbers), kind="stable")
    mentions = library.lexical.passages_with
    weights = {
        term: weight for term, weight in topic_weights(library, topic).items() if mentions(term)
    }
    least = LEAST_FIT * sum(weights.values())

    def fits(one: Excerpt) -> bool:
        title = set(library.lexical.terms(one.article.title))
        has = (
            weight * (term in one.terms or IN_TITLE * (term in title))
            for term, weight in weights.items()
        )
        return bool(weights) and sum(has) >= least

    return [excerpts[n] for n in order.tolist() if fits(excerpts[n])]


def _chosen(excerpts: Iterable[Excerpt]) -> Iterator[Excerpt]:
    """Yield a few excerpts of each day, none of which says what one before it does."""
    kept: list[Excerpt] = []
    days: Counter[date | None] = Counter()
    for one in excerpts:
        day = one.article.date
        again = any(
            one.overlaps(other) or one.share_of_words(other) > SAID_BEFORE for other in kept
        )
        if again or days[day] >= MOST_OF_A_DAY:
            continue
        kept.append(one)
        days[day] += 1
        yield one
        if len(kept) == MOST_EVENTS:
            return


def statement_claims(library: Library, said: Sequence[RankedStatement]) -> list[Claim]:
    """Return one claim for what a speaker says in a paragraph, in the order given.

    Its sources are all articles that print it.
    """
    groups: dict[tuple[str, str, int], list[RankedStatement]] = {}
    for one in said:
        around = library.sentences(paragraph(one.article, one.statement))
        begins = around[0].span.start if around else one.statement.words.start
        groups.setdefault((one.article.id, one.statement.speaker, begins), []).append(one)
    claims: list[Claim] = []
    for group in groups.values():
        prints: dict[str, list[tuple[Article, Statement]]] = {}
        for one in group:
            for article, statement in ((one.article, one.statement), *one.others):
                prints.setdefault(article.id, []).append((article, statement))
        first, *others = (_source(library, those) for those in prints.values())
        if not any(claim.sources[0].span.covers(first.span) for claim in claims):
            claim = source_claim(first, group[0].statement)
            claims.append(replace(claim, sources=(first, *others)))
    return claims


def _source(library: Library, said: Sequence[tuple[Article, Statement]]) -> Source:
    """Return the words of one article with some statements that stand close together, if short."""
    spans = [
        shown_span(article, one, library.sentences(paragraph(article, one)))
        for article, one in said
    ]
    article, start, end = said[0][0], min(s.start for s in spans), max(s.end for s in spans)
    span = Span(article.id, start, end) if end - start <= LONGEST_MERGED else spans[0]
    marked = tuple(one.words for _, one in said if span.covers(one.words))
    return Source(article, span, marked)
