"""Make example questions from the articles themselves, each one tried before it is shown."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from rag.index.library import Library
from rag.language.function_words import SPEAKER_STOP_WORDS
from rag.records import Article, Span, Statement
from rag.retrieval.statement_ranking import topic_weights

MOST = 6
LOOKED_AT = 200  # articles, the newest
NAME_DISCOUNT = 8  # "the oil price" makes a better topic than "United States"
FEWEST_LETTERS = 4  # of a word that makes a topic

Pair = tuple[str, str]


def example_questions(library: Library, is_answered: Callable[[str], bool]) -> tuple[str, ...]:
    """Return up to six questions about different speakers that the articles answer.

    A topic is a pair of neighbouring words of a statement that several articles share.
    """
    articles = list(library.articles(most=LOOKED_AT))
    shared = Counter(pair for article in articles for pair in set(_pairs(article.text)))
    candidates = []
    for article, statement in _statements(library, articles):
        for pair in _pairs(article.cut(statement.words)):
            if shared[pair] > 1:
                rarity = min(topic_weights(library, " ".join(pair)).values(), default=0.0)
                value = rarity * shared[pair] * (2 if statement.kind == "quoted" else 1)
                if pair[0][0].isupper():
                    value /= NAME_DISCOUNT
                candidates.append((value, statement.speaker, " ".join(pair)))
    questions: dict[str, str] = {}
    topics: set[str] = set()
    for _, speaker, topic in sorted(candidates, reverse=True):
        if len(questions) == MOST:
            break
        question = f"What did {speaker} say about {topic}?"
        if speaker in questions or topic in topics:
            continue
        if is_answered(question):
            questions[speaker] = question
            topics.add(topic)
    return tuple(questions.values())


def _statements(
    library: Library, articles: Iterable[Article]
) -> Iterator[tuple[Article, Statement]]:
    """Yield what people with a full name and a role are said to have said."""
    for article in articles:
        for _, statement in library.statements(within=Span(article.id, 0, len(article.text))):
            if statement.role and " " in statement.speaker:
                yield article, statement


def _pairs(text: str) -> Iterator[Pair]:
    """Yield neighbouring words, nothing but a space between, that may make a topic."""
    for line in text.split("\n"):
        for left, right in pairwise(line.split(" ")):
            right = right.rstrip(".,;:!?\"”’'")
            if _counts(left) and _counts(right):
                yield left, right


def _counts(word: str) -> bool:
    return len(word) >= FEWEST_LETTERS and word.isalpha() and word.lower() not in SPEAKER_STOP_WORDS
