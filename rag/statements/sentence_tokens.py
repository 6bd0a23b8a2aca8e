"""Cut an article into frames: its own sentences, with whole quotations as single tokens.

A quotation of five sentences with "she said" behind it is one frame, and so is a sentence
with three quoted words in it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rag.language.quotations import Quotation
from rag.language.speech_verbs import LEMMA_OF
from rag.records import Sentence

_TOKEN = re.compile(
    r"\x00+"
    r"|(?:[A-Z]\.){2,}"
    r"|[A-Z]\.(?=\s?[A-Z])"
    r"|(?:Mr|Mrs|Ms|Mx|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Rev|Prof|St|Jr|Sr|Adm|Capt|Cmdr"
    r"|Maj|Pres|Hon|Inc|Corp|Co|Ltd)\."
    r"|\w+(?:['’&./@-]\w+)*(?:(?<=s)['’](?!\w))?"
    r"|-{2,3}"
    r"|[^\w\s]"
)
_PARENTHESES = re.compile(r"\([^()\n]{1,80}\)|\[[^\[\]\n]{1,40}\]")
# "BRUSSELS, Feb. 13 (AP) — ": where an article was written, before its first words.
_DATELINE = re.compile(
    r"[A-Z]\w+(?:[ ,./]+[A-Z]\w+\.?){0,4},?(?: [A-Z][a-z]{2,8}\.? \d{1,2})?"
    r" *(?:—|–|--|(?<=  )-|(?<=[A-Z]) -) *"
    r"(?=[\w\x00])"
)
_QUESTION_END = re.compile(r"[?!…]['\"”’»]+$")
_QUOTED = re.compile(r"['\"“”«»]{2}|[\"“”«»]")
_LETTERS = re.compile(r"[a-z]+")
_FORMS = frozenset(LEMMA_OF)
Kind = Literal["quoted", "reported"]
Range = tuple[int, int]


class Token(NamedTuple):
    """A word, a mark, or a whole quotation of a frame.

    A quotation has the text "Q" or "q", after its first letter, and as ``low`` the
    punctuation it ends with inside its marks, if any.
    """

    text: str
    low: str
    start: int  # characters of the article
    end: int
    kind: Literal["word", "mark", "quote"]

    @property
    def capital(self) -> bool:
        """Whether this is a word that starts with a capital letter."""
        return self.kind == "word" and self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence of the article's own, with quotations as single tokens."""

    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...]  # none where nothing can be attributed
    quotations: tuple[Quotation, ...]

    def quotation(self, token: Token) -> Quotation:
        """Return the quotation that a token of kind "quote" stands for."""
        return next(q for q in self.quotations if q.start <= token.start < q.end)

    @property
    def headline(self) -> bool:
        """Whether most words begin with a capital letter, so that verbs may too."""
        words = [t for t in self.tokens if t.kind == "word" and t.text[0].isalpha()]
        return len(words) > 4 and 3 * sum(t.capital for t in words) > 2 * len(words)

    @property
    def only_quotation(self) -> bool:
        """Whether nothing but one or more quotations is in the frame."""
        return bool(self.quotations) and all(t.kind != "word" for t in self.tokens)


@dataclass(frozen=True, slots=True)
class Words:
    """Attributed words; for a quotation without its marks."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what in one frame, all as character offsets of the article."""

    mention: Range  # names the speaker
    cue: Range
    lemma: str
    words: tuple[Words, ...]
    opens: bool  # ends in a colon: the quotation that follows the frame belongs to it
    traits: tuple[str, ...]  # how it was found, for judging how likely it is right


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


def frames_of(
    text: str,
    sentences: Sequence[Sentence],
    paragraphs: Sequence[Range],
    quotations: Sequence[Quotation],
) -> list[Frame]:
    """Cut an article into frames: its sentences, but none cut inside a quotation."""
    skeleton = list(text)
    for q in quotations:
        skeleton[q.start : q.end] = "\x00" * (q.end - q.start)
    hidden = "".join(skeleton)
    hidden = _PARENTHESES.sub(lambda m: " " * len(m[0]) if "\x00" not in m[0] else m[0], hidden)
    bounds: list[list[int]] = []
    paragraph = 0
    inside = iter((*quotations, None))
    quotation = next(inside)
    for sentence in sentences:
        start, end = sentence.span.start, sentence.span.end
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
    frames = []
    for start, end, number in bounds:
        held = tuple(q for q in quotations if start <= q.start < end)
        needed = held or _speaks(hidden, start, end)  # most sentences attribute nothing
        tokens = tokens_of(hidden, text, start, end) if needed else ()
        frames.append(Frame(start, end, number, tokens, held))
    return frames


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
        word = "—" if match[0].startswith("--") else match[0]
        if word[0] == "\x00":
            tokens.append(_quote_token(text, *match.span()))
            continue
        kind: Literal["word", "mark"] = "word" if word[0].isalnum() or word[0] == "_" else "mark"
        tokens.append(Token(word, word.lower().replace("’", "'"), *match.span(), kind))
    return tuple(tokens)


def _quote_token(text: str, start: int, end: int) -> Token:
    """Return the token of a quotation: "Q" or "q" for how it begins, and the mark it ends in."""
    inner = text[start:end].strip("\"'“”‘’„‟«»` ")
    last = inner[-1:] if inner[-1:] in (",", ".", "?", "!", "…", "—", "-") else ""
    return Token("Q" if inner[:1].isupper() else "q", last, start, end, "quote")
