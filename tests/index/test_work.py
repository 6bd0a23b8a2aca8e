"""Who does the work of a build, and what they send one another."""

import sys
from pathlib import Path

import pytest
from conftest import Built, make_article

from rag.articles.cleaning import LeftOut
from rag.articles.formats import Parsed
from rag.cli import main
from rag.errors import WorkersUnusable
from rag.index.build import build_index
from rag.index.library import open_library
from rag.index.messages import entry_of, entry_row, packed, parsed_of, parsed_row, unpacked
from rag.records import Refusal


def test_what_is_made_of_an_article_is_the_same_after_it_was_sent(small: Built) -> None:
    entries = open_library(small.index).entries().values()
    assert any(entry.statements for entry in entries)
    for entry in entries:
        assert entry_of(entry.article, unpacked(packed(entry_row(entry)))) == entry
        left_out = (LeftOut("By Jon Abara", "a byline"),)
        for parsed in (
            Parsed(entry.article, ("A note.",), left_out),
            Parsed(make_article("halves: \ud83d", id="a\udcff.txt"), (), ()),
            Refusal("a.txt", "It is empty."),
        ):
            assert parsed_of(unpacked(packed(parsed_row(parsed)))) == parsed
    refusal = Refusal("a.txt", "The program fails on it.")
    assert entry_of(make_article("words"), unpacked(packed(entry_row(refusal)))) == refusal


def test_without_dask_it_is_said_what_to_install(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "rag.index.servers.dask_workers", raising=False)
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(WorkersUnusable) as raised:
        build_index(built.seeds, built.index, workers="tcp://127.0.0.1:8786")
    assert raised.value.problem.startswith("Dask is not installed (")
    assert raised.value.fix == "Run `pip install 'rag[dask]'`."


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "inproc://x:1", "tcp://host", "tls://a/b:1"])
def test_an_address_that_is_none_is_refused(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["index", "--index", str(tmp_path), "--workers", address])
    assert f"{address!r} is no address like tcp://127.0.0.1:8786" in capsys.readouterr().err
