"""Convert files, one after another, in a process of its own that can do little harm.

It is told a path a line, and answers with a line of JSON for each article, then an empty line. It
holds no more memory than allowed, opens no connection and writes no file.
"""

import json
import socket
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from rag.articles.fields import Fields, NotAnArticle
from rag.articles.readers.plain import read_line
from rag.articles.readers.registry import read_bytes

MOST_MEMORY = 3_000_000_000  # bytes of address space; the parsers take .4 of it when idle
MOST_TEXT = 10_000_000  # characters of one article


def main() -> None:
    """Answer until there is nothing more to read."""
    _confine()
    answers = sys.stdout.buffer
    for line in sys.stdin.buffer:
        given = json.loads(line)
        try:
            _convert(given, answers)
        except NotAnArticle as reason:
            _write(answers, {"part": "", "reason": str(reason)})
        except MemoryError:
            _write(answers, {"part": "", "reason": "It takes too much memory to read; split it."})
        except Exception as error:
            gave_up = f"Its reader gave up ({type(error).__name__}); convert it to .txt."
            _write(answers, {"part": "", "reason": gave_up})
        answers.write(b"\n")
        answers.flush()


def _convert(given: Mapping[str, Any], answers: BinaryIO) -> None:
    columns = {field: tuple(names) for field, names in given["columns"].items()}
    if "line" in given:
        fields = read_line(given["line"].encode("latin-1"), given["number"], columns)
        _write(answers, {"part": given["number"], "fields": asdict(fields)})
        return
    most_bytes: int = given["most_bytes"]
    with Path(given["path"]).open("rb") as opened:
        data = opened.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise NotAnArticle(f"It is larger than {most_bytes:,} bytes; split it.")
    is_empty = True
    for part, found in read_bytes(given["name"], data, columns):
        is_empty = False
        if isinstance(found, Fields) and len(found.text) > MOST_TEXT:
            found = NotAnArticle(f"Its text is longer than {MOST_TEXT:,} characters; split it.")
        if isinstance(found, Fields):
            _write(answers, {"part": part, "fields": asdict(found)})
        else:
            _write(answers, {"part": part, "reason": str(found)})
    if is_empty:
        raise NotAnArticle("It holds no article; save the text of one as .txt.")


def _write(answers: BinaryIO, answer: dict[str, object]) -> None:
    answers.write(json.dumps(answer).encode("ascii") + b"\n")
    answers.flush()


def _confine() -> None:
    """Give up what a parser needs for nothing: memory without end, files to write, the network."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError("a converter opens no connection")

    socket.socket.connect = refuse  # type: ignore[method-assign]
    socket.create_connection = refuse
    socket.getaddrinfo = refuse
    try:
        import resource
    except ImportError:  # Windows, where the limits on time remain
        return
    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, hard))


if __name__ == "__main__":
    main()
