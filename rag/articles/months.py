"""Write the months of German, French, Spanish and Italian as English has them."""

import re

_OTHERS = {
    "January": "januar janvier enero gennaio", "February": "februar février febrero febbraio",
    "March": "märz mars marzo", "April": "avril abril aprile", "May": "mai mayo maggio",
    "June": "juni juin junio giugno", "July": "juli juillet julio luglio",
    "August": "août agosto", "September": "septembre septiembre settembre",
    "October": "oktober octobre octubre ottobre", "November": "novembre noviembre",
    "December": "dezember décembre diciembre dicembre",
}  # fmt: skip
_ENGLISH = {written: english for english, others in _OTHERS.items() for written in others.split()}
FOREIGN_MONTHS = "|".join(sorted(_ENGLISH, key=len, reverse=True))


def with_english_months(words: str) -> str:
    """Return words in which the months are English."""
    return re.sub(r"[^\W\d_]+", lambda word: _ENGLISH.get(word[0].casefold(), word[0]), words)
