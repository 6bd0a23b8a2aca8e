"""The folder of articles: what is read, what is refused, and why."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import rag.articles.folder
from rag.articles.columns import Columns
from rag.articles.editing import ArticleFolder
from rag.articles.folder import Found, Loaded, Remark, Unread, load_articles
from rag.articles.formats import MAX_BYTES, Parsed, parse_article
from rag.errors import NoArticles
from rag.records import Refusal


def write(folder: Path, **files: str | bytes) -> Path:
    """Write files; two underscores stand for a full stop: ``note__txt``."""
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def refusals(loaded: Loaded) -> dict[str, str]:
    return {refusal.path: refusal.reason for refusal in loaded.refusals}


def test_articles_of_every_format_and_subfolder_come_sorted_by_id(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    write(tmp_path, b__txt="Two.", a__JSONL='{"text": "Three."}\n\n{"text": "Four."}')
    write(tmp_path / "2024", c__md="One.")
    loaded = load_articles(tmp_path)
    assert [(article.id, article.text) for article in loaded.articles] == [
        ("2024/c.md", "One."),
        ("a.JSONL#1", "Three."),
        ("a.JSONL#3", "Four."),
        ("b.txt", "Two."),
    ]
    assert (loaded.refusals, loaded.remarks) == ((), ())


def test_bad_files_and_lines_are_refused_by_name_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, a__txt="Boats sail.", b__txt="", c__txt=b"\0\1", d__doc="Text.")
    write(tmp_path, e__txt="  BOATS\nsail. ", f__jsonl='{"text": "Fine."}\n{"text": 1}\n')
    write(tmp_path, g__txt=b"x" * (MAX_BYTES + 1), h__md="---\na: [\n---\n")
    loaded = load_articles(tmp_path)
    assert [article.id for article in loaded.articles] == ["a.txt", "f.jsonl#1"]
    assert loaded.refusals == (
        Refusal("b.txt", "It has no text; write the article into it or remove it."),
        Refusal("c.txt", "It is not text; save it as UTF-8 text."),
        Refusal(
            "d.doc",
            "Files of its kind are not read; save it as .docx or .pdf, or remove it.",
        ),
        Refusal("e.txt", "It is the same article as a.txt; remove one of the two."),
        Refusal(
            "f.jsonl#2",
            "It has none of the columns text, body, content, maintext, or nothing in them; say "
            "which one holds the text: rag index --map text=COLUMN",
        ),
        Refusal("g.txt", "It is larger than 10,000,000 bytes; split it."),
        Refusal("h.md", "It is not YAML in line 3; mend it there."),
    )


def test_an_endless_line_is_refused_and_the_next_one_is_read(tmp_path: Path) -> None:
    endless = b'{"text": "' + b"x" * (2 * MAX_BYTES) + b'"}'
    write(tmp_path, a__jsonl=endless + b'\n{"text": "Fine."}')
    loaded = load_articles(tmp_path)
    assert [article.id for article in loaded.articles] == ["a.jsonl#2"]
    assert refusals(loaded) == {"a.jsonl#1": "It is larger than 10,000,000 bytes; split it."}


def test_a_file_of_json_lines_may_be_larger_than_one_article(tmp_path: Path) -> None:
    lines = [json.dumps({"text": letter * (MAX_BYTES // 2)}).encode() for letter in "xyz"]
    write(tmp_path, a__jsonl=b"\n".join(lines))
    assert [article.text[0] for article in load_articles(tmp_path).articles] == ["x", "y", "z"]


def test_what_programs_put_beside_what_they_save_is_passed_over(tmp_path: Path) -> None:
    for name in ("hts-cache", "A page_files", "A page-Dateien", "my_files"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, b__txt=f"Beside {name}.")
    write(tmp_path, a__txt="Boats sail.", **{"hts-log__txt": "Copied.", "A page__htm": "x"})
    loaded = load_articles(tmp_path)
    assert [article.id for article in loaded.articles] == ["a.txt", "my_files/b.txt"]
    assert list(refusals(loaded)) == ["A page.htm"]
    assert set(ArticleFolder(tmp_path).files()) == {"a.txt", "my_files/b.txt", "A page.htm"}


def test_a_file_that_is_named_as_a_part_of_another_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.zip#c").mkdir()
    write(tmp_path, a__txt="Boats sail.", **{"a__txt#1__txt": "Bells ring.", "c#1__txt": "Noon."})
    write(tmp_path / "b.zip#c", d__txt="Night.")
    loaded = load_articles(tmp_path)
    assert [article.id for article in loaded.articles] == ["a.txt", "c#1.txt"]
    assert refusals(loaded) == {
        "a.txt#1.txt": "Its name is that of a part of a.txt; rename it without #.",
        "b.zip#c/d.txt": "Its name is that of a part of b.zip; rename it without #.",
    }


def test_a_second_article_of_one_name_is_refused_whatever_gave_it(tmp_path: Path) -> None:
    def twice(found: Iterator[Found], columns: Columns) -> Iterator[Parsed | Refusal]:
        for one in found:
            assert isinstance(one, Unread)
            yield parse_article(one.data, one.id)
            yield parse_article(one.data, one.id)
            yield parse_article(b"Bells ring.", one.id)

    loaded = load_articles(write(tmp_path, a__txt="Boats sail."), reader=twice)
    assert [article.text for article in loaded.articles] == ["Boats sail."]
    reason = "Another article has its name; rename one of the two."
    assert loaded.refusals == (Refusal("a.txt", reason), Refusal("a.txt", reason))


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".git", a__txt="No.")
    write(tmp_path, __DS_Store="No.", b__txt="Yes.", Thumbs__db="No.", Desktop__ini="No.")
    write(tmp_path, **{"~$x__docx": "No.", "notes~": "No.", "b__txt~": "No.", "~c__txt": "Too."})
    loaded = load_articles(tmp_path)
    assert [article.id for article in loaded.articles] == ["b.txt", "~c.txt"]
    assert loaded.refusals == ()


def test_links_out_of_the_folder_to_nothing_and_to_folders_are_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    seeds = tmp_path / "seeds"
    outside.mkdir()
    seeds.mkdir()
    write(outside, secret__txt="Secret.")
    write(seeds, a__txt="Open.")
    (seeds / "b.txt").symlink_to(outside / "secret.txt")
    (seeds / "c.txt").symlink_to(seeds / "gone.txt")
    (seeds / "d.txt").symlink_to(seeds / "d.txt")
    (seeds / "e").symlink_to(outside)
    (seeds / "f.txt").symlink_to(seeds / "a.txt")
    loaded = load_articles(seeds)
    assert [article.id for article in loaded.articles] == ["a.txt"]
    found = refusals(loaded)
    assert found["b.txt"] == "It is a link out of the folder; put the file itself here."
    assert found["c.txt"] == ("It cannot be read (No such file or directory); mend or remove it.")
    assert found["d.txt"].startswith("It cannot be read (Symlink loop")
    assert found["e"] == "It is a link to a folder; put the files here."
    assert found["f.txt"] == "It is the same article as a.txt; remove one of the two."


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    write(tmp_path, a__txt="Open.")
    os.mkfifo(tmp_path / "b.txt")
    assert refusals(load_articles(tmp_path)) == {"b.txt": "It is not an ordinary file; remove it."}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_files_and_folders_without_permission_are_refused(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir()
    write(tmp_path, a__txt="Open.", b__txt="Closed.")
    (tmp_path / "b.txt").chmod(0)
    (tmp_path / "closed").chmod(0)
    reason = "It cannot be read (Permission denied); mend or remove it."
    try:
        assert refusals(load_articles(tmp_path)) == {"b.txt": reason, "closed": reason}
    finally:
        (tmp_path / "closed").chmod(0o700)


def test_an_error_of_the_disk_refuses_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a__txt="Open.", b__txt="Closed.")
    opened = Path.open

    def fail(path: Path, mode: str) -> object:
        if path.name == "b.txt":
            raise OSError(5, "Input/output error")
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", fail)
    assert refusals(load_articles(tmp_path)) == {
        "b.txt": "It cannot be read (Input/output error); mend or remove it."
    }


def test_a_name_that_is_not_utf_8_is_refused_in_a_form_that_can_be_printed(tmp_path: Path) -> None:
    write(tmp_path, a__txt="Open.")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("Closed.")
    assert refusals(load_articles(tmp_path)) == {
        "caf\\udce9.txt": "Its name is not UTF-8; rename it."
    }


def test_remarks_name_their_article(tmp_path: Path) -> None:
    write(tmp_path, a__jsonl='{"date": "soon", "text": "Boats sail."}')
    assert load_articles(tmp_path).remarks == (
        Remark("a.jsonl#1", "'soon' is not one certain date; write it as YYYY-MM-DD."),
    )


def test_an_unchanged_article_is_taken_over_and_a_changed_one_is_parsed(tmp_path: Path) -> None:
    write(tmp_path, a__txt="Boats sail.", b__txt="Trains run.")
    before = {article.id: article for article in load_articles(tmp_path).articles}
    write(tmp_path, b__txt="Trains stop.")
    after = load_articles(tmp_path, known=before).articles
    assert after[0] is before["a.txt"]
    assert [article.text for article in after] == ["Boats sail.", "Trains stop."]


def test_a_line_put_before_others_leaves_their_hashes_alone(tmp_path: Path) -> None:
    write(tmp_path, a__jsonl='{"text": "One."}\n{"text": "Two."}')
    before = load_articles(tmp_path).articles
    write(tmp_path, a__jsonl='{"text": "None."}\r\n{"text": "One."}\n{"text": "Two."}\n')
    after = load_articles(tmp_path, known={article.id: article for article in before}).articles
    assert [article.text for article in after] == ["None.", "One.", "Two."]
    assert [article.sha256 for article in after[1:]] == [article.sha256 for article in before]


def test_a_date_that_no_calendar_can_hold_is_noted(tmp_path: Path) -> None:
    day = f"24:003{'1' + '9' * 41}May"
    loaded = load_articles(write(tmp_path, a__md=f"---\ndate: {day}\n---\nBoats sail."))
    assert loaded.remarks == (
        Remark("a.md", f"{day!r} is not one certain date; write it as YYYY-MM-DD."),
    )


def test_a_fault_of_the_program_costs_one_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(data: bytes, article_id: str, columns: Columns) -> Parsed:
        if article_id == "b.txt":
            raise IndexError("list index out of range")
        return parse_article(data, article_id, columns)

    monkeypatch.setattr(rag.articles.folder, "parse_article", parse)
    loaded = load_articles(write(tmp_path, a__txt="Boats sail.", b__txt="Bells ring."))
    assert [one.id for one in loaded.articles] == ["a.txt"]
    assert refusals(loaded) == {
        "b.txt": "It cannot be read (IndexError, a fault of this program); remove it."
    }


@pytest.mark.parametrize(
    ("name", "problem"), [("gone", "gone does not exist."), ("a.txt", "a.txt is not a folder.")]
)
def test_a_folder_that_is_none_is_an_error(tmp_path: Path, name: str, problem: str) -> None:
    write(tmp_path, a__txt="Open.")
    with pytest.raises(NoArticles) as error:
        load_articles(tmp_path / name)
    assert error.value.problem.endswith(f"/{problem}")
    assert error.value.fix == "Make that folder and put articles in it."


def test_a_folder_without_a_readable_article_is_an_error_that_says_why(tmp_path: Path) -> None:
    with pytest.raises(NoArticles) as error:
        load_articles(tmp_path)
    assert error.value.problem == f"{tmp_path} holds no article."
    assert error.value.fix == "Put articles there, as .txt, .html, .docx or .pdf."
    write(tmp_path, a__txt=" ", b__doc="Text.")
    with pytest.raises(NoArticles) as error:
        load_articles(tmp_path)
    assert error.value.problem == (
        f"{tmp_path} holds no readable article; 2 refused, the first: a.txt: "
        "It has no text; write the article into it or remove it."
    )
