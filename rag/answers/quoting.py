"""Answer in the articles' own words: choose what answers, say whose words it is, cite it.

Nothing is worded here but the note beside the claims. When the articles do not answer, it says
what is missing, and the claims are what there is instead.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice

from rag.answers.plain_text import number_sources
from rag.index.library import Library
from rag.language.person_names import same_person
from rag.questions.asked_speakers import introduced, role_words
from rag.records import (
    Answer,
    Article,
    Asked,
    Claim,
    Filters,
    Grade,
    Passage,
    Sentence,
    Source,
    Span,
    Statement,
)
from rag.retrieval.answerability import explain
from rag.retrieval.search import Search
from rag.retrieval.spelling import explain_respelt
from rag.retrieval.statement_ranking import FITS, Said, paragraph, ranked, said_by
from rag.retrieval.understand import speakers_of

MOST_STATEMENTS = 5
MOST_SENTENCES = 3
MOST_ROLES = 2  # of one person
BESIDE = 30  # characters between a name and its role
SEARCHED_PASSAGES = 6  # their statements are looked at one by one
FITS_IN_PART = 0.25  # of a topic: enough where the sentence answers the question as a whole
MOST_EVIDENCE = 40  # sentences beside those quoted
NEXT_BEST = 0.8  # of the best fit: what a further statement or sentence must reach
OPENING = "\"“„«‘'"
_CLOSING = re.compile(r"[,.?!…]?[\"”“»’']")
FRAGMENT_WORDS = 6  # a shorter quotation is shown inside its sentence
LONGEST_MERGED = 500  # characters


def quote(search: Search, passages: Sequence[Passage]) -> Answer:
    """Answer from statements where words are asked for, else from the passages' sentences."""
    library, asked = search.library, search.asked
    if asked.speakers:
        claims, note, grade = _from_speakers(search, passages)
    elif note := _not_quoted(library, search.query.subject):
        claims, grade = [], "nothing"
    else:
        claims, note, grade = _from_passages(search, passages)
    return Answer(
        asked=asked,
        claims=tuple(claims),
        citations=number_sources(claims),
        passages=tuple(passages),
        grade=grade,
        note=f"{explain_respelt(asked.respelt)} {note}".strip(),
        generation=library.generation,
        form="statements" if asked.speakers else "direct",
    )


def evidence_for(search: Search, answer: Answer) -> tuple[Source, ...]:
    """Return the sentences a language model may use: what is quoted, then what is close to it."""
    chosen, _ = search.sentences(answer.passages)
    quoted = [citation.source for citation in answer.citations]
    close = [
        one.source
        for one in chosen[:MOST_EVIDENCE]
        if not any(source.span.covers(one.source.span) for source in quoted)
    ]
    return (*quoted, *close)


def timeline(library: Library, speaker: str, topic: str, filters: Filters) -> Answer:
    """Return everything a speaker said, or what of it is about a topic, newest first."""
    said = [one for one in said_by(library, speaker, topic, filters) if one.fit >= FITS]
    said.sort(key=lambda one: (one.article.date or date.min, one.article.id), reverse=True)
    claims = statement_claims(library, said)
    about = f" about “{topic}”" if topic else ""
    return Answer(
        asked=Asked(f"What did {speaker} say{about}?", topic, (speaker,), filters),
        claims=tuple(claims),
        citations=number_sources(claims),
        passages=(),
        grade="answered" if claims else "nothing",
        note="" if claims else f"{speaker} said nothing{about} in these articles.",
        generation=library.generation,
        form="statements",
    )


def _from_speakers(search: Search, passages: Sequence[Passage]) -> tuple[list[Claim], str, Grade]:
    library, asked = search.library, search.asked
    on_occasion = search.query.tells_occasion
    found = {
        speaker: said_by(library, speaker, asked.topic, asked.filters, on_occasion=on_occasion)
        for speaker in asked.speakers
    }
    fitting = [one for said in found.values() for one in _best(said, MOST_STATEMENTS)]
    silent = [name for name, said in found.items() if not said or said[0].fit < FITS]
    about = f" about “{asked.topic}”" if asked.topic else ""
    note = f"{' and '.join(silent)} said nothing{about} in these articles." if silent else ""
    if fitting:
        return statement_claims(library, fitting), note, "answered"
    answering = _answering_statements(search, passages)
    if answering:
        return statement_claims(library, answering), "", "answered"
    others = _best(ranked(library, _statements_of_others(library, asked, passages), asked.topic), 2)
    own = [one for said in found.values() for one in said[:2]]
    instead = statement_claims(library, [*own, *others])
    return instead, note, "closest" if instead else "nothing"


def _answering_statements(search: Search, passages: Sequence[Passage]) -> list[Said]:
    """Return what the speakers say in the sentences that answer the question as a whole."""
    library, asked = search.library, search.asked
    chosen, evidence = search.sentences(passages)
    if not evidence.answered:
        return []
    found = [
        statement
        for one in chosen[:MOST_SENTENCES]
        for speaker in asked.speakers
        for statement in library.statements(person=speaker, within=one.source.span)
    ]
    on_topic = ranked(library, found, asked.topic)
    return [one for one in on_topic if one.fit >= FITS_IN_PART]


def _best(said: Sequence[Said], most: int) -> list[Said]:
    """Return the statements that are about the topic, and not much less so than the first."""
    return [one for one in said[:most] if one.fit >= max(FITS, NEXT_BEST * said[0].fit)]


