"""Read from a question which sources it asks of: "the Verge article", "as reported by Reuters"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# By hand, reading the tuning split of MultiHop-RAG.
NEAR_CUE = 45  # characters between a source and the word that shows it is meant as one

_CUE = re.compile(
    r"\b(?:articles?|reports?|stor(?:y|ies)|pieces?|reviews?|coverage|sources?|according to|"
    r"report(?:ed|ing)|published|posts?|guides?|wrote|writes|says?|said|claims?|suggests?|"
    r"discuss\w*|mention\w*|describ\w*|detail\w*|portray\w*|cover(?:ed|s)|interview|analysis)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"['\"’”]?,? ?(?:and|or|&|as well as)? ?(?:both|by|from|in|the)? ?['\"‘“]?",
    re.IGNORECASE,
)
_OUTLETS = "|".join(
    """abc news,agence france-presse,al jazeera,associated press,axios,bbc(?: \\w+)?,bloomberg,
    business insider,buzzfeed,cbs news,cnbc,cnet,cnn,daily mail,deutsche welle,dw,economist,espn,
    financial times,forbes,fox news,guardian,hindu,hindustan times,huffpost,le monde,
    los angeles times,nbc news,new york times,new yorker,newsweek,npr,politico,reuters,
    rolling stone,sky news,the times,time magazine,times of india,usa today,variety,
    wall street journal,washington post,wired""".replace("\n    ", "").split(",")
)
_ASKED_OF = re.compile(
    rf"\b(?P<outlet>{_OUTLETS})(?:['’]s)?['\"’”]? (?:news )?"
    r"(?:articles?|reports?|stor(?:y|ies)|pieces?|reviews?|coverage)\b"
    r"|\b(?:articles?|reports?|stor(?:y|ies)|pieces?|another|one|sources?) "
    r"(?:(?:from|by|in|on) )(?:the )?['\"‘“]?"
    rf"(?P<by>{_OUTLETS})\b"
    r"|\b(?:according to|(?:reported|published|mentioned|stated) (?:by|in)) (?:the )?"
    rf"['\"‘“]?(?P<per>{_OUTLETS})\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Mention:
    """Sources named side by side, and the stretch of the question that is about them."""

    start: int
    end: int
    sources: list[tuple[str, ...]]


def find_mentions(question: str, sources: Sequence[str]) -> list[Mention]:
    """Return the sources that a question names as sources, in its order."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    known = _called(sources)
    for name in sorted(known, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", question, re.IGNORECASE):
            inside = any(start < match.end() and match.start() < end for start, end, _ in found)
            # "Age" alone is no source, "the Age" is; "verge" is a word, "Verge" a name.
            needs_the = f"the {name}" in known and not re.search(
                r"\bthe ['\"‘“]?$", question[: match.start()], re.IGNORECASE
            )
            if not inside and not needs_the and match[0][0].isupper():
                found.append((match.start(), match.end(), known[name]))
    groups: list[Mention] = []
    for start, end, named in sorted(found):
        if groups and _LISTED.fullmatch(question, groups[-1].end, start):
            groups[-1].end = end
            groups[-1].sources.append(named)
        else:
            groups.append(Mention(start, end, [named]))
    # Where one is meant as a source, the others are too.
    return groups if any(_is_meant(question, one) for one in groups) else []


def _called(sources: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the sources by what they may be called, in lower case.

    "The Independent - Sports" is called by its whole name, "The Independent" and "Independent".
    """
    called: dict[str, dict[str, None]] = {}
    for source in sources:
        short = re.split(r" \| | - |: ", source)[0]
        names = {source, short, short.removesuffix(".com")}
        names |= {name[4:] for name in names if name.startswith("The ")}
        for name in names:
            called.setdefault(name.lower(), {})[source] = None
    return {name: tuple(named) for name, named in called.items() if name}


def _is_meant(question: str, mention: Mention) -> bool:
    around = question[max(0, mention.start - NEAR_CUE) : mention.end + NEAR_CUE]
    return len(mention.sources) > 1 or _CUE.search(around) is not None


def absent_sources(question: str, sources: Sequence[str]) -> tuple[str, ...]:
    """Return the outlets that a question asks for and that no article comes from."""
    known = " · ".join(sources).lower()
    asked = [
        (match["outlet"] or match["by"] or match["per"]).strip()
        for match in _ASKED_OF.finditer(question)
    ]
    absent = [name for name in asked if name[0].isupper() and name.lower() not in known]
    return tuple(dict.fromkeys(absent))
