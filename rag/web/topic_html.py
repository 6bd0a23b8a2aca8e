"""Turn what happened with a topic, and who said what on it, into HTML.

As in ``rag.web.turn_html``: values in, HTML out, everything escaped.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from rag.records import Answer, Claim
from rag.web.evidence_html import evidence
from rag.web.html import counted, part, sends
from rag.web.lists_html import Day, articles_of, by_day, copied, piece_of
from rag.web.remarks import in_visitors_words
from rag.web.texts import text
from rag.web.turn_html import grouped

MOST_SIDES = 2  # people whose words stand side by side
EACH_VOICE = 2  # claims of each where everybody's words are shown


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of a topic."""

    topic: str
    voices: bool = False  # who said what, instead of what happened
    people: tuple[str, ...] = ()  # these alone, side by side

    def toggled(self, person: str) -> "View":
        """Show one person more, or no longer; the first gives way to a third."""
        if person in self.people:
            left = tuple(name for name in self.people if name != person)
            return View(self.topic, bool(left), left)
        return View(self.topic, True, (*self.people, person)[-MOST_SIDES:])

    @property
    def sent(self) -> Markup:
        """What a button sends that shows it."""
        return sends("topic", topic=self.topic, voices=int(self.voices), people=self.people)


@dataclass(frozen=True, slots=True)
class Choice:
    """A button that changes what is shown."""

    text: str
    count: int  # of statements; 0 for what is no person
    chosen: bool
    sent: Markup


def topic_view(happened: Answer | None, said: Answer, view: View) -> Markup:
    """Show a topic by day, or who said what on it, with its evidence.

    Args:
        happened: with the topic, the earliest first; None where who said what is shown.
        said: on it, under the name of each.
        view: what of them.
    """
    counts = Counter(claim.speaker for claim in said.claims)
    people = tuple(name for name in view.people if name in counts)
    choices = [Choice(text("what_happened"), 0, not view.voices, View(view.topic).sent)]
    if counts:
        everyone = view.voices and not people
        choices.append(Choice(text("who_said_what"), 0, everyone, View(view.topic, True).sent))
        choices += [
            Choice(name, count, name in people, view.toggled(name).sent)
            for name, count in counts.items()
        ]
    days: list[Day] = []
    groups: list[tuple[str, list[Markup]]] = []
    sides: list[tuple[str, list[Day]]] = []
    if people:
        chosen = {name: _dated(_of(said, name)) for name in people}
        piece = piece_of(said, [claim for claims in chosen.values() for claim in claims])
        # Each side by itself: of one speaker, the name need not stand before every claim.
        sides = [(name, by_day(piece_of(piece, claims))) for name, claims in chosen.items()]
    elif view.voices or happened is None:
        piece = piece_of(said, [one for name in counts for one in _of(said, name)[:EACH_VOICE]])
        groups = grouped(piece, piece.claims)
    else:
        piece = happened
        days = by_day(piece)
    found = text(
        "from_articles",
        found=counted(len(piece.claims), "excerpts"),
        articles=counted(articles_of(piece.claims), "in_so_many"),
    )
    return part(
        "topic.html",
        "view",
        view.topic,
        json.dumps([view.topic, view.voices, people, said.generation]),
        in_visitors_words(piece.note) or found,
        choices,
        days,
        groups,
        sides,
        copied(piece),
        evidence(piece),
    )


def _of(said: Answer, name: str) -> list[Claim]:
    return [claim for claim in said.claims if claim.speaker == name]


def _dated(claims: Sequence[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda claim: claim.date or date.max)
