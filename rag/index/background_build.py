"""Bring the index up to date in a process of its own, and tell how far that has come.

The page answers from the old generation meanwhile, and the process gives way to it.

    python -m rag.index.background_build SEEDS INDEX NICENESS    says each step as a line of JSON
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from threading import Lock, Thread

from rag.errors import BuildRunning, RagError
from rag.index.build import build_index
from rag.index.folder_changes import changes
from rag.index.generations import current_generation, is_building
from rag.index.library import current_manifest, open_library
from rag.models.encoder import DEFAULT_MODEL
from rag.records import Refusal

SETTLES = 0.5  # seconds without another change after which a build begins
NICENESS = 10  # how far a build gives way; questions come first


@dataclass(frozen=True, slots=True)
class BuildChanges:
    """What a build changed."""

    added: int  # articles
    changed: int
    removed: int
    articles: int  # in the index now
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """How far a build has come; ``stage`` is empty where that is not known."""

    stage: str = ""
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """The state of an index, and of the build that is running or was the last."""

    generation: str  # the one in use; empty where there is none
    progress: BuildProgress | None = None  # of the build that is running, whoever started it
    report: BuildChanges | None = None  # of the last build that was started here
    trouble: RagError | None = None  # why that one failed


class Builds:
    """Rebuilds an index when it is asked to, and knows when somebody else does.

    Args:
        index: the index folder, which need not be there yet.
        niceness: how far a build gives way to everything else that runs on the machine.
    """

    def __init__(self, index: Path, *, niceness: int = NICENESS) -> None:
        self._index = index
        self._niceness = niceness
        self._lock = Lock()
        self._wanted = False
        self._asked = False  # by somebody who waits to hear what the build has done
        self._tells = False  # the build that is running, even if it changes nothing
        self._own = State("")  # of builds started here

    def state(self) -> State:
        """Return the state of the index."""
        state = replace(self._own, generation=_generation(self._index))
        if not state.progress and is_building(self._index):
            return replace(state, progress=BuildProgress())
        return state

    def start(self, seeds: Path) -> None:
        """Build soon; if a build that was started here is running, once more after it."""
        self._start(seeds, asked=True)

    def follow(self, seeds: Path) -> None:
        """Build whenever files below a folder change, from now on; see ``changes``.

        Such a build says nothing if it finds nothing new, as after one that was asked for.
        """
        Thread(target=self._notice, args=[seeds], daemon=True).start()

    def _notice(self, seeds: Path) -> None:
        for _ in islice(changes(seeds), 1, None):  # the first says that it is watched
            self._start(seeds, asked=False)

    def _start(self, seeds: Path, *, asked: bool) -> None:
        with self._lock:
            self._wanted = True
            self._asked |= asked
            if not self._own.progress:
                self._own = replace(self._own, progress=BuildProgress())
                Thread(target=self._work, args=[seeds], daemon=True).start()

    def _work(self, seeds: Path) -> None:
        while self._takes_up():
            try:
                self._build(seeds)
            except (OSError, ValueError) as error:  # no process, or it says something else
                trouble = RagError(f"The rebuild failed ({error}).", fix="Run `rag index`.")
                self._own = replace(self._own, trouble=trouble)

    def _takes_up(self) -> bool:
        """Wait for further changes and for others' builds, and tell whether one is wanted."""
        time.sleep(SETTLES)
        while is_building(self._index):
            time.sleep(SETTLES)
        with self._lock:
            wanted, self._wanted = self._wanted, False
            self._tells, self._asked = self._asked, False
            self._own = replace(self._own, progress=BuildProgress() if wanted else None)
        return wanted

    def _build(self, seeds: Path) -> None:
        with subprocess.Popen(
            [
                sys.executable,
                "-m",
                __spec__.name,
                seeds.absolute(),
                self._index.absolute(),
                str(self._niceness),
            ],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ) as process:
            self._follow(process.stdout or ())

    def _follow(self, lines: Iterable[str]) -> None:
        """Take in what a build says until it ends."""
        trouble: RagError | None = RagError(
            "The rebuild ended before it was done; the index is as it was.",
            fix="Run `rag index` to see why.",
        )
        for line in lines:
            said = json.loads(line)
            if "progress" in said:
                self._own = replace(self._own, progress=BuildProgress(*said["progress"]))
            elif "busy" in said:  # somebody else was quicker: what has changed waits for that
                self._wanted, trouble = True, self._own.trouble
                self._asked |= self._tells
            elif "problem" in said:
                trouble = RagError(said["problem"], fix=said["fix"])
            else:
                refusals = tuple(Refusal(**one) for one in said.pop("refusals"))
                report = BuildChanges(**said, refusals=refusals)
                if self._tells or report.added or report.changed or report.removed:
                    self._own = replace(self._own, report=report)
                trouble = None
        self._own = replace(self._own, trouble=trouble)


def main(arguments: Sequence[str]) -> int:
    """Build an index and say so line by line; return the exit code."""
    seeds, index, niceness = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    os.nice(niceness)
    before = _articles(index)
    try:
        report = build_index(
            seeds,
            index,
            model=_model(index),
            progress=lambda stage, done, total: _say(progress=[stage, done, total]),
        )
    except BuildRunning:
        _say(busy=True)
        return 1
    except RagError as error:
        _say(problem=error.problem, fix=error.fix)
        return 1
    after = _articles(index)
    _say(
        added=len(after.keys() - before.keys()),
        changed=sum(before[one] != after[one] for one in after.keys() & before.keys()),
        removed=len(before.keys() - after.keys()),
        articles=len(after),
        refusals=[asdict(refusal) for refusal in report.refusals],
    )
    return 0


def _say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _generation(index: Path) -> str:
    try:
        return current_generation(index)
    except RagError:
        return ""


def _model(index: Path) -> str:
    """Return the model that the index was made with: it stays so."""
    try:
        return current_manifest(index).encoder.model
    except RagError:
        return DEFAULT_MODEL


def _articles(index: Path) -> Mapping[str, str]:
    """Return the sha256 of every article in the index by its id; none if it cannot be read."""
    try:
        return open_library(index).article_hashes()
    except RagError:  # the build will say what is wrong, or mend it
        return {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
