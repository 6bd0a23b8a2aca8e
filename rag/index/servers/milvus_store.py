"""The vectors and the words of a generation in Milvus: a collection a generation.

A row is a chunk: its vector, its terms as a sparse vector with the weights of BM25, reckoned once
for the whole collection, and what filters go by. The server filters before it ranks.
"""

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from threading import Lock
from typing import Any

import numpy as np

os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # first: what fails is said by our errors alone

# isort: split
from grpc import RpcError, StatusCode
from pymilvus import DataType, MilvusClient, MilvusException

from rag.errors import IndexDamaged, StoreUnavailable
from rag.index.servers.store_address import TOKEN, StoreAddress
from rag.index.vector_index import EXACT_UP_TO

logging.getLogger("pymilvus").setLevel(logging.CRITICAL)

PATIENCE = 10.0  # seconds for an answer
FIRST = 180.0  # for the first search: a server that was started reads or makes its index then
LONG = 600.0  # seconds for what a build asks
LOADING = 7200.0  # for the graph of all vectors, which is made then
AT_ONCE = 1000  # rows written or read by one request
LONGEST = 10_000  # characters of a value that filters go by; Milvus takes 65,535 bytes
MOST_VALUES = 4096  # of one row that filters go by, as many as Milvus takes
NEIGHBOURS, LOOKED_AT_IN_BUILDING = 32, 256  # of a node of the graph, by hand
GONE = (100, 1600)  # codes: no such collection, no such alias
NOT_LOADED = 101  # code: as after Milvus Lite was started again
FIELDS = {"row", "meaning", "words", "sha256"}  # of every collection that a build made
NO_TERM = 0  # the sparse vector of a chunk without a term has this alone: none may be empty


def connect(address: StoreAddress) -> MilvusClient:
    """Open a connection.

    Raises:
        StoreUnavailable: the server does not answer, or lets nobody in.
    """
    return _client(address.milvus, address.token)


@lru_cache(4)
def _client(uri: str, token: str) -> MilvusClient:
    with told(uri):
        return MilvusClient(uri=uri, token=token, timeout=PATIENCE)


@contextmanager
def told(place: str) -> Iterator[None]:
    """Say of a request that fails what can be done.

    Raises:
        StoreUnavailable: it failed.
    """
    try:
        yield
    except RpcError as error:
        if error.code() == StatusCode.DEADLINE_EXCEEDED:
            raise StoreUnavailable(
                f"Milvus at {place} has not answered in time.",
                fix="It may be busy, or still be reading what it searches: ask again in a minute.",
            ) from error
        raise unavailable(place, str(error.details())) from error
    except MilvusException as error:
        raise unavailable(place, str(error.message)) from error


def unavailable(place: str, reason: str) -> StoreUnavailable:
    """Return what to say of a request that failed."""
    return StoreUnavailable(
        f"Milvus at {place} does not do what is asked ({' '.join(reason.split())[:200]}).",
        fix=f"See that it runs there, and that ${TOKEN} is right.",
    )


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection; what fails is said as an error of ours."""

    address: StoreAddress
    name: str

    def ask(self, work: Callable[..., Any], /, **given: Any) -> Any:
        """Call a method of a client for this collection.

        Raises:
            StoreUnavailable: the server does not answer.
            IndexDamaged: the collection is gone, as after another build.
        """
        with told(self.address.milvus):
            try:
                return self._asked(work, {"timeout": PATIENCE, **given})
            except MilvusException as error:
                if error.code not in GONE:
                    raise
                raise IndexDamaged(
                    f"The generation {self.name} is no longer in Milvus.",
                    fix="Ask again; if that does not help, run `rag index`.",
                ) from error

    def _asked(self, work: Callable[..., Any], given: dict[str, Any]) -> Any:
        client = connect(self.address)
        try:
            return work(client, self.name, **given)
        except MilvusException as error:
            if error.code != NOT_LOADED:
                raise
        client.load_collection(self.name, timeout=LONG)
        return work(client, self.name, **given)

    def count(self) -> int:
        """Return the number of rows."""
        found = self.ask(MilvusClient.query, filter="", output_fields=["count(*)"])
        return int(found[0]["count(*)"])

    def search(
        self, field: str, question: Any, limit: int, condition: str, parameters: dict[str, Any]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the best rows with their scores, of equal ones the lower row first."""
        with _patience(self, field) as patience:
            [hits] = self.ask(
                MilvusClient.search,
                data=[question],
                anns_field=field,
                limit=limit,
                filter=condition,
                output_fields=["row"],
                search_params={"metric_type": "IP", "params": parameters},
                timeout=patience,
            )
        found = sorted((-hit["distance"], hit["row"]) for hit in hits)
        return (
            np.array([row for _, row in found], np.int64),
            np.array([-score for score, _ in found], np.float32),
        )

    def get(self, rows: Sequence[int], fields: Sequence[str]) -> list[dict[str, Any]]:
        """Return fields of rows, in the order asked for."""
        found: dict[int, dict[str, Any]] = {}
        different = sorted(set(map(int, rows)))
        for first in range(0, len(different), AT_ONCE):
            for one in self.ask(
                MilvusClient.get,
                ids=different[first : first + AT_ONCE],
                output_fields=["row", *fields],
            ):
                found[int(one["row"])] = one
        if len(found) != len(different):
            raise IndexDamaged(f"{self.name} in Milvus lacks rows.", fix="Run `rag index`.")
        return [found[int(row)] for row in rows]


