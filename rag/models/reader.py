"""Read a passage with a question in mind: which of its words answer, if any do?

The reader is all-MiniLM-L6-v2 with its layers trained further, on questions and passages read
together: extractive question answering in which "no answer" is one of the answers (Devlin et
al. 2019). Its vocabulary and word vectors are those of the installed model; the layers are
shipped, with 8-bit weights. ``benchmarks/train_reader.py`` makes them; what the reader is worth
stands in benchmarks/RESULTS.md.
"""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

import numpy as np

from rag.index.chunking import SEPARATOR
from rag.models.encoder import cores, default_model
from rag.models.onnx_session import open_session

GRAPH = Path(__file__).with_name("reader.onnx")
LONGEST = 384  # tokens of question and passage; the end of a longer passage is not read
LONGEST_QUESTION = 400  # characters
LONGEST_ANSWER = 30  # tokens
SURENESS = 4.0  # times that the reader is surer of itself than its answers bear out


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a passage that may answer."""

    score: float  # log odds that they answer rather than that nothing does
    start: int  # characters of the passage
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of a passage."""

    offsets: np.ndarray  # shape (tokens, 2): where each token of the passage begins and ends
    scores: np.ndarray  # shape (tokens, 2): how well an answer begins and ends at each

    @property
    def likely(self) -> float:
        """How likely the passage answers, in [0, 1]."""
        return likely(self.best())

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


def likely(words: Words | None) -> float:
    """Return how likely words answer, in [0, 1]; 0.5 is even, 0 stands for none."""
    return 1 / (1 + exp(-words.score / SURENESS)) if words else 0.0


class Reader:
    """Reads passages; safe to use from several threads."""

    def __init__(self) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        model = default_model()
        self._tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST, strategy="only_second")
        self._words = load_file(model / "model.safetensors")["embeddings.word_embeddings.weight"]
        self._session = open_session(GRAPH)
        self._threads = ThreadPoolExecutor(cores())

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """Read passages, each given by its heading and its text."""
        question = question[:LONGEST_QUESTION]
        return list(self._threads.map(lambda passage: self._read(question, *passage), passages))

    def _read(self, question: str, heading: str, text: str) -> Reading:
        before = f"{heading}{SEPARATOR}" if heading else ""
        tokens = self._tokenizer.encode(question, before + text)
        kinds = np.array([tokens.type_ids])
        inputs = {"words": self._words[tokens.ids][None], "kinds": kinds, "mask": kinds**0}
        [[scores]] = self._session.run(None, inputs)
        offsets = np.array(tokens.offsets) - len(before)
        # The mark that ends the passage has no extent, and the heading begins before it.
        of_text = (kinds[0] == 1) & (offsets[:, 1] > offsets[:, 0]) & (offsets[:, 0] >= 0)
        nowhere = scores[0]  # "no answer" begins and ends at the first token
        return Reading(offsets[of_text], scores[of_text] - nowhere)


@cache
def open_reader() -> Reader:
    """Return the reader; it is opened at its first use."""
    return Reader()
