"""Put hostile questions, articles and kills to the program, and count what goes wrong.

    python -m benchmarks hostile --work FOLDER [--kills 200] [--questions 10000] [--articles 5000]

``--seeds`` names other articles to ask about and to build from: a few make it quick.

Every Unicode category, runs, huge words, halves of characters, nested quotes, scripts from right to
left, control characters, instructions to a language model: in questions, which are asked in one
conversation, and in files, which are read, searched for statements and indexed. Before them builds
are killed at any moment, and the index is verified after each. ``--work`` is emptied by nobody:
name a new folder. A row is printed for some of each, so that a run that is stopped says something.
A short form of this runs with the tests.
"""

import shutil
from collections.abc import Callable

from hostile_probes import (
    Probed,
    articles,
    probe_articles,
    probe_build,
    probe_kills,
    probe_questions,
    questions,
)
from rows import complain, head, say
from work_folder import begun, options_of

from rag.chat import Chat
from rag.index.build import build_index
from rag.index.generations import ENCODERS

KILLS = 20  # builds of one row
TEXTS = 500  # questions or files of one row


def main() -> None:
    """Print a row for each probe, and what went wrong."""
    options = options_of(__doc__, kills=200, questions=10_000, articles=5_000, seed=1)
    seeds, index = begun(options)
    build_index(seeds, index)
    head("probe", "count", "taken", "refused with a reason", "failed", "slowest, CPU s")
    for numbers in stretches(options.kills, KILLS):
        killed = probe_kills(seeds, index, numbers, options.seed)
        row = f"builds from {numbers.start:,}, killed"
        say(row, killed.builds, killed.killed, "", len(killed.damaged), "")
        complain(killed.damaged)
    chat, hostile = Chat(index), options.work / "hostile"
    show(
        "questions",
        options.questions,
        lambda numbers: probe_questions(chat, questions(numbers, options.seed)),
    )
    show(
        "articles",
        options.articles,
        lambda numbers: probe_articles(hostile, articles(numbers, options.seed)),
    )
    if options.articles:
        shutil.copytree(index / ENCODERS, options.work / "hostile_index" / ENCODERS)
        report, damage = probe_build(hostile, options.work / "hostile_index")
        say("build of them", 1, report.counts.articles, len(report.refusals), len(damage), "")
        complain(damage)


def show(name: str, count: int, probe: Callable[[range], Probed]) -> None:
    """Print a row for each stretch of a probe, and what failed."""
    for numbers in stretches(count, TEXTS):
        probed = probe(numbers)
        slowest = f"{probed.slowest:.2f} (number {probed.slowest_number})"
        say(
            f"{name} from {numbers.start:,}",
            probed.count,
            probed.taken,
            probed.refused,
            len(probed.failures),
            slowest,
        )
        complain(probed.failures)


def stretches(count: int, each: int) -> list[range]:
    """Return the numbers of each row's, of so many in all."""
    return [range(first, min(first + each, count)) for first in range(0, count, each)]


if __name__ == "__main__":
    main()
