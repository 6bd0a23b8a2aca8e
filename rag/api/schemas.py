"""What is answered, as JSON: the records of the project, described for other programs.

The fields are those that ``--json`` prints on the command line. Places are characters of an
article's text, counted from 0 as Unicode code points, the end exclusive.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[
    str, Field(description="The article's id: its path below the folder of articles, with #NUMBER "
               "for one of several in a file.", examples=["2025-02-13-europe-reacts.txt"])
]  # fmt: skip
Score = Annotated[float, Field(ge=0, le=1)]
Day = Annotated[date | None, Field(description="YYYY-MM-DD; null where none is known.")]


class Record(BaseModel):
    """What all have in common: their fields are all there, and there are no others."""

    model_config = ConfigDict(extra="forbid")


class Span(Record):
    """A run of characters of an article's text."""

    article_id: Id
    start: int = Field(ge=0, description="The first character, counted from 0.")
    end: int = Field(ge=1, description="The character after the last.")


class Heading(Record):
    """An article in a list."""

    id: Id
    title: str = Field(description="The first sentence where the file names none.")
    date: Day
    source: str = Field(description="The paper; empty where it is not known.")
    author: str = Field(description="Empty where it is not known.")


class ArticleFacts(Heading):
    """An article without its text."""

    url: str = Field(description="Where it was published; empty where it is not known.")
    sha256: str = Field(description="Hexadecimal, of the bytes that the article was read from.")


class Article(ArticleFacts):
    """An article with its text, which every place points into."""

    text: str = Field(description="The whole text; line ends are newlines.")


class Chunk(Record):
    """A run of sentences that is found as one."""

    row: int = Field(ge=0, description="Its number in the index.")
    span: Span


class Passage(Record):
    """A run of sentences that was found for a question."""

    article: ArticleFacts
    chunk: Chunk
    score: Score = Field(description="Relevance from 0 to 1; comparable within one answer only.")
    text: str = Field(description="The words, cut from the article.")


class MatchedPassage(Record):
    """A run of sentences with words that were searched for exactly."""

    article: ArticleFacts
    chunk: Chunk
    marked: list[Span] = Field(
        description="Those words; empty for an article that has them in its title alone."
    )
    text: str = Field(description="The words, cut from the article.")


class Keyword(Record):
    """A place that an exact search found."""

    article: ArticleFacts
    span: Span
    before: str = Field(description="The words before it, on one line.")
    words: str = Field(description="What was found, on one line.")
    after: str = Field(description="The words after it, on one line.")


class Count(Record):
    """How many there are of one month, source or speaker."""

    value: str = Field(description="YYYY-MM, a source, or a speaker; empty: none is known.")
    articles: int = Field(ge=1)
    places: int = Field(ge=0, description="0: in titles alone, or nothing was asked for that has a "
                        "place.")  # fmt: skip


class Hinting(Record):
    """What an exact search says besides what it finds."""

    hints: list[str] = Field(
        description="Sentences: what of the search is read otherwise than somebody may mean it."
    )


class ExactPassages(Hinting):
    """Passages that an exact search found, of the newest article first."""

    passages: list[MatchedPassage]
    more: bool = Field(description="Whether there are more after these.")


class Concordance(Hinting):
    """Places that an exact search found, in the newest article first."""

    places: list[Keyword]
    more: bool = Field(description="Whether there are more after these.")


class Counts(Hinting):
    """What an exact search found, counted."""

    counts: list[Count] = Field(
        description="Months in their order; sources and speakers with most places first."
    )


class Source(Record):
    """The words of an article that a claim rests on."""

    article: ArticleFacts
    span: Span
    marked: list[Span] = Field(description="Inside the span: the words that answer; may be empty.")
    quote: str = Field(description="The words of the span, cut from the article.")


class Entry(Record):
    """An entry of a live blog."""

    start: int = Field(ge=0, description="The character of the text where it begins.")
    time: str = Field(description="Of the day, as written: 11:42 a.m. ET")
    day: Day


