"""The roles of people: found beside a name, and compared with "the Dutch defence minister"."""

import re
from collections.abc import Sequence

from rag.language.countries import COUNTRY_OF, ROLE_COUNTRIES
from rag.language.function_words import PREPOSITIONS
from rag.language.organisations import BODIES
from rag.language.spellings import american
from rag.language.titles import (
    HEADS_OF_GOVERNMENT,
    OFFICES,
    PLAIN_TITLES,
    ROLE_MODIFIERS,
    SMALL_ROLE_NOUNS,
    gender_of,
    is_role_noun,
)
from rag.statements.name_runs import NOT_IN_NAMES, TURN, is_possessive

# By hand, reading the training part of PolNeAR.
_NEAR = 90  # characters before a name in which its role stands
_ROLE_STOP = frozenset(
    "behind off alongside than per include includes including features featuring meets joins names"
    " wrote writes tells asked asks adds argued explained declared noted called warned replied"
    " the a an and but or that while when as if because which who said says told added after before"
    " either neither both in on at for from with by to into against about over under like is was"
    " are were be been has have had his her their its our my i we you he she it they not also"
    " than then so said will"
    " january february march april june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday today yesterday tonight".split()
)
_NOT_IN_ROLES = NOT_IN_NAMES - {"former", "ex-president"}
_NOT_TELLING = PLAIN_TITLES | {""}
_ADJECTIVES_IN_ING = frozenset(
    "acting outgoing incoming managing operating marketing nursing consulting leading sitting"
    " visiting founding polling banking presiding editing casting training rising".split()
)
_IN_ED = frozenset("retired united".split())
# What a role written large may begin with: "retired Army Gen."
_LEADING = _ADJECTIVES_IN_ING | frozenset(
    "retired longtime top current ousted incumbent city county state national university college"
    " company group school town village district club party team country board church".split()
)
_BEFORE_ROLES = frozenset("former then head assistant deputy acting interim".split())
_BEFORE_VERBS = frozenset("to would will could can may might must should did does do".split())
_TO_DO = re.compile(r"(?<!ccording )\bto $")
_BODY = re.compile(
    r"\b(?:Department|Ministry|Bureau|Board|Division|Institute|University|Center|Centre|Council"
    r"|Bank|Association|Federation|Chamber|Minister|Secretary|Agency|College|School|House"
    r"|Hospital|Academy|Museum|Society|Church|Archdiocese|Diocese|Clinic)"
    r" (?:of|for)(?: the)?$"
)
OWNER = re.compile(r"^(?:his|her|its|their|our|my)\s", re.IGNORECASE)
_OWNING = re.compile(
    r"(?<![\w’'.])(?:(?i:the|his|her|its|their)|(?:[Tt]he\s)?[A-Z][\w.]*['’]s?)\s(?=[\w .&-]+$)"
)
_LONGEST_ROLE = 9  # words
# What "the minister of …" may be followed by: "neighboring Norland", "the Ports Authority"
_MATTER = re.compile(
    r"(?:(?:the |[a-z]{1,12}ing )?[A-Z][\w.-]{0,20}+"
    r"(?: (?:(?:of|and|the) ){0,2}[A-Z][\w.-]{0,20}+){0,6}|the [a-z]{3,20})?"
)
_DOTTED = frozenset(
    "u.s. u.k. u.n. e.u. mr. mrs. ms. mx. dr. sen. rep. gov. gen. lt. col. sgt. rev. prof. adm."
    " capt. cmdr. maj. hon. pres. st.".split()
)
_APPOSITION = re.compile(
    r"(?:\s?(?:,\s\d{1,3})?,\s(?:who\s(?:is|was|(?:serves|served)\sas)\s)?|\sis\s(?=an?\s))"
    r"(?P<role>(?:(?P<article>an?|the|his|her|its|their|one of(?:\s(?:the|his|her|many))?)\s)?"
    r"(?:[^,.;:\n\"“”()—–]|(?<=\b[A-Z])\.(?=\s)|\.(?=[\w,])){3,150}?)"
    r"(?=,|(?<!\b[A-Z])\.(?:\s|$)|;|:|\n|\s[—–“\"(]|\swho\b"
    r"|\s(?:and\s)?(?:said|says|told|tells|wrote|noted|added|explained|warned|argued|spoke)\b|$)"
)
# More parts of one name: ", Trade and Labor".
_PART = r"(?:[A-Z][\w’'-]{1,20}+ ?){1,3}"
_LISTED = re.compile(rf"(?:, {_PART}){{0,3}}(?<! ) and {_PART}(?<! )(?=[,.])")
# What ends with a preposition where a title in quotation marks follows.
_LOOSE_END = frozenset("and of the a an for in at on with to by behind".split())
_ENDS_NOUN = PREPOSITIONS | frozenset(
    "who that this these those familiar close whose now behind alongside said responsible"
    " known".split()
)
_NOT_YET = frozenset("now then formerly currently".split())
_NO_ROLE = frozenset("the a an was is were are has had his her their he she they".split())
_AGENTS_BEFORE = ("er", "ist", "ologist", "ian", "ator", "itor")
_AGENTS = ("er", "or", "ist", "man", "woman", "ian", "ant", "crat", "ee")
_NO_AGENTS = frozenset(
    "ever never other another number order center centre matter power quarter winter summer paper"
    " letter newspaper chapter color colour error factor water computer river tower disaster border"
    " corner transfer offer gender september october november december later after over under tour"
    " former latter layer whether either neither rather together altogether consider deliver"
    " discover remember gather answer wonder suffer recover render prefer differ alter bother"
    " foster monitor register trigger counter encounter younger older higher lower larger smaller"
    " bigger longer shorter stronger greater earlier further better easier enter refer defer infer"
    " exist assist insist consist persist resist enlist checklist playlist banner thriller trailer"
    " chamber december quicker slower faster closer wider deeper richer poorer safer cheaper"
    " weather feather leather hunger anger danger finger ginger cover shower dinner supper"
    " slander murder surrender gender blender calendar wiser remainder reminder year committee"
    " degree fee coffee tree".split()
)
_SINGULAR = {"men": "man", "women": "woman", "people": "person", "wives": "wife"}
_ONE_OF_ALL = frozenset("a an another one".split())
# Who asks is seldom "he" of the answer.
_ASKING = frozenset("reporter journalist host anchor correspondent".split())


