r"""Train the reader: the layers of all-MiniLM-L6-v2 on questions and windows read together.

The network says of each window where the answer begins and ends, "no answer" being one of the
answers, and from its first token whether the window answers; it learns that second thing for
each window by itself and for the group as a whole. How windows are cut: ``reader_windows.py``.

    python -m benchmarks reader_examples --data FOLDER --out EXAMPLES
    python -m benchmarks train_reader --examples EXAMPLES --weights FILE --start ONNX
    python -m benchmarks train_reader --weights FILE --write
    python -m benchmarks reader --data FOLDER --index FOLDER --calibrate

``--start`` is a reader to go on from, its 8-bit weights put back into floats, or weights that
were kept; its lower layers are left as they are. The shipped one was made so, in 52 minutes on
one processor core, from the reader before it, which had learned from SquadShifts and fifteen
titles of SQuAD for some three hours (``git log --follow rag/models/reader.onnx``): 471 steps of
eight questions with five windows each, not quite one round. On a graphics card a few minutes are
millions of windows, of all sets and for all layers, from all-MiniLM-L6-v2 itself; the script can
do that, but it has not been tried:

    python -m benchmarks reader_examples --data FOLDER --out EXAMPLES --everything
    python -m benchmarks train_reader --examples EXAMPLES --weights FILE --minutes 10 \
        --groups 64 --rate 3e-4 --dropout 0.1 --frozen 0
"""

import argparse
import math
import random
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from reader_windows import GROUP, Question, Text, cut_windows, find_near, load_examples
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

from rag.models.encoder import default_model
from rag.models.onnx_session import quantise
from rag.models.reader import GRAPH, LONGEST

# Times that a question of a set comes in one round. The news are what is asked for; the last
# three had no part in the shipped reader, other than through the one it began as.
ROUNDS = {
    "news": 1.0,
    "qed": 0.35,
    "selqa": 0.2,
    "squad": 0.25,
    "wiki": 0.2,
    "reddit": 0.1,
    "amazon": 0.1,
}
CUT_AT_ONCE = 128  # questions; their windows are parted into batches of about the same length
WARM_UP = 0.03  # share of the time
AVERAGED = 0.985  # how much of the average of the weights stays in each step
PADDED_TO = 16  # tokens
LISTWISE = 0.5  # what the group as a whole counts for, beside each window by itself
KEPT_EVERY = 600  # seconds
MATRICES = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


def main() -> None:
    """Train and keep the layers, or write the reader with those that were kept."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--weights", type=Path, required=True, help="kept here, .safetensors")
    parser.add_argument("--write", nargs="?", type=Path, const=GRAPH, help="as .onnx; no training")
    parser.add_argument("--examples", type=Path, help="from reader_examples.py")
    parser.add_argument("--start", type=Path, help=".onnx or .safetensors; else MiniLM")
    parser.add_argument("--frozen", type=int, default=3, help="layers that do not learn")
    parser.add_argument("--minutes", type=float, default=52.0)
    parser.add_argument("--groups", type=int, default=8, help="of a batch")
    parser.add_argument("--rate", type=float, default=2e-4, help="of learning, at most")
    parser.add_argument("--dropout", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    network = Network(arguments.dropout)
    if arguments.write:
        network.load_state_dict(load_file(arguments.weights), strict=False)
        write_reader(network, arguments.write)
        return
    if arguments.start:
        start_from(network, arguments.start)
    for layer in network.layers.encoder.layer[: arguments.frozen]:
        layer.requires_grad_(False)
    tokenizer = Tokenizer.from_file(str(default_model() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    texts, questions = load_examples(arguments.examples, tokenizer)
    find_near(texts, questions)
    learned = [one for one in questions if not one.held_out]
    print(len(learned), "questions", flush=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    batches = batches_of(texts, learned, arguments.groups, random.Random(arguments.seed))
    for weights in train(
        network.to(device), batches, seconds=60 * arguments.minutes, rate=arguments.rate
    ):
        save_file(weights, arguments.weights)


class Network(nn.Module):
    """The layers, and what reads off them where an answer is and whether there is one."""

    def __init__(self, dropout: float = 0.0) -> None:
        super().__init__()
        model = default_model()
        config = BertConfig.from_pretrained(model)
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = dropout
        self.layers = BertModel(config, add_pooling_layer=False)
        self.layers.load_state_dict(load_file(model / "model.safetensors"), strict=False)
        self.layers.embeddings.requires_grad_(False)
        self.span = nn.Linear(config.hidden_size, 2)
        self.answers = nn.Linear(config.hidden_size, 1)

    def forward(
        self, words: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return how well an answer begins and ends at each word, and whether there is one.

        The shapes are ``(windows, words, 2)`` and ``(windows,)``; the second is log odds. Without
        a mask, nothing is padded.
        """
        hidden = self.layers(
            inputs_embeds=words, token_type_ids=kinds, attention_mask=mask
        ).last_hidden_state
        scores: torch.Tensor = self.span(hidden)
        return scores, self.answers(hidden[:, 0])[:, 0]


def start_from(network: Network, path: Path) -> None:
    """Put the weights of a written reader, or weights that were kept, into a network."""
    if path.suffix == ".safetensors":
        network.load_state_dict(load_file(path), strict=False)
        return
    graph = onnx.load(path).graph
    kept = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    state = network.state_dict()
    exact = {name: torch.tensor(value) for name, value in kept.items() if name in state}
    matrices = [
        (kept[f"{name}_quantized"].astype(np.float32) - kept[f"{name}_zero_point"])
        * kept[f"{name}_scale"]
        for node in graph.node
        if node.op_type == "MatMulInteger"
        for name in [node.input[1].removesuffix("_quantized")]
        if f"{name}_quantized" in kept
    ]
    names = [
        f"layers.encoder.layer.{layer}.{name}.weight"
        for layer in range(network.layers.config.num_hidden_layers)
        for name in MATRICES
    ]
    names += ["span.weight", "answers.weight"]  # readers of before have no "answers"
    learned = {name: torch.tensor(matrix.T) for name, matrix in zip(names, matrices, strict=False)}
    network.load_state_dict(exact | learned, strict=False)
    if "answers.weight" not in learned:
        with torch.no_grad():
            network.answers.weight.mul_(0.1)
            network.answers.bias.fill_(-1.0)  # most windows do not answer


