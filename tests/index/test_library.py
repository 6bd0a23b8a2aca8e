import json
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import Built, make_article

from rag.errors import IndexDamaged, IndexMismatch, IndexMissing, RagError, UnknownArticle
from rag.index import library as library_module
from rag.index.build import build_index
from rag.index.database import Database, Entry, write_database
from rag.index.generations import current_generation
from rag.index.library import Library, open_library
from rag.index.manifest import FORMAT, Manifest, damaged_files
from rag.index.vector_index import VectorFacts
from rag.records import Filters, Heading, Span, Statement

GATE = """---
title: A gate for Oldport
date: 2025-05-01
source: Coast Weekly
author: Mara Lind
---
"The gate of Oldport will be wide," said José Muñoz, the harbour master.

{filling}

"Oldport has waited long enough," Mayor Ines Calder said.
"""
FILLING = "The harbour of Oldport has had a wall of oak and a wall of stone since the year {}."
IDS = ["ferry.md", "harbour.txt", "news.jsonl#1", "news.jsonl#2"]


@pytest.fixture(scope="module")
def library(small: Built) -> Library:
    return open_library(small.index)


@pytest.fixture(scope="module")
def long(small: Built, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Return the small index with one article more, of several passages."""
    built = small.copied(tmp_path_factory.mktemp("long"))
    filling = "\n\n".join(FILLING.format(year) for year in range(1500, 1540))
    (built.seeds / "gate.md").write_text(GATE.format(filling=filling), "utf-8")
    build_index(built.seeds, built.index)
    return open_library(built.index)


def rows_of(library: Library, article_id: str) -> range:
    """Return the rows of an article's passages."""
    for first, end in library._rows(
        "SELECT first_row, end_row FROM articles WHERE id = ?", (article_id,)
    ):
        return range(first, end)
    raise AssertionError(article_id)


def database_of(library: Library) -> Database:
    """Return the database of a library in a folder."""
    assert isinstance(library._database, Database)
    return library._database


def generation(built: Built) -> Path:
    return built.index / current_generation(built.index)


def test_articles_come_newest_first_and_undated_ones_last(library: Library) -> None:
    assert [article.id for article in library.articles()] == IDS
    assert [article.id for article in library.articles(most=2)] == IDS[:2]
    assert library.extent == (4, date(2024, 11, 2), date(2025, 3, 14))
    assert library.sources == ("Coast Weekly", "Harbour Post")
    assert library.authors == ("Jon Abara",)


def test_an_article_is_found_by_its_id_alone(library: Library) -> None:
    assert library.article("ferry.md").title == "Night ferry to return after eleven years"
    with pytest.raises(UnknownArticle, match="No article has the id '../ferry.md'") as caught:
        library.article("../ferry.md")
    assert caught.value.fix == "`rag list` names them all."


def test_passages_come_in_the_order_asked_for(library: Library) -> None:
    found = library.passages([2, 0, 1])
    assert [(article.id, chunk.row) for article, chunk in found] == [
        (article.id, row) for row in (2, 0, 1) for article in library.articles()
        if row in rows_of(library, article.id)
    ]  # fmt: skip
    assert library.passages([]) == []
    assert sorted(row for name in IDS for row in rows_of(library, name)) == list(
        range(library.manifest.counts.chunks)
    )


def test_sentences_are_those_inside_a_span(library: Library) -> None:
    article = library.article("news.jsonl#2")
    whole = library.sentences(Span(article.id, 0, len(article.text)))
    assert [article.cut(sentence.span) for sentence in whole] == [
        "The herring quota falls by a tenth.",
        "Fishermen protested in Oldport.",
    ]
    assert library.sentences(Span(article.id, 1, len(article.text))) == whole[1:]


def test_what_lies_in_several_passages_is_read_at_once(long: Library) -> None:
    rows = [*reversed(range(long.manifest.counts.chunks))]
    spans = [chunk.span for _, chunk in long.passages(rows)]
    assert long.sentences_in(rows) == [long.sentences(span) for span in spans]
    assert long.statements_in(rows) == [
        tuple(one for _, one in long.statements(within=span)) for span in spans
    ]
    assert any(long.statements_in(rows))


def test_statements_are_found_by_person_place_and_filter(library: Library) -> None:
    said = library.statements(person="Ines Calder")
    assert [article.id for article, _ in said] == ["ferry.md"] * 2 + ["harbour.txt"] * 2
    assert library.people.quoted()["Ines Calder"] == 4
    assert library.people.kinds().keys() == library.people.quoted().keys()
    assert library.people.kinds()["Ines Calder"] == "person"
    assert [a.cut(s.words).rstrip(",") for a, s in said if s.kind == "quoted"] == [
        "Nobody wants a ship that waits outside",
        "We cannot ask families to carry sandbags every January",
        "The wall is the cheapest promise we can keep.",
    ]
    ferry = library.statements(filters=Filters(sources=("Coast Weekly",)))
    assert {article.id for article, _ in ferry} == {"ferry.md"}
    first = said[0][1]
    assert library.statements(within=first.words)[0][1] == first
    assert library.statements(person="Ines Calder", filters=Filters(until=date(2025, 1, 1))) == []


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(since=date(2025, 3, 5)), ["ferry.md"]),
        (Filters(until=date(2025, 3, 4)), ["harbour.txt", "news.jsonl#1"]),
        (Filters(sources=("Harbour Post",)), ["news.jsonl#1", "news.jsonl#2"]),
        (Filters(sources=("Harbour Post",), since=date(2020, 1, 1)), ["news.jsonl#1"]),
        (Filters(authors=("Jon Abara", "Nobody")), ["ferry.md"]),
        (Filters(authors=("'; DROP TABLE articles; --",)), []),
    ],
)
def test_filters_name_the_rows_that_may_be_found(
    library: Library, filters: Filters, ids: list[str]
) -> None:
    allowed = database_of(library).allowed_rows(filters)
    assert allowed is not None
    assert allowed.nonzero()[0].tolist() == sorted(
        row for name in ids for row in rows_of(library, name)
    )


