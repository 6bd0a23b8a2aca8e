"""The roles of people: found beside a name, and compared with "the Dutch defence minister"."""

import re
from collections.abc import Sequence

from rag.language.countries import COUNTRY_OF, ROLE_COUNTRIES, STATE_NAMES
from rag.language.function_words import PREPOSITIONS
from rag.language.organisations import BODIES
from rag.language.spellings import american
from rag.language.titles import (
    HEADS_OF_GOVERNMENT,
    HONOURS,
    KINSHIP,
    LARGE_ROLE_NOUNS,
    OFFICES,
    PLAIN_TITLES,
    ROLE_MODIFIERS,
    SMALL_ROLE_NOUNS,
    gender_of,
    is_role_noun,
)
from rag.statements.name_runs import NOT_IN_NAMES, is_possessive
from rag.statements.role_edges import body_before, goes_on, is_body_of, title_before

# By hand, reading the training part of PolNeAR.
_NEAR = 90  # characters before a name in which its role stands
ROLE_STOP = frozenset(
    "behind off alongside than per include includes including features featuring meets joins names"
    " wrote writes tells asked asks adds argued explained declared noted called warned replied"
    " the a an and but or that while when as if because which who said says told added after before"
    " either neither both in on at for from with by to into against about over under like is was"
    " are were be been has have had his her their its our my i we you he she it they not also"
    " than then so said will found shows"
    " january february march april june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday today yesterday tonight".split()
)
# Who stands for an office, "for" which is no office held: "candidate for governor".
_STANDING = frozenset("candidate nominee hopeful contender pick choice challenger".split())
# Where a town lies, before a role: "Velm, Ohio, Mayor", but not "in Velm, Ohio, Mayor".
_TOWN = re.compile(
    r"(?:^|(?<=[“\"(])|(?P<before>[\w,.’”\"—–:-]{1,20}+) )"
    r"(?P<town>(?:[A-Z][a-z][\w’-]{0,20}+ ){0,3}[A-Z][a-z][\w’-]{0,20}+, "
    rf"(?:{'|'.join(STATE_NAMES)}|D\.C\.), )$"
)
_IN_TOWN = re.compile(rf"^[A-Z][^,]{{1,50}}, (?:{'|'.join(STATE_NAMES)}|D\.C\.), ")
_NOT_IN_ROLES = NOT_IN_NAMES - {"former", "ex-president"}
_HONORIFICS = PLAIN_TITLES | HONOURS
# What says too little to stand where anything else is said: "the city’s mayor", "Republican".
_WEAK = re.compile(
    r"the [a-z]{1,20}['’]s [a-z-]{1,30}"
    r"|(?:.{0,40} )?(?:Democrat|Republican|Independent|Libertarian)"
    r"|(?:[Ss]tudy |[Ll]ead |[Ss]enior |[Ff]irst ){0,2}[Cc]o-?author"
    r"|(?:[Ss]tudy |[Ll]ead |[Ss]enior |[Ff]irst ){1,2}author"
    r"|[Mm]ember|(?:Capt|Lt|Sgt|Cpl|Maj|Col|Prof|Rev|Fr)\.?"
    r"|(?:an? )?(?:[A-Z]\w{1,20} )?(?:citizen|resident|native)"
)
ADJECTIVES_IN_ING = frozenset(
    "acting outgoing incoming managing operating marketing nursing consulting leading sitting"
    " visiting founding polling banking presiding editing casting training rising"
    " skating racing boxing cycling swimming skiing sailing rowing wrestling diving surfing"
    " climbing gaming fishing shipping mining engineering housing planning manufacturing"
    " programming advertising accounting writing recording voting teaching learning lending pricing"
    " eating gambling shooting fencing".split()
)
IN_ED = frozenset(
    "retired united enrolled registered certified licensed elected convicted renowned celebrated"
    " decorated disgraced unaffiliated armed".split()
)
# What a role written large may begin with: "retired Army Gen."
_LEADING = ADJECTIVES_IN_ING | frozenset(
    "retired longtime top current ousted incumbent city county state national university college"
    " company group department agency ministry hospital school town village district club party"
    " team country board church police fire".split()
)
_BEFORE_ROLES = frozenset("former then head assistant deputy acting interim".split())
_BEFORE_VERBS = frozenset("to would will could can may might must should did does do".split())
_TO_DO = re.compile(r"(?:(?<!ccording )\bto|[’'](?:d|ll)|\b(?:will|would|could|might)) $")
_BODY = re.compile(
    r"\b(?:Department|Ministry|Bureau|Board|Division|Institute|University|Center|Centre|Council"
    r"|Bank|Association|Federation|Chamber|Minister|Secretary|Agency|College|School|House"
    r"|Hospital|Academy|Museum|Society|Church|Archdiocese|Diocese|Clinic)"
    r" (?:of|for)(?: the)?$"
)
OWNER = re.compile(r"^(?:his|her|its|their|our|my)\s", re.IGNORECASE)
_CONTRACTED = re.compile(r"[’'](?:d|ll|re|ve|m)$")  # "he'd back Ida Lund"
_DOTTED = frozenset(
    "u.s. u.k. u.n. e.u. mr. mrs. ms. mx. dr. sen. rep. gov. gen. lt. col. sgt. rev. prof. adm."
    " capt. cmdr. maj. hon. pres. st.".split()
)
_AGENTS_BEFORE = ("er", "ist", "ologist", "ian", "ator", "itor")
NO_AGENTS = frozenset(
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
    " degree fee coffee tree however whatever whoever hammer timber lumber cyber silver"
    " career".split()
)
_ANYBODY = frozenset("man woman girl boy mom dad worker employee".split())
_ONE_OF_ALL = frozenset("a an another one".split())
# Who asks is seldom "he" of the answer.
_ASKING = frozenset("reporter journalist host anchor correspondent".split())


