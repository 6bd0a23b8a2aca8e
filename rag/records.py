"""The nouns of the project: immutable values that every other module passes around.

The text of an article never changes after it is loaded, and everything else points into
it. Offsets are characters (Python string indices) into ``Article.text``, end exclusive.
What is shown is cut from the text when it is shown, so it cannot differ from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rag.errors import BadQuestion


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of characters of one article; never empty."""

    article_id: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got {self.start}:{self.end}")

    def covers(self, other: "Span") -> bool:
        """Tell whether ``other`` lies wholly inside this span."""
        return (
            self.article_id == other.article_id
            and self.start <= other.start
            and other.end <= self.end
        )

    def overlaps(self, other: "Span") -> bool:
        """Tell whether ``other`` has a character of this span."""
        return (
            self.article_id == other.article_id
            and self.start < other.end
            and other.start < self.end
        )


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as its file gave it.

    ``text`` is the body, every character of it, with line ends as newlines; the metadata that
    stood before it (a ``date …`` line's date, front matter, JSON fields) is in the other
    fields. Unknown ``source``, ``author`` and ``url`` are empty.
    """

    id: str  # path below the folder of articles, with "#<line>" for one of a .jsonl file
    title: str  # the first sentence where the file names none
    date: date | None  # None: the file gives no date
    source: str
    author: str
    url: str
    text: str
    sha256: str  # hex, of the bytes the article was read from

    def cut(self, span: Span) -> str:
        """Return the characters of ``span``.

        Raises:
            ValueError: the span belongs to another article or ends beyond this one.
        """
        if span.article_id != self.id or span.end > len(self.text):
            raise ValueError(f"{span} does not lie in {self.id} ({len(self.text)} characters)")
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list shows of an article; its fields are those of ``Article``."""

    id: str
    title: str
    date: date | None
    source: str
    author: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file, or one line of it, that could not become an article, and why."""

    path: str  # below the folder of articles
    reason: str  # one sentence that says what to do


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; spans of an article's sentences rise and never overlap."""

    span: Span


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences that is embedded, indexed and found as one."""

    row: int  # its row in the vectors, and its number in the lexical index
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """Something an article says that somebody said.

    Quotations with an attribution between or beside them are a statement each, all with the same
    ``attribution``. One sentence with the attribution in its middle is one statement, from its
    first word to its last.
    """

    words: Span  # what was said; for a quotation, without the outer quotation marks
    kind: Literal["quoted", "reported"]  # reported: the article's wording, not the speaker's
    speaker_written: str  # as the attribution has it: "Kallas", "she", "the minister"
    speaker: str  # the full name introduced in the article, else as written
    role: str  # "Dutch Defense Minister"; empty where the article gives none
    cue: str  # "said", "warned", "according to"
    attribution: Span  # the clause that says who speaks
    evidence: Span  # the words that justify ``speaker``: where the article introduces it


@dataclass(frozen=True, slots=True)
class RankedStatement:
    """A statement that was found, and how well it fits the topic."""

    article: Article
    statement: Statement
    fit: float  # in [0, 1]: share of the topic's words covered, weighted by rarity, or nearness
    others: tuple[tuple[Article, Statement], ...] = ()  # the same in other articles, with these

    @property
    def copies(self) -> tuple[Article, ...]:
        """Other articles in which the speaker says these very words."""
        return tuple(article for article, _ in self.others)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search may return. Empty and None mean no restriction.

    An article without a date passes only when neither date is set.
    """

    since: date | None = None  # inclusive
    until: date | None = None  # inclusive
    sources: tuple[str, ...] = ()  # any of these, compared as written in the articles
    authors: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()  # any of these, named as in ``Chatbot.speakers``, speaks there
    within: tuple[str, ...] = ()  # ids of articles, and what those of a folder or file begin with


def passable(filters: Filters, *, since_named: str) -> Filters:
    """Return filters that somebody chose, if a day can pass them.

    Args:
        filters: what was chosen.
        since_named: what ``since`` is called where it was.

    Raises:
        BadQuestion: no day can.
    """
    if filters.since and filters.until and filters.since > filters.until:
        raise BadQuestion(
            f"No day is both from {filters.since} and up to {filters.until}.",
            fix=f"Give {since_named} the earlier of the two.",
        )
    return filters


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many articles pass filters, and how many would with another choice of one of them.

    A value is counted among the articles that pass the filters of the other kinds, so what was
    chosen does not hide what else could be. The value that most articles have comes first; one
    that none has is left out.
    """

    articles: int
    sources: Mapping[str, int]
    authors: Mapping[str, int]
    speakers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that was found for a question."""

    article: Article
    chunk: Chunk
    score: float  # relevance in [0, 1]; higher is better; comparable within one answer

    @property
    def text(self) -> str:
        """The chunk's words, cut from the article."""
        return self.article.cut(self.chunk.span)


@dataclass(frozen=True, slots=True)
class Match:
    """An article that has exactly what was searched for."""

    article: Article
    places: tuple[Span, ...]  # of the words searched for, in order; empty: they are in the title


@dataclass(frozen=True, slots=True)
class MatchedPassage:
    """A chunk with words that were searched for exactly."""

    article: Article
    chunk: Chunk
    marked: tuple[Span, ...]  # those words; empty for an article that has them in its title

    @property
    def text(self) -> str:
        """The chunk's words, cut from the article."""
        return self.article.cut(self.chunk.span)


By = Literal["month", "source", "speaker"]  # what an exact search is counted by


@dataclass(frozen=True, slots=True)
class Keyword:
    """A place that an exact search found, with the words on both sides, each on one line."""

    article: Article
    span: Span
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many articles and places an exact search finds of one month, source or speaker."""

    value: str  # empty: no date, no source, nobody's words
    articles: int
    places: int


@dataclass(frozen=True, slots=True)
class Source:
    """The words of an article that a claim rests on."""

    article: Article
    span: Span
    marked: tuple[Span, ...]  # inside ``span``: the words that answer; may be empty

    @property
    def quote(self) -> str:
        """The words, cut from the article."""
        return self.article.cut(self.span)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a live blog, which begins with a line that says when it was written."""

    start: int  # where it begins in the text
    time: str  # of the day, as written: "11:42 a.m. ET"
    day: date | None  # None: it names none


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing an answer says.

    For a quoting answer ``text`` is the words of its first source exactly. A claim without a
    source is possible and is shown as one. How it is introduced (who says it, in what role, where
    and when) is worded where it is shown.
    """

    text: str
    sources: tuple[Source, ...]
    doubts: tuple[str, ...] = ()  # sentences: what of a generated text its sources don't support
    speaker: str = ""  # the full name of who says it, where it is mostly somebody's own words
    role: str = ""  # of the speaker, without an article before it; may be empty
    heading: str = ""  # what it stands under: the side of a comparison, the day of an overview
    entry: Entry | None = None  # of a live blog, that its first source is in

    @property
    def article(self) -> Article | None:
        """The article that it rests on, the first of several; None without a source."""
        return self.sources[0].article if self.sources else None

    @property
    def date(self) -> date | None:
        """The date of that article, or of its entry that is cited."""
        if self.entry and self.entry.day:
            return self.entry.day
        return self.article.date if self.article else None

    @property
    def is_quoted(self) -> bool:
        """Tell whether its words are an article's, and not a language model's."""
        return bool(self.sources) and self.sources[0].quote == self.text


@dataclass(frozen=True, slots=True)
class Citation:
    """A source with the number it carries in its answer, from 1."""

    number: int
    source: Source


@dataclass(frozen=True, slots=True)
class Respelt:
    """A word that no article has, and the one that is read in its place."""

    written: str  # as in the question
    read: str  # as in an article


@dataclass(frozen=True, slots=True)
class Asked:
    """What was understood of a question; shown to the person who asked."""

    question: str  # as searched: typed, carried over, and read for what no article has
    topic: str  # what is left for ranking once speakers and filters are taken out
    speakers: tuple[str, ...]  # full names as the articles have them
    filters: Filters
    carried: tuple[str, ...] = ()  # the words of it that come from the conversation before
    respelt: tuple[Respelt, ...] = ()


Grade = Literal[
    "answered",
    "closest",  # the articles don't answer; the claims are the closest they come
    "nothing",  # the articles don't answer, and nothing in them comes close
]
Form = Literal[
    "direct",  # the words that answer
    "statements",  # what somebody said
    "overview",  # what happened, over the articles that it takes
    "comparison",  # a part for each side
    "yes_no",  # what speaks for it and against it
    "introduction",  # who somebody is
    "help",  # nothing of the articles: a greeting, thanks, what can be asked
]


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question.

    ``passages`` are what was found, best first; they are the closest where nothing is claimed.
    """

    asked: Asked
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]  # every distinct source of all its claims, in order
    passages: tuple[Passage, ...]
    grade: Grade
    note: str  # a sentence beside the claims: what is missing, what went wrong; may be empty
    generation: str  # the index generation that answered
    form: Form = "direct"  # in what way the claims answer: how they are laid out
    quoted: tuple[Claim, ...] = ()  # the articles' words, where a language model's are the claims
    written: tuple[Claim, ...] = ()  # a language model's, half of them doubted, beneath the claims

    @property
    def grounded(self) -> Literal["yes", "partly", "no"]:
        """How far the articles carry the answer.

        "no": they do not answer. "yes": every claim has a source that says all of it.
        """
        if self.grade != "answered":
            return "no"
        sound = all(claim.sources and not claim.doubts for claim in self.claims)
        return "yes" if sound else "partly"


def claim_numbers(answer: Answer, claim: Claim) -> Sequence[int]:
    """Return the citation numbers of one claim of ``answer``, in order."""
    return [c.number for c in answer.citations if c.source in claim.sources]
