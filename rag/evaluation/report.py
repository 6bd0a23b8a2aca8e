"""Show what an evaluation found: figures first, then each failure beside what was expected."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import StrictUndefined, Template

from rag.answers.plain_text import introduced, shortened, told
from rag.evaluation.metrics import CAUSES, COLUMNS, Figure, Outcome

SHOWN_PASSAGES = 3
FOUND_CHARACTERS = 140  # of each


@dataclass(frozen=True, slots=True)
class Report:
    """The figures and the outcome of every question, in the order asked."""

    generation: str  # of the index that answered
    kinds: Mapping[str, Sequence[Figure]]  # by kind of question and for "all": see ``COLUMNS``
    figures: tuple[Figure, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def summary(self) -> str:
        """How many questions there were, and of which kinds."""
        total = len(self.outcomes)
        refusals = sum(1 for one in self.outcomes if not one.is_answerable)
        unchecked = sum(1 for one in self.outcomes if not one.question.is_checked)
        satisfied = sum(1 for one in self.outcomes if one.is_satisfied)
        text = (
            f"{total} questions, {refusals} of them not answered by the articles; "
            f"{satisfied} were satisfied, {total - satisfied} were not."
        )
        if unchecked:
            text += f" {unchecked} still carry a remark to check them."
        return text

    def failures(self) -> Iterator[tuple[str, list[Outcome]]]:
        """Yield each cause of failure with the questions that failed by it."""
        for cause in CAUSES:
            if failed := [one for one in self.outcomes if one.cause == cause]:
                yield cause, failed


def as_json(report: Report) -> str:
    """Return the figures of a report by name, to compare one run with another."""

    def given(figures: Sequence[Figure]) -> dict[str, dict[str, object]]:
        return {
            one.name: {"value": round(one.value, 4), "of": one.of, "unit": one.unit}
            for one in figures
        }

    kinds = {kind: given(figures) for kind, figures in report.kinds.items()}
    whole = {"generation": report.generation, "kinds": kinds, "figures": given(report.figures)}
    return json.dumps(whole, indent=1) + "\n"


def kinds_as_markdown(report: Report) -> list[str]:
    """Return the lines of the table by kind."""
    return [
        f"| {' | '.join(['kind', 'questions', *COLUMNS])} |",
        f"|---|{'--:|' * (1 + len(COLUMNS))}",
        *(f"| {' | '.join(map(_literal, cells))} |" for cells in _kind_rows(report)),
    ]


def _kind_rows(report: Report) -> Iterator[list[str]]:
    for kind, figures in report.kinds.items():
        yield [kind, str(figures[0].of), *(one.written for one in figures)]


def as_markdown(report: Report) -> str:
    """Return a report as Markdown; text of questions and articles is escaped."""
    lines = ["# Evaluation", "", _literal(report.summary), "", *kinds_as_markdown(report), ""]
    lines += [f"- {name}: {meaning}" for name, meaning in COLUMNS.items()]
    lines += ["", "| figure | value | of | what it is |", "|---|--:|--:|---|"]
    lines += [
        f"| {_literal(one.name)} | {one.written} | {one.of} | {_literal(one.meaning)} |"
        for one in report.figures
    ]
    for cause, failed in report.failures():
        lines += ["", f"## {_heading(cause, failed)}"]
        for outcome in failed:
            question = outcome.question
            lines += ["", f"### Line {question.line}: {_literal(question.text)}", ""]
            lines += ["| | wanted | shown |", "|---|---|---|"]
            lines += [
                f"| {name} | {_cell(expected)} | {_cell(shown)} |"
                for name, expected, shown in _compared(outcome)
            ]
            lines += ["", *(f"- {_literal(found)}" for found in _found(outcome))]
    return "\n".join(lines) + "\n"


def as_html(report: Report) -> str:
    """Return a report as one page without scripts that needs nothing else."""
    source = files("rag.evaluation").joinpath("report.html").read_text("utf-8")
    template = Template(
        source, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page: str = template.render(
        report=report,
        columns=COLUMNS,
        kinds=_kind_rows(report),
        heading=_heading,
        compared=_compared,
        found=_found,
    )
    return page


def _cell(parts: Sequence[str]) -> str:
    return "<br>".join(_literal(part) for part in parts)


def _literal(text: str) -> str:
    """Return text on one line in which Markdown sees no marks of its own."""
    return re.sub(r"([\\`*_\[\]<>|~$&])", r"\\\1", " ".join(text.split()))


def _heading(cause: str, failed: Sequence[Outcome]) -> str:
    return f"{cause[0].upper()}{cause[1:]} ({len(failed)})"


def _compared(outcome: Outcome) -> list[tuple[str, list[str], list[str]]]:
    """Return rows of a name, what was wanted and what was shown."""
    question, answer = outcome.question, outcome.answer
    wanted = [question.want]
    for words in question.accepted:
        wanted += ["or", *words] if words != question.accepted[0] else words
    shown = [introduced(one) for one in answer.claims]
    articles = dict.fromkeys(s.article.id for one in answer.claims for s in one.sources)
    rows = [
        ("words", wanted if question.articles else ["a refusal", question.want],
         [told(answer), *shown]),
        ("article", list(question.articles), list(articles)),
    ]  # fmt: skip
    if question.speaker:
        rows.append(("speaker", [question.speaker], [one.speaker for one in answer.claims[:1]]))
    return [
        (name, [one for one in expected if one], [one for one in got if one])
        for name, expected, got in rows
    ]


def _found(outcome: Outcome) -> Iterator[str]:
    """Yield where the wanted words were found, and what was found before them."""
    places = ", ".join(f"passage {rank}" if rank else "none" for rank in outcome.ranks)
    if places:
        yield f"Wanted words were found in: {places} (of {len(outcome.answer.passages)})."
    for rank, passage in enumerate(outcome.answer.passages[:SHOWN_PASSAGES], start=1):
        text = shortened(passage.text, FOUND_CHARACTERS)
        yield f"Passage {rank}, score {passage.score:.2f}, {passage.article.id}: {text}"
