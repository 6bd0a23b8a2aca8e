"""Verbs and noun phrases of English news, as far as attribution needs them."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter

from rag.language.dates import TIME_WORDS
from rag.language.function_words import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE_OPENERS,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
)
from rag.language.speech_verbs import LEMMA_OF
from rag.language.titles import NAME_PARTICLES, ROLE_NOUNS
from rag.statements.sentence_tokens import Range, Token

# A noun that holds words: "released a statement saying", "in an interview", "on Twitter".
WORD_HOLDERS = frozenset(
    "statement tweet letter email e-mail message memo post note interview speech call conference"
    " briefing rally debate hearing report release appearance twitter facebook instagram remarks"
    " tweets video ad op-ed column article editorial blog book memoir filing complaint lawsuit"
    " ruling decision opinion testimony caption text response reply answer phone telephone press"
    " news meeting event radio television tv show program episode podcast segment address".split()
)
# By what somebody says something who is not there: "said by phone", "by text message".
_MEANS = frozenset(
    "phone telephone cellphone mobile email e-mail text message sms video videolink link letter fax"
    " zoom skype whatsapp radio satellite teleconference videoconference".split()
)
# The form is a noun at least as often as a verb.
NOUNS_TOO = frozenset(
    "claim claims call calls report reports note notes question questions attack attacks promise"
    " promises pledge pledges vow vows protest protests comment comments answer answers reply"
    " replies remark remarks counter hint hints signal signals state states text texts post posts"
    " blast blasts charge charges demand demands tweet tweets blame praise echo echoes credit"
    " credits estimate estimates stress urge wonder wonders laugh laughs smile smiles joke jokes"
    " cry cries chant chants offer offers mention mentions caution plot defense dismiss whisper"
    " quips signal complaint request attribute record answer snap sigh yell shout bark fume mock"
    " address rebuke ridicule repeat reason hail slam indicate".split()
)
_IRREGULAR_PAST = frozenset(
    "went took came made gave got had held met sent spoke stood left won lost kept led began broke"
    " brought chose did drew felt fell found fought hit knew let ran rose saw sat set shot stuck"
    " struck threw thought used wrote put read became built bought drove flew forgot grew heard"
    " hung laid lay meant paid rode sang sank sold shook slept spent stole swore taught tore wore"
    " shut cut quit sought caught dealt spread split beat"
    " says tells goes takes comes makes gives gets holds meets sends speaks wants seems plans hopes"
    " believes thinks appears remains".split()
)
_NO_PAST = frozenset("need red bed indeed hundred seed feed speed greed breed creed shed".split())
# By hand, reading the training part of PolNeAR.
_BRIEF = 60  # characters of a quotation inside a noun phrase: the "Morning Joe" host
# What stands before a word of time: "last week".
TIME_LEADS = frozenset("on last this past late early".split())
TIMES = TIME_WORDS | TIME_LEADS
_LAST = TIME_LEADS - {"on"}
_TIMES_TOO = frozenset("now today tonight yesterday later then".split())
_SEASONS = frozenset("spring summer autumn fall winter season weekend".split())
JOINTS = frozenset({",", "—", "–", "-"})
# What begins a clause within another.
JOINERS = SUBORDINATORS | RELATIVES
# What a circumstance begins with: "After the storm", "On Friday", "Today".
INTRODUCING = PREPOSITIONS | SUBORDINATORS | TIME_WORDS
# Short for a day or a month, and as often a name or the end of one.
NAMES_TOO = frozenset("sun sat wed may march april june august".split())
NO_NAMES = INTRODUCING | CLAUSE_OPENERS
_IN_NO_NOUNS = SUBORDINATORS | PRONOUNS | PREPOSITIONS
_NO_NOUNS = PREPOSITIONS | DETERMINERS | SUBORDINATORS | ADVERBS | TIME_WORDS
_PAIRED = frozenset("former current local state federal economic political military".split())
_BESIDE_NAMES = NAME_PARTICLES | ROLE_NOUNS


_start = attrgetter("start")


def token_range(tokens: Sequence[Token], span: Range) -> Range:
    """Return the tokens that begin inside a span of characters."""
    first = bisect_left(tokens, span[0], key=_start)
    last = bisect_left(tokens, span[1], lo=first, key=_start)
    return (first, last) if first < last else (0, 0)


def has_verb(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a verb is surely among the tokens."""
    return any(is_verb_like(tokens[k]) for k in range(max(0, start), min(end, len(tokens))))


