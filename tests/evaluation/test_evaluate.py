import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from conftest import Built, make_article

from rag.articles.folder import load_articles
from rag.chat import Chat
from rag.errors import RagError, UnknownArticle
from rag.evaluation.drafts import draft
from rag.evaluation.evaluate import (
    add_eval_options,
    evaluate,
    figures_as_json,
    hits,
    reciprocal_rank,
    run_eval,
)
from rag.evaluation.question_files import Question, from_feedback, places_of, read_questions
from rag.evaluation.report import (
    INCOMPLETE,
    NO_SPEAKER,
    NOT_FOUND,
    NOT_SAID,
    OFFERED,
    OTHER_WORDS,
    REFUSED,
    UNRANKED,
    Outcome,
    Report,
    as_html,
    as_markdown,
)
from rag.records import Answer, Article, Asked, Chunk, Claim, Filters, Passage, Source, Span
from rag.web.turn_html import Turn, judgement

BRIDGE = make_article(
    "The bridge opens in May. It cost nine million euros. “It is safe,” said Ada Berg, the mayor.",
    id="bridge.txt",
)
TRAIN = make_article("The train runs hourly. Tickets cost four euros. It is never late.", id="t.md")
OPENS = Span("bridge.txt", 0, 24)
COST = Span("bridge.txt", 25, 52)
SAFE = Span("bridge.txt", 53, 67)
SAFE_SENTENCE = Span("bridge.txt", 53, 92)
HOURLY = Span("t.md", 0, 22)
TICKETS = Span("t.md", 23, 47)
LATE = Span("t.md", 48, 65)
ARTICLES = {one.id: one for one in (BRIDGE, TRAIN)}


def ask_for(
    text: str, *quotes: str, article: str = "bridge.txt", speaker: str = "", line: int = 1
) -> Question:
    return Question(line, text, (article,) if article else (), quotes, speaker, True)


def passages(*spans: Span) -> tuple[Passage, ...]:
    return tuple(
        Passage(ARTICLES[span.article_id], Chunk(row, span), 1 / (1 + row))
        for row, span in enumerate(spans)
    )


def claim(span: Span, speaker: str = "") -> Claim:
    source = Source(ARTICLES[span.article_id], span, ())
    return Claim(source.quote, (source,), speaker=speaker)


def refusal(*claims: Claim) -> Answer:
    return replace(answer(*claims), grade="closest" if claims else "nothing")


def answer(*claims: Claim) -> Answer:
    return Answer(Asked("", "", (), Filters()), claims, (), (), "answered", "", "00000007")


class FakeChat:
    """Gives each question the passages and the answer that a test has thought up."""

    def __init__(self, **given: tuple[tuple[Passage, ...], Answer]) -> None:
        self._given = given

    def ask(self, question: str, filters: Filters = Filters()) -> Answer:
        return self._given[question][1]

    def search(self, question: str, filters: Filters, limit: int) -> tuple[Passage, ...]:
        return self._given[question][0][:limit]

    def article(self, article_id: str) -> Article:
        if article_id not in ARTICLES:
            raise UnknownArticle(f"No article has the id {article_id!r}.", fix="")
        return ARTICLES[article_id]


def test_the_measures_of_a_ranking_are_those_worked_out_by_hand() -> None:
    ranks = [1, 3, 0, 11]  # 0: not found
    assert [hits(ranks, k) for k in (1, 3, 10, 11)] == [0.25, 0.5, 0.5, 0.75]
    assert reciprocal_rank(ranks, 10) == pytest.approx((1 + 1 / 3) / 4)
    assert (hits([], 10), reciprocal_rank([], 10)) == (0.0, 0.0)


def five_questions() -> tuple[FakeChat, list[Question]]:
    """Five questions: right; half right; refused; rightly refused; answered for nothing."""
    chat = FakeChat(
        right=(passages(COST, TICKETS), answer(claim(COST, "Ada Berg"))),
        half=(passages(LATE, HOURLY, COST, COST, TICKETS), answer(claim(LATE), claim(HOURLY))),
        refused=(passages(HOURLY), refusal()),
        rightly=(passages(HOURLY), refusal(claim(LATE))),
        invented=(passages(HOURLY), answer(Claim("Nobody said so.", ()))),
    )
    questions = [
        ask_for("right", "nine million", speaker="Berg", line=1),
        ask_for("half", "runs hourly", "four euros", article="t.md", line=2),
        ask_for("refused", "It is safe", speaker="Ada Berg", line=3),
        ask_for("rightly", article="", line=4),
        ask_for("invented", article="", line=5),
    ]
    return chat, questions


