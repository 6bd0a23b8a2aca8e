"""Turn a conversation into HTML.

Every function takes values and returns HTML; nothing here knows the web framework. Whatever
comes from an article or a person is escaped by the templates, so that it is shown and never
interpreted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup

from rag.answers.plain_text import introduction, printed_elsewhere
from rag.errors import RagError
from rag.language.dates import written_date
from rag.records import Answer, Claim, Filters, claim_numbers
from rag.web.conversation import PageTurn
from rag.web.evidence_html import evidence
from rag.web.export import plain
from rag.web.html import counted, dated, highlight, part, render, trouble
from rag.web.remarks import in_visitors_words
from rag.web.texts import text
from rag.web.understood import carried_by, link, understood, without

MAX_QUESTION_SHOWN = 600  # characters of a question that the page repeats
MOST_PEOPLE = 2  # speakers asked about to whose statements an answer leads


@dataclass(frozen=True, slots=True)
class Status:
    """How far a search has come."""

    text: str = ""
    unseen: str = ""  # said to screen readers alone


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal as the page shows it."""

    said: str
    note: str
    passages: bool  # the closest ones stand beside it
    filtered: bool  # not all articles were searched


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of what was understood."""

    name: str
    kind: str
    text: str
    looks: str
    removable: bool

    @property
    def label(self) -> str:
        """What a click does."""
        return text("ask_without", part=self.text)


def welcome(
    extent: tuple[int, date | None, date | None], examples: Sequence[str], *, editing: bool = False
) -> Markup:
    """Say what this is and what can be asked of it."""
    count, first, last = extent
    if not count:
        problem = "The index is empty: no article could be read."
        fix = "Put articles into seeds/ and run `rag index`."
        return unusable(RagError(problem, fix=fix), editing=editing)
    if first is None or last is None:
        period = text("no_dates")
    elif first == last:
        period = text("all_of_day", day=first)
    else:
        period = text("from_to", first=first, last=last)
    return render("welcome.html", count=count, period=period, examples=examples)


def unusable(error: RagError, *, editing: bool) -> Markup:
    """Say why the index cannot be used, and lead to where that can be mended on the page."""
    if not editing:
        return trouble(error)
    mended = RagError(error.problem, fix="Add articles, or rebuild the index.")
    return render("unusable.html", trouble=trouble(mended))


def conversation(turns: Sequence[PageTurn], *, whole: bool = False) -> Markup:
    """Show the turns before the newest one.

    The page has the evidence of all but the last, unless it was loaded anew: then ``whole``.
    """
    return Markup("").join(turn(one, evident=whole or one is turns[-1]) for one in turns)


def turn(turn: PageTurn, *, evident: bool = True) -> Markup:
    """Show one question and what became of it, with its evidence out of sight."""
    shown = turn.question
    if len(shown) > MAX_QUESTION_SHOWN:
        shown = shown[:MAX_QUESTION_SHOWN] + "…"
    answer = turn.answer
    done = turn.state != "working"
    refusal = _refusal(turn) if answer and (done or answer.claims) else None
    return render(
        "turn.html",
        turn=turn,
        shown=shown,
        # Elsewhere nothing stands before the question: its link holds what was carried over.
        link=link(turn.searched or turn.question, turn.filters),
        searched=turn.searched,
        chips=_chips(turn, answer) if answer else (),
        status=_status(turn),
        trouble=trouble(turn.trouble) if turn.trouble else "",
        refusal=refusal,
        lacking=_lacking(answer) if answer else (),
        groups=grouped(answer, answer.claims) if answer else (),
        sides=answer is not None and answer.form == "comparison",
        topic=answer.asked.topic if answer and answer.grade == "answered" else "",
        note=in_visitors_words(answer.note) if answer and not refusal else "",
        beneath=_beneath(answer) if answer else (),
        people=answer.asked.speakers[:MOST_PEOPLE] if answer else (),
        plain=plain(turn) if done else "",
        evidence=evidence(answer, question=shown, turn=turn.number if done else 0)
        if answer and evident
        else "",
    )


def next_questions(turn: PageTurn, questions: Sequence[str]) -> Markup:
    """Offer what to ask after a turn; the page's script puts it below its answer."""
    return part("next.html", "offered", turn.number, questions)


def _status(turn: PageTurn) -> Status:
    """Say how far the search has come; a finished one is said only to screen readers."""
    answer = turn.answer
    if turn.state == "working":
        if answer is None:
            return Status(text("searching"))
        found = counted(len(answer.passages), "passages")
        if not answer.claims:
            return Status(text("found_reading", found=found))
        if turn.writer:
            return Status(text("found_writing", found=found, writer=turn.writer))
        return Status(text("found_quoting", found=found))
    if turn.state == "stopped":
        return Status(text("stopped"))
    if answer is None:
        return Status()
    if answer.grade != "answered":
        return Status(unseen=text("no_answer"))
    statements = counted(len(answer.claims), "statements")
    sources = counted(len(answer.citations), "number_of_sources")
    return Status(unseen=text("complete", statements=statements, sources=sources))


def _refusal(turn: PageTurn) -> Refused | None:
    """Say that the articles do not answer, if they do not."""
    answer = turn.answer
    if answer is None or answer.grade == "answered" or answer.form == "help":
        return None
    alone = bool(answer.passages) and not answer.claims
    return Refused(
        text("not_said"), in_visitors_words(answer.note), alone, turn.filters != Filters()
    )


def _lacking(answer: Answer) -> list[str]:
    """Say what is missing from parts of an answer."""
    without_source = any(not claim.sources for claim in answer.claims)
    doubtful = any(claim.doubts for claim in answer.claims)
    return [text("part_without_source")] * without_source + [text("part_beyond")] * doubtful


def grouped(answer: Answer, claims: Sequence[Claim]) -> list[tuple[str, list[Markup]]]:
    """Show claims below what each of them stands under."""
    return [
        (heading, [claim_html(answer, claim, lead=introduction(claim, dated)) for claim in group])
        for heading, group in groupby(claims, key=_heading)
    ]


def _heading(claim: Claim) -> str:
    """Return what a claim stands under, a date as the visitor writes it."""
    is_date = claim.heading == written_date(claim.date)
    return dated(claim.date) if is_date else claim.heading


def _beneath(answer: Answer) -> list[tuple[str, list[tuple[str, list[Markup]]]]]:
    """Show what stands below an answer: it in the articles' words, or in a model's."""
    below = ((text("in_their_words"), answer.quoted), (text("doubted"), answer.written))
    return [(heading, grouped(answer, claims)) for heading, claims in below if claims]


def claim_html(answer: Answer, claim: Claim, *, lead: str) -> Markup:
    """Show one claim, with a button for each of its sources."""
    cited = {citation.number: citation for citation in answer.citations}
    citations = [cited[number] for number in claim_numbers(answer, claim)]
    words: str = claim.text
    first = claim.sources[0] if claim.is_quoted else None
    more, what = printed_elsewhere(claim)
    further = text(f"more_{what}", n=more) if more else ""
    if first:
        words = highlight(first.article, first.span, [], answering=first.marked)
    return part("claim.html", "show", claim, words, citations, lead, first, further)


def _chips(turn: PageTurn, answer: Answer) -> list[Chip]:
    """Show what was understood; each part that can be left out is a button."""
    asked = answer.asked
    return [
        Chip(
            name,
            text(f"chip_{kind}"),
            words,
            "chip carried" if carried_by(asked, name) else "chip",
            turn.state != "working" and bool(carried_by(asked, name) or without(asked, name)),
        )
        for name, kind, words in understood(asked)
    ]
