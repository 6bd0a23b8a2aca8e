"""Runs of capitalised words, and which of their words are somebody's name."""

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import islice, pairwise, takewhile

from rag.language.countries import COUNTRY_NAMES, ROLE_PLACES, STATE_NAMES
from rag.language.dates import WEEKDAYS
from rag.language.first_names import first_names, is_first_name
from rag.language.function_words import CONTRACTED_AUXILIARIES
from rag.language.organisations import NAMED_LIKE_PLACES, ORGANISATION_WORDS
from rag.language.person_names import fold
from rag.language.titles import (
    ABBREVIATED_TITLES,
    FIRST_NAMES_TOO,
    LARGE_ROLE_NOUNS,
    NAME_PARTICLES,
    ROLE_MODIFIERS,
    SMALL_ROLE_NOUNS,
    SUFFIXES,
    SURNAMES_TOO,
    is_role_noun,
)

# By hand.
LONGEST_NAME = 5  # words
_COUNTRIES = frozenset(name.lower() for name in COUNTRY_NAMES)
_ORGANISATIONS_ONLY = ORGANISATION_WORDS - NAMED_LIKE_PLACES
# Letters that begin no name: small ones beyond those of French and German.
_SMALL = "".join(letter for letter in map(chr, range(0x100, 0x530)) if letter.islower())
_LETTER = r"[\w\u0300-\u036f]"  # accents may be characters of their own
_CAPITAL = (
    rf"(?:(?:{'|'.join(ABBREVIATED_TITLES)})\."
    rf"|(?:[A-Z]\.)+|[^\W\d_a-zà-ÿ{_SMALL}]{_LETTER}*(?:[’'-]{_LETTER}+)*)"
)
_NICKNAME = r"(?:[ \u00a0][“\"][A-Z][\w.’'-]{0,15}[”\"](?=[ \u00a0][A-Z]))?"  # "“Rusty”"
RUN = re.compile(
    rf"(?<![\w./])(?<!\w-)(?:al-|el-)?{_CAPITAL}"
    rf"(?:{_NICKNAME}[ \u00a0](?:(?:{'|'.join(sorted(NAME_PARTICLES))})"
    rf"[ \u00a0]){{0,2}}(?:al-|el-)?{_CAPITAL})*(?:,? (?:Jr|Sr)\.)?"
)
_INITIAL = re.compile(r"[A-Z]\.")
_WORD = re.compile(r"[^\s,;:()\"“”]+")
# Words that begin no name though they may be written large.
NOT_IN_NAMES = (
    frozenset(
        "the a an in on at but and so if when while after before as since for from with by to of or"
        " this that these those he she it they we you i his her their our its my what who how why"
        " where there here then now also still yet even both all some many most no not just only"
        " like unlike despite during under over through because although though however meanwhile"
        " following take meet see enter given whether thanks dear hello let's please separately"
        " asked said says speaking according once until among perhaps maybe later today yesterday"
        " earlier last next every each one two three both neither former ex-president photo image"
        " getty images read watch video story by is was are were did does do has have had can could"
        " would should may might must let cue per via amid about against between without"
        " within instead nor tonight evening wrote use other another few added afterwards outside"
        " neither additionally born".split()
    )
    | CONTRACTED_AUXILIARIES
)
# "Prime minister of Ukraine Denys Shmyhal": the name begins behind the country.
PLACE_BEFORE_NAME = re.compile(rf"(?:{'|'.join(ROLE_PLACES)})(?= [A-Z]\w+ [A-Z])")
# "US Attorney for Maryland Ida Lund"
_STATE_BEFORE_NAME = re.compile(rf"(?:{'|'.join(STATE_NAMES)}) (?=[A-Z]\w+ [A-Z])")


