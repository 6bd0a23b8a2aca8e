"""The package as Python programs use it: what it offers, and the page that describes it."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import rag
from rag.chat import Chat
from rag.errors import RagError
from rag.index.build import build_index
from rag.index.library import open_library
from rag.records import Filters

ROOT = Path(__file__).parent.parent


def test_the_package_offers_what_it_says() -> None:
    offered = [getattr(rag, name) for name in rag.__all__]
    assert offered == [Chat, Filters, RagError, build_index, open_library]
    with pytest.raises(AttributeError, match=r"^module 'rag' has no attribute 'Chart'$"):
        rag.Chart  # noqa: B018
    assert (ROOT / "rag" / "py.typed").is_file()


def test_what_is_not_used_is_not_loaded() -> None:
    script = (
        "import rag, sys; rag.Filters; print([m for m in ('numpy', 'faiss') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_the_page_is_what_the_docstrings_say() -> None:
    writer = runpy.run_path(str(ROOT / "docs" / "write_python.py"))
    assert (ROOT / "docs" / "python.md").read_text("utf-8") == writer["page"]()  # else `make docs`
