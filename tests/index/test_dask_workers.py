"""A build by Dask's workers, real ones, each a process of its own on this computer."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from conftest import Built, write_seeds

from rag.errors import WorkersUnusable
from rag.index.build import BuildReport, build_index
from rag.index.library import open_library

pytest.importorskip("distributed", reason="Dask is not installed: pip install 'rag[dask]'")

from distributed import Client

from rag.index.servers import dask_workers

ROOT = Path(__file__).parents[2]
PAGE = "<html><body><article><h1>Gate {0}</h1><p>{1}</p></article></body></html>"
WORDS = (
    "The gate of Oldport was painted green on day {0}. “It is late,” said Mayor Ines Calder {0}."
)
ALONE = " Without --workers all is done on this machine."


@contextmanager
def running(module: str, *arguments: str, path: Path = ROOT) -> Iterator["subprocess.Popen[bytes]"]:
    """Run one of Dask's programs until it is no longer wanted."""
    environment = os.environ | {"PYTHONPATH": str(path)}
    command = [sys.executable, "-m", f"distributed.cli.{module}", "--host", "127.0.0.1"]
    with subprocess.Popen(
        [*command, "--no-dashboard", *arguments],
        cwd=path,  # which comes before PYTHONPATH
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as started:  # fmt: skip
        try:
            yield started
        finally:
            started.kill()


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port = opened.getsockname()[1]
    with running("dask_scheduler", "--port", str(port)):
        yield f"tcp://127.0.0.1:{port}"


@contextmanager
def workers(
    scheduler: str, folder: Path, count: int, path: Path = ROOT
) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Run workers, and wait until they are there, and in the end until they are gone."""
    one = ("dask_worker", scheduler, "--no-nanny", "--nthreads", "1", "--local-directory")
    with Client(scheduler, set_as_default=False, timeout=60) as client:  # type: ignore[no-untyped-call]
        with ExitStack() as stack:
            started = [
                stack.enter_context(running(*one, str(folder), path=path)) for _ in range(count)
            ]
            client.wait_for_workers(count, timeout=60)
            yield started
        while client.nthreads():
            time.sleep(0.01)


@pytest.fixture
def many(small: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Built:
    """Return a folder of more articles than one batch holds, of three kinds, and no index."""
    seeds = write_seeds(tmp_path / "seeds")
    for number in range(12):
        words = WORDS.format(number)
        (seeds / f"{number}.txt").write_text(words, "utf-8")
        (seeds / f"{number}.html").write_text(PAGE.format(number, words + words[:60]), "utf-8")
    (seeds / "empty.html").write_text("<html></html>", "utf-8")
    shutil.copytree(small.index / "encoders", tmp_path / "index" / "encoders")
    monkeypatch.setattr(dask_workers, "ARTICLES", 3)
    monkeypatch.setattr(dask_workers, "FILES", 3)
    monkeypatch.setattr(dask_workers, "TEXTS", 2)
    monkeypatch.setattr(dask_workers, "COMES", 0.5)
    monkeypatch.setattr(dask_workers, "LOOKS", 0.1)
    return Built(seeds, tmp_path / "index")


def written(index: Path, report: BuildReport) -> Mapping[str, bytes]:
    """Return the files that are the same whenever the same is written."""
    names = ("articles.sqlite", "embeddings.npy", "vectors.faiss")
    return {name: (index / report.generation / name).read_bytes() for name in names}


def test_an_index_is_the_same_with_none_two_and_four_workers_and_one_killed_midway(
    many: Built, scheduler: str, tmp_path: Path
) -> None:
    alone = build_index(many.seeds, many.index)
    expected = written(many.index, alone)
    facts = open_library(many.index).manifest
    heard: list[tuple[str, int, int]] = []
    with workers(scheduler, tmp_path / "two", 2):
        two = build_index(
            many.seeds, many.index, full=True, workers=scheduler,
            progress=lambda *said: heard.append(said),
        )  # fmt: skip
    assert written(many.index, two) == expected
    assert (two.embedded, two.counts, two.refusals, two.remarks) == (
        alone.embedded, alone.counts, alone.refusals, alone.remarks
    )  # fmt: skip
    read, embedded = two.counts.articles, two.embedded
    assert [said for said in heard if said[0] != "preparing the model"] == [
        *[("reading articles", number, read) for number in range(1, read + 1)],
        *[("embedding passages", number, embedded) for number in range(2, embedded, 2)],
        ("embedding passages", embedded, embedded),
    ]
    with workers(scheduler, tmp_path / "four", 4) as started:

        def kill(stage: str, done: int, total: int) -> None:
            for one, when in zip(started, ("reading articles", "embedding passages"), strict=False):
                if stage == when and done >= 4:
                    one.kill()

        four = build_index(many.seeds, many.index, full=True, workers=scheduler, progress=kill)
        assert [one.wait(0) for one in started[:2]] == [-9, -9]
        assert [one.poll() for one in started[2:]] == [None, None]
    assert written(many.index, four) == expected
    manifest = open_library(many.index).manifest
    assert (manifest.encoder, manifest.converters) == (facts.encoder, facts.converters)


def test_what_is_wrong_with_the_workers_is_said_and_the_index_in_use_stays(
    many: Built, scheduler: str, tmp_path: Path
) -> None:
    def trouble(**given: object) -> str:
        with pytest.raises(WorkersUnusable) as raised:
            build_index(many.seeds, many.index, workers=scheduler, **given)  # type: ignore[arg-type]
        return str(raised.value).replace(scheduler, "HERE").removesuffix(ALONE)

    none = "The scheduler at HERE has no workers. Start some with `dask worker HERE`."
    assert trouble() == none
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "rag.py").touch()  # no package: nothing below it is found elsewhere
    with workers(scheduler, tmp_path / "w", 1, path=tmp_path / "none"):
        said = trouble()
        assert "has no such version of the program (Exception: ModuleNotFoundError(" in said
    shutil.copytree(ROOT / "rag", tmp_path / "other" / "rag")
    changed = tmp_path / "other" / "rag" / "statements" / "grammar.py"
    changed.write_text(changed.read_text("utf-8") + "# changed\n", "utf-8")
    with workers(scheduler, tmp_path / "w", 1, path=tmp_path / "other"):
        said = trouble()
        assert "has other versions: the program 0.1.0 " in said
        assert said.endswith("). Install the same there and here, and start it again.")
    with workers(scheduler, tmp_path / "w", 1) as [only]:
        assert trouble(progress=lambda *_: only.kill()) == none
    assert not (many.index / "CURRENT").exists()


def test_what_may_be_secret_in_an_address_is_not_repeated(many: Built) -> None:
    with pytest.raises(WorkersUnusable) as raised:
        build_index(many.seeds, many.index, workers="tcp://user:s3cr3t@127.0.0.1:1")
    assert str(raised.value) == (
        "'tcp://***@127.0.0.1:1' is no address of a Dask scheduler. "
        "Name it as it says, without a user: --workers tcp://HOST:8786."
    )


def test_no_scheduler_at_an_address_is_told_of(
    many: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_workers, "CONNECTS", 0.3)
    with pytest.raises(WorkersUnusable) as raised:
        build_index(many.seeds, many.index, workers="tcp://127.0.0.1:1")
    assert raised.value.problem.startswith("No Dask scheduler answers at tcp://127.0.0.1:1 (")
    assert raised.value.fix == (
        "Start one with `dask scheduler`, and name it as it says: --workers tcp://HOST:8786."
    )