# Nouns that a role ends with, before a name: "Secretary of State Ida Lund".
_IN_ROLES = frozenset(
    "state house energy defense defence staff commerce labor education health agriculture treasury"
    " justice homeland police research technology policy affairs intelligence courtesy trade rights"
    " human civil environmental conservation promotion portfolio transport transportation"
    " security finance public foreign criminal digital children families women relations"
    " services sciences regulation strategic communications political operations hostage".split()
)
# Those of them that end what an office is for.
_MATTERS = frozenset("affairs rights communications services relations operations".split())
_OFFICE_MATTERS = (_IN_ROLES - {"justice", "staff", "state", "house", "courtesy"}) | frozenset(
    "climate environment culture interior economy industry tourism sport sports housing sales"
    " marketing engineering infrastructure planning social fisheries mines water works safety"
    " resources power innovation science development".split()
)
_NOUN_ENDINGS = ("tion", "tions", "ission", "ment", "ist", "ics", "ors", "ives", "ship", "ogy")
# What makes a word no part of a name: "Two-time", "29-year-old".
_JOINED_SMALL = re.compile(r"\w{1,20}-[a-z]\w{1,20}|\d\S{0,20}")
# What ends a line or a sentence before the name of its reporter: "… he said. – Mira Tallis".
_SIGNED = re.compile(r"(?:^|[\n.?!”\"’)]\s{0,3})[-–—]{1,2} ?$")


# What a question begins behind: "Will Tallis run?"
_ASKING = re.compile(r"(?:^|[\n.?!”\"’:–—-] ?)$")


# What goes on behind a heading: "Cold Harbors The ferries …".
TURN = re.compile(
    r"(?<! [AIOTaiot][fnot])(?<! [AFaf][no][dr])(?<! [FWfw][ir][ot][hm])(?<! by) "
    r"(?=(?:The|These|There|This|That|When|After|Before|He|She|It|They|We|But|While|If) )"
)
# "TUXEDO, Md. - ": where an article was written.
# "VELM (AP) — ": and who sent it.
_DATED = re.compile(
    r"(?:(?:^|\n)[A-Z][A-Z .'-]{2,30}, [A-Z][a-z]{1,5}\.|\([A-Z][A-Za-z ]{1,14}\)) ?[-–—]{1,2} ?$"
)
# What stands behind the name of who took a picture.
_CREDITED = re.compile(
    r"/(?:AFP|AP|EPA|UPI|CNN|Getty|Reuters|Pool|Bloomberg|Shutterstock|NurPhoto)"
)


_CREDIT = re.compile(
    r"/(?:AFP|AP|EPA|UPI|CNN|Getty|Reuters|Pool|Bloomberg|Shutterstock|NurPhoto|USGS|USA TODAY)"
    r"(?: Images| Sports)?(?:/[A-Z]\w{1,20}(?: Images)?){0,2} "
)


