"""Everyone who says something in the articles of a generation, looked up by name and by role.

Nothing is kept of them but what the last questions have looked up.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal

from rag.index.database import places
from rag.index.interfaces import Rows
from rag.index.speaker_tables import SEPARATOR, written_role
from rag.language.person_names import same_person
from rag.language.speaker_keys import last_word, whole_name
from rag.language.speaker_kinds import SpeakerKind

Part = Literal["last", "first"]

KEPT = 10_000  # words that are remembered; by hand


class Speakers:
    """The speakers of a generation, each under one spelling."""

    def __init__(self, database: Rows) -> None:
        self._database = database
        self._named: dict[str, dict[Part, dict[str, int]]] = {}

    def quoted(self) -> dict[str, int]:
        """Return everyone, most quoted first, with the number of statements."""
        return dict(self._database.rows("SELECT person, statements FROM speakers ORDER BY number"))

    def everyone(self) -> Iterator[str]:
        """Yield everyone, most quoted first."""
        for (person,) in self._database.rows("SELECT person FROM speakers ORDER BY number"):
            yield person

    def kinds(self) -> dict[str, SpeakerKind]:
        """Return whether each of them is a person, an organisation or else."""
        return dict(self._database.rows("SELECT person, kind FROM speakers"))

    def kinds_of(self, persons: Sequence[str]) -> dict[str, SpeakerKind]:
        """Return what each of some of them is."""
        query = f"SELECT person, kind FROM speakers WHERE person IN ({places(persons)})"
        return dict(self._database.rows(query, persons))

    def has(self, person: str) -> bool:
        """Tell whether somebody is one of them."""
        return bool(self._database.rows("SELECT 1 FROM speakers WHERE person = ?", (person,)))

    def spelled_like(self, name: str) -> list[str]:
        """Return whom a name can mean, most quoted first; see ``same_person``."""
        keys = [last_word(name), whole_name(name)]
        query = (
            "SELECT DISTINCT speaker, person FROM names JOIN speakers ON number = speaker "
            "WHERE word IN (?, ?) AND part != 'first' ORDER BY speaker"
        )
        found = self._database.rows(query, keys)
        return [person for _, person in found if same_person(name, person)]

    def called(self, role: frozenset[str]) -> list[str]:
        """Return who has a role of just these words as an article writes it."""
        return list(self._in_role(role, "AND is_short = 0"))

    # ---- see ``rag.questions.asked_speakers.People``

    def named(self, words: Collection[str]) -> Mapping[tuple[Part, str], Mapping[str, int]]:
        """Return who has one of some words as a part of their name, by the part and the word."""
        known = self._named
        new = [word for word in words if word not in known]
        if new:
            found: dict[str, dict[Part, dict[str, int]]] = {word: {} for word in new}
            for word, part, person, statements in self._database.rows(
                "SELECT word, part, person, statements FROM names JOIN speakers "
                f"ON number = speaker WHERE word IN ({places(new)}) AND part != 'whole' "
                "ORDER BY number",
                new,
            ):
                found[word].setdefault(part, {})[person] = statements
            if len(known) + len(new) > KEPT:
                known = {word: known[word] for word in words if word in known}
            self._named = known = known | found
        return {(part, word): who for word in words for part, who in known[word].items()}

    def in_role(self, words: frozenset[str]) -> Mapping[str, int]:
        """Return who has a role of just these words, the one with the commonest role first."""
        return self._in_role(words)

    def _in_role(self, words: frozenset[str], condition: str = "") -> dict[str, int]:
        query = (
            "SELECT person, statements FROM roles JOIN speakers ON speakers.number = speaker "
            f"WHERE words = ? {condition} ORDER BY roles.number"
        )
        return dict(self._database.rows(query, (written_role(words),)))

    def in_wider_role(self, words: frozenset[str]) -> Mapping[frozenset[str], Mapping[str, int]]:
        """Return who has each role with all of some words, be it no others; commonest first."""
        having = " INTERSECT ".join(["SELECT role FROM role_words WHERE word = ?"] * len(words))
        found: dict[frozenset[str], dict[str, int]] = {}
        for written, person, statements in self._database.rows(
            "SELECT words, person, statements FROM roles "
            "JOIN speakers ON speakers.number = speaker "
            f"WHERE roles.number IN ({having}) ORDER BY roles.number",
            sorted(words),
        ):
            found.setdefault(frozenset(written.split(SEPARATOR)), {})[person] = statements
        return found
