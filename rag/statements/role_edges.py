"""What a role before a name begins with: the title of a work, a body and its short name."""

import re
from collections.abc import Sequence

from rag.language.dates import TIME_WORDS
from rag.language.titles import is_role_noun
from rag.statements.name_runs import is_possessive

# The short name of a body, and whose say where an article is from: "VELM (AP)".
_SHORT_NAME = re.compile(r"\([A-Z][A-Za-z.]{1,6}\)")
_AGENCIES = frozenset("AP AFP CNN UPI EPA Reuters".split())
_LONGEST_TITLE = 7  # words
_SMALL_IN_TITLE = 4  # letters: "of the", "with"


def goes_on(words: Sequence[re.Match[str]], number: int) -> bool:
    """Tell whether a sentence goes on with a word: "said Allied Pilots", not ". Fired pilots"."""
    return number > 0 and words[number - 1][0][-1] not in '.?!:”"’—–'


def is_body_of(words: Sequence[re.Match[str]], first: int) -> bool:
    """Tell whether "of" is in the name of a body: "Hall of Fame keeper", "PGA of Velm chief"."""
    if first < 2 or first + 1 == len(words):
        return False
    body, named = words[first - 2][0], words[first][0]
    large = body[0].isupper() and body[-1].isalnum() and named[0].isupper()
    large = large and not is_role_noun(named) and not is_role_noun(body)
    large = large and body.lower() not in TIME_WORDS and not is_possessive(named)
    told = body.isupper() or body in ("Hall", "Court", "Department", "State", "District")
    return large and (told or goes_on(words, first - 2))


def body_before(words: Sequence[re.Match[str]], first: int) -> int:
    """Return 2 where a body's name stands before its short one: "Velm Boats (VLM) chief"."""
    short = words[first - 1][0]
    if first < 2 or not _SHORT_NAME.fullmatch(short) or short[1:-1] in _AGENCIES:
        return 0
    body = words[first - 2][0]
    return 2 if body[0].isupper() and body[-1].isalnum() else 0


def title_before(words: Sequence[re.Match[str]], first: int) -> int:
    """Return of how many words the title is that stands before a role: "“Velm” creator"."""
    if words[first - 1][0][-1] not in '”"' or not words[first - 1][0][-2:-1].isalnum():
        return 0
    for number in range(first - 1, max(-1, first - 1 - _LONGEST_TITLE), -1):
        word = words[number][0].lstrip('“"')
        if not word[:1].isupper() and (not word.islower() or len(word) > _SMALL_IN_TITLE):
            return 0
        if word != words[number][0]:
            return first - number if word[0].isupper() else 0
        if number < first - 1 and word[-1] in '”".,;':
            return 0
    return 0
