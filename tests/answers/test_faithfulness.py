from datetime import date

import pytest
from evidence import cited
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answers.faithfulness import doubts, visible, without_false_quotations
from rag.language.dates import find_dates
from rag.language.numbers import find_numbers
from rag.language.sentences import sentence_bounds
from rag.records import Article, Source, Span

TEXT = (
    "The council of Westmere voted on Tuesday to raise the harbour wall by two metres, after the "
    "third flood in five winters.\n\n"
    "“We cannot ask families to carry sandbags every January,” mayor Ines Calder said. "
    "“It is the cheapest promise we can keep.”\n\n"
    "The work will cost 14 million euros, 30% more than planned, the council’s engineer, Tomas "
    "Reuvers, said. He did not expect delays.\n\n"
    "Pavel Horn, who leads the opposition, called the plan a monument to bad forecasting. "
    "A study by the European Union will be published on 3 June."
)
ARTICLE = Article(
    "wall.txt", "A wall", date(2025, 3, 6), "Harbour Post", "Mara Lind", "", TEXT, "0" * 64
)
SENTENCES = tuple(
    Source(ARTICLE, Span(ARTICLE.id, start, end), ()) for start, end in sentence_bounds(TEXT)
)
CITED = cited(*SENTENCES)
VOTE, SANDBAGS, PROMISE, COST, DELAYS, HORN, STUDY = SENTENCES


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Westmere’s council voted to raise the harbour wall by 2 metres.", VOTE),
        ("The vote to raise the wall was on 4 March 2025.", VOTE),
        ("On Tuesday the council voted, after the 3rd flood in five winters.", VOTE),
        ("Mayor Ines Calder said families cannot be asked to carry sandbags.", SANDBAGS),
        ("Calder said that she could not ask families to carry sandbags.", SANDBAGS),
        ("According to Calder, it is the cheapest promise to keep.", PROMISE),
        ("The work will cost €14m, 30 per cent more than planned.", COST),
        ("Engineer Tomas Reuvers said the work will cost 14,000,000 euros.", COST),
        ("Reuvers said he didn’t expect delays.", DELAYS),
        ("Horn called the plan a monument to bad forecasting, the Harbour Post wrote.", HORN),
        ("An EU study will be published in June 2025.", STUDY),
    ],
)
def test_what_the_cited_words_say_is_not_doubted(text: str, source: Source) -> None:
    assert doubts(text, cited(source)) == ()


@pytest.mark.parametrize(
    ("text", "source", "doubt"),
    [
        (
            "The council voted to raise the harbour wall by 20 metres.",
            VOTE,
            "The number 20 is not in the cited words.",
        ),
        (
            "The council voted to raise the harbour wall by five metres.",
            VOTE,
            "The cited words have “two” where this has “five”.",
        ),
        (
            "The work will cost 30 million euros, more than planned.",
            COST,
            "The number 30 million euros is not in the cited words.",
        ),
        (
            "The work will cost $14 million, more than planned.",
            COST,
            "The number $14 million has another unit in the cited words.",
        ),
        (
            "The council voted on Thursday to raise the harbour wall.",
            VOTE,
            "The cited words have “Tuesday” where this has “Thursday”.",
        ),
        (
            "The study will be published on 3 July.",
            STUDY,
            "The date 3 July is not in the cited words.",
        ),
        (
            "The council of Eastmere voted to raise the harbour wall.",
            VOTE,
            "The name Eastmere is not in the cited words.",
        ),
        (
            "Pavel Horn said the work will cost 14 million euros.",
            COST,
            "The name Pavel Horn is not in the cited words.",
        ),
        (
            "The council of Westmere did not vote on Tuesday to raise the harbour wall.",
            VOTE,
            "The cited words do not negate “vote”.",
        ),
        ("Reuvers said he did expect delays.", DELAYS, "The cited words negate “expect”."),
        (
            "Fishermen asked for wider gates after a storm tore boats loose.",
            VOTE,
            "Only 0 of its 8 telling words are in the cited words.",
        ),
    ],
)
def test_what_the_cited_words_do_not_say_is_doubted(text: str, source: Source, doubt: str) -> None:
    assert doubt in doubts(text, cited(source))


