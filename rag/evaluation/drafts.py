"""Make a file of questions from the articles themselves, to start measuring from.

The questions are simple-minded, and each carries a remark on what is to be looked at. Whether
the chat can answer them is not tried, so that they don't favour what it can already do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rag.answers.suggestions import facts, in_turn, is_full_name
from rag.answers.topics import topic_of
from rag.evaluation.question_files import Line
from rag.index.library import Library
from rag.language.sentences import sentence_bounds
from rag.records import Article, Span, Statement

# By hand.
LOOKED_AT = 3  # articles for each question wanted, spread evenly over the years

CHECK_SPOKEN = "Does the question read well, and is this the answer to it?"
CHECK_FACT = "Does the question read well, and does it have this one answer?"
CHECK_NOT_SAID = "Is it true that the articles do not say this?"
INVENTED = (
    "Ottoline Brackwater",
    "Teodrik Vanhoolst",
    "Marisol Quentrell",
    "Ivo Strandmeyer",
    "Wilhelmina Okpertu",
    "Jasper Loudrick",
)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Somebody's words, and what they are about."""

    statement: Statement
    topic: str
    line: Line


def draft(library: Library, count: int) -> Iterator[Line]:
    """Yield up to ``count`` lines for a file of questions, the same for the same index.

    A quarter ask for a number or a date, a quarter for what the articles do not say, the rest
    for somebody's words.
    """
    articles = list(library.articles())
    articles = articles[:: max(1, len(articles) // (LOOKED_AT * count))]
    facts = list(islice(in_turn(_facts(library, one) for one in articles), count // 4))
    not_said = count // 4
    spoken = list(
        islice(in_turn(_spoken(library, one) for one in articles), count - len(facts) - not_said)
    )
    yield from (one.line for one in spoken)
    yield from facts
    yield from islice(_not_said(library, spoken), not_said)


def _spoken(library: Library, article: Article) -> Iterator[_Spoken]:
    """Yield one statement of everyone who says something in an article."""
    speakers: set[str] = set()
    for _, statement in library.statements(within=Span(article.id, 0, len(article.text))):
        words = article.cut(statement.words)
        topic = topic_of(library, words, without=statement.speaker)
        if topic and is_full_name(statement.speaker) and statement.speaker not in speakers:
            speakers.add(statement.speaker)
            start, end = sentence_bounds(words)[0]
            line = {
                "question": f"What did {statement.speaker} say about {topic}?",
                "article": article.id,
                "quote": words[start:end],
                "speaker": statement.speaker,
                "check": CHECK_SPOKEN,
            }
            yield _Spoken(statement, topic, line)


def _facts(library: Library, article: Article) -> Iterator[Line]:
    """Yield questions for the dates and the counted things of an article."""
    for fact in facts(library, article):
        question = fact.question
        if not question:
            thing = fact.words.split()[-1]
            topic = topic_of(library, fact.sentence, without=thing)
            question = f"How many {thing} are there in the news about {topic}?" if topic else ""
        if question:
            asked = {"question": question, "article": article.id, "quote": fact.words}
            yield asked | {"check": CHECK_FACT}


def _not_said(library: Library, spoken: Sequence[_Spoken]) -> Iterator[Line]:
    """Yield, by turns, what a person never spoke of and what an invented person is asked."""
    absent = [
        name
        for name in INVENTED
        if not any(library.lexical.passages_with(term) for term in library.lexical.terms(name))
    ]
    invented = list(zip(absent, [one.topic for one in spoken], strict=False))
    for speaker, topic in in_turn([_strangers(library, spoken), invented]):
        question = f"What did {speaker} say about {topic}?"
        yield {"question": question, "answerable": False, "check": CHECK_NOT_SAID}


def _strangers(library: Library, spoken: Sequence[_Spoken]) -> Iterator[tuple[str, str]]:
    """Yield speakers, each with a topic that no article they speak in has a word of."""
    used: set[str] = set()
    for speaker in dict.fromkeys(one.statement.speaker for one in spoken):
        articles = {article.id: article for article, _ in library.statements(person=speaker)}
        known = {term for one in articles.values() for term in library.lexical.terms(one.text)}
        if not known:
            continue  # known by another name in other articles: who can tell what they said
        # From the far end: what stands near is news of the same days.
        for topic in (one.topic for one in reversed(spoken)):
            if topic not in used and not known & set(library.lexical.terms(topic)):
                used.add(topic)
                yield speaker, topic
                break
