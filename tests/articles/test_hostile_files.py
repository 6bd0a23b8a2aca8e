"""Files that a reader must not open, or cannot hold, and that must not stop the others."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from test_readers import TEXT, lines, load, packed, reason

from benchmarks.pdf_files import make_pdf
from rag.articles.fields import Fields, NotAnArticle
from rag.articles.readers import mail, tables, worker
from rag.articles.readers.registry import read_bytes

LOCKED = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (
    b"41" * 32,
    b"42" * 32,
)
LIMITED = "from rag.articles.readers import worker; worker.MOST_MEMORY = 450_000_000; worker.main()"


def test_what_has_a_password_is_refused_by_name_and_the_rest_is_read(tmp_path: Path) -> None:
    archive = bytearray(packed(a__txt=TEXT))
    archive[archive.index(b"PK\1\2") + 8] |= 1  # the flag of a member with a password
    pdf = make_pdf(lines(50, 700, "Ferries stand still.")).replace(
        b"/Root 1 0 R", b"/Root 1 0 R" + LOCKED
    )
    loaded = load(
        tmp_path, a__zip=bytes(archive), b__pdf=pdf, c__docx=b"\xd0\xcf\x11\xe0" + bytes(600),
        d__csv=f'text\n"{TEXT}"\n',
    )  # fmt: skip
    assert [one.id for one in loaded.articles] == ["d.csv#1"]
    assert {one.path: one.reason for one in loaded.refusals} == {
        "a.zip#a.txt": "It has a password; unpack it.",
        "b.pdf": "It has a password; save it without one.",
        "c.docx": "It has a password, or is an old .doc; save it as .docx.",
    }


WORD = packed(**{"word--document__xml": "x"})
SHEET = packed(**{"xl--workbook__xml": "x"})


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", b" \n", "It is empty; save it anew or remove it."),
        ("a.docx", b"%PDF-1.4", "It is a PDF, whatever its name says; rename it to end in .pdf."),
        ("a.rtf", b"\xef\xbb\xbf\n<!DOCTYPE html>", "It is a web page, whatever its name says; "),
        (
            "a.pdf",
            WORD,
            "It is a Word document, whatever its name says; rename it to end in .docx.",
        ),
        ("a.csv", SHEET, "It is a spreadsheet. Files of its kind are not read; save it as .csv"),
        ("a.html", b"\xff\xd8\xff\xe0", "It is a picture. Files of its kind are not read; recog"),
        ("a.docx", b"PK\3\4" + bytes(99), "It is damaged; save it anew."),
        ("a.pdf", b"%PDF-1.4 nothing", "It is not a PDF that can be read; print it anew."),
        ("a.warc", b"WARC/9 x", "It is not a web archive, or breaks off; write it anew."),
    ],
)
def test_what_a_file_is_and_not_its_name_decides(name: str, content: bytes, expected: str) -> None:
    with pytest.raises(NotAnArticle) as refused:
        list(read_bytes(name, content))
    assert str(refused.value).startswith(expected)


def test_a_message_with_the_line_ends_of_an_old_mac_is_read() -> None:
    ((_, fields),) = read_bytes("a.eml", b"From: a@e.org\r\rBoats wait.")
    assert isinstance(fields, Fields)
    assert fields.text == "Boats wait."


def test_files_of_texts_are_known_by_what_they_are_too(tmp_path: Path) -> None:
    loaded = load(
        tmp_path, a__txt="<html><body>Boats</body></html>", b__jsonl=" \n", c__txt="Boats."
    )
    assert [one.id for one in loaded.articles] == ["c.txt"]
    assert {one.path: one.reason for one in loaded.refusals} == {
        "a.txt": "It is a web page, whatever its name says; rename it to end in .html.",
        "b.jsonl": "It holds no article; write one object a line.",
    }


def test_a_pdf_whose_letters_nobody_can_know_is_refused() -> None:
    data = make_pdf(lines(50, 700, *["\\(cid:3\\)\\(cid:12\\) the"] * 9))
    with pytest.raises(NotAnArticle, match="unknown meaning"):
        list(read_bytes("a.pdf", data))


def test_an_archive_in_an_archive_is_not_opened_and_its_neighbours_are(tmp_path: Path) -> None:
    inner = packed(a__zip=packed(b__txt=TEXT), c__txt="Bells rang.")
    loaded = load(tmp_path, a__zip=packed(b__zip=inner, d__txt="Boats sail."))
    assert [one.id for one in loaded.articles] == ["a.zip#d.txt"]
    assert [(one.path, one.reason) for one in loaded.refusals] == [
        ("a.zip#b.zip", "It is an archive in an archive; unpack it.")
    ]


def test_a_member_that_unpacks_to_more_than_it_says_is_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", TEXT)
    lying = bytearray(made.getvalue())
    place = lying.index(b"PK\1\2") + 24
    lying[place : place + 4] = (10).to_bytes(4, "little")
    assert reason(tmp_path, "a.zip", bytes(lying)).startswith("It ")


def test_a_file_that_takes_too_much_memory_is_refused_and_the_next_one_read(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.json").write_text('[{"text": "%s"}]' % ("x" * 190_000_000))
    (tmp_path / "b.json").write_text('[{"text": "Boats sail."}]')
    orders = [
        json.dumps(
            {"path": str(tmp_path / name), "name": name, "most_bytes": 2 * 10**8, "columns": {}}
        )
        for name in ("a.json", "b.json")
    ]
    answer = subprocess.run(
        [sys.executable, "-c", LIMITED],
        input="\n".join(orders).encode(),
        capture_output=True,
        timeout=100,
        check=True,
    )
    large, small = answer.stdout.decode().split("\n\n")[:2]
    assert json.loads(large)["reason"] == "It takes too much memory to read; split it."
    assert json.loads(small)["fields"]["text"] == "Boats sail."


def test_a_cell_without_bound_is_refused_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGEST_CELL", 100)
    before = csv.field_size_limit()
    rows = ["title,text", "A,Boats sail.", f"B,{'x' * 101}"]
    found = tables.read_csv("\n".join(rows).encode())
    assert next(found)[0] == "1"
    with pytest.raises(NotAnArticle) as refused:
        next(found)
    assert str(refused.value) == (
        "A cell behind line 2 is longer than 100 characters; split it, or take the row out."
    )
    assert csv.field_size_limit() == before  # it holds for every table of the process


def test_a_text_without_bound_is_refused_and_the_next_row_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(worker, "MOST_TEXT", 100)
    (tmp_path / "a.json").write_text(json.dumps([{"text": "x" * 101}, {"text": "Boats sail."}]))
    order = {"path": str(tmp_path / "a.json"), "name": "a.json", "most_bytes": 10**6}
    answers = io.BytesIO()
    worker._convert({**order, "columns": {}}, answers)
    long, short = map(json.loads, answers.getvalue().splitlines())
    assert long == {"part": "1", "reason": "Its text is longer than 100 characters; split it."}
    assert short["fields"]["text"] == "Boats sail."


def test_a_table_of_columns_is_read_by_pyarrow(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="an extra of its own")
    from pyarrow import parquet

    columns = {
        "headline": ["Ferries", "Trains"],
        "body": ["Boats sail.", None],
        "date": [date(2024, 5, 3), None],
        "authors": [["Ada Moe", "Finn Berg"], []],
        "meta": [{"tags": ["sea"]}, None],
    }
    table = pyarrow.table(columns)
    parquet.write_table(table, tmp_path / "a.parquet")
    loaded = load(tmp_path, b__parquet=b"PAR1 nothing")
    assert [(one.id, one.title, one.text, one.author, one.date) for one in loaded.articles] == [
        ("a.parquet#1", "Ferries", "Boats sail.", "Ada Moe, Finn Berg", date(2024, 5, 3))
    ]
    assert [one.path for one in loaded.refusals] == ["a.parquet#2", "b.parquet"]
    assert loaded.refusals[1].reason == "It is not a Parquet file, or damaged; write it anew."


def test_what_is_attached_to_a_message_is_not_parsed() -> None:
    attached = (b"QUJD" * 19 + b"\n") * 30_000
    message = (
        b"From a Fri May 3\nFrom: Post <n@e.org>\nSubject: Ferries\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\n'
        b"Boats sail.\n--x\nContent-Type: application/x\nContent-Transfer-Encoding: base64\n\n"
        + attached
        + b"--x--\n"
    )
    (sent,) = mail._messages(message)
    assert len(sent) < 1000
    ((_, fields),) = mail.read_mbox(message)
    assert isinstance(fields, Fields)
    assert (fields.title, fields.text) == ("Ferries", "Boats sail.")
