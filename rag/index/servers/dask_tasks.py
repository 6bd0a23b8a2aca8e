"""What a Dask worker does for a build: batches of articles and texts, each on its own.

A task holds the versions that it was made with, so that a worker of another version refuses it
whenever it has come.
"""

import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from distributed import get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from rag.articles.columns import Columns
from rag.articles.folder import Unread, read
from rag.articles.formats import Parsed
from rag.articles.readers.conversion import Converter
from rag.errors import RagError
from rag.index.messages import article_of, entry_row, packed, parsed_row, unpacked
from rag.index.program import version_facts
from rag.index.work import taken_apart
from rag.models.encoder import Encoder, open_encoder
from rag.records import Refusal

if TYPE_CHECKING:
    from distributed import Worker

_own = threading.local()

# Vectors of one text differ in the last digits between processors; with 8-bit weights some
# processors overflow, and make others.
SAME_VECTOR = 0.999  # cosine
PROBE = "The council of Westmere voted on Tuesday to raise the harbour wall by two metres."


class GivenEncoder(WorkerPlugin):
    """The encoder of a build, sent once to each worker, those included that come later.

    Args:
        name: by which the workers know it.
        files: of the encoder, by their names.
        vector: of ``PROBE``, where the build runs; float32.
    """

    def __init__(self, name: str, files: Mapping[str, bytes], vector: bytes) -> None:
        self.name = name
        self.encoder: Encoder | None = None
        self.trouble = ""
        self._files = files
        self._vector = vector

    def setup(self, worker: "Worker") -> None:
        """Open the encoder, and see that it makes here the vectors that it makes elsewhere."""
        try:
            with tempfile.TemporaryDirectory(dir=worker.local_directory) as folder:
                for name, content in self._files.items():
                    Path(folder, name).write_bytes(content)
                encoder = open_encoder(Path(folder))  # compares its hash
        except RagError as error:
            self.trouble = str(error)
            return
        here, there = probe(encoder), np.frombuffer(self._vector, dtype="<f4")
        cosine = float(here @ there)
        if cosine < SAME_VECTOR:
            self.trouble = (
                "its processor makes other vectors of the same text than the machine that builds "
                f"(cosine {cosine:.4f})"
            )
            return
        self.encoder, self._files = encoder, {}


def probe(encoder: Encoder) -> np.ndarray:
    """Return the vector by which two machines are compared."""
    return np.asarray(encoder.encode([PROBE], threads=1)[0])


def facts() -> dict[str, str]:
    """Return the versions here."""
    return dict(version_facts())


def trouble(encoder_name: str, dask_worker: "Worker") -> str:
    """Return why the encoder cannot be used by a worker; empty where it can."""
    given = dask_worker.plugins.get(encoder_name)
    return given.trouble if isinstance(given, GivenEncoder) else "it has not come"


def read_batch(
    versions: Mapping[str, str], columns: Columns, rows: Sequence[tuple[str, bytes, str, bool]]
) -> bytes:
    """Read articles and files.

    Args:
        versions: where the build runs.
        columns: see ``rag.articles.columns``.
        rows: of each the id, bytes and hash, and whether it is a file that is converted.
    """
    _check(versions)
    converter = _converter(columns)
    with tempfile.TemporaryDirectory(dir=get_worker().local_directory) as folder:
        place = Path(folder, "file")
        return packed([
            [parsed_row(one) for one in _read(row, place, converter, columns)] for row in rows
        ])  # fmt: skip


def _converter(columns: Columns) -> Converter:
    """Return this thread's process that converts files; it ends with the worker."""
    kept: tuple[Columns, Converter] | None = getattr(_own, "converter", None)
    if not kept or kept[0] != columns:
        if kept:
            kept[1].end()
        _own.converter = kept = (columns, Converter(columns=columns))
    return kept[1]


def _read(
    row: tuple[str, bytes, str, bool], place: Path, converter: Converter, columns: Columns
) -> Iterator[Parsed | Refusal]:
    article_id, data, digest, converted = row
    if converted:
        place.write_bytes(data)
        unread = Unread(article_id, b"", digest, place)
    else:
        unread = Unread(article_id, data, digest, None)
    return read(unread, converter, columns)


def take_apart_batch(versions: Mapping[str, str], encoder_name: str, articles: bytes) -> bytes:
    """Return what is stored of each of some articles."""
    _check(versions)
    encoder = _encoder(encoder_name)
    return packed([
        entry_row(taken_apart(article_of(row), encoder)) for row in unpacked(articles)
    ])  # fmt: skip


def embed_batch(versions: Mapping[str, str], encoder_name: str, texts: bytes) -> bytes:
    """Return the vectors of texts, float32, one after the other."""
    _check(versions)
    # Dask runs as many batches at a time as the worker has threads.
    vectors = _encoder(encoder_name).encode(unpacked(texts), threads=1)
    return vectors.astype("<f4").tobytes()


def _check(versions: Mapping[str, str]) -> None:
    others = differences(versions, version_facts())
    if others:
        raise RuntimeError(f"The worker {get_worker().address} has {others}.")


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """Return what a worker has in other versions than the machine that builds; may be empty."""
    return ", ".join(
        f"{name} {there.get(name, 'missing')} (the build: {here.get(name, 'missing')})"
        for name in sorted(here.keys() | there.keys())
        if here.get(name) != there.get(name)
    )


def _encoder(encoder_name: str) -> Encoder:
    worker = get_worker()
    given = worker.plugins.get(encoder_name)
    if not isinstance(given, GivenEncoder) or not given.encoder:
        why = trouble(encoder_name, worker)
        raise RuntimeError(f"The encoder cannot be used by the worker {worker.address}: {why}.")
    return given.encoder
