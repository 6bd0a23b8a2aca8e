"""Answer in the articles' own words: the excerpts that answer best, in the form asked for.

Nothing is worded here but the note beside the claims. When the articles do not answer, it says
what is missing, and the claims are the closest that they come.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from rag.answers.claims import (
    by_day,
    copies_joined,
    excerpt_claim,
    own_statements,
    source_claim,
    with_copies,
)
from rag.answers.plain_text import number_sources
from rag.language.contradictions import contradicts, texts_contradict
from rag.questions.asked_speakers import asks_others, who_is_asked
from rag.questions.query import Query
from rag.records import Answer, Asked, Claim, Grade, Source
from rag.retrieval.answerability import explain
from rag.retrieval.excerpts import Excerpt
from rag.retrieval.found import Found
from rag.retrieval.ranking import Ranked
from rag.retrieval.spelling import explain_respelt
from rag.retrieval.understand import Understood

DIFFER = "Two articles that tell this in nearly the same words differ; both are shown."


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an answer shows, so that it can be read at a glance.

    ``direct`` and ``worth`` from the tuning part of news_questions, 2026-11-28: with three
    excerpts the right words are shown for .722 of what can be answered, with four for .753, with
    five for no more; leaving out those below a tenth of the best score costs nothing. The rest by
    hand.
    """

    direct: int = 4  # excerpts
    several: int = 5  # of a question that asks for several things
    overview: int = 6
    of_side: int = 2  # of a comparison
    closest: int = 2
    evidence: int = 40  # sources beside the quoted ones that a language model may use
    run: int = 800  # characters of an excerpt with what goes on from it
    lead: int = 250  # characters that lead on to one and are shown with it
    worth: float = 0.1  # share of the best score from which a further excerpt is shown
    repeated: float = 0.7  # share of its words from which an excerpt says nothing new


def quote(
    found: Found,
    understood: Understood,
    generation: str,
    *,
    near_names: Sequence[str] = (),
    limits: Limits = Limits(),
) -> Answer:
    """Answer from what was found.

    Args:
        found: for the question.
        understood: what is asked.
        generation: of the index that was searched.
        near_names: speakers whose names are spelt nearly as one that no article has.
        limits: of what is shown.
    """
    asked, query = understood.asked, understood.query
    answered = found.evidence.answered or bool(found.introductions) or _has_all(found, understood)
    if asked.speakers and asked.filters.speakers:
        answered &= not set(asked.speakers).isdisjoint(asked.filters.speakers)
    if not answered:
        if not found.evidence.related:  # what is found anyway would only mislead
            found = replace(found, passages=(), excerpts=())
        chosen = _distinct(found.excerpts, limits.closest, limits)
        claims = [excerpt_claim(one, asked) for one in chosen]
    elif query.form == "introduction":
        claims = _introduction(found, asked, limits)
    elif query.form == "overview":
        claims = _overview(found, asked, limits)
    elif found.sides:
        claims = _comparison(found, asked, limits)
    else:
        several = len(query.parts) > 1 or query.form in ("statements", "comparison")
        most = limits.several if several else limits.direct
        asks_for_words = query.asks_who_said or query.form == "statements"
        claims = [
            excerpt_claim(one, asked, role=query.role, asks_for_words=asks_for_words)
            for one in _chosen(found, understood, most, limits)
        ]
    claims = copies_joined(with_copies(claims, found.copies))
    if answered and query.form == "overview":
        led = len(found.leads) + (not query.prefers_newest)
        claims = [*claims[:led], *by_day(claims[led:], newest_first=query.prefers_newest)]
    grade: Grade = "answered" if answered else "closest" if claims else "nothing"
    note = (
        _said_beside(query, claims, found)
        if answered
        else _missing(found, asked, claims, near_names)
    )
    return Answer(
        asked=asked,
        claims=tuple(claims),
        citations=number_sources(claims),
        passages=found.passages,
        grade=grade,
        note=f"{explain_respelt(asked.respelt)} {note}".strip(),
        generation=generation,
        form=query.form,
    )


def evidence_for(found: Found, answer: Answer, limits: Limits = Limits()) -> tuple[Source, ...]:
    """Return the excerpts a language model may use: what is quoted, then what is close to it."""
    quoted = [claim.sources[0] for claim in answer.claims]  # of copies, one is enough
    close = [
        Source(one.excerpt.article, one.excerpt.span, ())
        for one in found.excerpts[: limits.evidence]
        if not _is_cited(one, answer.claims)
    ]
    return (*quoted, *close)


def _overview(found: Found, asked: Asked, limits: Limits) -> list[Claim]:
    """Return a lead and the best excerpts."""
    leads = [source_claim(one) for one in found.leads]
    rest = [one for one in found.excerpts if not _is_cited(one, leads)]
    chosen = _distinct(rest, limits.overview - len(leads), limits)
    return [*leads, *(excerpt_claim(one, asked) for one in chosen)]


def _comparison(found: Found, asked: Asked, limits: Limits) -> list[Claim]:
    """Return the best excerpts for each side, under its name."""
    claims: list[Claim] = []
    for name, side in found.sides:
        fresh = [one for one in side.excerpts if not _is_cited(one, claims)]
        claims += [
            excerpt_claim(one, asked, heading=name)
            for one in _distinct(fresh, limits.of_side, limits)
        ]
    return claims


