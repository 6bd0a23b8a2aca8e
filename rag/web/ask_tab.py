"""The tabs of the page: the parts of each, and what happens when they are used.

Laid out and connected by ``app``, which serves them. Nothing here decides: what is asked goes
through ``rag.web.conversation``, what is added or removed through ``rag.web.edits``.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import time_ns
from typing import Any

import gradio as gr

from rag.articles.editing import MAX_FILE
from rag.articles.fields import Fields
from rag.errors import BadQuestion, IndexDamaged, IndexMismatch, IndexMissing
from rag.index.background_build import Builds
from rag.protocols import Chatbot
from rag.records import Filters
from rag.web import articles_html as shelf_page
from rag.web import turn_html as page
from rag.web.conversation import (
    MAX_QUESTION,
    Visit,
    answer,
    as_trouble,
    clear,
    read_day,
    stop,
    wanted,
)
from rag.web.edits import Keeper, Outcome
from rag.web.turn_html import Turn
from rag.web.visits import Visits

MAX_WORD = 1000  # characters somebody may say about an answer
AT_ONCE = 16  # answers made at the same time; further questions wait in line
LISTED = page.MAX_LISTED
NAMES = ("Sources", "Authors", "Speakers")  # what filters offer names of
SOON, LATER = 1, 15  # seconds between two looks at the index, while it is being built and else
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
Events = Sequence[Callable[..., Any]]  # what makes something be drawn anew
Outcomes = tuple[Outcome, ...]

# ---- asking


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
    since: gr.Textbox
    until: gr.Textbox
    sources: gr.Dropdown
    authors: gr.Dropdown
    speakers: gr.Dropdown

    @property
    def names(self) -> list[gr.Dropdown]:
        """The filters that offer names."""
        return [self.sources, self.authors, self.speakers]

    @property
    def filters(self) -> list[gr.Textbox | gr.Dropdown]:
        """All filters, in the order in which handlers take them."""
        return [self.since, self.until, *self.names]


def lay_out_asking(chat: Chatbot, *, editing: bool) -> Asking:
    """Lay out the tab in which questions are asked."""

    def conversation(id: str) -> gr.HTML:
        return gr.HTML("", elem_id=id, elem_classes="conversation", apply_default_css=False)

    def dates(label: str) -> gr.Textbox:
        # The page's script makes a calendar of it; without, it is typed.
        return gr.Textbox(label=label, max_lines=1, max_length=40, elem_classes="date")

    welcome = gr.HTML(_welcome(chat, editing), elem_id="welcome", apply_default_css=False)
    past, current = conversation("past"), conversation("current")
    with gr.Column(elem_id="ask"):
        with gr.Accordion("Filters", open=False, elem_id="filters"), gr.Row():
            since, until = dates("From"), dates("Until")
            chosen = [
                # A link may name a source that is no longer there; it finds nothing, and says so.
                gr.Dropdown(
                    names,
                    value=[],
                    label=label,
                    multiselect=True,
                    allow_custom_value=True,
                    visible=bool(names),
                )
                for label, names in zip(NAMES, _names(chat, Filters()), strict=True)
            ]
        with gr.Row(elem_id="line"):
            box = gr.Textbox(
                label="Your question",
                show_label=False,
                container=False,
                placeholder="Ask about the articles",
                lines=1,
                max_lines=6,
                max_length=MAX_QUESTION,
                autofocus=True,
                elem_id="box",
                scale=1,
            )
            go = gr.Button("Ask", variant="primary", elem_id="go", scale=0, min_width=80)
            halt = gr.Button("Stop", variant="stop", elem_id="stop", scale=0, min_width=80)
    return Asking(Visits(), welcome, past, current, box, go, halt, since, until, *chosen)


def connect_asking(
    chat: Chatbot,
    asking: Asking,
    bus: gr.HTML,
    renewed: Events,
    *,
    writer: str,
    editing: bool,
) -> None:
    """Connect the tab in which questions are asked."""
    shown = [asking.past, asking.current]
    visits = asking.visits
    unchanged = [gr.skip()] * len(asking.filters)

    def ask(
        box: str,
        since: str | None,
        until: str | None,
        sources: list[str],
        authors: list[str],
        speakers: list[str],
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[list[Any]]:
        visit = visits.of(str(request.session_hash))
        turns = visit.turns
        action = event._data if isinstance(event._data, dict) else {}
        typed = "action" not in action
        action = {"action": "ask", "question": box} if typed else action
        try:
            want = wanted(turns, action, _filters(since, until, sources, authors, speakers))
        except BadQuestion as error:
            visit.asked += 1
            turn = Turn(visit.asked, box, Filters(), None, error, "done")
            visits.keep(visit, (*turns, turn))
            yield [*_draw(visit), gr.skip(), *unchanged]
            return
        if want is None:
            yield [*[gr.skip()] * len(shown), gr.skip(), *unchanged]
            return
        sent: tuple[Turn, ...] | None = None
        for grown in answer(chat, visit, turns, want, writer=writer):
            # The turns before the last are sent once: only the last one grows.
            # The box is emptied once: the next question may be typed meanwhile.
            first = sent is None
            past = gr.skip() if sent == grown[:-1] else page.conversation(grown[:-1])
            visits.keep(visit, grown)
            current = _current(visit)
            resets = _widgets(want.resets) if first and want.resets else unchanged
            yield [past, current, "" if typed and first else gr.skip(), *resets]
            sent = grown[:-1]

    gr.on(
        [asking.box.submit, asking.go.click, bus.submit],
        ask,
        [asking.box, *asking.filters],
        [*shown, asking.box, *asking.filters],
        **QUIET,
        trigger_mode="multiple",  # a question asked meanwhile stops the one before
        concurrency_id="ask",
        concurrency_limit=AT_ONCE,
    )

    def halt(request: gr.Request) -> list[str]:
        visit = visits.of(str(request.session_hash))
        visits.keep(visit, stop(visit, visit.turns))
        return _draw(visit)

    def begin(request: gr.Request) -> list[str]:
        visit = visits.of(str(request.session_hash))
        visits.keep(visit, clear(visit))
        return _draw(visit)

    asking.stop.click(halt, None, shown, **QUIET)
    bus.clear(begin, None, shown, **QUIET)

    def count(*filters: Any) -> list[Any]:
        try:
            counted = _names(chat, _filters(*filters))
        except BadQuestion:
            return [gr.skip()] * len(asking.names)  # said when something is asked
        return [
            gr.Dropdown(names, visible=bool(names or chosen))
            for names, chosen in zip(counted, filters[-len(NAMES) :], strict=True)
        ]

    def renew(*filters: Any) -> list[Any]:
        return [_welcome(chat, editing), *count(*filters)]

    changed = [field.change for field in asking.filters]
    always_last: dict[str, Any] = {"trigger_mode": "always_last", **QUIET}
    gr.on(changed, count, asking.filters, asking.names, **always_last)
    # The articles may have changed since the page was laid out.
    gr.on(renewed, renew, asking.filters, [asking.welcome, *asking.names], **always_last)


def connect_feedback(feedback: Path, asking: Asking, bus: gr.HTML) -> None:
    """Add what people think of an answer to a file."""
    lock = threading.Lock()

    def note(event: gr.EventData, request: gr.Request) -> None:
        said = event._data
        for turn in asking.visits.of(str(request.session_hash)).turns:
            if turn.number == said.get("turn"):
                word = str(said.get("word", ""))[:MAX_WORD]
                liked = said.get("liked") is True
                line = page.judgement(turn, liked=liked, word=word, at=datetime.now(UTC))
                with lock, feedback.open("a", encoding="utf-8") as file:
                    file.write(line + "\n")

    bus.like(note, None, None, **QUIET)


def _draw(visit: Visit) -> list[str]:
    """Show a conversation: what went before, and its last turn."""
    return [page.conversation(visit.turns[:-1]), _current(visit)]


def _current(visit: Visit) -> str:
    return page.turn(visit.turns[-1]) if visit.turns else ""


def _filters(
    since: str | None,
    until: str | None,
    sources: Sequence[str],
    authors: Sequence[str],
    speakers: Sequence[str],
) -> Filters:
    """Read the filters as they were set.

    Raises:
        BadQuestion: something typed as a date is none.
    """
    days = []
    for typed in (since, until):
        days.append(read_day(typed))
        if typed and days[-1] is None:
            raise BadQuestion(
                f"“{typed[:40]}” is not a date.", fix="Write it like 2025-02-13, in the filters."
            )
    names = (tuple(chosen or ()) for chosen in (sources, authors, speakers))
    return Filters(days[0], days[1], *names)


def _widgets(filters: Filters) -> list[str | list[str]]:
    """Return filters as the page's fields hold them."""
    since, until = (value.isoformat() if value else "" for value in (filters.since, filters.until))
    names = (filters.sources, filters.authors, filters.speakers)
    return [since, until, *map(list, names)]


