"""The database of a generation in PostgreSQL: a schema a generation, with SQLite's tables.

Beside these stand what Milvus cannot tell of words (how many chunks have a term, which words are
near another), the manifest, and the encoder, so that a machine that only answers needs nothing
but the addresses.
"""

import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from json import dumps
from threading import Lock
from typing import Any
from zlib import crc32

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from rag.errors import BuildRunning, IndexDamaged, StoreUnavailable
from rag.index.database import SCHEMA, SEARCHED, spoken_query
from rag.index.servers.store_address import DATABASE, StoreAddress
from rag.language.matching import search_terms

PATIENCE = 5  # seconds for a connection
COMPARED = 7  # letters of a word's beginning from which some are left out

# The dialects differ in little: `_translated` does the rest, question by question.
TABLES = (
    SCHEMA.replace(" WITHOUT ROWID", "").replace("id TEXT UNIQUE", "id TEXT")
    + """
CREATE TABLE terms (number INTEGER, term TEXT PRIMARY KEY, passages INTEGER);
CREATE TABLE chunk_terms (row INTEGER PRIMARY KEY, terms INTEGER[]);
CREATE TABLE spellings (word TEXT PRIMARY KEY, row INTEGER, beside INTEGER[]);
CREATE TABLE encoder (name TEXT, content BYTEA);
ALTER TABLE encoder ALTER COLUMN content SET STORAGE EXTERNAL; -- weights cannot be compressed
CREATE TABLE manifest (content TEXT);
"""
)
# Texts of any length cannot stand in an ordered index, their hashes can.
INDEXES = """
CREATE INDEX ON articles USING hash (id);
CREATE INDEX ON articles USING hash (source);
CREATE INDEX ON articles USING hash (author);
CREATE INDEX ON articles (date);
CREATE INDEX ON articles (listed);
CREATE INDEX ON articles (first_row);
CREATE INDEX ON articles (story);
CREATE INDEX ON chunks (article, start);
CREATE INDEX ON statements (article, start);
CREATE INDEX ON statements USING hash (person);
CREATE INDEX ON speakers USING hash (person);
CREATE INDEX ON spoken (speaker);
CREATE INDEX ON names USING hash (word);
CREATE INDEX ON roles USING hash (words);
CREATE INDEX ON role_words USING hash (word);
CREATE INDEX ON chunk_terms USING gin (terms);
CREATE INDEX ON spellings USING gin (beside);
"""
HASHED = (
    "articles", "sentences", "chunks", "statements", "facets", "speakers", "spoken", "names",
    "roles", "role_words", "terms", "chunk_terms", "spellings",
)  # fmt: skip
"""The tables that are counted and whose rows are hashed."""
COMMENT = "a generation of an index, made by `rag index`"
FOR = ", for Milvus at "  # goes on with its address; earlier builds did not say it


def connect(address: StoreAddress) -> psycopg.Connection[Any]:
    """Open a connection.

    Raises:
        StoreUnavailable: the server does not answer, or lets nobody in.
    """
    written = address.postgres
    if not _is_address(written):
        raise StoreUnavailable(
            f"{'--database' if address.database else f'${DATABASE}'} is no address like "
            "postgresql://USER@HOST/NAME.",
            fix="Write @ % / of a password as %40 %25 %2F.",
        )
    try:
        return psycopg.connect(written, autocommit=True, connect_timeout=PATIENCE)
    except psycopg.Error as error:
        raise StoreUnavailable(
            f"PostgreSQL cannot be reached ({_reason(error)}).",
            fix=f"See that it runs, and that --database or ${DATABASE} and $PGPASSWORD are right.",
        ) from error


def _is_address(written: str) -> bool:
    """Tell whether no part of an address holds what belongs to a password: it would be shown."""
    try:
        parts = conninfo_to_dict(written)
    except psycopg.Error:
        return False
    name = str(parts.get("dbname") or "")
    cut = "://" in written and "@" in name and name in written  # at a / of the password
    return (
        "@" not in str(parts.get("host") or "")
        and bool(re.fullmatch(r"[\d,]*", str(parts.get("port") or "")))
        and not cut
    )


