"""Measure what a build costs, on a file of news articles.

    python -m benchmarks build --data DIR [--articles 500] [--every 1] [--of 1000]

``DIR`` holds ``news_bulk/articles.jsonl.gz`` (title, publish_date, authors, text). Printed as
Markdown:

- the time of a first build (its encoder made before) as a ratio to encoding the same chunks, or
  every n-th of them, with sentence-transformers in fp32;
- the time of the whole process ``rag index`` after one article of a thousand has changed, as a
  ratio to the process that builds all of them;
- what reading and finding statements takes, as a share of embedding;
- how many embedded texts the model would cut off.
"""

import argparse
import gzip
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rows import head, say

from rag.articles.folder import load_articles
from rag.index.build import SAMPLE_CHARACTERS, build_index
from rag.index.chunking import embedded_text, fitting_heading
from rag.index.generations import ENCODERS
from rag.index.library import open_library
from rag.models.encoder import DEFAULT_MODEL, load_model, model_folder
from rag.models.encoder_export import prepare_encoder


def main() -> None:
    """Run every measurement and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--articles", type=int, default=500, help="of a first build")
    parser.add_argument("--every", type=int, default=1, help="texts encoded for comparison")
    parser.add_argument("--of", type=int, default=1000, help="articles of a rebuild")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        place = Path(folder)
        head("what", "figure")
        first_build(arguments.data, place, arguments.articles, arguments.every)
        rebuild(arguments.data, place, arguments.of)


def first_build(data: Path, place: Path, articles: int, every: int) -> None:
    """Time a build, and pure encoding of the same texts before and after it."""
    seeds = write_articles(data, place / "first", articles)
    index = place / "first-index"
    prepare_encoder(DEFAULT_MODEL, index / ENCODERS, sample_of(seeds))
    times: dict[str, float] = {}
    start = time.perf_counter()
    build_index(
        seeds,
        index,
        progress=lambda stage, done, total: times.update({stage: time.perf_counter() - start}),
    )
    build = time.perf_counter() - start
    reading, embedding = times["reading articles"], times["embedding passages"]
    library = open_library(index)
    texts = embedded_texts(index)
    counts = library.embedder.count_tokens(texts)
    cut_off = sum(count > library.embedder.max_tokens for count in counts)
    reference = load_model(model_folder(DEFAULT_MODEL))
    reference.encode(texts[:32])
    start = time.perf_counter()
    reference.encode(texts[::every], batch_size=32)
    pure = (time.perf_counter() - start) * len(texts) / len(texts[::every])
    facts = library.embedder.facts
    say("encoder", f"{facts.kind}, cosine to fp32 {facts.cosine}")
    mean = sum(counts) / len(texts)
    say("embedded texts", f"{len(texts)} of {articles} articles, {mean:.0f} tokens each")
    say("of them cut off by the model", str(cut_off))
    say(f"pure fp32 encoding (of every {every}. text, scaled)", f"{pure:.1f} s")
    say("build", f"{build:.1f} s")
    say("build / pure fp32 encoding", f"{build / pure:.2f}")
    say("our encoding / pure fp32 encoding", f"{(embedding - reading) / pure:.2f}")
    say("reading, sentences, statements / embedding", f"{reading / (embedding - reading):.2f}")


def sample_of(seeds: Path) -> list[str]:
    """Return beginnings of the articles, as a build takes them to try encoders on."""
    return [article.text[:SAMPLE_CHARACTERS] for article in load_articles(seeds).articles]


def rebuild(data: Path, place: Path, articles: int) -> None:
    """Time ``rag index`` for all articles and after one has changed, processes and all."""
    seeds = write_articles(data, place / "many", articles)
    index = place / "many-index"
    shutil.copytree(place / "first-index" / "encoders", index / "encoders")
    full = timed(lambda: run_index(seeds, index))
    again = []
    for number in range(5):
        path = seeds / f"{number:05}.md"
        path.write_text(path.read_text("utf-8") + f"\nChanged {number} times.\n", "utf-8")
        again.append(timed(lambda: run_index(seeds, index)))
    unchanged = [timed(lambda: run_index(seeds, index)) for _ in range(3)]
    say(f"`rag index` of {articles} articles", f"{full:.1f} s")
    say("`rag index` after one has changed", f"{median(again):.2f} s")
    say("rebuild / full build", f"{median(again) / full:.3f}")
    say("`rag index` after none has changed", f"{median(unchanged):.2f} s")


def write_articles(data: Path, folder: Path, articles: int) -> Path:
    """Write the first articles with a text, one Markdown file each."""
    folder.mkdir()
    for number, article in zip(range(articles), read_articles(data), strict=False):
        front = {
            "title": article["title"],
            "date": str(article["publish_date"] or "")[:10],
            "author": ", ".join(article["authors"] or []),
        }
        lines = [f"{name}: {json.dumps(value)}" for name, value in front.items() if value]
        text = "\n".join(["---", *lines, "---", str(article["text"])])
        (folder / f"{number:05}.md").write_text(text, "utf-8")
    return folder


def read_articles(data: Path) -> Iterator[dict[str, str]]:
    """Yield the articles of the file that have a text."""
    with gzip.open(data / "news_bulk" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            if (article["text"] or "").strip():
                yield article


def embedded_texts(index: Path) -> list[str]:
    """Return the texts whose vectors an index holds."""
    library = open_library(index)
    return [
        embedded_text(fitting_heading(entry.article, library.embedder), entry.article.cut(chunk))
        for entry in library.entries().values()
        for chunk in entry.chunks
    ]


def run_index(seeds: Path, index: Path) -> None:
    """Run the command as a user does."""
    command = [sys.executable, "-m", "rag", "index", "--seeds", str(seeds), "--index", str(index)]
    subprocess.run(command, check=True, capture_output=True)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
