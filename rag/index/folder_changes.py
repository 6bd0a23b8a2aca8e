"""Notice that files of the folder of articles have changed."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

SETTLES = 500  # milliseconds without another change after which files have settled, by hand
LONGEST = 10_000  # milliseconds after which changes that go on are told of
LOOKS = 500  # milliseconds after which it is seen whether the folder is still the same


def changes(folder: Path, stop: Event | None = None) -> Iterator[None]:
    """Yield once a folder is watched, then whenever files below it have changed and settled.

    Hidden files and folders are passed over, as by ``rag.articles.folder``. A folder that is
    replaced by another is told of once that one is watched.

    Args:
        folder: it must exist at the beginning.
        stop: ends it, within ``LOOKS``.
    """
    from watchfiles import Change, watch  # only where a folder is watched

    def is_seen(change: object, path: str) -> bool:
        below = Path(path).relative_to(folder.absolute())
        return not any(part.startswith(".") for part in below.parts)

    while not (stop and stop.is_set()):
        watched = _identity(folder)
        if watched is None:
            (stop or Event()).wait(LOOKS / 1000)
            continue
        is_told = False
        with suppress(FileNotFoundError):  # it has gone before it was watched
            for found in watch(
                folder.absolute(),
                watch_filter=is_seen,
                debounce=LONGEST,
                step=SETTLES,
                stop_event=stop,
                rust_timeout=LOOKS,
                yield_on_timeout=True,
            ):
                # Asked before anything is told: it may be replaced while that is dealt with.
                is_gone = (Change.deleted, str(folder.absolute())) in found
                is_other = is_gone or _identity(folder) != watched
                if found or is_other or not is_told:
                    is_told = True
                    yield
                if is_other:
                    break


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another of its name; None if there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if folder.is_dir() else None
