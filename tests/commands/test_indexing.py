"""What the commands about the index and its files print."""

import json

import pytest
from conftest import Built

from rag import cli
from rag.commands import asking, indexing


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = cli.main(arguments)
    return code, capsys.readouterr().out


def test_what_is_made_of_a_file_is_data_too(
    built: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    file = built.seeds / "two.jsonl"
    file.write_text('{"title": "Mast", "date": "2025-05-01", "text": "It fell."}\n{}\n', "utf-8")
    code, out = printed(capsys, "show", str(file), "--json")
    [article], [refused] = json.loads(out)["articles"], json.loads(out)["refused"]
    assert (code, article["id"], article["date"]) == (0, "two.jsonl#1", "2025-05-01")
    assert (article["text"], article["remarks"], article["left_out"]) == ("It fell.", [], [])
    assert refused["path"] == "two.jsonl#2"
    code, out = printed(capsys, "show", str(file), "--csv")
    lines = out.splitlines()
    assert (code, lines[:2]) == (0, [
        "file,date,source,author,title,url,text,left out,refused",
        "two.jsonl#1,2025-05-01,,,Mast,,It fell.,,",
    ])  # fmt: skip
    assert lines[2].startswith("two.jsonl#2,,,,,,,,")
    assert refused["reason"] in out
    named = ("--seeds", str(built.seeds))
    code, out = printed(capsys, "show", "two.jsonl#1", *named)
    assert (code, out.splitlines()[:2]) == (0, ["# two.jsonl#1", "title: Mast"])
    code, out = printed(capsys, "show", "two.jsonl#1", *named, "--csv")
    assert (code, out.splitlines()) == (0, lines[:2])
    code, out = printed(capsys, "show", "two.jsonl#2", *named, "--json")
    assert (code, json.loads(out)) == (1, {"articles": [], "refused": [refused]})


def test_what_is_wrong_with_an_index_is_data_too(
    built: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    verify = ("verify", "--index", str(built.index), "--seeds", str(built.seeds))
    code, out = printed(capsys, *verify, "--json")
    found = json.loads(out)
    assert (code, found["damage"], found["stale"]) == (0, [], [])
    assert found["summary"].startswith("4 articles, ")
    assert printed(capsys, *verify, "--csv") == (0, "kind,problem\n")
    (built.seeds / "ferry.md").unlink()
    code, out = printed(capsys, *verify, "--json")
    [problem] = json.loads(out)["stale"]
    assert code == 1
    assert printed(capsys, *verify, "--csv") == (1, f"kind,problem\nout of date,{problem}\n")


def test_only_a_build_that_is_stopped_says_what_became_of_the_index(
    built: Built, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(asking, "Chat", stop)
    monkeypatch.setattr(indexing, "build_index", stop)
    told = {"ask wall": "rag: stopped.\n", "index": "rag: the index in use is as it was.\n"}
    told["index"] += "rag: stopped.\n"
    for command, said in told.items():
        monkeypatch.setattr("sys.argv", ["rag", *command.split(), "--index", str(built.index)])
        with pytest.raises(SystemExit) as left:
            cli.run()
        assert (left.value.code, capsys.readouterr().err) == (130, said)