_RETIRED = re.compile(r"\((?:[Rr]es|[Rr]et|[Rr]etired)\.?\)\s$")  # "Major General (Res.) Lund"
# "US Secretary of State", "Ambassador to the United Nations": before a name.
_OFFICE = re.compile(
    r"(?P<role>(?:\b[A-Z][\w.’'-]{0,20}+\s){0,4}(?P<noun>\b[A-Z][a-z-]{1,20}+)\s(?:of|to|for)\s"
    r"(?:the\s)?(?:[A-Z][\w’'-]{0,20}+\s(?:(?:and|of)\s)?){1,4})$"
)
# "president of global affairs": before a name
_SMALL_OFFICE = re.compile(
    r"(?P<role>\b(?:[Vv]ice[ -])?(?:president|director|head|manager|professor|chief|secretary)"
    r" (?:of|for) [a-z][a-z-]{2,20}(?: (?:and )?[a-z][a-z-]{2,20}){0,2})\s$"
)
# What stands before "and" in the names of offices: "Food and Drug Administration".
_JOINED_IN_BODIES = frozenset(
    "food control securities health oceanic aeronautics housing fish immigration customs law"
    " education science trade industry culture home finance tourism transport environment defense"
    " defence interior justice agriculture labor labour energy sports business innovation research"
    " technology commerce communications".split()
)


