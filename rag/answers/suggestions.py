"""Questions made from the articles themselves: what somebody said, who they are, what happened.

Each is tried before it is shown: examples to begin with, and what to ask next. A draft of
questions to measure by takes the same topics untried.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import TypeVar

from rag.answers.topics import (
    in_title,
    is_known,
    is_named,
    is_telling,
    joined_titles,
    phrases,
    rarity,
    topics_of,
)
from rag.index.library import Library
from rag.language.function_words import SPEAKER_STOP_WORDS
from rag.language.person_names import fold
from rag.records import Answer, Article, Span, Statement

# By hand: what reads well, and what a page can wait for.
MOST = 6
MOST_TRIED = 24  # questions
MOST_NEXT = 3
MOST_NEXT_TRIED = 9
LOOKED_AT = 200  # articles, the newest
LOOKED_AT_NEXT = 4  # articles that an answer rests on, and as many that come near
SHARED_WORTH = 2  # times as good is a topic of somebody's words that several articles share
NEAR_WORTH = 3  # times as good is one with a word, or by a speaker, of what was asked
MOST_PEOPLE_NEXT = 1  # questions who somebody is

_DATED = re.compile(
    r"^(?P<subject>(?:The|A|An) [^,;“”\"]{0,60}?[ -][^,;“”\"]{3,60}?) (?P<verb>was|were) "
    r"(?P<rest>[^,;“”\"]{1,120}?)"
    r" (?P<date>on (?:[A-Z][a-z]+ \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]+(?: \d{4})?))"
)
_COUNTED = re.compile(
    r"(?<![\w.,$€£-])(?:\d[\d,.]*\d|\d)(?: (?:million|billion|thousand))? (?P<thing>[a-z]{3,}s)\b"
)
_DOES = re.compile(
    r" (?:were|are|have|had|will|voted|joined|signed) [^,;.“”\"]{8,60}(?=[,;.](?:\s|$))"
)
# What points to another sentence, or makes a number depend on more than is asked for.
_LEANS = re.compile(
    r"\b(?:it|its|this|that|these|those|he|his|him|she|her|they|them|their|we|our|us|you|your|i|my"
    r"|there|here|also|just|still|only|one|ones|others?|former|latter|addition|excluding|so|such"
    r"|had|now|then|ago|today|yesterday|resulted|due|right)\b|[()]",
    re.IGNORECASE,
)

Item = TypeVar("Item")

_ASKING = SPEAKER_STOP_WORDS | frozenset("happened latest many whom say said about with".split())


@dataclass(frozen=True, slots=True)
class Fact:
    """A date or a number of things in a sentence, and a question for it."""

    question: str  # empty for a number of things of which nothing more is said
    words: str  # that answer
    sentence: str


def example_questions(library: Library, is_answered: Callable[[str], bool]) -> tuple[str, ...]:
    """Return up to six questions that the articles answer, of several kinds by turns.

    Args:
        library: what they are made from.
        is_answered: tells whether the articles answer a question; asked before one is taken.
    """
    articles = list(library.articles(most=LOOKED_AT))
    return _taken(_questions(library, articles), is_answered, most=MOST, tried=MOST_TRIED)


def next_questions(
    library: Library,
    answer: Answer,
    asked: Sequence[str],
    is_answered: Callable[[str], bool],
) -> tuple[str, ...]:
    """Return up to three questions that lead on from an answer or a refusal.

    They are made from the articles that it rests on; where there are none, or they lead nowhere,
    from those that come near, too.

    Args:
        library: what the answer is from.
        answer: the last of the conversation.
        asked: its questions so far, none of which is returned.
        is_answered: as for ``example_questions``.
    """
    cited = {one.source.article.id: one.source.article for one in answer.citations}
    near = {one.article.id: one.article for one in answer.passages if one.article.id not in cited}
    words = _about(f"{answer.asked.question} {' '.join(answer.asked.speakers)}")
    given = {one.split()[0].lower() for one in answer.asked.speakers if " " in one}
    earlier = [(one.split(), _about(one) - given) for one in asked]

    def is_new(question: str) -> bool:
        about = _about(question) - given
        return not any(
            about == before or (about <= before and question.split()[:2] == typed[:2])
            for typed, before in earlier
        )

    def made_from(articles: Sequence[Article]) -> tuple[str, ...]:
        looked_at = articles[:LOOKED_AT_NEXT]
        made = _questions(library, looked_at, near=words, people=MOST_PEOPLE_NEXT)
        new = filter(is_new, made)
        return _taken(new, is_answered, most=MOST_NEXT, tried=MOST_NEXT_TRIED, shared=words)

    if answer.grade == "answered" and (taken := made_from([*cited.values()])):
        return taken
    return made_from([*cited.values(), *near.values()])


def in_turn(groups: Iterable[Iterable[Item]]) -> Iterator[Item]:
    """Yield the first of every group, then the second of every group, and so on."""
    for one in chain.from_iterable(zip_longest(*groups)):
        if one is not None:
            yield one


def is_full_name(speaker: str) -> bool:
    """Tell a person's full name from a group or a role: NATO leaders, The text."""
    first, *others = speaker.split()
    return (
        bool(others) and first.lower() != "the" and first[0].isupper() and others[-1][0].isupper()
    )


