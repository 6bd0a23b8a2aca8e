"""Nothing leaves the machine: every command works with name resolution and sockets blocked."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Built, write_seeds

# Runs one command with every way out closed; a try is an error that nothing catches.
BLOCKED = """
import os, sys

def closed(event, given):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = str(given[0])
    elif event in ("socket.connect", "socket.sendto", "socket.bind"):
        host = str(given[1][0]) if isinstance(given[1], tuple) else "a local socket"
    else:
        return
    if host not in ("127.0.0.1", "::1", "localhost", "a local socket"):
        os.write(2, f"reached for the network: {event} {host}\\n".encode())
        os._exit(99)

sys.addaudithook(closed)
from rag.cli import main
sys.exit(main(sys.argv[1:]))
"""


def blocked(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BLOCKED, *map(str, arguments)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_block_blocks() -> None:
    script = BLOCKED.replace("from rag.cli import main", "import urllib.request").replace(
        "sys.exit(main(sys.argv[1:]))", "urllib.request.urlopen('http://news.example/')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 99
    assert done.stderr == "reached for the network: socket.getaddrinfo news.example\n"


def test_a_first_index_is_built_without_a_network(tmp_path: Path) -> None:
    seeds = write_seeds(tmp_path / "seeds")
    done = blocked("index", "--seeds", seeds, "--index", tmp_path / "index", "--full")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("4 articles, 4 passages, ")


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["ask", "what did Calder say about the wall"], "cheapest promise"),
        (["search", "herring quota"], "news.jsonl#2"),
        (["said", "Calder", "--about", "gates"], "Nobody wants a ship"),
        (["list"], "harbour.txt"),
    ],
)
def test_questions_are_answered_without_a_network(
    arguments: list[str], found: str, small: Built
) -> None:
    command, *rest = arguments
    done = blocked(command, "--index", small.index, *rest)
    assert (done.returncode, done.stderr) == (0, "")
    assert found in done.stdout


def test_an_index_is_verified_without_a_network(small: Built) -> None:
    done = blocked("verify", "--index", small.index, "--seeds", small.seeds)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("4 articles, ")
