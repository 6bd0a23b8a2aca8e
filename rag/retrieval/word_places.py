"""Find where words stand in a text: in a row, or near one another."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import islice

_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans("øØłŁđĐħĦı", "oollddhhi")  # that have no accent to take away

Places = list[tuple[int, int]]  # characters


class Passing:
    """The words that pass a test: each is tested once, however many texts have it."""

    def __init__(self, test: Callable[[str], bool]) -> None:
        self._test = test
        self._tested: set[str] = set()
        self._passing: set[str] = set()

    def of(self, words: set[str]) -> set[str]:
        """Return those of some words that pass."""
        new = words - self._tested
        self._tested |= new
        self._passing |= set(filter(self._test, new))
        return words & self._passing


class Tokens:
    """The words of a text, and where they stand."""

    def __init__(self, text: str) -> None:
        self._text = folded(text)
        self._words = _WORD.findall(self._text)
        self._different = set(self._words)

    def find(self, tests: Sequence[Passing], between: int | None) -> Places:
        """Return where words stand that pass the tests: in a row, or near one another."""
        at = []
        for test in tests:
            passing = test.of(self._different)
            if not passing:
                return []
            at.append([n for n, word in enumerate(self._words) if word in passing])
        runs = _in_a_row(at) if between is None else _near(at, between)
        wanted = {number for run in runs for number in run}
        words = islice(_WORD.finditer(self._text), max(wanted, default=-1) + 1)
        spans = {number: word.span() for number, word in enumerate(words) if number in wanted}
        return [(spans[first][0], spans[last][1]) for first, last in runs]


def _in_a_row(at: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Return the first and the last number of runs of words that stand one after the other."""
    starts = set(at[0])
    for n, numbers in enumerate(at[1:], start=1):
        starts &= {number - n for number in numbers}
    return [(start, start + len(at) - 1) for start in sorted(starts)]


def _near(at: Sequence[Sequence[int]], between: int) -> list[tuple[int, int]]:
    """Return the first and the last number of runs that have a word of each kind, one by one."""
    found: list[tuple[int, int]] = []
    last: dict[int, int] = {}
    for number, kind in sorted((number, kind) for kind, some in enumerate(at) for number in some):
        last[kind] = number
        first = min(last.values())
        close = len(last) == len(at) and number - first < len(at) + between
        if close and not (found and first <= found[-1][1]):
            found.append((first, number))
    return found


def folded(text: str) -> str:
    """Return a text in small letters without accents, each character in its place."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a capital may become two characters
        lowered = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    if lowered.isascii():
        return lowered
    return lowered.translate(_FOLDED)


class _Folded(dict[int, int | str]):
    """What each character is without its accent, where that is a letter of English."""

    def __missing__(self, character: int) -> int | str:
        plain = unicodedata.normalize("NFD", chr(character))[0]
        self[character] = plain.lower() if plain.isascii() and plain.isalpha() else chr(character)
        return self[character]


_FOLDED = _Folded(_LETTERS)
