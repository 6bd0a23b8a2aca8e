"""The design, kept by test: the order of the road, one home for each package, quick starts."""

import ast
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from conftest import Built

import rag
from rag import errors

PACKAGE = Path(rag.__file__).parent
APP = PACKAGE.parent / "app.py"
BENCHMARKS = PACKAGE.parent / "benchmarks"

# The road of the data: what each package, or module beside them, imports of the others. Every
# one may import the nouns and the errors besides. Held as an equality: a permission that nobody
# uses is a fault, too.
GROUND = {"records", "errors", "visible"}
ROAD: dict[str, set[str]] = {
    "records": set(),
    "errors": set(),
    "visible": set(),
    "language": set(),
    "articles": {"language"},
    "statements": {"language"},
    "models": set(),
    "index": {"articles", "language", "models", "statements"},
    "questions": {"language", "statements"},
    "retrieval": {"index", "language", "models", "questions"},
    "answers": {"index", "language", "models", "questions", "retrieval", "statements"},
    "chat": {"answers", "index", "language", "models", "questions", "retrieval"},
    "evaluation": {"answers", "index", "language"},
    "serving": set(),
    "web": {"answers", "articles", "index", "language", "serving"},
    "options": {"articles", "models"},
    "plain_data": set(),
    "api": {"answers", "plain_data", "retrieval", "serving"},
    "news": {"answers", "chat", "index"},
    "commands": {
        "answers",
        "api",
        "articles",
        "chat",
        "evaluation",
        "index",
        "models",
        "news",
        "options",
        "plain_data",
        "retrieval",
        "serving",
    },
    "cli": {"articles", "commands", "options", "retrieval"},
    "__main__": {"cli"},
}

# Where each outside package is at home. numpy may stand wherever vectors do.
HOMES = {
    "yaml": {"articles"},
    "chardet": {"articles"},
    "dateutil": {"articles"},
    "lxml": {"articles"},
    "trafilatura": {"articles"},
    "pdfminer": {"articles"},
    "striprtf": {"articles"},
    "docx": {"web"},
    "warcio": {"articles"},
    "pyarrow": {"articles"},
    "nupunkt": {"language"},
    "anyascii": {"language"},
    "rapidfuzz": {"language", "index", "retrieval", "answers"},
    "snowballstemmer": {"answers"},
    "tiktoken": {"models"},
    "torch": {"models"},
    "sentence_transformers": {"models"},
    "transformers": {"models"},
    "tokenizers": {"models"},
    "safetensors": {"models"},
    "onnxruntime": {"models"},
    "huggingface_hub": {"models"},
    "faiss": {"index"},
    "tantivy": {"index"},
    "sqlite3": {"index", "web"},
    "pymilvus": {"index"},
    "psycopg": {"index"},
    "filelock": {"index", "news"},
    "dask": {"index"},
    "distributed": {"index"},
    "watchfiles": {"index"},
    "argparse": {"cli", "commands", "options"},
    "tqdm": {"commands"},
    "openai": {"models"},
    "httpx2": {"models"},
    "starlette": {"api", "serving", "web"},
    "fastapi": {"api"},
    "mcp": {"api"},
    "pydantic": {"api"},
    "uvicorn": {"serving"},
    "jinja2": {"web", "evaluation"},
    "gradio": {"web"},  # and app.py
}


def place_of(path: Path) -> str:
    """Return the package of a file, or the module where it stands beside the packages."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the full names of everything that a file imports, inside its functions too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} has a relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@cache
def imports() -> dict[str, set[str]]:
    """Return what each package and each module beside them imports, by its full name."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        if path != PACKAGE / "__init__.py":
            found.setdefault(place_of(path), set()).update(imported(path))
    return found


def test_every_package_is_listed() -> None:
    assert sorted(imports()) == sorted(ROAD)


@pytest.mark.parametrize("place", ROAD)
def test_a_package_imports_what_the_road_says_and_nothing_else(place: str) -> None:
    own = {name.split(".")[1] for name in imports()[place] if name.startswith("rag.")}
    assert own - GROUND - {place} == ROAD[place]


def test_the_road_has_no_circle() -> None:
    order = TopologicalSorter(ROAD)
    assert set(order.static_order()) == set(ROAD)


@pytest.mark.parametrize("package", HOMES)
def test_an_outside_package_has_its_home(package: str) -> None:
    homes = {
        place
        for place, names in imports().items()
        if any(name.split(".")[0] == package for name in names)
    }
    assert homes == HOMES[package]


def test_one_module_imports_what_would_report_to_its_makers() -> None:
    files = [*PACKAGE.rglob("*.py"), *BENCHMARKS.glob("*.py"), APP]
    assert [
        path.relative_to(PACKAGE.parent).as_posix()
        for path in files
        if any(name.split(".")[0] == "onnxruntime" for name in imported(path))
    ] == ["rag/models/onnx_session.py"]


@pytest.mark.parametrize("path", [APP, BENCHMARKS / "__init__.py"], ids=lambda path: path.name)
def test_what_is_run_imports_rag_before_all_that_it_silences(path: Path) -> None:
    own = [
        alias.name if isinstance(node, ast.Import) else str(node.module)
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names[:1]
    ]
    outside = [name for name in own if name.split(".")[0] not in sys.stdlib_module_names]
    assert outside[0].split(".")[0] == "rag"


def test_every_package_says_its_one_job_in_a_line() -> None:
    for path in PACKAGE.rglob("__init__.py"):
        said = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        assert said, path
        assert len(said.splitlines()) == 1, path


def test_the_tests_follow_the_packages() -> None:
    def packages(folder: Path) -> set[str]:
        return {path.parent.name for path in folder.glob("*/*.py")}

    assert packages(Path(__file__).parent) == packages(PACKAGE)


def test_no_test_or_measurement_reaches_for_a_module_by_its_name_in_words() -> None:
    calls = [
        (path.name, node.args[0].value)
        for folder in (Path(__file__).parent, BENCHMARKS)
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("setattr", "patch")
    ]
    assert calls  # of other packages there are
    assert [call for call in calls if str(call[1]).startswith(("rag.", "app."))] == []


def test_the_page_alone_knows_gradio() -> None:
    assert "gradio" in imported(APP)


def test_the_tree_of_errors_names_every_error() -> None:
    tree = str(errors.__doc__)
    drawn = [line.split()[1] for line in tree.splitlines() if line[:1] in ("├", "└")]
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    assert drawn == [kind.__name__ for kind in kinds if kind is not errors.RagError]
    assert all(issubclass(kind, errors.RagError) for kind in kinds)


def test_nothing_is_pickled() -> None:
    used = {name.split(".")[0] for names in imports().values() for name in names}
    assert "json" in used
    assert used.isdisjoint({"pickle", "dill", "joblib", "shelve", "marshal"})


HEAVY = ("torch", "sentence_transformers", "transformers", "gradio", "huggingface_hub", "pandas")


@pytest.mark.parametrize(
    "arguments", [["ask", "what did Calder say about the wall"], ["index"], ["said", "Calder"]]
)
def test_slow_packages_are_not_imported_with_an_index_at_hand(
    arguments: list[str], built: Built
) -> None:
    script = (
        "import sys; from rag.cli import main; code = main(sys.argv[1:])\n"
        f"print([one for one in {HEAVY!r} if one in sys.modules], code, file=sys.stderr)"
    )
    command, *rest = arguments
    rest += ["--seeds", str(built.seeds)] if command == "index" else []
    done = subprocess.run(
        [sys.executable, "-c", script, command, "--index", built.index, *rest],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == "[] 0"
