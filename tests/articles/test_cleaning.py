"""Cleaning: what is stored of a file, what fills its fields, and what is left out and named."""

import re
import textwrap
import time
import unicodedata

import pytest
from growth import grows_with_length, is_in_proportion
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.articles.bylines import authors_of, is_stamp, outlet_of, without_stamp
from rag.articles.cleaning import LeftOut, clean, plain_characters
from rag.articles.fields import Fields, NotAnArticle
from rag.articles.formats import make_article, title_of
from rag.articles.line_breaks import joined_lines
from rag.articles.readers import mail, page_facts, tables
from rag.articles.readers.exports import split_export
from rag.articles.surroundings import kind_of_surrounding
from rag.language.sentences import split_sentences
from rag.records import Article

PROSE = (
    "The ferry between Oldport and the islands stood still for a third day on Friday, as crews and "
    "owners failed to agree on wages. Nobody expects a quick end."
)


def sentences(text: str) -> list[str]:
    article = Article("a.txt", "A", None, "", "", "", text, "0")
    return [article.cut(sentence.span) for sentence in split_sentences(article)]


def test_characters_that_show_nothing_go_and_letters_are_composed() -> None:
    written = "Vik\u00adtor\u00a0Orba\u0301n\u200b won.\r\nHe\u2028left.\ufeff"
    assert plain_characters(written) == "Viktor Orb\u00e1n won.\nHe\nleft."
    assert plain_characters("The o\ufb03ce of the \ufb01sh") == "The office of the fish"


