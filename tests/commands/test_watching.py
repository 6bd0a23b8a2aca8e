"""Commands that keep questions, tell what is new for them, and keep an index up to date."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from conftest import Built

from rag.cli import main

QUESTION = "what did Calder say about the wall"
NEW = """---
title: Wall takes shape
date: 2025-04-01
source: Coast Weekly
---
Work on the harbour wall of Westmere began on Monday.

"The wall will stand before the winter," said Mayor Ines Calder.
"""


def test_a_question_is_kept_and_told_of_what_is_new(
    built: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    def rag(*arguments: str) -> str:
        assert main([*arguments, "--index", str(built.index)]) == 0
        return capsys.readouterr().out

    none = "No question is kept; `rag watch add` keeps one.\n"
    assert (rag("watch", "list"), rag("news")) == (none, none)
    assert rag("watch", "add", QUESTION) == (
        "Kept. Each `rag index` says what new articles have for it; `rag news` prints it.\n"
    )
    assert rag("watch", "list") == f"  1  {QUESTION}\n"
    assert json.loads(rag("watch", "list", "--json")) == [{"number": 1, "question": QUESTION}]
    assert rag("watch", "list", "--csv") == f"number,question\n1,{QUESTION}\n"
    assert rag("news") == "Nothing is new for the questions that are kept.\n"
    (built.seeds / "new.md").write_text(NEW, "utf-8")
    report, _, news = rag("index", "--seeds", str(built.seeds)).partition("\n")
    assert report.startswith("5 articles, ")
    lines = news.splitlines()
    assert lines[0].endswith(f" for “{QUESTION}”:")
    assert lines[1].startswith("    Ines Calder, Mayor (Coast Weekly, 1 April 2025): ")
    assert lines[2].startswith("    Wall takes shape, Coast Weekly, 1 April 2025 (new.md:")
    assert rag("news") == news
    [header, row, *_] = rag("news", "--csv").splitlines()
    assert header == "found,question,speaker,words,date,source,title,file,start,end"
    assert f",{QUESTION},Ines Calder," in row
    found = json.loads(rag("news", "--json", "--limit", "1"))
    assert [(one["question"], one["claim"]["speaker"], sorted(one)) for one in found] == [
        (QUESTION, "Ines Calder", ["at", "claim", "question"])
    ]
    assert rag("watch", "remove", "1") == f"No longer kept: {QUESTION}\n"
    assert rag("watch", "list") == none


def test_an_index_is_kept_up_to_date_until_ctrl_c(built: Built, tmp_path: Path) -> None:
    errors = tmp_path / "errors"
    with (
        errors.open("w") as stream,
        subprocess.Popen(
            [sys.executable, "-m", "rag", "index", "--watch", "--seeds", built.seeds,
             "--index", built.index],
            stdout=subprocess.PIPE, stderr=stream, text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        ) as process,
        ExitStack() as ended,
    ):  # fmt: skip
        assert process.stdout
        ended.callback(process.kill)
        assert process.stdout.readline().endswith("; nothing has changed.\n")
        (built.seeds / "new.md").write_text(NEW, "utf-8")
        assert process.stdout.readline().startswith("5 articles, ")
        held = tmp_path / "held"
        held.mkdir()
        for path in built.seeds.iterdir():
            path.rename(held / path.name)
        until(errors, "Watching goes on.")
        (held / "new.md").rename(built.seeds / "new.md")
        assert process.stdout.readline().startswith("1 articles, ")
        until(errors, f"Watching {built.seeds} (Ctrl+C ends it).\n", times=3)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=120) == 0
    assert errors.read_text("utf-8").splitlines() == [
        f"Watching {built.seeds} (Ctrl+C ends it).",
        f"Watching {built.seeds} (Ctrl+C ends it).",
        f"rag: {built.seeds} holds no article. Watching goes on.",
        f"Watching {built.seeds} (Ctrl+C ends it).",
        "rag: no longer watching; the index in use is as it was.",
    ]


def until(path: Path, text: str, times: int = 1) -> None:
    """Wait until a file has a text so many times."""
    ends = time.monotonic() + 120
    while path.read_text("utf-8").count(text) < times:
        assert time.monotonic() < ends, path.read_text("utf-8")
        time.sleep(0.05)
