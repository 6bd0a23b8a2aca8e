"""Train the reader: the layers of all-MiniLM-L6-v2 on questions and passages read together.

It learns from SquadShifts and from most of the titles of SQuAD 2.0. A question is shown with the
run of sentences that answers it; for passages that do not answer there are near ones of other
articles, the rest of the same one, SQuAD's unanswerable questions, and questions in which a
name, a number or a word was exchanged.

    python benchmarks/train_reader.py --data FOLDER --index FOLDER --weights FILE [--minutes 90]

``--index`` is that of ``benchmarks/retrieval.py``. Goes on from ``--weights`` if they are there,
leaves them there, and writes ``rag/models/reader.onnx``.
"""

import argparse
import random
import re
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from retrieval import every_squad_question, library_of, read, squad_articles, taught_titles
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from rag.index.chunking import SEPARATOR
from rag.language.function_words import STOP_WORDS
from rag.language.sentences import split_sentences
from rag.models.encoder import TokenCounter, default_model
from rag.models.reader import GRAPH, LONGEST
from rag.records import Article

LEARNING_RATE = 1.5e-4
BATCH = 32
WARM_UP = 100  # steps
ROUNDS = 2  # times that a question of SquadShifts comes, each time with other passages
SQUAD_ROUNDS = 4  # the same for SQuAD 2.0: its unanswerable questions are scarce
PADDED_TO = 32  # tokens; few shapes keep the kernels warm
SHIFTS = ("amazon_reviews", "new_wiki", "reddit")
HEADED = "new_wiki"  # the one whose titles say what a passage is about
NONE = (-1, -1)

