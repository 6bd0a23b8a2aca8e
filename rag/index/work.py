"""The work of a build that can be done anywhere: to read articles, take them apart, embed them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np

from rag.articles.columns import Columns
from rag.articles.folder import Found, read_here
from rag.articles.formats import Parsed
from rag.errors import WorkersUnusable
from rag.index.chunking import embedded_hash, fitting_heading, pack_chunks
from rag.index.database import Entry
from rag.language.sentences import split_sentences
from rag.models.encoder import Encoder
from rag.records import Article, Refusal
from rag.statements.extraction import find_statements

TEXTS = 256  # that are embedded before their vectors are kept: some ten seconds' work; by hand


class Workers(Protocol):
    """Who does the work of a build; what comes of it is the same, and in the order asked for."""

    def read(self, found: Iterator[Found], columns: Columns) -> Iterator[Parsed | Refusal]:
        """Read what is still to be read."""

    def take_apart(
        self, articles: Iterable[Article], encoder: Encoder
    ) -> Iterator[Entry | Refusal]:
        """Yield what is stored of each article, or why it cannot be taken apart."""

    def embed(
        self, texts: Iterable[str], encoder: Encoder, progress: Callable[[int], None]
    ) -> Iterator[np.ndarray]:
        """Yield what ``Encoder.encode`` returns, in parts; a part's texts are held at a time."""


class ThisProcess:
    """Does the work here."""

    def read(self, found: Iterator[Found], columns: Columns) -> Iterator[Parsed | Refusal]:
        """Read what is still to be read."""
        return read_here(found, columns)

    def take_apart(
        self, articles: Iterable[Article], encoder: Encoder
    ) -> Iterator[Entry | Refusal]:
        """Yield what is stored of each article, or why it cannot be taken apart."""
        return (taken_apart(article, encoder) for article in articles)

    def embed(
        self, texts: Iterable[str], encoder: Encoder, progress: Callable[[int], None]
    ) -> Iterator[np.ndarray]:
        """Yield what ``Encoder.encode`` returns, in parts."""
        left, first = iter(texts), 0
        while part := list(islice(left, TEXTS)):

            def told(done: int, first: int = first) -> None:
                progress(first + done)

            yield encoder.encode(part, progress=told)
            first += len(part)


@contextmanager
def open_workers(address: str, encoders: Path) -> Iterator[Workers]:
    """Yield who does the work of a build: this process, or what Dask has at an address.

    Args:
        address: of Dask's scheduler; empty for this process.
        encoders: the folder with the encoders of the index.

    Raises:
        WorkersUnusable: there is no scheduler or no worker, or one of another version.
    """
    if not address:
        yield ThisProcess()
        return
    try:
        from rag.index.servers.dask_workers import dask_workers  # slow, and of an extra
    except ModuleNotFoundError as error:
        raise WorkersUnusable(
            f"Dask is not installed ({error}).", fix="Run `pip install 'rag[dask]'`."
        ) from error
    with dask_workers(address, encoders) as workers:
        yield workers


def taken_apart(article: Article, encoder: Encoder) -> Entry | Refusal:
    """Return what is stored of an article, or why it cannot be taken apart."""
    try:
        sentences = split_sentences(article)
        chunks = pack_chunks(article, sentences, encoder)
        head = fitting_heading(article, encoder)
        hashes = tuple(embedded_hash(head, article, chunk) for chunk in chunks)
        return Entry(article, sentences, chunks, hashes, find_statements(article, sentences))
    except Exception as error:  # a fault of ours, which must not cost the other articles
        what = " ".join(f"{type(error).__name__}: {error}".split())
        reason = f"The program fails on it ({what[:200]}); please report that, or remove it."
        return Refusal(article.id, reason)
