"""The tabs in which articles are read and speakers are looked up."""

from dataclasses import dataclass
from typing import Any

import gradio as gr
from markupsafe import Markup

from rag.web.article_pages import count, facets_of, find, page
from rag.web.chatbot import Chatbot
from rag.web.conversation import as_trouble
from rag.web.events import EACH, QUIET, Triggers, on, payload, words
from rag.web.html import part, trouble
from rag.web.lists_html import MAX_SAID, no_timeline, speaker_list, timeline
from rag.web.reading_html import (
    MAX_LISTED,
    OLDEST_FIRST,
    SORTS,
    Narrowed,
    article_list,
    facets,
    opened,
    opening,
)
from rag.web.texts import text
from rag.web.topic_html import View, topic_view

MAX_TOPIC = 200  # characters

# ---- browsing


@dataclass(frozen=True, slots=True)
class Browsing:
    """The parts of the page where articles are looked through."""

    search: gr.Textbox
    sort: gr.Dropdown
    facets: gr.HTML
    listed: gr.HTML
    topic: gr.HTML  # day by day, in the place of the list
    narrowed: gr.State  # a ``Narrowed``
    shown: gr.State


def lay_out_browsing() -> Browsing:
    """Lay out the tab in which articles are looked through."""
    sorts = [(text(name), sort) for sort, name in SORTS.items()]
    # Of the list and one topic of it, the page's looks show one at a time.
    with gr.Column(elem_id="reading-list"):
        with gr.Row(elem_id="browse"):
            search = gr.Textbox(label=text("search_articles"), max_lines=1, max_length=200, scale=3)
            sort = gr.Dropdown(sorts, value=next(iter(SORTS)), label=text("sort"), scale=1)
        facets = gr.HTML("", elem_id="facets", apply_default_css=False)
        listed = gr.HTML("", elem_id="articles", apply_default_css=False)
        topic = gr.HTML("", elem_id="topic", apply_default_css=False)
        gr.HTML(part("lists.html", "ask_ticked"), elem_id="ticked", apply_default_css=False)
    narrowed, shown = gr.State(Narrowed()), gr.State(MAX_LISTED)
    return Browsing(search, sort, facets, listed, topic, narrowed, shown)


def connect_browsing(
    redrawn: Triggers,
    chat: Chatbot,
    parts: Browsing,
    bus: gr.HTML,
    alone: gr.HTML,
) -> None:
    """Connect the tab in which articles are looked through."""

    def listing(
        search: str | None, sort: str, narrowed: Narrowed, shown: int = MAX_LISTED
    ) -> list[Any]:
        search, filters = search or "", narrowed.filters
        try:
            found = find(chat, search)
            oldest_first = sort == OLDEST_FIRST
            listed = article_list(
                page(chat, found, filters, oldest_first=oldest_first, limit=shown),
                found=count(chat, found, filters),
                among=chat.extent()[0],
                search=search,
                article_of=chat.article,
            )
            offered = facets(facets_of(chat, found, narrowed), chat.speaker_kinds(), narrowed)
        except Exception as error:
            return ["", trouble(as_trouble(error)), narrowed, MAX_LISTED]
        return [offered, listed, narrowed, shown]

    def more(search: str, sort: str, narrowed: Narrowed, shown: int) -> list[Any]:
        return listing(search, sort, narrowed, shown + MAX_LISTED)

    def narrow(search: str, sort: str, narrowed: Narrowed, event: gr.EventData) -> list[Any]:
        said = payload(event)
        chosen = narrowed.toggled(str(said.get("facet")), str(said.get("value")))
        return listing(search, sort, chosen)

    def open_alone(event: gr.EventData) -> str:
        said = payload(event)
        try:
            view = opened(chat.article(str(said.get("article"))), at=str(said.get("at") or ""))
        except Exception as error:
            view = Markup("<article>{}</article>").format(trouble(as_trouble(error)))
        return opening(view)

    asked = [parts.search, parts.sort, parts.narrowed]
    outputs = [parts.facets, parts.listed, parts.narrowed, parts.shown]
    gr.on(
        [*redrawn, parts.search.change, parts.sort.change],
        listing,
        asked,
        outputs,
        trigger_mode="always_last",
        **QUIET,
    )
    on(bus, "more")(more, [*asked, parts.shown], outputs, **QUIET)
    on(bus, "narrow")(narrow, asked, outputs, **QUIET)
    on(bus, "open")(open_alone, None, alone, **EACH)


def connect_topics(chat: Chatbot, parts: Browsing, bus: gr.HTML) -> None:
    """Show a topic day by day, and who said what on it, in the tab where articles are read."""

    def show(event: gr.EventData) -> str:
        said = payload(event)
        topic = " ".join(str(said.get("topic") or "").split())[:MAX_TOPIC]
        if not topic:
            return ""
        try:
            view = View(topic, said.get("voices") == 1, words(said.get("people")))
            spoken = chat.topic_statements(topic)  # in every view, for the choice of people
            happened = None if view.voices else chat.topic_timeline(topic)
            return topic_view(happened, spoken, view)
        except Exception as error:
            return part("topic.html", "no_view", trouble(as_trouble(error)))

    on(bus, "topic")(show, None, parts.topic, **EACH)


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
            label=text("search_speakers"), max_lines=1, max_length=200, elem_id="who-search"
        )
        topic = gr.Textbox(
            label=text("about_topic"), max_lines=1, max_length=200, elem_id="who-topic"
        )
        listed = gr.HTML("", elem_id="people", apply_default_css=False)
        said = gr.HTML("", elem_id="said", apply_default_css=False)
    return People(search, topic, listed, said, gr.State(""))


def connect_people(redrawn: Triggers, chat: Chatbot, parts: People, bus: gr.HTML) -> None:
    """Connect the tab in which speakers are looked up."""

    def people(search: str | None, shown: int = MAX_LISTED) -> str:
        try:
            return speaker_list(
                chat.speakers(), chat.speaker_kinds(), search=search or "", shown=shown
            )
        except Exception as error:
            return trouble(as_trouble(error))

    def said(speaker: str, topic: str | None, shown: int = MAX_SAID) -> str:
        try:
            answer = chat.timeline(speaker, (topic or "").strip()) if speaker else None
        except Exception as error:
            return no_timeline(as_trouble(error))
        return timeline(answer, shown=shown) if answer else ""

    def choose(search: str, topic: str, chosen: str, event: gr.EventData) -> list[Any]:
        speaker, shown = str(payload(event).get("speaker", "")), payload(event).get("shown")
        count = {"shown": shown} if isinstance(shown, int) and shown > 0 else {}
        if not speaker:
            return [people(search, **count), "", "", ""]
        topic = topic if speaker == chosen else ""
        return [gr.skip(), said(speaker, topic, **count), speaker, topic]

    outputs = [parts.listed, parts.said, parts.chosen, parts.topic]
    on(bus, "speaker")(choose, [parts.search, parts.topic, parts.chosen], outputs, **EACH)
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
