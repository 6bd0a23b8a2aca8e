"""Where a clause of a sentence begins and ends, and its words as one run of what is said."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.language.function_words import AUXILIARIES, BE, MODALS, PREPOSITIONS, PRONOUNS
from rag.language.speech_verbs import LEMMA_OF, WITH_QUOTATIONS, lemma_is_base
from rag.statements.grammar import (
    JOINTS,
    NOUNS_TOO,
    has_verb,
    is_one_of,
    is_verb_like,
    skip_openers,
)
from rag.statements.sentence_tokens import FoldedSentence, Token, Words

TURNS = frozenset("but and while though although as according".split())
_GOING_ON = (TURNS - {"and", "but"}) | {"a", "an"}
_TO = frozenset({"to"})
_LINKS = frozenset("and but then while also later".split())
_SAID = frozenset({"said", "says"})
_ENDS_QUOTED = frozenset(",?!")
_PLAIN_SPEECH = frozenset("said added says wrote".split())


def clause_start(sentence: FoldedSentence, end: int) -> int:
    """Return the first token of the clause that ends before token ``end``."""
    starts = _bounds(sentence).starts
    before = bisect_left(starts, end)
    first = starts[before - 1] + 1 if before else 0
    begin = skip_openers(sentence.tokens, first, end)
    return first if begin >= end - 1 and sentence.tokens[first].low == "that" else begin


def clause_end(sentence: FoldedSentence, start: int) -> int:
    """Return the token at which the reported clause from ``start`` ends."""
    bounds = _bounds(sentence)
    following = bisect_left(bounds.last, start)
    return bounds.ends[following] if following < len(bounds.ends) else len(sentence.tokens)


class _Bounds(NamedTuple):
    """Where clauses may begin and end in one sentence, rising."""

    starts: list[int]  # the marks behind which they begin
    last: list[int]  # the tokens by which is seen that they end
    ends: list[int]  # where they end, for each of those


@lru_cache(maxsize=8)  # asked once for each verb of a sentence
def _bounds(sentence: FoldedSentence) -> _Bounds:
    tokens = sentence.tokens
    found = _Bounds([], [], [])
    for k, token in enumerate(tokens):
        # "in a post on X. Rain fell": an initial that is no name's ends a sentence.
        letter = len(token.text) == 2 and token.text[1] == "."
        ends = letter and k > 0 and tokens[k - 1].low in ("on", "to", "via", "in")
        if token.text in (";", ":") or ends:
            found.starts.append(k)
        closed = token.kind == "quote" and token.low == "," and _turns(tokens, k + 1)
        closed = closed and not _quotes_on(tokens, k + 1)
        closed = closed or (token.low in _ENDS_QUOTED and is_one_of(tokens, k + 1, _SAID))
        if closed or _ends_clause(tokens, k):
            found.last.append(k)
            found.ends.append(k + 1 if closed else k)
    return found


def is_split(tokens: Sequence[Token], start: int, end: int, follows: int) -> bool:
    """Tell whether who speaks stands between a subject and its verb: "The plan, he said, is late".

    The subject begins at ``start`` and ends before ``end``; the verb may be at ``follows``.
    """
    verb = tokens[follows]
    alone = end - start == _ONE_AND_COMMA and tokens[start].low in _STANDING  # "That, he said, is"
    turned = tokens[start].low == "among" and verb.low in BE  # "Among them, he said, are ports"
    begins = tokens[start].low in PREPOSITIONS or tokens[start].low in PRONOUNS
    begins = begins and not (alone or turned)
    if begins or verb.low.endswith("ing") or not is_verb_like(verb):
        return False
    apposed = verb.low.endswith("ed") and tokens[end].low in LEMMA_OF  # "said Lund, certified"
    plain = all(token.kind != "quote" for token in tokens[start:end])
    return plain and not apposed and not has_verb(tokens, start, end)


_ONE_AND_COMMA = 2  # tokens
_STANDING = frozenset("this that these those it he she they we i you".split())


def _ends_clause(tokens: Sequence[Token], k: int) -> bool:
    token = tokens[k]
    if (token.text == ";" and not _lists_on(tokens, k)) or (
        token.low == "according" and is_one_of(tokens, k + 1, _TO)
    ):
        return True
    return (token.text in JOINTS or token.low in ("and", "but")) and _other_speech(tokens, k)


def _lists_on(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether the semicolon at ``k`` only parts what is listed: "lowering fees; opening"."""
    follows = tokens[k + 1] if k + 1 < len(tokens) else tokens[k]
    if follows.low.endswith("ing") or is_verb_like(follows) or is_one_of(tokens, k + 2, _WELL):
        return True
    colon = next((m for m in range(k - 1, _LABEL, -1) if tokens[m].text == ":"), 0)
    listed = colon > 0 and not any(
        token.low in LEMMA_OF and token.low not in NOUNS_TOO for token in tokens[colon:k]
    )
    return listed and sum(token.text == ";" for token in tokens) > 1


