"""Measure what each step of finding is worth: the figures without it, and the time it takes.

    python -m benchmarks ablation --data FOLDER --index FOLDER [--split tune|test] [--most 300]

A step is left out by setting constants; the first line has every step. Times are of one run and
mean something beside each other only. Prints a Markdown table.
"""

from collections.abc import Mapping

from retrieval import constants, measure_multihop, measure_squad, parser_for
from rows import head, say

# What is set to leave out a step.
STEPS: Mapping[str, Mapping[str, float]] = {
    "nothing": {},
    "words (BM25)": {"retrieval.search.WORDS": 0.0},
    "meaning (vectors)": {
        "retrieval.search.MEANING": 0.0,
        "retrieval.search.MEANING_OF_PARTS": 0.0,
    },
    "dates named in the question": {"retrieval.search.DATED": 0.0},
    "stress on the words of a part": {"retrieval.search.STRESS": 0.0},
    "second of the two turns of a part": {"retrieval.search.IN_TURN": 1},
    "the sentence that fits best": {
        "retrieval.sentence_fit.IN_CONTEXT": 0.0,
        "retrieval.sentence_fit.IN_SENTENCE": 0.0,
        "retrieval.sentence_fit.TOGETHER": 0.0,
    },
    "neighbouring words": {"retrieval.sentence_fit.TOGETHER": 0.0},
    "near-copies counted once": {"retrieval.search.ALIKE": 1.1},
    "the reader": {"retrieval.search.READ": 0},
}
COLUMNS = ("hits@4", "hits@10", "mrr@10", "all facts", "p50 ms")
SQUAD_COLUMNS = ("right passage first", "first sentence holds an answer", "p50 ms")


def main() -> None:
    """Print one line for each step."""
    arguments = parser_for(__doc__, split="test", most=300).parse_args()
    head("without", *COLUMNS, *SQUAD_COLUMNS)
    for step, settings in STEPS.items():
        with constants(settings):
            found = (arguments.data, arguments.index, arguments.split, arguments.most)
            news, texts = measure_multihop(*found), measure_squad(*found)
        say(step, *(news[name] for name in COLUMNS), *(texts[name] for name in SQUAD_COLUMNS))


if __name__ == "__main__":
    main()
