"""Show on stderr how far a long piece of work has come."""

import sys
import time
from typing import Any

from tqdm import tqdm

PLAIN_EVERY = 5.0  # seconds between lines of progress where there is no terminal


class Bars:
    """Shows progress: a bar with rate and time left on a terminal, plain lines elsewhere."""

    def __init__(self, *, terminal: bool) -> None:
        self._terminal = terminal
        self._stage = ""
        self._bar: tqdm[Any] | None = None
        self._said = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """``done`` of ``total`` units of ``stage`` are finished."""
        if not self._terminal:
            now = time.monotonic()
            if now - self._said >= PLAIN_EVERY:
                self._said = now
                print(f"{stage}: {done} of {total}", file=sys.stderr, flush=True)
            return
        if stage != self._stage:
            self.close()
            self._stage = stage
            self._bar = tqdm(total=total, desc=stage, file=sys.stderr)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Leave the bar of the last stage as it is."""
        if self._bar is not None:
            self._bar.close()
