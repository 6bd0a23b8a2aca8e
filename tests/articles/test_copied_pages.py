"""Pages that somebody copied whole into a text file: menus above, comments and lists below."""

from collections.abc import Callable

import pytest
from growth import grows_with_length

from rag.articles.boxes import boxes_in
from rag.articles.cleaning import clean
from rag.articles.comments import comments_below
from rag.articles.fields import Fields
from rag.articles.formats import make_article, title_of
from rag.articles.line_breaks import joined_lines
from rag.articles.menus import menu_above
from rag.articles.several import heads_of_several
from rag.articles.surroundings import kind_of_surrounding

PROSE = (
    "The ferry between Oldport and the islands stood still for a third day on Friday, as crews and "
    "owners failed to agree on wages. Nobody expects a quick end."
)
HEADLINE = "Ferries stand still as crews ask for more"


@pytest.mark.parametrize(
    "menu",
    [
        "Markets\nMore\nWatch\nPolitics",
        "Skip to content\nThe Oldport Post",
        "Zum Inhalt springen\nDAS BLATT\nMenü\nAnmelden\nPolitik\nStreit am Hafen",
        "Aller au contenu principal\nLe Port\nSe connecter\nINTERNATIONAL",
        "Skip to main content\nAll the news, figures and views of the harbour trade, every day"
        "\nWorld\nBusiness\nMy News\nRegister\nShipping & Trade",
    ],
)
@pytest.mark.parametrize("below", ["By Ada Moe", "Crews want a tenth more.", "3 hours ago\nShare"])
def test_a_menu_is_left_out_and_the_headline_below_it_is_the_title(menu: str, below: str) -> None:
    fields, left_out = clean(Fields(f"{menu}\n{HEADLINE}\n{below}\n\n{PROSE}"))
    assert fields.title == HEADLINE
    assert [one.words for one in left_out if one.what == "a menu"] == menu.split("\n")
    assert fields.text.startswith(f"{HEADLINE}\n")


def test_a_short_headline_stands_next_above_the_byline() -> None:
    fields, _ = clean(Fields(f"Markets\nMore\nSport\nFerries stand still\nBy Ada Moe\n\n{PROSE}"))
    assert (fields.title, fields.author) == ("Ferries stand still", "Ada Moe")


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADLINE}\n\n{PROSE}",
        f"Weather\nStorm hits the harbour of Oldport\n\n{PROSE}",
        f"The week\nThe sea\nThe town\nThe harbour wall has fallen\n\n{PROSE}",
        "Menu\nHome\nNews\nSport",
    ],
)
def test_short_lines_that_no_menu_is_made_of_stay(text: str) -> None:
    assert menu_above(text.split("\n")) is None


@pytest.mark.parametrize(
    ("head", "below"),
    [
        ("Comments (2)", "Gull77\n10 Apr 2025 7:12\nSink it.\nHarbourMum\n11 Apr 2025 8:40\nNo!"),
        ("12 Comments", "Sort by newest\nGull77\n2 hours ago\nSink it, said my dad.\nReply"),
        ("Join the conversation", "Gull77\nReply\nReport\nSink it."),
    ],
)
def test_comments_of_readers_are_no_part_of_the_article(head: str, below: str) -> None:
    fields, left_out = clean(Fields(f"{HEADLINE}\n\n{PROSE}\n\n{head}\n{below}"))
    assert fields.text == f"{HEADLINE}\n\n{PROSE}"
    assert [one.words for one in left_out if one.what == "comments"] == [head, *below.split("\n")]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADLINE}\nCrews ask more.\nBy Ada Moe\n12 comments\n3 March 2025\n\n{PROSE}",
        f"{HEADLINE}\n\n{PROSE}\n\nWhat do you think?\n\n{PROSE}",
        f"10:20\n{PROSE}\n11:30\n{PROSE}\n5 comments\nAda Moe\n12:40\n{PROSE}\nFinn Berg\n13:01\n",
    ],
)
def test_what_stands_below_a_count_of_comments_is_none_by_that_alone(text: str) -> None:
    assert not comments_below(text.split("\n"))


@pytest.mark.parametrize("find", [menu_above, comments_below, boxes_in])
@pytest.mark.parametrize(
    "unit", ["Home\n", "a - ", "Comments\n", "Comments\nA\nReply\n", "skip to a "]
)
def test_menus_and_comments_are_found_in_step_with_the_length_of_a_text(
    find: Callable[[list[str]], object], unit: str
) -> None:
    assert grows_with_length(lambda text: find(text.split("\n")), unit, f"{PROSE}\n", 20_000)


