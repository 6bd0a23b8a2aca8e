"""Join the lines of a text that were broken to fit a width, as mail and old databases do."""

import re

from rag.articles import bylines

# By hand, on texts broken at 60 to 100 characters:
NARROWEST, WIDEST = 45, 110  # characters of such a width
SHORTEST = 30  # characters of a width of which the words alone tell that lines were broken
LEAST = 3  # lines that were broken, of a text in which any were
SHARE = 0.6  # of the lines with another one below them, which must be broken ones
FILLED = 0.9  # of the width that a line and the next one's first word take; else it ends by itself
LONGEST_WORD = 60  # characters of a line in which its last word is looked for

_END = re.compile(r"[.!?:;…][\"”’'»)\]]*\Z")
_ITEM = re.compile(r"\s*(?:[-–•·►▪*‣>|]|\d{1,3}[.)] )")
_CUT = re.compile(r"((?:[^\W\d_]+-)?)([^\W\d_]+)[-\u2010]\Z")
# Lines that end in a hyphen, of a text in which words are cut to fit its width; at least as many
LEAST_CUT, SHARE_CUT = 2, 0.06
_CUT_WORD = re.compile(r"[^\W\d_]++[-\u2010][ \t]*+\n\s*+[^\W\d_]++")
_WORD = re.compile(r"[^\W\d_]++(?:-[^\W\d_]++)*+")
# What keeps its hyphen, whether or not words are cut
KEEPS_HYPHEN = frozenset(
    "all anti co cross eight ex fifty five forty four full half high ill left long low mid mini"
    " multi nine ninety non off old one part post quasi right second self"
    " semi seven seventy short six sixty so ten third thirty three top twenty two ultra"
    " vice well wide year".split()
)


def joined_lines(text: str) -> str:
    """Return a text with each paragraph on one line, if its lines were broken to fit a width."""
    lines = text.split("\n")
    pairs = [
        number
        for number, (one, other) in enumerate(zip(lines, lines[1:], strict=False))
        if one.strip() and other.strip() and not any(bylines.facts_of(one.strip()))
    ]
    lengths = sorted(len(lines[number].rstrip()) for number in pairs)
    width = lengths[len(lengths) * 19 // 20] if lengths else 0
    if not SHORTEST <= width <= WIDEST:
        return text
    indents = sorted(len(line) - len(line.lstrip()) for line in lines if line.strip())
    indent = indents[len(indents) // 2]
    broken = {
        number
        for number in pairs
        if _goes_on(lines[number], lines[number + 1])
        or (width >= NARROWEST and _is_broken(lines[number], lines[number + 1], width, indent))
    }
    if len(broken) < max(LEAST, SHARE * len(pairs)):
        return text
    for number in pairs:
        if number - 1 in broken and _may_go_on(lines[number], lines[number + 1]):
            broken.add(number)
    words = set(_WORD.findall(_CUT_WORD.sub(" ", text)))
    words.update(part for word in tuple(words) for part in word.split("-"))
    ends = sum(
        bool(_CUT.search(lines[number].rstrip()[-LONGEST_WORD:]))
        and lines[number + 1].lstrip()[:1].islower()
        for number in broken
    )
    is_cut = ends >= max(LEAST_CUT, SHARE_CUT * len(broken))
    joined = [""]
    for number, line in enumerate(lines):
        joined[-1] = _joined(joined[-1], line.strip(), words, is_cut=is_cut)
        if number not in broken:
            joined.append("")
    return "\n".join(joined[:-1])


def _is_broken(line: str, following: str, width: int, indent: int) -> bool:
    """Tell whether the first word of the next line had no room on a line."""
    if (
        len(following) - len(following.lstrip()) > indent + 1
        or _ITEM.match(following)
        or not re.search(r"\w", following)
    ):
        return False
    return len(line.rstrip()) + 1 + len(following.split()[0]) > FILLED * width


def _may_go_on(line: str, following: str) -> bool:
    """Tell whether a line has no end of its own, and the next one is no item of a list."""
    return not _END.search(line.rstrip()) and bool(
        not _ITEM.match(following) and re.search(r"\w", following)
    )


def _goes_on(line: str, following: str) -> bool:
    """Tell whether a sentence goes on in the next line, which begins with a small letter."""
    return following.lstrip()[:1].islower() and _may_go_on(line, following)


def _joined(line: str, following: str, words: set[str], *, is_cut: bool) -> str:
    """Return two lines as one, a word between them whole again.

    Args:
        line: the first of them, or all that stand before the second.
        following: the second.
        words: those of the text, whole and the parts of those with a hyphen.
        is_cut: whether words are cut to fit the width of the text.
    """
    cut = _CUT.search(line[-LONGEST_WORD:])
    if cut and re.match(r"[^\W\d_]{2}", following) and following[0].isupper():
        return line + following
    if cut is None or not following[:1].islower():
        return f"{line} {following}" if line else following
    first = re.match(r"[^\W\d_]*", following)
    before, one, other = cut[1], cut[2], first[0] if first else ""
    # "own-" and "ers" are one word where the text has it, "run-" and "up" are not.
    is_word = one + other in words
    if is_cut and not is_word:
        is_compound = (
            f"{one}-{other}" in words
            or (one in words and other in words)
            or one.lower() in KEEPS_HYPHEN
            or bool(before)
            or following[len(other) :][:1] == "-"
        )
        is_word = not is_compound
    return (line[:-1] if is_word else line) + following
