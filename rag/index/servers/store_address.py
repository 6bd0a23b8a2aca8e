"""Where the generations of an index are kept, if not in its folder: on two servers.

Milvus searches, PostgreSQL keeps what is read. The folder stays: it names the servers in the file
``STORE``, holds the encoder, the lock of builds on this machine, and what people keep. Neither
token nor password is ever written there; they come from the environment.
"""

import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rag.errors import IndexDamaged, IndexMisplaced, StoreUnavailable
from rag.index.files import read_text

if TYPE_CHECKING:
    from rag.index.servers.served import Served

STORE = "STORE"
TOKEN = "RAG_STORE_TOKEN"  # the environment's variable with Milvus's token, "user:password" too
DATABASE = "RAG_DATABASE"  # the one with PostgreSQL's address, which may hold a password
MILVUS_PORT = 19530
LONGEST_NAME = 40  # characters; PostgreSQL's names have 63 at most
_NAME = re.compile(rf"[a-z][a-z0-9_]{{0,{LONGEST_NAME - 1}}}")
_GENERATION = re.compile(r".*_\d{8}")
_SCHEME = re.compile(r"^\w[\w+.-]*://")
_PASSWORD = re.compile(r"password\s*=|:.*@", re.IGNORECASE | re.DOTALL)  # without its scheme


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """The servers of an index, and its name there."""

    host: str
    port: int
    encrypted: bool  # whether Milvus is spoken to over TLS
    name: str  # of the alias in Milvus, and the beginning of what generations are called
    database: str  # PostgreSQL's address, without a password; empty: RAG_DATABASE has it

    @property
    def milvus(self) -> str:
        """The address of Milvus."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.encrypted else 'http'}://{host}:{self.port}"

    @property
    def written(self) -> str:
        """The address as ``--store`` takes it."""
        return (
            f"milvus{'+tls' if self.encrypted else ''}://{self.milvus.split('://')[1]}/{self.name}"
        )

    @property
    def postgres(self) -> str:
        """The address of PostgreSQL.

        Raises:
            StoreUnavailable: there is none.
        """
        address = self.database or os.environ.get(DATABASE, "")
        if not address:
            raise StoreUnavailable(
                f"The index {self.name} is kept in Milvus and PostgreSQL, and no address of "
                "PostgreSQL is given.",
                fix=f"Name it with --database postgresql://USER@HOST/NAME or in ${DATABASE}.",
            )
        return address

    @property
    def token(self) -> str:
        """What Milvus is told who asks; empty where nobody is."""
        return os.environ.get(TOKEN, "")


def read_store(written: str, database: str = "") -> StoreAddress:
    """Return what an address such as ``milvus://HOST:PORT/NAME`` stands for.

    Raises:
        ValueError: it is none, or holds what is secret.
    """
    if "@" in written:
        raise ValueError(
            f"{hidden(written)!r} is no address like milvus://HOST:PORT/NAME: "
            f"a token belongs into ${TOKEN}, not into the address"
        )
    try:
        parts = urlsplit(written)
        port = parts.port or MILVUS_PORT
    except ValueError:
        parts, port = urlsplit(""), 0
    name = parts.path.strip("/")
    if parts.scheme not in ("milvus", "milvus+tls") or not parts.hostname:
        raise ValueError(f"{written!r} is no address like milvus://HOST:PORT/NAME")
    if not _NAME.fullmatch(name) or _GENERATION.fullmatch(name):
        raise ValueError(
            f"{name!r} is no name for an index in a store: small letters, digits and _, "
            f"{LONGEST_NAME} at most, and no number of eight digits at its end"
        )
    if _PASSWORD.search(_SCHEME.sub("", database)):
        raise ValueError(f"a password belongs into ${DATABASE} or $PGPASSWORD, not into an option")
    return StoreAddress(parts.hostname, port, parts.scheme == "milvus+tls", name, database)


def hidden(address: str) -> str:
    """Return an address without what stands before its host: it may be secret."""
    before, sign, host = address.rpartition("@")
    scheme = _SCHEME.match(before)
    return f"{scheme[0] if scheme else ''}***@{host}" if sign else address


def store_of(index: Path) -> StoreAddress | None:
    """Return the servers that an index folder names; None where it keeps its own generations.

    Raises:
        IndexDamaged: what it names cannot be read.
    """
    path = index / STORE
    try:
        return StoreAddress(**json.loads(read_text(path)))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError) as error:
        raise IndexDamaged(
            f"{path} cannot be read ({error}).", fix="Remove it, then name the store with --store."
        ) from error


def written_store(index: Path, address: StoreAddress, *, has_own: bool) -> str | None:
    """Return what is to be written into ``STORE``; None where that stands there already.

    Raises:
        IndexMisplaced: the folder keeps generations of its own, or names other servers.
    """
    known, path = store_of(index), index / STORE
    if known and address.database == "":
        address = StoreAddress(**{**asdict(address), "database": known.database})
    if known == address:
        return None
    if has_own or (known and (known.milvus, known.name) != (address.milvus, address.name)):
        kept = f"is that of {known.written}" if known else "keeps an index of its own"
        fix = "Name another folder for this store with --index"
        raise IndexMisplaced(
            f"The folder {index} {kept}.", fix=f"{fix}, or remove {path}." if known else f"{fix}."
        )
    return json.dumps(asdict(address), indent=1)


def served_index(index: Path) -> "Served | None":
    """Return the generations of an index folder that servers keep; None where it keeps its own.

    Raises:
        IndexDamaged: what it names cannot be read.
        StoreUnavailable: what speaks to the servers is not installed.
    """
    address = store_of(index)
    return served_at(index, address) if address else None


def served_at(index: Path, address: StoreAddress) -> "Served":
    """Return the generations of an index folder that these servers keep.

    Raises:
        StoreUnavailable: what speaks to the servers is not installed.
    """
    try:
        from rag.index.servers.served import Served  # slow: pymilvus brings pandas along
    except ImportError as error:
        raise StoreUnavailable(
            f"The index {address.name} is kept in Milvus and PostgreSQL, and {error.name} is not "
            "installed.",
            fix="Install it: pip install 'rag[milvus]'.",
        ) from error
    return Served(index, address)
