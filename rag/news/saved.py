"""The questions that are kept, and what was new for them: one file below the index folder.

    index/news.json     questions, articles known, and where each piece of news stands

News points into the articles and holds no copy of them: what an article that was removed or
rewritten had said is gone from it, too.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock

from rag.errors import BadQuestion, IndexDamaged, IndexUnwritable
from rag.index.files import read_text, write_whole
from rag.index.generations import current_generation

FILE = "news.json"
LOCK = ".news.lock"
# By hand.
MOST_QUESTIONS = 100
MOST_NEWS = 1_000
LONGEST_WAIT = 60.0  # seconds, for somebody else who finds out what is new
LONGEST_QUESTION = 1_000  # characters


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of news as it is kept: where its words stand."""

    question: str
    at: str  # when it was found out, in UTC: "2025-02-13T08:00:00+00:00"
    article: str  # its id
    text: str  # digest of the article's text
    start: int
    end: int
    speaker: str
    role: str
    words: str  # digest of the words, so that nothing is said twice


@dataclass(frozen=True, slots=True)
class Saved:
    """What is kept: questions in the order in which they were added, and their news."""

    questions: tuple[str, ...] = ()
    generation: str = ""  # of the index that was looked through last
    known: frozenset[str] = frozenset()  # digests of the articles that were there then
    news: tuple[Told, ...] = ()  # the oldest first


def read_saved(index: Path) -> Saved:
    """Return what is kept below an index folder.

    Raises:
        IndexMissing: there is no index.
        IndexDamaged: it cannot be read.
    """
    path = index / FILE
    try:
        given = json.loads(read_text(path))
        return Saved(
            tuple(map(str, given["questions"])),
            str(given["generation"]),
            frozenset(map(str, given["known"])),
            tuple(Told(**one) for one in given["news"]),
        )
    except FileNotFoundError:
        current_generation(index)
        return Saved()
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexDamaged(
            f"{path} cannot be read ({error}).", fix="Remove it, and add the questions again."
        ) from error


def write_saved(index: Path, saved: Saved) -> None:
    """Keep it."""
    given = {
        "questions": saved.questions,
        "generation": saved.generation,
        "known": sorted(saved.known),
        "news": [asdict(one) for one in saved.news[-MOST_NEWS:]],
    }
    write_whole(index / FILE, json.dumps(given, ensure_ascii=False, indent=1))


@contextmanager
def alone(index: Path) -> Iterator[None]:
    """Be the only one to change what is kept.

    Raises:
        IndexMissing: there is no index.
        IndexUnwritable: its folder may not be written to.
    """
    current_generation(index)
    try:
        with FileLock(index / LOCK, timeout=LONGEST_WAIT):
            yield
    except OSError as error:
        raise IndexUnwritable(
            f"{index} cannot be written ({error.strerror or error}).",
            fix="Questions are kept where the index is; name another with --index.",
        ) from error


def with_question(saved: Saved, question: str) -> Saved:
    """Return what is kept with one question more.

    Raises:
        BadQuestion: it is empty, too long or kept already, or there are too many.
    """
    question = " ".join(question.split())
    if not any(one.isalnum() for one in question):
        raise BadQuestion("There is no word in this question.", fix="Type what to ask.")
    if len(question) > LONGEST_QUESTION:
        raise BadQuestion(
            f"The question has {len(question)} characters.",
            fix=f"Ask with {LONGEST_QUESTION} at most.",
        )
    if question.casefold() in map(str.casefold, saved.questions):
        raise BadQuestion("This question is kept already.", fix="`rag watch list` lists them.")
    if len(saved.questions) >= MOST_QUESTIONS:
        raise BadQuestion(
            f"{MOST_QUESTIONS} questions are kept already.",
            fix="Remove one with `rag watch remove`.",
        )
    return replace(saved, questions=(*saved.questions, question))


def without_question(saved: Saved, number: int) -> Saved:
    """Return what is kept without a question, counted from 1, and its news.

    Raises:
        BadQuestion: there is none of that number.
    """
    if not 1 <= number <= len(saved.questions):
        raise BadQuestion(
            f"There is no question {number}.", fix="`rag watch list` lists them with their numbers."
        )
    question = saved.questions[number - 1]
    return replace(
        saved,
        questions=tuple(one for one in saved.questions if one != question),
        news=tuple(one for one in saved.news if one.question != question),
    )
