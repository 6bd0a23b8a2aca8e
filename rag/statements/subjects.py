"""Noun phrases as subjects: right before a speech verb, or where a clause or sentence begins."""

from collections.abc import Sequence
from typing import NamedTuple

from rag.language.dates import TIME_WORDS
from rag.language.function_words import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE_OPENERS,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)
from rag.language.speech_verbs import lemma_is_base
from rag.language.titles import NAME_PARTICLES, SMALL_ROLE_NOUNS, is_role_noun
from rag.statements.grammar import (
    INTRODUCING,
    JOINERS,
    NOUNS_TOO,
    TIME_LEADS,
    TIMES,
    is_capital,
    is_one_of,
    is_participle,
    is_verb_like,
    noun_phrase_start,
    skip_openers,
    token_range,
    trim_phrase,
)
from rag.statements.sentence_tokens import Range, Token

_PHRASE_ENDS = JOINERS | ADVERBS | (PREPOSITIONS - {"of"})
_NO_SUBJECTS = DETERMINERS | PREPOSITIONS | SUBORDINATORS | {"such"}
_NO_NOUNS = _NO_SUBJECTS | ADVERBS
_NOT_OWNED = DETERMINERS | PRONOUNS | SUBORDINATORS
_BEGIN_NO_SUBJECT = AUXILIARIES | MODALS | ADVERBS | TIME_WORDS | {"no"}
# By hand, reading the training part of PolNeAR.
_NOUNS_IN_LY = frozenset("family ally july assembly supply anomaly italy reply bully".split())
_WITH_BE = frozenset("it's they're we're you're".split())
_WITH_HAVE_TOO = frozenset("he's she's".split())  # "he's hailed as …", "he's called for …"
_AS = frozenset({"as"})
_COLON, _COMMA = frozenset({":"}), frozenset({","})
_ARTICLES = frozenset("a an the".split())
_THE, _WHICH = frozenset({"the"}), frozenset("last first next only second third same".split())
_MOMENTS = frozenset("time day week month year moment night morning".split())
_BE_OR_HAVE = frozenset("is are was were has have had will".split())
_REFLEXIVES = frozenset("yourself myself ourselves yourselves oneself".split())
_NO_ITEM = PREPOSITIONS | CLAUSE_OPENERS | TIME_WORDS | SUBORDINATORS
_OPENS_LIST = SUBORDINATORS - {"and", "or"} | {",", ";", ":", "—", "–"}
# What begins what a verb is done to, and follows no noun.
_IN_ROLES = frozenset("shot lead set".split())  # "shot putter", "lead man"
_OBJECTS = frozenset("a an the his her its their".split())
_BEFORE_DETERMINERS = frozenset("all both half such what many quite".split())
_LONGEST_THING = 6  # words
_LONGEST_NAME = 4  # words
_LONGEST_BESIDE = 20  # words
_PARTIES = ("d-", "r-", "i-")  # "R-Velm"
_PLURALS = frozenset("people police men women children media staff".split())
# Words that need no noun to be a subject: "others said".
_ALONE = frozenset("another others many some most few several both all one two three".split())


class Subject(NamedTuple):
    """What was found left of a verb."""

    cue: int  # the first token of the cue
    mention: Range | None  # names the speaker; None: that stands on the right of the verb
    edge: int | None  # what is said may end before this token; None: nothing on the left is said


