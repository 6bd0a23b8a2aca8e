"""What is installed: requirements.lock holds every package that pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def name_of(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", requirement.split("==")[0]).lower()


def test_every_package_that_is_asked_for_is_locked_in_the_same_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pins = re.findall(r"^([a-z0-9.-]+)==(\S+)", lock, re.MULTILINE)
    locked = {name_of(name): version for name, version in pins}
    wanted = {name_of(one): one.split("==")[1] for one in asked if name_of(one) != "torch"}
    assert {name: locked.get(name) for name in wanted} == wanted  # else `make lock`
    assert "//" not in lock