_searched: set[tuple[Collection, str]] = set()  # whose fields have answered, a while ago at most
_first = Lock()  # one search waits for a server that was started: many would slow it down


@contextmanager
def _patience(collection: Collection, field: str) -> Iterator[float]:
    """Yield how long a search in a field may take, and note whether it was answered."""
    searched = (collection, field)
    if searched not in _searched:
        with _first:
            yield FIRST if searched not in _searched else PATIENCE
            _searched.add(searched)
        return
    try:
        yield PATIENCE
    except StoreUnavailable:
        _searched.discard(searched)  # it may have been started again
        raise


# ---- writing


def create(collection: Collection, dimension: int, rows: int) -> None:
    """Make an empty collection for so many rows."""
    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("row", DataType.INT64, is_primary=True)
    schema.add_field("meaning", DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_field("day", DataType.INT64)  # date.toordinal(); 0: no date
    schema.add_field("source", DataType.VARCHAR, max_length=65_535)
    schema.add_field("author", DataType.VARCHAR, max_length=65_535)
    for name in ("speakers", "places"):  # who speaks there; its article and what that lies in
        schema.add_field(
            name,
            DataType.ARRAY,
            element_type=DataType.VARCHAR,
            max_capacity=MOST_VALUES,
            max_length=65_535,
        )
    schema.add_field("sha256", DataType.VARCHAR, max_length=64)  # of the text that was embedded
    indexes = MilvusClient.prepare_index_params()
    if rows <= EXACT_UP_TO:
        indexes.add_index("meaning", index_type="FLAT", metric_type="IP")
    else:
        indexes.add_index(
            "meaning",
            index_type="HNSW",
            metric_type="IP",
            params={"M": NEIGHBOURS, "efConstruction": LOOKED_AT_IN_BUILDING},
        )
    indexes.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    for name in ("day", "source", "author"):
        indexes.add_index(name, index_type="INVERTED")
    collection.ask(
        MilvusClient.create_collection,
        schema=schema,
        consistency_level="Strong",
        timeout=LONG,
    )
    # Nothing to wait for yet: it is empty, and is not loaded before it has its rows.
    collection.ask(MilvusClient.create_index, index_params=indexes, sync=False, timeout=LONG)


def insert(collection: Collection, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows, and wait until all of them can be found, by words and by meaning."""
    left, last = iter(rows), {}
    while block := list(islice(left, AT_ONCE)):
        collection.ask(MilvusClient.insert, data=block, timeout=LONG)
        last = block[-1]
    collection.ask(MilvusClient.flush, timeout=LONG)
    collection.ask(MilvusClient.load_collection, timeout=LOADING)
    # Milvus Lite makes its index of words when it is first searched: nobody shall wait for that.
    for field in ("meaning", "words"):
        collection.search(field, last[field], 1, "", {})


# ---- generations


def collections(address: StoreAddress) -> list[str]:
    """Return the names of all collections.

    Raises:
        StoreUnavailable: the server cannot be reached.
    """
    with told(address.milvus):
        return list(connect(address).list_collections(timeout=PATIENCE))


def made(address: StoreAddress) -> set[str]:
    """Return the names of the collections that builds have made for an index.

    They are told by their fields: Milvus Lite keeps no description of a collection, and others'
    collections may have such names.
    """
    names = [one for one in collections(address) if re.fullmatch(rf"{address.name}_\d{{8}}", one)]
    return {one for one in names if _fields(Collection(address, one)) >= FIELDS}


def _fields(collection: Collection) -> set[str]:
    try:
        found = collection.ask(MilvusClient.describe_collection)
    except IndexDamaged:  # it has gone meanwhile
        return set()
    return {one["name"] for one in found["fields"]}


def pointed_to(address: StoreAddress) -> str:
    """Return the collection that the name of an index stands for; empty for none."""
    with told(address.milvus):
        try:
            found = connect(address).describe_alias(address.name, timeout=PATIENCE)
            return str(found["collection_name"])
        except MilvusException as error:
            if error.code not in GONE:
                raise
            return ""


def point_to(address: StoreAddress, collection: str) -> None:
    """Make the name of an index stand for a collection: the one step after which it answers."""
    client = connect(address)
    move = client.alter_alias if pointed_to(address) else client.create_alias
    with told(address.milvus):
        move(collection, address.name, timeout=LONG)


def drop(collection: Collection) -> None:
    """Remove a collection."""
    collection.ask(MilvusClient.drop_collection, timeout=LONG)
