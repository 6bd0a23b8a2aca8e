"""The tab in which questions are asked: its parts, and what happens when they are used.

Nothing here decides: what is asked goes through ``rag.web.conversation``.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gradio as gr
from markupsafe import Markup

from rag.errors import BadQuestion, IndexDamaged, IndexMismatch, IndexMissing
from rag.records import Filters
from rag.web import turn_html
from rag.web.chatbot import Chatbot
from rag.web.conversation import (
    MAX_QUESTION,
    PageTurn,
    Turns,
    Visit,
    Wanted,
    answer,
    as_trouble,
    clear,
    stop,
    wanted,
)
from rag.web.events import EACH, QUIET, Triggers, in_turn, on, payload, session, words
from rag.web.export import judgement
from rag.web.filter_fields import NAMES, as_fields, offered_names, offered_scopes, read_fields
from rag.web.html import trouble
from rag.web.kept import Kept
from rag.web.lists_html import kept_list
from rag.web.texts import text
from rag.web.visits import Visits

MAX_WORD = 1000  # characters somebody may say about an answer
MOST_TICKED = 100  # articles that a question may be asked of alone
AT_ONCE = 16  # answers made at the same time; further questions wait in line


@dataclass(frozen=True, slots=True)
class Asking:
    """The parts of the page where questions are asked."""

    visits: Visits
    welcome: gr.HTML
    past: gr.HTML
    current: gr.HTML
    box: gr.Textbox
    go: gr.Button
    stop: gr.Button
    folded: gr.Accordion  # holds the filters
    since: gr.Textbox
    until: gr.Textbox
    sources: gr.Dropdown
    authors: gr.Dropdown
    speakers: gr.Dropdown
    within: gr.Dropdown

    @property
    def names(self) -> list[gr.Dropdown]:
        """The filters that offer names."""
        return [self.sources, self.authors, self.speakers, self.within]

    @property
    def filters(self) -> list[gr.Textbox | gr.Dropdown]:
        """All filters, in the order in which handlers take them."""
        return [self.since, self.until, *self.names]


def lay_out_asking(chat: Chatbot, kept: Kept | None, *, editing: bool) -> Asking:
    """Lay out the tab in which questions are asked."""

    def conversation(id: str) -> gr.HTML:
        return gr.HTML("", elem_id=id, elem_classes="conversation", apply_default_css=False)

    def dates(name: str) -> gr.Textbox:
        # The page's script makes a calendar of it; without, it is typed.
        return gr.Textbox(label=text(name), max_lines=1, max_length=40, elem_classes="date")

    welcome = gr.HTML(_welcome(chat, editing), elem_id="welcome", apply_default_css=False)
    past, current = conversation("past"), conversation("current")
    with gr.Column(elem_id="ask"):
        with gr.Accordion(text("filters"), open=False, elem_id="filters") as folded, gr.Row():
            since, until = dates("from"), dates("until")
            chosen = [
                # A link may name a source that is no longer there; it finds nothing, and says so.
                gr.Dropdown(
                    names,
                    value=[],
                    label=text(name),
                    multiselect=True,
                    allow_custom_value=True,
                    visible=bool(names),
                    elem_id=f"filter-{name}",
                )
                for name, names in zip(NAMES, offered_names(chat, Filters()), strict=True)
            ]
        with gr.Row(elem_id="line"):
            box = gr.Textbox(
                label=text("your_question"),
                show_label=False,
                container=False,
                placeholder=text("ask_here"),
                lines=1,
                max_lines=6,
                max_length=MAX_QUESTION,
                elem_id="box",
                scale=1,
            )
            go = gr.Button(text("ask"), variant="primary", elem_id="go", scale=0, min_width=80)
            halt = gr.Button(text("stop"), variant="stop", elem_id="stop", scale=0, min_width=80)
    return Asking(
        Visits(kept=kept), welcome, past, current, box, go, halt, folded, since, until, *chosen
    )


def connect_asking(
    chat: Chatbot,
    asking: Asking,
    bus: gr.HTML,
    *,
    writer: str,
) -> None:
    """Connect the tab in which questions are asked."""
    shown = [asking.past, asking.current]
    visits = asking.visits

    def ask(
        box: str,
        since: str | None,
        until: str | None,
        sources: list[str],
        authors: list[str],
        speakers: list[str],
        within: list[str],
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[list[Any]]:
        fields = (since, until, sources, authors, speakers, within)
        yield from _asked(chat, visits, writer, box, fields, payload(event), session(request))

    gr.on(
        [asking.box.submit, asking.go.click, bus.submit],
        ask,
        [asking.box, *asking.filters],
        [*shown, asking.box, *asking.filters],
        **EACH,  # a question asked meanwhile stops the one before
        concurrency_id="ask",
        concurrency_limit=AT_ONCE,
    )

    def halt(request: gr.Request) -> list[str]:
        visit = visits.of(session(request))
        visits.keep(visit, stop(visit, visit.turns))
        return _draw(visit)

    def begin(request: gr.Request) -> list[Any]:
        visit = visits.of(session(request))
        visits.keep(visit, stop(visit, visit.turns))
        visits.keep(visit, clear(visit))
        return [*_draw(visit), *as_fields(Filters())]

    def narrow(event: gr.EventData) -> list[str]:
        return list(words(payload(event).get("articles"))[:MOST_TICKED])

    on(bus, "scope")(narrow, None, asking.within, **EACH)
    asking.stop.click(halt, None, shown, **QUIET)
    on(bus, "clear")(begin, None, [*shown, *asking.filters], **QUIET)


def _asked(
    chat: Chatbot,
    visits: Visits,
    writer: str,
    box: str,
    fields: Sequence[Any],
    action: dict[str, Any],
    page: str,
) -> Iterator[list[Any]]:
    """Yield what is drawn while a question is answered: turns, the box, and the filters.

    Args:
        chat: what answers.
        visits: of the page's visitors.
        writer: the language model.
        box: what is typed.
        fields: the filters as they are set.
        action: of a button; nothing where Enter was pressed.
        page: the one that asks.
    """
    unchanged = [gr.skip()] * len(fields)
    typed = "action" not in action
    if typed:
        action = {"action": "ask", "question": box}
    if action["action"] == "resume":
        visits.introduce(page, str(action.get("visitor") or ""))
        if resumed := visits.resume(page, str(action.get("key")), chat.article):
            visits.keep(resumed, stop(resumed, resumed.turns))
            yield [*_draw(resumed, whole=True), gr.skip(), *unchanged]
            return
        action = {"action": "link", "search": action.get("search")}
    visit = visits.of(page)
    turns = visit.turns
    try:
        want = wanted(turns, action, read_fields(*fields))
    except BadQuestion as error:
        visit.asked += 1
        turn = PageTurn(visit.asked, box, Filters(), None, error, "done")
        visits.keep(visit, (*turns, turn))
        yield [*_draw(visit), gr.skip(), *unchanged]
        return
    if want is None or _is_nothing(turns, want):
        yield [gr.skip(), gr.skip(), gr.skip(), *unchanged]
        return
    sent: Turns | None = None
    for grown in answer(chat, visit, turns, want, writer=writer):
        # The turns before the last are sent once: only the last one grows.
        # The box is emptied once: the next question may be typed meanwhile.
        first = sent is None
        past = gr.skip() if sent == grown[:-1] else turn_html.conversation(grown[:-1])
        visits.keep(visit, grown)
        resets = as_fields(want.resets) if first and want.resets else unchanged
        yield [past, _current(visit), "" if typed and first else gr.skip(), *resets]
        sent = grown[:-1]


def connect_next(chat: Chatbot, asking: Asking, bus: gr.HTML, offered: gr.HTML) -> None:
    """Offer what to ask next, once an answer is there."""

    def offer(event: gr.EventData, request: gr.Request) -> Any:
        turns = asking.visits.of(session(request)).turns
        if not turns or turns[-1].number != payload(event).get("turn"):
            return gr.skip()  # something else was asked meanwhile
        turn = turns[-1]
        before = [one.answer for one in turns if one.answer]
        if not turn.answer or turn.answer.form == "help":
            return gr.skip()
        try:
            questions = chat.next_questions(before, turn.filters)
        except Exception as error:
            as_trouble(error)  # logged; the answer is there without
            return gr.skip()
        return turn_html.next_questions(turn, questions)

    # One after the other: each tries several questions, and those that are asked come first.
    on(bus, "next")(offer, None, offered, **EACH, concurrency_limit=1)


def connect_kept(kept: Kept, asking: Asking, bus: gr.HTML, listed: gr.HTML) -> None:
    """List the conversations that are kept, and let them be renamed and deleted."""

    def listing(owner: str, search: object) -> str:
        return kept_list(kept.listed(owner, str(search or "")[:MAX_WORD]))

    def show(event: gr.EventData, request: gr.Request) -> str:
        said = payload(event)
        visit = asking.visits.introduce(session(request), str(said.get("visitor") or ""))
        return listing(visit.owner, said.get("search"))

    def change(event: gr.EventData, request: gr.Request) -> str:
        said, visit = payload(event), asking.visits.of(session(request))
        key = str(said.get("key"))
        if said.get("action") == "rename":
            kept.rename(visit.owner, key, str(said.get("name")))
        else:
            kept.delete(visit.owner, key)
            asking.visits.renew(visit, key)
        return listing(visit.owner, said.get("search"))

    on(bus, "kept")(show, None, listed, **in_turn("kept"))
    on(bus, "rename")(change, None, listed, **in_turn("kept"))


def connect_filters(
    chat: Chatbot, asking: Asking, renewed: Triggers, bus: gr.HTML, *, editing: bool
) -> None:
    """Let each filter offer what the others leave, and its fold say how many are set."""

    def count(
        since: str | None,
        until: str | None,
        sources: list[str],
        authors: list[str],
        speakers: list[str],
        within: list[str],
        event: gr.EventData,
        request: gr.Request,
    ) -> list[Any]:
        fields = since, until, sources, authors, speakers, within
        visit, time = asking.visits.of(session(request)), int(payload(event).get("time") or 0)
        if time < visit.counted:  # it was sent before what came first
            return [gr.skip()] * (1 + len(asking.names))
        visit.counted = time
        used = sum(bool(value) for value in fields)
        label = gr.Accordion(label=text("filters_set", n=used) if used else text("filters"))
        try:
            counted = offered_names(chat, read_fields(*fields))
        except BadQuestion:
            return [label, *[gr.skip()] * len(asking.names)]  # said when something is asked
        return [label] + [
            gr.Dropdown(names, visible=bool(names or chosen))
            for names, chosen in zip(counted, fields[-len(NAMES) :], strict=True)
        ]

    def search(
        since: str | None,
        until: str | None,
        sources: list[str],
        authors: list[str],
        speakers: list[str],
        within: list[str],
        event: gr.EventData,
    ) -> Any:
        typed = str(payload(event).get("typed") or "")[:MAX_WORD]
        try:
            filters = read_fields(since, until, sources, authors, speakers, within)
            return gr.Dropdown(offered_scopes(chat, filters, typed))
        except Exception:
            return gr.skip()  # said when something is asked

    def welcome() -> str:
        return _welcome(chat, editing)

    # The articles may have changed since the page was laid out.
    gr.on(renewed, welcome, None, asking.welcome, trigger_mode="always_last", **QUIET)
    # Fields that are set at once change one by one: the page's script waits for all.
    changed = [*renewed, *(field.change for field in asking.filters)]
    gr.on(changed, None, js="() => { document.dispatchEvent(new Event('filters')); }", **QUIET)
    counts = [asking.folded, *asking.names]
    on(bus, "count")(count, asking.filters, counts, **in_turn("filters"))
    on(bus, "seek")(search, asking.filters, asking.within, **EACH)


def connect_feedback(feedback: Path, asking: Asking, bus: gr.HTML) -> None:
    """Add what people think of an answer to a file."""
    lock = threading.Lock()

    def note(event: gr.EventData, request: gr.Request) -> None:
        said = payload(event)
        for turn in asking.visits.of(session(request)).turns:
            if turn.number == said.get("turn"):
                word = str(said.get("word", ""))[:MAX_WORD]
                liked = said.get("liked") is True
                line = judgement(turn, liked=liked, word=word, at=datetime.now(UTC))
                with lock, feedback.open("a", encoding="utf-8") as file:
                    file.write(line + "\n")

    on(bus, "judge")(note, None, None, **EACH)


def _is_nothing(turns: Turns, want: Wanted) -> bool:
    """Tell whether nothing is asked, or what is just being answered: a button pressed twice."""
    question = want.question.strip()
    last = turns[-1] if turns else None
    again = last and (last.question, last.filters, last.dropped) == (
        *(question, want.filters, want.dropped),
    )
    return not question or bool(last and again and last.state == "working")


def _draw(visit: Visit, *, whole: bool = False) -> list[str]:
    """Show a conversation: what went before, and its last turn."""
    return [turn_html.conversation(visit.turns[:-1], whole=whole), _current(visit)]


def _current(visit: Visit) -> str:
    """Show the last turn, and the key by which the page finds its conversation again."""
    if not visit.turns:
        return ""
    key = Markup('<div data-conversation="{}" hidden></div>').format(visit.key)
    return key + turn_html.turn(visit.turns[-1])


def _welcome(chat: Chatbot, editing: bool) -> str:
    try:
        return turn_html.welcome(chat.extent(), chat.examples(), editing=editing)
    except (IndexMissing, IndexDamaged, IndexMismatch) as error:
        return turn_html.unusable(error, editing=editing)
    except Exception as error:
        return trouble(as_trouble(error))
