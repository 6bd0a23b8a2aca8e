"""Reading a passage for a question."""

import gzip
import importlib
import json
import random
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from rag.language.sentences import sentence_bounds
from rag.models.encoder import default_model
from rag.models.reader import LONGEST, LONGEST_ANSWER, Reading, Words, open_reader, tokenise

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

PASSAGE = (
    "Ida Lund painted the lighthouse of Bergen in 1901. "
    "Her brother, the fisherman Per Lund, kept it until the war."
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(default_model() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def read(question: str, text: str = PASSAGE, heading: str = "") -> Reading:
    [reading] = open_reader().read(question, [(heading, text)])
    return reading


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who painted the lighthouse?", "Ida Lund"),
        ("When was the lighthouse painted?", "1901"),
    ],
)
def test_the_words_that_answer_are_found(question: str, answer: str) -> None:
    words = read(question).best()
    assert words is not None
    assert PASSAGE[words.start : words.end] == answer
    assert words.score > 0
    assert read(question).likely > 0.5


@pytest.mark.parametrize("question", ["What did the queen eat?", "How tall is the lighthouse?"])
def test_what_does_not_answer_is_known_for_it(question: str) -> None:
    assert read(question).likely < 0.1


def test_the_best_words_of_a_stretch_lie_in_it() -> None:
    start = PASSAGE.index("Her")
    words = read("Who painted the lighthouse?").best(start, len(PASSAGE))
    assert words is not None
    assert start <= words.start < words.end <= len(PASSAGE)


def test_the_heading_is_read_but_never_the_answer() -> None:
    words = read("Who painted it?", "It was repainted.", heading="Ida Lund").best()
    assert words is not None
    assert 0 <= words.start < words.end <= len("It was repainted.")


def test_nothing_is_best_where_nothing_was_read() -> None:
    assert read("Who painted it?", text="").best() is None
    assert read("Who painted it?").best(3, 4) is None


def test_passages_come_back_in_their_order_whatever_their_number() -> None:
    texts = [f"The ship of year {year} sank off Bergen." for year in range(1900, 1912)]
    readings = open_reader().read("When did the ship sink?", [("", text) for text in texts])
    alone = [read("When did the ship sink?", text) for text in texts]
    assert [(one.best(), one.likely) for one in readings] == [
        (one.best(), one.likely) for one in alone
    ]


def test_a_passage_that_is_too_long_is_read_as_far_as_it_goes() -> None:
    text = f"{PASSAGE} {'The sea was calm. ' * 300}"
    assert 100 < read("Who painted the lighthouse?", text).offsets.max() < len(text)


def test_of_what_is_too_long_question_and_end_of_the_heading_are_kept(
    tokenizer: Tokenizer,
) -> None:
    tokens = tokenise(tokenizer, "red " * 60, f"{'blue ' * 60}sky", "green " * 300)
    assert tokenizer.decode(tokens.ids, skip_special_tokens=False) == (
        f"[CLS] {'red ' * 48}[SEP] {'blue ' * 46}sky · {'green ' * 125}[SEP]"
    )
    assert (len(tokens.ids), tokens.asked, tokens.offsets[-1].tolist()) == (LONGEST, 50, [744, 749])


def test_a_question_and_a_window_are_parted_as_the_model_parts_two_texts(
    tokenizer: Tokenizer,
) -> None:
    tokens = tokenise(tokenizer, "Who painted it?", "Ida Lund", PASSAGE)
    pair = tokenizer.encode("Who painted it?", f"Ida Lund · {PASSAGE}")
    assert tokens.ids == pair.ids
    assert tokens.asked == pair.type_ids.index(1)
    assert [tokens.ids[tokens.of_window][place] for place in (0, -1)] == [
        tokenizer.token_to_id(word) for word in ("ida", ".")
    ]


def test_windows_are_read_in_the_tokens_that_were_learned_from(
    tokenizer: Tokenizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    training = importlib.import_module("reader_windows")
    question = "How much did Ida Lund's “lighthouse” cost the U.S. in 1901?"
    heading = f"{'A very long title, ' * 20}of the Bergen–Oslo line"
    text = (
        f"{PASSAGE}\n\n“It’s 4.5% off,” said Mr. Lund… {PASSAGE} {'Zürich-based ' * 150}lay still."
    )
    bounds = sentence_bounds(text)
    place = text.index("1901")
    asked = {
        "set": "news",
        "kind": "fact",
        "question": question,
        "text": 0,
        "answers": [(place, place + 4)],
        "accepted": [],
        "others": ["Who is Per Lund?"],
        "marked": True,
        "held_out": False,
    }
    shown = {"set": "news", "heading": heading, "text": text, "sentences": bounds}
    examples = tmp_path / "examples.json.gz"
    examples.write_bytes(
        gzip.compress(json.dumps({"texts": [shown], "questions": [asked]}).encode())
    )
    texts, questions = training.load_examples(examples, tokenizer)
    training.find_near(texts, questions)
    windows = training.cut_windows(texts, questions * 40, random.Random(2))
    learned = {
        tuple(ids[:length].tolist())
        for group, lengths in zip(windows.ids, windows.lengths, strict=True)
        for ids, length in zip(group, lengths, strict=True)
    }
    ways = [question, *training.typed(question, random.Random(3)), "Who is Per Lund?"]
    read_now = {
        tuple(tokenise(tokenizer, way, head, text[bounds[first][0] : bounds[last][1]]).ids)
        for way in ways
        for head in ("", heading)
        for first in range(len(bounds))
        for last in range(first, len(bounds))
    }
    assert len(learned) > 20
    assert learned <= read_now
    marked = [
        tokenizer.decode(ids[span[0] : span[1] + 1])
        for group, spans, right in zip(windows.ids, windows.spans, windows.answers, strict=True)
        for ids, span, answers in zip(group, spans, right, strict=True)
        if answers
    ]
    assert set(marked) == {"1901"}


def test_an_answer_ends_where_it_begins_or_later_and_is_not_long() -> None:
    tokens = 2 * LONGEST_ANSWER
    offsets = np.array([[place, place + 1] for place in range(tokens)])
    scores = np.zeros((tokens, 2))
    scores[10, 0] = scores[5, 1] = 9.0  # the end lies before the beginning
    scores[10 + LONGEST_ANSWER, 1] = 8.0  # and this one is too far
    scores[12, 1] = 1.0
    assert Reading(offsets, scores, 0.5).best() == Words(10.0, 10, 13)
