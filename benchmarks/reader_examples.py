"""Gather what the reader learns from: texts cut into sentences, and questions about them.

=========  ================================================================================
news       ``reader_questions.jsonl.gz``: questions as people ask them of the news, about
           articles of MultiHop-RAG, with the words that answer; some have no answer
squad      SQuAD 2.0, the titles that are not for measuring
wiki       SquadShifts on Wikipedia; reddit and amazon are its other two used
qed        search queries in lower case with a paragraph (QED)
selqa      questions with the sentences that answer, their words not marked (SelQA)
=========  ================================================================================

Of each set a share is taken that two processor cores can work through; ``--everything`` takes
all. Articles of ``news_questions``, with which one measures, are left out of everything, also
as texts that do not answer. One JSON file comes of it, for ``train_reader.py``:

    python -m benchmarks reader_examples --data FOLDER --out FILE [--everything]
"""

import argparse
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from retrieval import every_squad_question, multihop_articles, read_json, taught_titles

from rag.index.chunking import SEPARATOR
from rag.language.sentences import sentence_bounds

QUESTIONS = Path(__file__).with_name("reader_questions.jsonl.gz")
# What is taken of each set. The reader gone on from has learned from SquadShifts, and from the
# same titles of SQuAD; chosen for the time there was.
SHARES = {"news": 1.0, "qed": 1.0, "selqa": 0.6, "squad": 0.4}
SHIFTS = {"new_wiki": "wiki", "reddit": "reddit", "amazon_reviews": "amazon"}
TITLED = "new_wiki"  # the one of SHIFTS whose titles say what a passage is about
EXCHANGED = ("news", "squad", "wiki")  # the sets whose questions come with another name, too
SURE = 20  # characters from which an answer's words are taken for it wherever they stand
AROUND = 200  # characters by which the place of a shorter answer is chosen

_NAME = re.compile(r"\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*|\b\d[\d,.]*\d|\b\d\b")
_WORD = re.compile(r"\w{3,}")

Offsets = tuple[int, int]  # characters of a text


@dataclass(slots=True)
class Text:
    """A text that may answer: an article, or a paragraph of one."""

    set: str
    heading: str
    text: str
    sentences: list[Offsets]


@dataclass(slots=True)
class Question:
    """A question about a text.

    ``answers`` are where it is answered, empty if it is not; ``accepted`` are words that a
    sentence may not hold if it is to pass for one that does not answer. ``others`` are the
    question with a name or number exchanged, so that the text answers them no more.
    """

    set: str
    kind: str
    question: str
    text: int  # its number
    answers: list[Offsets]
    accepted: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    marked: bool = True  # the answers are words, not whole sentences
    held_out: bool = False  # for choosing among ways to train


class Examples:
    """The texts and questions gathered so far; each text is kept once."""

    def __init__(self) -> None:
        self.texts: list[Text] = []
        self.questions: list[Question] = []
        self._numbers: dict[tuple[str, str], int] = {}

    def text(self, name: str, heading: str, text: str, sentences: Sequence[Offsets] = ()) -> int:
        """Return the number of a text of a set; it is added if it is new."""
        if (name, text) not in self._numbers:
            self._numbers[name, text] = len(self.texts)
            cut = list(sentences) or sentence_bounds(text) or [(0, len(text))]
            self.texts.append(Text(name, heading, text, cut))
        return self._numbers[name, text]

    def thin(self, chance: random.Random) -> None:
        """Keep the share of each set's questions that is taken, and the texts they are about."""
        self.questions = [one for one in self.questions if chance.random() < SHARES.get(one.set, 0)]
        kept = sorted({one.text for one in self.questions})
        numbers = {number: place for place, number in enumerate(kept)}
        self.texts = [self.texts[number] for number in kept]
        for one in self.questions:
            one.text = numbers[one.text]


def main() -> None:
    """Gather the examples and write them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, required=True, help="a .json.gz file")
    parser.add_argument("--everything", action="store_true", help="of each set")
    arguments = parser.parse_args()
    chance = random.Random(7)
    examples = Examples()
    add_news(examples, arguments.data, articles_of(arguments.data / "news_questions"))
    add_squad(examples, arguments.data)
    add_shifts(examples, arguments.data)
    add_qed(examples, arguments.data)
    add_selqa(examples, arguments.data)
    exchange_names(examples, chance)
    if not arguments.everything:
        examples.thin(random.Random(1))
    whole = {
        "texts": [asdict(one) for one in examples.texts],
        "questions": [asdict(one) for one in examples.questions],
    }
    with gzip.open(arguments.out, "wt", encoding="utf-8") as stream:
        json.dump(whole, stream, ensure_ascii=False)
    print(len(examples.texts), "texts", Counter(one.set for one in examples.texts))
    print(len(examples.questions), "questions", Counter(one.set for one in examples.questions))


def articles_of(folder: Path) -> frozenset[str]:
    """Return the addresses and titles of the articles of questions for measuring."""
    found: set[str] = set()
    for path in folder.glob("*/articles.jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                found |= {article["url"], article["title"]}
    return frozenset(found - {""})


def add_news(examples: Examples, data: Path, measured: frozenset[str]) -> None:
    """Add the articles of MultiHop-RAG and our questions about them."""
    numbers: dict[str, int] = {}
    for article in multihop_articles(data):
        if not {article["url"], article["title"]} & measured:
            given = (article["title"], article["source"], article["date"])
            heading = SEPARATOR.join(part for part in given if part)
            numbers[article["url"]] = examples.text("news", heading, article["text"])
    with gzip.open(QUESTIONS, "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            number = numbers[one["url"]]
            text = examples.texts[number].text
            words = [text[start:end] for start, end in one["answers"]]
            answers = [
                place
                for (start, end), answer in zip(one["answers"], words, strict=True)
                for place in (
                    places_of(answer, text, "") if len(answer) >= SURE else [(start, end)]
                )
            ]
            question = Question("news", one["kind"], one["question"], number, answers, words)
            question.held_out = one["held_out"]
            examples.questions.append(question)


def add_squad(examples: Examples, data: Path) -> None:
    """Add SQuAD 2.0's questions on the titles that the reader learns from."""
    every = every_squad_question(data)
    taught = taught_titles(every)
    for one in every:
        if one["title"] not in taught:
            continue
        context = one["context"].strip()
        number = examples.text("squad", one["title"].replace("_", " "), context)
        places = [places_of(answer, context, one["question"]) for answer in one["answers"]]
        answers = sorted({place for some in places for place in some})
        if one["answers"] and not answers:
            continue
        kind = "answered" if answers else "none"
        examples.questions.append(
            Question("squad", kind, one["question"], number, answers, one["answers"])
        )


