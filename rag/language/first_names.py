"""Common first names, and whether a woman or a man is called by them."""

from functools import cache
from importlib.resources import files

from rag.language.person_names import fold


@cache
def first_names() -> dict[str, str]:
    """Return the gender ("m", "f" or "") of common first names, folded, from the list beside."""
    listed = files("rag.language").joinpath("first_names.txt").read_text(encoding="utf-8")
    names: dict[str, str] = {}
    for line in listed.splitlines():
        gender, _, of_gender = line.partition(":")
        names |= dict.fromkeys(of_gender.split(), gender)
    return names


def is_first_name(word: str) -> bool:
    """Tell whether a word, as written, is a common first name."""
    return fold(word) in first_names()
