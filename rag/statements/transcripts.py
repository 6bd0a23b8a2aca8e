"""Find who speaks in an interview or a hearing that is printed turn by turn.

A turn begins with a label, "AAGAARD: They knew in March.", and may have more paragraphs. A text
is read so only if one label asks questions and another one answers, or if it is written as
broadcasts are: "ADA LUND, CHIEF PILOT: It rained.", and then "LUND: It was late."
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from rag.language.person_names import fold
from rag.statements.attributed import Attributed
from rag.statements.introductions import find_people
from rag.statements.people import People, Person, Speaker
from rag.statements.sentence_tokens import Range, Words

# By hand, reading the interviews of news_bulk.
LEAST_TURNS = 2  # of who asks, and of who answers
MOST_LABELS = 100
LEAST_WORDS = 5  # of a line that goes on without a label

_LINE = re.compile(r"[^\n]+")
_LABEL = re.compile(
    r"\s{0,8}(?:\[[\d:. ]{3,12}\] ?)?(?P<label>[^\W\d_](?:[\w.’'-]| (?=[^\s(])){0,40})"
    r"(?: ?\((?P<party>[^()\n]{1,40})\))?(?:, (?P<role>[A-Z][A-Z0-9 .,'’&/-]{2,80}))?"
    r"(?: ?\([^()\n]{1,40}\))?(?P<cue>:|(?<=\b[QA])\.|(?<=\bQ)(?=\s{2}))\s+(?=\S)"
)
# What tells of the recording alone: "[18:00:03]", "(APPLAUSE)".
_RECORDED = re.compile(
    r"\s{0,8}(?:\[[\d:. apmET]{3,14}\]"
    r"|\((?:applause|laughter|cheers|cheering|crosstalk)\)\.?)\s{0,8}",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()\n]{1,40}\)\s*")  # "(Laughter.) No."
_TALK = re.compile(
    r"\b(?:interview|spoke|speaks|talk(?:s|ed)?|sat down|ask(?:s|ed)|chat(?:s|ted)?)\b"
)
_SENTENCE_END = re.compile(r"[.!…][\"”’')\]]{0,3}\s*\Z")
_OTHER_LABEL = re.compile(r"[^.!?:]{2,50}: ")  # "Mickey, Oldport: will they win"
_UNKNOWN = ("unidentified", "unknown", "begin video", "end video")
_SMALL = frozenset("of the and for at in to on a an".split())
_VOWELS = frozenset("AEIOUY")
_NOBODY = frozenset("q question reporter moderator host interviewer audience voice".split())


@dataclass(frozen=True, slots=True)
class _Turn:
    """A labelled line, its words, and the lines behind it up to the next label."""

    label: str
    role: str
    name: Range
    cue: Range
    words: Range
    more: tuple[Range, ...]


def spoken_turns(text: str, people: People) -> list[tuple[Words, Attributed]]:
    """Return the paragraphs that somebody says in a transcript, with who says them; else none."""
    turns = _turns(text)
    labels = list(dict.fromkeys(turn.label for turn in turns))
    if len(turns) < 2 * LEAST_TURNS or len(labels) > MOST_LABELS:
        return []
    full = _full_labels(labels)
    times = Counter(full[turn.label] for turn in turns)
    is_broadcast = _is_broadcast(turns, full)
    askers = set() if is_broadcast else _askers(text, turns, full, times)
    if not askers and not is_broadcast:
        return []
    speakers = _Speakers(text, people, turns)
    found = []
    for turn in turns:
        label = full[turn.label]
        speaker = speakers.of(label, turn.name, 0 if label in askers else times[label])
        if speaker is not None:
            said = Attributed(
                written=text[slice(*turn.name)],
                speaker=speaker,
                cue=text[slice(*turn.cue)],
                attribution=(turn.name[0], turn.cue[1]),
                sentence=-1,
                features=(),
                opens=False,
            )
            surname = fold(speaker.name).split()[-1]
            more = takewhile(partial(_goes_on, text, surname), turn.more)
            found += [(Words(*part, "quoted"), said) for part in (turn.words, *more)]
    return found


def _turns(text: str) -> list[_Turn]:
    found = (match for match in _LINE.finditer(text) if match[0].strip())
    lines = [line.span() for line in found if not _RECORDED.fullmatch(line[0])]
    labels = [(number, _LABEL.match(text, *line)) for number, line in enumerate(lines)]
    labelled = [(number, label) for number, label in labels if label]
    if len(labelled) > 1 and labelled[0][0] == 0 and labelled[1][0] > 1:
        labelled = labelled[1:]  # "Mayor Moe: 'I swim every day'" is a headline
    turns = []
    following = [number for number, _ in labelled[1:]]
    for (number, label), until in zip(labelled, [*following, 0], strict=False):
        end = lines[number][1]
        aside = _ASIDE.match(text, label.end(), end)
        start = aside.end() if aside else label.end()
        name, cue = label.span("label"), label.span("cue")
        cue = cue if cue[1] > cue[0] else name
        if start < end:
            more = tuple(lines[number + 1 : until])
            turns.append(_Turn(label["label"], label["role"] or "", name, cue, (start, end), more))
    return turns


def _goes_on(text: str, surname: str, line: Range) -> bool:
    """Tell whether a line without a label is more of an answer: no heading, question or caption.

    Nobody speaks of themselves by their surname.
    """
    words = text[slice(*line)]
    if len(words.split()) < LEAST_WORDS or _OTHER_LABEL.match(words):
        return False
    return bool(_SENTENCE_END.search(words)) and surname not in fold(words).split()


def _full_labels(labels: Sequence[str]) -> dict[str, str]:
    """Return the fullest label for each: of "STANTON" and "MINISTER" who has more of a name."""
    full: dict[str, str] = {}
    for label in labels:
        words = fold(label).split()
        longer = (
            other
            for other in labels
            if len(parts := fold(other).split()) > len(words)
            and (
                parts[-len(words) :] == words
                or parts[: len(words)] == words
                or _is_short(label, parts)
            )
        )
        full[label] = next(longer, label)
    return full


def _is_short(label: str, parts: Sequence[str]) -> bool:
    """Tell whether a label is the first letters of a name: "AP" of "Ada Prill"."""
    return label.isupper() and len(label) > 1 and label.lower() == "".join(one[0] for one in parts)


def _is_broadcast(turns: Sequence[_Turn], full: Mapping[str, str]) -> bool:
    """Tell whether who speaks is named in capitals, at first in full and then by surname."""
    introduced = {turn.label for turn in turns if turn.role and turn.label.isupper()}
    return any(turn.label != full[turn.label] in introduced for turn in turns)


def _askers(
    text: str, turns: Sequence[_Turn], full: Mapping[str, str], times: Counter[str]
) -> set[str]:
    """Return the labels that mostly ask; none where nobody asks or nobody answers."""
    asked = Counter(full[turn.label] for turn in turns if "?" in text[slice(*turn.words)])
    ask = {label for label, number in asked.items() if 2 * number > times[label]}
    several = {label for label, number in times.items() if number >= LEAST_TURNS}
    return ask if ask & several and several - ask else set()


class _Speakers:
    """Who the labels of a transcript mean.

    Args:
        text: of the article.
        people: whom it names.
        turns: all of them.
    """

    def __init__(self, text: str, people: People, turns: Sequence[_Turn]) -> None:
        self._text, self._people, self._begins = text, people, turns[0].name[0]
        self._roles = {turn.label: _in_title(turn.role) for turn in turns if turn.role}
        self._known: dict[str, Speaker | None] = {}

    def of(self, label: str, place: Range, answers: int) -> Speaker | None:
        """Return the speaker whom a label means; None for nobody and for a paper that asks."""
        if label not in self._known:
            self._known[label] = self._find(label, place, answers)
        return self._known[label]

    def _find(self, label: str, place: Range, answers: int) -> Speaker | None:
        if fold(label) in _NOBODY or fold(label).startswith(_UNKNOWN):
            return None
        if label == "A":
            return _as_speaker(self._only_person(), "")
        written = _in_small(label)
        made_up = find_people(f"{written} spoke at length.").resolve(0, len(written))
        role = self._roles.get(label, "")
        if person := self._person(made_up.name):
            return _as_speaker(person, role)
        is_capital = label.isupper() and answers >= LEAST_TURNS
        is_name = answers and (made_up.role or made_up.person or is_capital)
        return Speaker(made_up.name, role or made_up.role, place, None) if is_name else None

    def _person(self, name: str) -> Person | None:
        """Return the last of the article's people of whose name these words are the end."""
        words = fold(name).split()
        same = [
            one for one in self._people.people if fold(one.name).split()[-len(words) :] == words
        ]
        return same[-1] if same else None

    def _only_person(self) -> Person | None:
        """Return the one person who is talked to, as the words before the first question say."""
        before = {one.name: one for one in self._people.people if one.start < self._begins}
        known = [
            one for one in before.values() if one.known or self._text.startswith(", who ", one.end)
        ]
        is_talk = _TALK.search(self._text, 0, self._begins)
        return known[0] if is_talk and len(known) == 1 else None