def test_worded_claims_need_not_be_what_they_cite_and_doubts_count_against_them() -> None:
    sources = claim(COST).sources
    worded = (
        Claim("Nine million were paid.", sources),
        Claim("Ten million were paid.", sources, ("The number Ten is not there.",)),
    )
    chat = FakeChat(right=(passages(COST), answer(*worded)))
    report = evaluate(chat, [ask_for("right", "nine million")], worded=True)
    values = {one.name: one.value for one in report.figures}
    assert (values["True citations"], values["Supported claims"]) == (1, 0.5)
    report = evaluate(chat, [ask_for("right", "nine million")])
    assert {one.name: one.value for one in report.figures}["True citations"] == 0


def ticking() -> Iterator[float]:
    """Give times so that the first answer takes 10 ms, the second 20 ms, and so on."""
    for turn in count(1):
        yield 100 * turn
        yield 100 * turn + turn / 100


def test_every_figure_is_that_worked_out_by_hand() -> None:
    chat, questions = five_questions()
    times = ticking()
    report = evaluate(chat, questions, k=(1, 2, 10), clock=lambda: next(times))
    expected = {
        "Hits@1": (1 / 3, 3),
        "Hits@2": (2 / 3, 3),
        "Hits@10": (2 / 3, 3),
        "MRR@10": ((1 + 1 / 2 + 0) / 3, 3),
        "All facts@10": (2 / 3, 3),
        "Right first": (1 / 3, 3),
        "All facts shown": (1 / 3, 3),
        "Right speaker": (1, 1),
        "True citations": (4 / 5, 5),
        "Supported claims": (4 / 5, 5),
        "Expected articles": (1, 3),
        "Refusal precision": (1 / 2, 2),
        "Refusal recall": (1 / 2, 2),
        "False refusals": (1 / 3, 3),
        "Answer p50": (30, 5),
        "Answer p95": (48, 5),  # a fifth of the way from 50 ms back to 40 ms
    }
    assert {one.name: one.of for one in report.figures} == {
        name: of for name, (_, of) in expected.items()
    }
    assert {one.name: one.value for one in report.figures} == pytest.approx(
        {name: value for name, (value, _) in expected.items()}
    )
    assert report.generation == "00000007"
    assert [one.ranks for one in report.outcomes] == [(1,), (2, 5), (0,), (), ()]
    assert report.summary == (
        "5 questions, 2 of them not answered by the articles; 2 went as expected, 3 did not."
    )


def test_a_citation_is_compared_with_the_article_and_not_with_the_copy_it_brings() -> None:
    tampered = replace(TRAIN, text=TRAIN.text.replace("never", "often"))
    source = Source(tampered, LATE, ())
    chat = FakeChat(
        late=(passages(LATE), answer(Claim(source.quote, (source,)))),
        worded=(passages(LATE), answer(replace(claim(LATE), text="Trains are on time."))),
    )
    questions = [ask_for("late", article="t.md"), ask_for("worded", article="t.md")]
    report = evaluate(chat, questions)
    values = {one.name: one.value for one in report.figures}
    assert values["True citations"] == 0
    assert values["Expected articles"] == 1


