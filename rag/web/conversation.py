"""Take a conversation on the page further: ask, stop, begin anew.

Values in, values out: a conversation is a tuple of turns, and every function returns the next
one. Only ``Visit`` changes, for what happens while an answer is being made.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from secrets import token_urlsafe
from typing import Any, Literal

from rag.errors import BadQuestion, RagError
from rag.records import Answer, Filters
from rag.web.chatbot import Chatbot
from rag.web.understood import carried_by, read_day, read_link, remove_filter, without

MAX_QUESTION = 5000  # characters the page takes in; the chat may allow fewer
MAX_TURNS = 20  # of one conversation; the oldest leave first


@dataclass(frozen=True, slots=True)
class PageTurn:
    """One question of a conversation and what became of it.

    While the search runs there is neither an answer nor trouble.
    """

    number: int  # rises within a conversation and is never used again
    question: str
    filters: Filters  # what the person set, not what was understood
    answer: Answer | None
    trouble: RagError | None
    state: Literal["working", "done", "stopped"]
    after: int = 0  # the number of the last turn it follows on; 0 for none
    dropped: tuple[str, ...] = ()  # what was carried over from before and taken out
    writer: str = ""  # the language model that words the answer; empty: it is quoted
    beside: bool = False  # typed at once with the question before it

    @property
    def searched(self) -> str:
        """The question that was searched where it is not the one typed, else nothing."""
        asked = self.answer.asked if self.answer else None
        return asked.question if asked and asked.carried else ""


Turns = tuple[PageTurn, ...]


@dataclass(slots=True)
class Visit:
    """A visitor's conversation, and what they did to answers that are still being made.

    The one thing here that changes: the handler that stops an answer and the one that makes
    it run at the same time, and this is what they share.
    """

    key: str = field(default_factory=token_urlsafe)  # known to the visitor's browser alone
    turns: Turns = ()
    size: int = 0  # characters of the articles that ``turns`` hold on to
    used: float = 0.0  # when, by the clock of whoever keeps it
    owner: str = ""  # for whom it is kept on this computer; empty: for nobody

    asked: int = 0  # the number of the newest turn
    stopped: int = 0  # turns up to this number shall not grow any more
    cleared: int = 0  # turns up to this number shall not be shown any more
    counted: int = 0  # the number of the newest counting of the filters' values


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question to ask, and where in the conversation its answer goes."""

    question: str
    filters: Filters
    replaces: int = 0  # the number of the turn it takes the place of
    dropped: tuple[str, ...] = ()  # words that are not to be carried over from before
    resets: Filters | None = None  # what the page's filters shall be set to
    beside: bool = False  # typed at once with the question before it


def answer(
    chat: Chatbot, visit: Visit, turns: Turns, wanted: Wanted, *, writer: str = ""
) -> Iterator[Turns]:
    """Ask, and yield the conversation each time its last turn has grown.

    ``writer`` is the language model that words the answer, empty for none.

    Several questions typed at once are several turns, each following on the one before. An
    answer that is still being made is stopped, and one to a question asked later takes over.
    What takes an earlier turn's place leans on the turns that one leant on, and no later ones.
    """
    first, *others = chat.separate(wanted.question.strip())
    beside = [Wanted(question, wanted.filters, beside=True) for question in others]
    for one in (replace(wanted, question=first), *beside):
        for grown in _answer(chat, visit, turns, one, writer):
            turns = grown
            yield turns
        if not turns or turns[-1].state != "done":
            return


