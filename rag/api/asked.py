"""What other programs can ask for: the fields of their requests, checked."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from rag.api.chatbot import Chatbot
from rag.records import Filters, passable

LONGEST_NAME = 300  # characters of a name that is filtered by
LONGEST_TYPED = 20_000  # characters of a question; most of them white space, if it is to be read
MOST_NAMES = 50  # of each kind
MOST_BEFORE = 20  # questions
MOST = 1000  # of a list at once
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Name = Annotated[str, Field(max_length=LONGEST_NAME)]
Typed = Annotated[
    str,
    Field(
        max_length=LONGEST_TYPED,
        description="A question, in at most 2,000 characters.",
        examples=["what did Brekelmans say about security guarantees"],
    ),
]


def _as_written(given: Any) -> Any:
    """Return a day that is written as one: a number would be read as seconds since 1970.

    Raises:
        ValueError: it is written otherwise.
    """
    if isinstance(given, date) or (isinstance(given, str) and _DAY.fullmatch(given)):
        return given
    raise ValueError("A day is written YYYY-MM-DD")


Day = Annotated[date, BeforeValidator(_as_written)]


class Period(BaseModel):
    """Of what days, papers and authors the articles are to be."""

    model_config = ConfigDict(extra="forbid")

    since: Day | None = Field(default=None, description="From this day on, YYYY-MM-DD.")
    until: Day | None = Field(default=None, description="Up to this day, YYYY-MM-DD.")
    source: list[Name] = Field(
        default=[], max_length=MOST_NAMES, description="Only these papers, as the articles have it."
    )
    author: list[Name] = Field(
        default=[],
        max_length=MOST_NAMES,
        description="Only these authors, as the articles have it.",
    )

    def filters(self, speakers: tuple[str, ...] = ()) -> Filters:
        """Return the filters.

        Raises:
            BadQuestion: no day can pass them.
        """
        filters = Filters(
            since=self.since,
            until=self.until,
            sources=tuple(self.source),
            authors=tuple(self.author),
            speakers=tuple(dict.fromkeys(speakers)),
        )
        return passable(filters, since_named="since")


class Narrowing(Period):
    """Which articles are looked at."""

    speaker: list[Name] = Field(
        default=[],
        max_length=MOST_NAMES,
        description="Only where one of these, by name or role, says something.",
    )

    def filters_for(self, chat: Chatbot) -> Filters:
        """Return the filters, with the speakers under their full names.

        Raises:
            BadQuestion: no day can pass them.
            UnknownSpeaker: nobody of a name says anything.
        """
        return self.filters(tuple(one for name in self.speaker for one in chat.find_speakers(name)))


class Question(Narrowing):
    """One question, and what it may lean on."""

    question: Typed
    before: list[Typed] = Field(
        default=[],
        max_length=MOST_BEFORE,
        description="The questions of the conversation so far, oldest first: what it leans on.",
    )


class Search(Narrowing):
    """What to find passages for."""

    question: Typed
    limit: int = Field(default=10, ge=1, le=100, description="Passages at most.")


class Said(Period):
    """Whose statements to list."""

    speaker: Name = Field(description="A name or a role.", examples=["Brekelmans"])
    about: str = Field(
        default="", max_length=LONGEST_NAME, description="A topic: what fits it comes first."
    )
    limit: int = Field(default=20, ge=1, le=MOST, description="Statements at most.")


class Listed(Narrowing):
    """Which articles to list."""

    matching: str = Field(
        default="",
        max_length=LONGEST_NAME,
        description="Each of these words must stand in title, paper, author or text.",
    )
    limit: int = Field(default=100, ge=1, le=MOST, description="Articles at most.")
    offset: int = Field(default=0, ge=0, le=10**9, description="Articles to leave out before.")
