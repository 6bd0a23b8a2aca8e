"""Tell sentences that say one thing with another number, another name or a "not" between them."""

import re
from functools import lru_cache

from rag.language.function_words import NEGATION_WORDS
from rag.language.numbers import find_numbers
from rag.language.sentences import sentence_bounds
from rag.language.titles import TITLES

# By hand. Papers word what they tell anew; what shares fewer words tells something else.
LEAST_SHARED = 0.7  # of the words of the longer sentence

_WORD = re.compile(r"\w+(?:[’'.,]\w+)*")


def texts_contradict(one: str, other: str) -> bool:
    """Tell whether a sentence of one text contradicts one of another."""
    here, there = _sentences(one), _sentences(other)
    return any(contradicts(first, second) for first in here - there for second in there - here)


def _sentences(text: str) -> set[str]:
    return {text[start:end] for start, end in sentence_bounds(text)}


def contradicts(one: str, other: str) -> bool:
    """Tell whether two sentences are worded alike, and differ in a number, a name or a "not"."""
    words, names, numbers, denials = _told(one)
    other_words, other_names, other_numbers, other_denials = _told(other)
    if len(words & other_words) < LEAST_SHARED * max(len(words), len(other_words)):
        return False
    return (
        denials != other_denials
        or _differ(numbers, other_numbers)
        or _differ(names - other_words, other_names - words)
    )


def _differ(some: frozenset[object], others: frozenset[object]) -> bool:
    """Tell whether each of two has what the other has not: more of one alone is more detail."""
    return bool(some - others) and bool(others - some)


@lru_cache(maxsize=4096)  # a sentence is compared with many
def _told(
    sentence: str,
) -> tuple[frozenset[object], frozenset[object], frozenset[object], int]:
    """Return the words of a sentence, its names, its numbers, and how often it denies."""
    found = [match[0].replace("’", "'") for match in _WORD.finditer(sentence)]
    words = [word.casefold().removesuffix("'s") for word in found]
    names = (
        word
        for written, word in zip(found[1:], words[1:], strict=True)
        if written[0].isupper() and word not in TITLES
    )
    numbers = ((number.value, number.unit) for number in find_numbers(sentence))
    denials = sum(word in NEGATION_WORDS or word.endswith("n't") for word in words)
    return frozenset(words), frozenset(names), frozenset(numbers), denials