def test_no_filter_allows_everything(library: Library) -> None:
    assert database_of(library).allowed_rows(Filters()) is None


def test_the_statements_of_an_article_are_all_of_it_in_the_order_of_its_text(
    library: Library,
) -> None:
    entries = library.entries()
    assert {name: library.statements_of(name) for name in IDS} == {
        name: entries[name].statements for name in IDS
    }
    assert len(library.statements_of("harbour.txt")) > 2
    assert library.statements_of("nowhere.txt") == ()


# --- speakers


def test_a_speaker_allows_the_passages_that_they_speak_in_and_no_others(long: Library) -> None:
    def allowed(
        *speakers: str, sources: tuple[str, ...] = (), authors: tuple[str, ...] = ()
    ) -> list[int]:
        filters = Filters(sources=sources, authors=authors, speakers=speakers)
        rows = database_of(long).allowed_rows(filters)
        assert rows is not None
        return [int(row) for row in rows.nonzero()[0]]

    first, *_, last = rows_of(long, "gate.md")
    assert last - first > 1
    ferry, harbour = rows_of(long, "ferry.md")[0], rows_of(long, "harbour.txt")[0]
    assert allowed("José Muñoz") == [first]
    assert allowed("Ines Calder") == [ferry, last, harbour]
    assert allowed("Tomas Reuvers", "José Muñoz") == [first, harbour]
    assert allowed("Ines Calder", sources=("Coast Weekly",)) == [ferry, last]
    assert allowed("Ines Calder", authors=("Mara Lind",)) == [last]
    assert allowed("Tomas Reuvers", authors=("Mara Lind",)) == []
    assert allowed("Jose Munoz") == []  # persons are compared as ``persons`` has them
    assert allowed("'; DROP TABLE articles; --") == []


@pytest.mark.parametrize("speaker", ["José Muñoz", "Ines Calder", "Tomas Reuvers", "Nobody"])
def test_the_search_by_words_allows_a_speaker_the_same_passages(
    long: Library, speaker: str
) -> None:
    filters = Filters(speakers=(speaker,))
    found, _ = long.lexical.search(dict.fromkeys(["oldport", "wall", "ferri"], 1.0), 99, filters)
    allowed = database_of(long).allowed_rows(filters)
    assert allowed is not None
    assert sorted(found.tolist()) == allowed.nonzero()[0].tolist()