@pytest.mark.parametrize(
    ("below", "day", "source", "author", "url"),
    [
        ("By Ada Moe\n12.03.2025, 14.32 Uhr", "2025-03-12", "", "Ada Moe", ""),
        ("Par Ada Moe (Oldport, envoyée spéciale)\nPublié le 04 mars 2025 à 05h30, modifié le "
         "05 mars 2025 à 10h12", "2025-03-04", "", "Ada Moe", ""),
        ("Von Ada Moe, Oldport\nMontag, 3. März 2025", "2025-03-03", "", "Ada Moe", ""),
        ("By Ada Moe\nMarch 14, 20255:02 PM UTCUpdated March 15, 2025", "2025-03-14", "",
         "Ada Moe", ""),
        ("Oldport, 8 March 2025", "2025-03-08", "", "", ""),
        ("The Oldport Post, 9 May 2025, page 4", "2025-05-09", "Oldport Post", "", ""),
        ("by Ada Moe | 9 May 2025 | Oldport Post", "2025-05-09", "Oldport Post", "Ada Moe", ""),
        ("Oldport Post | 9 May 2025 | Ada Moe", "2025-05-09", "Oldport Post", "Ada Moe", ""),
        ("9 May 2025\nSource: Oldport Weekly Mail", "2025-05-09", "Oldport Weekly Mail", "", ""),
        ("https://post.example/2025/05/09/ferries", "2025-05-09", "", "",
         "https://post.example/2025/05/09/ferries"),
        ("Robert Moe West Coast correspondent\n9 May 2025", "2025-05-09", "", "Robert Moe", ""),
    ],
)  # fmt: skip
def test_what_stands_below_a_headline_fills_the_fields(
    below: str, day: str, source: str, author: str, url: str
) -> None:
    article = make_article(Fields(f"{HEADLINE}\n\n{below}\n\n{PROSE}"), "a.txt", "0").article
    assert (str(article.date), article.source) == (day, source)
    assert (article.author, article.url) == (author, url)
    assert (article.title, article.text) == (HEADLINE, f"{HEADLINE}\n\n{PROSE}")


@pytest.mark.parametrize(
    ("dateline", "day", "source"),
    [
        ("OLDPORT, May 2, 2025 (AP) — ", "2025-05-02", "AP"),
        ("LONDON, 2 January 2025 - ", "2025-01-02", ""),
    ],
)
def test_a_dateline_says_the_day(dateline: str, day: str, source: str) -> None:
    article = make_article(Fields(f"{HEADLINE}\n\n{dateline}{PROSE}"), "a.txt", "0").article
    assert (str(article.date), article.source) == (day, source)


@pytest.mark.parametrize(
    "headline", ["Ada Moe wins the race | The Post", "Ada Moe: who is the new captain? | CNN"]
)
def test_a_headline_before_the_name_of_a_paper_is_no_byline(headline: str) -> None:
    assert clean(Fields(f"{headline}\n\n{PROSE}"))[0].author == ""


def test_a_headline_of_a_correction_is_a_title_and_a_note_is_none() -> None:
    assert title_of(f"Correction: Ferry disaster\n\n{PROSE}") == "Correction: Ferry disaster"
    note = "Correction: This article said nine ferries sank.\n\n"
    assert title_of(f"{note}{HEADLINE}\n\n{PROSE}") == HEADLINE


@pytest.mark.parametrize(
    "line",
    [
        "Register for the ballot by Friday, officials said.",
        "Sign up for the navy, the admiral urged them.",
        "The picture of the harbour was taken from above by Ada Moe/Reuters.",
        "Related: the sale of the pier in 1998 failed.",
        "Photograph: the word was struck from the law.",
    ],
)
def test_a_sentence_that_begins_like_an_advert_stays(line: str) -> None:
    assert kind_of_surrounding(line) == ""


@pytest.mark.parametrize("label", ["In pictures", "Exclusive", "Opinion", "Photos"])
def test_a_headline_that_looks_like_a_link_is_the_title_where_the_file_has_no_other(
    label: str,
) -> None:
    text = f"{label}: The storm that ate the pier\n\n{PROSE}"
    assert make_article(Fields(text), "a.txt", "0").article.text == text
    assert clean(Fields(text, title="Storm"))[0].text == PROSE


