"""The weights that come with the program, and the linear models that they make."""

import numpy as np
import pytest

from rag.retrieval.answerability import NAMES, SUBJECT
from rag.retrieval.evidence import CHEAP, READ
from rag.retrieval.ranking import Weights, learned_ranking, probability


def test_log_odds_are_the_base_and_the_weighted_numbers() -> None:
    weights = Weights(0.5, {"one": 2.0, "unknown": 9.0})
    odds = weights.log_odds(("one", "other"), np.array([[1.0, 7.0], [-1.0, 7.0]]))
    assert odds.tolist() == [2.5, -1.5]


@pytest.mark.parametrize(("odds", "share"), [(0.0, 0.5), (1e9, 1.0), (-1e9, 0.0)])
def test_probabilities_have_no_overflow(odds: float, share: float) -> None:
    assert probability(odds) == pytest.approx(share)


def test_every_learned_weight_is_of_some_evidence_and_says_where_it_is_from() -> None:
    ranking = learned_ranking()
    assert set(ranking.to_read.of) == set(CHEAP)
    assert set(ranking.to_show.of) == {*CHEAP, *READ}
    assert set(ranking.answered.of) == set(NAMES)
    assert set(ranking.on_subject.of) == set(SUBJECT)
    assert set(ranking.origin) == {"script", "data", "split", "date", "date_of_on_subject"}
