"""Changes of the folder of articles are noticed, once they have settled."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread

import pytest

from rag.index import folder_changes
from rag.index.folder_changes import changes


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files settle soon."""
    monkeypatch.setattr(folder_changes, "SETTLES", 100)
    monkeypatch.setattr(folder_changes, "LOOKS", 200)


@pytest.fixture
def noticed(tmp_path: Path) -> Iterator[Queue[None]]:
    """Watch a folder until the test ends."""
    (tmp_path / "seeds" / "below").mkdir(parents=True)
    stop, found = Event(), Queue[None]()

    def watch() -> None:
        for change in changes(tmp_path / "seeds", stop):
            found.put(change)

    watching = Thread(target=watch)
    watching.start()
    yield found
    stop.set()
    watching.join(timeout=60)
    assert not watching.is_alive()


def test_changes_are_noticed_but_hidden_ones(tmp_path: Path, noticed: Queue[None]) -> None:
    seeds = tmp_path / "seeds"
    noticed.get(timeout=60)  # that it is watched
    (seeds / "below" / "a.txt").write_text("A", "utf-8")
    noticed.get(timeout=60)
    (seeds / ".removed").mkdir()
    (seeds / ".removed" / "a.txt").write_text("A", "utf-8")
    (seeds / "below" / ".a.txt.swp").write_text("A", "utf-8")
    with pytest.raises(Empty):
        noticed.get(timeout=0.6)
    (seeds / "below" / "a.txt").unlink()
    noticed.get(timeout=60)
    shutil.rmtree(seeds)
    noticed.get(timeout=60)
    while not noticed.empty():
        noticed.get()
    seeds.mkdir()
    noticed.get(timeout=60)
    (seeds / "b.txt").write_text("B", "utf-8")
    noticed.get(timeout=60)


def test_a_folder_that_goes_while_a_change_is_dealt_with_is_told_of(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    told = changes(seeds)
    next(told)  # that it is watched
    (seeds / "a.txt").write_text("A", "utf-8")
    next(told)
    shutil.rmtree(seeds)
    next(told)
    seeds.mkdir()  # another folder, though it may have the number of the one before
    next(told)  # that it is watched
    (seeds / "b.txt").write_text("B", "utf-8")
    next(told)
