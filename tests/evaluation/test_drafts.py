import json
from pathlib import Path

from conftest import Built

from rag.chat import Chat
from rag.evaluation.drafts import draft
from rag.evaluation.evaluate import evaluate
from rag.evaluation.question_files import read_questions


def test_a_draft_is_the_same_each_time_and_can_be_evaluated(small: Built, tmp_path: Path) -> None:
    library = Chat(small.index).library
    lines = list(draft(library, 8))
    assert lines == list(draft(library, 8))
    asked = {line["question"]: line.get("quote") for line in lines}
    assert asked["What did Tomas Reuvers say about the work?"] == (
        "the work would cost 14 million euros"
    )
    assert asked["How many euros are there in the news about the lighthouse?"] == "310,000 euros"
    assert [line["question"] for line in lines if not line.get("answerable", True)][1:] == [
        "What did Teodrik Vanhoolst say about the wall?"
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    report = evaluate(Chat(small.index), read_questions(path))
    assert len(report.outcomes) == len(lines)
    assert report.summary.endswith(f" {len(lines)} still carry a remark to check them.")
