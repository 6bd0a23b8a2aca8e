"""What the web framework holds of each open page: its hidden state, and nothing that it shows.

By itself it would hold the last value of everything on the page, articles and answers too, so
that somebody could be sent a link to a page as it stands; this page has links of its own. It
would also hold for ever what was answered to somebody who asks and never fetches the answer.
"""

import time
from asyncio import Queue
from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.queueing import Queue as Events
from gradio.state_holder import SessionState, StateHolder
from gradio.utils import LRUCache
from starlette.applications import Starlette

# By hand; an open page asks for the next message every ten seconds at least.
PATIENCE = 60.0  # seconds without that, after which messages are dropped
MOST_PAGES = 1_000  # that may have messages


class OpenPage(SessionState):
    """What is held of one page."""

    def _update_value_in_config(self, key: int, value: Any) -> None:
        """Keep no value that is shown."""


class OpenPages(StateHolder):
    """The pages by what the framework calls them; the longest unused leave first."""

    def __getitem__(self, session_id: str) -> SessionState:
        """Return what is held of a page, which may be new."""
        if session_id not in self.session_data:
            self.session_data[session_id] = OpenPage(self.blocks)
        return super().__getitem__(session_id)


class Messages(Queue[Any]):
    """What is on its way to one page: all of it is dropped when nobody has fetched any for long.

    Args:
        dropped: hears that it was.
    """

    def __init__(self, dropped: Callable[[], None]) -> None:
        super().__init__()
        self._dropped = dropped
        self._since = time.monotonic()  # somebody asked for one, or the oldest was put

    @property
    def forgotten(self) -> bool:
        """Whether nobody asks for them."""
        return time.monotonic() - self._since > PATIENCE

    async def get(self) -> Any:
        """Wait for the next message."""
        self._since = time.monotonic()
        message = await super().get()
        self._since = time.monotonic()
        return message

    def put_nowait(self, item: Any) -> None:
        """Add a message; a page that was still for long has yet to ask for the first."""
        if self.empty():
            self._since = time.monotonic()
        elif self.forgotten:
            while not self.empty():
                self.get_nowait()
            self._dropped()
        super().put_nowait(item)


class AllMessages(LRUCache[str, Queue[Any]]):
    """The messages to each page; those that nobody fetches leave when another page asks."""

    def __init__(self, events: Events) -> None:
        super().__init__(max_size=MOST_PAGES)
        self._ids = events.pending_event_ids_session

    def __setitem__(self, session: str, messages: Queue[Any]) -> None:
        """Begin to hold messages to a page."""
        held = list(self.items())
        leaving = [key for key, one in held if isinstance(one, Messages) and one.forgotten]
        for key in leaving or list(self)[: len(held) // self.max_size]:
            del self[key]
            self._ids.pop(key, None)
        super().__setitem__(session, self._messages(session))

    def __missing__(self, session: str) -> Queue[Any]:
        """Take what is still said to a page that has left."""
        return self._messages(session)

    def _messages(self, session: str) -> Messages:
        return Messages(lambda: self._ids.get(session, set()).clear())


def hold_little(site: Starlette, blocks: gr.Blocks) -> None:
    """Let the framework, mounted alone on a site, hold as little as this of what it serves."""
    [mounted] = site.routes
    pages = mounted.app.state_holder = OpenPages()  # type: ignore[attr-defined, no-untyped-call]
    pages.set_blocks(blocks)
    events = blocks._queue
    events.pending_messages_per_session = AllMessages(events)
