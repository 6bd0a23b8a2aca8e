import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Built, library_of, write_seeds

from rag.cli import main

BRIEF = "what did Calder say about the wall"


def rag(
    *arguments: str | Path, stdin: int = subprocess.DEVNULL
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rag", *map(str, arguments)],
        capture_output=True, text=True, stdin=stdin, check=False,
    )  # fmt: skip


def asked(
    small: Built, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    """Run one command on the small index and return its exit code, stdout and stderr."""
    command, *rest = arguments
    code = main([command, "--index", str(small.index), *rest])
    out, err = capsys.readouterr()
    return code, out, err


def test_ask_prints_the_articles_own_words_and_where_they_stand(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = asked(small, capsys, "ask", BRIEF)
    assert (code, err) == (0, "")
    assert "Ines Calder" in out
    assert "cheapest promise" in out
    assert "[1]" in out
    assert "(harbour.txt:" in out


def test_ask_as_json_cites_the_words_by_their_place(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = asked(small, capsys, "ask", BRIEF, "--json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert answer["asked"]["question"] == BRIEF
    assert answer["asked"]["filters"] == {
        "since": None, "until": None, "sources": [], "authors": [], "speakers": [],
        "within": [],
    }  # fmt: skip
    assert answer["generation"] == "00000001"
    text = (small.seeds / "harbour.txt").read_text("utf-8").removeprefix("date 2025-03-04 ")
    assert "harbour.txt" in {one["source"]["article"]["id"] for one in answer["citations"]}
    for citation in answer["citations"]:
        source = citation["source"]
        span = source["span"]
        assert source["article"]["id"] == span["article_id"]
        if span["article_id"] == "harbour.txt":
            assert text[span["start"] : span["end"]] == source["quote"]
    assert [citation["number"] for citation in answer["citations"]] == list(
        range(1, len(answer["citations"]) + 1)
    )
    assert answer["citations"]


def test_search_shows_scores_and_passages(small: Built, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(small, capsys, "search", "herring quota", "--limit", "1")
    assert code == 0
    assert "Herring quota, Harbour Post, undated (news.jsonl#2:0-67)" in out
    assert "The herring quota falls by a tenth. Fishermen protested in Oldport." in out
    found = json.loads(asked(small, capsys, "search", "herring quota", "--json")[1])
    assert found[0]["article"]["title"] == "Herring quota"
    assert found[0]["text"] == "The herring quota falls by a tenth. Fishermen protested in Oldport."
    assert all(0 <= passage["score"] <= 1 for passage in found)


def test_search_keeps_to_its_filters(small: Built, capsys: pytest.CaptureFixture[str]) -> None:
    def ids(*filters: str) -> set[str]:
        found = json.loads(asked(small, capsys, "search", "Oldport wall", "--json", *filters)[1])
        return {passage["article"]["id"] for passage in found}

    assert ids("--source", "Coast Weekly") == {"ferry.md"}
    assert ids("--until", "2024-12-31") == {"news.jsonl#1"}
    assert ids("--since", "2025-01-01", "--author", "Jon Abara") == {"ferry.md"}
    assert ids("--speaker", "Tomas Reuvers") == {"harbour.txt"}
    assert ids("--speaker", "tomas reuvers", "--speaker", "Calder") == {"harbour.txt", "ferry.md"}
    assert ids("--speaker", "Calder", "--until", "2025-03-04") == {"harbour.txt"}
    nothing = (0, "No passage passes these filters.\n", "")
    assert ids("--source", "coast weekly") == {"ferry.md"}
    assert asked(
        small, capsys, "search", "wall", "--speaker", "Reuvers", "--source", "Coast Weekly"
    ) == nothing  # fmt: skip


def test_a_source_or_an_author_that_no_article_has_is_told_of(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["search", "wall"], ["ask", "wall"], ["list"], ["said", "Calder"]):
        assert asked(small, capsys, *command, "--source", "Harbor Post") == (
            1, "",
            "rag: No article has the source 'Harbor Post'.\n     Perhaps Harbour Post is meant; "
            "`rag list --csv` names the source of each.\n",
        )  # fmt: skip
    code, _, err = asked(small, capsys, "list", "--author", "\udcff")  # bytes that are no UTF-8
    assert (code, err.partition("\n")[0]) == (1, "rag: No article has the author '\ufffd'.")


def test_ask_keeps_to_the_speakers_it_is_given(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    question = ("ask", "What did Calder say about the ferry?", "--json")
    assert json.loads(asked(small, capsys, *question)[1])["grounded"] == "yes"
    answer = json.loads(asked(small, capsys, *question, "--speaker", "Reuvers")[1])
    assert answer["asked"]["filters"]["speakers"] == ["Tomas Reuvers"]
    assert answer["asked"]["speakers"] == ["Ines Calder"]
    assert answer["grounded"] == "no"
    assert not answer["claims"]


def test_two_questions_asked_at_once_are_answered_one_after_the_other(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    wall, ferry = "What did Reuvers say about the wall?", "What did Calder say about the ferry?"
    once = [asked(small, capsys, "ask", question)[1] for question in (wall, ferry)]
    assert asked(small, capsys, "ask", f"{wall} {ferry}")[1] == "".join(once)


@pytest.mark.parametrize("command", [["ask", "why"], ["search", "why"], ["list"]])
def test_a_filter_by_an_unknown_speaker_is_told_near_names(
    command: list[str], small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(small, capsys, *command, "--speaker", "Ines Calder", "--speaker", "Caldr") == (
        1,
        "",
        "rag: The articles have no statement by 'Caldr'.\n"
        "     Perhaps Ines Calder is meant; `rag speakers` lists everyone who says something.\n",
    )


def test_list_names_every_article_newest_first(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(small, capsys, "list") == (
        0,
        "2025-03-14  ferry.md  Night ferry to return after eleven years\n"
        "2025-03-04  harbour.txt  Westmere votes to raise its harbour wall\n"
        "2024-11-02  news.jsonl#1  Lighthouse sold\n"
        "undated     news.jsonl#2  Herring quota\n",
        "",
    )
    listed = json.loads(asked(small, capsys, "list", "--json")[1])
    assert [article["date"] for article in listed] == [
        "2025-03-14",
        "2025-03-04",
        "2024-11-02",
        None,
    ]
    assert (
        listed[3]["text"] == "The herring quota falls by a tenth. Fishermen protested in Oldport."
    )


def test_a_speaker_is_found_without_accents_and_by_role(
    built: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '"The gate will be wide," said José Muñoz, the harbour master.\n'
    (built.seeds / "gate.txt").write_text(text, "utf-8")
    assert asked(built, capsys, "index", "--seeds", str(built.seeds))[0] == 0
    gate = (0, f"undated     gate.txt  {text}", "")
    for name in ("José Muñoz", "jose munoz", "the harbour master"):
        assert asked(built, capsys, "list", "--speaker", name) == gate
    assert asked(built, capsys, "list", "--speaker", "Josef Muños")[2] == (
        "rag: The articles have no statement by 'Josef Muños'.\n"
        "     Perhaps José Muñoz is meant; `rag speakers` lists everyone who says something.\n"
    )


def test_list_keeps_to_its_filters(small: Built, capsys: pytest.CaptureFixture[str]) -> None:
    ferry = (0, "2025-03-14  ferry.md  Night ferry to return after eleven years\n", "")
    assert asked(small, capsys, "list", "--author", "Jon Abara") == ferry
    assert asked(small, capsys, "list", "--speaker", "Calder", "--since", "2025-03-05") == ferry
    listed = json.loads(asked(small, capsys, "list", "--json", "--speaker", "Reuvers")[1])
    assert [article["id"] for article in listed] == ["harbour.txt"]
    nothing = ("--speaker", "Reuvers", "--source", "Coast Weekly")
    assert asked(small, capsys, "list", *nothing) == (0, "No article passes these filters.\n", "")
    assert asked(small, capsys, "list", "--json", *nothing) == (0, "[]\n", "")


def test_verify_says_what_was_read_or_what_is_wrong(
    built: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    seeds = str(built.seeds)
    code, out, err = asked(built, capsys, "verify", "--seeds", seeds)
    assert (code, err) == (0, "")
    assert out.startswith("4 articles, ")
    assert out.endswith(" files are as they should be.\n")
    (built.seeds / "ferry.md").unlink()
    stray = built.index / "00000001" / "stray"
    stray.write_text("x", "utf-8")
    assert asked(built, capsys, "verify", "--seeds", seeds) == (
        1,
        "",
        f"damaged: {stray} is no file of the index.\n"
        f"out of date: ferry.md is in the index and no longer in {seeds}.\n"
        "rag: run `rag index`.\n",
    )
    (built.index / "00000001" / "manifest.json").write_text("{", "utf-8")
    code, out, err = asked(built, capsys, "verify", "--seeds", seeds)
    assert (code, out) == (1, "")
    assert "manifest.json cannot be read" in err
    assert err.endswith("\n     Run `rag index`.\n")


# --- who said what


def test_said_lists_a_persons_statements_newest_first(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = asked(small, capsys, "said", "Calder")
    assert (code, err) == (0, "")
    assert "2025-03-14  Ines Calder, Mayor\n" in out
    place = out.index("“Nobody wants a ship that waits outside")
    assert place < out.index("said, quoted: “We cannot ask families to carry sandbags every Januar")
    assert "    Westmere votes to raise its harbour wall (harbour.txt:" in out


def test_said_as_json_gives_the_exact_words(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    said = json.loads(asked(small, capsys, "said", "ines calder", "--json")[1])
    dates = [one["article"]["date"] for one in said]
    assert dates == sorted(dates, reverse=True)
    assert {"speaker": "Ines Calder", "cue": "said", "kind": "quoted"}.items() <= said[-1][
        "statement"
    ].items()
    assert said[-1]["words"] == "The wall is the cheapest promise we can keep."
    assert "text" not in said[-1]["article"]


def test_said_about_a_topic_puts_what_fits_first(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(asked(small, capsys, "said", "Calder", "--about", "sandbags", "--json")[1])
    assert found[0]["words"].startswith("We cannot ask families to carry sandbags")
    fits = [one["fit"] for one in found]
    assert fits[0] == max(fits)
    one = asked(small, capsys, "said", "Calder", "--limit", "1")
    assert one[1].count("Ines Calder") == 1
    assert one[2] == "… and 3 more; --limit shows them.\n"


def test_words_that_several_papers_print_are_said_once(
    small: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "“The lock will open for every boat in June,” said Berta Quist, the lock keeper.\n"
    texts = {"a.txt": f"Lock opens\n\n{said}", "b.txt": f"Boats may pass\n\nGood. {said}"}
    library_of(small, tmp_path, texts)
    arguments = ["said", "Quist", "--index", str(tmp_path / "index")]
    assert main(arguments) == 0
    assert capsys.readouterr().out == (
        "undated  Berta Quist, the lock keeper\n"
        "    said, quoted: “The lock will open for every boat in June”\n"
        "    Lock opens (a.txt:13-54)\n"
        "    also in Boats may pass (b.txt)\n\n"
    )
    assert main([*arguments, "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert [copy["id"] for copy in one["copies"]] == ["b.txt"]


def test_said_keeps_to_its_filters(small: Built, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(small, capsys, "said", "Calder", "--since", "2025-03-05")
    assert "ferry.md" in out
    assert "harbour.txt" not in out
    assert asked(small, capsys, "said", "Calder", "--since", "2026-01-01") == (
        0, "No statement of Calder passes these filters.\n", ""
    )  # fmt: skip


def test_an_unknown_speaker_is_told_near_names(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(small, capsys, "said", "Caldr") == (
        1,
        "",
        "rag: The articles have no statement by 'Caldr'.\n"
        "     Perhaps Ines Calder is meant; `rag speakers` lists everyone who says something.\n",
    )
    assert asked(small, capsys, "said", "?!")[2] == (
        "rag: The articles have no statement by '?!'.\n"
        "     `rag speakers` lists everyone who says something.\n"
    )


def test_speakers_are_listed_with_counts(small: Built, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = asked(small, capsys, "speakers")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "     4  Ines Calder"
    assert "     1  Tomas Reuvers" in out.splitlines()
    assert asked(small, capsys, "said") == (0, out, "")
    listed = json.loads(asked(small, capsys, "speakers", "--json")[1])
    assert listed[0] == {"speaker": "Ines Calder", "statements": 4}


# --- building


def test_index_reports_what_it_did_and_what_it_left_out(
    built: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    (built.seeds / "photo.png").write_bytes(b"\x89PNG")
    (built.seeds / "new.txt").write_text("The gate is open.", "utf-8")
    (built.index / "CURRENT").write_text("junk", "utf-8")
    code, out, err = asked(built, capsys, "index", "--seeds", str(built.seeds))
    assert code == 0
    assert "5 articles, 5 passages, " in out
    assert "; 5 passages embedded in " in out
    assert "not taken: photo.png: " in err
    assert "started over: " in err
    assert "names the generation 'junk', which is not there." in err
    code, out, _ = asked(built, capsys, "index", "--seeds", str(built.seeds))
    assert code == 0
    assert out.endswith("; nothing has changed.\n")


def test_a_first_index_says_what_there_is(
    small: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(small.index / "encoders", tmp_path / "index" / "encoders")
    seeds = write_seeds(tmp_path / "seeds")
    code = main(["index", "--seeds", str(seeds), "--index", str(tmp_path / "index")])
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    assert out.startswith("4 articles, 4 passages, ")


def test_a_missing_folder_of_articles_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["index", "--seeds", str(tmp_path / "no"), "--index", str(tmp_path / "index")])
    out, err = capsys.readouterr()
    assert (code, out) == (1, "")
    assert err.startswith(f"rag: {tmp_path / 'no'} does not exist.\n     Make ")


@pytest.mark.parametrize(
    "arguments", [["ask", "why"], ["search", "why"], ["list"], ["verify"], ["said"], ["speakers"]]
)
def test_without_an_index_every_command_names_the_one_that_makes_it(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command, *rest = arguments
    assert main([command, "--index", str(tmp_path), *rest]) == 1
    assert capsys.readouterr() == (
        "", f"rag: {tmp_path} holds no index.\n     Build it with `rag index`.\n"
    )  # fmt: skip


# --- bad input


@pytest.mark.parametrize("question", ["", "   ", "\n", "?!…", "«»", "🙂", "---"])
@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_without_a_word_is_told_so(
    command: str, question: str, small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    # Behind "--", as the shell passes what begins with a dash.
    code = main([command, "--index", str(small.index), "--", question])
    out, err = capsys.readouterr()
    assert (code, out) == (1, "")
    assert err.startswith("rag: There is no word in this question.\n     Ask ")


def test_a_question_of_100_000_characters_is_told_so(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = asked(small, capsys, "ask", "wall " * 20_000)
    assert (code, out) == (1, "")
    assert "99,999 characters" in err
    assert err.endswith("Ask it in fewer words.\n")


@pytest.mark.parametrize(
    "question",
    [
        "что сказала Калдер о стене",
        "港の壁について何と言いましたか",
        "ماذا قالت كالدر عن الجدار",
        "${7*7} {{7*7}} <script>alert(1)</script>",
        'wall AND (title:"x" OR *) ~2 ^3 [a TO b} -gate +ferry \\ / ! : ?',
        "'; DROP TABLE articles; --",
        "wall\x00gate",
        "wall\x1b[31m",
        "\udcff\udcfe wall",
        "w" * 1999,
        "a\u0301\u0302\u0303 " * 100,
    ],
)
@pytest.mark.parametrize("command", ["ask", "search", "said"])
def test_any_question_gets_an_answer_or_a_sentence(
    command: str, question: str, small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([command, "--index", str(small.index), "--json", "--", question])
    out, err = capsys.readouterr()
    if code == 0:
        assert json.loads(out) is not None
        assert re.fullmatch(r"(note: .+\n)?", err)
    else:
        assert (code, out) == (1, "")
        assert err.startswith("rag: ")
        assert err.count("\n") == 2
    (out + err).encode()  # nothing that cannot be written


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["ask", "x", "--since", "2025-13-01"], "--since: '2025-13-01' is no date like 2025-02-13"),
        (["ask", "x", "--until", "yesterday"], "--until: 'yesterday' is no date like 2025-02-13"),
        (["said", "x", "--since", ""], "--since: '' is no date like 2025-02-13"),
        (["search", "x", "--limit", "0"], "--limit: '0' is no number above 0"),
        (["search", "x", "--limit", "-1"], "--limit: '-1' is no number above 0"),
        (["search", "x", "--limit", "²"], "--limit: '²' is no number above 0"),
        (["eval"], "one of the arguments FILE --draft --from-feedback is required"),
        (["eval", "a", "--from-feedback", "b"], "not allowed with argument FILE"),
        (["eval", "--draft", "many"], "'many' is no number above 0"),
        (["search"], "the following arguments are required: question"),
        (["nonsense"], "invalid choice: 'nonsense'"),
        ([], "the following arguments are required: COMMAND"),
        (["ask", "x", "--frob"], "unrecognized arguments: --frob"),
    ],
)
def test_a_wrong_command_line_is_told_of_with_code_2(
    arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    out, err = capsys.readouterr()
    assert (caught.value.code, out) == (2, "")
    assert problem in err


def test_dates_the_wrong_way_round_are_told_of(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(small, capsys, "ask", "x", "--since", "2025-02-02", "--until", "2025-01-01") == (
        1,
        "",
        "rag: No day is both from 2025-02-02 and up to 2025-01-01.\n"
        "     Give --since the earlier of the two.\n",
    )


def test_every_command_has_help_with_its_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("index", "ask", "search", "said", "speakers", "list", "verify"):
        with pytest.raises(SystemExit) as caught:
            main([command, "--help"])
        assert caught.value.code == 0
        assert "(default: " in capsys.readouterr().out


# --- measuring


def lines_of(path: Path, *lines: dict[str, object]) -> str:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return str(path)


def test_answers_are_measured_by_questions_with_known_answers(
    small: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = lines_of(
        tmp_path / "questions.jsonl",
        {"question": "What did Calder say about sandbags?", "article": "harbour.txt",
         "quote": "carry sandbags", "speaker": "Ines Calder", "kind": "said"},
        {"question": "What did Ottoline Brackwater say about the wall?", "answerable": False},
    )  # fmt: skip
    page = tmp_path / "report.html"
    code, out, err = asked(small, capsys, "eval", path, "--json", "--html", str(page))
    assert (code, err) == (0, "")
    report = json.loads(out)
    shares = {
        name: one["value"] for name, one in report["figures"].items() if one["unit"] == "share"
    }
    assert shares.pop("Expected articles") > 0  # beside the best excerpt, others may be shown
    assert set(shares.values()) == {1}
    assert list(report["kinds"]) == ["none", "said", "all"]
    values = {name: one["value"] for name, one in report["kinds"]["all"].items()}
    assert values.pop("refused") == 0
    assert set(values.values()) == {1}
    assert "2 were satisfied, 0 were not" in page.read_text("utf-8")


def test_questions_are_drafted_and_made_from_feedback(
    small: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = asked(small, capsys, "eval", "--draft", "8")
    assert (code, err) == (0, "")
    assert "What did Tomas Reuvers say about the work?" in out
    verdict = {"question": "Why?", "liked": True, "grounded": "no", "claims": []}
    code, out, _ = asked(
        small, capsys, "eval", "--from-feedback", lines_of(tmp_path / "verdicts", verdict)
    )
    assert (code, json.loads(out)["answerable"]) == (0, False)


def test_a_report_that_cannot_be_written_says_so(
    small: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = lines_of(tmp_path / "q.jsonl", {"question": "Who left?", "answerable": False})
    target = str(tmp_path / "missing" / "report.html")
    assert asked(small, capsys, "eval", path, "--html", target) == (
        1,
        "",
        f"rag: {target} cannot be written (No such file or directory).\n"
        "     Name another file with --html.\n",
    )


# --- as a process


def test_the_command_and_the_module_are_one(small: Built) -> None:
    done = rag("list", "--index", small.index)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 4
    script = Path(sys.executable).with_name("rag")
    if script.exists():
        same = subprocess.run(
            [script, "list", "--index", small.index], capture_output=True, text=True
        )
        assert same.stdout == done.stdout


def test_a_reader_who_leaves_is_no_error(small: Built) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "rag", "list", "--index", small.index],
        stdout=writing, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_without_the_characters_is_no_error(small: Built) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rag", "said", "Calder", "--index", small.index],
        capture_output=True, text=True, env=os.environ | {"PYTHONIOENCODING": "ascii"}, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u201cNobody wants a ship" in done.stdout
