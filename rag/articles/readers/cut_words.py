"""Join the lines of a printed paragraph, words that are cut at their ends whole again."""

import re
from collections.abc import Callable, Sequence

from rag.articles.line_breaks import KEEPS_HYPHEN

Join = Callable[[str], str]  # makes one line of many

# Of the lines that may end in a hyphen of a word's own, where no words are cut (by hand, on prints)
MOST_OWN_HYPHENS = 0.03
LEAST_PART = 4  # letters of a word behind "anti-" and the like (by hand)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?!\w|-\Z)")
_CUT = re.compile(r"[^\W\d_][-\u2010]\Z")
# Of a name or the like, whose hyphen is its own: "Moe-\nBerg"
_CAPITAL = re.compile(r"(?<=[^\W\d_][-\u2010])\s*\n\s*(?=[A-ZÀ-Þ][^\W\d_])")
# Second parts that no word has which is written as one
_COMPOUND_ENDS = frozenset("backed based controlled linked ravaged related sponsored".split())
_BROKEN = re.compile(r"([^\W\d_]{1,60})[-\u2010]\s*\n\s*([a-zß-ÿ][^\W\d_]{0,60})")


def joiner(lines: Sequence[str]) -> Join:
    """Return what joins the lines of a paragraph, words cut at their ends whole again.

    What a browser prints is never cut: a hyphen at the end of its lines is one of the word.
    """
    words = {word for line in lines for word in _WORD.findall(line)}
    cut = sum(bool(_CUT.search(line)) for line in lines)
    is_cut = cut >= MOST_OWN_HYPHENS * len(lines)

    def whole(found: re.Match[str]) -> str:
        one, other = found.groups()
        is_compound = f"{one}-{other}" in words or _is_compound(one.lower(), other)
        is_word = one + other in words or (is_cut and not is_compound)
        return one + other if is_word else f"{one}-{other}"

    def _is_compound(one: str, other: str) -> bool:
        # "anti-state", not "short-age", "part-ner" or "pro-duce"
        if one in KEEPS_HYPHEN or one == "pro":
            return len(other) >= LEAST_PART and other in words
        return other in _COMPOUND_ENDS and one in words

    def join(written: str) -> str:
        written = re.sub(r"(?<=\w)[\u00ad\ufffe]\s*\n?\s*(?=\w)", "", written)
        written = _CAPITAL.sub("", written)
        return " ".join(_BROKEN.sub(whole, written).split())

    return join
