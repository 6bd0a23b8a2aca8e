"""Files of questions with what is expected of their answers, to measure a chat by.

One JSON object a line:

    {"question": "What did Kallas say about a quick fix?", "article": "europe.txt",
     "quote": "Any quick fix is a dirty deal", "speaker": "Kaja Kallas"}
    {"question": "Who won the election in Peru?", "answerable": false}
    {"kind": "follow", "turns": [{"question": "Who leads NATO?", …}, {"question": "since when", …}]}

``article`` is an id as ``rag list`` prints it or the article's url, or a list of them when the
words may stand in any of them. ``quote`` is a few exact words, at most a sentence, or a list of
them when all are needed. ``alternatives`` is a list of such lists: other words that are as right.
``speaker`` is whose words they are, or would be. ``kind`` is a word by which the figures are told
apart; of an "overview" half of the needed words will do. ``want`` says in a sentence what a right
answer says, for who reads the report. ``turns`` are the questions of a conversation, each asked
with the answers before it. ``check`` is a remark for people: the lines made here carry one that
says what is to be looked at; ``note`` is one that stays.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from rag.errors import RagError
from rag.language.sentences import sentence_bounds

KEYS = (
    "question", "kind", "answerable", "want", "article", "quote", "alternatives", "speaker",
    "turns", "note", "check",
)  # fmt: skip
UNNAMED, NOT_SAID = "question", "none"  # kinds of lines that name none
MOST_PROBLEMS = 5  # bad lines that one error names

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked and what is expected."""

    line: int  # in its file, from 1
    text: str
    kind: str  # what its figures are counted under; "… 1st" for the first of a conversation
    follows: bool  # asked with the answers to the questions of the same line before it
    articles: tuple[str, ...]  # ids or addresses; empty: the articles do not answer
    accepted: tuple[tuple[str, ...], ...]  # each a set of words that is right; empty: any words
    speaker: str  # may be empty
    want: str  # a sentence for people; may be empty
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
            questions += _questions(number, _object(line))
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


def _questions(number: int, given: Mapping[str, Any]) -> list[Question]:
    """Return the one question of a line, or those of a conversation."""
    if "turns" not in given:
        return [_question(number, given)]
    turns = given["turns"]
    if not isinstance(turns, list) or not turns or not all(isinstance(one, dict) for one in turns):
        raise ValueError(f'"turns" is a list of objects with a "question" each, not {turns!r}')
    if nested := [one for one in turns if "turns" in one]:
        raise ValueError(f'a turn has no "turns" of its own, as {nested[0]["turns"]!r}')
    kind = _text(given, "kind") or "follow"
    return [
        _question(number, {**turn, "kind": kind if place else f"{kind} 1st"}, follows=place > 0)
        for place, turn in enumerate(turns)
    ]


def _question(number: int, given: Mapping[str, Any], *, follows: bool = False) -> Question:
    if unknown := [key for key in given if key not in KEYS]:
        raise ValueError(f"the key {unknown[0]!r} is not one of {', '.join(KEYS)}")
    text = _text(given, "question")
    if not has_words(text):
        raise ValueError('"question" has no words')
    answerable = given.get("answerable", True)
    if not isinstance(answerable, bool):
        raise ValueError(f'"answerable" is true or false, not {answerable!r}')
    question = Question(
        line=number,
        text=text,
        kind=_text(given, "kind") or (UNNAMED if answerable else NOT_SAID),
        follows=follows,
        articles=_texts(given, "article"),
        accepted=tuple(words for words in (_texts(given, "quote"), *_alternatives(given)) if words),
        speaker=_text(given, "speaker"),
        want=_text(given, "want"),
        is_checked=not _text(given, "check"),
    )
    if answerable and not question.articles:
        raise ValueError(
            'an "article" (an id as `rag list` prints it) or "answerable": false is missing'
        )
    if not answerable and (question.articles or question.accepted):
        raise ValueError('"answerable" is false, so no article or quote can be expected')
    return question


def _alternatives(given: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    sets = given.get("alternatives", [])
    if not isinstance(sets, list) or not all(isinstance(one, list) for one in sets):
        raise ValueError(f'"alternatives" is a list of lists of texts, not {sets!r}')
    for one in sets:
        yield _texts({"alternatives": one}, "alternatives")


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
    if not all(map(has_words, values)):
        raise ValueError(f'"{key}" has no words')
    return tuple(one.strip() for one in values)


def plain(text: str) -> str:
    """Return a text as its words are compared: small letters, one kind of marks and spaces."""
    return " ".join(text.casefold().translate(_ALIKE).split())


def has_words(text: str) -> bool:
    """Tell whether a text has a letter or a digit."""
    return any(character.isalnum() for character in text)


_ALIKE = str.maketrans(dict.fromkeys("\"“”„‟«»‹›'‘’‚‛`´", "'") | dict.fromkeys("‐‑‒–—―−", "-"))


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
        "quote": list(dict.fromkeys(filter(has_words, quotes))),
        "check": check,
    }
