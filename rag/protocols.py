"""The seams where one part can be exchanged for another."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np


class Embedder(Protocol):
    """Turns text into vectors whose inner product is their similarity."""

    @property
    def name(self) -> str:
        """The model's name, as a user would ask for it."""

    @property
    def weights_sha256(self) -> str:
        """Hex digest of the weights: two models with one name are two models."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    @property
    def max_tokens(self) -> int:
        """Tokens one passage may have, special ones left out, before the model cuts it off."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the length of each text in this model's tokens, special tokens left out."""

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int], None] = lambda done: None
    ) -> np.ndarray:
        """Return one vector a passage.

        Shape ``(len(texts), dimension)``, float32, unit length, in the order of ``texts``.
        ``progress`` is called with the number of texts encoded so far.
        """

    def encode_question(self, question: str) -> np.ndarray:
        """Return the vector of a question: shape ``(dimension,)``, float32, unit length."""


class Progress(Protocol):
    """Hears how far a long piece of work has come."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """``done`` of ``total`` units of ``stage`` are finished."""
