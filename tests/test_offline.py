"""Nothing leaves the machine, and nothing is written but where it was asked for.

The kernel tells what every command does, as strace shows it: libraries in other languages open
sockets and files that no hook of Python's sees.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import pytest
from conftest import Built, write_seeds
from test_app import talk

ROOT = Path(__file__).parent.parent
STRACE = shutil.which("strace")
pytestmark = pytest.mark.skipif(not STRACE, reason="no strace is installed")

CALLS = "trace=connect,bind,sendto,sendmsg,sendmmsg,open,openat,creat,mkdir,mkdirat,rename,link"
ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')
LOCAL_SOCKET = re.compile(r'sun_path=@?"([^"]+)"')
PORT_OF_NAMES = re.compile(r"sin6?_port=htons\(53\)")
# Programs on this computer that are asked who the user is, and for a random number.
NEIGHBOURS = {"/var/run/nscd/socket", "/run/uuidd/request"}
PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
WRITES = re.compile(r"O_(?:WRONLY|RDWR|CREAT)|^(?:creat|mkdir|rename|link)")
DEVICES = ("/dev/null", "/dev/tty", "/dev/shm/", "/proc/self/")  # a terminal, and memory


@dataclass(frozen=True, slots=True)
class Watch:
    """A folder in which commands run, and the folders of it that they may write to."""

    folder: Path
    may_write: tuple[Path, ...]

    @contextmanager
    def running(self, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
        """Start Python with these arguments, and have it watched until it has ended."""
        (self.folder / "tmp").mkdir()
        (self.folder / "home").mkdir()
        process = subprocess.Popen(
            [str(STRACE), "-D", "-f", "--seccomp-bpf", "-s", "4096", "-e", CALLS, "-o",
             self._record, sys.executable, *arguments],
            cwd=self.folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={
                **{name: value for name, value in os.environ.items() if "TELEMETRY" not in name},
                "HOME": str(self.folder / "home"), "TMPDIR": str(self.folder / "tmp"),
                "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
            },
        )  # fmt: skip
        try:
            yield process
        finally:
            process.kill()
            process.communicate()
            ended = re.compile(rf"^{process.pid} +\+\+\+ ", re.MULTILINE)  # padded to five digits
            while not ended.search(self._record.read_text("utf-8")):
                time.sleep(0.05)  # until what was seen last is noted, too

    def run(self, *arguments: str | Path) -> str:
        """Run a command to its end; return what it printed."""
        with self.running(*arguments) as process:
            printed, problems = process.communicate(timeout=300)
        assert process.returncode == 0, problems
        return printed

    def faults(self) -> list[str]:
        """Return what the command did that it may not do, a line each."""
        return sorted(
            {fault for line in self._record.read_text("utf-8").splitlines()
             for fault in self._faults(line)}
        )  # fmt: skip

    @property
    def _record(self) -> Path:
        return self.folder / "strace"

    def _faults(self, line: str) -> Iterator[str]:
        _, _, call = line.partition(" ")  # after the number of the process
        call = call.strip()
        for found in ADDRESS.findall(call):
            if not ip_address("".join(found)).is_loopback:
                yield f"reached for {''.join(found)}"
        if PORT_OF_NAMES.search(call):
            yield "asked for the address of a name"
        for place in LOCAL_SOCKET.findall(call):
            if place not in NEIGHBOURS and not place.startswith(str(self.folder)):
                yield f"reached for {place}"
        if WRITES.search(call) and " = -1 " not in call:
            for name in PATH.findall(call):
                path = self.folder / name
                if not name.startswith(DEVICES) and not any(
                    path.is_relative_to(one) for one in self.may_write
                ):
                    yield f"wrote {path}"


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path, (tmp_path / "tmp", tmp_path / "index"))


def test_the_watch_sees_a_way_out_and_a_stray_file(watch: Watch) -> None:
    script = (
        "import socket, pathlib\n"
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))\n"
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 53))\n"
        "pathlib.Path('note').write_text('x')\n"
        "pathlib.Path('tmp/note').write_text('x')\n"
    )
    watch.run("-c", script)
    assert watch.faults() == [
        "asked for the address of a name",
        "reached for 192.0.2.1",
        f"wrote {watch.folder / 'note'}",
    ]


def test_a_first_index_is_built_without_a_network(watch: Watch) -> None:
    seeds = write_seeds(watch.folder / "seeds")
    printed = watch.run("-m", "rag", "index", "--seeds", seeds, "--index", watch.folder / "index")
    assert printed.startswith("4 articles, 4 passages, ")
    assert watch.faults() == []
    assert list((watch.folder / "tmp").iterdir()) == []


def test_questions_are_answered_without_a_network(built: Built, watch: Watch) -> None:
    script = (
        "import sys; from rag.cli import main\n"
        "for command in (['ask', 'what did Calder say about the wall'], ['search', 'herring'],\n"
        "                ['said', 'Calder'], ['list'], ['verify', '--seeds', 'seeds']):\n"
        "    print('exit', main([*command, '--index', 'index']))\n"
    )
    printed = watch.run("-c", script)
    assert "cheapest promise" in printed
    assert re.findall("^exit .*", printed, re.MULTILINE) == ["exit 0"] * 5
    assert watch.faults() == []


def test_the_page_is_served_without_a_network(built: Built, watch: Watch) -> None:
    where = [str(built.index), "--edit", str(built.seeds), "--port", "0"]
    with watch.running(ROOT / "app.py", "--index", *where) as process:
        assert process.stdout
        address = process.stdout.readline().split()[4].rstrip("/")
        assert "cheapest promise" in talk(address, "s", "what did Calder say about the wall?")[-1]
        time.sleep(5)  # what reports to its makers does so after a while
        process.send_signal(signal.SIGINT)
    assert watch.faults() == []


def test_programs_are_answered_without_a_network(built: Built, watch: Watch) -> None:
    with watch.running("-m", "rag", "serve", "--index", built.index, "--port", "0") as process:
        assert process.stdout
        address = process.stdout.readline().split()[4]
        question = json.dumps({"question": "what did Calder say about the wall?"}).encode()
        kind = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{address}api/ask", question, kind)
        with urllib.request.urlopen(request, timeout=60) as reply:
            assert b"cheapest promise" in reply.read()
        process.send_signal(signal.SIGINT)
    assert watch.faults() == []
