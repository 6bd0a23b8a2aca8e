"""Compare roles, and tell who is asked for by one: "the Dutch defence minister", "lawmakers"."""

import re

from rag.language.countries import COUNTRY_OF
from rag.language.matching import without_possessive, words_of
from rag.language.person_names import fold
from rag.language.spellings import american
from rag.language.titles import ROLE_NOUNS

# What is told apart by its members: no one speaks for all of them.
_GROUPS = frozenset(
    """critics experts analysts officials lawmakers scientists researchers economists europeans
    americans republicans democrats police authorities residents people others many some doctors
    fans voters investors protesters observers parents opponents users""".split()
)
SMALL_IN_ROLE = frozenset("of the for in at to and a an s".split())
_ROLE_SHORT = {
    "boss": "ceo", "lt": "lieutenant", "gov": "governor", "sen": "senator",
    "rep": "representative", "gen": "general", "spokeswoman": "spokesperson",
    "spokesman": "spokesperson", "chairman": "chair", "chairwoman": "chair",
}  # fmt: skip
_CHIEF_EXECUTIVE = re.compile(r"\bchief executive(?: officer)?\b")
_BODY = re.compile(r"\b[A-Z][a-z]+(?: (?:of |for |and )?[A-Z][a-z]+){2,4}(?= [A-Z]|$)")


def role_words(role: str) -> frozenset[str]:
    """Return the words of a role as they are compared.

    "Dutch defence minister" is one with "minister of defense of the Netherlands".
    """
    folded = _CHIEF_EXECUTIVE.sub("ceo", fold(role))
    words = (_ROLE_SHORT.get(word, word) for word in folded.split() if word not in SMALL_IN_ROLE)
    spelled = (american(word) for word in words)
    return frozenset(COUNTRY_OF.get(word, word) for word in spelled)


def with_acronyms(role: str) -> str:
    """Return a role with the first letters of a body for its name: "IOC President"."""
    return _BODY.sub(lambda match: "".join(re.findall(r"\b[A-Z]", match[0])), role)


def names_a_role(subject: str) -> bool:
    """Tell whether somebody is asked for by what they are: "the netflix boss", "French police"."""
    words = [fold(without_possessive(word)) for word in words_of(subject)]
    return any(word in COUNTRY_OF or word in ROLE_NOUNS or is_group(word) for word in words)


def is_group(word: str) -> bool:
    """Tell whether a word names people for whom nobody speaks: "lawmakers", "Scientists"."""
    low = word.lower()
    return low in _GROUPS or low.removesuffix("s") in ROLE_NOUNS - {low}
