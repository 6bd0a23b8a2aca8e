"""The command that measures the answers: ``eval``."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from rag import options
from rag.chat import Chat
from rag.commands.progress import Bars
from rag.errors import RagError
from rag.evaluation.drafts import draft
from rag.evaluation.evaluate import evaluate as measured
from rag.evaluation.question_files import Line, from_feedback, read_questions
from rag.evaluation.report import as_html, as_json, as_markdown


def evaluate(arguments: Namespace) -> int:
    """Measure the answers by questions with known answers."""
    if arguments.from_feedback:
        return _print_lines(from_feedback(arguments.from_feedback))
    if arguments.draft:
        return _print_lines(draft(Chat(arguments.index).library, arguments.draft))
    questions = read_questions(arguments.questions)
    model = options.model_of(arguments)
    chat = Chat(arguments.index, model=model)
    bar = Bars(terminal=sys.stderr.isatty())
    try:
        report = measured(chat, questions, worded=model is not None, progress=bar)
    finally:
        bar.close()
    if arguments.html:
        _write(arguments.html, as_html(report))
    sys.stdout.write(as_json(report) if arguments.json else as_markdown(report))
    return 0


def _print_lines(lines: Iterable[Line]) -> int:
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise RagError(
            f"{path} cannot be written ({error.strerror}).", fix="Name another file with --html."
        ) from None
