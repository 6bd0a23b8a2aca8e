"""The words by which speakers are looked up: those of their names and of their roles."""

import re

from rag.language.person_names import name_words
from rag.language.roles import is_group, role_words, with_acronyms
from rag.language.titles import NAME_PARTICLES

LONGEST_PARTICLE = 3  # letters: "von der", "de", "al"; by hand


def without_article(speaker: str) -> str:
    """Return a speaker without "the" before it."""
    return re.sub(r"^[Tt]he ", "", speaker)


def is_name(speaker: str) -> bool:
    """Tell whether a speaker is written as a name is: ``Jaap de Hoop Scheffer``, ``the NATO``."""
    words = without_article(speaker).split()
    if not words or (len(words) == 1 and is_group(words[0])):
        return False
    return (
        words[0][0].isupper()
        and words[-1][0].isupper()
        and all(
            word[0].isupper() or len(word) <= LONGEST_PARTICLE or word in NAME_PARTICLES
            for word in words
        )
    )


def last_word(speaker: str) -> str:
    """Return the last word of a name, spelled one way; empty where it has none."""
    return (name_words(speaker) or ("",))[-1]


def first_word(speaker: str) -> str:
    """Return the first word of a name of several; empty for what is none."""
    words = name_words(without_article(speaker))
    return words[0] if len(words) > 1 and is_name(speaker) else ""


def whole_name(speaker: str) -> str:
    """Return all letters of a name of several words; empty for a single one."""
    words = name_words(speaker)
    return "".join(words) if len(words) > 1 else ""


def role_keys(role: str) -> tuple[frozenset[str], ...]:
    """Return the words of a role, and where that has a body's name those with its acronym."""
    forms = (role_words(role), role_words(with_acronyms(role)))
    return tuple(dict.fromkeys(words for words in forms if words))
