"""Re-read an index from end to end and say what is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.articles.folder import load_articles
from rag.errors import NoArticles
from rag.index.chunking import embedded_hash, fitting_heading
from rag.index.database import Entry
from rag.index.generations import ARTICLES
from rag.index.library import Library, open_library
from rag.index.manifest import MANIFEST, Manifest, damaged_files
from rag.index.servers.store_address import served_index
from rag.language.sentences import split_sentences
from rag.records import Article, Span


@dataclass(frozen=True, slots=True)
class Problems:
    """What ``verify_index`` found; sentences."""

    damage: tuple[str, ...]  # the index contradicts itself
    stale: tuple[str, ...]  # the articles have changed since it was built
    summary: str  # what was read


def verify_index(index: Path, seeds: Path) -> Problems:
    """Check every file's hash, every span and every article of the index in use.

    Raises:
        IndexMissing, IndexDamaged, IndexMismatch: it cannot even be opened.
    """
    library = open_library(index)
    folder, served = index / library.generation, served_index(index)
    damage = (
        [*served.damage(library)]
        if served
        else [*damaged_files(folder, library.manifest), *_stray_files(folder, library.manifest)]
    )
    try:
        entries = library.entries()
    except ValueError as error:  # from a record that cannot be
        return Problems((*damage, f"{folder / ARTICLES}: {error}."), (), "")
    spans = [span for entry in entries.values() for span in _spans(entry)]
    damage += _miscounted(entries, library)
    damage += [problem for entry in entries.values() for problem in _wrong(entry, library)]
    counts = library.manifest.counts
    return Problems(
        tuple(damage),
        tuple(_changes(entries, seeds)),
        f"{counts.articles} articles, {len(spans)} spans and "
        f"{len(library.manifest.files)} {'tables' if served else 'files'} are as they should be.",
    )


def _stray_files(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Yield a sentence for every file of a generation that no build has written."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_dir() and name != MANIFEST and name not in manifest.files:
            yield f"{path} is no file of the index."


def _miscounted(entries: Mapping[str, Entry], library: Library) -> Iterator[str]:
    """Yield a sentence for every part that holds more or less than the manifest says."""
    counts = library.manifest.counts
    stored = entries.values()
    for name, expected, found in (
        ("articles", counts.articles, len(stored)),
        ("sentences", counts.sentences, sum(len(entry.sentences) for entry in stored)),
        ("statements", counts.statements, sum(len(entry.statements) for entry in stored)),
        ("chunks", counts.chunks, sum(len(entry.chunks) for entry in stored)),
        ("vectors", counts.chunks, len(library.vectors)),
        ("passages of words", counts.chunks, len(library.lexical)),
    ):
        if expected != found:
            yield f"the manifest counts {expected} {name}, there are {found}."


def _spans(entry: Entry) -> Iterator[Span]:
    """Yield every span that is stored of an article."""
    yield from (sentence.span for sentence in entry.sentences)
    yield from entry.chunks
    for statement in entry.statements:
        yield from (statement.words, statement.attribution, statement.evidence)


def _wrong(entry: Entry, library: Library) -> Iterator[str]:
    article = entry.article
    for span in _spans(entry):
        if span.end > len(article.text):
            yield f"{article.id}: the span {span.start}-{span.end} ends beyond the text."
    sentences = [sentence.span for sentence in entry.sentences]
    for spans, name, text in (
        (entry.chunks, "chunk", article.text),
        (sentences, "sentence", _without_furniture(article)),
    ):
        end = 0
        for span in [*spans, Span(article.id, len(article.text), len(article.text) + 1)]:
            if span.start < end:
                yield f"{article.id}: a {name} at {span.start} overlaps the one before it."
            elif text[end : span.start].strip():
                yield f"{article.id}: characters {end}-{span.start} are in no {name}."
            end = span.end
    head = fitting_heading(article, library.embedder)
    for span, digest in zip(entry.chunks, entry.hashes, strict=True):
        if embedded_hash(head, article, span) != digest:
            yield f"{article.id}: the chunk at {span.start} is not the text that was embedded."


def _without_furniture(article: Article) -> str:
    """Return the text with a space for every character that is in no sentence."""
    blank = [" "] * len(article.text)
    for sentence in split_sentences(article):
        blank[sentence.span.start : sentence.span.end] = article.cut(sentence.span)
    return "".join(blank)


def _changes(entries: Mapping[str, Entry], seeds: Path) -> Iterator[str]:
    try:
        loaded = load_articles(seeds)
    except NoArticles as error:
        yield error.problem
        return
    current = {article.id: article for article in loaded.articles}
    for article_id in sorted(entries.keys() | current.keys()):
        if article_id not in current:
            yield f"{article_id} is in the index and no longer in {seeds}."
        elif article_id not in entries:
            yield f"{article_id} is new."
        elif entries[article_id].article != current[article_id]:
            yield f"{article_id} has changed."
