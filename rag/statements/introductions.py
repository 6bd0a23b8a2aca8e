"""Find everybody whom an article names in full, and each place that names them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from rag.language.first_names import first_names, is_first_name
from rag.language.function_words import HE
from rag.language.person_names import fold
from rag.language.titles import KINSHIP, SUFFIXES, gender_of, is_role_noun
from rag.statements.affiliations import affiliation
from rag.statements.appositions import role_after, role_behind_surname, role_beside
from rag.statements.name_runs import (
    RUN,
    is_possessive,
    may_be_person,
    name_in,
    runs_in,
    surname_of,
)
from rag.statements.people import Mention, People, Person
from rag.statements.roles import bare, is_telling, role_before
from rag.statements.shared_roles import shared_role
from rag.statements.single_names import NO_TITLES, PRONOUN, SPEAKS, SURE_VOTES, single_named
from rag.statements.written_small import SmallWords

# First names of men and women alike.
_EITHER = frozenset(
    "kim ronnie robin leslie taylor dana jamie kelly tracy stacy terry alex chris pat jackie jordan"
    " andrea jean kerry lindsey sam charlie shannon".split()
)
_MOST_TITLED = 4  # words
_LONGEST_TITLE = 25  # characters
_NEAR = 24  # characters
_RELATED = re.compile(rf"\b(?:{'|'.join(sorted(KINSHIP))})s?, (?:[A-Z]\w{{1,4}}\. )?\Z")
_OWNER = re.compile(r"[^'’]{3,60}['’]s(?= [A-Z])")


def find_people(text: str) -> People:
    """Return everybody whom ``text`` names in full, with every place that names them."""
    people = People(text)
    small = SmallWords(text)
    singles: list[re.Match[str]] = []
    titles: list[re.Match[str]] = []  # "White", "Judge": perhaps a surname
    for run in _with_owners(text):
        role_end, name_end = name_in(run[0])
        words = run[0][role_end:name_end].split()
        full = len([w for w in words if w.lower().rstrip(".") not in SUFFIXES]) > 1
        full = full and fold(words[0]) != ""
        titled = full and _is_titled(text, run.start() + role_end, words)
        titled = titled or (full and may_be_person(text, run, words))
        if titled and (small.may_name(words) or _has_role(text, run, role_end, name_end)):
            _introduce(people, run, role_end, name_end)
        elif words and fold(words[0]):
            singles.append(run)  # signs without a letter behind them name nobody
        elif " " not in run[0]:
            titles.append(run)
    _add_single(people, singles)
    for run in (*singles, *titles):
        _mention(people, run)
    people.mentions.sort(key=lambda mention: mention.start)
    _add_genders(people)
    for person in people.people:
        if person.known and not is_telling(person.role):
            person.role = person.affiliation or person.role
    return people


def _is_titled(text: str, start: int, words: Sequence[str]) -> bool:
    """Tell whether what looks like a body is somebody's name: "commentator Ei Sun Oh"."""
    if len(words) > _MOST_TITLED or not text.endswith(" ", 0, start):
        return False
    noun = text[max(0, start - _LONGEST_TITLE) : start - 1].rpartition(" ")[2]
    titled = noun.islower() and noun[-1].isalpha()
    titled = titled and is_role_noun(noun) and noun not in NO_TITLES
    return titled and not words[0].isupper() and not words[-1].isupper()


def _has_role(text: str, run: re.Match[str], role_end: int, name_end: int) -> bool:
    """Tell whether what a person can be is said beside a name."""
    start, end = run.start() + role_end, run.start() + name_end
    return bool(role_before(text, start) or _role_beside(text, start, end))


def _add_genders(people: People) -> None:
    """Note of those whose names tell no gender which pronouns follow them, most often."""
    votes: defaultdict[int, Counter[str]] = defaultdict(Counter)
    mentions = people.mentions
    for number, mention in enumerate(mentions):
        found = None if mention.person.gender else PRONOUN.match(people.text, mention.end)
        behind = mentions[number + 1].start if number + 1 < len(mentions) else len(people.text)
        if found and found.end() <= behind:
            votes[id(mention.person)]["m" if found[1] in HE else "f"] += 1
    for person in people.people if votes else ():
        told = votes[id(person)]
        if len(told) == 1 and told.total() >= SURE_VOTES:
            person.gender = next(iter(told))


