"""The filters of a command, read from its options."""

from argparse import Namespace

from rag.chat import Chat
from rag.records import Filters, passable


def filters_of(arguments: Namespace, chat: Chat) -> Filters:
    """Return the filters of a command.

    Raises:
        BadQuestion: no day can pass them.
        UnknownSpeaker: nobody of a name asked for says anything.
        UnknownSource: no article has a source or an author asked for.
    """
    filters = Filters(
        since=arguments.since,
        until=arguments.until,
        sources=tuple(arguments.source),
        authors=tuple(arguments.author),
        speakers=tuple(arguments.speakers),
    )
    return passable(chat.known(filters), since_named="--since")
