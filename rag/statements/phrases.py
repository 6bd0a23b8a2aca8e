"""Tell whether a name is only part of what names a speaker: "a friend of Ida Lund"."""

import re

from rag.language.titles import is_role_noun
from rag.statements.name_runs import PLACE_BEFORE_NAME, name_in, noun_before_name
from rag.statements.roles import ADJECTIVES_IN_ING, is_in_body, role_before

_PREPOSITION_END = re.compile(
    r"(?:^|\s)(?:for|of|to|with|by|from|at|in|on|between|about|against)(?: the)?$", re.IGNORECASE
)
# "a friend of", before what else is said of somebody
_OF_SOMEBODY = re.compile(
    r"\b(?:friend|lawyer|attorney|mother|father|son|daughter|brother|sister|wife|husband|widow"
    r"|chief|head|boss|CEO|executive|president|director|founder|owner|spokes\w{3,6}|analyst"
    r"|member|expert|ally|aide|adviser|fan|victim)s? (?:of|for|at|to)(?: the)? ?$",
    re.IGNORECASE,
)


def belongs_to_phrase(text: str, run: re.Match[str], start: int) -> bool:
    """Tell whether a name is part of what is spoken of: "a friend of Ida Lund"."""
    place = PLACE_BEFORE_NAME.match(run[0])
    based = run[0].split(" ")[0].endswith("-based")  # "analysts from Velm-based Port Union"
    noun = place.end() if place else 0 if based else noun_before_name(run[0])
    before = text[start : run.start() + noun].rstrip()
    doing = before.rpartition(" ")[2]  # "an attorney representing Ida Lund"
    acts = doing != before and doing.islower() and doing.endswith("ing") and len(doing) > 5
    name_start = run.start() + name_in(run[0])[0]
    titled = name_start - len(role_before(text, name_start)) - 1
    if _OF_SOMEBODY.search(text, start, max(start, titled)):
        return True  # "the friends of actor Ida Lund"
    if not _PREPOSITION_END.search(before) and (not acts or doing in ADJECTIVES_IN_ING):
        return False
    if name_start - len(role_before(text, name_start)) <= run.start() - len(" of "):
        return False  # "the President of the Port Union Ida Lund"
    # "the Department of State Conservation Commissioner Ida Lund"
    titles = run[0][: name_in(run[0])[0]].split()
    return not (len(titles) > 1 and is_role_noun(titles[-1]) and is_in_body(before))
