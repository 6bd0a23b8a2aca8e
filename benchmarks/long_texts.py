"""Measure what very long texts cost: statements in 1 MB of each kind that is hard, and a build.

    python -m benchmarks long_texts --work FOLDER [--characters 1000000] [--megabytes 9]

Processor time of one run each. ``--work`` is a new folder, in which an article of so many
megabytes is read and indexed: sentences of ``seeds/``, mixed.
"""

import argparse
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

from rows import head, say

from rag.index.build import build_index
from rag.language.sentences import split_sentences
from rag.records import Article
from rag.statements.extraction import find_statements

KINDS = {
    "said": "he said ",
    "told": "Ann Bo told Cy Do that ",
    "according to": "according to Ann Bo, ",
    "which said": "the council, which said ",
    "quotation marks": '"a" “b” ',
    "open quotation marks": "“",
    "capitals": "Ann Bo Cy ",
    "commas": "a, ",
    "digits": "1,",
    "letters": "w",
    "an interview with one person": "Q: What did the mayor say?\nA: The wall is too low.\n",
    "sentences": 'The wall is too low, said Ann Bo. "It must be raised," she said. ',
    "full stops": ". ",
    "line breaks": "\n\n",
    "brackets": "( ",
}


SEEDS = Path(__file__).parents[1] / "seeds"


def main() -> None:
    """Print a row for each kind, then one for each part of the build."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--work", type=Path, required=True, help="a new folder")
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--megabytes", type=int, default=9)
    options = parser.parse_args()
    head("text", "characters", "sentences", "statements", "CPU s")
    for name, text in texts(options.characters):
        article = Article("a.txt", "Title", None, "", "", "", f"A wall. {text}", "0" * 64)
        started = time.process_time()
        sentences = split_sentences(article)
        statements = find_statements(article, sentences)
        spent = f"{time.process_time() - started:.1f}"
        say(name, len(article.text), len(sentences), len(statements), spent)
    seeds = options.work / "seeds"
    seeds.mkdir(parents=True)
    (seeds / "long.txt").write_text(mixed(options.megabytes * 1_000_000), "utf-8")
    clock = Clock()
    report = build_index(seeds, options.work / "index", progress=clock)
    clock("writing", 1, 1)
    head("part of a build", "of", "CPU s", "s by the clock")
    made = {"reading articles": report.counts.sentences, "embedding passages": report.embedded}
    for part, (processor, wall) in clock.spent.items():
        say(part, made.get(part, ""), f"{processor:.1f}", f"{wall:.1f}")


def texts(characters: int) -> Iterator[tuple[str, str]]:
    """Yield each kind of text by its name."""
    yield "sentences of seeds/, mixed", mixed(characters)
    for name, repeated in KINDS.items():
        yield name, (repeated * (characters // len(repeated) + 1))[:characters]


def mixed(characters: int) -> str:
    """Return paragraphs of one to five sentences of the articles in ``seeds/``."""
    read = " ".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt")))
    sentences = [" ".join(one.split()) for one in re.split(r"(?<=[.!?”\"])\s+", read)]
    chance = random.Random(1)
    paragraphs: list[str] = []
    written = 0
    while written < characters:
        paragraphs.append(" ".join(chance.choices(sentences, k=chance.randint(1, 5))))
        written += len(paragraphs[-1]) + 2
    return "\n\n".join(paragraphs)[:characters]


class Clock:
    """Adds up what each part of a build takes, by when its progress is told."""

    def __init__(self) -> None:
        self.spent: dict[str, tuple[float, float]] = {}
        self._last = (time.process_time(), time.monotonic())

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Count the time since the last word to this part."""
        now = (time.process_time(), time.monotonic())
        processor, wall = self.spent.get(stage, (0.0, 0.0))
        self.spent[stage] = (processor + now[0] - self._last[0], wall + now[1] - self._last[1])
        self._last = now


if __name__ == "__main__":
    main()
