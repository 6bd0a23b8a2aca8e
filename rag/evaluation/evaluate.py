"""Measure a chat by questions with known answers.

The measures of a ranking are a line each and are kept here: the libraries that have them
(ranx, pytrec_eval) bring compilers or compiled parts along, and want every passage judged, while
here a passage is right when it holds the expected words.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import mean, median, quantiles
from time import perf_counter
from typing import Protocol

from rag.answers.generation import add_model_options, model_of
from rag.chat import Chat
from rag.errors import RagError, UnknownArticle
from rag.evaluation.drafts import draft
from rag.evaluation.question_files import Line, Question, from_feedback, places_of, read_questions
from rag.evaluation.report import LOOKED_AT, Fact, Figure, Outcome, Report, as_html, as_markdown
from rag.protocols import Progress
from rag.records import Answer, Article, Claim, Filters, Passage, Span

DRAFTED = 40  # questions
MOST_PROBLEMS = 5  # wrong expectations that one error names


class Examined(Protocol):
    """The parts of a chat that are measured."""

    def ask(self, question: str, filters: Filters = ...) -> Answer:
        """Answer one question."""

    def search(self, question: str, filters: Filters, limit: int) -> tuple[Passage, ...]:
        """Return the passages found for a question, best first."""

    def article(self, article_id: str) -> Article:
        """Return an article."""


def evaluate(
    chat: Examined,
    questions: Sequence[Question],
    *,
    k: Sequence[int] = (1, 4, 10),
    worded: bool = False,
    progress: Progress = lambda stage, done, total: None,
    clock: Callable[[], float] = perf_counter,
) -> Report:
    """Ask every question and compare what comes with what is expected.

    The first question is asked once before, so that no time holds what is loaded on first use.

    Args:
        chat: what is measured.
        questions: at least one.
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
    expected = _expectations(chat, questions)
    chat.ask(questions[0].text)
    outcomes = []
    for done, (question, facts) in enumerate(zip(questions, expected, strict=True), start=1):
        passages = chat.search(question.text, Filters(), max(LOOKED_AT, *k))
        started = clock()
        answer = chat.ask(question.text)
        outcomes.append(Outcome(question, facts, answer, passages, clock() - started))
        progress("asking", done, len(questions))
    figures = (
        *_search_figures([one for one in outcomes if one.facts], k),
        *_answer_figures([one for one in outcomes if one.facts]),
        *_citation_figures(chat, outcomes, worded=worded),
        *_refusal_figures(outcomes),
        *_time_figures(outcomes),
    )
    return Report(outcomes[-1].answer.generation, figures, tuple(outcomes))


def _expectations(chat: Examined, questions: Sequence[Question]) -> list[tuple[Fact, ...]]:
    """Return the facts that each question wants, found in the articles.

    Raises:
        RagError: some are not there; names up to five.
    """
    expected: list[tuple[Fact, ...]] = []
    problems: list[str] = []
    for question in questions:
        try:
            articles = [chat.article(one) for one in question.articles]
            expected.append(_facts(question, articles))
        except UnknownArticle as error:
            problems.append(f"line {question.line}: {error.problem.rstrip('.')}")
        except ValueError as problem:
            problems.append(f"line {question.line}: {problem}")
    if problems:
        more = f"; and {len(problems) - MOST_PROBLEMS} more" if problems[MOST_PROBLEMS:] else ""
        raise RagError(
            f"The index has not what is expected: {'; '.join(problems[:MOST_PROBLEMS])}{more}.",
            fix="Correct these lines, or run `rag index` if the articles have changed.",
        )
    return expected


def _facts(question: Question, articles: Sequence[Article]) -> tuple[Fact, ...]:
    if articles and not question.quotes:
        return (Fact("", tuple(Span(one.id, 0, len(one.text)) for one in articles)),)
    facts = []
    for quote in question.quotes:
        places = tuple(place for article in articles for place in places_of(quote, article))
        if not places:
            raise ValueError(f"“{quote}” does not stand in {' or '.join(question.articles)}")
        facts.append(Fact(quote, places))
    return tuple(facts)


def hits(ranks: Iterable[int], k: int) -> float:
    """Return the share of ranks, from 1, that are at most ``k``; rank 0 is not found."""
    return _share(1 <= rank <= k for rank in ranks)


def reciprocal_rank(ranks: Iterable[int], k: int) -> float:
    """Return the mean of one over each rank, from 1; not found, or after ``k``, counts 0."""
    return _mean(1 / rank if 1 <= rank <= k else 0.0 for rank in ranks)


def _search_figures(answerable: Sequence[Outcome], k: Sequence[int]) -> list[Figure]:
    ranks = [one.first_rank for one in answerable]
    total = len(answerable)
    found_all = _share(all(1 <= rank <= LOOKED_AT for rank in one.ranks) for one in answerable)
    return [
        *(
            Figure(f"Hits@{limit}", hits(ranks, limit), total, "share",
                   f"Some expected words are in the first {_passages(limit)}.")
            for limit in k
        ),
        Figure(f"MRR@{LOOKED_AT}", reciprocal_rank(ranks, LOOKED_AT), total, "share",
               "One over the rank of the first passage with expected words, on average."),
        Figure(f"All facts@{LOOKED_AT}", found_all, total, "share",
               f"All expected words are in the first {_passages(LOOKED_AT)}."),
    ]  # fmt: skip


