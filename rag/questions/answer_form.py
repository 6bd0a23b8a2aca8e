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
_OVERVIEW = re.compile(
    r"\bsumm?[ae]ri[sz](?:e|ed|ing)\b|\bsumm?[ae]ry (?:of|on)\b|\brecap\b|\bfill me in\b"
    r"|\b(?:catch|update|bring) (?:me|us)\b|\bup to (?:date|speed)\b|\bwrap[- ]?up\b"
    r"|\bwh?ats? (?:has |have |had )?hap+en\w*|\b(?:lastest|lates|latst|letest) (?:on|about|news)\b"
    r"|\bwhere do(?:es)? .{2,40} stand\b"
    r"|\bwhat(?:['’]?s| is) the (?:status|deal|story) (?:of|with)\b"
    r"|\bhow (?:is|are) .{3,50} (?:going|getting on|developing|progressing)\b|\bany updates?\b"
    r"|\bsum(?:marise|marize|mary|marised|marized)\b|\bsum (?:it|this|that|them)? ?up\b|\bsum up\b"
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
    r"|\bhow did .{3,60}(?:\bgo|\bend|\bunfold|\bdevelop|\bplay out|\bcome about)\b"
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