def _with_owners(text: str) -> Iterator[re.Match[str]]:
    """Yield the runs of a text, before each the full name that owns it: "Ida Lund’s Port Velm"."""
    for run in runs_in(text, 0, len(text)):
        owner = _OWNER.match(run[0])
        named = RUN.match(text, run.start(), run.start() + owner.end()) if owner else None
        if named and _is_full(named[0]):
            yield named
        yield run


def _is_full(run: str) -> bool:
    """Tell whether a run is a first name with others behind it."""
    first, *others = run[slice(*name_in(run))].split(" ")
    return bool(others) and is_first_name(first)


def _add_single(people: People, singles: Sequence[re.Match[str]]) -> None:
    """Add who goes by one word, and note the surnames that stand alone before any full name."""
    for person in single_named(people, singles):
        _add(people, person)
    for run in singles:
        family = people.by_surname.get(surname_of(run[0]), [])
        if family and all(run.start() < person.start for person in family):
            people.known_before.add(family[0].surname)


def _mention(people: People, run: re.Match[str]) -> None:
    """Add that a run names somebody by one word, if one of the people is called so."""
    role_end, name_end = people.name_of(run)
    start = run.start() + role_end
    name = run[0][role_end:name_end]
    if not name:
        return
    crowned = people.by_name.get(fold(name))  # "Queen Anna II"
    alone = len([w for w in name.split() if w.lower().rstrip(".") not in SUFFIXES]) < 2
    person = crowned or (people.lookup(name, start, run[0][:role_end]) if alone else None)
    if person is None:
        return
    end = run.start() + name_end
    people.mentions.append(Mention(start, end, person, is_possessive(run[0])))
    person.gender = person.gender or gender_of(run[0][:role_end])
    if not is_telling(person.role):
        title = role_before(people.text, start)
        whole = fold(name) in (person.surname, fold(person.name))
        beside = role_behind_surname(people.text, end) if whole else ""
        person.role = title if is_telling(title) else beside or person.role


def _add(people: People, person: Person) -> None:
    people.people.append(person)
    people.by_surname.setdefault(person.surname, []).append(person)
    people.by_first.setdefault(fold(person.name).split()[0], []).append(person)
    people.by_name[fold(person.name)] = person


def _introduce(people: People, run: re.Match[str], role_end: int, name_end: int) -> None:
    text = people.text
    name = run[0][role_end:name_end]
    start, end = run.start() + role_end, run.start() + name_end
    person = people.lookup(name, start)
    role = role_before(text, start)
    if person is None:
        known = bool(role) or fold(name.split()[0]) in first_names()
        first = fold(name.split()[0])
        gender = _gender(role, first)
        role_start = start - len(role) - 1 if role else start
        if role and text[role_start:start].rstrip() != role:
            role_start = start
        name = normalize("NFC", name)
        person = Person(name, role_start, end, gender, known=known)
        _add(people, person)
    else:
        person.mentions += 1
    if not is_telling(person.role):
        beside = "" if is_telling(role) else _role_beside(text, start, end)
        person.role = role if is_telling(role) else beside or person.role or _told(role)
        person.known = person.known or bool(person.role)
        person.gender = person.gender or gender_of(person.role)
        if not person.affiliation and not is_telling(person.role):
            person.affiliation = affiliation(text, start, end, run[0][:role_end])
    people.mentions.append(Mention(start, end, person, is_possessive(run[0])))


def _gender(role: str, first: str) -> str:
    """Return the gender that a title tells, or else a first name; women are chairmen, too."""
    named = "" if first in _EITHER else first_names().get(first, "")
    told = gender_of(role)
    return (
        named if named and role.endswith(("spokesman", "chairman", "Chairman")) else told or named
    )


def _role_beside(text: str, start: int, end: int) -> str:
    """Return the role of a name behind it, in whose apposition it is, or of it and others."""
    after = role_after(text, end)
    after = "" if after and _is_speakers(text, start, end, after) else after
    return after or role_beside(text, start, end) or shared_role(text, start, end)


def _is_speakers(text: str, start: int, end: int, role: str) -> bool:
    """Tell whether a role behind a relative is who speaks: "her son, Ivo Brand, the chief said"."""
    behind = text.find(role, end, end + len(role) + _LONGEST_TITLE) + len(role)
    return bool(SPEAKS.match(text, behind) and _RELATED.search(text, max(0, start - _NEAR), start))


def _told(role: str) -> str:
    """Return a title that says what somebody is: "Dr.", but not "Mr."."""
    return "" if bare(role) in ("mr", "mrs", "ms", "mx") else role
