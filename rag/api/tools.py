"""The tools that a language model's program is given: what each takes, returns and does."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from rag.answers.plain_text import printed
from rag.api import asked, exact, schemas
from rag.api.chatbot import Chatbot
from rag.api.completions import CharLocation, citations_of
from rag.api.recall import Recall
from rag.errors import BadQuestion
from rag.plain_data import plain_data
from rag.records import Article, Filters, Passage

ARTICLE = "article:///"  # and the id, percent-encoded
FOUND = 10  # passages of a search
Run = Callable[[Chatbot, Recall, Any], BaseModel]


class Query(BaseModel):
    """What to search for."""

    model_config = ConfigDict(extra="forbid")

    query: asked.Typed


class Result(BaseModel):
    """An article that was found."""

    id: schemas.Id
    title: str
    url: str = Field(description="Where it was published; the URI of its text if not known.")
    text: str = Field(description="The passage of it that fits best.")


class Results(BaseModel):
    """The articles that were found, best first."""

    results: list[Result]
    hints: list[str] = Field(description="What of the query may be meant otherwise.")


class Wanted(BaseModel):
    """Which article to fetch."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(max_length=1000, description="As search names it.")]


class Document(BaseModel):
    """An article."""

    id: schemas.Id
    title: str
    text: str = Field(description="The whole text.")
    url: str = Field(description="Where it was published; the URI of its text if not known.")
    metadata: dict[str, str] = Field(description="Its date, source and author, where known.")


class Reply(BaseModel):
    """An answer in the articles' words, with the exact place of each."""

    answer: str = Field(description="With marks like [1], and the sources at the end.")
    question: str = Field(description="As it was understood.")
    grounded: Literal["yes", "partly", "no"] = Field(
        description="How far the articles carry the answer; no: they do not answer."
    )
    citations: list[CharLocation] = Field(description="What [1], [2] … stand for, in that order.")


class Statements(BaseModel):
    """What somebody said."""

    statements: list[schemas.RankedStatement]
    total: int = Field(description="How many there are, shown or not.")


class Most(BaseModel):
    """How many to list."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=100, ge=1, le=asked.MOST)


class Speakers(BaseModel):
    """Who says something, most quoted first."""

    speakers: list[schemas.Speaker]
    total: int = Field(description="How many there are, shown or not.")


class Articles(BaseModel):
    """Articles, newest first."""

    articles: list[schemas.Heading]
    total: int = Field(description="How many there are, shown or not.")


def uri_of(article_id: str) -> str:
    """Return the URI of an article's text."""
    return ARTICLE + quote(article_id, safe="/")


def _search(chat: Chatbot, _: Recall, wanted: Query) -> Results:
    best: dict[str, Passage] = {}  # of each article
    for one in chat.search(wanted.query, Filters(), FOUND):
        best.setdefault(one.article.id, one)
    return Results(
        results=[
            Result(id=name, title=one.article.title, url=_url(one.article), text=one.text)
            for name, one in best.items()
        ],
        hints=exact.hints_for_question(wanted.query, "the tool search_exactly"),
    )


def _fetch(chat: Chatbot, _: Recall, wanted: Wanted) -> Document:
    article = chat.article(wanted.id)
    date = article.date.isoformat() if article.date else ""
    facts = {"date": date, "source": article.source, "author": article.author}
    return Document(
        id=article.id,
        title=article.title,
        text=article.text,
        url=_url(article),
        metadata={name: value for name, value in facts.items() if value},
    )


def _url(article: Article) -> str:
    return article.url or uri_of(article.id)


def _ask(chat: Chatbot, recall: Recall, wanted: asked.Question) -> Reply:
    questions = chat.separate(wanted.question)
    if len(questions) > 1:
        raise BadQuestion(
            f"These are {len(questions)} questions: {' '.join(questions)}",
            fix="Ask them one after the other, each with those before it in before.",
        )
    filters = wanted.filters_for(chat)
    answer = chat.ask(wanted.question, filters, before=recall.answers(wanted.before))
    return Reply(
        answer=printed(answer),
        question=answer.asked.question,
        grounded=answer.grounded,
        citations=citations_of([one.source for one in answer.citations]),
    )


def _said(chat: Chatbot, _: Recall, wanted: asked.Said) -> Statements:
    filters = wanted.filters_for(chat)
    found = chat.statements(chat.find_speakers(wanted.speaker), wanted.about, filters)
    return Statements(statements=plain_data(found[: wanted.limit]), total=len(found))


def _exactly(search: Callable[[Chatbot, Any], BaseModel]) -> Run:
    return lambda chat, _, wanted: search(chat, wanted)


def _speakers(chat: Chatbot, _: Recall, wanted: Most) -> Speakers:
    counts = chat.speakers()
    shown = islice(counts.items(), wanted.limit)
    speakers = [schemas.Speaker(speaker=name, statements=count) for name, count in shown]
    return Speakers(speakers=speakers, total=len(counts))


def _articles(chat: Chatbot, _: Recall, wanted: asked.Listed) -> Articles:
    shown, total = wanted.page_of(chat)
    return Articles(articles=plain_data(shown), total=total)


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that can be done; none of them changes anything."""

    name: str
    description: str
    takes: type[BaseModel]
    returns: type[BaseModel]
    run: Run


TOOLS = {
    tool.name: tool
    for tool in (
        Tool("search", "Find articles for a question or some words by meaning, best first.",
             Query, Results, _search),
        Tool("fetch", "Return an article that search found, with its whole text.",
             Wanted, Document, _fetch),
        Tool("ask", "Answer a question in the articles' own words, with the exact place of each; "
             "it says so where the articles do not answer.",
             asked.Question, Reply, _ask),
        Tool("said", "List what a person said, about a topic or at all, in their exact words.",
             asked.Said, Statements, _said),
        Tool("search_exactly", "Find passages that have exact words: phrases, AND, OR, NOT, word "
             "beginnings, words near one another, a speaker, a source, a time.",
             asked.Some, schemas.ExactPassages, _exactly(exact.passages)),
        Tool("concordance", "Find each place of exact words, with the words around it.",
             asked.InContext, schemas.Concordance, _exactly(exact.concordance)),
        Tool("count", "Count the articles and places that have exact words, by month, source or "
             "speaker.",
             asked.Counted, schemas.Counts, _exactly(exact.counts)),
        Tool("speakers", "List everyone who says something in the articles.",
             Most, Speakers, _speakers),
        Tool("articles", "List the articles, newest first.",
             asked.Listed, Articles, _articles),
    )
}  # fmt: skip
