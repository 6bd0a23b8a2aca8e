"""Measure answers to questions as people ask them of the news.

Each set is an index of its own and questions on it, of many kinds, conversations among them. An
answer is judged by what is read at a glance; see ``rag.evaluation.metrics``. Questions are parted
by a hash of their words (of the first of a conversation): tune on one part, report the other.

    python -m benchmarks news_questions --data FOLDER --index FOLDER [--part tune|test|all]
        [--sets a b] [--html FOLDER] [--model-url URL --model-name NAME]

An index of a set is built below ``--index`` if it is not there: remove it when what a build does
has changed. ``--html`` is where a page for each set shows its failures beside what was wanted.
"""

import argparse
import gzip
from pathlib import Path

from retrieval import SPLITS, split_of
from rows import head, say

from rag.chat import Chat
from rag.evaluation.evaluate import evaluate
from rag.evaluation.metrics import COLUMNS, Outcome, by_kind, refusal_figures, time_figures
from rag.evaluation.question_files import Question, read_questions
from rag.evaluation.report import as_html
from rag.index.build import build_index
from rag.options import add_model_options, model_of


def main() -> None:
    """Print a row for each kind of question, and for all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--index", type=Path, required=True, help="folder for the indexes")
    parser.add_argument("--part", choices=(*SPLITS, "all"), default="test")
    parser.add_argument("--sets", nargs="+", default=["a", "b"])
    parser.add_argument("--html", type=Path, help="folder for the pages with the failures")
    add_model_options(parser)
    options = parser.parse_args()
    model = model_of(options)
    outcomes: list[Outcome] = []
    for name in options.sets:
        folder = options.data / "news_questions" / name
        questions = questions_of(folder, options.part)
        chat = Chat(index_of(folder, options.index / name), model=model)
        report = evaluate(chat, questions, worded=model is not None)
        if options.html:
            options.html.mkdir(parents=True, exist_ok=True)
            (options.html / f"{name}.html").write_text(as_html(report), "utf-8")
        outcomes += report.outcomes
    head(f"kind, part {options.part}", "turns", *COLUMNS)
    for kind, figures in by_kind(outcomes).items():
        say(kind, figures[0].of, *(one.written for one in figures))
    head("figure", "value", "of")
    for figure in (*refusal_figures(outcomes), *time_figures(outcomes)):
        say(figure.name, figure.written, figure.of)


def questions_of(folder: Path, part: str) -> list[Question]:
    """Return the questions of a part of a set, conversations whole."""
    chosen: list[Question] = []
    for path in sorted(folder.glob("questions*.jsonl")):
        is_wanted = False
        for question in read_questions(path):
            if not question.follows:
                is_wanted = part in ("all", split_of(question.text))
            chosen += [question] if is_wanted else []
    return chosen


def index_of(folder: Path, index: Path) -> Path:
    """Return the index of a set's articles; build it first if it is not there."""
    place = index / "index"
    if not (place / "CURRENT").exists():
        seeds = index / "seeds"
        seeds.mkdir(parents=True, exist_ok=True)
        articles = gzip.decompress((folder / "articles.jsonl.gz").read_bytes())
        (seeds / "articles.jsonl").write_bytes(articles)
        build_index(seeds, place)
    return place


if __name__ == "__main__":
    main()
