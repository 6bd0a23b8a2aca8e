import json
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import Built

from rag.build import build_index
from rag.errors import IndexDamaged, IndexMismatch, IndexMissing, RagError, UnknownArticle
from rag.records import Filters, Span
from rag.store import (
    FORMAT,
    Library,
    Manifest,
    current_generation,
    damaged_files,
    open_library,
    read_entries,
)
from rag.vectors import VectorFacts

IDS = ["ferry.md", "harbour.txt", "news.jsonl#1", "news.jsonl#2"]


@pytest.fixture(scope="module")
def library(small: Built) -> Library:
    return open_library(small.index)


def generation(built: Built) -> Path:
    return built.index / current_generation(built.index)


def test_articles_come_newest_first_and_undated_ones_last(library: Library) -> None:
    assert [article.id for article in library.articles()] == IDS
    assert library.extent() == (4, date(2024, 11, 2), date(2025, 3, 14))
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
        if row in library.rows_of(article.id)
    ]  # fmt: skip
    assert library.passages([]) == []
    assert sorted(row for name in IDS for row in library.rows_of(name)) == list(
        range(library.manifest.counts.chunks)
    )
    assert library.rows_of("nowhere") == range(0)


def test_sentences_are_those_inside_a_span(library: Library) -> None:
    article = library.article("news.jsonl#2")
    whole = library.sentences(Span(article.id, 0, len(article.text)))
    assert [article.cut(sentence.span) for sentence in whole] == [
        "The herring quota falls by a tenth.",
        "Fishermen protested in Oldport.",
    ]
    assert library.sentences(Span(article.id, 1, len(article.text))) == whole[1:]


def test_statements_are_found_by_person_place_and_filter(library: Library) -> None:
    said = library.statements(person="Ines Calder")
    assert [article.id for article, _ in said] == ["ferry.md"] * 2 + ["harbour.txt"] * 2
    assert library.persons()["Ines Calder"] == 4
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
    allowed = library.allowed_rows(filters)
    assert allowed is not None
    assert allowed.nonzero()[0].tolist() == sorted(
        row for name in ids for row in library.rows_of(name)
    )


def test_no_filter_allows_everything(library: Library) -> None:
    assert library.allowed_rows(Filters()) is None


def test_everything_stored_can_be_read_back(library: Library) -> None:
    entries = read_entries(library)
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
    before = read_entries(open_library(built.index))
    damage(built)
    with pytest.raises(kind, match=message) as caught:
        open_library(built.index)
    assert caught.value.fix == "Run `rag index`."
    if name == "encoder missing":
        return  # mended by exporting the model again: see the build's tests
    report = build_index(built.seeds, built.index)
    assert report.started_over == caught.value.problem
    assert report.changed
    assert report.embedded == report.counts.chunks
    assert read_entries(open_library(built.index)) == before


def test_large_files_are_compared_by_size_alone_when_opened(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.store.CHECKED_UP_TO", 1000)
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
    [row] = library.vectors.search(vector, 1, None)[0]
    assert library.passages([int(row)])[0][0].id == "harbour.txt"
    found, _ = library.lexical.search({"sandbag": 1.0}, 5, Filters())
    assert [article.id for article, _ in library.passages(found.tolist())] == ["harbour.txt"]
    assert read_entries(library).keys() == set(IDS)


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