def test_words_of_one_speaker_are_not_put_in_the_mouth_of_another() -> None:
    found = doubts(
        "Horn said that we cannot ask families to carry sandbags.", cited(SANDBAGS, HORN)
    )
    assert found == ("The cited words are those of Ines Calder, not of Horn.",)


def test_a_sentence_without_sources_has_nothing_to_be_compared_with() -> None:
    assert doubts("The wall fell in 1953.", ()) == ()


def test_a_sentence_may_rest_on_several_sources() -> None:
    text = "The work will cost 14 million euros and raise the harbour wall by two metres."
    assert doubts(text, cited(VOTE, COST)) == ()


@pytest.mark.parametrize(
    ("text", "shown", "found"),
    [
        (
            'Calder said: "We cannot ask  families to carry sandbags every January."',
            'Calder said: "We cannot ask  families to carry sandbags every January."',
            (),
        ),
        (
            "Calder would “never ask families” to do so.",
            "Calder would never ask families to do so.",
            ("The words “never ask families” are not a quotation from the cited words.",),
        ),
        (
            "Families “carry sandbags” in “every town”.",
            "Families “carry sandbags” in every town.",
            ("The words “every town” are not a quotation from the cited words.",),
        ),
        (
            "Families “carry sand” and “…”.",
            "Families carry sand and ….",
            (
                "The words “carry sand” are not a quotation from the cited words.",
                "The words “…” are not a quotation from the cited words.",
            ),
        ),
        (
            "Calder spoke of sandbags” again.",
            "Calder spoke of sandbags again.",
            ("A quotation mark without its pair was removed.",),
        ),
    ],
)
def test_only_verbatim_words_keep_their_quotation_marks(
    text: str, shown: str, found: tuple[str, ...]
) -> None:
    assert without_false_quotations(text, (SANDBAGS,)) == (shown, found)


@settings(deadline=None)
@given(st.text(alphabet="“”\"'‘’«»„ aIW.,cantw", max_size=60))
def test_no_quotation_mark_is_left_around_other_words(text: str) -> None:
    shown, _ = without_false_quotations(text, ())
    assert not set(shown) & set('“”"«»„')


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_can_be_checked(text: str) -> None:
    assert all(doubt.endswith(".") for doubt in doubts(text, CITED))


@settings(deadline=None)
@given(st.sampled_from(SENTENCES))
def test_the_cited_words_themselves_are_never_doubted(source: Source) -> None:
    assert doubts(source.quote, cited(source)) == ()


def test_invisible_characters_are_not_kept() -> None:
    assert visible("a\u200bb\u202ec\x00d\U000e0041e\n f") == "abcde\n f"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$14 million or 14m euros", [(14e6, "$"), (14e6, "€")]),
        ("twenty-three, then two hundred and fifty thousand", [(23.0, ""), (250_000.0, "")]),
        ("42% or 42 per cent of 1,234.5", [(42.0, "%"), (42.0, "%"), (1234.5, "")]),
        ("two-thirds, a quarter, half", [(2 / 3, ""), (0.25, ""), (0.5, "")]),
        ("two or three, in the 1990s", [(2.0, ""), (3.0, ""), (1990.0, "")]),
        ("one of the F-16s, COVID-19, thousands of people", []),
    ],
)
def test_numbers_are_read_in_digits_and_words(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(number.value, number.unit) for number in find_numbers(text)] == expected


def test_dates_are_read_with_what_they_leave_open() -> None:
    text = "On Tuesday, 4 March 2025, and on Feb. 13 he may march; in June 2024 and in May."
    found = [(one.year, one.month, one.day, one.weekday) for one in find_dates(text)]
    assert found == [
        (0, 0, 0, 2),
        (2025, 3, 4, 0),
        (0, 2, 13, 0),
        (2024, 6, 0, 0),
        (0, 5, 0, 0),
    ]
