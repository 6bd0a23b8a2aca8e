"""Generations on two servers: a collection in Milvus and a schema in PostgreSQL, of one name.

    NAME              the alias in Milvus: it stands for the collection of the generation in use
    NAME_00000012     that collection, and the schema in PostgreSQL that belongs to it

Both are written whole and then only read. The alias is moved last, so that whoever resolves it
reads a pair that belongs together; a build that dies leaves a pair that the next one removes.
"""

import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from rag.errors import IndexDamaged, IndexMismatch, IndexMissing, StoreUnavailable
from rag.index.copies import group_copies
from rag.index.database import Entry, counts_of, table_rows
from rag.index.generations import ENCODERS, locked
from rag.index.known_vectors import KnownVectors
from rag.index.library import Library
from rag.index.manifest import FORMAT, Manifest
from rag.index.servers import milvus_store as milvus
from rag.index.servers import postgres
from rag.index.servers.chunk_rows import Terms, facts_of, overlaps, rows_of
from rag.index.servers.milvus_search import MilvusVectors, MilvusWords, measured
from rag.index.servers.milvus_store import Collection
from rag.index.servers.store_address import StoreAddress
from rag.index.speaker_tables import persons_of
from rag.models.encoder import Encoder, EncoderFacts, encoder_folder, open_encoder

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
        self._building: Callable[[], None] = lambda: None

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

    def check(self, *, may_be_new: bool) -> None:
        """See that the servers answer and hold the index.

        Args:
            may_be_new: whether its name may also be free, for a build to take it.

        Raises:
            IndexMissing, IndexDamaged: they do not hold it.
            StoreUnavailable: they cannot be reached, or something else has the name.
        """
        try:
            self._database(self.current())
        except (IndexMissing, IndexDamaged):
            if not may_be_new:
                raise
            self.check_name()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the index against other builds, of this machine and of others.

        Raises:
            BuildRunning: another one is at work.
        """
        with locked(self._index), postgres.building(self._address) as self._building:
            self.check_name()
            yield

    def check_name(self) -> None:
        """See that nothing but builds of this index has its name.

        Raises:
            StoreUnavailable: something else has it.
        """
        name, place = self._address.name, self._address.milvus
        pointed, (collections, schemas) = milvus.pointed_to(self._address), self._made()
        others = [one for key, one in self._schemas().items() if one and key not in schemas]
        if name in milvus.collections(self._address):
            problem = f"Milvus at {place} has a collection {name}, which no build has made."
        elif pointed and pointed not in collections:
            problem = f"{name} in Milvus at {place} is {pointed}, which no build has made."
        elif others and not pointed:
            problem = f"PostgreSQL holds an index {name} of another Milvus, at {others[-1]}."
        else:
            return
        raise StoreUnavailable(
            problem, fix="Take another name, and another folder: --store milvus://HOST:PORT/NAME."
        )

    def next_name(self) -> str:
        """Return the name of the generation to be built."""
        mine = re.compile(rf"{self._address.name}_\d{{8}}")
        there = (*self._schemas(), *filter(mine.fullmatch, milvus.collections(self._address)))
        numbers = [int(one[-8:]) for one in there]  # others' are not written over
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
            writing = postgres.Writing(connection, collection.name, self._address.milvus)
            for table, rows in table_rows(entries, persons, stories).items():
                writing.fill(table, rows)
            known = Terms(entries)
            writing.fill("terms", known.rows())
            writing.fill("spellings", known.spellings())
            writing.fill("chunk_terms", known.rows_of_chunks())
            milvus.create(collection, embedder.dimension, len(embeddings))
            milvus.insert(collection, rows_of(entries, embeddings, persons, known))
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
        """Point to the new generation: the one step after which it answers.

        Raises:
            StoreUnavailable: a server cannot be reached, or another build may be at work.
        """
        self._building()
        milvus.point_to(self._address, self._collection(generation).name)

    def remove_others(self, used: Library) -> None:
        """Remove what builds have made besides the generation in use."""
        kept = self._collection(used.generation).name
        collections, schemas = self._made()
        if (collections | schemas) - {kept}:
            time.sleep(GRACE)
        self._remove(collections - {kept}, schemas - {kept})

    def discard(self, generation: str) -> None:
        """Remove a generation that could not be written, unless it is in use after all."""
        name = self._collection(generation).name
        if milvus.pointed_to(self._address) != name:
            collections, schemas = self._made()
            self._remove(collections & {name}, schemas & {name})

    def _made(self) -> tuple[set[str], set[str]]:
        """Return the names of the collections and of the schemas that builds have made."""
        collections = milvus.made(self._address)
        known = ("", self._address.milvus)
        return collections, {
            name
            for name, place in self._schemas().items()
            # Milvus may have had another address when it was written.
            if place in known or (place is not None and name in collections)
        }

    def _schemas(self) -> dict[str, str | None]:
        with closing(postgres.connect(self._address)) as connection:
            return postgres.schemas(connection, self._address.name)

    def _remove(self, collections: Set[str], schemas: Set[str]) -> None:
        for name in sorted(collections):
            milvus.drop(Collection(self._address, name))
        with closing(postgres.connect(self._address)) as connection:
            for name in sorted(schemas):
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
                if overlaps(words, chunk.span)
            ]
            for field, value in {**facts_of(article, said), "sha256": digest}.items():
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
