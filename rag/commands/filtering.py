"""The filters of a command, read from its options."""

from argparse import Namespace

from rag.chat import Chat
from rag.records import Filters, passable


def filters_of(arguments: Namespace, chat: Chat) -> Filters:
    """Return the filters of a command.

    Raises:
        BadQuestion: no day can pass them.
        UnknownSpeaker: nobody of a name asked for says anything.
    """
    people = [person for name in arguments.speakers for person in chat.find_speakers(name)]
    filters = Filters(
        since=arguments.since,
        until=arguments.until,
        sources=tuple(arguments.source),
        authors=tuple(arguments.author),
        speakers=tuple(dict.fromkeys(people)),
    )
    return passable(filters, since_named="--since")
