"""Measure how well changes of a sentence are caught against the words it cites.

Pairs of a sentence and the passage that holds it are made from the contexts of SQuAD 2.0 and
from the facts and other sentences of MultiHop-RAG's articles. Every sentence is reworded in
ways that change nothing (a clause left out, the attribution moved to the front, a number
written another way); half of them are then changed in one thing: a number, a name, a speaker,
a date, or a negation put in or taken out. What is put in comes in half of the cases from the
same passage, where a mere look whether it occurs would not tell. Recall is the share of changed
sentences with any doubt, precision the share of doubted sentences that were changed, among the
sentences in which that kind of change was possible.

The names are found here by other rules than the checker's own. Passages are parted by a hash
of their title: tune on one half, report on the other.

    python -m benchmarks check --data FOLDER [--split tune|test] [--show KIND]
"""

import argparse
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from retrieval import every_squad_question, read_json
from rows import head, say

from rag.answers.faithfulness import cited_with, doubts
from rag.language.sentences import sentence_bounds, split_sentences
from rag.records import Article, Source, Span
from rag.statements.extraction import find_statements

KINDS = ("number", "name", "speaker", "date", "negation")
MOST = 600  # pairs a kind
AROUND = 2  # sentences of the passage on either side, in a news article

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NUMBER_WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty".split()
_NUMBER = re.compile(rf"(?<![\w.,/-])(?:\d[\d,]*(?:\.\d+)?|{'|'.join(_NUMBER_WORDS)})(?![\w-])")
_PERSON = r"[A-Z][a-z]+(?:[- ](?:[A-Z]\. )?[A-Z][a-z]+){0,2}"
_NAME = re.compile(rf"(?:(?<=[a-z,] )|^){_PERSON}(?![\w-])")
_CUES = "said|says|told|added|wrote|warned|argued|claimed|stated|explained|tweeted|announced"
_SPEAKER = re.compile(
    rf"(?:(?P<first>(?:(?<=[,”\"] )|^){_PERSON}) (?=(?:{_CUES})\b)"
    rf"|(?<= said )(?P<second>{_PERSON})|(?<=[Aa]ccording to )(?P<third>{_PERSON}))"
)
_NOT_PEOPLE = frozenset(
    "The This That These Those It He She They We You I But And In On At If As When While".split()
)
_DATE = re.compile(
    rf"\b(?:{'|'.join(_MONTHS)})\b(?: \d{{1,2}})?|\b(?:{'|'.join(_DAYS)})\b|\b(?:1[5-9]|20)\d\d\b"
)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should|did|does|do)\b(?! not|n['’]t)"
)
_NEGATION = re.compile(r"(?<=[a-z]) not (?!only|just)|n['’]t\b| never (?=[a-z])")


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence, the passage it cites, and what was changed in it, if anything."""

    kind: str
    changed: bool
    text: str
    original: str
    source: Source
    near: bool  # what was put in occurs in the same passage


def passages(data: Path) -> Iterator[tuple[Article, Span, Span]]:
    """Yield articles with a sentence to reword and the passage around it."""
    seen: set[str] = set()
    for row in every_squad_question(data):
        if row["context"] in seen:
            continue
        seen.add(row["context"])
        article = Article(row["title"], row["title"], None, "", "", "", row["context"], "")
        whole = Span(article.id, 0, len(article.text))
        for start, end in sentence_bounds(article.text):
            yield article, Span(article.id, start, end), whole
    for article in _news(data):
        bounds = sentence_bounds(article.text)
        for place, (start, end) in enumerate(bounds):
            around = bounds[max(0, place - AROUND) : place + AROUND + 1]
            passage = Span(article.id, around[0][0], around[-1][1])
            yield article, Span(article.id, start, end), passage


def _news(data: Path) -> Iterator[Article]:
    for row in read_json(data / "multihop_rag" / "corpus.json.gz"):
        day = date.fromisoformat(row["published_at"][:10])
        yield Article(
            row["url"], row["title"], day, row["source"], row["author"] or "", row["url"],
            row["body"], "",
        )  # fmt: skip


def reworded(text: str, chance: random.Random) -> str:
    """Return a sentence in other words that say the same."""
    text = " ".join(text.split())
    moved = re.fullmatch(
        rf"[“\"](?P<words>[^“”\"]+),[”\"] (?P<who>{_PERSON}) (?P<cue>said|says|wrote)\.?", text
    )
    if moved:
        words = moved["words"][0] + moved["words"][1:]
        text = f"{moved['who']} {moved['cue']}: {words}."
    steps: list[Callable[[str], str]] = [
        lambda t: re.sub(r" \([^()]*\)", "", t),
        lambda t: re.sub(r", (?:which|who) [^,.]{5,60}, ", " ", t, count=1),
        lambda t: re.sub(r"^(?:However|Meanwhile|Moreover|In addition|Also|But|And),? (\w)",
                         lambda m: m[1].upper(), t),
        lambda t: re.sub(r"(\d)\s?%", r"\1 percent", t),
        lambda t: re.sub(r"\bpercent\b", "per cent", t),
        lambda t: re.sub(r"(?<![\d,])(\d{1,3}),(\d{3})(?![\d,])", r"\1\2", t),
        lambda t: re.sub(r"(?<=[a-z] )([2-9])(?= [a-z])",
                         lambda m: _NUMBER_WORDS[int(m[1]) - 2], t),
        lambda t: re.sub(r"\b(?:began|started)\b", "commenced", t),
        lambda t: re.sub(r"\b(?:big|large)\b", "sizeable", t),
        lambda t: re.sub(r"\bn['’]t\b", "n’t", t),
        lambda t: re.sub(r"\b(was|is|were|are|did|does|do|has|had|have|would|could)n['’]t\b",
                         r"\1 not", t),
        lambda t: re.sub(r"\bbecause\b", "since", t),
        lambda t: re.sub(r"\bmany\b", "numerous", t),
        lambda t: re.sub(r"[“”\"]", "", t),
    ]  # fmt: skip
    for step in steps:
        if chance.random() < 0.6:
            text = step(text)
    return text


def change(
    kind: str, text: str, passage: str, elsewhere: Sequence[str], chance: random.Random
) -> tuple[str, bool] | None:
    """Return a sentence with one thing changed, and whether the new one is in the passage.

    None if there is nothing of the kind to change.
    """
    if kind == "negation":
        changed = _negated(text, chance)
        return (changed, False) if changed else None
    found = [
        one
        for one in _matches(kind, text)
        # The first word of a sentence is a name if it is written large within another, too.
        if one[0] or re.search(rf"[a-z,] {one[2]}\b", passage)
    ]
    if not found:
        return None
    old = chance.choice(found)
    near = [word for word in _words(kind, passage) if _fits(kind, word, old[2])]
    far = [word for word in elsewhere if _fits(kind, word, old[2]) and word not in passage]
    if near and chance.random() < 0.5:
        return text[: old[0]] + chance.choice(near) + text[old[1] :], True
    if kind == "number":
        new = _other_number(old[2], chance)
        return (text[: old[0]] + new + text[old[1] :], False) if new not in passage else None
    if not far:
        return None
    return text[: old[0]] + chance.choice(far) + text[old[1] :], False


def _words(kind: str, text: str) -> list[str]:
    if kind == "speaker":  # as names: few passages have a second speaker
        return list(dict.fromkeys(one[2] for one in _matches("name", text) if one[0]))
    return list(dict.fromkeys(one[2] for one in _matches(kind, text) if one[0] or kind != "name"))


def _matches(kind: str, text: str) -> Iterator[tuple[int, int, str]]:
    if kind == "speaker":
        for match in _SPEAKER.finditer(text):
            group = match.lastgroup or "first"
            if match[group].split()[0] not in _NOT_PEOPLE:
                yield match.start(group), match.end(group), match[group]
        return
    pattern = {"number": _NUMBER, "name": _NAME, "date": _DATE}[kind]
    for match in pattern.finditer(text):
        if kind == "number" and _DATE.search(text[max(0, match.start() - 10) : match.end()]):
            continue
        if kind == "name" and (_DATE.search(match[0]) or match[0].split()[0] in _NOT_PEOPLE):
            continue
        yield match.start(), match.end(), match[0]


def _fits(kind: str, new: str, old: str) -> bool:
    """Tell whether one may stand for the other, and says something else."""
    if kind == "date":  # a year for a month may be just as true
        return new != old and _sort_of_date(new) == _sort_of_date(old)
    return not _alike(new.replace(",", ""), old.replace(",", ""))


def _sort_of_date(written: str) -> str:
    return "day" if written in _DAYS else "year" if written.isdigit() else "month"


def _alike(a: str, b: str) -> bool:
    return bool(set(a.lower().split()) & set(b.lower().split())) or a in b or b in a


def _other_number(old: str, chance: random.Random) -> str:
    if old in _NUMBER_WORDS:
        return chance.choice([word for word in _NUMBER_WORDS if word != old])
    digits = old.replace(",", "")
    if "." in digits:
        return f"{float(digits) * chance.choice((0.5, 2, 3)) + 0.1:.1f}"
    value = int(digits)
    return str(chance.choice([value + chance.randint(1, 9), value * 2 + 1, value + 10]))


def _negated(text: str, chance: random.Random) -> str:
    present = list(_NEGATION.finditer(text))
    if present:
        one = chance.choice(present)
        return text[: one.start()] + (" " if one[0].startswith(" ") else "") + text[one.end() :]
    auxiliaries = list(_AUXILIARY.finditer(text))
    if not auxiliaries:
        return ""
    one = chance.choice(auxiliaries)
    return text[: one.end()] + " not" + text[one.end() :]


def make_pairs(data: Path, split: str) -> list[Pair]:
    """Return labelled pairs of one half of the titles, half of them changed."""
    chance = random.Random(7)
    rows = [
        row
        for row in passages(data)
        if (sha256(row[0].title.encode()).digest()[0] % 2 == 0) == (split == "tune")
        and not re.search(r"[@#]|twitter|©|\n", row[0].cut(row[1]))  # posts, tables
        and 40 <= row[1].end - row[1].start <= 400
    ]
    chance.shuffle(rows)
    pools: dict[str, list[str]] = defaultdict(list)
    for article, span, _ in rows[:4000]:
        for kind in ("name", "date"):
            pools[kind] += _words(kind, article.cut(span))
    pools["speaker"] = [name for name in pools["name"] if " " in name]
    found: dict[str, list[Pair]] = defaultdict(list)
    for article, span, passage in rows:
        for kind in KINDS:
            if len(found[kind]) >= MOST:
                continue
            original = article.cut(span)
            text = reworded(original, chance)
            far = chance.sample(pools[kind], min(50, len(pools[kind]))) if kind in pools else []
            made = change(kind, text, article.cut(passage), far, chance)
            if made is None:
                continue
            changed = len(found[kind]) % 2 == 1
            found[kind].append(
                Pair(
                    kind, changed, made[0] if changed else text, original,
                    Source(article, passage, ()), made[1] and changed,
                )
            )  # fmt: skip
            break  # a sentence is used once
    return [pair for kind in KINDS for pair in found[kind]]


def main() -> None:
    """Print precision and recall for each kind of change."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of data sets")
    parser.add_argument("--split", choices=("tune", "test"), default="test")
    parser.add_argument("--show", choices=KINDS, help="print the misses and false alarms of a kind")
    arguments = parser.parse_args()
    pairs = make_pairs(arguments.data, arguments.split)
    seconds: list[float] = []
    results: list[tuple[Pair, tuple[str, ...]]] = []
    for pair in pairs:
        article = pair.source.article
        cited = cited_with(find_statements(article, split_sentences(article)), pair.source)
        started = time.process_time()
        raised = doubts(pair.text, (cited,))
        seconds.append(time.process_time() - started)
        results.append((pair, raised))
        if pair.kind == arguments.show and bool(raised) != pair.changed:
            print("MISS" if pair.changed else "FALSE", raised)
            print(f"   {pair.text}\n   {pair.original}")
    print(f"{len(pairs)} pairs, {sum(pair.changed for pair in pairs)} changed ({arguments.split})")
    head(
        "changed", "pairs", "precision", "recall", "put in from elsewhere", "from the same passage"
    )
    for kind in (*KINDS, "all"):
        say(kind, *_cells([one for one in results if kind in (one[0].kind, "all")]))
    ordered = sorted(seconds)
    print(f"CPU seconds a sentence: p50 {ordered[len(ordered) // 2]:.4f}, "
          f"p95 {ordered[int(len(ordered) * 0.95)]:.4f}")  # fmt: skip


def _cells(results: Sequence[tuple[Pair, tuple[str, ...]]]) -> tuple[int | float, ...]:
    caught = [pair for pair, raised in results if raised and pair.changed]
    alarms = sum(bool(raised) for _, raised in results)
    changed = [pair for pair, _ in results if pair.changed]
    near = [pair for pair in changed if pair.near]
    far = [pair for pair in changed if not pair.near]
    return (
        len(results),
        len(caught) / max(1, alarms),
        len(caught) / max(1, len(changed)),
        sum(not pair.near for pair in caught) / max(1, len(far)),
        sum(pair.near for pair in caught) / max(1, len(near)),
    )


if __name__ == "__main__":
    main()
