"""What an evaluation found, and how it reads: figures first, then what went wrong."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from rag.answers.plain_text import shortened, told
from rag.evaluation.question_files import Question
from rag.language.person_names import name_words, same_person
from rag.questions.asked_speakers import words_of
from rag.records import Answer, Claim, Passage, Span

LOOKED_AT = 10  # passages in which the expected words are looked for
SHOWN_PASSAGES = 3
FOUND_CHARACTERS = 140  # of each

NOT_SAID = "answered, though the articles do not say it"
REFUSED = "refused, though the articles say it"
OFFERED = "refused, though the expected words were offered"
NOT_FOUND = "the passage was not found"
OTHER_WORDS = "another sentence was shown first"
NO_SPEAKER = "the expected speaker was not named"
INCOMPLETE = "not every fact was shown"
UNRANKED = "shown, though its passage was not found"
CAUSES = (NOT_SAID, REFUSED, OFFERED, NOT_FOUND, OTHER_WORDS, NO_SPEAKER, INCOMPLETE, UNRANKED)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is wanted: words, wherever they stand, or any words of some articles."""

    words: str  # empty: any of the articles
    places: tuple[Span, ...]  # where the words stand, or the whole articles

    def is_held_by(self, span: Span) -> bool:
        """Tell whether a span has all of the words, or is of one of the articles."""
        if self.words:
            return any(span.covers(place) for place in self.places)
        return any(place.covers(span) for place in self.places)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question."""

    question: Question
    facts: tuple[Fact, ...]  # empty: a refusal is expected
    answer: Answer
    passages: tuple[Passage, ...]  # best first
    seconds: float  # that the answer took

    @property
    def ranks(self) -> tuple[int, ...]:
        """The rank of the first passage with each fact, from 1; 0 where none has it."""
        return tuple(_first(fact, [one.chunk.span for one in self.passages]) for fact in self.facts)

    @property
    def first_rank(self) -> int:
        """The rank of the first passage with any fact, from 1; 0 where none has one."""
        return min((rank for rank in self.ranks if rank), default=0)

    @property
    def is_refused(self) -> bool:
        """Tell whether the answer is that the articles do not say."""
        return self.answer.grade != "answered"

    @property
    def is_right_first(self) -> bool:
        """Tell whether the first thing shown has the words of a fact."""
        claims = () if self.is_refused else self.answer.claims[:1]
        return any(_shows(claim, fact) for claim in claims for fact in self.facts)

    @property
    def is_complete(self) -> bool:
        """Tell whether all facts are shown somewhere in the answer."""
        return not self.is_refused and all(self._is_shown(fact) for fact in self.facts)

    def _is_shown(self, fact: Fact) -> bool:
        return any(_shows(claim, fact) for claim in self.answer.claims)

    @property
    def is_speaker_right(self) -> bool:
        """Tell whether the first thing shown is said to be the expected speaker's."""
        return any(_names(claim, self.question.speaker) for claim in self.answer.claims[:1])

    @property
    def cause(self) -> str:
        """What went wrong, the gravest for the reader of ``CAUSES``; empty when nothing did."""
        if not self.facts:
            return "" if self.is_refused else NOT_SAID
        right = 1 <= self.first_rank <= LOOKED_AT
        checks = (
            (self.is_refused and not any(map(self._is_shown, self.facts)), REFUSED),
            (self.is_refused, OFFERED),
            (not self.is_right_first and not right, NOT_FOUND),
            (not self.is_right_first, OTHER_WORDS),
            (bool(self.question.speaker) and not self.is_speaker_right, NO_SPEAKER),
            (not self.is_complete, INCOMPLETE),
            (not right, UNRANKED),
        )
        return next((cause for failed, cause in checks if failed), "")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure over the questions that it can be taken of."""

    name: str
    value: float  # a share or a reciprocal rank in [0, 1], or milliseconds; 0 when ``of`` is 0
    of: int  # how many questions, claims or sources it is taken of
    unit: Literal["share", "milliseconds"]
    meaning: str  # a sentence

    @property
    def written(self) -> str:
        """The value as it is read: ``.90``, ``25 ms``, or a dash where there is none."""
        if not self.of:
            return "–"
        if self.unit == "milliseconds":
            return f"{self.value:.0f} ms" if self.value >= 10 else f"{self.value:.1f} ms"
        return f"{self.value:.3f}"


@dataclass(frozen=True, slots=True)
class Report:
    """The figures and the outcome of every question, in the order asked."""

    generation: str  # of the index that answered
    figures: tuple[Figure, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def summary(self) -> str:
        """How many questions there were, and of which kinds."""
        total = len(self.outcomes)
        refusals = sum(1 for one in self.outcomes if not one.facts)
        unchecked = sum(1 for one in self.outcomes if not one.question.is_checked)
        failed = sum(1 for one in self.outcomes if one.cause)
        text = (
            f"{total} questions, {refusals} of them not answered by the articles; "
            f"{total - failed} went as expected, {failed} did not."
        )
        if unchecked:
            text += f" {unchecked} still carry a remark to check them."
        return text

    def failures(self) -> Iterator[tuple[str, list[Outcome]]]:
        """Yield what went wrong with the questions it went wrong with."""
        for cause in CAUSES:
            if failed := [one for one in self.outcomes if one.cause == cause]:
                yield cause, failed


def as_markdown(report: Report) -> str:
    """Return a report as Markdown; text of questions and articles is escaped."""
    lines = ["# Evaluation", "", _literal(report.summary), ""]
    lines += ["| figure | value | of | what it is |", "|---|--:|--:|---|"]
    lines += [
        f"| {_literal(one.name)} | {one.written} | {one.of} | {_literal(one.meaning)} |"
        for one in report.figures
    ]
    for cause, failed in report.failures():
        lines += ["", f"## {_heading(cause, failed)}"]
        for outcome in failed:
            question = outcome.question
            lines += ["", f"### Line {question.line}: {_literal(question.text)}", ""]
            lines += ["| | expected | shown |", "|---|---|---|"]
            lines += [
                f"| {name} | {_cell(expected)} | {_cell(shown)} |"
                for name, expected, shown in _compared(outcome)
            ]
            lines += ["", *(f"- {_literal(found)}" for found in _found(outcome))]
    return "\n".join(lines) + "\n"


_STYLE = """
:root { color-scheme: light dark; --line: #d0d4da; --soft: #f5f6f8; --wrong: #b3261e }
@media (prefers-color-scheme: dark) {
  :root { --line: #3a3f47; --soft: #22262c; --wrong: #ff9d95 }
}
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left;
  vertical-align: top }
th { background: var(--soft) }
.figures td:nth-child(2), .figures td:nth-child(3) { text-align: right; white-space: nowrap }
.compared { table-layout: fixed; overflow-wrap: anywhere }
.compared th:first-child { width: 4.5rem }
@media (max-width: 40rem) { th, td { padding: .2rem .3rem } body { font-size: 14px } }
h2 { color: var(--wrong); margin-top: 2.5rem }
h3 { margin: 2rem 0 0; font-size: 1.05rem }
ul { margin: .3rem 0; padding-left: 1.2rem; font-size: .9rem }
td p { margin: 0 0 .4rem }
"""


def as_html(report: Report) -> str:
    """Return a report as one page without scripts that needs nothing else."""
    figures = "".join(
        f"<tr><td>{escape(one.name)}</td><td>{one.written}</td><td>{one.of}</td>"
        f"<td>{escape(one.meaning)}</td></tr>\n"
        for one in report.figures
    )
    failures = "".join(
        f"<h2>{escape(_heading(cause, failed))}</h2>\n" + "".join(map(_failure, failed))
        for cause, failed in report.failures()
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>Evaluation</title>\n<style>{_STYLE}</style>\n"
        f"<h1>Evaluation</h1>\n<p>{escape(report.summary)}</p>\n"
        '<table class="figures">\n<tr><th>figure</th><th>value</th><th>of</th>'
        f"<th>what it is</th></tr>\n{figures}</table>\n{failures}</html>\n"
    )


def _failure(outcome: Outcome) -> str:
    rows = "".join(
        f"<tr><th>{name}</th>{_html_cell(expected)}{_html_cell(shown)}</tr>\n"
        for name, expected, shown in _compared(outcome)
    )
    found = "".join(f'<li dir="auto">{escape(one)}</li>\n' for one in _found(outcome))
    question = outcome.question
    return (
        f'<h3 dir="auto">Line {question.line}: {escape(question.text)}</h3>\n'
        '<table class="compared">\n<tr><th></th><th>expected</th><th>shown</th></tr>\n'
        f"{rows}</table>\n<ul>\n{found}</ul>\n"
    )


def _html_cell(parts: Sequence[str]) -> str:
    return "<td>" + "".join(f'<p dir="auto">{escape(part)}</p>' for part in parts) + "</td>"


def _cell(parts: Sequence[str]) -> str:
    return "<br>".join(_literal(part) for part in parts)


def _literal(text: str) -> str:
    """Return text on one line in which Markdown sees no marks of its own."""
    return re.sub(r"([\\`*_\[\]<>|~$&])", r"\\\1", " ".join(text.split()))


def _heading(cause: str, failed: Sequence[Outcome]) -> str:
    return f"{cause[0].upper()}{cause[1:]} ({len(failed)})"


def _compared(outcome: Outcome) -> list[tuple[str, list[str], list[str]]]:
    """Return rows of a name, what was expected and what was shown."""
    question, answer = outcome.question, outcome.answer
    wanted = [fact.words for fact in outcome.facts if fact.words]
    shown = [f"{one.speaker}: {one.text}".removeprefix(": ") for one in answer.claims]
    articles = dict.fromkeys(s.article.id for one in answer.claims for s in one.sources)
    rows = [
        ("words", wanted if outcome.facts else ["a refusal"], [told(answer), *shown]),
        ("article", list(question.articles), list(articles)),
    ]
    if question.speaker:
        rows.append(("speaker", [question.speaker], [one.speaker for one in answer.claims[:1]]))
    return [
        (name, [one for one in expected if one], [one for one in got if one])
        for name, expected, got in rows
    ]


def _found(outcome: Outcome) -> Iterator[str]:
    """Yield where the facts were found, and what was found before them."""
    for fact, rank in zip(outcome.facts, outcome.ranks, strict=True):
        name = f"“{fact.words}”" if fact.words else "The article"
        place = f"is in passage {rank}" if rank else f"is in none of {len(outcome.passages)}"
        yield f"{name} {place}."
    for rank, passage in enumerate(outcome.passages[:SHOWN_PASSAGES], start=1):
        text = shortened(passage.text, FOUND_CHARACTERS)
        yield f"Passage {rank}, score {passage.score:.2f}, {passage.article.id}: {text}"


def _first(fact: Fact, spans: Sequence[Span]) -> int:
    return next((rank for rank, span in enumerate(spans, 1) if fact.is_held_by(span)), 0)


def _shows(claim: Claim, fact: Fact) -> bool:
    return any(fact.is_held_by(source.span) for source in claim.sources)


def _names(claim: Claim, speaker: str) -> bool:
    """Tell whether a claim is said to be a speaker's: by its speaker, else by name in its text."""
    if claim.speaker:
        return same_person(claim.speaker, speaker)
    return {*name_words(speaker)[-1:]} <= {*name_words(" ".join(words_of(claim.text)))}