# Abbreviated offices, and who is called so.
_WHOLE = {"gov": "governor", "sen": "senator", "rep": "representative", "gen": "general"} | (
    dict.fromkeys(("congressman", "congresswoman"), "representative")
)


_RETIRED = re.compile(r"\((?:[Rr]es|[Rr]et|[Rr]etired)\.?\)\s$")  # "Major General (Res.) Lund"
# "US Secretary of State", "Ambassador to the United Nations": before a name.
_OFFICE = re.compile(
    r"(?P<role>(?:\b[A-Z][\w.’'-]{0,20}+\s){0,4}(?P<noun>\b[A-Za-z][a-z-]{1,20}+)\s(?:of|to|for)\s"
    r"(?:the\s)?(?:[A-Z][\w’'-]{0,20}+\s(?:(?:and|of|for)\s)?){1,4})"
    r"(?<! of )(?<! for )(?<![’'][sS] )(?<!The )$"
)
_SMALL_OFFICES = frozenset("ambassador envoy minister coordinator vice-chairman".split())
_TWO_NAMES = re.compile(r"[A-Z][\w.’'-]{0,20} [A-Z]")
# "president of global affairs": before a name
_SMALL_OFFICE = re.compile(
    r"(?P<role>(?:\b[A-Z][\w.&’'-]{0,20}+ (?:of |for )?){0,5}"
    r"(?:\b(?:senior|executive|assistant|associate|former|interim|acting|deputy|managing) ){0,2}"
    r"\b(?:[Vv]ice[ -])?"
    r"(?:president|director|head|manager|member|professor|chief|secretary|coordinator|commissioner|dean)"
    r" (?:of|for) [a-z][a-z-]{2,20}(?: (?:and )?[a-z][a-z-]{2,20}){0,2})(?<! and)\s$"
)
# What ends the name of an office or an honour behind "of": "Secretary of State", "Hall of Famer".
_BEHIND_OF = frozenset({"State", "State,", "Defense", "Homeland", "Staff", "Famer"})
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
        return _office_before(before, named=_TWO_NAMES.match(text, start) is not None)
    words = list(re.finditer(r"\S+", before))
    plain = words[-1][0]
    while words and (bare(words[-1][0]) in _HONORIFICS or _is_rank(words)):
        words.pop()  # "CDC Director Dr. Ida Lund", "actress Dame Mira Tallis"
    if not words or not _may_end_role(words[-1][0]):
        return plain
    first = len(words) - 1
    if words[first][0] in SMALL_ROLE_NOUNS and _TO_DO.search(before, 0, words[first].start()):
        return ""  # "to rival Ida Lund", "he'd back Ida Lund"
    while first > 0 and (further := _words_further(before, words, first)):
        first -= further
    if first > 0 and words[first - 1][0] in _BEFORE_VERBS and first + 1 < len(words):
        first += _acts(words[first][0], words[first + 1][0])
    begins = words[first].start()
    return before[begins - _town_length(before[:begins]) : words[-1].end()]


