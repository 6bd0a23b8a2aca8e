"""Measure what each step of finding is worth: the figures without it, and the time it takes.

    python benchmarks/ablation.py --data FOLDER --index FOLDER [--split tune|test] [--most 300]

A step is left out by setting constants; the first line has every step. Times are of one run and
mean something beside each other only. Prints a Markdown table.
"""

import argparse
import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from retrieval import SPLITS, measure_multihop, measure_squad

# What is set to leave out a step.
STEPS: Mapping[str, Mapping[str, float]] = {
    "nothing": {},
    "words (BM25)": {"retrieve.WORDS": 0.0},
    "meaning (vectors)": {"retrieve.MEANING": 0.0, "retrieve.MEANING_OF_PARTS": 0.0},
    "dates named in the question": {"retrieve.DATED": 0.0},
    "stress on the words of a part": {"retrieve.STRESS": 0.0},
    "second of the two turns of a part": {"retrieve.IN_TURN": 1},
    "the sentence that fits best": {
        "choose.IN_CONTEXT": 0.0,
        "choose.IN_SENTENCE": 0.0,
        "choose.TOGETHER": 0.0,
        "choose.RIGHT_KIND": 0.0,
    },
    "neighbouring words": {"choose.TOGETHER": 0.0},
    "the kind of answer asked for": {"choose.RIGHT_KIND": 0.0},
    "near-copies counted once": {"retrieve.ALIKE": 1.1},
    "the reader": {"retrieve.READ": 0},
}
COLUMNS = ("hits@4", "hits@10", "mrr@10", "all facts", "p50 ms")
SQUAD_COLUMNS = ("right passage first", "first sentence holds an answer", "p50 ms")


def main() -> None:
    """Print one line for each step."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--index", type=Path, required=True, help="folder for the indexes")
    parser.add_argument("--split", choices=SPLITS, default="test")
    parser.add_argument("--most", type=int, default=300, help="questions of a set at most")
    arguments = parser.parse_args()
    say("without", *COLUMNS, *SQUAD_COLUMNS)
    say(*["---"] * (1 + len(COLUMNS) + len(SQUAD_COLUMNS)))
    for step, settings in STEPS.items():
        with constants(settings):
            found = (arguments.data, arguments.index, arguments.split, arguments.most)
            news, texts = measure_multihop(*found), measure_squad(*found)
        say(step, *(news[name] for name in COLUMNS), *(texts[name] for name in SQUAD_COLUMNS))


@contextmanager
def constants(settings: Mapping[str, float]) -> Iterator[None]:
    """Set constants of the package, and set them back."""
    before = {}
    for place, value in settings.items():
        module, name = place.split(".")
        before[place] = getattr(importlib.import_module(f"rag.{module}"), name)
        setattr(importlib.import_module(f"rag.{module}"), name, value)
    yield
    for place, value in before.items():
        module, name = place.split(".")
        setattr(importlib.import_module(f"rag.{module}"), name, value)


def say(*cells: object) -> None:
    """Print a line of a table at once."""
    sys.stdout.write(f"| {' | '.join(map(str, cells))} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
