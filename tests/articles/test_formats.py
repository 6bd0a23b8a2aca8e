"""Bytes made into articles: what is read, what is refused, and what is stored."""

import hashlib
import json
import string
from datetime import date

import pytest
from growth import grows_with_length, is_in_proportion
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.articles.cleaning import clean
from rag.articles.fields import Fields, NotAnArticle
from rag.articles.formats import (
    TITLE_LENGTH,
    decode,
    parse_article,
    parse_date,
    parse_txt,
    title_of,
)
from rag.articles.readers.cells import without_tags
from rag.articles.readers.tables import read_json
from rag.records import Article


def parse(content: bytes, name: str) -> tuple[Article, tuple[str, ...]]:
    parsed = parse_article(content, name)
    return parsed.article, parsed.notes


def read_text(content: bytes, name: str = "a.txt") -> Article:
    return parse_article(content, name).article


# One article


def test_a_text_file_with_a_date_line_gives_its_date_and_keeps_the_rest_of_the_line() -> None:
    content = " date 2025-02-13 Ministers met in Oslo. Nobody signed.\n\nA second day follows.\n"
    assert parse(content.encode(), "oslo.txt") == (
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
    article, notes = parse(line.encode(), "a.txt")
    assert (article.date, article.text, notes) == (day, text, ())


def test_a_date_line_without_a_possible_date_stays_in_the_text_and_is_remarked_on() -> None:
    article, notes = parse(b"date 2025-02-31 The vote failed.", "a.txt")
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


def test_what_collectors_of_notes_write_is_read_without_its_marks() -> None:
    front = (
        'title: Ferries stand still\nsource: "https://example.org/a"\n'
        'author:\n  - "[[Ada Moe]]"\npublished: 2024-05-03\ncreated: 2025-01-01\n'
    )
    text = (
        "![Boats](b.png)\n\n## Strike\n\n"
        'The *third* day [of the strike](https://example.org/s "S") was **quiet**.[^1] '
        "See [[Oldport|the port]].\n\n> It is 2 * 3 \\[sic\\] in snake_case_words.\n"
    )
    content = f"---\n{front}---\n{text}"
    article = read_text(content.encode(), "a.md")
    assert (article.title, article.author, article.url, article.source, article.date) == (
        "Ferries stand still", "Ada Moe", "https://example.org/a", "", date(2024, 5, 3),
    )  # fmt: skip
    assert article.text == (
        "\n\n## Strike\n\nThe third day of the strike was quiet. See the port.\n\n"
        "It is 2 * 3 [sic] in snake_case_words.\n"
    )


def test_labels_above_a_plain_text_give_its_fields() -> None:
    labels = (
        "Headline: Ferries stand still\nByline: Ada Moe\nSource: Oldport Post\nDate: 2024-05-03\n"
    )
    article = read_text(f"{labels}URL: https://example.org\n\nText:\nBoats wait.\n".encode())
    assert (article.title, article.author, article.source, article.url, article.date) == (
        "Ferries stand still", "Ada Moe", "Oldport Post", "https://example.org", date(2024, 5, 3),
    )  # fmt: skip
    assert article.text.strip() == "Boats wait."
    folded = "# Ferries stand still\n\nURL Source: https://example.org\n\nStory rank: 3\n"
    folded += "Publication date: 2024-05-03\n\nMarkdown Content:\nBoats wait."
    article = read_text(folded.encode(), "a.md")
    assert (article.title, article.date) == ("Ferries stand still", date(2024, 5, 3))
    assert (article.url, article.text.strip()) == ("https://example.org", "Boats wait.")
    once = "Source: the river\n\nBoats wait."
    assert read_text(once.encode()).text == once


def test_yaml_above_a_plain_text_gives_its_fields_and_a_rule_does_not() -> None:
    front = '---\ntitle: "Ferries: still"\nauthor: Ada Moe; Finn Berg\ndate: "2024-05-03"\n---\n'
    article = read_text(f"{front}*Boats* wait.".encode())
    assert (article.title, article.author) == ("Ferries: still", "Ada Moe, Finn Berg")
    assert (article.date, article.text) == (date(2024, 5, 3), "*Boats* wait.")
    ruled = "---\nBoats wait.\n---\nBells ring."
    assert read_text(ruled.encode()).text == "Boats wait.\nBells ring."


def test_what_is_struck_out_in_markdown_is_not_read() -> None:
    text = b"The fare is ~~ten~~ ninety crowns, ~~said Ada Moe~~ and ~ 5 more ~~ for a dog."
    assert read_text(text, "a.md").text == "The fare is  ninety crowns,  and ~ 5 more ~~ for a dog."


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("source: Oldport Post: News", "Oldport Post: News"),
        ('source: "Post" and Gazette', '"Post" and Gazette'),
        ("source: @oldport: it's on", "@oldport: it's on"),
    ],
)
def test_words_in_front_matter_that_yaml_would_not_take_are_read(line: str, source: str) -> None:
    article = read_text(f"---\ntitle: Ferries\n{line}\n---\nBoats sail.".encode(), "a.md")
    assert (article.title, article.source, article.text) == ("Ferries", source, "Boats sail.")


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


