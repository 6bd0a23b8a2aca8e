"""Files of questions with what is expected of their answers, to measure a chat by.

One JSON object a line:

    {"question": "What did Kallas say about a quick fix?", "article": "europe.txt",
     "quote": "Any quick fix is a dirty deal", "speaker": "Kaja Kallas"}
    {"question": "Who won the election in Peru?", "answerable": false}

``article`` is an id as ``rag list`` prints it, or a list of ids when the words may stand in any
of them. ``quote`` is a few exact words, at most a sentence, or a list of them when several facts
are wanted. ``speaker`` is whose words they are. ``check`` is a remark for people: the lines made
here carry one that says what is to be looked at.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from rag.errors import RagError
from rag.language.sentences import sentence_bounds
from rag.records import Article, Span

KEYS = ("question", "article", "quote", "answerable", "speaker", "check")
MOST_PROBLEMS = 5  # bad lines that one error names

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked and what is expected."""

    line: int  # in its file, from 1
    text: str
    articles: tuple[str, ...]  # ids; empty: the articles do not answer
    quotes: tuple[str, ...]  # all wanted, each in any of the articles; empty: any words of them
    speaker: str  # may be empty
    is_checked: bool  # False while the line carries a remark on what to look at


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read a file of questions, one JSON object a line; empty lines do not count.

    Raises:
        RagError: the file cannot be read, holds no question, or some lines are not as they
            should be; names up to five of them.
    """
    questions: list[Question] = []
    problems: list[str] = []
    for number, line in _lines(path):
        try:
            questions.append(_question(number, _object(line)))
        except ValueError as problem:
            problems.append(f"line {number}: {problem}")
    if problems:
        more = f"; and {len(problems) - MOST_PROBLEMS} more" if problems[MOST_PROBLEMS:] else ""
        raise RagError(
            f"{path} cannot be used: {'; '.join(problems[:MOST_PROBLEMS])}{more}.",
            fix="Correct or remove these lines.",
        )
    if not questions:
        raise RagError(
            f"{path} holds no question.", fix="`rag eval --draft` writes some to start from."
        )
    return tuple(questions)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RagError(
            f"{path} is not UTF-8 text (byte {error.start:,}).", fix="Save it as UTF-8."
        ) from None
    except OSError as error:
        raise RagError(
            f"{path} cannot be read ({error.strerror}).",
            fix="Name a file of questions; `rag eval --draft` writes one to start from.",
        ) from None
    # Not splitlines(): JSON allows separators such as U+2028 inside its strings.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _object(line: str) -> Line:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON ({error.msg} at character {error.colno})") from None
    json.dumps(value, ensure_ascii=False).encode()  # halves of characters raise a ValueError
    if not isinstance(value, dict):
        raise ValueError('not an object like {"question": "…", "article": "…", "quote": "…"}')
    return value


def _question(number: int, given: Mapping[str, Any]) -> Question:
    if unknown := [key for key in given if key not in KEYS]:
        raise ValueError(f"the key {unknown[0]!r} is not one of {', '.join(KEYS)}")
    text = _text(given, "question")
    if not any(character.isalnum() for character in text):
        raise ValueError('"question" has no words')
    articles, quotes = _texts(given, "article"), _texts(given, "quote")
    speaker = _text(given, "speaker")
    answerable = given.get("answerable", True)
    if not isinstance(answerable, bool):
        raise ValueError(f'"answerable" is true or false, not {answerable!r}')
    if answerable and not articles:
        raise ValueError(
            'an "article" (an id as `rag list` prints it) or "answerable": false is missing'
        )
    if not answerable and (articles or quotes or speaker):
        raise ValueError('"answerable" is false, so no article, quote or speaker can be expected')
    return Question(number, text, articles, quotes, speaker, not _text(given, "check"))


def _text(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f'"{key}" is a text, not {value!r}')
    return value.strip()


def _texts(given: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = given.get(key, [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise ValueError(f'"{key}" is a text or a list of texts, not {value!r}')
    if not all(_content(one) for one in values):
        raise ValueError(f'"{key}" has no words')
    return tuple(one.strip() for one in values)


_MARKS = "\"“”„‟«»‹›'‘’‚‛`´"
_DASHES = "-‐‑‒–—―−"
_ALIKE = dict.fromkeys(_MARKS, f"[{_MARKS}]") | dict.fromkeys(_DASHES, f"[{_DASHES}]")


def places_of(quote: str, article: Article) -> tuple[Span, ...]:
    """Return where words stand in an article, as whole words and numbers.

    Letter case, line breaks, the kind of quotation marks and dashes, and the punctuation around
    the words do not matter.
    """
    words = _content(quote)
    pattern = r"\s+".join(
        "".join(_ALIKE.get(character, re.escape(character)) for character in word)
        for word in words.split()
    )
    before = r"(?<!\w)(?<!\d[.,])" if words[0].isalnum() else ""
    after = r"(?!\w|[.,]\d)" if words[-1].isalnum() else ""
    found = re.finditer(before + pattern + after, article.text, re.IGNORECASE)
    return tuple(Span(article.id, *match.span()) for match in found)


def _content(quote: str) -> str:
    """Return a quotation without the punctuation around it; a currency sign stays."""
    return quote.strip(f" \t\n\r.,;:!?…()[]{_MARKS}{_DASHES}")


def from_feedback(path: Path) -> Iterator[Line]:
    """Yield lines for a file of questions from what was liked and disliked on the page.

    Each line of feedback has a "question", whether it was "liked", a "word" about it, how the
    answer was "grounded", and its "claims", each a "text" with "sources" of article, start and
    end. Of several verdicts on one question the last counts. A like expects the claims,
    sentence by sentence, or a refusal where there was one. A dislike lacks what is expected: it
    is to be completed.

    Raises:
        RagError: the file cannot be read, or a line of it is no feedback.
    """
    last: dict[str, Line] = {}
    for number, line in _lines(path):
        try:
            given = _object(line)
            made = _from_verdict(given, [(one["text"], one["sources"]) for one in given["claims"]])
        except (ValueError, TypeError, KeyError) as problem:
            said = f"{problem} is missing" if isinstance(problem, KeyError) else problem
            raise RagError(
                f"{path}, line {number}, is no feedback: {said}.", fix="Remove this line."
            ) from None
        last.pop(made["question"], None)
        last[made["question"]] = made
    yield from last.values()


def _from_verdict(given: Mapping[str, Any], claims: Sequence[tuple[str, list[Any]]]) -> Line:
    question, liked, grounded = given["question"], given["liked"], given["grounded"]
    said = f"“{given['word']}”. " if given.get("word") else ""
    if filters := parse_qsl(str(given.get("filters", "")).removeprefix("?")):
        named = ", ".join(" ".join(pair) for pair in filters)
        said += f"Asked with filters ({named}), which do not count here. "
    if not liked or not grounded:  # without a word on its ground it was no answer but an error
        shown = " / ".join(text for text, _ in claims) or "nothing"
        check = f'Put in "article" and "quote", or "answerable": false. Shown was: {shown}'
        return {"question": question, "check": f"Disliked. {said}{check}"}
    check = f"Liked. {said}Is everything here expected?"
    if grounded == "no":
        return {"question": question, "answerable": False, "check": check}
    # Sentence by sentence: what was shown as one claim may be shown as two another time.
    quotes = [text[start:end] for text, _ in claims for start, end in sentence_bounds(text)]
    return {
        "question": question,
        "article": list(dict.fromkeys(article for _, at in claims for article, _, _ in at)),
        "quote": list(dict.fromkeys(quote for quote in quotes if _content(quote))),
        "check": check,
    }
