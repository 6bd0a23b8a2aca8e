"""Cut windows for the reader to learn from, with their questions, in tokens.

A window is a run of one to four sentences under the heading of its article. Each question comes
in a group of ``GROUP`` windows, cut anew each time: one that answers it, or two; others of the
same text, those first that share most words with the question; and those of other texts that a
search would bring. Questions come as they were written and as they are typed: without their
question mark or small words, or misspelt; and now and then with a name exchanged, so that
nothing answers.
"""

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from tokenizers import Tokenizer

from rag.models.reader import (
    LONGEST,
    heading_tokens,
    join,
    question_tokens,
    tokens_of,
)

GROUP = 5  # windows of a question that are shown together
WINDOW = (22, 90)  # tokens that a window is to have, at least and at most
SENTENCES = 4  # of a window at most
HEADED = 0.88  # share of windows whose heading is shown
AS_WRITTEN = 0.5  # share of questions
EXCHANGED = 0.15  # share of questions that come with another name, where they can
NEAR = 40  # sentences of other texts that a question is shown, by nearness
SKIPPED = {"reddit": 4, "amazon": 8}  # nearest sentences of other texts that may answer as well
UNMARKED = -100  # in place of a token: nobody marked the words that answer

_SMALL = frozenset(
    "a an the of in on at to for from by with and or is are was were do does did has have had be "
    "been will would can could should that this it its there as".split()
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in tokens."""

    set: str
    heading: str
    above: np.ndarray  # the heading's tokens
    ids: np.ndarray
    starts: np.ndarray  # the first token of each sentence, and the number of all tokens
    words: str  # the text in lower case
    offsets: np.ndarray  # the first and last character of each sentence

    def words_of(self, first: int, last: int) -> str:
        """Return a run of sentences in lower case."""
        return self.words[self.offsets[first][0] : self.offsets[last][1]]


@dataclass(slots=True)
class Question:
    """A question in tokens; see ``reader_examples.Question``."""

    set: str
    question: str
    text: int
    written: list[np.ndarray]  # as written, then in ways to type it
    others: list[np.ndarray]
    answers: list[tuple[int, int, int, int]]  # first and last token, first and last sentence
    accepted: tuple[str, ...]
    marked: bool
    held_out: bool
    # Sentences that do not answer, nearest first: of its text, and of others (text, sentence).
    own: list[int] = field(default_factory=list)
    near: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows with their questions, in groups: arrays of shape ``(groups, GROUP, ...)``."""

    ids: np.ndarray  # padded with zeros
    asked: np.ndarray  # tokens of the question, marks included
    lengths: np.ndarray
    spans: np.ndarray  # first and last token of the answer; 0 for none
    answers: np.ndarray  # whether the window answers


@dataclass(frozen=True, slots=True)
class Cut:
    """One window with its question."""

    ids: list[int]
    asked: int  # tokens of the question, marks included
    begins: int  # the first token of the text
    span: tuple[int, int] = (0, 0)
    answers: bool = False


def load_examples(path: Path, tokenizer: Tokenizer) -> tuple[list[Text], list[Question]]:
    """Return the texts and questions in tokens; which sentences are near is still to be found."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        whole = json.load(stream)
    texts = []
    begins = []
    for one in whole["texts"]:
        ids, offsets = tokens_of(tokenizer, one["text"])
        begins.append(offsets)
        sentences = np.array(one["sentences"], dtype=np.int32)
        starts = np.append(np.searchsorted(offsets[:, 0], sentences[:, 0]), len(offsets))
        above = _array(heading_tokens(tokenizer, one["heading"]))
        texts.append(
            Text(
                one["set"],
                one["heading"],
                above,
                _array(ids),
                starts,
                one["text"].lower(),
                sentences,
            )
        )
    chance = random.Random(3)
    questions = []
    for one in whole["questions"]:
        text, offsets = texts[one["text"]], begins[one["text"]]
        ways = [one["question"], *typed(one["question"], chance)]
        answers = [_in_tokens(place, text, offsets) for place in one["answers"]]
        questions.append(
            Question(
                one["set"],
                one["question"],
                one["text"],
                [_array(question_tokens(tokenizer, way)) for way in ways],
                [_array(question_tokens(tokenizer, other)) for other in one["others"]],
                [answer for answer in answers if answer],
                tuple(word.lower() for word in one["accepted"] if len(word) > 3),
                one["marked"],
                one["held_out"],
            )
        )
    return texts, questions


def typed(question: str, chance: random.Random) -> Iterator[str]:
    """Yield a question in ways that people type it: three short or plain ones, two misspelt."""
    plain = question.rstrip("?!. ")
    for leave_out in (0.0, 0.5, 0.9):
        kept = [
            word
            for word in plain.split()
            if word.lower() not in _SMALL or chance.random() >= leave_out
        ]
        if leave_out > 0.8 and len(kept) > 4 and kept[0].lower() in ("what", "which", "how", "who"):
            kept = kept[1:] if chance.random() < 0.4 else kept
        yield " ".join(kept)
    for _ in range(2):
        words = question.split()
        long = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
        for place in chance.sample(long, min(len(long), 1 + (chance.random() < 0.3))):
            words[place] = misspelt(words[place], chance)
        yield " ".join(words)


def misspelt(word: str, chance: random.Random) -> str:
    """Return a word with a letter left out, doubled, swapped with the next, or replaced."""
    place = chance.randrange(1, len(word) - 1)
    before, letter, behind = word[:place], word[place], word[place + 1 :]
    return chance.choice(
        (
            before + behind,
            before + 2 * letter + behind,
            before + behind[0] + letter + behind[1:],
            before + chance.choice("aeioustrnl") + behind,
        )
    )


def find_near(texts: Sequence[Text], questions: Sequence[Question]) -> None:
    """Find the sentences that share rare words with a question, and that do not answer it."""
    places = [(n, s) for n, text in enumerate(texts) for s in range(len(text.starts) - 1)]
    weigh = TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype=np.float32)
    sentences = weigh.fit_transform(
        f"{texts[n].heading[:60]} {texts[n].words_of(s, s)}" for n, s in places
    )
    of_set: dict[str, list[int]] = defaultdict(list)  # the numbers of its sentences
    for number, (text, _) in enumerate(places):
        of_set[texts[text].set].append(number)
    for name, members in of_set.items():
        asked = [one for one in questions if one.set == name]
        theirs = sentences[members].T.tocsc()
        for first in range(0, len(asked), 256):
            some = asked[first : first + 256]
            rows = (weigh.transform([one.question for one in some]) @ theirs).toarray()
            for one, nearness in zip(some, rows, strict=True):
                order = np.argsort(-nearness, kind="stable")
                _set_near(one, texts, [places[members[n]] for n in order])


def _set_near(one: Question, texts: Sequence[Text], nearest: Sequence[tuple[int, int]]) -> None:
    free = _free(one, texts[one.text])
    one.own = [s for text, s in nearest if text == one.text and free[s]]
    others = ((text, s) for text, s in nearest if text != one.text)
    clear = (place for place in others if not _holds(one, texts[place[0]], place[1], place[1]))
    one.near = [place for place, _ in zip(clear, range(NEAR), strict=False)]
    one.near = one.near[SKIPPED.get(one.set, 0) :]


def cut_windows(
    texts: Sequence[Text], questions: Sequence[Question], chance: random.Random
) -> Windows:
    """Cut one group of windows for each question, in their order."""
    number = len(questions)
    ids = np.zeros((number, GROUP, LONGEST), dtype=np.int16)
    asked, lengths, answers = np.zeros((3, number, GROUP), dtype=np.int16)
    spans = np.zeros((number, GROUP, 2), dtype=np.int16)
    for row, one in enumerate(questions):
        for place, cut in enumerate(_group(texts, one, chance)):
            ids[row, place, : len(cut.ids)] = cut.ids
            asked[row, place], lengths[row, place] = cut.asked, len(cut.ids)
            spans[row, place] = cut.span
            answers[row, place] = cut.answers
    return Windows(ids, asked, lengths, spans, answers)


def _group(texts: Sequence[Text], one: Question, chance: random.Random) -> list[Cut]:
    wanted = chance.uniform(*WINDOW)
    headed = chance.random() < HEADED
    question = one.written[0] if chance.random() < AS_WRITTEN else chance.choice(one.written)
    answered = True
    if one.answers and one.others and chance.random() < EXCHANGED:
        question, answered = chance.choice(one.others), False
    found = []
    for answer in chance.sample(one.answers, min(len(one.answers), 1 + (chance.random() < 0.25))):
        first, last = _run(texts[one.text], answer[2], answer[3], wanted, chance)
        cut = _cut(texts[one.text], question, first, last, headed)
        marked = _with_answer(cut, one, texts[one.text], answer, (first, last), chance)
        if not answered:
            found.append(cut)
        elif marked:
            found.append(marked)
    while len(found) < GROUP:
        number, first, last = _without_answer(texts, one, wanted, chance)
        found.append(_cut(texts[number], question, first, last, headed))
    return found


def _with_answer(
    cut: Cut,
    one: Question,
    text: Text,
    answer: tuple[int, int, int, int],
    run: tuple[int, int],
    chance: random.Random,
) -> Cut | None:
    """Return a window with an answer marked in it; None if it was cut off."""
    first, last = run
    inside = [
        given
        for given in one.answers
        if text.starts[first] <= given[0] and given[1] < text.starts[last + 1]
    ]
    begin, end = (chance.choice(inside) if inside else answer)[:2]
    begin, end = (int(place + cut.begins - text.starts[first]) for place in (begin, end))
    if end >= len(cut.ids) - 1:  # where the mark stands that ends the window
        return None
    return replace(cut, span=(begin, end) if one.marked else (UNMARKED, UNMARKED), answers=True)


def _without_answer(
    texts: Sequence[Text], one: Question, wanted: float, chance: random.Random
) -> tuple[int, int, int]:
    """Return the number of a text and a run of its sentences, first and last."""
    if one.own and (chance.random() < 0.55 or not one.near):
        few = one.own[:6] if chance.random() < 0.6 else one.own
        centre = chance.choice(few)
        free = _free(one, texts[one.text])
        return one.text, *_run(texts[one.text], centre, centre, wanted, chance, free)
    if one.near:
        few_near = one.near[:8] if chance.random() < 0.4 else one.near
        number, centre = chance.choice(few_near)
        first, last = _run(texts[number], centre, centre, wanted, chance)
        if _holds(one, texts[number], first, last):
            first = last = centre
        return number, first, last
    return chance.randrange(len(texts)), 0, 0  # nothing is known not to answer: any other text


def _run(
    text: Text,
    first: int,
    last: int,
    wanted: float,
    chance: random.Random,
    free: np.ndarray | None = None,
) -> tuple[int, int]:
    """Return a run of sentences around some, of about a number of tokens; of free ones only."""
    starts = text.starts
    while last - first + 1 < SENTENCES and starts[last + 1] - starts[first] < wanted:
        before = first > 0 and (free is None or free[first - 1])
        behind = last < len(starts) - 2 and (free is None or free[last + 1])
        if before and (not behind or chance.random() < 0.5):
            longer = (first - 1, last)
        elif behind:
            longer = (first, last + 1)
        else:
            break
        if starts[longer[1] + 1] - starts[longer[0]] > WINDOW[1] * 1.2:
            break
        first, last = longer
    return first, last


def _cut(text: Text, question: np.ndarray, first: int, last: int, headed: bool) -> Cut:
    window = text.ids[text.starts[first] : text.starts[last + 1]]
    above = text.above if headed else text.above[:0]
    ids = join(question.tolist(), above.tolist(), window.tolist())
    return Cut(ids, len(question) + 2, len(question) + 2 + len(above))


def _free(one: Question, text: Text) -> np.ndarray:
    """Return of each sentence of a question's text whether it has nothing of an answer."""
    free = np.ones(len(text.starts) - 1, dtype=bool)
    for _, _, first, last in one.answers:
        free[first : last + 1] = False
    for number in np.flatnonzero(free):
        free[number] = not _holds(one, text, number, number)
    return free


def _holds(one: Question, text: Text, first: int, last: int) -> bool:
    words = text.words_of(first, last)
    return any(word in words for word in one.accepted)


def _in_tokens(
    place: Sequence[int], text: Text, offsets: np.ndarray
) -> tuple[int, int, int, int] | None:
    """Return the tokens and sentences of characters of a text; None where there are no tokens."""
    first = int(np.searchsorted(offsets[:, 1], place[0], side="right"))
    last = int(np.searchsorted(offsets[:, 0], place[1], side="left")) - 1
    if first > last or first >= len(offsets):
        return None
    sentences = np.searchsorted(text.starts, [first, last], side="right") - 1
    most = len(text.starts) - 2
    return first, last, min(most, max(0, int(sentences[0]))), min(most, int(sentences[1]))


def _array(ids: Sequence[int]) -> np.ndarray:
    return np.array(ids, dtype=np.int16)
