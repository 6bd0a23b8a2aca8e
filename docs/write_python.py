"""Write docs/python.md, the documentation of the package for Python, from its docstrings."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "python.md"
HEAD = """\
# rag from Python

Written from the docstrings by `make docs`. `import rag` gives `Chat`, `build_index`,
`open_library`, `Filters` and `RagError`; the rest is what they take and return.
"""
# What is described, part by part: the heading, the file, and the names in it; "" is the file.
PARTS = (
    ("Build an index", "rag/index/build.py", ("build_index", "BuildReport")),
    ("Ask", "rag/chat.py", ("Chat",)),
    ("Narrow", "rag/records.py", ("Filters",)),
    ("Read an answer", "rag/records.py",
     ("Answer", "Claim", "Source", "Citation", "Asked", "Respelt", "Entry")),
    ("Places, articles and what is found in them", "rag/records.py",
     ("Span", "Article", "Heading", "Passage", "Chunk", "Statement", "RankedStatement")),
    ("What an exact search finds", "rag/records.py",
     ("Match", "MatchedPassage", "Keyword", "Count")),
    ("The index itself", "rag/index/library.py", ("open_library", "Library")),
    ("What can go wrong", "rag/errors.py", ("", "RagError")),
)  # fmt: skip
_SECTION = re.compile(r"^(Args|Returns|Yields|Raises):$")
_ENTRY = re.compile(r"^ {4}(\S[^:]*): (.*)")


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    for heading, file, names in PARTS:
        parts.append(f"## {heading}\n")
        source = (ROOT / file).read_text("utf-8")
        module = ast.parse(source)
        defined = {one.name: one for one in module.body if hasattr(one, "name")}
        for name in names:
            lines = _described(defined[name], source) if name else _of_module(module)
            parts.extend(lines)
    return "\n".join(parts)


def _of_module(module: ast.Module) -> Iterator[str]:
    yield f"```\n{ast.get_docstring(module)}\n```\n"


def _described(node: ast.AST, source: str) -> Iterator[str]:
    """Yield the documentation of a function, or of a class with what can be used of it."""
    if isinstance(node, ast.FunctionDef):
        yield f"### {node.name}\n"
        yield _signature(node)
        yield _text(node)
        return
    assert isinstance(node, ast.ClassDef)
    yield f"### {node.name}\n"
    yield _text(node)
    if fields := list(_fields(node, source)):
        yield "\n".join(["| field | type | |", "|---|---|---|", *fields]) + "\n"
    for one in node.body:
        if isinstance(one, ast.FunctionDef) and not one.name.startswith("_"):
            yield f"#### {node.name}.{one.name}\n"
            if not _is_property(one):
                yield _signature(one)
            yield _text(one)


def _is_property(node: ast.FunctionDef) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "property" for one in node.decorator_list)


def _signature(node: ast.FunctionDef) -> str:
    given = re.sub(r"^self(?:, |$)", "", ast.unparse(node.args))
    returned = ast.unparse(node.returns) if node.returns else "None"
    return f"```python\n{node.name}({given}) -> {returned}\n```\n"


def _fields(node: ast.ClassDef, source: str) -> Iterator[str]:
    """Yield the fields of a record, with the comments beside them."""
    lines = source.splitlines()
    for one in node.body:
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            _, _, said = lines[(one.end_lineno or 0) - 1].partition("  # ")
            kind = ast.unparse(one.annotation).replace("|", "\\|")
            yield f"| `{one.target.id}` | `{kind}` | {_code(said)} |"


def _text(node: ast.FunctionDef | ast.ClassDef) -> str:
    """Return a docstring as Markdown: its sections as lists."""
    written: list[str] = []
    section = ""
    for line in (ast.get_docstring(node) or "").splitlines():
        if found := _SECTION.match(line):
            section = found[1]
            written.append(f"{section}:\n")
        elif section and (entry := _ENTRY.match(line)):
            written.append(f"- `{entry[1]}`: {_code(entry[2])}")
        else:
            written.append(_code(line.strip() if section and not line.startswith(" ") else line))
            section = section if not line or line.startswith(" ") else ""
    return "\n".join(line.replace("      ", "  ") for line in written).rstrip() + "\n"


def _code(text: str) -> str:
    return text.replace("``", "`")


if __name__ == "__main__":
    sys.exit(0 if PAGE.write_text(page(), "utf-8") else 1)