def runs_in(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the runs of capitalised words between two characters of a text, in order.

    The name under a picture ("Mira Tallis/AFP") and the reporter's name that signs an entry are
    left out, so that neither speaks nor is glued to the name that follows it.
    """
    position = start
    while run := RUN.search(text, position, end):
        begins = run.start()
        if run[0].startswith("Will ") and _ASKING.search(text, max(0, begins - 3), begins):
            run = RUN.match(text, begins + len("Will "), end) or run
        if turn := TURN.search(text, run.start(), run.end()):
            run = RUN.match(text, run.start(), turn.start()) or run
        position = run.end()
        if text.startswith("/", position) and _CREDITED.match(text, position):
            continue
        if text.startswith((" of ", "for "), begins - 4):
            behind = _state_before_name(run[0]) or _matter_before_name(run[0])
            run = RUN.match(text, begins + behind, run.end()) or run
        signed = behind_signature(text, run.start(), run.end())
        if signed == run.start():
            yield run
        elif signed < run.end() and (rest := RUN.match(text, signed, end)):
            yield rest


def _state_before_name(run: str) -> int:
    """Return the length of a state that stands before somebody's name in one run with it."""
    state = _STATE_BEFORE_NAME.match(run)
    words = [word.lower() for word in run[state.end() :].split()] if state else []
    titled = any(w in ORGANISATION_WORDS or w in ROLE_MODIFIERS or is_role_noun(w) for w in words)
    return state.end() if state and not titled else 0


def _matter_before_name(run: str) -> int:
    """Return the length of what an office is for, before a name: "Transport Ewa Tallis"."""
    words = list(_WORD.finditer(run))
    low = [word[0].lower() for word in words]
    number = sum(1 for _ in takewhile(lambda one: one in _OFFICE_MATTERS, low))
    if not number or len(words) < number + 2 or is_role_noun(low[number]):
        return 0
    return words[number].start()


def behind_credit(text: str, start: int, end: int) -> int:
    """Return where words go on behind who took a picture: "Ivo Brand/Reuters The crowd"."""
    if "/" not in text[start:end]:
        return start
    found = list(_CREDIT.finditer(text, start, end))
    return found[-1].end() if found and found[-1].end() < end else start


def behind_signature(text: str, start: int, end: int) -> int:
    """Return where the words between two characters go on behind a reporter's two names."""
    near = text[max(0, start - 4) : start]
    if "-" not in near and "–" not in near and "—" not in near:
        return start  # as before most names
    if not _SIGNED.search(text, max(0, start - 4), start) or _DATED.search(
        text, max(0, start - 60), start
    ):
        return start
    words = list(islice(_WORD.finditer(text, start, end), 3))
    return words[2].start() if len(words) > 2 else end


def noun_before_name(run: str) -> int:
    """Return where a name begins behind nouns written large: "… for Civil Rights Ida Lund"."""
    words = list(_WORD.finditer(run))
    for number, word in enumerate(words[:-1]):
        if number and is_first_name(word[0]):
            return word.start()
        last = words[number - 1][0] if number and number + 2 <= len(words) else ""
        if last.lower() in _MATTERS or _JOINED_SMALL.fullmatch(last):
            return word.start()  # "Political Affairs Tiva Maroza", "Top-seeded Tiva Maroza"
        noun = word[0].lower() in _IN_ROLES or word[0].endswith(_NOUN_ENDINGS)
        noun = noun and word[0].isalpha() and not word[0].isupper() and not is_first_name(word[0])
        if not noun and not _JOINED_SMALL.fullmatch(word[0]):
            break
    return 0


_ACRONYMS = frozenset("us uk un eu".split())


@lru_cache(maxsize=8192)  # an article names the same few people again and again
def name_in(run: str) -> tuple[int, int]:
    """Return where, in a run of capitalised words, the name starts and ends."""
    words = list(_WORD.finditer(run))
    place = PLACE_BEFORE_NAME.match(run)
    first = len(place[0].split()) if place else 0
    for number, word in enumerate(words):
        low = word[0].lower().rstrip(".").replace("’", "'")
        plain = low.removesuffix("'s")
        last = number + 1 == len(words)
        behind_first = last and _is_behind_first(words, first, number)
        called = _is_called(words, number, SURNAMES_TOO if behind_first else FIRST_NAMES_TOO)
        middle = number == first + 1 and plain == "white" and is_first_name(words[first][0])
        called = called or (middle and number + 2 == len(words))  # "Kristyn White Davis"
        modifies = plain in ROLE_MODIFIERS and not behind_first  # "Dan White"
        modifies = modifies and not (plain in _ACRONYMS and word[0][1:].islower())  # "Kim Jong Un"
        titles = not called and (modifies or is_role_noun(plain))
        # "Commissioners Ida Lund and Ivo Brand"
        plural = number == first and number + 2 < len(words) and low.endswith("s")
        titles = titles or (plural and (is_role_noun(low[:-1]) or is_role_noun(low[:-2])))
        small = low in (SMALL_ROLE_NOUNS if number == first else LARGE_ROLE_NOUNS)
        small = small and number + 2 < len(words)
        small = small and not is_first_name(word[0]) and is_first_name(words[number + 1][0])
        titles = titles or small  # "Champion Ida Lund"
        owns = low.endswith("'s") and not last
        begins = number == first and (plain in NOT_IN_NAMES or _is_participle(words, number))
        if titles or owns or begins:
            first = number + 1
        elif word[0].isupper() and len(word[0]) > 1 and number == first and number + 2 < len(words):
            first = number + 1  # "CNN Kate Bolduan"
    if first == 0 and (start := noun_before_name(run)):
        first = next(k for k, word in enumerate(words) if word.start() == start)
    for number in range(first, len(words) - 2):
        if _is_body(words[number][0], words[number + 1][0]):
            first = number + 1
    if first >= len(words):
        return len(run), len(run)
    final = words[_last_of_name(words, first)]
    end = final.end()
    if is_possessive(run[:end]):
        end -= 2 if run[end - 1] in "sS" else 1
    return words[first].start(), end


def _is_behind_first(words: Sequence[re.Match[str]], first: int, number: int) -> bool:
    """Tell whether a first name is before a word, or that and an initial: "Ida B. White"."""
    middle = number == first + 2 and _INITIAL.fullmatch(words[number - 1][0]) is not None
    return (number == first + 1 or middle) and is_first_name(words[first][0])


def _last_of_name(words: Sequence[re.Match[str]], first: int) -> int:
    """Return the last word of a name before a day, or itself again: "Ida Lund Monday"."""
    last = len(words) - 1
    while last > first + 1 and words[last][0] in WEEKDAYS:
        last -= 1
    for number in range(first + 2, last + 1):
        again = words[number][0] in (words[first][0], words[number - 1][0])
        if again and is_first_name(words[first][0]):
            return number - 1  # under a picture: "Ida Lund Lund waves"
    return last


def _is_body(word: str, following: str) -> bool:
    """Tell whether a body is named before a first name: "President of the Port Union Ida Lund"."""
    body = word.lower() in ORGANISATION_WORDS and word not in ("San", "Santa", "Saint", "St.")
    body = body and not is_first_name(word)
    return body and is_first_name(following)


def _is_called(words: Sequence[re.Match[str]], number: int, names: Set[str]) -> bool:
    """Tell whether a title is rather a name: "Dean Tallis", but not "Driver Ivo Brand"."""
    word = words[number][0]
    titles = number + 2 < len(words) and is_first_name(words[number + 1][0])
    return word[0].isupper() and word.lower() in names and not titles


def _is_participle(words: Sequence[re.Match[str]], number: int) -> bool:
    """Tell whether a run begins with a verb written large: "Describing Anwar"."""
    word = words[number][0]
    alone = number > 0 or len(words) == 1
    return not alone and len(word) > 6 and word.endswith("ing") and not is_first_name(word)


def names_no_person(run: str, name: str) -> bool:
    """Tell whether a run has a word of an organisation: "Russian Defense Ministry"."""
    words = [w.lower().rstrip(".") for w in run.split()]
    parts = name.lower().split()
    if any(w in _ORGANISATIONS_ONLY and w not in first_names() for w in parts):
        return True
    titled = any(map(is_role_noun, words))
    return not titled and " " not in name and any(w in ORGANISATION_WORDS for w in words)


def is_possessive(run: str) -> bool:
    """Tell whether a name owns what follows it: "Tallis's"."""
    return run.endswith(("'s", "’s", "s'", "s’"))


_OF_PLACES = frozenset("US U.S. UK U.K. UN U.N. EU E.U. NATO".split())
_BORN = re.compile(
    r"\w{1,20}-(?:born|based|run|funded|seeded|owned|led|backed|time|winning|raised)"
)
_CONTRACTED = re.compile(r"[’'](?:m|d|ve|re|ll)$")
_NO_SURNAMES = frozenset("i democrat republican conservative hawaiian".split())
# What is in the titles of works, written large, and in no name.
_IN_TITLES = frozenset("about with at in on by from for of to and the a an says said".split())


_BEFORE_PLACES = (" in ", "near ")  # "in Velm Pass"
_IS_PLACE = re.compile(
    r" (?:region|province|district|county|area|valley|mountains?|neighborhood)\b"
)


def may_be_person(text: str, run: re.Match[str], words: Sequence[str]) -> bool:
    """Tell whether the words of a full name in a run may be a person's."""
    if len(words) > LONGEST_NAME or _is_no_name(words):
        return False
    if is_first_name(words[0]):
        return True
    led = run[0][: run[0].find(words[0])].split()[-1:]
    if led and led[0] in _OF_PLACES:
        return False  # "US Drought Monitor"
    before = text[max(0, run.start() - 5) : run.start()].lower()
    placed = before.endswith(_BEFORE_PLACES) and not is_possessive(run[0])
    placed = placed or before.endswith("the ")
    return not placed and not _IS_PLACE.match(text, run.end())


def _is_no_name(words: Sequence[str]) -> bool:
    """Tell whether words are rather those of a body, a place or the title of a work."""
    low = [w.lower().rstrip(".") for w in words]
    if _BORN.fullmatch(words[0]) or any(map(_CONTRACTED.search, words)):
        return True  # "Norland-born Ivo", "I'm Dream"
    if low[0] in ("st", "saint") and len(low) == 2:
        return True  # "St. Paul"
    if low[-1] in _NO_SURNAMES or " ".join(words) in ROLE_PLACES:
        return True  # "Norland Democrat"
    if is_first_name(words[0]):
        low = low[1:]  # "Bill", "Grant"
        named = low and low[-1] in NAMED_LIKE_PLACES  # "Ron Green"
        if any(w in ORGANISATION_WORDS for w in (low[:-1] if named else low)):
            return True
    elif any(w in ORGANISATION_WORDS or w in _COUNTRIES for w in low):
        return True
    acronym = all(w.isupper() for w in words) or (words[0].isupper() and len(words[0]) > 2)
    if acronym and "." not in words[0] and not is_first_name(words[0]):
        return True  # "NATO HQ", "LIV Golf"
    if any(one == other for one, other in pairwise(words)):
        return True  # "Instituto Lula Lula"
    return any(word.lower() in _IN_TITLES for word in words[1:])  # "Ropes About Bruno Tallis"


def surname_of(name: str) -> str:
    """Return the folded last word of a name without "Jr."; empty if it has no letters."""
    words = [w for w in name.split() if w.lower().rstrip(".") not in SUFFIXES]
    folded = fold(words[-1]).split() if words else []
    return folded[-1] if folded else ""


# A body named by several matters: "the Academy of Boats, Ropes & Sails".
_LISTING = re.compile(
    r"[\w .’'-]{3,60} (?:of|for|on) [A-Z]\w{1,20}(?:, [A-Z]\w{1,20}){0,3},? (?:&|and) [A-Z]\w{1,20}"
)


def head_length(written: str) -> int:
    """Return the length of a noun phrase without what follows its first comma or dash."""
    if _LISTING.fullmatch(written):
        return len(written)
    aside = re.search(r",(?! (?:Jr|Sr|\d{4}\b))|\s+(?:[–—]|--?)\s", written)
    return aside.start() if aside else len(written)


# "This week the agency", "Tuesday by regulators": when something was said.
_WHEN_FIRST = re.compile(
    r"(?:(?:(?:Earlier |Late |Early )?(?:[Tt]his|[Ll]ast) (?:week|month|year)|Recently|Tonight) "
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day (?:(?:morning|afternoon|evening|night) )?"
    r"(?=by |the |an? ))(?:by )?"
)


def name_begins(text: str, start: int, end: int) -> int:
    """Return where words begin to name somebody, behind a signature, a credit or a day."""
    signed = behind_signature(text, start, end)
    start = behind_credit(text, signed if signed < end else start, end)
    when = _WHEN_FIRST.match(text, start, end)
    return when.end() if when and when.end() < end else start
