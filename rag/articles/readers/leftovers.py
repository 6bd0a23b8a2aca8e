"""Say in a line what a reader took for what stands around an article."""

from collections.abc import Iterable

MOST_SHOWN = 300  # characters; of the rest only their number is told
LONG = 60  # characters, from which a line of an article may be a part of one of its lines
MOST_SOUGHT = 200  # lines that are sought as parts of others


def around(lines: Iterable[str], article: str) -> str:
    """Return the beginning of what lines hold beside an article, and how much there is more."""
    own = set(map(_bare, article.split("\n")))
    shown: list[str] = []
    length = rest = sought = 0
    for line in lines:
        words = _bare(line)
        if not words or words in own:
            continue
        if len(words) >= LONG and sought < MOST_SOUGHT:
            sought += 1
            if words[:LONG] in article or words[-LONG:] in article:
                continue
        own.add(words)
        if length < MOST_SHOWN:
            shown.append(words[: MOST_SHOWN - length])
            rest += max(0, len(words) - (MOST_SHOWN - length))
            length += len(words)
        else:
            rest += len(words)
    return " | ".join(shown) + (f" … and {rest:,} more characters" if rest else "")


def _bare(line: str) -> str:
    """Return a line without what readers put before items and between cells."""
    return " ".join(line.replace("|", " ").split()).lstrip("-•*#> ")