def _answer_figures(answerable: Sequence[Outcome]) -> list[Figure]:
    total = len(answerable)
    spoken = [one for one in answerable if one.question.speaker and not one.is_refused]
    return [
        Figure("Right first", _share(one.is_right_first for one in answerable), total, "share",
               "The first thing shown has some expected words; a refusal has none."),
        Figure("All facts shown", _share(one.is_complete for one in answerable), total, "share",
               "The things shown together have all expected words."),
        Figure("Right speaker", _share(one.is_speaker_right for one in spoken), len(spoken),
               "share", "The first thing shown is said to be the expected speaker's, where one "
               "is expected and it is not refused."),
    ]  # fmt: skip


def _citation_figures(chat: Examined, outcomes: Sequence[Outcome], *, worded: bool) -> list[Figure]:
    claims = [claim for one in outcomes for claim in one.answer.claims]
    expected = [
        any(source.article.id in one.question.articles for source in claim.sources)
        for one in outcomes
        if one.facts and not one.is_refused
        for claim in one.answer.claims
    ]
    return [
        Figure("True citations", _share(_is_true(chat, claim, worded=worded)
                                        for claim in claims), len(claims),
               "share", "The words of a claim stand in the article at the place that it cites."),
        Figure("Supported claims", _share(bool(claim.sources) and not claim.doubts
                                          for claim in claims), len(claims),
               "share", "A claim has a source, and nothing that its sources do not say."),
        Figure("Expected articles", _share(expected), len(expected), "share",
               "A claim cites one of the expected articles."),
    ]  # fmt: skip


def _is_true(chat: Examined, claim: Claim, *, worded: bool) -> bool:
    """Compare a claim with the articles themselves, not with the copies that it brings along."""
    cited = [
        chat.article(one.span.article_id).text[one.span.start : one.span.end]
        for one in claim.sources
    ]
    is_quoted = claim.text in cited or (worded and bool(cited))
    return is_quoted and [source.quote for source in claim.sources] == cited


def _refusal_figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    answerable = [one for one in outcomes if one.facts]
    others = [one for one in outcomes if not one.facts]
    refused = [one for one in outcomes if one.is_refused]
    return [
        Figure("Refusal precision", _share(not one.facts for one in refused), len(refused),
               "share", "Of what was refused, the articles do not say it."),
        Figure("Refusal recall", _share(one.is_refused for one in others), len(others), "share",
               "Of what the articles do not say, it was refused."),
        Figure("False refusals", _share(one.is_refused for one in answerable), len(answerable),
               "share", "Of what the articles say, it was refused; the fewer the better."),
    ]  # fmt: skip


def _time_figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    times = [1000 * one.seconds for one in outcomes]
    late = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    return [
        Figure("Answer p50", median(times), len(times), "milliseconds",
               "Half of the answers took at most this long."),
        Figure("Answer p95", late, len(times), "milliseconds",
               "19 of 20 answers took at most this long."),
    ]  # fmt: skip


def _passages(count: int) -> str:
    return "passage" if count == 1 else f"{count} passages"


def _share(values: Iterable[bool]) -> float:
    return _mean(1.0 if value else 0.0 for value in values)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return mean(listed) if listed else 0.0


def add_eval_options(parser: argparse.ArgumentParser) -> None:
    """Add what ``rag eval`` takes besides the index folder."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "questions",
        nargs="?",
        type=Path,
        metavar="FILE",
        help='questions, one a line: {"question": "…", "article": "kallas.txt", "quote": "…"}',
    )
    what.add_argument(
        "--draft",
        nargs="?",
        type=_count,
        const=DRAFTED,
        metavar="COUNT",
        help=f"print questions made from the articles, to check and keep (default: {DRAFTED})",
    )
    what.add_argument(
        "--from-feedback",
        type=Path,
        metavar="FILE",
        help="print questions made from what was liked and disliked on the page",
    )
    parser.add_argument("--html", type=Path, help="write the report to this page, too")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    add_model_options(parser)


def run_eval(
    arguments: argparse.Namespace, progress: Progress = lambda stage, done, total: None
) -> int:
    """Run ``rag eval``: print a report, or lines for a file of questions.

    Raises:
        RagError: with what is to be done.
    """
    if arguments.from_feedback:
        return _print_lines(from_feedback(arguments.from_feedback))
    if arguments.draft:
        return _print_lines(draft(Chat(arguments.index).library, arguments.draft))
    questions = read_questions(arguments.questions)
    model = model_of(arguments)
    report = evaluate(
        Chat(arguments.index, model=model), questions, worded=model is not None, progress=progress
    )
    if arguments.html:
        _write(arguments.html, as_html(report))
    sys.stdout.write(figures_as_json(report) if arguments.json else as_markdown(report))
    return 0


def figures_as_json(report: Report) -> str:
    """Return the figures of a report by name, to compare one run with another."""
    figures = {
        one.name: {"value": round(one.value, 4), "of": one.of, "unit": one.unit}
        for one in report.figures
    }
    return json.dumps({"generation": report.generation, "figures": figures}, indent=1) + "\n"


def _print_lines(lines: Iterable[Line]) -> int:
    for line in lines:
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise RagError(
            f"{path} cannot be written ({error.strerror}).", fix="Name another file with --html."
        ) from None


def _count(written: str) -> int:
    if not written.isdigit() or int(written) == 0:
        raise argparse.ArgumentTypeError(f"{written!r} is no number above 0")
    return int(written)
