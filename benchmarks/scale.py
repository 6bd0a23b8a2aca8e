"""Measure a large index: a small one's articles many times, with other words and other vectors.

    python -m benchmarks scale --index DIR --passages 300000 --work DIR

``--index`` is an index of some thousand passages, ``--work`` a folder for the large one, which is
left there. In a copy each fourth word of four small letters or more is another of that length
from the same articles, so that none counts as a near copy. Printed as Markdown: how it is
searched and its recall; then, in a process of its own: the time to open it, the resident memory
after all questions, and the times of one question.
"""

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rows import head, say

from rag.index import build
from rag.index.database import Entry
from rag.index.generations import CURRENT, ENCODERS
from rag.index.library import Library, open_library
from rag.index.vector_index import exact_rows, made_up_questions
from rag.models.encoder import default_model
from rag.records import Asked, Filters, Span
from rag.retrieval.understand import Understood, understood

CHANGED = 0.25  # of the words of a copy
COPY_COSINE = 0.9  # of a copy's vector to the one it was made from
QUESTIONS = 200

_WORD = re.compile(r"\b[a-z]{4,}\b")


def main() -> None:
    """Make the large index, then measure it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=300_000)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--measure", action="store_true", help="only measure what is there")
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measured(arguments.work)))
        return
    seconds = make_large(arguments.index, arguments.work, arguments.passages)
    command = [sys.executable, __file__, *sys.argv[1:], "--measure"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    head("what", "figure")
    for what, figure in {"writing it": f"{seconds:.0f} s", **json.loads(done.stdout)}.items():
        say(what, figure)


def make_large(small: Path, large: Path, passages: int) -> float:
    """Write the large index and return the seconds that took."""
    library = open_library(small)
    shutil.rmtree(large, ignore_errors=True)
    shutil.copytree(small / ENCODERS, large / ENCODERS)
    entries, embeddings = many(library, passages)
    start = time.perf_counter()
    build._write_generation(large / "00000001", entries, embeddings, library.embedder, {})
    seconds = time.perf_counter() - start
    (large / CURRENT).write_text("00000001", "utf-8")
    return seconds


def many(library: Library, passages: int) -> tuple[list[Entry], np.ndarray]:
    """Return copies of an index's articles, and the vectors of their passages."""
    stored = library.vectors.vectors_of(range(len(library.vectors)))
    originals = [entry for _, entry in sorted(library.entries().items())]
    words: defaultdict[int, list[str]] = defaultdict(list)
    for entry in originals:
        for word in _WORD.findall(entry.article.text):
            words[len(word)].append(word)
    copies = -(-passages // len(stored))
    chance = random.Random(1)
    entries = [copied(one, number, words, chance) for number in range(copies) for one in originals]
    # The rows of an index follow the articles' ids, and so do those of every copy.
    return entries, np.concatenate(list(turned_copies(stored, copies)))


def copied(
    entry: Entry, number: int, words: Mapping[int, Sequence[str]], chance: random.Random
) -> Entry:
    """Return an article with other words under another id, but for its statements."""
    name = f"{number:04}/{entry.article.id}"

    def other(found: re.Match[str]) -> str:
        word = found[0]
        return chance.choice(words[len(word)]) if chance.random() < CHANGED else word

    return Entry(
        replace(entry.article, id=name, text=_WORD.sub(other, entry.article.text)),
        tuple(replace(one, span=replace(one.span, article_id=name)) for one in entry.sentences),
        tuple(Span(name, span.start, span.end) for span in entry.chunks),
        entry.hashes,
        (),
    )


def turned_copies(stored: np.ndarray, copies: int) -> Iterator[np.ndarray]:
    """Yield the vectors again and again, each a little turned a random way."""
    generator = np.random.default_rng(3)
    vectors = stored.astype(np.float32)
    for _ in range(copies):
        noise = generator.normal(size=vectors.shape).astype(np.float32)
        noise -= np.sum(noise * vectors, axis=1, keepdims=True) * vectors
        noise /= np.linalg.norm(noise, axis=1, keepdims=True)
        turned = COPY_COSINE * vectors + (1 - COPY_COSINE**2) ** 0.5 * noise
        yield (turned / np.linalg.norm(turned, axis=1, keepdims=True)).astype(np.float16)


def measured(index: Path) -> dict[str, str]:
    """Open an index as a new process does, ask it questions, and return the figures."""
    start = time.perf_counter()
    library = open_library(index)
    opening = time.perf_counter() - start
    from rag.answers.quoting import quote
    from rag.retrieval.search import find_passages, search

    counts, facts = library.manifest.counts, library.manifest.vectors
    rows = np.linspace(0, counts.chunks - 1, QUESTIONS).astype(int).tolist()
    questions = [article.title for article, _ in library.passages(rows)]

    def searched(question: str) -> None:
        vector = library.embedder.encode_question(question)
        library.vectors.search(vector, 100, Filters())
        terms = dict.fromkeys(library.lexical.terms(question), 1.0)
        found, _ = library.lexical.search(terms, 100, Filters())
        library.passages(found[:10].tolist())

    def asked_for(question: str) -> Understood:
        return understood(library, Asked(question, question, (), Filters()))

    def retrieved(question: str) -> None:
        find_passages(library, asked_for(question), limit=10)

    def answered(question: str) -> None:
        asked = asked_for(question)
        quote(search(library, asked, limit=10), asked, library.generation)

    for question in questions[:10]:
        answered(question)
    encoding = times(library.embedder.encode_question, questions)
    found = {
        "both searches": times(searched, questions),
        "retrieval": times(retrieved, questions),
        "answer": times(answered, questions),
    }
    memory = resident()  # before the exact search, which reads every vector
    from sentence_transformers import SentenceTransformer

    stored = library.vectors.vectors_of(range(len(library.vectors)))
    asked = made_up_questions(stored, QUESTIONS)
    near = [set(library.vectors.search(one, 10, Filters())[0].tolist()) for one in asked]
    exact = exact_rows(stored, asked, 10).tolist()
    recall = sum(len(a & set(b)) for a, b in zip(near, exact, strict=True)) / (10 * len(exact))
    one = float(np.median(encoding))
    plain = float(
        np.median(times(SentenceTransformer(str(default_model()), device="cpu").encode, questions))
    )
    figures = {
        "passages": f"{counts.chunks:,}",
        "vectors": f"{facts.kind}, {facts.probes} lists probed",
        "recall of the exact first ten": f"{recall:.3f}",
        "opening": f"{opening:.2f} s",
        "resident memory after the questions": f"{memory / 2**30:.2f} GiB",
        "one question's encoding, p50": f"{one * 1000:.1f} ms",
        "the same with sentence-transformers, fp32": f"{plain * 1000:.1f} ms",
    }
    for name, spent in found.items():
        middle, late = np.percentile(spent, [50, 95])
        figures[f"{name}, p50 and p95"] = f"{middle * 1000:.1f} ms, {late * 1000:.1f} ms"
        figures[f"{name}, p50 / encoding"] = f"{middle / one:.1f}, fp32 {middle / plain:.1f}"
    return figures


def times(work: Callable[[str], object], questions: list[str]) -> list[float]:
    """Return the seconds of each call."""
    spent = []
    for question in questions:
        start = time.perf_counter()
        work(question)
        spent.append(time.perf_counter() - start)
    return spent


def resident() -> int:
    """Return the bytes of this process that are in memory, mapped files included."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
