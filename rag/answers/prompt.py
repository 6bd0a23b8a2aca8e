"""What a language model is told and asked: the rules, the numbered evidence, the question.

The rules hold no sentence that could be an answer: a small model writes it down as one. What a
model repeats of them, or of the question, is found here.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from rag.answers.faithfulness import Cited, visible
from rag.language.dates import written_date
from rag.models.prompt_tokens import count_tokens

BUDGET = 3000  # tokens of evidence (by hand)
LONGEST_LABEL = 80  # characters of a name or a source (by hand)
FEWEST_REPEATED = 3  # words of a sentence that repeats the prompt; fewer occur by chance (by hand)
REMINDER = "Answer from the evidence; end each sentence with its number in square brackets."

_HARMLESS = str.maketrans("[]<>【】{}|#`", "()‹›()()/ '")
_TURN = re.compile(r"\b(system|assistant|user|developer|human|evidence|question)\s*[:：]", re.I)
_WORD = re.compile(r"\w+")


@cache
def rules() -> str:
    """Return the system message: the task of a model, and its rules."""
    return files("rag.answers").joinpath("prompt.txt").read_text(encoding="utf-8")


def prompt(question: str, evidence: Sequence[Cited]) -> str:
    """Return the user message: the evidence, numbered from 1, and the question."""
    lines = [_line(number, one) for number, one in enumerate(evidence, start=1)]
    asked = f"Question: {disarmed(question)}"
    return "\n".join(["<evidence>", *lines, "</evidence>", "", asked, REMINDER])


def within_budget(evidence: Sequence[Cited]) -> tuple[Cited, ...]:
    """Return as much of the first evidence as a model is to be sent, each source once."""
    kept: list[Cited] = []
    left = BUDGET
    for one in {one.source: one for one in evidence}.values():
        left -= count_tokens(_line(len(kept) + 1, one))
        if left < 0:
            break
        kept.append(one)
    return tuple(kept)


def disarmed(text: str) -> str:
    """Return a text on one line in which nothing looks like a part of a prompt.

    Invisible characters go; square and angle brackets, of which marks, delimiters and turns are
    made, become other ones; "System:" loses its colon.
    """
    return _TURN.sub(r"\1 –", " ".join(visible(text).translate(_HARMLESS).split()))


def repeats_prompt(sentence: str, question: str) -> bool:
    """Tell whether a sentence of a model is words of the rules or of the question."""
    words = _words(sentence)
    told = (rules(), REMINDER, question)
    return words.count(" ") > FEWEST_REPEATED and any(words in _words(one) for one in told)


def _words(text: str) -> str:
    """Return the words of a text with one space around each, to look for others in them."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _line(number: int, cited: Cited) -> str:
    article = cited.source.article
    speakers = dict.fromkeys(statement.speaker for statement in cited.statements)
    label = [f"said by {speaker[:LONGEST_LABEL]}" for speaker in speakers]
    label += [article.source[:LONGEST_LABEL], written_date(article.date)]
    told = disarmed(", ".join(part for part in label if part))
    return f"[{number}] ({told}) {disarmed(cited.source.quote)}"
