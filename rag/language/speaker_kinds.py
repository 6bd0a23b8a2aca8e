"""Tell people from organisations, groups and documents, by how a speaker is written."""

from typing import Literal

from rag.language.first_names import is_first_name
from rag.language.organisations import NAMED_LIKE_PLACES, ORGANISATION_WORDS
from rag.language.titles import NAME_PARTICLES, ROLE_NOUNS

SpeakerKind = Literal["person", "role", "organisation", "group", "document"]

_DOCUMENTS = frozenset(
    """report statement text letter complaint filing study survey poll lawsuit document memo
    resolution declaration article post tweet treaty law bill ruling opinion order affidavit
    indictment website site page book paper release communique communiqué agreement pact analysis
    data""".split()
)
_BODIES = frozenset(
    """company firm bank agency airline chain bloc league band paper outlet""".split()
)
_GROUPS = frozenset("people police men women children media staff family public officials".split())


def speaker_kind(name: str) -> SpeakerKind:
    """Tell what a speaker is, going by the name alone: "Kaja Kallas", "WHO", "Lawmakers".

    A person is named; whoever is only described ("the spokesman") is a role.
    """
    head = name.split(" of ")[0].split(",")[0].split(" for ")[0].split(" in ")[0]
    words = [word.strip("’'") for word in head.replace("’s", "'s").split()]
    if not words:
        return "document"
    plain = [word for word in words if word.lower() not in {"the", "a", "an"}] or words
    last = plain[-1].lower().rstrip(".")
    if last in _DOCUMENTS:
        return "document"
    if last in _GROUPS or (" and " in name and not plain[-1][0].isupper()):
        return "group"
    if _names_body(plain, last):
        return "organisation"
    if last in ROLE_NOUNS:
        return "role"
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is", "'s"))
    if plain[-1][0].islower() or (len(plain) == 1 and plural):
        return "group" if plural else "role"
    if words[0].lower() == "the":
        return "group" if plural else "organisation"
    return "person"


def _names_body(words: list[str], last: str) -> bool:
    """Tell whether words name an organisation: an acronym, a site, a "Ministry"."""
    if last in _BODIES or "." in last.strip("."):
        return True
    if len(words) == 1 and words[0].isupper() and len(words[0]) > 1:
        return True
    named = [
        word.lower() for word in words if word[0].isupper() and word.lower() not in NAME_PARTICLES
    ]
    if named and is_first_name(words[0]):
        named = named[1:]
    return any(word in ORGANISATION_WORDS - NAMED_LIKE_PLACES for word in named)