def role_before(text: str, start: int) -> str:
    """Return the words before a name that say what the person is: "Dutch Defense Minister"."""
    least = max(0, start - _NEAR)
    before = text[max(text.rfind("\n", least, start) + 1, least) : start]
    before = _RETIRED.sub("", before)
    last = before.rsplit(maxsplit=1)[-1:] if before.endswith((" ", "\u00a0")) else []
    if not last or not _may_end_role(last[0]):
        return _office_before(before)
    words = list(re.finditer(r"\S+", before))
    plain = words[-1][0]
    while words and (not is_telling(words[-1][0]) or _is_honour(words)):
        words.pop()  # "CDC Director Dr. Ida Lund", "actress Dame Mira Tallis"
    if not words or not _may_end_role(words[-1][0]):
        return plain
    first = len(words) - 1
    if words[first][0] in SMALL_ROLE_NOUNS and _TO_DO.search(before, 0, words[first].start()):
        return ""  # "to rival Ida Lund"
    while first > 0 and (further := _words_further(before, words, first)):
        first -= further
    if first > 0 and words[first - 1][0] in _BEFORE_VERBS and first + 1 < len(words):
        first += _acts(words[first][0], words[first + 1][0])
    return before[words[first].start() : words[-1].end()]


def _is_honour(words: Sequence[re.Match[str]]) -> bool:
    """Tell whether the last word only honours, behind one that says what somebody is."""
    return len(words) > 1 and words[-1][0] in ("Dame", "Sir") and is_role_noun(words[-2][0])


def _office_before(before: str) -> str:
    """Return an office written large that ends with what it is for, or ""."""
    if lower := _SMALL_OFFICE.search(before):
        return lower["role"]
    office = _OFFICE.search(before)
    if not office or before.endswith("and ") or not is_role_noun(office["noun"]):
        return ""
    if office["noun"].lower() in BODIES:
        return ""
    words = office["role"].split()
    while words[0].lower() in _ROLE_STOP or words[0].lower() in _NOT_IN_ROLES:
        words = words[1:]
    role = " ".join(words)
    ends = words[0].endswith(".") and words[0].lower() not in _DOTTED
    return role if office["noun"] in words and not ends else ""


def _may_end_role(word: str) -> bool:
    """Tell whether a role may end with a word: it is a noun for people, and ends no sentence."""
    dotted = word[-1] != "." or word.lower() in _DOTTED
    noun = is_role_noun(word) or word in SMALL_ROLE_NOUNS or _looks_like_person(word)
    return noun and word[-1] not in ",;:" and dotted


def _looks_like_person(word: str) -> bool:
    """Tell whether a word written small looks like what a person is: "profiler", "lobbyist"."""
    looks = len(word) > 5 and word.islower() and word.endswith(_AGENTS_BEFORE)
    return looks and word not in _NO_AGENTS and word not in PREPOSITIONS


def _words_further(before: str, words: Sequence[re.Match[str]], first: int) -> int:
    """Return how many of the words before the one at ``first`` belong to its role too."""
    word = words[first - 1][0]
    low = word.lower()
    if low == "of" and words[first][0] in ("State", "Defense", "Homeland", "Staff", "State,"):
        return 1
    if low == "and" and first > 1 and words[first - 2][0].lower() in _JOINED_IN_BODIES:
        return 2
    if low == "and" and first > 1 and _is_part(words[first - 2][0], words[first][0]):
        return 2  # "co-founder and CEO Ida Lund"
    if low in ("of", "for", "the") and is_in_body(before[: words[first].start()].rstrip()):
        return 2 if low == "the" else 1
    if not word[0].isalnum() or (word[-1] in ',;:—–.)”"’' and low not in _DOTTED):
        return 0
    if low in _ROLE_STOP or low in _NOT_IN_ROLES:
        return 0
    if word.islower() and words[first][0][0].isupper() and not _may_lead(word):
        return 0  # "a lawsuit lays out New York Attorney General Lund's case"
    acted = len(low) > 4 and low.endswith("ed") and "-" not in low and low not in _IN_ED
    if acted or (low.endswith("ly") and low != "family"):
        return 0
    if is_possessive(words[first][0]) and (word.islower() or words[first][0].startswith(word)):
        return 0  # "… invades Ukraine Ukraine's President"
    acts = word.islower() and word.endswith("ing") and word not in _ADJECTIVES_IN_ING
    return 0 if acts else 1  # "prompting President Lund"


