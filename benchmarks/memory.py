"""Measure what a served page holds of visitors who have left and of indexes that were replaced.

    python -m benchmarks memory --work FOLDER [--questions 2000] [--switches 140]

The page runs in a process of its own, as a user would start it. Visitors come one after the
other, ask four questions each and leave, every fourth in the middle of an answer; builds switch
the index meanwhile. ``--work`` is a new folder. ``--seeds`` names other articles.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from rows import head, say
from work_folder import begun, options_of

from rag.index.build import build_index

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "tests" / "questions.jsonl"
EACH = 4  # questions of a visitor
ROW = 100  # questions between two rows


def main() -> None:
    """Print what is resident after each hundred questions."""
    options = options_of(__doc__, questions=2_000, switches=140)
    seeds, index = begun(options)
    build_index(seeds, index)
    with page(index) as (address, server):
        _measure(options, server, address, seeds, index)


@contextmanager
def page(index: Path) -> Iterator[tuple[str, int]]:
    """Serve the page as a user would start it; yield its address and the number of its process."""
    command = [sys.executable, str(ROOT / "app.py"), "--index", str(index), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        try:
            said = server.stdout.readline() if server.stdout else ""
            address = re.search(r"http://\S+", said)
            assert address, f"the page did not start: {said!r}"
            yield address.group(), server.pid
        finally:
            server.terminate()


def _measure(
    options: argparse.Namespace, server: int, address: str, seeds: Path, index: Path
) -> None:
    head("questions", "switches", "resident, MB")
    levels, asked, switched = [], 0, 0
    box = Box(address)
    typed = cycle(_questions())
    say(0, 0, f"{_resident(server):.0f}")
    while asked < options.questions:
        box.visit([next(typed) for _ in range(EACH)], leaves_early=not asked // EACH % 4)
        asked += EACH
        while switched < options.switches * asked // options.questions:
            switched += 1
            (seeds / "changed.txt").write_text(f"The bridge was painted {switched} times.\n")
            build(seeds, index)
        if asked % ROW == 0:
            levels.append(_resident(server))
            say(asked, switched, f"{levels[-1]:.0f}")
    middle = len(levels) // 2
    print(
        f"Level between a quarter and a half: {median(levels[middle // 2 : middle]):.0f} MB; "
        f"at the end: {median(levels[-3:]):.0f} MB."
    )


def build(seeds: Path, index: Path) -> None:
    """Bring an index up to date in a process of its own."""
    command = [sys.executable, "-m", "rag", "index", "--seeds", str(seeds), "--index", str(index)]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def _questions() -> list[str]:
    return [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]


def _resident(process: int) -> float:
    """Return what a process holds in memory, in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1000


class Box:
    """Where a page takes questions in, as its script would speak to the server."""

    def __init__(self, address: str) -> None:
        self._address = address
        config = httpx.get(address + "config", timeout=60).json()
        named = {one["props"].get("elem_id"): one["id"] for one in config["components"]}
        self._body = next(
            {
                "fn_index": one["id"],
                "trigger_id": named["box"],
                "data": [None] * len(one["inputs"]),
            }
            for one in config["dependencies"]
            if [named["box"], "submit"] in [list(target) for target in one["targets"]]
        )
        self._visitors = 0

    def visit(self, questions: list[str], *, leaves_early: bool) -> None:
        """Open the page, ask, and leave, early in the middle of the last answer."""
        self._visitors += 1
        name = f"visitor{self._visitors}"
        with httpx.Client(base_url=self._address + "gradio_api", timeout=600) as client:
            client.get(self._address)
            with client.stream("GET", f"/heartbeat/{name}") as beating:
                beats = beating.iter_lines()  # held: the page counts as left without
                next(beats)
                for question in questions:
                    for grown in self.ask(client, name, question):
                        if leaves_early and question is questions[-1] and grown:
                            break

    def ask(self, client: httpx.Client, name: str, question: str) -> Iterator[dict[str, Any]]:
        """Ask from a page of this name, and yield its messages while the answer grows."""
        data = [question, *self._body["data"][1:]]
        client.post(
            "/queue/join", json={**self._body, "data": data, "session_hash": name}
        ).raise_for_status()
        with client.stream("GET", "/queue/data", params={"session_hash": name}) as lines:
            for line in lines.iter_lines():
                message = json.loads(line.removeprefix("data: ") or "{}")
                if message.get("msg") == "process_generating":
                    yield message
                if message.get("msg") == "process_completed":
                    assert message["success"], message
                    return


if __name__ == "__main__":
    main()
