"""Read from a question what form of answer is wanted."""

import re
from typing import Literal

from rag.language.function_words import STOP_WORDS
from rag.language.matching import words_of

Help = Literal["greeting", "thanks", "program", "nothing"]

_THANKS = (
    r"thanks?(?: a lot| so much| very much)?|thank you(?: very much| so much)?|thx|ty|cheers|great"
    r"|many thanks|much appreciated|well done|good bot|cool|nice|perfect|excellent|awesome|wow"
    r"|(?:that|this|it)(?:['’]?s| is| was)? (?:very |really |so )?(?:helpful|great|useful|helps"
    r"|good|nice|perfect|interesting|helped(?: me| a lot)?)|got it|i see|good answer|bye|goodbye"
)
_GREETING = (
    r"hello|hi|hey|hiya|good (?:morning|day|afternoon|evening|night)|greetings|howdy|there|all"
    r"|how are you(?: doing)?(?: today)?|how(?:['’]?s| is) it going|nice to meet you"
)
_FILLER = r"ok(?:ay)?|please|sorry|yes|no|and|so|well"
_NOTHING = (
    r"test(?:ing)?|asdf\w*|qwert\w*|lol|ha(?:ha)+|hmm+|um+|uh+|(?:bla)+|foo|bar"
    r"|tell (?:me|us) a (?:joke|story)|sing(?: me)? a song"
)
_ABOUT_PROGRAM = (
    r"help(?: me)?|(?:can|could|would) you (?:please )?help(?: me)?|i need (?:some )?help"
    r"|what can (?:you|i|one|we) (?:do|ask|help me with)(?: here| you| for me)*"
    r"|what (?:do|can) you (?:know|do|answer|tell me)|(?:who|what) (?:exactly )?are you"
    r"|what is this(?: (?:site|page|chat|thing|for))*|what(?:['’]?s| is) your name"
    r"|do you have a name"
    r"|who (?:made|built|wrote|created) (?:you|this)|i have a (?:quick )?question|anybody there"
    r"|how do(?:es)? (?:i|you|this|it)(?: (?:chat|site|page))? (?:work|use (?:this|it|you))"
    r"|how (?:can|do|should) (?:i|we) (?:use|ask) (?:this|you|it)|how to use (?:this|it)"
    r"|how (?:can|do) you help(?: me)?"
    r"|wh?at (?:questions )?(?:can|should|could) i ask(?: you| here)*"
    r"|are you (?:an? )?(?:bot|ai|human|robot|person|chat ?gpt|gpt|claude|siri|alexa|real|there)"
    r"|what (?:articles|sources|topics) (?:do you have|are there|do you know)"
)
_HELP = re.compile(
    rf"^\W*(?:(?:{_FILLER}|{_THANKS}|{_GREETING}|{_NOTHING}|{_ABOUT_PROGRAM})(?:\W+|$))+$",
    re.IGNORECASE,
)
_HELPS: dict[Help, re.Pattern[str]] = {  # the first that is found tells
    "program": re.compile(rf"\b(?:{_ABOUT_PROGRAM})\b", re.IGNORECASE),
    "nothing": re.compile(rf"\b(?:{_NOTHING})\b", re.IGNORECASE),
    "thanks": re.compile(rf"\b(?:{_THANKS})\b", re.IGNORECASE),
    "greeting": re.compile(rf"\b(?:{_GREETING})\b", re.IGNORECASE),
}
_NEWS = re.compile(  # of no matter in particular
    r"^\W*(?:(?:hi|hello|hey|so|and|ok(?:ay)?|please)\W+)*(?:(?:can|could) you )?"
    r"(?:what(?:['’]?s| is| are)|any|anything|give me|show me|tell me|is there)?"
    r"(?: (?:the|any|some))* ?(?:new|news|latest|latest news|newest(?: articles)?|headlines"
    r"|top stories|interesting"
    r"|happening|going on|in the news|important news|main news|latest articles|latest headlines"
    r"|new in the world|happening in the world)(?: (?:today|now|right now|at the moment|lately"
    r"|please|here|this week))*\W*$",
    re.IGNORECASE,
)
_WHAT_IS = r"wh?at(?:['’]?s| is| was| are)?"
_OVERVIEWS = (
    # a summary
    r"sum(?:mary|mari[sz](?:e|ed|ing))|summ?[ae]r(?:i[sz](?:e|ed|ing)|y (?:of|on))|recap",
    r"sum (?:(?:it|this|that|them) )?up|wrap[- ]?up|in short|overview|timeline|chronolog\w*",
    r"(?:chain|course|sequence|order) of events|from beginning to end",
    r"(?:give|tell|need|want|like)\b.{0,30}\b(?:background|gist|(?:main|key) points|rundown"
    r"|details|facts|story|outline)",
    # an account
    r"fill me in|(?:catch|update|bring) (?:me|us)|up to (?:date|speed)",
    r"(?:tell|explain)(?: (?:to )?(?:me|us))?(?: to me)? (?:more )?"
    r"(?:about|of|the (?:matter|story))",
    r"please explain|explain (?:to )?me|what is .{3,60} about|what is in the",
    r"what (?:is known|became of|came out)",
    r"what (?:do|did|does) (?:we|you|one|people|they) know (?:about|of|so far)",
    # what happened
    rf"{_WHAT_IS} (?:exactly )?(?:(?:has|have|had) )?hap+en\w*(?! (?:on|at) \d)",
    r"what happen(?:s|ed)|what went wrong",
    rf"{_WHAT_IS} (?:going|gone|went|been going) (?:on|wrong)",
    r"how did .{3,60}\b(?:go|end|unfold|develop|play out|come about)",
    # how things stand, and what is new
    r"where do(?:es)? .{2,40} stand",
    r"how (?:is|are) .{3,50} (?:going|getting on|developing|progressing)",
    r"what(?:['’]?s| is) the (?:status|deal|story) (?:of|with)|any updates?",
    r"what(?:['’]?s| is) (?:the )?(?:latest|news?|newest|the state of things|the situation|up with"
    r"|known|this|(?:his|her|their|the) story|the affair|the trouble)",
    r"(?:lastest|lates|latst|letest) (?:on|about|news)",
    r"(?:latest|news|updates?) (?:on|about|in|from|of|with)",
)
_OVERVIEW = re.compile(
    rf"\b(?:{'|'.join(_OVERVIEWS)})\b"
    r"|^\W*(?:(?:and|so|ok) )?(?:what|how) about \w|^(?:[\w’'-]+ ){1,6}(?:news|updates?)\W*$",
    re.IGNORECASE,
)
# Small words of German, French, Spanish, Italian, Dutch and Portuguese.
_FOREIGN = frozenset(
    """der die das den dem ein eine einen wie wer wo wann warum ist sind und nicht hat haben über
    mit für von zu wurde gibt sagte le la les du des une est sont que qui quoi quand où
    pourquoi comment dans sur avec pour dit pas el los las qué quién cuándo dónde por cómo
    cuál fue una sobre dijo con para del il lo gli che chi dove perché come sono della het
    een wat wie waar wanneer waarom hoe van met voor zei o os quem quando onde como é
    disse em um uma não""".split()
)
_COMPARISON = re.compile(
    r"\bcompar(?:e|ed|ison|ing)\b|\bdiffer(?:s|ed|ence|ences|ently)?\b"
    r"|\b(?:agree|disagree|differ)\b|\bhow .{3,60}\beach\b|\bon the other hand\b",
    re.IGNORECASE,
)


