"""How lists of found rows are put together."""

import numpy as np

from rag.retrieval.fusion import fuse, serve, shares


def test_scores_become_shares_of_the_best() -> None:
    rows, scores = np.array([7, 3, 5]), np.array([4.0, 2.0, -1.0])
    assert shares(rows, scores) == {7: 1.0, 3: 0.5, 5: 0.0}


def test_nothing_found_has_no_shares() -> None:
    assert shares(np.array([], np.int64), np.array([], np.float32)) == {}


def test_scores_that_are_all_negative_have_no_shares() -> None:
    assert shares(np.array([1]), np.array([-0.5])) == {}


def test_a_row_that_one_search_missed_gets_that_search_s_lowest_score() -> None:
    fused = fuse([({1: 1.0, 2: 0.5}, 2.0), ({2: 1.0, 3: 0.25}, 1.0)])
    assert fused == [(1, 2.25), (2, 2.0), (3, 1.25)]


def test_rows_of_equal_score_keep_the_order_of_their_numbers() -> None:
    assert fuse([({9: 1.0, 4: 1.0}, 1.0), ({}, 1.0)]) == [(4, 1.0), (9, 1.0)]


def test_every_ranking_gets_its_turn_the_best_first_and_the_rest_goes_by_score() -> None:
    weak = [(1, 0.3), (2, 0.2), (3, 0.1)]
    strong = [(4, 0.9), (5, 0.8), (6, 0.7)]
    assert serve([weak, strong], each=1, limit=4) == [(4, 0.9), (1, 0.3), (5, 0.8), (6, 0.7)]


def test_a_row_that_is_placed_already_gives_its_turn_to_the_next() -> None:
    assert serve([[(1, 0.9), (2, 0.8)], [(1, 0.7), (3, 0.6)]], each=2, limit=9) == [
        (1, 0.9),
        (3, 0.6),
        (2, 0.8),
    ]


def test_rankings_without_rows_give_nothing() -> None:
    assert serve([[], []], each=2, limit=5) == []
