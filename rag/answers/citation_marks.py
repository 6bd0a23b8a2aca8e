"""Cut a reply that arrives in parts into its sentences, each with the marks it carries.

A mark is a number in brackets, or several: ``[1]``, ``[1][2]``, ``[1, 2]``, ``[1-3]``, ``【1】``,
``[¹]``, before or after the full stop; ``(1)`` only at the end of a sentence, since elsewhere
it may be somebody's age. However the reply is cut into parts, the
sentences are the same: every decision is taken word by word, once all that it depends on has
arrived.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from rag.answers.faithfulness import visible
from rag.language.sentences import sentence_bounds

# By hand.
LONGEST_SENTENCE = 1_000  # characters; a longer one is cut, so that any reply is read in no time

_DIGIT = r"[\d⁰¹²³⁴-⁹]"
_MARK = re.compile(
    rf"[\[【［]\s*(?:(?:sentence|source|evidence)s?\s+)?\^?{_DIGIT}[\d⁰¹²³⁴-⁹\s,:;^–-]*"
    r"(?:†[^\[\]【】［］]{0,30})?[\]】］]"
    r"|\(\d{1,2}\)(?=(?:\(\d{1,2}\)){0,5}[.!?…])",
    re.IGNORECASE,
)
_ROUND_MARK = re.compile(r"\(\d{1,2}\)")
_ROUND_MARK_AT_END = re.compile(r"\(\d{1,2}\)$")
_INSIDE = r"[\w\s,;^⁰¹²³⁴-⁹†–-]{0,30}"  # of brackets that may be a mark
_WORD = re.compile(rf"(?:[\[【［]{_INSIDE}[\]】］]|\S){{1,200}}")  # a longer one is read in pieces
_HALF_A_MARK = re.compile(rf"[\[【［]{_INSIDE}$")
_RANGE = re.compile(r"(\d{1,6})(?:\s*[–-]\s*(\d{1,6}))?")
_BULLET = re.compile(r"[-*•–]|\(?\d{1,2}[.)]|#+")
_ENDS = re.compile(r"[.!?…][\"”’')\]]*$")
_CLINGS = re.compile(r"[.,;:!?…)”’]")
_MARKDOWN = re.compile(r"\*\*|__")


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence of a reply."""

    text: str  # without its marks
    marks: tuple[str, ...]  # as written: "[1]", "[2-4]"


def numbers_of(mark: str, most: int) -> tuple[int, ...]:
    """Return the numbers from 1 to ``most`` that a mark names; empty if it names another."""
    numbers: list[int] = []
    plain = unicodedata.normalize("NFKC", mark).partition("†")[0]
    for match in _RANGE.finditer(plain):
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= most:
            return ()
        numbers += range(first, last + 1)
    return tuple(dict.fromkeys(numbers))


@dataclass(slots=True)
class SentenceReader:
    """Takes the parts of one reply in turn and gives back its sentences."""

    _rest: str = ""  # what has not been cut into words
    _text: str = ""  # of the sentence that has not ended
    _marks: list[str] = field(default_factory=list)
    _apart: list[str] = field(default_factory=list)  # marks on a line of which nothing is known
    _new_line: bool = True
    _goes_on: bool = False  # the word is a further piece of the one before it

    def feed(self, part: str) -> list[Written]:
        """Return the sentences that are known to have ended with this part."""
        self._rest += visible(part)
        return [one for word in self._words(ended=False) for one in self._take(word)]

    def close(self) -> list[Written]:
        """Return what is left at the end of the reply."""
        found = [one for word in self._words(ended=True) for one in self._take(word)]
        self._marks += self._apart
        self._apart = []
        return found + list(self._flush())

    def _words(self, *, ended: bool) -> Iterator[str]:
        """Yield the words that are complete; an empty one for a line break."""
        while self._rest:
            space = re.match(r"\s*", self._rest)
            spaces = space[0] if space else ""
            word = _WORD.match(self._rest, len(spaces))
            whole = word is not None and (
                ended or (word.end() < len(self._rest) and not _HALF_A_MARK.search(self._rest))
            )
            if word is None or not whole:
                return
            self._rest = self._rest[word.end() :]
            self._goes_on = not spaces
            if "\n" in spaces:
                yield ""
            yield word[0]

    def _take(self, word: str) -> Iterator[Written]:
        if not word:
            if self._apart:  # a line of marks alone belongs to the sentence before it
                self._marks += self._apart
                self._apart = []
            self._new_line = True
            return
        if self._new_line and _BULLET.fullmatch(_MARKDOWN.sub("", word)):
            yield from self._flush()
            return
        if _ROUND_MARK.fullmatch(word) and _ENDS.search(self._text):
            self._marks.append(word)
            return
        marks = [mark[0] for mark in _MARK.finditer(word)]
        bare = _MARKDOWN.sub("", _MARK.sub("", word))
        if marks and not any(letter.isalnum() for letter in bare):
            if self._new_line:
                self._apart += marks
            else:
                self._marks += marks
                self._text += bare
            return
        yield from self._take_text(bare, marks)

    def _take_text(self, bare: str, marks: list[str]) -> Iterator[Written]:
        is_over = len(self._text) > LONGEST_SENTENCE or self._ends_before(bare)
        if self._new_line or is_over:
            yield from self._flush()
        self._new_line = False
        self._marks += self._apart + marks
        self._apart = []
        clings = not self._text or self._goes_on or _CLINGS.match(bare)
        self._text += bare if clings else f" {bare}"

    def _ends_before(self, word: str) -> bool:
        """Tell whether a sentence ends before a word that goes on in the same line."""
        if self._goes_on or not _ENDS.search(self._text):
            return False
        bounds = sentence_bounds(f"{self._text} {word}")
        return bool(bounds) and bounds[-1][0] == len(self._text) + 1

    def _flush(self) -> Iterator[Written]:
        if mark := _ROUND_MARK_AT_END.search(self._text):
            self._text = self._text[: mark.start()].rstrip()
            self._marks.append(mark[0])
        if self._text or self._marks:
            yield Written(self._text, tuple(self._marks))
        self._text, self._marks = "", []
