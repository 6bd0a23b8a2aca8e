"""Decide whom the words before "said" mean, inside one article.

The people of an article are found by the full names it writes; a surname, a pronoun or a role
is resolved to one of them or left as written. Nothing is guessed across articles.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rag.language.countries import COUNTRY_NAMES, ROLE_COUNTRIES
from rag.language.first_names import is_first_name
from rag.language.organisations import NAMED_LIKE_PLACES
from rag.language.person_names import fold, junior, same_person
from rag.language.titles import (
    HEADS_OF_GOVERNMENT,
    KINSHIP,
    OFFICES,
    PLAIN_TITLES,
    SURNAMES_FIRST,
    gender_of,
    is_role_noun,
)
from rag.statements.appositions import role_after
from rag.statements.described_bodies import body_and_role
from rag.statements.name_runs import (
    RUN,
    head_length,
    is_possessive,
    name_begins,
    name_in,
    names_no_person,
    runs_in,
    surname_of,
)
from rag.statements.office_holders import MANY_HOLD, last_holder
from rag.statements.phrases import belongs_to_phrase
from rag.statements.roles import (
    OWNER,
    are_foreign,
    bare,
    description,
    fits,
    is_telling,
    plain_head,
    plain_words,
    role_before,
)
from rag.statements.shared_roles import joint_role, two_apposed

MOST_NAMESAKES = 64  # people of one surname or of one sort of role who are told apart

# With the gender of whom they stand for.
PRONOUNS = {"he": "m", "him": "m", "she": "f", "her": "f"} | dict.fromkeys(
    ("they", "them", "it", "i", "me", "we", "us", "you", "who"), ""
)
_FROM = re.compile(r"^(?:an?|the) \w{1,20} (?:from|by) (?=his |her |its |their |the )")
_OF_COUNTRY = re.compile(r"\sof\s(?:the\s)?((?:[A-Z][\w.]+\s?){1,2})")
# "inmates, lawyers and doctors"
_LIST = re.compile(r"[^,;:–—]{1,60}(?:, (?!an? )[^,;:–—]{1,60})+ and (?P<last>[^,;:–—]{1,60})")
_JOINS = frozenset({"and", "of", "for"})
_OWNS_PEOPLE = re.compile(rf"[A-Z]{{2,5}}|{'|'.join(map(re.escape, sorted(COUNTRY_NAMES)))}")


@dataclass(slots=True)
class Person:
    """Somebody an article names in full."""

    name: str  # as first written in full, without titles
    start: int  # the first full mention, with the role before it
    end: int
    gender: str  # "m", "f" or "" where nothing says
    role: str = ""
    known: bool = False  # a first name or a title says this is a person
    mentions: int = 1
    affiliation: str = ""  # where the person belongs: "of the Velm Institute"

    @property
    def surname(self) -> str:
        """The folded last word of the name."""
        return surname_of(self.name)

    @property
    def introduced(self) -> tuple[int, int]:
        """The characters of the first full mention, with the role before it."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a mention means, and the characters that justify it."""

    name: str
    role: str
    evidence: tuple[int, int]
    person: Person | None

    @property
    def together(self) -> bool:
        """Whether two people speak under their names: "Ida Lund and Ivo Brand"."""
        names = self.name.split(" and ")
        return len(names) == 2 and all(is_first_name(name.split(" ")[0]) for name in names)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an article names one of its people."""

    start: int
    end: int
    person: Person
    possessive: bool


@dataclass
class People:
    """The people of one article, in the order of their introduction."""

    text: str
    people: list[Person] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    by_surname: dict[str, list[Person]] = field(default_factory=dict)
    by_first: dict[str, list[Person]] = field(default_factory=dict)
    by_name: dict[str, Person] = field(default_factory=dict)  # by a full name, folded
    # Surnames that stand alone before anybody who has them is named in full.
    known_before: set[str] = field(default_factory=set)

    def resolve(self, start: int, end: int) -> Speaker:
        """Return the speaker whom the characters from ``start`` to ``end`` name."""
        start = name_begins(self.text, start, end)
        written = self.text[start:end]
        listed = _LIST.fullmatch(written)
        last = listed["last"].split()[-1] if listed else ""
        if last and not is_role_noun(last) and not self._apposed(start, end):
            return Speaker(*two_apposed(written), (start, end), None)
        head_end = start + head_length(written)
        head = self.text[start:head_end]
        if named := self._in_phrase(start, head_end):
            return named
        if described := self._described(head, start, head_end):
            return described
        if head_end < end and (named := self._in_apposition(head, head_end, end)):
            return named
        return Speaker(*body_and_role(head), (start, head_end), None)

    def _in_phrase(self, start: int, end: int) -> Speaker | None:
        """Return whom a noun phrase names by the last name in it that is not another's."""
        runs = list(runs_in(self.text, start, end))
        passed = False
        for run in reversed(runs):
            tail = self.text[run.end() : end].removeprefix(".").strip()  # "Ida Lund Jr."
            if tail and not re.match(r"(?:of|from|in|at|with|on)\s", tail):
                continue
            if tail and run.start() - start > 40:
                continue
            if belongs_to_phrase(self.text, run, start) or self._joins_phrase(runs, run, start):
                continue
            if is_possessive(run[0]):
                continue
            if found := self._named(run, start):
                if passed and not (found.person and found.person.known):
                    return None
                return self._joint(runs, run, found, start)
            passed = True  # "Ida Lund of the Ports"
        return None

    def _apposed(self, start: int, end: int) -> bool:
        """Tell whether what somebody is stands behind a full name: "Ida Lund, director for …"."""
        run = RUN.match(self.text, start, end)
        person = self.lookup(self._name(run), start) if run and " " in self._name(run) else None
        return bool(run and person and role_after(self.text, run.end()))

    def _joint(
        self, runs: Sequence[re.Match[str]], last: re.Match[str], found: Speaker, start: int
    ) -> Speaker:
        """Return two people who speak together as one speaker: "Ida Lund and Ivo Brand"."""
        before = [run for run in runs if run.end() <= last.start()]
        between = self.text[before[-1].end() : last.start()] if before else ""
        if not re.fullmatch(r",? and (?:[\w’'-]+ ){0,6}", between) or is_possessive(before[-1][0]):
            return found
        other = self._named(before[-1], start)
        if other is None and between == " and " and is_first_name(before[-1][0]):
            return Speaker(f"{before[-1][0]} and {found.name}", "", (start, last.end()), None)
        if other is None or other.person is None or other.name == found.name:
            return found
        role = joint_role(other.role, found.role)
        return Speaker(f"{other.name} and {found.name}", role, (start, last.end()), None)

    def _joins_phrase(self, runs: Sequence[re.Match[str]], run: re.Match[str], start: int) -> bool:
        """Tell whether "and" joins a name to one in a phrase: "a friend of Lund and Brand"."""
        before = next((one for one in reversed(runs) if one.end() <= run.start()), None)
        joined = before and self.text[before.end() : run.start()] in (" and ", " and the ")
        if not before or not joined or not belongs_to_phrase(self.text, before, start):
            return False
        start = run.start() + name_in(run[0])[0]
        if start - len(role_before(self.text, start)) <= before.start():
            return False  # "Minister of Ports and Boats Ida Lund"
        # "Sens. Ida Lund of Norland and Ivo Brand", "the Department of Health Secretary Ida Lund"
        titled = is_role_noun(run[0][: name_in(run[0])[0]].split(" ")[-2:][0])
        named = (one for one in runs if one.end() < before.start())
        return not titled and not any(self.lookup(self._name(one), one.start()) for one in named)

    def name_of(self, run: re.Match[str]) -> tuple[int, int]:
        """Return where, in a run of capitalised words, the name starts and ends.

        A title is a name where it is somebody's surname: "White said", but not "the King".
        """
        begins, ends = name_in(run[0])
        if begins < ends or " " in run[0] or not self.by_surname:
            return begins, ends
        name = run[0].removesuffix("'s").removesuffix("’s")
        the = self.text[max(0, run.start() - 4) : run.start()].lower() == "the "
        return (0, len(name)) if not the and fold(name) in self.by_surname else (begins, ends)

    def _name(self, run: re.Match[str]) -> str:
        return run[0][slice(*self.name_of(run))]

    def _in_apposition(self, head: str, start: int, end: int) -> Speaker | None:
        """Resolve "its sponsor, state Rep. John Podesta": the head is the role of the name."""
        for run in runs_in(self.text, start + 2, end):
            role_end, name_end = name_in(run[0])
            name = run[0][role_end:name_end]
            position = run.start() + role_end
            titled = position - len(role_before(self.text, position))
            alone = run.span() == (start + 2, end) and is_role_noun(head.split(" ")[-1])
            person = self.lookup(name, position) if " " in name or alone else None
            if person is None and alone and is_first_name(name) and not is_possessive(run[0]):
                role = OWNER.sub("", head)  # "Brand's brother, Paul"
                return Speaker(name, role, (start - len(head), end), None)
            if person is None or min(titled, run.start()) > start + 3:
                continue
            if is_possessive(run[0]):
                return None
            if two := self._with_another(start - len(head), start, person):
                return two
            known = any(map(is_role_noun, head.split()))  # no "One of them"
            head = _FROM.sub("", head)  # "a statement from her son"
            role = OWNER.sub("", head) if known else person.role
            return Speaker(person.name, role, person.introduced, person)
        return None

    def _with_another(self, start: int, end: int, person: Person) -> Speaker | None:
        """Return two speakers of whom one is named first: "Ivo Brand and his deputy, Ida Lund"."""
        run = RUN.match(self.text, start, end)
        name = self._name(run) if run else ""
        other = self.lookup(name, start) if run and " " in name else None
        joined = run is not None and self.text.startswith(" and ", run.end())
        if other is None or other is person or not joined:
            return None
        role = joint_role(other.role, person.role)
        return Speaker(f"{other.name} and {person.name}", role, (start, end), None)

    def _named(self, run: re.Match[str], start: int) -> Speaker | None:
        role_end, name_end = self.name_of(run)
        name = run[0][role_end:name_end]
        name_start = run.start() + role_end
        span = (name_start, run.start() + name_end)
        person = self.lookup(name, name_start, run[0][:role_end])
        told = person is not None and person.known and " " in name
        if person and start == run.start():
            told = told or name.lower() in NAMED_LIKE_PLACES or fold(name) == person.surname
        if not name or (names_no_person(run[0], name) and not told):
            return None
        title = role_before(self.text, name_start)
        held = person is not None and not OFFICES.isdisjoint(plain_words(person.role))
        role = title if is_telling(title) or held else role_after(self.text, span[1])
        if not role and bare(title) not in PLAIN_TITLES:
            role = title
        if person is None:
            titled = any(map(is_role_noun, run[0][:role_end].split()))
            owner = run[0][:role_end].rstrip()  # "CNN's Robertson"
            owned = is_possessive(owner) and _OWNS_PEOPLE.fullmatch(owner[:-2]) and " " not in name
            if not role and not titled and not owned:
                return None
            return Speaker(name, role, (min(start, name_start), span[1]), None)
        fuller = set(plain_words(role)) < set(plain_words(person.role))  # "Gov." of "Velm Gov."
        if fuller or (not is_telling(role) and (is_telling(person.role) or not role)):
            role = person.role
        return Speaker(person.name, role, person.introduced, person)

    def lookup(self, name: str, position: int, title: str = "") -> Person | None:
        """Return the person a full name, surname or first name means at ``position``."""
        words = fold(name).split()
        if not words:
            return None
        surname = surname_of(name)
        family = self.by_surname.get(surname, [])[:MOST_NAMESAKES]
        if words[-1] == "sr":
            family = [p for p in family if not junior(p.name)]
        if len(words) > 1:
            folded = " ".join(words)
            if folded in self.by_name:
                return self.by_name[folded]
            son = junior(name)  # "Ivo Brand Jr." is not "Ivo Brand"
            like = (p for p in family if same_person(p.name, name) and son in ("", junior(p.name)))
            if same := next(like, None):
                return self.by_name.setdefault(folded, same)
            # "le Claire" may be all of a surname.
            return next((p for p in family if fold(p.name).endswith(f" {folded}")), None)
        if surname in self.known_before:  # "Tallis …. His daughter, Ida Tallis, … Tallis said"
            family = [p for p in family if plain_head(p.role) not in KINSHIP]
            if not family:
                return None
        if not family:
            family = [p for p in self.by_first.get(words[0], [])[:MOST_NAMESAKES] if p.known]
            if words[0] in SURNAMES_FIRST:
                return max(family, key=lambda p: (p.start <= position, p.start), default=None)
            return family[0] if len(family) == 1 else None
        gender = gender_of(title)
        fitting = [p for p in family if not gender or p.gender in ("", gender)]
        before = [p for p in fitting if p.start <= position] or fitting
        # "Macron" is rather the president than his wife, though she is named as often.
        return max(
            before,
            key=lambda p: (
                p.known or p.mentions > 2,
                plain_head(p.role) not in KINSHIP,
                not junior(p.name),
                p.mentions,
            ),
            default=None,
        )

    def _described(self, head: str, start: int, end: int) -> Speaker | None:
        """Resolve "the Dutch defence minister" to the person introduced with that role."""
        words = description(head)
        if not words:
            return None
        best: tuple[tuple[int, int, int], Person] | None = None
        holders = self._holders[words[-1]]
        before = bisect_left(holders, start, key=lambda holder: holder[0].start)
        if words[-1] in MANY_HOLD:
            named = bisect_left(self.mentions, start, key=lambda mention: mention.start)
            last = last_holder(words, holders[:before], self.mentions[:named])
            return Speaker(last.name, last.role, last.introduced, last) if last else None
        for person, role in holders[max(0, before - MOST_NAMESAKES) : before]:
            if are_foreign(set(words), role):
                continue
            if len(words) == 1 and plain_head(person.role) not in ("", words[0]):
                continue  # "the executive" is no executive editor
            told = {*words} if words[-1] in role else {*words[:-1]} | (role & HEADS_OF_GOVERNMENT)
            shared = len((role & told) - _JOINS)
            placed = bool(role & ROLE_COUNTRIES) or not told & ROLE_COUNTRIES
            if not told <= role and (not placed or (len(words) > 1 and shared < 2)):
                continue
            # "The president" is rather "President X" than "Russian President Y".
            fit = (shared, shared - len(role), self._times_named[id(person)])
            if best is None or fit >= best[0]:
                best = (fit, person)
        if best is None:
            return None
        person = best[1]
        return Speaker(person.name, person.role, person.introduced, person)

    @cached_property
    def _holders(self) -> defaultdict[str, list[tuple[Person, set[str]]]]:
        """The people by the nouns that a description of their role may end with."""
        holders: defaultdict[str, list[tuple[Person, set[str]]]] = defaultdict(list)
        for person in self.people:
            role = self._role_of(person)
            nouns = role | {"leader"} if fits("leader", role) else role
            for noun in nouns:
                holders[noun].append((person, role))
        return holders

    @cached_property
    def _times_named(self) -> Counter[int]:
        return Counter(id(mention.person) for mention in self.mentions)

    def _role_of(self, person: Person) -> set[str]:
        """Return the words of a role, and the country of "President X of Y"."""
        words = set(plain_words(person.role))
        if words and (of := _OF_COUNTRY.match(self.text, person.end)):
            words |= set(plain_words(of[1])) & ROLE_COUNTRIES
        return words

    def office_holder(self, head: str, person: Person) -> bool:
        """Tell whether "the German chancellor" may be a person whose role is not given."""
        words = description(head)
        role = self._role_of(person)
        if not words or words[-1] not in OFFICES or are_foreign(set(words), role):
            return False
        if "late" in words or ("former" in words and role and "former" not in role):
            return False  # "the late queen" is rather another queen
        # "The senator" may be anybody whom the senator spoke of, "the Utah senator" hardly.
        return fits(words[-1], role) if role else len(words) > 1

    def mentions_between(self, start: int, end: int) -> Iterator[Mention]:
        """Yield the mentions that lie in the characters from ``start`` to ``end``."""
        first = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        last = bisect_left(self.mentions, end, key=lambda mention: mention.start)
        for mention in self.mentions[first:last]:
            if mention.end <= end:
                yield mention
