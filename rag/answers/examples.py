"""The example questions of an index, made beside answering so that nobody waits for them."""

from collections.abc import Callable, Sequence
from threading import Thread

from rag.errors import RagError
from rag.index.library import Library

LONGEST_WAIT = 1.0  # seconds for examples that are being made, by hand


class Examples:
    """The examples of one generation after another.

    Args:
        make: returns those of a generation.
    """

    def __init__(self, make: Callable[[Library], Sequence[str]]) -> None:
        self._make = make
        self._made: tuple[str, Sequence[str]] = ("", ())  # of which generation, and they
        self._making: Thread | None = None  # what makes the next ones
        self._begun = ""  # of which generation they are

    def begin(self, library: Library) -> None:
        """Begin to make those of a generation in a thread, unless they are there or being made."""
        if library.generation in (self._made[0], self._begun):
            return
        self._begun = library.generation

        def make() -> None:
            try:
                self._fill(library)
            except RagError:  # as where a server goes away: whoever asks for them makes them
                self._making, self._begun = None, ""

        self._making = Thread(target=make, daemon=True)
        self._making.start()

    def of(self, library: Library) -> Sequence[str]:
        """Return those of a generation.

        While some are being made nobody waits long: they may be those of the generation before,
        or none.
        """
        if self._made[0] != library.generation:
            if making := self._making:
                making.join(timeout=LONGEST_WAIT)
            else:
                self._fill(library)
        return self._made[1]

    def _fill(self, library: Library) -> None:
        made = (library.generation, self._make(library))
        self._made = max(self._made, made, key=lambda one: one[0])  # the newest
