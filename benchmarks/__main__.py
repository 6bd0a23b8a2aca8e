"""Run a measurement by its name, or list them all.

    python -m benchmarks
    python -m benchmarks retrieval --data FOLDER --index FOLDER --split test

``--data`` is the folder of data sets everywhere; what else one takes, its ``--help`` says. Each
prints the rows of RESULTS.md that it is for.
"""

import ast
import runpy
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main() -> None:
    """Run what the command line names."""
    jobs = benchmarks()
    if len(sys.argv) < 2:
        for name, job in jobs.items():
            print(f"{name:18} {job}")
        return
    name = sys.argv[1]
    if name not in jobs:
        sys.exit(f"There is no benchmark {name!r}. There are: {', '.join(jobs)}.")
    sys.path.insert(0, str(FOLDER))  # they import one another by name
    sys.argv[:2] = [f"python -m benchmarks {name}"]
    runpy.run_path(str(FOLDER / f"{name}.py"), run_name="__main__")


def benchmarks() -> dict[str, str]:
    """Return the first line of what every file here that can be run says of itself, by name."""
    jobs = {}
    for path in sorted(FOLDER.glob("*.py")):
        written = path.read_text("utf-8")
        if path.name != Path(__file__).name and 'if __name__ == "__main__":' in written:
            jobs[path.stem] = str(ast.get_docstring(ast.parse(written))).split("\n")[0]
    return jobs


if __name__ == "__main__":
    main()
