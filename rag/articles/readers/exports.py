"""Split what Nexis Uni, LexisNexis, Factiva and ProQuest export: many articles in one text.

Each has marks of its own between articles, and labels before their fields, in English, German
or French.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.articles import bylines
from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.months import with_english_months

_NEXIS_END = re.compile(
    r"^[ \t]*(?:End of Document|Ende des Dokuments|Fin du document)[ \t]*$", re.MULTILINE
)
_NEXIS_BODY = re.compile(r"^[ \t]*(?:Body|Text|Corps|Haupttext)[ \t]*$", re.MULTILINE)
_LEXIS_START = re.compile(r"^[ \t]*\d+ of \d+ DOCUMENTS?[ \t]*$", re.MULTILINE)
_LEXIS_HEAD = re.compile(
    r"^[ \t]*(?:BYLINE|SECTION|LENGTH|DATELINE|HIGHLIGHT|SERIES):.*(?:\n.*\S.*)*$", re.MULTILINE
)
_FACTIVA_END = re.compile(
    r"^[ \t]*(?:AN\s+)?(?:Document|Dokument)[ \t]+[A-Z0-9]{8,40}\d[a-z0-9]{1,40}[ \t]*$",
    re.MULTILINE,
)
# With its indexing Factiva puts two letters before each field: "HD Ferries stand still".
_FACTIVA_FIELD = re.compile(
    r"^[ \t]*(?P<name>SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|ART|CT|RF|CO|IN|NS|RE|IPC"
    r"|IPD|PUB)[ \t]*(?:[ \t]|\n|$)",
    re.MULTILINE,
)
_CLOCK = re.compile(r"\d{1,2}:\d\d.*")
_COPYRIGHT = re.compile(r"(?:Copyright|\(c\)|©)")
LEAST_HEADLINE = 3  # words, above a name; a section has fewer (by hand)
_COVER = re.compile(r"^[ \t]*(?:Job Number|Auftragsnummer|Numéro de la tâche) ?:", re.MULTILINE)
_PAGE = re.compile(r"^[ \t]*(?:Page|Seite) \d+ (?:of|de|von) \d+[ \t]*$", re.MULTILINE)
_PROQUEST_RULE = re.compile(r"^[ \t]*_{20,}[ \t]*$", re.MULTILINE)
_PROQUEST_COUNT = re.compile(
    r"^[ \t]*(?:Document|Dokument) \d+ (?:of|de|von) \d+[ \t]*$", re.MULTILINE
)
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
_WORDS_LINE = re.compile(r"^[ \t]*(?:WC\s+)?[\d.,]+ (?:words|Wörter|mots)[ \t]*$", re.MULTILINE)
_DAY_LINE = re.compile(
    r"^[ \t]*(?:(?:[^\W\d_]{2,10}day|[^\W\d_]+tag|[^\W\d_]+di),? )?"
    r"(?:\d{1,2}\.? [^\W\d_]{3,10}\.? \d{4}|[^\W\d_]{3,10}\.? \d{1,2},? \d{4})\b.*$",
    re.MULTILINE,
)


_TRACES = (b"End of Document", b"Ende des Dokuments", b"Fin du document", b"\nDocument ",
           b"\nDokument ", b"AN Document", b"AN\tDocument", b"_" * 20, b" DOCUMENTS")  # fmt: skip


def may_be_export(data: bytes) -> bool:
    """Tell whether bytes hold what no export is without."""
    return any(trace in data for trace in _TRACES)


def split_export(text: str) -> Pieces:
    """Yield the articles of a database's export, numbered from 1; nothing of another text."""
    if len(_NEXIS_END.findall(text)) and _NEXIS_BODY.search(text):
        pieces = [_nexis(part) for part in _NEXIS_END.split(text) if _NEXIS_BODY.search(part)]
    elif _LEXIS_START.search(text) and _LEXIS_HEAD.search(text):
        pieces = [_lexis(part) for part in _LEXIS_START.split(text)[1:]]
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
    head, _, body = _split_at(_NEXIS_BODY, _PAGE.sub("", part))
    top = _lines(_ANY_LABEL.sub("", head))
    day = next((place for place, line in enumerate(top) if _DAY_LINE.match(line)), -1)
    # The first article stands behind a list of all, without a mark between them.
    title = top[max(day - 2, 0) if _COVER.search(head) else 0] if top else ""
    source = _value("source", head) or (top[day - 1] if day > 1 else "")
    return Fields(
        text=_LABEL["other"].split(body)[0] if body.lstrip()[:1] == ":" else _without_tail(body),
        title=title,
        date=_day(top[day]) if day >= 0 else _value("date", head),
        source=source,
        author=_without_by(_value("author", head)),
    )


