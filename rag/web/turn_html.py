"""Turn answers, articles and errors into HTML, plain text and Markdown.

Every function takes values and returns text; nothing here knows the web framework. Whatever
comes from an article or a person goes through ``escape`` on its way into HTML, and through
``escaped`` on its way into Markdown, so that it is shown and never interpreted.

A turn carries its own evidence: beside the answer, out of sight, stand its sources and the
whole text of every article it cites. The page's script shows them without asking again, and
what is opened is the text the answer was made from, even if the index has changed since. The
script keeps them too, so that a long conversation is not sent again with every question.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime
from html import escape
from itertools import groupby, islice, pairwise
from typing import Literal
from urllib.parse import urlencode

from rag.answers.plain_text import (
    CLOSEST,
    NOT_SAID,
    QUOTED,
    WRITTEN,
    escaped,
    introduction,
    printed,
    written_date,
)
from rag.answers.plain_text import markdown as answer_as_markdown
from rag.errors import RagError
from rag.language.person_names import fold
from rag.records import (
    Answer,
    Article,
    Asked,
    Citation,
    Claim,
    Filters,
    Heading,
    Passage,
    Source,
    Span,
    claim_numbers,
)

MAX_QUESTION_SHOWN = 600  # characters of a question that the page repeats
MAX_PASSAGES = 5  # passages offered beside the cited ones
MAX_LISTED = 100  # articles or speakers in one list
MAX_CHOICES = 300  # names a filter offers; others can be typed
MAX_SAID = 25  # paragraphs of a timeline, before more are asked for
MAX_MONTHS = 24  # that a plot shows one by one; what spans more is counted by the year
FEWEST_DAYS = 3  # different ones that are worth a plot
PLOT_WIDTH, PLOT_HEIGHT, PLOT_TOP = 400, 62, 14  # the top is for the numbers above the bars
CONTEXT = 240  # characters of its passage shown on either side of what is cited
ALL_SPEAKERS = """<button type="button" class="quiet back"
data-send='{"action": "speaker", "speaker": ""}'>← All speakers</button>"""
SORTS = ("Newest first", "Oldest first", "Title", "Source")


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and what became of it.

    While the search runs there is neither an answer nor trouble.
    """

    number: int  # rises within a conversation and is never used again
    question: str
    filters: Filters  # what the person set, not what was understood
    answer: Answer | None
    trouble: RagError | None
    state: Literal["working", "done", "stopped"]
    after: int = 0  # the number of the last turn it follows on; 0 for none
    dropped: tuple[str, ...] = ()  # what was carried over from before and taken out
    writer: str = ""  # the language model that words the answer; empty: it is quoted
    beside: bool = False  # typed at once with the question before it


@dataclass(frozen=True, slots=True)
class Mark:
    """Words to highlight in an article."""

    key: str  # what they are cited as: "1" for a citation, "p1" for a passage
    span: Span


# ---- the conversation


def welcome(
    extent: tuple[int, date | None, date | None], examples: Sequence[str], *, editing: bool = False
) -> str:
    """Say what this is and what can be asked of it."""
    count, first, last = extent
    if not count:
        problem = "The index is empty: no article could be read."
        fix = "Put articles into seeds/ and run `rag index`."
        return unusable(RagError(problem, fix=fix), editing=editing)
    if first is None or last is None:
        period = "None of them has a date."
    elif first == last:
        period = f"All of {written_date(first)}."
    else:
        period = f"From {written_date(first)} to {written_date(last)}."
    buttons = "".join(
        f'<li><button type="button" class="example" dir="auto" {sends("ask", question=question)}>'
        f"{escape(question)}</button></li>"
        for question in examples
    )
    return (
        '<section class="welcome"><h2>What do you want to know?</h2>'
        "<p>Ask about the articles on this computer. The answer is in their own words, and "
        "every sentence opens at the place it was taken from.</p>"
        f'<p class="extent">{count:,} article{"s" if count != 1 else ""}. {period}</p>'
        + (f'<h3>For example</h3><ul class="examples">{buttons}</ul>' if buttons else "")
        + "</section>"
    )


