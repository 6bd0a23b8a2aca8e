"""Excerpts of passages: runs of whole sentences that can be understood by themselves.

Every sentence of a passage begins one, with what follows it up to a length that is read at a
glance, and with the one before it where it leans on that ("He added …"). What stands between
two sentences and is none, a heading or a caption, ends an excerpt.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.records import Article, Chunk, Span, Statement
from rag.retrieval.sentence_fit import Line

LONGEST = 330  # characters that are judged and read: some 75 tokens, as the reader is quick with
SHOWN = 420  # characters that are shown: three of them are read at a glance (by hand)
SHORT = 60  # characters: a sentence that says little without the one before it (by hand)

_LEANS = re.compile(
    r"[\"“'‘]?(?:He|She|They|It|This|That|These|Those|But|And|So|His|Her|Their|Its|However|Yet"
    r"|Instead|Then|There)\b"
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A run of sentences of one passage, begun by the sentence that it is judged by."""

    article: Article
    chunk: Chunk  # the passage it lies in
    span: Span
    shown: Span  # with what follows, as far as an answer shows of it
    lines: tuple[Line, ...]
    judged: int  # which of the lines it is judged by: the first, or the second
    statements: tuple[Statement, ...]  # whose words overlap what is shown

    @property
    def text(self) -> str:
        """Its words, cut from the article."""
        return self.article.cut(self.span)

    @property
    def line(self) -> Line:
        """The sentence that it is judged by."""
        return self.lines[self.judged]

    @property
    def terms(self) -> frozenset[str]:
        """The analysed words of its sentences."""
        return frozenset().union(*(line.terms for line in self.lines))

    def overlaps(self, other: "Excerpt") -> bool:
        """Tell whether the two would show words of one article twice."""
        return self.shown.overlaps(other.shown)

    def apart_from(self, shown: Iterable["Excerpt"]) -> "Excerpt | None":
        """Return what of it others do not show; None where they show what it is judged by."""
        start, end, judged = self.shown.start, self.shown.end, self.line.span
        for other in shown:
            if self.overlaps(other):
                if other.shown.overlaps(judged):
                    return None
                if other.shown.end <= judged.start:
                    start = max(start, other.shown.end)
                else:
                    end = min(end, other.shown.start)
        if (start, end) == (self.shown.start, self.shown.end):
            return self
        lines = tuple(one for one in self.lines if start <= one.span.start and one.span.end <= end)
        span = Span(self.article.id, lines[0].span.start, lines[-1].span.end)
        shown_end = end if end == self.shown.end else span.end
        rest = Span(self.article.id, span.start, shown_end)
        said = tuple(one for one in self.statements if one.words.overlaps(rest))
        return replace(
            self, span=span, shown=rest, lines=lines, judged=lines.index(self.line), statements=said
        )

    def going_on(self, other: "Excerpt", longest: int) -> "Excerpt | None":
        """Return it with another that goes on where it ends; None where that is too long."""
        shown, last = self.shown, other.shown
        gap = self._gap_to(other) if last.end - shown.start <= longest else None
        if gap is None or gap.strip():
            return None
        said = [one for one in other.statements if one not in self.statements]
        return replace(
            self,
            shown=Span(shown.article_id, shown.start, last.end),
            lines=(*self.lines, *(one for one in other.lines if one not in self.lines)),
            statements=(*self.statements, *said),
        )

    def led_by(self, other: "Excerpt", longest: int) -> "Excerpt | None":
        """Return it begun by another that leads on to it in its paragraph, if that is short."""
        shown, first = self.shown, other.shown
        gap = other._gap_to(self) if shown.start - first.start <= longest else None
        if gap is None or gap.strip() or "\n" in gap:
            return None
        lines = (*(one for one in other.lines if one not in self.lines), *self.lines)
        said = [one for one in other.statements if one not in self.statements]
        return replace(
            self,
            shown=Span(shown.article_id, first.start, shown.end),
            lines=lines,
            judged=lines.index(self.line),
            statements=(*said, *self.statements),
        )

    def _gap_to(self, other: "Excerpt") -> str | None:
        """Return what stands between what it shows and what one behind it does; None: none is."""
        shown, behind = self.shown, other.shown
        if shown.article_id != behind.article_id or shown.end > behind.start:
            return None
        return self.article.text[shown.end : behind.start]

    def share_of_words(self, other: "Excerpt") -> float:
        """Return how much of its analysed words another has, too, in [0, 1]."""
        terms = self.terms
        return len(terms & other.terms) / len(terms) if terms else 0.0


def excerpts_of(
    article: Article, chunk: Chunk, lines: Sequence[Line], statements: Sequence[Statement]
) -> Iterator[Excerpt]:
    """Yield one excerpt for each sentence of a passage.

    Args:
        article: the passage's.
        chunk: the passage.
        lines: its sentences, in their order.
        statements: those whose words lie in it.
    """
    for place, line in enumerate(lines):
        first = last = place
        if place and _joined(article, lines, place - 1, place):
            leans = _LEANS.match(line.text) or len(line.text) < SHORT
            if leans and line.span.end - lines[place - 1].span.start <= LONGEST:
                first = place - 1
        last = _last_within(article, lines, first, last, LONGEST)
        span = Span(article.id, lines[first].span.start, lines[last].span.end)
        end = lines[_last_within(article, lines, first, last, SHOWN)].span.end
        shown = Span(article.id, span.start, end)
        yield Excerpt(
            article,
            chunk,
            span,
            shown,
            tuple(lines[first : last + 1]),
            place - first,
            tuple(one for one in statements if one.words.overlaps(shown)),
        )


def _last_within(
    article: Article, lines: Sequence[Line], first: int, last: int, longest: int
) -> int:
    """Return the last sentence up to which a run from ``first`` is no longer than allowed."""
    while (
        last + 1 < len(lines)
        and lines[last + 1].span.end - lines[first].span.start <= longest
        and _joined(article, lines, last, last + 1)
    ):
        last += 1
    return last


def _joined(article: Article, lines: Sequence[Line], one: int, other: int) -> bool:
    """Tell whether nothing but space stands between two sentences."""
    return not article.text[lines[one].span.end : lines[other].span.start].strip()


def without_overlap(excerpts: Sequence[Excerpt]) -> Iterator[Excerpt]:
    """Yield the excerpts whose judged sentence lies in none that was yielded before."""
    kept: list[Excerpt] = []
    for one in excerpts:
        if not any(other.span.covers(one.line.span) for other in kept):
            kept.append(one)
            yield one
