"""Train the weights by which an attribution found by rule is kept or dropped.

Reads only the train split of PolNeAR. Three quarters of its articles teach, the last quarter
shows what each threshold would keep; the weights written are then taught by all of them.

    python -m benchmarks train_statements --data FOLDER
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from statements import Gold, near, read_gold, right_speaker

from rag.language.sentences import split_sentences
from rag.records import Article
from rag.statements.extraction import as_statement, candidates
from rag.statements.introductions import find_people

STRENGTH = 0.1  # inverse of the penalty on large weights
SEEN = 8  # times; a rarer feature gets no weight
SMALL = 0.01  # weights below this are left out of the file
NESTED = "nested True"
CAUTION = -1.1  # the weight of being nested, which the annotations cannot teach
WEIGHTS = Path(__file__).parents[1] / "rag" / "statements" / "classifier_weights.json"


@dataclass(frozen=True, slots=True)
class Example:
    """One thing the rules found, and whether an annotator has it too."""

    features: tuple[str, ...]
    right: bool
    held_out: bool
    quoted: bool


def examples(read: Sequence[tuple[Article, list[Gold]]]) -> list[Example]:
    """Return what the rules find in annotated articles."""
    found = []
    for article, golds in read:
        people = find_people(article.text)
        held_out = hashlib.sha256(article.id.encode()).digest()[0] % 4 == 0
        for words, said in candidates(article, split_sentences(article)):
            statement = as_statement(article.id, words, said)
            right = any(
                right_speaker(article, people, statement, gold)
                for gold in golds
                if near(gold, words.start, words.end)
            )
            if said.features:
                found.append(Example(said.features, right, held_out, words.kind == "quoted"))
    return found


def train(chosen: Sequence[Example]) -> dict[str, float]:
    """Return the weight of every feature that is common enough."""
    seen = Counter(feature for example in chosen for feature in example.features)
    rows = [
        {feature: 1.0 for feature in example.features if seen[feature] >= SEEN}
        for example in chosen
    ]
    vectorizer = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    model.fit(vectorizer.fit_transform(rows), [example.right for example in chosen])
    weights = dict(zip(vectorizer.feature_names_, model.coef_[0], strict=True))
    weights["bias"] = weights.get("bias", 0.0) + model.intercept_[0]
    weights |= {f"{NESTED} {kind}": CAUTION for kind in ("quoted", "reported")}
    return {
        feature: round(float(w), 3) for feature, w in sorted(weights.items()) if abs(w) >= SMALL
    }


def print_curve(held_out: Sequence[Example], weights: dict[str, float]) -> None:
    """Print what each threshold would keep of the articles that did not teach."""
    odds = np.array([sum(weights.get(t, 0.0) for t in e.features) for e in held_out])
    right = np.array([e.right for e in held_out])
    quoted = np.array([e.quoted for e in held_out])
    print("threshold | kept | right of kept | kept of right | quoted: right of kept, kept of right")
    for threshold in np.arange(-1.0, 3.25, 0.25):
        kept = odds >= threshold
        print(
            f"{threshold:9.2f} | {kept.mean():.3f} | {right[kept].mean():.3f}"
            f" | {kept[right].mean():.3f} | {right[kept & quoted].mean():.3f}"
            f" {kept[right & quoted].mean():.3f}"
        )


def main() -> None:
    """Train, print the curve of the held-out quarter, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with polnear/")
    options = parser.parse_args()
    found = examples(read_gold(options.data / "polnear", "train"))
    # Annotators seldom mark what is said inside what is said: a habit of theirs, no mistake.
    telling = [e for e in found if e.right or not any(t.startswith(NESTED) for t in e.features)]
    teaching = [example for example in telling if not example.held_out]
    held_out = [example for example in found if example.held_out]
    print_curve(held_out, train(teaching))
    weights = train(telling)
    WEIGHTS.write_text(json.dumps(weights, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(found)} examples, {len(weights)} weights, {WEIGHTS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
