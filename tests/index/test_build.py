import ctypes
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from conftest import Built
from test_chunking import FRAGMENTS, SPACES

from rag.articles.folder import load_articles
from rag.errors import BuildRunning, IndexUnwritable, ModelUnavailable, NoArticles, RagError
from rag.index import build, database, known_vectors, library, manifest, work
from rag.index.build import BuildReport, build_index
from rag.index.database import SCHEMA, Entry
from rag.index.generations import MARK, current_generation
from rag.index.known_vectors import WORK, open_work
from rag.index.library import open_library
from rag.index.manifest import begin_manifest
from rag.index.program import program_digest
from rag.index.vector_index import read_embeddings
from rag.index.verify import verify_index
from rag.models import encoder, encoder_export
from rag.models.encoder import Encoder, model_folder
from rag.records import Article, Filters, Refusal, Statement

IDS = ["ferry.md", "harbour.txt", "news.jsonl#1", "news.jsonl#2"]
MARKER = "zyzzyvaland"  # a word that stands nowhere else


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that every text encoded from here on is added to."""
    texts: list[str] = []
    encode = Encoder.encode

    def listening(self: Encoder, given: Sequence[str], **named: Any) -> np.ndarray:
        texts.extend(given)
        return encode(self, given, **named)

    monkeypatch.setattr(Encoder, "encode", listening)
    return texts


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def files_with(folder: Path, word: str) -> list[str]:
    """Return the files below ``folder`` that hold a word, however its letters are stored."""
    forms = [word.encode(), word.encode("utf-16-le"), word.encode()[::-1], word.upper().encode()]
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


def answers(index: Path) -> list[str]:
    """Return what an index finds: proof that every part of it can be read."""
    library = open_library(index)
    rows, _ = library.lexical.search({"wall": 1.0}, 9, Filters())
    near, _ = library.vectors.search(library.embedder.encode_question("wall"), 1, Filters())
    return [
        library.article("harbour.txt").text,
        *(article.id for article, _ in library.passages([*rows.tolist(), *near.tolist()])),
        *(article.cut(one.words) for article, one in library.statements()),
    ]


def test_an_unchanged_folder_makes_no_new_generation(built: Built, encoded: list[str]) -> None:
    before = snapshot(built.index)
    report = build_index(built.seeds, built.index)
    assert not report.changed
    assert report.embedded == 0
    assert report.generation == current_generation(built.index)
    assert report.counts == open_library(built.index).manifest.counts
    assert snapshot(built.index) == before
    assert encoded == []


def test_only_new_and_changed_text_is_embedded(built: Built, encoded: list[str]) -> None:
    old = current_generation(built.index)
    (built.seeds / "new.txt").write_text("The gate was painted green.", "utf-8")
    text = (built.seeds / "ferry.md").read_text("utf-8")
    (built.seeds / "ferry.md").write_text(text.replace("from May", "from June"), "utf-8")
    report = build_index(built.seeds, built.index)
    assert report.changed
    assert sorted(encoded) == [
        "Night ferry to return after eleven years · Coast Weekly · 2025-03-14 · The night ferry "
        "between Westmere and Oldport will sail again from June.\n\nMayor Ines Calder warned that "
        'the ferry would need a wider gate. "Nobody wants a ship that waits outside," she said.',
        "The gate was painted green. · The gate was painted green.",
    ]
    assert report.embedded == 2
    assert report.counts.articles == 5
    assert not (built.index / old).exists()


def test_a_renamed_file_is_not_embedded_again(built: Built, encoded: list[str]) -> None:
    (built.seeds / "harbour.txt").rename(built.seeds / "wall.txt")
    report = build_index(built.seeds, built.index)
    assert (report.changed, report.embedded, encoded) == (True, 0, [])
    assert open_library(built.index).article("wall.txt").title


def test_an_index_built_in_steps_is_that_of_a_full_build(built: Built, tmp_path: Path) -> None:
    (built.seeds / "a-new.txt").write_text("The gate was painted green.", "utf-8")
    (built.seeds / "news.jsonl").unlink()
    build_index(built.seeds, built.index)
    (tmp_path / "fresh").mkdir()
    shutil.copytree(built.index / "encoders", tmp_path / "fresh" / "encoders")
    full = build_index(built.seeds, tmp_path / "fresh")
    assert full.embedded == full.counts.chunks
    again = build_index(built.seeds, built.index, full=True)
    folders = [
        built.index / again.generation,
        tmp_path / "fresh" / full.generation,
    ]
    for name in ("articles.sqlite", "embeddings.npy", "vectors.faiss"):
        one, other = (folder / name for folder in folders)
        assert one.read_bytes() == other.read_bytes(), name


def test_vectors_taken_over_are_those_of_a_full_build(built: Built) -> None:
    (built.seeds / "a-new.txt").write_text("The gate was painted green.", "utf-8")
    step = build_index(built.seeds, built.index)
    assert step.embedded == 1
    taken = np.array(read_embeddings(built.index / step.generation))
    entries = open_library(built.index).entries()
    full = build_index(built.seeds, built.index, full=True)
    assert full.embedded == full.counts.chunks == 5
    assert np.array_equal(read_embeddings(built.index / full.generation), taken)
    assert open_library(built.index).entries() == entries


def test_words_of_removed_articles_are_in_no_file(built: Built) -> None:
    text = f"{MARKER.title()} said {MARKER} will rise. “{MARKER.upper()}!” said Mayor {MARKER}."
    (built.seeds / "secret.txt").write_text(text, "utf-8")
    build_index(built.seeds, built.index)
    assert files_with(built.index, MARKER) != []
    (built.seeds / "secret.txt").unlink()
    report = build_index(built.seeds, built.index)
    assert report.embedded == 0
    assert files_with(built.index, MARKER) == []
    assert sorted(path.name for path in built.index.iterdir()) == [
        ".lock", MARK, report.generation, "CURRENT", "encoders"
    ]  # fmt: skip


def test_words_left_by_a_build_that_died_are_removed_even_if_nothing_changed(built: Built) -> None:
    left = built.index / "00000077"
    left.mkdir()
    begin_manifest(left, "0123456789abcdef")
    (left / "articles.sqlite").write_text(MARKER, "utf-8")
    other = built.index / "encoders" / "0123456789abcdef"
    other.mkdir()
    assert not build_index(built.seeds, built.index).changed
    assert files_with(built.index, MARKER) == []
    assert not other.exists()


def test_removing_everything_leaves_the_index_as_it_is(built: Built) -> None:
    for path in built.seeds.iterdir():
        path.unlink()
    before = snapshot(built.index)
    with pytest.raises(NoArticles, match="holds no article"):
        build_index(built.seeds, built.index)
    assert snapshot(built.index) == before


def test_another_version_of_the_program_takes_over_the_vectors_alone(
    built: Built, encoded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "program_digest", lambda: "another")
    split: list[str] = []
    taken_apart = work.taken_apart

    def listening(article: Article, embedder: Encoder) -> Entry | Refusal:
        split.append(article.id)
        return taken_apart(article, embedder)

    monkeypatch.setattr(work, "taken_apart", listening)
    report = build_index(built.seeds, built.index)
    assert (report.changed, report.embedded, encoded) == (True, 0, [])
    assert split == ["ferry.md", "harbour.txt", "news.jsonl#1", "news.jsonl#2"]
    assert not build_index(built.seeds, built.index).changed


def test_a_missing_encoder_is_made_again_and_told_of(
    built: Built, small: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copied(model: str, digest: str, loaded: object, target: Path, *given: object) -> None:
        shutil.copytree(small.index / "encoders" / target.name, target, dirs_exist_ok=True)

    monkeypatch.setattr(encoder_export, "load_model", lambda source: None)
    monkeypatch.setattr(encoder_export, "_make_encoder", copied)  # for the real one takes long
    shutil.rmtree(built.index / "encoders")
    report = build_index(built.seeds, built.index)
    assert "The encoder in " in report.started_over
    assert "No such file" in report.started_over
    assert report.embedded == report.counts.chunks
    assert verify_index(built.index, built.seeds).damage == ()


def test_another_model_starts_over_and_removes_the_first_ones_encoder(
    built: Built, tmp_path: Path
) -> None:
    # The same model with other weights, saved in a folder: a model of one's own.
    from safetensors.numpy import load_file, save_file

    shutil.copytree(model_folder("all-MiniLM-L6-v2"), tmp_path / "mine")
    [weights] = (tmp_path / "mine").glob("*.safetensors")
    tensors = load_file(weights)
    name = next(one for one in tensors if one.endswith("word_embeddings.weight"))
    save_file({**tensors, name: tensors[name] * 1.01}, weights, metadata={"format": "pt"})
    mine = str(tmp_path / "mine")
    report = build_index(built.seeds, built.index, model=mine)
    assert report.started_over == f"The index was made with all-MiniLM-L6-v2, not {mine}."
    assert report.embedded == report.counts.chunks
    assert len(list((built.index / "encoders").iterdir())) == 1
    assert open_library(built.index).embedder.name == mine
    assert not build_index(built.seeds, built.index, model=mine).changed


def test_a_model_that_is_not_here_leaves_the_index_as_it_is(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "DEFAULT_PACKAGE", "no_such_package_here")
    before = snapshot(built.index)
    with pytest.raises(ModelUnavailable):
        build_index(built.seeds, built.index)
    assert snapshot(built.index) == before


def test_a_second_build_is_refused_while_one_runs(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    (built.seeds / "new.txt").write_text("The gate is open.", "utf-8")
    inside, go_on = threading.Event(), threading.Event()

    def slow(*given: object, **named: object) -> object:
        inside.set()
        assert go_on.wait(60)
        return load_articles(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(build, "load_articles", slow)
    reports: list[BuildReport] = []
    first = threading.Thread(target=lambda: reports.append(build_index(built.seeds, built.index)))
    first.start()
    assert inside.wait(60)
    try:
        with pytest.raises(BuildRunning, match=f"Another build of {built.index} is") as caught:
            build_index(built.seeds, built.index)
        assert caught.value.fix == "Wait for it to end, then try again."
        second = rag("index", built)
        assert second.returncode == 1
        assert "Another build of" in second.stderr
    finally:
        go_on.set()
        first.join()
    assert [report.changed for report in reports] == [True]


def test_progress_tells_how_far_it_has_come(built: Built) -> None:
    heard: list[tuple[str, int, int]] = []
    (built.seeds / "new.txt").write_text("The gate is open.", "utf-8")
    build_index(
        built.seeds,
        built.index,
        progress=lambda stage, done, total: heard.append((stage, done, total)),
    )
    assert heard == [
        *(("reading articles", number, 5) for number in range(1, 6)),
        ("embedding passages", 1, 1),
    ]


def test_generated_files_give_an_index_without_a_fault(built: Built) -> None:
    chance = random.Random(5)
    for number in range(60):
        parts = chance.choices(FRAGMENTS, k=chance.randint(1, 80))
        text = "".join(part + chance.choice(SPACES) for part in parts)
        path = built.seeds / f"{number} שלום.{chance.choice(['txt', 'md'])}"
        path.write_bytes(text.encode())
    report = build_index(built.seeds, built.index)
    assert report.counts.articles + len(report.refusals) == 64
    assert report.counts.articles > 60
    problems = verify_index(built.index, built.seeds)
    assert (problems.damage, problems.stale) == ((), ())


# --- what can go wrong with an article


def test_an_article_that_the_program_fails_on_is_named_and_the_rest_is_built(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(article: Article, *given: object) -> tuple[Statement, ...]:
        if article.id == "b.txt":
            raise IndexError("list index\nout of range")
        return ()

    monkeypatch.setattr(work, "find_statements", failing)
    for name in ("a", "b", "c"):
        (built.seeds / f"{name}.txt").write_text(f"The gate of {name} is open.", "utf-8")
    report = build_index(built.seeds, built.index)
    reason = (
        "The program fails on it (IndexError: list index out of range); please report that, or "
        "remove it."
    )
    assert report.refusals == (Refusal("b.txt", reason),)
    assert sorted(report_ids(built)) == ["a.txt", "c.txt", *IDS]
    again = build_index(built.seeds, built.index)
    assert (again.changed, again.refusals) == (False, report.refusals)
    monkeypatch.undo()
    assert build_index(built.seeds, built.index).refusals == ()
    assert sorted(report_ids(built)) == ["a.txt", "b.txt", "c.txt", *IDS]


def report_ids(built: Built) -> list[str]:
    return [article.id for article in open_library(built.index).articles()]


def test_where_the_program_fails_on_every_article_the_index_stays(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*given: object) -> None:
        raise ValueError("no")

    before = snapshot(built.index)
    monkeypatch.setattr(build, "program_digest", lambda: "another")
    monkeypatch.setattr(work, "find_statements", failing)
    with pytest.raises(NoArticles) as caught:
        build_index(built.seeds, built.index)
    assert caught.value.problem == (
        f"{built.seeds} holds no article that can be indexed; the first: ferry.md: The program "
        "fails on it (ValueError: no); please report that, or remove it."
    )
    assert snapshot(built.index) == before


# --- what can go wrong with the folder


def breaks_at(monkeypatch: pytest.MonkeyPatch, target: str, error: Exception) -> None:
    def failing(*given: object, **named: object) -> None:
        raise error

    monkeypatch.setattr(target, failing)


FULL = OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("target", "error", "reason"),
    [
        ("rag.index.build.write_database", FULL, "No space left on device"),
        ("numpy.save", FULL, "No space left on device"),
        (
            "faiss.write_index",
            RuntimeError("trace\nwrite error: No space"),
            "write error: No space",
        ),
        (
            "rag.index.lexical_index._write",
            ValueError("An IO error occurred: 'No space'"),
            "An IO error occurr",
        ),
        ("rag.index.build.Manifest.write", FULL, "No space left on device"),
        ("rag.index.build.flush", OSError(5, "Input/output error"), "Input/output error"),
        ("rag.index.build.open_generation", FULL, "No space left on device"),
        ("pathlib.Path.replace", PermissionError(13, "Permission denied"), "Permission denied"),
    ],
)
def test_a_full_disk_leaves_the_index_as_it_was(
    built: Built, monkeypatch: pytest.MonkeyPatch, target: str, error: Exception, reason: str
) -> None:
    before = answers(built.index)
    (built.seeds / "new.txt").write_text("The gate is open.", "utf-8")
    with monkeypatch.context() as patched:
        breaks_at(patched, target, error)
        with pytest.raises(
            IndexUnwritable, match=f"{built.index} cannot be written .*{reason}"
        ) as e:
            build_index(built.seeds, built.index)
    assert e.value.fix == (
        "Make room there or name another folder with --index; the index in use is as it was."
    )
    assert answers(built.index) == before
    assert [path.name for path in built.index.iterdir() if path.name.isdigit()] == ["00000001"]
    assert build_index(built.seeds, built.index).counts.articles == 5


def test_a_full_disk_at_the_first_build_leaves_no_part_of_a_model(
    small: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(model: object, path: Path) -> None:
        path.write_bytes(b"half of it")
        raise FULL

    tokenizer = SimpleNamespace(backend_tokenizer=SimpleNamespace(to_str=lambda: ""))
    monkeypatch.setattr(
        encoder_export, "load_model", lambda source: SimpleNamespace(tokenizer=tokenizer)
    )
    monkeypatch.setattr(encoder_export, "_export", half)
    with pytest.raises(IndexUnwritable) as caught:
        build_index(small.seeds, tmp_path / "index")
    assert caught.value.problem == (
        f"{tmp_path / 'index'} cannot be written (No space left on device)."
    )
    assert caught.value.fix == "Make room there or name another folder with --index."
    assert list((tmp_path / "index" / "encoders").iterdir()) == []


def test_a_full_disk_is_noticed_by_the_database(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A real error of SQLite's own: the file may grow to two pages only.
    monkeypatch.setattr(database, "SCHEMA", f"PRAGMA max_page_count = 2; {SCHEMA}")
    (built.seeds / "new.txt").write_text("The gate is open.", "utf-8")
    with pytest.raises(IndexUnwritable, match=r"articles\.sqlite: database or disk is full"):
        build_index(built.seeds, built.index)
    assert [path.name for path in built.index.iterdir() if path.name.isdigit()] == ["00000001"]


def test_an_index_that_is_a_file_or_a_dead_link_is_a_clear_error(
    small: Built, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("file", "link", "file/below"):
        with pytest.raises(IndexUnwritable, match=f"{tmp_path / name} cannot be written"):
            build_index(small.seeds, tmp_path / name)


def test_a_linked_index_folder_is_built_where_the_link_leads(built: Built, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(built.index, target_is_directory=True)
    (built.seeds / "new.txt").write_text("The gate is open.", "utf-8")
    report = build_index(built.seeds, tmp_path / "link")
    assert report.embedded == 1
    assert (tmp_path / "link").is_symlink()
    assert open_library(built.index).generation == report.generation


def without_rights(script: str, *given: Path) -> subprocess.CompletedProcess[str]:
    """Run Python bound by the rights of files, which an administrator is not."""

    def drop() -> None:
        if os.geteuid() == 0:
            # PR_CAPBSET_DROP of CAP_DAC_OVERRIDE: what is executed next cannot write everywhere.
            ctypes.CDLL(None).prctl(24, 1)

    return subprocess.run(
        [sys.executable, "-c", script, *map(str, given)],
        capture_output=True, text=True, preexec_fn=drop, check=False,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="rights are dropped in Linux's way")
def test_a_read_only_index_answers_and_is_not_built(built: Built) -> None:
    paths = [built.index, *built.index.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        script = (
            "import os, sys; from rag.cli import main\n"
            "assert not os.access(sys.argv[2], os.W_OK)\n"
            "code = main(['search', 'harbour wall', '--index', sys.argv[2]])\n"
            "print('codes', code, main(['index', '--seeds', sys.argv[1], '--index', sys.argv[2]]))"
        )
        done = without_rights(script, built.seeds, built.index)
    finally:
        for path in paths:
            path.chmod(0o755)
    assert done.stderr == (
        f"rag: {built.index} cannot be written (Permission denied).\n"
        "     Make room there or name another folder with --index; the index in use is as it was.\n"
    )
    assert "(harbour.txt:" in done.stdout
    assert done.stdout.endswith("codes 0 1\n")


# --- builds that are killed

RUN = "import sys; from rag.cli import run; sys.argv = ['rag', *sys.argv[1:]]; run()"


def rag(command: str, built: Built) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, command, "--seeds", built.seeds, "--index", built.index],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


# Counts the calls and returns in the modules that write, and the file operations of all others;
# kills itself at the n-th. One process imports the program once and forks for every n.
KILLER = """
import os, shutil, signal, sys
from pathlib import Path
import numpy, faiss, tantivy, onnxruntime, tokenizers
from rag.index import build, database, generations, manifest
from rag.index import lexical_index as lexical
from rag.index import library as store
from rag.index import vector_index as vectors

