"""Commands about the index and its files: ``index``, ``verify``, ``show``."""

import sys
import time
from argparse import Namespace
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from rag import options
from rag.articles.columns import keep_columns
from rag.articles.description import describe_file
from rag.articles.folder import Loaded, file_of, load_file
from rag.chat import Chat
from rag.commands.progress import Bars
from rag.commands.tables import print_table
from rag.commands.watching import print_news
from rag.errors import IndexMisplaced, ModelUnavailable, NoArticles, RagError
from rag.index.build import BuildReport, build_index
from rag.index.folder_changes import changes
from rag.index.generations import is_building
from rag.index.verify import verify_index
from rag.news.finding import look
from rag.news.saved import read_saved
from rag.plain_data import as_json, plain_data
from rag.visible import visible

BUSY = 0.5  # seconds between looks at somebody else's build


def index(arguments: Namespace) -> int:
    """Bring the index up to date with the articles, and with --watch keep it so."""
    if arguments.map:
        keep_columns(arguments.seeds, options.columns_of(arguments.map))
    if not arguments.watch or not arguments.seeds.is_dir():
        try:
            _build(arguments, full=arguments.full)
        except KeyboardInterrupt:
            print("rag: the index in use is as it was.", file=sys.stderr)
            raise
        return 0
    with suppress(KeyboardInterrupt):
        _watch(arguments)
    print("rag: no longer watching; the index in use is as it was.", file=sys.stderr)
    return 0


def _watch(arguments: Namespace) -> None:
    """Build whenever the articles change; a build that fails is told of."""
    full = arguments.full
    for _ in changes(arguments.seeds):
        try:
            while is_building(arguments.index):
                time.sleep(BUSY)
            _build(arguments, full=full)
            full = False
        except (IndexMisplaced, ModelUnavailable):  # which no change of an article mends
            raise
        except (RagError, OSError) as error:
            problem = error.problem if isinstance(error, RagError) else str(error)
            print(visible(f"rag: {problem} Watching goes on."), file=sys.stderr)
        else:
            print(f"Watching {visible(str(arguments.seeds))} (Ctrl+C ends it).", file=sys.stderr)
        sys.stdout.flush()


def _build(arguments: Namespace, *, full: bool) -> None:
    bar = Bars(terminal=sys.stderr.isatty())
    started = time.perf_counter()
    try:
        report = build_index(
            arguments.seeds,
            arguments.index,
            model=arguments.model,
            full=full,
            workers=arguments.workers,
            progress=bar,
        )
    finally:
        bar.close()
    _print_report(report, time.perf_counter() - started)
    if read_saved(arguments.index).questions:
        print_news(look(arguments.index, Chat(arguments.index)))


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
    wrong = bool(problems.damage or problems.stale)
    if arguments.json:
        print(as_json(problems))
        return int(wrong)
    if arguments.csv:
        kinds = (("damaged", problems.damage), ("out of date", problems.stale))
        print_table(("kind", "problem"), ((kind, one) for kind, some in kinds for one in some))
        return int(wrong)
    for problem in problems.damage:
        print(visible(f"damaged: {problem}"), file=sys.stderr)
    for problem in problems.stale:
        print(visible(f"out of date: {problem}"), file=sys.stderr)
    if wrong:
        print("rag: run `rag index`.", file=sys.stderr)
        return 1
    print(problems.summary)
    return 0


def show(arguments: Namespace) -> int:
    """Show what is made of a file, and what is left out."""
    folder, path = _named(arguments.file, arguments.seeds)
    columns = options.columns_of(arguments.map)
    if arguments.json or arguments.csv:
        loaded = load_file(folder, file_of(path), columns)
        if path != file_of(path):
            loaded = replace(
                loaded,
                articles=tuple(one for one in loaded.articles if one.id == path),
                refusals=tuple(one for one in loaded.refusals if one.path == path),
            )
        return _print_loaded(loaded, as_table=arguments.csv)
    made = describe_file(folder, path, columns=columns)
    for lines in made.articles:
        print("\n".join(map(visible, lines)))
    for refused in made.refused:
        print(visible(f"refused: {refused}"), file=sys.stderr)
    return 0 if made.articles else 1


def _named(file: Path, seeds: Path) -> tuple[Path, str]:
    """Return the folder of a file, or of an article by its id, and the path below that folder.

    An id, as lists of articles print it, is a path below the articles' folder, "export.csv#7".
    """
    for folder, path in ((file.parent, file.name), (seeds, file.as_posix())):
        if (folder / file_of(path)).is_file():
            return folder, path
    raise NoArticles(
        f"{file} is no file, here or in {seeds}.",
        fix="Name a file that holds an article, or an article as `rag list` does.",
    )


def _print_loaded(loaded: Loaded, *, as_table: bool) -> int:
    """Print as data what was made of a file."""
    if as_table:
        print_table(
            ("file", "date", "source", "author", "title", "url", "text", "left out", "refused"),
            (
                *(
                    (one.id, one.date, one.source, one.author, one.title, one.url, one.text,
                     "\n".join(left.words for left in loaded.left_out.get(one.id, ())), "")
                    for one in loaded.articles
                ),
                *((one.path, *[""] * 7, one.reason) for one in loaded.refusals),
            ),
        )  # fmt: skip
    else:
        made = {
            "articles": [
                {
                    **plain_data(one, whole=True),
                    "remarks": [r.text for r in loaded.remarks if r.article_id == one.id],
                    "left_out": plain_data(loaded.left_out.get(one.id, ())),
                }
                for one in loaded.articles
            ],
            "refused": plain_data(loaded.refusals),
        }
        print(as_json(made))
    return 0 if loaded.articles else 1