def _as_speaker(person: Person | None, role: str) -> Speaker | None:
    if person is None:
        return None
    role = role or _in_small(person.role)
    return Speaker(_in_small(person.name), role, person.introduced, person)


def _in_title(role: str) -> str:
    """Return a role in capitals, "CHIEF PILOT OF THE BBC", as others are."""
    words = (_with_one_capital(word) for word in role.split())
    return " ".join(word.lower() if word.lower() in _SMALL else word for word in words)


def _in_small(words: str) -> str:
    """Return words that the labels may be written in, "REP. OLIVIA STANTON", as others are."""
    return " ".join(map(_with_one_capital, words.split())) if words.isupper() else words


def _with_one_capital(word: str) -> str:
    named = word.isupper() and len(word) > 2 and not _VOWELS.isdisjoint(word)
    return word.title() if named else word


def without_turns(
    text: str,
    found: Mapping[Range, tuple[Words, Attributed]],
    turns: Sequence[tuple[Words, Attributed]],
) -> Iterator[tuple[Range, tuple[Words, Attributed]]]:
    """Yield what else was found, but nothing of a turn's that its label alone attributes.

    Nor what a question only proposes, nor what "she said" gives to her who speaks of another.
    """
    labels = {said.attribution[0] for _, said in turns}
    starts = [words.start for words, _ in turns]
    for place, (words, said) in found.items():
        at = bisect_right(starts, words.start) - 1
        around, speaks = turns[at] if at >= 0 else (words, said)
        if said.attribution[0] in labels or (at >= 0 and starts[at] == words.start):
            continue
        inside = at >= 0 and words.start < around.end
        own = inside and said.written.lower() in _OTHERS
        asked = bool(turns) and _is_asked(text, words.start)
        if not asked and not (own and fold(said.speaker.name) == fold(speaks.speaker.name)):
            yield place, (words, said)


def _is_asked(text: str, position: int) -> bool:
    """Tell whether a place lies in a turn of one line that ends with a question."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    end = end if end >= 0 else len(text)
    while end > start and text[end - 1].isspace():
        end -= 1
    asks = end > start and text[end - 1] == "?"
    return asks and _LABEL.match(text, start, end) is not None


_OTHERS = frozenset("he she they it".split())