def batches_of(
    texts: Sequence[Text], questions: Sequence[Question], groups: int, chance: random.Random
) -> Iterator[list[torch.Tensor]]:
    """Yield groups of windows of about the same length without end: the arrays of ``Windows``."""
    while True:
        shown = [
            one
            for one in questions
            for _ in range(int(ROUNDS[one.set]) + (chance.random() < ROUNDS[one.set] % 1))
        ]
        chance.shuffle(shown)
        for first in range(0, len(shown), CUT_AT_ONCE):
            windows = cut_windows(texts, shown[first : first + CUT_AT_ONCE], chance)
            longest = windows.lengths.max(1)
            order = sorted(range(len(longest)), key=lambda n: longest[n] + 24 * chance.random())
            parts = [order[n : n + groups] for n in range(0, len(order), groups)]
            chance.shuffle(parts)
            every = (
                windows.ids,
                windows.asked,
                windows.lengths,
                windows.spans,
                windows.answers,
            )
            for part in parts:
                yield [torch.from_numpy(one[part]) for one in every]


def train(
    network: Network, batches: Iterator[list[torch.Tensor]], *, seconds: float, rate: float
) -> Iterator[dict[str, torch.Tensor]]:
    """Train a network for so long; yield the average of its weights now and then, and at the end.

    The learning rate falls to nothing by then.
    """
    learned = [one for one in network.parameters() if one.requires_grad]
    average = [one.detach().clone() for one in learned]
    optimiser = torch.optim.AdamW(learned, lr=rate, weight_decay=0.01)
    network.train()
    losses: list[float] = []
    start = kept = time.monotonic()
    for batch in batches:
        passed = (time.monotonic() - start) / seconds
        if passed >= 1:
            break
        falling = 0.5 * (1 + math.cos(math.pi * passed))
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, passed / WARM_UP + 0.02) * falling
        loss = loss_of(network, batch)
        loss.backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        losses.append(loss.item())
        stays = min(AVERAGED, len(losses) / (len(losses) + 10))
        with torch.no_grad():
            torch._foreach_lerp_(average, learned, 1 - stays)
        if len(losses) % 25 == 0:
            print(f"{passed:.1%} {len(losses)} {np.mean(losses[-100:]):.4f}", flush=True)
        if time.monotonic() - kept > KEPT_EVERY:
            yield _weights(network, average)
            kept = time.monotonic()
    print(len(losses), "steps", flush=True)
    yield _weights(network, average)


def _weights(network: Network, average: Sequence[torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return a network's weights, those that are learned averaged; all but the words' vectors."""
    averages = iter(average)
    return {
        name: (next(averages) if one.requires_grad else one.detach()).cpu().clone()
        for name, one in network.named_parameters()
        if "word_embeddings" not in name
    }


def loss_of(network: Network, batch: Sequence[torch.Tensor]) -> torch.Tensor:
    """Return how far the network is off for some groups."""
    device = network.span.weight.device
    ids, asked, lengths, spans, right = (one.flatten(0, 1).long().to(device) for one in batch)
    longest = -(-int(lengths.max()) // PADDED_TO) * PADDED_TO
    ids = ids[:, : min(longest, LONGEST)]
    places = torch.arange(ids.shape[1], device=device)[None]
    mask = places < lengths[:, None]
    kinds = mask & (places >= asked[:, None])
    with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
        words = network.layers.embeddings.word_embeddings(ids)
        scores, answers = network(words, kinds.long(), mask.long())
    may = kinds & (places < lengths[:, None] - 1)
    may[:, 0] = True  # where "no answer" is
    scores = scores.float().masked_fill(~may[..., None], -1e4)
    by_words = nn.functional.cross_entropy(scores, spans, ignore_index=-100)
    answers = answers.float()
    by_window = nn.functional.binary_cross_entropy_with_logits(answers, right.float())
    answers, right = answers.view(-1, GROUP), right.view(-1, GROUP) > 0
    some = right.any(1)
    of_right = answers.masked_fill(~right, -1e4).logsumexp(1)
    by_group = ((answers.logsumexp(1) - of_right) * some).sum() / some.sum().clamp(min=1)
    return by_words + by_window + LISTWISE * by_group


def write_reader(network: Network, path: Path) -> None:
    """Write the network with 8-bit weights; what reads it brings the words' vectors."""
    network.cpu().eval()
    network.layers.set_attn_implementation("eager")
    kinds = torch.tensor([[0] * 8 + [1] * 12, [0] * 9 + [1] * 11])
    inputs = (torch.randn(2, 20, network.layers.config.hidden_size), kinds)
    names = ["words", "kinds"]  # windows are read one by one: no mask
    axes = {name: {0: "windows", 1: "tokens"} for name in [*names, "scores"]}
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exact = Path(folder, "exact.onnx")
        torch.onnx.export(
            network,
            inputs,
            str(exact),
            input_names=names,
            output_names=["scores", "answers"],
            dynamic_axes={**axes, "answers": {0: "windows"}},
            dynamo=False,
        )
        quantise(exact, path)


if __name__ == "__main__":
    main()
