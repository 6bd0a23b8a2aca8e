"""Split what Nexis Uni, Factiva and ProQuest export: many articles in one text.

Each has marks of its own between articles, and labels before their fields, in English, German
or French.
"""

import re
from dataclasses import replace

from rag.articles.fields import Fields, NotAnArticle, Pieces

_NEXIS_END = re.compile(
    r"^[ \t]*(?:End of Document|Ende des Dokuments|Fin du document)[ \t]*$", re.MULTILINE
)
_NEXIS_BODY = re.compile(r"^[ \t]*(?:Body|Text|Corps|Haupttext)[ \t]*$", re.MULTILINE)
_FACTIVA_END = re.compile(
    r"^[ \t]*(?:Document|Dokument)[ \t]+[A-Z0-9]{8,}\d[a-z0-9]+[ \t]*$", re.MULTILINE
)
_PROQUEST_RULE = re.compile(r"^[ \t]*_{20,}[ \t]*$", re.MULTILINE)
_PROQUEST_TEXT = re.compile(r"^[ \t]*(?:Full text|Volltext|Texte intégral) ?:[ \t]*", re.MULTILINE)
_LABELS = {
    "author": r"by-?line|author|autor(?:en)?|verfasser|auteurs?|von",
    "source": r"publication title|source|quelle|publication|titel der publikation",
    "date": r"publication date|load-date|date|datum|erscheinungsdatum|date de publication",
    "title": r"title|titel|titre|headline",
    "url": r"document url|url",
    "other": r"section|length|länge|longueur|rubrik|copyright|highlight|graphic|edition|language"
    r"|sprache|langue|dateline|ressort|links|abstract|subject|location|people|company|pages?|issn",
}
_LABEL = {
    name: re.compile(rf"^[ \t]*(?:{words}) ?:[ \t]*(?P<value>\S.*)$", re.IGNORECASE | re.MULTILINE)
    for name, words in _LABELS.items()
}
_ANY_LABEL = re.compile(
    rf"^[ \t]*(?:{'|'.join(_LABELS.values())}) ?:.*$", re.IGNORECASE | re.MULTILINE
)
_WORDS_LINE = re.compile(r"^[ \t]*[\d.,]+ (?:words|Wörter|mots)[ \t]*$", re.MULTILINE)
_DAY_LINE = re.compile(
    r"^[ \t]*(?:(?:[^\W\d_]{2,10}day|[^\W\d_]+tag|[^\W\d_]+di),? )?"
    r"(?:\d{1,2}\.? [^\W\d_]{3,10}\.? \d{4}|[^\W\d_]{3,10}\.? \d{1,2},? \d{4})\b.*$",
    re.MULTILINE,
)


_TRACES = (b"End of Document", b"Ende des Dokuments", b"Fin du document", b"\nDocument ",
           b"\nDokument ", b"_" * 20)  # fmt: skip


_MONTHS = {
    written: english
    for english, others in {
        "January": "januar janvier", "February": "februar février", "March": "märz mars",
        "April": "avril", "May": "mai", "June": "juni juin", "July": "juli juillet",
        "August": "août", "October": "oktober octobre", "November": "novembre",
        "September": "septembre", "December": "dezember décembre",
    }.items()
    for written in others.split()
}  # fmt: skip


def may_be_export(data: bytes) -> bool:
    """Tell whether bytes hold what no export is without."""
    return any(trace in data for trace in _TRACES)


def split_export(text: str) -> Pieces:
    """Yield the articles of a database's export, numbered from 1; nothing of another text."""
    if len(_NEXIS_END.findall(text)) and _NEXIS_BODY.search(text):
        pieces = [_nexis(part) for part in _NEXIS_END.split(text) if _NEXIS_BODY.search(part)]
    elif _FACTIVA_END.search(text) and _WORDS_LINE.search(text):
        pieces = [_factiva(part) for part in _FACTIVA_END.split(text) if _WORDS_LINE.search(part)]
    elif _PROQUEST_RULE.search(text) and _PROQUEST_TEXT.search(text):
        pieces = [
            _proquest(part) for part in _PROQUEST_RULE.split(text) if _PROQUEST_TEXT.search(part)
        ]
    else:
        return
    for number, fields in enumerate(pieces, start=1):
        fields = replace(fields, text=fields.text.strip())
        empty = NotAnArticle("It has no text; export it with its full text.")
        yield str(number), fields if fields.text.strip() else empty