@pytest.mark.parametrize(
    ("question", "found", "given", "cause"),
    [
        (ask_for("q", article=""), passages(COST), answer(claim(COST)), NOT_SAID),
        (ask_for("q", "May"), passages(OPENS), refusal(claim(COST)), REFUSED),
        (ask_for("q", "May"), passages(OPENS), refusal(claim(OPENS)), OFFERED),
        (ask_for("q", "May"), passages(COST), answer(claim(COST)), NOT_FOUND),
        (ask_for("q", "May"), passages(COST, OPENS), answer(claim(COST)), OTHER_WORDS),
        (
            ask_for("q", "safe", speaker="Ada Berg"),
            passages(SAFE_SENTENCE),
            answer(claim(SAFE, "Bea Dahl, minister (1 May 2025)")),
            NO_SPEAKER,
        ),
        (ask_for("q", "May", "euros"), passages(OPENS, COST), answer(claim(OPENS)), INCOMPLETE),
        (ask_for("q", "May"), passages(COST), answer(claim(OPENS)), UNRANKED),
        (ask_for("q", "May"), passages(OPENS), answer(claim(OPENS)), ""),
        (ask_for("q"), passages(COST), answer(claim(OPENS)), ""),  # any words of the article
        (
            ask_for("q", "safe", speaker="Ada Berg"),
            passages(SAFE_SENTENCE),
            answer(claim(SAFE_SENTENCE)),  # no speaker, but the sentence names her
            "",
        ),
        (ask_for("q", article=""), passages(COST), refusal(claim(COST)), ""),
    ],
)
def test_what_went_wrong_is_named(
    question: Question, found: tuple[Passage, ...], given: Answer, cause: str
) -> None:
    report = evaluate(FakeChat(q=(found, given)), [question])
    assert [one.cause for one in report.outcomes] == [cause]


def test_expectations_that_the_index_cannot_meet_are_an_error_and_not_a_failure() -> None:
    questions = [ask_for("q", "May", article="gone.txt"), ask_for("q", "in June", line=2)]
    with pytest.raises(RagError) as caught:
        evaluate(FakeChat(), questions)
    assert str(caught.value) == (
        "The index has not what is expected: line 1: No article has the id 'gone.txt'; "
        "line 2: “in June” does not stand in bridge.txt. "
        "Correct these lines, or run `rag index` if the articles have changed."
    )


def test_an_evaluation_without_questions_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no question to evaluate with"):
        evaluate(FakeChat(), [])


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("it  is\nSAFE", ["It is safe"]),
        ('"It is safe,"', ["It is safe"]),
        ("million euros.", ["million euros"]),
        ("illion", []),  # part of a word
        ("a", []),
        ("Ada", ["Ada"]),
    ],
)
def test_words_are_found_whole_whatever_their_case_and_punctuation(
    quote: str, found: list[str]
) -> None:
    assert [BRIDGE.cut(place) for place in places_of(quote, BRIDGE)] == found


def test_marks_and_amounts_are_told_apart_by_their_kind_only() -> None:
    article = make_article("It’s 2–3%, not 12–3% or 1.2–3% or $5 — “nearly”.")
    cut = [article.cut(place) for place in places_of("it's 2-3%", article)]
    assert cut == ["It’s 2–3%"]
    assert [one.start for one in places_of("2-3%", article)] == [5]
    assert [article.cut(one) for one in places_of("$5", article)] == ["$5"]


def test_a_file_of_questions_is_read(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(
        '\ufeff{"question": " When? ", "article": "a.txt"}\n\n'
        '{"question": "Who?", "article": ["a.txt", "b.txt"], "quote": ["Ada", "Bea"], '
        '"speaker": "Cy Dahl", "check": "Is it?"}\n'
        '{"question": "Why?", "answerable": false}\n',
        "utf-8",
    )
    assert read_questions(path) == (
        Question(1, "When?", ("a.txt",), (), "", True),
        Question(3, "Who?", ("a.txt", "b.txt"), ("Ada", "Bea"), "Cy Dahl", False),
        Question(4, "Why?", (), (), "", True),
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"question": "A', "no JSON (Unterminated string starting at at character 14)"),
        ('["A"]', 'not an object like {"question": "…", "article": "…", "quote": "…"}'),
        (
            '{"query": "A"}',
            "the key 'query' is not one of question, article, quote, answerable, speaker, check",
        ),
        ('{"article": "a"}', '"question" has no words'),
        ('{"question": "?!", "article": "a"}', '"question" has no words'),
        ('{"question": 3}', '"question" is a text, not 3'),
        ('{"question": "A", "article": [1]}', '"article" is a text or a list of texts, not [1]'),
        ('{"question": "A", "article": "a", "quote": "…"}', '"quote" has no words'),
        ('{"question": "A", "answerable": "no"}', "\"answerable\" is true or false, not 'no'"),
        (
            '{"question": "A"}',
            'an "article" (an id as `rag list` prints it) or "answerable": false is missing',
        ),
        (
            '{"question": "A", "answerable": false, "quote": "b"}',
            '"answerable" is false, so no article, quote or speaker can be expected',
        ),
    ],
)
def test_a_bad_line_is_named_with_what_is_wrong(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(RagError) as caught:
        read_questions(path)
    assert caught.value.problem == f"{path} cannot be used: line 2: {problem}."
    assert caught.value.fix == "Correct or remove these lines."


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"question": "A \\ud800", "article": "a"}', "utf-8")
    with pytest.raises(RagError, match="line 1: .* surrogates not allowed"):
        read_questions(path)


