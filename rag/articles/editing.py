"""Add files to the folder of articles and take them away, so that nothing is lost.

What the build would refuse is refused here, before it is in the folder, for the same reason. No
file is ever written over, and what is removed moves to a hidden folder, which the build passes
over, from where it can be put back.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from threading import Lock

from rag.articles.columns import read_columns
from rag.articles.description import Description, describe_file
from rag.articles.fields import Fields, NotAnArticle
from rag.articles.folder import Loaded, file_of, load_file, paths_below
from rag.articles.formats import format_markdown, parse_date, title_of
from rag.errors import RagError, UnknownArticle

MAX_FILE = 20_000_000  # bytes; a .jsonl file may hold many articles
TOO_LARGE = f"It is larger than {MAX_FILE:,} bytes; split it."
MAX_NAME = 200  # bytes, without the ending
MAX_TITLE = 60  # characters of it that become a name
MAX_DESCRIBED = 5  # articles of one file, as more would be read by nobody
REMOVED = ".removed"  # below the folder of articles


@dataclass(frozen=True, slots=True)
class Added:
    """A file that was taken, and what is to be known of it."""

    path: str  # below the folder of articles
    articles: int
    notes: tuple[str, ...]  # sentences: what had to be guessed or left out, and lines not taken


class ArticleFolder:
    """The folder of articles, while people add to it and take from it.

    Args:
        folder: holds the articles; made when the first one is added.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()  # several people may be at it

    def files(self) -> tuple[str, ...]:
        """Return the paths of the files below the folder, the newest first."""
        return _files(self.folder)

    def removed(self) -> tuple[str, ...]:
        """Return the paths of the files that were removed, the newest first."""
        return _files(self.folder / REMOVED)

    def describe(self, path: str) -> Description:
        """Say what is made of a file, or of one article of a file, by its id.

        Raises:
            UnknownArticle: there is no such file.
            RagError: the settings of the folder cannot be read.
        """
        _check_known(file_of(path), self.files())
        return describe_file(self.folder, path, most=MAX_DESCRIBED)

    def add(self, name: str, data: bytes) -> Added:
        """Add a file.

        Args:
            name: as its owner calls it; what a path or a terminal would trip over is left out.
            data: what it holds.

        Raises:
            NotAnArticle: it cannot be taken; the message says why.
            RagError: the folder cannot be written to.
        """
        with self._writing():
            return self._add(safe_name(name), data)

    def write(self, written: Fields) -> Added:
        """Add a text as a file of its own, named after its date and title.

        Raises:
            As ``add``.
        """
        day = parse_date(written.date)
        if written.date and day is None:
            raise NotAnArticle(f"{written.date!r} is not one certain date; write it as YYYY-MM-DD.")
        markdown = format_markdown(written)
        # Without metadata it is a file as it stands, which may begin with its date.
        plain = written == Fields(written.text)
        title = re.sub(r"\W+", "-", written.title or title_of(written.text)).strip("-").lower()
        stem = f"{day or ''}-{title[:MAX_TITLE]}".strip("-") or "article"
        with self._writing():
            name = _free_name(self.folder, safe_name(stem + (".txt" if plain else ".md")))
            return self._add(name, (written.text if plain else markdown).encode())

    def remove(self, path: str) -> None:
        """Take a file from the articles; ``restore`` puts it back.

        Raises:
            UnknownArticle: there is no such file, or it is one line of a file.
            RagError: it is the last file, or the folder cannot be written to.
        """
        with self._writing():
            files = self.files()
            file = file_of(path)
            if path not in files and file in files:
                raise UnknownArticle(
                    f"{path} is one line of {file}, and cannot be removed alone.",
                    fix=f"Take the line out of {file} with an editor, or remove the whole file.",
                )
            _check_known(path, files)
            if len(files) == 1:
                raise RagError(
                    f"{path} is the only file left, and an index needs an article.",
                    fix="Add another one first.",
                )
            kept = self.folder / REMOVED
            _move(self.folder / path, kept / _free_name(kept, path))

    def restore(self, path: str) -> None:
        """Put back a file that was removed.

        Raises:
            UnknownArticle: it was not removed, or is back already.
            RagError: another file has its name now, or the folder cannot be written to.
        """
        with self._writing():
            _check_known(path, self.removed())
            if (self.folder / path).exists():
                raise RagError(
                    f"There is another file called {path} by now.",
                    fix="Remove that one first.",
                )
            _move(self.folder / REMOVED / path, self.folder / path)

    def _add(self, name: str, data: bytes) -> Added:
        if len(data) > MAX_FILE:
            raise NotAnArticle(TOO_LARGE)
        # Hidden, so that a build passes over it, and on the same disk, so that it can be moved.
        with TemporaryDirectory(prefix=".adding-", dir=self.folder) as hidden:
            staged = Path(hidden, name)
            staged.write_bytes(data)
            loaded = load_file(staged.parent, name, read_columns(self.folder))
            if not loaded.articles:
                raise NotAnArticle(_why_nothing(loaded, name))
            for path in self.files():
                file = self.folder / path
                if file.stat().st_size == len(data) and file.read_bytes() == data:
                    raise NotAnArticle(f"It is there already, as {path}.")
            try:
                (self.folder / name).touch(exist_ok=False)  # a rename would write over a file
            except FileExistsError:
                raise NotAnArticle(
                    f"Another article is called {name}; rename this one, or remove that one."
                ) from None
            staged.replace(self.folder / name)
        notes = [remark.text for remark in loaded.remarks]
        notes += [_at_line(refusal.path, name) + refusal.reason for refusal in loaded.refusals]
        return Added(name, len(loaded.articles), tuple(notes))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Do one thing at a time to the folder."""
        try:
            with self._lock:
                self.folder.mkdir(parents=True, exist_ok=True)
                yield
        except OSError as error:
            raise RagError(
                f"{self.folder} cannot be changed ({error.strerror or error}).",
                fix="Make room there, or let the one who runs this page write to it.",
            ) from error


def safe_name(name: str) -> str:
    """Return a file's name without path, hidden beginning and characters that show nothing."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    name = "".join(one for one in name if unicodedata.category(one)[0] != "C")
    name = re.sub(r'[:*?"<>|]+', "-", " ".join(name.split())).lstrip(". ")
    path = PurePosixPath(name)
    stem = path.stem.encode()[:MAX_NAME].decode(errors="ignore").strip()
    return stem + path.suffix[:20] or "unnamed"


