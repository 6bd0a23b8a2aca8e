"""The folder of articles: what is read, what is refused, and that no character changes."""

import hashlib
import json
import os
import string
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.articles.formats import (
    MAX_BYTES,
    TITLE_LENGTH,
    Loaded,
    NotAnArticle,
    Remark,
    decode,
    load_articles,
    parse_article,
    parse_date,
    read_article,
    title_of,
)
from rag.errors import NoArticles, UnknownArticle
from rag.records import Article, Refusal


def write(folder: Path, **files: str | bytes) -> Path:
    """Write files; two underscores stand for a full stop: ``note__txt``."""
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def read_text(content: bytes, name: str = "a.txt") -> Article:
    return parse_article(content, name)[0]


def refusals(loaded: Loaded) -> dict[str, str]:
    return {refusal.path: refusal.reason for refusal in loaded.refusals}


# One article


def test_a_text_file_with_a_date_line_gives_its_date_and_keeps_the_rest_of_the_line() -> None:
    content = " date 2025-02-13 Ministers met in Oslo. Nobody signed.\n\nA second day follows.\n"
    assert parse_article(content.encode(), "oslo.txt") == (
        Article(
            id="oslo.txt",
            title="Ministers met in Oslo.",
            date=date(2025, 2, 13),
            source="",
            author="",
            url="",
            text="Ministers met in Oslo. Nobody signed.\n\nA second day follows.\n",
            sha256=hashlib.sha256(content.encode()).hexdigest(),
        ),
        (),
    )


@pytest.mark.parametrize(
    ("line", "day", "text"),
    [
        ("date 2025-02-13\nThe vote failed.", date(2025, 2, 13), "\nThe vote failed."),
        ("Date: 2025/2/3, The vote failed.", date(2025, 2, 3), "The vote failed."),
        ("date 2025-02-13T09:30:00Z The vote failed.", date(2025, 2, 13), "The vote failed."),
        ("Date palms failed.", None, "Date palms failed."),
        ("The date 2025-02-13 was set.", None, "The date 2025-02-13 was set."),
    ],
)
def test_only_a_first_line_that_names_a_date_is_a_date_line(
    line: str, day: date | None, text: str
) -> None:
    article, notes = parse_article(line.encode(), "a.txt")
    assert (article.date, article.text, notes) == (day, text, ())


def test_a_date_line_without_a_possible_date_stays_in_the_text_and_is_remarked_on() -> None:
    article, notes = parse_article(b"date 2025-02-31 The vote failed.", "a.txt")
    assert (article.date, article.text) == (None, "date 2025-02-31 The vote failed.")
    assert notes == ("'2025-02-31' is not one certain date; write it as YYYY-MM-DD.",)


def test_a_markdown_file_gives_the_fields_of_its_front_matter() -> None:
    content = (
        "---\ntitle: 'No: a short word'\ndate: 2024-05-01\nsource: The Harbour Post\n"
        "authors:\n  - Ada Moe\n  - No\nurl: https://example.org/no\n---\n# Heading\n\nText.\n"
    )
    assert read_text(content.encode(), "no.md") == Article(
        id="no.md",
        title="No: a short word",
        date=date(2024, 5, 1),
        source="The Harbour Post",
        author="Ada Moe, No",
        url="https://example.org/no",
        text="# Heading\n\nText.\n",
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )


def test_markdown_without_front_matter_is_read_as_plain_text() -> None:
    article = read_text(b"date 2024-05-01 # Ferry strike ends\n\nBoats sail again.", "a.md")
    assert (article.title, article.date) == ("Ferry strike ends", date(2024, 5, 1))
    assert article.text == "# Ferry strike ends\n\nBoats sail again."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("---\ntitle: a\nauthor: [b\n---\nText.", "It is not YAML in line 4; mend it there."),
        (
            "---\ntitle: a\n\nText.",
            "Its front matter has no end; close it with a line of three hyphens.",
        ),
        (
            "---\njust words\n---\nText.",
            "Its front matter has no names; write lines such as title: Words.",
        ),
        ("---\ntitle: a\n---\n \n", "It has no text; write the article into it or remove it."),
        ("---\ntitle: a\x01\n---\nText.", "It is not YAML in its front matter; mend it there."),
    ],
)
def test_bad_front_matter_refuses_the_file_and_says_where(content: str, reason: str) -> None:
    with pytest.raises(NotAnArticle) as refused:
        parse_article(content.encode(), "a.md")
    assert str(refused.value) == reason