def test_of_many_bad_lines_five_are_named(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text("[]\n" * 7, "utf-8")
    with pytest.raises(RagError) as caught:
        read_questions(path)
    assert caught.value.problem.count("not an object") == 5
    assert caught.value.problem.endswith("; and 2 more.")


def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    missing, binary, empty = (tmp_path / name for name in ("missing", "binary", "empty"))
    binary.write_bytes(b'{"question": "\xff"}')
    empty.write_text("\n")
    found = []
    for path in (missing, binary, empty):
        with pytest.raises(RagError) as caught:
            read_questions(path)
        found.append(str(caught.value))
    assert found == [
        f"{missing} cannot be read (No such file or directory). "
        "Name a file of questions; `rag eval --draft` writes one to start from.",
        f"{binary} is not UTF-8 text (byte 14). Save it as UTF-8.",
        f"{empty} holds no question. `rag eval --draft` writes some to start from.",
    ]


def feedback(path: Path, *lines: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def judged(question: str, *spans: Span, liked: bool, **more: object) -> dict[str, object]:
    """Make a line as the page writes it."""
    claims = [
        {
            "text": ARTICLES[one.article_id].cut(one),
            "sources": [[one.article_id, one.start, one.end]],
        }
        for one in spans
    ]
    line = {"at": "2025-03-04T05:06:07+00:00", "question": question, "filters": "?q="}
    return line | {"liked": liked, "word": "", "grounded": "yes", "claims": claims, **more}


def test_a_like_expects_what_was_shown_and_a_dislike_is_to_be_completed(tmp_path: Path) -> None:
    two = Span("t.md", 0, 47)
    path = feedback(
        tmp_path / "feedback.jsonl",
        judged("How often?", liked=False),
        judged("Which train?", two, OPENS, liked=False, word="too long"),
        judged("How often?", two, LATE, liked=True),
        judged(
            "Who drives?",
            LATE,
            liked=True,
            grounded="no",
            filters="?q=&since=2025-01-01&source=The+Post",
        ),
        judged("Who broke it?", liked=True, grounded="", word="oh"),
    )
    assert list(from_feedback(path)) == [
        {
            "question": "Which train?",
            "check": 'Disliked. “too long”. Put in "article" and "quote", or "answerable": false. '
            "Shown was: The train runs hourly. Tickets cost four euros. / "
            "The bridge opens in May.",
        },
        {
            "question": "How often?",
            "article": ["t.md"],
            "quote": ["The train runs hourly.", "Tickets cost four euros.", "It is never late."],
            "check": "Liked. Is everything here expected?",
        },
        {
            "question": "Who drives?",
            "answerable": False,
            "check": "Liked. Asked with filters (since 2025-01-01, source The Post), which do not "
            "count here. Is everything here expected?",
        },
        {
            "question": "Who broke it?",
            "check": 'Disliked. “oh”. Put in "article" and "quote", or "answerable": false. '
            "Shown was: nothing",
        },
    ]


def test_lines_made_from_likes_are_read_and_those_from_dislikes_ask_to_be_completed(
    tmp_path: Path,
) -> None:
    path = feedback(tmp_path / "feedback", judged("Is it late?", LATE, liked=True))
    questions = feedback(tmp_path / "questions", *from_feedback(path))
    assert read_questions(questions) == (
        Question(1, "Is it late?", ("t.md",), ("It is never late.",), "", False),
    )
    path = feedback(tmp_path / "feedback", judged("Is it late?", LATE, liked=False))
    questions = feedback(tmp_path / "questions", *from_feedback(path))
    with pytest.raises(RagError, match='line 1: an "article" .* is missing'):
        read_questions(questions)


def test_what_the_page_writes_is_understood(tmp_path: Path) -> None:
    given = answer(claim(LATE))
    turn = Turn(1, "Is it late?", Filters(), given, None, "done")
    line = judgement(turn, liked=True, word="", at=datetime(2025, 3, 4, 5, 6, 7, 8, UTC))
    path = tmp_path / "feedback.jsonl"
    path.write_text(line + "\n", "utf-8")
    assert [one["quote"] for one in from_feedback(path)] == [["It is never late."]]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({"question": "A"}, "'claims' is missing"),
        ({"question": "A", "claims": []}, "'liked' is missing"),
        ({"question": "A", "claims": [{"text": "B"}]}, "'sources' is missing"),
    ],
)
def test_a_line_that_is_no_feedback_is_named(
    tmp_path: Path, line: dict[str, object], problem: str
) -> None:
    path = feedback(tmp_path / "feedback.jsonl", line)
    with pytest.raises(RagError) as caught:
        list(from_feedback(path))
    assert str(caught.value) == f"{path}, line 1, is no feedback: {problem}. Remove this line."


