"""Reckon on paper what archives larger than any machine here would take.

    python -m benchmarks paper

From what a passage cost where it was measured: nothing of this was run at such a size, and the
prices are assumptions.
"""

from rows import head, say

SIZES = (10_000_000, 1_000_000_000)  # passages

# Measured by `stores` on 2026-11-29: 104,940 passages, 15 times the 6,996 of 609 news articles.
POSTGRES = 2_215 + 700  # bytes a passage: its texts, places and terms; statements, 3.5 of 200 bytes
MILVUS_DISK = 3_270  # bytes a passage, as Milvus Lite keeps it: half of them the graph
TERMS = 115  # different ones a passage
WORDS, AT = 37_577, 6_996  # different words in so many passages; more come with the square root
BYTES_A_WORD = 956  # in PostgreSQL, with what finds near words
WRITING = 0.0014  # processor seconds a passage of the one process that writes to both servers
# Measured by `build`: 3,293 passages in 68.1 s on two cores, all but the writing.
CORE_SECONDS = 2 * 68.1 / 3_293

# By Milvus's documents: a float takes 4 bytes, a link 4, an entry of a sparse index 8.
DIMENSIONS, LINKS = 384, 2 * 32
SCALARS = 300  # bytes a passage of what filters go by, with their indexes; by hand
MEMORY = 4 * DIMENSIONS + 1.1 * 4 * LINKS + 8 * TERMS + SCALARS

# Assumptions.
MACHINE = 128 * 2**30  # bytes of memory, of which Milvus may fill the share below
FILLED = 0.7
BUILDERS = 256  # cores that read and embed
MACHINE_A_MONTH, CORE_HOUR, GIB_A_MONTH = 600.0, 0.04, 0.10  # dollars


def main() -> None:
    """Print what each size takes."""
    columns = {f"{passages:,} passages": reckoned(passages) for passages in SIZES}
    head("what", *columns)
    for what in next(iter(columns.values())):
        say(what, *(one[what] for one in columns.values()))


def reckoned(passages: int) -> dict[str, str]:
    """Return what so many passages take."""
    memory = MEMORY * passages
    words = WORDS * (passages / AT) ** 0.5
    postgres = POSTGRES * passages + BYTES_A_WORD * words
    disk = MILVUS_DISK * passages
    machines = -(-memory // (MACHINE * FILLED))
    embedding = CORE_SECONDS * passages
    month = (machines + 1) * MACHINE_A_MONTH + (disk + postgres) / 2**30 * GIB_A_MONTH
    return {
        "memory of Milvus's query nodes": gib(memory),
        "machines with 128 GiB for it, no copies": f"{machines:.0f}",
        "disk of Milvus": gib(disk),
        "disk of PostgreSQL": gib(postgres),
        "different words": f"{words / 1e6:.1f} million",
        "reading and embedding, core-hours": f"{embedding / 3600:,.0f}",
        f"the same on {BUILDERS} cores": hours(embedding / BUILDERS),
        "writing, by one process": hours(WRITING * passages),
        "money: building once": f"${embedding / 3600 * CORE_HOUR:,.0f}",
        "money: a month of servers": f"${month:,.0f}",
    }


def gib(size: float) -> str:
    """Return bytes in words."""
    return f"{size / 2**30:,.0f} GiB"


def hours(seconds: float) -> str:
    """Return seconds in words."""
    return f"{seconds / 3600:.1f} h" if seconds < 48 * 3600 else f"{seconds / 86400:.0f} days"


if __name__ == "__main__":
    main()
