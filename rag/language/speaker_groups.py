"""Join the spellings under which articles name one speaker."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rag.language.first_names import is_first_name
from rag.language.function_words import ARTICLES
from rag.language.person_names import fold, junior, name_words, same_person
from rag.language.speaker_keys import is_name, without_article
from rag.language.speaker_kinds import speaker_kind

# What a body's name is often written without, spelled as ``_without_article`` does.
_LEFT_OUT = ("international", "news", "newsagency", "group", "palace")
_KINDS = frozenset("international news agency group palace".split())
_OWNING = ("'s", "’s", "s'", "s’")


def group_speakers(names: Iterable[tuple[str, int]]) -> Mapping[str, str]:
    """Map each written name to the most frequent spelling of the same person.

    Takes names with how often each occurs. A bare surname joins a full name only if just one
    person of the list has it; between equally frequent spellings the first in order of the
    alphabet is canonical. A first name alone joins nobody, and a father is not his son. What is no
    name of a person ("the White House") is one speaker with and without its article, or what else
    it may leave out ("Amnesty International"), and with no other: "the House" is somebody else.
    """
    counts: Counter[str] = Counter()
    for name, count in names:
        counts[name] += count
    by_surname: dict[tuple[str, str], list[str]] = defaultdict(list)
    by_words: dict[str, list[str]] = defaultdict(list)
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        by_words[_without_article(name)].append(name)
    for words, same in by_words.items():
        if words and all(map(_names_person, same)) and (parts := name_words(same[0])):
            by_surname[parts[-1], junior(same[0])] += same
    canonical = {name: same[0] for same in by_words.values() for name in same}
    for family in by_surname.values():
        for person in _people_of(family):
            first = min(person, key=lambda name: (len(name_words(name)) < 2, -counts[name], name))
            canonical |= dict.fromkeys(person, first)
    for short, same in by_words.items():
        whole = [by_words[short + rest] for rest in _LEFT_OUT if short + rest in by_words]
        if len(whole) == 1 and _is_body(same[0], whole[0][0], by_surname):
            first = min(same[0], whole[0][0], key=lambda name: (-counts[name], -len(name)))
            canonical |= dict.fromkeys([*same, *whole[0]], first)
    return canonical


def _without_article(name: str) -> str:
    return fold(name).removeprefix("the ").replace(" ", "")  # "U.S. officials", "US officials"


def _names_person(name: str) -> bool:
    """Tell whether a speaker may be a person by name: neither "officials" nor "the White House"."""
    words = name.split(" ")
    owned = any(word.endswith(_OWNING) or word == "and" for word in words)
    if not is_name(name) or words[0].lower() in ARTICLES or owned:
        return False
    return name_words(name) != () and speaker_kind(name) == "person"


def _is_body(short: str, whole: str, families: Mapping[tuple[str, str], Sequence[str]]) -> bool:
    """Tell whether a name is all of a body's but "News" or "International", and nobody's."""
    words = name_words(short)
    named = without_article(short)[:1].isupper() and whole.lower().split()[-1] in _KINDS
    if speaker_kind(short) == "organisation" or not words:
        return named
    alone = all(len(name_words(name)) == 1 for name in families.get((words[-1], ""), ()))
    return named and alone and not is_first_name(short)


def _people_of(family: Sequence[str]) -> list[list[str]]:
    """Return the people among names of one surname, each with all spellings."""
    people: list[list[str]] = []
    for name in (name for name in family if len(name_words(name)) > 1):
        person = next((p for p in people if all(same_person(name, n) for n in p)), None)
        if person is None:
            people.append([name])
        else:
            person.append(name)
    people = _with_short(people)
    bare = [name for name in family if len(name_words(name)) == 1]
    if len(people) == 1 and not any(map(is_first_name, bare)):
        people[0].extend(bare)
    elif bare:
        people.append(bare)
    return people


def _with_short(people: Sequence[list[str]]) -> list[list[str]]:
    """Join whom one leaves first names out of to who has them: "Lund Brand", "Ida Lund Brand"."""
    longer: list[list[str]] = []
    for names in sorted(people, key=lambda names: -max(len(name_words(name)) for name in names)):
        short = name_words(names[0])
        ends = (any(name_words(name)[-len(short) :] == short for name in one) for one in longer)
        found = [one for one, is_end in zip(longer, ends, strict=True) if is_end]
        if len(found) == 1:
            found[0].extend(names)
        else:
            longer.append(names)
    return longer