HOSTILE = "<script>alert(1)</script> & | `$x$` *b* [3](javascript:x) \\"


def hostile_report() -> Report:
    article = make_article(f"{HOSTILE} end. Other words.", id="<i>|.txt")
    spans = (Span(article.id, 0, len(HOSTILE) + 5), Span(article.id, len(HOSTILE) + 6, 75))
    source = Source(article, Span(article.id, len(HOSTILE) + 6, len(article.text)), ())
    given = answer(Claim(source.quote, (source,), speaker=HOSTILE))
    question = Question(1, HOSTILE, (article.id,), ("<script>",), HOSTILE, True)
    chat = FakeChat(**{HOSTILE: ((Passage(article, Chunk(0, spans[0]), 1.0),), given)})
    ARTICLES[article.id] = article
    try:
        return evaluate(chat, [question])
    finally:
        del ARTICLES[article.id]


def test_a_page_shows_hostile_text_as_text() -> None:
    page = as_html(hostile_report())
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; | `$x$`") == 5
    assert "<i>" not in page
    assert "default-src 'none'" in page


def test_markdown_shows_hostile_text_as_text() -> None:
    text = as_markdown(hostile_report())
    escaped = r"\<script\>alert(1)\</script\> \& \| \`\$x\$\` \*b\* \[3\](javascript:x) " "\\\\"
    assert f"### Line 1: {escaped}\n" in text
    rows = [line for line in text.splitlines() if line.startswith("| words |")]
    assert rows == [f"| words | script | {escaped}: Other words. |".replace(
        "script |", r"\<script\> |", 1
    )]  # fmt: skip


def test_a_report_shows_the_failures_beside_what_was_expected() -> None:
    chat, questions = five_questions()
    report = evaluate(chat, questions)
    text = as_markdown(report)
    assert "| Hits@1 | 0.333 | 3 | Some expected words are in the first passage. |\n" in text
    wanted = "## Another sentence was shown first (1)\n\n### Line 2: half\n\n" + (
        "| | expected | shown |\n|---|---|---|\n"
        "| words | runs hourly<br>four euros | It is never late.<br>The train runs hourly. |\n"
        "| article | t.md | t.md |\n\n"
        "- “runs hourly” is in passage 2.\n- “four euros” is in passage 5.\n"
        "- Passage 1, score 1.00, t.md: It is never late.\n"
    )
    assert wanted in text
    headings = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "Answered, though the articles do not say it (1)",
        "Refused, though the articles say it (1)",
        "Another sentence was shown first (1)",
    ]
    page = as_html(report)
    assert "<h2>Another sentence was shown first (1)</h2>" in page
    assert "<p dir=\"auto\">runs hourly</p>" in page  # fmt: skip
    assert "prefers-color-scheme: dark" in page


