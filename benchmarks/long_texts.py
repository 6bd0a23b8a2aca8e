"""Measure what very long texts cost: statements in 1 MB of each kind that is hard, and a build.

    python -m benchmarks long_texts --work FOLDER [--characters 1000000] [--megabytes 9]

Processor time of one run each. ``--work`` is a new folder, in which an article of so many
megabytes is read and indexed.
"""

import argparse
import time
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


def main() -> None:
    """Print a row for each kind, then one for the build."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--work", type=Path, required=True, help="a new folder")
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--megabytes", type=int, default=9)
    options = parser.parse_args()
    head("text", "characters", "sentences", "statements", "CPU s")
    for name, repeated in KINDS.items():
        text = (repeated * (options.characters // len(repeated) + 1))[: options.characters]
        article = Article("a.txt", "Title", None, "", "", "", f"A wall. {text}", "0" * 64)
        started = time.process_time()
        sentences = split_sentences(article)
        statements = find_statements(article, sentences)
        spent = f"{time.process_time() - started:.1f}"
        say(name, len(article.text), len(sentences), len(statements), spent)
    seeds = options.work / "seeds"
    seeds.mkdir(parents=True)
    paragraph = KINDS["sentences"] * 5 + "\n\n"
    count = options.megabytes * 1_000_000 // len(paragraph)
    numbered = "".join(f"Paragraph {number}. {paragraph}" for number in range(count))
    (seeds / "long.txt").write_text(numbered[: options.megabytes * 1_000_000], "utf-8")
    started, clock = time.process_time(), time.monotonic()
    counts = build_index(seeds, options.work / "index").counts
    spent = f"{time.process_time() - started:.1f} ({time.monotonic() - clock:.0f} s by the clock)"
    megabytes = f"a build from {options.megabytes} MB"
    say(megabytes, counts.chunks, counts.sentences, counts.statements, spent)


if __name__ == "__main__":
    main()
