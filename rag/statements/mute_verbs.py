"""Tell where a form of a verb of speech says nothing: a noun, a passive, a thing that is told."""

from collections.abc import Sequence

from rag.language.dates import TIME_WORDS
from rag.language.function_words import (
    BE,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)
from rag.language.speech_verbs import LEMMA_OF, lemma_is_base
from rag.language.titles import is_role_noun
from rag.statements.cited import CITING, lets_speak
from rag.statements.grammar import NOUNS_TOO, TIMES, has_verb, is_one_of, is_verb_like, means_end
from rag.statements.sentence_tokens import Token

_STRONG = frozenset({"that", ":", ",", "."})
# What follows a verb that says nothing: "stressed and tired", "the rocket blasted off".
_SAYING_NOTHING = {
    "ask": frozenset({"questions"}),
    "call": frozenset("out off up back".split()),
    "hint": frozenset({"at"}),
    "blast": frozenset("off away past into through a an".split()),
    "hail": frozenset({"from"}),
    "note": frozenset({"for"}),
    "recall": frozenset("for over after in involving affecting report of on due".split()),
    "stress": frozenset("and out about".split()),
    "yell": frozenset({"at"}),
    "shout": frozenset({"at"}),
    "slam": frozenset({"into"}),
}
_LIKE = frozenset({"like"})  # "quips like “no way”"
_AND = frozenset({"and", "or"})
_THAT = frozenset({"that"})
_TOLD = frozenset("me you us him her them".split())
# What is told and is not said; none: whatever is boasted of.
_OF_THINGS = {
    "tell": frozenset("story stories tale tales truth lie lies time difference joke jokes".split()),
    "boast": frozenset[str](),
    "ask": frozenset("question questions".split()),
    "claim": frozenset(
        "life lives title titles victory gold medal crown spot trophy emmy emmys oscar"
        " oscars grammy grammys award awards prize prizes championship".split()
    ),
}
_THE = frozenset({"the"})
_ARTICLES = frozenset({"a", "an"})
# What is called, not named: "called a meeting".
_EVENTS = frozenset(
    "meeting summit session conference election referendum vote strike briefing rally".split()
)
_OF_MANY = MODALS | {"are", "were", "have"}
_COUNTS = frozenset("two three four five six seven eight nine ten several many".split())
_NOUNS_OF = frozenset("estimate report claim question answer promise mention note".split())
_OF_OR_FOR = frozenset({"of", "for"})
_RATHER_NOUNS = frozenset("state counter report answer".split())
_OF_STATES = frozenset(
    "baltic gulf arab nordic eastern western southern northern southeastern southwestern swing"
    " member blue red battleground neighboring neighbouring other nearby coastal all both".split()
)
_NAME = 24  # characters between quotation marks that may be a name


