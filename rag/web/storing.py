"""Write a turn of a conversation as JSON that points into the articles, and read it again.

What an answer quotes is not written but cut from its article when the turn is read, so that a
kept conversation neither differs from the articles nor outlives one that was removed.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from rag.errors import RagError
from rag.records import Article, Claim, Filters
from rag.web.conversation import PageTurn

CHANGED = RagError(
    "The articles that this answer rested on were changed or removed since.",
    fix="Ask again, in the menu below.",
)


class ChangedArticle(Exception):
    """An article is not as it was."""


def written_turn(turn: PageTurn) -> str:
    """Write a turn as JSON."""
    return json.dumps(_written(turn), ensure_ascii=False)


def read_turn(stored: str, article_of: Callable[[str], Article]) -> PageTurn:
    """Read a turn; where its articles are not as they were, its question alone.

    Args:
        stored: what ``written_turn`` returned.
        article_of: returns an article by its id.
    """
    data = json.loads(stored)
    articles: dict[str, Article] = {}

    def unchanged(id: str, kept: str) -> Article:
        if id not in articles:
            articles[id] = article_of(id)
        if digest(articles[id]) != kept:
            raise ChangedArticle(id)
        return articles[id]

    try:
        turn = _read(PageTurn, data, unchanged)
        assert isinstance(turn, PageTurn)
    except (ChangedArticle, RagError, LookupError, TypeError, ValueError):
        filters = _read(Filters, data["filters"], unchanged)
        return PageTurn(data["number"], data["question"], filters, None, CHANGED, "done")
    return turn


def digest(article: Article) -> str:
    """Return what tells the text of an article from another."""
    return hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()


def _written(value: Any) -> Any:
    if isinstance(value, Article):
        return {"id": value.id, "text": digest(value)}
    if isinstance(value, RagError):
        return {"problem": value.problem, "fix": value.fix}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    if is_dataclass(value):
        held = {one.name: _written(getattr(value, one.name)) for one in fields(value)}
        if isinstance(value, Claim) and value.is_quoted:
            held["text"] = None
        return held
    return value


def _read(kind: Any, data: Any, article_of: Callable[[str, str], Article]) -> Any:
    """Read a value of a type from what ``_written`` has made of one."""
    if kind is Article:
        return article_of(data["id"], data["text"])
    if kind is RagError:
        return RagError(data["problem"], fix=data["fix"])
    if kind is date:
        return date.fromisoformat(data)
    if get_origin(kind) is UnionType:
        [some] = [one for one in get_args(kind) if one is not NoneType]
        return None if data is None else _read(some, data, article_of)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], one, article_of) for one in data)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        read = {
            name: _read(hints[name], value, article_of)
            for name, value in data.items()
            if value is not None or get_origin(hints[name]) is UnionType
        }
        if kind is Claim and "text" not in read:
            read["text"] = read["sources"][0].quote
        return kind(**read)  # type: ignore[operator]
    if get_origin(kind) is Literal or isinstance(data, kind):
        return data
    raise TypeError(f"{data!r} is no {kind}")
