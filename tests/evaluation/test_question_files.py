import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from given_answers import ARTICLES, LATE, OPENS, answer, claim

from rag.errors import RagError
from rag.evaluation.question_files import Question, from_feedback, plain, read_questions
from rag.records import Filters, Span
from rag.web.conversation import PageTurn
from rag.web.export import judgement


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
        Question(1, "When?", "question", False, ("a.txt",), (), "", "", True),
        Question(
            3,
            "Who?",
            "question",
            False,
            ("a.txt", "b.txt"),
            (("Ada", "Bea"),),
            "Cy Dahl",
            "",
            False,
        ),
        Question(4, "Why?", "none", False, (), (), "", "", True),
    )


def test_kinds_alternatives_and_conversations_are_read(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(
        '{"question": "Why?", "kind": "why", "want": "It rained.", "article": ["a"], '
        '"quote": ["rain", "hail"], "alternatives": [["storm"], []], "speaker": "", "note": "x"}\n'
        '{"question": ["Who?", "When?"], "kind": "follow", "answerable": true, "turns": ['
        '{"question": "Who?", "kind": "who", "article": "a", "quote": "Ada"}, '
        '{"question": "When?", "answerable": false, "speaker": "Ada Berg"}]}\n',
        "utf-8",
    )
    assert read_questions(path) == (
        Question(
            1, "Why?", "why", False, ("a",), (("rain", "hail"), ("storm",)), "", "It rained.", True
        ),
        Question(2, "Who?", "follow 1st", False, ("a",), (("Ada",),), "", "", True),
        Question(2, "When?", "follow", True, (), (), "Ada Berg", "", True),
    )


def test_texts_are_compared_without_regard_to_case_spaces_and_kinds_of_marks() -> None:
    assert plain("It’s  2–3%,\n“NEARLY”") == "it's 2-3%, 'nearly'"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"question": "A', "no JSON (Unterminated string starting at at character 14)"),
        ('["A"]', 'not an object like {"question": "…", "article": "…", "quote": "…"}'),
        (
            '{"query": "A"}',
            "the key 'query' is not one of question, kind, answerable, want, article, quote, "
            "alternatives, speaker, turns, note, check",
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
            '"answerable" is false, so no article or quote can be expected',
        ),
        (
            '{"question": "A", "article": "a", "alternatives": ["b"]}',
            "\"alternatives\" is a list of lists of texts, not ['b']",
        ),
        (
            '{"turns": ["A"]}',
            '"turns" is a list of objects with a "question" each, not [\'A\']',
        ),
        (
            '{"turns": [{"question": "A", "turns": []}]}',
            'a turn has no "turns" of its own, as []',
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
        Question(
            1, "Is it late?", "question", False, ("t.md",), (("It is never late.",),), "", "", False
        ),
    )
    path = feedback(tmp_path / "feedback", judged("Is it late?", LATE, liked=False))
    questions = feedback(tmp_path / "questions", *from_feedback(path))
    with pytest.raises(RagError, match='line 1: an "article" .* is missing'):
        read_questions(questions)


def test_what_the_page_writes_is_understood(tmp_path: Path) -> None:
    given = answer(claim(LATE))
    turn = PageTurn(1, "Is it late?", Filters(), given, None, "done")
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
