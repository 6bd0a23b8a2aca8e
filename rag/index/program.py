"""The version of the program, by its own files and by the packages that decide what it makes."""

import hashlib
import platform
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rag.articles.readers.kinds import KINDS, converter_of

PACKAGE = Path(__file__).parents[1]
READING = ("language", "articles", "statements")  # the packages that read an article
BESIDE = ("index/chunking.py", "index/copies.py")
# Packages of others that decide what is made of an article, besides those of converters
DECIDING = (
    "numpy", "onnxruntime", "tokenizers", "nupunkt", "chardet", "PyYAML", "python-dateutil",
)  # fmt: skip


@cache
def program_digest() -> str:
    """Return a digest of the files that decide what is read from an article, as at the start."""
    return _digest((*READING, *BESIDE))


@cache
def version_facts() -> Mapping[str, str]:
    """Return all that must be the same wherever a part of one index is made, by what it is."""
    made_by = ", ".join(converter_of(suffix) for suffix in KINDS)
    return {
        "the program": f"{_version('rag')} {_digest((*READING, 'index', 'models'))}",
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "Unicode": unicodedata.unidata_version,
        **{name: _version(name) for name in DECIDING},
        **{one.rpartition(" ")[0]: one.rpartition(" ")[2] for one in made_by.split(", ")},
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def _digest(names: Iterable[str]) -> str:
    """Return a digest of files, and of those below folders, of the program."""
    digest = hashlib.sha256()
    for name in names:
        place = PACKAGE / name
        for path in sorted(place.rglob("*.*")) if place.is_dir() else [place]:
            if path.suffix in {".py", ".json", ".txt"}:
                digest.update(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]