class PostgresDatabase:
    """The tables of one generation, open for reading; one connection for all threads.

    Args:
        address: the servers.
        schema: the generation's.

    Raises:
        StoreUnavailable: the server cannot be reached, or the schema may not be read.
        IndexDamaged: the schema is not there.
    """

    def __init__(self, address: StoreAddress, schema: str) -> None:
        self._address = address
        self._schema = schema
        self._lock = Lock()
        self._held = [self._connected()]
        weakref.finalize(self, _close, self._held)
        may_read = "SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = ?"
        found = self.rows(may_read, [schema])
        if not found:
            raise IndexDamaged(
                f"PostgreSQL has no schema {schema}, which Milvus names.", fix="Run `rag index`."
            )
        if not found[0][0]:
            raise StoreUnavailable(
                f"PostgreSQL's user may not read the schema {schema}.",
                fix="Who builds can grant that: GRANT USAGE ON SCHEMA, and SELECT on its tables.",
            )

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """Return what a query finds, as SQLite's dialect has it.

        Raises:
            StoreUnavailable: the server cannot be reached.
            IndexDamaged: the schema is gone, as after another build, or not as it was written.
        """
        written = _translated(query)
        with self._lock, told():
            try:
                return self._asked(written, values)
            except psycopg.OperationalError:  # the server went away; it may be back
                self._held[0].close()
                self._held[0] = self._connected()
                return self._asked(written, values)
            except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn) as error:
                raise IndexDamaged(
                    f"The generation {self._schema} is no longer whole in PostgreSQL.",
                    fix="Ask again; if that does not help, run `rag index`.",
                ) from error

    def _asked(self, query: str, values: Sequence[object]) -> list[Any]:
        return self._held[0].execute(query.encode(), list(values)).fetchall()

    def _connected(self) -> psycopg.Connection[Any]:
        connection = connect(self._address)
        connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(self._schema)))
        connection.execute("SET default_transaction_read_only TO on")
        return connection

    def stories_of(self, rows: Sequence[int]) -> list[int]:
        """Return the story of each chunk's article; see ``Library.stories_of``."""
        found = dict(
            self.rows(
                "SELECT row, story FROM chunks JOIN articles AS one ON article = number "
                "WHERE row = ANY(?::integer[]) AND EXISTS (SELECT 1 FROM articles AS other "
                "WHERE other.story = one.story AND other.number != one.number)",
                [list(rows)],
            )
        )
        return [found.get(row, -1) for row in rows]

    def matching_condition(self, words: str) -> tuple[str, list[object]]:
        """Return the SQL condition, and its values, that an article has all of some words."""
        terms = search_terms(words)
        text = f"regexp_replace({SEARCHED}, '\\s+', ' ', 'g')" if " " in words else SEARCHED
        escaped = [re.sub(r"([!%_])", r"!\1", term) for term in terms]
        conditions = [f"{text} ILIKE ? ESCAPE '!'" for _ in terms] or ["1 = 1"]
        return " AND ".join(conditions), [f"%{term}%" for term in escaped]

    def rows_spoken_by(self, persons: Sequence[str]) -> list[int]:
        """Return the chunks that hold a statement, or a part of one, of any of these persons."""
        return [row for (row,) in self.rows(spoken_query(persons), persons)]


def _close(held: list[psycopg.Connection[Any]]) -> None:
    held[0].close()


def _translated(query: str) -> str:
    """Return a query of SQLite in PostgreSQL's dialect."""
    query = query.replace("%", "%%").replace("?", "%s").replace(" IN ()", " IN (NULL)")
    query = re.sub(r"\+(?=(?:number|id|article)\b)", "", query)  # SQLite alone needs a hint there
    return query.replace(
        "FROM json_each(%s)", "FROM json_array_elements_text(%s::json) AS listed(value)"
    )


@contextmanager
def told() -> Iterator[None]:
    """Say of a request that fails what can be done.

    Raises:
        StoreUnavailable: it failed.
    """
    try:
        yield
    except psycopg.Error as error:
        raise StoreUnavailable(
            f"PostgreSQL does not do what is asked ({_reason(error)}).",
            fix="See that its disk is not full, and that its user may make schemas to build, and "
            "read them to answer.",
        ) from error


def _reason(error: Exception) -> str:
    return str(error).partition("\n")[0].strip() or type(error).__name__


# ---- writing


