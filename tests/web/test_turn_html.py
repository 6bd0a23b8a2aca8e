"""What the page shows of a conversation: exact, escaped, and nothing lost."""

import html
import re
from dataclasses import replace
from datetime import date

import pytest
from fake_chat import FERRY, HARBOUR, HOSTILE, FakeChat
from shown import QUESTION, answer_with, visible

from rag.answers.plain_text import markdown
from rag.errors import IndexMissing
from rag.records import Asked, Claim, Filters, Source, Span
from rag.web.conversation import PageTurn
from rag.web.export import lines_of_turn, plain
from rag.web.html import trouble
from rag.web.turn_html import conversation, unusable, welcome
from rag.web.turn_html import turn as turn_html


def test_nothing_an_article_says_becomes_a_tag() -> None:
    shown = turn_html(
        PageTurn(
            1, HOSTILE.text, Filters(), FakeChat((HOSTILE,)).ask("hostile words"), None, "done"
        )
    )
    assert set(re.findall(r"<(\w+)", shown)) <= {
        *("section", "h2", "h3", "ul", "ol", "li", "p", "div", "span", "bdi", "b", "mark"),
        *("button", "pre", "blockquote", "article", "details", "summary"),
    }
    assert " onerror=" not in re.sub(r">[^<]*<|\"[^\"]*\"", "", shown)
    assert "javascript:" not in "".join(re.findall(r'href="[^"]*"', shown))


def test_every_claim_carries_the_numbers_of_its_sources() -> None:
    first = Source(HARBOUR, Span(HARBOUR.id, 0, 11), ())
    second = Source(FERRY, Span(FERRY.id, 0, 15), ())
    answer = answer_with(Claim("both", (first, second)), Claim("one", (second,)))
    shown = turn_html(PageTurn(1, "q", Filters(), answer, None, "done"))
    claims = re.findall(r"<li><div class=\"claim.*?</div></li>", shown)
    assert [re.findall(r'data-open="(\d+)"', claim) for claim in claims] == [["1", "2"], ["2"]]


def test_a_claim_without_a_source_says_so() -> None:
    answer = answer_with(Claim("The moon is made of slate.", ()))
    shown = turn_html(PageTurn(1, "q", Filters(), answer, None, "done"))
    assert '<span class="unsupported">no source</span>' in shown
    assert "Part of this answer has no source in the articles; it is marked." in shown


def test_a_refusal_is_said_once() -> None:
    answer = answer_with(note="Pavel Horn spoke of it.")
    turn = PageTurn(1, "q", Filters(), answer, None, "done")
    shown = re.search(r'<div class="refusal">.*?</div>', turn_html(turn))
    assert shown is not None
    assert shown.group() == (
        '<div class="refusal"><h3>The articles don’t say this.</h3>'
        '<p class="note" dir="auto">Pavel Horn spoke of it.</p></div>'
    )
    assert (
        markdown(lines_of_turn(turn))
        == "## q\n\nThe articles don’t say this. Pavel Horn spoke of it.\n"
    )


def test_what_was_said_instead_follows_a_refusal() -> None:
    source = Source(FERRY, Span(FERRY.id, 0, 15), ())
    answer = replace(answer_with(Claim("Other", (source,)), note="Said:"), grade="closest")
    turn = PageTurn(1, "q", Filters(), answer, None, "done")
    assert "no source" not in turn_html(turn)
    assert plain(turn).startswith(
        "q\n\nThe articles don’t say this. Said: The closest they come:\n\nOther [1]\n"
    )
    shown = visible(turn_html(turn))
    assert shown.index("The articles don’t say this.") < shown.index("Said:") < shown.index("Other")


def test_a_refusal_waits_for_the_end_of_the_search() -> None:
    answer = answer_with()
    assert "don’t say" not in turn_html(PageTurn(1, "q", Filters(), answer, None, "working"))


def test_progress_is_told_while_it_works() -> None:
    steps = [None, *FakeChat().stream("harbour wall of Westmere")]
    shown = [turn_html(PageTurn(1, "q", Filters(), answer, None, "working")) for answer in steps]
    told = [visible(re.findall(r'<p class="status".*?</p>', step)[0]) for step in shown]
    assert told == [
        "Searching the articles…",
        "Found 6 passages; reading them…",
        *["Found 6 passages; quoting…"] * 3,
    ]


def test_it_is_told_which_model_writes() -> None:
    *_, answer = FakeChat().stream("harbour wall of Westmere")
    turn = PageTurn(1, "q", Filters(), answer, None, "working", writer="<lm>")
    assert "Found 6 passages; writing with &lt;lm&gt;…" in turn_html(turn)


@pytest.mark.parametrize(
    ("extent", "said"),
    [
        ((1, date(2025, 2, 13), date(2025, 2, 13)), "1 article. All of 13 February 2025."),
        ((2000, date(2024, 1, 2), date(2025, 2, 13)),
         "2,000 articles. From 2 January 2024 to 13 February 2025."),
        ((3, None, None), "3 articles. None of them has a date."),
        ((0, None, None), "The index is empty: no article could be read."),
    ],
)  # fmt: skip
def test_the_welcome_counts_articles_and_dates(
    extent: tuple[int, date | None, date | None], said: str
) -> None:
    assert said in visible(welcome(extent, ["Who?"]))


def test_an_index_that_cannot_be_used_leads_to_the_articles_where_they_can_be_edited() -> None:
    error = IndexMissing("No <index>.", fix="Run `rag index`.")
    assert unusable(error, editing=False) == trouble(error)
    for shown in (
        unusable(error, editing=True),
        welcome((0, None, None), [], editing=True),
    ):
        assert "Add articles, or rebuild the index." in visible(shown)
        assert 'data-tab="articles">Go to the articles</button>' in shown
        assert "rag index" not in shown


