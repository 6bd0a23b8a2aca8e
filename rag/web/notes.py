"""Notes: excerpts that are pinned with a word of one's own; and taking them, or answers, away."""

import base64
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from time import time_ns
from typing import Any

import gradio as gr
from markupsafe import Markup

from rag.answers.plain_text import Line, markdown
from rag.errors import RagError
from rag.web.chatbot import Chatbot
from rag.web.conversation import Turns
from rag.web.events import EACH, in_turn, on, payload, session
from rag.web.export import lines_of_pins, lines_of_turn, table, table_of_pins
from rag.web.html import counted, part
from rag.web.kept import Kept
from rag.web.pins import Pin, Pins
from rag.web.reading_html import span_at
from rag.web.texts import text
from rag.web.visits import Visits
from rag.web.word_document import word_document

MOST_TURNS = 1_000  # of a conversation that is taken away
KINDS = {
    "md": "text/markdown",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def connect_notes(chat: Chatbot, kept: Kept, visits: Visits, bus: gr.HTML, listed: gr.HTML) -> None:
    """Keep, list, change and remove notes, each browser its own."""
    pins = Pins(kept.folder)

    def owner(event: gr.EventData, request: gr.Request) -> str:
        visitor = str(payload(event).get("visitor") or "")
        return visits.introduce(session(request), visitor).owner

    def show(event: gr.EventData, request: gr.Request) -> str:
        return notes_list(pins.listed(owner(event, request), chat.article))

    def change(event: gr.EventData, request: gr.Request) -> str:
        said, mine = payload(event), owner(event, request)
        number, note = _number(said.get("number")), str(said.get("note") or "")
        if said.get("action") == "pin":
            # Where the article is gone, or is another, the list shows that nothing was kept.
            with suppress(RagError):
                article = chat.article(str(said.get("article")))
                if span := span_at(article, str(said.get("at"))):
                    pins.add(mine, article, span, note)
        elif said.get("action") == "note":
            pins.rename(mine, number, note)
        else:
            pins.remove(mine, number)
        return notes_list(pins.listed(mine, chat.article))

    on(bus, "pins")(show, None, listed, **in_turn("pins"))
    on(bus, "pin")(change, None, listed, **in_turn("pins"))


def connect_export(
    chat: Chatbot, kept: Kept | None, visits: Visits, bus: gr.HTML, exported: gr.HTML
) -> None:
    """Hand over a conversation, or the notes, as a file that the page's script saves."""

    def export(event: gr.EventData, request: gr.Request) -> Any:
        said = payload(event)
        form = str(said.get("form"))
        if form not in KINDS:
            return gr.skip()
        visit = visits.introduce(session(request), str(said.get("visitor") or ""))
        if said.get("what") == "notes":
            pins = Pins(kept.folder).listed(visit.owner, chat.article) if kept else ()
            lines = chain([Line("title", "Notes")], lines_of_pins(pins))
            return handed_over("notes", form, lines, partial(table_of_pins, pins))
        turns: Turns = ()
        if kept:
            turns = kept.turns(visit.owner, visit.key, chat.article, most=MOST_TURNS)
        turns = turns or visit.turns
        lines = chain([Line("title", "Questions and answers")], *map(lines_of_turn, turns))
        return handed_over("questions-and-answers", form, lines, partial(table, turns))

    on(bus, "export")(export, None, exported, **EACH)


def notes_list(pins: Sequence[Pin]) -> Markup:
    """List notes, the newest first, with what opens, changes and removes them."""
    told = counted(len(pins), "number_of_notes") if pins else text("nothing_pinned")
    return part("notes.html", "listed", pins, told)


def handed_over(name: str, form: str, lines: Iterable[Line], as_table: Callable[[], str]) -> Markup:
    """Write a file of one of ``KINDS`` into the page, out of sight."""
    if form == "csv":
        data = as_table().encode("utf-8", "replace")
    elif form == "md":
        data = markdown(lines).encode("utf-8", "replace")
    else:
        data = word_document(lines)
    # A new number each time, so that the same can be saved twice.
    return part(
        "notes.html",
        "file",
        f"{name}.{form}",
        KINDS[form],
        time_ns(),
        base64.b64encode(data).decode(),
    )


def _number(value: object) -> int:
    """Read a number that the page sends; 0 for what is none, which names nothing."""
    digits = str(value)
    return int(digits) if digits.isdecimal() and len(digits) < 12 else 0
