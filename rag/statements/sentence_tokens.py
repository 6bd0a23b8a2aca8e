"""Cut an article into its own sentences, in which every quotation is folded into one token.

A quotation of five sentences with "she said" behind it is one such sentence, and so is a
sentence with three quoted words in it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from rag.language.quotations import Quotation
from rag.language.speech_verbs import LEMMA_OF
from rag.records import Sentence

_LETTER = r"[\w\u0300-\u036f]"  # accents may be characters of their own
_TOKEN = re.compile(
    r"\x00+"
    r"|(?:[A-Z]\.){2,}"
    r"|[A-Z]\.(?=\s?[A-Z])"
    r"|(?:Mr|Mrs|Ms|Mx|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Rev|Fr|Prof|St|Jr|Sr|Adm|Capt|Cmdr"
    r"|Maj|Pres|Hon|Inc|Corp|Co|Ltd|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
    r"|\d{1,2}:\d\d(?!\d)"
    rf"|\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:-{_LETTER}+)*"
    rf"|{_LETTER}+(?:['’&./@-]{_LETTER}+)*(?:(?<=s)['’](?!\w))?"
    r"|-{2,3}"
    r"|[^\w\s]"
)
_PARENTHESES = re.compile(r"\([^()\n]{1,80}\)|\[[^\[\]\n]{1,40}\]")
# "BRUSSELS, Feb. 13 (AP) — ": where an article was written, before its first words.
_DATELINE = re.compile(
    r"(?<!\w)[A-Z]\w+(?:[ ,./]+[A-Z]\w+\.?){0,4},?(?: [A-Z][a-z]{2,8}\.? \d{1,2})?"
    r" *(?:—|–|--|(?<=  )-|(?<=[A-Z]) -) *"
    r"(?=[\w\x00])"
)
_QUESTION_END = re.compile(r"[?!…]['\"”’»]+$")
_QUOTED = re.compile(r"['\"“”«»]{2}|[\"“”«»]")
_LETTERS = re.compile(r"[a-z]+")
_FORMS = frozenset(LEMMA_OF)
ACRONYMS = frozenset({"WHO", "US", "IT"})
_MONTHS_CUT_SHORT = frozenset("jan. feb. aug. sept. oct. nov. dec.".split())
MOST_TOKENS = 200  # of a sentence; real sentences have up to some 120
Kind = Literal["quoted", "reported"]
Range = tuple[int, int]


class Token(NamedTuple):
    """A word, a mark, or a whole quotation of a sentence.

    A quotation has the text "Q" or "q", after its first letter, and as ``low`` the
    punctuation it ends with inside its marks, if any.
    """

    text: str
    low: str
    start: int  # characters of the article
    end: int
    kind: Literal["word", "mark", "quote"]
    capital: bool  # a word that starts with a capital letter


@dataclass(frozen=True, eq=False)
class FoldedSentence:
    """A sentence in the article's own words, with each quotation folded into one token."""

    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...]  # none where nothing can be attributed
    quotations: tuple[Quotation, ...]

    def quotation(self, token: Token) -> Quotation:
        """Return the quotation that a token of kind "quote" stands for."""
        at = bisect_right(self.quotations, token.start, key=lambda q: q.start)
        return self.quotations[at - 1]

    def is_quoted(self, position: int) -> bool:
        """Tell whether a character of the article lies in one of the quotations."""
        at = bisect_right(self.quotations, position, key=lambda q: q.start)
        return at > 0 and position < self.quotations[at - 1].end

    @cached_property
    def headline(self) -> bool:
        """Whether most words begin with a capital letter, so that verbs may too."""
        words = [t for t in self.tokens if t.kind == "word" and t.text[0].isalpha()]
        return len(words) > 4 and 3 * sum(t.capital for t in words) > 2 * len(words)

    @property
    def only_quotation(self) -> bool:
        """Whether nothing but one or more quotations is in the sentence."""
        return bool(self.quotations) and all(t.kind != "word" for t in self.tokens)


@dataclass(frozen=True, slots=True)
class Words:
    """Attributed words; for a quotation without its marks."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what in one sentence, all as character offsets of the article."""

    mention: Range  # names the speaker
    cue: Range
    lemma: str
    words: tuple[Words, ...]
    opens: bool  # ends in a colon: the quotation that follows the sentence belongs to it
    features: tuple[str, ...]  # how it was found, for judging how likely it is right


def paragraphs_of(text: str, sentences: Sequence[Sentence]) -> list[Range]:
    """Return the start and end of every paragraph; a wrapped line does not end one."""
    wrapped = any("\n" in text[s.span.start : s.span.end] for s in sentences)
    bounds: list[Range] = []
    for sentence in sentences:
        start, end = sentence.span.start, sentence.span.end
        gap = text[bounds[-1][1] : start] if bounds else "\n\n"
        if gap.count("\n") >= (2 if wrapped else 1):
            bounds.append((start, end))
        else:
            bounds[-1] = (bounds[-1][0], end)
    return bounds


