"""Turn records into plain data, as JSON has it, for other programs."""

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from rag.records import Answer, Article, Claim, MatchedPassage, Passage, RankedStatement, Source


def as_json(value: object) -> str:
    """Return records as JSON; offsets are characters into the article's text."""
    whole = isinstance(value, Sequence) and all(isinstance(one, Article) for one in value)
    return json.dumps(plain_data(value, whole=whole), ensure_ascii=False, indent=1)


def plain_data(value: object, *, whole: bool = False) -> Any:
    """Return a record as JSON has it.

    An article within another record is given without its text unless ``whole``; what points
    into it is given with the words it points to.
    """
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain_data(one, whole=whole) for one in value]
    if not is_dataclass(value):
        return value
    given = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Article) and not whole:
        del given["text"]
    if isinstance(value, Passage | MatchedPassage):
        given["text"] = value.text
    if isinstance(value, Answer):
        given["grounded"] = value.grounded
    if isinstance(value, Claim):
        given["date"] = value.date
    if isinstance(value, Source):
        given["quote"] = value.quote
    if isinstance(value, RankedStatement):
        del given["others"]
        given["copies"] = value.copies
        given["words"] = value.article.cut(value.statement.words)
    return {name: plain_data(one, whole=whole) for name, one in given.items()}
