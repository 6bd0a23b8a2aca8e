"""What of every chunk is written to the servers: its terms, and what filters go by."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

import numpy as np

from rag.index.database import Entry
from rag.index.lexical_index import analyzer, indexed_words, new_words
from rag.index.servers import milvus_store as milvus
from rag.index.servers import postgres
from rag.index.term_weights import rarity, term_weights
from rag.records import Article, Span


def overlaps(words: Span, chunk: Span) -> bool:
    """Tell whether words stand in a chunk, be it in part."""
    return chunk.start < words.end and words.start < chunk.end


def facts_of(article: Article, persons: Sequence[str]) -> dict[str, str | int | list[str]]:
    """Return what filters go by of a chunk in which these persons speak."""
    beginnings = [article.id[: one.end()] for one in re.finditer(r"[/#]", article.id)]
    return {
        "day": article.date.toordinal() if article.date else 0,
        "source": article.source[: milvus.LONGEST],
        "author": article.author[: milvus.LONGEST],
        "speakers": sorted({one[: milvus.LONGEST] for one in persons})[: milvus.MOST_VALUES],
        "places": sorted({article.id, *beginnings})[: milvus.MOST_VALUES],
    }


class Terms:
    """The terms of all chunks: how many have each, and how much each tells of one."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._numbers: dict[str, int] = {}  # of each term, from 1 on
        self._having: Counter[int] = Counter()
        self._chunks: list[tuple[np.ndarray, np.ndarray]] = []  # numbers, and how often each is
        analyze = analyzer().analyze
        for entry in entries:
            for chunk in entry.chunks:
                counts = Counter(analyze(indexed_words(entry.article, entry.article.cut(chunk))))
                numbers = [self._numbers.setdefault(one, len(self._numbers) + 1) for one in counts]
                self._having.update(numbers)
                often = np.array(list(counts.values()), np.int32)
                self._chunks.append((np.array(numbers, np.int32), often))

    def rows(self) -> Iterator[tuple[int, str, int]]:
        """Yield every term's number, itself, and how many chunks have it."""
        for term, number in self._numbers.items():
            yield number, term, self._having[number]

    def rows_of_chunks(self) -> Iterator[tuple[int, list[int]]]:
        """Yield every chunk's row with the numbers of its terms."""
        for row, (numbers, _) in enumerate(self._chunks):
            yield row, np.sort(numbers).tolist()

    def spellings(self) -> Iterator[tuple[str, int, list[int]]]:
        """Yield every word once, folded, with the first chunk that has it; see ``near_words``."""
        seen: set[str] = set()
        written: set[str] = set()
        row = count()
        for entry in self._entries:
            for chunk in entry.chunks:
                here = next(row)
                for word in new_words(f"{entry.article.title} {entry.article.cut(chunk)}", seen):
                    if word not in written:  # two words may be folded to one
                        written.add(word)
                        yield word, here, postgres.letters_left_out(word)

    def weights(self) -> Iterator[dict[int, float]]:
        """Yield the weight of each term of every chunk, by its number."""
        texts = len(self._chunks)
        rarities = {number: rarity(having, texts) for number, having in self._having.items()}
        mean = sum(int(often.sum()) for _, often in self._chunks) / max(1, texts)
        for numbers, often in self._chunks:
            counts = dict(zip(numbers.tolist(), often.tolist(), strict=True))
            yield term_weights(counts, rarities, mean)


def rows_of(
    entries: Sequence[Entry],
    embeddings: np.ndarray,
    persons: Mapping[str, str],
    terms: Terms,
) -> Iterator[dict[str, object]]:
    """Yield every chunk as Milvus keeps it."""
    row, weights = count(), terms.weights()
    for entry in entries:
        for chunk, digest in zip(entry.chunks, entry.hashes, strict=True):
            here = next(row)
            said = [
                persons.get(one.speaker, one.speaker)
                for one in entry.statements
                if overlaps(one.words, chunk)
            ]
            yield {
                "row": here,
                "meaning": embeddings[here].astype(np.float32),
                "words": next(weights) or {milvus.NO_TERM: 1e-9},
                **facts_of(entry.article, said),
                "sha256": digest,
            }