def unusable(error: RagError, *, editing: bool) -> str:
    """Say why the index cannot be used, and lead to where that can be mended on the page."""
    if not editing:
        return trouble(error)
    mended = RagError(error.problem, fix="Add articles, or rebuild the index.")
    button = '<button type="button" class="strong" data-tab="Articles">Go to the articles</button>'
    return f"{trouble(mended)}<p>{button}</p>"


def trouble(error: RagError) -> str:
    """Say what is wrong and what to do about it; commands in backquotes stand out."""
    fix = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(error.fix))
    return (
        '<div class="trouble" role="alert">'
        f'<p class="problem" dir="auto">{escape(error.problem)}</p>'
        f'<p class="fix" dir="auto">{fix}</p></div>'
    )


def conversation(turns: Sequence[Turn]) -> str:
    """Show the turns before the newest one; the page has the evidence of all but the last."""
    return "".join(turn(one, evidence=one is turns[-1]) for one in turns)


def turn(turn: Turn, *, evidence: bool = True) -> str:
    """Show one question and what became of it, with its evidence out of sight."""
    shown = turn.question
    if len(shown) > MAX_QUESTION_SHOWN:
        shown = shown[:MAX_QUESTION_SHOWN] + "…"
    answer = turn.answer
    # Elsewhere nothing stands before the question: its link holds what was carried over.
    linked = link(_searched(turn) or turn.question, turn.filters)
    parts = [
        f'<section class="turn {turn.state}" data-turn="{turn.number}" '
        f'data-link="{escape(linked)}" {"data-beside " if turn.beside else ""}'
        f'data-question="{escape(turn.question[:5000])}">',
        f'<h2 class="question" dir="auto" tabindex="-1">{escape(shown)}</h2>',
        f'<p class="searched">Searched: <bdi>{escape(_searched(turn))}</bdi></p>'
        if _searched(turn)
        else "",
        _chips(turn, answer.asked) if answer else "",
        f'<p class="status" role="status">{_status(turn)}</p>',
        trouble(turn.trouble) if turn.trouble else "",
        _reply(answer, done=turn.state != "working") if answer else "",
        _actions(turn) if turn.state != "working" else "",
        _evidence(answer) if answer and evidence else "",
        "</section>",
    ]
    return "".join(parts)


def _searched(turn: Turn) -> str:
    """Return the question that was searched where it is not the one typed, else nothing."""
    asked = turn.answer.asked if turn.answer else None
    return asked.question if asked and asked.carried else ""


def _status(turn: Turn) -> str:
    """Say how far the search has come; a finished one is said only to screen readers."""
    answer = turn.answer
    if turn.state == "working":
        if answer is None:
            return "Searching the articles…"
        found = counted(len(answer.passages), "passage")
        writing = f"writing with {escape(turn.writer)}…" if turn.writer else "quoting…"
        return f"Found {found}; {writing if answer.claims else 'reading them…'}"
    if turn.state == "stopped":
        return "Stopped before the answer was complete."
    if answer is None:
        return ""
    if answer.grade != "answered":
        return '<span class="unseen">No answer found.</span>'
    return (
        f'<span class="unseen">Answer complete: {counted(len(answer.claims), "statement")}, '
        f"{counted(len(answer.citations), 'source')}.</span>"
    )


