"""The README says what is so: its commands parse, its example is real, its links exist."""

import re
import shlex
from pathlib import Path

import pytest
from conftest import Built

import rag
from rag.answers.plain_text import printed
from rag.chat import Chat
from rag.cli import main

ROOT = Path(rag.__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^(?:\$ )?(rag [^#\n]+)", README, re.MULTILINE)


@pytest.mark.parametrize("command", sorted(set(COMMANDS)))
def test_every_command_of_the_readme_is_one(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)  # no index and no articles: it parses, then says what is missing
    assert main(shlex.split(command)[1:]) == 1


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"make (\w+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_file_of_the_readme_exists() -> None:
    for path in re.findall(r"\]\(([^):]+)\)|`((?:rag/|tests/|app\.py)[\w/]*\.?\w*)`", README):
        assert (ROOT / "".join(path)).exists(), path


def test_the_table_of_the_readme_and_the_tests_follow_the_packages() -> None:
    packages = {path.parent.name for path in (ROOT / "rag").glob("*/__init__.py")}
    assert set(re.findall(r"`rag/(\w+)`", README)) == packages
    assert {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")} == packages


def test_the_python_of_the_readme_prints_each_claim_and_its_places(
    seeded: Built, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(seeded.index.parent)
    [code] = re.findall(r"```python\n(.+?)```", README, re.DOTALL)
    exec(code, {})
    claim, place = capsys.readouterr().out.splitlines()
    [answer] = re.findall(r'```\n\$ rag ask "[^"]+"\n(.+?)\n```', README, re.DOTALL)
    assert answer.startswith(f"{claim} [1]\n")
    file, start, end = place.split()
    assert answer.endswith(f"({file}:{start}-{end})")


def test_the_question_and_answer_of_the_readme_are_real(seeded: Built) -> None:
    [(question, shown)] = re.findall(r'```\n\$ rag ask "([^"]+)"\n(.+?)\n```', README, re.DOTALL)
    assert shown == printed(Chat(seeded.index).ask(question))
