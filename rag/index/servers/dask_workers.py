"""Have Dask's workers do the work of a build, in batches that are done again where one fails.

Batches are the same however many workers there are, and come back in their order. Articles are
sent as bytes: a worker needs the program, and nothing of the folders of articles and index.
Whoever can reach a Dask scheduler can run programs on its workers, so that it belongs into a
network that is trusted, or behind TLS, which Dask's own configuration switches on.
"""

import time
from asyncio import CancelledError
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import dask
import numpy as np
from distributed import Client, Future, KilledWorker

from rag.articles.columns import Columns
from rag.articles.folder import Found, Unread, read_here
from rag.articles.formats import Parsed
from rag.errors import WorkersUnusable
from rag.index.database import Entry
from rag.index.messages import article_row, entry_of, packed, parsed_of, unpacked
from rag.index.program import version_facts
from rag.index.servers import dask_tasks
from rag.index.servers.store_address import hidden
from rag.models.encoder import ENCODER, GRAPH, TOKENIZER, Encoder, encoder_folder
from rag.records import Article, Refusal

CONNECTS = 10.0  # seconds in which the scheduler must answer
COMES = 10.0  # seconds in which there must be a worker, at first and when all have gone
LOOKS = 2.0  # seconds between looks whether there still is one
RETRIES = 2  # of a batch that fails; where its worker dies, Dask's allowed-failures counts
# By hand; a batch is about a second's work of one core.
FILES, FILE_BYTES = 200, 2_000_000
ARTICLES, CHARACTERS = 40, 200_000
TEXTS = 32
AHEAD = 3  # batches a thread that are sent before they are wanted
SENT_UP_TO = 50_000_000  # bytes; a larger file is converted where the build runs
PLAIN = ["dask", "msgpack"]  # what comes back is data: nothing of it is unpickled

Batch = TypeVar("Batch")
One = TypeVar("One")