def test_very_many_labels_take_time_in_step_with_their_number() -> None:
    label = f"Title: {'The ferry sails again ' * 5}\n"
    short, long = (label * count + "\nIt rained." for count in (8_000, 16_000))
    assert is_in_proportion(parse_txt, short, long)


def test_references_of_a_web_page_are_resolved_in_a_json_line() -> None:
    line = {"title": "&#039;No&#039; to R&amp;D", "source": "A &amp; B", "text": "&quot;No.&quot;"}
    article = read_text(json.dumps(line).encode(), "a.jsonl#1")
    assert (article.title, article.source, article.text) == ("'No' to R&D", "A & B", '"No."')


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<p>Boats &amp; <b>bells</b> ring.</p><p>Noon.</p>", "Boats & bells ring.\n\nNoon."),
        ("Boats sail.<br/>Noon.", "Boats sail.\nNoon."),
        ('<div class="a">Boats\n sail.</div>', "Boats\nsail."),
        ("At 3 < 4 and 5 > 4,\nboats sail.", "At 3 < 4 and 5 > 4,\nboats sail."),
        ("Pages open with <p> at Oldport.", "Pages open with <p> at Oldport."),
        ("<Ida> & <Ivo> sail.", "<Ida> & <Ivo> sail."),
    ],
)  # fmt: skip
def test_a_text_of_html_is_read_alike_in_lines_and_tables(text: str, read: str) -> None:
    line = json.dumps({"text": text})
    assert read_text(line.encode(), "a.jsonl#1").text == read
    [(_, found)] = read_json(f"[{line}]".encode())
    assert isinstance(found, Fields)
    assert found.text == read


@pytest.mark.parametrize("unit", ["<p ", "<a>", "</", "<br", "<br>a", "<p>a"])
def test_tags_take_time_in_step_with_their_number(unit: str) -> None:
    assert grows_with_length(without_tags, unit, "<p><p>", 100_000)


NO_TEXT = (
    "It has none of the columns text, body, content, maintext, or nothing in them; say which one "
    "holds the text: rag index --map text=COLUMN"
)


def test_a_field_that_is_not_text_is_left_out_and_remarked_on() -> None:
    article, notes = parse(b'{"source": true, "text": "Ok."}', "a.jsonl#1")
    assert (article.source, notes) == ("", ("Its source is not text and was left out.",))


def test_fields_of_null_and_empty_strings_count_as_missing() -> None:
    content = b'{"title": null, "author": "", "authors": ["Ada Moe", null], "text": "Boats sail."}'
    article, notes = parse(content, "a.jsonl#1")
    assert (article.title, article.author, notes) == ("Boats sail.", "Ada Moe", ())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "It is not JSON; write one object a line."),
        ("[" * 100_000, "It is not JSON; write one object a line."),
        ("[1]", 'It is not a JSON object; write {"title": "…", "text": "…"}.'),
        ('{"title": "a"}', NO_TEXT),
        ('{"text": [1, {"type": "image", "text": "a"}]}', NO_TEXT),
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
        ("Ferry strike ends\nBoats " + "sail " * 20 + "again.", "Ferry strike ends"),
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
    article, notes = parse(words.encode(encoding), "a.txt")
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
def test_the_text_of_a_file_is_stored_as_cleaning_leaves_it(text: str) -> None:
    content = ("x" + text).encode()
    cleaned = clean(Fields("x" + text))[0].text
    assert read_text(content).text == cleaned
    assert read_text(content.replace(b"\n", b"\r\n")).text == cleaned


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["title", "date", "author", "text"]), st.text()))
def test_a_json_line_is_refused_or_can_be_stored(fields: dict[str, str]) -> None:
    try:
        article = read_text(json.dumps(fields).encode(), "a.jsonl#1")
    except NotAnArticle:
        return
    assert article.text == clean(Fields(fields["text"], author=article.author))[0].text
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


def test_text_that_breaks_off_within_a_character_is_read_without_it() -> None:
    guess = "UTF-8 that breaks off within its last character"
    assert decode("Grüße aus Köln. ".encode() + "ü".encode()[:1]) == ("Grüße aus Köln. ", guess)
    assert decode("Voilà".encode("cp1252"))[1] != guess