def _answer(
    chat: Chatbot, visit: Visit, turns: Turns, wanted: Wanted, writer: str
) -> Iterator[Turns]:
    """Ask one question; see ``answer``."""
    question = wanted.question
    turns = stop(visit, turns)
    # Enter pressed twice: the first is forgotten.
    if turns and (turns[-1].state, turns[-1].question) == ("stopped", question):
        turns = turns[:-1]
    visit.asked += 1
    after = _after(turns, wanted.replaces)
    # Only the last answer gives way to its successor: later ones stay where they are.
    if turns and turns[-1].number == wanted.replaces:
        turns = turns[:-1]
    turns = turns[1 - MAX_TURNS :]
    shown = question[:MAX_QUESTION]
    turn = PageTurn(
        visit.asked,
        shown,
        wanted.filters,
        None,
        None,
        "working",
        after,
        dropped=wanted.dropped,
        writer=writer,
        beside=wanted.beside,
    )
    yield (*turns, turn)
    try:
        if len(question) > MAX_QUESTION:
            raise BadQuestion(
                f"The question has {len(question):,} characters.",
                fix=f"Ask in fewer than {MAX_QUESTION:,}.",
            )
        before = [one.answer for one in turns if one.number <= after and one.answer]
        for grown in chat.stream(question, wanted.filters, before=before, dropped=wanted.dropped):
            turn = replace(turn, answer=grown)
            if visit.stopped >= turn.number:
                break
            yield (*turns, turn)
    except Exception as error:
        turn = replace(turn, trouble=as_trouble(error))
    if visit.asked > turn.number:
        return  # a later question has taken this turn over
    if visit.cleared >= turn.number:
        yield ()
    else:
        yield (*turns, replace(turn, state="stopped" if visit.stopped >= turn.number else "done"))


def _after(turns: Turns, replaces: int) -> int:
    """Return the number of the last turn that a question follows on; 0 for none."""
    for turn in turns:
        if turn.number == replaces:
            return turn.after
    return turns[-1].number if turns else 0


def stop(visit: Visit, turns: Turns) -> Turns:
    """Let the last turn grow no further, if it was still being answered."""
    visit.stopped = visit.asked
    if not turns or turns[-1].state != "working":
        return turns
    return (*turns[:-1], replace(turns[-1], state="stopped"))


def clear(visit: Visit) -> Turns:
    """Start anew: what is asked from now on is another conversation."""
    visit.stopped = visit.cleared = visit.asked
    visit.key = token_urlsafe()
    return ()


def as_trouble(error: Exception) -> RagError:
    """Turn any error into a sentence; the details of an unforeseen one go to the log."""
    if isinstance(error, RagError):
        return error
    logging.getLogger(__name__).error("while answering", exc_info=error)
    return RagError(
        "Something went wrong on the server.",
        fix="The details are in the terminal where the page was started. Try again.",
    )


def wanted(turns: Turns, action: dict[str, Any], filters: Filters) -> Wanted | None:
    """Read what a button of the page asks for; None for what makes no sense."""
    kind = action.get("action")
    if kind == "ask":
        return Wanted(str(action.get("question", "")), filters)
    if kind == "link":
        linked = read_link(str(action.get("search", "")))
        return Wanted(*linked, resets=linked[1]) if linked else None
    found = [turn for turn in turns if turn.number == action.get("turn")]
    if not found:
        return None
    turn = found[0]
    if kind == "retry":
        return Wanted(turn.question, turn.filters, turn.number, turn.dropped)
    if kind == "edit":
        return Wanted(str(action.get("question", "")), turn.filters, turn.number)
    if kind == "widen":
        return Wanted(turn.question, Filters(), turn.number, turn.dropped, Filters())
    if kind == "during":
        since, until = (read_day(str(action.get(one, ""))) for one in ("since", "until"))
        narrowed = replace(turn.filters, since=since, until=until)
        return Wanted(turn.question, narrowed, turn.number, turn.dropped, narrowed)
    return _without(turn, str(action.get("chip"))) if kind == "without" else None


def _without(turn: PageTurn, chip: str) -> Wanted | None:
    """Ask again without a part of what was understood, in the words typed where they allow it."""
    if turn.answer is None:
        return None
    asked = turn.answer.asked
    if carried := carried_by(asked, chip):
        dropped = (*turn.dropped, carried)
        return Wanted(turn.question, turn.filters, turn.number, dropped)
    left = without(asked, chip)
    if left is None:
        return None
    resets = remove_filter(turn.filters, asked.filters, chip)
    if resets != turn.filters:  # it was set beside the question, which stays as it is
        return Wanted(turn.question, resets, turn.number, turn.dropped, resets)
    return Wanted(*left, replaces=turn.number, resets=resets)