@settings(deadline=None)
@given(st.text())
def test_cleaning_characters_twice_changes_nothing_more(text: str) -> None:
    once = plain_characters(text)
    assert plain_characters(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_a_page_saved_as_text_gives_title_author_date_and_source() -> None:
    text = (
        "Ferries stand still for a third day\n\nAda Moe\nUSA TODAY\n"
        f"Feb. 18, 2026 Updated Feb. 19, 2026, 11:42 a.m. ET\n\n{PROSE}\n"
    )
    fields, left_out = clean(Fields(text))
    assert fields == Fields(
        f"Ferries stand still for a third day\n\n{PROSE}",
        date="Feb. 18, 2026",
        source="USA TODAY",
        author="Ada Moe",
    )
    assert left_out == (
        LeftOut("Ada Moe", "a byline"),
        LeftOut("USA TODAY", "a source"),
        LeftOut("Feb. 18, 2026 Updated Feb. 19, 2026, 11:42 a.m. ET", "a time stamp"),
    )
    assert title_of(fields.text) == "Ferries stand still for a third day"


@pytest.mark.parametrize(
    "head",
    [
        "Updated Feb. 19, 2026, 11:42 a.m. ET",
        "By Ada Moe and Finn Berg",
        "Ada Moe\nUpdated Feb. 19, 2026, 11:42 a.m. ET",
        "Ada Moe, USA TODAY Feb. 19, 2026Updated Feb. 19, 2026, 11:42 a.m. ET",
        "Reuters\n3 hours ago",
        "AP",
        "CNN —",
        "Abu Dhabi, UAE CNN —",
        "Published: 19 February 2026, 12:01 GMT",
        "By ADA MOE, Associated Press\n3 min read",
        "Editor’s note: This is part of a series.",
        "Share this update\nAdvertisement",
        "Finn Berg\nSpecial to the Oldport Post",
        "Sign up for our newsletter on ferries.\nCNN —",
        "London —",
    ],
)
def test_what_stands_above_an_article_is_not_its_title(head: str) -> None:
    fields, _ = clean(Fields(f"{head}\n\n{PROSE}"))
    assert title_of(fields.text).startswith("The ferry between Oldport and the islands")


def test_what_the_file_says_itself_stays() -> None:
    given = Fields(f"By Ada Moe\n\n{PROSE}", "T", "2020-01-02", "Post", "Finn Berg", "u")
    assert clean(given)[0] == Fields(PROSE, "T", "2020-01-02", "Post", "Finn Berg", "u")


def test_an_entry_of_a_live_blog_is_not_glued_to_its_reporter_or_its_time() -> None:
    blog = (
        "Blockade goes on\n\n— Ada Moe\n\n11:42 a.m. ET Prime Minister Finn Berg said "
        f"the talks had failed.\n\n{PROSE} Ada Moe President Eva Lund said she would wait.\n\n"
        "– Carl Dahl and Ada Moe, USA TODAY\n"
    )
    fields, left_out = clean(Fields(blog, author="Ada Moe"))
    assert sentences(fields.text) == [
        "Prime Minister Finn Berg said the talks had failed.",
        *PROSE.replace("wages. ", "wages.|").split("|"),
        "President Eva Lund said she would wait.",
    ]
    assert [one.words for one in left_out] == ["— Ada Moe", "– Carl Dahl and Ada Moe, USA TODAY"]


def test_what_is_copied_around_the_entries_of_a_live_blog_is_no_part_of_them() -> None:
    around = ("BreakingBreaking", "From Ada Moe in Old Port", "Copy link to post")
    entries = [
        f"{hour}:12 p.m. ET\n{around[0]}\nBoats wait\n{around[1]}\n{PROSE}\n{around[2]}"
        for hour in (3, 2, 1)
    ]
    fields, left_out = clean(Fields("Ferries stand still\n\n" + "\n\n".join(entries)))
    assert {one.words for one in left_out} == set(around)
    assert fields.text.count("Boats wait\n" + PROSE) == 3
    text = f"Ferries stand still\n\n{PROSE}\n\nFrom Old Port\n\n{PROSE}"
    assert clean(Fields(text))[0].text == text


def test_a_reporter_who_signs_elsewhere_signs_below_a_quotation_too() -> None:
    text = (
        f"{PROSE}\n\n– Ada Moe\n\n{PROSE}\n\n“Nothing is lost at sea.”\n\n– Ada Moe and Finn Berg"
    )
    fields, left_out = clean(Fields(text))
    assert fields.text == f"{PROSE}\n\n{PROSE}\n\n“Nothing is lost at sea.”"
    assert [one.words for one in left_out] == ["– Ada Moe", "– Ada Moe and Finn Berg"]


def test_a_name_below_a_quotation_that_stands_alone_is_who_said_it() -> None:
    text = f"{PROSE}\n\n“Nothing is lost at sea.”\n\n— Ada Moe"
    assert clean(Fields(text)) == (Fields(text), ())


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Read more", "a button"),
        ("Share this update", "a button"),
        ("Advertisement", "a button"),
        ("Show Caption", "a button"),
        ("Ferries email {{ #errors }} {{ message }} {{ /errors }} Something went wrong.", "a form"),
        ("The menu is kept in curly brackets, as {{ ferry }}.", ""),
        ("Sign up for our newsletter and never miss a ferry.", "an advert"),
        ("Get Oldport Health's weekly newsletter Sign up here to get it.", "an advert"),
        ("Follow Ada Moe on Twitter: @adamoe.", "an advert"),
        ("Reach Ada Moe at ada@example.org or 555-0100.", "an advert"),
        ("Support local journalism. Subscribe to the Post today.", "an advert"),
        ("More:Ferries stand still for a third day", "a link"),
        ("READ MORE: Ferries stand still for a third day", "a link"),
        ("WINTER 2022:Ferries stand still, says the port", "a link"),
        ("Ferries wait in Oldport. Ada Moe/AFP/Getty Images", "a caption"),
        ("Ferries wait in Oldport on May 3, 2024. (AP Photo/Ada Moe)", "a caption"),
        ("Ferries wait in Oldport on Monday Ada Moe/AFP/Getty Images for Boats", "a caption"),
        ("Ada Moe/Post Archive/AP Ferries wait in Oldport in 1984.", "a caption"),
        ("Photo: Ferries wait in Oldport", "a link"),
        ("Contributing: The Associated Press", "a credit"),
        ("– CNN’s Ada Moe contributed to this report.", "a credit"),
        ("This story has been updated with additional details.", "a credit"),
        ("Staff reports", "a credit"),
        ("The union's newsletter said that crews would follow the captain.", ""),
        ("He signed up for the army and was sent to the coast in 2019.", ""),
        ("At 10:15 the ferry left: Moe was on board.", ""),
        ("Read also: Old tram finds a new home", "a link"),
        ("Lire aussi | Le tram revient", "a link"),
        ("73 people are reading this", "a button"),
        ("Our Standards: The Oldport Principles.", "an advert"),
        ("A version of this article appears in print on May 3.", "an advert"),
        ("Il vous reste 64.2% de cet article à lire.", "an advert"),
        ("You have read 4 articles this month. Become a member.", "an advert"),
        ("If you can, please support our work with a gift.", "an advert"),
        ("SOURCE The Oldport Board", "a credit"),
        ("@BizMoe", "an advert"),
        ("More AP boats: https://ap.example/boats", "a link"),
        ("🧈 Read more: See which boats cost more.", "a link"),
        ("Slow ahead:Boats cost more even as tides rise. Here's why.", "a link"),
        ("Story continues below.", "a button"),
        ("Contributing: " + "Ada Moe, " * 40 + "AP", "a credit"),
        ("5. Twitter", ""),
        ("☀ The sun rose.", ""),
        ("Source code of the buoys was lost.", ""),
        ("“Thank you for supporting our work,” Moe told the crews.", ""),
        ("The photo was taken by AP.", ""),
        ("Moe said: “Read more.”", ""),
        ("Contact between the two ended in May.", ""),
        ("SCORE: Oldport 2, Harbour 1", ""),
        (
            "Reporting by the station revealed that eleven boats of the port had no engine at all.",
            "",
        ),
        ("Reporting by Ada Moe in Oldport; editing by Finn Berg and the desk", "a credit"),
        ("This story and headline have been updated with what the port said.", "a credit"),
        ("This story contains discussion of storms. If you are at sea, call the port.", "a credit"),
        ("Opinion:'Waiting' for ferries is no virtue. It is all about the cold.", "a link"),
        ('" allowfullscreen>', "a form"),
    ],
)
def test_lines_around_an_article_are_told_from_its_own(line: str, kind: str) -> None:
    assert kind_of_surrounding(line) == kind


