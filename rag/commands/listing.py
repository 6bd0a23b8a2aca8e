"""Commands that list what the index holds: ``said``, ``speakers``, ``list``."""

import sys
from argparse import Namespace

from rag.answers.plain_text import place_of, shortened
from rag.chat import Chat
from rag.commands.filtering import filters_of
from rag.commands.tables import print_table
from rag.plain_data import as_json
from rag.records import RankedStatement
from rag.visible import visible


def said(arguments: Namespace) -> int:
    """List what a person said, newest first."""
    chat = Chat(arguments.index)
    if not arguments.speaker:
        return _print_speakers(arguments, chat)
    persons = chat.find_speakers(arguments.speaker)
    found = chat.statements(persons, arguments.about, filters_of(arguments, chat))
    if arguments.json:
        print(as_json(found[: arguments.limit]))
        return 0
    if arguments.csv:
        print_table(
            ("date", "speaker", "role", "kind", "cue", "words", "source", "title", "file", "start",
             "end", "also in"),
            map(_row, found[: arguments.limit]),
        )  # fmt: skip
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
    print(f"{written}  {statement.speaker}{role}")
    print(f"    {statement.cue}, {statement.kind}: {words}")
    print(visible(f"    {shortened(article.title, 90)} ({place_of(statement.words)})"))
    for copy in one.copies:
        print(visible(f"    also in {shortened(copy.title, 90)} ({copy.id})"))
    print()


def _row(one: RankedStatement) -> tuple[object, ...]:
    article, statement = one.article, one.statement
    span = statement.words
    return (
        article.date, statement.speaker, statement.role, statement.kind, statement.cue,
        article.cut(span), article.source, article.title, article.id, span.start, span.end,
        ", ".join(copy.id for copy in one.copies),
    )  # fmt: skip


def speakers(arguments: Namespace) -> int:
    """List everyone who says something."""
    return _print_speakers(arguments, Chat(arguments.index))


def _print_speakers(arguments: Namespace, chat: Chat) -> int:
    persons = chat.speakers()
    if arguments.json:
        print(as_json([{"speaker": name, "statements": count} for name, count in persons.items()]))
        return 0
    if arguments.csv:
        print_table(("speaker", "statements"), persons.items())
        return 0
    for name, count in persons.items():
        print(f"{count:6}  {name}")
    return 0


def articles(arguments: Namespace) -> int:
    """List the articles, newest first."""
    chat = Chat(arguments.index)
    filters = filters_of(arguments, chat)
    if arguments.json:
        print(as_json(tuple(chat.library.articles(filters))))
        return 0
    headings = chat.headings(filters)
    if arguments.csv:
        print_table(
            ("date", "source", "author", "title", "file"),
            ((one.date, one.source, one.author, one.title, one.id) for one in headings),
        )
        return 0
    for heading in headings:
        written = heading.date.isoformat() if heading.date else "undated   "
        print(visible(f"{written}  {heading.id}  {shortened(heading.title, 90)}"))
    if not headings:
        print("No article passes these filters.")
    return 0
