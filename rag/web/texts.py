"""The page's own texts, in the language that a visitor's browser asks for.

They stand in ``texts.json``, each in all languages; articles and answers stay as they are. The
page is laid out once for everybody: what is laid out holds marks, which become texts when the
page is sent, see ``with_texts``. What is drawn later is drawn for the visitor who asked for it.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from gradio.context import LocalContext
from markupsafe import Markup

Language = Literal["en", "de", "fr", "es", "nl"]
LANGUAGES: tuple[Language, ...] = ("en", "de", "fr", "es", "nl")  # in the order of the file
MARK = re.compile(r"\[\[([a-z_]+)((?:\|[a-z]+=[\w-]*)*)\]\]")
FORMS = " | "  # between the form for one and that for many

_marking: ContextVar[bool] = ContextVar("marking", default=False)


@cache
def texts() -> dict[str, dict[Language, str]]:
    """Return every text in every language, by its name."""
    table = json.loads(Path(__file__).with_name("texts.json").read_text(encoding="utf-8"))
    return {name: dict(zip(LANGUAGES, words, strict=True)) for name, words in table.items()}


@contextmanager
def marks() -> Iterator[None]:
    """Let ``text`` return marks: what is laid out now is for all languages."""
    token = _marking.set(True)
    try:
        yield
    finally:
        _marking.reset(token)


def text(name: str, /, **values: str | int | date | Markup) -> str:
    """Return a text of the page with values filled in, for the visitor whose request is answered.

    ``n`` chooses between the form for one and that for many. It is HTML if a value is.
    """
    if _marking.get():
        return f"[[{name}{''.join(f'|{key}={value}' for key, value in values.items())}]]"
    return in_language(name, spoken(), **values)


def in_language(name: str, language: Language, /, **values: str | int | date | Markup) -> str:
    """Return a text in a language."""
    one, _, many = texts()[name][language].partition(FORMS)
    words = many if many and values.get("n") != 1 else one
    if not values:
        return words
    shown = {key: _shown(value, language) for key, value in values.items()}
    if any(isinstance(value, Markup) for value in shown.values()):
        return Markup(words).format(**shown)
    return words.format(**shown)


def _shown(value: str | int | date | Markup, language: Language) -> str:
    if isinstance(value, int):
        return f"{value:,}".replace(",", texts()["thousands"][language])
    return _day(value, language) if isinstance(value, date) else value


def number(value: int) -> str:
    """Write a number as the visitor does."""
    return _shown(value, "en" if _marking.get() else spoken())


def day(value: date | None) -> str:
    """Write a date as the visitor does; nothing for none."""
    return _day(value, spoken()) if value else ""


def month(year: int, number: int) -> str:
    """Write a month as the visitor does."""
    name = texts()["months"][spoken()].split()[number - 1]
    return texts()["month_of"][spoken()].format(month=name, year=year)


def _day(value: date, language: Language) -> str:
    name = texts()["months"][language].split()[value.month - 1]
    return texts()["day"][language].format(day=value.day, month=name, year=value.year)


def spoken() -> Language:
    """Return the language of the visitor whose request is answered; English for nobody."""
    request = LocalContext.request.get(None)
    return language_of(request.headers.get("accept-language", "") if request else "")


@lru_cache(256)
def language_of(accepted: str) -> Language:
    """Return the language that a browser likes best, among those that the page has.

    Args:
        accepted: its Accept-Language: ``de-AT,de;q=0.9,en;q=0.8``.
    """
    liked: list[tuple[float, int, Language]] = []
    for place, part in enumerate(accepted[:500].split(",")):
        tag, _, rest = part.strip().partition(";")
        quality = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", rest)
        worth = float(quality[1]) if quality else 0.0 if rest else 1.0
        spoken_there = tag.partition("-")[0].lower()
        liked += [(-worth, place, one) for one in LANGUAGES if worth and one == spoken_there]
    return min(liked)[2] if liked else "en"


def with_texts(page: str, language: Language) -> str:
    """Return what was laid out with texts in the place of its marks."""

    def filled(mark: re.Match[str]) -> str:
        if mark[1] not in texts():
            return mark[0]  # words of an article that look like a mark
        pairs = [pair.partition("=") for pair in mark[2].split("|")[1:]]
        try:
            return in_language(
                mark[1], language, **{name: _value(value) for name, _, value in pairs}
            )
        except (LookupError, ValueError):
            return mark[0]

    return MARK.sub(filled, page)


def _value(written: str) -> str | int | date:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        return date.fromisoformat(written)
    return int(written) if written.isdecimal() else written