def test_where_nothing_can_be_counted_a_figure_is_a_dash() -> None:
    report = evaluate(FakeChat(q=((), refusal())), [ask_for("q", article="")])
    rows = as_markdown(report).splitlines()
    assert "| Hits@1 | – | 0 | Some expected words are in the first passage. |" in rows
    assert [name for name, _ in report.failures()] == []


def test_figures_as_json_can_be_compared_from_run_to_run() -> None:
    chat, questions = five_questions()
    given = json.loads(figures_as_json(evaluate(chat, questions)))
    assert given["generation"] == "00000007"
    assert given["figures"]["MRR@10"] == {"value": 0.5, "of": 3, "unit": "share"}


def eval_arguments(index: Path, *written: object) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--index", type=Path, default=index)
    add_eval_options(parser)
    return parser.parse_args([str(one) for one in written])


def test_a_real_index_is_measured_from_the_command_line(
    small: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = feedback(
        tmp_path / "questions.jsonl",
        {"question": "What did Calder say about sandbags?", "article": "harbour.txt",
         "quote": "carry sandbags", "speaker": "Ines Calder"},
        {"question": "What did Ottoline Brackwater say about the wall?", "answerable": False},
    )  # fmt: skip
    page = tmp_path / "report.html"
    assert run_eval(eval_arguments(small.index, path, "--json", "--html", page)) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    shares = {name: one["value"] for name, one in figures.items() if one["unit"] == "share"}
    assert shares.pop("False refusals") == 0
    assert set(shares.values()) == {1}
    assert "2 went as expected, 0 did not" in page.read_text("utf-8")


def test_a_draft_is_the_same_each_time_and_can_be_evaluated(
    small: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = Chat(small.index).library
    lines = list(draft(library, 8))
    assert lines == list(draft(library, 8))
    asked = {line["question"]: line.get("quote") for line in lines}
    assert asked["What did Tomas Reuvers say about the work?"] == (
        "the work would cost 14 million euros"
    )
    assert asked["How many euros are there in the news about the lighthouse?"] == "310,000 euros"
    assert [line["question"] for line in lines if not line.get("answerable", True)][1:] == [
        "What did Ottoline Brackwater say about wider gate?"
    ]
    assert run_eval(eval_arguments(small.index, "--draft", 8)) == 0
    path = tmp_path / "questions.jsonl"
    path.write_text(capsys.readouterr().out, "utf-8")
    report = evaluate(Chat(small.index), read_questions(path))
    assert len(report.outcomes) == len(lines)
    assert report.summary.endswith(f" {len(lines)} still carry a remark to check them.")


def test_a_page_that_cannot_be_written_says_so(small: Built, tmp_path: Path) -> None:
    path = feedback(tmp_path / "q.jsonl", {"question": "Who left?", "answerable": False})
    target = tmp_path / "missing" / "report.html"
    with pytest.raises(RagError) as caught:
        run_eval(eval_arguments(small.index, path, "--html", target))
    assert str(caught.value) == (
        f"{target} cannot be written (No such file or directory). Name another file with --html."
    )


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ([], "one of the arguments FILE --draft --from-feedback is required"),
        (["a", "--from-feedback", "b"], "not allowed with argument FILE"),
        (["--draft", "many"], "'many' is no number above 0"),
    ],
)
def test_a_wrong_command_line_is_refused(
    written: list[str], problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        eval_arguments(tmp_path, *written)
    assert caught.value.code == 2
    assert problem in capsys.readouterr().err


def test_the_questions_about_the_seeds_fit_the_seeds() -> None:
    folder = Path(__file__).parents[1]
    articles = {one.id: one for one in load_articles(folder.parent / "seeds").articles}
    questions = read_questions(folder / "questions.jsonl")
    missing = [
        (question.line, quote)
        for question in questions
        for quote in question.quotes
        if not any(places_of(quote, articles[one]) for one in question.articles)
    ]
    assert missing == []
    assert len(questions) == 53


def test_an_outcome_needs_no_rank_for_what_the_articles_do_not_say() -> None:
    outcome = Outcome(ask_for("q", article=""), (), refusal(), (), 0.0)
    assert (outcome.ranks, outcome.first_rank, outcome.cause) == ((), 0, "")
