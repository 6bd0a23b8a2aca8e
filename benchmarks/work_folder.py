"""The new folder that a measurement works in, with a copy of the articles, and its options."""

import argparse
import shutil
from pathlib import Path

SEEDS = Path(__file__).parents[1] / "seeds"


def options_of(description: str | None, **counts: int) -> argparse.Namespace:
    """Read the options: the folder, the articles, and numbers by name with their defaults."""
    parser = argparse.ArgumentParser(description=(description or "").split("\n")[0])
    parser.add_argument("--work", type=Path, required=True, help="a new folder")
    parser.add_argument("--seeds", type=Path, default=SEEDS)
    for name, count in counts.items():
        parser.add_argument(f"--{name}", type=int, default=count)
    return parser.parse_args()


def begun(options: argparse.Namespace) -> tuple[Path, Path]:
    """Make the folder; return where the articles are copied to, and where the index goes."""
    options.work.mkdir(parents=True)
    seeds: Path = options.work / "seeds"
    shutil.copytree(options.seeds, seeds)
    return seeds, options.work / "index"
