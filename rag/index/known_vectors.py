"""Vectors that a build need not compute: those of an earlier index, and of a build that died."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from rag.errors import RagError
from rag.index.database import open_database
from rag.index.generations import ARTICLES, current_generation
from rag.index.manifest import FORMAT, Manifest, damaged_files
from rag.index.vector_index import read_embeddings
from rag.models.encoder import EncoderFacts

WORK = "embedded.work"


@dataclass(frozen=True, slots=True)
class KnownVectors:
    """Vectors by the sha256 of the text that was embedded."""

    rows: Mapping[str, int]
    vectors_of: Callable[[Sequence[int]], np.ndarray]  # shape (rows, dimension), float16


def of_older_format(index: Path, encoder: EncoderFacts) -> KnownVectors | None:
    """Return the vectors of an index that another version of the program wrote in its own format.

    None where there is none, where another encoder made it, and where it is damaged.
    """
    try:
        folder = index / current_generation(index)
        manifest = Manifest.read(folder, any_format=True)
        if manifest.format == FORMAT or manifest.encoder != encoder:
            return None
        if next(damaged_files(folder, manifest), ""):
            return None
        with closing(open_database(folder / ARTICLES)) as connection:
            rows = dict(connection.execute("SELECT sha256, row FROM chunks"))
        stored = read_embeddings(folder)
        return KnownVectors(rows, lambda wanted: np.asarray(stored[list(wanted)]))
    except (RagError, OSError, ValueError, sqlite3.Error):
        return None


class Work:
    """What a build has computed so far, in a file that is there until a build ends.

    Each vector stands beside the sha256 of its text and a checksum of both; what follows the last
    that is whole was being written when a build was killed, and is overwritten.
    """

    def __init__(self, path: Path, encoder: EncoderFacts) -> None:
        head = json.dumps(asdict(encoder)).encode() + b"\n"
        self._record = np.dtype(
            [("text", "V32"), ("vector", "<f2", (encoder.dimension,)), ("check", "<u4")]
        )
        ours = path.is_file() and not path.is_symlink()
        if not ours:  # what a link leads to is not ours to write
            path.unlink(missing_ok=True)
        self._file = path.open("r+b" if ours else "w+b")
        if self._file.read(len(head)) != head:  # of another encoder, or a new one
            self._file.seek(0)
            self._file.truncate()
            self._file.write(head)
        self._found = np.frombuffer(b"".join(self._whole()), self._record)
        self._file.seek(len(head) + self._found.nbytes)
        self._file.truncate()

    def _whole(self) -> Iterator[bytes]:
        """Yield the records up to the first that is not whole."""
        size = self._record.itemsize
        while len(one := self._file.read(size)) == size:
            if crc32(one[:-4]) != int.from_bytes(one[-4:], "little"):
                return
            yield one

    @property
    def known(self) -> KnownVectors:
        """What an earlier build left."""
        rows = {one.tobytes().hex(): row for row, one in enumerate(self._found["text"])}
        return KnownVectors(rows, lambda wanted: np.asarray(self._found["vector"][list(wanted)]))

    def add(self, texts: Sequence[str], vectors: np.ndarray) -> None:
        """Keep the vectors of texts, given by their sha256."""
        for text, vector in zip(texts, vectors.astype("<f2"), strict=True):
            one = bytes.fromhex(text) + vector.tobytes()
            self._file.write(one + crc32(one).to_bytes(4, "little"))
        self._file.flush()

    def close(self) -> None:
        """Close the file; what it holds stays."""
        self._file.close()


@contextmanager
def open_work(index: Path, encoder: EncoderFacts) -> Iterator[Work]:
    """Yield what builds before this one computed and did not bring to an end."""
    with closing(Work(index / WORK, encoder)) as work:
        yield work


def end_work(index: Path) -> None:
    """Remove what was kept for a build that might have died."""
    (index / WORK).unlink(missing_ok=True)
