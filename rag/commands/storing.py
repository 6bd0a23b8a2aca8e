"""Take in on which servers an index is kept."""

from argparse import Namespace

from rag.errors import StoreUnavailable
from rag.index.generations import use_store
from rag.index.servers.store_address import read_store


def note_store(arguments: Namespace) -> None:
    """Note in the index folder which servers the options name, if they name any.

    Raises:
        StoreUnavailable: they name none that there can be.
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
    use_store(arguments.index, address)
