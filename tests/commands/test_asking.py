"""What ``rag ask`` makes of a file of questions, and what tables are."""

import csv
import io
from pathlib import Path

import pytest
from conftest import Built

from rag.answers.tables import as_text
from rag.cli import main
from rag.commands.asking import read_questions
from rag.commands.pointing import pointed
from rag.errors import BadQuestion

NONE = "There is no question."
BOTH = "There are a question and a file of them."
TYPE = 'Type one, as in `rag ask "who left"`, or name a file of them with --csv.'


def test_a_file_of_questions_becomes_a_table_of_answers(
    small: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "questions.csv"
    path.write_text(
        'Nr;Question\n1;"What did Calder say about sandbags?"\n2;?\n3;\n'
        "4;hello\n5;=What did Ottoline Brackwater say?\n",
        "utf-8-sig",
    )
    assert main(["ask", "--index", str(small.index), "--csv", str(path)]) == 0
    out, err = capsys.readouterr()
    rows = list(csv.reader(io.StringIO(out)))
    assert (rows[0], err) == (["question", "grade", "answer", "sources"], "")
    asked, grade, answer, sources = rows[1]
    assert (asked, grade) == ("What did Calder say about sandbags?", "answered")
    assert "carry sandbags every January" in answer
    assert sources.startswith(
        "[1] Westmere votes to raise its harbour wall, 4 March 2025 (harbour.txt:"
    )
    assert rows[2][:2] == ["?", "not asked"]
    assert rows[3][:2] == ["hello", "help"]
    assert rows[4][0] == "'=What did Ottoline Brackwater say?"
    assert len(rows) == 5


def test_one_question_is_a_table_too(small: Built, capsys: pytest.CaptureFixture[str]) -> None:
    question = "When was the lighthouse of Oldport sold?"
    assert main(["ask", "--index", str(small.index), question, "--csv"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert [row[0] for row in rows] == ["question", question]
    assert "sold on Friday" in rows[1][2]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [([], NONE), (["--csv"], NONE), (["why", "--csv", "q.csv"], BOTH)],
)
def test_a_question_or_a_file_is_wanted(
    arguments: list[str], problem: str, small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--index", str(small.index), *arguments]) == 1
    assert capsys.readouterr().err == f"rag: {problem}\n     {TYPE}\n"


@pytest.mark.parametrize(
    ("table", "questions"),
    [
        ("Who left?\nWho stayed?\n", ("Who left?", "Who stayed?")),
        ('"Who left, and why?"\n\nWho stayed?', ("Who left, and why?", "Who stayed?")),
        ("id\tQUESTION\r\n1\tWho, then?\r\n", ("Who, then?",)),
        ("Who left?,2024\nWho stayed?,2025\n", ("Who left?", "Who stayed?")),
    ],
)
def test_questions_are_read_from_a_table(
    table: str, questions: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "q.csv").write_bytes(table.encode())
    assert read_questions(tmp_path / "q.csv") == questions


@pytest.mark.parametrize(
    ("table", "problem", "fix"),
    [
        (b"", "q.csv holds no question.", "Write one a row, in the first column."),
        (b"question\n", "q.csv holds no question.", "Write one a row, in the first column."),
        (b"Who left?\nWho, then?\n", "Question 2 of q.csv has 2 columns, not 1.",
         "Put a question with a comma in quotation marks."),
        (b'"Who', "q.csv cannot be read as a table (unexpected end of data).",
         "Save it as CSV, in UTF-8."),
        (b"\xff\xfe", "q.csv cannot be read as a table ('utf-8' codec can't decode byte 0xff in "
         "position 0: invalid start byte).", "Save it as CSV, in UTF-8."),
    ],
)  # fmt: skip
def test_what_is_no_table_of_questions_is_told_of(
    table: bytes, problem: str, fix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("q.csv").write_bytes(table)
    with pytest.raises(BadQuestion) as caught:
        read_questions(Path("q.csv"))
    assert (caught.value.problem, caught.value.fix) == (problem, fix)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("=1+1", "'=1+1"), ("+49", "'+49"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("a=b", "a=b"), (3, "3"), (None, ""), ("", ""),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(cell: object, text: str) -> None:
    assert as_text(cell) == text


@pytest.mark.parametrize(
    ("search", "place", "lines"),
    [
        ("", 0, ("", "^")),
        ("a b", 2, ("a b", "  ^")),
        ("a b", 3, ("a b", "   ^")),
        ("a\n\x1bb", 3, ("a  b", "   ^")),
        ("e\u0301a", 2, ("e\u0301a", " ^")),
        ("a" * 200, 100, ("…" + "a" * 120 + "…", " " * 61 + "^")),
    ],
)
def test_a_caret_stands_beneath_the_fault(search: str, place: int, lines: tuple[str, str]) -> None:
    assert pointed(search, place) == lines
