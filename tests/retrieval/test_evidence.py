"""What speaks for an excerpt, in numbers worked out by hand."""

import re

import numpy as np
import pytest
from conftest import make_article

from rag.records import Article, Chunk, Span, Statement
from rag.retrieval.evidence import CHEAP, READ, PassageFacts, cheap_evidence, read_evidence
from rag.retrieval.excerpts import LONGEST, Excerpt, excerpts_of
from rag.retrieval.sentence_fit import Need, read_lines

TEXT = "Who pays for the wall? “Westmere pays,” said Ines Calder."
QUESTION, ANSWER = Span("a.txt", 0, 22), Span("a.txt", 23, len(TEXT))
NEED = Need({"wall": 0.5, "pays": 0.25, "ferry": 0.25}, frozenset({("the", "wall")}), "thing")


class Read:
    """What a reader makes of a window."""

    def __init__(self, likely: float) -> None:
        self.likely = likely


def analyse(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


@pytest.fixture
def article() -> Article:
    return make_article(TEXT, title="Ferry")


@pytest.fixture
def excerpts(article: Article) -> list[Excerpt]:
    said = Span("a.txt", TEXT.index("Westmere"), TEXT.index(",”"))
    statement = Statement(said, "quoted", "Ines Calder", "Ines Calder", "", "said", ANSWER, ANSWER)
    lines = read_lines(article, [QUESTION, ANSWER], analyse)
    chunk = Chunk(7, Span("a.txt", 0, len(TEXT)))
    return list(excerpts_of(article, chunk, lines, [statement]))


def test_cheap_evidence_has_a_number_for_every_name(excerpts: list[Excerpt]) -> None:
    facts = {7: PassageFacts(1, 2.0, 0.6), 8: PassageFacts(0, 4.0, 0.9)}
    numbers = cheap_evidence(excerpts, facts, NEED, ["Calder"])
    first, second = (dict(zip(CHEAP, row.tolist(), strict=True)) for row in numbers)
    passage = {"place": 0.5, "score": 0.5, "similarity": 0.6, "similarity_behind": -0.3}
    assert {name: first[name] for name in passage} == pytest.approx(passage)
    own = {
        "asked_around": 1.0, "asked_inside": 0.75, "asked_inside_behind": 0.0, "kind": 1.0,
        "depth": 0.0, "length": len(TEXT) / LONGEST, "question": 1.0, "speaker": 0.0,
    }  # fmt: skip
    assert {name: first[name] for name in own} == pytest.approx(own)
    spoken = {"asked_around": 1.0, "question": 0.0, "speaker": 1.0}
    assert {name: second[name] for name in spoken} == pytest.approx(spoken)


def test_the_evidence_of_reading_has_a_number_for_every_name() -> None:
    numbers = read_evidence([Read(0.5), Read(0.75)], np.array([0.6, 0.2]))  # type: ignore[list-item]
    assert [dict(zip(READ, row.tolist(), strict=True)) for row in numbers] == [
        pytest.approx(
            {
                "likely": 0.5,
                "likely_behind": -0.25,
                "log_odds": 0,
                "excerpt_similarity": 0.6,
                "excerpt_similarity_behind": 0,
            }
        ),
        pytest.approx(
            {
                "likely": 0.75,
                "likely_behind": 0,
                "log_odds": np.log(3) / 5,
                "excerpt_similarity": 0.2,
                "excerpt_similarity_behind": -0.4,
            }
        ),
    ]


def test_no_excerpts_are_no_rows() -> None:
    assert cheap_evidence([], {}, NEED, []).shape == (0, len(CHEAP))
    assert read_evidence([], np.zeros(0)).shape == (0, len(READ))
