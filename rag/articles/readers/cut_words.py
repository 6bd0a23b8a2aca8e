"""Join the lines of a printed paragraph, words that are cut at their ends whole again."""

import re
from collections.abc import Callable, Sequence

Join = Callable[[str], str]  # makes one line of many

# Of the lines that may end in a hyphen of a word's own, where no words are cut (by hand, on prints)
MOST_OWN_HYPHENS = 0.03
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?!\w|-\Z)")
_CUT = re.compile(r"[^\W\d_][-\u2010]\Z")
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
        is_word = one + other in words or (is_cut and f"{one}-{other}" not in words)
        return one + other if is_word else f"{one}-{other}"

    def join(written: str) -> str:
        written = re.sub(r"(?<=\w)[\u00ad\ufffe]\s*\n?\s*(?=\w)", "", written)
        return " ".join(_BROKEN.sub(whole, written).split())

    return join