def _welcome(chat: Chatbot, editing: bool) -> str:
    try:
        return page.welcome(chat.extent(), chat.examples(), editing=editing)
    except (IndexMissing, IndexDamaged, IndexMismatch) as error:
        return page.unusable(error, editing=editing)
    except Exception as error:
        return page.trouble(as_trouble(error))


def _names(chat: Chatbot, filters: Filters) -> list[list[tuple[str, str]]]:
    """Count the sources, authors and speakers to choose from; none where there is no index."""
    try:
        counts = chat.counts(filters)
    except Exception:
        return [[] for _ in NAMES]  # the welcome says what is wrong
    return [page.choices(names) for names in (counts.sources, counts.authors, counts.speakers)]


# ---- browsing


@dataclass(frozen=True, slots=True)
class Browsing:
    """The parts of the page where articles are looked through."""

    search: gr.Textbox
    sort: gr.Dropdown
    listed: gr.HTML
    shown: gr.State


def lay_out_browsing() -> Browsing:
    """Lay out the tab in which articles are looked through."""
    with gr.Row(elem_id="browse"):
        search = gr.Textbox(label="Search the articles", max_lines=1, max_length=200, scale=3)
        sort = gr.Dropdown(list(page.SORTS), value=page.SORTS[0], label="Sort", scale=1)
    listed = gr.HTML("", elem_id="articles", apply_default_css=False)
    return Browsing(search, sort, listed, gr.State(LISTED))


