"""The columns of tables, as others name them and as the user does."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from rag.articles.columns import fields_of, keep_columns, read_columns
from rag.articles.fields import Fields, NotAnArticle
from rag.articles.folder import load_articles, load_file
from rag.articles.readers.kinds import converter_of
from rag.cli import main
from rag.errors import RagError

ROWS: dict[str, dict[str, object]] = {
    "trafilatura": {
        "title": "T", "author": "A; B", "hostname": "x.org", "source-hostname": "X",
        "source": "https://x.org/1", "date": "2024-05-03", "text": "Words.",
    },
    "fundus": {
        "title": "T", "authors": ["A", "B"], "publishing_date": datetime(2024, 5, 3, 8),
        "body": {"summary": ["Words."], "sections": [{"headline": [], "paragraphs": ["More."]}]},
    },
    "news-please": {
        "title": "T", "date_publish": "2024-05-03 08:00:00", "source_domain": "x.org",
        "maintext": "Words.", "authors": [], "url": "https://x.org/1", "description": "Less.",
    },
    "newspaper4k": {
        "title": "T", "publish_date": "2024-05-03", "authors": ["A"], "text": "Words.",
        "source_url": "https://x.org", "canonical_link": "https://x.org/1",
    },
    "Media Cloud": {
        "media_name": "X", "media_url": "x.org", "title": "T", "publish_date": "2024-05-03",
        "url": "https://x.org/1", "text": "Words.",
    },
    "a feed reader": {
        "title": "T", "published": 1714723200, "author": "A", "content": {"content": "Words."},
        "canonical": [{"href": "https://x.org/1"}], "origin": {"streamId": "9", "title": "X"},
    },
    "a library": {
        "Headline Text": "T", "Publication Date": "2024-05-03", "Full Text": "Words.",
        "Source-Hostname": "X", "SOURCE": "https://x.org/1",
    },
    "a German": {
        "Überschrift": "T", "Datum": "2024-05-03", "Quelle": "X", "Text": "Words.", "Autor": "A",
    },
    "a Frenchman": {"Titre": "T", "Date": "2024-05-03", "Auteur": "A", "Texte": "Words."},
    "a Spaniard": {
        "Titulo": "T", "Fecha": "2024-05-03", "Fuente": "X", "Autor": "A", "Texto": "Words.",
    },
    "a Dutchwoman": {
        "titel": "T", "datum": "2024-05-03", "bron": "X", "auteur": "A", "tekst": "Words.",
    },
    "a keeper of references": {
        "title": "T", "container-title": "X", "source": "Library", "URL": "https://x.org/1",
        "author": [{"family": "Moe", "given": "Ada"}, {"family": "Berg", "given": "Finn"}],
        "issued": {"date-parts": [[2024, 5, 3]]}, "abstract": "Words.",
    },
    "a keeper's table": {
        "Title": "T", "Author": "Moe, Ada; Berg, Finn", "Publication Title": "X",
        "Date": "2024-05-03", "Url": "https://x.org/1", "Abstract Note": "Words.",
    },
    "WordPress": {
        "title": {"rendered": "T"}, "date": "2024-05-03T08:00:00", "link": "https://x.org/1",
        "content": {"rendered": "Words.", "protected": False}, "author": 5,
    },
    "Arc": {
        "headlines": {"basic": "T"}, "display_date": "2024-05-03", "distributor": {"name": "X"},
        "credits": {"by": [{"type": "author", "name": "A"}]}, "canonical_url": "https://x.org/1",
        "content_elements": [
            {"type": "text", "content": "Words."}, {"type": "image", "content": "A boat."},
            {"type": "text", "content": "More."},
        ],
    },
    "an editor of blocks": {
        "title": "T",
        "body": [{"_type": "block", "children": [{"text": "Wor"}, {"text": "ds."}]}, "More."],
    },
    "a reader of news": {
        "story_title": "T - X", "story_content": "Words.", "story_date": "2024-05-03",
        "feed_title": "X", "story_authors": "By A", "post_name": "t",
    },
    "a summing-up": {"document": "Words.", "summary": "W.", "id": 7},
    "pandas": {"Title": "T", "Authors": "['A', \"B\"]", "Body": "Words.", "source": "X"},
}  # fmt: skip
READ = {
    "trafilatura": Fields("Words.", "T", "2024-05-03", "X", "A, B", "https://x.org/1"),
    "fundus": Fields("Words.\n\nMore.", "T", "2024-05-03T08:00:00", "", "A, B"),
    "news-please": Fields("Words.", "T", "2024-05-03 08:00:00", "x.org", "", "https://x.org/1"),
    "newspaper4k": Fields("Words.", "T", "2024-05-03", "", "A", "https://x.org/1"),
    "Media Cloud": Fields("Words.", "T", "2024-05-03", "X", "", "https://x.org/1"),
    "a feed reader": Fields("Words.", "T", "2024-05-03", "X", "A", "https://x.org/1"),
    "a library": Fields("Words.", "T", "2024-05-03", "X", "", "https://x.org/1"),
    "a German": Fields("Words.", "T", "2024-05-03", "X", "A"),
    "a Frenchman": Fields("Words.", "T", "2024-05-03", "", "A"),
    "a Spaniard": Fields("Words.", "T", "2024-05-03", "X", "A"),
    "a Dutchwoman": Fields("Words.", "T", "2024-05-03", "X", "A"),
    "a keeper of references": Fields(
        "Words.", "T", "2024-05-03", "X", "Ada Moe, Finn Berg", "https://x.org/1",
        ("Its text is no more than its abstract; save the page for the rest.",),
    ),
    "a keeper's table": Fields(
        "Words.", "T", "2024-05-03", "X", "Ada Moe, Finn Berg", "https://x.org/1",
        ("Its text is no more than its abstract_note; save the page for the rest.",),
    ),
    "WordPress": Fields("Words.", "T", "2024-05-03T08:00:00", "", "", "https://x.org/1"),
    "Arc": Fields("Words.\n\nMore.", "T", "2024-05-03", "X", "A", "https://x.org/1"),
    "an editor of blocks": Fields("Words.\n\nMore.", "T"),
    "a reader of news": Fields("Words.", "T", "2024-05-03", "X", "A"),
    "a summing-up": Fields("Words."),
    "pandas": Fields("Words.", "T", "", "X", "A, B"),
}  # fmt: skip


@pytest.mark.parametrize("maker", ROWS)
def test_columns_are_known_by_the_names_that_others_give_them(maker: str) -> None:
    assert fields_of(ROWS[maker]) == READ[maker]


def test_a_row_without_text_says_what_to_do() -> None:
    with pytest.raises(NotAnArticle, match="rag index --map text=COLUMN"):
        fields_of({"title": "T"})


def test_a_column_that_the_settings_name_is_named_where_a_table_lacks_it(tmp_path: Path) -> None:
    (tmp_path / "rag.toml").write_text('[columns]\ntext = "Inhalt"\n')
    (tmp_path / "a.csv").write_text("one,two\n1,2\n")
    (tmp_path / "b.jsonl").write_text('{"one": "Boats sail."}\n{"Inhalt": ""}\n{"Body": null}')
    (tmp_path / "c.csv").write_text("Inhalt,Titel\nBells ring.,One\n,Two\n")
    loaded = load_articles(tmp_path)
    which = "say which one holds the text: rag index --map text=COLUMN"
    names = "Inhalt (as rag.toml or --map says), text, body, content, maintext"
    empty = "The row's text is empty: nothing stands in its column {}; write it there or "
    assert [one.text for one in loaded.articles] == ["Bells ring."]
    assert {one.path: one.reason for one in loaded.refusals} == {
        "a.csv": f"None of its columns (one, two) is one of {names}; {which}",
        "b.jsonl#1": f"It has none of the columns {names}, or nothing in them; {which}",
        "b.jsonl#2": empty.format("Inhalt") + "remove the row.",
        "b.jsonl#3": empty.format("body") + which,
        "c.csv#2": empty.format("Inhalt") + "remove the row.",
    }


def test_columns_that_the_user_names_come_first_and_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Inhalt,text,when\nWords of it.,Short.,2024-05-03\n")
    (tmp_path / "b.jsonl").write_text('{"Inhalt": "Others."}\n')
    assert [one.text for one in load_file(tmp_path, "a.csv").articles] == ["Short."]
    given = {"text": ("inhalt",), "date": ("when", "wann")}
    [article] = load_file(tmp_path, "a.csv", given).articles
    assert (article.text, str(article.date)) == ("Words of it.", "2024-05-03")
    keep_columns(tmp_path, {"text": ("Inhalt",)})
    keep_columns(tmp_path, {"date": ("when",)})
    assert read_columns(tmp_path) == {"text": ("Inhalt",), "date": ("when",)}
    loaded = load_articles(tmp_path)
    assert [one.text for one in loaded.articles] == ["Words of it.", "Others."]
    assert loaded.refusals == ()
    assert loaded.converters == {
        ".csv": f"{converter_of('.csv')}, date=when, text=Inhalt",
        ".jsonl": "date=when, text=Inhalt",
    }


def test_other_columns_make_the_rows_be_read_again(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text('{"text": "Short.", "body": "Long."}\n')
    before = load_articles(tmp_path)
    (tmp_path / "rag.toml").write_text('[columns]\ntext = "body"\n')
    known = {one.id: one for one in before.articles}
    again = load_articles(tmp_path, known=known, converters=before.converters)
    assert [one.text for one in again.articles] == ["Long."]


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ("[columns", "cannot be read"),
        ('[columns]\ntxet = "body"\n', "txet is none of text, title, date, source, author, url"),
        ("[columns]\ntext = 1\n", "cannot be read"),
    ],
)
def test_settings_that_cannot_be_read_are_named(
    tmp_path: Path, settings: str, problem: str
) -> None:
    (tmp_path / "a.txt").write_text("Boats sail.")
    (tmp_path / "rag.toml").write_text(settings)
    with pytest.raises(RagError, match=problem):
        load_articles(tmp_path)


def test_settings_that_hold_something_else_are_not_rewritten(tmp_path: Path) -> None:
    written = '[columns]\ntext = "body"\n[mine]\ncolour = "red"\n'
    (tmp_path / "rag.toml").write_text(written)
    with pytest.raises(RagError) as caught:
        keep_columns(tmp_path, {"date": ("when",)})
    assert caught.value.problem == (
        f"{tmp_path / 'rag.toml'} also holds mine, which rewriting it would lose."
    )
    assert (tmp_path / "rag.toml").read_text() == written


def test_a_file_is_shown_with_the_columns_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("Wortlaut\nWords of it.\n")
    assert main(["show", str(tmp_path / "a.csv")]) == 1
    assert main(["show", "--map", "text=Wortlaut", str(tmp_path / "a.csv")]) == 0
    shown = capsys.readouterr()
    assert "Words of it." in shown.out
    assert "say which one holds the text: rag index --map text=COLUMN" in shown.err


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        (["Ida Lund Ivo Brand", "Ida Lund", "Ivo Brand"], "Ida Lund, Ivo Brand"),
        (["Mira Tallis", "Social Links Navigation"], "Mira Tallis"),
        (["Analysis Mira Tallis", "Opinion by Ivo Brand"], "Mira Tallis, Ivo Brand"),
        ("['Ida Lund Ivo Brand', 'Ida Lund', 'Ivo Brand']", "Ida Lund, Ivo Brand"),
        (["Ida Lund", "Ida Lund"], "Ida Lund"),
        ("Lund, Brand & Sons", "Lund, Brand & Sons"),
    ],
)
def test_authors_are_named_once(authors: object, names: str) -> None:
    assert fields_of({"text": "Words.", "authors": authors}).author == names


def test_what_is_not_read_of_a_table_is_said_once_a_file(tmp_path: Path) -> None:
    rows = "Ferries,Boats sail.,1,\nBells,Bells ring.,2,x\n"
    (tmp_path / "a.csv").write_text(f"title,description,id,Story rank\n{rows}")
    lines = [{"text": words, "id": 7, "source": True} for words in ("Gulls cry.", "Winds blow.")]
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, lines)))
    assert [(one.article_id, one.text) for one in load_articles(tmp_path).remarks] == [
        ("a.csv#1", "Its text is no more than its description; save the page for the rest."),
        ("a.csv#1", "Not read of it: id, Story rank."),
        ("b.jsonl#1", "Its source is not text and was left out."),
        ("b.jsonl#1", "Not read of it: id."),
    ]
