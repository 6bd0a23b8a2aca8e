"""Read a window of text with a question in mind: does it answer, and which of its words do?

The reader is all-MiniLM-L6-v2 with its layers trained further, on questions and windows read
together: extractive question answering in which "no answer" is one of the answers (Devlin et
al. 2019), and a second opinion, from the first token, on whether the window answers at all. Its
vocabulary and word vectors are those of the installed model; the layers are shipped, with 8-bit
weights. ``benchmarks/train_reader.py`` makes them; what the reader is worth stands in
benchmarks/RESULTS.md.
"""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.models.encoder import cores, default_model, longest_first
from rag.models.onnx_session import open_session

if TYPE_CHECKING:
    from tokenizers import Tokenizer

GRAPH = Path(__file__).with_name("reader.onnx")
SEPARATOR = " · "  # behind a heading, when the reader learned as now
LONGEST = 224  # tokens of question and window; the end of a longer window is not read
LONGEST_QUESTION = 48  # tokens; the end of a longer one is not read
LONGEST_HEADING = 48  # tokens, separator included; the beginning of a longer one is not read
LONGEST_ANSWER = 30  # tokens
CLS, SEP = 101, 102  # the tokenizer's numbers of the marks that begin and part

# What the network's log odds that a window answers are worth. Taken as they are: the weights of
# the ranking were fitted to them so. As a probability they are too high for windows of what a
# search finds: a logistic fit on 1,452 windows, 122 of them right, of 95 questions that it had not
# learned from gives .76 and -1.70. ``python -m benchmarks reader --calibrate`` fits them; to set
# them anew is to learn the ranking anew.
SCALE = 1.0
SHIFT = 0.0


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a window that may answer."""

    score: float  # log odds that they answer rather than that nothing does
    start: int  # characters of the window
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of a window."""

    offsets: np.ndarray  # shape (tokens, 2): where each token of the window begins and ends
    scores: np.ndarray  # shape (tokens, 2): how well an answer begins and ends at each
    likely: float  # that the window answers, in [0, 1]; higher than a probability, see SHIFT

    def best(self, start: int = 0, end: int = sys.maxsize) -> Words | None:
        """Return the words between two offsets that answer best; None where nothing was read."""
        inside = (self.offsets[:, 0] >= start) & (self.offsets[:, 1] <= end)
        offsets, scores = self.offsets[inside], self.scores[inside]
        if not len(offsets):
            return None
        pairs = scores[:, :1] + scores[:, 1]
        length = np.arange(len(pairs)) - np.arange(len(pairs))[:, None]
        pairs[(length < 0) | (length >= LONGEST_ANSWER)] = -np.inf
        first, last = np.unravel_index(pairs.argmax(), pairs.shape)
        return Words(float(pairs[first, last]), int(offsets[first, 0]), int(offsets[last, 1]))


@dataclass(frozen=True, slots=True)
class Tokens:
    """A question and a window as they are read together."""

    ids: list[int]
    asked: int  # of the question, marks included
    offsets: np.ndarray  # shape (tokens, 2): where those of the window begin and end in it

    @property
    def of_window(self) -> slice:
        """Where the window's own tokens stand, behind the heading's."""
        return slice(len(self.ids) - 1 - len(self.offsets), len(self.ids) - 1)


def tokens_of(tokenizer: "Tokenizer", text: str) -> tuple[list[int], np.ndarray]:
    """Return the tokens of a text without marks, and offsets of shape ``(tokens, 2)``."""
    tokens = tokenizer.encode(text, add_special_tokens=False)
    return tokens.ids, np.array(tokens.offsets, dtype=np.int64).reshape(-1, 2)


def question_tokens(tokenizer: "Tokenizer", question: str) -> list[int]:
    """Return the tokens of a question, as far as it is read."""
    return tokens_of(tokenizer, question)[0][:LONGEST_QUESTION]


def heading_tokens(tokenizer: "Tokenizer", heading: str) -> list[int]:
    """Return the tokens that stand before a window, as far as they are read; none for none."""
    if not heading:
        return []
    return tokens_of(tokenizer, heading + SEPARATOR)[0][-LONGEST_HEADING:]


def join(question: Sequence[int], heading: Sequence[int], text: Sequence[int]) -> list[int]:
    """Return the tokens that are read together; the end of a text that is too long is left out."""
    room = LONGEST - 3 - len(question) - len(heading)
    return [CLS, *question, SEP, *heading, *text[:room], SEP]


def tokenise(tokenizer: "Tokenizer", question: str, heading: str, text: str) -> Tokens:
    """Return the tokens of a question with a window, cut where they are too long."""
    asked, above = question_tokens(tokenizer, question), heading_tokens(tokenizer, heading)
    body, offsets = tokens_of(tokenizer, text)
    ids = join(asked, above, body)
    return Tokens(ids, len(asked) + 2, offsets[: len(ids) - len(asked) - len(above) - 3])


class Reader:
    """Reads windows; safe to use from several threads."""

    def __init__(self, graph: Path = GRAPH) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        model = default_model()
        self._tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._words = load_file(model / "model.safetensors")["embeddings.word_embeddings.weight"]
        self._session = open_session(graph)
        self._threads = ThreadPoolExecutor(cores())

    def read(self, question: str, windows: Sequence[tuple[str, str]]) -> list[Reading]:
        """Read windows, each given by its heading and its text.

        Each is read by itself: 8-bit sums of several at once would depend on their company.
        """

        def read(window: tuple[str, str]) -> Reading:
            return self._read(question, *window)

        readings = dict(longest_first(self._threads, read, windows, lambda one: len(one[1])))
        return [readings[place] for place in range(len(windows))]

    def _read(self, question: str, heading: str, text: str) -> Reading:
        tokens = tokenise(self._tokenizer, question, heading, text)
        kinds = np.ones((1, len(tokens.ids)), dtype=np.int64)
        kinds[0, : tokens.asked] = 0
        inputs = {"words": self._words[tokens.ids][None], "kinds": kinds}
        [scores], [answers] = self._session.run(["scores", "answers"], inputs)
        nowhere = scores[0]  # "no answer" begins and ends at the first token
        likely = 1 / (1 + exp(-(SCALE * float(answers) + SHIFT)))
        return Reading(tokens.offsets, scores[tokens.of_window] - nowhere, likely)


@cache
def open_reader() -> Reader:
    """Return the reader; it is opened at its first use."""
    return Reader()
