"""Make a file of questions from the articles themselves, to start measuring from.

The questions are simple-minded, and each carries a remark on what is to be looked at. Whether
the chat can answer them is not tried, so that they don't favour what it can already do.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import TypeVar

from rag.evaluation.question_files import Line
from rag.index.library import Library
from rag.language.function_words import SPEAKER_STOP_WORDS
from rag.language.person_names import fold
from rag.language.sentences import sentence_bounds
from rag.records import Article, Span, Statement
from rag.retrieval.statement_ranking import topic_weights

FEWEST_LETTERS = 4  # of a word that makes a topic
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

_BEFORE_A_NOUN = frozenset(
    """the a an our their his her its my your this these of on in about for with against by from
    between under over""".split()
)
_NO_NOUNS = SPEAKER_STOP_WORDS | {"within", "beyond", "among", "without"}
_NO_FIRST = ("est", "ing", "ly")  # the strongest, for providing, the barely
_ENDS_A_PHRASE = ',;:.!?…()"“”«»'
_DATED = re.compile(
    r"^(?P<subject>(?:The|A|An) [^,;“”\"]{3,60}?) (?P<verb>was|were) (?P<rest>[^,;“”\"]+?)"
    r" (?P<date>on (?:[A-Z][a-z]+ \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]+(?: \d{4})?))"
)
_COUNTED = re.compile(
    r"(?<![\w.,$€£-])(?:\d[\d,.]*\d|\d)(?: (?:million|billion|thousand))? (?P<thing>[a-z]{3,}s)\b"
)
_DOES = re.compile(r" (?:were|are|have|had|will|voted|joined|signed) [^,;.“”\"]{8,80}(?=[,;.])")

Item = TypeVar("Item")


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
    facts = list(islice(_in_turn(_facts(library, one) for one in articles), count // 4))
    not_said = count // 4
    spoken = list(
        islice(_in_turn(_spoken(library, one) for one in articles), count - len(facts) - not_said)
    )
    yield from (one.line for one in spoken)
    yield from facts
    yield from islice(_not_said(library, spoken), not_said)


def _in_turn(groups: Iterable[Iterable[Item]]) -> Iterator[Item]:
    """Yield the first of every group, then the second of every group, and so on."""
    for one in chain.from_iterable(zip_longest(*groups)):
        if one is not None:
            yield one


def _spoken(library: Library, article: Article) -> Iterator[_Spoken]:
    """Yield one statement of everyone who says something in an article."""
    speakers: set[str] = set()
    for _, statement in library.statements(within=Span(article.id, 0, len(article.text))):
        words = article.cut(statement.words)
        topic = _topic(library, words, without=statement.speaker)
        if topic and _is_name(statement.speaker) and statement.speaker not in speakers:
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


def _is_name(speaker: str) -> bool:
    """Tell a person's full name from a group or a role: NATO leaders, The text."""
    first, *others = speaker.split()
    return (
        bool(others) and first.lower() != "the" and first[0].isupper() and others[-1][0].isupper()
    )


def _topic(library: Library, text: str, *, without: str) -> str:
    """Return the phrase of a text with the rarest words; empty if it has none to ask about."""
    avoided = set(fold(without).split())
    phrases = [phrase for phrase in _phrases(text) if not avoided & set(fold(phrase).split())]
    return max(
        phrases,
        key=lambda phrase: sum(topic_weights(library, phrase).values()),
        default="",
    )


def _phrases(text: str) -> Iterator[str]:
    """Yield runs of up to three words after an article or a preposition: most are nouns."""
    written = text.split()
    for place, before in enumerate(written):
        if before.lower() not in _BEFORE_A_NOUN:
            continue
        run: list[str] = []
        for word in written[place + 1 : place + 4]:
            bare = word.strip(_ENDS_A_PHRASE + "'‘’")
            if len(bare) < FEWEST_LETTERS or not bare.isalpha() or bare.lower() in _NO_NOUNS:
                break
            if not run and bare.lower().endswith(_NO_FIRST):
                break
            run.append(bare)
            if word[-1] in _ENDS_A_PHRASE:
                break
        has_the = before.lower() == "the"
        if len(run) > 1 or (run and has_the):  # a single word says too little
            yield " ".join(["the", *run] if has_the else run)


def _facts(library: Library, article: Article) -> Iterator[Line]:
    """Yield questions for the dates and the counted things of an article."""
    for sentence in library.sentences(Span(article.id, 0, len(article.text))):
        text = article.cut(sentence.span)
        if dated := _DATED.search(text):
            subject = dated["subject"][0].lower() + dated["subject"][1:]
            question = f"When {dated['verb']} {subject} {dated['rest']}?"
            quote = f"{dated['rest']} {dated['date']}"
        elif counted := _COUNTED.search(text):
            question = _how_many(library, text, counted)
            quote = counted[0]
        else:
            continue
        if question:
            asked = {"question": question, "article": article.id, "quote": quote}
            yield asked | {"check": CHECK_FACT}


def _how_many(library: Library, text: str, counted: re.Match[str]) -> str:
    """Return a question for a counted thing; empty where no words are left to ask by."""
    if does := _DOES.match(text, counted.end()):
        return f"How many {counted['thing']}{does[0]}?"
    topic = _topic(library, text, without=counted["thing"])
    return f"How many {counted['thing']} are there in the news about {topic}?" if topic else ""


def _not_said(library: Library, spoken: Sequence[_Spoken]) -> Iterator[Line]:
    """Yield, by turns, what a person never spoke of and what an invented person is asked."""
    absent = [
        name
        for name in INVENTED
        if not any(library.lexical.passages_with(term) for term in library.lexical.terms(name))
    ]
    invented = list(zip(absent, [one.topic for one in spoken], strict=False))
    for speaker, topic in _in_turn([_strangers(library, spoken), invented]):
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
