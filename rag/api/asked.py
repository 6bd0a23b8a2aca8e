"""What other programs can ask for: the fields of their requests, checked."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from rag.api.chatbot import Chatbot
from rag.records import By, Filters, Heading, passable
from rag.retrieval.search_language import LANGUAGE

LONGEST_NAME = 300  # characters of a name that is filtered by
LONGEST_TYPED = 2_000  # characters of a question
LONGEST_SEARCH = 1_000  # characters
WIDEST = 100  # words on both sides of a place
MOST_NAMES = 50  # of each kind
MOST_BEFORE = 20  # questions
MOST = 1000  # of a list at once
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Name = Annotated[str, Field(max_length=LONGEST_NAME)]
Typed = Annotated[
    str,
    Field(
        max_length=LONGEST_TYPED,
        description="A question.",
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

    def filters_for(self, chat: Chatbot) -> Filters:
        """Return the filters, with names as the articles have them.

        Raises:
            BadQuestion: no day can pass them.
            UnknownSource: no article has a source or an author.
            UnknownSpeaker: nobody of a name says anything.
        """
        return passable(chat.known(self._filters()), since_named="since")

    def _filters(self) -> Filters:
        return Filters(
            since=self.since,
            until=self.until,
            sources=tuple(self.source),
            authors=tuple(self.author),
        )


class Narrowing(Period):
    """Which articles are looked at."""

    speaker: list[Name] = Field(
        default=[],
        max_length=MOST_NAMES,
        description="Only where one of these, by name or role, says something.",
    )

    def _filters(self) -> Filters:
        return replace(super()._filters(), speakers=tuple(self.speaker))


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


class Exactly(Narrowing):
    """What to search for exactly."""

    search: str = Field(
        max_length=LONGEST_SEARCH,
        description=f"What articles must have:\n\n{LANGUAGE}",
        examples=['speaker:Brekelmans "security guarantees" NOT troop*'],
    )


class Some(Exactly):
    """Which of the passages that an exact search finds."""

    limit: int = Field(default=20, ge=1, le=MOST, description="Of them at most.")
    offset: int = Field(default=0, ge=0, le=10**6, description="Of them to leave out before.")


class InContext(Some):
    """Which of the places that an exact search finds, and how much around each."""

    context: int = Field(default=10, ge=1, le=WIDEST, description="Words on both sides.")


class Counted(Exactly):
    """What to count articles and places by."""

    by: By = Field(description="speaker: in whose words the places are.")


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
        description="Each of these words must stand in title, paper, author or text. With what "
        "only an exact search has, it is one.",
    )
    limit: int = Field(default=100, ge=1, le=MOST, description="Articles at most.")
    offset: int = Field(default=0, ge=0, le=10**9, description="Articles to leave out before.")

    def page_of(self, chat: Chatbot) -> tuple[Sequence[Heading], int]:
        """Return the part of the list that is asked for, and how many the whole list has."""
        filters = self.filters_for(chat)
        return chat.page(filters, self.matching, limit=self.limit, offset=self.offset)