def test_statements_are_those_of_the_speakers_asked_for(long: Library) -> None:
    def persons(filters: Filters, person: str = "") -> list[str]:
        found = long.statements(person=person, filters=filters)
        return [statement.speaker for _, statement in found]

    both = Filters(speakers=("José Muñoz", "Tomas Reuvers"))
    assert persons(both) == ["José Muñoz", "Tomas Reuvers"]
    assert persons(both, "Tomas Reuvers") == ["Tomas Reuvers"]
    assert persons(both, "Ines Calder") == []


def test_a_statement_that_two_passages_share_is_in_both(tmp_path: Path) -> None:
    article = make_article("a" * 30, id="a.txt")

    def said(speaker: str, start: int, end: int) -> Statement:
        span = Span("a.txt", start, end)
        return Statement(span, "quoted", speaker, speaker, "", "said", span, span)

    chunks = tuple(Span("a.txt", start, start + 10) for start in (0, 10, 20))
    statements = (said("Ann", 5, 15), said("Bob", 10, 20), said("Cem", 25, 30))
    entry = Entry(article, (), chunks, ("", "", ""), statements)
    write_database(
        tmp_path / "a.sqlite",
        [entry],
        {"Cem": "Cem Özdemir"},
        {entry.article.id: entry.article.id},
    )
    database = Database(tmp_path / "a.sqlite")
    assert sorted(database.rows_spoken_by(["Ann"])) == [0, 1]
    assert database.rows_spoken_by(["Bob"]) == [1]
    assert database.rows_spoken_by(["Cem Özdemir"]) == [2]
    assert sorted(database.rows_spoken_by(["Ann", "Bob", "Cem"])) == [0, 1]
    assert database.rows_spoken_by([]) == []


# --- lists and counts


def test_headings_are_those_of_the_articles(library: Library) -> None:
    assert library.lists.headings() == tuple(
        Heading(one.id, one.title, one.date, one.source, one.author) for one in library.articles()
    )


@pytest.mark.parametrize(
    ("matching", "filters", "ids"),
    [
        ("", Filters(since=date(2025, 1, 1)), ["ferry.md", "harbour.txt"]),
        ("NIGHT ferr", Filters(), ["ferry.md"]),
        ("post herring", Filters(), ["news.jsonl#2"]),
        ("abara", Filters(), ["ferry.md"]),
        ("sandbags", Filters(), ["harbour.txt"]),
        ("oldport", Filters(sources=("Harbour Post",)), ["news.jsonl#1", "news.jsonl#2"]),
        ("wall", Filters(speakers=("Tomas Reuvers",)), ["harbour.txt"]),
        ("ferry zebra", Filters(), []),
        ("%", Filters(), []),
        ("'; --", Filters(), []),
    ],
)
def test_headings_hold_every_word_and_pass_the_filters(
    library: Library, matching: str, filters: Filters, ids: list[str]
) -> None:
    assert [heading.id for heading in library.lists.headings(filters, matching)] == ids


@pytest.mark.parametrize("filters", [Filters(), Filters(since=date(2025, 1, 1))])
@pytest.mark.parametrize("matching", ["", "oldport"])
def test_headings_come_page_by_page(library: Library, filters: Filters, matching: str) -> None:
    found = library.lists.headings(filters, matching)
    assert len(found) == library.lists.count(filters, matching)
    pages = [
        library.lists.headings(filters, matching, limit=2, offset=offset) for offset in (0, 2, 4)
    ]
    assert tuple(one for page in pages for one in page) == found
    for offset, page in zip((0, 2, 4, 9), (*pages, ()), strict=True):
        both = library.lists.page(filters, matching, limit=2, offset=offset)
        assert both == (page, len(found))
    assert library.lists.page(filters, matching, limit=0, offset=0) == ((), len(found))
    assert [len(page) for page in pages] == [min(2, max(0, len(found) - n)) for n in (0, 2, 4)]


