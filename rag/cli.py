"""The command line: ``rag index``, ``ask``, ``search``, ``said``, ``list`` and so on.

Results go to stdout, problems to stderr, progress to stderr. The exit code is 0 when done, 1
when there is something to fix, 2 for a wrong command line.
"""

import argparse
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tqdm import tqdm

from rag import options
from rag.answers.plain_text import described, printed, shortened
from rag.articles.columns import SETTINGS, keep_columns
from rag.articles.description import describe_file
from rag.chat import Chat
from rag.errors import NoArticles, RagError
from rag.evaluation.drafts import draft
from rag.evaluation.evaluate import evaluate
from rag.evaluation.question_files import Line, from_feedback, read_questions
from rag.evaluation.report import as_html, as_json, as_markdown
from rag.index.build import BuildReport, build_index
from rag.index.verify import verify_index
from rag.records import Answer, Article, Claim, Filters, Passage, RankedStatement, Source
from rag.visible import visible

PLAIN_EVERY = 5.0  # seconds between lines of progress where there is no terminal


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    run_command: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run_command(arguments)
    except RagError as error:
        print(f"rag: {visible(error.problem)}\n     {visible(error.fix)}", file=sys.stderr)
    except BrokenPipeError:
        raise
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(visible(f"rag: {place}{error.strerror or error}"), file=sys.stderr)
    return 1


def run() -> None:
    """Run the command of the process, and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may lack a character
    try:
        code = main()
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("rag: stopped; the index in use is as it was.", file=sys.stderr)
        code = 130
    except BrokenPipeError:  # the reader of our output has gone, as `rag list | head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def _index(arguments: argparse.Namespace) -> int:
    if arguments.map:
        keep_columns(arguments.seeds, options.columns_of(arguments.map))
    bar = Bars(terminal=sys.stderr.isatty())
    started = time.perf_counter()
    report = build_index(
        arguments.seeds,
        arguments.index,
        model=arguments.model,
        full=arguments.full,
        progress=bar,
    )
    bar.close()
    _print_report(report, time.perf_counter() - started)
    return 0


def _print_report(report: BuildReport, seconds: float) -> None:
    for refusal in report.refusals:
        print(visible(f"not taken: {refusal.path}: {refusal.reason}"), file=sys.stderr)
    for remark in report.remarks:
        print(visible(f"note: {remark.article_id}: {remark.text}"), file=sys.stderr)
    if report.started_over:
        print(f"started over: {report.started_over}", file=sys.stderr)
    counts = report.counts
    held = f"{counts.articles} articles, {counts.chunks} passages, {counts.statements} statements"
    if report.changed:
        print(f"{held}; {report.embedded} passages embedded in {seconds:.1f} s.")
    else:
        print(f"{held}; nothing has changed.")


def _ask(arguments: argparse.Namespace) -> int:
    chat = Chat(arguments.index, model=options.model_of(arguments))
    filters = _filters(arguments, chat)
    answers: list[Answer] = []
    for question in chat.separate(arguments.question):
        answers.append(chat.ask(question, filters, before=answers))
        print(_json(answers[-1]) if arguments.json else printed(answers[-1]))
    return 0


def _search(arguments: argparse.Namespace) -> int:
    chat = Chat(arguments.index)
    filters = _filters(arguments, chat)
    passages = chat.search(arguments.question, filters, arguments.limit)
    if arguments.json:
        print(_json(passages))
        return 0
    for passage in passages:
        span = passage.chunk.span
        place = f"{span.article_id}:{span.start}-{span.end}"
        print(visible(f"{passage.score:.3f}  {described(passage.article)} ({place})"))
        print(f"       {shortened(passage.text)}")
    if not passages:
        print("No passage passes these filters.")
    return 0


def _said(arguments: argparse.Namespace) -> int:
    chat = Chat(arguments.index)
    if not arguments.speaker:
        return _print_speakers(chat, as_json=arguments.json)
    speakers = chat.find_speakers(arguments.speaker)
    found = chat.statements(speakers, arguments.about, _filters(arguments, chat))
    if arguments.json:
        print(_json(found[: arguments.limit]))
        return 0
    for one in found[: arguments.limit]:
        _print_said(one)
    if not found:
        print(f"No statement of {arguments.speaker} passes these filters.")
    if len(found) > arguments.limit:
        print(f"… and {len(found) - arguments.limit} more; --limit shows them.", file=sys.stderr)
    return 0


def _print_said(one: RankedStatement) -> None:
    article, statement = one.article, one.statement
    written = article.date.isoformat() if article.date else "undated"
    role = f", {statement.role}" if statement.role else ""
    words = " ".join(article.cut(statement.words).split())
    words = f"“{words}”" if statement.kind == "quoted" else words
    place = f"{article.id}:{statement.words.start}-{statement.words.end}"
    print(f"{written}  {statement.speaker}{role}")
    print(f"    {statement.cue}, {statement.kind}: {words}")
    print(visible(f"    {shortened(article.title, 90)} ({place})") + "\n")


def _speakers(arguments: argparse.Namespace) -> int:
    return _print_speakers(Chat(arguments.index), as_json=arguments.json)


def _print_speakers(chat: Chat, *, as_json: bool) -> int:
    persons = chat.speakers()
    if as_json:
        print(_json([{"speaker": name, "statements": count} for name, count in persons.items()]))
        return 0
    for name, count in persons.items():
        print(f"{count:6}  {name}")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    chat = Chat(arguments.index)
    filters = _filters(arguments, chat)
    if arguments.json:
        print(_json(tuple(chat.library.articles(filters))))
        return 0
    headings = chat.headings(filters)
    for heading in headings:
        written = heading.date.isoformat() if heading.date else "undated   "
        print(visible(f"{written}  {heading.id}  {shortened(heading.title, 90)}"))
    if not headings:
        print("No article passes these filters.")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    problems = verify_index(arguments.index, arguments.seeds)
    for problem in problems.damage:
        print(visible(f"damaged: {problem}"), file=sys.stderr)
    for problem in problems.stale:
        print(visible(f"out of date: {problem}"), file=sys.stderr)
    if problems.damage or problems.stale:
        print("rag: run `rag index`.", file=sys.stderr)
        return 1
    print(problems.summary)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    path: Path = arguments.file
    if not path.is_file():
        raise NoArticles(f"{path} is no file.", fix="Name a file that holds an article.")
    made = describe_file(path.parent, path.name, columns=options.columns_of(arguments.map))
    for lines in made.articles:
        print("\n".join(map(visible, lines)))
    for refused in made.refused:
        print(visible(f"refused: {refused}"), file=sys.stderr)
    return 0 if made.articles else 1


def _eval(arguments: argparse.Namespace) -> int:
    if arguments.from_feedback:
        return _print_lines(from_feedback(arguments.from_feedback))
    if arguments.draft:
        return _print_lines(draft(Chat(arguments.index).library, arguments.draft))
    questions = read_questions(arguments.questions)
    model = options.model_of(arguments)
    chat = Chat(arguments.index, model=model)
    bar = Bars(terminal=sys.stderr.isatty())
    try:
        report = evaluate(chat, questions, worded=model is not None, progress=bar)
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


def _filters(arguments: argparse.Namespace, chat: Chat) -> Filters:
    """Return the filters of a command.

    Raises:
        BadQuestion: no day can pass them.
        UnknownSpeaker: nobody of a name asked for says anything.
    """
    people = [person for name in arguments.speakers for person in chat.find_speakers(name)]
    return options.filters_of(arguments, tuple(people))


def _json(value: object) -> str:
    """Return records as JSON; offsets are characters into the article's text."""
    whole = isinstance(value, Sequence) and all(isinstance(one, Article) for one in value)
    return json.dumps(_plain(value, whole=whole), ensure_ascii=False, indent=1)


