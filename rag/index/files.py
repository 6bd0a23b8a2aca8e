"""Read and write the small files of an index folder, whatever stands in their place."""

import os
from pathlib import Path


def read_text(path: Path) -> str:
    """Return what a file holds.

    Raises:
        OSError: it is missing, cannot be read, or is no file: reading another kind might never end.
        UnicodeDecodeError: it is no text.
    """
    if path.exists() and not path.is_file():
        raise OSError("it is no file")
    return path.read_text("utf-8")


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is the old or the new one at every time, be the power cut."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)  # a link would be written through, and a pipe for ever
    try:
        new.write_text(text, "utf-8")
        flush(new)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)  # the disk is full
        raise
    flush(path.parent)


def flush(path: Path) -> None:
    """Make sure that a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
