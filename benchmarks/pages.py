"""Measure what is read of saved web pages: 72 made ones, of 36 kinds, with the answer known.

    python -m benchmarks pages [--kinds] [--seed 1] [--keep FOLDER]

The stories, people and papers are made up; the markup is as papers and their systems write it.
``--kinds`` adds a row for each kind, ``--keep`` writes the pages to a new folder.
"""

import argparse
import random
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from page_layouts_later import LATER
from page_layouts_more import LANGUAGE, LAYOUTS, NO_ARTICLE, entry_heading
from page_sheet import Sheet
from page_stories import Story, make_story
from rows import head, say

from rag.articles.folder import Loaded, load_articles
from rag.language.entries import is_time_line
from rag.records import Article

EACH = 2  # pages of a kind


@dataclass(frozen=True, slots=True)
class Made:
    """A page that was made, and the right answer."""

    kind: str
    story: Story
    around: tuple[str, ...]  # all that is no part of the story


@dataclass(frozen=True, slots=True)
class Judged:
    """What is right of what was read of a page."""

    title: bool
    author: bool
    date: bool
    source: bool
    precision: float  # of the words of the text
    recall: float
    left: tuple[str, ...]  # what stands around the story, and is in the text


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = options.keep or Path(work)
        folder.mkdir(exist_ok=True)
        made = write_pages(folder, options.seed)
        loaded = load_articles(folder)
    articles = {article.id: article for article in loaded.articles}
    judged = {
        name: judge(page, articles[name]) if name in articles else NOTHING
        for name, page in made.items()
    }
    head(
        "pages",
        "title",
        "author",
        "date",
        "source",
        "precision",
        "recall",
        "left of what is around",
    )
    for name, kinds in (("by which the reader was mended", LAYOUTS), ("written later", LATER)):
        pages = [one for one, page in made.items() if page.kind in kinds]
        row(f"{len(pages)} {name}", pages, made, judged)
    if options.kinds:
        for kind in {**LAYOUTS, **LATER}:
            names = [name for name, page in made.items() if page.kind == kind]
            row(kind, names, made, judged)
            for name in names:
                report(name, made[name], articles.get(name), judged[name], loaded)
    refused = sum(name.startswith("none") for name in (one.path for one in loaded.refusals))
    say("refused of the pages without an article", f"{refused} of {len(NO_ARTICLE)}")


NOTHING = Judged(False, False, False, False, 0.0, 0.0, ())


def write_pages(folder: Path, seed: int) -> dict[str, Made]:
    """Write the pages, and return what they are by their names."""
    chance = random.Random(seed)
    layouts = {**LAYOUTS, **LATER}
    made = {}
    for number, kind in enumerate(kind for kind in layouts for _ in range(EACH)):
        story = make_story(number, LANGUAGE.get(kind, "en"), chance)
        sheet = Sheet(story, chance)
        page = layouts[kind](sheet)
        name = f"page-{number:02}{'.mhtml' if isinstance(page, bytes) else '.html'}"
        (folder / name).write_bytes(page if isinstance(page, bytes) else page.encode())
        made[name] = Made(kind, story, tuple(sheet.around))
    for kind, layout in NO_ARTICLE.items():
        sheet = Sheet(make_story(0, "en", chance), chance)
        (folder / f"none-{kind.replace(' ', '-')}.html").write_text(layout(sheet), "utf-8")
    return made


def judge(page: Made, article: Article) -> Judged:
    """Hold what was read against the right answer."""
    story = page.story
    # These may stand in the text, and need not.
    aside = {plain(one) for one in (story.title, story.deck, *map(entry_heading, range(20)))}
    lines = [
        line
        for line in article.text.split("\n")
        if plain(line) not in aside and not is_time_line(line.strip())
    ]
    read = Counter(words_of("\n".join(lines)))
    wanted = Counter(words_of("\n".join(words for _, words in story.blocks)))
    shared = (read & wanted).total()
    text = f" {plain(article.text)} "
    alone = {plain(line) for line in article.text.split("\n")}
    story_text = f" {plain(' '.join(words for _, words in story.blocks))} "
    return Judged(
        plain(article.title) == plain(story.title),
        names_of(article.author) == set(map(plain, story.authors)),
        article.date == story.published.date(),
        plain(article.source) == plain(story.paper),
        shared / max(read.total(), 1),
        shared / wanted.total(),
        tuple(
            words
            for words in dict.fromkeys(page.around)
            if (one := plain(words))
            and (one in alone if len(one.split()) < 3 else f" {one} " in text)
            and f" {one} " not in story_text
        ),
    )


def row(name: str, pages: list[str], made: dict[str, Made], judged: dict[str, Judged]) -> None:
    """Print what is right of some pages."""
    found = [judged[page] for page in pages]
    around = sum(len(dict.fromkeys(made[page].around)) for page in pages)
    left = sum(len(one.left) for one in found)
    shares = [fmean(getattr(one, part) for one in found)
              for part in ("title", "author", "date", "source", "precision", "recall")]  # fmt: skip
    say(name, *shares, f"{left} of {around}")


def report(name: str, page: Made, article: Article | None, judged: Judged, loaded: Loaded) -> None:
    """Say what is wrong with one page."""
    if article is None:
        say("", name, *(one.reason for one in loaded.refusals if one.path == name))
        return
    story = page.story
    wanted = {"title": story.title, "author": ", ".join(story.authors),
              "date": str(story.published.date()), "source": story.paper}  # fmt: skip
    for part, right in wanted.items():
        if not getattr(judged, part):
            say("", name, f"{part}: {getattr(article, part)!r}, not {right!r}")
    if judged.left:
        say("", name, f"left: {judged.left}")
    if min(judged.precision, judged.recall) < 0.97:
        say("", name, f"precision {judged.precision:.3f}, recall {judged.recall:.3f}")


def plain(words: str) -> str:
    """Return the words of a text alone, in lower case."""
    return " ".join(words_of(words))


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return re.findall(r"\w+", text.lower())


def names_of(author: str) -> set[str]:
    """Return the names in a field of authors."""
    return {plain(one) for one in re.split(r",|;| and | & ", author) if one.strip()}


if __name__ == "__main__":
    main()