def _reply(answer: Answer, *, done: bool) -> str:
    """Show the claims; before them, that the articles do not answer if they do not."""
    note = f'<p class="note" dir="auto">{escape(answer.note)}</p>' if answer.note else ""
    claims, beneath = _claims(answer, answer.claims), ""
    for heading, others in ((QUOTED, answer.quoted), (WRITTEN, answer.written)):
        if others:
            beneath += f"<h3>{heading}</h3>{_claims(answer, others)}"
    if answer.grade != "answered":
        if not (done or claims):
            return ""
        beside = bool(answer.passages) and not claims
        closest = "<p>The closest passages are listed as sources.</p>" if beside else ""
        closest = f"<p>{CLOSEST}</p>" if claims else closest
        return f'<div class="refusal"><h3>{NOT_SAID}</h3>{note}{closest}</div>{claims}{beneath}'
    lacking = [
        *["has no source in the articles"] * any(not claim.sources for claim in answer.claims),
        *["goes beyond its sources"] * any(claim.doubts for claim in answer.claims),
    ]
    partly = (
        f'<p class="partly">Part of this answer {" and part ".join(lacking)}; it is marked.</p>'
        if lacking
        else ""
    )
    return f"{partly}{claims}{note}{beneath}"


def _claims(answer: Answer, claims: Sequence[Claim]) -> str:
    """List claims, those under one heading together."""
    return "".join(
        (f"<h3>{escape(heading)}</h3>" if heading else "")
        + '<ol class="claims">'
        + "".join(f"<li>{_claim(answer, claim, lead=introduction(claim))}</li>" for claim in group)
        + "</ol>"
        for heading, group in groupby(claims, key=lambda claim: claim.heading)
    )


def _claim(answer: Answer, claim: Claim, *, lead: str) -> str:
    lead = f'<span class="lead" dir="auto">{escape(lead)}</span> ' if lead else ""
    sources = [answer.citations[number - 1] for number in claim_numbers(answer, claim)]
    first = claim.sources[0] if claim.sources else None
    if first is not None and first.quote == claim.text:
        words = highlight(first.article, first.span, [], answering=first.marked)
    else:
        words = escape(claim.text)
    cites = "".join(_cite(citation) for citation in sources)
    if not sources:
        cites = '<span class="unsupported">no source</span>'
    doubts = "".join(f'<li dir="auto">{escape(doubt)}</li>' for doubt in claim.doubts)
    doubts = f'<ul class="doubts" aria-label="Doubts">{doubts}</ul>' if doubts else ""
    missing = ("" if sources else " sourceless") + (" doubtful" if doubts else "")
    return (
        f'<div class="claim{missing}">{lead}<span class="words" dir="auto">{words}</span> '
        f'<span class="cites">{cites}</span>{doubts}</div>'
    )


def _cite(citation: Citation) -> str:
    """Make the button that opens an article at the cited words."""
    article = citation.source.article
    label = f"Source {citation.number}: {_byline(article)}. Open the article at these words."
    return (
        f'<button type="button" class="cite" data-open="{citation.number}" '
        f'aria-label="{escape(label)}">{citation.number}</button>'
    )


def _chips(turn: Turn, asked: Asked) -> str:
    """Show what was understood; each part that can be left out is a button."""
    chips = []
    for name, kind, text in understood(asked):
        looks = "chip carried" if carried_by(asked, name) else "chip"
        content = f'<span class="kind">{kind}</span> <bdi>{escape(text)}</bdi>'
        removable = carried_by(asked, name) or without(asked, name)
        if turn.state == "working" or not removable:
            chips.append(f'<li><span class="{looks}">{content}</span></li>')
            continue
        label = escape(f"Ask again without {kind} {text}")
        sent = sends("without", turn=turn.number, chip=name)
        chips.append(
            f'<li><button type="button" class="{looks}" {sent} aria-label="{label}" '
            f'title="{label}">{content} '
            '<span class="cross" aria-hidden="true">×</span></button></li>'
        )
    if not chips:
        return ""
    return f'<ul class="chips" aria-label="What was understood">{"".join(chips)}</ul>'


