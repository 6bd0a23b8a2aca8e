"""Write an answer as plain text, as Markdown, and as a line of feedback."""

import json
from dataclasses import astuple
from datetime import datetime

from rag.answers.plain_text import escaped, printed
from rag.answers.plain_text import markdown as answer_as_markdown
from rag.web.conversation import PageTurn
from rag.web.understood import link


def plain(turn: PageTurn) -> str:
    """Write an answer with its sources as plain text, for the clipboard."""
    if turn.answer is None:
        return turn.question
    return "\n".join([turn.question, *_searched(turn), "", printed(turn.answer)])


def markdown(turn: PageTurn) -> str:
    """Write a question, its answer and the quoted words as Markdown."""
    lines = [f"## {escaped(turn.question)}", ""]
    if turn.trouble:
        lines += [escaped(f"{turn.trouble.problem} {turn.trouble.fix}"), ""]
    if turn.answer is None:
        return "\n".join(lines)
    lines += [f"{escaped(line)}\n" for line in _searched(turn)]
    return "\n".join([*lines, answer_as_markdown(turn.answer), ""])


def judgement(turn: PageTurn, *, liked: bool, word: str, at: datetime) -> str:
    """Write what somebody thought of an answer as one line of JSON.

    Its question stands on its own: with what was carried over from the conversation.
    """
    answer = turn.answer
    return json.dumps(
        {
            "at": at.isoformat(timespec="seconds"),
            "question": answer.asked.question if answer else turn.question,
            "filters": link("", turn.filters),
            "liked": liked,
            "word": word,
            "generation": answer.generation if answer else "",
            "grounded": answer.grounded if answer else "",
            "claims": [
                {"text": claim.text, "sources": [astuple(source.span) for source in claim.sources]}
                for claim in (answer.claims if answer else ())
            ],
        },
        ensure_ascii=False,
    )


def _searched(turn: PageTurn) -> list[str]:
    return [f"(read as: {turn.searched})"] if turn.searched else []
