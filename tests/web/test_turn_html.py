"""What the page shows of an answer: exact, escaped, and nothing lost."""

import html
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from fake_chat import FERRY, HARBOUR, HOSTILE, UNDATED, FakeChat, make_article
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import BadQuestion, IndexMissing
from rag.records import (
    Answer,
    Asked,
    Chunk,
    Citation,
    Claim,
    Filters,
    Grade,
    Passage,
    Source,
    Span,
)
from rag.web import turn_html as page
from rag.web.turn_html import Mark, Turn

QUESTION = "What did Ines Calder say about the harbour wall?"


def visible(markup: str) -> str:
    """Read the text of HTML as a browser's textContent would."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def answer_with(*claims: Claim, passages: tuple[Passage, ...] = (), note: str = "") -> Answer:
    sources = dict.fromkeys(source for claim in claims for source in claim.sources)
    citations = tuple(Citation(n, source) for n, source in enumerate(sources, start=1))
    grade: Grade = "answered" if claims else "nothing"
    asked = Asked("q", "q", (), Filters())
    return Answer(asked, claims, citations, passages, grade, note, "g")


@given(st.text(min_size=1), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60))))
def test_highlighting_keeps_every_character(text: str, runs: list[tuple[int, int]]) -> None:
    article = make_article("a", "t", text.replace("\r", " "))
    marks = [
        Mark(str(n), Span("a", start, start + length)) for n, (start, length) in enumerate(runs)
    ]
    whole = Span("a", 0, len(article.text))
    shown = page.highlight(article, whole, marks, answering=[mark.span for mark in marks[:1]])
    assert visible(shown) == article.text


@given(st.text(alphabet="ab<&\"'>$`{}\\ \n", min_size=3, max_size=40), st.data())
def test_what_is_marked_is_exactly_the_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    article = make_article("a", "t", text)
    shown = page.highlight(article, Span("a", 0, len(text)), [Mark("1", Span("a", start, end))])
    assert visible("".join(re.findall(r"<mark.*?</mark>", shown, re.DOTALL))) == text[start:end]


def test_overlapping_marks_name_both_citations() -> None:
    article = make_article("a", "t", "one two three")
    marks = [Mark("1", Span("a", 0, 7)), Mark("2", Span("a", 4, 13))]
    assert page.highlight(article, Span("a", 0, 13), marks) == (
        '<mark data-keys="1">one </mark><mark data-keys="1 2">two</mark>'
        '<mark data-keys="2"> three</mark>'
    )


def test_words_that_answer_are_marked_inside_a_citation() -> None:
    article = make_article("a", "t", "It costs 14 euros.")
    marks = [Mark("1", Span("a", 0, 18))]
    assert page.highlight(article, Span("a", 0, 18), marks, answering=[Span("a", 9, 11)]) == (
        '<mark data-keys="1">It costs <b class="answering">14</b> euros.</mark>'
    )


def test_nothing_an_article_says_becomes_a_tag() -> None:
    shown = page.turn(
        Turn(1, HOSTILE.text, Filters(), FakeChat((HOSTILE,)).ask("hostile words"), None, "done")
    )
    assert set(re.findall(r"<(\w+)", shown)) <= {
        *("section", "h2", "h3", "ul", "ol", "li", "p", "div", "span", "bdi", "b", "mark"),
        *("button", "pre", "blockquote", "meter", "article"),
    }
    assert " onerror=" not in re.sub(r">[^<]*<|\"[^\"]*\"", "", shown)
    assert "javascript:" not in "".join(re.findall(r'href="[^"]*"', shown))


def test_every_claim_carries_the_numbers_of_its_sources() -> None:
    first = Source(HARBOUR, Span(HARBOUR.id, 0, 11), ())
    second = Source(FERRY, Span(FERRY.id, 0, 15), ())
    answer = answer_with(Claim("both", (first, second)), Claim("one", (second,)))
    shown = page.turn(Turn(1, "q", Filters(), answer, None, "done"))
    claims = re.findall(r"<li><div class=\"claim.*?</div></li>", shown)
    assert [re.findall(r'data-open="(\d+)"', claim) for claim in claims] == [["1", "2"], ["2"]]


def test_a_claim_without_a_source_says_so() -> None:
    answer = answer_with(Claim("The moon is made of slate.", ()))
    shown = page.turn(Turn(1, "q", Filters(), answer, None, "done"))
    assert '<span class="unsupported">no source</span>' in shown
    assert "Part of this answer has no source in the articles; it is marked." in shown


def test_a_refusal_is_said_once() -> None:
    answer = answer_with(note="Pavel Horn spoke of it.")
    turn = Turn(1, "q", Filters(), answer, None, "done")
    shown = re.search(r'<div class="refusal">.*?</div>', page.turn(turn))
    assert shown is not None
    assert shown.group() == (
        '<div class="refusal"><h3>The articles don’t say this.</h3>'
        '<p class="note" dir="auto">Pavel Horn spoke of it.</p></div>'
    )
    assert page.markdown(turn) == "## q\n\nThe articles don’t say this. Pavel Horn spoke of it.\n"


def test_what_was_said_instead_follows_a_refusal() -> None:
    source = Source(FERRY, Span(FERRY.id, 0, 15), ())
    answer = replace(answer_with(Claim("Other", (source,)), note="Said:"), grade="closest")
    turn = Turn(1, "q", Filters(), answer, None, "done")
    assert "no source" not in page.turn(turn)
    assert page.plain(turn).startswith(
        "q\n\nThe articles don’t say this. Said: The closest they come:\n\nOther [1]\n"
    )
    shown = visible(page.turn(turn))
    assert shown.index("The articles don’t say this.") < shown.index("Said:") < shown.index("Other")


def test_a_refusal_waits_for_the_end_of_the_search() -> None:
    answer = answer_with()
    assert "don’t say" not in page.turn(Turn(1, "q", Filters(), answer, None, "working"))


def test_a_passage_around_the_cited_words_brings_its_score() -> None:
    source = Source(HARBOUR, Span(HARBOUR.id, 4, 11), ())
    passage = Passage(HARBOUR, Chunk(0, Span(HARBOUR.id, 0, 23)), 0.4321)
    answer = answer_with(Claim("council", (source,)), passages=(passage,))
    shown = page.turn(Turn(1, "q", Filters(), answer, None, "done"))
    assert "</meter> 0.43</span>" in shown
    assert (
        '<blockquote dir="auto">The <mark data-keys="1">council</mark> of Westmere …</blockquote>'
    ) in shown


def test_cited_words_outside_every_passage_are_shown_in_context() -> None:
    start = HARBOUR.text.index("Fishermen")
    source = Source(HARBOUR, Span(HARBOUR.id, start, start + 9), ())
    shown = page.turn(Turn(1, "q", Filters(), answer_with(Claim("F", (source,))), None, "done"))
    quoted = re.search(r"<blockquote.*?</blockquote>", shown, re.DOTALL)
    assert quoted is not None
    inner = visible(quoted.group())
    assert inner.startswith("… ")
    assert inner.strip("… ") in HARBOUR.text
    assert "<meter" not in shown


def test_every_cited_article_stands_whole_beside_the_answer() -> None:
    answer = FakeChat().ask(QUESTION)
    shown = page.turn(Turn(1, QUESTION, Filters(), answer, None, "done"))
    texts = [visible(t) for t in re.findall(r'<div class="text">(.*?)</div>', shown, re.DOTALL)]
    for citation in answer.citations:
        assert citation.source.article.text in texts
    assert len(texts) == len(set(texts))


def test_only_web_addresses_become_links() -> None:
    assert 'href="https://harbourpost.example/wall"' in page.article_view(HARBOUR, [])
    assert "href" not in page.article_view(HOSTILE, [])


def test_progress_is_told_while_it_works() -> None:
    steps = [None, *FakeChat().stream("harbour wall of Westmere")]
    shown = [page.turn(Turn(1, "q", Filters(), answer, None, "working")) for answer in steps]
    told = [visible(re.findall(r'<p class="status".*?</p>', step)[0]) for step in shown]
    assert told == [
        "Searching the articles…",
        "Found 6 passages; reading them…",
        *["Found 6 passages; quoting…"] * 3,
    ]


def test_it_is_told_which_model_writes() -> None:
    *_, answer = FakeChat().stream("harbour wall of Westmere")
    turn = Turn(1, "q", Filters(), answer, None, "working", writer="<lm>")
    assert "Found 6 passages; writing with &lt;lm&gt;…" in page.turn(turn)


def test_trouble_tells_problem_and_remedy() -> None:
    error = IndexMissing("No <index>.", fix="Run `rag <index>`.")
    assert page.trouble(error) == (
        '<div class="trouble" role="alert"><p class="problem" dir="auto">No &lt;index&gt;.</p>'
        '<p class="fix" dir="auto">Run <code>rag &lt;index&gt;</code>.</p></div>'
    )


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
    assert said in visible(page.welcome(extent, ["Who?"]))


def test_an_index_that_cannot_be_used_leads_to_the_articles_where_they_can_be_edited() -> None:
    error = IndexMissing("No <index>.", fix="Run `rag index`.")
    assert page.unusable(error, editing=False) == page.trouble(error)
    for shown in (
        page.unusable(error, editing=True),
        page.welcome((0, None, None), [], editing=True),
    ):
        assert "Add articles, or rebuild the index." in visible(shown)
        assert 'data-tab="Articles">Go to the articles</button>' in shown
        assert "rag index" not in shown


def test_what_was_understood_is_named_part_by_part() -> None:
    filters = Filters(date(2025, 1, 1), None, ("Post", "Weekly"), ("Mara Lind",), ("Al Horn",))
    asked = Asked("q", "wall", ("Ines Calder",), filters)
    assert page.understood(asked) == [
        ("speaker:0", "speaker", "Ines Calder"),
        ("topic", "topic", "wall"),
        ("since", "from", "1 January 2025"),
        ("source:0", "source", "Post"),
        ("source:1", "source", "Weekly"),
        ("author:0", "author", "Mara Lind"),
        ("voice:0", "said by", "Al Horn"),
    ]


CARRIED = Asked("What did Al say of the wall?", "wall", ("Al", "Bo"), Filters(), ("Al", "wall"))


def test_what_was_carried_over_is_named_once_and_first() -> None:
    assert page.understood(CARRIED) == [
        ("carried:0", "from before", "Al"),
        ("carried:1", "from before", "wall"),
        ("speaker:1", "speaker", "Bo"),
    ]


@pytest.mark.parametrize(
    ("chip", "words"), [("carried:1", "wall"), ("carried:2", ""), ("speaker:0", ""), ("", "")]
)
def test_a_chip_names_what_was_carried_over(chip: str, words: str) -> None:
    assert page.carried_by(CARRIED, chip) == words
    assert page.without(CARRIED, "carried:1") is None


def test_what_was_searched_stands_below_what_was_typed() -> None:
    answer = replace(answer_with(), asked=CARRIED)
    turn = Turn(2, "And <she>?", Filters(), answer, None, "done")
    shown = page.turn(turn)
    assert '<h2 class="question" dir="auto" tabindex="-1">And &lt;she&gt;?</h2>' in shown
    assert "Searched: What did Al say of the wall?" in visible(shown)
    # In a link nothing stands before the question.
    assert 'data-link="?q=What+did+Al+say+of+the+wall%3F"' in shown
    assert page.plain(turn).startswith("And <she>?\n(Searched: What did Al say of the wall?)\n")
    assert page.markdown(turn).startswith(
        "## And \\<she\\>?\n\n(Searched: What did Al say of the wall?)\n\n"
    )


def test_a_question_searched_as_typed_is_not_repeated() -> None:
    turn = Turn(1, "q", Filters(), answer_with(), None, "done")
    assert "Searched" not in page.turn(turn) + page.plain(turn) + page.markdown(turn)


def test_of_earlier_turns_the_last_alone_brings_its_evidence() -> None:
    answer = FakeChat().ask(QUESTION)
    turns = [Turn(n, QUESTION, Filters(), answer, None, "done") for n in (1, 2, 3)]
    shown = page.conversation(turns).split("<section ")[1:]
    assert ["<article" in part for part in shown] == [False, False, True]
    assert all(part.count('class="claim"') == 3 for part in shown)
    assert page.conversation([]) == ""


def test_doubts_stand_beside_their_claim() -> None:
    source = Source(FERRY, Span(FERRY.id, 0, 15), ())
    answer = answer_with(Claim("Ninety", (source,), ("<Ninety> is not in it.",)))
    turn = Turn(1, "q", Filters(), answer, None, "done")
    assert (
        '<ul class="doubts" aria-label="Doubts"><li dir="auto">&lt;Ninety&gt; is not in it.</li>'
    ) in page.turn(turn)
    assert "Part of this answer goes beyond its sources; it is marked." in page.turn(turn)
    assert "\nNinety [1] (<Ninety> is not in it.)\n" in page.plain(turn)
    assert "Ninety \\[1\\] (\\<Ninety\\> is not in it.)\n" in page.markdown(turn)


# ---- when it is from


def test_passages_are_counted_by_month() -> None:
    days = [date(2024, 12, 31), date(2025, 2, 1), date(2025, 2, 9), date(2025, 2, 9)]
    shown = page.over_time(days)
    assert 'aria-label="Passages found, by month: December 2024: 1, February 2025: 3"' in shown
    # December, an empty January, and February, which is as high as the plot.
    assert re.findall(r'<rect x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)"', shown) == [
        ("52.7", "46.0", "28.0", "16.0"),
        ("319.3", "14.0", "28.0", "48.0"),
    ]
    assert re.findall("<text[^>]*>(.*?)</text>", shown) == ["1", "3"]
    assert re.findall("<span>(.*?)</span>", shown) == ["December 2024", "February 2025"]


def test_passages_of_many_years_are_counted_by_year() -> None:
    shown = page.over_time([date(1871, 1, 1), date(2024, 1, 1), date(2024, 2, 1)])
    assert 'aria-label="Passages found, by year: 1871: 1, 2024: 2"' in shown


@pytest.mark.parametrize(
    "days",
    [
        [],
        [date(2025, 1, 1)] * 9 + [date(2025, 3, 1)],
        [date(2025, 1, 1), date(2025, 1, 2), date(2025, 1, 3)],
    ],
)
def test_few_days_or_one_month_are_not_worth_a_plot(days: list[date]) -> None:
    assert page.over_time(days) == ""


@given(st.lists(st.dates()))
def test_every_dated_passage_is_in_the_plot(days: list[date]) -> None:
    shown = page.over_time(days)
    counted = [int(count) for count in re.findall("<text[^>]*>(.*?)</text>", shown)]
    assert sum(counted) == (len(days) if shown else 0)


# ---- speakers


def test_speakers_are_found_by_their_names_without_accents() -> None:
    counts = {"Zoë <b>": 1234, "Al Horn": 1}
    shown = page.speaker_list(counts, search="", shown=100)
    assert visible(shown) == (
        "2 speakers, most quoted firstZoë <b> 1,234 statementsAl Horn 1 statement"
    )
    assert "<b>" not in shown
    found = visible(page.speaker_list(counts, search="zoe", shown=100))
    assert found == "1 speaker of 2, most quoted firstZoë <b> 1,234 statements"
    nobody = page.speaker_list(counts, search="zebra", shown=100)
    assert visible(nobody) == "Nobody who is quoted has this name."
    assert visible(page.speaker_list({}, search="", shown=100)) == (
        "Nobody is quoted in these articles."
    )


def test_a_long_list_of_speakers_can_be_continued() -> None:
    counts = {f"Speaker {n}": 1 for n in range(5)}
    shown = html.unescape(page.speaker_list(counts, search="", shown=3))
    assert shown.count("<li>") == 3
    assert '{"action": "speaker", "speaker": "", "shown": 103}' in shown
    assert "Show more" not in page.speaker_list(counts, search="", shown=5)


def test_a_timeline_shows_every_day_once_newest_first() -> None:
    shown = page.timeline(FakeChat().timeline("Ines Calder", ""), shown=25)
    assert re.findall('<h3><time datetime="(.*?)">', shown) == [
        "2025-05-28",
        "2025-03-14",
        "2025-03-04",
    ]
    assert "4 paragraphs in 3 articles" in visible(shown)
    leads = re.findall('<span class="lead" dir="auto">(.*?)</span>', shown)
    assert leads == [
        "mayor · Hydraulic Institute",
        "mayor · Coast Weekly",
        "mayor · Harbour Post",
        "mayor · Harbour Post",
    ]
    # What the numbers open stands beside it, whole.
    assert re.findall(r'<article data-keys="(.*?)"', shown) == ["1", "2", "3 4"]


def test_a_timeline_carries_only_the_sources_of_what_it_shows() -> None:
    shown = page.timeline(FakeChat().timeline("Ines Calder", ""), shown=2)
    assert re.findall(r'<article data-keys="(.*?)"', shown) == ["1", "2"]
    assert "4 paragraphs in 3 articles" in visible(shown)
    more = '{"action": "speaker", "speaker": "Ines Calder", "shown": 27}'
    assert more in html.unescape(shown)


def test_nothing_in_a_timeline_becomes_a_tag() -> None:
    name = "<img src=x onerror=alert(1)> ${1} \"'"
    source = Source(HOSTILE, Span(HOSTILE.id, 0, len(HOSTILE.text)), ())
    answer = answer_with(Claim(source.quote, (source,), speaker=name, role="<i>chief</i>"))
    asked = Asked(name, "<u>", (name,), Filters())
    shown = page.timeline(replace(answer, asked=asked), shown=9)
    shown += page.speaker_list({name: 2}, search="", shown=9)
    assert set(re.findall(r"<(\w+)", shown)) == {
        *("section", "button", "h2", "h3", "ol", "ul", "li", "p", "div", "span", "bdi", "time"),
        *("pre", "mark", "blockquote", "article"),
    }
    [key] = re.findall(r'data-said="(.*?)"', shown)
    assert json.loads(html.unescape(key))[:2] == [name, "<u>"]


def test_a_timeline_without_a_statement_says_so() -> None:
    shown = visible(page.timeline(FakeChat().timeline("Ines Calder", "zebras"), shown=25))
    assert "Ines Calder said nothing about “zebras” in these articles." in shown


@pytest.mark.parametrize(
    ("chip", "question", "filters"),
    [
        ("speaker:0", "What did Bo say about wall?", Filters(sources=("Post",))),
        ("topic", "What did Al and Bo say?", Filters(sources=("Post",))),
        ("source:0", "What did Al and Bo say about wall?", Filters()),
    ],
)
def test_a_part_can_be_taken_away(chip: str, question: str, filters: Filters) -> None:
    asked = Asked("q", "wall", ("Al", "Bo"), Filters(sources=("Post",)))
    assert page.without(asked, chip) == (question, filters)


@pytest.mark.parametrize(
    ("chip", "left"),
    [
        ("source:0", Filters(None, None, ("B",), ("C",), ("D", "E"))),
        ("author:0", Filters(None, None, ("A", "B"), (), ("D", "E"))),
        ("voice:1", Filters(None, None, ("A", "B"), ("C",), ("D",))),
        ("topic", Filters(None, None, ("A", "B"), ("C",), ("D", "E"))),
    ],
)
def test_one_name_of_a_filter_can_be_taken_away(chip: str, left: Filters) -> None:
    filters = Filters(None, None, ("A", "B"), ("C",), ("D", "E"))
    assert page.remove_filter(filters, filters, chip) == left


@pytest.mark.parametrize("chip", ["topic", "speaker:0", "source:7", "", "since:x", "source:zero"])
def test_what_would_leave_no_question_cannot_be_taken_away(chip: str) -> None:
    assert page.without(Asked("q", "wall", (), Filters()), chip) is None


def test_a_link_holds_the_question_and_the_filters() -> None:
    filters = Filters(date(2025, 1, 1), date(2025, 2, 1), ("A&B",), ("é",), ("Al Horn",))
    assert page.link("who? me & you", filters) == (
        "?q=who%3F+me+%26+you&since=2025-01-01&until=2025-02-01&source=A%26B&author=%C3%A9"
        "&speaker=Al+Horn"
    )


def test_an_answer_is_copied_with_numbered_sources() -> None:
    source = Source(FERRY, Span(FERRY.id, 0, 15), ())
    answer = answer_with(Claim("The night ferry", (source,), speaker="It"), Claim("Moon.", ()))
    assert page.plain(Turn(1, "When?", Filters(), answer, None, "done")) == (
        "When?\n\nIt (Coast Weekly, 14 March 2025): The night ferry [1]\n\nMoon. [no source]\n\n"
        "Sources\n\n[1] Night ferry to return after eleven years, Coast Weekly, 14 March 2025 "
        "(ferry.txt:0-15)"
    )


def test_markdown_shows_what_was_written_and_formats_nothing() -> None:
    article = make_article("a_b.txt", "# *T*", "1. [x](y) `z` <i> $m$", day=None, source="")
    source = Source(article, Span("a_b.txt", 0, 21), ())
    answer = answer_with(Claim(source.quote, (source,)))
    assert page.markdown(Turn(1, "**q**\n# h", Filters(), answer, None, "done")) == (
        "## \\*\\*q\\*\\* # h\n\n"
        "undated: 1. \\[x\\](y) \\`z\\` \\<i\\> \\$m\\$ \\[1\\]\n\n"
        "### Sources\n\n"
        "\\[1\\] # \\*T\\*, undated (a\\_b.txt:0-21)\n\n"
        "> 1\\. \\[x\\](y) \\`z\\` \\<i\\> \\$m\\$\n"
    )


def test_trouble_is_part_of_the_markdown() -> None:
    error = BadQuestion("It is empty.", fix="Type one.")
    assert page.markdown(Turn(1, "?", Filters(), None, error, "done")) == (
        "## ?\n\nIt is empty. Type one.\n"
    )


def test_a_judgement_names_what_was_judged() -> None:
    source = Source(FERRY, Span(FERRY.id, 0, 15), ())
    answer = answer_with(Claim("Night", (source,)))
    searched = replace(answer, asked=replace(answer.asked, question="When?", carried=("When",)))
    turn = Turn(1, "And when?", Filters(), searched, None, "done")
    line = page.judgement(turn, liked=True, word="é", at=datetime(2025, 3, 4, 5, 6, 7, 8, UTC))
    assert line == (
        '{"at": "2025-03-04T05:06:07+00:00", "question": "When?", "filters": "?q=", '
        '"liked": true, "word": "é", "generation": "g", "grounded": "yes", '
        '"claims": [{"text": "Night", "sources": [["ferry.txt", 0, 15]]}]}'
    )


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("Newest first", ["reports/study.md", "ferry.txt", "harbour.txt", "undated.txt"]),
        ("Oldest first", ["harbour.txt", "ferry.txt", "reports/study.md", "undated.txt"]),
        ("Title", ["harbour.txt", "undated.txt", "ferry.txt", "reports/study.md"]),
        ("Source", ["ferry.txt", "harbour.txt", "reports/study.md", "undated.txt"]),
    ],
)
def test_articles_are_listed_in_the_order_asked_for(sort: str, order: list[str]) -> None:
    shown = page.article_list(FakeChat().headings(), among=4, sort=sort, shown=100)
    sent = html.unescape(" ".join(re.findall(r'data-send="([^"]*)"', shown)))
    assert re.findall(r'"article": "([^"]*)"', sent) == order


def test_articles_that_were_found_are_counted_among_all() -> None:
    found = FakeChat().headings(matching="FERRY calder")
    shown = page.article_list(found, among=4, sort="Title", shown=100)
    assert "1 article of 4" in visible(shown)
    assert FERRY.title in visible(shown)
    nothing = page.article_list([], among=4, sort="Title", shown=100)
    assert visible(nothing) == "No article holds these words."


def test_a_long_list_is_cut_and_can_be_continued() -> None:
    found = FakeChat().headings()
    shown = page.article_list(found, among=4, sort="Title", shown=3)
    assert shown.count("<li>") == 3
    assert "Show more" in shown
    assert "Show more" not in page.article_list(found, among=4, sort="Title", shown=4)


def test_a_filter_offers_the_most_frequent_names_with_their_counts() -> None:
    assert page.choices({"b": 1200, "a": 1}) == [("b (1,200)", "b"), ("a (1)", "a")]
    many = {f"Name {n}": 1 for n in range(400)}
    assert len(page.choices(many)) == page.MAX_CHOICES


def test_an_article_without_a_date_says_so() -> None:
    assert '<p class="meta"><bdi>no date</bdi></p>' in page.article_view(UNDATED, [])


def test_the_quoting_answer_stands_beneath_what_a_model_wrote() -> None:
    source = Source(FERRY, Span(FERRY.id, 0, 15), ())
    answer = answer_with(Claim("It returns.", (source,)))
    led = replace(answer, quoted=(Claim(source.quote, (source,)),))
    shown = visible(page.turn(Turn(1, "q", Filters(), led, None, "done")))
    heading = "In the articles’ words"
    assert shown.index("It returns.") < shown.index(heading) < shown.index("The night ferry")
    doubted = replace(answer, claims=led.quoted, written=answer.claims)
    shown = visible(page.turn(Turn(1, "q", Filters(), doubted, None, "done")))
    heading = "What the language model wrote"
    assert shown.index("The night ferry") < shown.index(heading) < shown.index("It returns.")
