"""Run a command of ``rag``, and end quietly at Ctrl+C even while the program is loaded."""

import os
import signal
import sys

from rag.visible import visible_stream


def run() -> None:
    """Run the command of the process, and leave with its exit code."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from rag.cli import run as run_command  # slow

    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.stdout, sys.stderr = visible_stream(sys.stdout), visible_stream(sys.stderr)
    run_command()


if __name__ == "__main__":
    run()