def connect_browsing(
    redrawn: Events,
    chat: Chatbot,
    parts: Browsing,
    bus: gr.HTML,
    alone: gr.HTML,
) -> None:
    """Connect the tab in which articles are looked through."""

    def listing(search: str | None, sort: str, shown: int = LISTED) -> tuple[str, int]:
        try:
            found, among = chat.headings(matching=search or ""), chat.extent()[0]
        except Exception as error:
            return page.trouble(as_trouble(error)), LISTED
        return page.article_list(found, among=among, sort=sort, shown=shown), shown

    def more(search: str, sort: str, shown: int) -> tuple[str, int]:
        return listing(search, sort, shown + LISTED)

    def open_alone(event: gr.EventData) -> str:
        try:
            article = chat.article(str(event._data.get("article")))
        except Exception as error:
            view = f"<article>{page.trouble(as_trouble(error))}</article>"
        else:
            view = page.article_view(article, [])
        # A new number each time, so that the same article can be opened twice.
        return f'<div data-opening="{time_ns()}" hidden>{view}</div>'

    asked, outputs = [parts.search, parts.sort], [parts.listed, parts.shown]
    gr.on(
        [*redrawn, parts.search.change, parts.sort.change],
        listing,
        asked,
        outputs,
        trigger_mode="always_last",
        **QUIET,
    )
    bus.expand(more, [*asked, parts.shown], outputs, **QUIET)
    bus.select(open_alone, None, alone, **QUIET)


# ---- speakers


@dataclass(frozen=True, slots=True)
class People:
    """The parts of the page where speakers are looked up."""

    search: gr.Textbox
    topic: gr.Textbox
    listed: gr.HTML
    said: gr.HTML
    chosen: gr.State  # a speaker's name; empty while there is only the list