@pytest.mark.parametrize(
    ("above", "below", "what"),
    [
        ("WORLD\n", "", ("WORLD", "a section")),
        ("Menu\nNews > Europe\n", "", ("Menu", "a menu", "News > Europe", "a menu")),
        ("", "\n\nMost read\n1. Trams", ("Most read", "a button", "1. Trams", "a link")),
    ],
)  # fmt: skip
def test_the_part_of_a_paper_and_lists_of_other_articles_are_left_out(
    above: str, below: str, what: tuple[str, ...]
) -> None:
    fields, left_out = clean(Fields(f"{above}Ferries stand still\nBy Ada Moe\n\n{PROSE}{below}"))
    assert fields.text == f"Ferries stand still\n\n{PROSE}"
    found = [words for one in left_out for words in (one.words, one.what)]
    assert [words for words in found if words not in ("By Ada Moe", "a byline")] == list(what)


def test_lines_that_were_broken_to_fit_a_width_are_joined_to_paragraphs() -> None:
    first = (
        "The ferry between Oldport and the islands stood still for a third day on Friday, as crews "
        "and owners failed to agree on wages and on the run-up to the summer, which both fear."
    )
    second = (
        "Nobody expects a quick end, said Ada Moe, who speaks for the crews of the islands now."
    )
    wrapped = "\n\n".join(map(textwrap.fill, (first, second)))
    assert clean(Fields(f"Ferries stand still\n\n{wrapped}"))[0].text == (
        f"Ferries stand still\n\n{first}\n\n{second}"
    )
    indented = "\n".join(textwrap.fill(f"   {one}") for one in (first, second))
    assert joined_lines(indented) == f"{first}\n{second}"
    plain = "Ferries stand still\nBoats wait\nBells ring on the quay of Oldport\nTrams run"
    assert joined_lines(plain) == plain


def test_words_cut_to_fit_a_width_are_whole_again_and_those_with_a_hyphen_keep_it() -> None:
    cut = (
        "The ferry between Oldport and the islands stood still for a thi-",
        "rd day on Friday, as crews and owners failed to agree on the wa-",
        "ges of the summer. Nobody expects a quick end, said the anti-",
        "strike party, which had asked for a run-up, and after that a run-",
        "up of the same kind, on Monday.",
    )
    assert joined_lines("\n".join(cut)) == (
        "The ferry between Oldport and the islands stood still for a third day on Friday, as crews "
        "and owners failed to agree on the wages of the summer. Nobody expects a quick end, said "
        "the anti-strike party, which had asked for a run-up, and after that a run-up of the same "
        "kind, on Monday."
    )
    # Where nothing else is cut, a hyphen is one of the word.
    pairs = (("thi-", "long"), ("rd day", "day"), ("wa-", "pay"), ("ges of", "of"))
    text = "\n".join(cut)
    for one, other in (*pairs, ("anti-", "other"), ("a run-up", "a rise")):
        text = text.replace(one, other)
    assert "after that a run-up of" in joined_lines(text)


