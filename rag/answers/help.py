"""The answers to what asks nothing of the articles: a greeting, thanks, what can be asked here."""

from collections.abc import Sequence

from rag.questions.answer_form import Help, help_asked
from rag.records import Answer, Asked

HELP = (
    "This chat answers questions about the articles in its folder, in their own words, and every "
    "sentence opens its article at the place it was taken from."
)
OTHER_LANGUAGE = (
    "Questions are understood in English only. Please ask in English, with names as the articles "
    "write them."
)
_BEFORE: dict[Help, str] = {
    "greeting": "Hello! ",
    "thanks": "You are welcome. ",
    "program": "",
    "nothing": "Please ask a whole question. ",
}


def help_answer(asked: Asked, examples: Sequence[str], generation: str) -> Answer:
    """Return what can be asked here, with questions that the articles answer."""
    offered = " Ask for example: " + " ".join(f"“{one}”" for one in examples) if examples else ""
    return Answer(
        asked=asked,
        claims=(),
        citations=(),
        passages=(),
        grade="answered",
        note=_BEFORE[help_asked(asked.question)] + HELP + offered,
        generation=generation,
        form="help",
    )
