"""Read from a question whose words are asked for, and rank those words by its topic."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from rag.names import fold
from rag.records import Article, Filters, Sentence, Span, Statement
from rag.store import Library

AROUND = 0.7  # what a word beside a statement counts for, against one inside it
MOST_NAMESAKES = 3  # people of one surname who are all answered for

SPEECH = re.compile(
    r"\b(say|says|said|saying|tell|tells|told|think|thinks|thought|warn\w*|critici[sz]\w*|prais\w*"
    r"|call|calls|called|comment\w*|state[ds]?|statements?|claim\w*|argu\w+|respon\w+|react\w*"
    r"|announce\w*|promise[ds]?|declare\w*|insist\w*|quot\w+|words|view|views|opinion|position"
    r"|stance|according|remark\w*|mention\w*|describe\w*|accuse\w*|den(?:y|ied|ies)|admit\w*"
    r"|suggest\w*|agree\w*|disagree\w*|speak|spoke|talk|talked)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
EMPTY_WORDS = frozenset(
    "a an the of on in at to for from by with about regarding concerning as and or but what which "
    "who whom whose when where why how did does do has have had is are was were be been being "
    "would will could should can may might it its this that these those there their his her he "
    "she they him them i you we me us our your my not no any some all ever exactly please so s "
    "since before after during until between than then also just".split()
)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that was found, and how well it fits the topic."""

    article: Article
    statement: Statement
    sentences: tuple[Sentence, ...]  # those of the paragraph around it
    fit: float  # share of the topic, weighted by rarity, that its words and sentence cover: [0, 1]


@dataclass(frozen=True, slots=True)
class Speakers:
    """Everyone who says something in the articles, by the words of their names."""

    by_last_word: Mapping[str, tuple[str, ...]]  # most quoted first
    by_role: Mapping[str, tuple[str, ...]]

    def named_in(self, question: str) -> tuple[str, ...]:
        """Return the speakers that a question names, in its order."""
        words = [(match[0], fold(re.sub(r"['’]s$", "", match[0]))) for match in
                 WORD.finditer(question)]  # fmt: skip
        lower = question[1:].islower()
        found: dict[str, None] = {}
        for place, (written, folded) in enumerate(words):
            if folded in EMPTY_WORDS or not (lower or written[0].isupper()):
                continue
            namesakes = self.by_last_word.get(folded, ())
            before = {one for _, one in words[max(0, place - 3) : place]}
            full = [name for name in namesakes if set(fold(name).split()[:-1]) & before]
            found.update(dict.fromkeys((full or namesakes)[:MOST_NAMESAKES]))
        if not found:
            found.update(dict.fromkeys(self._by_role(question)))
        return tuple(found)

    def _by_role(self, question: str) -> Sequence[str]:
        asked = f" {_role_key(question)} "
        fitting = [role for role in self.by_role if f" {role} " in asked]
        longest = max(fitting, key=len, default="")
        return self.by_role[longest][:1] if longest else ()


@lru_cache(maxsize=1)
def speakers_of(library: Library) -> Speakers:
    """Return the speakers of a generation; worked out once for each."""
    last: dict[str, list[str]] = {}
    for person in library.persons():
        words = fold(person).split()
        if words and all(word[0].isupper() for word in person.split()):
            last.setdefault(words[-1], []).append(person)
    roles: dict[str, dict[str, None]] = {}
    for person, role in library.roles():
        if len(role.split()) > 1:
            roles.setdefault(_role_key(role), {})[person] = None
    return Speakers(
        {word: tuple(names) for word, names in last.items()},
        {role: tuple(names) for role, names in roles.items()},
    )


def is_about_speech(question: str) -> bool:
    """Tell whether a question asks for somebody's words."""
    return SPEECH.search(question) is not None


def topic_of(question: str, speakers: Sequence[str]) -> str:
    """Return what is left of a question without its speakers and its words of asking."""
    names = {word for speaker in speakers for word in fold(speaker).split()}
    kept = [
        match[0]
        for match in WORD.finditer(question)
        if fold(match[0]) not in EMPTY_WORDS
        and fold(re.sub(r"['’]s$", "", match[0])) not in names
        and not SPEECH.fullmatch(match[0])
    ]
    return " ".join(kept)


def said_by(library: Library, person: str, topic: str, filters: Filters) -> list[Said]:
    """Return a person's statements, those that fit the topic best first.

    Of equal fit, the newest come first. Without a topic, all fit.
    """
    return ranked(library, library.statements(person=person, filters=filters), topic)


def ranked(
    library: Library, statements: Sequence[tuple[Article, Statement]], topic: str
) -> list[Said]:
    """Return statements by how well they fit a topic, best first; stable otherwise."""
    weights = topic_weights(library, topic)
    found = [_fitted(library, article, statement, weights) for article, statement in statements]
    return sorted(found, key=lambda one: -one.fit)


def topic_weights(library: Library, topic: str) -> dict[str, float]:
    """Return how much each analysed word of a topic counts: the rarer, the more."""
    chunks = library.manifest.counts.chunks
    weights = {}
    for term in library.lexical.terms(topic):
        having = library.lexical.passages_with(term)
        weights[term] = log(1 + (chunks - having + 0.5) / (having + 0.5))  # as in BM25
    return weights


def _fitted(
    library: Library, article: Article, statement: Statement, weights: Mapping[str, float]
) -> Said:
    paragraph = _paragraph(article, statement)
    words = set(library.lexical.terms(article.cut(statement.words)))
    around = set(library.lexical.terms(article.cut(paragraph)))
    fit = sum(
        weight if term in words else AROUND * weight if term in around else 0.0
        for term, weight in weights.items()
    )
    total = sum(weights.values())
    return Said(article, statement, library.sentences(paragraph), fit / total if total else 1.0)


def _paragraph(article: Article, statement: Statement) -> Span:
    start = article.text.rfind("\n\n", 0, statement.words.start) + 1
    end = article.text.find("\n\n", statement.words.end)
    return Span(article.id, start, end if end >= 0 else len(article.text))


def _role_key(text: str) -> str:
    return fold(text).replace("defence", "defense").replace("-", " ")
