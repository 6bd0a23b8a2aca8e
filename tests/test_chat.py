"""The chat as a whole: what it refuses, how it streams, and that it follows the index."""

import gc
import weakref
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from conftest import Built

from rag import chat as chat_module
from rag.answers import examples
from rag.chat import Chat
from rag.errors import (
    BadQuestion,
    IndexMissing,
    StoreUnavailable,
    UnknownArticle,
    UnknownSource,
    UnknownSpeaker,
)
from rag.index.build import build_index
from rag.index.library import Library
from rag.models.language_model import LanguageModel
from rag.questions.typed_text import LONGEST_QUESTION
from rag.records import FacetCounts, Filters


def test_a_stream_ends_with_what_ask_returns(small: Built) -> None:
    chat = Chat(small.index)
    answers = list(chat.stream("What did Calder say?"))
    assert len(answers[-1].claims) > 1
    assert answers[-1] == chat.ask("What did Calder say?")
    for shorter, longer in zip(answers, answers[1:], strict=False):
        assert longer.claims[: len(shorter.claims)] == shorter.claims


@pytest.mark.parametrize("question", ["", "   ", "?!…", "\u200b", "😀"])
def test_a_question_without_a_word_is_refused_with_the_next_step(
    small: Built, question: str
) -> None:
    with pytest.raises(BadQuestion, match="no word in this question.*for example"):
        Chat(small.index).ask(question)


def test_news_of_no_matter_are_how_the_newest_articles_begin(small: Built) -> None:
    answer = Chat(small.index).ask("what's new?")
    assert (answer.grade, answer.form) == ("answered", "overview")
    assert [(one.heading, one.text) for one in answer.claims[:2]] == [
        (
            "14 March 2025",
            "The night ferry between Westmere and Oldport will sail again from May.",
        ),
        (
            "4 March 2025",
            "The council of Westmere voted on Tuesday to raise the harbour wall by two metres.",
        ),
    ]


def test_a_question_in_another_language_is_told_what_to_do(small: Built) -> None:
    note = Chat(small.index).ask("wie hoch ist der Mond über Paris").note
    assert note.startswith("Questions are understood in English only. Please ask in English")


def test_a_question_that_is_too_long_is_refused_with_its_length(small: Built) -> None:
    with pytest.raises(BadQuestion, match="100,000 characters; 2,000 are the most"):
        Chat(small.index).ask("x" * 100_000)
    assert Chat(small.index).ask("x" * LONGEST_QUESTION).grounded == "no"


@pytest.mark.parametrize(
    "question",
    [
        "${40+2}",
        "<script>alert(1)</script>",
        'words:"wall" AND (NOT ferry) OR row:[0 TO 9]~2^3',
        "что сказала мэр о стене",
        "市長は壁について何と言ったか",
        "'; DROP TABLE articles; --",
        "a" * 500,
    ],
)
def test_any_text_gets_an_answer(small: Built, question: str) -> None:
    answer = Chat(small.index).ask(question)
    assert answer.asked.question == question
    assert bool(answer.claims) == (answer.grade != "nothing")


def test_an_open_chat_goes_over_to_a_new_index_between_two_questions(built: Built) -> None:
    chat = Chat(built.index)
    before = chat.ask("What did Calder say?")
    (built.seeds / "mast.txt").write_text("The radio mast of Farholm fell on Sunday.\n", "utf-8")
    with pytest.raises(UnknownArticle):
        chat.article("mast.txt")
    build_index(built.seeds, built.index)
    after = chat.ask("What happened to the radio mast of Farholm?")
    assert after.generation > before.generation
    assert after.claims[0].text == "The radio mast of Farholm fell on Sunday."
    [source, *_] = before.claims[0].sources
    assert source.article.cut(source.span) == before.claims[0].text


def test_a_chat_without_an_index_names_the_command_that_makes_one(built: Built) -> None:
    for index in (built.seeds, str(built.seeds)):
        with pytest.raises(IndexMissing, match="Build it with `rag index`"):
            Chat(index)


def test_an_index_that_was_not_there_is_opened_once_it_is(small: Built, tmp_path: Path) -> None:
    chat = Chat(str(tmp_path / "index"), must_exist=False)
    for _ in range(2):
        with pytest.raises(IndexMissing):
            chat.examples()
    copied = small.copied(tmp_path)
    assert copied.index == tmp_path / "index"
    assert chat.extent() == Chat(small.index).extent()