def test_headings_are_found_in_any_case_of_any_letter(long: Library) -> None:
    assert [heading.id for heading in long.lists.headings(matching="JOSÉ MUÑOZ")] == ["gate.md"]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(), IDS),
        (Filters(sources=("Harbour Post",)), ["news.jsonl#1", "news.jsonl#2"]),
        (Filters(speakers=("Ines Calder",), until=date(2025, 3, 4)), ["harbour.txt"]),
        (Filters(speakers=("Nobody",)), []),
    ],
)
def test_articles_and_their_number_follow_the_filters(
    library: Library, filters: Filters, ids: list[str]
) -> None:
    assert [article.id for article in library.articles(filters)] == ids
    assert library.lists.count(filters) == len(ids)


def test_values_are_counted_by_article_most_first_and_then_by_name(long: Library) -> None:
    everything = Filters()
    assert list(long.lists.count_by("source", everything).items()) == [
        ("Coast Weekly", 2), ("Harbour Post", 2)
    ]  # fmt: skip
    assert list(long.lists.count_by("author", everything).items()) == [
        ("Jon Abara", 1), ("Mara Lind", 1)
    ]  # fmt: skip
    assert list(long.lists.count_by("speaker", everything).items()) == [
        ("Ines Calder", 3), ("José Muñoz", 1), ("Tomas Reuvers", 1)
    ]  # fmt: skip
    by_munoz = Filters(speakers=("José Muñoz",))
    assert long.lists.count_by("source", by_munoz) == {"Coast Weekly": 1}
    assert long.lists.count_by("author", Filters(until=date(2024, 12, 31))) == {}


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(since=date(2025, 1, 1)),
        Filters(until=date(2025, 1, 1), sources=("Coast Weekly", "Harbour Post")),
        Filters(authors=("Jon Abara",)),
        Filters(speakers=("Ines Calder", "Tomas Reuvers")),
    ],
)
def test_lists_and_counts_read_no_texts(small: Built, filters: Filters) -> None:
    library = open_library(small.index)
    queries: list[str] = []
    database_of(library)._connection.set_trace_callback(queries.append)
    library.lists.headings(filters)
    library.lists.count(filters)
    library.lists.count_by("source", filters)
    library.lists.count_by("author", filters)
    library.lists.count_by("speaker", filters)
    database_of(library).allowed_rows(filters)
    assert library.extent[0]
    library.people.quoted()
    database_of(library)._connection.set_trace_callback(None)
    steps = [
        detail
        for query in queries
        for *_, detail in library._rows(f"EXPLAIN QUERY PLAN {query}")
        if "articles" in detail or "statements" in detail
    ]
    assert len(queries) >= 6
    assert len(steps) >= 3
    assert [step for step in steps if "COVERING INDEX" not in step] == []


# --- reading back


