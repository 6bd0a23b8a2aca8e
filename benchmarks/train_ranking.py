"""Learn how much each kind of evidence counts in ranking excerpts, and in refusing.

From questions as people ask them of the news, with the words that a right answer shows (the
folder ``news_questions`` of the data, and the held-out part of ``reader_questions.jsonl.gz``
over the articles of MultiHop-RAG, which the reader has not learned from). Four logistic
regressions, each over what the one before it leaves, on scores that were cross-fitted by article:
what to read, what to show, whether the question is answered, whether the articles are on its
subject. The third one learns from questions of SQuAD 2.0 and of MultiHop-RAG, too (their tuning
halves), of which more are unanswerable; the last one from questions that were asked of the
articles of the other set.

    python benchmarks/train_ranking.py --data FOLDER --index FOLDER [--keep FILE] [--write]

``--index`` holds one index a set, as ``news_questions/measure.py`` makes them. ``--keep`` keeps
what was found and read, so that the models can be fitted again in no time.
"""

import argparse
import gzip
import hashlib
import json
import pickle
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from retrieval import multihop_articles, read_json, split_of, squad_questions
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from rag.chat import Chat
from rag.index.chunking import heading
from rag.models.encoder import Encoder
from rag.models.reader import Reading, open_reader
from rag.questions.query import Query
from rag.records import Answer
from rag.retrieval.answerability import (
    NAMES,
    SUBJECT,
    Gaps,
    answer_evidence,
    asks_openly,
    subject_evidence,
)
from rag.retrieval.evidence import CHEAP, READ, read_evidence
from rag.retrieval.excerpts import Excerpt, without_overlap
from rag.retrieval.ranking import READ_MOST, learned_ranking
from rag.retrieval.search import Search, SearchWeights
from rag.retrieval.understand import understand, understand_side

WEIGHTS = Path(__file__).parents[1] / "rag" / "retrieval" / "ranking_weights.json"
OWN = Path(__file__).with_name("reader_questions.jsonl.gz")
FOLDS = 5
STRENGTH = 0.3  # of the fit against that of keeping weights small: of a ranking, by hand
ANSWERED_STRENGTH = 0.03  # the same for refusing: .3, .03 and .01 were tried on the tuning part
WRONGLY_REFUSED = 0.07  # of what is answered: where the threshold is put on the tuning part
GLANCE, LONG_GLANCE, SHOWN = 1_200, 2_400, 5  # characters and things that a person looks at
PASSAGES = 10
OFF_SUBJECT = 0.03  # of what is answered by anything on its subject: the same threshold for that
AWAY = {"a": "b", "b": "a"}  # whose articles are on other subjects than a set's questions
OTHERS = ("squad_v2", "multihop_rag")  # sets that only teach refusing
MOST_OF_OTHERS = 300  # questions of each
DATA = {
    "own": "reader_questions.jsonl.gz, held out",
    **{name: f"{name}, first {MOST_OF_OTHERS} of the tuning half, for refusing" for name in OTHERS},
}
OTHERS_COUNT = 0.2  # each of their questions, against one of the news: .1 to 1 were tried there


@dataclass(slots=True)
class Case:
    """A question with the excerpts found for it and what speaks for each."""

    group: str  # the article it is about; no two parts of a cross-validation share one
    part: str  # tune, test, or own
    kind: str
    asked: str  # the question as searched
    answerable: bool
    wanted: list[list[str]]  # sets of words, in plain form; any one set will do
    passages: list[str]  # in plain form
    excerpts: list[Excerpt]
    cheap: np.ndarray
    gaps: Gaps
    query: Query
    is_side: bool  # of a comparison: it need not hold all that is wanted
    is_away: bool = False  # asked of articles on other subjects
    read: dict[int, Reading] = field(default_factory=dict)  # by the excerpt's place
    similar: dict[int, float] = field(default_factory=dict)  # to the question, the same
    first: list[int] = field(default_factory=list)  # the places of those that were read first