def test_nobody_waits_for_examples_once_the_chat_is_warm(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, may_go_on = [], Event()

    def made_slowly(library: Library, is_answered: Callable[[str], bool]) -> tuple[str, ...]:
        assert is_answered("What did Calder say?")
        made.append(library.generation)
        assert len(made) == 1 or may_go_on.wait(60)
        return (f"What is in {library.generation}?",)

    monkeypatch.setattr(chat_module, "example_questions", made_slowly)
    monkeypatch.setattr(examples, "LONGEST_WAIT", 60.0)
    chat = Chat(built.index)
    chat.warm_up()
    first = chat.examples()
    assert first == (f"What is in {chat.library.generation}?",)
    (built.seeds / "mast.txt").write_text("The radio mast of Farholm fell on Sunday.\n", "utf-8")
    build_index(built.seeds, built.index)
    monkeypatch.setattr(examples, "LONGEST_WAIT", 0.01)
    assert chat.examples() == first  # those of the new index are not there yet
    may_go_on.set()
    monkeypatch.setattr(examples, "LONGEST_WAIT", 60.0)
    assert chat.examples() == (f"What is in {chat.library.generation}?",)
    assert chat.examples() != first
    assert made == sorted(set(made))  # once for each


def test_a_chat_without_an_index_is_warmed_up_too(small: Built, tmp_path: Path) -> None:
    chat = Chat(str(tmp_path / "index"), must_exist=False)
    chat.warm_up()
    small.copied(tmp_path)
    assert chat.extent() == Chat(small.index).extent()
    assert chat.examples()


def test_a_generation_that_was_replaced_is_not_kept_alive(built: Built) -> None:
    chat = Chat(built.index)
    answer = chat.ask("What did Calder say?")
    before = weakref.ref(chat.library)
    (built.seeds / "mast.txt").write_text("The radio mast of Farholm fell on Sunday.\n", "utf-8")
    build_index(built.seeds, built.index)
    assert chat.extent()[0] == 5
    gc.collect()
    assert before() is None
    assert answer.claims


def test_an_encoder_that_stays_the_same_is_opened_once(built: Built) -> None:
    chat = Chat(built.index)
    encoder = chat.library.embedder
    (built.seeds / "mast.txt").write_text("The radio mast of Farholm fell on Sunday.\n", "utf-8")
    build_index(built.seeds, built.index)
    assert chat.extent()[0] == 5
    assert chat.library.embedder is encoder


def test_examples_are_made_later_where_a_server_was_away(
    small: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def away_at_first(library: Library, is_answered: Callable[[str], bool]) -> tuple[str, ...]:
        asked.append(library.generation)
        if len(asked) == 1:
            raise StoreUnavailable("Milvus cannot be reached.", fix="Start it.")
        return ("What did Calder say?",)

    monkeypatch.setattr(chat_module, "example_questions", away_at_first)
    chat = Chat(small.index)
    chat.warm_up()
    chat.examples()
    assert chat.examples() == ("What did Calder say?",)


def test_examples_are_answered_by_the_articles(small: Built) -> None:
    chat = Chat(small.index)
    for question in chat.examples():
        assert chat.ask(question).grounded == "yes"


def test_search_keeps_to_the_filters(small: Built) -> None:
    found = Chat(small.index).search("Oldport", Filters(sources=("Harbour Post",)), 10)
    assert {passage.article.source for passage in found} == {"Harbour Post"}


def test_an_answer_keeps_to_the_speakers_in_the_filters(small: Built) -> None:
    chat = Chat(small.index)
    reuvers = Filters(speakers=("Tomas Reuvers",))
    answer = chat.ask("What will the harbour wall cost?", reuvers)
    assert {passage.article.id for passage in answer.passages} == {"harbour.txt"}
    other = chat.ask("What did Calder say about the harbour wall?", reuvers)
    assert (other.grade, other.note) == (
        "closest",
        "No words of Ines Calder about “harbour wall” were found.",
    )
    assert {claim.sources[0].article.id for claim in other.claims} == {"harbour.txt"}
    assert chat.ask("What did Calder say about the ferry?", reuvers).grade == "nothing"


def test_a_name_in_filters_that_no_article_has_is_told_of(small: Built) -> None:
    chat, question = Chat(small.index), "What will the harbour wall cost?"
    asks: tuple[Callable[[Filters], object], ...] = (
        lambda filters: chat.ask(question, filters),
        lambda filters: chat.quoted(question, filters),
        lambda filters: chat.search(question, filters, 5),
        lambda filters: chat.search_exactly('"harbour wall"', filters),
        lambda filters: chat.statements(["Ines Calder"], "", filters),
    )
    for ask in asks:
        with pytest.raises(UnknownSource) as unknown:
            ask(Filters(sources=("Harbor Post",)))
        assert str(unknown.value) == (
            "No article has the source 'Harbor Post'. Perhaps Harbour Post is meant; "
            "`rag list --csv` names the source of each."
        )
        with pytest.raises(UnknownSpeaker) as nobody:
            ask(Filters(speakers=("Nobody",)))
        assert str(nobody.value) == (
            "The articles have no statement by 'Nobody'. "
            "`rag speakers` lists everyone who says something."
        )


def test_a_filters_own_choice_does_not_hide_its_other_values(small: Built) -> None:
    chat = Chat(small.index)
    assert chat.counts() == FacetCounts(
        articles=4,
        sources={"Harbour Post": 2, "Coast Weekly": 1},
        authors={"Jon Abara": 1},
        speakers={"Ines Calder": 2, "Tomas Reuvers": 1},
    )
    assert chat.counts(Filters(sources=("Coast Weekly",))) == FacetCounts(
        articles=1,
        sources={"Harbour Post": 2, "Coast Weekly": 1},
        authors={"Jon Abara": 1},
        speakers={"Ines Calder": 1},
    )
    assert chat.counts(Filters(speakers=("Tomas Reuvers",))) == FacetCounts(
        articles=1, sources={}, authors={}, speakers={"Ines Calder": 2, "Tomas Reuvers": 1}
    )
    assert chat.counts(Filters(until=date(2024, 12, 31), authors=("Jon Abara",))) == FacetCounts(
        articles=0, sources={}, authors={}, speakers={}
    )


def test_headings_follow_the_index(built: Built) -> None:
    chat = Chat(built.index)
    assert [one.id for one in chat.headings(matching="herring")] == ["news.jsonl#2"]
    (built.seeds / "net.txt").write_text("A net full of herring.", "utf-8")
    build_index(built.seeds, built.index)
    assert [one.id for one in chat.headings(matching="herring")] == ["net.txt", "news.jsonl#2"]
    assert [one.id for one in chat.headings(Filters(since=date(2025, 3, 5)))] == ["ferry.md"]


def test_a_language_model_that_does_not_answer_leaves_the_quoting_answer(small: Built) -> None:
    dead = LanguageModel("http://127.0.0.1:9/v1", "none", "", 1.0)
    quoted = Chat(small.index).ask("What did Calder say?")
    answer = Chat(small.index, model=dead).ask("What did Calder say?")
    assert answer.claims == quoted.claims
    assert answer.note == (
        "The language model’s server cannot be reached: this is the answer without it."
    )


def test_nothing_is_carried_over_from_a_greeting(small: Built) -> None:
    chat = Chat(small.index)
    wall = chat.ask("What did Calder say about the wall?")
    hello = chat.ask("hello", before=[wall])
    assert hello.form == "help"
    for ask in (chat.ask, chat.quoted):
        assert ask("what happened in 1950", before=[hello]).asked.carried == ()
        ferry = ask("What did she say about the ferry?", before=[wall, hello])
        assert ferry.asked.carried == ("Ines Calder",)


def test_a_follow_up_takes_its_speaker_from_the_question_before(small: Built) -> None:
    chat = Chat(small.index)
    first = chat.ask("What did Calder say about the wall?")
    second = chat.ask("What did she say about the ferry?", before=[first])
    assert second.asked.question == "What did Ines Calder say about the ferry?"
    assert second.asked.carried == ("Ines Calder",)
    assert second.asked.speakers == ("Ines Calder",)
    alone = chat.ask("What did she say about the ferry?", before=[first], dropped=["Ines Calder"])
    assert (alone.asked.question, alone.asked.carried) == ("What did she say about the ferry?", ())
