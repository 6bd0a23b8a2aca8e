"""Add, remove and put back articles as the page asks, and word what became of each.

Whatever changes the folder has the index rebuilt.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass

from rag.articles.editing import TOO_LARGE, Added, ArticleFolder
from rag.articles.fields import Fields, NotAnArticle
from rag.index.background_build import Builds
from rag.web.conversation import as_trouble
from rag.web.texts import text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of something that was to be added, removed or put back."""

    name: str
    text: str  # a sentence
    done: bool  # False: it was refused, and ``text`` says why
    notes: tuple[str, ...] = ()


class Keeper:
    """Takes what the page sends for the folder of articles.

    Args:
        shelf: the folder.
        builds: of the index over it.
    """

    def __init__(self, shelf: ArticleFolder, builds: Builds) -> None:
        self.shelf = shelf
        self.builds = builds

    def add(self, name: str, encoded: object) -> Outcome:
        """Add a file whose bytes are given as base64; None stands for more than may be sent."""
        if encoded is None:
            return Outcome(name, TOO_LARGE, done=False)
        try:
            data = base64.b64decode(str(encoded), validate=True)
        except ValueError:
            return Outcome(name, "It did not arrive as it was sent; try again.", done=False)
        return self._do(name, lambda: self._added(self.shelf.add(name, data)))

    def write(self, fields: Fields) -> Outcome:
        """Add a text that was typed or pasted."""
        name = fields.title or text("your_text")
        return self._do(name, lambda: self._added(self.shelf.write(fields)))

    def remove(self, path: str) -> Outcome:
        """Remove a file."""

        def done() -> Outcome:
            self.shelf.remove(path)
            return Outcome(path, text("was_removed"), done=True)

        return self._do(path, done)

    def restore(self, path: str) -> Outcome:
        """Put back a file that was removed."""

        def done() -> Outcome:
            self.shelf.restore(path)
            return Outcome(path, text("was_put_back"), done=True)

        return self._do(path, done)

    def rebuild(self) -> None:
        """Have the index brought up to date with the folder."""
        self.builds.start(self.shelf.folder)

    def _added(self, added: Added) -> Outcome:
        said = text("was_added")
        if added.articles > 1:
            said = text("were_added", articles=text("in_so_many", n=added.articles))
        return Outcome(added.path, said, done=True, notes=added.notes)

    def _do(self, name: str, change: Callable[[], Outcome]) -> Outcome:
        try:
            outcome = change()
        except NotAnArticle as reason:
            return Outcome(name, str(reason), done=False)
        except Exception as error:
            return Outcome(name, str(as_trouble(error)), done=False)
        self.rebuild()
        return outcome