def _town_length(before: str) -> int:
    """Return the length of the town whose office follows: "Velm, Ohio, " of "Velm, Ohio, Mayor"."""
    found = _TOWN.search(before) if before.endswith(", ") else None
    if found is None or (found["before"] or "").lower() in PREPOSITIONS | {"and"}:
        return 0
    begins = found["town"].lower().split()[0]  # "In Velm, Ohio, Mayor"
    return 0 if begins in PREPOSITIONS | ROLE_STOP else len(found["town"])


def _is_rank(words: Sequence[re.Match[str]]) -> bool:
    """Tell whether a rank stands behind what somebody is: "spokesperson Lt. Ida Lund"."""
    rank = words[-1][0] in ("Lt.", "Sgt.", "Capt.", "Maj.", "Col.", "Cpl.")
    before = words[-2][0] if len(words) > 1 else ""
    return rank and before.islower() and is_role_noun(before)


def _office_before(before: str, *, named: bool) -> str:
    """Return an office that ends with what it is for, or "".

    ``named``: a full name follows, so that an office written small may stand before it.
    """
    if lower := _SMALL_OFFICE.search(before):
        return " ".join(_without_opener(lower["role"].split()))
    office = None
    found = _OFFICE.search(before)
    while found:
        noun = found["noun"]
        if is_role_noun(noun) and (noun[0].isupper() or (named and noun in _SMALL_OFFICES)):
            office = found
        found = _OFFICE.search(before, found.end("noun"))
    if not office or before.endswith(" and ") or office["noun"].lower() in BODIES:
        return ""
    words = _without_opener(office["role"].split())
    return " ".join(words) if office["noun"] in words else ""


def _without_opener(words: list[str]) -> list[str]:
    """Return the words of an office behind what a sentence ends or begins with."""
    for number, word in enumerate(words):
        if word[-1] == "." and len(word) > 3 and word.lower() not in _DOTTED:
            return _without_opener(words[number + 1 :])
    while words and (words[0].lower() in ROLE_STOP or words[0].lower() in _NOT_IN_ROLES):
        words = words[1:]
    return words


def _may_end_role(word: str) -> bool:
    """Tell whether a role may end with a word: it is a noun for people, and ends no sentence."""
    dotted = word[-1] != "." or word.lower() in _DOTTED
    noun = is_role_noun(word) or word in SMALL_ROLE_NOUNS or word.lower() in LARGE_ROLE_NOUNS
    noun = noun or _looks_like_person(word)
    return noun and word[-1] not in ",;:" and dotted


def _looks_like_person(word: str) -> bool:
    """Tell whether a word written small looks like what a person is: "profiler", "lobbyist"."""
    looks = len(word) > 5 and word.islower() and word[0].isalpha()
    looks = looks and word.endswith(_AGENTS_BEFORE)
    return looks and word not in NO_AGENTS and word not in PREPOSITIONS


def _words_further(before: str, words: Sequence[re.Match[str]], first: int) -> int:
    """Return how many of the words before the one at ``first`` belong to its role too."""
    if linked := _linked(before, words, first):
        return linked
    word = words[first - 1][0]
    low = word.lower()
    if further := body_before(words, first) or title_before(words, first):
        return further
    if _stands_before(word) and not _is_named_so(words, first - 1):
        return 0
    large = words[first][0].lstrip('“"')[:1].isupper()
    if word.islower() and large and not _may_lead(word):
        return 0  # "a lawsuit lays out New York Attorney General Lund's case"
    acted = len(low) > 4 and low.endswith("ed") and "-" not in low and low not in IN_ED
    acted = acted and not (word[0].isupper() and goes_on(words, first - 1))
    if acted or (low.endswith("ly") and low != "family"):
        return 0
    if is_possessive(words[first][0]) and (word.islower() or words[first][0].startswith(word)):
        return 0  # "… invades Ukraine Ukraine's President"
    acts = word.islower() and word.endswith("ing") and word not in ADJECTIVES_IN_ING
    two = low in ROLE_COUNTRIES and words[first][0].lower().rstrip(".") in COUNTRY_OF
    return 0 if acts or two else 1  # "prompting President Lund", "… invades Ukraine US President"


