"""Read from a question what form of answer is wanted."""

import re

_GREETING = (
    r"hello|hi|hey|hiya|good (?:morning|day|afternoon|evening|night)|greetings|howdy|bye|goodbye"
    r"|thanks?|thank you(?: very much| so much)?|thx|cheers|ok(?:ay)?|great|cool|nice|perfect"
    r"|there|many thanks|much appreciated|well done|good bot|how are you|please|sorry|yes|no|test"
)
_ABOUT_PROGRAM = (
    r"(?:please )?help(?: me)?|what can (?:you|i|one) (?:do|ask|help me with)(?: here| you)?"
    r"|what (?:do|can) you (?:know|answer|tell me)|who are you|what are you|what is this"
    r"|how do(?:es)? (?:i|you|this|it) (?:work|use (?:this|it|you))"
    r"|how can i (?:use|ask) (?:this|you|it)"
    r"|how (?:can|do) you help(?: me)?|what questions can i ask|are you (?:a bot|an ai|human)"
    r"|what (?:articles|sources) (?:do you have|are there)"
)
_HELP = re.compile(rf"^\W*(?:(?:{_GREETING}|{_ABOUT_PROGRAM})(?:\W+|$))+$", re.IGNORECASE)
_OVERVIEW = re.compile(
    r"\bsum(?:marise|marize|mary|marised|marized)\b|\bsum (?:it|this|that|them)? ?up\b|\bsum up\b"
    r"|\b(?:tell|explain)(?: (?:to )?(?:me|us))?(?: to me)? (?:more )?"
    r"(?:about|of|the (?:matter|story))\b"
    r"|\bexplain (?:to )?me\b|\bplease explain\b|\bin short\b|\boverview\b|\btimeline\b|\bchronolog"
    r"|\b(?:chain|course|sequence|order) of events\b|\bfrom beginning to end\b"
    r"|\b(?:give|tell|need|want|like)\b.{0,30}\b(?:background|gist|main points|key points|rundown"
    r"|details|facts|story|outline)\b"
    r"|\bwhat(?:['’]?s| is| was| are)? (?:exactly )?(?:has |have |had )?happen(?:ed|s|ing|d|end)?\b"
    r"(?! (?:on|at) \d)|\bwhat (?:happens|happened)\b|\bwhat happend\b"
    r"|\bwhat(?:['’]?s| is| was) (?:going|gone|went|been going) (?:on|wrong)\b|\bwhat went wrong\b"
    r"|\bwhat(?:['’]?s| is) (?:the )?(?:latest|news?|newest|the state of things|the situation"
    r"|up with|known|this|his story|her story|their story|the affair|the trouble|the story)\b"
    r"|\b(?:latest|news|update|updates) (?:on|about|in|from|of|with)\b|\bwhat is known\b"
    r"|\bwhat (?:do|did|does) (?:we|you|one|people|they) know (?:about|of|so far)\b"
    r"|\bwhat became of\b|\bwhat is .{3,60} about\b|\bwhat is in the\b|\bwhat came out\b"
    r"|\bhow did .{3,60}(?:\bgo|\bend|\bunfold|\bdevelop|\bplay out|\bcome about)\b",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"\bcompar(?:e|ed|ison|ing)\b|\b(?:vs|versus)\b|\bdiffer(?:s|ed|ence|ences|ently)?\b"
    r"|\b(?:agree|disagree|differ)\b|\bhow .{3,60}\beach\b|\bon the other hand\b",
    re.IGNORECASE,
)


def asks_for_help(question: str) -> bool:
    """Tell whether a question is none of the articles: "hello", "what can you do?"."""
    return _HELP.match(question) is not None


def asks_for_overview(question: str) -> bool:
    """Tell whether a question asks what happened, and how: for more than one sentence says."""
    return _OVERVIEW.search(question) is not None


def asks_to_compare(question: str) -> bool:
    """Tell whether a question holds things against each other."""
    return _COMPARISON.search(question) is not None
