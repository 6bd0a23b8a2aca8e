"""Decide whom the words before "said" mean, inside one article.

The people of an article are found by the full names it writes; a surname, a pronoun or a role
is resolved to one of them or left as written. Nothing is guessed across articles.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rag.language.countries import COUNTRY_NAMES, COUNTRY_OF, ROLE_COUNTRIES
from rag.language.first_names import first_names
from rag.language.person_names import fold, same_person
from rag.language.titles import (
    ABBREVIATED_TITLES,
    HEADS_OF_GOVERNMENT,
    OFFICES,
    PLAIN_TITLES,
    ROLE_MODIFIERS,
    ROLE_NOUNS,
    ROLE_SPELLINGS,
    SUFFIXES,
    gender_of,
)

_CAPITAL = (
    rf"(?:(?:{'|'.join(ABBREVIATED_TITLES)})\."
    r"|(?:[A-Z]\.)+|[^\W\d_a-zà-ÿ][\w]*(?:[’'-]\w+)*)"
)
_RUN = re.compile(
    rf"(?<![\w./])(?:al-|el-)?{_CAPITAL}"
    rf"(?:[ \u00a0](?:(?:de|del|della|di|da|van|von|der|den|bin|ibn|al|el|la|le|du|dos|das|ter)"
    rf"[ \u00a0]){{0,2}}(?:al-|el-)?{_CAPITAL})*(?:,? (?:Jr|Sr)\.)?"
)
_WORD = re.compile(r"[^\s,;:()\"“”]+")

# A run with one of these in it names no person.
_NOT_PEOPLE = frozenset(
    "university college school institute institution party house senate congress committee"
    " department ministry times post news journal tribune herald magazine union bank street"
    " avenue road city county state states court council agency group inc corp co ltd llc"
    " association center centre act bill law war day days river island islands north south east"
    " west northern southern eastern western central new united fund foundation club team league"
    " cup olympics press radio television tv network channel hospital church museum park stadium"
    " airport hotel force forces army navy guard police service services office bureau commission"
    " authority administration campaign project program programme plan report review survey poll"
    " conference convention summit caucus primary election debate week month year monday tuesday"
    " wednesday thursday friday saturday sunday january february march april june july august"
    " september october november december republic kingdom emirates democrats republicans"
    " conservatives board society trust company technologies systems international global"
    " american americans world national federal security health care street wall capitol hill"
    " building tower plaza square beach lake mount mountain valley bay san los las santa saint"
    " great super black white red green blue lives matter facebook twitter google amazon apple"
    " youtube instagram tiktok microsoft assembly nations parliament kremlin nato ukraine and or"
    " for".split()
)
_LEADERS = frozenset(
    "the a an in on at but and so if when while after before as since for from with by to of or"
    " this that these those he she it they we you i his her their our its my what who how why"
    " where there here then now also still yet even both all some many most no not just only"
    " like unlike despite during under over through because although though however meanwhile"
    " asked said says speaking according once until among perhaps maybe later today yesterday"
    " earlier last next every each one two three both neither former ex-president photo image getty"
    " images read"
    " watch video story by is was are were did does do has have had can could will would should"
    " may might must let per via amid about against between without within instead nor".split()
)
# "Prime minister of Ukraine Denys Shmyhal": the name begins behind the country.
_COUNTRY = re.compile(rf"(?:{'|'.join(COUNTRY_NAMES)})(?= [A-Z]\w+ [A-Z])")
_ROLE_STOP = frozenset(
    "wrote writes tells asked asks adds argued explained declared noted called warned replied"
    " the a an and but or that while when as if because which who said says told added after before"
    " in on at for from with by to into against about over under like is was are were be been has"
    " have had his her their its our my i we you he she it they not also than then so said"
    " monday tuesday wednesday thursday friday saturday sunday today yesterday tonight".split()
)
# With the gender of whom they stand for.
PRONOUNS = {"he": "m", "him": "m", "she": "f", "her": "f"} | dict.fromkeys(
    ("they", "them", "it", "i", "me", "we", "us", "you", "who"), ""
)


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

    @property
    def surname(self) -> str:
        """The folded last word of the name."""
        return _surname(self.name)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a mention means, and the characters that justify it."""

    name: str
    role: str
    evidence: tuple[int, int]
    person: Person | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an article names one of its people."""

    start: int
    end: int
    person: Person
    possessive: bool


@dataclass(slots=True)
class People:
    """The people of one article, in the order of their introduction."""

    text: str
    people: list[Person] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    by_surname: dict[str, list[Person]] = field(default_factory=dict)
    by_first: dict[str, list[Person]] = field(default_factory=dict)

    def resolve(self, start: int, end: int) -> Speaker:
        """Return the speaker whom the characters from ``start`` to ``end`` name."""
        written = self.text[start:end]
        head_end = start + _head_length(written)
        head = self.text[start:head_end]
        runs = list(_RUN.finditer(self.text, start, head_end))
        for run in reversed(runs):
            tail = self.text[run.end() : head_end].strip()
            if tail and not re.match(r"(?:of|from|in|at|with|on)\s", tail):
                continue
            if tail and run.start() - start > 40:
                continue
            of_country = _COUNTRY.match(run[0])
            before_end = run.start() + (of_country.end() if of_country else 0)
            before = self.text[start:before_end].rstrip().lower()
            if re.search(r"(?:^|\s)(?:for|of|to|with|by|from|at|in|on)(?: the)?$", before):
                continue
            if _possessive(run[0]):
                continue
            if found := self._named(run, start):
                return found
            break
        if described := self._described(head, start, head_end):
            return described
        if head_end < end and (named := self._in_apposition(head, head_end, end)):
            return named
        return Speaker(head, "", (start, head_end), None)

    def _in_apposition(self, head: str, start: int, end: int) -> Speaker | None:
        """Resolve "Clinton's chairman, John Podesta": the head is the role of the name."""
        run = _RUN.match(self.text, start + 2, end)
        if run is None or _possessive(run[0]):
            return None
        role_end, name_end = _name_in(run[0])
        name = run[0][role_end:name_end]
        person = self.lookup(name, run.start()) if " " in name else None
        if person is None:
            return None
        return Speaker(person.name, _OWNER.sub("", head), (person.start, person.end), person)

    def _named(self, run: re.Match[str], start: int) -> Speaker | None:
        role_end, name_end = _name_in(run[0])
        name = run[0][role_end:name_end]
        if not name or _names_no_person(run[0], name):
            return None
        name_start = run.start() + role_end
        span = (name_start, run.start() + name_end)
        person = self.lookup(name, name_start, run[0][:role_end])
        role = _role_before(self.text, name_start)
        role = role if _telling(role) else _role_after(self.text, span[1])
        if person is None:
            titled = any(_bare(w) in ROLE_NOUNS for w in run[0][:role_end].split())
            if not role and not titled:
                return None
            return Speaker(name, role, (min(start, name_start), span[1]), None)
        evidence = (person.start, person.end)
        return Speaker(person.name, role if _telling(role) else person.role, evidence, person)

    def lookup(self, name: str, position: int, title: str = "") -> Person | None:
        """Return the person a full name, surname or first name means at ``position``."""
        words = fold(name).split()
        if not words:
            return None
        last = _surname(name)
        family = self.by_surname.get(last, [])
        if len(words) > 1:
            same = (p for p in family if same_person(p.name, name))
            ending = (p for p in family if fold(p.name).endswith(" " + " ".join(words)))
            return next(same, next(ending, None))  # "le Claire" may be all of a surname
        if not family:
            family = [p for p in self.by_first.get(words[0], []) if p.known]
            return family[0] if len(family) == 1 else None
        gender = gender_of(title)
        fitting = [p for p in family if not gender or p.gender in ("", gender)]
        before = [p for p in fitting if p.start <= position] or fitting
        return max(before, key=lambda p: (p.known, p.mentions), default=None)

    def _described(self, head: str, start: int, end: int) -> Speaker | None:
        """Resolve "the Dutch defence minister" to the person introduced with that role."""
        words = _description(head)
        if not words:
            return None
        best: tuple[tuple[int, int, int], Person] | None = None
        for person in self.people:
            role = self._role_of(person)
            if person.start >= start or not _fits(words[-1], role) or _foreign(set(words), role):
                continue
            told = {*words} if words[-1] in role else {*words[:-1]} | (role & HEADS_OF_GOVERNMENT)
            shared = len(role & told)
            placed = bool(role & ROLE_COUNTRIES) or not told & ROLE_COUNTRIES
            if not told <= role and (not placed or (len(words) > 1 and shared < 2)):
                continue
            # "The president" is rather "President X" than "Russian President Y".
            named = sum(mention.person is person for mention in self.mentions)
            fit = (shared, shared - len(role), named)
            if best is None or fit >= best[0]:
                best = (fit, person)
        if best is None:
            return None
        person = best[1]
        return Speaker(person.name, person.role, (person.start, person.end), person)

    def _role_of(self, person: Person) -> set[str]:
        """Return the words of a role, and the country of "President X of Y"."""
        words = set(_plain_words(person.role))
        if words and (of := _OF_COUNTRY.match(self.text, person.end)):
            words |= set(_plain_words(of[1])) & ROLE_COUNTRIES
        return words

    def office_holder(self, head: str, person: Person) -> bool:
        """Tell whether "the German chancellor" may be a person whose role is not given."""
        words = _description(head)
        role = self._role_of(person)
        if not words or words[-1] not in OFFICES or _foreign(set(words), role):
            return False
        # "The senator" may be anybody whom the senator spoke of, "the Utah senator" hardly.
        return _fits(words[-1], role) if role else len(words) > 1


def _description(head: str) -> list[str]:
    """Return the plain words of "the Dutch defence minister" or "NATO's chief", else nothing."""
    first, *rest = head.split() or [""]
    owned = first.lower() in ("the", "this")
    words = _plain_words(" ".join(rest) if owned else head)
    if not rest or not words or not (owned or _possessive(first)):
        return []
    if words[-1] == "general" and "secretary" in words[-2:]:
        words = [*words[:-2], "general", "secretary"]  # the head noun of a secretary general
    return words if words[-1] in ROLE_NOUNS else []


def _plain_words(role: str) -> list[str]:
    """Return the words of a role in one spelling, nationalities as countries, without "the"."""
    words = [w.removesuffix("'s") for w in _role_words(role.replace("-general", " general"))]
    return [COUNTRY_OF.get(w, ROLE_SPELLINGS.get(w, w)) for w in words if w not in ("the", "this")]


def _fits(noun: str, role: set[str]) -> bool:
    return noun in role or (noun == "leader" and bool(role & HEADS_OF_GOVERNMENT))


def _foreign(a: set[str], b: set[str]) -> bool:
    """Tell whether two descriptions name different countries."""
    return bool(a & ROLE_COUNTRIES) and bool(b & ROLE_COUNTRIES) and not a & b & ROLE_COUNTRIES


def find_people(text: str) -> People:
    """Return everybody whom ``text`` names in full, with every place that names them."""
    people = People(text)
    singles: list[re.Match[str]] = []
    for run in _RUN.finditer(text):
        role_end, name_end = _name_in(run[0])
        name = run[0][role_end:name_end]
        words = name.split()
        full = len([w for w in words if w.lower().rstrip(".") not in SUFFIXES]) > 1
        if not words or not fold(words[0]):
            continue  # signs without a letter behind them name nobody
        if not full or not _may_be_person(text, run, words):
            singles.append(run)
            continue
        _introduce(people, run, role_end, name_end)
    for run in singles:
        role_end, name_end = _name_in(run[0])
        start = run.start() + role_end
        name = run[0][role_end:name_end]
        if len(name.split()) > 1:
            continue
        if person := people.lookup(name, start, run[0][:role_end]):
            end = run.start() + name_end
            people.mentions.append(Mention(start, end, person, _possessive(run[0])))
            if not person.gender:
                person.gender = gender_of(run[0][:role_end])
            if not _telling(person.role) and _telling(title := _role_before(text, start)):
                person.role = title
    people.mentions.sort(key=lambda mention: mention.start)
    return people


def _introduce(people: People, run: re.Match[str], role_end: int, name_end: int) -> None:
    text = people.text
    name = run[0][role_end:name_end]
    start, end = run.start() + role_end, run.start() + name_end
    person = people.lookup(name, start)
    role = _role_before(text, start)
    if person is None:
        known = bool(role) or fold(name.split()[0]) in first_names()
        gender = gender_of(role) or first_names().get(fold(name.split()[0]), "")
        role_start = start - len(role) - 1 if role else start
        if role and text[role_start:start].rstrip() != role:
            role_start = start
        person = Person(name, role_start, end, gender, known=known)
        people.people.append(person)
        people.by_surname.setdefault(person.surname, []).append(person)
        people.by_first.setdefault(fold(name).split()[0], []).append(person)
    else:
        person.mentions += 1
    if not _telling(person.role):
        beside = "" if _telling(role) else _role_after(text, end) or _role_beside(text, start)
        person.role = role if _telling(role) else beside or person.role or role
        person.known = person.known or bool(person.role)
        person.gender = person.gender or gender_of(person.role)
    people.mentions.append(Mention(start, end, person, _possessive(run[0])))


@lru_cache(maxsize=8192)  # an article names the same few people again and again
def _name_in(run: str) -> tuple[int, int]:
    """Return where, in a run of capitalised words, the name starts and ends."""
    words = list(_WORD.finditer(run))
    first = 1 if _COUNTRY.match(run) else 0
    for number, word in enumerate(words):
        low = word[0].lower().rstrip(".").replace("’", "'")
        plain = low.removesuffix("'s")
        titles = plain in ROLE_NOUNS or plain in ROLE_MODIFIERS
        owns = low.endswith("'s") and number + 1 < len(words)
        if titles or owns or (number == first and plain in _LEADERS):
            first = number + 1
        elif word[0].isupper() and len(word[0]) > 1 and number == first and number + 2 < len(words):
            first = number + 1  # "CNN Kate Bolduan"
    if first >= len(words):
        return len(run), len(run)
    end = words[-1].end()
    if _possessive(run):
        end -= 2 if run[-1] in "sS" else 1
    return words[first].start(), end


def _names_no_person(run: str, name: str) -> bool:
    """Tell whether a run has a word of an organisation: "Russian Defense Ministry"."""
    words = [w.lower().rstrip(".") for w in run.split()]
    parts = name.lower().split()
    if any(w in _NOT_PEOPLE - _PEOPLE_TOO and w not in first_names() for w in parts):
        return True
    titled = any(w in ROLE_NOUNS for w in words)
    return not titled and " " not in name and any(w in _NOT_PEOPLE for w in words)


# Words of organisations that are also surnames.
_PEOPLE_TOO = frozenset("white black brown green park bush lake day hill blue bay white".split())


def _possessive(run: str) -> bool:
    return run.endswith(("'s", "’s", "s'", "s’"))


def _may_be_person(text: str, run: re.Match[str], words: Sequence[str]) -> bool:
    low = [w.lower().rstrip(".") for w in words]
    if fold(words[0]) in first_names():
        low = low[1:]  # "Bill", "Grant"
    if any(w in _NOT_PEOPLE for w in low) or len(words) > 5:
        return False
    if all(w.isupper() for w in words) and fold(words[0]) not in first_names():
        return False
    before = text[max(0, run.start() - 4) : run.start()].lower()
    return not before.endswith("the ") or fold(words[0]) in first_names()


def _role_before(text: str, start: int) -> str:
    """Return the words before a name that say what the person is: "Dutch Defense Minister"."""
    line = text.rfind("\n", 0, start) + 1
    before = text[max(line, start - 90) : start]
    words = list(re.finditer(r"\S+", before))
    if not words or not before.endswith((" ", "\u00a0")):
        return ""
    last = words[-1][0]
    if last.lower().rstrip(".") not in ROLE_NOUNS or last[-1] in ",;:":
        return ""
    if last[-1] == "." and last.lower() not in _DOTTED:
        return ""  # the sentence before ends with it
    if not _telling(last):
        return last
    first = len(words) - 1
    while first > 0:
        word = words[first - 1][0]
        low = word.lower()
        if low == "of" and words[first][0] in ("State", "Defense", "Homeland", "Staff", "State,"):
            first -= 1
            continue
        if word[-1] in ',;:—–.)”"’' and low not in _DOTTED:
            break
        if (
            low in _ROLE_STOP
            or low in _LEADERS - {"former", "ex-president"}
            or not word[0].isalnum()
        ):
            break
        if low.endswith("ly") or (low.endswith("ed") and low not in ("retired", "united")):
            break
        first -= 1
    return before[words[first].start() : words[-1].end()]


_OWNER = re.compile(r"^(?:his|her|its|their|our|my)\s", re.IGNORECASE)
_OWNED_ROLE = re.compile(
    r"(?<![\w’'.])(?P<role>(?:(?i:the|his|her|its|their)|(?:[Tt]he\s)?[A-Z][\w.]*['’]s?)(?:\s[\w-]+){1,5})$"
)
_DOTTED = frozenset(
    "u.s. u.k. u.n. e.u. mr. mrs. ms. mx. dr. sen. rep. gov. gen. lt. col. sgt. rev. prof. adm."
    " capt. cmdr. maj. hon. pres. st.".split()
)
_OF_COUNTRY = re.compile(r"\sof\s(?:the\s)?((?:[A-Z][\w.]+\s?){1,2})")
_APPOSITION = re.compile(
    r",\s(?P<role>(?:(?P<article>an?|the|his|her|its|their|one of)\s)?[^,.;:\n\"“”()—–]{3,100}?)"
    r"(?=,|\.(?:\s|$)|;|\n|\s[—–]|\swho\s|\ssaid\b|\stold\b|$)"
)


def _role_beside(text: str, start: int) -> str:
    """Return the role whose apposition a name is: "Norway's foreign minister, Ida Lund"."""
    if not text.endswith(", ", 0, start):
        return ""
    found = _OWNED_ROLE.search(text, max(0, start - 90), start - 2)
    words = found["role"].split() if found else [""]
    if words[-1].lower() not in ROLE_NOUNS or any(w in _ROLE_STOP - {"of"} for w in words[1:]):
        return ""
    if words[0] == "The":
        words[0] = "the"
    return _OWNER.sub("", " ".join(words))


def _role_after(text: str, end: int) -> str:
    """Return an apposition that says what the person is: "the bloc's top diplomat"."""
    found = _APPOSITION.match(text, end)
    if found is None:
        return ""
    role = found["role"]
    words = _role_words(role)
    phrase = []
    for word in words[(1 if found["article"] else 0) :]:
        if word in ("of", "for", "at", "in", "who", "and", "from", "on", "with", "to"):
            break
        phrase.append(word)
    if not phrase or phrase[-1] not in ROLE_NOUNS and not _agent(phrase[-1], found["article"]):
        return ""
    return role


def _agent(word: str, article: str | None) -> bool:
    """Tell whether a word looks like what a person is, after "a" or "the"."""
    return bool(article) and word.endswith(
        ("er", "or", "ist", "man", "woman", "ian", "ant", "crat")
    )


def _role_words(role: str) -> list[str]:
    return [w.lower().rstrip(".,") for w in role.replace("’", "'").split()]


def _telling(role: str) -> bool:
    """Tell whether a role says more than "Mr."."""
    return _bare(role) not in PLAIN_TITLES | {""}


def _bare(role: str) -> str:
    return role.lower().rstrip(".")


def is_office(phrase: str) -> bool:
    """Tell whether a noun phrase means the holder of an office: "the Ukrainian president"."""
    words = _description(phrase)
    return bool(words) and words[-1] in OFFICES


def is_somebody(phrase: str, gender: str) -> bool:
    """Tell whether a noun phrase brings in one person of a gender: "a spokesman for the ports"."""
    words = re.split(r" (?:for|of|in|at|with|from|who|to)\b|,", phrase.lower())[0].split()
    if len(words) < 2 or words[0] not in ("a", "an", "another", "one") or words[-1] in _ASKING:
        return False
    return words[-1] in ROLE_NOUNS and gender_of(words[-1]) in ("", gender)


# Who asks is seldom "he" of the answer.
_ASKING = frozenset("reporter journalist host anchor correspondent".split())


def _surname(name: str) -> str:
    words = [w for w in name.split() if w.lower().rstrip(".") not in SUFFIXES]
    folded = fold(words[-1]).split() if words else []
    return folded[-1] if folded else ""


def _head_length(written: str) -> int:
    """Return the length of a noun phrase without what follows its first comma or dash."""
    aside = re.search(r",(?! (?:Jr|Sr))|\s+(?:[–—]|--?)\s", written)
    return aside.start() if aside else len(written)


def mentions_between(people: People, start: int, end: int) -> Iterator[Mention]:
    """Yield the mentions that lie in the characters from ``start`` to ``end``."""
    for mention in people.mentions:
        if start <= mention.start and mention.end <= end:
            yield mention
