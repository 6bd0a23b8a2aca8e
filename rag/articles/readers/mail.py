"""Read mail: .eml, one message, and .mbox, many."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from rag.articles import bylines
from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.leftovers import around
from rag.articles.readers.web_pages import article_of
from rag.articles.readers.xml import html_paragraphs

_FOOT = re.compile(
    r"^.*\b(?:unsubscribe|manage (?:your )?(?:preferences|subscriptions?)|view (?:this (?:e-?mail|"
    r"message) )?(?:in|online|on the web)|(?:you are receiving|you received) this|no longer wish to"
    r"|update your preferences|abmelden|se désabonner|forwarded (?:this|to you))\b.*$",
    re.IGNORECASE | re.MULTILINE,
)
# The head of a message within a message, as Gmail, Apple's and Microsoft's programs write it.
_FORWARDED = re.compile(
    r"^(?:[ \t]*(?:-+ ?(?:Forwarded|Original|Weitergeleitete|Ursprüngliche)[^\n]*-|Begin forwarded"
    r" message|_{20,})[^\n]*\n\s*)?"
    r"[ \t*]*(?:From|Von|De):[^\n]*\n(?:\n?[ \t*]*(?:Date|Sent|Subject|To|Cc|Reply-To|Gesendet"
    r"|Datum|Betreff|An|Envoyé|Objet|À):[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){2,}",
    re.MULTILINE,
)
_HEADERS = {
    "From": "From|Von|De",
    "Date": "Date|Sent|Gesendet|Datum|Envoyé",
    "Subject": "Subject|Betreff|Objet",
}
# "On Fri, 3 May 2024 at 10:00, Ada Moe <ada@example.org> wrote:", above what is answered
_ANSWERED = re.compile(
    r"^[> \t]*(?:On|Am|Le|El|Op)[ \t][^\n]{4,200}(?:\n[^\n]{0,100})??"
    r"\b(?:wrote|schrieb|a écrit|escribió|schreef)\b[^\n]{0,100}:[ \t]*$",
    re.MULTILINE,
)
_ADDRESS_OR_TIME = re.compile(r"<[^<>\n]+@|\d:\d\d")
_WHO = re.compile(
    r"(?:schrieb|schreef)\s{1,3}(?P<after>[^<>:\d\n]{2,60})"
    r"|(?P<before>[^,<>:\d\n]{2,60})\s{0,3}(?:<[^<>\n]{0,200}>)?\s{0,3}(?:wrote|a écrit|escribió)"
)
_QUOTED = re.compile(r"^[ \t]*>.*\n?", re.MULTILINE)
_SIGNED = re.compile(r"\n--[ \t]*\n(?=.)")
STUB = 1000  # characters; plain text with fewer may only say where to read the page beside it
LEAST_PLAIN = 0.5  # of the characters of the page that it must have to be the message
MOST_SIGNED = 0.25  # of a message that its signature may be (by hand)
_TABLE = re.compile(r"(</?)(?:table|tbody|thead|tr|td|th)\b", re.IGNORECASE)
_HIDDEN = re.compile(
    r"[\u034f\u200b-\u200f\u2007\u00ad\ufeff]{2,}|(?:[\u034f\u200c\u2007\u00ad] ?){4,}"
)
_TRACKING = re.compile(
    r"<?https?://\S{80,}>?|\[image: [^\]]{0,200}\]|^[ \t]*\[cid:[^\]]{1,200}\][ \t]*$",
    re.MULTILINE,
)
# Lines of an attachment: over two megabytes of them are no text.
_ATTACHED = re.compile(rb"(?:[A-Za-z0-9+/]{40,100}={0,2}\r?\n){30000,}+")


def read_eml(data: bytes) -> Pieces:
    """Yield the text of a message."""
    yield "", _letter(_ATTACHED.sub(b"", _with_line_ends(data)))


def read_mbox(data: bytes) -> Pieces:
    """Yield the text of each message, numbered from 1."""
    for number, message in enumerate(_messages(data), start=1):
        try:
            yield str(number), _letter(message)
        except NotAnArticle as reason:
            yield str(number), reason


def _with_line_ends(data: bytes) -> bytes:
    return data if b"\n" in data else data.replace(b"\r", b"\n")


def _messages(data: bytes) -> Iterator[bytes]:
    if not data.startswith(b"From "):
        raise NotAnArticle("It is not a mailbox; export it as .mbox or .eml.")
    data = _ATTACHED.sub(b"", _with_line_ends(data))
    for message in re.split(rb"(?:\A|\n\r?\n)From [^\n]*\n(?=[\w-]+:)", data)[1:]:
        yield re.sub(rb"^>(?=>*From )", b"", message, flags=re.MULTILINE)


def _letter(data: bytes) -> Fields:
    message = message_from_bytes(data, policy=policy.default)
    if not message.keys():
        raise NotAnArticle("It is not a message; export it as .eml.")
    try:
        text = _body(message, "plain")
        if len(text) < STUB:
            page = _page_text(_body(message, "html"))
            text = text if len(text) >= LEAST_PLAIN * len(page) else page
    except (LookupError, ValueError, AttributeError, TypeError):
        raise NotAnArticle("Its text cannot be decoded; save it as .txt.") from None
    whole = text.replace("\r\n", "\n")
    text, inner = _inner(whole)
    text = _TRACKING.sub("", _HIDDEN.sub("", _FOOT.sub("", _without_signature(text))))
    if not text.strip():
        raise NotAnArticle("It is a message without text; save what is attached to it by itself.")
    name, address = parseaddr(inner.get("From") or _header(message, "From"))
    subject = inner.get("Subject") or _header(message, "Subject")
    try:
        day = parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except (ValueError, TypeError):
        day = ""
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    return Fields(
        text,
        title=re.sub(r"^(?:(?:fwd?|re|wg|aw):\s*)+", "", subject, flags=re.IGNORECASE),
        date=inner.get("Date", "").partition(" at ")[0] or day,
        source=inner.get("Name") or name or address.partition("@")[2],
        notes=_attachments(message),
        around=around(whole.split("\n"), text),
    )


def _body(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body else ""


def _attachments(message: EmailMessage) -> tuple[str, ...]:
    """Say how many files are attached to a message, if any; signatures are not among them."""
    try:
        count = sum(
            part.get_content_disposition() == "attachment"
            and not part.get_content_type().endswith("-signature")
            for part in message.walk()
        )
    except (ValueError, IndexError, AttributeError, TypeError):
        return ()
    are = "attachment is" if count == 1 else f"{count} attachments are"
    return (f"Its {are} not read; save what is an article by itself.",) if count else ()


def _unquoted(text: str) -> str:
    """Return a text without the marks of a quotation, where most of it is one."""
    lines = [line for line in text.split("\n") if line.strip()]
    quoted = sum(line.startswith(">") for line in lines)
    return re.sub(r"^> ?", "", text, flags=re.MULTILINE) if 2 * quoted > len(lines) else text


def _inner(text: str) -> tuple[str, dict[str, str]]:
    """Return the words of one writer, with what the head of an inner message says of them.

    Of a message and the one that it passes on or answers, that is the longer one.
    """
    inner: dict[str, str] = {}
    while parts := _answered(text) or _passed_on(_unquoted(text)):
        own, quoted, head = parts
        if len(own.split()) > len(quoted.split()):
            return own, inner
        text, inner = _unquoted(quoted), head
    return _unquoted(text), inner


def _answered(text: str) -> tuple[str, str, dict[str, str]] | None:
    """Return what a message says of itself, what it answers, and whose that is, if it answers."""
    heads = (one for one in _ANSWERED.finditer(text) if _ADDRESS_OR_TIME.search(one[0]))
    head = next((one for one in heads if bylines.day_of(one[0])), None)
    if head is None or not text[head.end() :].strip():
        return None
    own, quoted = text[: head.start()], text[head.end() :]
    if marked := "".join(_QUOTED.findall(quoted)):
        own, quoted = own + _QUOTED.sub("", quoted), marked
    who = _WHO.search(head[0].strip("> \t"))
    name = (who["after"] or who["before"]) if who else ""
    name = re.sub(r"\A\s*[AaPp]\.?[Mm]\.?\s", "", name).strip(" >")
    return own, quoted, {"Name": name, "Date": bylines.day_of(head[0])}


def _passed_on(text: str) -> tuple[str, str, dict[str, str]] | None:
    """Return what stands above a message that is passed on, the message, and what its head says."""
    head = _FORWARDED.search(text)
    if head is None or not text[head.end() :].strip():
        return None
    found = {
        name: re.search(rf"^[ \t*]*(?:{labels}):[ \t*]*(.+)", head[0], re.MULTILINE)
        for name, labels in _HEADERS.items()
    }
    said = {name: one[1].strip() for name, one in found.items() if one}
    return text[: head.start()], text[head.end() :], said


def _without_signature(text: str) -> str:
    signed = list(_SIGNED.finditer(text))
    if signed and len(text) - signed[-1].start() <= MOST_SIGNED * len(text):
        return text[: signed[-1].start()]
    return text


def _page_text(markup: str) -> str:
    """Return the text of a message written as a page; all of it where no article is found."""
    markup = _TABLE.sub(r"\1div", markup)
    try:
        return article_of(markup).text if markup else ""
    except NotAnArticle:
        return html_paragraphs(re.sub(r"(?is)<(style|head|script)\b.*?</\1>", "", markup))


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError):  # what the standard library trips over
        return ""