def test_empty_front_matter_is_no_fault() -> None:
    assert read_text(b"---\n---\nBoats sail again.", "a.md").text == "Boats sail again."


@pytest.mark.parametrize("date_key", ["date", "published_at", "publish_date"])
@pytest.mark.parametrize("text_key", ["text", "body"])
@pytest.mark.parametrize(
    ("author_key", "author"), [("author", "Ada Moe"), ("authors", ["Ada Moe"])]
)
def test_a_json_line_may_name_its_fields_in_several_ways(
    date_key: str, text_key: str, author_key: str, author: object
) -> None:
    line = {"title": "Strike\n ends", date_key: "2024/05/01", author_key: author, "source": "Post"}
    content = json.dumps(line | {text_key: "Boats sail\r\nagain.", "url": "u"}).encode()
    assert read_text(content, "a.jsonl#7") == Article(
        id="a.jsonl#7",
        title="Strike ends",
        date=date(2024, 5, 1),
        source="Post",
        author="Ada Moe",
        url="u",
        text="Boats sail\nagain.",
        sha256=hashlib.sha256(content).hexdigest(),
    )


def test_a_field_that_is_not_text_is_left_out_and_remarked_on() -> None:
    article, notes = parse_article(b'{"source": {"name": "Post"}, "text": "Ok."}', "a.jsonl#1")
    assert (article.source, notes) == ("", ("Its source is not text and was left out.",))


def test_fields_of_null_and_empty_strings_count_as_missing() -> None:
    content = b'{"title": null, "author": "", "authors": ["Ada Moe", null], "text": "Boats sail."}'
    article, notes = parse_article(content, "a.jsonl#1")
    assert (article.title, article.author, notes) == ("Boats sail.", "Ada Moe", ())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "It is not JSON; write one object a line."),
        ("[" * 100_000, "It is not JSON; write one object a line."),
        ("[1]", 'It is not a JSON object; write {"title": "…", "text": "…"}.'),
        ('{"title": "a"}', "It has no text; write the article into it or remove it."),
        ('{"text": ["a"]}', 'Its text is not a string; write "text": "…".'),
        (
            '{"text": "a \\ud800 b"}',
            "It holds a NUL character or half a character; remove that.",
        ),
        (
            '{"text": "a", "title": "\\u0000"}',
            "It holds a NUL character or half a character; remove that.",
        ),
    ],
)
def test_a_bad_json_line_is_refused_with_the_reason(line: str, reason: str) -> None:
    with pytest.raises(NotAnArticle) as refused:
        parse_article(line.encode(), "a.jsonl#1")
    assert str(refused.value) == reason


# Titles


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Who won? Nobody knows\n\nThe count goes on.", "Who won? Nobody knows"),
        ("\n  Ferry  strike ends \n \nBoats sail.", "Ferry strike ends"),
        ("## Ferry strike ends\n\nBoats sail.", "Ferry strike ends"),
        ("#Tag use falls. It fell twice.", "#Tag use falls."),
        ("Boats sail again. All of them.\n\nMore.", "Boats sail again."),
        ("Boats sail again. All of them. \n\nMore.", "Boats sail again."),
        ("The U.S. left. It will be back.", "The U.S. left."),
        ("* * *\n\nBoats sail again. All of them.", "Boats sail again."),
        ("***\nBoats sail again. All of them.", "Boats sail again."),
        ("…", "…"),
    ],
)
def test_a_heading_or_else_the_first_sentence_is_the_title(text: str, title: str) -> None:
    assert title_of(text) == title


def test_a_long_first_sentence_is_cut_between_words_as_a_title() -> None:
    title = title_of("word " * 400)
    assert title == ("word " * 32).strip() + "…"
    assert len(title) <= TITLE_LENGTH


