"""Where somebody belongs, where nothing says what they are: "Ida Lund of the Velm Institute"."""

import re

from rag.language.countries import COUNTRY_OF, PLACES_THAT_SPEAK, STATE_NAMES
from rag.language.dates import TIME_WORDS
from rag.language.first_names import is_first_name
from rag.language.organisations import ORGANISATION_WORDS
from rag.statements.name_runs import NOT_IN_NAMES, is_possessive

# By hand, reading 2022 news.
_PART = r"[A-Z](?:[\w’'&-]|\.(?=\w)){0,20}+"
# "of Brand Securities", "with the Norland-based group Clean Ports", "from Norland’s Met Office"
_BEHIND = re.compile(
    r"(?:,? \d{1,3})?(?P<comma>,)? (?P<role>(?P<joins>of|from|with) "
    rf"(?P<body>(?:the )?(?:{_PART}-based )?(?:[a-z]{{3,14}} ){{0,3}}"
    rf"{_PART}(?: (?:(?:of|for|the|and|on|&) ){{0,3}}{_PART}){{0,8}}))"
    r"(?: \([A-Z][\w ]{1,60}\))?,?(?: (?P<verb>[a-z]{2,12})\b)?"
)
_SPEAKS_BEFORE = re.compile(
    r"\b(?:said|says|wrote|writes|explained|added|according to)(?: Dr\.)? $"
)
# "Velm Sports’ Ida Lund"
_OWNERS = re.compile(rf"(?:\b{_PART} ){{0,4}}\b[A-Z][\w-]{{1,20}}s[’'] $")
_NEAR = 60  # characters
_SPEAKS = frozenset(
    "said says told tells wrote writes explained explains added noted notes warned warns argued"
    " argues agreed estimates".split()
)
_STATES = frozenset(name.lower().split(" ")[-1] for name in STATE_NAMES)
_PLACES = PLACES_THAT_SPEAK | _STATES | COUNTRY_OF.keys()
_IN_PLACES = frozenset(
    "county city state north south east west new saint san los las island islands lake mount bay"
    " valley river street avenue road village town township district region province beach united"
    " states kingdom emirates republic green hill white black red blue super great oval santa lane"
    " church post law park and or for".split()
)
_OF_BODIES = ORGANISATION_WORDS - _IN_PLACES | {"church"}
_ACRONYM = re.compile(r"[A-Z]{2,6}|[A-Z]\w{0,20}[a-z][A-Z]\w{0,20}")
_NO_BODIES = NOT_IN_NAMES | TIME_WORDS | {"world", "nation", "country"}


def affiliation(text: str, start: int, end: int, owner: str) -> str:
    """Return where somebody named between two characters belongs, or "".

    ``owner`` is what stands before the name in one run with it: "Velm Radio’s ".
    """
    if not owner and (before := _OWNERS.search(text, max(0, start - _NEAR), start)):
        owner = before[0]
    if body := _owning(owner):
        the = text[max(0, start - len(owner) - 4) : start].lower().startswith("the ")
        return f"of the {body}" if the else f"of {body}"
    found = _BEHIND.match(text, end)
    if not found or not _is_body(found["body"], found["joins"]):
        return ""
    acts = found["joins"] == "of" and (found["verb"] or "").endswith("ed")
    spoken = _SPEAKS_BEFORE.search(text, max(0, start - 20), start) or found["verb"] in _SPEAKS
    spoken = spoken or acts
    apposed = found["comma"] and found["joins"] != "with"
    return found["role"].removesuffix("’s").removesuffix("'s") if spoken or apposed else ""


def _owning(owner: str) -> str:
    """Return the body that a name belongs to: "CNN" of "CNN’s"."""
    owner = owner.rstrip()
    if not is_possessive(owner):
        return ""
    words = owner[: -2 if owner[-1] in "sS" else -1].split()
    while words and words[0].lower() in _NO_BODIES and words[0] != "The":
        words = words[1:]
    if not words or any(map(is_possessive, words)) or _is_place([w.lower() for w in words]):
        return ""
    return "" if is_first_name(words[0]) and len(words) < 3 else " ".join(words)


def _is_place(low: list[str]) -> bool:
    """Tell whether words name a country or a state, whoever belongs to which."""
    return " ".join(low) in _PLACES or (len(low) == 2 and low[1] in _STATES)


def _is_body(body: str, joins: str) -> bool:
    """Tell whether words name what people belong to, and no place."""
    words = body.removeprefix("the ").split()
    low = [word.lower().removesuffix("'s").removesuffix("’s") for word in words]
    if _is_place(low) or low[0] in TIME_WORDS:
        return False
    told = not _OF_BODIES.isdisjoint(low) or any(map(_ACRONYM.fullmatch, words))
    if is_first_name(words[0]) and not told:
        return False
    return told or joins == "with" or (body.startswith("the ") and _IN_PLACES.isdisjoint(low))