def fold_quotations(
    text: str,
    cut: Sequence[Sentence],
    paragraphs: Sequence[Range],
    quotations: Sequence[Quotation],
) -> list[FoldedSentence]:
    """Fold the quotations of an article into tokens of its sentences, none cut inside one.

    Args:
        text: of the article.
        cut: its sentences, as they are cut without regard to quotations.
        paragraphs: their bounds.
        quotations: rising; none overlaps another.
    """
    plain = text.replace("\x00", " ")
    around = pairwise([0, *(place for q in quotations for place in (q.start, q.end)), len(text)])
    hidden = "".join(
        "\x00" * (end - start) if number % 2 else plain[start:end]
        for number, (start, end) in enumerate(around)
    )
    hidden = _PARENTHESES.sub(lambda m: " " * len(m[0]) if "\x00" not in m[0] else m[0], hidden)
    bounds: list[list[int]] = []
    paragraph = 0
    inside = iter((*quotations, None))
    quotation = next(inside)
    for one in cut:
        start, end = one.span.start, one.span.end
        while quotation and quotation.end <= start:
            quotation = next(inside)
        moved = start >= paragraphs[paragraph][1]
        asked = bounds and not moved and _asked(text, bounds[-1][1], start, end)
        while start >= paragraphs[paragraph][1]:
            paragraph += 1
        inside_one = quotation is not None and quotation.start < start
        if bounds and not moved and (inside_one or asked):
            bounds[-1][1] = end
        else:
            bounds.append([start, end, paragraph])
    starts = [q.start for q in quotations]
    sentences: list[FoldedSentence] = []
    for start, end, number in bounds:
        held = tuple(quotations[bisect_left(starts, start) : bisect_left(starts, end)])
        needed = held or _speaks(hidden, start, end)  # most sentences attribute nothing
        tokens = tokens_of(hidden, text, start, end) if needed else ()
        sentences += _bounded(FoldedSentence(start, end, number, tokens, held))
    return sentences


def _bounded(sentence: FoldedSentence) -> Iterator[FoldedSentence]:
    """Yield a sentence, or the parts of one that is longer than any reader may be given."""
    cuts = [*range(0, len(sentence.tokens), MOST_TOKENS), len(sentence.tokens)]
    if len(cuts) <= 2:
        yield sentence
        return
    for first, last in pairwise(cuts):
        start = sentence.tokens[first].start if first else sentence.start
        end = sentence.tokens[last].start if last < len(sentence.tokens) else sentence.end
        held = tuple(q for q in sentence.quotations if start <= q.start < end)
        yield FoldedSentence(start, end, sentence.paragraph, sentence.tokens[first:last], held)


def _speaks(hidden: str, start: int, end: int) -> bool:
    """Tell whether a sentence may attribute something: a speech verb, "according", a colon."""
    low = hidden[start:end].lower()
    return ":" in low or "according" in low or not _FORMS.isdisjoint(_LETTERS.findall(low))


def _asked(text: str, before: int, start: int, end: int) -> bool:
    """Tell whether a sentence only says who spoke the question that ends before it."""
    if not _QUESTION_END.search(text, max(0, before - 4), before):
        return False
    words = [word.lower().strip(",.") for word in text[start:end].split()[:12]]
    spoken = next((k for k, word in enumerate(words) if word in LEMMA_OF), None)
    return spoken is not None and text[start].isalpha() and not _QUOTED.search(text, start, end)


def tokens_of(hidden: str, text: str, start: int, end: int) -> tuple[Token, ...]:
    """Return the tokens of ``text``; ``hidden`` is the same with quotations blanked out."""
    tokens = []
    if dateline := _DATELINE.match(hidden, start, end):
        start = dateline.end()
    for match in _TOKEN.finditer(hidden, start, end):
        word = match[0]
        if word[0] == "\x00":
            tokens.append(_quote_token(text, *match.span()))
        else:
            written, low, kind, capital = _read(word)
            tokens.append(Token(written, low, *match.span(), kind, capital))
    return tuple(tokens)


@lru_cache(maxsize=8192)  # the same words come again and again
def _read(word: str) -> tuple[str, str, Literal["word", "mark"], bool]:
    """Return the text of a token, the text as word lists have it, its kind and if it is large.

    An organisation that spells a pronoun stays large in word lists.
    """
    if word.startswith("--"):
        return "—", "—", "mark", False
    low = word if word in ACRONYMS else word.lower().replace("’", "'")
    low = low.rstrip(".") if low in _MONTHS_CUT_SHORT else low
    is_word = word[0].isalnum() or word[0] == "_"
    return word, low, "word" if is_word else "mark", is_word and word[0].isupper()


def _quote_token(text: str, start: int, end: int) -> Token:
    """Return the token of a quotation: "Q" or "q" for how it begins, and the mark it ends in."""
    inner = text[start:end].strip("\"'“”‘’„‟«»` ")
    last = inner[-1:] if inner[-1:] in (",", ".", "?", "!", "…", "—", "-") else ""
    return Token("Q" if inner[:1].isupper() else "q", last, start, end, "quote", False)
