"""The fields in which the filters of a question are set: reading them, and what they offer."""

from collections.abc import Sequence
from contextlib import suppress

from rag.errors import BadQuestion, RagError
from rag.records import Filters
from rag.web.article_pages import places_of
from rag.web.chatbot import Chatbot
from rag.web.html import short_title
from rag.web.lists_html import choices, scopes
from rag.web.understood import read_day

NAMES = ("sources", "authors", "tab_speakers", "within")  # what filters offer names of


def read_fields(
    since: str | None,
    until: str | None,
    sources: Sequence[str],
    authors: Sequence[str],
    speakers: Sequence[str],
    within: Sequence[str],
) -> Filters:
    """Read the filters as they were set.

    Raises:
        BadQuestion: something typed as a date is none, or the dates leave no day.
    """
    days = []
    for typed in (since, until):
        days.append(read_day(typed))
        if typed and days[-1] is None:
            raise BadQuestion(
                f"“{typed[:40]}” is not a date.", fix="Write it like 2025-02-13, in the filters."
            )
    if days[0] and days[1] and days[0] > days[1]:
        raise BadQuestion(
            "The filters leave no day: “From” is later than “Until”.", fix="Change one of them."
        )
    names = (tuple(chosen or ()) for chosen in (sources, authors, speakers, within))
    return Filters(days[0], days[1], *names)


def as_fields(filters: Filters) -> list[str | list[str]]:
    """Return filters as the page's fields hold them."""
    since, until = (value.isoformat() if value else "" for value in (filters.since, filters.until))
    names = (filters.sources, filters.authors, filters.speakers, filters.within)
    return [since, until, *map(list, names)]


def offered_names(chat: Chatbot, filters: Filters) -> list[list[tuple[str, str]]]:
    """Return what there is to choose from, with counts; nothing where there is no index."""
    try:
        counts = chat.counts(filters)
        places = offered_scopes(chat, filters)
    except Exception:
        return [[] for _ in NAMES]  # the welcome says what is wrong
    counted = [choices(names) for names in (counts.sources, counts.authors, counts.speakers)]
    return [*counted, places]


def offered_scopes(chat: Chatbot, filters: Filters, typed: str = "") -> list[tuple[str, str]]:
    """Return where a question may be asked alone, those that are chosen first."""
    chosen = []
    for one in filters.within:
        with suppress(RagError):  # a folder, or an article that is gone: it is its own name
            chosen.append((short_title(chat.article(one).title), one))
    offered = scopes(*places_of(chat, filters, typed), typed)
    return [*chosen, *(one for one in offered if one[1] not in filters.within)]
