"""What surrounds a command: its loading, and the terminal that it writes to."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from conftest import Built


def test_ctrl_c_while_the_program_is_loaded_ends_it_quietly(tmp_path: Path) -> None:
    # In the place of a package that the command line imports: it takes its time.
    slow = "import pathlib, time\npathlib.Path('loading').touch()\ntime.sleep(600)\n"
    (tmp_path / "tqdm.py").write_text(slow, "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "rag", "list"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}:{Path(__file__).parent.parent}"},
    )  # fmt: skip
    until = time.monotonic() + 240
    while not (tmp_path / "loading").exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=120) == ("", "")
    assert process.returncode == 130


def test_control_characters_are_shown_and_not_obeyed(built: Built) -> None:
    (built.seeds / "wall\x1b[31m\r.txt").write_text("The gate is open.", "utf-8")
    (built.seeds / "bad\x9b.txt").write_text("", "utf-8")

    def rag(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "rag", *arguments, "--index", built.index],
            capture_output=True, text=True, check=True,
        )  # fmt: skip

    done = rag("index", "--seeds", built.seeds)
    refused = "not taken: bad\\u009b.txt: It has no text; write the article into it or remove it."
    assert [one for one in done.stderr.splitlines() if one.startswith("not")] == [refused]
    printed = rag("list").stdout
    assert "undated     wall\\u001b[31m\\u000d.txt  The gate is open.\n" in printed
    as_json = rag("list", "--json").stdout
    assert "\x9b" not in as_json
    ids = {article["id"] for article in json.loads(as_json)}
    assert "wall\x1b[31m\r.txt" in ids
