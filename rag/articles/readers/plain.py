"""Read plain text within an archive as it is read beside one."""

from rag.articles.columns import NONE, Columns
from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.formats import READERS, decode, parse_json_line
from rag.articles.readers.exports import split_export


def read_txt(data: bytes) -> Pieces:
    """Yield the article of a text, or the many of a database's export."""
    text = decode(data)[0]
    many = tuple(split_export(text))
    yield from many or (("", READERS[".txt"](text)),)


def read_markdown(data: bytes) -> Pieces:
    """Yield the article of a file of Markdown."""
    yield "", READERS[".md"](decode(data)[0])


def read_json_lines(data: bytes, columns: Columns = NONE) -> Pieces:
    """Yield an article for each line."""
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            try:
                yield str(number), read_line(line, str(number), columns)
            except NotAnArticle as reason:
                yield str(number), reason


def read_line(line: bytes, number: str, columns: Columns = NONE) -> Fields:
    """Return the fields of the article in a line, of which the first says what is not read."""
    return parse_json_line(decode(line)[0], columns, is_first=number == "1")
