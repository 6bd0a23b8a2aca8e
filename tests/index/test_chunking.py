import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from conftest import Built, WordCounter, make_article
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.index.chunking import embedded_text, fitting_heading, heading, pack_chunks
from rag.index.library import open_library
from rag.language.sentences import sentence_bounds, split_sentences
from rag.models.encoder import Encoder, open_encoder
from rag.records import Article, Sentence, Span
from rag.statements.extraction import find_statements

FRAGMENTS = [
    "The wall held.", "Really?", '"No deal," Ines Calder said.', "He said", "“Ça va”, dit-elle.",
    "e\u0301te\u0301", "🏴\U000e0067\U000e0062\U000e007f", "👩‍👩‍👧‍👦", "שלום עולם.",
    "مرحبا بالعالم",
    "東京で会議が開かれた。", "대한민국 대통령은", "ﬁn", "a.m.", "U.S.", "...", "\u200b", "\ufeff",
    "no full stop", "x" * 40, "—", "«Non», a-t-il dit.", "\u202eabc\u202c", "İstanbul", "ß", "\x1f",
]  # fmt: skip
SPACES = [" ", "\n", "\r\n", "\r", "\n\n", "\t", "\u00a0", "\u2029", "\u3000", "\x0b", ""]
TEXTS = st.one_of(
    st.lists(st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(SPACES)), max_size=60).map(
        lambda parts: "".join(word + space for word, space in parts)
    ),
    st.text(max_size=300),
).map(lambda text: text.encode("utf-8", "ignore").decode())


def visible(text: str) -> list[str]:
    return [one for one in text if not one.isspace()]


def chunked(article: Article, embedder: WordCounter | Encoder) -> list[str]:
    return [article.cut(span) for span in pack_chunks(article, split_sentences(article), embedder)]


@given(text=TEXTS.filter(str.strip), title=st.text(max_size=30), limit=st.integers(6, 40))
@settings(max_examples=300, deadline=None)
def test_chunks_are_cut_from_the_text_and_lose_no_visible_character(
    text: str, title: str, limit: int
) -> None:
    article = make_article(text, title=title)
    embedder = WordCounter(max_tokens=limit)
    sentences = split_sentences(article)
    spans = pack_chunks(article, sentences, embedder)
    assert [one for span in spans for one in visible(article.cut(span))] == visible(text)
    ends = [0, *(span.end for span in spans)]
    assert all(span.start >= end for span, end in zip(spans, ends, strict=False))
    head = fitting_heading(article, embedder)
    texts = [embedded_text(head, article.cut(span)) for span in spans]
    over = [
        one
        for one, count in zip(spans, embedder.count_tokens(texts), strict=True)
        if count > limit and one.end - one.start > 1
    ]
    assert over == []


@given(text=TEXTS.filter(str.strip))
@settings(max_examples=150, deadline=None)
def test_every_sentence_and_statement_is_a_run_of_the_text(text: str) -> None:
    article = make_article(text)
    sentences = split_sentences(article)
    every = [text[start:end] for start, end in sentence_bounds(text)]
    assert [one for words in every for one in visible(words)] == visible(text)
    for statement in find_statements(article, sentences):
        for span in (statement.words, statement.attribution, statement.evidence):
            assert article.cut(span) == text[span.start : span.end]
            assert article.cut(span).strip()


def test_whole_sentences_are_packed_up_to_the_limit(embedder: WordCounter) -> None:
    article = make_article("One two three. Four five six. Seven eight nine. Ten.", title="Tides")
    # 12 tokens, of which "Tides ·" takes 2 and each sentence with its full stop 4.
    assert chunked(article, embedder) == ["One two three. Four five six.", "Seven eight nine. Ten."]


def test_a_sentence_over_the_limit_is_cut_between_words(embedder: WordCounter) -> None:
    article = make_article("one two three four five six seven eight nine ten eleven twelve more")
    assert chunked(article, embedder) == [
        "one two three four five six seven",
        "eight nine ten eleven twelve more",
    ]


def test_a_word_over_the_limit_is_cut_between_characters(embedder: WordCounter) -> None:
    dashes = "-" * 30
    assert chunked(make_article(dashes), embedder) == ["-" * 7, "-" * 8, "-" * 7, "-" * 8]


