import sqlite3
from pathlib import Path

import pytest
from conftest import Built

from rag.errors import IndexMissing
from rag.index.generations import current_generation
from rag.index.manifest import Manifest, file_facts
from rag.index.verify import verify_index


def change(built: Built, statement: str) -> None:
    """Change the database and the manifest's hash of it, so that only its content is wrong."""
    folder = built.index / current_generation(built.index)
    path = folder / "articles.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()
    manifest = Manifest.read(folder)
    manifest.files["articles.sqlite"] = file_facts(path)
    manifest.write(folder)


def test_a_fresh_index_is_as_it_should_be(small: Built) -> None:
    problems = verify_index(small.index, small.seeds)
    assert problems.damage == ()
    assert problems.stale == ()
    assert problems.summary.startswith("4 articles, ")
    assert problems.summary.endswith(" files are as they should be.")


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE sentences SET end = 99999 WHERE article = 0 AND start = 0",
            "ferry.md: the span 0-99999 ends beyond the text.",
        ),
        (
            "UPDATE statements SET evidence_end = 99999 WHERE article = 0",
            "ferry.md: the span ",
        ),
        ("DELETE FROM sentences WHERE article = 3 AND start = 0", "characters 0-36 are in no sent"),
        (
            "UPDATE chunks SET end = 20 WHERE article = 3",
            "news.jsonl#2: characters 20-67 are in no",
        ),
        (
            "UPDATE sentences SET start = 30 WHERE article = 3 AND start > 0",
            "news.jsonl#2: a sentence at 30 overlaps the one before it.",
        ),
        (
            "UPDATE chunks SET sha256 = 'x' WHERE article = 3",
            "news.jsonl#2: the chunk at 0 is not the text that was embedded.",
        ),
        (
            "UPDATE articles SET text = replace(text, 'tenth', 'ninth')",
            "news.jsonl#2: the chunk at 0 is not the text that was embedded.",
        ),
        ("DELETE FROM chunks WHERE article = 3", "the manifest counts "),
        (
            "UPDATE chunks SET start = end WHERE article = 3",
            "articles.sqlite: a span needs 0 <= start",
        ),
    ],
)
def test_an_index_that_contradicts_itself_is_told_of(
    built: Built, statement: str, problem: str
) -> None:
    change(built, statement)
    damage = verify_index(built.index, built.seeds).damage
    assert any(problem in one for one in damage), damage


def test_a_file_nobody_wrote_is_told_of(built: Built) -> None:
    stray = built.index / current_generation(built.index) / "notes.txt"
    stray.write_text("mine", "utf-8")
    assert verify_index(built.index, built.seeds).damage == (f"{stray} is no file of the index.",)


def test_articles_that_changed_since_are_told_of(built: Built) -> None:
    (built.seeds / "harbour.txt").unlink()
    (built.seeds / "new.md").write_text("The gate is open.", "utf-8")
    (built.seeds / "ferry.md").write_text("The ferry is late.", "utf-8")
    problems = verify_index(built.index, built.seeds)
    assert problems.damage == ()
    assert problems.stale == (
        "ferry.md has changed.",
        f"harbour.txt is in the index and no longer in {built.seeds}.",
        "new.md is new.",
    )


def test_a_missing_folder_of_articles_is_told_of(built: Built) -> None:
    nowhere = built.seeds / "nowhere"
    assert verify_index(built.index, nowhere).stale == (f"{nowhere} does not exist.",)


def test_without_an_index_there_is_nothing_to_verify(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="holds no index"):
        verify_index(tmp_path, tmp_path)
