import json

from conftest import make_article
from given_answers import ARTICLES, FakeChat, answer, ask_for, five_questions, refusal

from rag.evaluation.evaluate import evaluate
from rag.evaluation.report import Report, as_html, as_json, as_markdown
from rag.records import Claim, Source, Span

HOSTILE = "<script>alert(1)</script> & | `$x$` *b* [3](javascript:x) \\"


def hostile_report() -> Report:
    article = make_article(f"{HOSTILE} end. Other words.", id="<i>|.txt")
    ARTICLES[article.id] = article
    try:
        source = Source(article, Span(article.id, len(HOSTILE) + 6, len(article.text)), ())
        found = [Span(article.id, 0, len(HOSTILE) + 5)]
        given = answer(Claim(source.quote, (source,), speaker=HOSTILE), found=found)
        question = ask_for(HOSTILE, "<script>", article=article.id, speaker=HOSTILE)
        return evaluate(FakeChat(**{HOSTILE: given}), [question])
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
    assert rows == [rf"| words | \<script\> | {escaped} (undated): Other words. |"]


def test_a_report_shows_the_failures_beside_what_was_wanted() -> None:
    chat, questions = five_questions()
    report = evaluate(chat, questions)
    text = as_markdown(report)
    assert "| question | 3 | 0.333 | 0.333 | 0.333 | 0.333 | 0.667 | 1.000 |\n" in text
    assert "| Hits@1 | 0.333 | 3 | Some expected words are in the first passage. |\n" in text
    wanted = "## Not all of the expected words were shown (1)\n\n### Line 2: half\n\n" + (
        "| | wanted | shown |\n|---|---|---|\n"
        "| words | runs hourly<br>four euros "
        "| undated: It is never late.<br>undated: The train runs hourly. |\n"
        "| article | t.md | t.md |\n\n"
        "- Wanted words were found in: passage 2, passage 5 (of 5).\n"
        "- Passage 1, score 1.00, t.md: It is never late.\n"
    )
    assert wanted in text
    headings = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "Answered, though the articles do not say it (1)",
        "Refused, though the articles say it (1)",
        "Not all of the expected words were shown (1)",
    ]
    page = as_html(report)
    assert "<h2>Not all of the expected words were shown (1)</h2>" in page
    assert '<p dir="auto">runs hourly</p>' in page
    assert "<tr><td>question</td><td>3</td><td>0.333</td>" in page
    assert "prefers-color-scheme: dark" in page


def test_where_nothing_can_be_counted_a_figure_is_a_dash() -> None:
    report = evaluate(FakeChat(q=refusal()), [ask_for("q", article="")])
    rows = as_markdown(report).splitlines()
    assert "| Hits@1 | – | 0 | Some expected words are in the first passage. |" in rows
    assert [name for name, _ in report.failures()] == []


def test_figures_as_json_can_be_compared_from_run_to_run() -> None:
    chat, questions = five_questions()
    given = json.loads(as_json(evaluate(chat, questions)))
    assert given["generation"] == "00000007"
    assert given["figures"]["MRR@10"] == {"value": 0.5, "of": 3, "unit": "share"}
    assert given["kinds"]["all"]["satisfied"] == {"value": 0.4, "of": 5, "unit": "share"}
