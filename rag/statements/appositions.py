"""The role of somebody in an apposition: "Ida Lund, chief of the ports", "its chief, Ida Lund"."""

import re
from collections.abc import Sequence

from rag.language.countries import STATE_NAMES
from rag.language.first_names import is_first_name
from rag.language.function_words import PREPOSITIONS
from rag.language.titles import KINSHIP, SMALL_ROLE_NOUNS, is_role_noun
from rag.statements.name_runs import NOT_IN_NAMES, TURN, is_possessive
from rag.statements.role_ends import further_part, title_behind
from rag.statements.roles import (
    ADJECTIVES_IN_ING,
    IN_ED,
    NO_AGENTS,
    OWNER,
    ROLE_STOP,
    role_words_of,
)

_NEAR = 90  # characters before a name in which its role stands
_OWNING = re.compile(
    r"(?<![\w’'.])(?:(?:[Tt]he\s)?(?:(?:[A-Z]\.[A-Z]\.|[A-Z][\w-]*)\s){0,3}[A-Z][\w.]*['’]s?"
    r"|(?i:an?|the|his|her|its|their))"
    r"\s(?=[\w .&’'-]+$)"
)
_LONGEST_ROLE = 12  # words
# What "the minister of …" may be followed by: "neighboring Norland", "the Ports Authority"
_MATTER = re.compile(
    r"(?:(?:the |[a-z]{1,12}ing )?[A-Z][\w.-]{0,20}+"
    r"(?: (?:(?:of|and|the) ){0,2}[A-Z][\w.-]{0,20}+){0,6}|the [a-z]{3,20})?"
)
# A word whose full stop ends no role, and a comma inside one.
_SHORT = r"(?:St|Dr|Mr|Mt|Ft|No)"
_INNER_COMMA = (
    r"(?:,(?=\s(?:[A-Z][a-z]{1,20}\s)?[A-Z][a-z]{1,20}-based\s|\d{3}\b)"
    r"|(?<=Washington),(?=\sDC\b)|(?<=\bDC),(?=\s(?:police|fire|area)\b))"
)
# The short name of a body inside its role: "the Harbor Center (Arm) at the Northern Council".
_INNER_BRACKET = r"(?:\([A-Z][\w.&-]{1,14}\)(?=\s(?:at|of|in|for)\s))"
# "a Velm, Ohio, resident"
_INNER_TOWN = (
    rf"(?:,\s(?:{'|'.join(STATE_NAMES)}|D\.?C\.?),"
    r"(?=\s(?:resident|native|man|woman|attorney|lawyer|teacher|farmer|police|family|couple)\b))"
)
_OPENERS = (ROLE_STOP | NOT_IN_NAMES) - frozenset("the a an his her its their former".split())
_BARE = re.compile(r"(?:[Aa]|[Tt]he) (?:single |third |second )?(?:man|woman|person)")
_APPOSITION = re.compile(
    r"(?:(?<=Jr|Sr)\.)?"
    r"(?:\s?(?:,\s\d{1,3})?,\s(?:who\s(?:is|was|(?:serves|served)\sas)\s)?"
    r"(?:(?:now|then|currently)\s(?=an?\s|the\s)|also\s)?|\sis\s(?=an?\s)"
    r"|\s[—–]\s(?=(?:an?|the|his|her)\s[^—–\n]{3,120}\s[—–]))"
    r"(?P<role>(?:(?P<article>an?|the|his|her|its|their|one of(?:\s(?:the|his|her|many))?)\s)?"
    rf"(?:[^,.;:\n\"“”()—–]|(?<=\b[A-Z])\.(?=\s)|(?<=\b{_SHORT})\.(?=\s)|\.(?=[\w,-])"
    rf"|{_INNER_TOWN}|{_INNER_COMMA}|{_INNER_BRACKET}|(?<=\w)[—–](?=\w)){{3,240}}?)"
    rf"(?=(?!{_INNER_COMMA}|{_INNER_TOWN}),|(?<!\b[A-Z])(?<!\b{_SHORT})\.(?:\s|$)|[;:\n)]|\s[—–“\"]"
    rf"|\s(?!{_INNER_BRACKET})\(|\s--\s"
    r"|\s(?:who|whose|whom|which|that|when|where)\b"
    r"|\s(?:and\s)?(?:said|says|told|tells|wrote|noted|added|explained|warned|argued|spoke"
    r"|agreed|pointed\sout|insisted|acknowledged|testified|recalled|stressed|tweeted|posted)\b|$)"
)
_NEXT_NAME = re.compile(r", [A-Z]\S{1,20} [A-Z]")
# What ends with a preposition where a title in quotation marks follows.
_LOOSE_END = frozenset(
    "and of the a an for in at on with to by behind called named titled"
    " via self-described self-proclaimed before after during since".split()
)
_ENDS_NOUN = PREPOSITIONS | frozenset(
    "who that this these those familiar close whose now behind alongside said responsible"
    " known worth".split()
)
_BEGIN_TOO = frozenset("close familiar known responsible".split())
_VERBS = frozenset("is was are were has had will would may might can could should must".split())
_NO_BEGINNINGS = frozenset(
    "named one came went took made got gave met left saw won lost told asked moved".split()
)
_NOT_YET = frozenset("now then formerly currently".split())
_NO_ROLE = frozenset(
    "the a an was is were are has had his her their he she they you i'm you're we're".split()
)
# What shows that a comma before "the chief" ended a clause: "…, as did Lund, the chief said".
_SPOKEN = re.compile(r"\s(?:said|says|told|tells|wrote|noted|added|explained|warned|argued)\b")
_AGENTS = ("er", "or", "ist", "man", "woman", "ian", "ant", "crat", "ee")
# Nouns for people behind a name alone: "Ida Lund, the project's lead".
_BEHIND_NAMES = frozenset(
    "lead child local pick stalwart congregant survivor beneficiary recruit graduate grad native"
    " junior senior homemaker liberal moderate affiliate vocalist capitalist theorist".split()
)
_SINGULAR = {"men": "man", "women": "woman", "people": "person", "wives": "wife"}


