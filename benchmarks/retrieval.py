"""Measure what is found, and which sentence is put first.

multihop_rag: Hits@4, Hits@10, MRR@10 and the share of questions all of whose facts are within
ten passages; a passage counts if it contains a fact once white space is left out. squad_v2, the
answerable questions on titles that the reader did not learn from, with all distinct contexts as
the articles: how often the right context comes first, and how often the first excerpt, and its
sentence with the words that answer, hold an answer.

An index of either set is built below ``--index`` if it is not there. Questions are parted by a
hash of their words: tune on one half, report on the other. A step is left out or changed by
another weight, see ``rag.retrieval.search.SearchWeights``: ``--set dated=0``.

    python -m benchmarks retrieval --data FOLDER --index FOLDER [--split tune|test]
"""

import argparse
import gzip
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from rows import say

from rag.answers.quoting import quote
from rag.errors import IndexMismatch, IndexMissing
from rag.index.build import build_index
from rag.index.library import Library, open_library
from rag.retrieval.found import Found
from rag.retrieval.search import SearchWeights, find_passages, search
from rag.retrieval.understand import understand

SPLITS = ("tune", "test")
TAUGHT_TITLES = 15  # of the 19 of squad_v2


def main() -> None:
    """Print the figures of both sets."""
    parser = parser_for(__doc__)
    parser.add_argument("--sets", nargs="+", default=["multihop_rag", "squad_v2"])
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    arguments = parser.parse_args()
    pairs = [setting.split("=") for setting in arguments.set]
    weights = changed({name: int(n) if n.isdigit() else float(n) for name, n in pairs})
    for name, measure in (("multihop_rag", measure_multihop), ("squad_v2", measure_squad)):
        if name in arguments.sets:
            found = (arguments.data, arguments.index, arguments.split, arguments.most)
            say(f"{name}, {arguments.split}", *arguments.set, *told(measure(*found, weights)))


def told(figures: Mapping[str, float]) -> Iterator[str]:
    """Yield the cells of a row: each figure with its name."""
    for name, value in figures.items():
        written = f"{value:.3f}".removeprefix("0") if isinstance(value, float) else value
        yield f"{name} {written}"