def questions_of(data: Path, name: str) -> list[dict[str, Any]]:
    """Return the questions of a set; "own" are the held-out ones that the reader did not see."""
    if name == "squad_v2":
        return [
            {
                "question": one["question"],
                "kind": name,
                "answerable": bool(one["answerable"]),
                "article": [one["context"]],
                "quote": one["answers"][:1],
                "alternatives": [[answer] for answer in one["answers"][1:]],
            }
            for one in squad_questions(data, "tune")[:MOST_OF_OTHERS]
        ]
    if name == "multihop_rag":
        queries = read_json(data / "multihop_rag" / "queries_dev.json.gz")
        return [
            {
                "question": one["query"],
                "kind": name,
                "answerable": bool(one["evidence_list"]),
                "article": [fact["url"] for fact in one["evidence_list"]],
                "quote": [fact["fact"] for fact in one["evidence_list"]],
            }
            for one in queries
            if split_of(one["query"]) == "tune"
        ][:MOST_OF_OTHERS]
    if name != "own":
        files = sorted((data / "news_questions" / name).glob("questions*.jsonl"))
        lines = (line for path in files for line in path.read_text("utf-8").splitlines())
        return [json.loads(line) for line in lines if line.strip()]
    bodies = {article["url"]: article["text"] for article in multihop_articles(data)}
    with gzip.open(OWN, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    questions = []
    for row in rows:
        answers = [bodies[row["url"]][start:end] for start, end in row["answers"]]
        whole = row["kind"] == "overview"  # several of its answers are to be shown
        if row["held_out"]:
            questions.append(
                {
                    "question": row["question"],
                    "kind": row["kind"],
                    "answerable": row["kind"] != "none",
                    "article": [row["url"]],
                    "quote": answers if whole else answers[:1],
                    "alternatives": [] if whole else [[one] for one in answers[1:]],
                }
            )
    return questions


def first_turns(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the answerable questions of a set without their answers, conversations cut short."""
    return [
        {**turn, "kind": row["kind"], "answerable": False}
        for row in rows
        for turn in (row["turns"][:1] if row["kind"] == "follow" else [row])
        if turn["answerable"]
    ]


def collect_away(name: str, rows: Sequence[dict[str, Any]], index: Path) -> Iterator[Case]:
    """Yield a case for each question of a set that anything on its subject would answer."""
    alone = [{**row, "kind": "away"} for row in first_turns(rows)]
    for case in collect(name, alone, index):
        if asks_openly(case.query):
            yield replace(case, is_away=True)


def collect(name: str, rows: Sequence[dict[str, Any]], index: Path) -> Iterator[Case]:
    """Yield a case for each turn of the questions of a set, and for each side of a comparison."""
    chat = Chat(index)
    library = chat.library
    for row in rows:
        turns = row["turns"] if row["kind"] == "follow" else [row]
        before: list[Answer] = []
        first = turns[0]["question"]
        for number, turn in enumerate(turns):
            whole = understand(library, turn["question"], before=before)
            sides = [understand_side(library, whole, side) for side in whole.query.sides]
            for one in sides or [whole]:
                search = Search(library, one, SearchWeights())
                excerpts, cheap = search.candidates(PASSAGES)
                texts = {each.chunk.row: each.article.cut(each.chunk.span) for each in excerpts}
                sets = [turn["quote"], *turn.get("alternatives", [])] if turn["answerable"] else []
                yield Case(
                    group=(turn.get("article") or row.get("article") or [first])[0],
                    part=part_of(first) if name in ("a", "b") else name,
                    kind=row["kind"] if row["kind"] != "follow" or number else "follow 1st",
                    asked=one.asked.question,
                    answerable=turn["answerable"],
                    wanted=[[plain(words) for words in some] for some in sets if some],
                    passages=[plain(text) for text in texts.values()],
                    excerpts=excerpts,
                    cheap=cheap,
                    gaps=search.gaps(),
                    query=one.query,
                    is_side=bool(sides),
                )
            if row["kind"] == "follow":
                before.append(chat.ask(turn["question"], before=before))


def part_of(question: str) -> str:
    """Return the part of a set that a question is in, by a hash of its words."""
    return ("tune", "test")[int(hashlib.sha256(question.encode()).hexdigest(), 16) % 2]


def plain(text: str) -> str:
    """Return a text as it is compared: no letter case, one kind of quotation mark and dash."""
    text = re.sub(r"[\"“”„«»‹›'‘’‚`´]", "'", text.casefold())
    return " ".join(re.sub(r"[-‐‑‒–—―−]", "-", text).split())


def read_first(cases: Sequence[Case], scores: Sequence[np.ndarray], encoder: Encoder) -> None:
    """Read the excerpts of each case that come first, but those that were read before."""
    reader = open_reader()
    for case, score in zip(cases, scores, strict=True):
        order = np.argsort(-score, kind="stable")
        places = {id(case.excerpts[place]): int(place) for place in order}
        first = [
            places[id(one)] for one in without_overlap([case.excerpts[place] for place in order])
        ][:READ_MOST]
        new = [place for place in first if place not in case.read]
        windows = [
            (heading(case.excerpts[place].article), case.excerpts[place].text) for place in new
        ]
        case.read |= dict(zip(new, reader.read(case.asked, windows), strict=True))
        new = [place for place in first if place not in case.similar]
        vectors = encoder.encode([case.excerpts[place].text for place in new])
        similar = vectors @ encoder.encode_question(case.asked)
        case.similar |= dict(zip(new, similar.tolist(), strict=True))
        case.first = first


def evidence(case: Case) -> np.ndarray:
    """Return all evidence for the excerpts that were read first."""
    readings = [case.read[place] for place in case.first]
    similar = np.array([case.similar[place] for place in case.first])
    return np.hstack([case.cheap[case.first], read_evidence(readings, similar)])


def labels(case: Case) -> np.ndarray:
    """Return which excerpts hold wanted words."""
    texts = [plain(one.text) for one in case.excerpts]
    return np.array(
        [any(words in text for some in case.wanted for words in some) for text in texts], float
    )


def fitted(
    numbers: np.ndarray, right: np.ndarray, weights: np.ndarray, strength: float = STRENGTH
) -> tuple[np.ndarray, float]:
    """Return the weights and the base of a logistic regression over numbers as they are."""
    mean, spread = numbers.mean(0), numbers.std(0) + 1e-6
    model = LogisticRegression(C=strength, max_iter=1000)
    model.fit((numbers - mean) / spread, right, sample_weight=weights)
    each = model.coef_[0] / spread
    return each, float(model.intercept_[0] - (each * mean).sum())


def learn_ranking(
    cases: Sequence[Case], numbers: Sequence[np.ndarray], right: Sequence[np.ndarray]
) -> tuple[np.ndarray, float]:
    """Fit a model that tells excerpts that answer from those that don't, each question alike."""
    some = [
        n
        for n, case in enumerate(cases)
        if case.part not in OTHERS and case.answerable and right[n].any()
    ]
    weights = [np.where(right[n] > 0, 1 / right[n].sum(), 3 / len(right[n])) for n in some]
    return fitted(
        np.vstack([numbers[n] for n in some]),
        np.concatenate([right[n] for n in some]),
        np.concatenate(weights),
    )


def learn_answered(
    cases: Sequence[Case], summary: np.ndarray, answerable: np.ndarray
) -> tuple[np.ndarray, float]:
    """Fit a model that tells questions that are answered from those that are not."""
    weights = np.array([OTHERS_COUNT if case.part in OTHERS else 1.0 for case in cases])
    return fitted(summary, answerable, weights, ANSWERED_STRENGTH)


def learn_subject(summary: np.ndarray, answerable: np.ndarray) -> tuple[np.ndarray, float]:
    """Fit a model that tells questions on what articles are on from those on something else."""
    return fitted(summary, answerable, np.ones(len(summary)), ANSWERED_STRENGTH)


def cross_fitted(
    cases: Sequence[Case], numbers: Sequence[np.ndarray], right: Sequence[np.ndarray]
) -> list[np.ndarray]:
    """Return the log odds of each case's excerpts by a model that has not seen its article."""
    scores: list[np.ndarray] = [np.zeros(0)] * len(cases)
    for learned, left_out in folds(cases):
        each, base = learn_ranking(
            [cases[n] for n in learned], [numbers[n] for n in learned], [right[n] for n in learned]
        )
        for n in left_out:
            scores[n] = numbers[n] @ each + base
    return scores


def folds(cases: Sequence[Case]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the parts of a cross-validation in which no article is on both sides."""
    groups = [case.group for case in cases]
    return GroupKFold(FOLDS).split(np.zeros(len(cases)), groups=groups)


def answer_numbers(case: Case, scores: np.ndarray) -> np.ndarray:
    """Return what speaks for a case being answered."""
    if not len(scores):
        return np.zeros(len(NAMES))
    order = np.argsort(-scores, kind="stable")
    return answer_evidence(case.query, case.gaps, evidence(case)[order], scores[order])


def subject_numbers(case: Case, scores: np.ndarray) -> np.ndarray:
    """Return what speaks for the articles being on the subject of a case."""
    if not len(scores):
        return np.zeros(len(SUBJECT))
    return subject_evidence(evidence(case)[np.argsort(-scores, kind="stable")])


def teaches_subject(case: Case) -> bool:
    """Tell whether a case tells questions on what the articles are on from others."""
    is_news = case.part in ("tune", "test") and asks_openly(case.query)
    return is_news and (case.answerable or case.is_away)


def crossed(
    cases: Sequence[Case], fit: Callable[[np.ndarray], tuple[np.ndarray, float]], rows: np.ndarray
) -> np.ndarray:
    """Return log odds of each case by a fit to the others' rows, no article on both sides."""
    scores = np.zeros(len(cases))
    for learned, left_out in folds(cases):
        each, base = fit(learned)
        scores[left_out] = rows[left_out] @ each + base
    return scores


def glance(case: Case, scores: np.ndarray) -> tuple[bool, bool]:
    """Tell whether what is shown first is right: all that is read at a glance, and the first."""
    left = LONG_GLANCE if case.kind in ("overview", "several") else GLANCE
    shown: list[str] = []
    used: list[Excerpt] = []
    for place in np.argsort(-scores, kind="stable"):
        one = case.excerpts[case.first[place]]
        if any(one.overlaps(other) for other in used):
            continue
        used.append(one)
        text = one.article.cut(one.shown)[:left]
        shown.append(plain(text))
        left -= len(text)
        if left <= 0 or len(shown) == SHOWN:
            break
    need = 0.5 if case.kind == "overview" else 1.0
    share = max(
        (
            sum(any(one in text for text in shown) for one in some) / len(some)
            for some in case.wanted
        ),
        default=0.0,
    )
    first = bool(shown) and any(one in shown[0][:400] for some in case.wanted for one in some)
    return share >= need, first


def report(cases: Sequence[Case], scores: Sequence[np.ndarray], answered: np.ndarray) -> None:
    """Print how well scores rank and refuse, a row a kind."""
    kinds: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for case, score in zip(cases, scores, strict=True):
        if case.answerable and not case.is_side:
            kinds[case.kind].append(glance(case, score))
            kinds["all"].append(kinds[case.kind][-1])
    for kind, shown in sorted(kinds.items()):
        right, first = np.mean(shown, axis=0)
        print(f"{kind:<11} {len(shown):>4} shown {right:.3f} first {first:.3f}")
    answerable = np.array([case.answerable for case in cases])
    print(f"answerable or not: AUROC {roc_auc_score(answerable, answered):.3f}")
    for share in (0.05, 0.08, 0.1, 0.15):
        least = np.quantile(answered[answerable], share)
        print(f"{share} wrongly refused: {np.mean(answered[~answerable] < least):.3f} rightly")


def main() -> None:
    """Collect the cases, learn, report on what was not learned from, and write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--index", type=Path, required=True, help="folder of the indexes")
    parser.add_argument("--sets", nargs="+", default=["a", "b", "own", *OTHERS])
    parser.add_argument("--keep", type=Path, help="file that keeps what was found and read")
    parser.add_argument("--all", action="store_true", help="learn from the test part, too")
    parser.add_argument(
        "--subject", action="store_true", help="learn only what tells the subject, for --sets a b"
    )
    parser.add_argument("--write", action="store_true", help="write the weights")
    options = parser.parse_args()
    if options.keep and options.keep.exists():
        cases = pickle.loads(options.keep.read_bytes())
    else:
        cases = [
            case
            for name in options.sets
            for case in collect(name, questions_of(options.data, name), options.index / name)
        ] + [
            case
            for name, other in AWAY.items()
            for case in collect_away(name, questions_of(options.data, name), options.index / other)
        ]
    encoder = Chat(options.index / options.sets[0]).library.embedder
    read_first(
        cases,
        cross_fitted(cases, [case.cheap for case in cases], [labels(case) for case in cases]),
        encoder,
    )
    if options.keep:
        options.keep.write_bytes(pickle.dumps(cases))
    if options.subject:
        known = learned_ranking().to_show
        showing = np.array([known.of[name] for name in (*CHEAP, *READ)]), known.base
        subject, least = on_subject(cases, showing, options)
        if options.write:
            given = json.loads(WEIGHTS.read_text("utf-8"))
            given |= {"least_on_subject": least, "on_subject": written(SUBJECT, subject)}
            given["origin"]["date_of_on_subject"] = today()
            WEIGHTS.write_text(json.dumps(given, indent=1) + "\n", "utf-8")
    else:
        learn(cases, options)


def learn(cases: Sequence[Case], options: argparse.Namespace) -> None:
    """Fit the models, report on what they have not learned from, and write them if asked to."""
    home = [case for case in cases if not case.is_away]
    right = [labels(case) for case in home]
    numbers = [evidence(case) for case in home]
    right_first = [right[n][case.first] for n, case in enumerate(home)]
    to_show = cross_fitted(home, numbers, right_first)
    summary = np.array(
        [answer_numbers(case, score) for case, score in zip(home, to_show, strict=True)]
    )
    answerable = np.array([float(case.answerable) for case in home])
    answered = crossed(
        home,
        lambda some: learn_answered([home[n] for n in some], summary[some], answerable[some]),
        summary,
    )
    for part in ("tune", "test", "own", *OTHERS):
        some = [n for n, case in enumerate(home) if case.part == part]
        if some:
            print(f"-- {part}, cross-fitted by article")
            report([home[n] for n in some], [to_show[n] for n in some], answered[some])
    tuned = [n for n, case in enumerate(home) if options.all or case.part != "test"]
    whole = [home[n] for n in tuned]
    cheap = [case.cheap for case in home]
    showing = learn_ranking(whole, *_some(tuned, numbers, right_first))
    subject, least_on_subject = on_subject(cases, showing, options)
    if options.write:
        models = {
            "to_read": (CHEAP, learn_ranking(whole, *_some(tuned, cheap, right))),
            "to_show": ((*CHEAP, *READ), showing),
            "answered": (NAMES, learn_answered(whole, summary[tuned], answerable[tuned])),
            "on_subject": (SUBJECT, subject),
        }
        asked = [n for n in tuned if home[n].answerable and home[n].part in ("tune", "test")]
        least = float(np.quantile(answered[asked], WRONGLY_REFUSED))
        write_weights(models, least, least_on_subject, options)


def on_subject(
    cases: Sequence[Case], showing: tuple[np.ndarray, float], options: argparse.Namespace
) -> tuple[tuple[np.ndarray, float], float]:
    """Fit and report the model of subjects; return it and the least log odds of being on one.

    Args:
        cases: all of them.
        showing: the weights and the base by which excerpts are shown.
        options: as given.
    """
    some = [case for case in cases if teaches_subject(case)]
    each, base = showing
    rows = np.array([subject_numbers(case, evidence(case) @ each + base) for case in some])
    answerable = np.array([float(case.answerable) for case in some])
    scores = crossed(some, lambda few: learn_subject(rows[few], answerable[few]), rows)
    tuned = np.array([options.all or case.part != "test" for case in some])
    least = round(float(np.quantile(scores[tuned & (answerable > 0)], OFF_SUBJECT)), 4)
    for part in ("tune", "test"):
        mine = np.array([case.part == part for case in some])
        refused = scores < least
        print(
            f"on its subject, {part}: AUROC {roc_auc_score(answerable[mine], scores[mine]):.3f}, "
            f"refused {refused[mine & (answerable > 0)].mean():.3f} wrongly, "
            f"{refused[mine & (answerable == 0)].mean():.3f} rightly"
        )
    return learn_subject(rows[tuned], answerable[tuned]), least


def _some(places: Sequence[int], *lists: Sequence[np.ndarray]) -> Iterator[list[np.ndarray]]:
    """Yield of each list what stands at some places."""
    for one in lists:
        yield [one[place] for place in places]


def write_weights(
    models: dict[str, tuple[Sequence[str], tuple[np.ndarray, float]]],
    least: float,
    least_on_subject: float,
    options: argparse.Namespace,
) -> None:
    """Write the weights with what they were learned from."""
    kept: dict[str, Any] = {
        "origin": {
            "script": "benchmarks/train_ranking.py",
            "data": [DATA.get(name, f"news_questions/{name}") for name in options.sets],
            "split": "all" if options.all else "tune",
            "date": today(),
            "date_of_on_subject": today(),
        },
        "least": round(least, 4),
        "least_on_subject": least_on_subject,
    }
    for model, (names, learned) in models.items():
        kept[model] = written(names, learned)
    WEIGHTS.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


def today() -> str:
    """Return the date as it is kept in a file."""
    return datetime.now(UTC).date().isoformat()


def written(names: Sequence[str], model: tuple[np.ndarray, float]) -> dict[str, Any]:
    """Return a model as it is kept in a file."""
    each, base = model
    of = {name: round(float(weight), 4) for name, weight in zip(names, each, strict=True)}
    return {"base": round(base, 4), "of": of}


if __name__ == "__main__":
    main()
