"""Take what a model thinks aloud, between ``<think>`` or ``<thinking>`` tags, out of its reply."""

import re
from dataclasses import dataclass

_OPENS = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_TAG = re.compile(r"</?think(?:ing)?>", re.IGNORECASE)
_HALF_A_TAG = re.compile(r"</?[a-z]{0,8}$", re.IGNORECASE)
_TAGS = ("<think>", "<thinking>", "</think>", "</thinking>")


@dataclass(slots=True)
class ThoughtFilter:
    """Takes the parts of one reply in turn and gives back what is no thought.

    A tag may be cut anywhere. Some models begin inside a thought and only close it: ``restarted``
    tells that all that was given back before was thought, too.
    """

    restarted: bool = False  # by the last part
    _rest: str = ""  # may still become a tag
    _thinks: bool = False
    _replied: bool = False  # a thought has been opened and closed

    def feed(self, part: str) -> str:
        """Return the text of the reply that is known with this part."""
        self.restarted = False
        text, self._rest = self._rest + part, ""
        said: list[str] = []
        place = 0
        for tag in _TAG.finditer(text):
            if not self._thinks:
                said.append(text[place : tag.start()])
            place = tag.end()
            if _OPENS.fullmatch(tag[0]):
                self._thinks = self._replied = True
            elif self._thinks:
                self._thinks = False
            elif not self._replied:
                said, self.restarted, self._replied = [], True, True
        half = _HALF_A_TAG.search(text, max(place, len(text) - len("</thinking>")))
        if half and any(tag.startswith(half[0].lower()) for tag in _TAGS):
            self._rest = half[0]
        if not self._thinks:
            said.append(text[place : len(text) - len(self._rest)])
        return "".join(said)

    def close(self) -> str:
        """Return what is left at the end: half a tag is none."""
        rest, self._rest = self._rest, ""
        return "" if self._thinks else rest
