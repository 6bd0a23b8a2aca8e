"""Turn the sources of an answer, and the articles they open, into HTML.

An answer carries its own evidence: beside it, out of sight, stand its sources and the whole text
of every article it cites. The page's script shows them without asking again, and what is opened
is the text the answer was made from, even if the index has changed since. The script keeps them
too, so that a long conversation is not sent again with every question.
"""

import calendar
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from rag.records import Answer, Article, Citation, Passage, Source, Span
from rag.web.html import Mark, highlight, part, sends
from rag.web.texts import month, text

MAX_PASSAGES = 5  # passages offered beside the cited ones
MAX_MONTHS = 24  # that a plot shows one by one; what spans more is counted by the year
FEWEST_DAYS = 3  # different ones that are worth a plot
PLOT_WIDTH, PLOT_HEIGHT = 400, 48
CONTEXT = 240  # characters of its passage shown on either side of what is cited


@dataclass(frozen=True, slots=True)
class Entry:
    """What the list of sources shows of one of them."""

    key: str
    article: Article
    text: Markup
    numbered: bool
    before: bool  # more of the article stands before it
    after: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A month or year of a plot."""

    name: str
    count: int
    sent: Markup  # what a click on it sends
    x: str
    y: str
    width: str
    height: str


def evidence(answer: Answer, *, question: str = "", turn: int = 0) -> Markup:
    """List the sources of an answer, and hold the articles they open.

    Args:
        answer: what they are the sources of.
        question: what stands above them.
        turn: the number of the turn whose dates the plot can set; 0 for none.
    """
    marks = [Mark(str(citation.number), citation.source.span) for citation in answer.citations]
    cited = [citation.source.span for citation in answer.citations]
    others = [
        passage
        for passage in answer.passages
        if not any(passage.chunk.span.covers(span) for span in cited)
    ][:MAX_PASSAGES]
    marks += [Mark(f"p{n}", passage.chunk.span) for n, passage in enumerate(others, start=1)]
    shown = [citation.source.article for citation in answer.citations]
    shown += [passage.article for passage in others]
    days = [passage.article.date for passage in answer.passages if passage.article.date]
    return part(
        "evidence.html",
        "all",
        question,
        [_source(citation, answer.passages) for citation in answer.citations],
        [_passage(f"p{n}", passage) for n, passage in enumerate(others, start=1)],
        text("also_found" if answer.citations else "closest_passages"),
        over_time(days, turn=turn),
        [
            article_view(article, [mark for mark in marks if mark.span.article_id == article.id])
            for article in {article.id: article for article in shown}.values()
        ],
    )


def over_time(days: Sequence[date], *, turn: int = 0) -> Markup:
    """Plot how many of the passages found are from which month or year.

    Nothing where they are from fewer than three days, or all from one month.
    """
    if len(set(days)) < FEWEST_DAYS:
        return Markup("")
    months = [value.year * 12 + value.month - 1 for value in days]
    by_month = max(months) - min(months) < MAX_MONTHS
    counts = Counter(months if by_month else [value.year for value in days])
    first, last = min(counts), max(counts)
    if first == last:
        return Markup("")

    def named(period: int) -> str:
        return month(period // 12, period % 12 + 1) if by_month else str(period)

    slot = PLOT_WIDTH / (last + 1 - first)
    width = min(0.7 * slot, 28)
    bars = []
    for period in sorted(counts):
        height = PLOT_HEIGHT * counts[period] / max(counts.values())
        left, top = (period - first + 0.5) * slot - width / 2, PLOT_HEIGHT - height
        since, until = _extent(period, by_month=by_month)
        sent = Markup("")
        if turn:
            sent = sends("during", turn=turn, since=since.isoformat(), until=until.isoformat())
        measures = (f"{measure:.1f}" for measure in (left, top, width, height))
        bars.append(Bar(named(period), counts[period], sent, *measures))
    told = ", ".join(f"{bar.name}: {bar.count}" for bar in bars)
    unit = "by_month" if by_month else "by_year"
    ends = (named(first), named(last))
    return part("evidence.html", "plot", unit, told, bars, *ends, PLOT_WIDTH, PLOT_HEIGHT)


def _extent(period: int, *, by_month: bool) -> tuple[date, date]:
    """Return the first and the last day of a month or year."""
    if not by_month:
        return date(period, 1, 1), date(period, 12, 31)
    year, place = period // 12, period % 12 + 1
    return date(year, place, 1), date(year, place, calendar.monthrange(year, place)[1])


def article_view(article: Article, marks: Sequence[Mark]) -> Markup:
    """Show a whole article, every character of it, with the cited words marked."""
    keys = list(dict.fromkeys(mark.key for mark in marks))
    whole = Span(article.id, 0, len(article.text)) if article.text else None
    words = highlight(article, whole, marks) if whole else Markup("")
    linked = article.url.startswith(("http://", "https://"))
    untitled = article.text.lstrip().startswith(article.title)
    return part("evidence.html", "article", article, keys, words, linked, untitled)


def _source(citation: Citation, passages: Sequence[Passage]) -> Entry:
    """Show a citation with the passage it stands in."""
    source, key = citation.source, str(citation.number)
    around = _around(source, passages)
    return _entry(key, source.article, around, [Mark(key, source.span)], source.marked)


def _passage(key: str, passage: Passage) -> Entry:
    return _entry(key, passage.article, passage.chunk.span, [], ())


def _entry(
    key: str, article: Article, around: Span, marks: Sequence[Mark], answering: Sequence[Span]
) -> Entry:
    words = highlight(article, around, marks, answering=answering)
    after = around.end < len(article.text)
    return Entry(key, article, words, key.isdigit(), around.start > 0, after)


def _around(source: Source, passages: Sequence[Passage]) -> Span:
    """Find the words near the cited ones, within the passage that holds them."""
    article, span = source.article, source.span
    within = Span(article.id, 0, len(article.text))
    for passage in passages:
        if passage.chunk.span.covers(span):
            within = passage.chunk.span
            break
    start = max(within.start, span.start - CONTEXT)
    end = min(within.end, span.end + CONTEXT)
    # Whole words: a cut in the middle of one looks like an error in the article.
    if start > within.start:
        start = article.text.find(" ", start, span.start) + 1 or span.start
    if end < within.end:
        end = max(article.text.rfind(" ", span.end, end), span.end)
    return Span(article.id, start, end)