def _value(name: str, head: str) -> str:
    found = _LABEL[name].search(head)
    return " ".join(found["value"].split()) if found else ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _nexis(part: str) -> Fields:
    """Read the headline, the paper and the day above the labels, and the text below "Body"."""
    head, _, body = _split_at(_NEXIS_BODY, part)
    top = _lines(_ANY_LABEL.sub("", head))
    day = next((place for place, line in enumerate(top) if _DAY_LINE.match(line)), -1)
    title = top[0] if top else ""
    source = _value("source", head) or (top[day - 1] if day > 1 else "")
    return Fields(
        text=_LABEL["other"].split(body)[0] if body.lstrip()[:1] == ":" else _without_tail(body),
        title=title,
        date=_day(top[day]) if day >= 0 else _value("date", head),
        source=source,
        author=_value("author", head),
    )


def _factiva(part: str) -> Fields:
    """Read the lines above and below the count of words that Factiva prints."""
    above, _, below = _split_at(_WORDS_LINE, part)
    top, rest = _lines(above), _lines(below)
    author = ""
    if top and re.match(r"(?:by|von|par)\b", top[-1], re.IGNORECASE) and len(top) > 1:
        author = re.sub(r"^(?:by|von|par)\s+", "", top.pop(), flags=re.IGNORECASE)
    day = next((place for place, line in enumerate(rest[:4]) if _DAY_LINE.match(line)), -1)
    head_end = next(
        (place for place, line in enumerate(rest[:12])
         if re.match(r"(?:Copyright|\(c\)|©)|(?:English|Englisch|Deutsch|Français)\Z", line)
         and place > day),
        day,
    )  # fmt: skip
    # The line of the copyright is the last before the text.
    for place in range(head_end + 1, min(len(rest), 12)):
        if re.match(r"(?:Copyright|\(c\)|©)", rest[place]):
            head_end = place
    return Fields(
        text="\n\n".join(rest[head_end + 1 :]),
        title=top[-1] if top else "",
        date=_day(rest[day]) if day >= 0 else "",
        source=rest[day + 1] if 0 <= day < len(rest) - 1 and not re.match(r"\d", rest[day + 1])
        else "",
        author=author,
    )  # fmt: skip


def _proquest(part: str) -> Fields:
    """Read ProQuest's labels, and the text behind "Full text:"."""
    head, _, body = _split_at(_PROQUEST_TEXT, part)
    tail = re.search(
        r"^[ \t]*(?:Subject|Location|Schlagwort|Sujet|Title|Titel|Titre) ?:", body, re.MULTILINE
    )
    labels = head + (body[tail.start() :] if tail else "")
    top = _lines(_ANY_LABEL.sub("", head))
    return Fields(
        text=body[: tail.start()] if tail else body,
        title=_value("title", labels) or (top[0] if top else ""),
        date=_value("date", labels),
        source=_value("source", labels),
        author=_value("author", labels),
        url=_value("url", labels),
    )


def _split_at(mark: re.Pattern[str], part: str) -> tuple[str, str, str]:
    found = mark.search(part)
    return (part[: found.start()], found[0], part[found.end() :]) if found else (part, "", "")


def _without_tail(body: str) -> str:
    """Return a text without the labels below it."""
    tail = re.search(
        r"^[ \t]*(?:Load-Date|Graphic|Classification|Links|Subject|Copyright) ?:"
        r"|^[ \t]*Classification[ \t]*$",
        body,
        re.MULTILINE,
    )
    return (body[: tail.start()] if tail else body).strip("\n")


def _day(line: str) -> str:
    """Return the day in a line such as "February 13, 2025 Thursday"."""
    found = re.search(r"\d{1,2}\.? [^\W\d_]{3,10}\.? \d{4}|[^\W\d_]{3,10}\.? \d{1,2},? \d{4}", line)
    words = found[0] if found else line
    return re.sub(r"[^\W\d_]+", lambda word: _MONTHS.get(word[0].casefold(), word[0]), words)
