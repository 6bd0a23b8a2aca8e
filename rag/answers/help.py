"""The answer to a greeting, to thanks, and to what can be asked: help, and nothing claimed."""

from collections.abc import Sequence

from rag.records import Answer, Asked

HELP = (
    "This chat answers questions about the articles in its folder, in their own words, and every "
    "sentence opens its article at the place it was taken from."
)


def help_answer(asked: Asked, examples: Sequence[str], generation: str) -> Answer:
    """Return what can be asked here, with questions that the articles answer."""
    offered = " Ask for example: " + " ".join(f"“{one}”" for one in examples) if examples else ""
    return Answer(
        asked=asked,
        claims=(),
        citations=(),
        passages=(),
        grade="answered",
        note=HELP + offered,
        generation=generation,
        form="help",
    )
