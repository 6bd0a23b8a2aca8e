"""Notice that files of the folder of articles have changed."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

SETTLES = 500  # milliseconds without another change after which files have settled, by hand
LONGEST = 10_000  # milliseconds after which changes that go on are told of
LOOKS = 2_000  # milliseconds after which it is seen whether the folder is still the same


def changes(folder: Path, stop: Event | None = None) -> Iterator[None]:
    """Yield once it is watched, then whenever files below a folder have changed and settled.

    Hidden files and folders are passed over, as by ``rag.articles.folder``. A folder that is
    replaced by another is watched on.

    Args:
        folder: it must exist at the beginning.
        stop: ends it, within ``LOOKS``.
    """
    from watchfiles import watch  # only where a folder is watched

    def is_seen(change: object, path: str) -> bool:
        below = Path(path).relative_to(folder.absolute())
        return not any(part.startswith(".") for part in below.parts)

    yielded = False
    while not (stop and stop.is_set()):
        watched = _identity(folder)
        if watched is None:
            (stop or Event()).wait(LOOKS / 1000)
            continue
        if yielded:
            yield  # it is another folder, or there again
        for found in watch(
            folder.absolute(),
            watch_filter=is_seen,
            debounce=LONGEST,
            step=SETTLES,
            stop_event=stop,
            rust_timeout=LOOKS if yielded else SETTLES,
            yield_on_timeout=True,
        ):
            if found or not yielded:
                yielded = True
                yield
            if _identity(folder) != watched:
                break


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another of its name; None if there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if folder.is_dir() else None