def test_a_sentence_of_which_the_model_reads_nothing_is_kept() -> None:
    # Some tokenizers drop invisible characters, so that a sentence may have no token at all.
    article = make_article("a\u200bb")
    silent = [Sentence(Span("a.txt", 1, 2)), Sentence(Span("a.txt", 2, 3))]

    class Deaf(WordCounter):
        def count_tokens(self, texts: Sequence[str]) -> list[int]:
            return [len(text.strip("\u200b")) for text in texts]

    assert pack_chunks(article, silent, Deaf()) == (Span("a.txt", 0, 3),)


def test_the_heading_names_what_the_article_gives() -> None:
    article = make_article("x", title="Tides", source="Post", day=date(2025, 3, 4))
    assert heading(article) == "Tides · Post · 2025-03-04"
    assert heading(replace(article, source="")) == "Tides · 2025-03-04"
    assert heading(make_article("x")) == ""
    assert embedded_text("Tides", "words") == "Tides · words"
    assert embedded_text("", "words") == "words"


def test_a_long_heading_leaves_two_thirds_to_the_words() -> None:
    embedder = WordCounter(max_tokens=30)
    article = make_article("x", title=" ".join(f"word{number}" for number in range(600)))
    head = fitting_heading(article, embedder)
    assert article.title.startswith(head)
    assert 5 <= embedder.count_tokens([head])[0] <= 10


@pytest.fixture(scope="session")
def real(small: Built) -> Encoder:
    encoders = small.index / "encoders"
    [folder] = encoders.iterdir()
    return open_encoder(folder)


EXTREMES = {
    "one word of 5,000 characters": ("x" * 5000, "Title"),
    "a word of 5,000 different characters": ("".join(map(chr, range(0x100, 0x1488))), "Title"),
    "a title of 3,000 characters": ("The wall held. " * 80, "a long title " * 230),
    "a title of 3,000 characters without a space": ("The wall held. " * 80, "日" * 3000),
    "Chinese": ("欧洲领导人星期四警告说" * 300, "北京"),
    "Japanese sentences": ("東京で会議が開かれた。" * 200, "日本"),
    "Hangul": ("대한민국대통령은" * 300, "서울"),
    "Hangul in single letters": (unicodedata.normalize("NFD", "대한민국 대통령은 ") * 100, "서울"),
    "emoji": ("👩‍👩‍👧‍👦🏳️‍🌈" * 400, "🙂"),
    "marks": ("\u0301" * 3000 + "a", "e\u0301"),
    "numbers": ("3.14159,265-35/89 " * 300, "1,2,3"),
    "punctuation": ("?!…—" * 900, "—"),
    "no full stop": ("word " * 3000, ""),
    "special tokens": ("[SEP] [CLS] [PAD] <|endoftext|> " * 200, "[MASK]"),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_the_model_cuts_nothing_off(name: str, real: Encoder) -> None:
    text, title = EXTREMES[name]
    article = make_article(text, title=title, source="Post", day=date(2025, 3, 4))
    spans = pack_chunks(article, split_sentences(article), real)
    head = fitting_heading(article, real)
    texts = [embedded_text(head, article.cut(span)) for span in spans]
    # With its special tokens, as the model counts it.
    assert max(map(len, real.tokenize(texts))) <= real.facts.max_tokens == 256
    assert [one for span in spans for one in visible(article.cut(span))] == visible(text)


@given(text=TEXTS.filter(str.strip))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_model_cuts_nothing_off_of_any_text(text: str, real: Encoder) -> None:
    article = make_article(text * 8, title=text[:200])
    spans = pack_chunks(article, split_sentences(article), real)
    head = fitting_heading(article, real)
    texts = [embedded_text(head, article.cut(span)) for span in spans]
    assert max(map(len, real.tokenize(texts))) <= 256


def test_what_is_stored_of_an_index_is_cut_from_its_articles(small: Built) -> None:
    library = open_library(small.index)
    rows = range(library.manifest.counts.chunks)
    found = library.passages(rows)
    assert [chunk.row for _, chunk in found] == list(rows)
    for article in library.articles():
        cut = [a.cut(chunk.span) for a, chunk in found if a.id == article.id]
        assert [one for text in cut for one in visible(text)] == visible(article.text)
