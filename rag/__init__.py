"""Answer questions about a folder of news articles in the articles' own words."""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.chat import Chat as Chat
    from rag.errors import RagError as RagError
    from rag.index.build import build_index as build_index
    from rag.index.library import open_library as open_library
    from rag.records import Filters as Filters

__all__ = ["Chat", "Filters", "RagError", "build_index", "open_library"]
_HOMES = {
    "Chat": "rag.chat",
    "Filters": "rag.records",
    "RagError": "rag.errors",
    "build_index": "rag.index.build",
    "open_library": "rag.index.library",
}

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
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
