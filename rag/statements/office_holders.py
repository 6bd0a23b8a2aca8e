"""Whom "the governor" means, where an article may tell of several: who was named last."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.statements.people import Mention, Person

MANY_HOLD = frozenset("governor senator representative".split())
# What is said of who holds an office without its being another one.
_TOLD_BESIDE = frozenset("republican democratic democrat gop longtime former".split())
_MENTIONS_BACK = 64


def last_holder(
    words: Sequence[str],
    holders: Sequence[tuple["Person", set[str]]],
    mentions: Sequence["Mention"],
) -> "Person | None":
    """Return who of the holders of an office is the last one mentioned.

    ``words`` describe them, ``mentions`` are those before the description.
    """
    may = {id(person) for person, role in holders if _may_hold(words, role)}
    near = mentions[: -_MENTIONS_BACK - 1 : -1]
    return next((mention.person for mention in near if id(mention.person) in may), None)


def _may_hold(words: Sequence[str], role: set[str]) -> bool:
    """Tell whether "the Republican governor" may be who has a role, as far as it is told."""
    told = {word for word in words if word not in _TOLD_BESIDE and "-" not in word}
    return told <= role and ("former" in words) == ("former" in role)
