"""Build a generation of the index beside the one in use, then switch to it.

What has not changed is taken over: the sentences, chunks and statements of an article whose
bytes are the same, and the vector of every chunk whose embedded text is the same. Until the
last step, replacing one small file, the old generation answers; a build that dies leaves
nothing but a folder that the next build removes.
"""

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from rag.articles import Loaded, Remark, load_articles
from rag.chunks import embedded_text, fitting_heading, pack_chunks
from rag.embed import DEFAULT_MODEL, ModelEmbedder, prepare_encoder
from rag.errors import BuildRunning, IndexDamaged, IndexMismatch, IndexMissing
from rag.lexical import write_lexical
from rag.names import group_speakers
from rag.protocols import Progress
from rag.records import Article, Refusal
from rag.sentences import split_sentences
from rag.statements import find_statements
from rag.store import (
    ARTICLES,
    CURRENT,
    ENCODERS,
    FORMAT,
    LEXICAL,
    Counts,
    Entry,
    Library,
    Manifest,
    file_facts,
    open_library,
    read_entries,
    write_database,
)
from rag.vectors import read_embeddings, write_vectors

LOCK = ".lock"
SAMPLE_CHARACTERS = 900  # about as long as a chunk


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    generation: str  # the one in use afterwards
    changed: bool  # False: the index was up to date, and nothing was written
    counts: Counts
    embedded: int  # chunks whose vector was computed; the others' were taken over
    refusals: tuple[Refusal, ...]
    remarks: tuple[Remark, ...]
    started_over: str  # why nothing of the old index could be taken over; may be empty


def build_index(
    seeds: Path,
    index: Path,
    *,
    model: str = DEFAULT_MODEL,
    full: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> BuildReport:
    """Bring the index up to date with the folder of articles.

    Args:
        seeds: the folder of articles.
        index: the index folder; made if it is missing.
        model: see ``prepare_encoder``.
        full: take nothing over from the index that is there.
        progress: hears of articles read and chunks embedded.

    Raises:
        NoArticles: there is nothing to index; an index that is there stays as it is.
        BuildRunning: another build of the same index is at work.
        ModelUnavailable: the model cannot be loaded.
    """
    index.mkdir(parents=True, exist_ok=True)
    with _locked(index):
        old, started_over = (None, "") if full else _old_library(index)
        known = read_entries(old) if old else {}
        loaded = load_articles(seeds, known={name: one.article for name, one in known.items()})
        sample = [article.text[:SAMPLE_CHARACTERS] for article in loaded.articles]
        embedder = prepare_encoder(model, index / ENCODERS, sample)
        if old and old.manifest.encoder != embedder.facts:
            started_over = f"The index was made with {old.manifest.encoder.model}."
            old, known = None, {}
        if old and {name: one.article for name, one in known.items()} == {
            article.id: article for article in loaded.articles
        }:
            return _report(old.generation, False, old.manifest.counts, 0, loaded, "")
        entries = _entries(loaded.articles, known, embedder, progress)
        embeddings, embedded = _embeddings(index, old, entries, embedder, progress)
        generation = _next_name(index)
        manifest = _write_generation(index / generation, entries, embeddings, embedder)
        Library(index, generation)  # reads every file back and compares it with its hash
        _switch(index, generation)
        _remove_others(index, generation, manifest)
        return _report(generation, True, manifest.counts, embedded, loaded, started_over)


def _report(
    generation: str,
    changed: bool,
    counts: Counts,
    embedded: int,
    loaded: Loaded,
    started_over: str,
) -> BuildReport:
    return BuildReport(
        generation, changed, counts, embedded, loaded.refusals, loaded.remarks, started_over
    )


@contextmanager
def _locked(index: Path) -> Iterator[None]:
    try:
        with FileLock(index / LOCK, timeout=0):
            yield
    except Timeout as error:
        raise BuildRunning(
            f"Another build of {index} is running.", fix="Wait for it to end, then try again."
        ) from error


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
    embedder: ModelEmbedder,
    progress: Progress,
) -> list[Entry]:
    entries = []
    for number, article in enumerate(articles, start=1):
        old = known.get(article.id)
        entries.append(old if old and old.article == article else _entry(article, embedder))
        progress("reading articles", number, len(articles))
    return entries


