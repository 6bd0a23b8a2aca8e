"""Have files converted by a process of its own, which is ended when it takes too long."""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

from rag.articles.columns import NONE, Columns
from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.kinds import KINDS, suffix_of

SECONDS = 60.0  # that the next article of a file may take; a PDF of 2,000 pages takes 50 here
MOST_ANSWER = 100_000_000  # bytes of one line: ten times an article, as JSON writes it
TOO_LONG = f"It takes longer than {SECONDS:.0f} seconds to read; convert it to .txt."
BROKE_OFF = "Its reader broke off, perhaps for want of memory; convert it to .txt or split it."


class Converter:
    """A process that converts files, started for the first one and again when it has ended."""

    def __init__(self, *, columns: Columns = NONE, seconds: float = SECONDS) -> None:
        self._columns = columns
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._unread = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def convert(self, file: Path, name: str) -> Pieces:
        """Yield what is found in a file.

        Args:
            file: where it is.
            name: tells its kind by its ending.
        """
        most_bytes = KINDS[suffix_of(name)].most_bytes
        yield from self._ordered({"path": str(file), "name": name, "most_bytes": most_bytes})

    def convert_line(self, data: bytes, number: str) -> Pieces:
        """Yield what is found in one line of a .jsonl file."""
        yield from self._ordered({"line": data.decode("latin-1"), "number": number})

    def _ordered(self, order: Mapping[str, object]) -> Pieces:
        process = self._started()
        order = {**order, "columns": dict(self._columns)}
        whole = False
        try:
            assert process.stdin
            process.stdin.write(json.dumps(order).encode("ascii") + b"\n")
            process.stdin.flush()
            for line in self._lines(process):
                answer = json.loads(line)
                if "reason" in answer:
                    yield answer["part"], NotAnArticle(answer["reason"])
                else:
                    given = answer["fields"]
                    given["notes"] = tuple(given["notes"])
                    yield answer["part"], Fields(**given)
            whole = True
        except TimeoutError:
            raise NotAnArticle(TOO_LONG) from None
        except (OSError, ValueError, EOFError):
            raise NotAnArticle(BROKE_OFF) from None
        finally:
            if not whole:
                self.end()

    def _lines(self, process: "subprocess.Popen[bytes]") -> Iterator[bytes]:
        """Yield the lines of an answer, up to the empty one that ends it."""
        assert process.stdout
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            deadline = time.monotonic() + self._seconds
            while True:
                line, mark, rest = self._unread.partition(b"\n")
                if mark:
                    self._unread = rest
                    if not line:
                        return
                    yield line
                    deadline = time.monotonic() + self._seconds
                    continue
                if len(self._unread) > MOST_ANSWER:
                    raise ValueError("an answer without end")
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise TimeoutError
                read = os.read(process.stdout.fileno(), 1 << 20)
                if not read:
                    raise EOFError
                self._unread += read

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            package = Path(__file__).parents[3]
            environment = os.environ | {"PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"}
            self._process = subprocess.Popen(
                [sys.executable, "-m", "rag.articles.readers.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
        return self._process

    def end(self) -> None:
        """End the process; another is started when it is wanted."""
        process, self._process, self._unread = self._process, None, b""
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