def _lexis(part: str) -> Fields:
    """Read the paper, the day and the headline, each in a block, and what is below the labels."""
    labels = list(_LEXIS_HEAD.finditer(part))
    head = part[: labels[0].start()] if labels else part
    blocks = [" ".join(block.split()) for block in re.split(r"\n[ \t]*\n", head) if block.strip()]
    day = next((place for place, block in enumerate(blocks) if _DAY_LINE.match(block)), -1)
    return Fields(
        text=_without_tail(part[labels[-1].end() :]) if labels else "",
        title=" ".join(blocks[day + 1 :]),
        date=_day(blocks[day]) if day >= 0 else "",
        source=blocks[day - 1] if day > 0 else "",
        author=_without_by(_value("author", part)),
    )


def _factiva(part: str) -> Fields:
    """Read the lines above and below the count of words that Factiva prints."""
    named = _FACTIVA_FIELD.split(part)[1:]
    fields = {name: words.strip() for name, words in zip(named[::2], named[1::2], strict=True)}
    if "HD" in fields and "WC" in fields:
        return Fields(
            text="\n\n".join(fields.get(name, "") for name in ("LP", "TD")),
            title=" ".join(fields["HD"].split()),
            date=_day(fields.get("PD", "")),
            source=fields.get("SN", ""),
            author=_without_by(fields.get("BY", "")),
        )
    above, _, below = _split_at(_WORDS_LINE, part)
    top, rest = _lines(above), [line for line in _lines(below) if not _CLOCK.fullmatch(line)]
    author = ""
    if len(top) > 1 and (re.match(r"(?:by|von|par)\b", top[-1], re.IGNORECASE) or _is_signed(top)):
        author = _without_by(top.pop())
    day = next((place for place, line in enumerate(rest[:4]) if _DAY_LINE.match(line)), -1)
    head_end = next(
        (place for place, line in enumerate(rest[:12])
         if re.match(rf"{_COPYRIGHT.pattern}|(?:English|Englisch|Deutsch|Français)\Z", line)
         and place > day),
        day,
    )  # fmt: skip
    # The line of the copyright is the last before the text.
    for place in range(head_end + 1, min(len(rest), 12)):
        if _COPYRIGHT.match(rest[place]):
            head_end = place
    text = rest[head_end + 1 :]
    if text and head_end >= 0 and text[-1] in rest[head_end]:  # "Dow Jones & Company, Inc."
        text.pop()
    source = rest[day + 1] if 0 <= day < len(rest) - 1 else ""
    return Fields(
        text="\n\n".join(text),
        title=top[-1] if top else "",
        date=_day(rest[day]) if day >= 0 else "",
        source="" if _COPYRIGHT.match(source) else source,
        author=author,
    )


def _is_signed(top: Sequence[str]) -> bool:
    """Tell whether the last of the lines is who wrote what the one above it is the headline of."""
    title, name = top[-2:]
    return len(title.split()) >= LEAST_HEADLINE and (
        bylines.is_name_line(name) or bylines.is_role_line(name)
    )


def _without_by(author: str) -> str:
    return re.sub(r"\A(?:by|von|par)\s+", "", author, flags=re.IGNORECASE)


def _proquest(part: str) -> Fields:
    """Read ProQuest's labels, and the text behind "Full text:"."""
    head, _, body = _split_at(_PROQUEST_TEXT, _PROQUEST_COUNT.sub("", part))
    tail = re.search(
        r"^[ \t]*(?:Credit|Subject|Location|Schlagwort|Sujet|Title|Titel|Titre|ProQuest document ID"
        r"|Publication (?:title|date|year|info)|Document URL|Last updated) ?:",
        body,
        re.MULTILINE | re.IGNORECASE,
    )
    labels = head + (body[tail.start() :] if tail else "")
    top = _lines(_ANY_LABEL.sub("", head))
    return Fields(
        text=body[: tail.start()] if tail else body,
        title=_value("title", labels) or (top[0] if top else ""),
        date=_value("date", labels),
        source=re.sub(r"(?:, [\w ]{0,30}\bEdition\b.*|;.*)", "", _value("source", labels)),
        author=_without_by(_value("author", labels)),
        url=_value("url", labels),
    )


def _split_at(mark: re.Pattern[str], part: str) -> tuple[str, str, str]:
    found = mark.search(part)
    return (part[: found.start()], found[0], part[found.end() :]) if found else (part, "", "")


def _without_tail(body: str) -> str:
    """Return a text without the labels below it."""
    tail = re.search(
        r"^[ \t]*(?:(?:Load-Date|Graphic|Classification|Links|Subject|Copyright|URL|Language) ?:"
        r"|(?:Classification|Graphic|Load-Date)[ \t]*$|Copyright (?:\(c\) )?(?:19|20)\d\d )",
        body,
        re.MULTILINE | re.IGNORECASE,
    )
    return (body[: tail.start()] if tail else body).strip("\n")


def _day(line: str) -> str:
    """Return the day in a line such as "February 13, 2025 Thursday"."""
    found = re.search(r"\d{1,2}\.? [^\W\d_]{3,10}\.? \d{4}|[^\W\d_]{3,10}\.? \d{1,2},? \d{4}", line)
    words = found[0] if found else line
    return with_english_months(words)
