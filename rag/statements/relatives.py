"""Find where a clause ends that says of somebody what was said: "Lund, who said it was late, left".

What stands behind such a clause is the article's own: what its subject did.
"""

from collections.abc import Sequence

from rag.language.function_words import ADVERBS, AUXILIARIES, MODALS, PREPOSITIONS, RELATIVES
from rag.statements.grammar import JOINTS, has_verb, is_one_of, is_verb_like
from rag.statements.main_clauses import main_clause
from rag.statements.sentence_tokens import Range, Token

_BETWEEN = ADVERBS - AUXILIARIES


def relative_end(tokens: Sequence[Token], cue: int, named: Range, first: int, last: int) -> int:
    """Return where words from ``first`` end because what they are told of somebody in ends.

    ``named`` are the tokens that name who speaks; ``last`` if the words may go on.
    """
    if named[0] > 0 and tokens[named[0] - 1].low in RELATIVES:
        mark = tokens[named[0] - 2].text if named[0] > 1 else "–"  # "which they said was late"
        return _verb_again(tokens, mark if mark in JOINTS else ",", first, last)
    who = named[1] + (tokens[named[1]].text in JOINTS)
    if who > cue or any(_is_apart(token) for token in tokens[who:cue]):
        return last
    saying = who == cue > named[1]  # "Lund, saying it was late, left"
    if not (saying or tokens[who].low in RELATIVES) or has_verb(tokens, 0, named[0]):
        return last
    mark = tokens[who - 1].text if tokens[who - 1].text in JOINTS else ","
    if tokens[0].low in PREPOSITIONS:  # "For Lund, who said it was late, the port was shut"
        clauses = (k for k in range(first + 1, last - 1) if main_clause(tokens, k, mark))
        return next(clauses, last)
    apart = saying or tokens[who - 1].text in JOINTS
    return _verb_again(tokens, mark, first, last, apart=apart)


def _is_apart(token: Token) -> bool:
    """Tell whether a token before a verb shows it to be another clause's: "who came said"."""
    helps = token.low in AUXILIARIES or token.low in MODALS or token.low in ("say", "says")
    return token.kind != "word" or (is_verb_like(token) and not helps)


def _verb_again(
    tokens: Sequence[Token], mark: str, first: int, last: int, *, apart: bool = True
) -> int:
    """Return the mark behind which a verb follows that has its subject before the words."""
    opened = 0  # an aside of the words, between two marks
    for k in range(first + 1, last - 1):
        if tokens[k].kind == "quote" and tokens[k + 1].low in AUXILIARIES and not apart:
            return k + 1 if has_verb(tokens, first, k) else last
        quoted = tokens[k].kind == "quote" and tokens[k].low == mark
        if tokens[k].text != mark and not quoted:
            continue
        verb = k + 1
        while verb < last - 1 and tokens[verb].low in _BETWEEN:
            verb += 1
        acts = is_verb_like(tokens[verb])
        apposed = tokens[verb].low.endswith("ed") and is_one_of(tokens, verb + 1, PREPOSITIONS)
        apposed = apposed and not quoted
        inside = opened and tokens[opened + 1].low in RELATIVES  # "when Lund, who is late, left"
        if (
            acts
            and not inside
            and (has_verb(tokens, first, opened or k) or not (apart and (opened or apposed)))
        ):
            return k + quoted
        opened = 0 if opened else k
    return last
