"""Run a command of ``rag``, and end quietly at Ctrl+C even while the program is loaded."""

import io
import os
import re
import signal
import sys
from typing import TextIO

# What a terminal would obey rather than show; a bar of progress begins its line anew with \r.
_CONTROL = re.compile(r"(?<!\A)\r|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class ShownText(io.TextIOWrapper):
    """A stream on which the control characters of names and texts are shown, not obeyed."""

    def write(self, text: str) -> int:
        r"""Write text, its control characters as ``\u001b``, which JSON reads back."""
        return super().write(_CONTROL.sub(lambda one: f"\\u{ord(one[0]):04x}", text))


def run() -> None:
    """Run the command of the process, and leave with its exit code."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from rag.cli import run as run_command  # slow

    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.stdout, sys.stderr = shown(sys.stdout), shown(sys.stderr)
    run_command()


def shown(stream: TextIO) -> TextIO:
    """Return a stream for a terminal in the place of a standard one."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    buffered = stream.line_buffering
    encoding = stream.encoding
    return ShownText(stream.detach(), encoding, "backslashreplace", line_buffering=buffered)


if __name__ == "__main__":
    run()