def role_beside(text: str, start: int, end: int) -> str:
    """Return the role whose apposition a name is: "Norway's foreign minister, Ida Lund"."""
    if not text.endswith(", ", 0, start):
        return ""
    before = text[max(0, start - _NEAR) : start - 2]
    for owner in reversed(list(_OWNING.finditer(before))):
        words = _without_opener(before[owner.start() :].split())
        noun, *matter = re.split(r" (?:of|to|for) ", " ".join(words[1:]), maxsplit=1)
        what_for = "".join(matter)
        head = noun.split()[-1:]
        known = head and (is_role_noun(head[0]) or head[0] in SMALL_ROLE_NOUNS)
        loose = any(w in ROLE_STOP for w in noun.split()) or len(words) > _LONGEST_ROLE
        loose = loose or any(w[-1] == "." and len(w) > 5 for w in words)  # two sentences
        loose = loose or (words[0] in ("a", "A", "an", "An") and text[end : end + 1] != ",")
        # "the Hall of Fame's keeper", "a letter to the editor"
        owned = not re.search(r"(?<!according) (?:of|to) $", before[: owner.start()])
        loose = loose or _BARE.fullmatch(" ".join(words)) is not None
        if owned and known and not loose and _MATTER.fullmatch(what_for):
            words[0] = words[0].lower() if words[0] in ("The", "A", "An") else words[0]
            return OWNER.sub("", " ".join(words))
    return ""


def _acts(word: str) -> bool:
    """Tell whether what is behind a comma begins with a verb: "stepped", "taking"."""
    acts = word.islower() and word.endswith(("ing", "ed")) and "-" not in word
    return acts and word not in ADJECTIVES_IN_ING and word not in IN_ED


def _without_opener(words: list[str]) -> list[str]:
    """Return words without what a sentence begins with before an owner: "On Monday Norway's"."""
    begins = 0
    while begins + 2 < len(words) and words[begins].lower() in _OPENERS:
        begins += 1
    return words[begins:]


def role_after(text: str, end: int) -> str:
    """Return an apposition that says what the person is: "the bloc's top diplomat"."""
    found = _APPOSITION.match(text, end)
    if found is None:
        return ""
    words = _without_clause(TURN.split(found["role"])[0].split(" "))
    begins = words[0] in _NO_BEGINNINGS and words[:2] != ["one", "of"] if words else True
    if begins or _names_another(words):
        return ""
    while words and words[-1] in _LOOSE_END:
        words.pop()
    role = " ".join(words).strip()
    if _BARE.fullmatch(role):
        return ""
    owned = len(words) > 1 and is_possessive(words[0]) and words[1].islower()
    article = found["article"] or ("the" if owned else "")  # "Norland's first bobsledder"
    phrase = _phrase(words, article)
    titled = title_behind(text, found.end(), found["role"])
    if not article and _ends_with_noun(words):
        return f"{found['role']} {titled}" if titled else role  # "Bureau of Land commissioner"
    if not phrase or not _is_person_noun(phrase[-1], article):
        return ""
    if phrase[0].startswith(("which", "who'")) or not _NO_ROLE.isdisjoint(phrase):
        return ""  # "asked the judge"
    if role in KINSHIP and _NEXT_NAME.match(text, found.end()):
        return ""  # "his aunt, Ida Lund, cousin, Ivo Brand, and others"
    role = OWNER.sub("", role)
    if titled:
        return OWNER.sub("", f"{found['role']} {titled}")
    return role + further_part(text, found.end(), role)


