"""Find who goes by one word: "Valery said", "Queen Mira II", "the singer Mirolan"."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rag.language.countries import CALLED_LIKE_PEOPLE, NATIONALITIES, PLACES, PLACES_THAT_SPEAK
from rag.language.dates import TIME_WORDS
from rag.language.first_names import is_first_name
from rag.language.function_words import HE
from rag.language.organisations import ORGANISATION_WORDS
from rag.language.speaker_kinds import noun_kind
from rag.language.titles import KINSHIP, SMALL_ROLE_NOUNS, gender_of, is_role_noun
from rag.statements.people import People, Person
from rag.statements.roles import role_before

# By hand, reading 2022 news.
SPEAKS = re.compile(r" (?:said|says|told|tells|added|recalled|recalls|explained|continued)\b")
_CROWNED = re.compile(
    r"(?P<title>(?:Crown )?(?:Queen|King|Pope|Prince|Princess)(?: Emeritus| Consort)?)[ \u00a0]"
    r"(?P<name>[A-Z]\w+(?: [IVX]+)?)"
)
# The first pronoun behind a name, outside quotations.
PRONOUN = re.compile(r"[^.!?\n“”\"]{0,80}?\b(he|his|himself|she|herself)\b")
_IT = re.compile(r"[^.!?\n“”\"]{0,60}?\b(?:its|it|they|their)\b")
SURE_VOTES = 2  # pronouns behind a name that tell the gender
_NO_FIRST_NAMES = PLACES | CALLED_LIKE_PEOPLE
_PRIZES = frozenset("oscar emmy tony grammy".split())  # "best actress Oscar"
_TITLED = re.compile(r"([a-z-]{4,20}) $")
# Of what a person can be, what bodies, things and groups are, too.
NO_TITLES = KINSHIP | frozenset(
    "official fellow host partner major star broadcaster developer investor owner associate pilot"
    " leader ally retailer princess creator head lady developer speaker critic challenger lender"
    " producer operator publisher manager contributor insider player winner".split()
)


def single_named(people: People, singles: Sequence[re.Match[str]]) -> Iterator[Person]:
    """Yield who goes by one word of the article's runs, with a title or without.

    Each is to be added to ``people`` before the next is asked for.
    """
    called = _called_by_one_word(people, singles)
    for run in singles:
        name, title = run[0], ""
        start, end = run.span()
        if crowned := _CROWNED.fullmatch(name):
            name, title = crowned["name"], crowned["title"]
            told = is_first_name(name.split()[0])
        elif " " in name:
            continue
        elif not (told := name in called or _goes_by_first_name(people, run)):
            title = _small_title(people, run)
            told, start = title != "", start - len(title) - 1
        if told and people.lookup(name, run.start()) is None:
            gender = called.get(name, "") or gender_of(title)
            yield Person(name, start, end, gender, title, known=True)


def _called_by_one_word(people: People, singles: Sequence[re.Match[str]]) -> dict[str, str]:
    """Return who speaks, is "he" or "she" behind the name and nowhere "it", with the gender."""
    places: defaultdict[str, list[re.Match[str]]] = defaultdict(list)
    for run in singles:
        places[run[0]].append(run)
    called: dict[str, str] = {}
    for name, runs in places.items():
        if len(runs) < SURE_VOTES or not _may_be_called(name):
            continue
        ends = [run.end() for run in runs]
        speaks = any(SPEAKS.match(people.text, end) for end in ends)
        if not speaks or people.lookup(name, runs[-1].start()):
            continue
        told = [found[1] for end in ends if (found := PRONOUN.match(people.text, end))]
        genders = {"m" if word in HE else "f" for word in told}
        thing = any(_IT.match(people.text, end) for end in ends)
        if len(told) >= SURE_VOTES and len(genders) == 1 and not thing:
            called[name] = genders.pop()
    return called


def _may_be_called(word: str) -> bool:
    """Tell whether a word may be somebody's name: no day, no place, no people and no office."""
    low = word.lower()
    if not word.isalpha() or word.isupper() or low in TIME_WORDS or low in ORGANISATION_WORDS:
        return False
    known = (
        low in _PRIZES
        or low in NATIONALITIES
        or low in PLACES_THAT_SPEAK
        or low in SMALL_ROLE_NOUNS
    )
    return not known and noun_kind(low) == "thing"


def _goes_by_first_name(people: People, run: re.Match[str]) -> bool:
    """Tell whether somebody who speaks is named by a first name alone: "Valery said"."""
    speaks = SPEAKS.match(people.text, run.end()) is not None
    return speaks and is_first_name(run[0]) and run[0].lower() not in _NO_FIRST_NAMES


def _small_title(people: People, run: re.Match[str]) -> str:
    """Return the title before who is named by one word: "lead singer" of "lead singer Mirolan"."""
    before = _TITLED.search(people.text, max(0, run.start() - 21), run.start())
    noun = before[1] if before else ""
    if not is_role_noun(noun) or noun in NO_TITLES or not _may_be_called(run[0]):
        return ""
    return role_before(people.text, run.start())