def is_verb_like(token: Token) -> bool:
    """Tell whether a word is surely a finite verb: only common ones and regular pasts are known."""
    return token.kind == "word" and not token.capital and _is_verb(token.low)


@lru_cache(maxsize=8192)  # the same words come again and again
def _is_verb(low: str) -> bool:
    if low in AUXILIARIES or low in MODALS or low in _IRREGULAR_PAST or low.endswith("n't"):
        return True
    past = low.endswith("ed") and low not in _NO_PAST and "-" not in low
    return past or (low in LEMMA_OF and low not in NOUNS_TOO)


def is_participle(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether a clause begins with a participle at ``k``: "Speaking in", but not "Fred"."""
    if not tokens[k].low.endswith(("ing", "ed")):
        return False
    if k + 1 >= len(tokens) or not tokens[k].capital:
        return True
    follows = tokens[k + 1]
    return not is_verb_like(follows) and (not follows.capital or follows.low in TIME_WORDS)


def adds_participle(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether the article goes on with a participle: "adding to it", "likely helping"."""
    k += tokens[k].low.endswith("ly") and k + 1 < len(tokens)
    return tokens[k].low.endswith("ing")


def is_capital(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether there is a capitalised word at ``k``."""
    return k < len(tokens) and tokens[k].capital


def ends_name(tokens: Sequence[Token], j: int) -> bool:
    """Tell whether a word of time at ``j`` ends a name: "Theresa May", "USA Today"."""
    too = tokens[j].low in NAMES_TOO or (tokens[j].low in ("today", "now") and tokens[j].capital)
    return too and j > 0 and is_named(tokens[j - 1])


def is_named(token: Token) -> bool:
    """Tell whether a token is a capitalised word that names no time and begins no clause."""
    return token.capital and token.low not in NO_NAMES


def joins_names(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether the word at ``k`` stands between two capitalised ones."""
    return tokens[k - 1].capital and k + 1 < len(tokens) and tokens[k + 1].capital


def names_another(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether a full name at ``k`` ends what is said: "…, said Ida Lund and Ivo Brand."."""
    end = k
    while end < len(tokens) and (tokens[end].capital or tokens[end].low in _BESIDE_NAMES):
        end += 1
    closed = end == len(tokens) or tokens[end].kind == "mark" or tokens[end].low in PREPOSITIONS
    return closed and end - k > 1 and tokens[end - 1].capital and tokens[end - 2].capital


def noun_phrase_start(tokens: Sequence[Token], j: int) -> int | None:
    """Return the first token of the noun phrase that ends at ``j``."""
    k = j
    while k >= 0:
        token = tokens[k]
        brief = token.kind == "quote" and token.end - token.start <= _BRIEF
        if brief and not token.low and 0 < k < j and tokens[k - 1].kind == "word":
            k -= 1  # a few quoted words inside the noun phrase: the "Morning Joe" host
            continue
        if token.text == "%" and k < j and k > 0 and tokens[k - 1].text[0].isdigit():
            return k - 1  # "9% of adults"
        if token.kind != "word":
            break
        low = token.low
        if low in JOINERS:
            paired = k > 0 and tokens[k - 1].low in _PAIRED  # "former and current officials"
            if low == "and" and (paired or joins_names(tokens, k) or _plain_pair(tokens, k)):
                k -= 1
                continue
            break
        if k < j and is_verb_like(token):
            adjective = low.endswith("ed") and k > 0 and tokens[k - 1].low in DETERMINERS
            if not adjective and not (low == "think" and tokens[k + 1].low.startswith("tank")):
                break
        if k < j and low in PRONOUNS:
            break
        k -= 1
    return k + 1 if k < j else None


def _plain_pair(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether "and" at ``k`` joins two nouns that a clause begins with."""
    m = k - 1
    while m >= 0 and tokens[m].kind == "word" and k - m < 9:
        if is_verb_like(tokens[m]) or tokens[m].low in _IN_NO_NOUNS:
            return False
        m -= 1
    return m < k - 1 and (m < 0 or tokens[m].kind != "word")


def trim_phrase(tokens: Sequence[Token], start: int, j: int) -> int:
    """Drop what stands before the noun phrase that ends at ``j``: "But", "On Thursday"."""
    start = skip_openers(tokens, start, j)
    start = _behind_time(tokens, start, j)
    if tokens[start].low not in PREPOSITIONS or start == j:
        return start
    if (named := _name_behind_noun(tokens, start, j)) is not None:
        return named
    for k in range(j, start, -1):
        token = tokens[k]
        if token.low in ("the", "a", "an", "his", "her", "its", "their"):
            before = tokens[k - 1].low
            if before not in PREPOSITIONS or k - 1 == start:
                return k
        if token.low in TIME_WORDS or token.text.isdigit():
            return min(k + 1, j)
    k = j
    while k - 1 > start and (tokens[k - 1].capital or tokens[k - 1].low in NAME_PARTICLES):
        k -= 1
    return k


def _behind_time(tokens: Sequence[Token], start: int, j: int) -> int:
    """Return the first token behind "so far", "last week" or "late last year"."""
    if tokens[start].low == "far" and start < j and tokens[max(0, start - 1)].low == "so":
        start += 1  # "So far the ministry"
    if tokens[start].low in ("late", "early") and tokens[min(start + 1, j)].low in _LAST:
        start += 1  # "late last year the ministry"
    if tokens[start].low in _LAST and tokens[min(start + 1, j)].low in TIME_WORDS | _SEASONS:
        start = min(start + 2, j)  # "Last week the ministry"
    return start


def _name_behind_noun(tokens: Sequence[Token], start: int, j: int) -> int | None:
    """Return the start of a name that follows a noun: "In a letter to them Tallis"."""
    k = j
    while k > start and (tokens[k].capital or tokens[k].low in _BESIDE_NAMES):
        k -= 1
    noun = tokens[k]
    if k in (start, j) or not tokens[k + 1].capital or noun.kind != "word":
        return None
    plain = noun.low not in _NO_NOUNS
    return k + 1 if plain and not noun.low.endswith(("'s", "s'")) else None


def skip_openers(tokens: Sequence[Token], start: int, last: int | None = None) -> int:
    """Return the first token from ``start`` that is no "But", "Meanwhile" or mark."""
    end = len(tokens) - 1 if last is None else last
    while start < end and (tokens[start].low in CLAUSE_OPENERS or tokens[start].kind == "mark"):
        if tokens[start].low in _TIMES_TOO and tokens[start + 1].low in ("is", "was", "would"):
            break  # "Later is better"
        start += 1
    return start


def is_one_of(tokens: Sequence[Token], k: int, words: frozenset[str]) -> bool:
    """Tell whether there is a token at ``k`` and it is one of ``words``."""
    return k < len(tokens) and tokens[k].low in words


def means_end(tokens: Sequence[Token], k: int) -> int | None:
    """Return the end of "by phone" or "by way of apology" at ``k``, if one is there."""
    if not is_one_of(tokens, k, frozenset({"by"})):
        return None
    if is_one_of(tokens, k + 1, frozenset({"way"})) and is_one_of(tokens, k + 2, frozenset({"of"})):
        return min(k + 4, len(tokens))
    end = k + 1 + is_one_of(tokens, k + 1, frozenset({"a", "an"}))
    first = end
    while is_one_of(tokens, end, _MEANS):
        end += 1
    return end if end > first else None
