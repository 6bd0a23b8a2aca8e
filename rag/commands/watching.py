"""Commands that keep questions and tell what is new for them: ``watch``, ``news``."""

from argparse import Namespace
from collections.abc import Sequence
from itertools import groupby

from rag.answers.plain_text import described, introduced, place_of
from rag.chat import Chat
from rag.commands.tables import PLACE, placed, print_table
from rag.news.finding import News, add_question, all_news, remove_question
from rag.news.saved import read_saved
from rag.plain_data import as_json
from rag.visible import visible

NONE_KEPT = "No question is kept; `rag watch add` keeps one."


def add(arguments: Namespace) -> int:
    """Keep a question."""
    print_news(add_question(arguments.index, Chat(arguments.index), arguments.question))
    print("Kept. Each `rag index` says what new articles have for it; `rag news` prints it.")
    return 0


def listed(arguments: Namespace) -> int:
    """List the questions that are kept."""
    questions = tuple(enumerate(read_saved(arguments.index).questions, start=1))
    if arguments.json:
        print(as_json([{"number": number, "question": question} for number, question in questions]))
    elif arguments.csv:
        print_table(("number", "question"), questions)
    elif not questions:
        print(NONE_KEPT)
    else:
        for number, question in questions:
            print(visible(f"{number:3}  {question}"))
    return 0


def remove(arguments: Namespace) -> int:
    """Keep a question no longer."""
    print(visible(f"No longer kept: {remove_question(arguments.index, arguments.number)}"))
    return 0


def news(arguments: Namespace) -> int:
    """Print what was new for the questions that are kept, newest first."""
    found = all_news(arguments.index, Chat(arguments.index))
    shown = found[: arguments.limit]
    if arguments.json:
        print(as_json(shown))
    elif arguments.csv:
        print_table(("found", "question", "speaker", "words", *PLACE), map(_row, shown))
    elif not found:
        kept = read_saved(arguments.index).questions
        print("Nothing is new for the questions that are kept." if kept else NONE_KEPT)
    else:
        print_news(shown)
    return 0


def print_news(found: Sequence[News]) -> None:
    """Print news, question by question."""
    for (at, question), some in groupby(found, lambda one: (one.at, one.question)):
        print(visible(f"New on {at:%Y-%m-%d} for “{question}”:"))
        for one in some:
            source = one.claim.sources[0]
            print(visible(f"    {' '.join(introduced(one.claim).split())}"))
            print(visible(f"    {described(source.article)} ({place_of(source.span)})") + "\n")


def _row(one: News) -> tuple[object, ...]:
    source = one.claim.sources[0]
    place = placed(source.article, source.span)
    return one.at.isoformat(), one.question, one.claim.speaker, source.quote, *place