def test_a_last_line_on_the_author_is_left_out_and_one_on_somebody_else_stays() -> None:
    bio = "Ada Moe is a staff writer at the Post."
    other = "Finn Berg is a pilot in Oldport."
    text = f"{PROSE}\n\n{other}\n\n{bio}"
    assert clean(Fields(text, author="Ada Moe")) == (
        Fields(f"{PROSE}\n\n{other}", author="Ada Moe"),
        (LeftOut(bio, "a line on the author"),),
    )
    first = f"{bio}\n\n{PROSE}"
    assert clean(Fields(first, author="Ada Moe"))[0].text == first


def test_a_line_on_whose_opinion_it_is_names_the_author_and_is_no_title() -> None:
    bio = "Editor’s Note: Ada Moe is a writer in Oldport. The views expressed here are her own."
    fields, left_out = clean(Fields(f"{bio}\n\n{PROSE}\n\n___\n\n{PROSE}"))
    assert fields == Fields(f"{PROSE}\n\n{PROSE}", author="Ada Moe")
    assert left_out == (LeftOut(bio, "a line on the author"), LeftOut("___", "a rule"))


@pytest.mark.parametrize(
    "dateline", ["LAS LUNAS − ", "New York — ", "London (AP) — ", "Seoul, South Korea — "]
)
def test_a_dateline_is_no_part_of_the_title(dateline: str) -> None:
    assert title_of(f"{dateline}The ferry stood still.") == "The ferry stood still."


@pytest.mark.parametrize("name", ["Turkey", "Us", "Ukraine"])
def test_a_country_before_a_dash_is_no_dateline(name: str) -> None:
    words = f"{name} — NATO's ally — stood still."
    assert title_of(words) == words


def test_a_headline_with_small_words_is_no_role_of_an_author() -> None:
    text = f"Ferries stand still\n\nNight train to the coast is back\n\n{PROSE}"
    assert clean(Fields(text)) == (Fields(text), ())


PICTURES = [
    "Ferries wait in Oldport. Ada Moe/AFP/Getty Images",
    "Crews march to the port, which is “closed.” Finn Berg/Reuters",
    "A captain speaks on Monday Ada Moe/AP",
    "The last boat leaves. Finn Berg/The Oldport Post/AP",
    "Nobody is on board.",
]


def test_a_gallery_in_one_paragraph_is_captions() -> None:
    gallery = " ".join(PICTURES * 10)
    article = "\n\n".join([PROSE] * 8)
    kept, left_out = clean(Fields(f"{article}\n\n{gallery}"))
    assert kept.text == article
    assert left_out == (LeftOut(gallery, "a caption"),)


def test_an_article_that_is_a_gallery_has_each_caption_on_its_own() -> None:
    gallery = " ".join(PICTURES * 4)
    kept, _ = clean(Fields(f"Oldport in pictures\n\n{gallery}"))
    lines = kept.text.split("\n\n")
    # The last one has no credit that would end it.
    assert lines[:4] == ["Oldport in pictures", *PICTURES[:3]]
    assert lines[-1] == PICTURES[-1]


def test_nothing_is_left_of_adverts_alone() -> None:
    text = "\n\n".join(
        [
            "We will use the details you have shared to manage your registration.",
            "Would you like to receive our letter?",
            "If you wish to object to the use of your data in this way, please tick here.",
        ]
    )
    kept, left_out = clean(Fields(text))
    assert not kept.text
    assert {one.what for one in left_out} == {"an advert"}
    with pytest.raises(NotAnArticle, match="only what a page prints around an article"):
        make_article(Fields(text), "a.txt", "0")


