"""Every measurement is run by one command, and RESULTS.md says what it found."""

import subprocess
import sys
from pathlib import Path

import rag

ROOT = Path(rag.__file__).parent.parent


def benchmarks(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip


def test_the_measurements_are_listed_and_each_has_its_results() -> None:
    listed = benchmarks()
    names = [line.split()[0] for line in listed.stdout.splitlines()]
    assert (listed.returncode, listed.stderr) == (0, "")
    assert {"retrieval", "news_questions", "statements"} <= set(names)
    results = (ROOT / "benchmarks" / "RESULTS.md").read_text("utf-8")
    trained = {"train_statements"}  # what it makes is measured by another
    assert [name for name in names if f"`{name}`" not in results and name not in trained] == []


def test_an_unknown_measurement_is_told_the_known_ones() -> None:
    done = benchmarks("speed")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("There is no benchmark 'speed'. There are: ablation, ")
