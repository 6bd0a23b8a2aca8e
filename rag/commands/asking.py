"""Commands that take a question: ``ask``, ``search``."""

from argparse import Namespace

from rag import options
from rag.answers.plain_text import described, printed, shortened
from rag.chat import Chat
from rag.commands.filtering import filters_of
from rag.plain_data import as_json
from rag.records import Answer
from rag.visible import visible


def ask(arguments: Namespace) -> int:
    """Answer a question, or several typed at once, with the sources."""
    chat = Chat(arguments.index, model=options.model_of(arguments))
    filters = filters_of(arguments, chat)
    answers: list[Answer] = []
    for question in chat.separate(arguments.question):
        answers.append(chat.ask(question, filters, before=answers))
        print(as_json(answers[-1]) if arguments.json else printed(answers[-1]))
    return 0


def search(arguments: Namespace) -> int:
    """Show the passages that are found for a question."""
    chat = Chat(arguments.index)
    filters = filters_of(arguments, chat)
    passages = chat.search(arguments.question, filters, arguments.limit)
    if arguments.json:
        print(as_json(passages))
        return 0
    for passage in passages:
        span = passage.chunk.span
        place = f"{span.article_id}:{span.start}-{span.end}"
        print(visible(f"{passage.score:.3f}  {described(passage.article)} ({place})"))
        print(f"       {shortened(passage.text)}")
    if not passages:
        print("No passage passes these filters.")
    return 0
