"""Show what was understood of a question, take parts of it away, and make links of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlencode

from rag.records import Asked, Filters
from rag.web.texts import day


def understood(asked: Asked) -> list[tuple[str, str, str]]:
    """Name each part of a question: its key, its kind as the page's texts name it, and its words.

    What was carried over from the conversation is named first, and once only.
    """
    filters, carried = asked.filters, asked.carried
    parts = [(f"carried:{n}", "carried", words) for n, words in enumerate(carried)]
    parts += [
        (f"speaker:{n}", "speaker", name)
        for n, name in enumerate(asked.speakers)
        if name not in carried
    ]
    if asked.topic and asked.topic not in carried:
        parts.append(("topic", "topic", asked.topic))
    if filters.since:
        parts.append(("since", "since", day(filters.since)))
    if filters.until:
        parts.append(("until", "until", day(filters.until)))
    parts += [(f"source:{n}", "source", name) for n, name in enumerate(filters.sources)]
    parts += [(f"author:{n}", "author", name) for n, name in enumerate(filters.authors)]
    parts += [(f"voice:{n}", "voice", name) for n, name in enumerate(filters.speakers)]
    parts += [(f"within:{n}", "within", place) for n, place in enumerate(filters.within)]
    return parts


def carried_by(asked: Asked, chip: str) -> str:
    """Return the words from the conversation that ``chip`` names; nothing if it names others."""
    return {f"carried:{n}": words for n, words in enumerate(asked.carried)}.get(chip, "")


def without(asked: Asked, chip: str) -> tuple[str, Filters] | None:
    """Return the question and filters that are left once one part is taken out.

    None where no question would be left, or ``chip`` names no part. Filters alone are set
    aside exactly; the words of the question are put together anew from what remains.
    """
    if carried_by(asked, chip) or chip not in [name for name, _, _ in understood(asked)]:
        return None
    kind, _, position = chip.partition(":")
    left = tuple(
        name
        for n, name in enumerate(asked.speakers)
        if not (kind == "speaker" and str(n) == position)
    )
    topic = "" if kind == "topic" else asked.topic
    filters = remove_filter(asked.filters, asked.filters, chip)
    who = " and ".join(left)
    if who and topic:
        return f"What did {who} say about {topic}?", filters
    if who:
        return f"What did {who} say?", filters
    return (topic, filters) if topic else None


def remove_filter(filters: Filters, understood: Filters, chip: str) -> Filters:
    """Take from ``filters`` the one that ``chip`` names among the ``understood`` ones."""
    kind, _, position = chip.partition(":")
    if kind == "since":
        return replace(filters, since=None)
    if kind == "until":
        return replace(filters, until=None)
    if kind == "source":
        return replace(filters, sources=_others(filters.sources, understood.sources, position))
    if kind == "author":
        return replace(filters, authors=_others(filters.authors, understood.authors, position))
    if kind == "voice":
        return replace(filters, speakers=_others(filters.speakers, understood.speakers, position))
    if kind == "within":
        return replace(filters, within=_others(filters.within, understood.within, position))
    return filters


def _others(names: Sequence[str], understood: Sequence[str], position: str) -> tuple[str, ...]:
    return tuple(name for name in names if name != understood[int(position)])


def link(question: str, filters: Filters) -> str:
    """Return the query string that asks the same question again."""
    pairs = [("q", question)]
    if filters.since:
        pairs.append(("since", filters.since.isoformat()))
    if filters.until:
        pairs.append(("until", filters.until.isoformat()))
    pairs += [("source", name) for name in filters.sources]
    pairs += [("author", name) for name in filters.authors]
    pairs += [("speaker", name) for name in filters.speakers]
    pairs += [("in", place) for place in filters.within]
    return "?" + urlencode(pairs)


def read_link(search: str) -> tuple[str, Filters] | None:
    """Read a question from the address of the page; parts that make no sense are left out."""
    values = parse_qs(search.removeprefix("?"), max_num_fields=200)
    if "q" not in values:
        return None
    filters = Filters(
        since=read_day(values.get("since", [""])[0]),
        until=read_day(values.get("until", [""])[0]),
        sources=tuple(values.get("source", ())),
        authors=tuple(values.get("author", ())),
        speakers=tuple(values.get("speaker", ())),
        within=tuple(values.get("in", ())),
    )
    return values["q"][0], filters


def read_day(text: str | None) -> date | None:
    """Read a date as 2025-02-13; None for anything else."""
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        return None
