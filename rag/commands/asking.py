"""The command ``ask``: one question, several typed at once, or a file of them."""

import csv
import io
from argparse import Namespace
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from rag import options
from rag.answers.plain_text import Line, lines_of, printed
from rag.chat import Chat
from rag.commands.filtering import filters_of
from rag.commands.tables import print_table
from rag.errors import BadQuestion
from rag.plain_data import as_json
from rag.records import Answer, Filters

LARGEST = 10_000_000  # bytes of a file of questions
TABLE = ("question", "grade", "answer", "sources")


def ask(arguments: Namespace) -> int:
    """Answer a question, several typed at once, or those of a file, with the sources."""
    file = arguments.csv if arguments.csv != Path() else None
    if (arguments.question is None) == (file is None):
        raise BadQuestion(
            "There is no question." if not file else "There are a question and a file of them.",
            fix='Type one, as in `rag ask "who left"`, or name a file of them with --csv.',
        )
    questions = read_questions(file) if file else ()
    chat = Chat(arguments.index, model=options.model_of(arguments))
    filters = filters_of(arguments, chat)
    if file:
        print_table(TABLE, (_answered(chat, question, filters) for question in questions))
        return 0
    answers: list[Answer] = []
    for question in chat.separate(arguments.question):
        answers.append(chat.ask(question, filters, before=answers))
        if arguments.csv is None:
            print(as_json(answers[-1]) if arguments.json else printed(answers[-1]))
    if arguments.csv is not None:
        print_table(TABLE, map(_row, answers))
    return 0


def _answered(chat: Chat, question: str, filters: Filters) -> tuple[str, ...]:
    """Return the row of a question of a file, or what is wrong with it."""
    try:
        return (question, *_row(chat.ask(question, filters))[1:])
    except BadQuestion as error:
        return question, "not asked", f"{error.problem} {error.fix}", ""


def _row(answer: Answer) -> tuple[str, ...]:
    lines = list(lines_of(answer))
    said = takewhile(lambda line: line != Line("heading", "Sources"), lines)
    return (
        answer.asked.question,
        answer.grade if answer.form != "help" else "help",
        "\n".join(line.text for line in said),
        "\n".join(line.text for line in lines if line.kind == "source"),
    )


def read_questions(path: Path) -> tuple[str, ...]:
    """Return the questions of a table: one a row, in its column "question" or else its first.

    Raises:
        BadQuestion: it holds none, or is no table.
        OSError: it cannot be read.
    """
    if path.stat().st_size > LARGEST:
        raise BadQuestion(
            f"{path} is larger than {LARGEST // 1_000_000} MB.", fix="Name a table of questions."
        )
    try:
        rows = [row for row in _rows(path.read_text("utf-8-sig")) if any(map(str.strip, row))]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadQuestion(
            f"{path} cannot be read as a table ({error}).", fix="Save it as CSV, in UTF-8."
        ) from None
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    column = header.index("question") if "question" in header else 0
    rows = rows[1:] if "question" in header else rows
    for number, row in enumerate(rows, start=1):
        if len(row) > len(header) or ("question" not in header and len(row) < len(header)):
            raise BadQuestion(
                f"Question {number} of {path} has {len(row)} columns, not {len(header)}.",
                fix="Put a question with a comma in quotation marks.",
            )
    questions = [row[column].strip() for row in rows if len(row) > column]
    if not any(questions):
        raise BadQuestion(f"{path} holds no question.", fix="Write one a row, in the first column.")
    return tuple(one for one in questions if one)


def _rows(text: str) -> Iterator[list[str]]:
    """Yield the rows of a table, whose columns a semicolon parts where its first row has one."""
    first = text.partition("\n")[0]
    between = next((one for one in ("\t", ";") if one in first and "," not in first), ",")
    return csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
