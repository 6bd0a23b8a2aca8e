"""What is installed: locked whole, in the versions asked for, and asked after for known faults."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
INSTALLED = ("serve", "milvus", "dask", "dev")  # of the extras


def name_of(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"==|\[", requirement)[0]).lower()


def test_every_package_that_is_asked_for_is_locked_in_the_same_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *(one for name in INSTALLED for one in extras[name])]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pins = re.findall(r"^([a-z0-9.-]+)==(\S+)", lock, re.MULTILINE)
    locked = {name_of(name): version for name, version in pins}
    wanted = {name_of(one): one.split("==")[1] for one in asked if name_of(one) != "torch"}
    assert {name: locked.get(name) for name in wanted} == wanted  # else `make lock`
    assert "//" not in lock


FOUND = """{"dependencies": [
    {"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2", "3"]}]},
    {"name": "b", "version": "1", "vulns": []}, {"name": "c", "skip_reason": "not there"}]}"""


@pytest.mark.parametrize(
    ("answers", "printed", "code"),
    [
        (FOUND, "a 1: CVE-1, mended in 2, 3\n2 packages audited, 1 with a known fault.\n"
                "Not known there, and so not audited: c.\n", 1),
        ('{"dependencies": [{"name": "b", "vulns": []}]}',
         "1 packages audited, 0 with a known fault.\n", 0),
        ('{"dependencies": [{"name": "c", "skip_reason": "not there"}]}',
         "NOT AUDITED: what is known of faults cannot be asked for here.\n", 0),
        ("", "NOT AUDITED: what is known of faults cannot be asked for here (no way).\n", 0),
        (None, "NOT AUDITED: pip-audit could not be installed; is there a network?\n", 0),
    ],
)  # fmt: skip
def test_an_audit_says_what_is_known_and_where_nobody_can_be_asked(
    answers: str | None, printed: str, code: int, tmp_path: Path
) -> None:
    program = tmp_path / "pip-audit"
    if answers is not None:
        (tmp_path / "answers").write_text(answers, "utf-8")
        program.write_text(f"#!/bin/sh\ncat '{tmp_path}/answers'\necho no way >&2\n", "utf-8")
        program.chmod(0o755)
    command = [sys.executable, str(ROOT / ".ci" / "audit"), str(program), "site"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == (printed, code)