@pytest.mark.parametrize(
    "box",
    [
        "skip past newsletter promotion\nSign up to Sea News\nAll about the sea - in one mail\n"
        "Privacy Notice: Newsletters may hold offers.\nafter newsletter promotion",
        "Sign up to Sea News\nAll about the sea, in one mail\nPrivacy Notice: Newsletters may "
        "hold offers.",
        "View image in fullscreen\nThe pier, built in 1968. Photograph: Ada Moe/The Post",
        "Getty Images Three boats in a harbour at dusk\nThe harbour has lost half its boats",
        "RELATED ARTICLE\nWhat we know about the ferries",
        "Video Ad Feedback\nHear what the crews ask for\n01:42 - Source: CNN",
        "- 2 -",
    ],
)
def test_boxes_within_an_article_are_left_out(box: str) -> None:
    text = f"{HEADLINE}\n\n{PROSE}"
    fields, left_out = clean(Fields(f"{text}\n\n{box}\n\nCrews want more."))
    assert fields.text == f"{text}\n\nCrews want more."
    assert [one.words for one in left_out] == box.split("\n")


def test_the_author_below_an_article_is_known_by_the_byline_above_it() -> None:
    foot = "ADA MOE\nMoe covers harbours for the Oldport Post."
    fields, left_out = clean(Fields(f"{HEADLINE}\nBy ADA MOE\n\n{PROSE}\n\n{foot}"))
    assert (fields.text, fields.author) == (f"{HEADLINE}\n\n{PROSE}", "Ada Moe")
    assert [one.words for one in left_out[1:]] == foot.split("\n")


def test_the_entries_of_a_live_blog_are_told_by_how_long_ago_they_were() -> None:
    entries = [
        f"{time} ago\n{heading}\n{who} CNN's Ada Moe in Oldport\nIt rained on day {time}.\n"
        for time, heading, who in (
            ("4 min", "Port closed, mayor says", "From"),
            ("1 hr 4 min", "Analysis: Why the harbour matters", "Analysis from"),
            ("2 hr 31 min", "Crews wait", "From"),
        )
    ]
    fields, left_out = clean(Fields("\n".join(entries)))
    assert [line for line in fields.text.split("\n") if line][3:6] == [
        "1 hr 4 min ago", "Analysis: Why the harbour matters", "It rained on day 1 hr 4 min.",
    ]  # fmt: skip
    assert {one.what for one in left_out} == {"a credit"}


@pytest.mark.parametrize("indent", ["", "    "])
def test_narrow_lines_are_joined_where_sentences_go_on_with_small_letters(indent: str) -> None:
    lines = [
        "The museum in Oldport will return a bronze", "ferry to Skerra, its director said on",
        "Tuesday.", "", '"It was never ours," Moe', 'said. "We kept it dry, that', 'is all."', "",
        "It was bought in 1911", "by the banker Carl", "Otto Berg.",
    ]  # fmt: skip
    assert joined_lines("\n".join(indent + line if line else "" for line in lines)) == (
        "The museum in Oldport will return a bronze ferry to Skerra, its director said on Tuesday."
        '\n\n"It was never ours," Moe said. "We kept it dry, that is all."\n\n'
        "It was bought in 1911 by the banker Carl Otto Berg."
    )


def test_lines_that_begin_with_capitals_or_end_stay_lines() -> None:
    text = (
        "What the crews ask for on the ferries:\nMore pay for every hour at night\n"
        "Fewer hours on the winter crossings\nA second cook on board at all times\n\n"
        "the sea is grey, the sea is cold.\nthe crews are few, the crews are old.\n"
    )
    assert joined_lines(text) == text


@pytest.mark.parametrize("rule", ["\n-----------\n", "\n=====\n\n", "\n\n"])
@pytest.mark.parametrize("day", ["By Ada Moe\n{}\n", "OLDPORT, {} - "])
def test_of_several_articles_in_one_file_it_is_said_where_they_begin(rule: str, day: str) -> None:
    days = ("3 March 2025", "5 April 2025", "7 June 2025")
    text = rule.join(f"{HEADLINE}\n\n{day.format(one)}{PROSE}\n" for one in days)
    first, *others = heads_of_several(text)
    assert first == 1
    assert [text.split("\n")[number - 1] for number in others] == [HEADLINE] * 2
    (note,) = make_article(Fields(text), "a.txt", "0").notes
    assert note.startswith("It looks like 3 articles, which begin in lines 1, ")
    assert note.endswith("and is read as one; save each in a file of its own.")


def test_headings_and_days_within_an_article_make_it_no_several() -> None:
    entries = "".join(f"---\nCrews wait\nJune 1{n}, 2025, 5:4{n} p.m.\nIt rained.\n" for n in "123")
    sections = f"By Ada Moe\n3 March 2025\n\n{PROSE}\n\n\nWhat is next\n\nUpdated 4 March 2025"
    tweet = "A harbour statement\n\n\nIn full: post.example/p — Ada Moe (@moe) May 2, 2025"
    for rest in (PROSE, entries, sections, f"By Ada Moe\n3 March 2025\n{PROSE}\n\n\n{tweet}"):
        assert heads_of_several(f"{HEADLINE}\n{rest}") == []


