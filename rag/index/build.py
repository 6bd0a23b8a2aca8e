"""Build a generation of the index beside the one in use, then switch to it.

What has not changed is taken over: the sentences, chunks and statements of an article whose
bytes are the same, and the vector of every chunk whose embedded text is the same. Another
version of the program takes over the vectors alone. Until the last step, replacing one small
file, the old generation answers; a build that dies leaves nothing but a folder that the next
build removes.
"""

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from rag.articles.folder import Loaded, Remark, load_articles
from rag.articles.readers.kinds import KINDS, converter_of
from rag.errors import (
    BuildRunning,
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    IndexUnwritable,
)
from rag.index.chunking import embedded_text, fitting_heading, pack_chunks
from rag.index.lexical_index import write_lexical
from rag.index.library import (
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
from rag.index.vector_index import write_vectors
from rag.language.person_names import group_speakers
from rag.language.sentences import split_sentences
from rag.models.encoder import DEFAULT_MODEL, ModelEmbedder, encoder_folder, prepare_encoder
from rag.protocols import Progress
from rag.records import Article, Refusal
from rag.statements.extraction import find_statements

GLANCE = 1.0  # seconds for which somebody who only looks may hold the lock
LOCK = ".lock"
READING = ("language", "articles", "statements")  # the packages that read an article
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
        IndexUnwritable: the disk is full, or the index may not be written.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        with _locked(index):
            old, started_over = (None, "") if full else _old_library(index)
            return _build(seeds, index, model, old, started_over, progress)
    except OSError as error:
        raise IndexUnwritable(
            f"{index} cannot be written ({error.strerror or error}).",
            fix="Make room there or name another folder with --index; the index in use is as it "
            "was.",
        ) from error


def _build(
    seeds: Path,
    index: Path,
    model: str,
    old: Library | None,
    started_over: str,
    progress: Progress,
) -> BuildReport:
    if old:
        _remove_others(index, old)  # what a build that died has left
    known = read_entries(old) if old and old.manifest.program == program_digest() else {}
    before = {article_id: entry.article for article_id, entry in known.items()}
    loaded = load_articles(seeds, known=before)
    sample = [article.text[:SAMPLE_CHARACTERS] for article in loaded.articles]
    opened = old.embedder if old else None
    if not opened:
        progress("preparing the model", 0, 1)  # takes seconds the first time
    embedder = prepare_encoder(model, index / ENCODERS, sample, opened)
    if not opened:
        progress("preparing the model", 1, 1)
    if old and old.manifest.encoder != embedder.facts:
        started_over = f"The index was made with {old.manifest.encoder.model}, not {model}."
        old, known, before = None, {}, {}
    if old and before == {article.id: article for article in loaded.articles}:
        return _report(old.generation, False, old.manifest.counts, 0, loaded, "")
    entries = _entries(loaded.articles, known, embedder, progress)
    embeddings, embedded = _embeddings(old, entries, embedder, progress)
    generation = _next_name(index)
    try:
        _write_generation(index / generation, entries, embeddings, embedder)
        # Compares every file with its hash.
        library = Library(index, generation, opened=embedder)
    except BaseException:
        shutil.rmtree(index / generation, ignore_errors=True)
        raise
    _switch(index, generation)
    _remove_others(index, library)
    return _report(generation, True, library.manifest.counts, embedded, loaded, started_over)


@cache
def program_digest() -> str:
    """Return a digest of the files that decide what is read from an article, as at the start."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    read = (path for folder in READING for path in sorted((package / folder).rglob("*.*")))
    for path in (*read, package / "index" / "chunking.py"):
        if path.suffix in {".py", ".json", ".txt"}:
            digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    for suffix in KINDS:
        digest.update(converter_of(suffix).encode())  # another parser makes another text
    return digest.hexdigest()[:16]


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
        with FileLock(index / LOCK, timeout=GLANCE):
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
    stored = old.vectors.stored if old else fresh
    embeddings = np.empty((len(hashes), embedder.dimension), dtype=np.float16)  # as stored
    for row, digest in enumerate(hashes):
        embeddings[row] = fresh[place[digest]] if digest in place else stored[known[digest]]
    return embeddings, len(texts)


def _next_name(index: Path) -> str:
    names = [int(path.name) for path in index.iterdir() if path.name.isdecimal()]
    return f"{max(names, default=0) + 1:08}"


def _write_generation(
    folder: Path, entries: Sequence[Entry], embeddings: np.ndarray, embedder: ModelEmbedder
) -> None:
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
        program=program_digest(),
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


def _switch(index: Path, generation: str) -> None:
    """Point to the new generation: the one step after which it answers."""
    new = index / f"{CURRENT}.new"
    new.write_text(generation + "\n", "utf-8")
    _flush(new)
    new.replace(index / CURRENT)
    _flush(index)


def _flush(path: Path) -> None:
    """Make sure that a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_others(index: Path, used: Library) -> None:
    """Remove what is not in use; a page that still reads it keeps its open files."""
    encoder = encoder_folder(index / ENCODERS, used.manifest.encoder.weights_sha256)
    generations = [path for path in index.iterdir() if path.name.isdecimal()]
    for path in [*generations, *encoder.parent.iterdir()]:
        if path not in (index / used.generation, encoder):
            shutil.rmtree(path, ignore_errors=True)
