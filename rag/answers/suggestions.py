"""Questions made from the articles themselves: what somebody said, who they are, what happened.

Examples are tried before they are shown; a draft of questions to measure by takes the same
topics untried.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TypeVar

from rag.index.library import Library
from rag.language.function_words import SPEAKER_STOP_WORDS
from rag.language.person_names import fold
from rag.language.speech_verbs import SPEECH
from rag.records import Article, Span, Statement
from rag.retrieval.statement_ranking import topic_weights

# By hand: what reads well, and what a page can wait for.
MOST = 6
MOST_TRIED = 24  # questions
LOOKED_AT = 200  # articles, the newest
OFTEN = 5  # articles that share a topic from which more make it no better
TITLE_WORTH = 4  # times as good is a topic that a title names
FEWEST_LETTERS = 4  # of a word that makes a topic
LONGEST_PHRASE = 3  # words

_BEFORE_A_NOUN = frozenset(
    """the a an our their his her its my your this these of on in about for with against by from
    between under over""".split()
)
_NO_NOUNS = SPEAKER_STOP_WORDS | {"within", "beyond", "among", "without"}
_NO_FIRST = ("est", "ing", "ly")  # the strongest, for providing, the barely
_NO_LAST = ("ed", "ing", "ly", "ive", "ous", "ful", "able", "ical")  # the council voted, the long
_VAGUE = frozenset(
    """first second third fourth last next same other each several many multiple different wide
    good long close important additional recent time times year years month months week weeks day
    days hour hours quarter half decade decades variety range majority number hand idea role kind
    email newsletter notice privacy social press release forecast subscribe local""".split()
)
_ENDS_A_PHRASE = ',;:.!?…()"“”«»'
_DATED = re.compile(
    r"^(?P<subject>(?:The|A|An) [^,;“”\"]{3,60}?) (?P<verb>was|were) (?P<rest>[^,;“”\"]+?)"
    r" (?P<date>on (?:[A-Z][a-z]+ \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]+(?: \d{4})?))"
)
_COUNTED = re.compile(
    r"(?<![\w.,$€£-])(?:\d[\d,.]*\d|\d)(?: (?:million|billion|thousand))? (?P<thing>[a-z]{3,}s)\b"
)
_DOES = re.compile(
    r" (?:were|are|have|had|will|voted|joined|signed) [^,;.“”\"]{8,80}(?=[,;.](?:\s|$))"
)


Item = TypeVar("Item")

_ASKING = SPEAKER_STOP_WORDS | frozenset("happened latest many whom".split())


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
    spoken = list(_spoken(library, articles))
    topics = _topics(library, articles)
    names = {word for _, one in spoken for word in fold(one.speaker).split()}
    kinds = (
        _about_topics(spoken, topics),
        _about_people(spoken),
        _about_events(articles, topics, names),
        (one.question for article in articles for one in facts(library, article) if one.question),
    )
    taken: list[str] = []
    known: set[str] = set()  # words of the questions taken: each is about something else
    tried = 0
    for question in in_turn(kinds):
        about = set(fold(question).split()) - _ASKING
        if about & known:
            continue
        if is_answered(question):
            taken.append(question)
            known |= about
        tried += 1
        if len(taken) == MOST or tried == MOST_TRIED:
            break
    return tuple(taken)


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


# Topics


def topic_of(library: Library, text: str, *, without: str) -> str:
    """Return the phrase of a text with the rarest words; empty if it has none to ask about."""
    avoided = set(fold(without).split())
    found = [phrase for phrase in phrases(text) if not avoided & set(fold(phrase).split())]
    return max(found, key=lambda phrase: _rarity(library, phrase), default="")


def phrases(text: str) -> Iterator[str]:
    """Yield whole runs of up to three words after an article or a preposition: most are nouns."""
    written = text.split()
    for place, before in enumerate(written):
        if before.lower() not in _BEFORE_A_NOUN:
            continue
        run: list[str] = []
        for word in written[place + 1 : place + 2 + LONGEST_PHRASE]:
            bare = word.strip(_ENDS_A_PHRASE + "'‘’")
            if len(bare) < FEWEST_LETTERS or not bare.isalpha() or bare.lower() in _NO_NOUNS:
                break
            run.append(bare)
            if word[-1] in _ENDS_A_PHRASE:
                break
        has_the = before.lower() == "the"
        # A single word says too little without its article; a longer run is cut somewhere.
        if (1 if has_the else 2) <= len(run) <= LONGEST_PHRASE and _reads_as_noun(run):
            yield " ".join(["the", *run] if has_the else run)


def _reads_as_noun(run: Sequence[str]) -> bool:
    return not (
        run[0].lower().endswith(_NO_FIRST)
        or run[-1].lower().endswith(_NO_LAST)
        or SPEECH.search(" ".join(run))
    )


def _rarity(library: Library, phrase: str) -> float:
    return sum(topic_weights(library, phrase).values())


def _topics(library: Library, articles: Sequence[Article]) -> dict[str, float]:
    """Return the phrases that articles share, and how good a topic each is; the best first.

    A few articles may share none: then it is those of each.
    """
    counts = Counter(phrase for one in articles for phrase in set(phrases(one.text)))
    telling = {phrase: count for phrase, count in counts.items() if _is_telling(phrase)}
    shared = {phrase: count for phrase, count in telling.items() if count > 1} or telling
    titles = " | ".join(f" {fold(article.title)} " for article in articles)
    worth = {}
    for phrase, count in shared.items():
        in_title = _in_title(phrase) in titles
        worth[phrase] = min(count, OFTEN) * _rarity(library, phrase) * TITLE_WORTH**in_title
    return dict(sorted(worth.items(), key=lambda one: (-one[1], one[0])))


def _is_telling(phrase: str) -> bool:
    """Tell a topic of two words from "the conflict" and from "the first time"."""
    words = phrase.removeprefix("the ").lower().split()
    return len(words) > 1 and _VAGUE.isdisjoint(words)


def _in_title(phrase: str) -> str:
    """Return a phrase as it stands in a folded title, a space around it."""
    return f" {fold(phrase.removeprefix('the '))} "


# Kinds of questions


def _spoken(library: Library, articles: Iterable[Article]) -> Iterator[tuple[Article, Statement]]:
    """Yield what people with a full name and a role are said to have said."""
    for article in articles:
        for _, statement in library.statements(within=Span(article.id, 0, len(article.text))):
            if statement.role and is_full_name(statement.speaker):
                yield article, statement


def _about_topics(
    spoken: Iterable[tuple[Article, Statement]], topics: dict[str, float]
) -> list[str]:
    """Return what somebody said about a topic of their own words, the best topic first."""
    found = [
        (topics[phrase] * (2 if statement.kind == "quoted" else 1), statement.speaker, phrase)
        for article, statement in spoken
        for phrase in set(phrases(article.cut(statement.words)))
        if phrase in topics and not set(fold(statement.speaker).split()) & set(fold(phrase).split())
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
    """Return what happened with the topics of titles that are nobody's name, the best first."""
    titles = " | ".join(f" {fold(article.title)} " for article in articles)
    events = [
        phrase
        for phrase in topics
        if not set(fold(phrase).split()) & names and _in_title(phrase) in titles
    ]
    return [
        f"What happened with {phrase}?" if n % 2 else f"What is the latest on {phrase}?"
        for n, phrase in enumerate(events)
    ]


def facts(library: Library, article: Article) -> Iterator[Fact]:
    """Yield questions for the dates and the counted things of an article."""
    for sentence in library.sentences(Span(article.id, 0, len(article.text))):
        text = article.cut(sentence.span)
        if dated := _DATED.search(text):
            subject = dated["subject"][0].lower() + dated["subject"][1:]
            question = f"When {dated['verb']} {subject} {dated['rest']}?"
            yield Fact(question, f"{dated['rest']} {dated['date']}", text)
        elif counted := _COUNTED.search(text):
            does = _DOES.match(text, counted.end())
            question = f"How many {counted['thing']}{does[0]}?" if does else ""
            yield Fact(question, counted[0], text)