def _linked(before: str, words: Sequence[re.Match[str]], first: int) -> int:
    """Return how many words link a role to more of it: "Secretary of", "founder and"; 0: none."""
    low = words[first - 1][0].lower()
    if low == "of" and (words[first][0] in _BEHIND_OF or is_body_of(words, first)):
        return 1
    if low == "for" and first > 1 and words[first - 2][0].lower() in _STANDING:
        return 2
    if low == "and" and first > 1 and words[first - 2][0].lower() in _JOINED_IN_BODIES:
        return 2
    if low == "and" and first > 1 and _is_both(words, first):
        return 2
    if low == "and" and first > 1 and _is_part(words[first - 2][0], words[first][0]):
        # "co-founder and CEO Ida Lund", but "The queen and Prince Ivo"
        two = first > 2 and words[first - 3][0] in ("the", "The") and words[first - 2][0].islower()
        return 0 if two and words[first][0][0].isupper() else 2
    if low in ("of", "for", "the") and is_in_body(before[: words[first].start()].rstrip()):
        return 2 if low == "the" else 1
    return 0


def _stands_before(word: str) -> bool:
    """Tell whether a word is surely in no role before a name: "that", "he'd", "Brand/Reuters"."""
    low = word.lower()
    marked = not word[0].isalnum() or (word[-1] in ',;:—–.!?)”"’' and low not in _DOTTED)
    credited = "/" in word and word[0].isupper() and not word.isupper()
    stops = low in ROLE_STOP or low in _NOT_IN_ROLES or _CONTRACTED.search(low) is not None
    return marked or credited or stops


def _is_named_so(words: Sequence[re.Match[str]], number: int) -> bool:
    """Tell whether a word that else ends a role is a body's name: "WHO", "USA TODAY"."""
    word = words[number][0]
    paper = number > 0 and word in ("TODAY", "Today") and words[number - 1][0][0].isupper()
    return word == "WHO" or (paper and words[number - 1][0][-1].isalpha())


def _is_part(noun: str, other: str) -> bool:
    """Tell whether two words are roles of one person: "Founder and CEO", "envoy and former"."""
    plain = noun[-1].isalpha() and not noun.endswith("s")
    begins = _may_end_role(other) or other.lower() in ROLE_MODIFIERS
    return plain and is_role_noun(noun) and begins


def _is_both(words: Sequence[re.Match[str]], first: int) -> bool:
    """Tell whether one person is both: "former pilot and safety expert", not "the pilot and"."""
    noun, other = words[first - 2][0], words[first][0]
    alone = first < 3 or words[first - 3][0].lower() in ROLE_STOP
    both = is_role_noun(noun) or noun in SMALL_ROLE_NOUNS
    both = both and noun[-1].isalpha() and not noun.endswith("s") and not alone
    return both and other.islower() and other not in ROLE_STOP and noun.lower() not in KINSHIP


def _may_lead(word: str) -> bool:
    """Tell whether a role may begin with a word written small before one written large."""
    plain = word.removesuffix("'s").removesuffix("’s")
    return plain in _LEADING or plain in ROLE_MODIFIERS or is_role_noun(word) or word[0].isdigit()


def _acts(word: str, following: str) -> bool:
    """Tell whether a word before a title is a verb: "to impeach then-President Lund"."""
    titled = following[0].isupper() or following in _BEFORE_ROLES or "-" in following
    return word.islower() and titled and word not in ROLE_MODIFIERS and not is_role_noun(word)


def is_in_body(before: str) -> bool:
    """Tell whether words end inside the name of a body: "the Department of"."""
    return _BODY.search(before, max(0, len(before) - 40)) is not None


def role_words_of(role: str) -> list[str]:
    """Return the words of a role in small letters, without full stops."""
    return [w.lower().rstrip(".,") for w in role.replace("’", "'").split()]


def is_telling(role: str) -> bool:
    """Tell whether a role says more than "Mr." or "Sir"."""
    return bare(role) not in _HONORIFICS and role != "" and _WEAK.fullmatch(role) is None


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
    words = [w.removesuffix("'s") for w in role_words_of(role.replace("-general", " general"))]
    whole = (_WHOLE.get(w, w) for w in words if w not in ("the", "this"))
    return [COUNTRY_OF.get(w, american(w)) for w in whole]


def plain_head(role: str) -> str:
    """Return the noun that a role is about: "editor" of "executive editor of The Times"."""
    role = _IN_TOWN.sub("", role)
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
    return (words[-1] in _ANYBODY or is_role_noun(words[-1])) and gender_of(words[-1]) in (
        "",
        gender,
    )
