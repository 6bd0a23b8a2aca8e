"""Write answers and notes as plain text, as documents, as tables, and as a line of feedback.

What is taken away names its sources: title, source, date, file and place.
"""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from datetime import datetime

from rag.answers.plain_text import NOT_SAID, Line, lines_of, printed, reference
from rag.answers.tables import write_table
from rag.records import Source
from rag.web.conversation import PageTurn
from rag.web.pins import Pin
from rag.web.understood import link

PLACE = ("title", "source", "author", "date", "url", "file", "start", "end", "quote")


def plain(turn: PageTurn) -> str:
    """Write an answer with its sources as plain text, for the clipboard."""
    if turn.answer is None:
        return turn.question
    return "\n".join([turn.question, *_searched(turn), "", printed(turn.answer)])


def lines_of_turn(turn: PageTurn) -> Iterator[Line]:
    """Yield a question, its answer and the quoted words line by line."""
    yield Line("question", turn.question)
    if turn.trouble:
        yield Line("text", f"{turn.trouble.problem} {turn.trouble.fix}")
    if turn.answer is None:
        return
    yield from (Line("text", line) for line in _searched(turn))
    yield from lines_of(turn.answer)


def lines_of_pins(pins: Iterable[Pin]) -> Iterator[Line]:
    """Yield notes line by line: the word of one's own, the excerpt, its source."""
    for pin in pins:
        if pin.note:
            yield Line("text", pin.note)
        if pin.source is None:
            yield Line("source", f"{pin.file}: it was changed or removed since.")
            continue
        yield Line("quote", pin.source.quote)
        yield Line("source", reference(pin.source))


def table(turns: Iterable[PageTurn]) -> str:
    """Write answers as CSV: a row for every source of every sentence."""
    rows = []
    for turn in turns:
        answer = turn.answer
        for claim in (*answer.claims, *answer.quoted, *answer.written) if answer else ():
            said = [turn.question, claim.text, claim.speaker, claim.role]
            rows += [[*said, *_place(source)] for source in claim.sources]
            rows += [[*said, *[""] * len(PLACE)]] * (not claim.sources)
        if answer is None or not answer.claims:
            why = NOT_SAID if answer else str(turn.trouble or "")
            rows.append([turn.question, why, "", "", *[""] * len(PLACE)])
    return _table(["question", "answer", "speaker", "role", *PLACE], rows)


def table_of_pins(pins: Iterable[Pin]) -> str:
    """Write notes as CSV."""
    rows = [
        [pin.note, *(_place(pin.source) if pin.source else (*[""] * 5, pin.file, *[""] * 3))]
        for pin in pins
    ]
    return _table(["note", *PLACE], rows)


def _place(source: Source) -> list[str]:
    """Return what ``PLACE`` names."""
    article, span = source.article, source.span
    return [
        article.title,
        article.source,
        article.author,
        article.date.isoformat() if article.date else "",
        article.url,
        article.id,
        str(span.start),
        str(span.end),
        source.quote,
    ]


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    write_table(written, header, rows)
    return "\ufeff" + written.getvalue()  # by which a spreadsheet knows UTF-8


def judgement(turn: PageTurn, *, liked: bool, word: str, at: datetime) -> str:
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


def _searched(turn: PageTurn) -> list[str]:
    return [f"(read as: {turn.searched})"] if turn.searched else []
