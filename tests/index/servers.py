"""Milvus and PostgreSQL for tests: started on loopback once, for the tests of one file."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

STARTS = 120.0  # seconds that a server may take


def free_port() -> int:
    """Return a port of this computer that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until something listens at a port."""
    end = time.monotonic() + STARTS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"nothing listens at {port}")


@contextmanager
def running(
    command: list[str | Path], port: int, end: signal.Signals, user: int | None = None
) -> Iterator[None]:
    """Run a server until it is no longer needed, and end it by a signal."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, user=user, group=user)
    try:
        wait_for(port, process)
        yield
    finally:
        process.send_signal(end)
        process.wait()


@contextmanager
def milvus(folder: Path, port: int = 0) -> Iterator[int]:
    """Run Milvus Lite as a server and yield its port; without one, any that is free."""
    program = Path(sys.executable).with_name("milvus-lite")
    if not program.exists():
        pytest.skip("milvus-lite is not installed")
    port = port or free_port()
    place = ["--data-dir", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    # What starts in the background ignores SIGINT, and SIGTERM waits for who is connected.
    with running([program, "server", *place], port, signal.SIGKILL):
        yield port


@contextmanager
def postgres() -> Iterator[int]:
    """Run PostgreSQL and yield its port; it refuses to be run by root."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = shutil.which("initdb") or (str(programs[-1] / "initdb") if programs else "")
    if not found:
        pytest.skip("PostgreSQL is not installed")
    user = 65534 if os.getuid() == 0 else None  # nobody
    port = free_port()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if user:
            shutil.chown(folder, user, user)
        data, initdb = folder / "data", Path(found).resolve()
        subprocess.run(
            [initdb, "-D", data, "-A", "trust", "-U", "rag", "-E", "UTF8", "--locale=C", "-N"],
            check=True, capture_output=True, user=user, group=user,
        )  # fmt: skip
        options = ["-h", "127.0.0.1", "-p", str(port), "-k", "", "-F"]
        program = initdb.with_name("postgres")
        # SIGINT: PostgreSQL waits for nobody's connection then.
        with running([program, "-D", data, *options], port, signal.SIGINT, user):
            wait_until_ready(port)
            yield port


def wait_until_ready(port: int) -> None:
    """Wait until PostgreSQL takes connections: it listens before that, and refuses them."""
    psycopg = pytest.importorskip("psycopg")
    end = time.monotonic() + STARTS
    while True:
        try:
            psycopg.connect(f"postgresql://rag@127.0.0.1:{port}/postgres").close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
