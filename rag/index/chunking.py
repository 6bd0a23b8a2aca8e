"""Pack whole sentences into chunks that an embedding model reads to the end.

What is embedded and indexed for a chunk is ``title · source · date · words``. Its length is
counted with the model's own tokenizer, because the model cuts off what is over its limit
without a word. Every non-space character of an article lands in exactly one chunk; a single
sentence over the limit is cut between words, a single word over it between characters. Of a
very long article only the beginning is embedded.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise

from rag.articles.formats import FOUND_BY_MEANING
from rag.models.encoder import TokenCounter
from rag.records import Article, Sentence, Span

# By hand.
HEADING_SHARE = 3  # a heading may take up to a third of the limit; a longer one is shortened
SEPARATOR = " · "


def heading(article: Article) -> str:
    """Return ``title · source · date``, leaving out what the article does not give."""
    written = article.date.isoformat() if article.date else ""
    return SEPARATOR.join(part for part in (article.title, article.source, written) if part)


def fitting_heading(article: Article, embedder: TokenCounter) -> str:
    """Return the heading, shortened if it would crowd out the words themselves."""
    head = heading(article)
    while embedder.count_tokens([head])[0] > embedder.max_tokens // HEADING_SHARE:
        head = head[: len(head) * 3 // 4]
    return head


def embedded_text(head: str, words: str) -> str:
    """Return the text that stands for a chunk's words in the vectors."""
    return f"{head}{SEPARATOR}{words}" if head else words


def embedded_hash(head: str, article: Article, chunk: Span) -> str:
    """Return the sha256 of the text that is embedded for a chunk.

    Empty where none is, far down in a very long article; the chunk's vector is then zero.
    """
    if chunk.start >= FOUND_BY_MEANING:
        return ""
    return sha256(embedded_text(head, article.cut(chunk)).encode()).hexdigest()


def pack_chunks(
    article: Article, sentences: Sequence[Sentence], embedder: TokenCounter
) -> tuple[Span, ...]:
    """Cut an article into runs of whole sentences, none over the model's limit.

    What stands between two sentences, a heading or a time, goes with the one below it.

    Returns:
        Spans that rise, do not overlap and cover every character that is not white space.
    """
    head = fitting_heading(article, embedder)
    budget = embedder.max_tokens - embedder.count_tokens([embedded_text(head, "")])[0]
    pieces = _pieces(article, sentences)
    counts = embedder.count_tokens([article.cut(piece) for piece in pieces])
    runs: list[Span] = []
    used = 0
    for piece, count in zip(pieces, counts, strict=True):
        if runs and used + count <= budget:
            runs[-1] = Span(article.id, runs[-1].start, piece.end)
            used += count
        else:
            runs.append(piece)
            used = count
    # Not every tokenizer's counts add up over white space, so what was joined is counted again.
    return tuple(_within(article, runs, head, embedder))


def _pieces(article: Article, sentences: Sequence[Sentence]) -> list[Span]:
    """Return the sentences, each with what stands between it and the one before it."""
    ends = [sentence.span.end for sentence in sentences[:-1]]
    if sentences:
        ends.append(len(article.text.rstrip()))
    starts = [
        end + len(rest) - len(rest.lstrip())
        for end, following in pairwise([0, *ends])
        for rest in (article.text[end:following],)
    ]
    return [Span(article.id, start, end) for start, end in zip(starts, ends, strict=True)]


def _within(
    article: Article, spans: Sequence[Span], head: str, embedder: TokenCounter
) -> list[Span]:
    """Return the spans, those over the limit when embedded cut into parts that are not."""
    counts = embedder.count_tokens([embedded_text(head, article.cut(span)) for span in spans])
    return [
        part
        for span, count in zip(spans, counts, strict=True)
        for part in (
            [span] if count <= embedder.max_tokens else _halves(article, span, head, embedder)
        )
    ]


def _halves(article: Article, span: Span, head: str, embedder: TokenCounter) -> Iterator[Span]:
    """Halve ``span`` near its middle until each part is within the limit when embedded."""
    text = article.cut(span)
    if len(text) == 1 or embedder.count_tokens([embedded_text(head, text)])[0] <= (
        embedder.max_tokens
    ):
        yield span
        return
    middle = _middle_break(text)
    left = len(text[:middle].rstrip())
    right = len(text) - len(text[middle:].lstrip())
    yield from _halves(article, Span(article.id, span.start, span.start + left), head, embedder)
    yield from _halves(article, Span(article.id, span.start + right, span.end), head, embedder)


def _middle_break(text: str) -> int:
    """Return the offset of the inner white space nearest the middle, else the middle itself."""
    middle = len(text) // 2
    spaces = [match.start() for match in re.finditer(r"(?<=\S)\s+(?=\S)", text)]
    return min(spaces, key=lambda offset: abs(offset - middle), default=middle)
