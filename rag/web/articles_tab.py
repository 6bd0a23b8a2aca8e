"""The tab in which articles are added and removed, and what a page knows of the index."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr
from markupsafe import Markup

from rag.articles.editing import MAX_FILE
from rag.articles.fields import Fields
from rag.errors import UnknownArticle
from rag.index.background_build import Builds
from rag.web.article_pages import files_with, held_of
from rag.web.articles_html import (
    MAX_OUTCOMES,
    building,
    described,
    drop,
    file_list,
    outcomes,
    removed_list,
    reported,
)
from rag.web.articles_html import rebuild as rebuild_button
from rag.web.chatbot import Chatbot
from rag.web.conversation import as_trouble
from rag.web.edits import Keeper, Outcome
from rag.web.events import EACH, QUIET, Triggers, in_turn, on, payload
from rag.web.html import trouble
from rag.web.reading_html import MAX_LISTED, opening
from rag.web.texts import text as label

SOON, LATER = 1, 15  # seconds between two looks at the index, while it is being built and else
Outcomes = tuple[Outcome, ...]

# ---- following the index


@dataclass(frozen=True, slots=True)
class Following:
    """What a visitor's page knows of the index."""

    timer: gr.Timer
    generation: gr.State
    told: gr.State  # what the last build did, as HTML
    built: gr.State  # both, so that what shows both is drawn once


def follow_builds(blocks: gr.Blocks, builds: Builds, news: gr.HTML) -> Following:
    """Look now and then whether the index is being rebuilt, and whether it has been."""
    parts = Following(gr.Timer(LATER), *map(gr.State, (builds.state().generation, "", ())))

    def look() -> list[Any]:
        state = builds.state()
        pace = gr.Timer(SOON if state.progress else LATER)
        told = reported(state)
        return [building(state), pace, state.generation, told, (state.generation, told)]

    outputs = [news, parts.timer, parts.generation, parts.told, parts.built]
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

    def line(name: str, scale: int = 1, looks: str = "") -> gr.Textbox:
        return gr.Textbox(
            label=label(name), max_lines=1, max_length=500, scale=scale, elem_classes=looks or None
        )

    with gr.Column(elem_id="keep"):
        gr.HTML(drop(), apply_default_css=False)
        with gr.Accordion(label("paste"), open=False, elem_id="paste"):
            text = gr.Textbox(label=label("text"), lines=6, max_lines=20, max_length=MAX_FILE // 4)
            with gr.Row():
                title, day = line("title", 3), line("date", 1, "date")
            with gr.Row():
                source, author, url = line("source"), line("author"), line("address")
            write = gr.Button(label("add_text"), variant="primary", elem_id="write")
        outcomes = gr.HTML("", elem_id="outcomes", apply_default_css=False)
        told = gr.HTML("", elem_id="told", apply_default_css=False)
        with gr.Row(elem_id="files-head"):
            search = gr.Textbox(label=label("search_files"), max_lines=1, max_length=200, scale=1)
            gr.HTML(rebuild_button(), apply_default_css=False)
        listed = gr.HTML("", elem_id="files", apply_default_css=False)
        removed = gr.HTML("", elem_id="removed", apply_default_css=False)
    return Keeping(
        [text, title, day, source, author, url],
        *(write, outcomes, gr.State(()), told, search, listed, removed),
    )


def connect_keeping(
    redrawn: Triggers,
    chat: Chatbot,
    keeper: Keeper,
    parts: Keeping,
    bus: gr.HTML,
    alone: gr.HTML,
    following: Following,
) -> None:
    """Connect the tab in which articles are added and removed."""
    listing = partial(_listing, chat, keeper)
    _connect_changes(keeper, listing, parts, bus, following)
    _connect_description(keeper, bus, alone)

    def rebuild() -> gr.Timer:
        keeper.rebuild()
        return gr.Timer(SOON)

    def more(search: str | None, event: gr.EventData) -> list[Any]:
        return listing(search, int(payload(event).get("shown", MAX_LISTED)))

    on(bus, "rebuild")(rebuild, None, following.timer, **QUIET)
    on(bus, "files")(more, parts.search, [parts.listed, parts.removed], **QUIET)
    gr.on(
        [*redrawn, parts.search.change],
        lambda search, told: [*listing(search), told],
        [parts.search, following.told],
        [parts.listed, parts.removed, parts.told],
        trigger_mode="always_last",
        **QUIET,
    )


def _listing(
    chat: Chatbot, keeper: Keeper, search: str | None, shown: int = MAX_LISTED
) -> list[Any]:
    """Return the lists of files, and of those that were removed."""
    report = keeper.builds.state().report
    refusals = {one.path: one.reason for one in report.refusals} if report else {}
    files = keeper.shelf.files()
    try:
        found, is_all = files_with(chat, files, search or "")
        held = held_of(chat, found[:shown])
    except Exception:
        found, is_all, held = files, True, {}  # the welcome says what is wrong
    listed = file_list(
        found[:shown],
        held,
        refusals,
        found=len(found),
        among=len(files),
        more="" if is_all else label("more_was_found"),
    )
    return [listed, removed_list(keeper.shelf.removed())]


def _connect_changes(
    keeper: Keeper,
    listing: Callable[[str | None], list[Any]],
    parts: Keeping,
    bus: gr.HTML,
    following: Following,
) -> None:
    """Let files and texts be added, removed and put back."""
    # One change after the other, so that no visitor's outcome is lost.
    one_by_one = in_turn("keep")
    inputs = [parts.said, parts.search]
    outputs = [parts.said, parts.outcomes, parts.listed, parts.removed, following.timer]

    def draw(said: Outcomes, search: str | None, *fresh: Outcome, batch: str = "") -> list[Any]:
        said = (*said, *fresh)[-MAX_OUTCOMES:]
        pace = gr.Timer(SOON)  # a build begins
        return [said, outcomes(said, batch), *listing(search), pace]

    def add(said: Outcomes, search: str | None, event: gr.EventData) -> list[Any]:
        fresh = [keeper.add(str(one["name"]), one.get("data")) for one in payload(event)["files"]]
        return draw(said, search, *fresh, batch=str(payload(event).get("batch")))

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
        return draw(said, search, keeper.remove(str(payload(event).get("file"))))

    def restore(said: Outcomes, search: str | None, event: gr.EventData) -> list[Any]:
        return draw(said, search, keeper.restore(str(payload(event).get("file"))))

    on(bus, "add")(add, inputs, outputs, **one_by_one)
    on(bus, "remove")(remove, inputs, outputs, **one_by_one)
    on(bus, "restore")(restore, inputs, outputs, **one_by_one)
    parts.write.click(write, [*inputs, *parts.fields], [*outputs, *parts.fields], **one_by_one)


def _connect_description(keeper: Keeper, bus: gr.HTML, alone: gr.HTML) -> None:
    """Show, where articles are opened, what was made of a file."""

    def describe(event: gr.EventData) -> Any:
        file = str(payload(event).get("file"))
        try:
            view = described(file, keeper.shelf.describe(file))
        except UnknownArticle:
            return gr.skip()
        except Exception as error:
            view = Markup("<article>{}</article>").format(trouble(as_trouble(error)))
        return opening(view)

    on(bus, "describe")(describe, None, alone, **EACH)
