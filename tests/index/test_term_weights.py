import random
from collections import Counter
from pathlib import Path

import pytest
from conftest import make_article

from rag.index.lexical_index import indexed_words, open_lexical, write_lexical
from rag.index.term_weights import rarity, term_weights
from rag.records import Filters


def test_the_weights_are_those_by_which_tantivy_ranks(tmp_path: Path) -> None:
    chosen = random.Random(1)
    words = [f"word{number}x" for number in range(200)]
    chunks = [
        (
            make_article("x", title="Title"),
            " ".join(chosen.choices(words, k=chosen.choice(range(3, 400)))),
        )
        for _ in range(200)
    ]
    write_lexical(chunks, tmp_path / "words")
    index = open_lexical(tmp_path / "words")
    counts = [Counter(index.terms(indexed_words(*chunk))) for chunk in chunks]
    having = Counter(term for one in counts for term in one)
    mean = sum(one.total() for one in counts) / len(counts)
    asked = {"word1x": 1.0, "word2x": 0.5, "word3x": 2.0}
    rows, scores = index.search(asked, 20, Filters())
    rarities = {term: rarity(texts, len(counts)) for term, texts in having.items()}
    weights = [term_weights(counts[row], rarities, mean) for row in rows.tolist()]
    expected = [sum(asked[term] * one.get(term, 0.0) for term in asked) for one in weights]
    assert scores.tolist() == pytest.approx(expected, rel=1e-5)
    assert index.rarity("word1x") == rarities["word1x"]


def test_a_text_without_terms_has_no_weights() -> None:
    assert term_weights({}, {}, 0.0) == {}