def lay_out_people() -> People:
    """Lay out the tab in which speakers are looked up."""
    # Of the list and what one of it said, the page's looks show one at a time.
    with gr.Column(elem_id="who"):
        search = gr.Textbox(
            label="Search the speakers", max_lines=1, max_length=200, elem_id="who-search"
        )
        topic = gr.Textbox(
            label="Only what is about", max_lines=1, max_length=200, elem_id="who-topic"
        )
        listed = gr.HTML("", elem_id="people", apply_default_css=False)
        said = gr.HTML("", elem_id="said", apply_default_css=False)
    return People(search, topic, listed, said, gr.State(""))


def connect_people(redrawn: Events, chat: Chatbot, parts: People, bus: gr.HTML) -> None:
    """Connect the tab in which speakers are looked up."""

    def people(search: str | None, shown: int = LISTED) -> str:
        try:
            return page.speaker_list(chat.speakers(), search=search or "", shown=shown)
        except Exception as error:
            return page.trouble(as_trouble(error))

    def said(speaker: str, topic: str | None, shown: int = page.MAX_SAID) -> str:
        try:
            answer = chat.timeline(speaker, (topic or "").strip()) if speaker else None
        except Exception as error:
            return page.no_timeline(as_trouble(error))
        return page.timeline(answer, shown=shown) if answer else ""

    def choose(search: str, topic: str, chosen: str, event: gr.EventData) -> list[Any]:
        speaker, shown = str(event._data.get("speaker", "")), event._data.get("shown")
        count = {"shown": shown} if isinstance(shown, int) and shown > 0 else {}
        if not speaker:
            return [people(search, **count), "", "", ""]
        topic = topic if speaker == chosen else ""
        return [gr.skip(), said(speaker, topic, **count), speaker, topic]

    outputs = [parts.listed, parts.said, parts.chosen, parts.topic]
    bus.option_select(choose, [parts.search, parts.topic, parts.chosen], outputs, **QUIET)
    gr.on(
        [*redrawn, parts.search.change],
        people,
        parts.search,
        parts.listed,
        trigger_mode="always_last",
        **QUIET,
    )
    parts.topic.change(
        said, [parts.chosen, parts.topic], parts.said, trigger_mode="always_last", **QUIET
    )


# ---- following the index


@dataclass(frozen=True, slots=True)
class Following:
    """What a visitor's page knows of the index."""

    timer: gr.Timer
    generation: gr.State
    told: gr.State  # what the last build did, as HTML


def follow_builds(blocks: gr.Blocks, builds: Builds, news: gr.HTML) -> Following:
    """Look now and then whether the index is being rebuilt, and whether it has been."""
    parts = Following(gr.Timer(LATER), gr.State(builds.state().generation), gr.State(""))

    def look() -> list[Any]:
        state = builds.state()
        pace = gr.Timer(SOON if state.progress else LATER)
        return [shelf_page.building(state), pace, state.generation, shelf_page.reported(state)]

    outputs = [news, parts.timer, parts.generation, parts.told]
    gr.on([blocks.load, parts.timer.tick], look, None, outputs, **QUIET)
    return parts


# ---- adding and removing articles


@dataclass(frozen=True, slots=True)
class Keeping:
    """The parts of the page where articles are added and removed."""

    fields: list[gr.Textbox]  # of a text that is typed or pasted: those of ``Fields``
    write: gr.Button
    outcomes: gr.HTML
    said: gr.State  # the outcomes of this visit
    told: gr.HTML
    search: gr.Textbox
    listed: gr.HTML
    removed: gr.HTML


