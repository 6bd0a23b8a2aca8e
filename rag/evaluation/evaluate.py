"""Measure a chat by questions with known answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import perf_counter
from typing import Protocol

from rag.errors import RagError, UnknownArticle
from rag.evaluation.metrics import (
    Outcome,
    by_kind,
    citation_figures,
    judged,
    refusal_figures,
    search_figures,
    time_figures,
)
from rag.evaluation.question_files import Question, plain
from rag.evaluation.report import Report
from rag.records import Answer, Article, Claim

MOST_PROBLEMS = 5  # wrong expectations that one error names


class Articles(Protocol):
    """The articles that a chat answers from."""

    def article(self, article_id: str) -> Article:
        """Return an article."""

    def articles(self) -> Iterator[Article]:
        """Yield every article."""


class Examined(Protocol):
    """The parts of a chat that are measured."""

    @property
    def library(self) -> Articles:
        """The index that it answers from."""

    def ask(self, question: str, *, before: Sequence[Answer] = ()) -> Answer:
        """Answer one question, with the conversation before it."""


def evaluate(
    chat: Examined,
    questions: Sequence[Question],
    *,
    k: Sequence[int] = (1, 4, 10),
    worded: bool = False,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
    clock: Callable[[], float] = perf_counter,
) -> Report:
    """Ask every question and compare what comes with what is expected.

    The first question is asked once before, so that no time holds what is loaded on first use.

    Args:
        chat: what is measured.
        questions: at least one; those of a conversation one after the other.
        k: for which numbers of passages Hits@k is taken.
        worded: a language model words the answers, so a claim need not be what it cites.
        progress: hears how many questions are done.
        clock: seconds since any moment.

    Raises:
        RagError: an expected article is not in the index, or has not the expected words; or a
            question cannot be searched.
    """
    if not questions:
        raise ValueError("there is no question to evaluate with")
    _check_expectations(chat.library, questions)
    chat.ask(questions[0].text)
    outcomes: list[Outcome] = []
    before: list[Answer] = []
    for done, question in enumerate(questions, start=1):
        if not question.follows:
            before = []
        started = clock()
        answer = chat.ask(question.text, before=before)
        outcomes.append(judged(question, answer, clock() - started))
        before.append(answer)
        progress("asking", done, len(questions))
    claims = [claim for one in outcomes for claim in one.answer.claims]
    figures = (
        *search_figures(outcomes, k),
        *citation_figures(outcomes, [_is_true(chat, one, worded=worded) for one in claims]),
        *refusal_figures(outcomes),
        *time_figures(outcomes),
    )
    return Report(outcomes[-1].answer.generation, by_kind(outcomes), figures, tuple(outcomes))


def _check_expectations(library: Articles, questions: Iterable[Question]) -> None:
    """Look whether the articles have what is expected of them.

    Raises:
        RagError: some have not; names up to five.
    """
    texts: dict[str, str] = {}  # of each article expected, plain
    problems: list[str] = []
    for question in questions:
        try:
            for name in question.articles:
                if name not in texts:
                    texts |= _texts(library, name)
        except UnknownArticle as error:
            problems.append(f"line {question.line}: {error.problem.rstrip('.')}")
            continue
        if missing := _missing(question, [texts[name] for name in question.articles]):
            articles = " or ".join(question.articles)
            problems.append(f"line {question.line}: “{missing}” does not stand in {articles}")
    if problems:
        more = f"; and {len(problems) - MOST_PROBLEMS} more" if problems[MOST_PROBLEMS:] else ""
        raise RagError(
            f"The index has not what is expected: {'; '.join(problems[:MOST_PROBLEMS])}{more}.",
            fix="Correct these lines, or run `rag index` if the articles have changed.",
        )


def _texts(library: Articles, name: str) -> dict[str, str]:
    """Return the text of the article with an id; where none has it, of all with an address.

    Raises:
        UnknownArticle: no article has the name either way.
    """
    try:
        return {name: plain(library.article(name).text)}
    except UnknownArticle:
        by_url = {one.url: plain(one.text) for one in library.articles() if one.url}
        if name not in by_url:
            raise
        return by_url


def _missing(question: Question, texts: Sequence[str]) -> str:
    """Return expected words that no text has; empty if all words of some accepted set stand."""
    missing = [
        next((words for words in wanted if not any(plain(words) in text for text in texts)), "")
        for wanted in question.accepted
    ]
    return missing[0] if all(missing) and missing else ""


def _is_true(chat: Examined, claim: Claim, *, worded: bool) -> bool:
    """Compare a claim with the articles themselves, not with the copies that it brings along."""
    cited = [
        chat.library.article(one.span.article_id).text[one.span.start : one.span.end]
        for one in claim.sources
    ]
    is_quoted = claim.text in cited or (worded and bool(cited))
    return is_quoted and [source.quote for source in claim.sources] == cited