def role_behind_surname(text: str, end: int) -> str:
    """Return the apposition of a surname that stands alone: "said Lund, a chemist at Velm"."""
    then = text.startswith((", then ", ", then-"), end)  # what somebody is no more
    role = role_after(text, end) if text.startswith(", ", end) and not then else ""
    if not role or _acts(role.split(" ")[0]):
        return ""
    begins = text.find(role, end)
    return "" if begins >= 0 and _SPOKEN.match(text, begins + len(role)) else role


def _phrase(words: Sequence[str], article: str) -> list[str]:
    """Return a role's words in small letters behind its article, up to its noun for people."""
    phrase: list[str] = []
    begins = len(article.split())
    for number, word in enumerate(role_words_of(" ".join(words))[begins:], begins):
        if word in _NOT_YET and not phrase:
            continue
        if word == "of" and phrase and _names_more(words, number, phrase[-1]):
            continue
        if word == "known" and phrase and not _is_person_noun(phrase[-1], article):
            continue  # "the last known witness"
        begins_with = not phrase and word in _BEGIN_TOO  # "a close ally"
        if (word in _ENDS_NOUN and not begins_with) or (
            phrase and _goes_on(phrase[-1], word, article)
        ):
            break
        phrase.append(word)
    return phrase


def _ends_with_noun(words: Sequence[str]) -> bool:
    """Tell whether a body's name, written large, is before a role: "Bureau of Land director"."""
    large = all(
        word[:1].isupper() or word in ("of", "and", "for", "the") or _is_in_role(words, number)
        for number, word in enumerate(words[:-1])
    )
    return len(words) > 2 and large and words[0][:1].isupper() and is_role_noun(words[-1])


def _is_in_role(words: Sequence[str], number: int) -> bool:
    """Tell whether a word is a noun for people, or beside one: "founder and climate adviser"."""
    word, follows = words[number], words[number + 1]
    beside = word.isalpha() and is_role_noun(follows) and not word.endswith(("ed", "ing", "ly"))
    return is_role_noun(word) or beside


def _names_more(words: Sequence[str], number: int, noun: str) -> bool:
    """Tell whether "of" is inside the name of a body: "a Bank of Norland economist"."""
    around = words[number - 1][:1] + words[min(number + 1, len(words) - 1)][:1]
    return around.isupper() and not is_role_noun(noun)


def _goes_on(noun: str, word: str, article: str) -> bool:
    """Tell whether a word behind a noun for people says more of them: "the lawyer representing"."""
    if word == "died":
        return False
    more = word in ("and", "born") or word.endswith(("ing", "ed", "ly"))
    return more and _is_person_noun(noun, article)


def _is_person_noun(word: str, article: str) -> bool:
    """Tell whether a noun is for people; one that only looks so, behind "a" or "the"."""
    if article.startswith("one of"):
        one = word.removesuffix("ies") + "y" if word.endswith("ies") else word.removesuffix("s")
        word = _SINGULAR.get(word, one)
    if is_role_noun(word) or word in SMALL_ROLE_NOUNS or word.endswith("-year-old"):
        return True
    if article and word in _BEHIND_NAMES:
        return True
    return bool(article) and word.endswith(_AGENTS) and word not in NO_AGENTS


def _without_clause(words: Sequence[str]) -> list[str]:
    """Return a role's words before a verb: "chief of the ports and is"; none: a clause began."""
    for number, word in enumerate(words):
        if word.endswith("ed") and words[number - 1] in ("only", "initially"):
            return []  # "the 37-year-old only looked at her"
        if word in _VERBS:
            joined = words[number - 1] == "and"
            clause = not joined and words[0].lower() in ("the", "his", "her", "its", "their")
            return [] if clause else list(words[:number])
    return list(words)


def _names_another(words: Sequence[str]) -> bool:
    """Tell whether a title and a name begin what is no role: "President Ida Lund and others"."""
    for number, word in enumerate(words[:-1]):
        if word.lower() in PREPOSITIONS or word.endswith("ing"):
            return False  # "the attorney representing pilot Ida Lund"
        follows = words[number + 1 : number + 4]
        named = is_role_noun(word) and follows[0][:1].isupper() and is_first_name(follows[0])
        if named and not any(map(is_possessive, follows)):
            return True
    return False
