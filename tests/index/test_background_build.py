"""Rebuilding beside the page: in a process of its own, and heard of."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from conftest import Built, write_seeds
from filelock import FileLock

from rag.index import background_build as rebuild
from rag.index.background_build import NICENESS, BuildChanges, BuildProgress, State
from rag.index.build import build_index
from rag.index.folder_changes import changes
from rag.index.generations import CURRENT, LOCK, current_generation, is_building
from rag.index.library import open_library
from rag.models.encoder import DEFAULT_MODEL
from rag.records import Refusal

# On a machine that is busy with other tests, a build that gives way to them takes a minute.
Builds = partial(rebuild.Builds, niceness=0)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let builds begin soon."""
    monkeypatch.setattr(rebuild, "SETTLES", 0.05)


def finished(builds: rebuild.Builds) -> State:
    """Wait for a build to end; return its state."""
    until = time.monotonic() + 240
    while (state := builds.state()).progress:
        assert time.monotonic() < until, state
        time.sleep(0.01)
    return state


def test_an_index_is_brought_up_to_date_and_what_changed_is_told(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages: list[str] = []

    def noted(stage: str = "", done: int = 0, total: int = 0) -> BuildProgress:
        stages.append(stage)
        return BuildProgress(stage, done, total)

    monkeypatch.setattr(rebuild, "BuildProgress", noted)
    builds = Builds(built.index)
    before = current_generation(built.index)
    assert builds.state() == State(before)
    (built.seeds / "zebra.txt").write_text("A zebra was sold in Oldport.", "utf-8")
    (built.seeds / "empty.txt").write_text("", "utf-8")
    (built.seeds / "ferry.md").unlink()
    with (built.seeds / "harbour.txt").open("a", encoding="utf-8") as file:
        file.write("\nMore of it.")
    builds.start(built.seeds)
    assert builds.state().progress == BuildProgress()
    state = finished(builds)
    refusal = Refusal("empty.txt", "It has no text; write the article into it or remove it.")
    assert state == State(
        current_generation(built.index), None, BuildChanges(1, 1, 1, 4, (refusal,)), None
    )
    assert state.generation != before
    told = ["reading articles", "embedding passages"]
    assert [one for one in dict.fromkeys(stages) if one] == told
    ids = [article.id for article in open_library(built.index).articles()]
    assert sorted(ids) == ["harbour.txt", "news.jsonl#1", "news.jsonl#2", "zebra.txt"]


def test_what_changes_during_a_build_is_in_the_next_one(built: Built) -> None:
    builds = Builds(built.index)
    for name in ("one", "two", "three"):
        (built.seeds / f"{name}.txt").write_text(f"The {name} zebra was sold.", "utf-8")
        builds.start(built.seeds)
        time.sleep(0.5)
    state = finished(builds)
    assert state.report is not None
    assert state.report.articles == 7


def test_a_build_by_somebody_else_is_seen_and_waited_for(built: Built) -> None:
    builds = Builds(built.index)
    assert not is_building(built.index)
    with FileLock(built.index / LOCK):
        assert is_building(built.index)
        assert builds.state().progress == BuildProgress()
        (built.seeds / "zebra.txt").write_text("A zebra was sold in Oldport.", "utf-8")
        builds.start(built.seeds)
        time.sleep(3)
        assert builds.state().report is None
    state = finished(builds)
    assert state.report == BuildChanges(1, 0, 0, 5, ())
    assert not is_building(built.index)


def test_who_asked_for_a_build_is_told_after_somebody_else_was_quicker(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = '{"added": 0, "changed": 0, "removed": 0, "articles": 4, "refusals": []}'
    build = tmp_path / "build"  # busy the first time
    build.write_text(
        f"#!/bin/sh\nmkdir '{tmp_path}/tried' && echo '{{\"busy\": true}}' || echo '{found}'\n"
    )
    build.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(build))
    builds = Builds(built.index)
    builds.start(built.seeds)
    state = finished(builds)
    assert (state.trouble, state.report) == (None, BuildChanges(0, 0, 0, 4, ()))


def test_nothing_is_building_where_there_is_no_index(tmp_path: Path) -> None:
    assert not is_building(tmp_path / "none")
    assert Builds(tmp_path / "none").state() == State("")
    assert not (tmp_path / "none").exists()


def test_why_a_build_failed_is_told_until_one_succeeds(tmp_path: Path, built: Built) -> None:
    builds = Builds(built.index)
    before = current_generation(built.index)
    builds.start(tmp_path / "none")
    state = finished(builds)
    assert state.generation == before
    assert state.trouble is not None
    assert state.trouble.problem == f"{tmp_path / 'none'} does not exist."
    assert state.trouble.fix.startswith("Make that folder and put articles in it.")
    builds.start(built.seeds)
    state = finished(builds)
    assert (state.trouble, state.report) == (None, BuildChanges(0, 0, 0, 4, ()))


@pytest.mark.parametrize(
    ("program", "problem", "fix"),
    [
        (
            "/bin/false",
            "The rebuild ended before it was done; the index is as it was.",
            "Run `rag index` to see why.",
        ),
        ("/bin/echo", "The rebuild failed (Expecting value", "Run `rag index`."),
        ("/none", "The rebuild failed ([Errno 2] No such file or directory", "Run `rag index`."),
    ],
)
def test_a_build_that_dies_says_so(
    program: str, problem: str, fix: str, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    builds = Builds(built.index)
    builds.start(built.seeds)
    state = finished(builds)
    assert state.trouble is not None
    assert state.trouble.problem.startswith(problem)
    assert state.trouble.fix == fix


def test_a_damaged_index_is_made_anew(built: Built) -> None:
    (built.index / CURRENT).write_text("nonsense", "utf-8")
    builds = Builds(built.index)
    assert builds.state() == State("")
    builds.start(built.seeds)
    state = finished(builds)
    assert state.report == BuildChanges(4, 0, 0, 4, ())
    assert state.generation == current_generation(built.index)


def test_the_process_says_each_step_as_json(built: Built) -> None:
    (built.seeds / "zebra.txt").write_text("A zebra was sold in Oldport.", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "rag.index.background_build", built.seeds, built.index, "0"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    *steps, report = map(json.loads, done.stdout.splitlines())
    assert steps[0] == {"progress": ["reading articles", 1, 5]}
    assert report == {"added": 1, "changed": 0, "removed": 0, "articles": 5, "refusals": []}
    assert done.stderr == ""


def test_the_model_of_an_index_stays_the_same(
    small: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = open_library(small.index).manifest.encoder.model
    assert rebuild._model(small.index) == made
    assert rebuild._model(tmp_path) == DEFAULT_MODEL
    asked: list[str] = []

    def build(*given: object, model: str, **_: object) -> object:
        asked.append(model)
        return build_index(*given, model=model)  # type: ignore[arg-type]

    monkeypatch.setattr(rebuild, "build_index", build)
    monkeypatch.setattr(rebuild, "_model", lambda index: made)
    copy = small.copied(tmp_path)
    assert rebuild.main([str(copy.seeds), str(copy.index), "0"]) == 0
    assert asked == [made]


def test_a_build_gives_way_to_questions(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = tmp_path / "build"
    build.write_text(f"#!/bin/sh\necho $* >'{tmp_path}/given'\n")
    build.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(build))
    builds = rebuild.Builds(built.index)
    builds.start(built.seeds)
    finished(builds)
    module, seeds, index, niceness = (tmp_path / "given").read_text().split()[1:]
    assert module == "rag.index.background_build"
    assert (seeds, index, niceness) == (str(built.seeds), str(built.index), str(NICENESS))
    asked: list[int] = []
    monkeypatch.setattr("os.nice", asked.append)
    assert rebuild.main([seeds, index, niceness]) == 0
    assert asked == [10]


def test_a_first_index_is_built(tmp_path: Path, small: Built) -> None:
    seeds = write_seeds(tmp_path / "seeds")
    index = small.copied(tmp_path / "copy").index  # exporting the model takes long
    (index / CURRENT).unlink()
    builds = Builds(index)
    builds.start(seeds)
    state = finished(builds)
    assert state.report == BuildChanges(4, 0, 0, 4, ())


def test_a_folder_that_is_followed_is_built_anew(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Event()

    def told(folder: Path) -> Iterator[None]:
        for change in changes(folder):
            watched.set()
            yield change

    monkeypatch.setattr(rebuild, "changes", told)
    builds = Builds(built.index)
    builds.follow(built.seeds)
    assert watched.wait(60)
    (built.seeds / "new.txt").write_text("The ferry was late on Monday.", "utf-8")
    ends = time.monotonic() + 120
    while not builds.state().report or builds.state().progress:
        assert time.monotonic() < ends
        time.sleep(0.1)
    report = builds.state().report
    assert report
    assert (report.added, report.changed, report.removed, report.articles) == (1, 0, 0, 5)
