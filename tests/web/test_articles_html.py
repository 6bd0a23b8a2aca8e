"""What the page says of the folder of articles and of the index being rebuilt."""

import html
import re

from fake_chat import FERRY, HOSTILE
from shown import visible

from rag.articles.description import Description
from rag.errors import RagError
from rag.index.background_build import BuildChanges, BuildProgress, State
from rag.records import Article, Heading, Refusal
from rag.web.articles_html import (
    Held,
    building,
    described,
    file_list,
    outcomes,
    removed_list,
    reported,
)
from rag.web.edits import Outcome

EVIL = "<img src=x onerror=alert(1)> ${1} \"'.txt"


def heading(article: Article, id: str = "") -> Heading:
    return Heading(id or article.id, article.title, article.date, article.source, article.author)


def test_how_far_a_build_has_come_is_told() -> None:
    state = State("1", BuildProgress("embedding passages", 1200, 3000))
    assert visible(building(state)).strip() == (
        "The index is being rebuilt: embedding passages, 1,200 of 3,000. You can go on asking."
    )
    assert '<progress value="1200" max="3000"' in building(state)


def test_a_build_of_somebody_else_s_is_told_without_figures() -> None:
    shown = building(State("1", BuildProgress()))
    assert visible(shown).strip() == "The index is being rebuilt. You can go on asking."
    assert "<progress aria-label" in shown
    assert building(State("1")) == ""


def test_what_a_build_did_is_told_once_it_has_ended() -> None:
    report = BuildChanges(2, 0, 1, 1204, (Refusal("a", "b"),))
    assert visible(reported(State("1", None, report))) == (
        "The index is up to date: 2 added, 1 removed, 1 not taken; 1,204 articles."
    )
    nothing = BuildChanges(0, 0, 0, 1, ())
    assert visible(reported(State("1", None, nothing))) == (
        "The index is up to date: nothing has changed; 1 article."
    )
    failed = State("1", None, report, RagError("No <room>.", fix="Make room."))
    assert visible(reported(failed)) == "No <room>.Make room."
    assert reported(State("1")) == ""
    assert reported(State("1", BuildProgress(), report)) == ""


def test_outcomes_are_listed_newest_first_with_what_is_to_be_known() -> None:
    said = (
        Outcome("a.txt", "Added.", done=True, notes=("It was read as <x>.",)),
        Outcome(EVIL, "It has no text.", done=False),
    )
    shown = outcomes(said, "7")
    assert visible(shown) == f"✗{EVIL} It has no text.✓a.txt Added.It was read as <x>."
    assert re.findall('<li class="(.*?)"', shown) == ["refused", "taken"]
    assert 'data-batch="7"' in shown


def test_what_was_made_of_a_file_is_shown_line_by_line() -> None:
    made = Description((("# a.csv#1", "title: <T>"), ("# a.csv#2",)), 3, ("a.csv#3: It is empty.",))
    shown = described("<a>.csv", made)
    assert visible(shown) == (
        "What was made of it: <a>.csvNot taken: a.csv#3: It is empty."
        "# a.csv#1\ntitle: <T>\n# a.csv#2\nand 3 articles more"
    )


def test_files_are_listed_with_what_the_index_has_of_them() -> None:
    files = ("new.txt", "news.jsonl", FERRY.id, "bad.txt")
    held = {FERRY.id: Held(1, heading(FERRY)), "news.jsonl": Held(2, None)}
    refusals = {"bad.txt": "It has no text.", "news.jsonl#2": "It is not JSON."}
    shown = file_list(files, held, refusals, found=4, among=4)
    assert [
        visible(item).replace(f"What was made of it {file}", "")
        for file, item in zip(files, re.findall("<li>(.*?)</li>", shown), strict=True)
    ] == [
        "new.txtNot in the index yetRemove new.txt",
        "news.jsonl2 articlesNot taken: Line 2: It is not JSON.Remove news.jsonl",
        f"{FERRY.title}Coast Weekly · Jon Abara · 14 March 2025 · ferry.txtRemove ferry.txt",
        "bad.txtNot taken: It has no text.Remove bad.txt",
    ]
    assert re.findall('data-confirm="(.*?)"', shown) == [
        "Remove new.txt?",
        "Remove news.jsonl with its 2 articles?",
        "Remove ferry.txt?",
        "Remove bad.txt?",
    ]


def test_files_that_were_found_are_counted_among_all() -> None:
    shown = file_list(("a.txt",), {}, {}, found=1, among=2, more="More was found.")
    assert visible(shown).startswith("1 file of 2, the newest first. More was found.a.txt")
    assert visible(file_list((), {}, {}, found=0, among=0)) == "There is no file yet."


def test_a_long_list_of_files_can_be_continued() -> None:
    shown = html.unescape(file_list(("0.txt", "1.txt", "2.txt"), {}, {}, found=5, among=5))
    assert shown.count("<li>") == 3
    assert '{"action": "files", "shown": 103}' in shown
    assert "Show more" not in file_list(("0.txt",), {}, {}, found=1, among=5)


def test_removed_files_can_be_put_back() -> None:
    shown = removed_list(("a.txt", "sub/b.md"))
    assert visible(shown) == "2 removed filesa.txtPut back a.txtsub/b.mdPut back sub/b.md"
    assert '{"action": "restore", "file": "sub/b.md"}' in html.unescape(shown)
    assert removed_list(()) == ""


def test_nothing_that_a_file_is_called_becomes_a_tag() -> None:
    evil = heading(HOSTILE, EVIL)
    shown = "".join(
        [
            file_list((EVIL,), {EVIL: Held(1, evil)}, {EVIL: EVIL}, found=1, among=1, more=EVIL),
            file_list((EVIL,), {}, {}, found=1, among=1),
            removed_list((EVIL,)),
            outcomes((Outcome(EVIL, EVIL, done=False, notes=(EVIL,)),), EVIL),
            building(State(EVIL, BuildProgress(EVIL, 1, 2))),
            reported(State("", None, None, RagError(EVIL, fix=EVIL))),
        ]
    )
    assert set(re.findall(r"<(\w+)", shown)) == {
        *("p", "ul", "li", "div", "span", "bdi", "button", "details", "summary", "progress"),
    }
    assert "onerror=alert" not in re.sub(r">[^<]*<|\"[^\"]*\"", "", shown)