def asks_for_help(question: str) -> bool:
    """Tell whether a question is none of the articles: "hello", "what can you do?"."""
    return _HELP.match(question) is not None


def help_asked(question: str) -> Help:
    """Return what a question that asks nothing of the articles is: a greeting, or thanks."""
    return next((kind for kind, said in _HELPS.items() if said.search(question)), "nothing")


def asks_for_news(question: str) -> bool:
    """Tell whether a question asks for what is new, and of no matter: "whats in the news"."""
    return _NEWS.match(question) is not None


def is_in_other_language(question: str) -> bool:
    """Tell whether a question is surely not English: by its script, or by its small words."""
    letters = [letter for letter in question if letter.isalpha()]
    if 2 * sum(letter > "\u036f" for letter in letters) > len(letters):
        return True
    words = [word.lower() for word in words_of(question)]
    foreign = sum(word in _FOREIGN for word in words)
    return foreign > 1 and foreign > sum(word in STOP_WORDS - _FOREIGN for word in words)


def asks_for_overview(question: str) -> bool:
    """Tell whether a question asks what happened, and how: for more than one sentence says."""
    return _OVERVIEW.search(question) is not None


def asks_to_compare(question: str) -> bool:
    """Tell whether a question holds things against each other."""
    return _COMPARISON.search(question) is not None
