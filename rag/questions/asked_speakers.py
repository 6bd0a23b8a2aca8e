"""Read from a question whose words are asked for, and rank those words by its topic."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.index.library import Library
from rag.language.function_words import SPEAKER_STOP_WORDS
from rag.language.matching import words_of as words_of
from rag.language.person_names import fold, name_words, near_names
from rag.language.speech_verbs import PLAIN_SPEECH, SPEECH, SPEECH_NOUN, SPEECH_VERB
from rag.records import Article, Filters, Span, Statement

FITS = 0.5  # the least fit of a statement that is about a topic
IN_LEAD = 0.4  # what a word of the article's title or first paragraph counts for
LONGEST_PARTICLE = 3  # letters: "von der", "de", "al"
CLEAR = 0.8  # a fit by words that makes a second look needless
MOST_NAMESAKES = 3  # people of one surname who are all answered for
AROUND = 0.7  # what a word beside a statement counts for, against one inside it
LOOKED_AT_TWICE = 24  # statements whose meaning is compared with the topic's: 1-2 ms each
SAME_MEANING = 0.76  # half of it, .38, parted related from unrelated statements on news
BOTH = 1.25  # half of it is what words and meaning must reach together

_COUNTS_OR_PLACES = re.compile(r"^\W*(?:how (?:many|much|long)|when|where)\b", re.IGNORECASE)
_NAMES_ITS_TOPIC = re.compile(
    r"\b(?:about|on|regarding|concerning|of|for|against)\b", re.IGNORECASE
)
_WHO_SAID = re.compile(rf"^\W*who (?:\w+ ){{0,2}}?(?:{SPEECH_VERB})\b", re.IGNORECASE)
_WHO_IS = re.compile(
    r"^\W*who(?: (?:is|was|are|were)|['’]s) (?P<who>[^?]{2,60}?)\W*$", re.IGNORECASE
)
_SOMEBODY_SAYS = re.compile(
    rf"\b(?:did|does|do|has|have|had|would|will) (?:he|she|they) (?:{SPEECH_VERB})\b",
    re.IGNORECASE,
)
_SUBJECTS = (
    re.compile(
        rf"\b(?:did|does|do|has|have|had|would|will) (?P<who>[^?,]{{2,60}}?) (?:ever |just )?"
        rf"(?:{SPEECH_VERB})\b",
        re.IGNORECASE,
    ),
    re.compile(r"\baccording to (?P<who>[^?,]{2,60}?)(?=[?,]|$)", re.IGNORECASE),
    re.compile(rf"\b(?P<who>[^?,]{{2,60}}?)['’]s? (?:{SPEECH_NOUN})\b", re.IGNORECASE),
)
_POSSESSIVE = re.compile(r"['’]s?$")
EMPTY_WORDS = SPEAKER_STOP_WORDS


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that was found, and how well it fits the topic."""

    article: Article
    statement: Statement
    fit: float  # in [0, 1]: share of the topic's words covered, weighted by rarity, or nearness


@dataclass(frozen=True, slots=True)
class Named:
    """A speaker that a question names, and the question's words that name them."""

    speaker: str
    words: tuple[str, ...]  # folded


@dataclass(frozen=True, slots=True)
class Speakers:
    """Everyone who says something in the articles, by the words of their names and roles."""

    by_last_word: Mapping[str, tuple[str, ...]]  # most quoted first
    by_role: Mapping[str, tuple[str, ...]]

    def named_in(self, question: str) -> tuple[Named, ...]:
        """Return the speakers that a question names, in its order."""
        written = [_POSSESSIVE.sub("", word) for word in words_of(question)]
        words = [name_words(word) for word in written]
        all_lower = not any(word[0].isupper() for word in written[1:])
        found: dict[str, Named] = {}
        for place, (word, spelled) in enumerate(zip(written, words, strict=True)):
            if not spelled or fold(word) in EMPTY_WORDS or not (all_lower or word[0].isupper()):
                continue
            namesakes = self.by_last_word.get(spelled[-1], ())
            before = {part for one in words[max(0, place - 3) : place] for part in one}
            full = [name for name in namesakes if before & set(name_words(name)[:-1])]
            for name in (full or namesakes)[:MOST_NAMESAKES]:
                found[name] = Named(name, (fold(word), *fold(name).split()))
        return tuple(found.values()) or self._by_role(question)

    def _by_role(self, question: str) -> tuple[Named, ...]:
        asked = f" {role_key(question)} "
        role = max((role for role in self.by_role if f" {role} " in asked), key=len, default="")
        written = tuple(fold(question).split())
        named = [word for word in written if role_key(word) in role.split()]
        return tuple(Named(name, tuple(named)) for name in self.by_role.get(role, ())[:1])

    def near(self, name: str) -> tuple[str, ...]:
        """Return up to three speakers whose names are spelled nearly so."""
        people = dict.fromkeys(name for names in self.by_last_word.values() for name in names)
        return near_names(name, people, 3)


@lru_cache(maxsize=1)
def speakers_of(library: Library) -> Speakers:
    """Return the speakers of a generation; worked out once for each."""
    last: dict[str, list[str]] = {}
    for person in library.persons():
        words = name_words(person)
        if words and _is_name(person):
            last.setdefault(words[-1], []).append(person)
    roles: dict[str, dict[str, None]] = {}
    for person, role in library.roles():
        key = role_key(role)
        if len(key.split()) > 1:
            roles.setdefault(key, {})[person] = None
    return Speakers(
        {word: tuple(names) for word, names in last.items()},
        {role: tuple(names) for role, names in roles.items()},
    )


