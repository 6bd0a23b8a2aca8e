"""Rank the statements of speakers by how well they fit a topic."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache

from rag.index.copies import said_once
from rag.index.library import Library
from rag.records import Article, Filters, RankedStatement, Span, Statement

# By hand, on questions what somebody said about something, written for news of 2022.
LEAST_FIT = 0.5  # the least fit of a statement that is about a topic
LEAD_WORTH = 0.4  # what a word of the article's title or first paragraph counts for
CLEAR_FIT = 0.8  # a fit by words that makes a second look needless
BESIDE_WORTH = 0.7  # what a word beside a statement counts for, against one inside it
LOOKED_AT_TWICE = 24  # statements whose meaning is compared with the topic's: 1-2 ms each
SAME_MEANING = 0.76  # half of it, .38, parted related from unrelated statements on news
SAME_TOGETHER = 1.25  # half of it is what words and meaning must reach together


def said_by(
    library: Library, person: str, topic: str, filters: Filters, *, on_occasion: bool = False
) -> list[RankedStatement]:
    """Return a person's statements, those that fit the topic best first.

    Of equal fit, the newest come first. Without a topic, all fit. What several articles print of
    one statement is one. ``on_occasion``: the topic tells when something was said rather than
    what about; see ``ranked``.
    """
    statements = library.statements(person=person, filters=filters)
    return ranked(library, once(library, statements), topic, on_occasion=on_occasion)


def once(
    library: Library, said: Sequence[tuple[Article, Statement]]
) -> list[list[tuple[Article, Statement]]]:
    """Return the statements of one speaker, the newest first, with all articles' prints of each.

    The one to be cited comes first of these; see ``said_once``.
    """
    stories = library.numbers.stories({article.id for article, _ in said})

    def age(prints: Sequence[tuple[Article, Statement]]) -> tuple[int, str, int]:
        article, statement = prints[0]
        return -(article.date or date.min).toordinal(), article.id, statement.words.start

    return sorted(said_once(said, stories), key=age)


def ranked(
    library: Library,
    statements: Sequence[Sequence[tuple[Article, Statement]]],
    topic: str,
    *,
    by_meaning: bool = True,
    on_occasion: bool = False,
) -> list[RankedStatement]:
    """Return statements by how well they fit a topic, best first; stable otherwise.

    Args:
        library: where the statements are from.
        statements: the prints of each, the one to be cited first.
        topic: words; without any, every statement fits.
        by_meaning: unless a statement has (nearly) all words of the topic, those that fit best
            are also compared by what they mean.
        on_occasion: words of the topic count wherever they stand in the article.
    """
    weights = topic_weights(library, topic)
    total = sum(weights.values())
    if not total:
        return [_ranked(prints, 1.0) for prints in statements]
    coverage = _coverage_by(library, weights, on_occasion=on_occasion)
    by_words = sorted(
        ((coverage(*prints[0]) / total, prints) for prints in statements),
        key=lambda found: -found[0],
    )
    is_clear = not by_words or by_words[0][0] >= CLEAR_FIT
    first = [] if is_clear or not by_meaning else by_words[:LOOKED_AT_TWICE]
    vectors = library.embedder.encode([_meant(*prints[0]) for _, prints in first])
    nearness = (vectors @ library.embedder.encode_question(topic)).tolist()
    found = [
        (
            min(1.0, max(fit, near / SAME_MEANING, (fit + near) / SAME_TOGETHER)),
            fit + near,
            prints,
        )
        for (fit, prints), near in zip(first, nearness, strict=True)
    ] + [(fit, fit, prints) for fit, prints in by_words[len(first) :]]
    found.sort(key=lambda one: -one[1])
    return [_ranked(prints, fit) for fit, _, prints in found]


def _ranked(prints: Sequence[tuple[Article, Statement]], fit: float) -> RankedStatement:
    [(article, statement), *others] = prints
    return RankedStatement(article, statement, fit, tuple(others))


def topic_weights(library: Library, topic: str) -> dict[str, float]:
    """Return how much each analysed word of a topic counts: the rarer, the more."""
    return {
        term: library.lexical.rarity(term)
        for word in topic.split()
        for term in _indexed_terms(library, word)
    }


def _indexed_terms(library: Library, word: str) -> list[str]:
    """Return a word's terms, in American spelling where the articles have only that."""
    terms = library.lexical.terms(word)
    if not any(library.lexical.passages_with(term) for term in terms):
        other = library.lexical.terms(re.sub(r"is(?=(?:e|es|ed|ing)$)", "iz", word))
        if any(library.lexical.passages_with(term) for term in other):
            return other
    return terms


def _coverage_by(
    library: Library, weights: Mapping[str, float], *, on_occasion: bool
) -> Callable[[Article, Statement], float]:
    """Return what says how much of a topic's words a statement has; what many share is read once.

    A very long article may have thousands of statements by one speaker.
    """

    @cache
    def about(article: Article) -> frozenset[str]:
        lead = article.text.strip().partition("\n\n")[0]
        return frozenset(library.lexical.terms(f"{article.title} {lead}"))

    @cache
    def within(article: Article, span: Span) -> frozenset[str]:
        return frozenset(library.lexical.terms(article.cut(span)))

    def coverage(article: Article, statement: Statement) -> float:
        whole = Span(article.id, 0, len(article.text))
        words = within(article, statement.words)
        around = within(article, whole if on_occasion else paragraph(article, statement))
        opening = about(article)
        return sum(
            weight
            * (term in words or BESIDE_WORTH * (term in around) or LEAD_WORTH * (term in opening))
            for term, weight in weights.items()
        )

    return coverage


def _meant(article: Article, statement: Statement) -> str:
    """Return the text that carries a statement's meaning: a report's verb is part of it."""
    words, attribution = statement.words, statement.attribution
    if statement.kind == "quoted":
        return article.cut(words)
    start, end = min(words.start, attribution.start), max(words.end, attribution.end)
    return article.text[start:end]


def paragraph(article: Article, statement: Statement) -> Span:
    """Return the paragraph in which a statement begins."""
    start = article.text.rfind("\n\n", 0, statement.words.start) + 1
    end = article.text.find("\n\n", statement.words.end)
    return Span(article.id, start, end if end >= 0 else len(article.text))