def _files(folder: Path) -> tuple[str, ...]:
    """Return what a build would look at, except for names that are no text."""
    found = []
    for path in paths_below(folder, []):
        file = folder / path
        if file.is_file() and not re.search("[\ud800-\udfff]", path):
            found.append((-file.stat().st_mtime, path))
    return tuple(path for _, path in sorted(found))


def _check_known(path: str, files: tuple[str, ...]) -> None:
    # Nothing but a path that was listed may reach a file.
    if path not in files:
        raise UnknownArticle(f"There is no file {path[:200]!r} here.", fix="Look at the list anew.")


def _free_name(folder: Path, path: str) -> str:
    """Return a path that no file below ``folder`` has, with a number where it needs one."""
    wanted, number = PurePosixPath(path), 1
    while (folder / path).exists():
        number += 1
        path = wanted.with_stem(f"{wanted.stem}-{number}").as_posix()
    return path


def _move(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    file.rename(target)


def _why_nothing(loaded: Loaded, name: str) -> str:
    if not loaded.refusals:
        return "It holds no article; write one object a line."
    first = loaded.refusals[0]
    return _at_line(first.path, name) + first.reason


def _at_line(path: str, name: str) -> str:
    """Name the line or part of ``name`` that is meant; nothing for a file that is one article."""
    if path == name:
        return ""
    return f"{'Line' if name.lower().endswith('.jsonl') else 'Part'} {path[len(name) + 1 :]}: "