def _plain(value: object, *, whole: bool) -> Any:
    """Return a record as JSON has it.

    An article within another record is given without its text unless ``whole``; what points
    into it is given with the words it points to.
    """
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one, whole=whole) for one in value]
    if not is_dataclass(value):
        return value
    given = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Article) and not whole:
        del given["text"]
    if isinstance(value, Passage):
        given["text"] = value.text
    if isinstance(value, Answer):
        given["grounded"] = value.grounded
    if isinstance(value, Claim):
        given["date"] = value.date
    if isinstance(value, Source):
        given["quote"] = value.quote
    if isinstance(value, RankedStatement):
        given["words"] = value.article.cut(value.statement.words)
    return {name: _plain(one, whole=whole) for name, one in given.items()}


class Bars:
    """Shows progress: a bar with rate and time left on a terminal, plain lines elsewhere."""

    def __init__(self, *, terminal: bool) -> None:
        self._terminal = terminal
        self._stage = ""
        self._bar: tqdm[Any] | None = None
        self._said = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """``done`` of ``total`` units of ``stage`` are finished."""
        if not self._terminal:
            now = time.monotonic()
            if now - self._said >= PLAIN_EVERY:
                self._said = now
                print(f"{stage}: {done} of {total}", file=sys.stderr, flush=True)
            return
        if stage != self._stage:
            self.close()
            self._stage = stage
            self._bar = tqdm(total=total, desc=stage, file=sys.stderr)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Leave the bar of the last stage as it is."""
        if self._bar is not None:
            self._bar.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rag",
        description="Answer questions about a folder of news articles in the articles' own words.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    index = _command(commands, "index", _index, "bring the index up to date with the articles")
    options.add_seeds(index)
    options.add_encoder(index)
    options.add_columns(
        index, f"the column of tables that holds a field; kept in {SETTINGS} beside the articles"
    )
    index.add_argument("--full", action="store_true", help="embed everything anew (default: no)")

    ask = _command(commands, "ask", _ask, "answer a question with its sources")
    options.add_model_options(ask)
    search = _command(commands, "search", _search, "show passages and scores for a question")
    for command in (ask, search):
        options.add_question(command)
        options.add_filters(command)
        options.add_speakers(command)
        options.add_json(command)
    options.add_limit(search, default=10, of="passages")

    said = _command(commands, "said", _said, "list what a person said, newest first")
    said.add_argument(
        "speaker",
        nargs="?",
        type=options.text,
        default="",
        help="a name or a role (default: list all)",
    )
    said.add_argument(
        "--about", type=options.text, default="", help="a topic: what fits it best comes first"
    )
    options.add_limit(said, default=20, of="statements")
    options.add_filters(said)
    said.set_defaults(speakers=[])  # the person is named already
    options.add_json(said)
    options.add_json(_command(commands, "speakers", _speakers, "list everyone who says something"))

    listing = _command(commands, "list", _list, "list the articles, newest first")
    options.add_filters(listing)
    options.add_speakers(listing)
    options.add_json(listing)
    options.add_eval_options(
        _command(commands, "eval", _eval, "measure the answers by questions with known answers")
    )
    show = _command(commands, "show", _show, "show what is made of a file, and what is left out")
    options.add_columns(show, "the column of tables that holds a field: text=body")
    show.add_argument("file", type=Path, help="a file that holds an article, or many")
    verify = _command(commands, "verify", _verify, "check every file and every span of the index")
    options.add_seeds(verify)
    return parser


def _command(
    commands: Any, name: str, run_command: Callable[[argparse.Namespace], int], help: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help)
    command.set_defaults(run=run_command)
    options.add_index(command)
    return command


if __name__ == "__main__":
    run()
