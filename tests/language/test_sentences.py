"""Sentences: where they end in news, and that no character is ever lost between them."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rag.language.sentences import sentence_bounds, split_sentences
from rag.records import Article, Sentence, Span


def make_article(text: str) -> Article:
    return Article(
        id="a.txt", title="A", date=None, source="", author="", url="", text=text, sha256="0"
    )


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_bounds(text)]


def test_sentences_are_spans_of_their_article() -> None:
    article = make_article("  Boats sail.  Trains\trun. \n\n Buses wait")
    assert split_sentences(article) == (
        Sentence(Span("a.txt", 2, 13)),
        Sentence(Span("a.txt", 15, 26)),
        Sentence(Span("a.txt", 30, 40)),
    )
    assert [article.cut(sentence.span) for sentence in split_sentences(article)] == [
        "Boats sail.",
        "Trains\trun.",
        "Buses wait",
    ]


# In each, "|" stands where one sentence ends and the next begins; it replaces a space.
NEWS = {
    "titles": "Mr. Moe met Sen. Ada Lund and Gov. Finn Berg.|Dr. Hale, Lt. Col. Ruiz and St. Olaf.",
    "titles behind a mark": "“Dr. Hale agreed,” he said.|(Rep. Lund did not.)|“Mr. Moe left.”",
    "titles behind a hyphen": "Then-Sen. Lund and ex-Gov. Berg met in mid-Jan. 2019.|Both left.",
    "states and parties": "Ada Lund (D-Minn.) and Finn Berg (I-Vt.) met in Salem, Ore. on May 3.",
    "initials": "J. K. Lund and A.J. Berg sang with S. A. Moe.|George W. Hale danced.",
    "letters that are no initials": "They moved to Plan B.|The talks went on in Group C.|It won.",
    "acronyms": "The U.S. and the F.B.I. Director spoke.|All left the U.S.|They won.",
    "a.m. and p.m.": "It began at 8 p.m. ET, ended at 5 a.m. Monday.|He left at 9 a.m.|She did.",
    "months and days": "It opened on Jan. 3, shut on Sept. 9 and reopened on Tues. Oct. 4.",
    "numbers": "It fell 3.5 percent, to 2.1 tons, No. 5 of 7.|He said no.|Nobody met in 2019.|Now.",
    "companies": "Moe Inc. and Lund Bros. bought Hale Corp. for cash.|Berg Ltd. did not.",
    "courts": "The judges cited Moe v. Lund.|It was Berg vs. Hale before, etc.|They ruled.",
    "ordinary words": "It ended last week.|York lost.|They met in New York.|Ten stayed a while.",
    "a quotation of two sentences": '"It is late. |It has never been later." |Nobody answered.',
    "speech after a comma": '"We will go," he said.|"And you?" |She stayed.',
    "speech after a question": '"Now?" she asked.|"No?" Lund said.|"Go!" Ada Lund said.|She did.',
    "a colon after a question": '"Why now?"|Lund replied: "Why not?"',
    "curly quotation marks": "“It is late.|It has never been later.”|All went.|“So?” Lund said.",
    "doubled apostrophes": "''It is late.''|Lund nodded.|''Very late.''",
    "ellipses": "He paused ... and left.|She waited...|Nobody came.|“We … we tried,” he said.",
    "exclamations": "They left because of rain! — but came back.|Really?!|Yes!!!|Good.",
    "brackets": "It rained (or did it?), and stopped.|(It snowed.)|The end.",
    "links": "See https://example.org/a.b?c=d and mail ada@example.org.|Then try example.com.|Ok.",
    "a missing space": "The mayor spoke.‖Nobody heard him.‖“It rained,” she said.",
    "a list in a line": "The best: 1. Oslo, 2. Bergen, 3. Tromso, 4. Bodo.",
    "a label": "OSLO, Norway (AP) — The talks began.|WASHINGTON — They ended.",
    "stray marks": 'He won. "|She lost.|They left. ”',
    "no-break spaces": "“Why now?”\u00a0she asked.|Mr.\u00a0Moe left.",
    "Russian": "Министр приехал в Осло.|Он сказал: «Поздно».|Все ушли!",
    "Chinese": "部长到了奥斯陆。‖他说：“太晚了。”‖大家都走了！",
    "Japanese": "大臣はオスロに着いた。‖「遅い。」‖「もう遅い！」‖皆が帰った。",
    "Hindi": "मंत्री ओस्लो पहुँचे।|सब चले गए।",
    "Arabic": "وصل الوزير إلى أوسلو.|هل تأخر الوقت؟|نعم.",
    "Greek": "Ο υπουργός έφτασε στο Όσλο.|Όλοι έφυγαν.",
    "no full stop": "The ministers of nine countries met again in Oslo on Thursday evening",
}


@pytest.mark.parametrize("marked", NEWS.values(), ids=NEWS.keys())
def test_sentences_of_news_end_where_a_reader_ends_them(marked: str) -> None:
    sentences = [part.strip() for part in marked.replace("‖", "|").split("|")]
    assert cut(marked.replace(" |", "|").replace("|", " ").replace("‖", "")) == sentences


def test_headings_lines_and_items_without_full_stop_are_sentences_of_their_own() -> None:
    text = "Ferry strike ends\n\nWho sails\n- the Ada\n- the Finn. It is new\n1. Oslo\n2. Bergen.\n"
    assert cut(text) == [
        "Ferry strike ends",
        "Who sails",
        "- the Ada",
        "- the Finn.",
        "It is new",
        "1. Oslo",
        "2. Bergen.",
    ]


def test_a_text_wrapped_by_hand_is_cut_as_if_it_were_not() -> None:
    words = "The ministers of nine countries met in Oslo. Nobody signed, said the host of the day."
    wrapped = (
        "Talks in Oslo\n\n"
        "The ministers of nine\ncountries met in Oslo.\nNobody signed, said the\nhost of the day.\n"
        "\nThe end"
    )
    assert [" ".join(sentence.split()) for sentence in cut(wrapped)] == [
        "Talks in Oslo",
        words[:44],
        words[45:],
        "The end",
    ]


def test_short_lines_that_are_not_wrapped_are_not_joined() -> None:
    assert cut("A long line stands first here\nA short one\nAnother") == [
        "A long line stands first here",
        "A short one",
        "Another",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u2028\u00a0\t"])
def test_a_text_without_characters_has_no_sentence(text: str) -> None:
    assert cut(text) == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [(".", ["."]), ("“", ["“"]), ("... !", ["... !"]), ("* * *\n\nEnd", ["* * *", "End"])],
)
def test_marks_alone_are_one_sentence_a_line(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


PIECES = st.sampled_from(
    [
        "Mr. Moe", "said", "the U.S.", ".", "!", "?", "…", "...", '"', "“", "”", "''", ")", "(",
        " ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u2028", "\u200b", "e\u0301", "\u0301",
        "👩\u200d🚀", "🇺🇦", "שלום", "مرحبا؟", "好。", "「", "」", "।", "1.", "No. 9", "A.",
        "w" * 400, "-", "—", "\ufeff", "\x1c", "\x85", "I", "he", "Graham asked", "«",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")),
    st.lists(PIECES, max_size=30).map("".join),
)


@settings(deadline=None)
@given(TEXTS)
@example("“ . . . A")
@example("x.\n \nY")
def test_every_character_is_in_exactly_one_sentence_that_stays_in_its_paragraph(text: str) -> None:
    position = 0
    for start, end in sentence_bounds(text):
        assert position <= start < end
        assert text[position:start].strip() == ""
        sentence = text[start:end]
        assert sentence == sentence.strip()
        assert all(line.strip() for line in sentence.split("\n"))
        position = end
    assert text[position:].strip() == ""


@settings(deadline=None)
@given(TEXTS)
def test_a_paragraph_is_cut_alike_wherever_it_stands(text: str) -> None:
    long_line = "The first paragraph of this article is longer than any line wrapped by hand. " * 2
    paragraph = text.replace("\n", " ")
    offset = len(long_line) + 2
    assert sentence_bounds(f"{long_line}\n\n{paragraph}")[2:] == [
        (start + offset, end + offset) for start, end in sentence_bounds(paragraph)
    ]


@pytest.mark.parametrize("piece", ["!", '?" ', ". ", "a. ", "A. ", "… ", "w", "好。", '?"', "a!)"])
def test_no_text_takes_long(piece: str) -> None:
    started = time.process_time()
    sentence_bounds(piece * 20_000)
    assert time.process_time() - started < 5