_EXCHANGED = re.compile(r"\b[A-Z][\w'-]+(?: [A-Z][\w'-]+)*|\b\d[\d,.]*\d|\b\d\b")
_WORD = re.compile(r"[A-Za-z][a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Example:
    """A question with a passage; the answer's offsets in it, ``NONE`` where it has none."""

    question: str
    heading: str
    passage: str
    answer: tuple[int, int] = NONE


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a text; the offsets of its answer in it, and all answers accepted."""

    question: str
    text: int  # its number
    answer: tuple[int, int]
    accepted: tuple[str, ...]


def main() -> None:
    """Make the examples, train, and write the reader."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--index", type=Path, required=True, help="folder for the indexes")
    parser.add_argument("--minutes", type=float, default=90.0)
    parser.add_argument("--weights", type=Path, required=True, help="kept here; gone on from")
    arguments = parser.parse_args()
    embedder = library_of(arguments.index / "squad_v2", squad_articles(arguments.data)).embedder
    chance = random.Random(7)
    shifts = list(shift_examples(arguments.data, embedder, chance))
    squad = list(squad_examples(arguments.data, embedder, chance))
    words = list(with_other_words([*shifts, *squad], embedder, chance))
    examples = [*shifts, *squad, *words]
    print(len(examples), "examples", flush=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = Network().train().to(device)
    if arguments.weights.exists():
        network.load_state_dict(torch.load(arguments.weights, map_location=device))
    for _ in train(network, examples, seconds=60 * arguments.minutes, chance=chance):
        torch.save(network.state_dict(), arguments.weights)
    write_reader(network, GRAPH)


# ---- what it learns from


def shift_examples(data: Path, embedder: TokenCounter, chance: random.Random) -> Iterator[Example]:
    """Yield the examples of SquadShifts, with passages that do not answer."""
    texts: list[str] = []
    headings: list[str] = []
    groups: list[str] = []
    questions: list[Asked] = []
    for name in SHIFTS:
        for article in read(data / "squadshifts" / f"{name}.json.gz")["data"]:
            title = article["title"].replace("_", " ") if name == HEADED else ""
            for paragraph in article["paragraphs"]:
                questions += _asked(paragraph, len(texts))
                texts.append(paragraph["context"])
                headings.append(title)
                groups.append(title or name)
    near = _near_texts(questions, texts, groups, embedder)
    sentences = [_sentences(text) for text in texts]
    others = [name for one in questions for name in _names(one.question)]
    for one, similar in list(zip(questions, near, strict=True)) * ROUNDS:
        text, heading = texts[one.text], headings[one.text]
        yield _cropped(one.question, heading, text, sentences[one.text], one.answer, chance)
        draw = chance.random()
        if draw < 0.45 and similar:
            other = chance.choice(similar)
            inside = chance.choice(sentences[other])
            shown = _cropped("", "", texts[other], sentences[other], inside, chance).passage
            yield Example(one.question, headings[other], shown)
        elif 0.45 <= draw < 0.62:
            rest = _without_answer(text, sentences[one.text], one.accepted, chance)
            if rest:
                yield Example(one.question, heading, rest)
        elif 0.62 <= draw < 0.85:
            changed = _with_other_name(one.question, text, others, chance)
            if changed:
                shown = _cropped("", "", text, sentences[one.text], one.answer, chance).passage
                yield Example(changed, heading, shown)


def squad_examples(data: Path, embedder: TokenCounter, chance: random.Random) -> Iterator[Example]:
    """Yield the examples of SQuAD 2.0, of the titles that are not for measuring."""
    every = every_squad_question(data)
    taught = taught_titles(every)
    rows = [one for one in every if one["title"] in taught]
    headings = {one["context"].strip(): one["title"].replace("_", " ") for one in rows}
    texts = list(headings)
    sentences = [_sentences(text) for text in texts]
    numbers = {text: number for number, text in enumerate(texts)}
    asked = [
        Asked(
            one["question"],
            number := numbers[one["context"].strip()],
            _find(one["answers"], texts[number]),
            tuple(one["answers"]),
        )
        for one in rows
    ]
    near = _near_texts(asked, texts, [""] * len(texts), embedder)
    for one, similar in list(zip(asked, near, strict=True)) * SQUAD_ROUNDS:
        text, heading = texts[one.text], headings[texts[one.text]]
        if not one.accepted:
            yield Example(one.question, heading, text)
            continue
        if text.count(text[slice(*one.answer)]) == 1:
            whole = Example(one.question, heading, text, one.answer)
            part = _cropped(one.question, heading, text, sentences[one.text], one.answer, chance)
            yield chance.choice((whole, part))
        if similar:
            other = chance.choice(similar[:5])
            yield Example(one.question, headings[texts[other]], texts[other])


def with_other_words(
    examples: Sequence[Example], embedder: TokenCounter, chance: random.Random
) -> Iterator[Example]:
    """Yield a third of the questions with a word exchanged for one of a like meaning."""
    answered = [one for one in examples if one.answer != NONE]
    counts = Counter(word for one in answered for word in _WORD.findall(one.question))
    words = [
        word for word, count in counts.items() if count >= 3 and word.lower() not in STOP_WORDS
    ]
    numbers = {word: number for number, word in enumerate(words)}
    vectors = embedder.encode(words)
    for one in answered:
        passage = one.passage.lower()
        found = [
            match
            for match in _WORD.finditer(one.question)
            if match.start() and match[0] in numbers and match[0][:5].lower() in passage
        ]
        if not found or chance.random() > 0.34:
            continue
        match = chance.choice(found)
        likeness = vectors @ vectors[numbers[match[0]]]
        near = [
            words[place]
            for place in np.argsort(-likeness)[:60]
            if 0.3 < likeness[place] < 0.66
            and words[place][:4].lower() != match[0][:4].lower()
            and words[place][:5].lower() not in passage
        ]
        # A word of the same ending is likelier one of the same kind.
        near = [word for word in near if word[-2:] == match[0][-2:]] or near
        if near:
            word = chance.choice(near[:8])
            word = word[0].upper() + word[1:] if match[0][0].isupper() else word
            question = one.question[: match.start()] + word + one.question[match.end() :]
            yield replace(one, question=question, answer=NONE)


def _asked(paragraph: dict[str, Any], text: int) -> Iterator[Asked]:
    for one in paragraph["qas"]:
        answers = [(answer["answer_start"], answer["text"]) for answer in one["answers"]]
        [((start, words), _)] = Counter(answers).most_common(1)
        if paragraph["context"].startswith(words, start):
            accepted = tuple(answer for _, answer in answers)
            yield Asked(one["question"].strip(), text, (start, start + len(words)), accepted)


def _find(answers: Sequence[str], text: str) -> tuple[int, int]:
    """Return where the first of the answers that stands in a text does."""
    for answer in answers:
        start = text.lower().find(answer.lower())
        if start >= 0:
            return start, start + len(answer)
    return NONE


def _near_texts(
    questions: Sequence[Asked], texts: Sequence[str], groups: Sequence[str], embedder: TokenCounter
) -> Iterator[list[int]]:
    """Yield for each question the texts of its group that mean much the same, not answering."""
    of_texts, of_questions = (
        embedder.encode(texts),
        embedder.encode([q.question for q in questions]),
    )
    members: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        members[group].append(number)
    for one, vector in zip(questions, of_questions, strict=True):
        group = [number for number in members[groups[one.text]] if number != one.text]
        order = np.argsort(-(of_texts[group] @ vector))[:12]
        yield [
            group[place]
            for place in order
            if not any(answer.lower() in texts[group[place]].lower() for answer in one.accepted)
        ]


def _sentences(text: str) -> list[tuple[int, int]]:
    spans = [one.span for one in split_sentences(Article("", "", None, "", "", "", text, ""))]
    return [(span.start, span.end) for span in spans] or [(0, len(text))]


def _cropped(
    question: str,
    heading: str,
    text: str,
    sentences: Sequence[tuple[int, int]],
    answer: tuple[int, int],
    chance: random.Random,
) -> Example:
    """Return a run of sentences around the answer, of a length drawn by chance."""
    wanted = chance.uniform(200, 1000)  # characters
    first = max((n for n, (start, _) in enumerate(sentences) if start <= answer[0]), default=0)
    last = next((n for n in range(first, len(sentences)) if sentences[n][1] >= answer[1]), first)
    while sentences[last][1] - sentences[first][0] < wanted:
        if first and (chance.random() < 0.5 or last == len(sentences) - 1):
            first -= 1
        elif last < len(sentences) - 1:
            last += 1
        else:
            break
    start, end = sentences[first][0], sentences[last][1]
    return Example(question, heading, text[start:end], (answer[0] - start, answer[1] - start))


def _without_answer(
    text: str, sentences: Sequence[tuple[int, int]], accepted: Sequence[str], chance: random.Random
) -> str:
    """Return two sentences or more of a text that hold none of the answers; else nothing."""
    runs: list[list[tuple[int, int]]] = [[]]
    for start, end in sentences:
        if any(answer.lower() in text[start:end].lower() for answer in accepted):
            runs.append([])
        else:
            runs[-1].append((start, end))
    long = [run for run in runs if len(run) >= 2]
    if not long or len(accepted[0]) <= 3:  # so short that it may stand anywhere
        return ""
    run = chance.choice(long)
    return text[run[0][0] : run[-1][1]][:1000]


def _names(question: str) -> list[str]:
    return [match[0] for match in _EXCHANGED.finditer(question) if match.start()]


def _with_other_name(question: str, text: str, others: Sequence[str], chance: random.Random) -> str:
    """Return the question with a name or number of the text exchanged; else nothing."""
    found = [
        match
        for match in _EXCHANGED.finditer(question)
        if match.start() and match[0].lower() in text.lower()
    ]
    if not found:
        return ""
    match = chance.choice(found)
    other = next(
        name
        for name in iter(lambda: chance.choice(others), None)
        if name[0].isdigit() == match[0][0].isdigit()
    )
    changed = question[: match.start()] + other + question[match.end() :]
    return "" if other.lower() in text.lower() else changed


# ---- how it learns


class Network(nn.Module):
    """The layers, and what reads off them where an answer begins and ends."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = BertModel.from_pretrained(
            default_model(),
            add_pooling_layer=False,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.layers.embeddings.requires_grad_(False)
        width = self.layers.config.hidden_size
        self.span = nn.Linear(width, 2)

    def forward(self, words: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return how well an answer begins and ends at each word: shape ``(..., words, 2)``."""
        hidden = self.layers(
            inputs_embeds=words, token_type_ids=kinds, attention_mask=mask
        ).last_hidden_state
        scores: torch.Tensor = self.span(hidden)
        return scores


@dataclass(frozen=True, slots=True)
class Tokens:
    """An example as the network sees it."""

    ids: np.ndarray
    kinds: np.ndarray
    first: int  # token of the answer; 0 for none
    last: int


def train(
    network: Network, examples: Sequence[Example], *, seconds: float, chance: random.Random
) -> Iterator[None]:
    """Train a network for so long; stop now and then, and at the end, for it to be saved.

    The learning rate falls to nothing by then.
    """
    torch.manual_seed(1)
    tokens = tokenise(examples)
    learned = [one for one in network.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(learned, lr=LEARNING_RATE, weight_decay=0.01)
    losses: list[float] = []
    start = time.monotonic()
    for batch in _batches(tokens, chance):
        passed = (time.monotonic() - start) / seconds
        if passed >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * min(1, (len(losses) + 1) / WARM_UP) * (1 - passed)
        loss = loss_of(network, batch)
        loss.backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        losses.append(loss.item())
        if len(losses) % 100 == 0:
            print(f"{passed:.0%}", len(losses), round(float(np.mean(losses[-100:])), 3), flush=True)
            yield
    yield


def tokenise(examples: Sequence[Example]) -> list[Tokens]:
    """Return the examples' tokens; left out is one whose answer is beyond what is read."""
    tokenizer = Tokenizer.from_file(str(default_model() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST, strategy="only_second")
    found = []
    for one in examples:
        before = f"{one.heading}{SEPARATOR}" if one.heading else ""
        encoding = tokenizer.encode(one.question, before + one.passage)
        first = last = 0
        if one.answer != NONE:
            start, end = (offset + len(before) for offset in one.answer)
            inside = [
                place
                for place, (kind, (begins, ends)) in enumerate(
                    zip(encoding.type_ids, encoding.offsets, strict=True)
                )
                if kind == 1 and begins < ends and begins < end and start < ends
            ]
            if not inside:
                continue
            first, last = inside[0], inside[-1]
        ids = np.array(encoding.ids, dtype=np.int32)
        found.append(Tokens(ids, np.array(encoding.type_ids, dtype=np.int8), first, last))
    return found


def _batches(tokens: Sequence[Tokens], chance: random.Random) -> Iterator[list[Tokens]]:
    """Yield batches of like lengths without end, each example once a round."""
    while True:
        order = sorted(tokens, key=lambda one: len(one.ids) + 30 * chance.random())
        batches = [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
        chance.shuffle(batches)
        yield from batches


def loss_of(network: Network, batch: Sequence[Tokens]) -> torch.Tensor:
    """Return how far the network is off for a batch."""
    longest = -(-max(len(one.ids) for one in batch) // PADDED_TO) * PADDED_TO
    ids, kinds, mask = torch.zeros(3, len(batch), longest, dtype=torch.long)
    for row, one in enumerate(batch):
        ids[row, : len(one.ids)] = torch.from_numpy(one.ids)
        kinds[row, : len(one.ids)] = torch.from_numpy(one.kinds)
        mask[row, : len(one.ids)] = 1
    device = next(network.parameters()).device
    ids, kinds, mask = ids.to(device), kinds.to(device), mask.to(device)
    with torch.autocast(device.type, torch.bfloat16):
        scores = network(network.layers.embeddings.word_embeddings(ids), kinds, mask)
    may = kinds == 1
    may[:, 0] = True  # where "no answer" is
    scores = scores.float().masked_fill(~may[..., None], -1e4)
    places = torch.tensor([(one.first, one.last) for one in batch], device=device)
    return nn.functional.cross_entropy(scores, places)


def write_reader(network: Network, path: Path) -> None:
    """Write the network with 8-bit weights; what reads it brings the words' vectors."""
    network.cpu().eval()
    network.layers.set_attn_implementation("eager")
    kinds = torch.tensor([[0] * 8 + [1] * 12])
    inputs = (torch.randn(1, 20, network.layers.config.hidden_size), kinds, torch.ones_like(kinds))
    names = ["words", "kinds", "mask"]
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exact = Path(folder, "exact.onnx")
        torch.onnx.export(
            network,
            inputs,
            str(exact),
            input_names=names,
            output_names=["scores"],
            dynamic_axes=dict.fromkeys([*names, "scores"], {1: "tokens"}),
            dynamo=False,
        )
        quantize_dynamic(exact, path, weight_type=QuantType.QInt8, per_channel=True)


if __name__ == "__main__":
    main()
