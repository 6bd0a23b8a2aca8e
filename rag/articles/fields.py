"""What a file says of its article, as it was written, or why it is none."""

from collections.abc import Iterator
from dataclasses import dataclass


class NotAnArticle(Exception):
    """A file or line cannot become an article; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What a file says of its article, as written; all but ``text`` may be empty."""

    text: str
    title: str = ""
    date: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()  # sentences: what of the file was not read, and why
    around: str = ""  # words of the file that were taken for what stands around the article


# What a reader finds in a file: the name of each part, "" where the file is one article, with its
# fields or with the reason why it is none.
Pieces = Iterator[tuple[str, Fields | NotAnArticle]]
