"""Measure who said what against the human attributions of PolNeAR, and the cost of finding it.

Rules of counting. A human attribution is found when one statement's words overlap its content
with an intersection over union of at least .3, in characters, and the speaker is right: the
annotated source overlaps the words that name the statement's speaker, or both are the same
person by name. Attributions without a source or without content are left out, and so are, for
the listed speech verbs, cues that deny ("did not say"). An article with several annotators
counts once: each of n annotators' attributions weighs 1/n for recall, and for precision a
statement is right if any annotator has it. Of statements whose words overlap a content as much, it
is also counted how many begin and end less than two words from where an annotator's do.

    python -m benchmarks statements --data FOLDER [--split dev] [--articles 1000]
"""

import argparse
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rows import head, say

from rag.language.person_names import same_person
from rag.language.sentences import split_sentences
from rag.language.speech_verbs import LEMMA_OF, SPEECH_VERBS
from rag.records import Article, Statement
from rag.statements.extraction import find_statements
from rag.statements.introductions import find_people
from rag.statements.people import People

ENOUGH = 0.3  # intersection over union, in characters
TWO = 2  # words

_MARKS = re.compile(r"[\"“”„«»]|''|``|(?<!\w)[‘']\w")
# "did not say", "declined to comment": what was not said is no statement.
_DENIALS = frozenset("not never declined refused refuses declines no failed".split())
_PRONOUNS = frozenset("he she they i we you it who that his her their which".split())


@dataclass(frozen=True, slots=True)
class Gold:
    """One human attribution. Offsets are characters of the article."""

    source: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    source_text: str
    cue: str
    kind: str  # "quoted", "partial" or "reported"
    form: str  # "name", "role" or "pronoun"
    listed: bool
    weight: float

    @property
    def named_and_marked(self) -> bool:
        """Whether the speaker is named and the words have quotation marks."""
        return self.form == "name" and self.kind != "reported"


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a gzipped file with one JSON object a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def article_of(article_id: str, text: str) -> Article:
    """Return an article that has nothing but its text."""
    return Article(article_id, "", None, "", "", "", text, "")


def read_gold(folder: Path, split: str) -> list[tuple[Article, list[Gold]]]:
    """Return the articles of a split with everybody's attributions."""
    texts = {
        row["article"]: row["text"]
        for row in read_lines(folder / "texts.jsonl.gz")
        if row["split"] == split
    }
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read_lines(folder / "attributions.jsonl.gz"):
        if row["split"] == split:
            rows[row["article"]].append(row)
    read = []
    for article_id, text in texts.items():
        annotators = {row["annotator"] for row in rows[article_id]}
        golds = [
            _gold(text, row, 1 / len(annotators))
            for row in rows[article_id]
            if row["source"] and row["content"]
        ]
        read.append((article_of(article_id, text), golds))
    return read


def _gold(text: str, row: dict[str, Any], weight: float) -> Gold:
    content = _spans(row["content"])
    source = _spans(row["source"])
    source_text = " ".join(text[start:end] for start, end in source)
    cue = " ".join(part["text"] for part in row["cue"])
    if LEMMA_OF.get(source_text.lower()) in SPEECH_VERBS and cue[:1].isupper():
        source, source_text, cue = _spans(row["cue"]), cue, source_text  # a slip: exchanged
    words = re.findall(r"[a-z]+", cue.lower())
    denied = any(w in _DENIALS for w in words) or re.search(r"n[’']t\b", cue) is not None
    listed = "according" in words or any(LEMMA_OF.get(w) in SPEECH_VERBS for w in words)
    listed = listed and not denied
    return Gold(
        source, content, source_text, cue, _kind(text, content), _form(source_text), listed, weight
    )


def _spans(parts: Iterable[dict[str, Any]]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((s, e) for part in parts for s, e in part["spans"] if e > s))


def _kind(text: str, content: Sequence[tuple[int, int]]) -> str:
    runs = [text[start:end].strip(" ,") for start, end in content]
    if all(_MARKS.match(run) and _MARKS.search(run[-2:]) for run in runs):
        return "quoted"
    return "partial" if any(_MARKS.search(run) for run in runs) else "reported"


def _form(source: str) -> str:
    words = source.split()
    if words and words[0].lower() in _PRONOUNS and len(words) == 1:
        return "pronoun"
    return "name" if re.search(r"\b[A-Z]\w+", source[1:] if len(words) > 1 else source) else "role"


def overlap(content: Sequence[tuple[int, int]], start: int, end: int) -> float:
    """Return the intersection over union of runs of characters and one more run."""
    shared = sum(max(0, min(e, end) - max(s, start)) for s, e in content)
    return shared / (sum(e - s for s, e in content) + end - start - shared)


def mention_of(article: Article, statement: Statement) -> tuple[int, int]:
    """Return the characters that name a statement's speaker."""
    start, end = statement.attribution.start, statement.attribution.end
    written = statement.speaker_written
    if article.text.startswith(written, start):
        relative = re.compile(r",?\s+(?:who|which)\b").match(article.text, start + len(written))
        return start, relative.end() if relative else start + len(written)
    if article.text.endswith(written, start, end):
        return end - len(written), end
    return start, end


