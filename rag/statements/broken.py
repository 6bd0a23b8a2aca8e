"""Join the pieces of what is said where its own attribution stands in the middle.

"“The port,” she said, “is late.”" is one statement, and so is "the port is late, she said, and
may stay so": neither piece need be able to stand alone. "A storm that she said was near" is one
from "a storm" on. What begins a sentence of its own behind the attribution ("“It is late,” she
said. “We wait.”") is a statement of its own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from rag.language.dates import TIME_WORDS
from rag.language.function_words import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)
from rag.language.speech_verbs import LEMMA_OF
from rag.language.titles import is_role_noun
from rag.statements.circumstances import is_title
from rag.statements.grammar import JOINTS, NOUNS_TOO, is_one_of, is_verb_like
from rag.statements.sentence_tokens import Attribution, Range, Token, Words

_start = attrgetter("start")
_ENDED = frozenset({".", "?", "!"})
_POINTING = frozenset({"citing", "referring", "pointing"})
_STANDS_FOR = frozenset({"which", "who", "whom", "that"})
_TIMED = frozenset("once still also now today tonight yesterday later".split())
_FAR, _SO = frozenset({"far"}), frozenset({"so"})
_NO_NOUNS = SUBORDINATORS | PRONOUNS | (PREPOSITIONS - {"of"})
_LONGEST = 9  # words of what is spoken of


def joined(tokens: Sequence[Token], one: Attribution) -> Attribution:
    """Return an attribution whose words on both sides of it are one run if they are a sentence."""
    start, end = min(one.mention[0], one.cue[0]), max(one.mention[1], one.cue[1])
    for k, (before, behind) in enumerate(zip(one.words, one.words[1:], strict=False)):
        if before.end <= start and end <= behind.start:
            if is_title(tokens, bisect_right(tokens, behind.start, key=_start) - 1):
                # "… to reporters for their book, “Rain”"
                return replace(one, words=(*one.words[: k + 1], *one.words[k + 2 :]))
            if not _goes_on(tokens, before, end, behind):
                return one
            return replace(
                one, words=(*one.words[:k], _run(tokens, before, behind), *one.words[k + 2 :])
            )
    return one


def whole(tokens: Sequence[Token], one: Attribution) -> Attribution:
    """Return an attribution whose first words begin with what they lean on."""
    if not one.words or one.words[0].kind == "quoted":
        return one
    start, end = min(one.mention[0], one.cue[0]), max(one.mention[1], one.cue[1])
    first = bisect_left(tokens, one.words[0].start, key=_start)
    if tokens[min(first, len(tokens) - 1)].start != one.words[0].start:
        return one  # inside a quotation
    if end <= one.words[0].start:
        first = _spoken_of(tokens, bisect_left(tokens, start, key=_start), first)
    elif first and _opens_words(tokens, first - 1):
        first -= 1
    begin = tokens[first].start
    if begin == one.words[0].start:
        return one
    return replace(one, words=(replace(one.words[0], start=begin), *one.words[1:]))


def _run(tokens: Sequence[Token], before: Words, behind: Words) -> Words:
    """Return two pieces as one; quotation marks stay where only one of them is a quotation."""
    if before.kind == behind.kind:
        return Words(before.start, behind.end, before.kind)
    first, last = (
        tokens[bisect_right(tokens, place, key=_start) - 1]
        for place in (before.start, behind.end - 1)
    )
    return Words(min(first.start, before.start), max(last.end, behind.end), "reported")


def _goes_on(tokens: Sequence[Token], before: Words, end: int, behind: Words) -> bool:
    """Tell whether a sentence that ``before`` begins goes on: past a comma, with nobody else."""
    last, first, follows = (
        bisect_right(tokens, place, key=_start) - 1 for place in (before.end - 1, end, behind.start)
    )
    if tokens[follows - 1].text != ",":
        return False
    if tokens[last].low in _ENDED and tokens[follows].text == "Q":
        return False
    return not any(
        token.low in _POINTING or (token.low in LEMMA_OF and token.low not in NOUNS_TOO)
        for token in tokens[first : follows - 1]
    )


def _opens_words(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether a sentence begins with a word that is no mere link: "Once closed", "So far"."""
    low = tokens[k].low
    begins = k == 0 or tokens[k - 1].kind == "mark"
    leads = low in _TIMED or (low == "so" and is_one_of(tokens, k + 1, _FAR))
    even = low == "even" and not is_one_of(tokens, k + 1, _SO)
    return begins and (leads or even)


