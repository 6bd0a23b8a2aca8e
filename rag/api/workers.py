"""Do the work of requests in a few threads, and turn away what is too much or takes too long."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

# By hand. Answering is work for the processor: more at a time would only make each wait longer.
AT_ONCE = 4
MOST = 64  # requests that are worked on or wait for it
LONGEST = 60.0  # seconds from a request to its answer, waiting included

Done = TypeVar("Done")


class Busy(Exception):
    """Too many requests wait already."""


class TooLong(Exception):
    """A request took too long.

    Args:
        seconds: that it may take.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Workers:
    """A few threads that take one request after the other.

    What takes too long goes on in its thread until it has ended, and keeps its place until then.

    Args:
        at_once: requests that are worked on at a time.
        most: those and the ones that wait.
        longest: seconds from a request to its answer.
    """

    def __init__(
        self, *, at_once: int = AT_ONCE, most: int = MOST, longest: float = LONGEST
    ) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="request")
        self._most = most
        self._longest = longest
        self.taken = 0  # places of the ``most``
        self._lock = Lock()

    async def run(self, work: Callable[[], Done]) -> Done:
        """Return what ``work`` returns.

        Raises:
            Busy: too many wait already.
            TooLong: it took too long.
        """
        with self._lock:
            if self.taken >= self._most:
                raise Busy
            self.taken += 1
        future = self._pool.submit(work)
        future.add_done_callback(self._leave)
        try:
            async with asyncio.timeout(self._longest):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            raise TooLong(self._longest) from None

    def _leave(self, _: "Future[Done]") -> None:
        with self._lock:
            self.taken -= 1
