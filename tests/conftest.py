"""What several tests need: articles, an embedder that counts words, one small real index."""

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from rag.index.build import build_index
from rag.index.library import Library, open_library
from rag.records import Article

pytest_plugins = ["browsing"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TESTS = Path(__file__).parent
SEEDS = TESTS.parent / "seeds"
LONGEST = (
    "web/test_articles_tab.py",
    "test_offline.py",
    "index/test_background_build.py",
    "web/test_looks_in_browser.py",
    "web/test_asking_in_browser.py",
    "index/test_served.py",
    "web/test_conversations_in_browser.py",
    "index/test_build.py",
    "web/test_answers_in_browser.py",
    "answers/test_quoting.py",
    "web/test_reading_in_browser.py",
    "api/test_mcp.py",
    "test_cli.py",
    "index/test_dask_workers.py",
)  # files that take above 20 s; each kind of work beside another
HARBOUR = """date 2025-03-04 Westmere votes to raise its harbour wall

The council of Westmere voted on Tuesday to raise the harbour wall by two metres.

"We cannot ask families to carry sandbags every January," said Mayor Ines Calder. "The wall is \
the cheapest promise we can keep."

The engineer Tomas Reuvers said the work would cost 14 million euros.
"""
FERRY = """---
title: Night ferry to return after eleven years
date: 2025-03-14
source: Coast Weekly
author: Jon Abara
---
The night ferry between Westmere and Oldport will sail again from May.

Mayor Ines Calder warned that the ferry would need a wider gate. "Nobody wants a ship that waits \
outside," she said.
"""
LINES = (
    '{"title": "Lighthouse sold", "date": "2024-11-02", "source": "Harbour Post", '
    '"text": "The lighthouse of Oldport was sold on Friday for 310,000 euros."}\n'
    '{"title": "Herring quota", "source": "Harbour Post", '
    '"text": "The herring quota falls by a tenth. Fishermen protested in Oldport."}\n'
)


def make_article(
    text: str,
    *,
    id: str = "a.txt",
    title: str = "",
    day: date | None = None,
    source: str = "",
    author: str = "",
) -> Article:
    """Build an article the way a reader of files would."""
    return Article(id, title, day, source, author, "", text, sha256="0" * 64)


@dataclass(frozen=True, slots=True)
class WordCounter:
    """An embedder whose vectors count eight words, so that similarities are worked out by hand."""

    words: tuple[str, ...] = ("wall", "ferry", "gate", "euros", "storm", "mayor", "ship", "quota")
    max_tokens: int = 12
    name: str = "word counter"
    weights_sha256: str = "0" * 64
    dimension: int = 8

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count every letter group, and every other visible character, as one token."""
        return [len(re.findall(r"\w+|[^\w\s]", text)) for text in texts]

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int], None] = lambda done: None
    ) -> np.ndarray:
        counts = np.array(
            [[text.casefold().split().count(word) for word in self.words] for text in texts],
            dtype=np.float32,
        ).reshape(len(texts), len(self.words))
        progress(len(texts))
        lengths = np.linalg.norm(counts, axis=1, keepdims=True)
        return np.asarray(counts / np.maximum(lengths, 1))

    def encode_question(self, question: str) -> np.ndarray:
        return np.asarray(self.encode([question])[0])


@pytest.fixture
def embedder() -> WordCounter:
    return WordCounter()


def write_seeds(folder: Path) -> Path:
    """Write four articles in three formats."""
    folder.mkdir()
    (folder / "harbour.txt").write_text(HARBOUR, "utf-8")
    (folder / "ferry.md").write_text(FERRY, "utf-8")
    (folder / "news.jsonl").write_text(LINES, "utf-8")
    return folder


@dataclass(frozen=True, slots=True)
class Built:
    """A folder of articles and the index built from it."""

    seeds: Path
    index: Path

    def copied(self, target: Path) -> "Built":
        """Return a copy that may be changed."""
        shutil.copytree(self.seeds, target / "seeds")
        shutil.copytree(self.index, target / "index")
        return Built(target / "seeds", target / "index")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, so that no process of tests is left alone with one."""
    places = {TESTS / file: place for place, file in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that is made once for all processes of tests; read it only."""
    place = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        place = place.parent
    folder = place / f"shared-{name}"
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            try:
                folder.mkdir()
                make(folder)
            except BaseException:
                shutil.rmtree(folder)
                raise
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a small index with the real model, built once; read it only."""

    def make(folder: Path) -> None:
        build_index(write_seeds(folder / "seeds"), folder / "index")

    folder = made_once(tmp_path_factory, "small", make)
    return Built(folder / "seeds", folder / "index")


def library_of(small: Built, folder: Path, texts: Mapping[str, str]) -> Library:
    """Build an index of texts, given by their files' names, with the encoder that is there."""
    (folder / "seeds").mkdir()
    for name, text in texts.items():
        (folder / "seeds" / name).write_text(text, "utf-8")
    shutil.copytree(small.index / "encoders", folder / "index" / "encoders")
    build_index(folder / "seeds", folder / "index")
    return open_library(folder / "index")


@pytest.fixture
def built(small: Built, tmp_path: Path) -> Built:
    """Return a copy of the small index that the test may change."""
    return small.copied(tmp_path)


@pytest.fixture(scope="session")
def seeded(small: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return an index of the articles that come with the project; read it only."""

    def make(folder: Path) -> None:
        shutil.copytree(small.index / "encoders", folder / "index/encoders")  # exporting takes long
        build_index(SEEDS, folder / "index")

    return Built(SEEDS, made_once(tmp_path_factory, "seeded", make) / "index")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start one browser for the tests of a file."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()
