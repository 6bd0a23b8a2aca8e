"""Turn lists of articles and speakers, and what one of them said, into HTML."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby, islice

from markupsafe import Markup

from rag.errors import RagError
from rag.language.person_names import fold
from rag.records import Answer, Claim, Heading
from rag.web.conversation import PageTurn
from rag.web.evidence_html import evidence
from rag.web.export import plain
from rag.web.html import counted, part, sends, trouble
from rag.web.kept import KeptConversation
from rag.web.turn_html import claim_html

MAX_LISTED = 100  # articles or speakers in one list
MAX_CHOICES = 300  # names a filter offers; others can be typed
MAX_SAID = 25  # paragraphs of a timeline, before more are asked for
SORTS = ("Newest first", "Oldest first", "Title", "Source")


def article_list(found: Sequence[Heading], *, among: int, sort: str, shown: int) -> Markup:
    """List the articles found among so many."""
    if not found:
        return part("lists.html", "found", "No article has all of this.")
    told = _among(len(found), among, "article")
    sent = sends("more") if len(found) > shown else ""
    return part("lists.html", "articles", _sorted(found, sort)[:shown], told, sent)


def _among(number: int, among: int, noun: str) -> str:
    return counted(number, noun) + (f" of {among:,}" if number != among else "")


def _sorted(found: Sequence[Heading], sort: str) -> Sequence[Heading]:
    """Sort by what the person chose; articles without a date stand last."""
    if sort == "Title":
        return sorted(found, key=lambda one: one.title.casefold())
    if sort == "Source":
        return sorted(found, key=lambda one: (not one.source, one.source.casefold()))
    if sort == "Oldest first":
        return sorted(found, key=lambda one: one.date or date.max)
    return found


def kept_list(found: Sequence[KeptConversation]) -> Markup:
    """List the conversations that are kept, the last used first."""
    told = counted(len(found), "conversation") if found else "None is kept yet, or none matches."
    return part("lists.html", "kept", found[:MAX_LISTED], told)


def choices(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return what a filter offers, the most frequent first: label with the count, and value."""
    return [(f"{name} ({count:,})", name) for name, count in islice(counts.items(), MAX_CHOICES)]


def speaker_list(speakers: Mapping[str, int], *, search: str, shown: int) -> Markup:
    """List those in whose names every word of ``search`` stands, with their statements."""
    words = fold(search).split()
    found = [name for name in speakers if all(word in fold(name) for word in words)]
    if not speakers:
        return part("lists.html", "found", "Nobody is quoted in these articles.")
    if not found:
        return part("lists.html", "found", "Nobody who is quoted has this name.")
    told = _among(len(found), len(speakers), "speaker") + ", most quoted first"
    sent = sends("speaker", speaker="", shown=shown + MAX_LISTED) if len(found) > shown else ""
    listed = [(name, speakers[name]) for name in found[:shown]]
    return part("lists.html", "speakers", listed, told, sent)


def timeline(answer: Answer, *, shown: int) -> Markup:
    """Show what a speaker said, day by day and article by article, with its evidence.

    Args:
        answer: to "what did … say?", newest first.
        shown: so many claims of it.
    """
    [speaker], topic = answer.asked.speakers, answer.asked.topic
    claims = answer.claims[:shown]
    sources = {source for claim in claims for source in claim.sources}
    citations = tuple(one for one in answer.citations if one.source in sources)
    piece = replace(answer, claims=claims, citations=citations)
    articles = len({one.source.article.id for one in answer.citations})
    found = f"{counted(len(answer.claims), 'paragraph')} in {counted(articles, 'article')}"
    more = sends("speaker", speaker=speaker, shown=shown + MAX_SAID)
    asked = answer.asked
    copied = plain(PageTurn(0, asked.question, asked.filters, piece, None, "done"))
    return part(
        "lists.html",
        "timeline",
        speaker,
        json.dumps([speaker, topic, shown, answer.generation]),
        answer.note or found + (f" about “{topic}”" if topic else ""),
        [
            (
                day,
                [
                    (article, [claim_html(piece, claim, lead=claim.role) for claim in said])
                    for article, said in groupby(of_day, key=lambda claim: claim.article)
                ],
            )
            for day, of_day in groupby(claims, key=_day)
        ],
        more if len(answer.claims) > shown else "",
        copied,
        evidence(piece),
    )


def _day(claim: Claim) -> date | None:
    return claim.date


def no_timeline(error: RagError) -> Markup:
    """Say why there is no timeline, in its place."""
    return part("lists.html", "no_timeline", trouble(error))