def test_a_title_of_one_endless_word_is_cut_inside_it() -> None:
    assert title_of("w" * 4000) == "w" * (TITLE_LENGTH - 1) + "…"


# Dates


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-02-13", date(2025, 2, 13)),
        ("2022/05/16", date(2022, 5, 16)),
        ("2022/5/6", date(2022, 5, 6)),
        ("20250213", date(2025, 2, 13)),
        ("2025-02-13T23:30:00-08:00", date(2025, 2, 13)),
        ("2023-11-27 08:45:59.000000000Z", date(2023, 11, 27)),
        ("13 February 2025", date(2025, 2, 13)),
        ("February 13, 2025, 10:30 a.m. EST", date(2025, 2, 13)),
        ("Thu, 13 Feb 2025 10:00:00 GMT", date(2025, 2, 13)),
        ("13/02/2025", date(2025, 2, 13)),
    ],
)
def test_dates_are_read_as_articles_write_them(written: str, day: date) -> None:
    assert parse_date(written) == day


@pytest.mark.parametrize(
    "written",
    ["", "soon", "02/03/2025", "February 2025", "2025", "Thursday", "10:30", "2025-02-31",
     "2025-02-13x", "1612312359", "9" * 5000],
)  # fmt: skip
def test_what_names_no_day_or_could_name_two_is_no_date(written: str) -> None:
    assert parse_date(written) is None


@settings(deadline=None)
@given(st.dates())
def test_every_iso_date_is_read_as_itself(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_dates(written: str) -> None:
    assert parse_date(written) is None or isinstance(parse_date(written), date)


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_without_its_mark(encoding: str) -> None:
    words = "“Żółć” – naïve 😀 e\u0301 ﬁ"
    assert decode(words.encode(encoding)) == (words, "")


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", "“It won’t work,” she said – twice. The café was full."),
        ("cp1252", "Die Gespräche über Bürgschaften würden nächste Woche fortgesetzt."),
        ("cp1250", "Ministr obrany řekl, že jednání budou příští týden pokračovat."),
        ("cp1251", "Министр обороны заявил, что переговоры о гарантиях продолжатся."),
        ("cp932", "防衛大臣は木曜日、安全保障に関する協議が来週も続くと述べた。"),
    ],
)
def test_another_encoding_is_detected_and_remarked_on(encoding: str, words: str) -> None:
    article, notes = parse_article(words.encode(encoding), "a.txt")
    assert (article.text, notes) == (
        words,
        (f"It was read as {encoding}, which is a guess; save it as UTF-8.",),
    )


@pytest.mark.parametrize(
    "content",
    [b"Text with a \0 in it.", bytes(range(256)), b"\x89PNG\r\n\x1a\n\xff\xfe\x80", b"\xff\xfea"],
)
def test_bytes_that_are_not_text_are_refused(content: bytes) -> None:
    with pytest.raises(NotAnArticle, match=r"^It is not text; save it as UTF-8 text\.$"):
        parse_article(content, "a.txt")


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")))
def test_every_other_character_of_a_text_file_is_kept(text: str) -> None:
    content = ("x" + text).encode()
    assert read_text(content).text == "x" + text
    assert read_text(content.replace(b"\n", b"\r\n")).text == "x" + text


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["title", "date", "author", "text"]), st.text()))
def test_a_json_line_is_refused_or_can_be_stored(fields: dict[str, str]) -> None:
    try:
        article = read_text(json.dumps(fields).encode(), "a.jsonl#1")
    except NotAnArticle:
        return
    assert article.text == fields["text"].replace("\r\n", "\n").replace("\r", "\n")
    stored = article.title + article.text + article.author
    assert stored.encode().decode() == stored
    assert "\0" not in stored


@settings(deadline=None)
@given(st.binary(), st.sampled_from(["a.txt", "a.md", "a.jsonl#1"]))
def test_any_bytes_become_an_article_with_text_or_are_refused(content: bytes, name: str) -> None:
    try:
        text = read_text(content, name).text
    except NotAnArticle:
        return
    assert text.strip()