class DaskWorkers:
    """Has the workers of a scheduler do the work of a build.

    Args:
        client: is connected to it.
        address: of the scheduler.
        encoders: the folder with the encoders of the index.
    """

    def __init__(self, client: Client, address: str, encoders: Path) -> None:
        self._client = client
        self._address = address
        self._encoders = encoders
        self._here = dict(version_facts())
        self._given = ""  # the name of the encoder that the workers have

    def check(self) -> None:
        """See that there are workers, and that they have the versions that are here.

        Raises:
            WorkersUnusable: else.
        """
        with suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=COMES)
        for address, there in self._asked(dask_tasks.facts):
            if not isinstance(there, dict):
                raise self._unusable(
                    f"The worker {address} has no such version of the program ({_said(there)}).",
                    "Install there what is here, with `pip install 'rag[dask]'`, and start it "
                    "again.",
                )
            others = dask_tasks.differences(self._here, there)
            if others:
                raise self._unusable(
                    f"The worker {address} has other versions: {others}.",
                    "Install the same there and here, and start it again.",
                )

    def read(self, found: Iterator[Found], columns: Columns) -> Iterator[Parsed | Refusal]:
        """Read what is still to be read."""
        given = dict(columns)
        batches = _batches(
            (ready for one in found for ready in _sendable(one, columns)), _bytes, FILES, FILE_BYTES
        )
        for batch, answer in self._spread(
            dask_tasks.read_batch, ((batch, _reading(batch, given)) for batch in batches)
        ):
            read = iter(unpacked(answer) if answer else ())
            for one in batch:
                if isinstance(one, Unread):
                    yield from map(parsed_of, next(read))
                else:
                    yield one

    def take_apart(
        self, articles: Iterable[Article], encoder: Encoder
    ) -> Iterator[Entry | Refusal]:
        """Yield what is stored of each article, or why it cannot be taken apart."""
        name = self._give(encoder)
        batches = _batches(articles, lambda one: len(one.text), ARTICLES, CHARACTERS)
        for batch, answer in self._spread(
            dask_tasks.take_apart_batch,
            ((batch, (name, packed(list(map(article_row, batch))))) for batch in batches),
        ):
            yield from map(entry_of, batch, unpacked(answer))

    def embed(
        self, texts: Iterable[str], encoder: Encoder, progress: Callable[[int], None]
    ) -> Iterator[np.ndarray]:
        """Yield what ``Encoder.encode`` returns, in parts."""
        name, done = self._give(encoder), 0
        batches = _batches(texts, lambda _: 1, TEXTS, TEXTS)
        for _, answer in self._spread(
            dask_tasks.embed_batch, ((None, (name, packed(batch))) for batch in batches)
        ):
            block = np.frombuffer(answer, dtype="<f4").reshape(-1, encoder.dimension)
            done += len(block)
            progress(done)
            yield block

    def _give(self, encoder: Encoder) -> str:
        """Send the encoder to every worker, once, and return the name that it has there."""
        name = f"rag-encoder-{encoder.weights_sha256}-{self._client.id}"
        if self._given:
            return name
        folder = encoder_folder(self._encoders, encoder.weights_sha256)
        paths = [folder / name for name in (ENCODER, GRAPH, TOKENIZER)]
        files = {path.name: path.read_bytes() for path in paths if path.is_file()}
        vector = dask_tasks.probe(encoder).astype("<f4").tobytes()
        self._given = name
        self._client.register_plugin(dask_tasks.GivenEncoder(name, files, vector))
        for address, trouble in self._asked(dask_tasks.trouble, name):
            if trouble:
                raise self._unusable(
                    f"The encoder cannot be used by the worker {address}: {_said(trouble)}.",
                    "Mend that, or leave this worker out.",
                )
        return name

    def close(self) -> None:
        """Have the workers drop what they were given."""
        if self._given:
            with suppress(Exception):  # the scheduler may have gone
                self._client.unregister_worker_plugin(self._given)  # type: ignore[no-untyped-call]

    def _asked(self, question: Callable[..., object], *given: object) -> list[tuple[str, Any]]:
        """Return what each worker answers, with its address."""
        try:
            answers = self._client.run(question, *given, on_error="return")
        except Exception as error:
            raise self._lost(error) from error
        if not answers:
            raise self._none()
        return sorted(answers.items())

    def _spread(
        self,
        task: Callable[..., bytes],
        batches: Iterable[tuple[Batch, tuple[object, ...] | None]],
    ) -> Iterator[tuple[Batch, bytes]]:
        """Yield each batch with what a task makes of the values beside it, in their order."""
        sent: deque[tuple[Batch, Future[bytes] | None]] = deque()
        for batch, given in batches:
            future = None
            if given is not None:
                future = self._submitted(task, given)
            sent.append((batch, future))
            while len(sent) > self._ahead():
                first, future = sent.popleft()
                yield first, self._result(future) if future else b""
        for first, future in sent:
            yield first, self._result(future) if future else b""

    def _submitted(self, task: Callable[..., bytes], given: Sequence[object]) -> Future[bytes]:
        try:
            return self._client.submit(task, self._here, *given, pure=False, retries=RETRIES)
        except Exception as error:
            raise self._lost(error) from error

    def _ahead(self) -> int:
        return AHEAD * max(1, sum(self._threads()))

    def _threads(self) -> Sequence[int]:
        """Return the number of threads of each worker that is there now."""
        try:
            return list(self._client.nthreads().values())  # type: ignore[no-untyped-call]
        except Exception as error:
            raise self._lost(error) from error

    def _result(self, future: Future[bytes]) -> bytes:
        seen = time.monotonic()
        while True:
            try:
                return bytes(future.result(timeout=LOOKS))
            except KilledWorker as error:
                raise self._unusable(
                    "Several workers have died over one batch, one after the other "
                    f"({_said(error)}).",
                    "See in their logs why; for want of memory, perhaps.",
                ) from error
            except (Exception, CancelledError) as error:
                if future.status == "error":
                    raise self._failed(error) from error
                if not isinstance(error, TimeoutError):
                    raise self._lost(error) from error
            if self._threads():
                seen = time.monotonic()
            elif time.monotonic() - seen > COMES:
                raise self._none()

    def _failed(self, error: BaseException) -> WorkersUnusable:
        return self._unusable(f"A worker fails ({_said(error)}).", "See in its log why.")

    def _lost(self, error: BaseException) -> WorkersUnusable:
        return self._unusable(
            f"The scheduler at {self._address} has gone ({_said(error)}).",
            "Start it again, then the build.",
        )

    def _none(self) -> WorkersUnusable:
        return self._unusable(
            f"The scheduler at {self._address} has no workers.",
            f"Start some with `dask worker {self._address}`.",
        )

    def _unusable(self, problem: str, fix: str) -> WorkersUnusable:
        return WorkersUnusable(problem, fix=f"{fix} Without --workers all is done on this machine.")