MODULES = (build, database, generations, lexical, manifest, store, vectors)
WRITERS = {module.__file__ for module in MODULES}
WRITES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "sqlite3.connect"}
template, place = Path(sys.argv[1]), Path(sys.argv[2])
[encoder] = (template / "index" / "encoders").iterdir()
opened = store.open_encoder(encoder)
store.open_encoder = lambda folder: opened
build.program_digest = lambda: sys.argv[3]  # that of the test, should a file change meanwhile

def build_and_die(folder, at):
    seen = 0
    def step(*given):
        nonlocal seen
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
    def audit(event, given):
        if event in WRITES and watching:
            step()
    watching = []
    sys.addaudithook(audit)
    def profile(frame, event, argument):
        if frame.f_code.co_filename in WRITERS:
            step()
    def started(*given):
        watching.append(True)
        sys.setprofile(profile)
        return write(*given)
    write = build._write_generation
    build._write_generation = started
    build.build_index(folder / "seeds", folder / "index")
    sys.setprofile(None)
    watching.clear()
    return seen

def child(at):
    folder = place / str(at)
    shutil.copytree(template, folder)
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.write(writing, str(build_and_die(folder, at)).encode())
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    os.close(writing)
    steps = os.read(reading, 20).decode()
    os.close(reading)
    print(at, os.waitstatus_to_exitcode(status), steps or 0, flush=True)

