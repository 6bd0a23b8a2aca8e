"""Take in on which servers an index is kept."""

from argparse import Namespace
from pathlib import Path

from rag.errors import StoreUnavailable
from rag.index.generations import use_store
from rag.index.servers.store_address import read_store, served_at


def note_store(arguments: Namespace, *, may_be_new: bool = False) -> None:
    """Note in the index folder which servers the options name, if they name any.

    Args:
        arguments: the options.
        may_be_new: whether a build may make the index; else it must be there.

    Raises:
        StoreUnavailable: they name none that there can be, or do not answer.
        IndexMissing: they hold no such index, and it may not be new.
        IndexMisplaced: see ``use_store``.
    """
    if not arguments.store:
        if arguments.database:
            raise StoreUnavailable(
                "--database names PostgreSQL for an index on servers, and --store names none.",
                fix="Name both: --store milvus://HOST:PORT/NAME.",
            )
        return
    try:
        address = read_store(arguments.store, arguments.database)
    except ValueError as error:
        raise StoreUnavailable(f"{error}.", fix="See `rag index --help`.") from None
    index: Path = arguments.index
    use_store(index, address, check=lambda: served_at(index, address).check(may_be_new=may_be_new))
