"""Compare the names of people as articles spell them.

What is compared is always a name without titles ("Kaja Kallas"), and never an article: who a
surname in an article means is decided where its statements are found.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from rag.language.titles import SUFFIXES

_SEPARATORS = re.compile(r"[\s\-‐-―'’`.]+")

# Ways to write one sound of a transliterated name; applied to whole folded words, in this order.
_RESPELLINGS = (
    (re.compile(r"(?:iy|yy|ij|ii|yj|(?<=[xgrvf])e[yi]|y|i)$"), "i"),  # Zelenskyy, Andrei, Andrey
    (re.compile(r"(?:yev|iev)$"), "ev"),  # Medvedyev, Medvedev
    (re.compile(r"ow$"), "ov"),
    (re.compile(r"^(?:ye|je)(?=[lvg])"), "e"),  # Yeltsin, Elena and Yelena
    (re.compile(r"aa|ah"), "a"),
    (re.compile(r"kh"), "h"),  # Mikhail, Mihail
    (re.compile(r"oe"), "o"),  # Schroeder and the folded Schröder
    (re.compile(r"ue"), "u"),
    (re.compile(r"ae"), "a"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"dj|dzh"), "j"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"(.)\1"), r"\1"),
)

# First names one person is written with in news; the key is the longer one.
_SHORT_FORMS = {
    "alexander": ("alex", "sasha"),
    "andrew": ("andy", "drew"),
    "anthony": ("tony",),
    "benjamin": ("ben",),
    "bernard": ("bernie",),
    "charles": ("charlie", "chuck"),
    "christopher": ("chris",),
    "daniel": ("dan", "danny"),
    "david": ("dave",),
    "deborah": ("debbie", "deb"),
    "donald": ("don",),
    "edward": ("ed", "eddie", "ted"),
    "elizabeth": ("liz", "beth", "betsy"),
    "gregory": ("greg",),
    "james": ("jim", "jimmy", "jamie"),
    "jeffrey": ("jeff",),
    "jennifer": ("jen", "jenny"),
    "john": ("jon", "johnny", "jack"),
    "jonathan": ("jon",),
    "joseph": ("joe",),
    "joshua": ("josh",),
    "kenneth": ("ken",),
    "lawrence": ("larry",),
    "leonard": ("len",),
    "matthew": ("matt",),
    "michael": ("mike", "mick"),
    "mitchell": ("mitch",),
    "nicholas": ("nick",),
    "patrick": ("pat",),
    "peter": ("pete",),
    "philip": ("phil",),
    "raymond": ("ray",),
    "richard": ("rick", "dick", "rich"),
    "robert": ("bob", "bobby", "rob"),
    "ronald": ("ron",),
    "samuel": ("sam",),
    "stephen": ("steve", "steven"),
    "susan": ("sue", "susie"),
    "theodore": ("ted",),
    "thomas": ("tom",),
    "timothy": ("tim",),
    "vladimir": ("volodymyr",),
    "william": ("bill", "will", "billy"),
}
# By hand.
_NEAR_ENOUGH = 0.84  # Jaro-Winkler similarity in [0, 1]; "Kalas" to "Kallas" is .96


_JUNIOR = SUFFIXES - {"sr"}


@lru_cache(maxsize=8192)  # the same names come again and again
def fold(name: str) -> str:
    """Write a name in lower-case ASCII words with single spaces.

    Accents, letter case, hyphens, apostrophes and full stops do not tell people apart.
    """
    return _SEPARATORS.sub(" ", anyascii(name)).strip().lower()


def same_person(a: str, b: str) -> bool:
    """Tell whether two names, full or surname only, can be one person's.

    Surnames must agree up to transliteration, and first names too where both have one (an
    initial or a usual short form agrees with what it stands for). A bare surname agrees with
    every full name that ends in it: whether that is unambiguous only a list of all names tells,
    see `speaker_groups`.
    """
    first, second = name_words(a), name_words(b)
    if not first or not second:
        return False
    if len(first) == 1 or len(second) == 1:
        return first[-1] == second[-1]
    if first == second or "".join(first) == "".join(second):
        return True
    if first[-1] != second[-1]:
        return False
    return _same_first_name(first[0], second[0]) and _middles_agree(first[1:-1], second[1:-1])


def near_names(name: str, names: Iterable[str], limit: int) -> tuple[str, ...]:
    """Return up to ``limit`` of ``names`` that ``name`` may be a misspelling of, nearest first.

    The surname counts as well as the whole name, so "Kalas" finds "Kaja Kallas".
    """
    wanted = " ".join(name_words(name))
    if not wanted:
        return ()
    scored = []
    for other in dict.fromkeys(names):
        words = name_words(other)
        if not words:
            continue
        parts = {" ".join(words), words[-1], words[0]}
        near = process.extractOne(wanted, parts, scorer=JaroWinkler.similarity)[1]
        steps = min(DamerauLevenshtein.distance(wanted, part) for part in parts)
        if near >= _NEAR_ENOUGH and steps <= max(1, len(wanted) // 3):
            scored.append((steps, -near, other))
    return tuple(other for _, _, other in sorted(scored)[:limit])


@lru_cache(maxsize=8192)
def name_words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name without "Jr.", spelled one way."""
    words = [word for word in fold(name).split() if word not in SUFFIXES]
    return tuple(_respell(word) for word in words)


def junior(name: str) -> str:
    """Return what tells a name from a father's: "jr" of "Ivo Brand Jr."; else nothing."""
    last = fold(name).rpartition(" ")[2]
    return last if last in _JUNIOR else ""


def _respell(word: str) -> str:
    for pattern, spelling in _RESPELLINGS:
        word = pattern.sub(spelling, word)
    return word


_SHORT_PAIRS = frozenset(
    frozenset({_respell(full), _respell(short)})
    for full, shorts in _SHORT_FORMS.items()
    for short in shorts
)


def _same_first_name(a: str, b: str) -> bool:
    if a == b or (1 in (len(a), len(b)) and a[0] == b[0]):
        return True
    return frozenset({a, b}) in _SHORT_PAIRS


def _middles_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether middle names do not contradict: one has none, or an initial agrees."""
    if not a or not b or a[0] == b[0]:
        return True
    return 1 in (len(a[0]), len(b[0])) and a[0][0] == b[0][0]