def right_speaker(article: Article, people: People, statement: Statement, gold: Gold) -> bool:
    """Tell whether a statement's speaker is the annotated source."""
    start, end = mention_of(article, statement)
    if any(s < end and start < e for s, e in gold.source):
        return True
    if gold.form != "name":
        return False
    named = people.resolve(*gold.source[0]).name
    return same_person(named, statement.speaker) or same_person(gold.source_text, statement.speaker)


class Tally:
    """Counts of right out of all, by name."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.all: Counter[str] = Counter()

    def count(self, names: Iterable[str], right: bool, weight: float) -> None:
        """Count one case under every name."""
        for name in names:
            self.all[name] += weight
            self.right[name] += weight * right

    def tell(self) -> None:
        """Print a row for each name."""
        for name in self.all:
            counted = f"{self.right[name]:,.0f} of {self.all[name]:,.0f}"
            say(name, self.right[name] / self.all[name], counted)


@dataclass(frozen=True, slots=True)
class Case:
    """One statement or attribution that was not matched, for reading."""

    article: Article
    gold: Gold | None
    statement: Statement | None
    reason: str


def measure(read: Sequence[tuple[Article, list[Gold]]]) -> tuple[Tally, Tally, list[Case]]:
    """Return recall, precision and everything that was missed or wrong."""
    recall, precision, cases = Tally(), Tally(), []
    for article, golds in read:
        people = find_people(article.text)
        statements = find_statements(article, split_sentences(article))
        for gold in golds:
            close = [
                s for s in statements if overlap(gold.content, s.words.start, s.words.end) >= ENOUGH
            ]
            right = any(right_speaker(article, people, s, gold) for s in close)
            recall.count(_names(gold), right, gold.weight)
            if not right:
                reason = "speaker" if close else "words"
                cases.append(Case(article, gold, close[0] if close else None, reason))
        for statement in statements:
            start, end = statement.words.start, statement.words.end
            near_golds = [g for g in golds if near(g, start, end)]
            right = any(right_speaker(article, people, statement, g) for g in near_golds)
            precision.count(_kinds(article, statement), right, 1)
            if near_golds:
                alike = any(same_edges(article.text, g, start, end) for g in near_golds)
                precision.count(["words of them that begin and end as annotated"], alike, 1)
            if not right:
                reason = "false speaker" if near_golds else "false words"
                gold_or_none = near_golds[0] if near_golds else None
                cases.append(Case(article, gold_or_none, statement, reason))
    return recall, precision, cases


def near(gold: Gold, start: int, end: int) -> bool:
    """Tell whether words are an attribution's, or one unbroken run of them."""
    runs = [gold.content, *((run,) for run in gold.content)]
    return any(overlap(run, start, end) >= ENOUGH for run in runs)


def same_edges(text: str, gold: Gold, start: int, end: int) -> bool:
    """Tell whether words begin and end less than two words from where an annotator's do."""
    runs = [*gold.content, (gold.content[0][0], gold.content[-1][1])]
    between = (
        (text[min(s, start) : max(s, start)], text[min(e, end) : max(e, end)]) for s, e in runs
    )
    return any(all(len(re.findall(r"\w+", one)) < TWO for one in edges) for edges in between)


def _names(gold: Gold) -> list[str]:
    names = ["every attribution"]
    if gold.named_and_marked:
        names.append("named speaker + quotation marks, any cue")
    if not gold.listed:
        return names
    names += ["every listed speech verb", f"listed: {gold.kind}", f"listed: {gold.form}"]
    if gold.named_and_marked:
        names.append("named speaker + quotation marks")
    return names


def _kinds(article: Article, statement: Statement) -> list[str]:
    words = article.cut(statement.words)
    kind: str = statement.kind
    if kind == "reported" and _MARKS.search(words):
        kind = "partial"
    low = statement.speaker_written.lower()
    names = ["every statement", f"statement: {kind}"]
    names.append(
        f"statement: {'pronoun' if low in _PRONOUNS else _form(statement.speaker_written)}"
    )
    return names


def seconds_for(folder: Path, count: int) -> tuple[int, int, float]:
    """Return articles, statements and the seconds that finding them took, sentences not counted."""
    articles = []
    for row in read_lines(folder / "articles.jsonl.gz"):
        articles.append(article_of(row["url"], row["text"]))
        if len(articles) == count:
            break
    sentences = [split_sentences(article) for article in articles]
    begun = time.process_time()
    found = sum(
        len(find_statements(article, cut)) for article, cut in zip(articles, sentences, strict=True)
    )
    return len(articles), found, time.process_time() - begun


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with polnear/ and news_bulk/"
    )
    parser.add_argument("--split", default="dev", help="train or dev (default: dev)")
    parser.add_argument(
        "--articles", type=int, default=1000, help="to time (default: 1000; 0: none)"
    )
    options = parser.parse_args()
    recall, precision, _ = measure(read_gold(options.data / "polnear", options.split))
    head(f"recall, PolNeAR {options.split}", "share", "found")
    recall.tell()
    head(f"precision, PolNeAR {options.split}", "share", "right")
    precision.tell()
    if options.articles:
        articles, found, seconds = seconds_for(options.data / "news_bulk", options.articles)
        say(f"{articles} articles, {found} statements", f"{seconds:.1f} s of processor time")


if __name__ == "__main__":
    main()