def _statements_of_others(
    library: Library, asked: Asked, passages: Sequence[Passage]
) -> list[tuple[Article, Statement]]:
    return [
        (article, statement)
        for passage in passages
        for article, statement in library.statements(
            within=passage.chunk.span, filters=asked.filters
        )
        if not any(same_person(statement.speaker, speaker) for speaker in asked.speakers)
    ]


def _not_quoted(library: Library, name: str) -> str:
    """Say why there are no words of ``name``: not mentioned, misspelled, only mentioned.

    Empty where ``name`` is no name, but a group or a thing that the articles do mention.
    """
    terms = library.lexical.terms(name)
    near = speakers_of(library).near(name)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    if not all(library.lexical.passages_with(term) for term in terms):
        return f"The articles don’t mention {name}.{hint}"
    if all(word[0].isupper() for word in name.split()):
        return f"The articles mention {name} but do not quote them.{hint}" if terms else ""
    return ""


def statement_claims(library: Library, said: Sequence[Said]) -> list[Claim]:
    """Return one claim for what a speaker says in a paragraph, in the order given."""
    groups: dict[tuple[str, str, int], list[tuple[Said, Span]]] = {}
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
        source = Source(first.article, span, marked)
        if not any(claim.sources[0].span.covers(span) for claim in claims):
            claims.append(_claim(source, first.statement))
    return claims


def _claim(source: Source, statement: Statement | None = None) -> Claim:
    """Return a claim in the words of a source, said by the speaker of a statement if given."""
    if statement is None:
        return Claim(source.quote, (source,))
    role = statement.role.removeprefix("the ").removeprefix("The ")
    return Claim(source.quote, (source,), speaker=statement.speaker, role=role)


def shown_span(article: Article, statement: Statement, sentences: Sequence[Sentence]) -> Span:
    """Return what is shown of a statement.

    A quotation is shown with its quotation marks; a fragment, and what is reported in the
    article's wording, inside its sentences, so that it cannot be taken for a quotation.
    """
    words, text = statement.words, article.text
    is_fragment = len(article.cut(words).split()) < FRAGMENT_WORDS or text[words.start].islower()
    if statement.kind == "quoted" and not is_fragment:
        opens = words.start > 0 and text[words.start - 1] in OPENING
        closing = _CLOSING.match(text, words.end)
        return Span(article.id, words.start - opens, closing.end() if closing else words.end)
    around = [
        sentence.span
        for sentence in sentences
        if sentence.span.start < words.end and words.start < sentence.span.end
    ]
    if not around:
        return words
    return Span(article.id, around[0].start, around[-1].end)


def _from_passages(search: Search, passages: Sequence[Passage]) -> tuple[list[Claim], str, Grade]:
    library, asked = search.library, search.asked
    if claims := _introductions(library, asked):
        return claims, "", "answered"
    if search.query.asks_who_said:
        statements = _statements_of_others(library, asked, passages[:SEARCHED_PASSAGES])
        # Whose words something is has to stand in the words: what means much the same is not it.
        said = _best(ranked(library, statements, asked.topic, by_meaning=False), MOST_STATEMENTS)
        if said:
            return statement_claims(library, said), "", "answered"
    return _from_sentences(search, passages)


def _introductions(library: Library, asked: Asked) -> list[Claim]:
    """Answer who somebody is by the newest sentence that gives their name and a role of theirs.

    "The Ukrainian president" says more than "President", and comes first.
    """
    claims: list[Claim] = []
    for speaker in introduced(asked.question, speakers_of(library)):
        given: dict[frozenset[str], list[tuple[Article, str]]] = {}
        for article, statement in library.statements(person=speaker, filters=asked.filters):
            if statement.role:
                given.setdefault(role_words(statement.role), []).append((article, statement.role))
        telling = sorted(given, key=lambda key: (len(key) < 2, -len(given[key])))
        found = (_introduction(library, speaker, given[key]) for key in telling)
        sources = islice((source for source in found if source), MOST_ROLES)
        claims += [_sentence_claim(library, source) for source in sources]
    return claims


def _introduction(
    library: Library, speaker: str, given: Sequence[tuple[Article, str]]
) -> Source | None:
    """Return the first sentence that names a speaker with one of these roles, which is marked."""
    surname = re.escape(speaker.split()[-1])
    for article, role in dict.fromkeys(given):
        told = re.escape(role)
        beside = re.compile(rf"({told}).{{0,{BESIDE}}}{surname}|{surname}.{{0,{BESIDE}}}({told})")
        for sentence in library.sentences(Span(article.id, 0, len(article.text))):
            if match := beside.search(article.cut(sentence.span)):
                start, end = (sentence.span.start + at for at in match.span(match.lastindex or 0))
                return Source(article, sentence.span, (Span(article.id, start, end),))
    return None


def _from_sentences(search: Search, passages: Sequence[Passage]) -> tuple[list[Claim], str, Grade]:
    chosen, evidence = search.sentences(passages)
    if not evidence.answered:
        return [], explain(evidence, search.query), "nothing"
    kept = [one for one in chosen[:MOST_SENTENCES] if one.score >= NEXT_BEST * chosen[0].score]
    return [_sentence_claim(search.library, one.source) for one in kept], "", "answered"


def _sentence_claim(library: Library, source: Source) -> Claim:
    return _claim(source, _spoken_by(library, source))


def _spoken_by(library: Library, source: Source) -> Statement | None:
    """Return the statement that a sentence mostly is, in somebody's own words; None for none."""
    for _, statement in library.statements(within=source.span):
        words = statement.words.end - statement.words.start
        if statement.kind == "quoted" and 2 * words > source.span.end - source.span.start:
            return statement
    return None