def _actions(turn: Turn) -> str:
    sent = sends("retry", turn=turn.number)
    speakers = turn.answer.asked.speakers if turn.answer else ()
    people = "".join(
        f'<button type="button" data-tab="Speakers" {sends("speaker", speaker=name)}>'
        f"All that <bdi>{escape(name)}</bdi> said</button>"
        for name in speakers[:2]
    )
    copies = (
        '<button type="button" data-copy="answer">Copy</button>'
        if turn.answer and turn.answer.claims
        else ""
    )
    return (
        f'<div class="actions">{copies}'
        '<button type="button" data-copy="link">Copy link</button>'
        f'<button type="button" {sent}>Ask again</button>'
        '<button type="button" data-edit>Edit question</button>'
        f"{people}"
        '<span class="judge"><button type="button" data-judge="true">Good answer</button>'
        '<button type="button" data-judge="false">Bad answer</button></span>'
        f'<pre hidden class="plain">{escape(plain(turn))}</pre>'
        f'<pre hidden class="markdown">{escape(markdown(turn))}</pre></div>'
    )


# ---- the evidence


def _evidence(answer: Answer) -> str:
    """List the sources of an answer, and hold the articles they open."""
    marks = [Mark(str(citation.number), citation.source.span) for citation in answer.citations]
    cited = [citation.source.span for citation in answer.citations]
    others = [
        passage
        for passage in answer.passages
        if not any(passage.chunk.span.covers(span) for span in cited)
    ][:MAX_PASSAGES]
    marks += [Mark(f"p{n}", passage.chunk.span) for n, passage in enumerate(others, start=1)]
    sources = "".join(_source(citation, answer.passages) for citation in answer.citations)
    passages = "".join(_passage(f"p{n}", passage) for n, passage in enumerate(others, start=1))
    heading = "Also found" if sources else "Closest passages"
    plot = over_time([passage.article.date for passage in answer.passages if passage.article.date])
    listed = (
        plot
        + (f'<h2>Sources</h2><ol class="sources">{sources}</ol>' if sources else "")
        + (f'<h2>{heading}</h2><ul class="sources">{passages}</ul>' if passages else "")
    )
    shown = [citation.source.article for citation in answer.citations]
    shown += [passage.article for passage in others]
    articles = {article.id: article for article in shown}
    opened = "".join(
        article_view(article, [mark for mark in marks if mark.span.article_id == article.id])
        for article in articles.values()
    )
    return f'<div class="evidence" hidden><div class="listed">{listed}</div>{opened}</div>'


def over_time(days: Sequence[date]) -> str:
    """Plot how many of the passages found are from which month or year.

    Nothing where they are from fewer than three days, or all from one month.
    """
    if len(set(days)) < FEWEST_DAYS:
        return ""
    months = [value.year * 12 + value.month - 1 for value in days]
    by_month = max(months) - min(months) < MAX_MONTHS
    counts = Counter(months if by_month else [value.year for value in days])
    first, last = min(counts), max(counts)
    if first == last:
        return ""

    def named(period: int) -> str:
        return f"{date(period // 12, period % 12 + 1, 1):%B %Y}" if by_month else str(period)

    told = ", ".join(f"{named(period)}: {counts[period]}" for period in sorted(counts))
    unit = "month" if by_month else "year"
    bars = _bars([counts[period] for period in range(first, last + 1)])
    return (
        '<figure class="plot"><figcaption>When the passages found are from</figcaption>'
        f'<svg viewBox="0 0 {PLOT_WIDTH} {PLOT_HEIGHT}" role="img" '
        f'aria-label="Passages found, by {unit}: {told}">{bars}</svg>'
        f'<div class="ends" aria-hidden="true"><span>{named(first)}</span>'
        f"<span>{named(last)}</span></div></figure>"
    )


def _bars(counts: Sequence[int]) -> str:
    """Draw one bar for each count, the number above it; none for zero."""
    slot = PLOT_WIDTH / len(counts)
    width = min(0.7 * slot, 28)
    bars = ""
    for place, count in enumerate(counts):
        if count:
            height = (PLOT_HEIGHT - PLOT_TOP) * count / max(counts)
            middle, top = (place + 0.5) * slot, PLOT_HEIGHT - height
            bars += (
                f'<rect x="{middle - width / 2:.1f}" y="{top:.1f}" width="{width:.1f}" '
                f'height="{height:.1f}"/><text x="{middle:.1f}" y="{top - 3:.1f}">{count}</text>'
            )
    return bars