def _is_part(noun: str, other: str) -> bool:
    """Tell whether two words are roles of one person: "Founder and CEO", "envoy and former"."""
    plain = noun[-1].isalpha() and not noun.endswith("s")
    begins = _may_end_role(other) or other.lower() in ROLE_MODIFIERS
    return plain and is_role_noun(noun) and begins


def _may_lead(word: str) -> bool:
    """Tell whether a role may begin with a word written small before one written large."""
    plain = word.removesuffix("'s").removesuffix("’s")
    return plain in _LEADING or plain in ROLE_MODIFIERS or is_role_noun(word) or word[0].isdigit()


def _acts(word: str, following: str) -> bool:
    """Tell whether a word before a title is a verb: "to impeach then-President Lund"."""
    titled = following[0].isupper() or following in _BEFORE_ROLES or "-" in following
    return word.islower() and titled and word not in ROLE_MODIFIERS and not is_role_noun(word)


def role_beside(text: str, start: int) -> str:
    """Return the role whose apposition a name is: "Norway's foreign minister, Ida Lund"."""
    if not text.endswith(", ", 0, start):
        return ""
    before = text[max(0, start - _NEAR) : start - 2]
    for owner in reversed(list(_OWNING.finditer(before))):
        words = before[owner.start() :].split()
        noun, *matter = re.split(r" (?:of|to|for) ", " ".join(words[1:]), maxsplit=1)
        what_for = "".join(matter)
        known = noun.split()[-1:] and is_role_noun(noun.split()[-1])
        loose = any(w in _ROLE_STOP for w in noun.split()) or len(words) > _LONGEST_ROLE
        # "the Hall of Fame's keeper", "a letter to the editor"
        owned = not before[: owner.start()].endswith((" of ", " to "))
        if owned and known and not loose and _MATTER.fullmatch(what_for):
            words[0] = "the" if words[0] == "The" else words[0]
            return OWNER.sub("", " ".join(words))
    return ""


def role_after(text: str, end: int) -> str:
    """Return an apposition that says what the person is: "the bloc's top diplomat"."""
    found = _APPOSITION.match(text, end)
    if found is None:
        return ""
    words = TURN.split(found["role"])[0].split(" ")
    while words and words[-1] in _LOOSE_END:
        words.pop()
    role = " ".join(words)
    article = found["article"] or ""
    phrase = _phrase(words, article)
    if not article and _ends_with_noun(words):
        return role  # "Bureau of Land commissioner"
    if not phrase or not _is_person_noun(phrase[-1], article):
        return ""
    if phrase[0].startswith(("which", "who'")) or not _NO_ROLE.isdisjoint(phrase):
        return ""  # "asked the judge"
    more = _LISTED.match(text, found.end()) if words[-1][:1].isupper() else None
    return role + more[0] if more else role


def _phrase(words: Sequence[str], article: str) -> list[str]:
    """Return a role's words in small letters behind its article, up to its noun for people."""
    phrase: list[str] = []
    begins = len(article.split())
    for number, word in enumerate(_role_words(" ".join(words))[begins:], begins):
        if word in _NOT_YET and not phrase:
            continue
        if word == "of" and phrase and _names_more(words, number, phrase[-1]):
            continue
        if word in _ENDS_NOUN or (phrase and _goes_on(phrase[-1], word, article)):
            break
        phrase.append(word)
    return phrase


def is_in_body(before: str) -> bool:
    """Tell whether words end inside the name of a body: "the Department of"."""
    return _BODY.search(before, max(0, len(before) - 40)) is not None


def _ends_with_noun(words: Sequence[str]) -> bool:
    """Tell whether a body's name, written large, is before a role: "Bureau of Land director"."""
    body = words[:-1]
    large = all(w[:1].isupper() or w in ("of", "and", "for", "the") for w in body)
    return len(body) > 1 and large and body[0][:1].isupper() and is_role_noun(words[-1])


