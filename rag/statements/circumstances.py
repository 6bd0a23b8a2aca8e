"""Skip what stands between a verb of speech and what is said: who is told it, when and where."""

import re
from collections.abc import Sequence

from rag.language.dates import TIME_WORDS
from rag.language.function_words import (
    AUXILIARIES,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)
from rag.language.speaker_kinds import may_speak
from rag.language.titles import is_role_noun
from rag.statements.grammar import (
    INTRODUCING,
    WORD_HOLDERS,
    has_verb,
    is_capital,
    is_one_of,
    is_verb_like,
    joins_names,
    means_end,
)
from rag.statements.sentence_tokens import Token

_OBJECT_PRONOUNS = frozenset("me him her us them you it everyone people".split())
_CROWDS = frozenset(
    "reporters crowd supporters audience lawmakers voters journalists officials viewers readers"
    " donors aides friends police colleagues investigators fans staff committee parliament".split()
)
_MEDIA = frozenset(
    "magazine newspaper radio television tv news website podcast outlet outlets station network"
    " broadcaster channel affiliate affiliates".split()
)
_BEHIND_ADDRESSEE = INTRODUCING | PRONOUNS | {"not"}
_BEHIND_PHRASE = INTRODUCING | PRONOUNS | DETERMINERS
_NO_ADDRESSEE = PREPOSITIONS | {"that", "not"}
_HELPING = AUXILIARIES | MODALS
_THAT, _THE, _PART = frozenset({"that"}), frozenset({"the"}), frozenset({"part"})
THAT_DAY = frozenset("day morning afternoon evening night week month year time".split())


def skip_addressee(tokens: Sequence[Token], r: int) -> int:
    """Return the token after the person spoken to: "told reporters", "told CNN's Jake Tapper"."""
    if r >= len(tokens) or tokens[r].kind != "word" or tokens[r].low in _NO_ADDRESSEE:
        return r
    owned = tokens[r].low == "her" and _is_owned(tokens, r + 1)
    if tokens[r].low in _OBJECT_PRONOUNS and not owned:
        return r + 1
    end = r
    while end < len(tokens) and tokens[end].kind == "word":
        if end > r and tokens[end - 1].low in _CROWDS:
            break
        if _ends_addressee(tokens, end, first=end == r):
            break
        end += 1
    # "told Harbor News Tallis had left": the last name is the one that is spoken of.
    named = r + 1 < end < len(tokens) and tokens[end - 1].capital and is_verb_like(tokens[end])
    return end - named