class Writing:
    """A generation being written: a new schema, and the hash of each table's rows."""

    def __init__(self, connection: psycopg.Connection[Any], schema: str, milvus: str) -> None:
        self._connection = connection
        self._schema = schema
        self.facts: dict[str, tuple[int, str]] = {}  # rows and sha256, by table
        with connection.transaction():  # a build that dies leaves none without our comment
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
            connection.execute(sql.SQL("COMMENT ON SCHEMA {} IS {}").format(
                sql.Identifier(schema), sql.Literal(f"{COMMENT}{FOR}{milvus}")
            ))  # fmt: skip
        connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
        self._run(TABLES.replace("TEXT", 'TEXT COLLATE "C"'))

    def _run(self, statements: str) -> None:
        self._connection.execute(statements.encode())

    def fill(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Write the rows of a table."""
        place = sql.Identifier(self._schema, table)
        digest = _Digest()
        with (
            self._connection.cursor() as cursor,
            cursor.copy(sql.SQL("COPY {} FROM STDIN").format(place)) as copy,
        ):
            for row in rows:
                copy.write_row([_as_array(one) if isinstance(one, list) else one for one in row])
                if table in HASHED:
                    digest.add(row)
        self.facts[table] = digest.facts

    def finish(self) -> None:
        """Make what is searched quick to find."""
        self._run(INDEXES)
        self._run("ANALYZE")


def _as_array(numbers: Sequence[int]) -> str:
    """Write an array as PostgreSQL reads it; psycopg spends ten times as long on that."""
    return f"{{{','.join(map(str, numbers))}}}"


class _Digest:
    """The number of a table's rows and their hash, in whatever order they come."""

    def __init__(self) -> None:
        self._rows = self._total = 0

    def add(self, row: Sequence[Any]) -> None:
        digest = sha256(dumps(list(row), ensure_ascii=False).encode()).digest()
        self._total = (self._total + int.from_bytes(digest)) % 2**256
        self._rows += 1

    @property
    def facts(self) -> tuple[int, str]:
        return self._rows, f"{self._total:064x}"


def table_facts(address: StoreAddress, schema: str) -> dict[str, tuple[int, str]]:
    """Return the number of rows of each table of a generation, and their hash."""
    facts = {}
    with closing(connect(address)) as connection:
        for table in HASHED:
            digest = _Digest()
            query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, table))
            with connection.transaction(), connection.cursor(name="read") as cursor:
                for row in cursor.execute(query):
                    digest.add(row)
            facts[table] = digest.facts
    return facts


def schemas(connection: psycopg.Connection[Any], name: str) -> dict[str, str | None]:
    """Return the schemas that are named as an index's, with the address of their Milvus.

    It is empty where an earlier build did not say it, and None where no build made the schema.
    """
    query = (
        "SELECT nspname, coalesce(obj_description(oid, 'pg_namespace'), '') FROM pg_namespace "
        "WHERE nspname ~ %s ORDER BY 1"
    )
    found = connection.execute(query, [rf"^{name}_[0-9]{{8}}$"]).fetchall()
    return {
        str(schema): said.removeprefix(COMMENT).removeprefix(FOR)
        if said == COMMENT or said.startswith(COMMENT + FOR)
        else None
        for schema, said in found
    }


def drop_schema(connection: psycopg.Connection[Any], schema: str) -> None:
    """Remove a generation."""
    connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))


@contextmanager
def building(address: StoreAddress) -> Iterator[Callable[[], None]]:
    """Hold an index in a store against other builds, from whatever machine.

    Yields:
        What sees that it is still held, and raises ``StoreUnavailable`` where it is not.

    Raises:
        BuildRunning: another one is at work.
        StoreUnavailable: the user may not build.
    """
    with closing(connect(address)) as connection:
        key = f"rag index {address.name}"
        held = connection.execute(
            "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key]
        ).fetchone()
        if not held or not held[0]:
            raise BuildRunning(
                f"Another build of the index {address.name} is running.",
                fix="Wait for it to end, then try again.",
            )
        may_build = "SELECT has_database_privilege(current_database(), 'CREATE')"
        if connection.execute(may_build).fetchone() != (True,):
            raise StoreUnavailable(
                f"PostgreSQL's user {connection.info.user} may not make schemas in the database "
                f"{connection.info.dbname}, as a build does.",
                fix="Have its owner run GRANT CREATE ON DATABASE, or name another user.",
            )

        def check() -> None:
            try:
                connection.execute("SELECT 1")  # the lock is that of the connection
            except psycopg.Error as error:
                raise StoreUnavailable(
                    f"PostgreSQL has closed the connection that held the index {address.name} "
                    "against other builds.",
                    fix="Run `rag index` again.",
                ) from error

        yield check


# ---- words


def letters_left_out(word: str) -> list[int]:
    """Return a number for each way to leave up to two letters out of a word's beginning.

    Two words that are no more than two steps apart (a letter dropped, added, replaced or swapped
    with the next) have one of them in common.
    """
    left = {word[:COMPARED]}
    for _ in range(2):
        left |= {one[:n] + one[n + 1 :] for one in left for n in range(len(one))}
    return sorted(crc32(one.encode()) - 2**31 for one in left)  # PostgreSQL's integers have signs
