"""Measure what is found for a question with a misspelt word, and what a strange name does.

One name or rare word of each answerable question gets one letter wrong: dropped, doubled, swapped
with the next or replaced. Then one of its names gives way to a name of the other set, rightly
spelt, that no article has: such a question should not be answered. Both are asked with near
spellings and without, see ``rag.retrieval.spelling``.

    python -m benchmarks spelling --data FOLDER --index FOLDER [--split tune|test] [--most N]
"""

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from retrieval import (
    library_of,
    multihop_articles,
    parser_for,
    read_json,
    split_of,
    squad_articles,
    squad_questions,
)
from rows import head, say

from rag.index.library import Library
from rag.language.function_words import STOP_WORDS
from rag.records import Asked, Filters, Passage
from rag.retrieval.search import search
from rag.retrieval.understand import understand, understood

FEWEST_LETTERS = 5  # of a word that is misspelt
RARE = 50  # it is in one of so many passages at most
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
WORD = re.compile(rf"[^\W\d_]{{{FEWEST_LETTERS},}}")

Question = tuple[str, Callable[[Passage], bool]]  # and which passage is right


def main() -> None:
    """Print the figures of both sets."""
    arguments = parser_for(__doc__, most=300).parse_args()
    data, split = arguments.data, arguments.split
    squad = library_of(arguments.index / "squad_v2", squad_articles(data))
    news = library_of(arguments.index / "multihop_rag", multihop_articles(data))
    head(f"set, {split}", "questions", "right passage first", "hits@4", "answered", "changed")
    for name, library, other, questions in (
        ("multihop_rag", news, squad, news_questions(data, split)),
        ("squad_v2", squad, news, encyclopedia_questions(data, split)),
    ):
        random.Random(name).shuffle(questions)
        strange = strange_names(library, other)
        for label, asked in (
            ("as typed", [one for one in questions if misspelt(library, one)]),
            ("misspelt", [new for one in questions for new in misspelt(library, one)]),
            ("strange name", [new for one in questions for new in renamed(one, strange)]),
        ):
            chosen = asked[: arguments.most]
            say(name, f"{label}, {len(chosen)}", *measure(library, chosen))


def measure(library: Library, questions: Sequence[Question]) -> list[str | int]:
    """Return the cells of a row: each share without near spellings and with them."""
    without, _ = shares(library, questions, respell=False)
    found, changed = shares(library, questions, respell=True)
    return [*(f"{without[name]:.3f} → {found[name]:.3f}" for name in found), changed]


def shares(
    library: Library, questions: Sequence[Question], *, respell: bool
) -> tuple[dict[str, float], int]:
    """Return how often the right passage is first, and in four, and an answer is given.

    And in how many questions a word was read as another.
    """
    results = []
    changed = 0
    for question, is_right in questions:
        asked = understand(library, question)
        if not respell:
            asked = understood(library, Asked(question, question, asked.asked.speakers, Filters()))
        found = search(library, asked, limit=10)
        right = [is_right(passage) for passage in found.passages]
        results.append((any(right[:1]), any(right[:4]), found.evidence.answered))
        changed += bool(asked.asked.respelt)
    names = ("first", "hits@4", "answered")
    columns = zip(names, zip(*results, strict=True), strict=True)
    return {name: round(sum(hits) / len(hits), 4) for name, hits in columns}, changed


def misspelt(library: Library, question: Question) -> list[Question]:
    """Return a question with one letter of a name or rare word wrong; none if it has no such."""
    text, is_right = question
    chance = random.Random(text)
    rare = [match for match in WORD.finditer(text) if is_rare(library, match[0])]
    if not rare:
        return []
    match = chance.choice(rare)
    word = match[0]
    while word == match[0]:
        word = with_slip(match[0], chance)
    return [(text[: match.start()] + word + text[match.end() :], is_right)]


def is_rare(library: Library, word: str) -> bool:
    """Tell whether a word tells something and is in few passages, but in some."""
    having = [library.lexical.passages_with(term) for term in library.lexical.terms(word)]
    return word.lower() not in STOP_WORDS and 0 < max(having) <= len(library.lexical) / RARE


def with_slip(word: str, chance: random.Random) -> str:
    """Return a word with one letter dropped, doubled, swapped with the next or replaced."""
    place = chance.randrange(len(word))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    other = chance.choice("abcdefghijklmnopqrstuvwxyz")
    slips = ("", 2 * letter, after[:1] + letter, other)
    slip = chance.choice(slips)
    return before + slip + (after[1:] if slip == slips[2] else after)


def renamed(question: Question, names: Sequence[str]) -> list[Question]:
    """Return a question with one of its names replaced by a strange one; none if it has none."""
    text, is_right = question
    chance = random.Random(text)
    found = [match for match in NAME.finditer(text) if match[0].lower() not in STOP_WORDS]
    if not found:
        return []
    match = chance.choice(found)
    return [(text[: match.start()] + chance.choice(names) + text[match.end() :], is_right)]


def strange_names(library: Library, other: Library) -> list[str]:
    """Return the names of another library of which no article of this one has a word."""
    names = {name for article in other.articles() for name in NAME.findall(article.text)}
    has = library.lexical.passages_with
    return sorted(
        name
        for name in names
        if name.lower() not in STOP_WORDS and not any(map(has, library.lexical.terms(name)))
    )


def news_questions(data: Path, split: str) -> list[Question]:
    """Return one split of multihop_rag's questions, null queries left out."""

    def is_right(facts: list[str]) -> Callable[[Passage], bool]:
        return lambda passage: any(fact in "".join(passage.text.split()) for fact in facts)

    return [
        (one["query"], is_right(["".join(e["fact"].split()) for e in one["evidence_list"]]))
        for one in read_json(data / "multihop_rag" / "queries_dev.json.gz")
        if one["evidence_list"] and split_of(one["query"]) == split
    ]


def encyclopedia_questions(data: Path, split: str) -> list[Question]:
    """Return one split of squad_v2's answerable questions."""

    def is_right(context: str) -> Callable[[Passage], bool]:
        return lambda passage: passage.article.text == context

    return [
        (one["question"], is_right(one["context"].strip()))
        for one in squad_questions(data, split)
        if one["answerable"]
    ]


if __name__ == "__main__":
    main()
