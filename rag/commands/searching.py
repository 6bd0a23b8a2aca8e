"""The command ``search``: by meaning and words, or for exactly what was typed."""

import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from rag.answers.plain_text import described, place_of, shortened
from rag.chat import Chat
from rag.commands.filtering import filters_of
from rag.commands.tables import PLACE, placed, print_table
from rag.plain_data import as_json
from rag.records import Count, Keyword, MatchedPassage, Passage
from rag.retrieval.search_kind import hints_for, is_exact
from rag.visible import visible

ALIGNED = 80  # characters from a keyword on, up to which the places stand beneath one another
NARROWEST = 20  # characters around a keyword where the terminal is narrow
BEFORE, SHOWN = 60, 200  # characters before the first place in a passage, and of it all
T = TypeVar("T")


def search(arguments: Namespace) -> int:
    """Show what is found for a question, or what has exactly what was typed."""
    chat = Chat(arguments.index)
    filters = filters_of(arguments, chat)
    if not (arguments.context or arguments.count or is_exact(arguments.question)):
        passages = chat.search(arguments.question, filters, arguments.limit)
        _print_passages(arguments, passages)
        _print_notes(hints_for(arguments.question, exact=False))
        return 0
    found = chat.search_exactly(arguments.question, filters)
    if arguments.count:
        _print_counts(arguments, found.counts(arguments.count))
    elif arguments.context:
        _print_keywords(arguments, found.keywords(arguments.context))
    else:
        _print_matches(arguments, found.passages())
    _print_notes(found.hints)
    return 0


def _print_passages(arguments: Namespace, passages: Sequence[Passage]) -> None:
    if arguments.json:
        print(as_json(passages))
        return
    if arguments.csv:
        header = ("score", *PLACE, "text")
        print_table(header, ((f"{one.score:.3f}", *_placed(one), one.text) for one in passages))
        return
    for passage in passages:
        _print_passage(f"{passage.score:.3f}  ", passage, shortened(passage.text))
    if not passages:
        print("No passage passes these filters.")


def _print_matches(arguments: Namespace, found: Iterator[MatchedPassage]) -> None:
    passages, more = _first(found, arguments.limit)
    if arguments.json:
        print(as_json(passages))
    elif arguments.csv:
        print_table((*PLACE, "words", "text"), (
            (*_placed(one), " | ".join(map(one.article.cut, one.marked)), one.text)
            for one in passages
        ))  # fmt: skip
    else:
        for passage in passages:
            _print_passage("", passage, _around(passage))
        if not passages:
            print("No article has this.")
    _tell_of_more(more)


def _print_passage(before: str, passage: Passage | MatchedPassage, words: str) -> None:
    place = place_of(passage.chunk.span)
    print(visible(f"{before}{described(passage.article)} ({place})"))
    print(f"       {words}")


def _around(passage: MatchedPassage) -> str:
    """Return the words around the first place of a passage, each place in brackets."""
    text, start = passage.text, passage.chunk.span.start
    if not passage.marked:
        return shortened(text)
    places = [(one.start - start, min(one.end - start, len(text))) for one in passage.marked]
    first = text.rfind(" ", 0, max(0, places[0][0] - BEFORE)) + 1
    last = text.find(" ", max(first + SHOWN, places[0][1]))
    last = last if last > 0 else len(text)
    shown, done = "… " if first else "", first
    for begin, end in places:
        if done <= begin and end <= last:
            shown += f"{text[done:begin]}[{text[begin:end]}]"
            done = end
    return " ".join(f"{shown}{text[done:last]}{' …' if last < len(text) else ''}".split())


def _print_keywords(arguments: Namespace, found: Iterator[Keyword]) -> None:
    keywords, more = _first(found, arguments.limit)
    if arguments.json:
        print(as_json(keywords))
    elif arguments.csv:
        print_table((*PLACE, "before", "words", "after"), (
            (*placed(one.article, one.span), one.before, one.words, one.after)
            for one in keywords
        ))  # fmt: skip
    else:
        for line in _aligned(keywords, _width()):
            print(visible(line))
        if not keywords:
            print("No article has this in its text.")
    _tell_of_more(more)


def _aligned(keywords: Sequence[Keyword], width: int | None) -> Iterator[str]:
    """Yield a line for each keyword, one beneath the other, cut to a terminal of some width."""
    places = [f"({place_of(one.span)})" for one in keywords]
    room = max((len(one.before) for one in keywords), default=0)
    after = max((len(one.words) + len(one.after) for one in keywords), default=0)
    if width is not None:
        left = width - len("2025-02-13  []  ") - max(map(len, places), default=0)
        room = min(room, max(NARROWEST, left * 2 // 5))
        after = min(after, max(NARROWEST, left - room))
    for one, place in zip(keywords, places, strict=True):
        written = one.article.date.isoformat() if one.article.date else "undated   "
        before = one.before if len(one.before) <= room else "…" + one.before[1 - room :]
        words = one.words if len(one.words) <= after else one.words[: after - 1] + "…"
        left = max(1, after - len(words))
        following = one.after if len(one.after) <= left else one.after[: left - 1] + "…"
        ends = " " * max(0, min(after, ALIGNED) - len(words) - len(following))
        yield f"{written}  {before.rjust(room)}[{words}]{following}{ends}  {place}"


def _width() -> int | None:
    """Return the width of the terminal; None where there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _print_counts(arguments: Namespace, counts: Sequence[Count]) -> None:
    if arguments.json:
        print(as_json(counts))
        return
    none = {"month": "undated", "source": "no source", "speaker": "nobody’s words"}
    if arguments.csv:
        header = (arguments.count, "articles", "places")
        print_table(header, ((one.value, one.articles, one.places) for one in counts))
        return
    in_text = any(one.places for one in counts)  # else in titles alone, or nowhere
    for one in counts:
        value = visible(one.value or none[arguments.count])
        places = f" {one.places:6} {_many(one.places, 'place')}" if in_text else ""
        print(f"{one.articles:6} {_many(one.articles, 'article')}{places}  {value}")
    if not counts:
        print("No article has this.")


def _many(count: int, what: str) -> str:
    return f"{what}s" if count != 1 else f"{what} "


def _first(found: Iterable[T], limit: int) -> tuple[list[T], bool]:
    """Return what is found first, and whether there is more."""
    first = list(islice(found, limit + 1))
    return first[:limit], len(first) > limit


def _print_notes(hints: Sequence[str]) -> None:
    sys.stdout.flush()  # so that they come after what they are about
    for hint in hints:
        print(f"note: {hint}", file=sys.stderr)


def _tell_of_more(more: bool) -> None:
    if more:
        sys.stdout.flush()  # so that it comes after what it is about
        print("… and more; --limit shows them, --count month counts them.", file=sys.stderr)


def _placed(passage: Passage | MatchedPassage) -> tuple[object, ...]:
    return placed(passage.article, passage.chunk.span)
