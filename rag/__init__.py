"""Answer questions about a folder of news articles in the articles' own words."""

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.chat import Chat as Chat
    from rag.errors import RagError as RagError
    from rag.index.build import build_index as build_index
    from rag.index.library import open_library as open_library
    from rag.records import Filters as Filters

__all__ = ["Chat", "Filters", "RagError", "build_index", "open_library"]

# Before anything imports them: by default onnxruntime sends events to its makers and notes an
# identifier in the home folder, huggingface_hub tells its makers which library asks, and gradio
# reports to its makers and works out figures about its own events after each of them.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**12)


def __getattr__(name: str) -> Any:
    """Return what the package offers, imported when it is first asked for: it takes a second."""
    if name in ("build_index", "open_library"):
        from rag.index import build, library

        return build.build_index if name == "build_index" else library.open_library
    if name == "Chat":
        from rag.chat import Chat

        return Chat
    if name in ("Filters", "RagError"):
        from rag import errors, records

        return records.Filters if name == "Filters" else errors.RagError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
