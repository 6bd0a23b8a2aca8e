"""Clean the text of a question before anything else reads it.

Everything behind this reads text with single spaces, composed accents and at most
``LONGEST_QUESTION`` characters, which is what keeps its patterns quick.
"""

import re
import unicodedata

from rag.errors import BadQuestion

# By hand.
LONGEST_QUESTION = 2_000  # characters, white space folded
_WRITTEN_OUT = {
    "pm": "prime minister",
    "govt": "government",
    "scotus": "Supreme Court",
    "potus": "US president",
}
_SHORT = re.compile(  # "5 pm" is a time
    rf"(?<!\d)(?<!\d )\b(?:{'|'.join(_WRITTEN_OUT)})\b", re.IGNORECASE
)
_JOINERS = "\u200c\u200d"  # invisible, but part of how some scripts and emoji are written


def clean_question(text: str) -> str:
    """Return a question as it is read; see ``readable``.

    Raises:
        BadQuestion: there is no word in it, or it is too long.
    """
    question = " ".join(text.split())
    if len(question) > LONGEST_QUESTION:
        raise BadQuestion(
            f"The question has {len(question):,} characters; {LONGEST_QUESTION:,} are the most.",
            fix="Ask it in fewer words.",
        )
    question = readable(question)
    if not any(character.isalnum() for character in question):
        raise BadQuestion(
            "There is no word in this question.",
            fix="Ask about what the articles say, for example: what did Kallas say about talks?",
        )
    return question


def written_out(question: str) -> str:
    """Return a question with what people write short, and articles seldom do, written out."""
    return _SHORT.sub(lambda match: _WRITTEN_OUT[match[0].lower()], question)


def readable(text: str) -> str:
    """Return any text with single spaces, composed accents and nothing that can't be printed.

    Halves of surrogate pairs become U+FFFD, control characters spaces; invisible marks go.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    shown = "".join(_shown(character) for character in whole)
    return " ".join(unicodedata.normalize("NFC", shown).split())


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf" and character not in _JOINERS:
        return ""
    return " " if category == "Cc" else character
