"""What ``rag show`` says of a file."""

from pathlib import Path

import pytest

from rag.articles.description import describe
from rag.articles.folder import load_file
from rag.cli import main

TEXT = """Ferries stand still

By Ada Moe
Updated May 3, 2024, 11:42 a.m. ET

OLDPORT (AP) — The ferry stood still for a third day.

Read more
"""


def test_fields_text_and_what_was_left_out_are_shown(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    loaded = load_file(tmp_path, "a.txt")
    assert list(describe(loaded.articles[0], loaded)) == [
        "# a.txt",
        "title: Ferries stand still",
        "date: 2024-05-03",
        "source: AP",
        "author: Ada Moe",
        "url: -",
        "",
        "[no sentence: Ferries stand still]",
        "",
        "[no sentence: OLDPORT (AP) —]The ferry stood still for a third day.",
        "",
        "left out: 3",
        "- a byline: By Ada Moe",
        "- a time stamp: Updated May 3, 2024, 11:42 a.m. ET",
        "- a button: Read more",
        "",
    ]


def test_the_command_shows_a_file_and_names_what_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Boats sail."}\n{"text": ""}\n', "utf-8")
    assert main(["show", str(tmp_path / "a.jsonl")]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("# a.jsonl#1\ntitle: Boats sail.\n")
    assert err == (
        "refused: a.jsonl#2: The row's text is empty: nothing stands in its column text; "
        "write it there or say which one holds the text: rag index --map text=COLUMN\n"
    )
    assert main(["show", str(tmp_path / "b.txt")]) == 1


def test_what_a_reader_took_away_is_told_before_what_was_left_out(tmp_path: Path) -> None:
    letter = "From: Post <a@e.org>\n\nBoats sail.\n\nRead more\n\nUnsubscribe here\n"
    (tmp_path / "a.eml").write_text(letter, "utf-8")
    loaded = load_file(tmp_path, "a.eml")
    assert list(describe(loaded.articles[0], loaded))[-4:] == [
        "left out: 2",
        "- around the article: Unsubscribe here",
        "- a button: Read more",
        "",
    ]
