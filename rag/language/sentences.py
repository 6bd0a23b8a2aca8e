"""Cut an article into sentences.

Every character that is not white space lies in exactly one sentence, and none crosses a line
break, unless the text was wrapped by hand: a heading or an item of a list is a sentence of its
own. A quotation of several sentences is cut into them, so that each can be cited alone.

What goes on for longer than anybody writes, a table or a transcript without full stops, is cut at
its commas or spaces, so that no reader of sentences meets one without end.

``nupunkt`` decides where a sentence ends, with the words below in place of its own list, which
comes from legal texts and takes "week." and "York." for abbreviations. What it does not know of
news is corrected here.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from nupunkt import PunktParameters, PunktSentenceTokenizer

from rag.language.function_words import SENTENCE_OPENERS
from rag.language.furniture import without_furniture
from rag.records import Article, Sentence, Span

LONGEST = 1000  # characters of a sentence; of 84,593 in news of 2022 the longest had 639
WRAPPED_WIDTH = 100  # characters; a text with a longer line was not wrapped by hand

# Words that are as often words as abbreviations at the end of a sentence are left out: "mass.".
ABBREVIATIONS = """
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues thu thur thurs fri a.m p.m
    mr mrs ms mx dr prof rev hon fr msgr messrs mme mlle st sr jr ph.d
    gov govs lt sen sens rep reps del pres supt atty asst amb sec dep min
    gen adm maj col capt cmdr cpl sgt pfc pvt brig spc det insp
    ala ariz ark calif colo conn fla ga ind kan kans ky la md mich minn mo mont neb nev okla ore
    pa penn tenn tex va vt w.va wis wisc wyo ont que
    inc corp co cos ltd plc bros assn org dept univ inst intl govt natl
    ave blvd rd hwy rte mt ft pt no nos vol vols pp vs v al etc ca cf approx oz lb lbs sq