def parser_for(
    description: str | None, *, split: str = "tune", most: int = 10**9
) -> argparse.ArgumentParser:
    """Return the parser of a measurement's options, with these defaults."""
    parser = argparse.ArgumentParser(description=(description or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--index", type=Path, required=True, help="folder for the indexes")
    parser.add_argument("--split", choices=SPLITS, default=split)
    parser.add_argument("--most", type=int, default=most, help="questions of a set at most")
    return parser


def changed(settings: Mapping[str, float]) -> SearchWeights:
    """Return the weights of finding with some of them changed; ``fit.`` names those of the fit."""
    weights = SearchWeights()
    fit = {name[4:]: value for name, value in settings.items() if name.startswith("fit.")}
    own: dict[str, Any] = {name: n for name, n in settings.items() if "." not in name}
    return replace(weights, fit=replace(weights.fit, **fit), **own)


def measure_multihop(
    data: Path, index: Path, split: str, most: int, weights: SearchWeights, *, read: bool = True
) -> dict[str, float]:
    """Return the figures of multihop_rag, null queries left out.

    With ``read`` false they are those of the passages before any is read, in a tenth of the time.
    """
    library = library_of(index / "multihop_rag", multihop_articles(data))
    questions = [
        one
        for one in read_json(data / "multihop_rag" / "queries_dev.json.gz")
        if one["evidence_list"] and split_of(one["query"]) == split
    ][:most]
    firsts: list[int] = []
    all_found = 0
    times = []
    answers = []
    for question in questions:
        understood = understand(library, question["query"])
        start = time.perf_counter()
        passages = find_passages(library, understood, limit=10, weights=weights)
        times.append(time.perf_counter() - start)
        if read:
            found = search(library, understood, limit=10, weights=weights)
            quote(found, understood, "")
            passages = found.passages
        answers.append(time.perf_counter() - start - times[-1])
        texts = [_squeezed(passage.text) for passage in passages]
        facts = [_squeezed(one["fact"]) for one in question["evidence_list"]]
        hits = [place for place, text in enumerate(texts) if any(fact in text for fact in facts)]
        firsts.append(hits[0] if hits else len(texts) + 10)
        all_found += all(any(fact in text for text in texts) for fact in facts)
    return {
        "questions": len(firsts),
        "hits@4": _share(first < 4 for first in firsts),
        "hits@10": _share(first < 10 for first in firsts),
        "mrr@10": round(sum(1 / (one + 1) for one in firsts if one < 10) / len(firsts), 4),
        "all facts": round(all_found / len(firsts), 4),
        "p50 ms": round(1000 * median(times), 1),
        "answer p50 ms": round(1000 * median(answers), 1),
        "answer p95 ms": round(1000 * quantiles(answers, n=20)[-1], 1),
        "encoding ms": round(1000 * encoding_time(library, [q["query"] for q in questions]), 1),
    }


def measure_squad(
    data: Path, index: Path, split: str, most: int, weights: SearchWeights
) -> dict[str, float]:
    """Return the figures of squad_v2's answerable questions."""
    library = library_of(index / "squad_v2", squad_articles(data))
    questions = [one for one in squad_questions(data, split) if one["answerable"]][:most]
    right = in_excerpt = in_sentence = 0
    times = []
    for question in questions:
        understood = understand(library, question["question"])
        start = time.perf_counter()
        found = search(library, understood, limit=10, weights=weights)
        times.append(time.perf_counter() - start)
        first = found.passages[0].article.text if found.passages else ""
        right += first == question["context"].strip()
        excerpt, sentence = (text.lower() for text in shown_first(found))
        in_excerpt += any(one.lower() in excerpt for one in question["answers"])
        in_sentence += any(one.lower() in sentence for one in question["answers"])
    return {
        "questions": len(questions),
        "right passage first": round(right / len(questions), 4),
        "first excerpt holds an answer": round(in_excerpt / len(questions), 4),
        "its sentence": round(in_sentence / len(questions), 4),
        "p50 ms": round(1000 * median(times), 1),
    }


def shown_first(found: Found) -> tuple[str, str]:
    """Return the first excerpt as it is shown, and its sentence with the words that answer.

    Where the reader marks none, it is the sentence that the excerpt is judged by.
    """
    if not found.excerpts:
        return "", ""
    excerpt, words = found.excerpts[0].excerpt, found.excerpts[0].words
    lines = [line for line in excerpt.lines if words and line.span.end > words.start]
    return excerpt.article.cut(excerpt.shown), (lines or [excerpt.line])[0].text


def encoding_time(library: Library, questions: Sequence[str]) -> float:
    """Return the median time in seconds of encoding one question."""
    times = []
    for question in questions[:100]:
        start = time.perf_counter()
        library.embedder.encode_question(question)
        times.append(time.perf_counter() - start)
    return median(times)


def library_of(index: Path, articles: Iterator[dict[str, str]]) -> Library:
    """Open an index of these articles; build it first if it is not there, or of another format."""
    try:
        return open_library(index)
    except (IndexMissing, IndexMismatch):
        seeds = index.with_name(f"{index.name}_articles")
        seeds.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(article) for article in articles)
        (seeds / "articles.jsonl").write_text("\n".join(lines), "utf-8")
        build_index(seeds, index)
        return open_library(index)


def multihop_articles(data: Path) -> Iterator[dict[str, str]]:
    """Yield the articles of multihop_rag as lines of JSON hold them."""
    for one in read_json(data / "multihop_rag" / "corpus.json.gz"):
        yield {
            "title": one["title"],
            "source": one["source"],
            "author": one["author"] or "",
            "date": one["published_at"][:10],
            "url": one["url"],
            "text": one["body"],
        }


def squad_articles(data: Path) -> Iterator[dict[str, str]]:
    """Yield the distinct contexts of squad_v2 as articles."""
    titles = {one["context"]: one["title"] for one in every_squad_question(data)}
    for context, title in titles.items():
        yield {"title": title.replace("_", " "), "text": context}


def squad_questions(data: Path, split: str) -> list[dict[str, Any]]:
    """Return one split of squad_v2's questions on titles that the reader did not learn from."""
    questions = every_squad_question(data)
    taught = taught_titles(questions)
    return [one for one in questions if one["title"] not in taught and split_of(one["id"]) == split]


def every_squad_question(data: Path) -> list[dict[str, Any]]:
    """Return squad_v2's questions, those that the reader learned from among them."""
    with gzip.open(data / "squad_v2" / "questions_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def taught_titles(questions: Sequence[dict[str, Any]]) -> frozenset[str]:
    """Return the titles that the reader learns from."""
    titles = sorted({one["title"] for one in questions}, key=_digest)
    return frozenset(titles[:TAUGHT_TITLES])


def read_json(path: Path) -> Any:
    """Return what a compressed JSON file holds."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return json.load(stream)


def split_of(words: str) -> str:
    """Return the split that a question belongs to, by a hash of its words or its id."""
    return SPLITS[int(_digest(words), 16) % 2]


def _digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()


def _share(hits: Iterator[bool]) -> float:
    found = list(hits)
    return round(sum(found) / len(found), 4)


def _squeezed(text: str) -> str:
    return "".join(text.split())


if __name__ == "__main__":
    main()
