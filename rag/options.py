"""The options of the command lines: what is typed, checked and read into values."""

import os
import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from rag.articles.columns import Columns, checked
from rag.models.encoder import DEFAULT_MODEL
from rag.models.language_model import API_KEY, BASE_URL, NAME, LanguageModel, language_model

SEEDS = Path("seeds")
INDEX = Path("index")
DRAFTED = 40  # questions
AS_JSON = "print JSON (default: text)"
AS_TEXT = (
    "Cells that a spreadsheet would work out, those that begin with = + - or @, get an apostrophe "
    "before them"
)
API_PORT = 7861  # beside the page's


def add_index(parser: ArgumentParser) -> None:
    """Add the option that names the index folder."""
    parser.add_argument("--index", type=Path, default=INDEX, help="its folder (default: index)")
    add_store(parser)


def add_store(parser: ArgumentParser) -> None:
    """Add the options that name the servers on which an index is kept."""
    parser.add_argument(
        "--store",
        default="",
        metavar="milvus://HOST:PORT/NAME",
        help="keep the index in Milvus and PostgreSQL, see docs/beyond_one_machine.md; its folder "
        "remembers it (default: in its folder)",
    )
    parser.add_argument(
        "--database",
        default="",
        metavar="postgresql://USER@HOST/NAME",
        help="the address of PostgreSQL, for --store (default: $RAG_DATABASE)",
    )


def add_seeds(parser: ArgumentParser) -> None:
    """Add the option that names the folder of articles."""
    parser.add_argument("--seeds", type=Path, default=SEEDS, help="the articles (default: seeds)")


def add_columns(parser: ArgumentParser, help: str) -> None:
    """Add the option that names columns of tables."""
    parser.add_argument(
        "--map", action="append", default=[], type=column, metavar="FIELD=COLUMN", help=help
    )


def column(words: str) -> tuple[str, str]:
    """Read a field of an article and the name of its column: "text=body"."""
    field, _, name = words.partition("=")
    try:
        checked({field: name})
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None
    if not name:
        raise ArgumentTypeError(f"{words!r} names no column; write {field}=COLUMN")
    return field, name


def columns_of(given: Iterable[tuple[str, str]]) -> Columns:
    """Return what ``--map`` names, all names of a field together."""
    columns: dict[str, tuple[str, ...]] = {}
    for field, name in given:
        columns[field] = (*columns.get(field, ()), name)
    return columns


def add_encoder(parser: ArgumentParser) -> None:
    """Add the option that names the embedding model."""
    parser.add_argument(
        "--model",
        default=DEFAULT_MODEL,
        help=f"a sentence-transformers model or its folder (default: {DEFAULT_MODEL})",
    )


def add_workers(parser: ArgumentParser) -> None:
    """Add the option that names a Dask scheduler."""
    parser.add_argument(
        "--workers",
        default="",
        type=scheduler,
        metavar="ADDRESS",
        help="a Dask scheduler whose workers read and embed, tcp://HOST:PORT or tls://HOST:PORT "
        "(default: this process does)",
    )


def scheduler(written: str) -> str:
    """Return the address of a Dask scheduler; empty for none."""
    if written and not re.fullmatch(r"(?:tcp|tls)://[^/\s]+:\d{1,5}", written):
        raise ArgumentTypeError(f"{written!r} is no address like tcp://127.0.0.1:8786")
    return written


def add_question(parser: ArgumentParser) -> None:
    """Add the argument that is the question."""
    parser.add_argument("question", type=text, help='for example "what did Kallas say about talks"')


def add_limit(parser: ArgumentParser, *, default: int, of: str) -> None:
    """Add the option that limits how many results are shown."""
    parser.add_argument(
        "--limit", type=positive, default=default, help=f"{of} (default: {default})"
    )


def add_filters(parser: ArgumentParser) -> None:
    """Add the options that filter articles by date, source and author."""
    when = "articles {} this date, YYYY-MM-DD (default: any)"
    parser.add_argument("--since", type=day, help=when.format("from"))
    parser.add_argument("--until", type=day, help=when.format("up to"))
    for name in ("source", "author"):
        parser.add_argument(
            f"--{name}",
            action="append",
            default=[],
            type=text,
            help=f"only this {name}; may be repeated (default: any)",
        )


