"""Tell from the words around "he" or "she" whom it can mean, and whom it cannot."""

import re
from typing import NamedTuple

from rag.language.function_words import CLAUSE_OPENERS, PREPOSITIONS, SUBORDINATORS
from rag.statements.grammar import TIMES
from rag.statements.people import PRONOUNS

_GENDERS = PRONOUNS | {"his": "m"}
_LEADS = PREPOSITIONS | SUBORDINATORS
_MAY_OPEN = CLAUSE_OPENERS | TIMES
_OPENING = 6  # words before the pronoun that a sentence begins with
_WORD = re.compile(r"[\"“'‘]{0,3}+([\w’'-]{1,40}+)(,?)\s{0,3}")
# "Tallis told her", "Tallis had never met him": whoever that is, it is not Tallis.
_DONE_TO = re.compile(
    r"(?: (?:had|has|have|then|also|later|never|once|repeatedly|\w+ly))*"
    r"(?: \w+ed and)?"
    r" (?:\w+ed|told|met|gave|sent|saw|taught|left|beat|shot|hit|held|kept|led|brought|made|let"
    r"|tells|asks|calls|to)"
    r" (?P<whom>him|her)(?=[.,;]| (?:that|he|she|they|it|I|we|to|on|in|at|with|about|for|from|if"
    r"|when|how|why|whether|what|not|and|but|as|by|the|an?|[A-Z][a-z]+day)\b)"
)
# "asked Ivo Brand about it", "asked Lund in court why": who is asked may answer.
_ASKED = re.compile(
    r" (?P<whom>him|her|(?:[\w’'-]+ ){0,5}?[A-Z][\w’'-]+)"
    r"(?=,? (?:(?:during|in|at|on) (?:[\w’'-]{1,20} ){1,3})?"
    r"(?:about|whether|if|why|how|what|when|where|who|which)\b)"
)


class Opening(NamedTuple):
    """The pronoun that is the first to be spoken of in a sentence: "In his pitch, …"."""

    gender: str
    start: int
    introduced: bool  # behind a preposition, a conjunction or a participle, not as the subject


def opening_of(text: str, start: int, end: int) -> Opening | None:
    """Return the pronoun that a sentence opens with, before it names anybody."""
    position, introduced = start, False
    for count in range(_OPENING):
        word = _WORD.match(text, position, end)
        if word is None:
            return None
        low = word[1].lower().replace("’", "'")
        if gender := _GENDERS.get(low.split("'")[0], ""):
            return Opening(gender, word.start(1), introduced)
        leads = low in _LEADS or low.endswith("ing")
        if not introduced and low not in _MAY_OPEN and not leads:
            return None
        if count and word[1][0].isupper() and low not in TIMES:
            return None
        introduced = (introduced or (leads and low not in CLAUSE_OPENERS)) and not word[2]
        position = word.end()
    return None


def is_done_to(text: str, end: int, gender: str) -> bool:
    """Tell whether whoever is named before ``end`` acts on "him" or "her" of a gender."""
    found = _DONE_TO.match(text, end)
    return found is not None and _GENDERS[found["whom"]] == gender


def asked_of(text: str, end: int) -> tuple[int, int] | None:
    """Return the place behind "asked" that names who is asked about something, if any does."""
    found = _ASKED.match(text, end)
    return found.span("whom") if found else None
