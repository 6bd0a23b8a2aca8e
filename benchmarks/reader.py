"""Measure the reader by itself: which of some windows does it put first?

A window is a run of up to four sentences. It is right if it holds words that answer. Over the
questions one of whose windows is right: how often a right one is put first, and among the first
five. Over all: how well the best window's likelihood tells those from the questions without an
answer (AUROC). The questions, of which the reader has learned none:

=========  ==================================================================================
held-out   of ``reader_questions.jsonl.gz``, with the windows of the article they are about
news       ``news_questions``, the first turns, with those of the ten passages found for them
squad      SQuAD 2.0 on the titles left out of learning, with those of five contexts of a title
=========  ==================================================================================

    python -m benchmarks reader --data FOLDER --index FOLDER [--split tune|test] [--calibrate]

An index is built below ``--index`` where it is not there. ``--calibrate`` fits what the log odds
of a window are worth: ``SCALE`` and ``SHIFT`` of ``rag/models/reader.py``.
"""

import gzip
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from random import Random

import numpy as np
from news_questions import index_of, questions_of
from retrieval import multihop_articles, parser_for, squad_questions, told
from rows import say
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from rag.chat import Chat
from rag.evaluation.question_files import plain
from rag.index.chunking import SEPARATOR, heading
from rag.language.sentences import sentence_bounds
from rag.models.reader import GRAPH, SCALE, SHIFT, Reader
from rag.records import Filters

QUESTIONS = Path(__file__).with_name("reader_questions.jsonl.gz")
LONGEST = 320  # characters of a window, unless one sentence is longer
SENTENCES = 4  # of a window at most
PASSAGES = 10
CONTEXTS = 5  # of SQuAD, shown for a question


@dataclass(frozen=True, slots=True)
class Case:
    """A question with windows."""

    question: str
    answerable: bool
    windows: list[tuple[str, str]]  # heading and text
    right: list[bool]


def main() -> None:
    """Print the reader's figures."""
    parser = parser_for(__doc__, most=400)
    parser.add_argument("--sets", nargs="+", default=["held-out", "news", "squad"])
    parser.add_argument("--graph", type=Path, default=GRAPH, help="another reader")
    parser.add_argument("--calibrate", action="store_true")
    arguments = parser.parse_args()
    data, split = arguments.data, arguments.split
    sets = {
        "held-out": lambda: held_out(data),
        "news": lambda: news(data / "news_questions", arguments.index, split),
        "squad": lambda: squad(data, split),
    }
    reader = Reader(arguments.graph)
    odds: list[float] = []
    right: list[bool] = []
    for name in arguments.sets:
        cases = list(sets[name]())
        cases = Random(1).sample(cases, min(len(cases), arguments.most))
        start = time.perf_counter()
        likely = [
            [one.likely for one in reader.read(case.question, case.windows)] for case in cases
        ]
        taken = time.perf_counter() - start
        windows = sum(len(case.windows) for case in cases)
        say(name, split, *told(figures(cases, likely)), f"{1000 * taken / windows:.1f} ms a window")
        odds += [log(one / (1 - one)) for some in likely for one in some]
        right += [one for case in cases for one in case.right]
    if arguments.calibrate:
        fit = LogisticRegression(C=np.inf).fit(np.array(odds)[:, None], right)
        [[scale]], [shift] = fit.coef_, fit.intercept_
        print(f"SCALE = {SCALE * scale:.3f}, SHIFT = {SHIFT * scale + shift:.3f}")


def held_out(data: Path) -> Iterator[Case]:
    """Yield our questions that are held out from learning."""
    articles = {one["url"]: one for one in multihop_articles(data)}
    with gzip.open(QUESTIONS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        if row["held_out"]:
            article = articles[row["url"]]
            above = (article["title"], article["source"], article["date"])
            head = SEPARATOR.join(part for part in above if part)
            runs = list(windows_of(article["text"]))
            yield Case(
                row["question"],
                row["kind"] != "none",
                [(head, article["text"][start:end]) for start, end in runs],
                [
                    any(start <= begins and ends <= end for begins, ends in row["answers"])
                    for start, end in runs
                ],
            )


def news(questions: Path, index: Path, split: str) -> Iterator[Case]:
    """Yield the first turns of news_questions."""
    for folder in sorted(questions.glob("*/")):
        chat = Chat(index_of(folder, index / folder.name))
        for one in questions_of(folder, split):
            if one.follows:
                continue
            wanted = [plain(words) for some in one.accepted for words in some]
            windows = [
                (heading(passage.article), passage.text[start:end])
                for passage in chat.search(one.text, Filters(), PASSAGES)
                for start, end in windows_of(passage.text)
            ]
            right = [any(words in plain(text) for words in wanted) for _, text in windows]
            yield Case(one.text, bool(one.articles), windows, right)


def squad(data: Path, split: str) -> Iterator[Case]:
    """Yield SQuAD's questions on the titles that the reader has not learned from."""
    rows = squad_questions(data, split)
    contexts: dict[str, list[str]] = {}
    for row in rows:
        of_title = contexts.setdefault(row["title"], [])
        if row["context"] not in of_title:
            of_title.append(row["context"])
    for row in rows:
        of_title = contexts[row["title"]]
        place = of_title.index(row["context"])
        windows, right = [], []
        for context in (of_title * 2)[place : place + min(CONTEXTS, len(of_title))]:
            for start, end in windows_of(context):
                text = context[start:end]
                holds = any(answer.lower() in text.lower() for answer in row["answers"])
                windows.append((row["title"].replace("_", " "), text))
                right.append(context == row["context"] and holds)
        yield Case(row["question"], row["answerable"], windows, right)


def windows_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield runs of a text's sentences, as characters of it."""
    run: tuple[int, int] | None = None
    held = 0
    for start, end in sentence_bounds(text):
        if run and held < SENTENCES and end - run[0] <= LONGEST:
            run, held = (run[0], end), held + 1
            continue
        if run:
            yield run
        run, held = (start, end), 1
    if run:
        yield run


def figures(cases: Sequence[Case], likely: Sequence[Sequence[float]]) -> dict[str, float]:
    """Return how good a set's likelihoods are."""
    firsts = []
    for case, scores in zip(cases, likely, strict=True):
        if any(case.right):
            order = np.argsort(-np.array(scores), kind="stable")
            firsts.append(int(np.argmax(np.array(case.right)[order])))
    first = np.array(firsts)
    found = [(case, max(some)) for case, some in zip(cases, likely, strict=True) if some]
    answerable = [case.answerable for case, _ in found]
    return {
        "questions": len(cases),
        "with a right window": len(firsts),
        "right first": round(float((first == 0).mean()), 3),
        "right among five": round(float((first < 5).mean()), 3),
        "auroc": round(float(roc_auc_score(answerable, [best for _, best in found])), 3),
    }


if __name__ == "__main__":
    main()
