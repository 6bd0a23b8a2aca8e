"""Build a generation of the index beside the one in use, then switch to it.

What has not changed is taken over: the sentences, chunks and statements of an article whose
bytes are the same, and the vector of every chunk whose embedded text is the same. Another
version of the program takes over the vectors alone. Until the last step, replacing one small
file, the old generation answers; a build that dies leaves a folder that the next build removes,
and the vectors that it has computed, which the next build takes over.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from rag.articles.folder import Remark, load_articles
from rag.errors import IndexDamaged, IndexMismatch, IndexMissing, IndexUnwritable, NoArticles
from rag.index.chunking import embedded_text, fitting_heading
from rag.index.copies import group_copies
from rag.index.database import Entry, counts_of, write_database
from rag.index.files import flush
from rag.index.generations import (
    ARTICLES,
    CURRENT,
    ENCODERS,
    LEXICAL,
    claim_folder,
    locked,
    next_name,
    pointer_of,
    remove_others,
    switch,
)
from rag.index.interfaces import Place
from rag.index.known_vectors import KnownVectors, end_work, of_older_format, open_work
from rag.index.lexical_index import write_lexical
from rag.index.library import Library, open_generation, open_library
from rag.index.manifest import FORMAT, MANIFEST, Manifest, StoredCounts, begin_manifest, file_facts
from rag.index.program import program_digest
from rag.index.servers.store_address import served_index
from rag.index.speaker_tables import persons_of
from rag.index.vector_index import write_vectors
from rag.index.work import Workers, open_workers
from rag.models.encoder import DEFAULT_MODEL, Encoder, EncoderFacts, encoder_folder
from rag.models.encoder_export import TRIAL_TEXTS, prepare_encoder
from rag.records import Article, Refusal

SAMPLE_CHARACTERS = 900  # about as long as a chunk


class Progress(Protocol):
    """Hears how far a long piece of work has come."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """``done`` of ``total`` units of ``stage`` are finished."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    generation: str  # the one in use afterwards
    changed: bool  # False: the index was up to date, and nothing was written
    counts: StoredCounts
    embedded: int  # chunks whose vector was computed; the others' were taken over
    refusals: tuple[Refusal, ...]
    remarks: tuple[Remark, ...]
    started_over: str  # why nothing of the old index could be taken over; may be empty


def build_index(
    seeds: str | Path,
    index: str | Path,
    *,
    model: str = DEFAULT_MODEL,
    full: bool = False,
    workers: str = "",
    progress: Progress = lambda stage, done, total: None,
) -> BuildReport:
    """Bring the index up to date with the folder of articles.

    Args:
        seeds: the folder of articles.
        index: the index folder; made if it is missing.
        model: see ``prepare_encoder``.
        full: take nothing over from the index that is there.
        workers: the address of a Dask scheduler whose workers read, take apart and embed; the
            index is the same. Empty: this process does.
        progress: hears of articles read and chunks embedded.

    Raises:
        NoArticles: there is nothing to index; an index that is there stays as it is.
        BuildRunning: another build of the same index is at work.
        ModelUnavailable: the model cannot be loaded.
        IndexMisplaced: the index folder holds something else, or the articles.
        IndexUnwritable: the disk is full, or the index may not be written.
        WorkersUnusable: the scheduler or its workers are missing, fail or are of another version.
    """
    seeds, index = Path(seeds), Path(index)
    try:
        claim_folder(index, seeds)
        place = _place(index)
        with place.locked():
            if full:
                end_work(index)
            old, started_over = (None, "") if full else _old_library(index)
            with open_workers(workers, index / ENCODERS) as opened:
                report = _build(
                    seeds, index, place, model, old, started_over, opened, progress, full=full
                )
            end_work(index)
            return report
    except OSError as error:
        with suppress(OSError):
            end_work(index)  # there may be no room for it
        used = "; the index in use is as it was" if (index / CURRENT).is_file() else ""
        raise IndexUnwritable(
            f"{index} cannot be written ({error.strerror or error}).",
            fix=f"Make room there or name another folder with --index{used}.",
        ) from error


