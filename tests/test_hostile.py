"""A short form of ``python -m benchmarks hostile``: nothing typed or kept does harm."""

import shutil
from pathlib import Path

from conftest import Built

from benchmarks.hostile_probes import (
    SLOW,
    articles,
    characters,
    probe_articles,
    probe_build,
    probe_kills,
    probe_questions,
    questions,
)
from rag.chat import Chat


def test_what_is_hostile_is_of_every_kind_and_the_same_each_time() -> None:
    assert len(characters()) == 30  # all the categories of Unicode
    assert list(questions(range(20))) == list(questions(range(20)))
    assert list(articles(range(20))) == list(articles(range(20)))
    assert list(questions(range(20))) != list(questions(range(20), seed=2))


def test_no_question_does_harm(small: Built) -> None:
    probed = probe_questions(Chat(small.index), questions(range(80)))
    assert probed.failures == ()
    assert probed.slowest < SLOW, f"question {probed.slowest_number}"
    assert probed.taken > 40


def test_no_article_stops_a_build(small: Built, tmp_path: Path) -> None:
    probed = probe_articles(tmp_path / "hostile", articles(range(40)))
    assert probed.failures == ()
    assert probed.slowest < SLOW, f"article {probed.slowest_number}"
    assert probed.taken > 20
    shutil.copytree(small.index / "encoders", tmp_path / "index" / "encoders")
    report, damage = probe_build(tmp_path / "hostile", tmp_path / "index")
    assert damage == ()
    assert report.counts.articles + len(report.refusals) >= 40


def test_no_kill_does_damage(built: Built) -> None:
    killed = probe_kills(built.seeds, built.index, range(1))
    assert (killed.builds, killed.damaged) == (1, ())
