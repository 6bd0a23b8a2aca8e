"""The role that several people share: "Justices Ida Lund, Ivo Brand and Mira Tallis"."""

import re

from rag.language.first_names import is_first_name
from rag.language.titles import KINSHIP, NAME_PARTICLES, SMALL_ROLE_NOUNS, is_role_noun
from rag.statements.roles import OWNER, role_before

_LISTED = 200  # characters before a name in which the noun for all of them stands
_MOST_WORDS = 16  # between that noun and the name
# What follows the first of several names: "Ida Lund and Ivo Brand", "Ida Lund of Norland, …".
_GOES_ON = re.compile(r"[^.;:\n]{0,90}?,? and (?:\w{1,20} )?[A-Z]")
_FOLLOWS = re.compile(r",| and\b| of [A-Z]")
# "Brand’s lawyers, Ida Lund and Ivo Moe"
_NAME = r"(?:[A-Z][\w.’'-]{0,20}+ ){1,3}[A-Z][\w.’'-]{0,20}+"
_TWO_APPOSED = re.compile(
    rf"(?P<before>[^,]{{0,60}}?) ?(?P<noun>[a-z-]{{4,20}}), (?P<names>{_NAME} and {_NAME})"
)
_COUNT = re.compile(r"^(?:(?:the|The|both|Both|two|Two)\s)+")
_NO_ROLES = frozenset("reporters fans viewers voters users supporters officials".split())


def shared_role(text: str, start: int, end: int) -> str:
    """Return what somebody, named between two characters, is together with others, or ""."""
    least = max(0, start - _LISTED)
    before = text[max(text.rfind("\n", least, start) + 1, least) : start]
    words = list(re.finditer(r"\S+", before))[-_MOST_WORDS:]
    if not words or not before.endswith(" "):
        return ""
    for number in range(len(words) - 1, -1, -1):
        word = words[number][0]
        first = number == len(words) - 1
        named = number > 0 and word[0].isupper() and is_first_name(words[number - 1][0])
        if not named and (noun := _one_of(word)):
            listed = first or re.search(r"(?:,| and) $", before)
            more = _FOLLOWS.match(text, end) and _GOES_ON.match(text, end)
            if not listed or (first and not more):
                return ""
            role = f"{before[: words[number].start()]}{noun} "
            return role_before(role, len(role))
        if not _is_in_list(word):
            return ""
    return ""


def joint_role(one: str, other: str) -> str:
    """Return the roles of two who speak together, in their order, or "" where one has none."""
    if not one or not other or one == other:
        return one if one == other else ""
    return f"{one} and {other}"


def two_apposed(written: str) -> tuple[str, str]:
    """Return who "her lawyers, Ida Lund and Ivo Brand" are and their role, or the words and ""."""
    found = _TWO_APPOSED.fullmatch(written)
    noun = _one_of(found["noun"]) if found else ""
    if not found or not noun:
        return written, ""
    before = OWNER.sub("", _COUNT.sub("", found["before"] + " "))
    return found["names"], f"{before}{noun}".strip()


def _is_in_list(word: str) -> bool:
    """Tell whether a word may stand in a list of names: "Lund,", "of", "and"."""
    return word[0].isupper() or word in NAME_PARTICLES or word in ("and", "of")


def _one_of(word: str) -> str:
    """Return the noun for one person of a plural: "Justice" of "Justices"; "" of other words."""
    plain = word.rstrip(".")
    if not plain.endswith("s") or plain.lower() in _NO_ROLES or word[-1] == ",":
        return ""
    one = plain[:-3] + "y" if plain.endswith("ies") else plain[:-1]
    one = plain[:-2] if plain.endswith("ches") else one
    known = (is_role_noun(one) or one in SMALL_ROLE_NOUNS) and not is_role_noun(plain)
    known = known and one.lower() not in KINSHIP  # whose?
    return one + word[len(plain) :] if known else ""
