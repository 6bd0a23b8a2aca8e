"""Search exactly for other programs: passages, places with the words around them, counts."""

from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

from rag.api import schemas
from rag.api.asked import Counted, Exactly, InContext, Some
from rag.api.chatbot import Chatbot, ExactSearch
from rag.plain_data import plain_data
from rag.retrieval.search_kind import has_signs

T = TypeVar("T")


def passages(chat: Chatbot, wanted: Some) -> schemas.ExactPassages:
    """Find passages."""
    search = _search(chat, wanted)
    found, more = _some(search.passages(), wanted)
    return schemas.ExactPassages(passages=plain_data(found), more=more, hints=list(search.hints))


def concordance(chat: Chatbot, wanted: InContext) -> schemas.Concordance:
    """Find places, with the words around them."""
    search = _search(chat, wanted)
    found, more = _some(search.keywords(wanted.context), wanted)
    return schemas.Concordance(places=plain_data(found), more=more, hints=list(search.hints))


def counts(chat: Chatbot, wanted: Counted) -> schemas.Counts:
    """Count articles and places."""
    search = _search(chat, wanted)
    return schemas.Counts(counts=plain_data(search.counts(wanted.by)), hints=list(search.hints))


def hints_for_question(question: str, exactly: str) -> list[str]:
    """Say what of a question that is searched by meaning may be meant exactly.

    Args:
        question: as typed.
        exactly: what searches exactly.
    """
    if not has_signs(question):
        return []
    return [
        "This was searched by meaning, with quotation marks and operators as words like others; "
        f"{exactly} searches for exactly what is typed."
    ]


def _search(chat: Chatbot, wanted: Exactly) -> ExactSearch:
    return chat.search_exactly(wanted.search, wanted.filters_for(chat))


def _some(found: Iterator[T], wanted: Some) -> tuple[list[T], bool]:
    """Return what is wanted of what is found, and whether there is more."""
    some = list(islice(found, wanted.offset, wanted.offset + wanted.limit + 1))
    return some[: wanted.limit], len(some) > wanted.limit