def _introduction(found: Found, asked: Asked, limits: Limits) -> list[Claim]:
    """Return the sentences that give somebody's role, then what else names them."""
    claims = [source_claim(one) for one in found.introductions]
    name = who_is_asked(asked.question).rpartition(" ")[2].casefold()
    fresh = [one for one in found.excerpts if not _is_cited(one, claims)]
    naming = [one for one in fresh if name in one.excerpt.text.casefold()]
    rest = naming or ([] if claims else fresh)
    more = limits.direct - len(claims)
    return [*claims, *(excerpt_claim(one, asked) for one in _distinct(rest, more, limits))]


def _of_speakers(found: Found, asked: Asked, query: Query) -> Sequence[Ranked]:
    """Return the excerpts; where the first is in the words of those asked about, only theirs.

    Not where the words of others are asked for, too. Those of whoever is asked for by a role
    come first: that it is theirs is known from them.
    """
    own = [one for one in found.excerpts if own_statements(one.excerpt, asked, query.role)]
    leads = bool(own) and own[0] is found.excerpts[0]
    asks_all = bool(own) and query.form == "statements" and not asked.topic
    if (leads or asks_all) and not asks_others(asked.question, query.speakers):
        return own
    return (
        [*own, *(one for one in found.excerpts if one not in own)] if query.role else found.excerpts
    )


def _chosen(found: Found, understood: Understood, most: int, limits: Limits) -> list[Ranked]:
    """Return what is shown; of excerpts that are chosen for somebody's words, what has them."""
    asked, role = understood.asked, understood.query.role
    excerpts = _of_speakers(found, asked, understood.query)
    shown = _distinct(excerpts, most, limits)
    if all(own_statements(one.excerpt, asked, role) for one in excerpts):
        return [one for one in shown if own_statements(one.excerpt, asked, role)]
    return shown


def _distinct(excerpts: Sequence[Ranked], most: int, limits: Limits) -> list[Ranked]:
    """Return the best excerpts, as far as none before shows it, and none that says the same again.

    What goes on from one of them is shown with it, as is what leads on to a further one in few
    words of its paragraph; what does so otherwise counts nothing. The
    very same words in another article are not left out: they become one claim of two sources.
    """
    kept: list[Ranked] = []
    counted = 0
    for one in excerpts:
        if kept and one.score < limits.worth * kept[0].score:
            break
        fresh = one.excerpt.apart_from([other.excerpt for other in kept])
        if not fresh:
            continue
        new = replace(one, excerpt=fresh)
        if any(_repeats(new, other.excerpt, limits.repeated) for other in kept):
            continue
        for place, other in enumerate(kept):
            if whole := other.excerpt.going_on(fresh, limits.run):
                kept[place] = replace(other, excerpt=whole, words=other.words or one.words)
                break
            # What is shown first begins with what answers.
            if place and (led := other.excerpt.led_by(fresh, limits.lead)):
                kept[place] = replace(other, excerpt=led, words=other.words or one.words)
                break
        else:
            leads_on = any(fresh.going_on(other.excerpt, limits.run) for other in kept)
            if not leads_on and counted == most:
                break
            counted += not leads_on
            kept.append(new)
    return kept


def _repeats(ranked: Ranked, other: Excerpt, repeated: float) -> bool:
    """Tell whether an excerpt has little but another's words, and answers nothing otherwise."""
    one = ranked.excerpt
    if one.text == other.text or one.share_of_words(other) <= repeated:
        return False
    answering = ranked.words or one.line.span
    return not any(
        contradicts(own.text, line.text)
        for own in one.lines
        if own.span.overlaps(answering)
        for line in other.lines
    )


def _is_cited(ranked: Ranked, claims: Sequence[Claim]) -> bool:
    """Tell whether claims cite words of an excerpt."""
    span = ranked.excerpt.shown
    return any(source.span.overlaps(span) for claim in claims for source in claim.sources)


def _several(query: Query) -> str:
    """Say in a sentence who has the role that somebody is asked for by, where several have it."""
    held = [one.speaker for one in query.named if one.words == query.role]
    return f"Several have this role here: {', '.join(held)}." if len(held) > 1 else ""


def _said_beside(query: Query, claims: Sequence[Claim], found: Found) -> str:
    """Say what is to be known of an answer: that several are meant, that articles differ."""
    told = (_several(query), DIFFER if _copies_differ(claims, found) else "")
    return " ".join(one for one in told if one)


def _copies_differ(claims: Sequence[Claim], found: Found) -> bool:
    """Tell whether two claims are from articles with the same words that contradict each other."""
    return any(
        other.sources[0].article in found.copies.get(one.sources[0].article.id, ())
        and texts_contradict(one.text, other.text)
        for one, other in permutations(claims, 2)
    )


def _has_all(found: Found, understood: Understood) -> bool:
    """Tell whether any words of somebody are asked for, and some were found."""
    asked, query = understood.asked, understood.query
    if query.form != "statements" or asked.topic or explain(found.evidence.gaps):
        return False
    return any(own_statements(one.excerpt, asked, query.role) for one in found.excerpts)


def _missing(found: Found, asked: Asked, claims: Sequence[Claim], near_names: Sequence[str]) -> str:
    """Say in a sentence what was not found; empty where nothing in particular is missing."""
    shown = any(one.speaker in asked.speakers for one in claims)
    said = explain(found.evidence.gaps)
    if near_names:
        said += f" Did you mean {' or '.join(near_names)}?"
    if not said and asked.speakers and (asked.topic or not shown):
        about = f" about “{asked.topic}”" if asked.topic else ""
        said = f"No words of {' or '.join(asked.speakers)}{about} were found."
    return said
