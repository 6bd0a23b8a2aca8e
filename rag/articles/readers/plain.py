"""Read plain text within an archive as it is read beside one."""

from rag.articles.columns import NONE, Columns
from rag.articles.fields import NotAnArticle, Pieces
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
                yield str(number), parse_json_line(decode(line)[0], columns, is_first=number == 1)
            except NotAnArticle as reason:
                yield str(number), reason
