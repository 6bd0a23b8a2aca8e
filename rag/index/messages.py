"""What a build and its workers send one another: plain data, as bytes of JSON.

Nothing that is received is run: an article, and what was made of it, is told by its fields.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

from rag.articles.cleaning import LeftOut
from rag.articles.formats import Parsed
from rag.index.database import Entry, day_of, statement_of
from rag.records import Article, Refusal, Sentence, Span

Row = Sequence[Any]


def packed(value: object) -> bytes:
    """Return plain data as bytes."""
    return json.dumps(value).encode("ascii")


def unpacked(message: bytes) -> Any:
    """Return the plain data of bytes."""
    return json.loads(message)


def article_row(article: Article) -> Row:
    """Return the fields of an article as plain data."""
    written = article.date.isoformat() if article.date else ""
    return (article.id, article.title, written, article.source, article.author, article.url,
            article.text, article.sha256)  # fmt: skip


def article_of(row: Row) -> Article:
    """Return the article of its fields."""
    article_id, title, written, *rest = row
    return Article(article_id, title, day_of(written), *rest)


def parsed_row(found: Parsed | Refusal) -> Row:
    """Return what was read as plain data."""
    if isinstance(found, Refusal):
        return astuple(found)
    left_out = [astuple(one) for one in found.left_out]
    return (article_row(found.article), found.notes, left_out)


def parsed_of(row: Row) -> Parsed | Refusal:
    """Return what was read, of plain data."""
    if isinstance(row[0], str):
        return Refusal(*row)
    fields, notes, left_out = row
    return Parsed(article_of(fields), tuple(notes), tuple(LeftOut(*one) for one in left_out))


def entry_row(found: Entry | Refusal) -> Row:
    """Return what is stored of an article, but for the article, as plain data."""
    if isinstance(found, Refusal):
        return astuple(found)
    statements = [
        (*_place(one.words), one.kind, one.speaker_written, one.speaker, one.role, one.cue,
         *_place(one.attribution), *_place(one.evidence))
        for one in found.statements
    ]  # fmt: skip
    sentences = [_place(one.span) for one in found.sentences]
    return (sentences, list(map(_place, found.chunks)), found.hashes, statements)


def entry_of(article: Article, row: Row) -> Entry | Refusal:
    """Return what is stored of an article, of plain data."""
    if isinstance(row[0], str):
        return Refusal(*row)
    sentences, chunks, hashes, statements = row
    return Entry(
        article,
        tuple(map(Sentence, _spans(article.id, sentences))),
        tuple(_spans(article.id, chunks)),
        tuple(hashes),
        tuple(statement_of((article.id, *one)) for one in statements),
    )


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _spans(article_id: str, places: Iterable[Sequence[int]]) -> Iterable[Span]:
    return (Span(article_id, start, end) for start, end in places)