def _source(citation: Citation, passages: Sequence[Passage]) -> str:
    """Show a citation with the passage it stands in."""
    source = citation.source
    key = str(citation.number)
    around, score = _around(source, passages)
    return _entry(key, source.article, around, [Mark(key, source.span)], source.marked, score)


def _passage(key: str, passage: Passage) -> str:
    return _entry(key, passage.article, passage.chunk.span, [], (), passage.score)


def _entry(
    key: str,
    article: Article,
    around: Span,
    marks: Sequence[Mark],
    answering: Sequence[Span],
    score: float | None,
) -> str:
    text = highlight(article, around, marks, answering=answering)
    before = "… " if around.start else ""
    after = " …" if around.end < len(article.text) else ""
    number = f'<span class="number">{key}</span>' if key.isdigit() else ""
    measured = (
        f'<span class="score" title="How well the passage fits the question, from 0 to 1">'
        f'<meter min="0" max="1" value="{score:.2f}" aria-label="Relevance"></meter> '
        f"{score:.2f}</span>"
        if score is not None
        else ""
    )
    return (
        f'<li class="source" data-key="{key}">{number}'
        f'<h3><button type="button" class="open" data-open="{key}" dir="auto">'
        f"{escape(article.title)}</button></h3>"
        f'<p class="meta">{meta(article)}{measured}</p>'
        f'<blockquote dir="auto">{before}{text}{after}</blockquote></li>'
    )


def _around(source: Source, passages: Sequence[Passage]) -> tuple[Span, float | None]:
    """Find the words near the cited ones, and the score of the passage that holds them."""
    article, span = source.article, source.span
    within, score = Span(article.id, 0, len(article.text)), None
    for passage in passages:
        if passage.chunk.span.covers(span):
            within, score = passage.chunk.span, passage.score
            break
    start = max(within.start, span.start - CONTEXT)
    end = min(within.end, span.end + CONTEXT)
    # Whole words: a cut in the middle of one looks like an error in the article.
    if start > within.start:
        start = article.text.find(" ", start, span.start) + 1 or span.start
    if end < within.end:
        end = max(article.text.rfind(" ", span.end, end), span.end)
    return Span(article.id, start, end), score


def article_view(article: Article, marks: Sequence[Mark]) -> str:
    """Show a whole article, every character of it, with the cited words marked."""
    keys = list(dict.fromkeys(mark.key for mark in marks))
    jumps = "".join(
        f'<button type="button" class="cite" data-open="{key}" '
        f'aria-label="Go to the words cited as {key}">{key}</button>'
        for key in keys
        if key.isdigit()
    )
    cited = f'<p class="jumps">Cited here: {jumps}</p>' if jumps else ""
    whole = Span(article.id, 0, len(article.text)) if article.text else None
    text = highlight(article, whole, marks) if whole else ""
    original = (
        f'<p class="meta"><a href="{escape(article.url)}" target="_blank" '
        'rel="noopener noreferrer">The original on the web</a></p>'
        if article.url.startswith(("http://", "https://"))
        else ""
    )
    return (
        f'<article data-keys="{" ".join(keys)}" data-article="{escape(article.id)}">'
        f'<h2 dir="auto" tabindex="-1">{escape(article.title)}</h2>'
        f'<p class="meta">{meta(article)}</p>{cited}'
        f'<div class="text">{text}</div>'
        f'<p class="meta file">File: <bdi>{escape(article.id)}</bdi></p>{original}</article>'
    )


