# ruff: noqa: E402  (what needs the extra comes after the word that it is missing)
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import servers
from conftest import SEEDS, Built, library_of, write_seeds
from rapidfuzz.distance import OSA

from rag.chat import Chat
from rag.cli import main
from rag.errors import (
    BuildRunning,
    IndexDamaged,
    IndexMisplaced,
    IndexMissing,
    RagError,
    StoreUnavailable,
)
from rag.index.build import build_index
from rag.index.generations import current_generation, use_store
from rag.index.library import Library, open_library
from rag.index.servers.store_address import StoreAddress, read_store, store_of
from rag.index.vector_index import RECALL
from rag.index.verify import verify_index
from rag.records import Filters

pymilvus = pytest.importorskip("pymilvus", reason="pymilvus is not installed")
pytest.importorskip("psycopg", reason="psycopg is not installed")

from rag.index import manifest
from rag.index.servers import milvus_search, milvus_store, postgres, served
from rag.index.servers.milvus_store import Collection

QUESTIONS = 200
FIRST = 10
TIE = 1e-4  # of a score in [0, 1]: what two ways to add up floating-point numbers differ by


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreAddress]:
    """Start both servers, and return the address of an index that is not there yet."""
    folder = tmp_path_factory.mktemp("milvus")
    with (
        servers.milvus(folder) as milvus_port,
        servers.postgres() as postgres_port,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(served, "GRACE", 0.0)
        database = f"postgresql://rag@127.0.0.1:{postgres_port}/postgres"
        yield read_store(f"milvus://127.0.0.1:{milvus_port}/news", database)
        milvus_store._client.cache_clear()


def kept_in(store: StoreAddress, name: str, small: Built, folder: Path) -> Path:
    """Return an index folder for an index of another name on the servers."""
    use_store(folder, replace(store, name=name))
    shutil.copytree(small.index / "encoders", folder / "encoders")  # exporting takes long
    return folder


@pytest.fixture(scope="module")
def both(
    store: StoreAddress, seeded: Built, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Chat, Chat]:
    """Return two chats over the same articles: from a folder and from the servers."""
    index = kept_in(store, "seeded", seeded, tmp_path_factory.mktemp("served") / "index")
    build_index(SEEDS, index)
    return Chat(seeded.index), Chat(index)


@pytest.fixture(scope="module")
def there(store: StoreAddress, small: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a small index on the servers, built once; read it only."""
    index = kept_in(store, "small", small, tmp_path_factory.mktemp("there") / "index")
    build_index(small.seeds, index)
    return Built(small.seeds, index)


@pytest.fixture
def built_there(store: StoreAddress, small: Built, tmp_path: Path) -> Built:
    """Return a small index on the servers that the test may change."""
    seeds = write_seeds(tmp_path / "seeds")
    name = f"test_{random.SystemRandom().randrange(10**6)}"
    index = kept_in(store, name, small, tmp_path / "index")
    build_index(seeds, index)
    return Built(seeds, index)


def made(store: StoreAddress, name: str) -> tuple[list[str], list[str]]:
    """Return the collections and the schemas of an index."""
    with closing(postgres.connect(store)) as connection:
        schemas = list(postgres.schemas(connection, name))
    return sorted(
        one for one in milvus_store.collections(store) if one.startswith(f"{name}_")
    ), schemas


def name_of(index: Path) -> str:
    address = store_of(index)
    assert address is not None
    return address.name


# --- the same answers


def questions_of(library: Library) -> list[tuple[str, Filters]]:
    """Return questions made from the articles by combining what stands in them."""
    chosen = random.Random(5)
    articles = list(library.articles())
    persons = list(library.people.quoted())
    filters = [
        Filters(),
        Filters(since=date(2024, 1, 1)),
        Filters(until=date(2024, 12, 31)),
        Filters(speakers=tuple(persons[:2])),
        Filters(sources=library.sources[:1], authors=library.authors[:1]),
        Filters(within=tuple(one.id for one in articles[:9])),
    ]
    forms = ("what did {} say about {}", "{} {}", "did {} speak of {} and why", "when was {} in {}")
    found = []
    for number in range(QUESTIONS):
        article = chosen.choice(articles)
        words = " ".join(chosen.sample(article.text.split(), 3))
        asked = forms[number % len(forms)].format(chosen.choice(persons), words)
        narrow = filters[number % len(filters)] if number % 3 == 0 else Filters()
        found.append((asked if number % 10 else article.title, narrow))
    return found


def test_both_stores_find_the_same_first_ten(both: tuple[Chat, Chat]) -> None:
    here, there = both
    equal = 0
    for question, filters in questions_of(here.library):
        one = [(p.chunk.row, p.score) for p in here.search(question, filters, FIRST)]
        other = [(p.chunk.row, p.score) for p in there.search(question, filters, FIRST)]
        assert [s for _, s in one] == pytest.approx([s for _, s in other], abs=TIE), question
        equal += [row for row, _ in one] == [row for row, _ in other]
    assert equal / QUESTIONS >= 0.99  # what differs are rows of one score


def test_both_stores_give_the_same_answers(both: tuple[Chat, Chat]) -> None:
    here, there = both
    for question in (
        "what did Brekelmans say about security guarantees",
        "what did Brekelmanns say about garantees",  # misspelt
        "who is Kaja Kallas",
    ):
        one, other = here.ask(question), there.ask(question)
        assert one.claims
        assert other.claims == one.claims
        assert (other.note, other.grade) == (one.note, one.grade)


def test_everything_stored_is_the_same(both: tuple[Chat, Chat]) -> None:
    one, other = both[0].library, both[1].library
    assert other.entries() == one.entries()
    assert other.people.quoted() == one.people.quoted()
    assert other.people.kinds() == one.people.kinds()
    asked = [frozenset(), frozenset(("minister",)), frozenset(("us", "president"))]
    for words in asked:
        assert other.people.in_role(words) == one.people.in_role(words)
        assert other.people.in_wider_role(words) == one.people.in_wider_role(words)
    assert other.people.named(["kallas", "kaja"]) == one.people.named(["kallas", "kaja"])
    assert other.people.spelled_like("Kallas") == one.people.spelled_like("Kallas")
    assert other.extent == one.extent
    assert (other.sources, other.authors) == (one.sources, one.authors)
    assert other.article_hashes() == one.article_hashes()
    assert list(other.articles(most=3)) == list(one.articles(most=3))
    rows = range(one.manifest.counts.chunks)
    assert other.stories_of(rows) == one.stories_of(rows)
    ids = one.article_hashes().keys()
    assert other.numbers.stories(ids) == one.numbers.stories(ids)
    assert np.array_equal(other.vectors.vectors_of(rows), one.vectors.vectors_of(rows))
    assert len(other.vectors) == len(other.lexical) == len(rows)


def test_what_copies_print_is_counted_and_cited_alike(
    store: StoreAddress, small: Built, tmp_path: Path
) -> None:
    story = (
        "The council of Westmere voted on Tuesday to raise the harbour wall by two metres.",
        "“We cannot wait,” said Mayor Ines Calder.",
        "Work on the wall is to begin in the spring and to last for three years.",
    )
    days = {"a.md": "date: 2025-03-05\n", "b.md": "date: 2025-03-04\n", "c.md": ""}
    texts = {
        name: f"---\ntitle: Seen by {name}\n{day}source: The {name}\n---\n" + "\n\n".join(story)
        for name, day in days.items()
    }
    (tmp_path / "here").mkdir()
    here = library_of(small, tmp_path / "here", texts)
    index = kept_in(store, "copies", small, tmp_path / "there" / "index")
    build_index(tmp_path / "here" / "seeds", index)
    for chat in (Chat(tmp_path / "here" / "index"), Chat(index)):
        [said] = chat.statements(["Ines Calder"], "")
        assert (said.article.id, [one.id for one in said.copies]) == ("b.md", ["a.md", "c.md"])
        assert chat.speakers() == here.people.quoted() == {"Ines Calder": 1}
        [claim] = chat.timeline("Ines Calder", "").claims
        assert [one.article.id for one in claim.sources] == ["b.md", "a.md", "c.md"]
        [undated] = chat.statements(["Ines Calder"], "", Filters(sources=("The c.md",)))
        assert (undated.article.id, undated.copies) == ("c.md", ())


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(since=date(2025, 1, 1)),
        Filters(until=date(2024, 1, 1)),
        Filters(speakers=("Kaja Kallas",)),
        Filters(sources=("None has 'this' \"name\" \\ {x}",)),
        Filters(within=("2025-02-13-europe-reacts.txt",)),
    ],
)
def test_lists_and_counts_are_the_same(both: tuple[Chat, Chat], filters: Filters) -> None:
    here, there = both
    assert there.headings(filters) == here.headings(filters)
    assert there.headings(filters, 'ukraine "security guarantees" 10%') == here.headings(
        filters, 'ukraine "security guarantees" 10%'
    )
    assert there.headings(filters, "NATO") == here.headings(filters, "NATO")
    assert there.counts(filters) == here.counts(filters)
    assert there.library.statements(filters=filters) == here.library.statements(filters=filters)


@pytest.mark.parametrize(
    "search",
    ['"security guarantees"', "sanction*", "speaker:Kallas NATO", '"oil ukraine"~9 OR tariff*'],
)
def test_an_exact_search_finds_the_same(both: tuple[Chat, Chat], search: str) -> None:
    here, there = (list(chat.search_exactly(search).passages()) for chat in both)
    assert here
    assert there == here


@pytest.mark.parametrize("word", ["ukrane", "brekelmanns", "sanctoins", "nato", "xyzzyx"])
@pytest.mark.parametrize("steps", [0, 1, 2])
def test_near_words_are_the_same(both: tuple[Chat, Chat], word: str, steps: int) -> None:
    here, there = (chat.library.lexical.near_words(word, steps) for chat in both)
    assert there.keys() == here.keys()


def test_words_two_steps_apart_have_letters_left_out_in_common() -> None:
    chosen = random.Random(2)
    for _ in range(2000):
        word = "".join(chosen.choices("abcd", k=chosen.randrange(3, 12)))
        other = list(word)
        for _ in range(2):
            at = chosen.randrange(len(other))
            match chosen.randrange(4):
                case 0:
                    other.insert(at, "x")
                case 1 if len(other) > 1:
                    del other[at]
                case 2:
                    other[at] = "x"
                case _:
                    other[at : at + 2] = other[at : at + 2][::-1]
        near = "".join(other)
        if OSA.distance(word, near) <= 2:
            left = set(postgres.letters_left_out(word))
            assert left & set(postgres.letters_left_out(near)), (word, near)


def written(collection: Collection, vectors: np.ndarray) -> None:
    """Write a collection with these vectors; each row has the word of its own number and a 1."""
    milvus_store.create(collection, vectors.shape[1], len(vectors))
    facts = {"day": 0, "source": "", "author": "", "speakers": [], "places": [], "sha256": ""}
    rows = (
        {"row": n, "meaning": one, "words": {1: 1.0, n + 2: 1.0}, **facts}
        for n, one in enumerate(vectors)
    )
    milvus_store.insert(collection, rows)


def test_many_vectors_are_searched_by_a_graph_with_a_measured_recall(
    store: StoreAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (milvus_store, milvus_search):
        monkeypatch.setattr(module, "EXACT_UP_TO", 100)
    given = np.random.default_rng(4).normal(size=(300, 16)).astype(np.float32)
    given /= np.linalg.norm(given, axis=1, keepdims=True)
    given[200:] = 0  # as of what comes late in a very long article
    collection = Collection(store, "graph_00000001")
    written(collection, given)
    found = milvus_search.measured(collection, given)
    assert (found.kind, found.probes) == ("Milvus, HNSW", 64)
    assert found.recall >= RECALL
    milvus_store.drop(collection)


def searched(collection: Collection, word: int) -> list[int]:
    """Return the rows with a word."""
    rows, _ = collection.search("words", {word: 1.0}, 9, "", {})
    return [int(row) for row in rows]


def test_what_a_server_does_when_it_is_first_searched_is_waited_for_by_the_build(
    store: StoreAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, float]] = []
    ask = Collection.ask

    def listening(self: Collection, work: Callable[..., Any], /, **given: Any) -> Any:
        asked.append((work.__name__, given.get("timeout", 0)))
        return ask(self, work, **given)

    monkeypatch.setattr(Collection, "ask", listening)
    collection = Collection(store, "first_00000001")
    written(collection, np.eye(4, dtype=np.float32))
    long, first = milvus_store.LONG, milvus_store.FIRST
    assert asked[2:] == [  # after it was made, and what is searched in it
        ("insert", long), ("flush", long), ("load_collection", milvus_store.LOADING),
        ("search", first), ("search", first),
    ]  # fmt: skip
    assert searched(collection, 1) == [0, 1, 2, 3]
    assert asked[-1] == ("search", milvus_store.PATIENCE)

    with monkeypatch.context() as patch:
        patch.setattr(milvus_store, "PATIENCE", -1.0)  # over before it begins
        with pytest.raises(StoreUnavailable) as late:
            searched(collection, 3)
    assert str(late.value) == (
        f"Milvus at {store.milvus} has not answered in time. "
        "It may be busy, or still be reading what it searches: ask again in a minute."
    )
    assert searched(collection, 3) == [1]
    assert asked[-1] == ("search", first)  # it may have been started again
    milvus_store.drop(collection)


def test_a_server_that_was_started_again_answers(store: StoreAddress, tmp_path: Path) -> None:
    vectors = np.eye(4, dtype=np.float32)
    with servers.milvus(tmp_path) as port:
        collection = Collection(replace(store, port=port), "again_00000001")
        written(collection, vectors)
    with servers.milvus(tmp_path, port):
        assert searched(collection, 4) == [2]
        rows, _ = collection.search("meaning", vectors[3], 1, "", {})
        assert rows.tolist() == [3]
        assert collection.count() == 4


# --- generations


def test_a_removed_article_is_gone_from_both_servers(
    store: StoreAddress, built_there: Built
) -> None:
    name, first = name_of(built_there.index), current_generation(built_there.index)
    before = Chat(built_there.index)
    assert before.article("ferry.md").title
    (built_there.seeds / "ferry.md").unlink()
    report = build_index(built_there.seeds, built_there.index)
    assert (report.changed, report.embedded) == (True, 0)  # what stays was taken over
    assert report.generation > first
    only = [f"{name}_{report.generation}"]
    assert made(store, name) == (only, only)
    with pytest.raises(RagError, match="No article has the id 'ferry.md'"):
        before.article("ferry.md")  # an open chat follows
    rows = [
        one
        for one in Collection(store, only[0]).get(range(report.counts.chunks), ["places", "author"])
        if "ferry.md" in one["places"] or one["author"] == "Jon Abara"
    ]
    assert rows == []


def test_a_build_that_dies_leaves_the_old_one_answering_and_the_next_one_clears_up(
    store: StoreAddress, built_there: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, first = name_of(built_there.index), current_generation(built_there.index)

    def die(*given: object) -> None:
        raise SystemExit("killed")

    (built_there.seeds / "new.txt").write_text("A storm broke the mole of Oldport.", "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(milvus_store, "point_to", die)
        patch.setattr(served.Served, "discard", lambda self, generation: None)
        with pytest.raises(SystemExit, match="killed"):
            build_index(built_there.seeds, built_there.index)
    assert len(made(store, name)[0]) == len(made(store, name)[1]) == 2
    assert current_generation(built_there.index) == first
    assert Chat(built_there.index).ask("Who voted to raise the harbour wall?").claims
    report = build_index(built_there.seeds, built_there.index)
    assert report.counts.articles == 5
    only = [f"{name}_{report.generation}"]
    assert made(store, name) == (only, only)

    def fail(*given: object) -> None:
        raise StoreUnavailable("Milvus went away.", fix="Wait.")

    (built_there.seeds / "ferry.md").unlink()
    monkeypatch.setattr(milvus_store, "insert", fail)
    with pytest.raises(StoreUnavailable, match="Milvus went away"):
        build_index(built_there.seeds, built_there.index)
    assert made(store, name) == (only, only)  # a build that fails clears up by itself


def others(store: StoreAddress, collection: str) -> None:
    """Make a collection as another program would."""
    milvus_store.connect(store).create_collection(collection, dimension=4)


def test_nothing_that_others_made_is_removed(store: StoreAddress, built_there: Built) -> None:
    name, first = name_of(built_there.index), current_generation(built_there.index)
    (built_there.seeds / "ferry.md").unlink()
    others(store, f"{name}_00000042")
    theirs = f"{name}_00000043"
    away = f"{name}_00000044"
    with closing(postgres.connect(store)) as connection:
        connection.execute(f"CREATE SCHEMA {theirs}".encode())
        postgres.Writing(connection, away, "http://other:19530")
        # As an earlier version wrote it.
        connection.execute(f"COMMENT ON SCHEMA {name}_{first} IS '{postgres.COMMENT}'".encode())
    report = build_index(built_there.seeds, built_there.index)
    only = f"{name}_{report.generation}"
    assert only == f"{name}_00000045"
    assert made(store, name) == ([f"{name}_00000042", only], [theirs, away, only])


def test_a_name_that_others_have_is_refused_before_any_work(
    store: StoreAddress, tmp_path: Path
) -> None:
    def refused(name: str) -> str:
        use_store(tmp_path / name, replace(store, name=name))
        with pytest.raises(StoreUnavailable) as error:
            build_index(SEEDS, tmp_path / name, model="none")
        assert error.value.fix.startswith("Take another name")
        return error.value.problem

    others(store, "wares")
    milvus_store.connect(store).create_alias("wares", "cart")
    assert refused("wares").endswith("has a collection wares, which no build has made.")
    assert refused("cart").endswith("is wares, which no build has made.")
    assert milvus_store.pointed_to(replace(store, name="cart")) == "wares"
    with closing(postgres.connect(store)) as connection:
        postgres.Writing(connection, "twice_00000001", "http://other:19530")
    assert refused("twice").endswith("index twice of another Milvus, at http://other:19530.")
    assert made(store, "twice") == ([], ["twice_00000001"])


def test_the_same_milvus_under_another_address_is_the_same(
    store: StoreAddress, built_there: Built
) -> None:
    name, first = name_of(built_there.index), current_generation(built_there.index)
    with closing(postgres.connect(store)) as connection:
        said = f"{postgres.COMMENT}{postgres.FOR}http://other:19530"
        connection.execute(f"COMMENT ON SCHEMA {name}_{first} IS '{said}'".encode())
    (built_there.seeds / "ferry.md").unlink()
    only = [f"{name}_{build_index(built_there.seeds, built_there.index).generation}"]
    assert made(store, name) == (only, only)


def test_what_cannot_be_switched_to_is_removed_and_what_was_switched_to_is_kept(
    store: StoreAddress, built_there: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, first = name_of(built_there.index), current_generation(built_there.index)
    point_to = milvus_store.point_to

    def fail(*given: Any) -> None:
        raise StoreUnavailable("Milvus went away.", fix="Wait.")

    def move_and_fail(*given: Any) -> None:
        point_to(*given)
        fail()

    (built_there.seeds / "ferry.md").unlink()
    monkeypatch.setattr(milvus_store, "point_to", fail)
    with pytest.raises(StoreUnavailable, match="went away"):
        build_index(built_there.seeds, built_there.index)
    assert made(store, name) == ([f"{name}_{first}"], [f"{name}_{first}"])
    monkeypatch.setattr(milvus_store, "point_to", move_and_fail)
    with pytest.raises(StoreUnavailable, match="went away"):
        build_index(built_there.seeds, built_there.index)
    assert current_generation(built_there.index) > first
    assert open_library(built_there.index).manifest.counts.articles == 3


def test_the_vectors_of_an_older_format_are_taken_over_where_they_are_whole(
    store: StoreAddress, built_there: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raise_format() -> None:
        newer = manifest.FORMAT + 1
        for module in (manifest, served):
            monkeypatch.setattr(module, "FORMAT", newer)

    old = open_library(built_there.index)
    every = range(old.manifest.counts.chunks)
    before = old.vectors.vectors_of(every)
    raise_format()
    report = build_index(built_there.seeds, built_there.index)
    assert (report.changed, report.embedded) == (True, 0)
    assert "this version reads" in report.started_over
    library = open_library(built_there.index)
    assert np.array_equal(library.vectors.vectors_of(every), before)

    raise_format()
    address = store_of(built_there.index)
    assert address is not None
    older = served.Served(built_there.index, address).of_older_format
    known = older(library.embedder.facts)
    assert known is not None
    assert sorted(known.rows.values()) == list(every)
    assert older(replace(library.embedder.facts, cosine=0.5)) is None
    whole = f"{address.name}_{report.generation}"
    Collection(store, whole).ask(pymilvus.MilvusClient.delete, ids=[0])
    assert older(library.embedder.facts) is None
    with closing(postgres.connect(store)) as connection:
        connection.execute(f"ALTER TABLE {whole}.chunks DROP COLUMN sha256".encode())
    assert older(library.embedder.facts) is None


def test_two_builds_at_once_are_refused_from_whatever_machine(
    store: StoreAddress, small: Built, there: Built, tmp_path: Path
) -> None:
    name = name_of(there.index)
    other = kept_in(store, name, small, tmp_path / "other machine")
    with (
        postgres.building(replace(store, name=name)),
        pytest.raises(BuildRunning, match=f"Another build of the index {name} is running"),
    ):
        build_index(there.seeds, other)


def test_a_build_whose_lock_was_lost_does_not_switch(
    store: StoreAddress, built_there: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, first = name_of(built_there.index), current_generation(built_there.index)
    insert = milvus_store.insert

    def losing(*given: Any) -> None:
        insert(*given)
        with closing(postgres.connect(store)) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            )

    (built_there.seeds / "ferry.md").unlink()
    monkeypatch.setattr(milvus_store, "insert", losing)
    with pytest.raises(StoreUnavailable, match=f"that held the index {name} against other"):
        build_index(built_there.seeds, built_there.index)
    assert made(store, name) == ([f"{name}_{first}"], [f"{name}_{first}"])


def test_a_machine_that_only_answers_needs_the_addresses_alone(
    there: Built, tmp_path: Path
) -> None:
    address = store_of(there.index)
    assert address is not None
    use_store(tmp_path / "elsewhere", address)
    one = Chat(tmp_path / "elsewhere").ask("Who voted to raise the harbour wall?")
    assert one.claims == Chat(there.index).ask("Who voted to raise the harbour wall?").claims


# --- checking


def test_an_index_on_servers_is_verified(both: tuple[Chat, Chat]) -> None:
    found = verify_index(both[1]._index, SEEDS)
    assert (found.damage, found.stale) == ((), ())
    assert found.summary.endswith("13 tables are as they should be.")


def test_what_was_changed_on_the_servers_is_named(store: StoreAddress, built_there: Built) -> None:
    whole = f"{name_of(built_there.index)}_{current_generation(built_there.index)}"
    with closing(postgres.connect(store)) as connection:
        connection.execute(f"UPDATE {whole}.statements SET role = 'king'".encode())
        connection.execute(f"DELETE FROM {whole}.speakers".encode())
    collection = Collection(store, whole)
    [row] = collection.get([0], ["meaning", "words", "day", "source", "author", "speakers",
                                 "places", "sha256"])  # fmt: skip
    turned = {**row, "meaning": [-one for one in row["meaning"]], "source": "Another Paper"}
    collection.ask(pymilvus.MilvusClient.upsert, data=[turned])
    assert list(verify_index(built_there.index, built_there.seeds).damage) == [
        f"{whole}.statements has changed since it was written.",
        f"{whole}.speakers has 0 rows, 2 were written.",
        f"ferry.md: the chunk at 0 has another source in {whole}.",
        "ferry.md: the vector of the chunk at 0 is not that of its text.",
    ]
    with closing(postgres.connect(store)) as connection:
        postgres.drop_schema(connection, whole)
    with pytest.raises(IndexDamaged, match=f"PostgreSQL has no schema {whole}, which Milvus names"):
        open_library(built_there.index)
    assert build_index(built_there.seeds, built_there.index).started_over


# --- what is wrong with the servers


def test_a_name_that_nobody_built_is_no_index(store: StoreAddress, tmp_path: Path) -> None:
    use_store(tmp_path, replace(store, name="nothing"))
    with pytest.raises(IndexMissing, match="holds no index nothing"):
        open_library(tmp_path)


def test_servers_that_do_not_answer_are_named(
    store: StoreAddress, there: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(milvus_store, "PATIENCE", 1.0)
    nowhere = servers.free_port()
    use_store(tmp_path / "a", replace(store, port=nowhere))
    with pytest.raises(StoreUnavailable, match=f"Milvus at http://127.0.0.1:{nowhere} does not do"):
        open_library(tmp_path / "a")
    address = replace(store, name=name_of(there.index))
    away = replace(address, database=f"postgresql://rag@127.0.0.1:{nowhere}/postgres")
    use_store(tmp_path / "b", away)
    with pytest.raises(StoreUnavailable, match="PostgreSQL cannot be reached .*refused"):
        open_library(tmp_path / "b")
    monkeypatch.delenv("RAG_DATABASE", raising=False)
    use_store(tmp_path / "c", replace(address, database=""))
    with pytest.raises(StoreUnavailable, match="no address of PostgreSQL is given"):
        open_library(tmp_path / "c")
    monkeypatch.setenv("RAG_DATABASE", address.database)
    assert open_library(tmp_path / "c").manifest.counts.articles == 4


def test_who_may_only_read_can_answer_and_not_build(
    store: StoreAddress, there: Built, tmp_path: Path
) -> None:
    address = replace(store, name="small")
    use_store(
        tmp_path / "index", replace(address, database=address.database.replace("rag@", "reader@"))
    )
    with closing(postgres.connect(address)) as connection:
        connection.execute("CREATE ROLE reader LOGIN")
    with pytest.raises(StoreUnavailable, match="user may not read the schema small_"):
        open_library(tmp_path / "index")
    with closing(postgres.connect(address)) as connection:
        for statement in (
            f"GRANT USAGE ON SCHEMA small_{current_generation(there.index)} TO reader",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA small_{current_generation(there.index)} "
            "TO reader",
        ):
            connection.execute(statement.encode())
    assert Chat(tmp_path / "index").ask("Who voted to raise the harbour wall?").claims
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "new.txt").write_text("A storm broke the mole of Oldport.", "utf-8")
    with pytest.raises(
        StoreUnavailable, match="user reader may not make schemas in the .* postgres"
    ):
        build_index(tmp_path / "seeds", tmp_path / "index", model="none")


def test_what_is_not_installed_is_named(
    store: StoreAddress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_store(tmp_path, store)
    monkeypatch.setitem(sys.modules, "rag.index.servers.served", None)
    with pytest.raises(StoreUnavailable, match="is not installed. Install it: pip install"):
        open_library(tmp_path)


def test_a_connection_that_broke_is_made_again(store: StoreAddress, there: Built) -> None:
    library = open_library(there.index)
    assert library.lists.count(Filters()) == 4
    with closing(postgres.connect(store)) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid != pg_backend_pid()"
        )
    assert library.lists.count(Filters()) == 4


# --- the command line


def test_every_command_goes_by_the_store(
    store: StoreAddress,
    small: Built,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    index = kept_in(store, "commands", small, tmp_path / "index")
    where = ["--index", str(index)]
    named = ["--store", f"milvus://{store.host}:{store.port}/commands"]
    named += ["--database", store.database]
    assert main(["index", *where, *named, "--seeds", str(small.seeds)]) == 0
    capsys.readouterr()
    for command in (
        ["ask", "what did Calder say about the wall"],
        ["search", "harbour wall"],
        ["said", "Calder"],
        ["speakers"],
        ["list"],
    ):
        assert main([*command, *where, *named]) == 0
        there = capsys.readouterr().out
        assert main([*command, "--index", str(small.index)]) == 0
        assert there == capsys.readouterr().out
    assert main(["verify", *where, "--seeds", str(small.seeds)]) == 0
    assert main(["ask", "wall", "--index", str(small.index), *named]) == 1
    assert "keeps an index of its own" in capsys.readouterr().err


def test_a_folder_is_that_of_one_store(store: StoreAddress, tmp_path: Path) -> None:
    use_store(tmp_path, store)
    use_store(tmp_path, replace(store, database=""))  # the address is remembered
    assert store_of(tmp_path) == store
    with pytest.raises(IndexMisplaced, match="is that of milvus://127.0.0.1:.*/news") as error:
        use_store(tmp_path, replace(store, name="other"))
    assert error.value.fix.endswith(f"or remove {tmp_path / 'STORE'}.")


def test_a_store_that_is_not_there_is_not_kept_in_mind(
    store: StoreAddress, there: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "index"

    def asked(address: StoreAddress, *command: str) -> str:
        named = ["--store", address.written, "--database", address.database]
        assert main([*command, "--index", str(folder), *named]) == 1
        assert not folder.exists()
        return capsys.readouterr().err

    away = f"127.0.0.1:{servers.free_port()}"
    assert "holds no index nonsuch" in asked(replace(store, name="nonsuch"), "list")
    nowhere = replace(store, database=f"postgresql://rag@{away}/postgres")
    assert "PostgreSQL cannot be reached" in asked(replace(nowhere, name="small"), "list")
    assert "PostgreSQL cannot be reached" in asked(replace(nowhere, name="nonsuch"), "index")
    assert name_of(there.index) == "small"
