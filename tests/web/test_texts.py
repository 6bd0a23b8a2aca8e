"""The page's texts: whole in every language, and none of them anywhere else."""

import re
from datetime import date
from pathlib import Path

import pytest
from markupsafe import Markup

import rag.web
from rag.web.texts import (
    FORMS,
    LANGUAGES,
    day,
    in_language,
    language_of,
    marks,
    text,
    texts,
    with_texts,
)

WEB = Path(rag.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
SCRIPTS = sorted((WEB / "page").glob("*.js"))
KEYS = {"Enter", "Escape", "Files", "Markdown", "Word", "CSV", "Tab"}  # of a keyboard, or names


def test_every_language_has_every_text() -> None:
    for name, words in texts().items():
        assert tuple(words) == LANGUAGES, name
        assert all(name == "thousands" or one.strip() for one in words.values()), name
        assert len({one.count(FORMS) for one in words.values()}) == 1, name
        places = [set(re.findall(r"{(\w+)}", one)) for one in words.values()]
        assert all(found == places[0] for found in places), name
        # They stand in HTML, in JSON and in a script as they are.
        assert not re.search(r"[<>\"'\\`]", "".join(words.values())), name


def test_no_text_is_left_that_nothing_shows() -> None:
    written = "\n".join(
        path.read_text("utf-8") for path in (*WEB.glob("*.py"), *TEMPLATES, *SCRIPTS)
    )
    built = {"months", "day", "month_of", "thousands", "more_papers", "more_articles"}
    built |= {name for name in texts() if name.startswith(("chip_", "hint_"))}
    named = {name for name in texts() if re.search(rf"[\"\[]{name}[\"\]]", written)}
    assert set(texts()) - built - named == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_text_of_a_template_stands_outside_the_table(path: Path) -> None:
    html = re.sub(r"{[{%#].*?[}%#]}", "", path.read_text("utf-8"), flags=re.DOTALL)
    html = re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.DOTALL)
    shown = r'(?:aria-label|title|placeholder|data-confirm|data-yes)="([^"]*)"'
    said = [re.sub(r"<[^>]*>", " ", html), *re.findall(shown, html)]
    assert re.findall(r"[^\W\d_]{2,}", " ".join(said)) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_text_of_a_script_stands_outside_the_table(path: Path) -> None:
    code = re.sub(r"^ *//.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    strings = re.findall(r"'((?:[^'\\\n]|\\.)*)'|`([^`]*)`", code)
    plain = {re.sub(r"<[^>]*>|\[\[[a-z_]+\]\]", "", "".join(pair)).strip() for pair in strings}
    said = re.compile(r"[A-Z][a-z]+(?: .*)?[.…?]?|[A-Za-z]+(?: [a-z]+)+[.…?]?")
    assert {one for one in plain if said.fullmatch(one)} - KEYS == set()
    named = re.findall(r"\[\[([a-z_]+)\]\]", code)
    assert set(named) <= set(texts())


def test_no_style_sheet_says_anything() -> None:
    looks = "".join(path.read_text("utf-8") for path in (WEB / "page").glob("*.css"))
    assert re.findall(r'content: "[^"]*[A-Za-z]', looks) == []


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("it,pt;q=0.9", "en"),
        ("en;q=0.5, nl;q=0.7", "nl"),
        ("fr;q=0, es", "es"),
        ("*;q=x, ;;, de;q=9", "en"),
        ("FR-ca", "fr"),
        ("x," * 1000 + "de", "en"),
    ],
)
def test_the_language_is_what_the_browser_likes_best(accepted: str, language: str) -> None:
    assert language_of(accepted) == language


def test_what_is_laid_out_for_all_is_filled_in_for_each() -> None:
    with marks():
        laid_out = text("articles", n=1) + " / " + text("from_to", first=date(2025, 3, 4), last="x")
    assert laid_out == "[[articles|n=1]] / [[from_to|first=2025-03-04|last=x]]"
    assert with_texts(laid_out, "de") == "1 Artikel / Vom 4. März 2025 bis zum x."
    assert with_texts("[[articles|n=12345]]", "es") == "12.345 artículos"
    # Words of an article that look like a mark, and are none.
    for words in ("[[zebra]]", "[[articles]", "[[from_to|first=2025-13-45]]", "[[among]]"):
        assert with_texts(words, "de") in (words, "{part} von {all}")


def test_values_of_a_text_are_escaped_where_it_is_html() -> None:
    said = in_language("about", "nl", found=Markup("<b>1</b>"), topic="<i>")
    assert said == "<b>1</b> over ‘&lt;i&gt;’"
    assert day(date(2025, 3, 4)) == "4 March 2025"
    assert day(None) == ""
