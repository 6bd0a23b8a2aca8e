"""Turn lists of articles and speakers, and what one of them said, into HTML."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby, islice

from markupsafe import Markup

from rag.errors import RagError
from rag.language.person_names import fold
from rag.language.speaker_kinds import SpeakerKind, has_own_name, is_bare
from rag.records import Answer, Article, Claim, Heading
from rag.web.conversation import PageTurn
from rag.web.evidence_html import evidence
from rag.web.export import plain
from rag.web.html import counted, part, sends, short_title, trouble
from rag.web.kept import KeptConversation
from rag.web.reading_html import MAX_LISTED
from rag.web.remarks import in_visitors_words
from rag.web.texts import text
from rag.web.turn_html import claim_html

MAX_CHOICES = 300  # names a filter offers; others can be typed
Day = tuple[date | None, list[tuple[Article | None, list[Markup]]]]
HEADINGS: dict[SpeakerKind, str] = {"person": "people", "organisation": "organisations"}
MAX_SAID = 25  # paragraphs of a timeline, before more are asked for


def kept_list(found: Sequence[KeptConversation]) -> Markup:
    """List the conversations that are kept, the last used first."""
    shown = found[:MAX_LISTED]
    told = counted(len(shown), "number_of_conversations", among=len(found))
    return part("lists.html", "kept", shown, told if found else text("none_kept"))


def choices(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return what a filter offers, the most frequent first: label with the count, and value."""
    return [(f"{name} ({count:,})", name) for name, count in islice(counts.items(), MAX_CHOICES)]


def scopes(
    places: Iterable[str], headings: Iterable[Heading], typed: str = ""
) -> list[tuple[str, str]]:
    """Return where a question may be asked alone: folders, files of many, and articles.

    Its field offers nothing in whose label what is typed does not stand: with an article that has
    it elsewhere, it is said that it does.
    """

    def label(one: Heading) -> str:
        title = short_title(one.title)
        there = not typed or typed.casefold() in title.casefold()
        return title if there else f"{title} · “{typed}”"

    return [*((place, place) for place in places), *((label(one), one.id) for one in headings)]


def speaker_list(
    speakers: Mapping[str, int], kinds: Mapping[str, SpeakerKind], *, search: str, shown: int
) -> Markup:
    """List those in whose names every word of ``search`` stands, with their statements.

    People come first, then organisations, then whoever has no name of their own.
    """
    words = fold(search).split()
    # "the statement" of one article is another's than that of the next
    speakers = {name: n for name, n in speakers.items() if not is_bare(name)}
    found = [name for name in speakers if all(word in fold(name) for word in words)]
    if not speakers:
        return part("lists.html", "found", text("nobody_quoted"))
    if not found:
        return part("lists.html", "found", text("nobody_named"))
    those = counted(len(found), "number_of_speakers", among=len(speakers))
    told = text("most_quoted_first", found=those)
    sent = sends("speaker", speaker="", shown=shown + MAX_LISTED) if len(found) > shown else ""
    groups: dict[str, list[tuple[str, int]]] = {"people": [], "organisations": [], "others": []}
    for name in found[:shown]:
        kind = HEADINGS.get(kinds.get(name, "person"), "others")
        heading = kind if kind != "organisations" or has_own_name(name) else "others"
        groups[heading].append((name, speakers[name]))
    listed = [(text(heading), names) for heading, names in groups.items() if names]
    return part("lists.html", "speakers", listed, told, sent)


def timeline(answer: Answer, *, shown: int) -> Markup:
    """Show what a speaker said, day by day and article by article, with its evidence.

    Args:
        answer: to "what did … say?", newest first.
        shown: so many claims of it.
    """
    [speaker], topic = answer.asked.speakers, answer.asked.topic
    piece = piece_of(answer, answer.claims[:shown])
    found = text(
        "in_articles",
        found=counted(len(answer.claims), "paragraphs"),
        articles=counted(articles_of(answer.claims), "in_so_many"),
    )
    if topic:
        found = text("about", found=found, topic=topic)
    more = sends("speaker", speaker=speaker, shown=shown + MAX_SAID)
    return part(
        "lists.html",
        "timeline",
        speaker,
        json.dumps([speaker, topic, shown, answer.generation]),
        in_visitors_words(answer.note) or found,
        by_day(piece),
        more if len(answer.claims) > shown else "",
        copied(piece),
        evidence(piece),
    )


def articles_of(claims: Sequence[Claim]) -> int:
    """Return in how many articles claims stand; further ones that print the same count nothing."""
    return len({claim.article.id for claim in claims if claim.article})


def piece_of(answer: Answer, claims: Sequence[Claim]) -> Answer:
    """Return an answer of some of its claims alone."""
    sources = {source for claim in claims for source in claim.sources}
    citations = tuple(one for one in answer.citations if one.source in sources)
    return replace(answer, claims=tuple(claims), citations=citations)


def by_day(answer: Answer) -> list[Day]:
    """Show claims, which are in the order of their days, by day and by article.

    Before each stands its speaker's role, and their name if there are several speakers.
    """
    several = len({claim.speaker for claim in answer.claims}) > 1

    def lead(claim: Claim) -> str:
        who = (claim.speaker if several else "", claim.role)
        return ", ".join(part for part in who if part)

    return [
        (
            day,
            [
                (article, [claim_html(answer, claim, lead=lead(claim)) for claim in said])
                for article, said in groupby(of_day, key=lambda claim: claim.article)
            ],
        )
        for day, of_day in groupby(answer.claims, key=lambda claim: claim.date)
    ]


def copied(answer: Answer) -> str:
    """Return what goes to the clipboard of a timeline."""
    asked = answer.asked
    return plain(PageTurn(0, asked.question, asked.filters, answer, None, "done"))


def no_timeline(error: RagError) -> Markup:
    """Say why there is no timeline, in its place."""
    return part("lists.html", "no_timeline", trouble(error))
