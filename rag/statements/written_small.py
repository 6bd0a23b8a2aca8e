"""Tell bodies, things and titles from names by their words, which the article writes small too."""

import re
from collections.abc import Sequence
from functools import cached_property

from rag.language.first_names import is_first_name
from rag.language.organisations import NAMED_LIKE_PLACES
from rag.language.titles import SURNAMES_TOO

_SMALL = re.compile(r"(?<![\w’'.-])[a-z]{3,20}\b")
_ACRONYM = re.compile(r"(?![IVX]+$)[A-Z]{2,6}")
# Words that are as often surnames.
_NAMES_TOO = NAMED_LIKE_PLACES | SURNAMES_TOO | {"young", "rose", "gray", "wood", "woods", "rice"}
_SPEAKS = re.compile(r" (?:said|says|told|tells|wrote|added|explained|recalled|noted)\b")
_ALONE = re.compile(r"(?<![\w’'-] )(?<![\w’'-])")  # no name before it
_SAID = re.compile(r"(?<=\bsaid )|(?<=\bsays )")
_ENDED = re.compile(r"\b")


class SmallWords:
    """The words of a text that it writes small somewhere."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _small(self) -> frozenset[str]:
        return frozenset(_SMALL.findall(self._text))

    def may_name(self, words: Sequence[str]) -> bool:
        """Tell whether a full name may be a person's: "Winter Games" is none beside "the games".

        It is one where its first word is a first name, or who has the last one speaks by it.
        """
        if is_first_name(words[0]):
            return True
        last = words[-1].lower() not in _NAMES_TOO and self._holds(words[-1])
        acronym = _ACRONYM.fullmatch(words[-1]) is not None  # "Alongside NHS"
        if not last and not acronym and not self._holds(words[0]):
            return True
        return self._speaks(words[-1])

    def _holds(self, word: str) -> bool:
        low = word.lower()
        return not {low, f"{low}s", low.removesuffix("s")}.isdisjoint(self._small)

    def _speaks(self, surname: str) -> bool:
        """Tell whether who has a surname speaks by it alone: "Brown said", not "Zac Brown said"."""
        text, at = self._text, self._text.find(surname)
        while at >= 0:
            end = at + len(surname)
            alone = _ALONE.match(text, at) and _SPEAKS.match(text, end)
            if alone or (_SAID.match(text, at) and _ENDED.match(text, end)):
                return True
            at = text.find(surname, end)
        return False