def plain_subject(tokens: Sequence[Token], i: int, j: int) -> Subject | None:
    """Return the noun phrase that ends at ``j`` as the subject of the verb at ``i``."""
    previous = tokens[j]
    base = previous.low.split("'")[0]
    if base in PRONOUNS:
        praised = previous.low in _WITH_HAVE_TOO and is_one_of(tokens, i + 1, _AS)
        passive = (previous.low in _WITH_BE or praised) and tokens[i].low.endswith("ed")
        return None if passive else Subject(i, (previous.start, previous.start + len(base)), j)
    if previous.low in _ALONE:
        noun = previous.low == "another" and lemma_is_base(tokens[i].low)  # "another note"
        return None if noun else Subject(i, (previous.start, previous.end), j)
    if previous.low in _NO_SUBJECTS or previous.low in _REFLEXIVES:
        return None
    if previous.text.isdigit() and j > 0 and tokens[j - 1].low in TIME_WORDS:
        return None  # "on Sept. 19 said"
    noun = tokens[i].low in NOUNS_TOO and not previous.capital and not previous.low.endswith("s")
    owner = previous.low.endswith(("'s", "s'"))
    if noun or (owner and (not previous.capital or _is_owned(tokens, i))):
        return None  # "Smith's claims", "Smith's announced departure", but "McDonald's said"
    if _is_reduced(tokens, i, j) or _is_noun_of_two(tokens, i, j):
        return None
    start = noun_phrase_start(tokens, j)
    if start is None or _is_named_so(tokens, i, start, j):
        return None
    if lemma_is_base(tokens[i].low) and _is_one_thing(tokens, start, j):
        return None  # one "says"; but: gives voters "a direct say"
    start = _restarted(tokens, start, j)
    if head := _before_relative(tokens, start):
        return Subject(i, (tokens[trim_phrase(tokens, *head)].start, tokens[head[1]].end), head[0])
    start = (
        _tagged(tokens, start) or _name_before(tokens, start, j) or _list_start(tokens, start, j)
    )
    return Subject(i, (tokens[trim_phrase(tokens, start, j)].start, previous.end), start)


def _tagged(tokens: Sequence[Token], start: int) -> int:
    """Return where a name begins before "Jr." or "R-Velm" at ``start``, or 0: "Lund, Jr. said"."""
    tag = tokens[start].low.rstrip(".") in ("jr", "sr") or tokens[start].low[:2] in _PARTIES
    if not tag or start < 2 or tokens[start - 1].text != "," or not tokens[start - 2].capital:
        return 0
    first = start - 2
    while first > 0 and start - first <= _LONGEST_NAME and tokens[first - 1].capital:
        first -= 1
    return first


def beside_with(tokens: Sequence[Token], j: int) -> Range | None:
    """Return who acts beside a clause that ends at ``j``: "with Lund, its chief, warning"."""
    if tokens[j].text != ",":
        return None
    end = j
    for k in range(j - 1, max(0, j - _LONGEST_BESIDE), -1):
        if tokens[k].text == ",":
            end = k
        elif tokens[k].kind != "word" or is_verb_like(tokens[k]):
            return None
        elif tokens[k].low == "with" and tokens[k - 1].text == ",":
            named = end < j and end > k + 1 and tokens[k + 1].capital
            return (tokens[k + 1].start, tokens[end - 1].end) if named else None
    return None


def name_apposed(tokens: Sequence[Token], start: int, j: int) -> int:
    """Return where a name begins whose apposition is the noun phrase at ``start``, or that.

    "He met Ida Lund, a clerk at the ports, who said"
    """
    described = tokens[start].low in _ARTICLES and is_one_of(tokens, j + 1, _COMMA)
    if not described or start < 3 or tokens[start - 1].text != ",":
        return start
    first = start - 1
    while first > 0 and start - first <= _LONGEST_NAME and tokens[first - 1].capital:
        first -= 1
    return first if start - first > 2 else start


def with_name(tokens: Sequence[Token], named: Range) -> Range:
    """Add to "the report's author" the name behind it: "the report's author, Monica Jones,"."""
    start, end = named
    if is_capital(tokens, end - 1) or end >= len(tokens) or tokens[end].text != ",":
        return named
    last = end + 1
    while is_capital(tokens, last):
        last += 1
    closed = last >= len(tokens) or tokens[last].kind == "mark"
    return (start, last) if closed and last - end > 2 else named


def _name_before(tokens: Sequence[Token], start: int, j: int) -> int:
    """Return where a name begins that what somebody is stands behind, or 0.

    "…, Ida Lund, chief of the ports said": no comma closes it.
    """
    ends = (k for k in range(start, j + 1) if tokens[k].low in PREPOSITIONS)
    noun = next(ends, j + 1) - 1
    if noun < start or start < 3 or not is_role_noun(tokens[noun].low) or tokens[noun].capital:
        return 0
    first = start - 1
    while first > 0 and start - first <= _LONGEST_NAME and tokens[first - 1].capital:
        first -= 1
    named = tokens[start - 1].text == "," and start - first > 2
    if named and first > 1 and is_role_noun(tokens[first - 2].low):
        return 0  # "Thanking her husband, Ivo Brand, the nominee said"
    return first if named and (first == 0 or tokens[first - 1].text == ",") else 0


