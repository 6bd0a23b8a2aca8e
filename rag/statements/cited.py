"""Find whom somebody lets speak: "quoted Lund as saying it was late, and warning of a strike"."""

from collections.abc import Sequence

from rag.language.function_words import DETERMINERS
from rag.language.speech_verbs import LEMMA_OF
from rag.statements.grammar import TIMES, is_verb_like
from rag.statements.sentence_tokens import Range, Token

CITING = frozenset({"cite", "quote"})
_FORMS = frozenset("quoted quotes quoting cited cites citing".split())
_FAR = 24  # words
_NEAR = 16  # words


def lets_speak(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether another speaks behind ``i``: "cited the pilot as saying"."""
    ends = (k for k in range(i + 1, min(i + _NEAR, len(tokens))) if tokens[k].kind == "quote")
    near = range(i + 1, next(ends, min(i + _NEAR, len(tokens) - 1)))
    return any(tokens[k].low == "as" and _tells(tokens, k + 1) for k in near)


def whom_cited(tokens: Sequence[Token], j: int) -> Range | None:
    """Return who is quoted by another before ``j``: "quoted Lund as saying …, and warning"."""
    if tokens[j].low not in ("as", "and"):
        return None
    reach = range(j, max(0, j - _FAR), -1)
    end = next((k for k in reach if tokens[k].low == "as" and _tells(tokens, k + 1)), 0)
    for k in range(end - 1, max(0, end - _FAR), -1):
        if tokens[k].kind == "quote" or is_verb_like(tokens[k]) and tokens[k].low not in _FORMS:
            return None
        if tokens[k].low in _FORMS and k + 1 < end:
            named = tokens[k + 1].capital or tokens[k + 1].low in DETERMINERS
            last = next((m for m in range(k + 2, end) if tokens[m].low in TIMES), end)
            return (tokens[k + 1].start, tokens[last - 1].end) if named else None
    return None


def _tells(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether "saying" or another form of a verb of speech stands at ``k``."""
    return tokens[k].low.endswith("ing") and tokens[k].low in LEMMA_OF