def lay_out_keeping() -> Keeping:
    """Lay out the tab in which articles are added and removed."""

    def line(label: str, scale: int = 1, looks: str = "") -> gr.Textbox:
        return gr.Textbox(
            label=label, max_lines=1, max_length=500, scale=scale, elem_classes=looks or None
        )

    with gr.Column(elem_id="keep"):
        gr.HTML(shelf_page.DROP, apply_default_css=False)
        with gr.Accordion("Paste a text", open=False, elem_id="paste"):
            text = gr.Textbox(label="Text", lines=6, max_lines=20, max_length=MAX_FILE // 4)
            with gr.Row():
                title, day = line("Title", 3), line("Date", 1, "date")
            with gr.Row():
                source, author, url = line("Source"), line("Author"), line("Web address")
            write = gr.Button("Add this text", variant="primary", elem_id="write")
        outcomes = gr.HTML("", elem_id="outcomes", apply_default_css=False)
        told = gr.HTML("", elem_id="told", apply_default_css=False)
        with gr.Row(elem_id="files-head"):
            search = gr.Textbox(label="Search the files", max_lines=1, max_length=200, scale=1)
            gr.HTML(shelf_page.REBUILD, apply_default_css=False)
        listed = gr.HTML("", elem_id="files", apply_default_css=False)
        removed = gr.HTML("", elem_id="removed", apply_default_css=False)
    return Keeping(
        [text, title, day, source, author, url],
        *(write, outcomes, gr.State(()), told, search, listed, removed),
    )


def connect_keeping(
    redrawn: Events,
    chat: Chatbot,
    keeper: Keeper,
    parts: Keeping,
    bus: gr.HTML,
    following: Following,
) -> None:
    """Connect the tab in which articles are added and removed."""
    # One change after the other, so that no visitor's outcome is lost.
    at_once: dict[str, Any] = {"trigger_mode": "multiple", "concurrency_limit": 1}
    outputs = [parts.said, parts.outcomes, parts.listed, parts.removed, following.timer]

    def listing(search: str | None, shown: int = LISTED) -> list[Any]:
        try:
            headings = chat.headings()
        except Exception:
            headings = ()  # the welcome says what is wrong
        report = keeper.builds.state().report
        refusals = {one.path: one.reason for one in report.refusals} if report else {}
        files = keeper.shelf.files()
        listed = shelf_page.file_list(files, headings, refusals, search=search or "", shown=shown)
        return [listed, shelf_page.removed_list(keeper.shelf.removed())]

    def draw(said: Outcomes, search: str | None, *fresh: Outcome, batch: str = "") -> list[Any]:
        said = (*said, *fresh)[-shelf_page.MAX_OUTCOMES :]
        pace = gr.Timer(SOON)  # a build begins
        return [said, shelf_page.outcomes(said, batch), *listing(search), pace]

    def add(said: Outcomes, search: str | None, event: gr.EventData) -> list[Any]:
        fresh = [keeper.add(str(one["name"]), one.get("data")) for one in event._data["files"]]
        return draw(said, search, *fresh, batch=str(event._data.get("batch")))

    def write(
        said: Outcomes,
        search: str | None,
        text: str,
        title: str,
        day: str,
        source: str,
        author: str,
        url: str,
    ) -> list[Any]:
        outcome = keeper.write(Fields(text, title, day, source, author, url))
        left = "" if outcome.done else gr.skip()
        return [*draw(said, search, outcome), *[left] * len(parts.fields)]

    def remove(said: Outcomes, search: str | None, event: gr.EventData) -> list[Any]:
        return draw(said, search, keeper.remove(str(event._data.get("file"))))

    def restore(said: Outcomes, search: str | None, event: gr.EventData) -> list[Any]:
        return draw(said, search, keeper.restore(str(event._data.get("file"))))

    def rebuild() -> gr.Timer:
        keeper.rebuild()
        return gr.Timer(SOON)

    def more(search: str | None, event: gr.EventData) -> list[Any]:
        return listing(search, int(event._data.get("shown", LISTED)))

    inputs = [parts.said, parts.search]
    bus.upload(add, inputs, outputs, **QUIET, **at_once, concurrency_id="keep")
    bus.delete(remove, inputs, outputs, **QUIET, **at_once, concurrency_id="keep")
    bus.undo(restore, inputs, outputs, **QUIET, **at_once, concurrency_id="keep")
    parts.write.click(
        write,
        [*inputs, *parts.fields],
        [*outputs, *parts.fields],
        **QUIET,
        **at_once,
        concurrency_id="keep",
    )
    bus.apply(rebuild, None, following.timer, **QUIET)
    bus.download(more, parts.search, [parts.listed, parts.removed], **QUIET)
    gr.on(
        [*redrawn, parts.search.change],
        lambda search, told: [*listing(search), told],
        [parts.search, following.told],
        [parts.listed, parts.removed, parts.told],
        trigger_mode="always_last",
        **QUIET,
    )
