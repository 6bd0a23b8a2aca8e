"""The index folder: immutable generations, and a pointer to the one in use.

    index/.rag-index                    says that the folder is an index
    index/CURRENT                       name of the generation in use
    index/encoders/<weights>/           the encoder of questions and passages
    index/<generation>/manifest.json    what the generation was made from, and its files' hashes
    index/<generation>/articles.sqlite  articles, sentences, chunks, statements
    index/<generation>/embeddings.npy   every vector, in chunk order, to compare and take over
    index/<generation>/vectors.faiss    the same vectors, for searching
    index/<generation>/lexical/         the words, for searching

A generation is written whole and then only read. Nothing is removed from the folder but what a
build has made there, and a folder that holds anything else is not taken for an index.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import BuildRunning, IndexDamaged, IndexMisplaced, IndexMissing
from rag.index.files import read_text, write_whole
from rag.index.manifest import MANIFEST
from rag.index.servers.store_address import (
    STORE,
    StoreAddress,
    served_index,
    store_of,
    written_store,
)
from rag.models.encoder import ENCODER

MARK = ".rag-index"
CURRENT = "CURRENT"
LOCK = ".lock"
ENCODERS = "encoders"
ARTICLES = "articles.sqlite"
LEXICAL = "lexical"

GLANCE = 1.0  # seconds for which somebody who only looks may hold the lock
SAID_BY_MARK = "`rag index` made this folder from articles, and can make it anew.\n"
_DIGEST = re.compile(r"[0-9a-f]{16,64}")


def claim_folder(index: Path, seeds: Path) -> None:
    """Make a folder the index's, or see that it is already.

    A folder without our mark is an index too if it points to a generation, for earlier versions
    made no mark, or if it holds nothing but encoders.

    Raises:
        IndexMisplaced: the folder holds something else, or it and the articles lie in one
            another.
        IndexDamaged: what should be the pointer is a folder.
        OSError: it cannot be written to.
    """
    here, articles = (Path(os.path.realpath(one)) for one in (index, seeds))
    if here.is_relative_to(articles) or articles.is_relative_to(here):
        raise IndexMisplaced(
            f"The index {index} and the articles in {seeds} lie in one another.",
            fix="Name a folder beside the articles with --index.",
        )
    mark_folder(index)
    if (index / CURRENT).is_dir():
        raise IndexDamaged(
            f"{index / CURRENT} is a folder and not the name of a generation.",
            fix="Remove it, then run `rag index`.",
        )


def mark_folder(index: Path) -> None:
    """Make a folder the index's, or see that it is already; see ``claim_folder``."""
    index.mkdir(parents=True, exist_ok=True)
    if not (index / MARK).is_file() and not _is_older_index(index):
        for path in sorted(index.iterdir()):
            if path.name != ENCODERS or not all(map(is_encoder, path.iterdir())):
                raise IndexMisplaced(
                    f"{index} is no index: it holds {path.name}, which no build has made.",
                    fix="Name a new or an empty folder with --index.",
                )
    if not (index / MARK).exists():
        (index / MARK).write_text(SAID_BY_MARK, "utf-8")


def use_store(
    index: Path, address: StoreAddress, *, check: Callable[[], None] = lambda: None
) -> None:
    """Note in an index folder that servers keep its generations.

    Args:
        index: the folder.
        address: the servers.
        check: is asked before anything is written, and raises an error where it shall not be.

    Raises:
        IndexMisplaced: the folder holds something else, keeps generations of its own, or names
            other servers.
        OSError: it cannot be written to.
    """
    written = written_store(index, address, has_own=(index / CURRENT).exists())
    if written is not None:
        check()
        mark_folder(index)
        write_whole(index / STORE, written)


def _is_older_index(index: Path) -> bool:
    try:
        return is_generation(index / current_generation(index))
    except (IndexDamaged, IndexMissing):
        return False


def current_generation(index: Path) -> str:
    """Return the name of the generation in use.

    Raises:
        IndexMissing: there is no index yet.
        IndexDamaged: the pointer names no generation.
    """
    name = pointer_of(index)
    if store_of(index):
        return name
    if not name.isdecimal() or name not in [path.name for path in index.iterdir()]:
        raise IndexDamaged(
            f"{index / CURRENT} names the generation {name[:40]!r}, which is not there.",
            fix="Run `rag index`.",
        )
    return name


def pointer_of(index: Path) -> str:
    """Return what the pointer to the generation in use holds: the folder's, or its servers'.

    Raises:
        IndexMissing: there is none.
        IndexDamaged: it cannot be read.
        StoreUnavailable: a server cannot be reached.
    """
    served = served_index(index)
    if served:
        return served.current()
    pointer = index / CURRENT
    try:
        return read_text(pointer).strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(f"{index} holds no index.", fix="Build it with `rag index`.") from error
    except (OSError, UnicodeDecodeError) as error:
        fix = "Remove it, then run `rag index`." if pointer.is_dir() else "Run `rag index`."
        raise IndexDamaged(f"{pointer} cannot be read ({error}).", fix=fix) from error


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Hold the index against other builds.

    Raises:
        BuildRunning: another one is at work.
    """
    try:
        with FileLock(index / LOCK, timeout=GLANCE):
            yield
    except Timeout as error:
        raise BuildRunning(
            f"Another build of {index} is running.", fix="Wait for it to end, then try again."
        ) from error


def is_building(index: Path) -> bool:
    """Tell whether any process is building an index."""
    if not (index / LOCK).exists():
        return False
    try:
        with FileLock(index / LOCK, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False  # it may be read only, so that nobody builds it here


def next_name(index: Path) -> str:
    """Return the name of the generation to be built."""
    names = [int(path.name) for path in index.iterdir() if path.name.isdecimal()]
    return f"{max(names, default=0) + 1:08}"


def switch(index: Path, generation: str) -> None:
    """Point to the new generation: the one step after which it answers."""
    write_whole(index / CURRENT, generation + "\n")


def remove_others(index: Path, generation: str, encoder: Path) -> None:
    """Remove what builds have made besides the generation in use and its encoder.

    A page that still reads what is removed keeps its open files.
    """
    for path in list(index.iterdir()):
        if path.name.isdecimal() and path.name != generation and is_generation(path):
            _remove_made(path, MANIFEST)
    for path in list(encoder.parent.iterdir()):
        if path != encoder and is_encoder(path):
            _remove_made(path, ENCODER)


def _remove_made(folder: Path, note: str) -> None:
    """Remove a folder, the note that it is ours last: a removal that dies is gone on with."""
    for path in list(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != note:
            with suppress(OSError):
                path.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def is_generation(folder: Path) -> bool:
    """Tell whether a build has made a folder, be it not to its end."""
    return _is_made(folder, MANIFEST, "program")


def is_encoder(folder: Path) -> bool:
    """Tell whether a build has made a folder for an encoder, be it not to its end."""
    return _is_made(folder, ENCODER, "weights_sha256")


def _is_made(folder: Path, note: str, key: str) -> bool:
    """Tell whether a folder holds a note of ours with this key: the first thing made in it."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    path = folder / note
    if {one.name for one in folder.iterdir()} <= {note} and not _size(path):
        return True  # a build was killed before it had written the note
    try:
        given = json.loads(read_text(path))
    except (OSError, ValueError, RecursionError):
        return False
    # Programs of other kinds have manifests, too; ours hold a digest under this key.
    return isinstance(given, dict) and bool(_DIGEST.fullmatch(str(given.get(key))))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