def test_an_article_of_captions_alone_keeps_them() -> None:
    text = "Ferries wait in Oldport. Ada Moe/AP\n\nCrews march to the port. Finn Berg/Reuters"
    assert clean(Fields(text)) == (Fields(text), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"European hopes\n\n{PROSE}", 2),
        (f"{PROSE}\n\nWhat happens next?\n\n{PROSE}", 4),
        (f"WASHINGTON (AP) — {PROSE}", 2),
        (f"(CNN) {PROSE}", 2),
        (f"{PROSE}\n\n11:42 a.m.\n\nIt rained.", 3),
        (f"{PROSE}\n\nBorn: May 3, 1984\n\nIt rained.", 4),
        (f"{PROSE}\n\n“It is late,” said Moe\n\nIt rained.", 4),
        ("One\n\nTwo", 2),
        ("Only a heading", 1),
    ],
)
def test_headings_times_and_datelines_are_no_sentences(text: str, expected: int) -> None:
    found = sentences(text)
    assert len(found) == expected
    assert all(one in text for one in found)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Ada Moe", "Ada Moe"),
        ("By ADA MOE and FINN BERG", "Ada Moe and Finn Berg"),
        ("by Ada van der Moe and Finn Berg | The Post", "Ada van der Moe and Finn Berg"),
        ("By Friday, nothing had changed.", ""),
        ("By the river", ""),
    ],
)  # fmt: skip
def test_bylines_name_authors(line: str, authors: str) -> None:
    assert authors_of(line) == authors


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("Updated Feb. 19, 2026, 11:42 a.m. ET", True),
        ("19 February 2026", True),
        ("2 hours ago | Updated 1 hour ago", True),
        ("Thu 19 Feb 2026 11.42 GMT", True),
        ("2026-02-19T11:42:00Z", True),
        ("May", False),
        ("Updated rules for ferries", False),
        ("Friday", False),
        ("On May 3, 2024 it rained", False),
    ],
)
def test_time_stamps_are_told_from_sentences(line: str, stamp: bool) -> None:
    assert is_stamp(line) == stamp


def test_a_stamp_behind_a_byline_is_parted_from_it() -> None:
    assert without_stamp("Ada Moe Updated May 3, 2024") == ("Ada Moe", "Updated May 3, 2024")
    assert outlet_of("Washington CNN —") == "CNN"


@settings(deadline=None)
@given(st.text())
def test_whatever_has_words_keeps_some(text: str) -> None:
    fields, _ = clean(Fields(text))
    assert bool(fields.text.strip()) == bool(plain_characters(text).strip())


# The last three are read in as many ways as there are, of which each is twice the one before.
@pytest.mark.parametrize(
    "piece",
    ["a ", "A. ", "/", "(", "By A ", "Sign up ", "12:00 ", "— ", "A/A ", ": "]
    + ["(GMT+1) ", "– date: ", "updated on (GMT+1) "],
)
def test_cleaning_takes_time_in_step_with_the_length(piece: str) -> None:
    began = time.process_time()
    for line in (piece * 200, piece * 20_000):
        clean(Fields(f"{line}\n{line[:550]}\n{line[:140]}\n{line[:90]}"))
        clean(Fields(f"{line[:90]}!"))
    assert time.process_time() - began < 3


def test_a_text_of_very_many_reporters_takes_time_in_step_with_its_length() -> None:
    names = [f"Ada {a}{b}{c}" for a in "BDFGHKLM" for b in "aeiou" for c in "bdfghklmnprst"]
    names += [f"Finn{name}" for name in names] + [f"Mira{name}" for name in names] + names
    entries = [f"By {name}\nIt rained. {name} The road is wet.\n" for name in names]
    began = time.process_time()
    clean(Fields("".join(entries)))
    assert time.process_time() - began < 3
    fields, _ = clean(Fields(entries[0]))
    assert fields.text.strip() == "It rained.\n\nThe road is wet."


def test_an_export_takes_time_in_step_with_its_length() -> None:
    short, long = (f"\nDocument {'0' * size}!\n5 words\n" for size in (1_000, 2_000))
    assert is_in_proportion(lambda text: list(split_export(text)), short, long)


@pytest.mark.parametrize(
    ("pattern", "unit"),
    [
        (tables._CUT_OFF, " "),
        (mail._TRACKING, "\n"),
        (page_facts._BRACKETS, " "),
    ],
)
def test_what_is_cut_from_a_whole_text_takes_time_in_step_with_it(
    pattern: re.Pattern[str], unit: str
) -> None:
    assert grows_with_length(lambda text: pattern.sub("", text), unit, "", 8_000)