def _entry(article: Article, embedder: ModelEmbedder) -> Entry:
    sentences = split_sentences(article)
    chunks = pack_chunks(article, sentences, embedder)
    head = fitting_heading(article, embedder)
    hashes = tuple(
        hashlib.sha256(embedded_text(head, article.cut(chunk)).encode()).hexdigest()
        for chunk in chunks
    )
    return Entry(article, sentences, chunks, hashes, find_statements(article, sentences))


def _embeddings(
    index: Path,
    old: Library | None,
    entries: Sequence[Entry],
    embedder: ModelEmbedder,
    progress: Progress,
) -> tuple[np.ndarray, int]:
    """Return the vector of every chunk, and how many of them had to be computed."""
    hashes = [digest for entry in entries for digest in entry.hashes]
    known = old.chunk_hashes() if old else {}
    new = {digest for digest in hashes if digest not in known}
    texts: dict[str, str] = {}
    for entry in entries:
        if new.isdisjoint(entry.hashes):
            continue
        head = fitting_heading(entry.article, embedder)
        for digest, chunk in zip(entry.hashes, entry.chunks, strict=True):
            if digest in new:
                texts[digest] = embedded_text(head, entry.article.cut(chunk))
    fresh = embedder.encode(
        list(texts.values()),
        progress=lambda done: progress("embedding passages", done, len(texts)),
    )
    place = {digest: row for row, digest in enumerate(texts)}
    stored = read_embeddings(index / old.generation) if old else fresh
    embeddings = np.empty((len(hashes), embedder.dimension), dtype=np.float32)
    for row, digest in enumerate(hashes):
        embeddings[row] = fresh[place[digest]] if digest in place else stored[known[digest]]
    return embeddings, len(texts)


def _next_name(index: Path) -> str:
    names = [int(path.name) for path in index.iterdir() if path.name.isdigit()]
    return f"{max(names, default=0) + 1:08}"


def _write_generation(
    folder: Path, entries: Sequence[Entry], embeddings: np.ndarray, embedder: ModelEmbedder
) -> Manifest:
    folder.mkdir()
    speakers = Counter(one.speaker for entry in entries for one in entry.statements)
    write_database(folder / ARTICLES, entries, group_speakers(speakers.items()))
    vectors = write_vectors(embeddings, folder)
    write_lexical(
        ((entry.article, entry.article.cut(chunk)) for entry in entries for chunk in entry.chunks),
        folder / LEXICAL,
    )
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    manifest = Manifest(
        format=FORMAT,
        encoder=embedder.facts,
        vectors=vectors,
        counts=Counts(
            articles=len(entries),
            sentences=sum(len(entry.sentences) for entry in entries),
            chunks=len(embeddings),
            statements=sum(len(entry.statements) for entry in entries),
        ),
        files={path.relative_to(folder).as_posix(): file_facts(path) for path in files},
    )
    manifest.write(folder)
    for path in (*files, folder / LEXICAL, folder):
        _flush(path)
    return manifest


def _switch(index: Path, generation: str) -> None:
    """Point to the new generation: the one step after which it answers."""
    new = index / f"{CURRENT}.new"
    new.write_text(generation + "\n", "utf-8")
    _flush(new)
    os.replace(new, index / CURRENT)
    _flush(index)


def _flush(path: Path) -> None:
    """Make sure that a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_others(index: Path, generation: str, manifest: Manifest) -> None:
    """Remove what is no longer in use; a page that still reads it keeps its open files."""
    encoder = manifest.encoder.weights_sha256[:16]
    for path in [*index.iterdir(), *(index / ENCODERS).iterdir()]:
        if path.name.isdigit() and path.parent == index and path.name != generation:
            shutil.rmtree(path, ignore_errors=True)
        if path.parent.name == ENCODERS and path.name != encoder:
            shutil.rmtree(path, ignore_errors=True)