def add_speakers(parser: ArgumentParser) -> None:
    """Add the option that filters articles by speaker."""
    parser.add_argument(
        "--speaker",
        action="append",
        default=[],
        type=text,
        dest="speakers",
        metavar="NAME",
        help="only where this person, by name or role, says something; may be repeated "
        "(default: any)",
    )


def add_formats(parser: ArgumentParser) -> None:
    """Add the options that print JSON or a table, not both."""
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument("--json", action="store_true", help=AS_JSON)
    formats.add_argument("--csv", action="store_true", help=f"print a table. {AS_TEXT}")


def add_questions(parser: ArgumentParser) -> None:
    """Add the question of ``rag ask``, or a file of them, and how the answers are printed."""
    parser.add_argument(
        "question",
        nargs="?",
        type=text,
        help='for example "what did Kallas say about talks"',
    )
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument("--json", action="store_true", help=AS_JSON)
    formats.add_argument(
        "--csv",
        nargs="?",
        type=Path,
        const=Path(),
        metavar="FILE",
        help="print a table; of the questions in this file, if one is named: a table whose column "
        f"“question”, or whose first, holds one a row. {AS_TEXT}",
    )


def add_exact(parser: ArgumentParser) -> None:
    """Add the options of ``rag search`` that search exactly."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--context",
        type=positive,
        metavar="WORDS",
        help="print each place in a line, with so many words on both sides",
    )
    how.add_argument(
        "--count",
        choices=("month", "source", "speaker"),
        help="count articles and places by this; by speaker: in whose words they are",
    )


def add_server(parser: ArgumentParser) -> None:
    """Add the options that say where programs are answered, and which."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)"
    )
    parser.add_argument(
        "--port", type=int, default=API_PORT, help="default: %(default)s; 0 for one that is free"
    )
    parser.add_argument(
        "--token-file",
        type=Path,
        metavar="FILE",
        help="a file with the token that everybody must send (default: no token)",
    )


def add_model_options(parser: ArgumentParser) -> None:
    """Add the options that name a language model and its server."""
    parser.add_argument(
        "--model-url",
        default="",
        help=f"an OpenAI-compatible server that words the answer (default: ${BASE_URL}, or none)",
    )
    parser.add_argument("--model-name", default="", help=f"its model (default: ${NAME})")
    parser.add_argument("--model-key", default="", help=f"its key (default: ${API_KEY})")


def add_eval_options(parser: ArgumentParser) -> None:
    """Add the options of ``rag eval`` besides the index folder."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "questions",
        nargs="?",
        type=Path,
        metavar="FILE",
        help='questions, one a line: {"question": "…", "article": "kallas.txt", "quote": "…"}',
    )
    what.add_argument(
        "--draft",
        nargs="?",
        type=positive,
        const=DRAFTED,
        metavar="COUNT",
        help=f"print questions made from the articles, to check and keep (default: {DRAFTED})",
    )
    what.add_argument(
        "--from-feedback",
        type=Path,
        metavar="FILE",
        help="print questions made from what was liked and disliked on the page",
    )
    parser.add_argument("--html", type=Path, help="write the report to this page, too")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    add_model_options(parser)


def model_of(options: Namespace) -> LanguageModel | None:
    """Return the model that the options of ``add_model_options`` or the environment name.

    Raises:
        RagError: half of it is missing.
    """
    return language_model(
        os.environ,
        base_url=options.model_url,
        name=options.model_name,
        api_key=options.model_key,
    )


def day(written: str) -> date:
    """Return the day that ``2025-02-13`` stands for."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ArgumentTypeError(f"{written!r} is no date like 2025-02-13") from None


def text(written: str) -> str:
    """Return an argument whose bytes may not be UTF-8 as text that can be searched."""
    return written.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def positive(written: str) -> int:
    """Return a whole number above 0."""
    if not written.isdecimal() or int(written) == 0:
        raise ArgumentTypeError(f"{written!r} is no number above 0")
    return int(written)
