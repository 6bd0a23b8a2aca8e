"""Copies of a text in several papers: how they are told, found, and cited as one."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import Built, library_of, make_article

from rag.answers.plain_text import further, printed
from rag.answers.quoting import DIFFER
from rag.answers.timeline import timeline
from rag.chat import Chat
from rag.index.copies import group_copies, same_words, sentence_key
from rag.index.library import Library, open_library
from rag.language.sentences import split_sentences
from rag.records import Article, Claim, Filters, Source, Span

WIRE = (
    "The council of Westmere voted on Tuesday to raise the harbour wall by two metres.",
    "“We cannot ask families to carry sandbags every January,” said Mayor Ines Calder.",
    "The engineer Tomas Reuvers said the work would cost 14 million euros in all.",
    "Work on the wall is to begin in the spring and to last for three years.",
)
OTHER = (
    "The night ferry between Westmere and Oldport will sail again from May.",
    "It was given up eleven years ago, when the harbour of Oldport silted up.",
)
LATER = (
    "The lowest of all bids for the harbour was opened in Westmere on Friday.",
    "Three companies had handed one in, and two of them are from the town itself.",
    WIRE[3],
)


def paper(name: str, *paragraphs: str) -> Article:
    return make_article("\n\n".join(paragraphs), id=name)


def grouped(*articles: Article) -> dict[str, str]:
    return group_copies((one, split_sentences(one)) for one in articles)


def test_a_text_with_another_first_and_last_line_or_less_of_it_is_a_copy() -> None:
    whole = paper("whole", *WIRE)
    framed = paper("framed", "Our own reporter contributed to the following report.", *WIRE[:3])
    marked = paper("marked", *(one.replace("“", '"').replace("”", '"') for one in WIRE[:2]))
    assert grouped(framed, marked, whole, paper("other", *OTHER), paper("later", *LATER)) == {
        "whole": "whole",
        "framed": "whole",
        "marked": "whole",
        "other": "other",
        "later": "later",
    }


def test_a_paragraph_that_several_papers_print_makes_no_copies_of_them() -> None:
    papers = [
        paper(name, *(f"{one} That is the view of the {name}." for one in own), WIRE[3])
        for name, own in (("Post", WIRE[:3]), ("Herald", OTHER), ("Ferryman", LATER[:2]))
    ]
    assert grouped(*papers) == {"Post": "Post", "Herald": "Herald", "Ferryman": "Ferryman"}
    assert grouped() == {}


def test_a_text_that_comes_again_much_later_is_no_copy() -> None:
    first, week, month = (
        replace(paper(f"{day}", *WIRE), date=date(2025, 3, day)) for day in (1, 8, 31)
    )
    assert grouped(first, week, month) == {"1": "1", "8": "1", "31": "31"}


def test_a_short_sentence_has_no_key() -> None:
    assert sentence_key("She declined to comment.") == ""
    assert sentence_key(WIRE[1]) == sentence_key(WIRE[1].replace("“", '"').replace("”", "”"))


def test_the_same_words_are_found_with_their_own_marks_and_line_ends() -> None:
    one, other = paper("a", *WIRE), paper("b", OTHER[0], WIRE[1].replace("“", '"'), WIRE[2])
    start = one.text.index("“We")
    words = Span("a", start, start + len(WIRE[1]))
    asked = Span("a", start + 1, start + 10)
    found = same_words(Source(one, words, (asked,)), other)
    assert found is not None
    assert found.quote == WIRE[1].replace("“", '"')
    assert [other.cut(mark) for mark in found.marked] == ["We cannot"]
    assert same_words(Source(one, Span("a", 0, 20), ()), other) is None


def written(source: str, day: date, *paragraphs: str) -> str:
    front = f"---\ntitle: Seen by {source}\ndate: {day}\nsource: {source}\n---\n"
    return front + "\n\n".join(paragraphs) + "\n"


@pytest.fixture(scope="module")
def index(small: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {
        f"{name}.md": written(source, date(2025, 3, day), *before, *WIRE)
        for name, source, day, before in (
            ("a", "Coast Weekly", 1, ()),
            ("b", "Harbour Post", 2, ("A vote in the west has ended a debate of years.",)),
            ("c", "The Herald", 1, ("Westmere. The following is from our own correspondent.",)),
        )
    }
    files["d.md"] = written("The Ferryman", date(2025, 3, 14), *OTHER)
    folder = tmp_path_factory.mktemp("copies")
    library_of(small, folder, files)
    return folder / "index"


@pytest.fixture(scope="module")
def library(index: Path) -> Library:
    return open_library(index)


@pytest.fixture(scope="module")
def chat(index: Path) -> Chat:
    return Chat(index)


def test_the_copies_of_an_article_are_listed_oldest_first(library: Library) -> None:
    assert [one.id for one in library.copies("b.md")] == ["a.md", "c.md"]
    assert [one.id for one in library.copies("b.md", Filters(sources=("The Herald",)))] == ["c.md"]
    assert library.copies("d.md") == ()


def test_passages_of_copies_are_found_once(chat: Chat) -> None:
    found = chat.search("How much will the harbour wall cost?", Filters(), 10)
    assert len({one.article.id for one in found} & {"a.md", "b.md", "c.md"}) == 1


def test_one_claim_cites_every_paper_that_has_its_words(chat: Chat) -> None:
    answer = chat.ask("How much will the harbour wall cost?")
    first = answer.claims[0]
    assert sorted(one.article.source for one in first.sources) == [
        "Coast Weekly",
        "Harbour Post",
        "The Herald",
    ]
    assert {" ".join(one.quote.split()) for one in first.sources} == {" ".join(first.text.split())}
    assert further(first) == "and 2 more papers"
    assert " [1] and 2 more papers [2][3]" in printed(answer)


@pytest.fixture(scope="module")
def differing(small: Built, tmp_path_factory: pytest.TempPathFactory) -> Chat:
    """Return a chat over two prints of a story and one that has another number in it."""
    other = (*WIRE[:2], WIRE[2].replace("14", "41"), WIRE[3])
    files = {
        "a.md": written("Coast Weekly", date(2025, 3, 1), *WIRE),
        "b.md": written("Harbour Post", date(2025, 3, 2), *WIRE),
        "c.md": written("The Herald", date(2025, 3, 2), *other),
    }
    return spoken(tmp_path_factory.mktemp("differing"), small, files)


def test_a_print_with_another_number_is_a_claim_of_its_own(differing: Chat) -> None:
    answer = differing.ask("How much will the harbour wall cost?")
    cited = [[one.article.id for one in claim.sources] for claim in answer.claims]
    assert sorted(cited) == [["a.md", "b.md"], ["c.md"]]
    assert answer.note == DIFFER


def test_a_number_that_is_asked_for_finds_the_print_that_has_it(differing: Chat) -> None:
    for millions, name in ("41", "c.md"), ("14", "a.md"):
        answer = differing.ask(f"Will the harbour wall cost {millions} million euros?")
        assert answer.claims[0].sources[0].article.id == name
    found = differing.search("the cost of the wall", Filters(), 10)
    assert sorted(one.article.id for one in found) == ["a.md", "c.md"]


def test_a_filter_leaves_out_the_other_papers(chat: Chat) -> None:
    herald = Filters(sources=("The Herald",))
    [source] = chat.ask("How much will the harbour wall cost?", herald).claims[0].sources
    assert source.article.id == "c.md"


def test_what_somebody_said_is_listed_once_for_all_papers(library: Library) -> None:
    [claim] = timeline(library, "Ines Calder", "", Filters()).claims
    assert sorted(one.article.id for one in claim.sources) == ["a.md", "b.md", "c.md"]


def test_prints_of_one_paper_are_called_articles() -> None:
    prints = [paper(name, WIRE[0]) for name in "ab"]
    sources = tuple(Source(one, Span(one.id, 0, len(WIRE[0])), ()) for one in prints)
    assert further(Claim(WIRE[0], sources)) == "and 1 more article"
    assert further(Claim(WIRE[0], sources[:1])) == ""


def spoken(library_folder: Path, small: Built, files: dict[str, str]) -> Chat:
    library_of(small, library_folder, files)
    return Chat(library_folder / "index")


@pytest.fixture(scope="module")
def short(small: Built, tmp_path_factory: pytest.TempPathFactory) -> Chat:
    """Return a chat over three prints of a story, a blog with a paragraph of it, and another."""
    wait = "“We cannot wait,” said Mayor Ines Calder."
    story = (WIRE[0], wait, "“No,” she said of a delay.", "“No,” she said of a loan.", *WIRE[2:])
    files = {
        "a.md": written("Coast Weekly", date(2025, 3, 4), *story),
        "b.md": written("Harbour Post", date(2025, 3, 5), "A vote ended it.", *story),
        "c.md": written("The Herald", date(2025, 3, 1), *story, "The Herald.").replace(
            "date: 2025-03-01\n", ""
        ),
        "blog.md": written("Daily Tide", date(2025, 3, 5), OTHER[0], wait, OTHER[1]),
        "ferry.md": written(
            "Daily Tide", date(2025, 3, 20), "Mayor Ines Calder saw the ferry.",
            "“We cannot wait,” Calder said of the ferry, and went on board.",
        ),
    }  # fmt: skip
    return spoken(tmp_path_factory.mktemp("short"), small, files)


def test_few_words_that_copies_print_are_said_once(short: Chat) -> None:
    said = short.statements(["Ines Calder"], "")
    assert [
        (one.article.id, one.article.cut(one.statement.words), [copy.id for copy in one.copies])
        for one in said
    ] == [
        ("ferry.md", "We cannot wait", []),
        ("a.md", "We cannot wait", ["b.md", "blog.md", "c.md"]),
        ("a.md", "No", ["b.md", "c.md"]),
        ("a.md", "No", ["b.md", "c.md"]),
    ]
    assert short.speakers()["Ines Calder"] == len(said)


def test_a_filter_finds_the_print_that_passes_it(short: Chat) -> None:
    herald = short.statements(["Ines Calder"], "", Filters(sources=("The Herald",)))
    assert {(one.article.id, one.copies) for one in herald} == {("c.md", ())}


def test_the_timeline_cites_the_earliest_print_first_and_all_others(short: Chat) -> None:
    claims = short.timeline("Ines Calder", "").claims
    assert [[one.article.id for one in claim.sources] for claim in claims] == [
        ["ferry.md"],
        ["a.md", "b.md", "blog.md", "c.md"],
        ["a.md", "b.md", "c.md"],
        ["a.md", "b.md", "c.md"],
    ]


def test_what_is_new_names_a_story_once(short: Chat) -> None:
    claims = short.ask("what is new?").claims
    assert [(one.heading, [source.article.id for source in one.sources]) for one in claims] == [
        ("20 March 2025", ["ferry.md"]),
        ("5 March 2025", ["blog.md"]),
        ("4 March 2025", ["a.md", "b.md", "c.md"]),
    ]


def test_of_copies_the_earliest_is_found(short: Chat) -> None:
    found = short.search("How much will the harbour wall cost?", Filters(), 10)
    assert [one.article.id for one in found if one.article.id in ("a.md", "b.md", "c.md")] == [
        "a.md"
    ]