def _build(
    seeds: Path,
    index: Path,
    place: Place,
    model: str,
    old: Library | None,
    started_over: str,
    workers: Workers,
    progress: Progress,
    *,
    full: bool,
) -> BuildReport:
    if old:
        place.remove_others(old)  # what a build that died has left
    known = old.entries() if old and old.manifest.program == program_digest() else {}
    loaded = load_articles(
        seeds,
        known={article_id: entry.article for article_id, entry in known.items()},
        converters=old.manifest.converters if old else None,
        reader=workers.read,
    )
    sample = [one.text[:SAMPLE_CHARACTERS] for one in loaded.articles[:TRIAL_TEXTS]]
    opened = old.embedder if old else None
    if not opened:
        progress("preparing the model", 0, 1)  # takes seconds the first time
    embedder = prepare_encoder(model, index / ENCODERS, sample, opened)
    if not opened:
        progress("preparing the model", 1, 1)
    if old and old.manifest.encoder != embedder.facts:
        started_over = f"The index was made with {old.manifest.encoder.model}, not {model}."
        old, known = None, {}
    entries, failures = _entries(loaded.articles, known, embedder, workers, progress)
    refusals = (*loaded.refusals, *failures)
    if not entries:
        raise NoArticles(
            f"{seeds} holds no article that can be indexed; the first: {failures[0].path}: "
            f"{failures[0].reason}",
            fix="Add other articles.",
        )
    same = old and old.manifest.converters == loaded.converters
    if old and same and known == {entry.article.id: entry for entry in entries}:
        counts = old.manifest.counts
        return BuildReport(old.generation, False, counts, 0, refusals, loaded.remarks, "")
    known_vectors = [KnownVectors(old.chunk_hashes(), old.vectors.vectors_of)] if old else []
    if not old and not full and (older := place.of_older_format(embedder.facts)):
        known_vectors.append(older)
    embeddings, embedded = _embeddings(index, known_vectors, entries, embedder, workers, progress)
    generation = place.next_name()
    try:
        place.write(generation, entries, embeddings, embedder, loaded.converters, program_digest())
        # Compares every file with its hash.
        library = place.open(generation, embedder)
        place.switch(generation)
    except BaseException:
        place.discard(generation)
        raise
    place.remove_others(library)
    counts = library.manifest.counts
    return BuildReport(generation, True, counts, embedded, refusals, loaded.remarks, started_over)


@dataclass(frozen=True, slots=True)
class _Folder:
    """An index folder that keeps its own generations."""

    index: Path

    def locked(self) -> AbstractContextManager[None]:
        return locked(self.index)

    def next_name(self) -> str:
        return next_name(self.index)

    def write(
        self,
        generation: str,
        entries: Sequence[Entry],
        embeddings: np.ndarray,
        embedder: Encoder,
        converters: Mapping[str, str],
        program: str,
    ) -> None:
        _write_generation(self.index / generation, entries, embeddings, embedder, converters)

    def of_older_format(self, encoder: EncoderFacts) -> KnownVectors | None:
        return of_older_format(self.index, encoder)

    def open(self, generation: str, opened: Encoder | None) -> Library:
        return open_generation(self.index, generation, opened=opened)

    def switch(self, generation: str) -> None:
        switch(self.index, generation)

    def remove_others(self, used: Library) -> None:
        encoder = encoder_folder(self.index / ENCODERS, used.manifest.encoder.weights_sha256)
        remove_others(self.index, used.generation, encoder)

    def discard(self, generation: str) -> None:
        with suppress(IndexMissing, IndexDamaged):
            if pointer_of(self.index) == generation:
                return
        shutil.rmtree(self.index / generation, ignore_errors=True)


def _place(index: Path) -> Place:
    """Return where the generations of an index are kept."""
    return served_index(index) or _Folder(index)


def _old_library(index: Path) -> tuple[Library | None, str]:
    """Return the generation in use, or why it cannot be built upon."""
    try:
        return open_library(index), ""
    except IndexMissing:
        return None, ""
    except (IndexDamaged, IndexMismatch) as error:
        return None, error.problem


