"""The noun phrase that a clause or a sentence begins with: what "it" and "they" behind it mean."""

from collections.abc import Sequence

from rag.language.dates import TIME_WORDS
from rag.language.function_words import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
)
from rag.language.titles import NAME_PARTICLES
from rag.statements.grammar import (
    is_capital,
    is_participle,
    is_verb_like,
    skip_openers,
    token_range,
)
from rag.statements.sentence_tokens import Range, Token

_PHRASE_ENDS = SUBORDINATORS | RELATIVES | ADVERBS | (PREPOSITIONS - {"of"})
# By hand, reading the training part of PolNeAR.
_LONGEST_THING = 6  # words
_PLURALS = frozenset("people police men women children media staff".split())


def first_subject(tokens: Sequence[Token]) -> Range | None:
    """Return the noun phrase that a sentence begins with, if a verb is in the sentence."""
    if not tokens:
        return None
    found, acts = clause_subject(tokens, skip_openers(tokens, 0), len(tokens))
    if not acts or found is None:
        return None
    first, last = token_range(tokens, found)
    loose = any(t.low in DETERMINERS for t in tokens[first + 1 : last])
    begins = tokens[first].low not in AUXILIARIES | MODALS | ADVERBS | TIME_WORDS | {"no"}
    begins = begins and (last - first > 1 or tokens[first].low not in DETERMINERS)
    return found if begins and not loose and last - first <= _LONGEST_THING else None


def is_plural(phrase: str) -> bool:
    """Tell whether a noun phrase is plural, as far as its last word shows."""
    low = phrase.lower()
    head = low.split(" of ")[0].split()[-1]
    plural = head.endswith("s") and not head.endswith(("ss", "us", "is", "'s", "’s"))
    named = phrase.split(" of ")[0].split()[-1][0].isupper() and " " in phrase  # "The Times"
    return (plural and not named) or head in _PLURALS or " and " in low


def clause_subject(tokens: Sequence[Token], first: int, end: int) -> tuple[Range | None, bool]:
    """Return the noun phrase a clause begins with, and whether a verb follows it there."""
    low = tokens[first].low
    begins = tokens[first].capital or low in DETERMINERS or low in PRONOUNS
    introduces = low in PREPOSITIONS | SUBORDINATORS | TIME_WORDS or is_participle(tokens, first)
    if not begins or low == "there" or (introduces and not tokens[first].text.isupper()):
        return None, False
    base = low.split("'")[0]
    if base in PRONOUNS:
        return (tokens[first].start, tokens[first].start + len(base)), True
    k = first + 1
    while k < end and tokens[k].kind == "word" and k - first < 9 and not is_verb_like(tokens[k]):
        if tokens[k].low in _PHRASE_ENDS or tokens[k].low.endswith("ly"):
            break
        k += 1
    acts = any(is_verb_like(t) for t in tokens[first:end])
    return (tokens[first].start, tokens[_with_apposed_name(tokens, k) - 1].end), acts


def _with_apposed_name(tokens: Sequence[Token], end: int) -> int:
    """Return the end of a noun phrase with the name in it: "His deputy, Ida Lund, turned"."""
    if is_capital(tokens, end - 1) or end >= len(tokens) or tokens[end].text != ",":
        return end
    last = end + 1
    while last < len(tokens) and (tokens[last].capital or tokens[last].low in NAME_PARTICLES):
        last += 1
    closed = last < len(tokens) and tokens[last].text == ","
    return last if closed and last - end > 2 else end