def highlight(
    article: Article, around: Span, marks: Sequence[Mark], *, answering: Sequence[Span] = ()
) -> str:
    """Cut ``around`` from the article and mark words in it.

    Marks may overlap and may reach beyond ``around``; the text between the tags is the
    article's, character for character. ``answering`` are the words that answer.
    """
    edges = {around.start, around.end}
    for span in [*(mark.span for mark in marks), *answering]:
        edges |= {min(max(edge, around.start), around.end) for edge in (span.start, span.end)}
    pieces = []
    for start, end in pairwise(sorted(edges)):
        piece = escape(article.text[start:end])
        if any(span.start <= start and end <= span.end for span in answering):
            piece = f'<b class="answering">{piece}</b>'
        keys = [mark.key for mark in marks if mark.span.start <= start and end <= mark.span.end]
        pieces.append((" ".join(dict.fromkeys(keys)), piece))
    marked = []
    for joined, group in groupby(pieces, key=lambda keyed: keyed[0]):
        text = "".join(piece for _, piece in group)
        marked.append(f'<mark data-keys="{joined}">{text}</mark>' if joined else text)
    return "".join(marked)


# ---- browsing


def article_list(found: Sequence[Heading], *, among: int, sort: str, shown: int) -> str:
    """List the articles found among so many."""
    items = "".join(
        f'<li><button type="button" class="open" dir="auto" {sends("open", article=one.id)}>'
        f'{escape(one.title)}</button><p class="meta">{meta(one)}</p></li>'
        for one in _sorted(found, sort)[:shown]
    )
    more = f'<button type="button" class="more" {sends("more")}>Show more</button>'
    if not found:
        return '<p class="found" role="status">No article holds these words.</p>'
    count = counted(len(found), "article")
    if len(found) != among:
        count += f" of {among:,}"
    return (
        f'<p class="found" role="status">{count}</p><ul class="articles">{items}</ul>'
        f"{more if len(found) > shown else ''}"
    )


def _sorted(found: Sequence[Heading], sort: str) -> Sequence[Heading]:
    """Sort by what the person chose; articles without a date stand last."""
    if sort == "Title":
        return sorted(found, key=lambda one: one.title.casefold())
    if sort == "Source":
        return sorted(found, key=lambda one: (not one.source, one.source.casefold()))
    if sort == "Oldest first":
        return sorted(found, key=lambda one: one.date or date.max)
    return found


