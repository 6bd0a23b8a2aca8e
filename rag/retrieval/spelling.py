"""Read a word of a question that no article has as the nearest one that they do have.

It may be misspelt ("Zelenky"), or be a name that is spelt in another way ("Kharkov", "Kharkiv").
Nothing is known of words but what the articles and the embedding model tell: a word that the
model takes in whole is spelt right, so "Austria" is not read as "Australia", and at most as
another spelling of one name ("Kiev", "Kyiv"). What is read differently is always told, see
``explain_respelt``.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from rapidfuzz.distance import OSA

from rag.index.lexical_index import LONGEST_WORD
from rag.index.library import Library
from rag.language.function_words import STOP_WORDS
from rag.language.person_names import fold, name_words
from rag.records import Filters, Respelt

# By hand, as measured by benchmarks/spelling.py on its tuning half.
SHORTEST = 4  # letters; a shorter word is near too many others
SHORTEST_SLIP = 5  # letters of a word with one that is wrong, missing or too many
SHORTEST_WRONG_CAPITAL = 6  # letters of a word that may have its capital wrong, too
SHORTEST_WITHOUT_START = 6  # letters of a word whose first letter is missing
SHORTEST_TWO_SLIPS = 12
SHORTEST_SURE = 8  # letters of a word that needs no look at the question's other words
LEAST_CONTEXT = 0.4  # of a passage with the word, see ``_context``
MOST_ABSENT = 5  # words; a question with more of them is in another language
MOST_STEPS = 2  # letters dropped, added, replaced or swapped with the next
LOOKED_AT = 5  # near words whose passage is looked at for how they are written
ONE_NAME = 0.6  # cosine similarity from which two names the model knows are one's spellings

_WORD = re.compile(r"\b\w+\b(?!['’]t\b)")  # "doesn't" begins with no word
_LETTERS = re.compile(r"[^\W\d_]+")
_SOUNDS = str.maketrans("cgqxwz", "kkkkvs", "aeiouhyj")


def near_spellings(library: Library, words: str) -> tuple[Respelt, ...]:
    """Return what the words of a question that no article has stand for, if they are near any."""
    asked = [word for word in dict.fromkeys(_WORD.findall(words)) if word.lower() not in STOP_WORDS]
    absent = [word for word in asked if not _passages_with(library, word)]
    if len(absent) > MOST_ABSENT:
        return ()
    others = [word for word in asked if word not in absent]
    found = [
        Respelt(word, _nearest(library, word, others))
        for word in absent
        if SHORTEST <= len(word) <= LONGEST_WORD and word.isalpha()
    ]
    return tuple(one for one in found if one.read not in ("", one.written))


def same_stems(library: Library, words: Sequence[str], names: Sequence[str]) -> tuple[Respelt, ...]:
    """Return the absent words that are a part of one of ``names`` but for their ending.

    The search for words takes both for one: "Brekelman", "Brekelmans".
    """
    terms = library.lexical.terms
    return tuple(
        Respelt(word, part)
        for word in words
        for part in dict.fromkeys(part for name in names for part in name.split())
        if terms(word) == terms(part) and not library.lexical.near_words(fold(word), 0)
    )


def is_written_as_name(library: Library, word: str) -> bool:
    """Tell whether an article writes a word as a name; a word that none has may be one."""
    folded = fold(word)
    row = library.lexical.near_words(folded, 0).get(folded)
    if row is None:
        return True
    [(article, chunk)] = library.passages([row])
    words = _LETTERS.findall(article.cut(chunk.span))
    return all(one[0].isupper() for one in words if fold(one) == folded)


def respell(text: str, respelt: Sequence[Respelt]) -> str:
    """Return a text with the words that are read in the place of others."""
    read = {one.written: one.read for one in respelt}
    return _WORD.sub(lambda match: read.get(match[0], match[0]), text)


def explain_respelt(respelt: Sequence[Respelt]) -> str:
    """Say what was read in the place of which words; nothing for words that every question has."""
    return " ".join(
        f"No article mentions {one.written}; the nearest spelling there is {one.read}."
        for one in respelt
        if one.read.lower() not in STOP_WORDS
    )


def _nearest(library: Library, word: str, others: Sequence[str]) -> str:
    """Return the word of an article that ``word`` most likely stands for, as written there.

    ``others`` are the words of the question that articles have.
    """
    folded = fold(word)
    is_known = _is_known(library, word)
    if not folded.isalpha() or (is_known and word.islower()):
        return ""
    near = [
        (*_order(library, folded, other), other, row)
        for other, row in library.lexical.near_words(folded, MOST_STEPS).items()
        if sounds_alike(folded, other)
        or (not is_known and (is_slip(folded, other) or is_slip(_plain(folded), _plain(other))))
    ]
    for steps, *_, other, row in sorted(near)[:LOOKED_AT]:
        read = _as_written(library, other, row)
        is_name = word[0].isupper() and read[:1].isupper()
        if is_known:
            fits = is_name and _is_one_name(library, word, read, steps)
        elif is_slip(folded, other):
            is_lower = word[0].isupper() and read.islower()
            fits = not is_lower or (steps < MOST_STEPS and len(folded) >= SHORTEST_WRONG_CAPITAL)
        else:
            fits = read[:1].isupper() and len(folded) >= SHORTEST_WRONG_CAPITAL
        sure = SHORTEST_WRONG_CAPITAL if has_same_letters(folded, other) else SHORTEST_SURE
        if fits and (len(folded) >= sure or _context(library, other, others) >= LEAST_CONTEXT):
            return read
    return ""


def _order(library: Library, written: str, meant: str) -> tuple[int, bool, bool, int]:
    """Return what near words are ordered by: the likeliest slip, then the commonest word, first."""
    return (
        OSA.distance(written, meant),
        written[0] != meant[0],
        sorted(written) != sorted(meant),
        -_passages_with(library, meant),
    )


def is_slip(written: str, meant: str) -> bool:
    """Tell whether a folded word may be a slip of the pen for another.

    In a short word only letters that are swapped or doubled are taken for a slip. The first
    letter is taken to be right, or to be missing.
    """
    steps = OSA.distance(written, meant)
    if has_same_letters(written, meant):
        return steps <= 1
    if written == meant[1:]:
        return len(written) >= SHORTEST_WITHOUT_START
    shortest = SHORTEST_SLIP if steps <= 1 else SHORTEST_TWO_SLIPS
    return written[0] == meant[0] and steps <= MOST_STEPS and len(written) >= shortest


def has_same_letters(one: str, other: str) -> bool:
    """Tell whether two words differ in the order of their letters, or in doubled ones, alone."""
    return sorted(one) == sorted(other) or _squeezed(one) == _squeezed(other)


def sounds_alike(one: str, other: str) -> bool:
    """Tell whether two folded words may be spellings of one name: vowels count for little."""
    first, second = (_squeezed(word).translate(_SOUNDS) for word in (one, other))
    start = one[0].translate(_SOUNDS)  # empty for a vowel
    return (
        (one[0] == other[0] or start == other[0].translate(_SOUNDS) != "")
        and len(first) > 1
        and first == second
        and (len(one) == len(other) or OSA.distance(one, other) == 1)
    )


def _plain(word: str) -> str:
    """Return a folded word in the one spelling under which names are compared."""
    return "".join(name_words(word)) or word


def _squeezed(word: str) -> str:
    """Return a word with its doubled letters once."""
    return "".join(letter for letter, _ in groupby(word))


def _is_known(library: Library, word: str) -> bool:
    return library.embedder.count_tokens([word]) == [1]


def _is_one_name(library: Library, known: str, other: str, steps: int) -> bool:
    """Tell whether a name that the model knows may be meant by another of much the same sound."""
    if steps == 1 and not _is_known(library, other):
        return True  # what little the model makes of the other says nothing
    encode = library.embedder.encode_question
    return float(encode(known) @ encode(other)) >= ONE_NAME


def _passages_with(library: Library, word: str) -> int:
    return max(map(library.lexical.passages_with, library.lexical.terms(word)), default=0)


def _context(library: Library, word: str, others: Sequence[str]) -> float:
    """Return how well a passage with a word fits the others, as a share of the best that do."""
    search = library.lexical.search
    terms = dict.fromkeys(library.lexical.terms(" ".join(others)), 1.0)
    _, best = search(terms, 1, Filters())
    if not len(best):
        return 1.0
    beside = [search(terms, 1, Filters(), having=one)[1] for one in library.lexical.terms(word)]
    return float(max((one[0] for one in beside if len(one)), default=0.0) / best[0])


def _as_written(library: Library, folded: str, row: int) -> str:
    """Return a folded word as the chunk of a row, or its title, has it; empty if it does not."""
    [(article, chunk)] = library.passages([row])
    words = _LETTERS.findall(f"{article.cut(chunk.span)} {article.title}")
    return next((word for word in words if fold(word) == folded), "")