def test_a_long_paragraph_of_broken_lines_takes_time_in_step_with_its_length() -> None:
    line = "The ferry between Oldport and the islands stood still for a third day"
    for one in (line, f"{line.lower()}-"):
        short, long = ("\n".join([one] * n) for n in (3_000, 6_000))
        assert is_in_proportion(joined_lines, short, long)


def test_a_row_of_the_parts_of_a_paper_is_no_byline() -> None:
    above = "Home News Sports Weather Classifieds\n\nMay 3, 2024\n\n"
    fields, left_out = clean(Fields(above + LONG_STORY))
    assert (fields.text, fields.author, fields.date) == (LONG_STORY, "", "May 3, 2024")
    assert left_out[0].what == "a section"


def test_names_on_lines_of_their_own_are_the_authors() -> None:
    above = "Ferries stand still\n\nAda Moe\n\nFinn Berg\n\n2024-05-03\n\n"
    fields, _ = clean(Fields(above + LONG_STORY))
    assert fields.text == "Ferries stand still\n\n" + LONG_STORY
    assert (fields.author, fields.date) == ("Ada Moe, Finn Berg", "2024-05-03")


LONG_STORY = f"{PROSE} {PROSE}\n\n{PROSE} And bells rang."


def test_a_count_and_a_line_on_the_author_above_the_article_are_left_out() -> None:
    above = "Ferries stand still\n\nWhat it costs, and why it matters.\n\n187\n\n"
    bio = "Ada Moe has covered the harbours for nine years.\n\n"
    text = above + bio + LONG_STORY
    fields, left_out = clean(Fields(text, author="Ada Moe"))
    assert fields.text == text.replace("187\n\n" + bio, "")
    assert [one.what for one in left_out] == ["a button", "a line on the author"]


@pytest.mark.parametrize("above", ["It is 40 years old", "Votes", "The quay shuts, Ada Moe said."])
def test_a_number_that_stands_beside_words_of_the_article_stays(above: str) -> None:
    text = f"Ferries stand still\n\n{above}\n\n812\n\nThe cost is high, Ada Moe said."
    assert clean(Fields(text)) == (Fields(text), ())


@pytest.mark.parametrize(
    "line",
    [
        "You may also like: Old tram finds a new home",
        "Appeared in the May 4, 2024, print edition as 'Ferries stand'.",
        "The ABC is not responsible for the content of external sites.",
        "Audio produced by Finn Berg.",
        "Related Internet Links",
        "Source: https://example.org/ferries",
    ],
)
def test_what_papers_put_below_an_article_is_left_out(line: str) -> None:
    assert clean(Fields(f"{LONG_STORY}\n\n{line}"))[0].text == LONG_STORY


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("The quay will shut, Ann Lee said. Sign up to our newsletter Repairs cost 14 crowns.", ""),
        ("Divers found cracks in four of its nine pillars. Sign up to our newsletter.", ""),
        ("Click here. “The quay will be shut for a year,” Ann Lee told the council.", ""),
        ("The quay will shut, Ann Lee said. Bo Moe contributed to this report.", ""),
        (
            "Ann Lee covers the harbours of the coast for the Post. Follow her on Twitter.",
            "an advert",
        ),
        ("Sign up to our newsletter. It is free and comes every week on a Monday.", "an advert"),
        ("Bo Moe of the Post contributed to this report.", "a credit"),
    ],
)
def test_a_line_with_an_advert_stays_where_a_sentence_of_it_is_news(line: str, kind: str) -> None:
    assert kind_of_surrounding(line) == kind


def test_the_addresses_of_links_in_a_page_saved_as_text_are_left_out() -> None:
    menu = "  * World <https://e.org/w>\n  2. Sport <#s>\n\n"
    text = f"{menu}{PROSE}\n\nThe ferry <https://e.org/a> sails <#b> on Friday. 3 <5, say <all>."
    fields, left_out = clean(Fields(text))
    assert fields.text == f"{PROSE}\n\nThe ferry sails on Friday. 3 <5, say <all>."
    assert left_out == (
        LeftOut("* World <https://e.org/w>", "a link"),
        LeftOut("2. Sport <#s>", "a link"),
        LeftOut("<https://e.org/a>", "the address of a link"),
        LeftOut("<#b>", "the address of a link"),
    )
