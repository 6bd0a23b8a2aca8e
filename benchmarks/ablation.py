"""Measure what each step of finding is worth: the figures without it, and the time it takes.

    python -m benchmarks ablation --data FOLDER --index FOLDER [--split tune|test] [--most 300]

A step is left out by changing weights; the first line has every step. Passages of multihop_rag are
those found before any is read; squad_v2 is read. Times are of one run and mean something beside
each other only. Prints a Markdown table.
"""

from collections.abc import Mapping

from retrieval import changed, measure_multihop, measure_squad, parser_for
from rows import head, say

# What is set to leave out a step.
STEPS: Mapping[str, Mapping[str, float]] = {
    "nothing": {},
    "words (BM25)": {"words": 0.0},
    "meaning (vectors)": {
        "meaning": 0.0,
        "meaning_of_parts": 0.0,
    },
    "dates named in the question": {"dated": 0.0},
    "stress on the words of a part": {"stress": 0.0},
    "second of the two turns of a part": {"in_turn": 1},
    "the sentence that fits best": {
        "fit.in_context": 0.0,
        "fit.in_sentence": 0.0,
        "fit.together": 0.0,
    },
    "neighbouring words": {"fit.together": 0.0},
    "the reader, in the order of passages": {"answering": 0.0},
}
COLUMNS = ("hits@4", "hits@10", "mrr@10", "all facts", "p50 ms")
SQUAD_COLUMNS = ("right passage first", "first excerpt holds an answer", "p50 ms")


def main() -> None:
    """Print one line for each step."""
    arguments = parser_for(__doc__, split="test", most=300).parse_args()
    head("without", *COLUMNS, *SQUAD_COLUMNS)
    found = (arguments.data, arguments.index, arguments.split, arguments.most)
    for step, settings in STEPS.items():
        news = measure_multihop(*found, changed(settings), read=False)
        texts = measure_squad(*found, changed(settings))
        say(step, *(news[name] for name in COLUMNS), *(texts[name] for name in SQUAD_COLUMNS))


if __name__ == "__main__":
    main()