def _entries(
    articles: Sequence[Article],
    known: Mapping[str, Entry],
    embedder: Encoder,
    workers: Workers,
    progress: Progress,
) -> tuple[list[Entry], list[Refusal]]:
    """Return what is stored of every article, and the articles that cannot be taken apart."""

    def is_known(article: Article) -> bool:
        return article.id in known and known[article.id].article == article

    taken = workers.take_apart((one for one in articles if not is_known(one)), embedder)
    entries: list[Entry] = []
    failures: list[Refusal] = []
    for number, article in enumerate(articles, start=1):
        entry = known[article.id] if is_known(article) else next(taken)
        if isinstance(entry, Refusal):
            failures.append(entry)
        else:
            entries.append(entry)
        progress("reading articles", number, len(articles))
    return entries, failures


def _embeddings(
    index: Path,
    known: Sequence[KnownVectors],
    entries: Sequence[Entry],
    embedder: Encoder,
    workers: Workers,
    progress: Progress,
) -> tuple[np.ndarray, int]:
    """Return the vector of every chunk, and how many of them had to be computed."""
    wanted: dict[str, list[int]] = {}  # where a text's vector belongs, in the order of the rows
    rows = 0
    for rows, digest in enumerate((one for entry in entries for one in entry.hashes), start=1):
        if digest:
            wanted.setdefault(digest, []).append(rows - 1)
    embeddings = np.zeros((rows, embedder.dimension), dtype=np.float16)  # as stored

    def put(digests: Sequence[str], vectors: np.ndarray) -> None:
        for digest, vector in zip(digests, vectors, strict=True):
            embeddings[wanted.pop(digest)] = vector

    with open_work(index, embedder.facts) as work:
        for one in (*known, work.known):
            taken_over = [digest for digest in wanted if digest in one.rows]
            if taken_over:
                put(taken_over, one.vectors_of([one.rows[digest] for digest in taken_over]))
        digests, done = list(wanted), 0
        for vectors in workers.embed(
            _texts(entries, digests, embedder),
            embedder,
            lambda done: progress("embedding passages", done, len(digests)),
        ):
            some = digests[done : done + len(vectors)]
            work.add(some, vectors)
            put(some, vectors)
            done += len(vectors)
    return embeddings, len(digests)


def _texts(entries: Sequence[Entry], digests: Sequence[str], embedder: Encoder) -> Iterator[str]:
    """Yield what is to be embedded, given by its hashes in the order in which entries have them.

    It is cut from the articles when it is wanted: together it would be as long as they are.
    """
    left = iter(digests)
    wanted = next(left, None)
    for entry in entries:
        if wanted not in entry.hashes:
            continue
        head = fitting_heading(entry.article, embedder)
        for digest, chunk in zip(entry.hashes, entry.chunks, strict=True):
            if digest == wanted:
                yield embedded_text(head, entry.article.cut(chunk))
                wanted = next(left, None)


def _write_generation(
    folder: Path,
    entries: Sequence[Entry],
    embeddings: np.ndarray,
    embedder: Encoder,
    converters: Mapping[str, str],
) -> None:
    folder.mkdir()
    begin_manifest(folder, program_digest())
    stories = group_copies((entry.article, entry.sentences) for entry in entries)
    write_database(folder / ARTICLES, entries, persons_of(entries), stories)
    vectors = write_vectors(embeddings, folder)
    write_lexical(
        ((entry.article, entry.article.cut(chunk)) for entry in entries for chunk in entry.chunks),
        folder / LEXICAL,
    )
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST]
    manifest = Manifest(
        format=FORMAT,
        program=program_digest(),
        converters=dict(converters),
        encoder=embedder.facts,
        vectors=vectors,
        counts=counts_of(entries),
        files={path.relative_to(folder).as_posix(): file_facts(path) for path in files},
    )
    manifest.write(folder)
    for path in (*files, folder / LEXICAL, folder):
        flush(path)