def add_shifts(examples: Examples, data: Path) -> None:
    """Add SquadShifts."""
    for name, called in SHIFTS.items():
        for article in read_json(data / "squadshifts" / f"{name}.json.gz")["data"]:
            title = article["title"].replace("_", " ") if name == TITLED else ""
            for paragraph in article["paragraphs"]:
                number = examples.text(called, title, paragraph["context"])
                for one in paragraph["qas"]:
                    examples.questions += _of_shifts(one, called, number, paragraph["context"])


def add_qed(examples: Examples, data: Path) -> None:
    """Add the search queries of QED that a sentence of their paragraph answers."""
    with gzip.open(data / "qed" / "questions.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            if one["annotation"]["explanation_type"] == "none":
                continue
            text = one["paragraph_text"]
            ends = [*one["sentence_starts"][1:], len(text)]
            sentences = [
                (start, start + len(text[start:end].rstrip()))
                for start, end in zip(one["sentence_starts"], ends, strict=True)
                if text[start:end].strip()
            ]
            number = examples.text("qed", one["title_text"], text, sentences)
            given = [
                answer["paragraph_reference"] for answer in one["annotation"].get("answer", [])
            ] or [answer for some in one["original_nq_answers"] for answer in some]
            answers = [(answer["start"], answer["end"]) for answer in given]
            answers = sorted({one for one in answers if 0 <= one[0] < one[1] <= len(text)})
            if answers:
                words = [text[start:end] for start, end in answers]
                examples.questions.append(
                    Question("qed", "search", one["question_text"], number, answers, words)
                )


def add_selqa(examples: Examples, data: Path) -> None:
    """Add SelQA, in which whole sentences answer."""
    with gzip.open(data / "selqa" / "questions.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            candidates = one["candidates"]
            candidates = json.loads(candidates) if isinstance(candidates, str) else candidates
            sentences: list[Offsets] = []
            start = 0
            for sentence in candidates:
                sentences.append((start, start + len(sentence)))
                start += len(sentence) + 1
            number = examples.text(
                "selqa",
                SEPARATOR.join((one["article"], one["section"])),
                " ".join(candidates),
                [some for some in sentences if some[0] < some[1]],
            )
            answers = [sentences[place] for place in one["answers"]]
            if answers:
                examples.questions.append(
                    Question("selqa", "sentence", one["question"], number, answers, marked=False)
                )


def exchange_names(examples: Examples, chance: random.Random) -> None:
    """Give questions two others in which a name or number is one that the text lacks."""
    asked = [one for one in examples.questions if one.set in EXCHANGED and one.answers]
    names = [name[0] for one in asked for name in _names(one.question)]
    for one in asked:
        shown = examples.texts[one.text]
        lower = f"{shown.heading} {shown.text}".lower()
        found = [name for name in _names(one.question) if name[0].lower() in lower]
        for _ in range(2 if found else 0):
            name = chance.choice(found)
            other = chance.choice(names)
            while other[0].isdigit() != name[0][0].isdigit():
                other = chance.choice(names)
            if other.lower() not in lower:
                words = one.question
                one.others.append(words[: name.start()] + other + words[name.end() :])


def places_of(answer: str, text: str, question: str) -> list[Offsets]:
    """Return where an answer stands in a text.

    A short one that stands at several places is taken to answer at that whose surroundings
    share most words with the question.
    """
    found = [match.span() for match in re.finditer(re.escape(answer.lower()), text.lower())]
    if len(found) < 2 or len(answer) >= SURE:
        return found
    asked = set(_WORD.findall(question.lower()))

    def shared(place: Offsets) -> int:
        around = text[max(0, place[0] - AROUND) : place[1] + AROUND].lower()
        return len(asked & set(_WORD.findall(around)))

    return [max(found, key=shared)]


def _of_shifts(one: dict[str, Any], called: str, number: int, text: str) -> Iterator[Question]:
    given = [(answer["answer_start"], answer["text"]) for answer in one["answers"]]
    [((start, words), _)] = Counter(given).most_common(1)
    if text.startswith(words, start):
        accepted = sorted({answer for _, answer in given})
        place = (start, start + len(words))
        yield Question(called, "answered", one["question"].strip(), number, [place], accepted)


def _names(question: str) -> list[re.Match[str]]:
    return [match for match in _NAME.finditer(question) if match.start()]


if __name__ == "__main__":
    main()