for line in sys.stdin:
    child(int(line))
"""


@pytest.fixture(scope="module")
def killer(
    small: Built, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[int], tuple[int, int, Built]]]:
    folder = tmp_path_factory.mktemp("killed")
    template = small.copied(folder / "template")
    (template.seeds / "new.txt").write_text(f"The gate of {MARKER} is open.", "utf-8")
    (template.seeds / "ferry.md").unlink()
    process = subprocess.Popen(
        [sys.executable, "-c", KILLER, folder / "template", folder, program_digest()],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def kill(at: int) -> tuple[int, int, Built]:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{at}\n")
        process.stdin.flush()
        _, code, steps = map(int, process.stdout.readline().split())
        return code, steps, Built(folder / str(at) / "seeds", folder / str(at) / "index")

    yield kill
    assert process.stdin
    assert process.stdout
    process.stdin.close()
    process.stdout.close()
    process.wait()


def test_a_build_killed_anywhere_leaves_an_index_that_answers(
    killer: Callable[[int], tuple[int, int, Built]],
    small: Built,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The encoder is not what is tried here, and the slowest part to open.
    opened = open_library(small.index).embedder
    monkeypatch.setattr(library, "open_encoder", lambda folder: opened)
    before = answers(small.index)
    code, steps, whole = killer(0)  # never killed: how many points there are
    assert code == 0
    after = answers(whole.index)
    assert after != before
    # The first and the last steps one by one, those between in strides.
    points = [
        *range(1, 6),
        *range(6, steps - 18, max(1, steps // 8)),
        *range(steps - 18, steps + 1),
    ]
    outcomes = []
    for at in points:
        code, _, killed = killer(at)
        assert code == -signal.SIGKILL
        found = answers(killed.index)
        assert found in (before, after), at
        outcomes.append(found == after)
        report = build_index(killed.seeds, killed.index)
        assert report.started_over == ""
        assert report.changed != outcomes[-1]
        assert report.embedded == 0  # the vectors of a build that died are taken over
        assert answers(killed.index) == after
        assert sorted(path.name for path in killed.index.iterdir()) in (
            [".lock", MARK, report.generation, "CURRENT", "encoders"],
        ), at
        shutil.rmtree(killed.index.parent)
    # Killed early the old index stays, killed late the new one is in use; never back and forth.
    assert outcomes == sorted(outcomes)
    assert {True, False} == set(outcomes)


@pytest.mark.parametrize("seconds", [0.3, 0.6, 0.9, 1.3])
def test_a_build_killed_at_any_time_leaves_an_index_that_answers(
    built: Built, seconds: float
) -> None:
    before = answers(built.index)
    (built.seeds / "new.txt").write_text("The gate is open.", "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "index", "--seeds", built.seeds, "--index", built.index],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(seconds)
    process.kill()
    process.wait()
    assert answers(built.index)[0] == before[0]
    assert build_index(built.seeds, built.index).counts.articles == 5
    assert verify_index(built.index, built.seeds).damage == ()


@pytest.mark.parametrize("torn", [0, 1, 100])
def test_a_build_that_died_is_gone_on_with(
    small: Built, tmp_path: Path, encoded: list[str], monkeypatch: pytest.MonkeyPatch, torn: int
) -> None:
    index = tmp_path / "index"
    shutil.copytree(small.index / "encoders", index / "encoders")
    monkeypatch.setattr(work, "TEXTS", 1)
    encode = Encoder.encode

    def die_at_the_fourth(self: Encoder, given: Sequence[str], **named: Any) -> np.ndarray:
        if len(encoded) == 3:
            raise SystemExit("killed")
        return encode(self, given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Encoder, "encode", die_at_the_fourth)
        with pytest.raises(SystemExit, match="killed"):
            build_index(small.seeds, index)
    kept = index / WORK
    whole = kept.stat().st_size
    with kept.open("r+b") as stream:
        stream.truncate(whole - torn)
    report = build_index(small.seeds, index)
    assert report.embedded == (1 if not torn else 2)
    assert encoded == list(dict.fromkeys(encoded)) if not torn else len(encoded) == 5
    assert not kept.exists()
    taken = read_embeddings(index / report.generation)
    assert np.array_equal(taken, read_embeddings(small.index / current_generation(small.index)))


def test_what_is_kept_for_another_encoder_is_not_taken(small: Built, tmp_path: Path) -> None:
    facts = open_library(small.index).embedder.facts
    one, other = np.ones((1, facts.dimension)), {"11" * 32: 0}
    for given, found in ((facts, {}), (facts, other), (replace(facts, cosine=0.5), {})):
        with open_work(tmp_path, given) as work:
            assert work.known.rows == found
            work.add(["11" * 32], one) if not found else None


def test_the_vectors_of_an_older_format_are_taken_over(
    built: Built, encoded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_embeddings(built.index / current_generation(built.index)).copy()
    for module in (build, known_vectors, manifest):
        monkeypatch.setattr(module, "FORMAT", manifest.FORMAT + 1)
    report = build_index(built.seeds, built.index)
    assert (report.changed, report.embedded, encoded) == (True, 0, [])
    assert "this version reads" in report.started_over
    assert np.array_equal(read_embeddings(built.index / report.generation), before)


def test_a_first_build_that_is_killed_is_simply_built(small: Built, tmp_path: Path) -> None:
    shutil.copytree(small.index / "encoders", tmp_path / "index" / "encoders")
    (tmp_path / "index" / "00000001").mkdir()
    (tmp_path / "index" / MARK).touch()
    (tmp_path / "index" / "CURRENT.new").write_text("0000", "utf-8")
    [encoder] = (tmp_path / "index" / "encoders").iterdir()
    report = build_index(small.seeds, tmp_path / "index")
    assert (report.started_over, report.generation) == ("", "00000002")
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == [
        ".lock", MARK, "00000002", "CURRENT", "encoders"
    ]  # fmt: skip
    assert encoder.exists()


def test_every_error_says_what_to_do(small: Built, tmp_path: Path) -> None:
    with pytest.raises(RagError) as caught:
        build_index(tmp_path / "nowhere", tmp_path / "index")
    assert str(caught.value) == f"{caught.value.problem} {caught.value.fix}"
    assert str(tmp_path / "nowhere") in caught.value.problem
