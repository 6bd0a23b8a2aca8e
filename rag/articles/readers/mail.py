"""Read mail: .eml, one message, and .mbox, many."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.web_pages import article_of
from rag.articles.readers.xml import html_paragraphs

_FOOT = re.compile(
    r"^.*\b(?:unsubscribe|manage (?:your )?(?:preferences|subscriptions?)|view (?:this (?:e-?mail|"
    r"message) )?(?:in|online|on the web)|(?:you are receiving|you received) this|no longer wish to"
    r"|update your preferences|abmelden|se désabonner|forwarded (?:this|to you))\b.*$",
    re.IGNORECASE | re.MULTILINE,
)
_HIDDEN = re.compile(
    r"[\u034f\u200b-\u200f\u2007\u00ad\ufeff]{2,}|(?:[\u034f\u200c\u2007\u00ad] ?){4,}"
)
_TRACKING = re.compile(
    r"<?https?://\S{80,}>?|\[image: [^\]]{0,200}\]|^\s*\[cid:[^\]]+\]\s*$", re.MULTILINE
)
# Lines of an attachment: over two megabytes of them are no text.
_ATTACHED = re.compile(rb"(?:[A-Za-z0-9+/]{40,100}={0,2}\r?\n){30000,}+")


def read_eml(data: bytes) -> Pieces:
    """Yield the text of a message."""
    yield "", _letter(_ATTACHED.sub(b"", data))


def read_mbox(data: bytes) -> Pieces:
    """Yield the text of each message, numbered from 1."""
    for number, message in enumerate(_messages(data), start=1):
        try:
            yield str(number), _letter(message)
        except NotAnArticle as reason:
            yield str(number), reason


def _messages(data: bytes) -> Iterator[bytes]:
    if not data.startswith(b"From "):
        raise NotAnArticle("It is not a mailbox; export it as .mbox or .eml.")
    data = _ATTACHED.sub(b"", data)
    for message in re.split(rb"(?:\A|\n\r?\n)From [^\n]*\n", data)[1:]:
        yield re.sub(rb"^>(?=>*From )", b"", message, flags=re.MULTILINE)


def _letter(data: bytes) -> Fields:
    message = message_from_bytes(data, policy=policy.default)
    if not message.keys():
        raise NotAnArticle("It is not a message; export it as .eml.")
    try:
        body = message.get_body(("plain", "html"))
        text = str(body.get_content()) if body else ""
        if body and body.get_content_type() == "text/html":
            text = _page_text(text)
    except (LookupError, ValueError, AttributeError, TypeError):
        raise NotAnArticle("Its text cannot be decoded; save it as .txt.") from None
    text = _TRACKING.sub("", _HIDDEN.sub("", _FOOT.sub("", text)))
    if not text.strip():
        raise NotAnArticle("It is a message without text.")
    name, address = parseaddr(_header(message, "From"))
    try:
        day = parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except (ValueError, TypeError):
        day = ""
    return Fields(
        re.sub(r"\n{3,}", "\n\n", text.replace("\r\n", "\n")).strip(),
        title=re.sub(r"^(?:(?:fwd?|re|wg|aw):\s*)+", "", _header(message, "Subject"), flags=re.I),
        date=day,
        source=name or address.partition("@")[2],
    )


def _page_text(markup: str) -> str:
    """Return the text of a message written as a page; all of it where no article is found."""
    try:
        return article_of(markup).text
    except NotAnArticle:
        return html_paragraphs(re.sub(r"(?is)<(style|head|script)\b.*?</\1>", "", markup))


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError):  # what the standard library trips over
        return ""
