"""Read plain text within an archive as it is read beside one."""

from collections.abc import Callable, Mapping

from rag.articles.fields import NotAnArticle, Pieces
from rag.articles.formats import READERS, decode, parse_json_line
from rag.articles.readers.exports import split_export


def _read_txt(data: bytes) -> Pieces:
    text = decode(data)[0]
    many = tuple(split_export(text))
    yield from many or (("", READERS[".txt"](text)),)


def _read_markdown(data: bytes) -> Pieces:
    yield "", READERS[".md"](decode(data)[0])


def _read_json_lines(data: bytes) -> Pieces:
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            try:
                yield str(number), parse_json_line(decode(line)[0])
            except NotAnArticle as reason:
                yield str(number), reason


PLAIN: Mapping[str, Callable[[bytes], Pieces]] = {
    ".txt": _read_txt,
    ".md": _read_markdown,
    ".jsonl": _read_json_lines,
}
