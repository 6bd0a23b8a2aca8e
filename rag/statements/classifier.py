"""Judge how likely an attribution that the rules found is right.

A logistic model over how it was found; its weights, which stand beside this module, are trained
by ``benchmarks/train_statements.py`` on the training part of PolNeAR.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import repeat

from rag.language.dates import TIME_WORDS
from rag.language.function_words import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE_OPENERS,
    DETERMINERS,
    MODALS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
)
from rag.language.speaker_kinds import noun_kind
from rag.statements.grammar import is_verb_like, token_range
from rag.statements.sentence_tokens import FoldedSentence, Range, Token, Words

# From what benchmarks/train_statements.py shows each threshold to keep of PolNeAR's training part.
THRESHOLD = 0.75  # log odds under which reported words are dropped
# Quotation marks are seldom false: what the rules find is right even at lower odds.
THRESHOLD_OF_MARKED = 0.25

_COMMON = (
    PRONOUNS
    | AUXILIARIES
    | MODALS
    | NEGATIONS
    | DETERMINERS
    | PREPOSITIONS
    | SUBORDINATORS
    | RELATIVES
    | CLAUSE_OPENERS
    | TIME_WORDS
    | ADVERBS
    | frozenset("him her me us them himself herself if reporters it's he's she's".split())
)
_ASIDE = PREPOSITIONS | RELATIVES | {"that", "familiar", "close"}
_ENDINGS = ("'s", "s'", "ed", "ing", "ly", "s")


def is_plausible(odds: float, *, marked: bool) -> bool:
    """Tell whether what was found is to be shown; ``marked``: quotation marks are in it."""
    return odds >= (THRESHOLD_OF_MARKED if marked else THRESHOLD)


def log_odds(features: Iterable[str]) -> float:
    """Return the log odds of being right; features the model never saw count nothing."""
    return sum(map(_weights().get, features, repeat(0.0)))


@cache
def _weights() -> Mapping[str, float]:
    path = files("rag.statements").joinpath("classifier_weights.json")
    weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return weights


def features_of(
    sentence: FoldedSentence,
    i: int,
    lemma: str,
    strength: str,
    named: Range,
    words: Sequence[Words],
) -> tuple[str, ...]:
    """Describe an attribution by what makes it likely or unlikely to be right.

    The cue ends with token ``i``, the tokens of ``named`` name the speaker.
    """
    tokens = sentence.tokens
    start, end = named
    tense = _tense(tokens[i].low, lemma)
    head = _head(tokens, named)
    speaks = _speaker(tokens, named)
    place = "after" if start > i else "next" if end == i else "far" if i - end > 3 else "near"
    kind = _kind(sentence, words)
    size = min(6, (words[0].end - words[0].start) // 25) if words else 0
    before = _shape(tokens, start - 1)
    following = _shape(tokens, i + 1)
    features = [
        "bias",
        f"verb {lemma}",
        f"form {tense}",
        f"{strength} {kind}",
        f"verb {lemma} {strength}",
        f"verb {lemma} {tense}",
        f"verb {lemma} {kind}",
        f"verb {lemma} next {following}",
        f"previous {_shape(tokens, i - 1)}",
        f"next {following}",
        f"first {_shape(tokens, start)}",
        f"speaks {speaks} {kind}",
        f"speaks {speaks} {strength}",
        f"speaks {speaks} {lemma}",
        f"head {head}",
        f"head {head} {kind}",
        f"head {head} {tense}",
        f"before {before}",
        f"before {before} {strength}",
        f"place {place} {strength}",
        f"length {min(6, end - start)}",
        f"size {size} {strength}",
        f"form {tense} {strength} {place}",
        f"headline {sentence.headline} {kind}",
        f"quotations {min(3, len(sentence.quotations))} {kind}",
        f"ends {_shape(tokens, len(tokens) - 1)} {kind}",
    ]
    inside = [k for w in words[:1] for k in range(*token_range(tokens, (w.start, w.end)))]
    if inside:
        features.append(f"opening {_shape(tokens, inside[0])} {kind}")
        features.append(f"verbs {any(is_verb_like(tokens[k]) for k in inside)} {strength}")
    return tuple(features)


def _tense(form: str, lemma: str) -> str:
    for ending in ("ing", "s"):
        if form.endswith(ending):
            return ending
    return "base" if form == lemma else "past"


def _head(tokens: Sequence[Token], named: Range) -> str:
    start, end = named
    if end <= start:
        return "none"
    last = tokens[end - 1]
    if last.low in PRONOUNS or (last.kind == "word" and not last.capital):
        return last.low
    return "Name" if tokens[start].capital else "the Name"


def _speaker(tokens: Sequence[Token], named: Range) -> str:
    """Tell what the noun that names the speaker means: a name, a person, a document, a thing."""
    start, end = named
    ends = (k for k in range(start + 1, end) if tokens[k].kind == "mark" or tokens[k].low in _ASIDE)
    last = next(ends, end) - 1
    if last < start:
        return "none"
    head = tokens[last]
    if head.low in _COMMON:
        return "common"
    if head.text == "%":
        return "people"
    return "name" if head.capital or not head.low.isalpha() else noun_kind(head.low)


def _kind(sentence: FoldedSentence, words: Sequence[Words]) -> str:
    if not words:
        return "none"
    partial = any(w.start <= q.start < w.end for w in words for q in sentence.quotations)
    return "partial" if partial and words[0].kind == "reported" else words[0].kind


def _shape(tokens: Sequence[Token], k: int) -> str:
    """Return a word itself if it is a common one, else what it looks like."""
    if not 0 <= k < len(tokens):
        return "edge"
    token = tokens[k]
    if token.kind == "quote":
        return "quotation" + token.low
    if token.kind == "mark" or token.low in _COMMON:
        return token.low
    return "Name" if token.capital else _looks(token.low)


@lru_cache(maxsize=8192)  # the same words come again and again
def _looks(low: str) -> str:
    if low[0].isdigit():
        return "number"
    return next(("-" + ending for ending in _ENDINGS if low.endswith(ending)), "word")