def test_everything_stored_can_be_read_back(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = library.entries()
    monkeypatch.setattr(library_module, "LOOKED_UP", 3)  # a few at a time, however many are left
    assert library.entries() == entries
    assert sorted(entries) == IDS
    counts = library.manifest.counts
    assert sum(len(entry.chunks) for entry in entries.values()) == counts.chunks
    assert sum(len(entry.hashes) for entry in entries.values()) == counts.chunks
    assert sum(len(entry.sentences) for entry in entries.values()) == counts.sentences
    assert sum(len(entry.statements) for entry in entries.values()) == counts.statements
    assert [one for _, one in library.statements()] == [
        statement for article in library.articles() for statement in entries[article.id].statements
    ]


def test_the_manifest_names_every_file(small: Built) -> None:
    folder = generation(small)
    manifest = Manifest.read(folder)
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(manifest.files) == found - {"manifest.json"}
    assert manifest.format == FORMAT
    assert manifest.vectors == VectorFacts("exact", 0, 1.0)
    assert list(damaged_files(folder, manifest)) == []


def test_a_folder_without_an_index_says_which_command_makes_one(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(IndexMissing, match=f"{place} holds no index\\.") as caught:
            open_library(place)
        assert caught.value.fix == "Build it with `rag index`."
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(IndexMissing, match="holds no index"):
        open_library(tmp_path / "file")


def in_manifest(change: Callable[[dict[str, object]], object]) -> Callable[[Built], object]:
    def apply(built: Built) -> None:
        path = generation(built) / "manifest.json"
        given = json.loads(path.read_text("utf-8"))
        change(given)
        path.write_text(json.dumps(given), "utf-8")

    return apply


def overwrite(name: str, content: bytes) -> Callable[[Built], object]:
    return lambda built: (generation(built) / name).write_bytes(content)


def cut_short(name: str) -> Callable[[Built], object]:
    def apply(built: Built) -> None:
        path = generation(built) / name
        path.write_bytes(path.read_bytes()[:-1])

    return apply


def flip(name: str) -> Callable[[Built], object]:
    def apply(built: Built) -> None:
        path = generation(built) / name
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(bytes(content))

    return apply


def point(content: bytes) -> Callable[[Built], object]:
    return lambda built: (built.index / "CURRENT").write_bytes(content)


def replace_by_folder(built: Built) -> None:
    (generation(built) / "articles.sqlite").unlink()
    (generation(built) / "articles.sqlite").mkdir()


def remove_encoders(built: Built) -> None:
    [folder] = (built.index / "encoders").iterdir()
    (folder / "encoder.json").unlink()


def other_encoder(built: Built) -> None:
    [folder] = (built.index / "encoders").iterdir()
    path = folder / "encoder.json"
    path.write_text(
        path.read_text("utf-8").replace('"question_prompt": ""', '"question_prompt": "q"')
    )


DAMAGES: dict[str, tuple[Callable[[Built], object], type[RagError], str]] = {
    "an empty pointer": (point(b""), IndexDamaged, r"CURRENT names the generation '', which"),
    "a pointer out of the folder": (
        point(b"../../etc\n"), IndexDamaged, "names the generation '../../etc', which is not there"
    ),
    "a pointer to nothing": (point(b"99999999"), IndexDamaged, "names the generation '99999999'"),
    "a pointer that is no text": (point(b"\xff\xfe\x00"), IndexDamaged, "CURRENT cannot be read"),
    "a pointer in other digits": (point("²".encode()), IndexDamaged, "names the generation '²'"),
    "a long pointer": (point(b"1" * 9000), IndexDamaged, f"names the generation '{'1' * 40}',"),
    "no manifest": (
        lambda built: (generation(built) / "manifest.json").unlink(),
        IndexDamaged, r"manifest\.json cannot be read",
    ),
    "an empty manifest": (overwrite("manifest.json", b""), IndexDamaged, "json cannot be read"),
    "a manifest that is a list": (overwrite("manifest.json", b"[]"), IndexDamaged, "not be read"),
    "a manifest that is no text": (overwrite("manifest.json", b"\xff"), IndexDamaged, "be read"),
    "a manifest without files": (
        in_manifest(lambda given: given.pop("files")), IndexDamaged, r"be read \('files'\)"
    ),
    "another format": (
        in_manifest(lambda given: given.update(format=99)),
        IndexMismatch, rf"has the format 99, this version reads {FORMAT}\.",
    ),
    "articles missing": (
        lambda built: (generation(built) / "articles.sqlite").unlink(),
        IndexDamaged, r"articles\.sqlite is missing\.",
    ),
    "articles cut short": (
        cut_short("articles.sqlite"), IndexDamaged, r"articles\.sqlite has \d+ bytes, \d+ were writ"
    ),
    "articles changed": (
        flip("articles.sqlite"), IndexDamaged, r"articles\.sqlite has changed since it was written"
    ),
    "articles foreign": (
        overwrite("articles.sqlite", b"\x89PNG"), IndexDamaged, r"articles\.sqlite has 4 bytes"
    ),
    "vectors changed": (flip("vectors.faiss"), IndexDamaged, r"vectors\.faiss has changed since"),
    "vectors cut short": (cut_short("vectors.faiss"), IndexDamaged, r"vectors\.faiss has \d+ byte"),
    "embeddings changed": (flip("embeddings.npy"), IndexDamaged, r"embeddings\.npy has changed"),
    "words changed": (flip("lexical/meta.json"), IndexDamaged, r"meta\.json has changed since"),
    "words missing": (
        lambda built: (generation(built) / "lexical" / "meta.json").unlink(),
        IndexDamaged, r"meta\.json is missing\.",
    ),
    "a folder where a file was": (
        replace_by_folder,
        IndexDamaged, r"articles\.sqlite has \d+ bytes",
    ),
    "encoder missing": (remove_encoders, IndexDamaged, r"The encoder in .+ cannot be read \(.*No "),
    "another encoder": (other_encoder, IndexMismatch, "was made with another encoder than the one"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_named_when_the_index_is_opened_and_rag_index_mends_it(
    name: str, built: Built
) -> None:
    damage, kind, message = DAMAGES[name]
    before = open_library(built.index).entries()
    damage(built)
    with pytest.raises(kind, match=message) as caught:
        open_library(built.index)
    assert caught.value.fix == "Run `rag index`."
    if name == "encoder missing":
        return  # mended by exporting the model again: see the build's tests
    report = build_index(built.seeds, built.index)
    assert report.started_over == caught.value.problem
    assert report.changed
    taken_over = name == "another format"  # its vectors are as good as ours
    assert report.embedded == (0 if taken_over else report.counts.chunks)
    assert open_library(built.index).entries() == before


def test_large_files_are_compared_by_size_alone_when_opened(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_module, "CHECKED_UP_TO", 1000)
    flip("embeddings.npy")(built)
    assert open_library(built.index).manifest.counts.articles == 4
    manifest = Manifest.read(generation(built))
    assert list(damaged_files(generation(built), manifest)) == [
        f"{generation(built) / 'embeddings.npy'} has changed since it was written."
    ]


def test_an_open_library_answers_after_its_generation_was_removed(built: Built) -> None:
    library = open_library(built.index)
    vector = library.embedder.encode_question("harbour wall")
    (built.seeds / "harbour.txt").unlink()
    report = build_index(built.seeds, built.index)
    assert not (built.index / library.generation).exists()
    assert report.generation != library.generation
    assert library.article("harbour.txt").cut(Span("harbour.txt", 0, 7)) == "Westmer"
    [row] = library.vectors.search(vector, 1, Filters())[0]
    assert library.passages([int(row)])[0][0].id == "harbour.txt"
    found, _ = library.lexical.search({"sandbag": 1.0}, 5, Filters())
    assert [article.id for article, _ in library.passages(found.tolist())] == ["harbour.txt"]
    assert library.entries().keys() == set(IDS)


def test_opening_follows_a_switch_that_happens_meanwhile(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = current_generation(built.index)
    read = Manifest.read
    switched: list[str] = []

    def read_late(folder: Path) -> Manifest:
        if not switched:  # the pointer has been read, and now a build ends
            (built.seeds / "new.txt").write_text("The wall was painted.", "utf-8")
            switched.append("")
            switched[0] = build_index(built.seeds, built.index).generation
        return read(folder)

    monkeypatch.setattr(Manifest, "read", staticmethod(read_late))
    library = open_library(built.index)
    assert [library.generation] == switched != [old]
    assert library.manifest.counts.articles == 5


def test_opening_races_with_many_builds(built: Built) -> None:
    stop = threading.Event()
    problems: list[BaseException] = []
    seen: set[str] = set()

    def keep_opening() -> None:
        while not stop.is_set():
            try:
                library = open_library(built.index)
                seen.add(library.generation)
                assert library.article("ferry.md").source == "Coast Weekly"
            except BaseException as error:
                problems.append(error)
                return

    thread = threading.Thread(target=keep_opening)
    thread.start()
    try:
        for number in range(4):
            (built.seeds / "new.txt").write_text(f"The wall has {number} gates.", "utf-8")
            build_index(built.seeds, built.index)
    finally:
        stop.set()
        thread.join()
    assert problems == []
    assert seen


def test_a_library_is_read_from_several_threads(library: Library) -> None:
    problems: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(30):
                assert [article.id for article in library.articles()] == IDS
                library.passages([0, 1])
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
