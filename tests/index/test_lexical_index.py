from datetime import date
from pathlib import Path

import pytest
from conftest import make_article
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import IndexDamaged
from rag.index.lexical_index import LexicalIndex, date_words, open_lexical, write_lexical
from rag.records import Filters

ARTICLES = [
    make_article("x", id="0", title="Sea wall", source="Post", author="Ann", day=date(2025, 3, 4)),
    make_article("x", id="1", title="Ferry", source="Coast", author="Bob", day=date(2025, 3, 14)),
    make_article("x", id="2", title="Quota", source="Post", author="Bob"),
]  # fmt: skip
WORDS = ["The council raised the wall.", "The ferries sail; the wall waits.", "Ça coûte 5 euros."]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    folder = tmp_path_factory.mktemp("words") / "lexical"
    write_lexical(zip(ARTICLES, WORDS, strict=True), folder)
    spoken = {"Ann Ito": [0, 2], "José Muñoz": [1]}
    return open_lexical(folder, spoken_by=lambda persons: [r for p in persons for r in spoken[p]])


def rows(index: LexicalIndex, question: str, filters: Filters = Filters()) -> list[int]:
    terms = dict.fromkeys(index.terms(question), 1.0)
    return [int(row) for row in index.search(terms, 10, filters)[0]]


def test_words_are_found_stemmed_and_without_accents(index: LexicalIndex) -> None:
    assert index.terms("Ferries COÛTÉ, walls!") == ["ferri", "cout", "wall"]
    assert rows(index, "ferry") == [1]
    assert rows(index, "ca coute") == [2]
    assert rows(index, "walls") == [0, 1]


def test_words_are_found_in_british_and_american_spelling(tmp_path: Path) -> None:
    articles = [
        make_article("It criticised a harbour."),
        make_article("It criticized a harbor."),
    ]
    write_lexical(((one, one.text) for one in articles), tmp_path / "words")
    index = open_lexical(tmp_path / "words")
    assert index.terms("criticise") == index.terms("criticize")
    assert rows(index, "harbour criticised") == rows(index, "harbors criticize") == [0, 1]


def test_title_source_and_date_are_found_too(index: LexicalIndex) -> None:
    assert rows(index, "quota") == [2]
    assert rows(index, "coast") == [1]
    assert rows(index, "14 March") == [1, 0]
    assert rows(index, "2025-03-04")[0] == 0
    assert date_words(date(2025, 3, 4)) == "2025-03-04 4 March 2025"


def test_the_rarer_word_counts_more_and_weights_multiply(index: LexicalIndex) -> None:
    _, alone = index.search({"wall": 1.0}, 10, Filters())
    found, doubled = index.search({"wall": 2.0}, 10, Filters())
    assert doubled.tolist() == pytest.approx((2 * alone).tolist())
    assert found.dtype == "int64"
    assert rows(index, "wall council") == [0, 1]
    assert rows(index, "wall sail") == [1, 0]
    assert index.passages_with("wall") == 2
    assert index.passages_with("nowhere") == 0


@pytest.mark.parametrize(
    ("word", "steps", "found"),
    [
        ("counsil", 1, {"council": 0}),
        ("cuoncil", 1, {"council": 0}),
        ("concl", 2, {"council": 0}),
        ("concl", 1, {}),
        ("coute", 1, {"coute": 2}),  # as "coûte" is folded
        ("feri", 2, {"ferry": 1}),  # from the title
        ("ferri", 1, {"ferry": 1}),
        ("qouta", 1, {"quota": 2}),
        ("wal", 1, {"wall": 0}),  # the first of two
        ("", 2, {}),
    ],
)
def test_near_words_are_found_as_they_are_spelt_with_a_chunk_that_has_them(
    index: LexicalIndex, word: str, steps: int, found: dict[str, int]
) -> None:
    assert index.near_words(word, steps) == found


def test_a_word_that_must_be_there_adds_nothing_to_the_scores(index: LexicalIndex) -> None:
    free, scores = index.search({"wall": 1.0}, 10, Filters())
    found, same = index.search({"wall": 1.0}, 10, Filters(), having="sail")
    assert found.tolist() == [1]
    assert same.tolist() == pytest.approx([scores[free.tolist().index(1)]])
    assert index.search({"wall": 1.0}, 10, Filters(), having="euro")[0].tolist() == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), [0, 1, 2]),
        (Filters(since=date(2025, 3, 5)), [1]),
        (Filters(until=date(2025, 3, 4)), [0]),
        (Filters(since=date(2025, 3, 4), until=date(2025, 3, 14)), [0, 1]),
        (Filters(since=date(2025, 3, 5), until=date(2025, 3, 13)), []),
        (Filters(since=date(2025, 4, 1), until=date(2025, 3, 1)), []),
        (Filters(since=date.min), [0, 1]),
        (Filters(until=date.max), [0, 1]),
        (Filters(sources=("Post",)), [0, 2]),
        (Filters(sources=("Post", "Coast")), [0, 1, 2]),
        (Filters(sources=("post",)), []),
        (Filters(authors=("Bob",)), [1, 2]),
        (Filters(sources=("Post",), authors=("Bob",)), [2]),
        (Filters(speakers=("Ann Ito",)), [0, 2]),
        (Filters(speakers=("José Muñoz",)), [1]),
        (Filters(speakers=("Ann Ito", "José Muñoz")), [0, 1, 2]),
        (Filters(speakers=("Ann Ito",), authors=("Bob",)), [2]),
        (Filters(speakers=("José Muñoz",), sources=("Post",)), []),
    ],
)
def test_filters_apply_before_ranking(
    index: LexicalIndex, filters: Filters, found: list[int]
) -> None:
    assert sorted(rows(index, "wall euros", filters)) == found


def test_filters_do_not_change_scores(index: LexicalIndex) -> None:
    _, free = index.search({"wall": 1.0}, 10, Filters())
    _, filtered = index.search({"wall": 1.0}, 10, Filters(since=date(2025, 1, 1)))
    assert filtered.tolist() == pytest.approx(free.tolist())


def test_a_limit_keeps_the_best(index: LexicalIndex) -> None:
    found, scores = index.search({"wall": 1.0, "council": 1.0}, 1, Filters())
    assert found.tolist() == [0]
    assert scores.shape == (1,)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("", []),
        ("?!…", []),
        ("\\", []),
        ("日本", []),
        ("wall AND (", [0, 1]),
        ("words:wall", [0, 1]),
        ('"wall raised the', [0, 1]),
        ("wall* ~2 ^3 [", [0, 1]),
        ("-council wall", [0, 1]),
        ("source:Post OR *", [2, 0]),
    ],
)
def test_nothing_is_read_as_a_query_language(
    index: LexicalIndex, question: str, found: list[int]
) -> None:
    assert rows(index, question) == found


@given(question=st.text(max_size=80))
def test_any_question_can_be_searched(index: LexicalIndex, question: str) -> None:
    assert set(rows(index, question)) <= {0, 1, 2}


@pytest.mark.parametrize("junk", ["", "{}", "not json"])
def test_a_damaged_folder_is_named_with_the_command_that_mends_it(
    tmp_path: Path, junk: str
) -> None:
    folder = tmp_path / "lexical"
    write_lexical(zip(ARTICLES, WORDS, strict=True), folder)
    (folder / "meta.json").write_text(junk, "utf-8")
    with pytest.raises(IndexDamaged, match=r"lexical cannot be read \(.+\)\.") as caught:
        open_lexical(folder)
    assert caught.value.fix == "Run `rag index`."


def test_a_missing_folder_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="nowhere cannot be read"):
        open_lexical(tmp_path / "nowhere")
