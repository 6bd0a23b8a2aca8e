"""The command line: ``rag index``, ``ask``, ``search``, ``said``, ``list`` and so on.

Results go to stdout, problems to stderr, progress to stderr. The exit code is 0 when done, 1
when there is something to fix, 2 for a wrong command line. What a command does is in
``rag.commands``.
"""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rag import options
from rag.articles.columns import SETTINGS
from rag.commands import (
    asking,
    evaluating,
    indexing,
    listing,
    searching,
    serving,
    watching,
)
from rag.commands.pointing import pointed
from rag.commands.storing import note_store
from rag.errors import BadQuery, RagError
from rag.retrieval.search_language import LANGUAGE
from rag.visible import visible

EXACT = f"""\
A question is searched by meaning and words. A search is exact if it has any of these, unless it is
a question with other words and its question mark, or if --context or --count is given:

{LANGUAGE}

It finds articles that have all that is asked for, newest first, and shows their passages."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    run_command: Callable[[argparse.Namespace], int] = arguments.run
    try:
        note_store(arguments, may_be_new=run_command is indexing.index)
        return run_command(arguments)
    except BadQuery as error:
        searched = "\n     ".join(pointed(error.search, error.place))
        print(f"rag: {visible(error.problem)}\n     {searched}", file=sys.stderr)
        print(f"     {visible(error.fix)}", file=sys.stderr)
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
        print("rag: stopped.", file=sys.stderr)
        code = 130
    except BrokenPipeError:  # the reader of our output has gone, as `rag list | head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rag",
        description="Answer questions about a folder of news articles in the articles' own words.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_index(commands)
    _add_questions(commands)
    _add_watch(commands)
    _add_lists(commands)
    _add_checks(commands)
    _add_servers(commands)
    return parser


def _add_index(commands: Any) -> None:
    index = _command(
        commands, "index", indexing.index, "bring the index up to date with the articles"
    )
    options.add_seeds(index)
    options.add_encoder(index)
    options.add_workers(index)
    options.add_columns(
        index, f"the column of tables that holds a field; kept in {SETTINGS} beside the articles"
    )
    index.add_argument("--full", action="store_true", help="embed everything anew (default: no)")
    index.add_argument(
        "--watch", action="store_true", help="then again whenever the articles change (default: no)"
    )


def _add_questions(commands: Any) -> None:
    ask = _command(commands, "ask", asking.ask, "answer a question with its sources")
    options.add_questions(ask)
    options.add_model_options(ask)
    search = _command(
        commands, "search", searching.search, "show passages for a question, or search exactly"
    )
    search.epilog = EXACT
    search.formatter_class = argparse.RawDescriptionHelpFormatter
    options.add_question(search)
    options.add_exact(search)
    options.add_formats(search)
    options.add_limit(search, default=10, of="passages, or places with --context")
    for command in (ask, search):
        options.add_filters(command)
        options.add_speakers(command)


def _add_watch(commands: Any) -> None:
    watch = commands.add_parser(
        "watch", help="keep questions: each build says what is new for them"
    )
    kept = watch.add_subparsers(required=True, metavar="COMMAND")
    add = _command(kept, "add", watching.add, "keep a question")
    options.add_question(add)
    options.add_formats(
        _command(kept, "list", watching.listed, "list the questions with their numbers")
    )
    remove = _command(kept, "remove", watching.remove, "keep a question no longer, nor its news")
    remove.add_argument("number", type=options.positive, help="as `rag watch list` has it")
    news = _command(commands, "news", watching.news, "print what was new for the questions kept")
    options.add_limit(news, default=50, of="pieces of news, newest first")
    options.add_formats(news)


def _add_lists(commands: Any) -> None:
    said = _command(commands, "said", listing.said, "list what a person said, newest first")
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
    options.add_formats(said)
    options.add_formats(
        _command(commands, "speakers", listing.speakers, "list everyone who says something")
    )
    articles = _command(commands, "list", listing.articles, "list the articles, newest first")
    options.add_filters(articles)
    options.add_speakers(articles)
    options.add_formats(articles)


def _add_checks(commands: Any) -> None:
    options.add_eval_options(
        _command(
            commands,
            "eval",
            evaluating.evaluate,
            "measure the answers by questions with known answers",
        )
    )
    show = _command(
        commands, "show", indexing.show, "show what is made of a file, and what is left out"
    )
    options.add_columns(show, "the column of tables that holds a field: text=body")
    options.add_seeds(show)
    show.add_argument(
        "file", type=Path, help="what holds an article, or many, or one of those that `list` prints"
    )
    options.add_formats(show)
    verify = _command(
        commands, "verify", indexing.verify, "check every file and every span of the index"
    )
    options.add_seeds(verify)
    options.add_formats(verify)


def _add_servers(commands: Any) -> None:
    serve = _command(commands, "serve", serving.serve, "answer other programs over HTTP")
    options.add_server(serve)
    mcp = _command(commands, "mcp", serving.mcp, "answer a language model's program over stdio")
    for command in (serve, mcp):
        options.add_model_options(command)


def _command(
    commands: Any, name: str, run_command: Callable[[argparse.Namespace], int], help: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help)
    command.set_defaults(run=run_command)
    options.add_index(command)
    return command


if __name__ == "__main__":
    run()
