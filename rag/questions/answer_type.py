"""Read from a question what kind of words would answer it."""

import re
from typing import Literal

Kind = Literal["person", "date", "number", "place", "reason", "yes_no", "thing"]


def _asks(form: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{form})\b", re.IGNORECASE)


_FORMS: dict[Kind, re.Pattern[str]] = {
    "date": _asks(r"when|(?:what|which) (?:year|date|month|day|century|decade|time)"),
    "number": _asks(
        r"how (?:many|much|long|old|far|often|tall|large|big|high|fast|few|deep|wide)"
        r"|what (?:percent|percentage|number|amount|fraction|share)"
    ),
    "person": _asks(r"who|whom|whose"),
    "place": _asks(
        r"where"
        r"|(?:what|which) (?:country|city|state|place|region|town|river|area|location)"
    ),
    "reason": _asks(r"why|how come|for what reason|what(?:['’]s| is| was)? the reason"),
}
_YES_NO = re.compile(
    r"^\W*(?:(?:and|but|so|or|ok|well|sorry|hello|then|please) )*"
    r"(?:is|are|was|were|am|do|does|did|has|have|had|will|would|can|could|should|shall|may|might|"
    r"isn['’]t|aren['’]t|wasn['’]t|weren['’]t|don['’]t|doesn['’]t|didn['’]t|hasn['’]t|haven['’]t|"
    r"won['’]t|wouldn['’]?t|can['’]t|couldn['’]t|shouldn['’]t)\b"
    r"|, (?:right|isn['’]t it|didn['’]t (?:he|she|they|it)|wasn['’]t (?:he|she|it))\W*$",
    re.IGNORECASE,
)
_REQUEST = re.compile(  # "Could you tell me what …" is no question to be answered by yes or no
    r"^\W*(?:can|could|would|will) you\b", re.IGNORECASE
)


def expected_kind(question: str) -> Kind:
    """Return what kind of words would answer a question; the first that it asks for."""
    # "WHO" is an organisation where the question is not all in capitals.
    asked = question if question.isupper() else question.replace("WHO", "---")
    if asks_yes_or_no(question):
        return "yes_no"
    found: list[tuple[int, Kind]] = [
        (match.start(), kind)
        for kind, form in _FORMS.items()
        if (match := form.search(asked)) is not None
    ]
    return min(found)[1] if found else "thing"


def asks_yes_or_no(question: str) -> bool:
    """Tell whether a question can be answered by yes or no."""
    return _YES_NO.search(question) is not None and not _REQUEST.match(question)