def is_about_speech(question: str) -> bool:
    """Tell whether a question asks for somebody's words."""
    if subject_of(question):
        return True
    return bool(SPEECH.search(question)) and not _COUNTS_OR_PLACES.match(question)


def names_its_topic(question: str) -> bool:
    """Tell whether a question says what about; else the rest of it tells the occasion."""
    return _NAMES_ITS_TOPIC.search(question) is not None


def asks_who_said(question: str) -> bool:
    """Tell whether a question asks whose words something is."""
    return _WHO_SAID.match(question) is not None


def introduced(question: str, speakers: Speakers) -> tuple[str, ...]:
    """Return the speakers about whom a question asks who they are, by name or by role."""
    match = _WHO_IS.match(question)
    if not match:
        return ()
    asked = {fold(_POSSESSIVE.sub("", word)) for word in words_of(match["who"])} - EMPTY_WORDS
    return tuple(one.speaker for one in speakers.named_in(match["who"]) if asked <= {*one.words})


def subject_of(question: str) -> str:
    """Return whom a question takes for the speaker; empty if it names nobody."""
    if asks_who_said(question):
        return ""
    for pattern in _SUBJECTS:
        match = pattern.search(question)
        if match:
            kept = [word for word in words_of(match["who"]) if fold(word) not in EMPTY_WORDS]
            if kept:
                return " ".join(kept)
    return ""


def speakers_asked(question: str, speakers: Speakers) -> tuple[Named, ...]:
    """Return whose words a question asks for: whom it names, but not whom it asks about."""
    if asks_who_said(question) or not is_about_speech(question):
        return ()
    if somebody := _SOMEBODY_SAYS.search(question):  # who it is stands before, if anywhere
        return speakers.named_in(question[: somebody.start()])
    return speakers.named_in(subject_of(question) or question)


def topic_of(question: str, named: Sequence[Named]) -> str:
    """Return what is left of a question without its speakers and its words of asking."""
    names = {word for one in named for word in one.words}
    telling = asks_who_said(question)  # "who praised": the verb is part of what is asked
    return " ".join(
        word
        for word in words_of(question)
        if fold(word) not in EMPTY_WORDS
        and fold(_POSSESSIVE.sub("", word)) not in names
        and (not SPEECH.fullmatch(word) or (telling and not PLAIN_SPEECH.fullmatch(word)))
    )


def said_by(
    library: Library, person: str, topic: str, filters: Filters, *, on_occasion: bool = False
) -> list[Said]:
    """Return a person's statements, those that fit the topic best first.

    Of equal fit, the newest come first. Without a topic, all fit. ``on_occasion``: the topic
    tells when something was said rather than what about; see ``ranked``.
    """
    statements = library.statements(person=person, filters=filters)
    return ranked(library, statements, topic, on_occasion=on_occasion)


def ranked(
    library: Library,
    statements: Sequence[tuple[Article, Statement]],
    topic: str,
    *,
    by_meaning: bool = True,
    on_occasion: bool = False,
) -> list[Said]:
    """Return statements by how well they fit a topic, best first; stable otherwise.

    Args:
        library: where the statements are from.
        statements: with their articles.
        topic: words; without any, every statement fits.
        by_meaning: unless a statement has (nearly) all words of the topic, those that fit best
            are also compared by what they mean.
        on_occasion: words of the topic count wherever they stand in the article.
    """
    weights = topic_weights(library, topic)
    total = sum(weights.values())
    if not total:
        return [Said(article, one, 1.0) for article, one in statements]
    by_words = sorted(
        (
            (
                _coverage(library, article, one, weights, on_occasion=on_occasion) / total,
                article,
                one,
            )
            for article, one in statements
        ),
        key=lambda found: -found[0],
    )
    is_clear = not by_words or by_words[0][0] >= CLEAR
    first = [] if is_clear or not by_meaning else by_words[:LOOKED_AT_TWICE]
    vectors = library.embedder.encode([_meant(article, one) for _, article, one in first])
    nearness = (vectors @ library.embedder.encode_question(topic)).tolist()
    found = [
        (min(1.0, max(fit, near / SAME_MEANING, (fit + near) / BOTH)), fit + near, article, one)
        for (fit, article, one), near in zip(first, nearness, strict=True)
    ] + [(fit, fit, article, one) for fit, article, one in by_words[len(first) :]]
    found.sort(key=lambda one: -one[1])
    return [Said(article, one, fit) for fit, _, article, one in found]


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


def _coverage(
    library: Library,
    article: Article,
    statement: Statement,
    weights: Mapping[str, float],
    *,
    on_occasion: bool,
) -> float:
    beside = article.text if on_occasion else article.cut(paragraph(article, statement))
    lead = article.text.strip().partition("\n\n")[0]
    words = set(library.lexical.terms(article.cut(statement.words)))
    around = set(library.lexical.terms(beside))
    about = set(library.lexical.terms(f"{article.title} {lead}"))
    return sum(
        weight * (term in words or AROUND * (term in around) or IN_LEAD * (term in about))
        for term, weight in weights.items()
    )


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


def _is_name(speaker: str) -> bool:
    """Tell whether a speaker is written as a name is: ``Jaap de Hoop Scheffer``, ``NATO``."""
    first, *middle, last = (speaker.split() * 2)[: max(2, len(speaker.split()))]
    return (
        first[0].isupper()
        and last[0].isupper()
        and all(word[0].isupper() or len(word) <= LONGEST_PARTICLE for word in middle)
    )


def role_key(text: str) -> str:
    """Return a role's words as they are compared: ``defence`` is ``defense``, no articles."""
    words = fold(text).replace("defence", "defense").replace("-", " ").split()
    return " ".join(word for word in words if word not in EMPTY_WORDS)