def _list_start(tokens: Sequence[Token], start: int, j: int) -> int:
    """Return where a list begins that ends with "X and Y": "inmates, lawyers and doctors"."""
    first = best = start
    joined = any(token.low == "and" for token in tokens[start:j])
    while joined and first > 1 and tokens[first - 1].text == ",":
        item = noun_phrase_start(tokens, first - 2)
        if item is None or not _is_item(tokens, item, first - 1, named=tokens[j].capital):
            break
        first = item
        behind = tokens[first - 1] if first else None
        if behind is None or behind.text in _OPENS_LIST or behind.kind == "quote":
            best = first
    return best


def _is_item(tokens: Sequence[Token], start: int, end: int, *, named: bool) -> bool:
    """Tell whether a noun phrase may be one of a list of speakers: "lawyers", "the U.S."."""
    last = tokens[end - 1]
    alike = last.capital or (not named and last.low.endswith("s"))
    plain = not any(
        token.low in _NO_ITEM or token.low.endswith("ly") or token.text[0].isdigit()
        for token in tokens[start:end]
    )
    return alike and plain and end - start <= _LONGEST_THING


def _is_owned(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether the form at ``i`` is a noun, or says something of the noun behind it."""
    follows = tokens[i + 1] if i + 1 < len(tokens) else None
    noun = follows and follows.kind == "word" and not follows.capital
    noun = noun and follows and follows.low not in _NOT_OWNED
    return tokens[i].low in NOUNS_TOO or (tokens[i].low.endswith("ed") and bool(noun))


def _is_noun_of_two(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Tell whether the form at ``i`` is a noun with two words before it: "film and TV credits"."""
    joined = j > 1 and tokens[j - 1].low == "and" and tokens[j - 2].kind == "word"
    return joined and tokens[i].low in NOUNS_TOO and not tokens[j - 2].capital


def _is_named_so(tokens: Sequence[Token], i: int, start: int, j: int) -> bool:
    """Tell whether a bare form is a noun behind one thing's name: "centers around a Skype call"."""
    bare = tokens[i].low in NOUNS_TOO and lemma_is_base(tokens[i].low) and j == i - 1
    if not bare or not tokens[j].capital or is_one_of(tokens, i + 1, _COLON):
        return False
    if tokens[j - 1].low in ("a", "an"):
        return True
    ends = (k for k in range(start, j) if tokens[k].low in PREPOSITIONS)
    head = tokens[max(start, next(ends, j + 1) - 1)]
    joined = any(token.low == "and" for token in tokens[start:j])
    return not joined and not is_plural(head.text) and not is_plural(tokens[j].text)


def _is_reduced(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Tell whether a past form only describes: "notes issued last month had a yield"."""
    if tokens[j].capital and j > 0 or not tokens[i].low.endswith("ed"):
        return False
    if j == i - 1 and is_one_of(tokens, i + 1, _BE_OR_HAVE):
        return True  # "one of the projects announced is a film"
    k = i + 1
    while is_one_of(tokens, k, TIMES):
        k += 1
    return k > i + 1 and k < len(tokens) and is_verb_like(tokens[k])


def _restarted(tokens: Sequence[Token], start: int, j: int) -> int:
    """Return where the subject begins behind a noun it says something of.

    "a measure analysts said was late", "a finding one sheriff called alarming".
    """
    if tokens[start].low not in ("a", "an"):
        return start
    for k in range(j, start + 1, -1):
        noun = tokens[k - 1]
        known = noun.low in _NO_NOUNS
        if tokens[k].low in ("one", "some", "many") and not known:
            return k
    joined = any(t.low in ("of", "and") or t.low in PREPOSITIONS for t in tokens[start:j])
    plural = tokens[j].low.endswith("s") and not tokens[j].low.endswith(("ss", "us", "'s"))
    counted = tokens[start + 1].low in ("few", "dozen", "hundred", "couple")
    return j if plural and j - start == 2 and not joined and not counted else start


def _is_one_thing(tokens: Sequence[Token], start: int, j: int) -> bool:
    """Tell whether a noun phrase ends with "a" or "an", at most one word and a singular noun."""
    near = any(token.low in ("a", "an") for token in tokens[max(start, j - 2) : j])
    joined = any(token.low in ("of", "and") for token in tokens[start:j])
    return near and not joined and not tokens[j].low.endswith("s") and not tokens[j].capital


def _before_relative(tokens: Sequence[Token], start: int) -> Range | None:
    """Return what "who" stands for in "friends who have seen him lately say"."""
    for m in range(start - 1, max(0, start - 12), -1):
        if tokens[m].kind != "word" or tokens[m].low in SUBORDINATORS:
            return None
        if tokens[m].low == "who":
            head = noun_phrase_start(tokens, m - 1) if tokens[m - 1].kind == "word" else None
            return None if head is None else (head, m - 1)
    return None


def first_subject(tokens: Sequence[Token]) -> Range | None:
    """Return the noun phrase that a sentence begins with, if a verb is in the sentence."""
    if not tokens:
        return None
    found, acts = clause_subject(tokens, skip_openers(tokens, 0), len(tokens))
    if not acts or found is None:
        return None
    first, last = token_range(tokens, found)
    loose = any(t.low in DETERMINERS for t in tokens[first + 1 : last])
    begins = tokens[first].low not in _BEGIN_NO_SUBJECT
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
    begins = begins or low.startswith(("then-", "ex-"))  # "then-President Ida Lund"
    introduces = low in INTRODUCING or is_participle(tokens, first)
    introduces = introduces or _is_moment(tokens, first)
    if not begins or low == "there" or (introduces and not tokens[first].text.isupper()):
        return None, False
    base = low.split("'")[0]
    if base in PRONOUNS:
        return (tokens[first].start, tokens[first].start + len(base)), True
    k = first + 1
    while k < end and tokens[k].kind == "word" and k - first < 9:
        if is_verb_like(tokens[k]) and not _leads_to_name(tokens, k, end):
            break
        adverb = tokens[k].low.endswith("ly") and tokens[k].low not in _NOUNS_IN_LY
        # "the winner of that race"
        pointing = tokens[k].low == "that" and tokens[k - 1].low == "of"
        if (tokens[k].low in _PHRASE_ENDS and not pointing) or adverb or _says_when(tokens, k):
            break
        if k + 1 < end and _takes(tokens[k], tokens[k + 1]):
            return (tokens[first].start, tokens[k - 1].end), True
        k += 1
    if k == first + 1 and low in DETERMINERS and low not in _ALONE:
        return None, False
    acts = any(is_verb_like(t) for t in tokens[first:end])
    return (tokens[first].start, tokens[_with_apposed_name(tokens, k) - 1].end), acts


def _is_moment(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether a clause begins with when: "The last time Norland paid, Lund said"."""
    which = is_one_of(tokens, first, _THE) and is_one_of(tokens, first + 1, _WHICH)
    return which and is_one_of(tokens, first + 2, _MOMENTS) and is_capital(tokens, first + 3)


def _leads_to_name(tokens: Sequence[Token], k: int, end: int) -> bool:
    """Tell whether what looks like a verb is in a role: "shot putter Ida Lund"."""
    role = k + 2 < end and tokens[k + 1].low in SMALL_ROLE_NOUNS and tokens[k + 1].text.islower()
    return role and tokens[k].low in _IN_ROLES and tokens[k + 2].capital


def _takes(verb: Token, what: Token) -> bool:
    """Tell whether a word must be a verb, as a determiner follows it: "Tallis ends her piece"."""
    small = verb.text.islower() and verb.low.isalpha() and not verb.low.endswith("ing")
    noun = verb.low in DETERMINERS or verb.low in PREPOSITIONS or verb.low in _BEFORE_DETERMINERS
    return small and not noun and what.low in _OBJECTS


def _says_when(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether "last week" begins at ``k``."""
    return is_one_of(tokens, k, TIME_LEADS) and is_one_of(tokens, k + 1, TIME_WORDS)


def _with_apposed_name(tokens: Sequence[Token], end: int) -> int:
    """Return the end of a noun phrase with the name in it: "His deputy, Ida Lund, turned"."""
    if is_capital(tokens, end - 1) or end >= len(tokens) or tokens[end].text != ",":
        return end
    last = end + 1
    while last < len(tokens) and (tokens[last].capital or tokens[last].low in NAME_PARTICLES):
        last += 1
    closed = last < len(tokens) and tokens[last].text == ","
    return last if closed and last - end > 2 else end