def _spoken_of(tokens: Sequence[Token], speaker: int, first: int) -> int:
    """Return where words begin that lean on what is before "which she said" or "that she said"."""
    relative = speaker - 1
    while relative > 0 and tokens[relative].low in ADVERBS:
        relative -= 1
    paused = tokens[relative].text == "," and tokens[first - 1].text == ","
    leans = relative > 1 and tokens[relative - 2].kind == "word"
    if paused and leans and tokens[relative - 1].low in ("that", "which"):
        relative -= 1  # "a plan that, she said, would fail"
    if relative < 2:
        return first
    if tokens[relative].low not in _STANDS_FOR:
        counted = tokens[relative].low.endswith("s") and tokens[relative + 1].low in PRONOUNS
        bare = _is_noun(tokens[relative]) or (counted and _is_of_phrase(tokens[relative]))
        bare = bare and tokens[first - 1].low != "that"
        return _phrase_start(tokens, relative) if bare and is_verb_like(tokens[first]) else first
    apart = tokens[relative - 1].text in JOINTS
    if tokens[relative].low == "that" and (apart or not is_verb_like(tokens[first])):
        return first
    last = relative - 1 - apart
    said = tokens[first - 1].low == "that" or tokens[first].low == "as"
    if said or not _is_of_phrase(tokens[last]) or tokens[last].low in TIME_WORDS:
        return first
    begin = _phrase_start(tokens, last)
    if apart and _is_within(tokens, begin, last):
        return first
    dashed = tokens[relative - 1].text in JOINTS - {","}
    return first if dashed and not _is_one_thing(tokens[begin : last + 1]) else begin


def _is_within(tokens: Sequence[Token], begin: int, last: int) -> bool:
    """Tell whether a phrase is only part of one: "talks with a mate, which she said were long"."""
    somebody = is_role_noun(tokens[last].low) and tokens[last + 2].low == "which"
    return somebody or tokens[begin].low.endswith("ing")


def behind_noun(tokens: Sequence[Token], i: int, named: Range) -> Range:
    """Return who speaks behind what is spoken of: "an increase Lund said would be late".

    ``named`` are the tokens before the verb at ``i``; they all name the speaker where no finite
    verb follows it.
    """
    start, end = named
    leans = start > 0 and tokens[start - 1].low in _LEANS
    if leans or not is_one_of(tokens, i + 1, _FINITE) or end - start < _TWO:
        return named
    for k in range(end - 1, start, -1):
        noun = _is_noun(tokens[k - 1])
        if tokens[k].low in _ARTICLES_TOO and noun:
            return (k, end)  # "a move the port says will"
        if tokens[k].low in PREPOSITIONS:
            return named
    k = end
    while k > start and tokens[k - 1].capital:
        k -= 1
    if start < k < end and _is_noun(tokens[k - 1]) and tokens[start].low in ("a", "an"):
        return (k, end)
    plural = tokens[end - 1].low.endswith("s") and not tokens[start].capital
    return (end - 1, end) if k == end and plural else named


_FINITE = (AUXILIARIES | MODALS) - {"be", "been", "being", "having", "do"}
_ARTICLES_TOO = frozenset("the a an some many".split())
_LEANS = _STANDS_FOR | {"what", "and", "or"}
_TWO = 2


def _phrase_start(tokens: Sequence[Token], last: int) -> int:
    """Return where the phrase begins that ends at ``last`` and names what is spoken of."""
    begin = last
    while begin > max(0, last - _LONGEST) and tokens[begin].low not in DETERMINERS:
        if not _is_of_phrase(tokens[begin - 1]):
            break
        begin -= 1
    return begin


def _is_one_thing(phrase: Sequence[Token]) -> bool:
    """Tell whether a phrase before a dash is a noun with its name or article: "a new port –"."""
    named = all(token.capital for token in phrase)
    whole = named or phrase[0].low in DETERMINERS
    return whole and all(token.kind == "word" for token in phrase)


def _is_noun(token: Token) -> bool:
    return token.kind == "word" and token.text.islower() and _is_of_phrase(token)


def _is_of_phrase(token: Token) -> bool:
    """Tell whether a token may be of the phrase that names what is spoken of."""
    own = token.low not in _NO_NOUNS
    return token.kind != "mark" and own and not is_verb_like(token)
