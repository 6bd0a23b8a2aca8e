"""What a file says of its article, as it was written, or why it is none."""

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
    left_out: tuple[str, ...] = ()  # names of fields whose values are not text
