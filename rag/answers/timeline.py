"""What somebody said, what happened with a topic by day, and who spoke of it.

No model is asked: everything is an excerpt of an article, with its place.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from rag.answers.claims import copies_joined, excerpt_claim, shown_span, source_claim
from rag.answers.plain_text import number_sources
from rag.index.library import Library
from rag.language.dates import written_date
from rag.records import Answer, Asked, Claim, Filters, RankedStatement, Source, Span
from rag.retrieval.evidence import CHEAP
from rag.retrieval.excerpts import Excerpt
from rag.retrieval.ranking import Ranked, learned_ranking
from rag.retrieval.search import Search, SearchWeights
from rag.retrieval.statement_ranking import LEAST_FIT, paragraph, ranked, said_by, topic_weights
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
    chosen.sort(key=lambda one: one.article.date or date.max)
    claims = [
        excerpt_claim(Ranked(one, 0.0, None), asked, heading=written_date(one.article.date))
        for one in chosen
    ]
    return _of_topic(library, topic, filters, copies_joined(claims))


def topic_statements(library: Library, topic: str, filters: Filters = Filters()) -> Answer:
    """Return who said what on a topic: whoever says most first, and of each the best fit first.

    What somebody says stands under their name. Whoever has none of their own, as "the statement",
    is left out where somebody has.

    Raises:
        BadQuestion: the topic is empty or too long.
    """
    articles = dict.fromkeys(one.article.id for one in _about(library, topic, filters))
    said = [
        (library.article(article_id), statement)
        for article_id in articles
        for statement in library.statements_of(article_id)
    ]
    fitting = [
        one for one in ranked(library, said, topic, by_meaning=False) if one.fit >= LEAST_FIT
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