"""

_SPEAKS = (
    "said says asked asks wrote writes told tells added adds replied tweeted wondered pressed "
    "shouted yelled exclaimed recalled continued joked responded quipped declared"
).replace(" ", "|")
_OPENS = "|".join(word.capitalize() for word in sorted(SENTENCE_OPENERS))

# Ends of sentences the library does not see; each match ends where the next sentence starts.
_MISSED = re.compile(
    rf"""
    [.!?。！？｡।॥؟۔։] (?:
        (?<=[^\W\d_][a-z].)["”’]?(?=[A-Z][a-z])  # the space is missing: "he said.The talks"
        | (?<=[^\w.&'’-][A-Z][.])["”’]?\s+(?=(?:{_OPENS})\b(?!\.))  # no initial: "Plan B. The"
        | (?<=\b[Nn]o[.])["”’]?\s+(?=[^\W\d_]|["“])  # no number: "He said no. Talks went on"
        | (?<=[。！？｡])[」』”’）】]*(?![。！？｡」』”’）】])
        | (?<=[।॥؟۔։])["”’»)]*\s+
    )
    """,
    re.VERBOSE,
)
# What stands at a start that is none: '"Why now?" Kallas asked.', 'because of it! — but',
# ': 1. Oslo, 2. Bergen', '(what else?), as'.
_CONTINUES = re.compile(
    rf"""
    (?<=[?!…]["”’]\s) (?!(?:{_OPENS})\b)
    (?:[A-Z][\w.’'-]*\s+){{1,4}} (?:{_SPEAKS})\b (?!:|\s+that\b)
    | [—–-]\s*[a-z]
    | (?<=[,;:]\s\d[.]\s)
    | (?<!\s)[^\w"“‘'(\[「『（《【]
    """,
    re.VERBOSE,
)
_LINE = re.compile(r"[^\n\v\f\x85\u2028\u2029]+")
_WORD = re.compile(r"[^\W_]")
_OPENING = "“‘«‹„‚([{¿¡"
# The library knows only straight quotation marks at the start of a word, and the plain space.
_PLAIN = str.maketrans("“‘«„\xa0\u2007\u2009\u200a\u202f", '""""     ')

# "then-Sen. Moe": the library takes no word with a hyphen for an abbreviation.
_HYPHEN = re.compile(r"[—–-](?=[A-Z][a-z]{,5}\.\s)")
# Nobody writes so long a word; the time the library takes grows with the square of its length.
_ENDLESS = re.compile(r"\S{300,}")
_UNSTOPPED = str.maketrans(".!?…", ",,,,")


class _Abbreviations(set[str]):
    """The abbreviations, and every run of letters with full stops: "f.b.i"."""

    def __contains__(self, word: object) -> bool:
        return super().__contains__(word) or bool(re.fullmatch(r"[a-z](?:\.[a-z])+", str(word)))


def _make_tokenizer() -> PunktSentenceTokenizer:
    parameters = PunktParameters()
    parameters.abbrev_types = _Abbreviations(ABBREVIATIONS.split())
    parameters.sent_starters = set(SENTENCE_OPENERS)
    return PunktSentenceTokenizer(parameters)


_TOKENIZER = _make_tokenizer()


def split_sentences(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of an article in their order; what is furniture is none."""
    text = _unwrap(article.text)
    bounds = without_furniture(text, _bounds(text))
    return tuple(Sentence(Span(article.id, start, end)) for start, end in bounds)


def sentence_bounds(text: str) -> list[tuple[int, int]]:
    """Return the start and end of every sentence of ``text``, white space around it left out."""
    return _bounds(_unwrap(text))


def _bounds(text: str) -> list[tuple[int, int]]:
    return [
        (line.start() + start, line.start() + end)
        for line in _LINE.finditer(text)
        for start, end in _line_bounds(line[0])
    ]


def _line_bounds(line: str) -> list[tuple[int, int]]:
    bounds: list[tuple[int, int]] = []
    for start, end in pairwise([*_starts(line), len(line)]):
        words = line[start:end].strip()
        if words:
            start = line.index(words[0], start)
            bounds += _pieces(line, start, start + len(words))
    return bounds


def _pieces(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence as it is, or cut behind its last mark or word within the longest one."""
    while end - start > LONGEST:
        limit = start + LONGEST
        least = start + LONGEST // 2
        marks = (line.rfind(mark, least, limit) for mark in ("; ", ", ", " "))
        cut = next((place + 1 for place in marks if place >= 0), limit)
        yield start, start + len(line[start:cut].rstrip())
        start = cut
        while line[start].isspace():
            start += 1
    yield start, end


def _starts(line: str) -> list[int]:
    """Return where sentences start; each runs to the next, so that nothing lies between them."""
    plain = _HYPHEN.sub(" ", line.translate(_PLAIN))
    plain = _ENDLESS.sub(lambda word: word[0].translate(_UNSTOPPED), plain)
    found = {start for start, _ in _TOKENIZER.span_tokenize(plain)}
    found |= {missed.end() for missed in _MISSED.finditer(line)}
    starts = [0]
    has_word = False
    searched = 0
    for start in sorted(found - {0}):
        if _CONTINUES.match(line, start):
            continue
        has_word = has_word or bool(_WORD.search(line, searched, start))
        searched = start
        if has_word:
            starts.append(start)
            has_word = False
        elif starts[-1] and line[starts[-1]] not in _OPENING:
            starts[-1] = start  # marks without a word go with the sentence before them
    if starts[-1] and not _WORD.search(line, starts[-1]):
        starts.pop()
    return starts


def _unwrap(text: str) -> str:
    """Return ``text`` with every newline that only wraps a line replaced by a space.

    A newline is such a one where the next line's first word would not have fitted. Few of them,
    or fewer than of others, are chance: nothing is replaced then.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if width > WRAPPED_WIDTH:
        return text
    wraps = {
        number: len(line) + 1 + len(following.split(maxsplit=1)[0]) > width
        for number, (line, following) in enumerate(pairwise(lines), start=1)
        if line.strip() and following.strip()
    }
    if sum(wraps.values()) < max(3, len(wraps) / 2):
        return text
    return lines[0] + "".join(
        (" " if wraps.get(number) else "\n") + line
        for number, line in enumerate(lines[1:], start=1)
    )
