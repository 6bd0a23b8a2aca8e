"""The design, kept by test: the order of the road, one home for each package, quick starts."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Built

import rag
from rag import errors

PACKAGE = Path(rag.__file__).parent
APP = PACKAGE.parent / "app.py"

# The road of the data; a module imports only modules before it.
ROAD = """
    errors records protocols
    sentences articles
    names speech_verbs speakers quotations frames grammar contents subjects plausibility
    attributions statements
    tokens chunks embed reader vectors lexical store build verify
    figures query units said spelling rank choose evidence retrieve cite answer
    beside check marks llm conversation examples chat
    questions draft report evaluate
    guard page turns late shelf rebuild keeping shelf_page tabs
    cli __main__
""".split()

# Where each outside package is at home. numpy may stand wherever vectors do.
HOMES = {
    "yaml": {"articles"},
    "chardet": {"articles"},
    "dateutil": {"articles"},
    "nupunkt": {"sentences"},
    "anyascii": {"names"},
    "rapidfuzz": {"names", "lexical", "beside", "spelling"},
    "tiktoken": {"tokens"},
    "torch": {"embed"},
    "sentence_transformers": {"embed"},
    "transformers": {"embed"},
    "tokenizers": {"embed", "reader"},
    "safetensors": {"reader"},
    "onnxruntime": {"embed", "reader"},
    "huggingface_hub": {"embed"},
    "faiss": {"vectors"},
    "tantivy": {"lexical"},
    "sqlite3": {"store"},
    "filelock": {"build", "rebuild"},
    "tqdm": {"cli"},
    "openai": {"llm"},
    "starlette": {"guard"},
    "gradio": {"tabs"},  # and app.py
}


def modules() -> list[str]:
    return sorted(path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__")


def imported(path: Path) -> list[str]:
    """Return the full names of everything that a file imports, inside its functions too."""
    names = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} has a relative import"
            names += [
                f"rag.{alias.name}" if node.module == "rag" else str(node.module)
                for alias in node.names
            ]
    return names


def test_every_module_has_its_place_on_the_road() -> None:
    assert sorted(set(modules()) - set(ROAD)) == []


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_what_stands_before_it(module: str) -> None:
    own = {name.split(".")[1] for name in imported(PACKAGE / f"{module}.py") if name[:4] == "rag."}
    later = {name for name in own if ROAD.index(name) >= ROAD.index(module)}
    assert later == set()


@pytest.mark.parametrize("package", HOMES)
def test_an_outside_package_has_one_home(package: str) -> None:
    found = {
        module
        for module in modules()
        if any(name.split(".")[0] == package for name in imported(PACKAGE / f"{module}.py"))
    }
    assert found <= HOMES[package]


def test_the_page_alone_knows_gradio() -> None:
    assert "gradio" in imported(APP)


def test_the_tree_of_errors_names_every_error() -> None:
    tree = str(errors.__doc__)
    drawn = [line.split()[1] for line in tree.splitlines() if line[:1] in ("├", "└")]
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    assert drawn == [kind.__name__ for kind in kinds if kind is not errors.RagError]
    assert all(issubclass(kind, errors.RagError) for kind in kinds)


def test_nothing_is_pickled() -> None:
    used = {name for module in modules() for name in imported(PACKAGE / f"{module}.py")}
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