def choices(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return what a filter offers, the most frequent first: label with the count, and value."""
    return [(f"{name} ({count:,})", name) for name, count in islice(counts.items(), MAX_CHOICES)]


# ---- speakers


def speaker_list(speakers: Mapping[str, int], *, search: str, shown: int) -> str:
    """List those in whose names every word of ``search`` stands, with their statements."""
    words = fold(search).split()
    found = [name for name in speakers if all(word in fold(name) for word in words)]
    items = "".join(
        f'<li><button type="button" class="person" {sends("speaker", speaker=name)}>'
        f'<bdi class="name">{escape(name)}</bdi> <span class="count">'
        f"{counted(speakers[name], 'statement')}</span></button></li>"
        for name in found[:shown]
    )
    if not speakers:
        return '<p class="found" role="status">Nobody is quoted in these articles.</p>'
    if not found:
        return '<p class="found" role="status">Nobody who is quoted has this name.</p>'
    count = counted(len(found), "speaker")
    if len(found) != len(speakers):
        count += f" of {len(speakers):,}"
    sent = sends("speaker", speaker="", shown=shown + MAX_LISTED)
    more = f'<button type="button" class="more" {sent}>Show more</button>'
    return (
        f'<p class="found" role="status">{count}, most quoted first</p>'
        f'<ul class="people">{items}</ul>{more if len(found) > shown else ""}'
    )


def timeline(answer: Answer, *, shown: int) -> str:
    """Show what a speaker said, day by day, with its evidence out of sight.

    Args:
        answer: to "what did … say?", newest first.
        shown: so many claims of it.
    """
    [speaker], topic = answer.asked.speakers, answer.asked.topic
    claims = answer.claims[:shown]
    sources = {source for claim in claims for source in claim.sources}
    citations = tuple(one for one in answer.citations if one.source in sources)
    part = replace(answer, claims=claims, citations=citations)
    days = "".join(
        f"<li><h3>{heading}</h3>"
        f'<ol class="claims">{"".join(_said(part, claim) for claim in said)}</ol></li>'
        for heading, said in groupby(claims, key=_when)
    )
    articles = len({one.source.article.id for one in answer.citations})
    found = f"{counted(len(answer.claims), 'paragraph')} in {counted(articles, 'article')}"
    found = answer.note or found + (f" about “{topic}”" if topic else "")
    sent = sends("speaker", speaker=speaker, shown=shown + MAX_SAID)
    more = f'<button type="button" class="more" {sent}>Show more</button>'
    copied = plain(Turn(0, answer.asked.question, answer.asked.filters, part, None, "done"))
    actions = '<div class="actions"><button type="button" data-copy="answer">Copy</button></div>'
    key = escape(json.dumps([speaker, topic, shown, answer.generation]))
    return (
        f'<section class="timeline" data-turn="timeline" data-said="{key}">'
        f"{ALL_SPEAKERS}"
        f'<h2 class="question" dir="auto" tabindex="-1">{escape(speaker)}</h2>'
        f'<p class="found" role="status" dir="auto">{escape(found)}</p>'
        f'<ol class="days">{days}</ol>{more if len(answer.claims) > shown else ""}'
        f"{actions if claims else ''}"
        f'<pre hidden class="plain">{escape(copied)}</pre>{_evidence(part)}</section>'
    )


def no_timeline(error: RagError) -> str:
    """Say why there is no timeline, in its place."""
    return f'<section class="timeline">{ALL_SPEAKERS}{trouble(error)}</section>'


def _when(claim: Claim) -> str:
    """Write the date of what a claim rests on."""
    when = claim.sources[0].article.date if claim.sources else None
    return f'<time datetime="{when}">{written_date(when)}</time>' if when else "Undated"


def _said(answer: Answer, claim: Claim) -> str:
    """Show a claim below its date and its speaker: what is left is the role, and where."""
    where = [source.article.source or source.article.title for source in claim.sources[:1]]
    lead = " · ".join(part for part in (claim.role, *where) if part)
    return f"<li>{_claim(answer, claim, lead=lead)}</li>"


# ---- what was understood, and asking again without it


def understood(asked: Asked) -> list[tuple[str, str, str]]:
    """Name each part of a question: its key, its kind, and its words.

    What was carried over from the conversation is named first, and once only.
    """
    filters, carried = asked.filters, asked.carried
    parts = [(f"carried:{n}", "from before", words) for n, words in enumerate(carried)]
    parts += [
        (f"speaker:{n}", "speaker", name)
        for n, name in enumerate(asked.speakers)
        if name not in carried
    ]
    if asked.topic and asked.topic not in carried:
        parts.append(("topic", "topic", asked.topic))
    if filters.since:
        parts.append(("since", "from", written_date(filters.since)))
    if filters.until:
        parts.append(("until", "until", written_date(filters.until)))
    parts += [(f"source:{n}", "source", name) for n, name in enumerate(filters.sources)]
    parts += [(f"author:{n}", "author", name) for n, name in enumerate(filters.authors)]
    parts += [(f"voice:{n}", "said by", name) for n, name in enumerate(filters.speakers)]
    return parts


def carried_by(asked: Asked, chip: str) -> str:
    """Return the words from the conversation that ``chip`` names; nothing if it names others."""
    return {f"carried:{n}": words for n, words in enumerate(asked.carried)}.get(chip, "")


def without(asked: Asked, chip: str) -> tuple[str, Filters] | None:
    """Return the question and filters that are left once one part is taken out.

    None where no question would be left, or ``chip`` names no part. Filters alone are set
    aside exactly; the words of the question are put together anew from what remains.
    """
    if carried_by(asked, chip) or chip not in [name for name, _, _ in understood(asked)]:
        return None
    kind, _, position = chip.partition(":")
    left = tuple(
        name
        for n, name in enumerate(asked.speakers)
        if not (kind == "speaker" and str(n) == position)
    )
    topic = "" if kind == "topic" else asked.topic
    filters = remove_filter(asked.filters, asked.filters, chip)
    who = " and ".join(left)
    if who and topic:
        return f"What did {who} say about {topic}?", filters
    if who:
        return f"What did {who} say?", filters
    return (topic, filters) if topic else None


def remove_filter(filters: Filters, understood: Filters, chip: str) -> Filters:
    """Take from ``filters`` the one that ``chip`` names among the ``understood`` ones."""
    kind, _, position = chip.partition(":")
    if kind == "since":
        return replace(filters, since=None)
    if kind == "until":
        return replace(filters, until=None)
    if kind == "source":
        return replace(filters, sources=_others(filters.sources, understood.sources, position))
    if kind == "author":
        return replace(filters, authors=_others(filters.authors, understood.authors, position))
    if kind == "voice":
        return replace(filters, speakers=_others(filters.speakers, understood.speakers, position))
    return filters


def _others(names: Sequence[str], understood: Sequence[str], position: str) -> tuple[str, ...]:
    return tuple(name for name in names if name != understood[int(position)])


def link(question: str, filters: Filters) -> str:
    """Return the query string that asks the same question again."""
    pairs = [("q", question)]
    if filters.since:
        pairs.append(("since", filters.since.isoformat()))
    if filters.until:
        pairs.append(("until", filters.until.isoformat()))
    pairs += [("source", name) for name in filters.sources]
    pairs += [("author", name) for name in filters.authors]
    pairs += [("speaker", name) for name in filters.speakers]
    return "?" + urlencode(pairs)


# ---- taking it away


def plain(turn: Turn) -> str:
    """Write an answer with its sources as plain text, for the clipboard."""
    answer = turn.answer
    if answer is None:
        return turn.question
    return "\n".join([turn.question, *_searched_lines(turn), "", printed(answer)])


def markdown(turn: Turn) -> str:
    """Write a question, its answer and the quoted words as Markdown."""
    answer = turn.answer
    lines = [f"## {escaped(turn.question)}", ""]
    if turn.trouble:
        lines += [escaped(f"{turn.trouble.problem} {turn.trouble.fix}"), ""]
    if answer is None:
        return "\n".join(lines)
    lines += [f"{escaped(line)}\n" for line in _searched_lines(turn)]
    return "\n".join([*lines, answer_as_markdown(answer), ""])


def judgement(turn: Turn, *, liked: bool, word: str, at: datetime) -> str:
    """Write what somebody thought of an answer as one line of JSON.

    Its question stands on its own: with what was carried over from the conversation.
    """
    answer = turn.answer
    return json.dumps(
        {
            "at": at.isoformat(timespec="seconds"),
            "question": answer.asked.question if answer else turn.question,
            "filters": link("", turn.filters),
            "liked": liked,
            "word": word,
            "generation": answer.generation if answer else "",
            "grounded": answer.grounded if answer else "",
            "claims": [
                {"text": claim.text, "sources": [astuple(source.span) for source in claim.sources]}
                for claim in (answer.claims if answer else ())
            ],
        },
        ensure_ascii=False,
    )


def _searched_lines(turn: Turn) -> list[str]:
    return [f"(Searched: {_searched(turn)})"] if _searched(turn) else []


# ---- small words


def meta(article: Article | Heading) -> str:
    """Name the source, author and date of an article, as far as they are known."""
    known = [
        article.source,
        article.author,
        written_date(article.date) if article.date else "no date",
    ]
    return '<span class="dot"> · </span>'.join(
        f"<bdi>{escape(part)}</bdi>" for part in known if part
    )


def _byline(article: Article) -> str:
    known = [
        article.title,
        article.source,
        written_date(article.date) if article.date else "no date",
    ]
    return ", ".join(part for part in known if part)


def counted(number: int, noun: str) -> str:
    """Write how many there are of something."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def sends(action: str, **values: str | int) -> str:
    """Write the attribute that makes a button send an action to the server."""
    return f'data-send="{escape(json.dumps({"action": action, **values}))}"'
