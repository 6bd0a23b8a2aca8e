"""Measure follow-up questions against the human rewrites of CANARD.

The set has dialogues over a section of an encyclopedia's article: History (article title, section,
question, answer, question, answer, …), Question, and Rewrite, the question as a human made it
stand on its own. There is no collection to search, so one is made of the set itself: every answer
that stands in any History is a passage, with its article's title and section as its heading, and
equal passages count once. The passage to find for a question is the answer that was given to it,
which a later History of the same dialogue tells (a dialogue's last question has none and is left
out, as are answers of "I don't know"). The answer to a question is never part of the turns handed
in with it. Passages are also searched without headings ("bare"): there an article's title, which
most human rewrites name, can't find all passages of a dialogue at once.

Compared are the question as typed, with what `follow_up` carries over, the human rewrite, the
question with the article's title (what carrying over blindly would reach), and the question with
its whole history. "Untitled" is `follow_up` without the article's title: most dialogues never say
whom they are about, as the one who asks has the title before them. The turns that `follow_up` sees
are those of the dialogue, every earlier question understood by `follow_up` too. First questions of
a dialogue have nothing before them and come back as typed; the main figures are those of the
others.

Questions that stand on their own are rare in the set, so those of MultiHop-RAG (long, all names and
sources) and SQuAD 2.0 (short; written for a paragraph, so some do lean on it) are asked after a
turn on something else, a question and answer of SQuAD, and counted when nothing is carried.

A dialogue belongs to the half "tune" or "report" by the hash of its id, a question by its own.

    python -m benchmarks conversation --data FOLDER --work FOLDER [--half report] [--misses 20]
"""

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from rows import head, say

from rag.index.lexical_index import open_lexical, write_lexical
from rag.language.person_names import fold
from rag.models.encoder import DEFAULT_MODEL
from rag.models.encoder_export import prepare_encoder
from rag.questions.dialogue import Turn
from rag.questions.follow_ups import FollowUp, follow_up
from rag.records import Article, Filters

DEPTH = 10  # passages looked at
ALONE = 500  # questions of each set that are asked after an unrelated turn
NO_ANSWER = "I don't know."

_WORD = re.compile(r"\w+")
# Words that tell nothing about what was carried over.
_EMPTY = frozenset(
    """a an the of on in at to for from by with about and or but as is are was were be been did do
    does have has had what which who whom when where why how other than besides aside else also
    that this these those it its his her he she they their them there in addition not s""".split()
)

Passage = tuple[str, str, str]  # title, section, answer


@dataclass(frozen=True, slots=True)
class Example:
    """A question with what is compared and the passage to find (None: unknown)."""

    history: tuple[str, ...]
    typed: str
    human: str
    number: int  # from 1, within its dialogue
    gold: Passage | None

    @property
    def rest(self) -> tuple[str, ...]:
        """Return the questions and answers before this one."""
        return self.history[2:]


def read_examples(folder: Path, half: str) -> tuple[list[Example], list[Passage]]:
    """Return the examples of a half and the passages of all dialogues, in order."""
    with gzip.open(folder / "canard" / "rewrites_dev.json.gz", "rt", encoding="utf-8") as file:
        rows: list[dict[str, Any]] = json.load(file)
    answers: dict[tuple[str, int], Passage] = {}
    for row in rows:
        title, section, *rest = row["History"]
        for place, answer in enumerate(rest[1::2]):
            if answer != NO_ANSWER:
                answers[row["QuAC_dialog_id"], place + 1] = (title, section, answer)
    examples = [
        Example(
            tuple(row["History"]),
            row["Question"],
            row["Rewrite"],
            row["Question_no"],
            answers.get((row["QuAC_dialog_id"], row["Question_no"])),
        )
        for row in rows
        if half in ("all", half_of(row["QuAC_dialog_id"]))
    ]
    return examples, list(dict.fromkeys(answers.values()))


def half_of(text: str) -> str:
    """Return the half that a dialogue's id or a question belongs to."""
    return "report" if hashlib.sha256(text.encode()).digest()[0] % 2 else "tune"