@settings(deadline=None)
@given(st.text(alphabet=string.ascii_letters + " :-[]{}&*!|>'\"%@`,?#\n\t"))
def test_any_front_matter_leaves_the_text_alone_or_is_refused(front: str) -> None:
    try:
        text = read_text(f"---\n{front}\n---\nText.".encode(), "a.md").text
    except NotAnArticle:
        return
    assert text.endswith("Text.")


# The folder


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
    write(tmp_path, a__txt="Boats sail.", b__txt="", c__txt=b"\0\1", d__pdf="%PDF-1.7")
    write(tmp_path, e__txt="  BOATS\nsail. ", f__jsonl='{"text": "Fine."}\n{"text": 1}\n')
    write(tmp_path, g__txt=b"x" * (MAX_BYTES + 1), h__md="---\na: [\n---\n")
    loaded = load_articles(tmp_path)
    assert [article.id for article in loaded.articles] == ["a.txt", "f.jsonl#1"]
    assert loaded.refusals == (
        Refusal("b.txt", "It has no text; write the article into it or remove it."),
        Refusal("c.txt", "It is not text; save it as UTF-8 text."),
        Refusal(
            "d.pdf",
            "It is not read, as only .txt, .md or .jsonl files are; convert or remove it.",
        ),
        Refusal("e.txt", "It has the same text as a.txt; remove one of the two."),
        Refusal("f.jsonl#2", 'Its text is not a string; write "text": "…".'),
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


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".git", a__txt="No.")
    write(tmp_path, __DS_Store="No.", b__txt="Yes.")
    loaded = load_articles(tmp_path)
    assert ([article.id for article in loaded.articles], loaded.refusals) == (["b.txt"], ())


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
    assert found["f.txt"] == "It has the same text as a.txt; remove one of the two."
    with pytest.raises(UnknownArticle):
        read_article(seeds, "b.txt")


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


@pytest.mark.parametrize(
    ("name", "problem"), [("gone", "gone does not exist."), ("a.txt", "a.txt is not a folder.")]
)
def test_a_folder_that_is_none_is_an_error(tmp_path: Path, name: str, problem: str) -> None:
    write(tmp_path, a__txt="Open.")
    with pytest.raises(NoArticles) as error:
        load_articles(tmp_path / name)
    assert error.value.problem.endswith(f"/{problem}")
    assert error.value.fix == "Make that folder and put .txt, .md or .jsonl files in it."


def test_a_folder_without_a_readable_article_is_an_error_that_says_why(tmp_path: Path) -> None:
    with pytest.raises(NoArticles) as error:
        load_articles(tmp_path)
    assert error.value.problem == f"{tmp_path} holds no article."
    assert error.value.fix == "Put .txt, .md or .jsonl files there."
    write(tmp_path, a__txt=" ", b__doc="Text.")
    with pytest.raises(NoArticles) as error:
        load_articles(tmp_path)
    assert error.value.problem == (
        f"{tmp_path} holds no readable article; 2 refused, the first: a.txt: "
        "It has no text; write the article into it or remove it."
    )


def test_every_article_can_be_read_again_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub", a__jsonl='{"text": "One."}\n\n{"text": "Two."}')
    write(tmp_path, b__txt="Three.", c__md="---\ntitle: Four\n---\nFive.")
    articles = load_articles(tmp_path).articles
    assert [read_article(tmp_path, article.id) for article in articles] == list(articles)


@pytest.mark.parametrize(
    "article_id",
    ["gone.txt", "a.jsonl", "a.jsonl#2", "a.jsonl#0", "a.jsonl#x", "", ".", "/etc/hostname",
     "../seeds/b.txt", "./b.txt", "sub//b.txt", ".hidden.txt", "b.txt\0", "b.txt/", "\ud800.txt"],
)  # fmt: skip
def test_no_other_id_reads_a_file(tmp_path: Path, article_id: str) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    write(seeds, a__jsonl='{"text": "One."}', b__txt="Two.", __hidden__txt="Three.")
    with pytest.raises(UnknownArticle) as error:
        read_article(seeds, article_id)
    assert error.value.problem.startswith(f"{article_id!r} cannot be read from {seeds}: ")
    assert error.value.fix == "List the articles with: rag list"
