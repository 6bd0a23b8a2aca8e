"""What ``rag search`` prints of an exact search."""

import json

import pytest
from conftest import Built, make_article

from rag.cli import main
from rag.commands import searching
from rag.records import Keyword, Span


def searched(
    small: Built, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    code = main(["search", "--index", str(small.index), *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_passages_are_shown_with_the_words_in_brackets(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert searched(small, capsys, "oldport NOT lighthouse") == (
        0,
        "Night ferry to return after eleven years, Coast Weekly, 14 March 2025 "
        "(ferry.md:0-188)\n"
        "       The night ferry between Westmere and [Oldport] will sail again from May. Mayor "
        "Ines Calder warned that the ferry would need a wider gate. \"Nobody wants a ship that "
        "waits outside,\" she said.\n"
        "Herring quota, Harbour Post, undated (news.jsonl#2:0-67)\n"
        "       The herring quota falls by a tenth. Fishermen protested in [Oldport].\n",
        "",
    )  # fmt: skip
    assert searched(small, capsys, '"oldport wall"') == (0, "No article has this.\n", "")


def test_each_place_is_a_line_between_its_words(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert searched(small, capsys, "oldport", "--context", "3", "--limit", "2") == (
        0,
        "2025-03-14  between Westmere and [Oldport] will sail again  (ferry.md:37-44)\n"
        "2024-11-02     The lighthouse of [Oldport] was sold on      (news.jsonl#1:18-25)\n",
        "… and more; --limit shows them, --count month counts them.\n",
    )
    assert searched(small, capsys, "westmere AND ferry", "--context", "1", "--csv") == (
        0,
        "date,source,title,file,start,end,before,words,after\n"
        "2025-03-14,Coast Weekly,Night ferry to return after eleven years,ferry.md,10,15,"
        "night ,ferry, between\n"
        "2025-03-14,Coast Weekly,Night ferry to return after eleven years,ferry.md,24,32,"
        "between ,Westmere, and\n"
        "2025-03-14,Coast Weekly,Night ferry to return after eleven years,ferry.md,106,111,"
        "the ,ferry, would\n",
        "",
    )
    found = json.loads(searched(small, capsys, '"herring quota"', "--context", "2", "--json")[1])
    assert [{name: one[name] for name in one if name != "article"} for one in found] == [
        {
            "span": {"article_id": "news.jsonl#2", "start": 4, "end": 17},
            "before": "The ", "words": "herring quota", "after": " falls by",
        }
    ]  # fmt: skip


def test_lines_are_cut_to_a_terminal(
    small: Built, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_width", lambda: 90)
    assert searched(small, capsys, "oldport", "--context", "10", "--limit", "2")[1] == (
        "2025-03-14  …etween Westmere and [Oldport] will sail again from May…  "
        "(ferry.md:37-44)\n"
        "2024-11-02     The lighthouse of [Oldport] was sold on Friday for 3…  "
        "(news.jsonl#1:18-25)\n"
    )


@pytest.mark.parametrize(
    ("by", "counts", "table"),
    [
        (
            "month",
            "     1 article       1 place   undated\n"
            "     1 article       1 place   2024-11\n"
            "     1 article       1 place   2025-03\n",
            "month,articles,places\n,1,1\n2024-11,1,1\n2025-03,1,1\n",
        ),
        (
            "source",
            "     2 articles      2 places  Harbour Post\n"
            "     1 article       1 place   Coast Weekly\n",
            "source,articles,places\nHarbour Post,2,2\nCoast Weekly,1,1\n",
        ),
    ],
)
def test_articles_and_places_are_counted(
    by: str, counts: str, table: str, small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert searched(small, capsys, "oldport", "--count", by) == (0, counts, "")
    assert searched(small, capsys, "oldport", "--count", by, "--csv") == (0, table, "")


def test_by_speaker_it_is_counted_whose_words_they_are(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert json.loads(searched(small, capsys, "wall", "--count", "speaker", "--json")[1]) == [
        {"value": "", "articles": 1, "places": 2},
        {"value": "Ines Calder", "articles": 1, "places": 1},
    ]


def test_a_fault_is_pointed_at(small: Built, capsys: pytest.CaptureFixture[str]) -> None:
    assert searched(small, capsys, "ferry OR\t日 (gate") == (
        1,
        "",
        "rag: This bracket is not closed.\n"
        "     ferry OR 日 (gate\n"
        "              \u3000 ^\n"
        "     Add a ) after its last word.\n",
    )


def test_a_plain_search_is_a_table_too(small: Built, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = searched(small, capsys, "herring quota", "--limit", "1", "--csv")
    header, row = out.splitlines()
    assert (code, header, err) == (0, "score,date,source,title,file,start,end,text", "")
    assert row.partition(",")[2] == (
        ",Harbour Post,Herring quota,news.jsonl#2,0,67,"
        "The herring quota falls by a tenth. Fishermen protested in Oldport."
    )


def test_what_may_be_meant_otherwise_is_noted(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert searched(small, capsys, 'source:"Harbour Post"', "--count", "month") == (
        0,
        "     1 article   undated\n     1 article   2024-11\n",
        "note: The search has neither a word nor a speaker: it finds articles, and no places in "
        "them; counted by speaker is all that is said in them.\n",
    )
    code, out, err = searched(small, capsys, 'who sold "the lighthouse"?', "--limit", "1")
    assert (code, out.split(maxsplit=1)[1].partition(",")[0]) == (0, "Lighthouse sold")
    assert err == (
        "note: This is searched by meaning, as a question; without the question mark it is an "
        "exact search.\n"
    )


def test_a_long_statement_does_not_set_the_places_of_others_far_apart() -> None:
    article = make_article("It fell. " + "a" * 200)
    found = [
        Keyword(article, Span("a.txt", 0, 2), "", "It", " fell."),
        Keyword(article, Span("a.txt", 9, 209), "fell. ", "a" * 200, ""),
    ]
    assert list(searching._aligned(found, None)) == [
        f"undated           [It] fell.{' ' * 72}  (a.txt:0-2)",
        f"undated     fell. [{'a' * 200}]  (a.txt:9-209)",
    ]


def test_what_somebody_says_is_found_by_the_name_alone(
    small: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert searched(small, capsys, "speaker:Reuvers", "--context", "2") == (
        0,
        "2025-03-04  Reuvers said [the work would cost 14 million euros].  (harbour.txt:288-324)\n",
        "",
    )
