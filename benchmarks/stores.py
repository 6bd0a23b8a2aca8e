"""Compare an index in a folder with the same on servers: building, disk, memory, time, recall.

    python -m benchmarks stores --index DIR --passages 100000 --work DIR \
        --store milvus://127.0.0.1:19530/bench --database postgresql://… --milvus-data DIR

The articles are a small index's many times, as in ``scale``, the same in both stores. Each is
read by a process of its own.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np
from rows import head, say
from scale import many, resident, times

from rag.index import build
from rag.index.generations import ENCODERS, use_store
from rag.index.library import Library, open_library
from rag.index.servers.store_address import read_store, store_of
from rag.index.vector_index import exact_rows, made_up_questions
from rag.records import Asked, Filters
from rag.retrieval.understand import understood

ASKED = 100  # questions, the titles of articles


def main() -> None:
    """Write both stores, then measure each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--index", type=Path, help="a small index, whose passages are copied")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--store")
    parser.add_argument("--database", default="")
    parser.add_argument("--milvus-data", type=Path, help="the folder of its server")
    parser.add_argument("--measure", type=Path, help="only measure the index in this folder")
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measured(open_library(options.measure))))
        return
    shutil.rmtree(options.work, ignore_errors=True)
    folder, served = options.work / "folder", options.work / "served"
    shutil.copytree(options.index / ENCODERS, folder / ENCODERS)
    shutil.copytree(options.index / ENCODERS, served / ENCODERS)
    use_store(served, read_store(options.store, options.database))
    library = open_library(options.index)
    entries, embeddings = many(library, options.passages)
    figures: dict[str, dict[str, str]] = {}
    for name, index in (("folder", folder), ("servers", served)):
        place = build._place(index)
        before = size_of(options.milvus_data)
        start, worked = time.perf_counter(), time.process_time()
        generation = place.next_name()
        place.write(generation, entries, embeddings, library.embedder, {}, "benchmark")
        place.switch(generation)
        seconds, worked = time.perf_counter() - start, time.process_time() - worked
        command = [sys.executable, __file__, "--work", options.work, "--measure", index]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        disk = f"{size_of(index) / 2**20:.0f} MiB"
        if name == "servers":
            milvus = (size_of(options.milvus_data) - before) / 2**20
            disk = f"Milvus {milvus:.0f} MiB, PostgreSQL {schema_size(index) / 2**20:.0f} MiB"
        figures[name] = {
            "passages": f"{len(embeddings):,}",
            "writing": f"{seconds:.0f} s",
            "processor time of the process that writes": f"{worked:.0f} s",
            "disk": disk,
            **json.loads(done.stdout),
        }
    head("what", *figures)
    for what in figures["folder"]:
        say(what, *(one[what] for one in figures.values()))


def size_of(folder: Path | None) -> int:
    """Return the bytes of a folder's files."""
    files = folder.rglob("*") if folder else ()
    return sum(one.stat().st_size for one in files if one.is_file())


def schema_size(index: Path) -> int:
    """Return the bytes that a generation takes in PostgreSQL, its indexes included."""
    from rag.index.servers import postgres

    address = store_of(index)
    assert address is not None
    query = (
        "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND "
        "relnamespace::regnamespace::text ~ %s"
    )
    with closing(postgres.connect(address)) as connection:
        found = connection.execute(query, [f"^{address.name}_"]).fetchone()
    return int(found[0]) if found else 0


def measured(library: Library) -> dict[str, str]:
    """Ask an index questions, and return the figures."""
    from rag.retrieval.search import find_passages

    count = library.manifest.counts.chunks
    rows = np.linspace(0, count - 1, ASKED).astype(int).tolist()
    questions = [article.title for article, _ in library.passages(rows)]

    def by_meaning(question: str) -> None:
        library.vectors.search(vectors[question], 100, Filters())

    def by_words(question: str) -> None:
        terms = dict.fromkeys(library.lexical.terms(question), 1.0)
        library.lexical.search(terms, 100, Filters())

    def retrieved(question: str) -> None:
        asked = understood(library, Asked(question, question, (), Filters()))
        find_passages(library, asked, limit=10)

    vectors = {one: library.embedder.encode_question(one) for one in questions}
    for question in questions[:10]:
        retrieved(question)
    found = {
        "by meaning": times(by_meaning, questions),
        "by words": times(by_words, questions),
        "retrieval": times(retrieved, questions),
    }
    memory = resident()
    stored = np.concatenate(
        [
            library.vectors.vectors_of(range(first, min(first + 5000, count)))
            for first in range(0, count, 5000)
        ]
    )
    asked = made_up_questions(stored, ASKED)
    near = [set(library.vectors.search(one, 10, Filters())[0].tolist()) for one in asked]
    exact = exact_rows(stored, asked, 10).tolist()
    recall = sum(len(a & set(b)) for a, b in zip(near, exact, strict=True)) / (10 * len(exact))
    figures = {
        "vectors": library.manifest.vectors.kind,
        "recall of the exact first ten": f"{recall:.3f}",
        "memory of the process that answers": f"{memory / 2**20:.0f} MiB",
    }
    for name, spent in found.items():
        middle, late = np.percentile(spent, [50, 95]) * 1000
        figures[f"{name}, p50 and p95"] = f"{middle:.1f} ms, {late:.1f} ms"
    return figures


if __name__ == "__main__":
    main()
