"""Say what an answer remarks of itself, such as why it refuses, in the visitor's language.

The remarks are English wherever else an answer is shown; one that is not known here stays so.
"""

import re
from functools import partial

from rag.web.texts import text

# What is remarked, and what the page calls it; the names and words in it are the question's.
REMARKS = (
    (r"No article is from (?P<words>.+?)\.", "no_article_from"),
    (
        r"No article mentions (?P<words>.+?); the nearest spelling there is (?P<near>.+?)\.",
        "nearest_spelling",
    ),
    (r"No article mentions (?P<words>.+?)\.", "no_article_mentions"),
    (r"No words of (?P<words>.+?) about (?P<topic>“.+?”) were found\.", "no_words_about"),
    (r"No words of (?P<words>.+?) were found\.", "no_words_of"),
    (r"Did you mean (?P<words>.+?)\?", "did_you_mean"),
    (r"Several have this role here: (?P<words>.+?)\.", "several_in_role"),
    (r"Two articles that tell this in nearly the same words differ; both are shown\.", "differ"),
    (r"Nothing about (?P<topic>“.+?”) was found\.", "nothing_about"),
)


def in_visitors_words(note: str) -> str:
    """Return a note with the remarks that are known in the visitor's language."""
    for pattern, name in REMARKS:
        note = re.sub(rf"(?<!\S){pattern}(?!\S)", partial(_said, name), note)
    return note


def _said(name: str, found: re.Match[str]) -> str:
    either = " " + text("or") + " "
    values = {key: words.replace(" or ", either) for key, words in found.groupdict().items()}
    return text(name, **values)