def test_a_day_above_the_headline_is_that_of_the_paper() -> None:
    menu = "Skip to contentSkip to site index\nSEARCH\nOldport\nLog in\nThursday, March 6, 2025"
    fields, _ = clean(Fields(f"{menu}\nToday’s Paper\n\n{HEADLINE}\nBy\n\nAda Moe\n\n{PROSE}"))
    assert (fields.title, fields.author, fields.date) == (HEADLINE, "Ada Moe", "")
    assert fields.text == f"{HEADLINE}\n\n{PROSE}"


@pytest.mark.parametrize(
    "menu",
    [
        "[1]USWorldPoliticsBusinessHealth (BUTTON) Log In\n\nAd Feedback",
        "[1]Skip to content\n\nHome News Sport Business Innovation",
    ],
)
def test_what_a_browser_of_the_terminal_writes_into_a_text_is_left_out(menu: str) -> None:
    listed = "References\n\n   Visible links\n   1. file:///ferries.html#c\n   2. https://e.org/a\n"
    text = f"{menu}\n\n{HEADLINE}\n\nBy Ada Moe\n\n{PROSE} [2]The crews wait.\n\n{listed}"
    fields, left_out = clean(Fields(text))
    assert fields.text == f"{HEADLINE}\n\n{PROSE} The crews wait."
    assert title_of(fields.text) == HEADLINE
    assert "2. https://e.org/a" in [one.words for one in left_out]


def test_a_number_in_brackets_is_the_texts_own_where_no_addresses_are_listed() -> None:
    text = f"{PROSE}\n\nThe fare[1] is ninety.\n\nReferences\n1. Moe, Ada: Ferries and their fares"
    assert clean(Fields(text))[0].text == text


@pytest.mark.parametrize(
    "post",
    [
        "What a shame. — Ewan Strick (@ewan) May 3, 2024",
        "What a shame.\n\n— Ewan Strick (@ewan) May 3, 2024",
    ],
)
def test_a_post_that_an_article_shows_is_of_its_story_and_its_day_is_not_the_article_s(
    post: str,
) -> None:
    text = f"{PROSE}\n\n{post}\n\nNo talks are planned before Monday."
    fields, left_out = clean(Fields(text))
    assert (fields.text, fields.date, left_out) == (text, "", ())


def test_comments_that_wordpress_counts_are_left_out() -> None:
    comments = (
        f"3 thoughts on “{HEADLINE}”\n\n1. Gero P. says: May 3, 2024 at 3:14 pm\n\nAll of it is "
        "wrong, my neighbour said when he read this.\n\nReply\n\nLeave a Reply"
    )
    fields, left_out = clean(Fields(f"{PROSE}\n\n{PROSE}\n\n{comments}"))
    assert fields.text == f"{PROSE}\n\n{PROSE}"
    assert {one.what for one in left_out} == {"comments"}


def test_who_posted_it_and_when_stands_above_an_article() -> None:
    fields, _ = clean(
        Fields(
            f"{HEADLINE}\n\nPosted on May 3, 2024 by Ada Moe and Finn Berg — 5 min read\n\n{PROSE}"
        )
    )
    assert (fields.author, fields.date) == ("Ada Moe and Finn Berg", "May 3, 2024")
    assert fields.text == f"{HEADLINE}\n\n{PROSE}"


def test_the_day_of_another_article_is_not_that_of_the_text() -> None:
    text = f"{HEADLINE}\n3 hours ago\n\n{PROSE}\n\nRelated stories\nThe wall has fallen\n2 May 2024"
    assert clean(Fields(text))[0].date == ""


def test_numbers_of_lines_are_left_out_and_those_of_a_table_are_not() -> None:
    fields, left_out = clean(Fields(f"1 2 3 4 5 6 7\n\n{PROSE}\n\n12 7 9 20 31 4"))
    assert fields.text == f"{PROSE}\n\n12 7 9 20 31 4"
    assert [(one.what, one.words) for one in left_out] == [("line numbers", "1 2 3 4 5 6 7")]


def test_a_gallery_with_counted_captions_is_left_out() -> None:
    each = "Photos: The ferry A quay, where {} people waited on Friday. Hide Caption {} of 9"
    gallery = " ".join(each.format(10 * number, number) for number in range(1, 10))
    fields, left_out = clean(Fields(f"{PROSE}\n\n{gallery}\n\n{PROSE} {PROSE}"))
    assert fields.text == f"{PROSE}\n\n{PROSE} {PROSE}"
    assert [one.what for one in left_out] == ["a caption"]