def _names_more(words: Sequence[str], number: int, noun: str) -> bool:
    """Tell whether "of" is inside the name of a body: "a Bank of Norland economist"."""
    around = words[number - 1][:1] + words[min(number + 1, len(words) - 1)][:1]
    return around.isupper() and not is_role_noun(noun)


def _goes_on(noun: str, word: str, article: str) -> bool:
    """Tell whether a word behind a noun for people says more of them: "the lawyer representing"."""
    if word == "died":
        return False
    return (word == "and" or word.endswith(("ing", "ed", "ly"))) and _is_person_noun(noun, article)


def _is_person_noun(word: str, article: str) -> bool:
    """Tell whether a noun is for people; one that only looks so, behind "a" or "the"."""
    if article.startswith("one of"):
        word = _SINGULAR.get(word, word.removesuffix("s"))
    if is_role_noun(word) or word in SMALL_ROLE_NOUNS or word.endswith("-year-old"):
        return True
    return bool(article) and word.endswith(_AGENTS) and word not in _NO_AGENTS


def _role_words(role: str) -> list[str]:
    return [w.lower().rstrip(".,") for w in role.replace("’", "'").split()]


def is_telling(role: str) -> bool:
    """Tell whether a role says more than "Mr."."""
    return bare(role) not in _NOT_TELLING


def bare(role: str) -> str:
    """Return a role without the full stop of an abbreviation, in lower case."""
    return role.lower().rstrip(".")


def description(head: str) -> list[str]:
    """Return the plain words of "the Dutch defence minister" or "NATO's chief", else nothing."""
    first, *rest = head.split() or [""]
    owned = first.lower() in ("the", "this")
    words = plain_words(" ".join(rest) if owned else head)
    if not rest or not words or not (owned or is_possessive(first)):
        return []
    if words[-1] == "general" and "secretary" in words[-2:]:
        words = [*words[:-2], "general", "secretary"]  # the head noun of a secretary general
    return words if is_role_noun(words[-1]) else []


def plain_words(role: str) -> list[str]:
    """Return the words of a role in one spelling, nationalities as countries, without "the"."""
    words = [w.removesuffix("'s") for w in _role_words(role.replace("-general", " general"))]
    return [COUNTRY_OF.get(w, american(w)) for w in words if w not in ("the", "this")]


def plain_head(role: str) -> str:
    """Return the noun that a role is about: "editor" of "executive editor of The Times"."""
    words = plain_words(re.split(r" (?:of|for|at|in|with|on|to|and)\b|,", role)[0])
    return words[-1] if words else ""


def fits(noun: str, role: set[str]) -> bool:
    """Tell whether a role may be spoken of by a noun: "leader" for a president."""
    return noun in role or (noun == "leader" and bool(role & HEADS_OF_GOVERNMENT))


def are_foreign(a: set[str], b: set[str]) -> bool:
    """Tell whether two descriptions name different countries."""
    return bool(a & ROLE_COUNTRIES) and bool(b & ROLE_COUNTRIES) and not a & b & ROLE_COUNTRIES


def is_office(phrase: str) -> bool:
    """Tell whether a noun phrase means the holder of an office: "the Ukrainian president"."""
    words = description(phrase)
    return bool(words) and words[-1] in OFFICES


def is_somebody(phrase: str, gender: str, *, known: bool = False) -> bool:
    """Tell whether a noun phrase brings in one person of a gender: "a spokesman for the ports".

    ``known``: the person may have been brought in before: "the spokesman".
    """
    words = re.split(r" (?:for|of|in|at|with|from|who|to)\b|,", phrase.lower())[0].split()
    one = bool(words) and (words[0] in _ONE_OF_ALL or (known and words[0] == "the"))
    if len(words) == 2 and words[0] in ("a", "the") and words[1].endswith("-year-old"):
        return True
    if len(words) < 2 or not one or words[-1] in _ASKING:
        return False
    return is_role_noun(words[-1]) and gender_of(words[-1]) in ("", gender)
