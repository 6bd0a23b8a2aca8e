"""Tell where what stands behind a verb of speech is done and not said: "declared bankruptcy"."""

from collections.abc import Sequence

from rag.language.function_words import (
    ARTICLES,
    DETERMINERS,
    OBJECT_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
)
from rag.language.speech_verbs import TELLING
from rag.statements.grammar import has_verb, is_verb_like
from rag.statements.sentence_tokens import Token

# Behind these a thing is no words, only a clause is: "added a goal", "wrote a book".
_OF_CLAUSES = frozenset("add claim concede conclude declare observe tweet write".split())
_ASKS = frozenset("how why what whether if there to responsibility".split())
_NO_THINGS = _ASKS | PRONOUNS | PREPOSITIONS
_NO_TALE = RELATIVES | {"with"}  # "warned them with a shout"
_OPENS = RELATIVES | {"that", "whose", "where", "whom"}
# What is turned down or kept by what is said against it or for it.
_CLAIMED = frozenset(
    "idea ideas notion notions claim claims suggestion suggestions allegation allegations"
    " accusation accusations assertion assertions argument arguments criticism criticisms"
    " characterization theory theories concern concerns reports rumors rumours remarks comments"
    " label term attack attacks comparison comparisons view views premise".split()
)
_DECIDED = frozenset(
    "request requests motion motions bid petition petitions appeal appeals application"
    " applications entry access bail parole visa visas case cases lawsuit lawsuits suit suits"
    " charge charges complaint complaints challenge".split()
)
_HELD = frozenset("title titles seat seats crown championship".split())
_GOODS = frozenset("its certain all some about more".split())
_GREETINGS = frozenset(
    "goodbye goodbyes farewell farewells prayer prayers hello psalm psalms rosary".split()
)
_REASONS = frozenset({"for", "as"})
_STRUCK = frozenset(
    "into across past with bar ball home wide off through racket rackets music".split()
)


def is_deed(tokens: Sequence[Token], lemma: str, first: int, last: int) -> bool:
    """Tell whether the tokens from ``first``, right behind a verb, are what is done by it."""
    lead = _lead(tokens, first, last)
    held = [token.low for token in tokens[first:lead]]
    opening = held[0] if held else ""
    if lemma == "respond" and opening == "to":
        return not any(token.text == "Q" for token in tokens[first:last])
    if not held or (lead < last and _goes_on(tokens, lead)):
        return False
    if lemma in _OF_CLAUSES:
        own = lemma != "tweet" or opening in ARTICLES
        brief = min(lead, first + 6) if lemma != "claim" and opening in DETERMINERS else lead
        return own and opening not in _NO_THINGS and _is_thing(tokens, first, brief)
    quoted = any(token.kind == "quote" for token in tokens[first:last])
    if lemma in TELLING:
        unnamed = lemma == "ask" and held[:3] == ["not", "to", "be"]
        if unnamed or opening in _NO_TALE:
            return unnamed or (lemma != "ask" and not quoted)
        beside = opening.endswith("ing") and tokens[first - 1].kind == "word"
        return beside and not quoted and not has_verb(tokens, first, lead)
    known = {
        "call": {"into", "question"} <= set(held) or _is_reached(held),
        "boast": opening not in ("of", "about", "that", "to")
        and not has_verb(tokens, first + 1, lead),
        "argue": _is_case(held) and not has_verb(tokens, first, lead),
        "acknowledge": opening in OBJECT_PRONOUNS - {"her"} and not has_verb(tokens, first, lead),
        "mutter": opening == "to",
        "announce": opening in ("at", "during"),
        "confirm": opening in OBJECT_PRONOUNS and not has_verb(tokens, first, lead),
        "recall": opening in _GOODS or tokens[first].capital and not has_verb(tokens, first, lead),
        "say": not _GREETINGS.isdisjoint(held[:3]),
        "shout": opening in PREPOSITIONS,
        "yell": opening in PREPOSITIONS,
        "propose": (opening in PREPOSITIONS and opening != "to") or held[:2] == ["the", "first"],
        "cite": not _SOURCES.isdisjoint(held[:3]) and not has_verb(tokens, first, lead),
        "respond": opening in PREPOSITIONS,
        "defend": not _HELD.isdisjoint(held),
        "reject": not quoted and _CLAIMED.isdisjoint(held),
        "deny": not _DECIDED.isdisjoint(held),
        "dismiss": not quoted and not _DECIDED.isdisjoint(held),
    }
    hits = lemma in ("slam", "blast") and not _STRUCK.isdisjoint(held[:7])
    return known.get(lemma, hits and not quoted and _REASONS.isdisjoint(held))


def _is_reached(held: Sequence[str]) -> bool:
    """Tell whether somebody is called by telephone or as a witness: "called 911", "no pilots"."""
    follows = held[1] if len(held) > 1 else ""
    him = held[0] in OBJECT_PRONOUNS and (follows in PREPOSITIONS or follows in ("back", "and"))
    line = held[0] in DETERMINERS and not _LINES.isdisjoint(held[1:5])
    return him or line or held[0] in _REACHED or held[0].isdigit()


def _is_case(held: Sequence[str]) -> bool:
    """Tell whether a case is argued at court: "argued the case before them"."""
    return held[0] in DETERMINERS and not _CASES.isdisjoint(held[1:4])


_CASES = frozenset({"case", "cases", "appeal"})
_LINES = frozenset({"number", "hotline"})


# Who is cited, not what: "citing two people familiar with the matter".
_SOURCES = frozenset("people person source sources officials".split())
_REACHED = frozenset(
    "911 999 police in no numerous several two three four five six seven eight nine ten".split()
)


def _goes_on(tokens: Sequence[Token], lead: int) -> bool:
    """Tell whether what is said comes behind the phrase that ends at ``lead``."""
    behind = lead + 1 < len(tokens) and tokens[lead + 1].kind == "quote"
    return behind or tokens[lead].kind == "quote" or tokens[lead].text == ":"


def _lead(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return where the first phrase from ``first`` ends: at a mark or a quotation."""
    marks = ("mark", "quote")
    own = (k for k in range(first, last) if tokens[k].kind in marks and tokens[k].text not in "$%#")
    return next(own, last)


def _is_thing(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether a noun phrase is all there is: "the goal that was the last", "cornerback"."""
    opened = next((k for k in range(first, last) if _opens(tokens, k)), last)
    if has_verb(tokens, first, opened):
        return False
    verbs = sum(
        is_verb_like(tokens[k]) and not is_verb_like(tokens[k - 1]) for k in range(opened, last)
    )
    return verbs <= 1 if opened < last else verbs == 0


def _opens(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether a relative clause, or more that is done, begins at ``k``: "and left"."""
    more = tokens[k].low == "and" and has_verb(tokens, k + 1, k + 2)
    return more or tokens[k].low.removesuffix("'s") in _OPENS


def is_struck(tokens: Sequence[Token], lemma: str) -> bool:
    """Tell whether ``tokens`` name a storm, which slams coasts and nobody else."""
    return lemma in ("slam", "blast") and any(token.low in _STORMS for token in tokens)


_STORMS = frozenset("hurricane cyclone typhoon storm tornado tsunami".split())
