"""What somebody's files and clicks do to the articles, and what is said of each."""

from base64 import b64encode
from pathlib import Path

import pytest
from conftest import write_seeds

from rag.articles.editing import ArticleFolder
from rag.articles.fields import Fields
from rag.index.background_build import Builds
from rag.web.edits import Keeper, Outcome

TEXT = "The zebra of Oldport was sold on Friday."


class CountedBuilds(Builds):
    """Counts the builds that are asked for."""

    started = 0

    def start(self, seeds: Path) -> None:
        self.started += 1


@pytest.fixture
def builds(tmp_path: Path) -> CountedBuilds:
    return CountedBuilds(tmp_path / "index")


@pytest.fixture
def keeper(tmp_path: Path, builds: CountedBuilds) -> Keeper:
    return Keeper(ArticleFolder(write_seeds(tmp_path / "seeds")), builds)


def test_whatever_changes_the_folder_has_the_index_rebuilt(
    keeper: Keeper, builds: CountedBuilds
) -> None:
    lines = b'{"text": "One."}\nno\n{"text": "Two."}'
    assert keeper.add("a.jsonl", b64encode(lines).decode()) == Outcome(
        "a.jsonl",
        "Added with 2 articles.",
        done=True,
        notes=("Line 2: It is not JSON; write one object a line.",),
    )
    assert builds.started == 1
    assert keeper.write(Fields(TEXT, "Zebra")) == Outcome("zebra.md", "Added.", done=True)
    assert builds.started == 2
    assert keeper.remove("zebra.md") == Outcome(
        "zebra.md", "Removed; it can be put back.", done=True
    )
    assert builds.started == 3
    assert keeper.restore("zebra.md") == Outcome("zebra.md", "Put back.", done=True)
    assert builds.started == 4
    keeper.rebuild()
    assert builds.started == 5


def test_what_is_refused_is_said_and_rebuilds_nothing(
    keeper: Keeper, builds: CountedBuilds
) -> None:
    empty = "It has no text; write the article into it or remove it."
    assert keeper.add("a.txt", "") == Outcome("a.txt", empty, done=False)
    assert keeper.add("a.txt", "§") == Outcome(
        "a.txt", "It did not arrive as it was sent; try again.", done=False
    )
    assert keeper.add("a.txt", None) == Outcome(
        "a.txt", "It is larger than 20,000,000 bytes; split it.", done=False
    )
    assert keeper.write(Fields("")) == Outcome("Your text", empty, done=False)
    assert keeper.remove("none") == Outcome(
        "none", "There is no file 'none' here. Look at the list anew.", done=False
    )
    assert keeper.restore("ferry.md").done is False
    assert builds.started == 0


def test_an_unforeseen_error_is_an_outcome_too(
    keeper: Keeper, builds: CountedBuilds, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(ArticleFolder, "add", fail)
    outcome = keeper.add("a.txt", "")
    assert outcome.text.startswith("Something went wrong on the server. The details are in the")
    assert outcome.done is False
    assert builds.started == 0
