"""Resolve "according to X": who that is, and what is said before it or behind it."""

import re
from collections.abc import Sequence

from rag.language.dates import TIME_WORDS, YEAR
from rag.language.function_words import PREPOSITIONS, RELATIVES
from rag.statements.classifier import features_of
from rag.statements.clauses import clause_end, clause_start, is_split, reported_run
from rag.statements.grammar import INTRODUCING, JOINERS, has_verb, is_one_of, skip_openers
from rag.statements.main_clauses import main_clause
from rag.statements.sentence_tokens import Attribution, FoldedSentence, Token, Words
from rag.statements.unsaid import is_forged

# "it went according to plan"
_NO_SOURCES = frozenset("plan plans schedule protocol custom tradition form type size age".split())
_LONG = 8  # words
_WHILE = frozenset({"with", "despite"})
_HERE = frozenset({"here", "here's"})  # "Here are the worst roads, according to"
_ASIDE = JOINERS | {"a", "an"}
_FEW = 4  # words
_JOINING = frozenset({"and", "but"})


def according_to(sentence: FoldedSentence, i: int) -> Attribution | None:
    """Resolve "according to", whose first word is at ``i``."""
    tokens = sentence.tokens
    if not is_one_of(tokens, i + 1, frozenset({"to"})):
        return None
    end = i + 2
    while end < len(tokens) and tokens[end].kind != "quote" and not _breaks(tokens, end):
        if tokens[end].low in ("who", "which", "that"):
            break
        end += 1
    end = _listed_to(tokens, end)
    words = _words_around(sentence, i, end) if end > i + 2 else []
    if not words:
        return None
    if is_forged(tokens, i + 2, end) or (end == i + 3 and tokens[i + 2].low in _NO_SOURCES):
        return None
    mention = (tokens[i + 2].start, tokens[end - 1].end)
    cue = (tokens[i].start, tokens[i + 1].end)
    features = features_of(sentence, i, "according", "according", (i + 2, end), words)
    return Attribution(mention, cue, "according to", tuple(words), False, features)


def _listed_to(tokens: Sequence[Token], end: int) -> int:
    """Return the end of a name that goes on behind a comma: "of Boats", ", Ropes & Sails"."""
    k = end
    while k + 1 < len(tokens) and tokens[k].text == "," and tokens[k + 1].capital:
        k += 2
    joined = k > end and k + 1 < len(tokens) and tokens[k].text in ("&", "and")
    named = tokens[end - 1].capital and any(t.low in ("of", "for") for t in tokens[end - 4 : end])
    return k + 2 if joined and named and tokens[k + 1].capital else end


def _words_around(sentence: FoldedSentence, i: int, end: int) -> list[Words]:
    """Return what is said before or behind "according to X", the tokens from ``i`` to ``end``."""
    tokens = sentence.tokens
    first = skip_openers(tokens, 0)
    follows = end + 1 if end < len(tokens) and tokens[end].text in ",—–" else end
    if follows > end and is_one_of(tokens, follows, RELATIVES):
        comma = next((k for k in range(follows, len(tokens)) if tokens[k].text == ","), end)
        follows = comma + 1
    elif follows > end:
        follows = _behind_apposition(tokens, follows)
    behind = clause_end(sentence, follows)
    rest = reported_run(sentence, follows, behind)
    if all(token.capital or token.kind == "mark" for token in tokens[follows:behind]):
        rest = []  # "according to the chief, Ida Lund"
    if i <= first or _joins_on(tokens, i):
        return rest
    start = clause_start(sentence, i)
    if start > 0 and tokens[start - 1].text == ";" and not has_verb(tokens, start, i):
        start = clause_start(sentence, start - 1)  # "in Velm; in Ostel and Sord, according to"
    words = [] if tokens[start].low in _HERE else reported_run(sentence, start, i)
    if follows in (end, len(tokens)) or is_one_of(tokens, follows, _ASIDE):
        return words
    if rest and is_split(tokens, start, i, follows):
        return [Words(tokens[start].start, rest[-1].end, "reported")]
    if rest and words and _leads_up(tokens, start, i, follows):
        apart = tokens[start].low in _WHILE and i - start > _LONG  # of whom only this is said
        return [] if apart else rest
    goes_on = i - first <= 6 or tokens[follows].kind == "quote"
    return words + rest if goes_on else words


def _behind_apposition(tokens: Sequence[Token], start: int) -> int:
    """Return where what is said begins: "according to Velm Works, the owner, it is shut"."""
    if start >= len(tokens) or tokens[start].low in PREPOSITIONS or tokens[start].kind != "word":
        return start
    for k in range(start + 1, min(len(tokens), start + 16)):
        if tokens[k].text == ",":
            opened = next((m for m in range(start, k) if tokens[m].low in _OPENING), k)
            plain = not has_verb(tokens, start, opened) and not tokens[start].capital
            one = tokens[start].low in ("a", "an")
            follows = main_clause(tokens, k) or (one and _bare_clause(tokens, k))
            return k + 1 if plain and follows else start
        if tokens[k].kind == "quote":
            break
    return start


_OPENING = RELATIVES | {"that"}


def _bare_clause(tokens: Sequence[Token], comma: int) -> bool:
    """Tell whether a clause follows a comma with a bare subject: ", 9 ships are", ", ports are"."""
    first = tokens[comma + 1] if comma + 1 < len(tokens) else tokens[comma]
    leads = first.low in JOINERS | PREPOSITIONS or first.low in _JOINING
    if first.kind != "word" or leads or first.low.endswith(("ing", "ed")):
        return False
    marks = (k for k in range(comma + 1, len(tokens)) if tokens[k].kind != "word")
    return has_verb(tokens, comma + 2, next(marks, len(tokens)))


def _joins_on(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether "and" or "but" stands before a source: "it was late but according to her"."""
    before = i - 1 - (tokens[i - 1].text == ",")
    return before > 0 and is_one_of(tokens, before, _JOINING)


def _leads_up(tokens: Sequence[Token], start: int, end: int, follows: int) -> bool:
    """Tell whether what is said comes behind a source: "In May, according to her, it rained"."""
    plain = all(token.kind == "word" or token.text == "," for token in tokens[start:end])
    phrase = tokens[start].low in INTRODUCING or end - start <= _FEW
    return (
        plain
        and phrase
        and not has_verb(tokens, start, end)
        and has_verb(tokens, follows, len(tokens))
    )


def _breaks(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether a mark at ``k`` ends a noun phrase; one before a year does not."""
    if tokens[k].text == "," and k + 1 < len(tokens) and re.fullmatch(YEAR, tokens[k + 1].text):
        return not is_one_of(tokens, k - 2, TIME_WORDS)  # "a Dec. 6, 1994 report"
    if tokens[k].text == "." and tokens[k - 1].low in ("a.m", "p.m"):
        return False  # "the 4 p.m. advisory"
    return tokens[k].kind == "mark" and tokens[k].text not in "-&/$%#@"
