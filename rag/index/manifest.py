"""What a generation was made from and holds: its manifest, with the hash of each of its files."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.errors import IndexDamaged, IndexMismatch
from rag.index.files import read_text
from rag.index.vector_index import VectorFacts
from rag.models.encoder import EncoderFacts

FORMAT = 8  # raised whenever what a build writes would be read differently
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class StoredCounts:
    """How much a generation holds."""

    articles: int
    sentences: int
    chunks: int
    statements: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made from and holds."""

    format: int
    program: str  # digest of the program that wrote it; another one may find other statements
    converters: dict[str, str]  # by the ending of files: what made their text, with its version
    encoder: EncoderFacts
    vectors: VectorFacts
    counts: StoredCounts
    # Path below the generation: size in bytes, sha256; in a store, table: rows, hash of them all.
    files: dict[str, tuple[int, str]]

    @staticmethod
    def read(folder: Path, *, any_format: bool = False) -> "Manifest":
        """Read the manifest of a generation; with ``any_format`` also one of an older version.

        Raises:
            IndexDamaged: it is missing or is no manifest.
            IndexMismatch: another version of the program wrote it.
        """
        path = folder / MANIFEST
        try:
            return Manifest.parse(read_text(path), path, any_format=any_format)
        except (OSError, UnicodeDecodeError) as error:
            raise _unreadable(path, error) from error

    @staticmethod
    def parse(written: str, path: Path | str, *, any_format: bool = False) -> "Manifest":
        """Return the manifest that a text is; ``path`` says where it was found.

        Raises:
            IndexDamaged, IndexMismatch: see ``read``.
        """
        try:
            given = json.loads(written)
            if given["format"] != FORMAT and not any_format:
                raise IndexMismatch(
                    f"{path} has the format {given['format']!r}, this version reads {FORMAT}.",
                    fix="Run `rag index`.",
                )
            return Manifest(
                format=given["format"],
                program=str(given["program"]),
                converters={str(one): str(made_by) for one, made_by in given["converters"].items()},
                encoder=EncoderFacts(**given["encoder"]),
                vectors=VectorFacts(**given["vectors"]),
                counts=StoredCounts(**given["counts"]),
                files={name: (size, digest) for name, (size, digest) in given["files"].items()},
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise _unreadable(path, error) from error

    def written(self) -> str:
        """Return the manifest as a text."""
        return json.dumps(asdict(self), indent=1)

    def write(self, folder: Path) -> None:
        """Write the manifest, flushed to disk."""
        new = folder / f"{MANIFEST}.new"
        with new.open("w", encoding="utf-8") as stream:
            stream.write(self.written())
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(folder / MANIFEST)


def _unreadable(path: Path | str, error: Exception) -> IndexDamaged:
    return IndexDamaged(f"{path} cannot be read ({error}).", fix="Run `rag index`.")


def begin_manifest(folder: Path, program: str) -> None:
    """Write the beginning of a manifest, by which a later build knows what this one has made."""
    given = {"format": FORMAT, "program": program}
    (folder / MANIFEST).write_text(json.dumps(given), "utf-8")


def file_facts(path: Path) -> tuple[int, str]:
    """Return the size in bytes and the sha256 of a file."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    return path.stat().st_size, digest.hexdigest()


def damaged_files(folder: Path, manifest: Manifest, *, up_to: int | None = None) -> Iterator[str]:
    """Yield a sentence for every file of a generation that is not as it was written.

    Args:
        folder: the generation.
        manifest: what it should hold.
        up_to: above this size in bytes only the size is compared; None reads everything.
    """
    for name, (size, digest) in manifest.files.items():
        path = folder / name
        try:
            found = path.stat().st_size
            if found != size:
                yield f"{path} has {found} bytes, {size} were written."
            elif (up_to is None or size <= up_to) and file_facts(path)[1] != digest:
                yield f"{path} has changed since it was written."
        except FileNotFoundError:
            yield f"{path} is missing."
        except OSError as error:
            yield f"{path} cannot be read ({error.strerror})."