def report_alone(folder: Path, half: str) -> None:
    """Print how often a question that stands on its own is left as typed."""
    with gzip.open(folder / "multihop_rag" / "queries_dev.json.gz", "rt", encoding="utf-8") as file:
        news = [row["query"] for row in json.load(file)]
    with gzip.open(folder / "squad_v2" / "questions_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["answerable"]]
    before = [(Turn(row["question"], row["answers"][0], (), ()),) for row in rows]
    short = [row["question"] for row in rows]
    print()
    for name, questions in (("multihop_rag", news), ("squad_v2", short)):
        asked = [one for one in questions if half in ("all", half_of(one))][:ALONE]
        # Turns from the far end of the set are on another subject.
        pairs = zip(asked, reversed(before), strict=False)
        left = sum(not follow_up(question, turns).carried for question, turns in pairs)
        print(f"{name}: {left} of {len(asked)} questions on something else are left as typed")


def turns_before(example: Example, *, titled: bool = True) -> tuple[Turn, ...]:
    """Return the turns of the dialogue before a question, each understood from those before."""
    turns: tuple[Turn, ...] = ()
    titles = example.history[:1] if titled else ()
    for question, answer in zip(example.rest[::2], example.rest[1::2], strict=True):
        shown = "" if answer == NO_ANSWER else answer
        done = follow_up(question, turns)
        turns += (Turn(done.question, shown, (), titles, done.carried),)
    return turns


def words_of(text: str) -> Counter[str]:
    """Return the words of a text that tell something, folded."""
    return Counter(word for word in _WORD.findall(fold(text)) if word not in _EMPTY)


def ranks_by_words(passages: Sequence[Passage], headed: bool, questions: Sequence[str],
                   golds: Sequence[int]) -> list[int]:  # fmt: skip
    """Return the rank of each question's passage by BM25; 0 where it is not among the first."""
    with TemporaryDirectory() as folder:
        documents = [
            (Article(str(row), f"{title} · {section}" if headed else "", None, "", "", "", "", ""),
             answer)
            for row, (title, section, answer) in enumerate(passages)
        ]  # fmt: skip
        write_lexical(documents, Path(folder) / "lexical")
        index = open_lexical(Path(folder) / "lexical")
        ranks = []
        for question, gold in zip(questions, golds, strict=True):
            terms = dict.fromkeys(index.terms(question), 1.0)
            rows = index.search(terms, DEPTH, Filters())[0].tolist()
            ranks.append(rows.index(gold) + 1 if gold in rows else 0)
    return ranks


class Meanings:
    """Vectors of texts, kept in a folder between runs.

    Args:
        folder: where the encoder and the vectors are kept.
        sample: texts of the kind that will be encoded.
    """

    def __init__(self, folder: Path, sample: Sequence[str]) -> None:
        self._embedder = prepare_encoder(DEFAULT_MODEL, folder / "encoders", sample)
        self._file = folder / "vectors.npz"
        self._known: dict[str, np.ndarray] = {}
        if self._file.exists():
            with np.load(self._file) as saved:
                keys, vectors = saved["keys"].tolist(), saved["vectors"]
                self._known = dict(zip(keys, vectors, strict=True))

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return a row of unit length for each text; questions and passages are alike here."""
        new = [text for text in dict.fromkeys(texts) if _key(text) not in self._known]
        if new:
            self._known |= dict(zip(map(_key, new), self._embedder.encode(new), strict=True))
            np.savez(self._file, keys=np.array(list(self._known)),
                     vectors=np.array(list(self._known.values())))  # fmt: skip
        return np.array([self._known[_key(text)] for text in texts])


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def ranks_by_meaning(meanings: Meanings, passages: Sequence[Passage], headed: bool,
                     questions: Sequence[str], golds: Sequence[int]) -> list[int]:  # fmt: skip
    """Return the rank of each question's passage by cosine; 0 where not among the first."""
    texts = [f"{title} · {section} · {answer}" if headed else answer
             for title, section, answer in passages]  # fmt: skip
    scores = meanings.encode(questions) @ meanings.encode(texts).T
    better = (scores > scores[np.arange(len(golds)), golds][:, None]).sum(axis=1) + 1
    return [int(rank) if rank <= DEPTH else 0 for rank in better]


def report_retrieval(examples: Sequence[Example], passages: Sequence[Passage], meanings: Meanings,
                     ours: Mapping[Example, FollowUp]) -> None:  # fmt: skip
    """Print recall and reciprocal rank of every way to ask, as shares of the human rewrite's."""
    found = [example for example in examples if example.gold]
    place = {passage: row for row, passage in enumerate(passages)}
    golds = [place[example.gold] for example in found if example.gold]
    ways = {
        "as typed": [example.typed for example in found],
        "ours": [ours[example].question for example in found],
        "ours, untitled": [
            follow_up(example.typed, turns_before(example, titled=False)).question
            for example in found
        ],
        "human": [example.human for example in found],
        "typed + title": [f"{example.typed} {example.history[0]}" for example in found],
        "typed + history": [" ".join((*example.rest, example.typed)) for example in found],
    }
    print(f"{len(found)} questions with a known answer, {len(passages)} passages")
    head("recall@10 / MRR@10", *ways, "ours / human")
    for headed in (True, False):
        for name, engine in (("BM25", "words"), ("dense", "meaning")):
            figures = {}
            for way, questions in ways.items():
                ranks = (
                    ranks_by_words(passages, headed, questions, golds)
                    if engine == "words"
                    else ranks_by_meaning(meanings, passages, headed, questions, golds)
                )
                figures[way] = (
                    sum(rank > 0 for rank in ranks) / len(ranks),
                    sum(1 / rank for rank in ranks if rank) / len(ranks),
                )
            ratios = [
                ours / human for ours, human in zip(figures["ours"], figures["human"], strict=True)
            ]
            cells = [*figures.values(), ratios]
            label = f"{name}, {'heading' if headed else 'bare'}"
            say(label, *(f"{recall:.3f} / {rank:.3f}" for recall, rank in cells))


def report_carried(examples: Sequence[Example], ours: Mapping[Example, FollowUp]) -> None:
    """Print how the words that were carried over compare with the human's."""
    right = carried = wanted = needless = 0
    alone = [example for example in examples if not differs(example.typed, example.human)]
    left = sum(not ours[example].carried for example in alone)
    for example in examples:
        added = words_of(ours[example].question) - words_of(example.typed)
        human = words_of(example.human) - words_of(example.typed)
        right += sum((added & human).values())
        carried += sum(added.values())
        wanted += sum(human.values())
        needless += bool(added) and not added & human
    print(f"\nof {len(alone)} questions that the human left as they were, {left} are left as typed")
    print(f"words carried: {carried}, of them also by the human {right / max(1, carried):.3f};"
          f" of the human's {wanted} found {right / max(1, wanted):.3f}")  # fmt: skip
    print(f"questions with words carried and none of them the human's: {needless}"
          f" of {len(examples)}")  # fmt: skip


def differs(typed: str, human: str) -> bool:
    """Tell whether a rewrite changed more than case and punctuation."""
    return _WORD.findall(fold(typed)) != _WORD.findall(fold(human))


def main() -> None:
    """Print the figures of one half."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="the folder that has canard/")
    parser.add_argument("--work", type=Path, required=True, help="where vectors are kept")
    parser.add_argument("--half", choices=("tune", "report", "all"), default="report")
    parser.add_argument("--misses", type=int, default=0, help="print so many rewrites that differ")
    options = parser.parse_args()
    examples, passages = read_examples(options.data, options.half)
    ours = {example: follow_up(example.typed, turns_before(example)) for example in examples}
    later = [example for example in examples if example.number > 1]
    options.work.mkdir(parents=True, exist_ok=True)
    meanings = Meanings(options.work, [answer for _, _, answer in passages])
    print(f"half: {options.half}; {len(examples)} questions, {len(later)} of them follow-ups")
    print("\n== follow-ups")
    report_retrieval(later, passages, meanings, ours)
    report_carried(later, ours)
    print("\n== all questions, the first of each dialogue among them")
    report_retrieval(examples, passages, meanings, ours)
    report_alone(options.data, options.half)
    for example in later[:: max(1, len(later) // options.misses)] if options.misses else ():
        print(f"\n{example.history[0]} | {example.rest[-2:]}\n  typed {example.typed}"
              f"\n  ours  {ours[example].question}\n  human {example.human}")  # fmt: skip


if __name__ == "__main__":
    main()
