"""Put hostile questions, articles and kills to the program, and count what goes wrong.

    python -m benchmarks hostile --work FOLDER [--kills 200] [--questions 10000] [--articles 5000]

Every Unicode category, runs, huge words, halves of characters, nested quotes, scripts from right to
left, control characters, instructions to a language model: in questions, which are asked in one
conversation, and in files, which are read, searched for statements and indexed. Then builds
are killed at any moment, and the index is verified after each. ``--work`` is emptied by nobody:
name a new folder. A short form of this runs with the tests.
"""

import argparse
import shutil
from pathlib import Path

from hostile_probes import (
    Probed,
    articles,
    probe_articles,
    probe_build,
    probe_kills,
    probe_questions,
    questions,
)
from rows import head, say

from rag.chat import Chat
from rag.index.build import build_index
from rag.index.generations import ENCODERS

SEEDS = Path(__file__).parents[1] / "seeds"


def main() -> None:
    """Print a row for each probe, and what went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--work", type=Path, required=True, help="a new folder")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.work.mkdir(parents=True)
    seeds, index = options.work / "seeds", options.work / "index"
    shutil.copytree(SEEDS, seeds)
    build_index(seeds, index)
    head("probe", "count", "taken", "refused with a reason", "failed", "slowest, CPU s")
    wrong = list(shown("questions", probe_questions(
        Chat(index), questions(options.questions, options.seed))))  # fmt: skip
    hostile = options.work / "hostile"
    wrong += shown("articles", probe_articles(hostile, articles(options.articles, options.seed)))
    if options.articles:
        shutil.copytree(index / ENCODERS, options.work / "hostile_index" / ENCODERS)
        report, damage = probe_build(hostile, options.work / "hostile_index")
        say("build of them", 1, report.counts.articles, len(report.refusals), len(damage), "")
        wrong += damage
    killed = probe_kills(seeds, index, options.kills, options.seed)
    say("builds, killed", killed.builds, killed.killed, "", len(killed.damaged), "")
    wrong += killed.damaged
    print("\n".join(wrong))


def shown(name: str, probed: Probed) -> tuple[str, ...]:
    """Print the row of a probe, and return what failed."""
    slowest = f"{probed.slowest:.2f} (number {probed.slowest_number})"
    say(name, probed.count, probed.taken, probed.refused, len(probed.failures), slowest)
    return probed.failures


if __name__ == "__main__":
    main()