@contextmanager
def dask_workers(address: str, encoders: Path) -> Iterator[DaskWorkers]:
    """Connect to a scheduler for as long as a build takes.

    Args:
        address: ``tcp://HOST:PORT``, or ``tls://HOST:PORT`` with Dask's own settings for TLS.
        encoders: the folder with the encoders of the index.

    Raises:
        WorkersUnusable: there is no scheduler or no worker, or one of another version.
    """
    if "@" in address:  # Dask knows no users, and would repeat what stands before it
        raise WorkersUnusable(
            f"{hidden(address)!r} is no address of a Dask scheduler.",
            fix="Name it as it says, without a user: --workers tcp://HOST:8786.",
        )
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": SENT_UP_TO * 2}):
        try:
            client = Client(  # type: ignore[no-untyped-call]
                address,
                timeout=CONNECTS,
                set_as_default=False,
                serializers=PLAIN,
                deserializers=PLAIN,
            )
        except Exception as error:
            raise WorkersUnusable(
                f"No Dask scheduler answers at {address} ({_said(error)}).",
                fix="Start one with `dask scheduler`, and name it as it says: "
                "--workers tcp://HOST:8786.",
            ) from error
        with client, closing(DaskWorkers(client, address, encoders)) as workers:
            workers.check()
            yield workers


def _said(error: object) -> str:
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words[:300]}" if isinstance(error, BaseException) else words


def _batches(
    items: Iterable[One], size: Callable[[One], int], most: int, most_size: int
) -> Iterator[list[One]]:
    """Yield runs of items, none of more or larger ones than allowed but for a single one."""
    batch: list[One] = []
    total = 0
    for item in items:
        weight = size(item)
        if batch and (len(batch) == most or total + weight > most_size):
            yield batch
            batch, total = [], 0
        batch.append(item)
        total += weight
    if batch:
        yield batch


def _sendable(found: Found, columns: Columns) -> Iterator[Found]:
    """Yield what was found, with the bytes of a file that is to be converted elsewhere."""
    if not isinstance(found, Unread) or not found.file:
        yield found
        return
    try:
        if found.file.stat().st_size <= SENT_UP_TO:
            yield Unread(found.id, found.file.read_bytes(), found.sha256, found.file)
            return
    except OSError:
        pass  # reading it here says what is wrong with it
    yield from read_here(iter([found]), columns)


def _bytes(found: Found) -> int:
    return len(found.data) if isinstance(found, Unread) else 0


def _reading(batch: Sequence[Found], columns: dict[str, tuple[str, ...]]) -> Any:
    """Return what ``read_batch`` is given; None where there is nothing to read."""
    rows = [
        (one.id, one.data, one.sha256, one.file is not None)
        for one in batch
        if isinstance(one, Unread)
    ]
    return (columns, rows) if rows else None
