"""Search words with tantivy (BM25).

Every chunk is one document and one field: its article's title, source and date, then its
words, in American spelling, stemmed and without accents (on news this found more than separate
fields). A question is analysed the same way and becomes a plain list of terms, so nothing in it
is ever read as a query language. Beside it stands each word that the articles have, folded but
not stemmed, once: with the first chunk that has it, so that a misspelt word can be compared with
them.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import numpy as np
import tantivy
from rapidfuzz.distance import OSA

from rag.errors import IndexDamaged
from rag.index.term_weights import rarity
from rag.language.person_names import fold
from rag.language.spellings import in_one_spelling
from rag.records import Article, Filters

ANALYZER = "stemmed"
LONGEST_WORD = 60  # characters; longer runs are no words
MEMORY = 64_000_000  # bytes, for writing
# By hand, as measured by benchmarks/spelling.py on its tuning half.
MOST_NEAR = 500  # chunks whose words are compared with one that no chunk has
_LETTERS = re.compile(rf"[^\W\d_]{{3,{LONGEST_WORD}}}")


def analyzer() -> tantivy.TextAnalyzer:
    """Return what takes the terms from a text: its words, small, without accents, stemmed."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", indexed=True, fast=True)
    builder.add_unsigned_field("day", indexed=True, fast=True)  # date.toordinal(); 0: no date
    builder.add_text_field("source", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("author", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name=ANALYZER, index_option="position")
    builder.add_text_field(
        "spelling", stored=True, tokenizer_name="whitespace", index_option="basic"
    )
    return builder.build()


def date_words(day: date) -> str:
    """Return a date in the words in which a question may name it."""
    return f"{day.isoformat()} {day.day} {day:%B %Y}"


def write_lexical(chunks: Iterable[tuple[Article, str]], folder: Path) -> None:
    """Write the index of ``chunks``: each with its article, rows counted from 0.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir()
    try:
        _write(chunks, tantivy.Index(_schema(), str(folder)))
    except ValueError as error:  # what tantivy raises when the disk is full
        raise OSError(f"{folder}: {error}") from error


def _write(chunks: Iterable[tuple[Article, str]], index: tantivy.Index) -> None:
    index.register_tokenizer(ANALYZER, analyzer())
    seen: set[str] = set()
    writer = index.writer(MEMORY, 1)  # one thread: the same chunks give the same index
    for row, (article, words) in enumerate(chunks):
        document = tantivy.Document(
            source=article.source,
            author=article.author,
            words=indexed_words(article, words),
            spelling=" ".join(new_words(f"{article.title} {words}", seen)),
        )
        document.add_unsigned("row", row)  # a number given by name would be a signed one
        document.add_unsigned("day", article.date.toordinal() if article.date else 0)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def indexed_words(article: Article, words: str) -> str:
    """Return what is indexed of a chunk, in one spelling: its heading, then its own words."""
    dated = date_words(article.date) if article.date else ""
    return in_one_spelling(f"{article.title} · {article.source} · {dated} · {words}")


def new_words(text: str, seen: set[str]) -> list[str]:
    """Return the words of ``text`` that are not among those seen, folded, and add them there."""
    new = {word.lower() for word in _LETTERS.findall(text)} - seen
    seen |= new
    return sorted(word for word in map(fold, new) if word.isalpha())


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """The words of one generation, open for searching; see ``open_lexical``."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    analyzer: tantivy.TextAnalyzer
    spoken_by: Callable[[Sequence[str]], Sequence[int]]  # rows where one of these persons speaks
    lying_in: Callable[[Sequence[str]], Sequence[int]]  # rows of articles; see ``Filters.within``

    def __len__(self) -> int:
        return int(self.searcher.num_docs)

    def terms(self, text: str) -> list[str]:
        """Return the words of ``text`` as they are indexed: in one spelling, folded, stemmed."""
        return list(self.analyzer.analyze(in_one_spelling(text)))

    def passages_with(self, term: str) -> int:
        """Return how many chunks have an analysed term, in their heading or their words."""
        return int(self.searcher.doc_freq("words", term))

    def rarity(self, term: str) -> float:
        """Return how much an analysed term tells: its inverse document frequency, as in BM25."""
        return rarity(self.passages_with(term), len(self))

    def near_words(self, word: str, steps: int) -> dict[str, int]:
        """Return the articles' words that are near one, folded, each with a chunk that has it.

        Args:
            word: folded.
            steps: letters dropped, added, replaced or swapped with the next; 2 at most.
        """
        query = tantivy.Query.fuzzy_term_query(self.schema, "spelling", word, steps)
        found = [hit for _, hit in self.searcher.search(query, MOST_NEAR, count=False).hits]
        rows = np.array(self.searcher.fast_field_values("row", found), np.int64)
        return {
            other: row
            for hit, row in zip(found, rows.tolist(), strict=True)
            for other in str(self.searcher.doc(hit).get_first("spelling")).split()
            if OSA.distance(word, other) <= steps
        }

    def rows_with_any(self, terms: Sequence[str]) -> np.ndarray:
        """Return the rows that have one of some analysed terms, in their heading or words."""
        return self._rows(tantivy.Query.term_set_query(self.schema, "words", list(terms)))

    def rows_in_a_row(self, terms: Sequence[str]) -> np.ndarray:
        """Return the rows that have two or more terms one after the other."""
        return self._rows(tantivy.Query.phrase_query(self.schema, "words", list(terms)))

    def _rows(self, query: tantivy.Query) -> np.ndarray:
        hits = self.searcher.search(query, max(1, len(self)), count=False).hits
        rows = self.searcher.fast_field_values("row", [address for _, address in hits])
        return np.array(rows, np.int64)

    def terms_beginning(self, beginning: str, most: int) -> tuple[str, ...] | None:
        """Return the analysed terms of words that begin so; None if these are more than ``most``.

        Some of the terms may be of other words, too.
        """
        folded = fold(beginning)
        spelt = self.searcher.terms_with_prefix("spelling", folded, limit=most + 1)
        # Numbers, short words, and what is folded otherwise there.
        terms = self.searcher.terms_with_prefix("words", beginning, limit=most + 1)
        if max(len(spelt), len(terms)) > most:
            return None
        words = [word for word, _ in spelt if folded]
        found = [term for word in words for term in self.terms(word)]
        return tuple(dict.fromkeys([*found, *(term for term, _ in terms)]))

    def search(
        self, terms: Mapping[str, float], limit: int, filters: Filters, *, having: str = ""
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows that match any of ``terms`` best, best first.

        Args:
            terms: analysed words, see ``terms``, and how much each counts.
            limit: how many rows at most.
            filters: applied before ranking.
            having: an analysed word that every row must have; it adds nothing to the scores.

        Returns:
            Rows, int64, and their BM25 scores, above 0.
        """
        if not terms:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        should = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self.schema, "words", term, "freq"), weight
                ),
            )
            for term, weight in terms.items()
        ]
        query = tantivy.Query.boolean_query(should)
        restrictions = self._restrictions(filters)
        if having:
            having_it = tantivy.Query.term_query(self.schema, "words", having, "basic")
            restrictions.append(
                (tantivy.Occur.Must, tantivy.Query.const_score_query(having_it, 0.0))
            )
        if restrictions:  # else alone: tantivy skips what cannot be among the best
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *restrictions])
        hits = self.searcher.search(query, limit, count=False).hits
        rows = self.searcher.fast_field_values("row", [address for _, address in hits])
        return np.array(rows, np.int64), np.array([score for score, _ in hits], np.float32)

    def _restrictions(self, filters: Filters) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        """Return clauses that every hit must meet and that add nothing to its score."""
        clauses = [
            self._any_of("source", filters.sources),
            self._any_of("author", filters.authors),
        ]
        if filters.since or filters.until:
            first = filters.since.toordinal() if filters.since else 1
            last = filters.until.toordinal() if filters.until else date.max.toordinal()
            days = tantivy.Query.range_query(
                self.schema, "day", tantivy.FieldType.Unsigned, first, last
            )
            clauses.append([days])
        if filters.speakers:
            rows = list(self.spoken_by(filters.speakers))
            clauses.append([tantivy.Query.term_set_query(self.schema, "row", rows)])
        if filters.within:
            rows = list(self.lying_in(filters.within))
            clauses.append([tantivy.Query.term_set_query(self.schema, "row", rows)])
        return [
            (
                tantivy.Occur.Must,
                tantivy.Query.const_score_query(
                    tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in clause]),
                    0.0,
                ),
            )
            for clause in clauses
            if clause
        ]

    def _any_of(
        self, field: Literal["source", "author"], values: Sequence[str]
    ) -> list[tantivy.Query]:
        return [tantivy.Query.term_query(self.schema, field, value, "basic") for value in values]


def _opened(folder: Path) -> tantivy.Index:
    if os.access(folder, os.W_OK):
        return tantivy.Index.open(str(folder))
    # tantivy makes a lock file beside what it opens: here, beside links to it.
    with TemporaryDirectory() as links:
        for path in folder.iterdir():
            if path.suffix != ".lock":
                (Path(links) / path.name).symlink_to(path.resolve())
        return tantivy.Index.open(links)


def open_lexical(
    folder: Path,
    *,
    spoken_by: Callable[[Sequence[str]], Sequence[int]] = lambda persons: (),
    lying_in: Callable[[Sequence[str]], Sequence[int]] = lambda within: (),
) -> LexicalIndex:
    """Open the words for searching.

    Args:
        folder: what ``write_lexical`` wrote.
        spoken_by: finds the rows where one of these persons speaks, for a filter by them; as
            long as it is not given, nobody speaks.
        lying_in: finds the rows of articles, for a filter by them.

    Raises:
        IndexDamaged: the files cannot be read.
    """
    try:
        index = _opened(folder)
    except Exception as error:  # tantivy raises several kinds, ValueError and OSError among them
        raise IndexDamaged(
            f"{folder} cannot be read ({str(error).splitlines()[0]}).",
            fix="Run `rag index`.",
        ) from error
    analysed = analyzer()
    index.register_tokenizer(ANALYZER, analysed)
    return LexicalIndex(index.searcher(), index.schema, analysed, spoken_by, lying_in)
