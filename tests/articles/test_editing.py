"""The folder of articles while people change it: nothing unreadable in, nothing lost."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import FERRY, HARBOUR, LINES, write_seeds
from hypothesis import assume, given
from hypothesis import strategies as st

from rag.articles.columns import is_address
from rag.articles.description import Description
from rag.articles.editing import (
    MAX_DESCRIBED,
    MAX_FILE,
    MAX_NAME,
    Added,
    ArticleFolder,
    safe_name,
)
from rag.articles.fields import Fields, NotAnArticle
from rag.articles.folder import load_articles, load_file
from rag.articles.formats import format_markdown, parse_markdown
from rag.errors import RagError, UnknownArticle

TEXT = "The zebra of Oldport was sold on Friday."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_seeds(tmp_path / "seeds")


@pytest.fixture
def shelf(folder: Path) -> ArticleFolder:
    return ArticleFolder(folder)


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# ---- looking


def test_a_file_is_described_with_what_was_refused_of_it(
    shelf: ArticleFolder, folder: Path
) -> None:
    lines = [f'{{"text": "Boat {number} sails."}}' for number in range(MAX_DESCRIBED + 3)]
    (folder / "boats.jsonl").write_text("\n".join(["no json", *lines]), "utf-8")
    made = shelf.describe("boats.jsonl")
    assert [one[1] for one in made.articles[:2]] == [
        "title: Boat 0 sails.",
        "title: Boat 1 sails.",
    ]
    assert (len(made.articles), made.further) == (MAX_DESCRIBED, 3)
    assert made.refused == ("boats.jsonl#1: It is not JSON; write one object a line.",)
    alone = shelf.describe("boats.jsonl#2")
    assert alone == Description((made.articles[0],), 0, ())


@pytest.mark.parametrize("path", ["none.txt", "../outside.txt", "../outside.txt#1"])
def test_nothing_but_a_file_of_the_folder_is_described(
    shelf: ArticleFolder, folder: Path, path: str
) -> None:
    (folder.parent / "outside.txt").write_text(TEXT)
    with pytest.raises(UnknownArticle, match="There is no file"):
        shelf.describe(path)


# ---- adding


def test_a_file_is_added_as_it_is(shelf: ArticleFolder, folder: Path) -> None:
    data = b"date 2025-01-02 " + TEXT.encode()
    assert shelf.add("zebra.txt", data) == Added("zebra.txt", 1, ())
    assert (folder / "zebra.txt").read_bytes() == data
    assert str(load_file(folder, "zebra.txt").articles[0].date) == "2025-01-02"


def test_a_folder_is_made_for_the_first_article(tmp_path: Path) -> None:
    shelf = ArticleFolder(tmp_path / "new" / "seeds")
    assert shelf.files() == ()
    shelf.add("zebra.txt", TEXT.encode())
    assert shelf.files() == ("zebra.txt",)


def test_what_had_to_be_guessed_or_left_out_is_told(shelf: ArticleFolder) -> None:
    data = '{"text": "Ä zebra."}\nnot json\n{"text": "A horse.", "date": "soon"}\n'.encode()
    assert shelf.add("lines.jsonl", data) == Added(
        "lines.jsonl",
        2,
        (
            "'soon' is not one certain date; write it as YYYY-MM-DD.",
            "Line 2: It is not JSON; write one object a line.",
        ),
    )


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"  \n", "It has no text; write the article into it or remove it."),
        ("a.txt", b"a\0b", "It is not text; save it as UTF-8 text."),
        (
            "photo.png",
            b"PNG",
            "Files of its kind are not read; recognise its text (OCR) and save that, or remove it.",
        ),
        ("a.md", b"---\ntitle: x\n", "Its front matter has no end; close it with a line of three"),
        ("a.jsonl", b"{", "Line 1: It is not JSON; write one object a line."),
        ("a.jsonl", b"\n", "It holds no article; write one object a line."),
        ("a.txt", b"x" * (MAX_FILE + 1), "It is larger than 20,000,000 bytes; split it."),
        ("b.txt", FERRY.encode(), "It is there already, as ferry.md."),
        (
            "harbour.txt",
            b"Other words.",
            "Another article is called harbour.txt; rename this one, or remove that one.",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_and_changes_nothing(
    name: str, data: bytes, reason: str, shelf: ArticleFolder, folder: Path
) -> None:
    before = everything(folder)
    with pytest.raises(NotAnArticle) as refused:
        shelf.add(name, data)
    assert str(refused.value).startswith(reason)
    assert everything(folder) == before
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_the_build_refuses_for_the_same_reason(shelf: ArticleFolder, folder: Path) -> None:
    for name, data in {"a.txt": b"", "b.md": b"---\n- x\n---\ny", "c.pdf": b"%PDF"}.items():
        with pytest.raises(NotAnArticle) as refused:
            shelf.add(name, data)
        (folder / name).write_bytes(data)
        reasons = {one.path: one.reason for one in load_articles(folder).refusals}
        assert str(refused.value) == reasons[name]


def test_a_file_that_came_meanwhile_is_not_written_over(
    shelf: ArticleFolder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        ArticleFolder, "files", lambda self: ()
    )  # as if it had been looked for before
    with pytest.raises(NotAnArticle, match="Another article is called harbour.txt"):
        shelf.add("harbour.txt", b"Other words.")
    assert (folder / "harbour.txt").read_text("utf-8") == HARBOUR


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\news\\ferry.md", "ferry.md"),
        ("/a/b/", "unnamed"),
        (".hidden.txt", "hidden.txt"),
        ("..", "unnamed"),
        ("", "unnamed"),
        (".txt", "txt"),
        ("a\nb\x1b[31m\u202etxt.md", "ab[31mtxt.md"),
        ("  two   words .txt", "two words.txt"),
        ('a:b*c?"d<e>|.txt', "a-b-c-d-e-.txt"),
        ("Zoe\u0308.txt", "Zo\u00eb.txt"),
        ("\u05e9\u05dc\u05d5\u05dd.txt", "\u05e9\u05dc\u05d5\u05dd.txt"),
    ],
)
def test_names_are_made_safe(given: str, name: str) -> None:
    assert safe_name(given) == name


@given(st.text())
def test_a_safe_name_stays_in_its_folder_and_is_safe_already(name: str) -> None:
    safe = safe_name(name)
    assert safe == safe_name(safe)
    assert Path(safe).name == safe
    assert not safe.startswith(".")
    assert len(safe.encode()) <= MAX_NAME + 80


def test_a_long_name_is_cut(shelf: ArticleFolder) -> None:
    added = shelf.add("ü" * 5000 + ".txt", TEXT.encode())
    assert added.path == "ü" * (MAX_NAME // 2) + ".txt"


# ---- writing


def test_a_text_becomes_a_file_of_its_own(shelf: ArticleFolder, folder: Path) -> None:
    added = shelf.write(
        Fields(f"{TEXT}\n", " Zebra:  sold! ", "2 January 2025", "No", "- Al #1", "https://a.b/?c")
    )
    assert added == Added("2025-01-02-zebra-sold.md", 1, ())
    article = load_file(folder, added.path).articles[0]
    assert (article.title, str(article.date), article.source) == (
        "Zebra: sold!",
        "2025-01-02",
        "No",
    )
    assert (article.author, article.url, article.text) == ("- Al #1", "https://a.b/?c", f"{TEXT}\n")


LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")


@given(st.text(LETTERS).filter(str.strip), st.lists(st.text(LETTERS), min_size=5, max_size=5))
def test_what_is_written_is_read_back(text: str, given: list[str]) -> None:
    title, day, source, author, url = (" ".join(value.split()) for value in given)
    assume(not is_address(source))  # of a clipping, it is the address of the page
    fields = Fields(text, title, day, source, author, url)
    assert parse_markdown(format_markdown(fields)) == fields


def test_a_text_alone_is_kept_as_it_stands(shelf: ArticleFolder, folder: Path) -> None:
    pasted = f" date 2025-01-02 {TEXT}\n\nMore."
    added = shelf.write(Fields(pasted))
    assert added.path == "date-2025-01-02-the-zebra-of-oldport-was-sold-on-friday.txt"
    assert (folder / added.path).read_text("utf-8") == pasted
    assert str(load_file(folder, added.path).articles[0].date) == "2025-01-02"


def test_texts_with_the_same_title_get_names_of_their_own(shelf: ArticleFolder) -> None:
    paths = [shelf.write(Fields(f"Text {n}.", "Zebra")).path for n in range(3)]
    assert paths == ["zebra.md", "zebra-2.md", "zebra-3.md"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (Fields(" \n"), "It has no text; write the article into it or remove it."),
        (Fields("x", date="2/3/2025"), "'2/3/2025' is not one certain date; write it as"),
        (Fields("x", "half \ud800"), "It holds a NUL character or half a character; remove that."),
        (Fields("x\0"), "It holds a NUL character or half a character; remove that."),
        (Fields("Again.", "Twice"), "It is there already, as twice.md."),
    ],
)
def test_a_text_that_cannot_be_taken_is_refused(
    fields: Fields, reason: str, shelf: ArticleFolder
) -> None:
    shelf.write(Fields("Again.", "Twice"))
    with pytest.raises(NotAnArticle) as refused:
        shelf.write(fields)
    assert str(refused.value).startswith(reason)
    assert len(shelf.files()) == 4


# ---- removing and putting back


def test_what_is_removed_is_kept_and_can_be_put_back(shelf: ArticleFolder, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "harbour.txt").rename(folder / "sub/harbour.txt")
    before = everything(folder)
    shelf.remove("sub/harbour.txt")
    assert "sub/harbour.txt" not in shelf.files()
    assert shelf.removed() == ("sub/harbour.txt",)
    assert [article.id for article in load_articles(folder).articles] == [
        *("ferry.md", "news.jsonl#1", "news.jsonl#2"),
    ]
    shelf.restore("sub/harbour.txt")
    assert shelf.removed() == ()
    assert everything(folder) == before


def test_two_removed_files_of_one_name_are_both_kept(shelf: ArticleFolder, folder: Path) -> None:
    shelf.remove("ferry.md")
    shelf.add("ferry.md", b"Another ferry.")
    with pytest.raises(RagError, match=r"another file called ferry.md by now\. Remove that one"):
        shelf.restore("ferry.md")
    shelf.remove("ferry.md")
    assert sorted(shelf.removed()) == ["ferry-2.md", "ferry.md"]
    shelf.restore("ferry.md")
    assert (folder / "ferry.md").read_text("utf-8") == FERRY


def test_one_line_of_a_file_cannot_be_removed_alone(shelf: ArticleFolder, folder: Path) -> None:
    with pytest.raises(UnknownArticle) as refused:
        shelf.remove("news.jsonl#2")
    assert refused.value.problem == (
        "news.jsonl#2 is one line of news.jsonl, and cannot be removed alone."
    )
    assert refused.value.fix.startswith("Take the line out of news.jsonl with an editor, or remove")
    assert (folder / "news.jsonl").read_text("utf-8") == LINES


def test_the_last_file_stays(tmp_path: Path) -> None:
    shelf = ArticleFolder(tmp_path)
    shelf.add("zebra.txt", TEXT.encode())
    with pytest.raises(RagError) as refused:
        shelf.remove("zebra.txt")
    assert (
        refused.value.problem == "zebra.txt is the only file left, and an index needs an article."
    )
    assert refused.value.fix == "Add another one first."


@pytest.mark.parametrize("do", [ArticleFolder.remove, ArticleFolder.restore])
@pytest.mark.parametrize(
    "path", ["none.txt", "../secret.txt", "/etc/passwd", ".removed/a.txt", "./ferry.md", "", "x\0"]
)
def test_no_path_but_a_listed_one_reaches_a_file(
    do: Callable[[ArticleFolder, str], None], path: str, shelf: ArticleFolder, folder: Path
) -> None:
    (folder.parent / "secret.txt").write_text("secret", "utf-8")
    before = everything(folder.parent)
    with pytest.raises(UnknownArticle, match="There is no file"):
        do(shelf, path)
    assert everything(folder.parent) == before


def test_files_are_listed_newest_first_and_hidden_ones_never(
    shelf: ArticleFolder, folder: Path
) -> None:
    (folder / ".git").mkdir()
    (folder / ".git/config.txt").write_text("x", "utf-8")
    for age, name in enumerate(["news.jsonl", "harbour.txt", "ferry.md"]):
        os.utime(folder / name, (1_000_000 - age, 1_000_000 - age))
    assert shelf.files() == ("news.jsonl", "harbour.txt", "ferry.md")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_named(shelf: ArticleFolder, folder: Path) -> None:
    folder.chmod(0o500)
    with pytest.raises(RagError, match=r"cannot be changed \(Permission denied\)\. Make room"):
        shelf.add("zebra.txt", TEXT.encode())
    folder.chmod(0o700)


def test_a_full_disk_is_named(
    shelf: ArticleFolder, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    before = everything(folder)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(RagError) as refused:
        shelf.add("zebra.txt", TEXT.encode())
    assert refused.value.problem == f"{folder} cannot be changed (No space left on device)."
    assert everything(folder) == before
