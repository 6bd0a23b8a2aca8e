"""What was attributed, and whether its speaker is anybody at all."""

import re
from dataclasses import dataclass

from rag.language.first_names import is_first_name
from rag.language.function_words import (
    ARTICLES,
    AUXILIARIES,
    CLAUSE_OPENERS,
    DEMONSTRATIVES,
    MODALS,
    PREPOSITIONS,
)
from rag.language.speaker_kinds import noun_kind
from rag.statements.grammar import TIMES
from rag.statements.people import PRONOUNS, Speaker
from rag.statements.sentence_tokens import ACRONYMS, Range

THINGS = frozenset({"it", "they", "them"})
# What rules may take for a speaker, and what names nobody.
_NOBODY = (
    THINGS
    | DEMONSTRATIVES
    | CLAUSE_OPENERS
    | frozenset(
        "i me we us you who please let's nothing small same side afterward anyone the a"
        " sometimes besides perhaps maybe meantime week thinks reads elsewhere nobody none".split()
    )
)
# What a phrase begins with that names nobody either: "around the investigations".
_NO_SUBJECTS = PREPOSITIONS - {"like"} | frozenset(
    "whose along including according accepting given something nothing itself himself"
    " herself".split()
)
_RELATIVES = frozenset("who that which whom whose".split())
_ACTING = AUXILIARIES | MODALS | {"not"}
# A thing that has a name, and what stands for people that needs no noun.
_STORM = re.compile(r"(?:Hurricane|Typhoon|Cyclone|Tropical Storm) [A-Z]\w+")
_ALONE = PRONOUNS.keys() | frozenset(
    "another many some most few several both all one two three four five someone somebody".split()
)


@dataclass(frozen=True, slots=True)
class Attributed:
    """An attribution whose speaker is known."""

    written: str
    speaker: Speaker
    cue: str
    attribution: Range
    sentence: int  # its number in the article
    features: tuple[str, ...]  # how it was found; none: nothing to doubt
    opens: bool  # what is said begins with the sentence behind this one

    @property
    def nameless(self) -> bool:
        """Whether all that is known of the speaker is "it", "they" or "those"."""
        name = self.speaker.name
        low = name.lower().replace("’", "'")
        begins = low.split(" ")[0] in _NO_SUBJECTS and name[0].islower()
        begins = begins or low.startswith("only to ")
        adverb = low.endswith("ly") and " " not in low and not is_first_name(name)
        if _is_thing_alone(name) or _STORM.fullmatch(name) or _is_time(low):
            return True
        return name not in ACRONYMS and (low in _NOBODY or begins or adverb or _is_clause(name))


def _is_thing_alone(name: str) -> bool:
    """Tell whether one small word is no name for who speaks: "seeding", "summer"."""
    alone = name.islower() and name.isalpha() and name not in _ALONE
    return alone and noun_kind(name) == "thing"


def _is_time(low: str) -> bool:
    """Tell whether words only say when: "last week", "late Wednesday"."""
    return all(word in TIMES or word in ("this", "back") for word in low.split())


def _is_clause(name: str) -> bool:
    """Tell whether a verb is in what should name somebody: "that was", "correcting an error"."""
    words = name.replace("’", "'").split()
    if not _RELATIVES.isdisjoint(words):
        return False  # "pilots who have left"
    acts = words[0].islower() and words[0].endswith("ing") and words[1:2] and words[1] in ARTICLES
    return bool(acts) or any(word in _ACTING for word in words)