def is_cut_short(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a noun phrase goes on behind ``end``: "warned the Covid-19 surge was near"."""
    if end >= len(tokens) or tokens[end].kind != "word":
        return False
    if end > start and is_verb_like(tokens[end]):
        return True  # "warned Norland is late"
    if tokens[start].low != "the":
        return False
    return tokens[end].low not in _BEHIND_PHRASE


def _ends_addressee(tokens: Sequence[Token], k: int, *, first: bool) -> bool:
    low = tokens[k].low
    if low in _BEHIND_ADDRESSEE:
        joined = low == "and" and (joins_names(tokens, k) or _asked_together(tokens, k))
        return low != "of" and not joined
    if first:
        return "'" in low and low.split("'")[0] in PRONOUNS  # "warned they're late"
    if low in _HELPING:
        return True
    last = tokens[k - 1]
    after_name = last.capital and not tokens[k].capital and not _goes_on(tokens, k)
    after_name = after_name and low not in _MEDIA  # "told Harbor magazine: “…”"
    return after_name or (low in DETERMINERS and last.low not in ("of", "and"))


def _is_owned(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether "her" before ``k`` says whose somebody is: "her Norlish counterpart"."""
    return is_capital(tokens, k) or (k < len(tokens) and _goes_on(tokens, k))


def _goes_on(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether a name goes on with what its bearers are: "NATO allies", but no subject."""
    low = tokens[k].low
    named = _person_noun(low) or (may_speak(low) and low not in _PAPERS)
    return named and not (k + 1 < len(tokens) and is_verb_like(tokens[k + 1]))


def _asked_together(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether "and" at ``k`` adds somebody: "asked crews and ports not to move"."""
    end = next((m for m in range(k + 1, min(len(tokens), k + 5)) if tokens[m].low in _ASKS), k)
    return end > k + 1 and not has_verb(tokens, k + 1, end)


_PAPERS = frozenset("data research study studies report reports figures records calls".split())
_ASKS = frozenset("to not that about against of".split())


def _person_noun(low: str) -> bool:
    noun = low.endswith(("er", "or", "ist", "man", "woman", "host", "ers", "ors", "ists", "chief"))
    return noun or is_role_noun(low)


def is_title(tokens: Sequence[Token], r: int) -> bool:
    """Tell whether a quotation at ``r`` names what it was said in: "in her book “Rain”"."""
    if tokens[r].kind != "quote":
        return False
    before = tokens[r - 1 - (r > 1 and tokens[r - 1].text == ",")].low
    brief = tokens[r].text == "Q" and tokens[r].end - tokens[r].start < _TITLE
    if brief and before in _WORKS:
        return True
    return tokens[r - 1].text != "," and (before.endswith(("'s", "s'")) or before in ("the", "on"))


_TITLE = 60  # characters
_WORKS = frozenset(
    "book memoir novel autobiography film movie documentary song album podcast show series"
    " program programme play".split()
)


def skip_adverbials(tokens: Sequence[Token], r: int) -> int:
    """Skip "on Thursday", "in a statement", "last week" between a verb and what is said."""
    while r < len(tokens) and tokens[r].kind == "word":
        low = tokens[r].low
        if low in _WHERE:
            end = _adverbial_end(tokens, r)
        elif low == "by":
            end = means_end(tokens, r)
        elif is_one_of(tokens, r + 1, THAT_DAY if low == "that" else TIME_WORDS) and (
            low == "that" or low in _WHEN_LEADS
        ):
            end = r + 2
        elif low == "only":
            end = r + 1 if is_one_of(tokens, r + 1, _THAT) else None
        elif low in TIME_WORDS:
            end = _date_end(tokens, r)
            end = None if end < len(tokens) and _is_subject(tokens, end) else end
        else:
            adverb = low.endswith("ly") and not tokens[r].capital and not _says_how(tokens, r + 1)
            end = r + 1 if adverb or low in _AGAIN else None
        if end is None:
            break
        r = end
    return r


def _is_subject(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether a day that ends at ``end`` is spoken of: "said Sept. 9 to Oct. 1 is late"."""
    low = tokens[end].low
    follows = tokens[end + 1] if end + 1 < len(tokens) else tokens[end]
    lasts = low in _RANGES and (follows.low in TIME_WORDS or follows.text[0].isdigit())
    when = low == "," and follows.low == "when"
    return lasts or when or (is_verb_like(tokens[end]) and not low.endswith("ing"))


def _says_how(tokens: Sequence[Token], k: int) -> bool:
    """Tell whether an adverb belongs to what is behind it: "reported significantly higher"."""
    return k < len(tokens) and tokens[k].low.endswith(("er", "ed")) and k + 1 < len(tokens)


_RANGES = frozenset("to through until".split())
_WHERE = frozenset("in on at during via through to after of".split())
_WHEN_LEADS = frozenset("late early last this earlier".split())
_AGAIN = TIME_WORDS | frozenset("again repeatedly also too back".split())


def _date_end(tokens: Sequence[Token], k: int) -> int:
    """Return the end of the date that the word of time at ``k`` begins: "Oct. 6", "May 3, 2024"."""
    dot = k + 1 < len(tokens) and tokens[k + 1].text == "."
    day = k + 1 + dot
    if day >= len(tokens) or not tokens[day].text.isdecimal():
        return k + 1
    year = day + 1 + (day + 1 < len(tokens) and tokens[day + 1].text == ",")
    if year < len(tokens) and re.fullmatch(r"(?:19|20)\d\d", tokens[year].text):
        closed = is_one_of(tokens, year + 2, _THAT) and tokens[year + 1].text == ","
        return year + 1 + closed
    return day + 1


def names_thing(tokens: Sequence[Token], begin: int, edge: int) -> bool:
    """Tell whether "The causes" is before ``edge``, and no time such as "The next day"."""
    timed = any(token.low in TIME_WORDS or token.low in THAT_DAY for token in tokens[begin:edge])
    return is_one_of(tokens, begin, DETERMINERS) and not timed


def _adverbial_end(tokens: Sequence[Token], r: int) -> int | None:
    """Return the end of a prepositional phrase that only says when or where somebody spoke."""
    if is_one_of(tokens, r + 1, TIME_WORDS):
        return _date_end(tokens, r + 1)
    if tokens[r].low == "to" and not (
        is_one_of(tokens, r + 1, DETERMINERS) or is_capital(tokens, r + 1)
    ):
        return None  # "advised families to delay filing"
    if is_one_of(tokens, r + 1, _PART):  # "said in part: “…”", but "said in part of Velm"
        partly = r + 2 < len(tokens) and (
            tokens[r + 2].kind != "word" or tokens[r + 2].low == "that"
        )
        return r + 2 if partly else None
    if is_one_of(tokens, r + 1, _THE) and is_one_of(tokens, r + 2, THAT_DAY):
        return r + 3
    for k in range(r + 1, min(len(tokens), r + 7)):
        if tokens[k].kind != "word" or tokens[k].low in SUBORDINATORS:
            if tokens[k].text in ":." and tokens[k].kind == "mark":
                return k
            ends = k + 1 < len(tokens) and tokens[k].text == "," and tokens[k + 1].kind == "quote"
            return k if ends else None
        holder = tokens[k].low in WORD_HOLDERS
        if holder and not is_one_of(tokens, k + 1, WORD_HOLDERS):
            return k + 1 + is_one_of(tokens, k + 1, _PAGES)
    return None


_PAGES = frozenset("page account feed channel thread".split())  # "on its Twitter page that"


def behind_place(tokens: Sequence[Token], r: int) -> int:
    """Return the token behind "in Harbor News," or "in Velm, Norland, that" at ``r``."""
    if not is_one_of(tokens, r, _PLACES):
        return r
    end = _names_end(tokens, r + 1)
    closed = r + 1 < end < len(tokens) - 2 and tokens[end].text == ","
    if not closed:
        return r
    land = _names_end(tokens, end + 1)
    if end + 1 < land < len(tokens) and tokens[land].text == ",":
        said = skip_adverbials(tokens, land + 1)
        if is_one_of(tokens, said, _THAT):
            return said
    goes_on = tokens[end + 1].kind == "word" and tokens[end + 1].low != "that"
    return end + 1 if goes_on and not is_verb_like(tokens[end + 1]) else r


def _names_end(tokens: Sequence[Token], start: int) -> int:
    """Return the end of the capitalised words from ``start``, five at most."""
    end = start
    while end < min(len(tokens), start + 5) and tokens[end].capital:
        end += 1
    return end


_PLACES = frozenset("in on at via".split())


def describes_letter(tokens: Sequence[Token], r: int) -> bool:
    """Tell whether a participle at ``r`` tells what letter it was: "in a letter sent on"."""
    held = tokens[r - 1].low in WORD_HOLDERS
    return held and (
        tokens[r].low in _SENT or (tokens[r].low.endswith("ed") and not tokens[r].capital)
    )


_SENT = frozenset("sent seen written shown given".split())
