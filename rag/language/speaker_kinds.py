"""Tell people from organisations, groups and documents, by how articles speak of them."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from rag.language.countries import NATIONALITIES, PLACES_THAT_SPEAK
from rag.language.first_names import is_first_name
from rag.language.function_words import POSSESSIVES
from rag.language.organisations import BODIES, NAMED_LIKE_PLACES, ORGANISATION_WORDS
from rag.language.titles import NAME_PARTICLES, SMALL_ROLE_NOUNS, is_role_noun

SpeakerKind = Literal["person", "role", "organisation", "place", "group", "document"]

_DOCUMENTS = frozenset(
    """report statement text letter complaint filing study survey poll lawsuit document memo
    resolution declaration article post tweet treaty law bill ruling opinion order affidavit
    indictment website site page book paper release communique communiqué agreement pact analysis
    data research evidence records testimony figures statistics estimates results video notice
    transcript summary guidance review suit subpoena warrant petition motion email caption sign
    account ad advisory alert announcement blog essay disclosure legislation amendment proposal
    obituary note memoir spot advertisement advertising feed dissent listing readout timeline
    edict biography headline reports documents studies surveys polls letters filings
    posts""".split()
)
# What shows something, and says it in words too.
_EVIDENCE = frozenset(
    """finding analyses forecast polling reporting information examination correspondence statistic
    update feature model modeling modelling projection transcript notebook investigation audit
    inquiry experiment trial source test assessment inspection survey insider member forward
    winner""".split()
)
# What shows something at most.
_THINGS = frozenset(
    """demand odd month year day hour week move action factor trend event price gain car stake
    chance order matter power weather series season system storm behavior behaviour
    error plan rule guideline""".split()
)
# Of people, mostly: "a number of pilots", "40 percent".
_AMOUNTS = frozenset(
    """number majority plurality percent percentage pair handful lot share half quarter third
    two-thirds dozen flurry array range chorus first second fourth other latter someone
    somebody""".split()
)
_GROUPS = frozenset(
    """people men women children media staff authorities family public officials democrats
    republicans conservatives crowd couple crew defense""".split()
)
_SPEAKING = _DOCUMENTS | _EVIDENCE | _GROUPS | _AMOUNTS | BODIES | SMALL_ROLE_NOUNS
_ARTICLES = frozenset("the a an".split())
_PRONOUNS = frozenset("he she it they".split())
_UNNAMED = frozenset("one another others some many several few both someone somebody".split())
_MANY = frozenset("some several many two three four five most both other all".split())
_COUNTRYMAN = re.compile(r"[a-z]{1,12}(?:sh|ch|ese)(?:wo)?m[ae]n")
# What follows the noun that says what somebody is: "a source familiar with the talks".
_ASIDE = re.compile(
    r",| (?:of|for|in|with|at|on|from|by|to|who|which|about|against|familiar|close|speaking"
    r"|obtained|viewed|reviewed|released|published|provided|compiled|involved|including|named"
    r"|filed|posted|representing|like|across|around|ahead|there|within|outside)\b"
)
_PERSON_ENDINGS = ("ist", "er", "or", "ian", "ant", "ee", "man", "woman", "ent")
_NUMERAL = re.compile(r"[IVX]+|(?:[A-Z]\.)+")
_INNER_CAPITAL = re.compile(
    r"(?!Mc|Mac|De|Di|Le|La|Van|Fitz|Von|Du|O[’'])[A-Z]\w{0,20}[a-z][A-Z]\w{0,20}"
)


def speaker_kind(
    name: str, spoken_of: Iterable[str] = (), roles: Iterable[str] = ()
) -> SpeakerKind:
    """Tell what a speaker is: "Kaja Kallas", "WHO", "Lawmakers".

    A person is named; whoever is only described ("the spokesman") is a role.

    Args:
        name: under which the speaker is listed.
        spoken_of: the words for the speaker wherever somebody is quoted: "she", "the agency".
        roles: that articles give the speaker: "director", "state broadcaster".
    """
    words = _ASIDE.split(name)[0].replace("’s", "'s").split()
    plain = [word.strip("'") for word in words if word.lower() not in _ARTICLES]
    if not plain:
        return "document"
    if plain[-1] == plain[-1].lower():
        return _described(plain)
    kind = _named(words, plain)
    if kind not in ("person", "organisation", "place"):
        return kind
    told = [*(said.lower() for said in spoken_of), *(f"the {role.lower()}" for role in roles)]
    as_body = sum(said == "it" or _is_body(said) for said in told)
    as_person = sum(said in ("he", "she") or _is_somebody(said) for said in told)
    if kind == "place":
        return "person" if as_person > as_body else kind
    if as_person != as_body:
        return "person" if as_person > as_body else "organisation"
    team = len(plain) > 1 and _is_plural(plain[-1]) and not is_first_name(plain[0])
    return "organisation" if team and not as_person else kind


def is_bare(name: str) -> bool:
    """Tell whether a speaker is nobody outside one article: "the statement", "she", "another"."""
    article, _, noun = name.lower().rpartition(" ")
    owner = name.split(" ")[0].lower()
    if owner in POSSESSIVES and name[len(owner) :].islower():
        return True  # "my mother", but not "Her Majesty"
    if article in _MANY:
        return noun.removesuffix("s") in _DOCUMENTS  # "two letters"
    known = noun in _DOCUMENTS or noun in _PRONOUNS or (not article and noun in _UNNAMED)
    return known and article in ("", "a", "the", "this", "that")


def has_own_name(name: str) -> bool:
    """Tell whether a speaker is the same in every article: "NATO", but not "the ministry"."""
    words = [word for word in _ASIDE.split(name)[0].split() if word.lower() not in _ARTICLES]
    if not words or (len(words) == 1 and words[0].lower() in BODIES and words[0] == name):
        return False
    return words[-1] != words[-1].lower() or "." in words[-1].strip(".")


@lru_cache(maxsize=8192)  # the same words come again and again
def may_speak(noun: str) -> bool:
    """Tell whether a noun is for people, bodies or documents: "officials", but not "demands"."""
    low = noun.lower()
    one = low.removesuffix("s")
    if one in _THINGS or low in _THINGS:
        return False
    someone = one.endswith(("ist", "er", "or", "ian", "ant", "man", "woman", "men", "women"))
    return (
        someone
        or _is_plural(low)
        or not _SPEAKING.isdisjoint((low, one))
        or is_role_noun(low)
        or is_role_noun(one)
    )


def is_thing(phrase: str) -> bool:
    """Tell whether a noun phrase means what cannot speak: "its stock", but not "its owners"."""
    words = _ASIDE.split(phrase)[0].split()
    plain = bool(words) and words[-1].isalpha() and words[-1].islower()
    return plain and not may_speak(words[-1])


@lru_cache(maxsize=8192)  # the same words come again and again
def noun_kind(noun: str) -> str:
    """Tell what a noun written small means: a "person", "people", a "body", a "thing"."""
    low = noun.lower()
    one = low.removesuffix("s")
    if low in _DOCUMENTS or low in _EVIDENCE:
        return "document"
    if low in BODIES:
        return "body"
    if low in _GROUPS:
        return "people"
    person = is_role_noun(low) or low in SMALL_ROLE_NOUNS  # "boss"
    if person or is_role_noun(one) or one in SMALL_ROLE_NOUNS or one.endswith(_PERSON_ENDINGS):
        return "person" if person or one == low else "people"
    if one in _DOCUMENTS or one in _EVIDENCE:
        return "document"
    if one in BODIES or low.removesuffix("ies") + "y" in BODIES:
        return "body"
    return "things" if _is_plural(low) else "thing"


def _described(plain: list[str]) -> SpeakerKind:
    """Tell what a description means by its last word: "the company", "state officials"."""
    last = plain[-1]
    if last in BODIES or "." in last.strip("."):
        return "organisation"
    if last in _DOCUMENTS:
        return "document"
    return "group" if last in _GROUPS or _is_plural(last) else "role"


def _named(words: list[str], plain: list[str]) -> SpeakerKind:
    """Tell what a name means, without knowing how it is spoken of."""
    last = plain[-1].lower().rstrip(".")
    alone = len(plain) == 1 and words == plain
    if alone and last in _DOCUMENTS:
        return "document"
    if " ".join(plain).lower() in PLACES_THAT_SPEAK:
        return "place"
    if len(words) == 2 and len(plain) == 1 and _is_nationality(last):
        return "group" if last.endswith(("s", "ish", "ese", "ch", "men")) else "role"
    if words[0].lower() in _MANY or last in _GROUPS or (alone and _is_crowd(last)):
        return "group"
    if len(plain) > 1 and is_role_noun(last) and _names_body(plain[:-1]):
        return "role"
    if _names_body(plain) and not (alone and last in NAMED_LIKE_PLACES):
        return "organisation"
    if "and" in words:
        return "group"
    if words[0].lower() in _ARTICLES:
        return "role" if is_role_noun(last) else "group" if _is_plural(last) else "organisation"
    return "person"


def _is_nationality(low: str) -> bool:
    """Tell whether a word behind "the" is who comes from a country: "Norwegian", "Frenchman"."""
    return (
        low in NATIONALITIES
        or low.removesuffix("s") in NATIONALITIES
        or _COUNTRYMAN.fullmatch(low) is not None
    )


def _is_plural(word: str) -> bool:
    low = word.lower()
    return low.endswith("s") and not low.endswith(("ss", "us", "is", "'s"))


def _is_crowd(low: str) -> bool:
    """Tell whether a word alone is people of one sort: "Lawmakers", but not "Roberts"."""
    return _is_plural(low) and (is_role_noun(low[:-1]) or low.endswith(("makers", "ists", "ers")))


def _is_somebody(words: str) -> bool:
    """Tell whether words describe a person: "the head of the union"."""
    return words.startswith("the ") and is_role_noun(_ASIDE.split(words)[0].split()[-1])


def _is_body(words: str) -> bool:
    """Tell whether words describe an organisation: "the company"."""
    return words.startswith("the ") and _ASIDE.split(words)[0].split()[-1] in BODIES


def _names_body(words: list[str]) -> bool:
    """Tell whether words name an organisation: an acronym, a site, a country, a "Ministry"."""
    last = words[-1].lower()
    called = last == "brand" and len(words) > 1  # "Ida Brand", "I. Brand"
    called = called and (is_first_name(words[0]) or len(words[0].rstrip(".")) == 1)
    if (last in BODIES and not called) or "." in last.strip("."):
        return True
    if any(map(_is_coined, words)) or (len(words) == 1 and words[0].isupper() and len(last) > 1):
        return True
    named = [
        word.lower() for word in words if word[0].isupper() and word.lower() not in NAME_PARTICLES
    ]
    if is_first_name(words[0]) and len(words) > 1:
        named = named[1:]
        if named and named[-1] in NAMED_LIKE_PLACES:
            named = named[:-1]
    return any(word in ORGANISATION_WORDS for word in named)


def _is_coined(word: str) -> bool:
    """Tell whether a word is written as only organisations are: "FedEx", "PBS", "WSYX-TV"."""
    acronym = len(word) > 2 and word.isupper() and word.isascii() and not _NUMERAL.fullmatch(word)
    return acronym or _INNER_CAPITAL.fullmatch(word) is not None
