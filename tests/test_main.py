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
        # Whoever runs the tests in the background may have them ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
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
    odd = "wall\x1b[31m\r\nundated     news.txt  All is well\u2028\u202e.txt"
    (built.seeds / odd).write_text("The gate is open.", "utf-8")
    (built.seeds / "bad\x9b\nnot taken.txt").write_text("", "utf-8")

    def rag(*arguments: str | Path, fails: bool = False) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "rag", *arguments, "--index", built.index],
            capture_output=True, text=True, check=not fails,
        )  # fmt: skip

    done = rag("index", "--seeds", built.seeds)
    refused = (
        r"not taken: bad\u009b\u000anot taken.txt: "
        "It has no text; write the article into it or remove it."
    )
    assert [one for one in done.stderr.splitlines() if one.startswith("not")] == [refused]
    printed = rag("list").stdout
    shown = (
        r"wall\u001b[31m\u000d\u000aundated     news.txt  All is well\u2028\u202e.txt"
        "  The gate is open."
    )
    assert f"undated     {shown}\n" in printed
    assert len(printed.splitlines()) == 5
    as_json = rag("list", "--json").stdout
    assert "\x9b" not in as_json
    ids = {article["id"] for article in json.loads(as_json)}
    assert odd in ids
    (built.seeds / odd).unlink()
    stale = rag("verify", "--seeds", built.seeds, fails=True).stderr.splitlines()
    assert [one for one in stale if "wall" in one] == [
        line for line in stale if line.startswith("out of date: ")
    ]
    asked = rag("ask", "is the gate open?").stdout
    assert "\x1b" not in asked
    assert "\nundated" not in asked
