"""Bring back what a conversation was about from the questions alone, for one that leans on them."""

from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock

from rag.api.chatbot import Chatbot
from rag.errors import BadQuestion
from rag.records import Answer

TURNS_BACK = 6  # as many as a question looks back on
KEPT = 16  # answers, by hand: they hold the articles they cite


class Recall:
    """Answers the earlier questions of a conversation again.

    A program that asks sends along what was said before, and it could be anything: instead of
    believing it, the questions are asked again, in the articles' words alone. Their answers are
    kept for a while, since most come again with the next question.
    """

    def __init__(self, chat: Chatbot) -> None:
        self._chat = chat
        self._kept: OrderedDict[tuple[str, ...], Answer] = OrderedDict()
        self._lock = Lock()

    def answers(self, questions: Sequence[str]) -> tuple[Answer, ...]:
        """Return the answers to the last of the questions, each asked after those before it."""
        asked = questions[-TURNS_BACK:]
        answers: list[Answer] = []
        for count, question in enumerate(asked, start=1):
            with suppress(BadQuestion):  # it was refused when it was asked, too
                answers.append(self._answer(tuple(asked[:count]), question, answers))
        return tuple(answers)

    def _answer(
        self, conversation: tuple[str, ...], question: str, before: Sequence[Answer]
    ) -> Answer:
        with self._lock:
            answer = self._kept.get(conversation)
        if answer is None or answer.generation != self._chat.generation:
            answer = self._chat.quoted(question, before=before)
        with self._lock:
            self._kept[conversation] = answer
            self._kept.move_to_end(conversation)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return answer
