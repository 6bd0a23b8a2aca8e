"""What the web framework holds of each open page: its hidden state, and nothing that it shows.

By itself it would hold the last value of everything on the page, articles and answers too, so
that somebody could be sent a link to a page as it stands; this page has links of its own.
"""

from typing import Any

import gradio as gr
from gradio.state_holder import SessionState, StateHolder
from starlette.applications import Starlette


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


def hold_little(site: Starlette, blocks: gr.Blocks) -> None:
    """Let the framework, mounted alone on a site, hold as little as this of what it serves."""
    [mounted] = site.routes
    pages = mounted.app.state_holder = OpenPages()  # type: ignore[attr-defined, no-untyped-call]
    pages.set_blocks(blocks)
