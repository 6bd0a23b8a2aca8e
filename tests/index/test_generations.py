"""The index folder: what is taken for one, and what is ever removed from it."""

import os
import shutil
from pathlib import Path

import pytest
from conftest import Built, write_seeds

from rag.errors import IndexDamaged, IndexMisplaced, IndexUnwritable, NoArticles, RagError
from rag.index.build import build_index
from rag.index.generations import CURRENT, MARK, current_generation
from rag.index.library import open_library
from rag.news.saved import read_saved


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_of_other_things_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    seeds = write_seeds(tmp_path / "seeds")
    photos = tmp_path / "photos"
    for name in ("2023/a.jpg", "2024/b.jpg", "encoders/mine/c.bin"):
        (photos / name).parent.mkdir(parents=True)
        (photos / name).write_text("of mine", "utf-8")
    before = files(photos)
    with pytest.raises(IndexMisplaced) as caught:
        build_index(seeds, photos)
    assert caught.value.problem == f"{photos} is no index: it holds 2023, which no build has made."
    assert caught.value.fix == "Name a new or an empty folder with --index."
    assert files(photos) == before


def test_a_link_that_leads_to_itself_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(IndexUnwritable, match="loop cannot be written"):
        build_index(write_seeds(tmp_path / "seeds"), tmp_path / "loop")
    with pytest.raises(NoArticles, match="loop does not exist"):
        build_index(tmp_path / "loop", tmp_path / "index")


@pytest.mark.parametrize(("seeds", "index"), [("a", "a"), ("a", "a/b"), ("a/b", "a"), ("a", "l")])
def test_the_articles_and_the_index_lie_apart(tmp_path: Path, seeds: str, index: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "l").symlink_to(tmp_path / "a")
    if not (tmp_path / seeds).exists():
        (tmp_path / seeds).mkdir()
    (tmp_path / seeds / "wall.txt").write_text("The wall held.", "utf-8")
    with pytest.raises(IndexMisplaced) as caught:
        build_index(tmp_path / seeds, tmp_path / index)
    assert caught.value.problem == (
        f"The index {tmp_path / index} and the articles in {tmp_path / seeds} lie in one another."
    )
    assert caught.value.fix == "Name a folder beside the articles with --index."
    assert [*files(tmp_path / "a").values()] == [b"The wall held."]


def test_an_index_of_an_earlier_version_is_taken_for_one(built: Built) -> None:
    (built.index / MARK).unlink()
    assert not build_index(built.seeds, built.index).changed
    assert (built.index / MARK).is_file()


def test_a_generation_in_other_hands_is_no_index(built: Built) -> None:
    (built.index / MARK).unlink()
    (built.index / current_generation(built.index) / "manifest.json").write_text("{}", "utf-8")
    with pytest.raises(IndexMisplaced, match=r"is no index: it holds \.lock, which no build"):
        build_index(built.seeds, built.index)


def test_nothing_is_removed_from_an_index_but_what_builds_have_made(built: Built) -> None:
    mine = ["2023/a.jpg", "00000044/manifest.json", "encoders/mine/c.bin", "notes.txt"]
    for name in mine:
        (built.index / name).parent.mkdir(parents=True, exist_ok=True)
        (built.index / name).write_text('{"of": "mine"}', "utf-8")
    page = built.index / "2023" / "manifest.json"  # of a page on the web
    page.write_text('{"name": "photos", "format": 1, "program": "gallery"}', "utf-8")
    mine.append("2023/manifest.json")
    (built.index / "7").symlink_to(built.seeds)
    (built.seeds / "new.txt").write_text("The gate is open.", "utf-8")
    old = current_generation(built.index)
    assert build_index(built.seeds, built.index).generation == "00002024"
    assert all((built.index / name).is_file() for name in mine)
    assert len(list((built.index / "7").iterdir())) == 4
    assert not (built.index / old).exists()


def make_folder(path: Path) -> None:
    path.mkdir()
    (path / "mine.txt").write_text("x", "utf-8")


def test_a_pointer_that_is_a_folder_is_named_and_left_as_it_is(built: Built) -> None:
    (built.index / CURRENT).unlink()
    make_folder(built.index / CURRENT)
    with pytest.raises(IndexDamaged, match=r"CURRENT cannot be read \(it is no file\)\.") as caught:
        open_library(built.index)
    assert caught.value.fix == "Remove it, then run `rag index`."
    with pytest.raises(IndexDamaged) as caught:
        build_index(built.seeds, built.index)
    assert caught.value.problem == (
        f"{built.index / CURRENT} is a folder and not the name of a generation."
    )
    assert caught.value.fix == "Remove it, then run `rag index`."
    assert (built.index / CURRENT / "mine.txt").is_file()


@pytest.mark.parametrize(
    "name",
    ["CURRENT", "00000001/manifest.json", "encoders/*/encoder.json", "encoders/*/encoder.onnx"],
)
def test_a_pipe_in_the_place_of_a_file_is_named_and_not_waited_for(built: Built, name: str) -> None:
    [path] = built.index.glob(name)
    kept = path.read_bytes()
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(RagError, match="is no file") as caught:
        open_library(built.index)
    assert caught.value.fix == "Run `rag index`."
    path.unlink()
    path.write_bytes(kept)
    assert open_library(built.index).manifest.counts.articles == 4


def test_a_pipe_in_the_place_of_the_pointer_is_replaced(built: Built) -> None:
    (built.index / CURRENT).unlink()
    os.mkfifo(built.index / CURRENT)
    assert build_index(built.seeds, built.index).counts.articles == 4
    assert open_library(built.index).manifest.counts.articles == 4


@pytest.mark.parametrize("name", ["STORE", "news.json"])
def test_a_pipe_where_a_build_found_nothing_is_not_waited_for(built: Built, name: str) -> None:
    os.mkfifo(built.index / name)
    with pytest.raises(IndexDamaged, match=rf"{name} cannot be read \(it is no file\)"):
        (open_library if name == "STORE" else read_saved)(built.index)


@pytest.mark.parametrize("name", ["CURRENT.new", "embedded.work"])
def test_nothing_is_written_through_a_link_nor_into_a_pipe(
    built: Built, tmp_path: Path, name: str
) -> None:
    diary = tmp_path / "diary.txt"
    diary.write_text("mine", "utf-8")
    (built.seeds / "new.txt").write_text("The gate is open.", "utf-8")
    (built.index / name).symlink_to(diary)
    assert build_index(built.seeds, built.index).counts.articles == 5
    assert diary.read_text("utf-8") == "mine"
    (built.seeds / "new.txt").unlink()
    os.mkfifo(built.index / name)
    assert build_index(built.seeds, built.index).counts.articles == 4


def test_an_encoder_alone_is_the_beginning_of_an_index(built: Built, tmp_path: Path) -> None:
    shutil.copytree(built.index / "encoders", tmp_path / "new" / "encoders")
    assert build_index(built.seeds, tmp_path / "new").counts.articles == 4
