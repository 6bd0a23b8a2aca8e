"""What is asked of the database costs as much as there is to be found."""

from pathlib import Path

from conftest import make_article

from rag.index.database import Database, Entry, write_database
from rag.records import Span, Statement

EACH = 10  # characters of a chunk


def database_of(path: Path, chunks: int) -> Database:
    """Write one article in which Ann speaks from the end of each chunk to the next."""
    text = "x" * (EACH * chunks)
    spans = tuple(Span("a.txt", first, first + EACH) for first in range(0, len(text), EACH))
    said = tuple(
        Statement(Span("a.txt", one.end - 1, one.end + 1), "quoted", "Ann", "Ann", "", "said",
                  one, one)
        for one in spans[:-1:2]
    )  # fmt: skip
    entry = Entry(make_article(text), (), spans, ("",) * chunks, said)
    write_database(path, [entry], {"Ann": "Ann"}, {"a.txt": "a.txt"})
    return Database(path)


def test_a_speakers_chunks_are_found_in_time_that_grows_with_their_number(tmp_path: Path) -> None:
    def steps(chunks: int) -> int:
        database, counted = database_of(tmp_path / f"{chunks}.sqlite", chunks), [0]

        def count() -> None:
            counted[0] += 1

        database._connection.set_progress_handler(count, 10)
        assert sorted(database.rows_spoken_by(["Ann"])) == list(range(chunks))
        return counted[0]

    assert steps(800) < 3 * steps(400)
