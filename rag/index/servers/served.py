"""Generations on two servers: a collection in Milvus and a schema in PostgreSQL, of one name.

    NAME              the alias in Milvus: it stands for the collection of the generation in use
    NAME_00000012     that collection, and the schema in PostgreSQL that belongs to it

Both are written whole and then only read. The alias is moved last, so that whoever resolves it
reads a pair that belongs together; a build that dies leaves a pair that the next one removes.
"""

import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import numpy as np

from rag.errors import IndexDamaged, IndexMismatch, IndexMissing
from rag.index.copies import group_copies
from rag.index.database import Entry, counts_of, table_rows
from rag.index.generations import ENCODERS, locked
from rag.index.known_vectors import KnownVectors
from rag.index.lexical_index import analyzer, indexed_words, new_words
from rag.index.library import Library
from rag.index.manifest import FORMAT, Manifest
from rag.index.servers import milvus_store as milvus
from rag.index.servers import postgres
from rag.index.servers.milvus_search import MilvusVectors, MilvusWords, measured
from rag.index.servers.milvus_store import Collection
from rag.index.servers.store_address import StoreAddress
from rag.index.speaker_tables import persons_of
from rag.index.term_weights import rarity, term_weights
from rag.models.encoder import Encoder, EncoderFacts, encoder_folder, open_encoder
from rag.records import Article, Span

GRACE = 2.0  # seconds between the switch and the removal, for who is still answering; by hand
SAMPLE = 200  # chunks that `rag verify` compares in both stores
ENCODED = 20  # of these, whose vector it makes anew
SAME = 0.98  # cosine of such a vector to the stored one; processors differ a little


