"""Measure how well questions that the articles do not answer are told from those they do.

squad_v2, the right passage given: area under the ROC curve of the evidence's score, answerable
against unanswerable, and at the threshold the share of unanswerable questions refused and of
answerable ones wrongly refused. squad_v2 and multihop_rag in the open, everything searched: the
same shares; multihop_rag's unanswerable questions are its null queries.

    python -m benchmarks abstention --data FOLDER --index FOLDER [--split tune|test]
"""

from typing import Any

from retrieval import (
    library_of,
    multihop_articles,
    parser_for,
    read_json,
    split_of,
    squad_articles,
    squad_questions,
    told,
)
from rows import say
from sklearn.metrics import roc_auc_score

from rag.index.library import Library
from rag.retrieval.answerability import Evidence
from rag.retrieval.ranking import learned_ranking
from rag.retrieval.search import Search, SearchWeights, search
from rag.retrieval.understand import understand

Judged = list[tuple[bool, Evidence]]  # whether a question can be answered, and what was found


def main() -> None:
    """Print the figures of both sets."""
    arguments = parser_for(__doc__).parse_args()
    squad = library_of(arguments.index / "squad_v2", squad_articles(arguments.data))
    questions = squad_questions(arguments.data, arguments.split)[: arguments.most]
    given = given_passages(squad, questions)
    say(f"squad_v2, passage given, {arguments.split}", *told(figures(given)))
    opened = in_the_open(squad, [(one["question"], one["answerable"]) for one in questions])
    say(f"squad_v2, open, {arguments.split}", *told(figures(opened)))
    news = library_of(arguments.index / "multihop_rag", multihop_articles(arguments.data))
    asked = [
        (one["query"], bool(one["evidence_list"]))
        for one in read_json(arguments.data / "multihop_rag" / "queries_dev.json.gz")
        if split_of(one["query"]) == arguments.split
    ][: arguments.most]
    say(f"multihop_rag, {arguments.split}", *told(figures(in_the_open(news, asked))))


def given_passages(library: Library, questions: list[dict[str, Any]]) -> Judged:
    """Judge each question by the passages of its own context alone."""
    contexts = {article.text: article for article in library.articles()}
    rows_of: dict[str, list[int]] = {}
    for article, chunk in library.passages(range(library.manifest.counts.chunks)):
        rows_of.setdefault(article.id, []).append(chunk.row)
    judged = []
    for one in questions:
        article = contexts.get(one["context"].strip())
        if article is None:  # its white space was tidied when it was read
            continue
        rows = [(row, 1.0) for row in rows_of[article.id]]
        looked = Search(library, understand(library, one["question"]), SearchWeights())
        found = looked.judged(rows, len(rows), learned_ranking())
        judged.append((bool(one["answerable"]), found.evidence))
    return judged


def in_the_open(library: Library, questions: list[tuple[str, bool]]) -> Judged:
    """Judge each question by what is found for it."""
    judged = []
    for question, answerable in questions:
        found = search(library, understand(library, question), limit=10)
        judged.append((answerable, found.evidence))
    return judged


def figures(judged: Judged) -> dict[str, float]:
    """Return the figures of one set of questions."""
    answerable = [evidence for can, evidence in judged if can]
    others = [evidence for can, evidence in judged if not can]
    area = roc_auc_score([can for can, _ in judged], [one.score for _, one in judged])
    scores = sorted(one.score for one in answerable)
    return {
        "answerable": len(answerable),
        "unanswerable": len(others),
        "auroc": round(float(area), 4),
        "threshold": learned_ranking().least,
        "unanswerable refused": _refused(others),
        "answerable refused": _refused(answerable),
        "threshold that refuses 10 % of the answerable": round(scores[len(scores) // 10], 3),
    }


def _refused(found: list[Evidence]) -> float:
    return round(sum(not one.answered for one in found) / len(found), 4)


if __name__ == "__main__":
    main()
