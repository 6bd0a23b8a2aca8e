"""Show the control characters in names and texts of others, so that nothing obeys them.

A terminal would obey them, a line break in a file's name would make a line that the program never
said, and marks of direction would let what follows be read in another order.
"""

import io
import re
from typing import TextIO

_UNSEEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_IN_A_LINE = re.compile(rf"[\t\n\r{_UNSEEN}]")
# A bar of progress begins its line anew with \r.
_IN_A_TEXT = re.compile(rf"(?<!\A)\r|[{_UNSEEN}]")


def visible(line: str) -> str:
    r"""Return a name or a sentence as a single line, in which a line break reads ``\u000a``."""
    return _IN_A_LINE.sub(_escaped, line)


def visible_text(text: str) -> str:
    """Return a text of several lines, in which line breaks and tabs stay what they are."""
    return _IN_A_TEXT.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"  # which JSON reads back


class VisibleStream(io.TextIOWrapper):
    """A stream on which control characters are shown."""

    def write(self, text: str) -> int:
        """Write a text."""
        return super().write(visible_text(text))


def visible_stream(stream: TextIO) -> TextIO:
    """Return a stream that shows control characters in the place of a standard one."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    lines = stream.line_buffering
    through = stream.write_through  # as PYTHONUNBUFFERED asks for
    encoding = stream.encoding
    return VisibleStream(
        stream.detach(), encoding, "backslashreplace", line_buffering=lines, write_through=through
    )
