"""The filters of a command, read from its options."""

from argparse import Namespace

from rag import options
from rag.chat import Chat
from rag.records import Filters


def filters_of(arguments: Namespace, chat: Chat) -> Filters:
    """Return the filters of a command.

    Raises:
        BadQuestion: no day can pass them.
        UnknownSpeaker: nobody of a name asked for says anything.
    """
    people = [person for name in arguments.speakers for person in chat.find_speakers(name)]
    return options.filters_of(arguments, tuple(people))