def test_what_was_searched_stands_below_what_was_typed() -> None:
    carried = Asked("What did Al say of the wall?", "wall", ("Al",), Filters(), ("Al", "wall"))
    answer = replace(answer_with(), asked=carried)
    turn = PageTurn(2, "And <she>?", Filters(), answer, None, "done")
    shown = turn_html(turn)
    assert '<h2 class="question" dir="auto" tabindex="-1">And &lt;she&gt;?</h2>' in shown
    assert "Read as What did Al say of the wall?" in visible(shown)
    # In a link nothing stands before the question.
    assert 'data-link="?q=What+did+Al+say+of+the+wall%3F"' in shown
    assert plain(turn).startswith("And <she>?\n(read as: What did Al say of the wall?)\n")
    assert markdown(lines_of_turn(turn)).startswith(
        "## And \\<she\\>?\n\n(read as: What did Al say of the wall?)\n\n"
    )


def test_a_question_searched_as_typed_is_not_repeated() -> None:
    turn = PageTurn(1, "q", Filters(), answer_with(), None, "done")
    assert "Read as" not in turn_html(turn) + plain(turn) + markdown(lines_of_turn(turn))


def test_of_earlier_turns_the_last_alone_brings_its_evidence() -> None:
    answer = FakeChat().ask(QUESTION)
    turns = [PageTurn(n, QUESTION, Filters(), answer, None, "done") for n in (1, 2, 3)]
    shown = conversation(turns).split("<section ")[1:]
    assert ["<article" in part for part in shown] == [False, False, True]
    assert all(part.count('class="claim"') == 3 for part in shown)
    assert conversation([]) == ""


def test_doubts_stand_beside_their_claim() -> None:
    source = Source(FERRY, Span(FERRY.id, 0, 15), ())
    answer = answer_with(Claim("Ninety", (source,), ("<Ninety> is not in it.",)))
    turn = PageTurn(1, "q", Filters(), answer, None, "done")
    assert (
        '<ul class="doubts" aria-label="Doubts"><li dir="auto">&lt;Ninety&gt; is not in it.</li>'
    ) in turn_html(turn)
    assert "Part of this answer goes beyond its sources; it is marked." in turn_html(turn)
    assert "\nNinety [1] (<Ninety> is not in it.)\n" in plain(turn)
    assert "Ninety \\[1\\] (\\<Ninety\\> is not in it.)\n" in markdown(lines_of_turn(turn))


# ---- speakers


def test_what_is_related_is_headed_so_and_smaller() -> None:
    source = Source(FERRY, Span(FERRY.id, 0, 15), ())
    answer = replace(answer_with(Claim("The night ferry", (source,))), grade="closest")
    shown = turn_html(PageTurn(1, "q", Filters(), answer, None, "done"))
    assert '<div class="related"><h3>Related, but not an answer</h3><div><section><ol' in shown
    answered = replace(answer, grade="answered")
    assert "Related" not in turn_html(PageTurn(1, "q", Filters(), answered, None, "done"))


def test_claims_stand_below_their_heading() -> None:
    source = Source(FERRY, Span(FERRY.id, 0, 15), ())
    claims = [Claim("The night ferry", (source,), heading=side) for side in ("<A>", "<A>", "B")]
    shown = turn_html(PageTurn(1, "q", Filters(), answer_with(*claims), None, "done"))
    assert re.findall('<h3 class="heading" dir="auto">(.*?)</h3>', shown) == ["&lt;A&gt;", "B"]
    assert [part.count("<li>") for part in shown.split('<ol class="claims">')[1:3]] == [2, 1]
    assert 'class="sides"' not in shown
    compared = replace(answer_with(*claims), form="comparison")
    beside = turn_html(PageTurn(1, "q", Filters(), compared, None, "done"))
    assert beside.split('<div class="sides">')[1].count("<section>") == 2


def test_a_refusal_within_filters_says_so_and_offers_to_search_without() -> None:
    within = turn_html(PageTurn(3, "q", Filters(sources=("Post",)), answer_with(), None, "done"))
    assert "Only what passes the filters was searched. Search all articles" in visible(within)
    assert '{"action": "widen", "turn": 3}' in html.unescape(within)
    everywhere = turn_html(PageTurn(3, "q", Filters(), answer_with(), None, "done"))
    assert "filters" not in everywhere


def test_quotations_stay_below_a_model_s_words_and_are_numbered_on() -> None:
    first = Source(HARBOUR, Span(HARBOUR.id, 0, 11), ())
    second = Source(FERRY, Span(FERRY.id, 0, 15), ())
    written, quoted = Claim("It sails.", (second,)), Claim(first.quote, (first,))
    together = answer_with(written, quoted)
    answer = replace(together, claims=(written,), quoted=(quoted, Claim(second.quote, (second,))))
    turn = PageTurn(1, "q", Filters(), answer, None, "done", writer="lm")
    shown = turn_html(turn)
    above, below = shown.split("<h3>In the articles’ words</h3>")
    assert re.findall(r'data-open="(\d+)" aria-label="Source', above) == ["1"]
    assert re.findall(r'data-open="(\d+)" aria-label="Source', below)[:2] == ["2", "1"]
    assert re.findall(r'<li class="source" data-key="(.*?)"', shown) == ["1", "2"]
    assert re.findall(r'<article data-keys="(.*?)"', shown) == ["1", "2"]


def test_the_question_stands_above_its_sources() -> None:
    shown = turn_html(
        PageTurn(1, "Who <is> it?", Filters(), FakeChat().ask("ferry sail"), None, "done")
    )
    assert '<div class="listed"><p class="about" dir="auto">Who &lt;is&gt; it?</p>' in shown
