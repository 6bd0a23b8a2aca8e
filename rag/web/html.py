"""Render HTML from the templates of this package, which escape everything by default."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby, pairwise

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from rag.answers.plain_text import shortened
from rag.errors import RagError
from rag.records import Article, Heading, Span
from rag.visible import visible_text
from rag.web.texts import day, number, text

LONGEST_TITLE = 120  # characters; a longer one is mostly an article's first sentence


@dataclass(frozen=True, slots=True)
class Mark:
    """Words to highlight in an article."""

    key: str  # what they are cited as: "1" for a citation, "p1" for a passage
    span: Span


def render(template: str, **values: object) -> Markup:
    """Fill in one of the files of ``templates``; a value that it lacks is an error."""
    return Markup(environment().get_template(template).render(values))


def part(template: str, name: str, *values: object, **named: object) -> Markup:
    """Fill in one macro of a template."""
    macro = getattr(environment().get_template(template).module, name)
    return Markup(macro(*values, **named))


@cache
def environment() -> Environment:
    """Return the templates of this package."""
    made = Environment(
        loader=PackageLoader("rag.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters.update(written_date=day, short=short_title, commands=_commands)
    made.globals.update(
        sends=sends, known=known, byline=byline, t=text, bdi=_bdi, short=short_title, number=number
    )
    return made


def _shown(value: object) -> object:
    """Return what a template fills in, the control characters of a plain text made visible."""
    return visible_text(value) if type(value) is str else value


def trouble(error: RagError) -> Markup:
    """Say what is wrong and what to do about it; commands in backquotes stand out."""
    return render("trouble.html", error=error)


def highlight(
    article: Article, around: Span, marks: Sequence[Mark], *, answering: Sequence[Span] = ()
) -> Markup:
    """Cut ``around`` from the article and mark words in it.

    Marks may overlap and may reach beyond ``around``; the text between the tags is the
    article's, character for character. ``answering`` are the words that answer.
    """
    edges = {around.start, around.end}
    for span in [*(mark.span for mark in marks), *answering]:
        edges |= {min(max(edge, around.start), around.end) for edge in (span.start, span.end)}
    pieces = []
    for start, end in pairwise(sorted(edges)):
        piece = escape(article.text[start:end])
        if any(span.start <= start and end <= span.end for span in answering):
            piece = Markup('<b class="answering">{}</b>').format(piece)
        keys = [mark.key for mark in marks if mark.span.start <= start and end <= mark.span.end]
        pieces.append((" ".join(dict.fromkeys(keys)), piece))
    return _joined(
        Markup('<mark data-keys="{}">{}</mark>').format(keys, _joined(piece for _, piece in group))
        if keys
        else _joined(piece for _, piece in group)
        for keys, group in groupby(pieces, key=lambda keyed: keyed[0])
    )


def _joined(pieces: Iterable[Markup]) -> Markup:
    return Markup("").join(pieces)


# ---- small words


def dated(value: date | None) -> str:
    """Write a date as the visitor does, or that there is none."""
    return day(value) or text("no_date")


def known(article: Article | Heading) -> list[str]:
    """Name the source, author and date of an article, as far as they are known."""
    return [part for part in (article.source, article.author, dated(article.date)) if part]


def byline(article: Article) -> str:
    """Write the title, source and date of an article in a line."""
    parts = (short_title(article.title), article.source, dated(article.date))
    return ", ".join(part for part in parts if part)


def short_title(title: str) -> str:
    """Cut a title that is too long for one."""
    return title if len(title) <= LONGEST_TITLE else shortened(title, LONGEST_TITLE)


def counted(number: int, name: str, *, among: int = 0) -> str:
    """Write how many there are of something, and of how many, where it is not all of them."""
    part = text(name, n=number)
    return part if among in (0, number) else text("among", part=part, all=among)


def _bdi(words: str) -> Markup:
    """Keep the direction of words apart from what stands around them."""
    return Markup("<bdi>{}</bdi>").format(words)


def sends(action: str, **values: str | int | Sequence[str]) -> Markup:
    """Write the attribute that makes a button send an action to the server."""
    return Markup('data-send="{}"').format(json.dumps({"action": action, **values}))


def _commands(text: str) -> Markup:
    """Escape a text, and let the commands that it has in backquotes stand out."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))
