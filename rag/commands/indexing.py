"""Commands about the index and its files: ``index``, ``verify``, ``show``."""

import sys
import time
from argparse import Namespace
from pathlib import Path

from rag import options
from rag.articles.columns import keep_columns
from rag.articles.description import describe_file
from rag.commands.progress import Bars
from rag.errors import NoArticles
from rag.index.build import BuildReport, build_index
from rag.index.verify import verify_index
from rag.visible import visible


def index(arguments: Namespace) -> int:
    """Bring the index up to date with the articles."""
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


def verify(arguments: Namespace) -> int:
    """Check every file and every span of the index."""
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


def show(arguments: Namespace) -> int:
    """Show what is made of a file, and what is left out."""
    path: Path = arguments.file
    if not path.is_file():
        raise NoArticles(f"{path} is no file.", fix="Name a file that holds an article.")
    made = describe_file(path.parent, path.name, columns=options.columns_of(arguments.map))
    for lines in made.articles:
        print("\n".join(map(visible, lines)))
    for refused in made.refused:
        print(visible(f"refused: {refused}"), file=sys.stderr)
    return 0 if made.articles else 1