def _is_brief(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether a few quoted words stand at ``k``, with no capital letter or no full stop."""
    quoted = k < len(tokens) and tokens[k].kind == "quote"
    return quoted and tokens[k].end - tokens[k].start < _NAME and tokens[k].low in ("", ",")


def says_nothing_at(tokens: Sequence[Token], i: int, lemma: str) -> bool:
    """Tell whether the form at ``i`` is a noun or a passive: "the states", "recalled for"."""
    late = is_one_of(tokens, i + 1, _LATELY) and not tokens[i].low.endswith("ing")
    by = i + 1 + late  # "announced by the ports", "cited previously by the ports"
    if is_one_of(tokens, by, frozenset({"by"})) and means_end(tokens, by) is None:
        return i == 0 or tokens[i - 1].low not in PRONOUNS  # but "he said by himself"
    if (
        _is_told_of(tokens, i, lemma)
        or _does_more(tokens, i, lemma)
        or is_one_of(tokens, i + 1, _SAYING_NOTHING.get(lemma, _LIKE))
    ):
        return True
    if tokens[i].low in NOUNS_TOO and _is_noun(tokens, i, lemma):
        return True
    if lemma in _OF_THINGS and _has_thing(tokens, i, _OF_THINGS[lemma]):
        return True
    if lemma == "call" and is_one_of(tokens, i + 1, _ARTICLES):
        end = i + 2
        while end < len(tokens) and tokens[end].kind == "word" and tokens[end].low not in _EVENTS:
            end += 1
        return end < min(len(tokens), i + 6) and tokens[end].kind == "word"
    if lemma not in _RATHER_NOUNS or not tokens[i].low.endswith(("s", "e")):
        return False
    if lemma == "state" and i and tokens[i - 1].low in _OF_STATES:
        return True
    quotation = i + 1 < len(tokens) and tokens[i + 1].kind == "quote"
    return not quotation and not is_one_of(tokens, i + 1, _STRONG)


def _is_told_of(tokens: Sequence[Token], i: int, lemma: str) -> bool:
    """Tell whether a form says something of a noun: "newly confirmed", "accused of theft"."""
    before = tokens[i - 1].low if i else ""
    if lemma == "cite" and is_one_of(tokens, i + 1, BE):
        return True  # "one cause she cited was"
    if not tokens[i].low.endswith("ed"):
        return False
    if before == "newly" or (before == "or" and tokens[i - 2].low in _PERHAPS):
        return True
    if lemma not in _OBJECT_FIRST or not is_one_of(tokens, i + 1, _OF_OR_FOR):
        return False
    whom = any(token.low in _WHOM for token in tokens[max(0, i - _NEAR) : i])
    return not (whom or any(token.kind == "quote" for token in tokens[i : i + _NEAR]))


_PERHAPS = frozenset("probable suspected possible likely alleged".split())
_OBJECT_FIRST = frozenset({"accuse", "blame", "criticize", "criticise", "praise"})
_WHOM = frozenset({"whom", "which", "who"})
_NEAR = 6  # words
_LATELY = frozenset("previously recently earlier later yesterday today".split()) | TIME_WORDS


def _does_more(tokens: Sequence[Token], i: int, lemma: str) -> bool:
    """Tell whether something is done at ``i``: "wrote and recorded songs", "recalled pumps"."""
    if lemma == "recall" and (_is_brief(tokens, i + 1) or _takes_back(tokens, i)):
        return True  # "recalled “Sea Lion,” a pump"
    if is_one_of(tokens, i + 1, _AND) and _acts(tokens, i + 2):
        return True
    if lemma in CITING and lets_speak(tokens, i):
        return True
    return lemma == "call" and _names_thing(tokens, i)


def _takes_back(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether goods are recalled at ``i``: "is recalling pumps", "recalls 900 pumps"."""
    goes_on = tokens[i].low == "recalling" and i > 0 and tokens[i - 1].low in BE
    return goes_on or (i + 1 < len(tokens) and tokens[i + 1].text[0].isdigit())


def _names_thing(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a thing is brought in by its name at ``i``: "a new pump called “Sea Lion”"."""
    named = _is_name(tokens, i + 1 + is_one_of(tokens, i + 1, _THE))
    quoted = tokens[i].low == "called" and named
    noun = tokens[i - 1] if i else tokens[i]
    if quoted and i > 1 and noun.text == ",":  # "its service, called “Sea Lion,”"
        noun = tokens[i - 2]
        return noun.kind == "word" and not noun.capital and not is_role_noun(noun.low)
    if not quoted or noun.capital or is_role_noun(noun.low):
        return False
    for k in range(i - 2, max(-1, i - 6), -1):
        if tokens[k].kind != "word" or tokens[k].low in PREPOSITIONS:
            return False
        if tokens[k].low in _ARTICLES:
            return True
    return False


def _is_name(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether a quotation, or a name and no more of a phrase, begins at ``k``."""
    end = k
    while end < len(tokens) and (tokens[end].capital or tokens[end].low in _IN_NAMES):
        end += 1
    if end == k:
        return k < len(tokens) and tokens[k].kind == "quote"
    if end == len(tokens):
        return True
    low = tokens[end].low
    ends = tokens[end].kind == "mark" or low in PREPOSITIONS or is_verb_like(tokens[end])
    return ends and tokens[k].capital and not tokens[end - 1].low.endswith(("'s", "s'"))


_IN_NAMES = frozenset("of the and for".split())


def _is_noun(tokens: Sequence[Token], i: int, lemma: str) -> bool:
    """Tell by what follows that a form is a noun: "states that might join", "estimates for it"."""
    joins = is_one_of(tokens, i + 1, _THAT) and _acts(tokens, i + 2)
    follows = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if tokens[i].low.endswith("s") and (follows in _OF_MANY or _counted(tokens, i)):
        return True  # "tax credits will end", "three states that he won"
    shows = follows in LEMMA_OF and lemma_is_base(follows) and tokens[i].low.endswith("s")
    if lemma == "credit" and follows in PREPOSITIONS:
        return True
    return joins or shows or (lemma in _NOUNS_OF and is_one_of(tokens, i + 1, _OF_OR_FOR))


def _counted(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a number stands a word or two before a plural: "three Norlish states"."""
    return any(tokens[k].low in _COUNTS for k in range(max(0, i - 2), i))


def _acts(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether a clause at ``k`` begins with its verb."""
    return k < len(tokens) and is_verb_like(tokens[k])


def _has_thing(tokens: Sequence[Token], i: int, things: frozenset[str]) -> bool:
    """Tell whether a thing is the object of ``i``: "tells a story", "boasts the best seats"."""
    start = i + 1
    while is_one_of(tokens, start, _TOLD):
        start += 1
    if not is_one_of(tokens, start, DETERMINERS - _THAT):
        return False
    for k, token in enumerate(tokens[start + 1 : start + 9], start + 1):
        if token.low in things:
            return not _acts(tokens, k + 1)  # "claimed the prize was hers"
        if token.kind != "word" or token.low in PREPOSITIONS:
            break
        if is_verb_like(token):
            return False
    return not things


def stands_for_words(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether words only stand for others: "has said the same of it", "suggested as much"."""
    low = [token.low for token in tokens[first:last]]
    same = low[:2] in (["the", "same"], ["as", "much"])
    same = same and (low[2:3] in ([], ["already"]) or low[2] in PREPOSITIONS)
    this = low[:1] in (["this"], ["that"]) and low[1:2] in (["for"], ["since"], ["about"])
    return (same or this) and not has_verb(tokens, first, last)


def says_how_much(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether words behind a verb tell how much was said: "nothing for years", "so twice"."""
    low = [token.low for token in tokens[first:last]]
    amount = next((size for size in (3, 2, 1) if tuple(low[:size]) in _AMOUNTS), 0)
    if not amount or any(token.kind == "quote" for token in tokens[first:last]):
        return False
    k = first + amount
    while k < last and (tokens[k].low in _MORE or tokens[k].low.endswith("ly")):
        k += 1
    ends = (m for m in range(k, last) if tokens[m].kind != "word" or _opens(tokens, m))
    end = next(ends, last)
    follows = tokens[k].low if k < end else ""
    part = (follows == "of" and low[0] != "nothing") or (follows == "as" and low[0] == "as")
    return (not follows or follows in _BEHIND) and not part and not has_verb(tokens, k, end)


def _opens(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether another clause may begin at ``k``: "nothing when", but not "like that"."""
    return tokens[k].low in _OPENING and tokens[k - 1].low not in ("like", "than")


_AMOUNTS = frozenset(
    tuple(amount.split())
    for amount in (
        "nothing|little|so|much|enough|something|anything|otherwise|no more|as much|so much|a lot"
        "|it|the opposite|the contrary|the reverse|all that|very little|a little|no such thing"
    ).split("|")
)
_MORE = frozenset(
    "more else again all twice once before too first best better myself himself herself themselves"
    " itself now then".split()
)
_OPENING = SUBORDINATORS - {"than", "as", "and", "or"}
_BEHIND = PREPOSITIONS | TIMES | {"than"}
