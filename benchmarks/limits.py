"""Measure what grows with the number of articles in the process that answers.

    python -m benchmarks limits --index DIR --work DIR [--articles 100000]

``--index`` lends its encoder; ``--work`` takes an index of short made articles, which is left
there. Of a hundred thousand some five thousand people speak, two in each, and 316 sources print
them; vectors are random. Printed as Markdown, of each call: its processor time, that of the next
one, and the memory that the first leaves in use.
"""

import argparse
import gc
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from rows import head, say

from rag.chat import Chat
from rag.index import build
from rag.index.database import Entry
from rag.index.generations import CURRENT, ENCODERS
from rag.index.library import open_library
from rag.records import Article, Filters, Sentence, Span, Statement
from rag.retrieval.understand import speakers_of

FIRST = "Ada Bela Cora Dora Edna Fred Gus Hal Ivan Jon Kurt Lea Mona Nils Olga Per Rosa".split()

FAMILY = "Ander Bexl Calder Dun Elm Fors Grav Holm Iver Jern Kal Lund Moe Nor Ost Pal Rost".split()
ENDS = "sen ley man ton by gaard stad vik dal berg feldt holt mark strand lund nes rud".split()
SUBJECTS = "harbour ferry bridge school quota station library museum hospital market".split()
NAMING = "what did the mayor of Oldport and Ada Calderholt say about the harbour"
MATCHES = 10  # articles with a word that no other has


def main() -> None:
    """Make the index, then measure it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=100_000)
    arguments = parser.parse_args()
    if not (arguments.work / CURRENT).is_file():
        make(arguments.index, arguments.work, arguments.articles)
    measure(arguments.work)


def make(lender: Path, work: Path, count: int) -> None:
    """Write an index of made articles."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(lender / ENCODERS, work / ENCODERS)
    encoder = open_library(lender).embedder
    entries = sorted(made(count), key=lambda one: one.article.id)
    rows = sum(len(entry.chunks) for entry in entries)
    vectors = np.random.default_rng(0).normal(size=(rows, encoder.dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    build._write_generation(work / "00000001", entries, vectors, encoder, {})
    (work / CURRENT).write_text("00000001", "utf-8")


def made(count: int) -> Iterator[Entry]:
    """Yield made articles, with the statements that a build finds in them."""
    names = [f"{first} {family}{end}" for first in FIRST for family in FAMILY for end in ENDS]
    people = names[: count // 5]
    sources = int(count**0.5)
    for number in range(count):
        person, other = people[number % len(people)], people[number * 7 % len(people)]
        subject = SUBJECTS[number % len(SUBJECTS)]
        rare = " It is a zyzzyva." if number % (count // MATCHES) == 0 else ""
        parts = (
            f"The council voted on plan {number} for the {subject}.{rare}",
            f"“We will keep the {subject} for {number} years,” said {person}.",
            f"{other} said that the {subject} would cost {number} euros.",
        )
        day = date(2000, 1, 1) + timedelta(days=number % 9000)
        name, source = f"{day.year}/{number:07}.txt", f"Paper {number % sources}"
        text = "\n\n".join(parts)
        article = Article(name, f"Plan {number}", day, source, person, "", text, "0" * 64)
        starts = [text.index(part) for part in parts]
        spans = [
            Span(name, start, start + len(part)) for start, part in zip(starts, parts, strict=True)
        ]
        quoted = Span(name, starts[1] + 1, text.index(",”"))
        reported = Span(name, text.index("that the"), len(text) - 1)
        statements = (
            Statement(quoted, "quoted", person, person, "", "said", spans[1], spans[1]),
            Statement(reported, "reported", other, other, "mayor", "said", spans[2], spans[2]),
        )
        chunk = Span(name, 0, len(text))
        yield Entry(article, tuple(map(Sentence, spans)), (chunk,), (f"{number:064}",), statements)


def measure(work: Path) -> None:
    """Print what each costs."""
    head("what", "first, ms", "next, ms", "kept, MB")
    before = resident()
    start = time.process_time()
    chat = Chat(work)
    library = chat.library
    say("opening", f"{(time.process_time() - start) * 1000:.0f}", "", f"{resident() - before:.0f}")
    what: dict[str, Callable[[], object]] = {
        "the first and the last date": lambda: library.extent,
        "every source": lambda: library.sources,
        "every author": lambda: library.authors,
        "every speaker": library.people.quoted,
        "what each speaker is": library.people.kinds,
        "the speakers that a question names": lambda: speakers_of(library).named_in(NAMING),
        "the headings of all": library.lists.headings,
        "a page of the headings, far down": lambda: library.lists.headings(
            limit=100, offset=len(library.numbers) // 2
        ),
        "a page of one source's": lambda: library.lists.headings(
            Filters(sources=("Paper 1",)), limit=100
        ),
        "the counts of filters, none chosen": lambda: chat.counts(Filters()),
        "the counts of filters, one source": lambda: chat.counts(Filters(sources=("Paper 1",))),
        "the numbers of all": lambda: len(library.numbers),
        "an exact search with ten matches": lambda: list(
            chat.search_exactly("zyzzyva AND council").matches()
        ),
        "a speaker by the very name": lambda: chat.find_speakers("Ada Calderholt"),
        "speakers by a surname": lambda: chat.find_speakers("Calderholt"),
        "a question": lambda: chat.ask("what did Ada Andersen say about the harbour"),
        "a question by meaning": lambda: chat.ask("how much will the ferry cost"),
        "what can be asked": chat.examples,
    }
    for name, call in what.items():
        gc.collect()
        before, start = resident(), time.process_time()
        kept = call()
        first = time.process_time() - start
        gc.collect()
        after = resident()
        del kept
        start = time.process_time()
        call()
        again = time.process_time() - start
        say(name, f"{first * 1000:.1f}", f"{again * 1000:.1f}", f"{after - before:.1f}")


def resident() -> float:
    """Return the megabytes of this process that are in memory and of no file."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1000
    return 0.0


if __name__ == "__main__":
    main()
