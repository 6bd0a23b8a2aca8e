"""Find where readers' comments begin that were copied with an article."""

import re

from rag.articles import bylines
from rag.language.entries import is_time_line
from rag.language.furniture import is_prose

# By hand, on pages of nine papers copied whole.
LEAST_SIGNS = 3  # paragraphs above, names with a time or buttons below, together
MOST_TIMES = 1  # above: with more it is a live blog, whose entries have names and times
NEAR = 40  # lines below the head of the comments that are looked at
NAME = 40  # characters of a reader's name

_HEAD = re.compile(
    r"(?:(?:view |show |read )?(?:all )?(?:[\d,.]+ )?(?:reader )?"
    r"(?:comments?|kommentare|commentaires)"
    r"(?: ?[(\[]?[\d,.]+[)\]]?)?|join the (?:conversation|discussion)|leave a (?:comment|reply)"
    r"|what do you think\?|have your say)",
    re.IGNORECASE,
)
# As WordPress counts them: "3 thoughts on “Ferries stand still”"
_THOUGHTS = re.compile(
    r"(?:\d{1,4}|one) (?:thoughts?|responses?|replies|comments?) (?:on|to) [“\"‘'].{1,300}",
    re.IGNORECASE,
)
_SAYS = re.compile(r"(?:\d{1,4}\. )?.{2,40} says: ?(?P<stamp>.{6,60})")
_BUTTON = re.compile(
    r"reply|antworten|répondre|report(?: abuse)?|sort(?:ed)? by.{0,20}|newest(?: first)?"
    r"|oldest(?: first)?|(?:log|sign) in to (?:comment|reply).{0,20}|post (?:a )?comment"
    r"|this discussion is (?:now )?closed.{0,30}|comments are (?:now )?closed.{0,30}"
    r"|(?:up|down)vote|\d+ (?:replies|likes?|upvotes?)|show (?:more )?repl(?:y|ies)",
    re.IGNORECASE,
)
_AGO = re.compile(r"\d{1,2} ?[a-z]{1,7} ago", re.IGNORECASE)


def comments_below(lines: list[str]) -> range:
    """Return the numbers of the lines from the head of readers' comments on, if there are any."""
    written = [(number, line.strip()) for number, line in enumerate(lines) if line.strip()]
    prose = times = 0
    for place, (number, words) in enumerate(written):
        is_head = len(words) <= NAME and _HEAD.fullmatch(words)
        if prose and times <= MOST_TIMES and (is_head or _THOUGHTS.fullmatch(words)):
            signs = _signs([below for _, below in written[place + 1 : place + 1 + NEAR]])
            if signs and signs + prose >= LEAST_SIGNS:
                return range(number, len(lines))
        prose += is_prose(words)
        times += is_time_line(words)
    return range(0)


def _signs(below: list[str]) -> int:
    """Count what only comments have: names with a time beside them, "Reply"."""
    return sum(
        bool(_BUTTON.fullmatch(words))
        or bool((said := _SAYS.fullmatch(words)) and bylines.is_stamp(said["stamp"]))
        or (
            (bylines.is_stamp(words) or bool(_AGO.fullmatch(words)))
            and place > 0
            and len(below[place - 1]) <= NAME
            and not is_prose(below[place - 1])
        )
        for place, words in enumerate(below)
    )