_LABEL = 4  # tokens; "Velm: The port is shut" lists nothing


def _other_speech(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether something else is said behind a comma or "and" at ``k``: ", adding"."""
    follows = k + 1
    while is_one_of(tokens, follows, _LINKS):
        follows += 1
    if follows >= len(tokens):
        return False
    named = follows
    while named < follows + 3 and named + 1 < len(tokens) and tokens[named].capital:
        named += 1
    if named > follows and tokens[k].text == "," and tokens[named].low in _PLAIN_SPEECH:
        return True  # "the port is shut, Tallis says"
    low = tokens[follows].low
    if withholds(tokens, follows):
        return True
    if low in ("he", "she", "they"):
        return is_one_of(tokens, follows + 1, _PLAIN_SPEECH)
    if low not in LEMMA_OF or low in NOUNS_TOO or lemma_is_base(low):
        return low == "according"
    if LEMMA_OF[low] in WITH_QUOTATIONS or _is_named_so(tokens, k, follows):
        return False  # "her husband, Paul, continues to improve"
    return tokens[k].text == "," or not low.endswith("ing")


def _is_named_so(tokens: Sequence[Token], dash: int, k: int) -> bool:
    """Tell whether an aside only gives a name: "the group – called Yes for Velm – has"."""
    named = tokens[k].low == "called" and k + 1 < len(tokens) and tokens[k + 1].capital
    dashes = ("—", "–")
    return named and tokens[dash].text in dashes and any(t.text in dashes for t in tokens[k:])


def withholds(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether somebody says no more at ``k``: "but did not elaborate"."""
    if is_one_of(tokens, k, _STOPPED) and is_one_of(tokens, k + 1, _SHORT):
        return True
    if k < len(tokens) and tokens[k].low in ("declined", "refused"):
        return is_one_of(tokens, k + 1, _TO) and is_one_of(tokens, k + 2, _WITHHELD)
    denied = is_one_of(tokens, k, _DENIED) or is_one_of(tokens, k + 1, _NOT)
    verb = k + 1 + is_one_of(tokens, k + 1, _NOT)
    if denied and is_one_of(tokens, k, _HAVING):
        return is_one_of(tokens, verb, _WITHHELD_BEFORE)
    return denied and is_one_of(tokens, k, _HELPING) and is_one_of(tokens, verb, _WITHHELD)


_STOPPED, _SHORT = frozenset({"stopped"}), frozenset({"short"})
_NOT = frozenset({"not"})
_DENIED = frozenset("didn't wouldn't couldn't hasn't haven't".split())
_HELPING = _DENIED | {"did", "would", "could"}
_HAVING = frozenset("has have hasn't haven't".split())
_WITHHELD = frozenset(
    "say specify elaborate comment answer provide give name identify offer disclose repeat"
    " respond explain mention".split()
)
_WITHHELD_BEFORE = frozenset(
    "said specified elaborated commented answered provided given named identified offered disclosed"
    " responded explained mentioned".split()
)


def _turns(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether the article's own words go on at ``k`` after a quotation and its comma."""
    if k >= len(tokens) or tokens[k].kind != "word":
        return False
    low = tokens[k].low
    if low in ("and", "but") and k + 1 < len(tokens):  # "“It is late,” and left", "but she left"
        verb = is_verb_like(tokens[k + 1]) and tokens[k + 1].low not in AUXILIARIES | MODALS
        return verb or tokens[k + 1].low.split("'")[0] in PRONOUNS
    return low in _GOING_ON or (low.endswith("ing") and not tokens[k].capital)


def _quotes_on(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether "but it" at ``k`` goes on with the same words: to more in quotation marks."""
    if is_one_of(tokens, k, _AS) and is_one_of(tokens, k + 1, _WELL):
        return True
    if not is_one_of(tokens, k, _BOTH) or not is_one_of(tokens, k + 1, PRONOUNS - {"who"}):
        return False
    rest = tokens[k:]
    quoted = next((m for m, token in enumerate(rest) if token.kind == "quote"), 0)
    return quoted > 0 and not any(token.low in LEMMA_OF for token in rest[:quoted])


_AS, _WELL, _BOTH = frozenset({"as"}), frozenset({"well"}), frozenset({"and", "but"})


def quoted_run(sentence: FoldedSentence, p: int) -> list[Words]:
    """Return the quotations that follow each other from token ``p``, or nothing."""
    words: list[Words] = []
    while p < len(sentence.tokens) and sentence.tokens[p].kind == "quote":
        quotation = sentence.quotation(sentence.tokens[p])
        words.append(Words(quotation.words_start, quotation.words_end, "quoted"))
        p += 1
    return words


def before_title(tokens: Sequence[Token], p: int) -> int:
    """Return the quotation before a title in marks: "“It is late,” “Night Ferry” director Lund"."""
    title = p > 0 and tokens[p].kind == "quote" and not tokens[p].low
    titled = title and p + 1 < len(tokens) and tokens[p + 1].text.islower()
    beside = titled and tokens[p - 1].kind == "quote" and tokens[p - 1].low in _ENDED
    return p - 1 if beside else p


_ENDED = frozenset({",", ".", "?", "!"})


def quoted_run_before(sentence: FoldedSentence, p: int) -> list[Words]:
    """Return the quotations that end, one behind another, with token ``p``."""
    words: list[Words] = []
    while p >= 0 and sentence.tokens[p].kind == "quote":
        quotation = sentence.quotation(sentence.tokens[p])
        words.insert(0, Words(quotation.words_start, quotation.words_end, "quoted"))
        p -= 1
    return words


def reported_run(sentence: FoldedSentence, start: int, end: int) -> list[Words]:
    """Return the tokens from ``start`` to ``end`` as one run of words, or nothing."""
    tokens = sentence.tokens
    while end > start and _ends_no_words(tokens, start, end - 1):
        end -= 1
    while start < end and _is_joint(tokens[start]):
        start += 1
    if start >= end or end - start < 2 and tokens[start].kind != "quote":
        return []
    if end - start == 1:
        quotation = sentence.quotation(tokens[start])
        return [Words(quotation.words_start, quotation.words_end, "quoted")]
    return [Words(tokens[start].start, tokens[end - 1].end, "reported")]


def _ends_no_words(tokens: Sequence[Token], start: int, k: int) -> bool:
    """Tell whether words from ``start`` end before ``k``: "which", a full stop, a lone bracket."""
    if tokens[k].text == ")":
        return all(token.text != "(" for token in tokens[start:k])
    return tokens[k].low in _OPENING or tokens[k].text == "(" or _is_joint(tokens[k])


def _is_joint(token: Token) -> bool:
    return token.kind == "mark" and token.text in ".,;:—–-"


# What no words end with: "Lund is a pilot, who, they said, …".
_OPENING = frozenset("who which and but".split())


def named_thing(sentence: FoldedSentence, start: int) -> list[Words]:
    """Return the words of "what he called …": up to the next mark, or one quotation."""
    tokens = sentence.tokens
    end = start
    while end < len(tokens) and tokens[end].kind == "word":
        end += 1
    if end < len(tokens) and tokens[end].kind == "quote":
        return reported_run(sentence, end, end + 1)
    return reported_run(sentence, start, end)