class Served:
    """The generations of an index that two servers keep.

    Args:
        index: the index folder, which holds the encoder.
        address: the servers.
    """

    def __init__(self, index: Path, address: StoreAddress) -> None:
        self._index = index
        self._address = address

    def current(self) -> str:
        """Return the name of the generation in use.

        Raises:
            IndexMissing: there is no index yet.
            StoreUnavailable: Milvus cannot be reached.
        """
        name, there = self._address.name, milvus.pointed_to(self._address)
        if not re.fullmatch(rf"{name}_\d{{8}}", there):
            raise IndexMissing(
                f"Milvus at {self._address.milvus} holds no index {name}.",
                fix="Build it with `rag index`.",
            )
        return there.removeprefix(f"{name}_")

    def manifest(self, generation: str) -> Manifest:
        """Return the manifest of a generation.

        Raises:
            IndexDamaged, IndexMismatch: there is none, or of another version of the program.
        """
        return self._manifest(self._database(generation), generation)

    def open(self, generation: str, opened: Encoder | None) -> Library:
        """Open a generation; ``opened`` is its encoder, where that is open already.

        Raises:
            IndexDamaged, IndexMismatch: it is not as it was written.
            StoreUnavailable: a server cannot be reached.
        """
        database = self._database(generation)
        manifest = self._manifest(database, generation)
        collection = self._collection(generation)
        if collection.count() != manifest.counts.chunks:
            raise IndexDamaged(
                f"{collection.name} in Milvus has not as many rows as were written.",
                fix="Run `rag index`.",
            )
        same = opened is not None and opened.facts == manifest.encoder
        return Library(
            generation,
            manifest,
            opened if opened and same else self._encoder(database, manifest),
            database,
            MilvusVectors(collection, manifest.vectors.probes),
            MilvusWords(collection, database, manifest.counts.chunks),
        )

    def _collection(self, generation: str) -> Collection:
        return Collection(self._address, f"{self._address.name}_{generation}")

    def _database(self, generation: str) -> postgres.PostgresDatabase:
        return postgres.PostgresDatabase(self._address, f"{self._address.name}_{generation}")

    def _manifest(self, database: postgres.PostgresDatabase, generation: str) -> Manifest:
        place = f"The manifest of {self._address.name}_{generation} in PostgreSQL"
        found = database.rows("SELECT content FROM manifest")
        return Manifest.parse(found[0][0] if found else "", place)

    def _encoder(self, database: postgres.PostgresDatabase, manifest: Manifest) -> Encoder:
        """Return the encoder, fetched from the store where the folder has none."""
        folder = encoder_folder(self._index / ENCODERS, manifest.encoder.weights_sha256)
        if not folder.exists():
            new = folder.with_name(f"{folder.name}.new")
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir(parents=True)
            for name, content in database.rows("SELECT name, content FROM encoder"):
                (new / Path(name).name).write_bytes(content)
            new.replace(folder)
        encoder = open_encoder(folder)
        if encoder.facts != manifest.encoder:
            raise IndexMismatch(
                f"The index {self._address.name} was made with another encoder than the one in "
                f"{folder}.",
                fix=f"Remove {folder}: the right one is then fetched.",
            )
        return encoder

    # ---- building

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the index against other builds, of this machine and of others.

        Raises:
            BuildRunning: another one is at work.
        """
        with locked(self._index), postgres.building(self._address):
            yield

    def next_name(self) -> str:
        """Return the name of the generation to be built."""
        numbers = [int(one[-8:]) for one in self._made()]
        return f"{max(numbers, default=0) + 1:08}"

    def write(
        self,
        generation: str,
        entries: Sequence[Entry],
        embeddings: np.ndarray,
        embedder: Encoder,
        converters: Mapping[str, str],
        program: str,
    ) -> None:
        """Write a generation whole, beside the one in use.

        Raises:
            StoreUnavailable: a server does not take it.
        """
        persons = persons_of(entries)
        stories = group_copies((entry.article, entry.sentences) for entry in entries)
        collection = self._collection(generation)
        with postgres.told(), closing(postgres.connect(self._address)) as connection:
            writing = postgres.Writing(connection, collection.name)
            for table, rows in table_rows(entries, persons, stories).items():
                writing.fill(table, rows)
            known = _Terms(entries)
            writing.fill("terms", known.rows())
            writing.fill("spellings", known.spellings())
            writing.fill("chunk_terms", known.rows_of_chunks())
            milvus.create(collection, embedder.dimension, len(embeddings))
            milvus.insert(collection, _rows(entries, embeddings, persons, known))
            folder = encoder_folder(self._index / ENCODERS, embedder.weights_sha256)
            writing.fill(
                "encoder", ((one.name, one.read_bytes()) for one in sorted(folder.iterdir()))
            )
            writing.finish()
            manifest = Manifest(
                format=FORMAT,
                program=program,
                converters=dict(converters),
                encoder=embedder.facts,
                vectors=measured(collection, embeddings),
                counts=counts_of(entries),
                files={table: writing.facts[table] for table in postgres.HASHED},
            )
            writing.fill("manifest", [(manifest.written(),)])

    def of_older_format(self, encoder: EncoderFacts) -> KnownVectors | None:
        """Return the vectors of the index in use, where another version of the program wrote it.

        None where there is none, where another encoder made it, and where it is not whole.
        """
        try:
            generation = self.current()
            database = self._database(generation)
            found = database.rows("SELECT content FROM manifest")
            manifest = Manifest.parse(found[0][0] if found else "", "", any_format=True)
            if manifest.format == FORMAT or manifest.encoder != encoder:
                return None
            rows = dict(database.rows("SELECT sha256, row FROM chunks"))
            collection = self._collection(generation)
            if collection.count() != manifest.counts.chunks:
                return None
            vectors = MilvusVectors(collection, manifest.vectors.probes)
        except (IndexDamaged, IndexMissing):
            return None
        return KnownVectors(rows, vectors.vectors_of)

    def switch(self, generation: str) -> None:
        """Point to the new generation: the one step after which it answers."""
        milvus.point_to(self._address, self._collection(generation).name)

    def remove_others(self, used: Library) -> None:
        """Remove what builds have made besides the generation in use."""
        kept = self._collection(used.generation).name
        others = self._made() - {kept}
        if others:
            time.sleep(GRACE)
        for name in others:
            self._remove(name)

    def discard(self, generation: str) -> None:
        """Remove a generation that could not be written."""
        self._remove(self._collection(generation).name)

    def _made(self) -> set[str]:
        """Return the names of all collections and schemas that builds have made."""
        mine = re.compile(rf"{self._address.name}_\d{{8}}")
        with closing(postgres.connect(self._address)) as connection:
            schemas = postgres.schemas(connection, self._address.name)
        return {*schemas, *filter(mine.fullmatch, milvus.collections(self._address))}

    def _remove(self, name: str) -> None:
        if name in milvus.collections(self._address):
            milvus.drop(Collection(self._address, name))
        with closing(postgres.connect(self._address)) as connection:
            postgres.drop_schema(connection, name)

    # ---- checking

    def damage(self, library: Library) -> Iterator[str]:
        """Yield a sentence for whatever is not as it was written."""
        name = self._collection(library.generation).name
        facts = postgres.table_facts(self._address, name)
        for table, (rows, digest) in library.manifest.files.items():
            found, other = facts[table]
            if found != rows:
                yield f"{name}.{table} has {found} rows, {rows} were written."
            elif other != digest:
                yield f"{name}.{table} has changed since it was written."
        yield from self._differences(library, name)

    def _differences(self, library: Library, name: str) -> Iterator[str]:
        """Yield a sentence for every chunk of a sample that the stores do not agree on."""
        chunks = library.manifest.counts.chunks
        rows = sorted(set(np.linspace(0, chunks - 1, SAMPLE).astype(int).tolist()))
        fields = ["day", "source", "author", "speakers", "places", "sha256"]
        stored = self._collection(library.generation).get(rows, fields)
        hashes = library.hashes_of(rows)
        found = zip(library.passages(rows), stored, hashes, strict=True)
        for (article, chunk), has, digest in found:
            said = [
                person
                for words, person in library.said_in(article.id)
                if _overlaps(words, chunk.span)
            ]
            for field, value in {**_facts(article, said), "sha256": digest}.items():
                other = sorted(has[field]) if isinstance(value, list) else has[field]
                if other != value:
                    place = f"{article.id}: the chunk at {chunk.span.start}"
                    yield f"{place} has another {field} in {name}."
        embedded = [row for row, digest in zip(rows, hashes, strict=True) if digest]
        yield from self._other_vectors(library, embedded[:: max(1, len(embedded) // ENCODED)])

    def _other_vectors(self, library: Library, rows: Sequence[int]) -> Iterator[str]:
        """Yield a sentence for every chunk whose vector is not that of its text."""
        found = library.passages(rows)
        vectors = library.vectors.vectors_of(rows).astype(np.float32)
        same = np.sum(library.embedder.encode(library.embedded_texts(found)) * vectors, axis=1)
        for (article, chunk), cosine in zip(found, same.tolist(), strict=True):
            if cosine < SAME:
                yield (
                    f"{article.id}: the vector of the chunk at {chunk.span.start} is not that of "
                    "its text."
                )


def _overlaps(words: Span, chunk: Span) -> bool:
    return chunk.start < words.end and words.start < chunk.end


def _facts(article: Article, persons: Sequence[str]) -> dict[str, str | int | list[str]]:
    """Return what filters go by of a chunk in which these persons speak."""
    beginnings = [article.id[: one.end()] for one in re.finditer(r"[/#]", article.id)]
    return {
        "day": article.date.toordinal() if article.date else 0,
        "source": article.source[: milvus.LONGEST],
        "author": article.author[: milvus.LONGEST],
        "speakers": sorted({one[: milvus.LONGEST] for one in persons})[: milvus.MOST_VALUES],
        "places": sorted({article.id, *beginnings})[: milvus.MOST_VALUES],
    }


class _Terms:
    """The terms of all chunks: how many have each, and how much each tells of one."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._numbers: dict[str, int] = {}  # of each term, from 1 on
        self._having: Counter[int] = Counter()
        self._chunks: list[tuple[np.ndarray, np.ndarray]] = []  # numbers, and how often each is
        analyze = analyzer().analyze
        for entry in entries:
            for chunk in entry.chunks:
                counts = Counter(analyze(indexed_words(entry.article, entry.article.cut(chunk))))
                numbers = [self._numbers.setdefault(one, len(self._numbers) + 1) for one in counts]
                self._having.update(numbers)
                often = np.array(list(counts.values()), np.int32)
                self._chunks.append((np.array(numbers, np.int32), often))

    def rows(self) -> Iterator[tuple[int, str, int]]:
        """Yield every term's number, itself, and how many chunks have it."""
        for term, number in self._numbers.items():
            yield number, term, self._having[number]

    def rows_of_chunks(self) -> Iterator[tuple[int, list[int]]]:
        """Yield every chunk's row with the numbers of its terms."""
        for row, (numbers, _) in enumerate(self._chunks):
            yield row, np.sort(numbers).tolist()

    def spellings(self) -> Iterator[tuple[str, int, list[int]]]:
        """Yield every word once, folded, with the first chunk that has it; see ``near_words``."""
        seen: set[str] = set()
        written: set[str] = set()
        row = count()
        for entry in self._entries:
            for chunk in entry.chunks:
                here = next(row)
                for word in new_words(f"{entry.article.title} {entry.article.cut(chunk)}", seen):
                    if word not in written:  # two words may be folded to one
                        written.add(word)
                        yield word, here, postgres.letters_left_out(word)

    def weights(self) -> Iterator[dict[int, float]]:
        """Yield the weight of each term of every chunk, by its number."""
        texts = len(self._chunks)
        rarities = {number: rarity(having, texts) for number, having in self._having.items()}
        mean = sum(int(often.sum()) for _, often in self._chunks) / max(1, texts)
        for numbers, often in self._chunks:
            counts = dict(zip(numbers.tolist(), often.tolist(), strict=True))
            yield term_weights(counts, rarities, mean)


def _rows(
    entries: Sequence[Entry],
    embeddings: np.ndarray,
    persons: Mapping[str, str],
    terms: _Terms,
) -> Iterator[dict[str, object]]:
    """Yield every chunk as Milvus keeps it."""
    row, weights = count(), terms.weights()
    for entry in entries:
        for chunk, digest in zip(entry.chunks, entry.hashes, strict=True):
            here = next(row)
            said = [
                persons.get(one.speaker, one.speaker)
                for one in entry.statements
                if _overlaps(one.words, chunk)
            ]
            yield {
                "row": here,
                "meaning": embeddings[here].astype(np.float32),
                "words": next(weights) or {milvus.NO_TERM: 1e-9},
                **_facts(entry.article, said),
                "sha256": digest,
            }