def _taken(
    questions: Iterable[str],
    is_answered: Callable[[str], bool],
    *,
    most: int,
    tried: int,
    shared: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Return the first questions that are answered, each about something else.

    Words that are ``shared`` may stand in several of them.
    """
    taken: list[str] = []
    known: set[str] = set()  # words of the questions taken
    fresh = (one for one in questions if not _about(one) & known)
    for question in islice(fresh, tried):
        if is_answered(question):
            taken.append(question)
            known |= _about(question) - shared
        if len(taken) == most:
            break
    return tuple(taken)


def _about(question: str) -> frozenset[str]:
    """Return the words that tell what a question is about."""
    return frozenset(fold(question).rstrip("?").split()) - _ASKING


# Kinds of questions


def _questions(
    library: Library,
    articles: Sequence[Article],
    *,
    near: frozenset[str] = frozenset(),
    people: int = MOST,
) -> Iterator[str]:
    """Yield questions of several kinds by turns that are made from some articles.

    Args:
        library: where they are from.
        articles: that answer them, or some of them.
        near: words that had better be in them.
        people: how many ask who somebody is.
    """
    spoken = list(_spoken(library, articles))
    topics = topics_of(library, articles)
    names = {word for _, one in spoken for word in fold(one.speaker).split()}
    return in_turn(
        (
            _about_topics(library, spoken, topics, near),
            _about_events(articles, topics, names),
            _about_people(spoken)[:people],
            (fact.question for one in articles for fact in facts(library, one) if fact.question),
        )
    )


def _spoken(library: Library, articles: Iterable[Article]) -> Iterator[tuple[Article, Statement]]:
    """Yield what people with a full name and a role are said to have said."""
    for article in articles:
        for _, statement in library.statements(within=Span(article.id, 0, len(article.text))):
            if statement.role and is_full_name(statement.speaker):
                yield article, statement


def _about_topics(
    library: Library,
    spoken: Iterable[tuple[Article, Statement]],
    topics: dict[str, float],
    near: frozenset[str],
) -> list[str]:
    """Return what somebody said about a topic of their own words, the best topic first.

    A topic that articles share is better than one that these words alone have, of which none is
    asked that only its article makes understood.
    """
    found = [
        (
            max(rarity(library, phrase), SHARED_WORTH * topics.get(phrase, 0.0))
            * (2 if statement.kind == "quoted" else 1)
            * (NEAR_WORTH if near & _about(f"{statement.speaker} {phrase}") else 1),
            statement.speaker,
            phrase,
        )
        for article, statement in spoken
        for phrase in set(phrases(article.cut(statement.words)))
        if is_telling(phrase)
        and (is_known(phrase) or phrase in topics)
        and not set(fold(statement.speaker).split()) & _about(phrase)
    ]
    ordered = sorted(found, key=lambda one: (-one[0], one[1:]))
    return [f"What did {speaker} say about {phrase}?" for _, speaker, phrase in ordered]


def _about_people(spoken: Iterable[tuple[Article, Statement]]) -> list[str]:
    """Return who somebody is, whoever says most first."""
    said = Counter(statement.speaker for _, statement in spoken)
    return [f"Who is {speaker}?" for speaker, _ in said.most_common(MOST)]


def _about_events(
    articles: Sequence[Article], topics: dict[str, float], names: set[str]
) -> list[str]:
    """Return what happened with what titles name, and is nobody's name, the best first."""
    titles = joined_titles(articles)
    events = [
        phrase
        for phrase in topics
        if not _about(phrase) & names
        and in_title(phrase) in titles
        and (is_named(phrase) or phrase.startswith("the "))
    ]
    return [
        f"What is the latest on {phrase}?" if n % 2 else f"What happened with {phrase}?"
        for n, phrase in enumerate(events)
    ]


def facts(library: Library, article: Article) -> Iterator[Fact]:
    """Yield questions for the dates and the counted things of an article."""
    for sentence in library.sentences(Span(article.id, 0, len(article.text))):
        text = article.cut(sentence.span)
        if dated := _DATED.search(text):
            subject = dated["subject"][0].lower() + dated["subject"][1:]
            if question := _alone(f"When {dated['verb']} {subject} {dated['rest']}?"):
                yield Fact(question, f"{dated['rest']} {dated['date']}", text)
        elif counted := _COUNTED.search(text):
            does = _DOES.match(text, counted.end())
            question = _alone(f"How many {counted['thing']}{does[0]}?") if does else ""
            yield Fact(question, counted[0], text)


def _alone(question: str) -> str:
    """Return a question that can be understood by itself; nothing for another.

    It has a name, of somebody or something, or nobody would know what it is about.
    """
    is_named = any(
        word[0].isupper() and is_telling(f"X {word.strip('?')}") for word in question.split()[1:]
    )
    return question if is_named and not _LEANS.search(question) else ""