class Claim(Record):
    """One thing that an answer says."""

    text: str = Field(description="The words of its first source, unless a language model wrote.")
    sources: list[Source] = Field(description="Empty where there is none, which it then says.")
    doubts: list[str] = Field(description="What of it the sources do not support, in sentences.")
    speaker: str = Field(description="Who says it; empty where nobody in particular does.")
    role: str = Field(description="Of the speaker; may be empty.")
    heading: str = Field(description="What it stands under; may be empty.")
    entry: Entry | None = Field(description="Of a live blog, that it stands in.")
    date: Day


class Citation(Record):
    """A source and its number in the answer."""

    number: int = Field(ge=1)
    source: Source


class Respelt(Record):
    """A word that no article has, and the one that is read in its place."""

    written: str
    read: str


class Filters(Record):
    """What the articles had to meet."""

    since: Day
    until: Day
    sources: list[str]
    authors: list[str]
    speakers: list[str]
    within: list[str]


class Asked(Record):
    """What was understood of a question."""

    question: str = Field(description="As searched: with what it took over, and spelling mended.")
    topic: str = Field(description="What was left for ranking.")
    speakers: list[str] = Field(description="Whose words are asked for, by their full names.")
    filters: Filters
    carried: list[str] = Field(description="Words of it that come from the questions before.")
    respelt: list[Respelt]


class Answer(Record):
    """The answer to one question."""

    asked: Asked
    claims: list[Claim]
    citations: list[Citation] = Field(description="Every source once, in the order of numbers.")
    passages: list[Passage] = Field(description="What was found, best first.")
    grade: Literal["answered", "closest", "nothing"] = Field(
        description="closest: the articles don't answer, and the claims are the closest they come; "
        "nothing: they don't, and nothing comes close."
    )
    note: str = Field(description="A sentence beside the claims; may be empty.")
    generation: str = Field(description="The index that answered; another one after a build.")
    form: Literal[
        "direct", "statements", "overview", "comparison", "yes_no", "introduction", "help"
    ] = Field(description="In what way the claims answer.")
    quoted: list[Claim] = Field(description="The articles' words, where a language model wrote.")
    written: list[Claim] = Field(description="A language model's, where half of them is doubted.")
    grounded: Literal["yes", "partly", "no"] = Field(
        description="How far the articles carry the answer."
    )


class Statement(Record):
    """Something an article says that somebody said."""

    words: Span = Field(description="What was said.")
    kind: Literal["quoted", "reported"] = Field(
        description="reported: the article's wording, not the speaker's."
    )
    speaker_written: str = Field(description="As the article has it there: Kallas, she.")
    speaker: str = Field(description="The full name.")
    role: str = Field(description="Empty where the article gives none.")
    cue: str = Field(description="said, warned, according to …")
    attribution: Span = Field(description="The words that say who speaks.")
    evidence: Span = Field(description="The words that say who that is.")


class RankedStatement(Record):
    """A statement that was found."""

    article: ArticleFacts
    statement: Statement
    fit: Score = Field(description="How well it fits the topic, from 0 to 1.")
    copies: list[ArticleFacts] = Field(
        description="Other articles in which the speaker says these very words."
    )
    words: str = Field(description="What was said, cut from the article.")


class Speaker(Record):
    """Somebody who says something in the articles."""

    speaker: str
    statements: int = Field(ge=1, description="How many of them the articles have.")


class Health(Record):
    """What is served."""

    status: Literal["ok"]
    articles: int = Field(ge=0)
    first: Day = Field(description="The date of the oldest article, YYYY-MM-DD.")
    last: Day = Field(description="The date of the newest article, YYYY-MM-DD.")
    generation: str = Field(description="The index in use; another one after a build.")


class Fault(Record):
    """Something that is wrong in a request."""

    where: str = Field(description="body.question, query.limit …")
    what: str


class Problem(BaseModel):
    """What is wrong, as RFC 9457 has it."""

    type: Literal["about:blank"]
    title: str = Field(description="The phrase of the status.")
    status: int = Field(ge=400, le=599)
    detail: str = Field(description="What was found, in a sentence.")
    fix: str = Field(default="", description="What to do next.")
    errors: list[Fault] = Field(default=[], description="What is wrong in the request.")
    place: int = Field(default=0, description="Of the fault in an exact search, in characters.")
