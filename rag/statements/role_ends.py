"""What belongs to a role behind its first comma or quotation mark: "chief at the port, Velm"."""

import re

from rag.language.countries import ROLE_PLACES, STATE_NAMES
from rag.language.first_names import is_first_name
from rag.language.organisations import ORGANISATION_WORDS
from rag.language.titles import is_role_noun

# More parts of one name: ", Trade and Labor", ", Brand & Lund in Velm".
_PART = r"(?:[A-Z][\w’'-]{1,20}+ ?){1,5}"
_WORD = r"[A-Z][\w.’'-]{1,20}+"
_OF_BODY = rf"(?: (?:at|of|in|for) (?:the )?{_WORD}(?: (?:of |the |for ){{0,2}}{_WORD}){{0,6}})?"
_LISTED = re.compile(
    rf"(?:, {_PART}){{1,3}}(?<! ),? (?:and|&) {_PART}(?<! ){_OF_BODY}"
    r"(?=[,.]| (?:said|told|says|wrote)\b)"
)
# Where a place lies: "based in Ridgewood, New Jersey", "of Troy, Mich.".
_LIES_IN = re.compile(
    rf", (?:{'|'.join(STATE_NAMES)}|{'|'.join(ROLE_PLACES)}|Israel"
    r"|Ontario|Quebec|Alberta|British Columbia|D\.?C\.?"
    r"|[A-Z][a-z]{1,4}\.|[A-Z]\.[A-Z]\.)(?=[,.]?(?: (?:said|says|told)|\W|$))"
)
_IN_PLACE = re.compile(
    r"\b(?:in|of|near|from|at|outside)(?: the)? (?:[A-Z][\w.’'-]{1,20} ?){1,4}\Z"
)
# "the University of Nevada, Las Vegas": one of several of a name.
_CAMPUS = re.compile(
    r", (?:Berkeley|Los Angeles|San Diego|San Francisco|Davis|Irvine|Santa (?:Barbara|Cruz)"
    r"|Riverside|Merced|Las Vegas|Reno|Chicago|Amherst|Boston|Austin|Dallas|Baltimore(?: County)?"
    r"|Twin Cities|Madison|Milwaukee|Knoxville|Greensboro|Charlotte|Chapel Hill|Wilmington|Omaha"
    r"|Lincoln|Birmingham|Anchorage|Fairbanks|Manoa|St\. Louis|Kansas City|Boulder|Denver"
    r"|San Luis Obispo|Long Beach|Fullerton|Northridge|Sacramento|Fresno|San Bernardino"
    r"|New Brunswick|Newark|Camden)\b"
)
_ONE_OF_SEVERAL = re.compile(
    r"\b(?:University of [A-Z]\w+(?: [A-Z]\w+)?|State University|Rutgers(?: University)?)\Z"
)
# The body of an office that a comma sets apart: "vice president, Academy of Boats, said".
_IN_BODY = re.compile(
    rf", (?P<body>(?:the )?{_WORD}(?: (?:(?:of|for|the|and|&) ){{0,2}}{_WORD}){{1,7}})"
    r"(?=[,.\n])"
)
_OF = re.compile(r"\b(?:of|at|for|in|with|to|from)\b")
# The title of a work whose author somebody is: "author of the book “Cold Harbors,”".
_TITLE = re.compile(r"\s(?P<opens>[“\"])(?P<title>[A-Z0-9#][^“”\"\n]{1,140}?)[,.]?(?P<ends>[”\"])")
_OF_WORK = re.compile(
    r"\b(?:author|editor|host|co-host|creator|director|producer|writer|star)s?"
    r" (?:of|on|for)(?: (?:the|his|her|a|an)(?: [\w-]{1,20}){1,4})?\Z"
)


def further_part(text: str, end: int, role: str) -> str:
    """Return what behind the comma at ``end`` belongs to the last words of a role, or ""."""
    last = role.rpartition(" ")[2]
    if last[:1].isupper() and not is_role_noun(last):
        if _ONE_OF_SEVERAL.search(role) and (campus := _CAMPUS.match(text, end)):
            return campus[0]
        if _IN_PLACE.search(role) and (around := _LIES_IN.match(text, end)):
            return around[0]
        listed = _LISTED.match(text, end)
        return listed[0] if listed and not is_first_name(listed[0].split(" ")[1]) else ""
    office = is_role_noun(last) and not _OF.search(role) and role[:4] != "the "
    found = _IN_BODY.match(text, end) if office else None
    body = found["body"].split() if found else []
    named = body and not ORGANISATION_WORDS.isdisjoint(map(str.lower, body))
    return found[0] if found and named and not is_first_name(body[0]) else ""


def title_behind(text: str, end: int, role: str) -> str:
    """Return the title of the work that a role up to ``end`` is of, in quotation marks, or ""."""
    found = _TITLE.match(text, end) if _OF_WORK.search(role) else None
    return f"{found['opens']}{found['title']}{found['ends']}" if found else ""
