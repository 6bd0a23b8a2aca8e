"""The actions of the page's buttons, and how they reach the server.

A button carries an action and its values; the page's script sends both to one hidden component,
by an event whose name the framework knows, or finds quoted in the script. This table says which:
the script reads it from the page, and the tabs listen by it.
"""

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

# For each action the framework's event, and the names of the values that come with it.
ACTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ask": ("submit", ("question",)),
    "link": ("submit", ("search",)),  # the address of the page
    "resume": ("submit", ("key", "search", "visitor")),  # the page was loaded anew
    "retry": ("submit", ("turn",)),
    "edit": ("submit", ("turn", "question")),
    "without": ("submit", ("turn", "chip")),  # a part of what was understood
    "widen": ("submit", ("turn",)),  # without filters
    "during": ("submit", ("turn", "since", "until")),
    "clear": ("clear", ()),
    "wake": ("wake", ()),  # nothing, but what was not heard is heard with it
    "next": ("next", ("turn",)),  # what to ask after a turn
    "kept": ("kept", ("visitor", "search")),  # the conversations kept for a browser
    "rename": ("rename", ("key", "name", "search")),
    "forget": ("rename", ("key", "search")),
    "pins": ("pins", ("visitor",)),
    "pin": ("pin", ("article", "at", "note", "visitor")),
    "note": ("pin", ("number", "note", "visitor")),
    "unpin": ("pin", ("number", "visitor")),
    "export": ("export", ("what", "form", "visitor")),
    "judge": ("like", ("turn", "liked", "word")),
    "open": ("select", ("article", "at")),
    "narrow": ("narrow", ("facet", "value")),  # the list of articles
    "scope": ("scope", ("articles",)),  # ask these alone
    "seek": ("seek", ("typed",)),  # where to ask alone
    "count": ("count", ("time",)),  # the filters that are set, and what each leaves to the others
    "more": ("expand", ()),
    "topic": ("topic", ("topic", "voices", "people")),  # day by day, and who spoke of it
    "speaker": ("option_select", ("speaker", "shown")),
    "add": ("upload", ("batch", "files")),
    "remove": ("delete", ("file",)),
    "restore": ("undo", ("file",)),
    "describe": ("describe", ("file",)),  # what was made of it
    "rebuild": ("apply", ()),
    "files": ("download", ("shown",)),
}
EVENTS = {action: event for action, (event, _) in ACTIONS.items()}
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
# What is sent while the one before it is under way is done, too: left to itself, the framework
# would drop it, or do the first again instead of the last.
EACH = QUIET | {"trigger_mode": "multiple"}


def in_turn(name: str) -> dict[str, Any]:
    """Return how what draws one list is done: in the order in which it was sent.

    Else what was asked for first, and drawn last, would show what has since been deleted.
    """
    return EACH | {"concurrency_id": name, "concurrency_limit": 1}


Triggers = Sequence[Callable[..., Any]]  # what makes something be drawn anew


def on(bus: gr.HTML, action: str) -> Callable[..., Any]:
    """Return what connects a handler to an action."""
    connect: Callable[..., Any] = getattr(bus, EVENTS[action])
    return connect


def payload(event: gr.EventData) -> dict[str, Any]:
    """Return the action that was sent, and its values; nothing where something else was done."""
    return event._data if isinstance(event._data, dict) else {}


def words(value: object) -> tuple[str, ...]:
    """Return a list of words that the page sends; nothing for what is none."""
    return tuple(map(str, value)) if isinstance(value, list) else ()


def session(request: gr.Request) -> str:
    """Return what the framework calls the page that is open."""
    return str(request.session_hash)
