"""Runs of capitalised words, and which of their words are somebody's name."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.language.countries import COUNTRY_NAMES
from rag.language.first_names import first_names
from rag.language.organisations import ORGANISATION_WORDS, SURNAMES_TOO
from rag.language.person_names import fold
from rag.language.titles import (
    ABBREVIATED_TITLES,
    NAME_PARTICLES,
    ROLE_MODIFIERS,
    ROLE_NOUNS,
    SUFFIXES,
)

LONGEST_NAME = 5  # words
_CAPITAL = (
    rf"(?:(?:{'|'.join(ABBREVIATED_TITLES)})\."
    r"|(?:[A-Z]\.)+|[^\W\d_a-zà-ÿ][\w]*(?:[’'-]\w+)*)"
)
RUN = re.compile(
    rf"(?<![\w./])(?:al-|el-)?{_CAPITAL}"
    rf"(?:[ \u00a0](?:(?:{'|'.join(sorted(NAME_PARTICLES))})"
    rf"[ \u00a0]){{0,2}}(?:al-|el-)?{_CAPITAL})*(?:,? (?:Jr|Sr)\.)?"
)
_WORD = re.compile(r"[^\s,;:()\"“”]+")
# Words that begin no name though they may be written large.
NOT_IN_NAMES = frozenset(
    "the a an in on at but and so if when while after before as since for from with by to of or"
    " this that these those he she it they we you i his her their our its my what who how why"
    " where there here then now also still yet even both all some many most no not just only"
    " like unlike despite during under over through because although though however meanwhile"
    " asked said says speaking according once until among perhaps maybe later today yesterday"
    " earlier last next every each one two three both neither former ex-president photo image getty"
    " images read"
    " watch video story by is was are were did does do has have had can could will would should"
    " may might must let per via amid about against between without within instead nor".split()
)
# "Prime minister of Ukraine Denys Shmyhal": the name begins behind the country.
COUNTRY_BEFORE_NAME = re.compile(rf"(?:{'|'.join(COUNTRY_NAMES)})(?= [A-Z]\w+ [A-Z])")


@lru_cache(maxsize=8192)  # an article names the same few people again and again
def name_in(run: str) -> tuple[int, int]:
    """Return where, in a run of capitalised words, the name starts and ends."""
    words = list(_WORD.finditer(run))
    first = 1 if COUNTRY_BEFORE_NAME.match(run) else 0
    for number, word in enumerate(words):
        low = word[0].lower().rstrip(".").replace("’", "'")
        plain = low.removesuffix("'s")
        titles = plain in ROLE_NOUNS or plain in ROLE_MODIFIERS
        owns = low.endswith("'s") and number + 1 < len(words)
        if titles or owns or (number == first and plain in NOT_IN_NAMES):
            first = number + 1
        elif word[0].isupper() and len(word[0]) > 1 and number == first and number + 2 < len(words):
            first = number + 1  # "CNN Kate Bolduan"
    if first >= len(words):
        return len(run), len(run)
    end = words[-1].end()
    if is_possessive(run):
        end -= 2 if run[-1] in "sS" else 1
    return words[first].start(), end


def names_no_person(run: str, name: str) -> bool:
    """Tell whether a run has a word of an organisation: "Russian Defense Ministry"."""
    words = [w.lower().rstrip(".") for w in run.split()]
    parts = name.lower().split()
    if any(w in ORGANISATION_WORDS - SURNAMES_TOO and w not in first_names() for w in parts):
        return True
    titled = any(w in ROLE_NOUNS for w in words)
    return not titled and " " not in name and any(w in ORGANISATION_WORDS for w in words)


def is_possessive(run: str) -> bool:
    """Tell whether a name owns what follows it: "Tallis's"."""
    return run.endswith(("'s", "’s", "s'", "s’"))


def may_be_person(text: str, run: re.Match[str], words: Sequence[str]) -> bool:
    """Tell whether the words of a full name in a run may be a person's."""
    if len(words) > LONGEST_NAME:
        return False
    low = [w.lower().rstrip(".") for w in words]
    if fold(words[0]) in first_names():
        low = low[1:]  # "Bill", "Grant"
    if any(w in ORGANISATION_WORDS for w in low):
        return False
    if all(w.isupper() for w in words) and fold(words[0]) not in first_names():
        return False
    before = text[max(0, run.start() - 4) : run.start()].lower()
    return not before.endswith("the ") or fold(words[0]) in first_names()


def surname_of(name: str) -> str:
    """Return the folded last word of a name without "Jr."; empty if it has no letters."""
    words = [w for w in name.split() if w.lower().rstrip(".") not in SUFFIXES]
    folded = fold(words[-1]).split() if words else []
    return folded[-1] if folded else ""


def head_length(written: str) -> int:
    """Return the length of a noun phrase without what follows its first comma or dash."""
    aside = re.search(r",(?! (?:Jr|Sr))|\s+(?:[–—]|--?)\s", written)
    return aside.start() if aside else len(written)
